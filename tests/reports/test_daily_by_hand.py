"""Every figure of the daily report against a count of the raw rows: on a lived-in office, and on days of any shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from anchang.domain.access import Role
from anchang.domain.visit import AgeBand, AreaDemand, Budget, Channel, Occupation, Purpose, VisitKind
from anchang.i18n import M
from anchang.services.act import Act
from anchang.services.office_clock import OFFICE_ZONE
from anchang.services.use_case import Result, UseCase
from anchang.storage.base import table_of
from anchang.storage.call import Call
from anchang.storage.visit import Visit
from tests.office import Desk, desk_at
from tests.reports.book_formulas import differences
from tests.reports.by_hand import Raw, wrong_in
from tests.reports.lived_office import MONDAY, TUESDAY, WEDNESDAY, lived, made


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Read only."""
    with lived(tmp_path_factory.mktemp("by_hand") / "office") as office:
        yield office


@pytest.mark.parametrize("day", [MONDAY, TUESDAY, WEDNESDAY, WEDNESDAY + timedelta(days=1), date(2027, 1, 31)])
def test_a_lived_in_office(desk: Desk, tmp_path: Path, day: date) -> None:
    book = made(desk, "daily", tmp_path, day=day)
    assert wrong_in(book, Raw.of(desk), day) == []


@dataclass(frozen=True)
class Bring:
    """Visits and calls as rows: what no rule of the front desk forbids, in any mixture."""

    visits: list[dict[str, Any]]
    calls: list[dict[str, Any]]


def bring(act: Act, command: Bring) -> Result:
    """Behind the front desk, which takes one at a time and only today's."""
    number = sum(int(act.work.value(select(func.count()).select_from(table_of(each)))) for each in (Visit, Call))
    for each in command.visits:
        number += 1
        act.work.insert(
            Visit, project_id=act.project_id, visit_no=f"V{number}", day_no=number, recorder_id=act.actor.id, **each
        )
    for each in command.calls:
        number += 1
        act.work.insert(Call, project_id=act.project_id, call_no=f"C{number}", day_no=number, **each)
    return {}


CASE = UseCase("visit.bring", M("visit"), Bring, bring, frozenset(Role), None, (), False, None)


def maybe(choices: Any) -> st.SearchStrategy[str]:
    return st.sampled_from(["", "declined", *(each.value for each in choices)])


@st.composite
def logs(draw: st.DrawFn, desk: Desk) -> tuple[Bring, date]:
    """Some days around a month's end, with everything that can stand in the columns that are counted."""
    today = desk.office.today()
    staff = st.sampled_from([desk.people[login] for login in ("c01", "c02", "c03")])
    offsets = st.integers(0, 9)
    minutes = st.integers(0, 24 * 60 - 1)

    def moment(back: int, minute: int) -> datetime:
        return datetime.combine(today - timedelta(days=back), time(), OFFICE_ZONE) + timedelta(minutes=minute)

    def a_visit() -> dict[str, Any]:
        back, buyer = draw(offsets), draw(st.sampled_from(VisitKind))
        return {
            "business_date": today - timedelta(days=back), "arrived_at": moment(back, draw(minutes)),
            "kind": buyer.value, "visit_count": draw(st.integers(0, 3)), "from_call": draw(st.booleans()),
            "party_size": draw(st.integers(1, 9)), "consultant_id": draw(staff),
            "phone": draw(st.sampled_from(["", "13800138000"])), "channel": draw(maybe(Channel)),
            "living_area": draw(st.sampled_from(["", "declined", "南山", "=1+1"])), "age_band": draw(maybe(AgeBand)),
            "occupation": draw(maybe(Occupation)), "purpose": draw(maybe(Purpose)),
            "demand_area": draw(maybe(AreaDemand)), "budget": draw(maybe(Budget)), "name": "某某",
        }  # fmt: skip

    def a_call() -> dict[str, Any]:
        back = draw(offsets)
        at = moment(back, draw(minutes))
        return {
            "business_date": today - timedelta(days=back), "called_at": at, "answered_by": draw(staff),
            "channel": draw(maybe(Channel)), "is_repeat": draw(st.booleans()), "name": "某某",
            "invite_visit_at": at if draw(st.booleans()) else None,
        }  # fmt: skip

    brought = Bring(
        [a_visit() for _ in range(draw(st.integers(0, 12)))], [a_call() for _ in range(draw(st.integers(0, 6)))]
    )
    return brought, today - timedelta(days=draw(st.integers(0, 4)))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """An office that fills with every example: rows are never taken away, so later examples have longer months."""
    with desk_at(tmp_path_factory.mktemp("any") / "office") as office:
        office.clock.at(date(2026, 12, 4), 18)
        yield office


@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_days_of_any_shape(bare: Desk, tmp_path: Path, data: st.DataObject) -> None:
    brought, day = data.draw(logs(bare))
    bare.office.run_case(bare.session("c01"), CASE, brought)
    book = made(bare, "daily", tmp_path, day=day)
    assert wrong_in(book, Raw.of(bare), day) == []
    assert differences(book) == []
