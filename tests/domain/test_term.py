"""The library of special terms: the table, its guards, and what may stand on a paper of a day (P03, Q-22)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from anchang.domain.access import Role
from anchang.domain.errors import Refusal
from anchang.domain.term import SPECIAL_TERM, TermFacts, TermState, why_not_terms
from anchang.i18n import say
from tests.domain.sale import Refused, unrefused
from tests.expected import compare
from tests.expected import term as expected

TERM = TermFacts("T1", "The kitchen is left bare.", date(2026, 3, 1), date(2026, 3, 31), TermState.APPROVED)
REFUSED: list[Refused] = [
    ("change", "proposed", {"text": " "}, "no words"),
    ("change", "proposed", {"valid_to": date(2026, 2, 28)}, "end before it begins"),
    ("approve", "proposed", {"text": ""}, "no words"),
    ("approve", "proposed", {"valid_to": date(2026, 2, 28)}, "end before it begins"),
]


def test_every_state_step_and_role() -> None:
    assert compare(SPECIAL_TERM, expected.SPECIAL_TERM) == 3 * 3 * len(Role) * 2


@pytest.mark.parametrize(("step", "state", "change", "reason"), REFUSED)
def test_guards_say_why_not(step: str, state: str, change: dict[str, object], reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        SPECIAL_TERM.take(step, TermState(state), replace(TERM, **change), set(Role))  # type: ignore[arg-type]
    assert reason in say(refused.value.message, "en")


def test_every_guard_has_its_refusal() -> None:
    assert unrefused(SPECIAL_TERM, TERM, REFUSED) == set()


@pytest.mark.parametrize(
    ("terms", "day", "reason"),
    [
        ((TERM,), date(2026, 3, 1), None),
        ((TERM,), date(2026, 3, 31), None),
        ((TERM,), date(2026, 2, 28), "T1 does not hold on 2026-02-28"),
        ((TERM,), date(2026, 4, 1), "T1 does not hold on 2026-04-01"),
        ((replace(TERM, valid_to=None),), date(2030, 1, 1), None),
        ((replace(TERM, state=TermState.PROPOSED),), date(2026, 3, 9), "T1: term to be approved"),
        ((replace(TERM, state=TermState.RETIRED),), date(2026, 3, 9), "T1: term not used any more"),
        ((TERM, TERM), date(2026, 3, 9), "T1 stands twice"),
        ((TERM, replace(TERM, code="T2", state=TermState.RETIRED)), date(2026, 3, 9), "T2: term not used"),
    ],
)
def test_only_what_was_approved_and_holds_stands_on_a_paper(
    terms: tuple[TermFacts, ...], day: date, reason: str | None
) -> None:
    found = why_not_terms(terms, day)
    assert found is None if reason is None else reason in say(found or "", "en")
