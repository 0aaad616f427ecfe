"""Delayed signing: the table of 2.7 and 2.19, each guard by example, who decides, days that say each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.access import Role
from anchang.domain.authority import Level
from anchang.domain.delay import (
    DELAY_REQUEST,
    STATE_LABELS,
    DelayFacts,
    DelayState,
    execute_by,
    level_for,
    new_due,
)
from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.domain.setting_table import TABLE
from anchang.i18n import M, say
from tests.domain.sale import Refused, unrefused
from tests.expected import compare
from tests.expected import delay as expected

DEFAULTS = {line.key: line.default for line in TABLE}
DUE = date(2026, 3, 16)
FACTS = DelayFacts(
    today=date(2026, 3, 12),
    subscription_active=True,
    due=DUE,
    original_due=DUE,
    new_due=date(2026, 3, 23),
    cumulative_days=7,
    max_days=30,
    verified="checked",
    customer_signed_on=date(2026, 3, 12),
    waits_for=Level.MANAGER,
    roles=frozenset({Role.MANAGER}),
    execute_by=DUE,
)
AFTER = date(2026, 3, 17)


def test_every_state_step_and_role() -> None:
    assert compare(DELAY_REQUEST, expected.DELAY_REQUEST) == len(expected.DELAY_REQUEST) * 10 * len(Role) * 2


def test_labels_tell_the_states_apart() -> None:
    assert set(STATE_LABELS) == set(DelayState)
    assert len({say(state.label) for state in DelayState}) == len(DelayState)


REFUSED: list[Refused] = [
    ("verify", "draft", {"subscription_active": False}, "not in force"),
    ("verify", "draft", {"missing": (M("reason"),)}, "still missing: reason"),
    ("verify", "draft", {"verified": " "}, "what the check of the facts gave"),
    ("submit", "verified", {"subscription_active": False}, "not in force"),
    ("submit", "verified", {"missing": (M("reason"),)}, "still missing"),
    ("submit", "verified", {"new_due": None}, "state the new day"),
    ("submit", "verified", {"new_due": DUE}, "does not come after 2026-03-16"),
    ("submit", "verified", {"cumulative_days": 31}, "come to 31 days; at most 30"),
    ("submit", "verified", {"today": AFTER}, "say why it is asked for late"),
    ("submit", "verified", {"customer_signed_on": None}, "has not signed"),
    ("submit", "verified", {"customer_signed_on": AFTER}, "in the future"),
    ("approve", "pending", {"subscription_active": False}, "not in force"),
    ("approve", "pending", {"today": date(2026, 3, 24)}, "over already"),
    ("approve", "pending", {"waits_for": Level.DIRECTOR}, "waits for the sales director"),
    ("approve", "pending", {"waits_for": None}, "nobody may decide"),
    ("approve", "pending", {"today": AFTER}, "say why the exception is made"),
    ("reject", "pending", {"waits_for": Level.EXECUTIVE, "comment": "no"}, "waits for the executive"),
    ("reject", "pending", {}, "give a reason"),
    ("reply", "rejected", {}, "give a reason"),
    ("withdraw", "approved", {}, "give a reason"),
    ("execute", "approved", {"subscription_active": False}, "not in force"),
    ("execute", "approved", {"due": AFTER}, "another one by now: 2026-03-17"),
    ("execute", "approved", {"today": AFTER}, "executed by 2026-03-16"),
    ("lapse", "approved", {}, "still time"),
    ("close", "executed", {}, "contract is not signed"),
    ("expire", "executed", {}, "has not passed"),
    ("expire", "executed", {"today": AFTER, "subscription_active": False}, "has not passed"),
]


@pytest.mark.parametrize(("step", "state", "change", "reason"), REFUSED)
def test_guards_say_why_not(step: str, state: str, change: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        DELAY_REQUEST.take(step, DelayState(state), replace(FACTS, **change), set(Role))
    assert reason in say(refused.value.message, "en")


def test_every_guard_has_its_refusal() -> None:
    assert unrefused(DELAY_REQUEST, FACTS, REFUSED) == set()


def test_the_usual_way_and_its_ends() -> None:
    state = DelayState.DRAFT
    for step, role in (
        ("verify", Role.CONSULTANT), ("submit", Role.CONSULTANT), ("approve", Role.MANAGER), ("execute", Role.ASSISTANT)
    ):  # fmt: skip
        state = DELAY_REQUEST.take(step, state, FACTS, {role})
    signed, passed = replace(FACTS, contract_signed=True), replace(FACTS, today=AFTER)
    assert DELAY_REQUEST.take("close", state, signed, {Role.SYSTEM}) == "closed"
    assert DELAY_REQUEST.take("expire", state, passed, {Role.SYSTEM}) == "expired"
    assert DELAY_REQUEST.take("lapse", DelayState.APPROVED, passed, {Role.SYSTEM}) == "lapsed"


def test_whoever_asked_does_not_decide() -> None:
    for step in ("approve", "reject"):
        with pytest.raises(NotAllowed):
            DELAY_REQUEST.take(
                step, DelayState.PENDING, replace(FACTS, comment="x"), {Role.MANAGER}, is_maker=True
            )  # fmt: skip


def test_a_late_one_goes_through_as_the_exception_of_the_director() -> None:
    late = replace(FACTS, today=AFTER, late_why="in hospital", roles=frozenset({Role.DIRECTOR}), comment="granted")
    assert DELAY_REQUEST.take("submit", DelayState.VERIFIED, late, {Role.CONSULTANT}) == "pending"
    assert level_for(1, DUE, AFTER, DEFAULTS) is Level.DIRECTOR
    assert DELAY_REQUEST.take("approve", DelayState.PENDING, late, {Role.DIRECTOR}) == "approved"
    assert execute_by(AFTER, DUE, date(2026, 3, 23)) == date(2026, 3, 23)
    assert execute_by(DUE, DUE, date(2026, 3, 23)) == DUE


@pytest.mark.parametrize(
    ("days", "level"),
    [(1, "manager"), (7, "manager"), (8, "director"), (14, "director"), (15, "executive"), (30, "executive")],
)
def test_the_length_says_who_decides(days: int, level: str) -> None:
    assert level_for(days, DUE, DUE, DEFAULTS) == level


@given(st.integers(1, 400), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_days_and_the_new_day_say_each_other(days: int, due: date) -> None:
    moved = due + timedelta(days=days)
    assert new_due(due, days, None) == new_due(due, None, moved) == new_due(due, days, moved) == (days, moved)
    with pytest.raises(BadInput):
        new_due(due, days + 1, moved)


@pytest.mark.parametrize(("days", "day"), [(None, None), (0, None), (-1, None), (None, DUE), (10**9, None)])
def test_no_days_are_no_delay(days: int | None, day: date | None) -> None:
    with pytest.raises(BadInput):
        new_due(DUE, days, day)


@given(st.lists(st.integers(1, 20), min_size=1, max_size=8))
def test_all_delays_together_decide(asked: list[int]) -> None:
    """However the days are cut up: the sum is never above the most, and never on a lower level than one long delay."""
    due, cumulative, granted = DUE, 0, 0
    for days in asked:
        moved = new_due(due, days, None)[1]
        facts = replace(FACTS, today=due, due=due, original_due=due, new_due=moved, cumulative_days=cumulative + days,
                        customer_signed_on=due)  # fmt: skip
        refused = DELAY_REQUEST.why_not("submit", DelayState.VERIFIED, facts, {Role.CONSULTANT})
        assert (refused is not None) == (cumulative + days > 30)
        if refused is None:
            due, cumulative, granted = moved, cumulative + days, granted + days
            level = level_for(cumulative, due, due, DEFAULTS)
            assert level == ("manager" if cumulative <= 7 else "director" if cumulative <= 14 else "executive")
    assert cumulative == granted <= 30
    assert due == DUE + timedelta(days=granted)
