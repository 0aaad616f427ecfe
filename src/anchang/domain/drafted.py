"""What one person drafts and another puts into force: price lists and permits (domain 2.16, 2.18, 5.9, 5.10)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from anchang.domain.access import ADMINISTRATOR, LEADERS
from anchang.domain.flow import Flow, Step
from anchang.i18n import M, Msg


class DraftedState(StrEnum):
    """Where such a paper stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    REJECTED = "rejected"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return DRAFTED_STATE_LABELS[self]


DRAFTED_STATE_LABELS: dict[DraftedState, Msg] = {
    DraftedState.DRAFT: M("waiting for approval"),
    DraftedState.APPROVED: M("in force"),
    DraftedState.REJECTED: M("rejected"),
}


@dataclass(frozen=True, slots=True)
class DraftedFacts:
    """What the guards look at. `is_first`: no paper of its kind has been in force in the project before."""

    is_first: bool = False
    reason: str = ""


def first_of_project(facts: DraftedFacts) -> Msg | None:
    """2.18: the first office may run with its administrator approving its own first paper, and only that one."""
    return None if facts.is_first else M("only the project's first one; a director approves the others")


def reason_said(facts: DraftedFacts) -> Msg | None:
    """What is rejected comes back with a reason."""
    return None if facts.reason.strip() else M("give a reason")


D = DraftedState
Drafted = Flow[DraftedState, DraftedFacts]


def drafted(noun: str, label: Msg, *, approve: Msg, approve_first: Msg, reject: Msg) -> Drafted:
    """The process of such a paper: its three steps in the words of its kind."""
    return Flow(
        noun,
        label,
        DraftedState,
        (
            Step("approve", approve, (D.DRAFT,), D.APPROVED, LEADERS, is_check=True, source_id="2.16, 2.18"),
            Step(
                "approve_first", approve_first, (D.DRAFT,), D.APPROVED, ADMINISTRATOR, (first_of_project,),
                source_id="2.18",
            ),
            Step("reject", reject, (D.DRAFT,), D.REJECTED, LEADERS, (reason_said,), source_id="2.18"),
        ),
    )  # fmt: skip


PRICE_LIST = drafted(
    "price_list",
    M("price list"),
    approve=M("approve the price list"),
    approve_first=M("approve the first price list"),
    reject=M("reject the price list"),
)
PERMIT_DRAFT = drafted(
    "permit_draft",
    M("permit draft"),
    approve=M("approve the permit"),
    approve_first=M("approve the first permit"),
    reject=M("reject the permit"),
)
