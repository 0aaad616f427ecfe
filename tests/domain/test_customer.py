"""Grades, the lead's way and the words for a number that is taken."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain import settings
from anchang.domain.access import Role
from anchang.domain.customer import (
    GRADE_DAYS,
    LEAD,
    OPEN_LEADS,
    CustomerTaken,
    Grade,
    Happening,
    LeadFacts,
    LeadState,
    LostReason,
    ProgramReason,
    check_next_contact,
    next_contact_by,
    next_step,
    taken,
)
from anchang.domain.errors import Refusal
from anchang.domain.visit import answer
from tests.expected import compare
from tests.expected.lead import LEAD as EXPECTED

DAY = date(2025, 3, 10)


def test_lead_is_the_table() -> None:
    assert compare(LEAD, EXPECTED) == 19 * 13 * len(Role) * 2


@pytest.mark.parametrize(("grade", "days"), [("A", 2), ("B", 3), ("C", 7), ("D", 7)])
def test_intervals(grade: str, days: int) -> None:
    assert (next_contact_by(Grade(grade), DAY) - DAY).days == days
    assert settings.default(Grade(grade).setting) == GRADE_DAYS[Grade(grade)] == days


def test_intervals_are_settings() -> None:
    assert next_contact_by(Grade.A, DAY, {Grade.A: 5}) == date(2025, 3, 15)


@given(st.sampled_from(Grade), st.integers(-5, 12))
def test_next_contact_lies_within_the_interval(grade: Grade, days: int) -> None:
    reason = check_next_contact(grade, DAY, date.fromordinal(DAY.toordinal() + days))
    assert (reason is None) == (0 <= days <= GRADE_DAYS[grade])


@pytest.mark.parametrize(
    ("state", "happening", "step"),
    [
        ("new", "call", "contact"),
        ("visited", "call", None),
        ("new", "visit", "visit"),
        ("contacted", "visit", "visit"),
        ("visited", "visit", "revisit"),
        ("revisited", "visit", "revisit"),
        ("intending", "visit", None),
        ("visited", "hold", "intend"),
        ("intending", "hold", None),
        ("intending", "subscription", "subscribe"),
        ("subscribed", "contract", "sign"),
        ("signed", "call", None),
        ("invalid", "visit", None),
        ("contacted", "appointment", "appoint"),
        ("visited", "appointment", None),
        ("appointed", "call", None),
        ("appointed", "visit", "visit"),
        ("no_show", "follow_up", "contact"),
        ("reactivated", "follow_up", "contact"),
        ("public_pool", "visit", "come_back"),
        ("lost", "call", "come_back"),
        ("public_pool", "follow_up", None),
    ],
)
def test_what_carries_a_lead_on(state: str, happening: str, step: str | None) -> None:
    assert next_step(LeadState(state), Happening(happening)) == step


@given(st.lists(st.sampled_from(Happening)))
def test_a_lead_never_goes_back(happenings: list[Happening]) -> None:
    order = list(LeadState)
    state, visits = LeadState.NEW, 0
    for happening in happenings:
        step = next_step(state, happening, visits)
        if step is not None:
            after = LEAD.take(step, state, LeadFacts(visits=visits), LEAD.step(step).roles)
            assert order.index(after) >= order.index(state)
            state = after
        visits += happening is Happening.VISIT
    assert state in OPEN_LEADS | {LeadState.SUBSCRIBED, LeadState.SIGNED}


def test_who_has_been_here_is_not_met_for_the_first_time_again() -> None:
    assert next_step(LeadState.REACTIVATED, Happening.VISIT, 2) == "revisit"
    assert next_step(LeadState.REACTIVATED, Happening.VISIT, 0) == "visit"
    with pytest.raises(Refusal):
        LEAD.take("visit", LeadState.REACTIVATED, LeadFacts(visits=1), {Role.CONSULTANT})


@pytest.mark.parametrize(("silent", "falls"), [(0, False), (29, False), (30, False), (31, True), (400, True)])
def test_the_last_day_of_protection_is_one_of_protection(silent: int, falls: bool) -> None:
    """7-28: base + 30 days is in time, late from the day after."""
    facts = LeadFacts(silent_days=silent, ownership_days=30)
    assert (LEAD.why_not("go_silent", LeadState.VISITED, facts, {Role.SYSTEM}) is None) is falls
    held = LeadFacts(silent_days=silent, ownership_days=30, held=True)
    assert LEAD.why_not("go_silent", LeadState.INTENDING, held, {Role.SYSTEM}) is not None


@pytest.mark.parametrize("reason", [*LostReason, "own_1", *ProgramReason])
def test_the_programs_own_reasons_are_not_chosen_by_hand(reason: str) -> None:
    by_hand = {*LostReason, "own_1"}
    assert set(ProgramReason) == {"overdue", "forfeited", "cancelled"}
    why_not = LEAD.why_not("lose", LeadState.VISITED, LeadFacts(lost_reason=reason), {Role.CONSULTANT})
    assert (why_not is None) is (reason in by_hand)


def test_lost_needs_a_reason() -> None:
    with pytest.raises(Refusal, match="流失原因"):
        LEAD.take("lose", LeadState.VISITED, LeadFacts(), {Role.CONSULTANT})


def test_a_customer_of_the_pool_is_contacted_once_a_month() -> None:
    assert check_next_contact(Grade.A, DAY, date(2025, 4, 9), longest=30, pooled=True) is None
    assert check_next_contact(Grade.A, DAY, date(2025, 4, 10), longest=30, pooled=True) is not None
    assert check_next_contact(None, DAY, date(2025, 3, 17)) is None
    assert check_next_contact(None, DAY, date(2025, 3, 18)) is not None


def test_invalid_needs_a_reason() -> None:
    with pytest.raises(Refusal, match="未填写原因"):
        LEAD.take("mark_invalid", LeadState.NEW, LeadFacts(reason=" "), {Role.CONSULTANT})
    assert LEAD.take("mark_invalid", LeadState.NEW, LeadFacts("同行"), {Role.CONSULTANT}) is LeadState.INVALID


def test_taken_names_the_owner_and_nothing_else() -> None:
    refusal = taken("张伟")
    assert isinstance(refusal, CustomerTaken)
    assert (refusal.code, str(refusal)) == ("customer_taken", "该客户已有归属：张伟。")


def test_grades_read_back() -> None:
    assert answer(Grade, "A") is Grade.A
