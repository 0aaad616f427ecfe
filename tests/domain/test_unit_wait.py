"""The waiting list's machine: the table, each guard by example, and who can be put on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from anchang.domain.access import Role
from anchang.domain.errors import Refusal
from anchang.domain.unit import UnitState
from anchang.domain.unit_wait import UNIT_WAIT, WaitFacts, WaitState, offer_ends, why_not_wait
from anchang.i18n import say
from tests.domain.sale import NOW, Refused, unrefused
from tests.expected import compare
from tests.expected import unit_wait as expected

FACTS = WaitFacts(
    now=NOW, unit_free=True, has_unit=True, offer_until=NOW, may_stop=True, reason="bought elsewhere"
)  # fmt: skip


def test_every_state_step_and_role() -> None:
    assert compare(UNIT_WAIT, expected.UNIT_WAIT) == 4 * 5 * len(Role) * 2


REFUSED: list[Refused] = [
    ("offer", "waiting", {"unit_free": False}, "not free"),
    ("take", "offered", {"has_unit": False}, "does not have the unit"),
    ("pass_by", "offered", {"offer_until": NOW + timedelta(microseconds=1)}, "not over"),
    ("pass_by", "offered", {"offer_until": None}, "not over"),
    ("stop", "waiting", {"may_stop": False}, "somebody else"),
    ("stop", "waiting", {"reason": " "}, "give a reason"),
]


@pytest.mark.parametrize(("step", "state", "change", "reason"), REFUSED)
def test_guards_say_why_not(step: str, state: str, change: dict[str, object], reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        UNIT_WAIT.take(step, WaitState(state), replace(FACTS, **change), set(Role))  # type: ignore[arg-type]
    assert reason in say(refused.value.message, "en")


def test_every_guard_has_its_refusal() -> None:
    assert unrefused(UNIT_WAIT, FACTS, REFUSED) == set()


@pytest.mark.parametrize(
    ("state", "free", "has_it", "may"),
    [
        ("held", False, False, True),
        ("subscribed", False, False, True),
        ("signed", False, False, True),
        ("return_locked", False, False, True),
        ("available", False, False, True),  # offered to somebody else just now
        ("available", True, False, False),
        ("held", False, True, False),
        ("unreleased", False, False, False),
        ("registered", False, False, False),
        ("delivered", False, False, False),
        ("titled", False, False, False),
    ],
)
def test_who_can_be_put_on_the_list(state: str, free: bool, has_it: bool, may: bool) -> None:
    assert (why_not_wait(UnitState(state), is_free=free, has_it=has_it) is None) is may


@pytest.mark.parametrize(
    ("now", "minutes", "until"),
    [
        ("23 09:00", 30, "23 09:30"),
        ("23 21:30", 30, "23 22:00"),  # to the last minute
        ("23 21:31", 30, "24 08:01"),
        ("23 22:00", 30, "24 08:30"),
        ("23 07:59", 30, "23 08:30"),
        ("23 21:00", 15 * 60 + 5, "25 08:05"),  # more than a day of fourteen hours
        ("31 23:59", 1, "01 08:01"),  # into the next month
    ],
)
def test_the_minutes_of_an_offer_are_those_of_the_opening_hours(now: str, minutes: int, until: str) -> None:
    def at(said: str) -> datetime:
        day, hour = said.split()
        month = 2 if day == "01" else 1
        return datetime.fromisoformat(f"2026-{month:02d}-{day}T{hour}:00").replace(tzinfo=UTC)

    assert offer_ends(at(now), minutes, time(8), time(22)) == at(until)
