"""The library of special terms (P03, Q-22: no promise beyond authority): only what was approved stands on a paper.

A manager words a term, somebody else with authority approves it; both keep their name beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from anchang.domain.access import LEADERS, MANAGER
from anchang.domain.flow import Flow, Step
from anchang.i18n import M, Msg

LONGEST: Final = 1000  # characters of a term


class TermState(StrEnum):
    """Only an approved term is offered."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    RETIRED = "retired"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return TERM_LABELS[self]


TERM_LABELS: dict[TermState, Msg] = {
    TermState.PROPOSED: M("term to be approved"),
    TermState.APPROVED: M("approved term"),
    TermState.RETIRED: M("term not used any more"),
}


@dataclass(frozen=True, slots=True)
class TermFacts:
    """A term as the guards see it."""

    code: str
    text: str
    valid_from: date
    valid_to: date | None = None
    state: TermState = TermState.PROPOSED


def is_worded(facts: TermFacts) -> Msg | None:
    """A term has words."""
    return None if facts.text.strip() else M("the term has no words")


def days_in_order(facts: TermFacts) -> Msg | None:
    """A term does not end before it begins."""
    if facts.valid_to is not None and facts.valid_to < facts.valid_from:
        return M("a term cannot end before it begins")
    return None


_WHO = MANAGER | LEADERS
_RIGHT = (is_worded, days_in_order)

SPECIAL_TERM: Flow[TermState, TermFacts] = Flow(
    "term",
    M("special term"),
    TermState,
    (
        Step("change", M("change the words"), (TermState.PROPOSED,), None, _WHO, _RIGHT, source_id="P03, Q-22"),
        Step(
            "approve", M("approve the term"), (TermState.PROPOSED,), TermState.APPROVED, _WHO, _RIGHT, is_check=True,
            source_id="P03, Q-22, 2.18",
        ),
        Step(
            "retire", M("do not offer any more"), (TermState.PROPOSED, TermState.APPROVED), TermState.RETIRED, _WHO,
            source_id="P03, Q-22",
        ),
    ),
)  # fmt: skip


def why_not_stand(term: TermFacts, day: date) -> Msg | None:
    """Why the term may not stand on a paper of that day, or None."""
    if term.state is not TermState.APPROVED:
        return M("term {code}: {state}", code=term.code, state=term.state)
    if day < term.valid_from or (term.valid_to is not None and day > term.valid_to):
        return M("term {code} does not hold on {day}", code=term.code, day=day)
    return None


def why_not_terms(terms: Sequence[TermFacts], day: date) -> Msg | None:
    """Why these may not stand on one paper of that day: the first reason, or None."""
    codes = [each.code for each in terms]
    for each in terms:
        if codes.count(each.code) > 1:
            return M("term {code} stands twice", code=each.code)
        reason = why_not_stand(each, day)
        if reason is not None:
            return reason
    return None
