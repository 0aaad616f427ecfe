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
    assert compare(LEAD, EXPECTED) == 7 * 8 * len(Role) * 2


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
    ],
)
def test_what_carries_a_lead_on(state: str, happening: str, step: str | None) -> None:
    assert next_step(LeadState(state), Happening(happening)) == step


@given(st.lists(st.sampled_from(Happening)))
def test_a_lead_never_goes_back(happenings: list[Happening]) -> None:
    order = list(LeadState)
    state = LeadState.NEW
    for happening in happenings:
        step = next_step(state, happening)
        if step is not None:
            after = LEAD.take(step, state, LeadFacts(), LEAD.step(step).roles)
            assert order.index(after) >= order.index(state)
            state = after
    assert state in OPEN_LEADS | {LeadState.SUBSCRIBED, LeadState.SIGNED}


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
