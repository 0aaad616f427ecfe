"""What people type into fields."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.errors import BadInput
from anchang.i18n import M
from anchang.tui.forms.form import Field, FieldKind
from anchang.tui.forms.parse import parse_date, parse_integer, parse_time, parsers, written
from tests.tui.stage import TODAY


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-21", TODAY), ("20261121", TODAY), ("2026/1/5", date(2026, 1, 5)), ("11-30", date(2026, 11, 30)),
        ("１１－３０", date(2026, 11, 30)), ("2026年11月21日", TODAY), ("11月30日", date(2026, 11, 30)),
        ("+7", TODAY + timedelta(7)), ("-1", TODAY - timedelta(1)), ("＋７", TODAY + timedelta(7)), ("今天", TODAY),
        ("明天", TODAY + timedelta(1)), ("后天", TODAY + timedelta(2)), ("昨天", TODAY - timedelta(1)),
        ("Today", TODAY), (" 2026.11.21 ", TODAY), ("2028-02-29", date(2028, 2, 29)),
    ],
)
def test_dates(typed: str, day: date) -> None:
    assert parse_date(typed, "", TODAY) == day


@pytest.mark.parametrize("typed", ["2026-02-29", "13-01", "20261301", "x", "2026", "1", "99999999", "12:30", "+99999"])
def test_no_dates(typed: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_date(typed, "签约日期", TODAY)
    assert str(caught.value).startswith("签约日期：")
    assert caught.value.place == "签约日期"


@pytest.mark.parametrize(
    ("typed", "at"), [("14:30", time(14, 30)), ("１４：３０", time(14, 30)), ("0905", time(9, 5)), ("9", time(9))]
)
def test_times(typed: str, at: time) -> None:
    assert parse_time(typed, "") == at


@pytest.mark.parametrize("typed", ["24:00", "12:60", "x", "1:2", "123"])
def test_no_times(typed: str) -> None:
    with pytest.raises(BadInput):
        parse_time(typed, "")


@given(st.integers(-(10**14), 10**14))
def test_integers(number: int) -> None:
    assert parse_integer(f"{number:,}", "") == number


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_date_reads_back_as_it_is_written(day: date) -> None:
    assert parse_date(written(day, FieldKind.DATE), "", TODAY) == day
    assert parse_date(day.strftime("%Y%m%d").zfill(8), "", TODAY) == day


@given(st.integers(0, 10**12), st.integers(1, 10**9), st.integers(0, 10**6))
def test_numbers_read_back_as_they_are_written(fen: int, area: int, rate: int) -> None:
    known = parsers(lambda: TODAY)
    for kind, value in ((FieldKind.MONEY, fen), (FieldKind.AREA, area), (FieldKind.RATE, rate)):
        assert known[kind](written(value, kind), "x", Field("x", M("test name"), kind)) == value
