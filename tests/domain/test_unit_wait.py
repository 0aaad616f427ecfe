"""The waiting list's machine: the table, each guard by example, and who can be put on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from anchang.domain.access import Role
from anchang.domain.errors import Refusal
from anchang.domain.unit import UnitState
from anchang.domain.unit_wait import UNIT_WAIT, WaitFacts, WaitState, why_not_wait
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
