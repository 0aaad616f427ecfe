"""A dispute about whose customer somebody is: opened, decided by the rules or otherwise, or taken back (2.1, 2.18)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from anchang.domain.access import FLOOR, LEADERS, MANAGER
from anchang.domain.flow import Flow, Step
from anchang.i18n import M, Msg


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    DECIDED = "decided"
    OVERRIDDEN = "overridden"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return CASE_LABELS[self]


CASE_LABELS: dict[CaseState, Msg] = {
    CaseState.OPEN: M("to be decided"),
    CaseState.DECIDED: M("decided by the rules"),
    CaseState.OVERRIDDEN: M("decided otherwise"),
    CaseState.WITHDRAWN: M("taken back"),
}


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the guards look at. `rules_say`: the computed verdict names somebody, or says that it is nobody's."""

    reason: str = ""
    rules_say: bool = True
    is_opener: bool = False


def reason_said(facts: CaseFacts) -> Msg | None:
    """The reason stands in the file and in the journal."""
    return None if facts.reason.strip() else M("give a reason")


def is_ready(facts: CaseFacts) -> Msg | None:
    """While a visitor is posted for claiming, the rules have no answer yet."""
    return None if facts.rules_say else M("the time for claiming still runs")


def by_opener(facts: CaseFacts) -> Msg | None:
    """A question is taken back by whoever asked it."""
    return None if facts.is_opener else M("only who opened the case takes it back")


C = CaseState

OWNERSHIP_CASE: Flow[CaseState, CaseFacts] = Flow(
    "ownership_case",
    M("ownership case"),
    CaseState,
    (
        Step(
            "decide", M("decide by the rules"), (C.OPEN,), C.DECIDED, MANAGER | LEADERS, (is_ready,), is_check=True,
            source_id="2.1, 2.18",
        ),
        Step(
            "override", M("decide otherwise"), (C.OPEN, C.DECIDED), C.OVERRIDDEN, MANAGER | LEADERS, (reason_said,),
            is_check=True, source_id="2.1, Q-17, 2.18",
        ),
        Step("withdraw", M("take the case back"), (C.OPEN,), C.WITHDRAWN, FLOOR, (by_opener,), source_id="2.1"),
    ),
)  # fmt: skip
