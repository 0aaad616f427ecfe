"""The day's end: each consultant's sheet, and the office's day (P02, domain 2.2, 2.18, ambiguity 7-2).

Calls and visits are both handed in. The office's day closes over sheets that the assistant has consolidated; the
manager's review may come the next morning, and only the review makes the entries read-only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from anchang.domain.access import ASSISTANT, CONSULTANT, LEADERS, MANAGER
from anchang.domain.flow import Flow, Step
from anchang.i18n import M, Msg


class SheetState(StrEnum):
    """Where a consultant's sheet of the day stands."""

    DRAFTING = "drafting"
    SUBMITTED = "submitted"
    CONSOLIDATED = "consolidated"
    REVIEWED = "reviewed"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return SHEET_LABELS[self]


SHEET_LABELS: dict[SheetState, Msg] = {
    SheetState.DRAFTING: M("being filled in"),
    SheetState.SUBMITTED: M("handed in"),
    SheetState.CONSOLIDATED: M("consolidated"),
    SheetState.REVIEWED: M("reviewed"),
}


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What the guards of a sheet look at.

    The entries are named by their numbers, the leads by the customers' names, so that a reason says where to go.
    `is_own` tells whether whoever acts is the sheet's consultant; `comment` goes with a return, and with a hand-in for
    somebody who cannot.
    """

    is_own: bool = True
    is_receiving: bool = False
    incomplete_visits: tuple[str, ...] = ()
    incomplete_calls: tuple[str, ...] = ()
    leads_without_next: tuple[str, ...] = ()
    comment: str = ""


def _own(facts: SheetFacts) -> Msg | None:
    if facts.is_own or facts.comment.strip():
        return None
    return M("this is somebody else's sheet: a reason is needed")


def _not_receiving(facts: SheetFacts) -> Msg | None:
    return M("a reception is still running") if facts.is_receiving else None


def _visits_complete(facts: SheetFacts) -> Msg | None:
    if not facts.incomplete_visits:
        return None
    return M("visits not complete: {entries}", entries=facts.incomplete_visits)


def _calls_complete(facts: SheetFacts) -> Msg | None:
    if not facts.incomplete_calls:
        return None
    return M("calls not complete: {entries}", entries=facts.incomplete_calls)


def _next_contacts(facts: SheetFacts) -> Msg | None:
    if not facts.leads_without_next:
        return None
    return M("no day for the next contact: {customers}", customers=facts.leads_without_next)


def _comment_given(facts: SheetFacts) -> Msg | None:
    return None if facts.comment.strip() else M("a comment is missing")


_HAND_IN: tuple[Callable[[SheetFacts], Msg | None], ...] = (
    _own, _not_receiving, _visits_complete, _calls_complete, _next_contacts,
)  # fmt: skip


def reasons_against_hand_in(facts: SheetFacts) -> list[Msg]:
    """Everything that still stands in the way, all at once, for whoever is about to leave work."""
    return [reason for guard in _HAND_IN if (reason := guard(facts)) is not None]


DAY_SHEET: Flow[SheetState, SheetFacts] = Flow(
    "day_sheet",
    M("day sheet"),
    SheetState,
    (
        Step(
            # The assistant and the manager for somebody who left or is ill: the day could never be closed otherwise.
            "hand_in", M("hand in"), (SheetState.DRAFTING,), SheetState.SUBMITTED, CONSULTANT | ASSISTANT | MANAGER,
            _HAND_IN, source_id="S0",
        ),
        Step(
            "consolidate", M("consolidate"), (SheetState.SUBMITTED,), SheetState.CONSOLIDATED, ASSISTANT | MANAGER,
            source_id="S0, 2.18",
        ),
        Step(
            "send_back", M("send back"), (SheetState.SUBMITTED, SheetState.CONSOLIDATED), SheetState.DRAFTING,
            ASSISTANT | MANAGER | LEADERS, (_comment_given,), source_id="2.2",
        ),
        Step(
            # The maker of the sheet is its consultant: nobody reviews a sheet of his or her own (2.18).
            "review", M("review the sheet"), (SheetState.CONSOLIDATED,), SheetState.REVIEWED, MANAGER | LEADERS,
            is_check=True, source_id="S0, 2.18",
        ),
    ),
)  # fmt: skip


class BusinessDayState(StrEnum):
    """Whether the office's day still takes entries; `LOCKED` is closed, read through and signed by the manager."""

    OPEN = "open"
    CLOSED = "closed"
    LOCKED = "locked"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return BUSINESS_DAY_LABELS[self]


