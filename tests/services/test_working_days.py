"""Working days: the published holidays, the office's own changes, and due days that move (design 4, 5.5)."""

from __future__ import annotations

from datetime import date

import pytest

from anchang.domain.errors import BadInput
from anchang.services.working_days import calendar, shifted
from anchang.storage.plan import current_lines
from tests.office import Desk
from tests.services.deals import reviewed
from tests.services.stock import on_sale

PLAIN = {"working_day_changes": "none", "due_on_working_days": True}


def test_the_published_holidays_and_make_up_days_hold() -> None:
    days = calendar(PLAIN)
    assert not days.is_working(date(2026, 10, 1))  # National Day, a Thursday
    assert days.is_working(date(2026, 10, 9))
    assert days.has_data(2026)
    assert not days.has_data(2031)
    assert days.unknown_years(date(2026, 12, 1), date(2031, 1, 1))[-1] == 2031
    assert shifted(PLAIN, date(2026, 10, 1)) > date(2026, 10, 1)


def test_the_office_changes_a_day_and_a_wrong_word_is_named(desk: Desk) -> None:
    own = {**PLAIN, "working_day_changes": "2031-02-08 on, 2031-02-10 off"}
    assert calendar(own).is_working(date(2031, 2, 8))  # a Saturday
    assert shifted(own, date(2031, 2, 10)) == date(2031, 2, 11)
    fields = {"key": "working_day_changes", "value": "2031-02-30 off"}
    with pytest.raises(BadInput, match="2031-02-30"):
        desk.office.run_named(desk.session("boss"), "setting.change", fields)


def test_a_deposit_due_on_a_day_off_moves_only_where_the_office_says_so(desk: Desk) -> None:
    on_sale(desk)
    for number, (value, due) in enumerate((("no", date(2026, 11, 28)), ("yes", date(2026, 11, 30)))):
        fields = {"key": "due_on_working_days", "value": value}
        desk.office.run_named(desk.session("boss"), "setting.change", fields)
        deal = reviewed(desk, f"1-1-10{number + 1}", number=number + 1, deposit_due_on="2026-11-28")  # a Saturday
        with desk.office.store.read() as connection:
            assert current_lines(connection, deal.id)[0].due_on == due
