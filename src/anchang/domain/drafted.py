"""What one person drafts and another puts into force: price lists and permits (domain 2.16, 2.18, 5.9, 5.10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from anchang.domain.access import ADMINISTRATOR, LEADERS, SYSTEM
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


class PriceListState(StrEnum):
    """Where a price list stands: an approved one is in force at once, or from an instant that is still to come."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    APPROVED = "approved"
    REJECTED = "rejected"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return PRICE_LIST_STATE_LABELS[self]


DRAFTED_STATE_LABELS: dict[DraftedState, Msg] = {
    DraftedState.DRAFT: M("waiting for approval"),
    DraftedState.APPROVED: M("in force"),
    DraftedState.REJECTED: M("rejected"),
}


PRICE_LIST_STATE_LABELS: dict[PriceListState, Msg] = {
    PriceListState.DRAFT: M("waiting for approval"),
    PriceListState.SCHEDULED: M("approved, takes effect later"),
    PriceListState.APPROVED: M("in force"),
    PriceListState.REJECTED: M("rejected"),
}


@dataclass(frozen=True, slots=True)
class DraftedFacts:
    """What the guards look at. `is_first`: no paper of its kind has been in force in the project before.

    `effective_at` is the instant from which an approved price list counts; None: from its approval.
    """

    is_first: bool = False
    reason: str = ""
    now: datetime | None = None
    effective_at: datetime | None = None


def first_of_project(facts: DraftedFacts) -> Msg | None:
    """2.18: the first office may run with its administrator approving its own first paper, and only that one."""
    return None if facts.is_first else M("only the project's first one; a director approves the others")


def reason_said(facts: DraftedFacts) -> Msg | None:
    """What is rejected comes back with a reason."""
    return None if facts.reason.strip() else M("give a reason")


def is_still_to_come(facts: DraftedFacts) -> Msg | None:
    """A price list that counts from now on is approved, not put off."""
    if facts.effective_at is not None and facts.now is not None and facts.effective_at > facts.now:
        return None
    return M("the time from which it counts has to be in the future")


def is_due(facts: DraftedFacts) -> Msg | None:
    """Until its time the old prices hold; at `effective_at` itself the new ones do."""
    if facts.effective_at is not None and facts.now is not None and facts.now >= facts.effective_at:
        return None
    return M("its time has not come")


Drafted = Flow[Any, DraftedFacts]
P = PriceListState


def _steps(states: Any, approve: Msg, approve_first: Msg, reject: Msg) -> tuple[Step[Any, DraftedFacts], ...]:
    return (
        Step("approve", approve, (states.DRAFT,), states.APPROVED, LEADERS, is_check=True, source_id="2.16, 2.18"),
        Step(
            "approve_first", approve_first, (states.DRAFT,), states.APPROVED, ADMINISTRATOR, (first_of_project,),
            source_id="2.18",
        ),
        Step("reject", reject, (states.DRAFT,), states.REJECTED, LEADERS, (reason_said,), source_id="2.18"),
    )  # fmt: skip


PRICE_LIST: Drafted = Flow(
    "price_list",
    M("price list"),
    PriceListState,
    (
        *_steps(
            PriceListState,
            M("approve the price list"),
            M("approve the first price list"),
            M("reject the price list"),
        ),
        Step(
            "schedule",
            M("approve the price list for later"),
            (P.DRAFT,),
            P.SCHEDULED,
            LEADERS,
            (is_still_to_come,),
            is_check=True,
            source_id="5.10, 2.18",
        ),
        Step("take_effect", M("takes effect"), (P.SCHEDULED,), P.APPROVED, SYSTEM, (is_due,), source_id="5.10"),
        Step(
            "call_off",
            M("call off the price list"),
            (P.SCHEDULED,),
            P.REJECTED,
            LEADERS,
            (reason_said,),
            source_id="5.10, 2.18",
        ),
    ),
)
PERMIT_DRAFT: Drafted = Flow(
    "permit_draft",
    M("permit draft"),
    DraftedState,
    _steps(DraftedState, M("approve the permit"), M("approve the first permit"), M("reject the permit")),
)