BUSINESS_DAY_LABELS: dict[BusinessDayState, Msg] = {
    BusinessDayState.OPEN: M("day open"),
    BusinessDayState.CLOSED: M("day closed"),
    BusinessDayState.LOCKED: M("day signed and locked"),
}


@dataclass(frozen=True, slots=True)
class BusinessDayFacts:
    """What stands in the way of closing and of locking: names of consultants, numbers of papers without approval slip.

    `of_others` are incomplete entries of people who hand in no sheet of their own: the assistant, the manager.
    `not_reviewed` are those whose sheet the manager has not accepted; only locking looks at it.
    """

    receiving: tuple[str, ...] = ()
    not_handed_in: tuple[str, ...] = ()
    not_consolidated: tuple[str, ...] = ()
    without_slip: tuple[str, ...] = ()
    of_others: tuple[str, ...] = ()
    not_reviewed: tuple[str, ...] = ()


def _nobody_receiving(facts: BusinessDayFacts) -> Msg | None:
    return M("still receiving: {names}", names=facts.receiving) if facts.receiving else None


def _all_handed_in(facts: BusinessDayFacts) -> Msg | None:
    return M("not handed in yet: {names}", names=facts.not_handed_in) if facts.not_handed_in else None


def _all_consolidated(facts: BusinessDayFacts) -> Msg | None:
    return M("not consolidated yet: {names}", names=facts.not_consolidated) if facts.not_consolidated else None


def _slips_signed(facts: BusinessDayFacts) -> Msg | None:
    return M("approval slip missing: {entries}", entries=facts.without_slip) if facts.without_slip else None


def _others_complete(facts: BusinessDayFacts) -> Msg | None:
    if not facts.of_others:
        return None
    return M("not complete, in the visit and call logs: {entries}", entries=facts.of_others)


def _all_reviewed(facts: BusinessDayFacts) -> Msg | None:
    return M("not reviewed yet: {names}", names=facts.not_reviewed) if facts.not_reviewed else None


_CLOSE: tuple[Callable[[BusinessDayFacts], Msg | None], ...] = (
    _nobody_receiving, _all_handed_in, _all_consolidated, _slips_signed, _others_complete,
)  # fmt: skip


def reasons_against_closing(facts: BusinessDayFacts) -> list[Msg]:
    """Everything that still stands in the way of closing the office's day, all at once."""
    return [reason for guard in _CLOSE if (reason := guard(facts)) is not None]


BUSINESS_DAY: Flow[BusinessDayState, BusinessDayFacts] = Flow(
    "business_day",
    M("business day"),
    BusinessDayState,
    (
        Step(
            # 7-6: the approval slip is signed on the day of the subscription, so a missing one keeps the day open.
            "close", M("close the day"), (BusinessDayState.OPEN,), BusinessDayState.CLOSED, ASSISTANT | MANAGER, _CLOSE,
            source_id="2.2, 7-6",
        ),
        Step(
            # P02g: what the manager has read is archived; corrections after it are new versions with a reason.
            "lock", M("sign and lock the day"), (BusinessDayState.CLOSED,), BusinessDayState.LOCKED,
            MANAGER | LEADERS, (_all_reviewed,), source_id="2.2, P02g",
        ),
    ),
)  # fmt: skip
