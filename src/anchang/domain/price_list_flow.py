"""The process of a price-list version: drafted, approved or rejected by somebody else (domain 2.16, 2.18, 5.10)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from anchang.domain.access import ADMINISTRATOR, LEADERS
from anchang.domain.flow import Flow, Step
from anchang.i18n import M, Msg


class PriceListState(StrEnum):
    """Where a price-list version stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    REJECTED = "rejected"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return PRICE_LIST_STATE_LABELS[self]


PRICE_LIST_STATE_LABELS: dict[PriceListState, Msg] = {
    PriceListState.DRAFT: M("waiting for approval"),
    PriceListState.APPROVED: M("in force"),
    PriceListState.REJECTED: M("rejected"),
}


@dataclass(frozen=True, slots=True)
class PriceListFacts:
    """What the guards look at. `is_first`: no list of the project has been approved before."""

    is_first: bool = False
    reason: str = ""


def first_of_project(facts: PriceListFacts) -> Msg | None:
    """2.18: the first office may run with its administrator approving its own first price list, and only that one."""
    return None if facts.is_first else M("only the project's first price list; a director approves the others")


def reason_said(facts: PriceListFacts) -> Msg | None:
    """A rejected list comes back with a reason."""
    return None if facts.reason.strip() else M("give a reason")


P = PriceListState

PRICE_LIST: Flow[PriceListState, PriceListFacts] = Flow(
    "price_list",
    M("price list"),
    PriceListState,
    (
        Step(
            "approve", M("approve the price list"), (P.DRAFT,), P.APPROVED, LEADERS, is_check=True,
            source_id="2.16, 2.18",
        ),
        Step(
            "approve_first", M("approve the first price list"), (P.DRAFT,), P.APPROVED, ADMINISTRATOR,
            (first_of_project,), source_id="2.18",
        ),
        Step(
            "reject", M("reject the price list"), (P.DRAFT,), P.REJECTED, LEADERS, (reason_said,), source_id="2.18"
        ),
    ),
)  # fmt: skip
