"""The waiting list of a unit: who gets the offer when it is free again (domain 2.16, issue 4).

The list goes by the order of asking. When the unit is free the first is offered it for some minutes of opening hours,
during which nobody else can have it; an offer that is not taken up goes to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from anchang.domain.access import CONSULTANT, LEADERS, MANAGER, SYSTEM
from anchang.domain.flow import Flow, Step
from anchang.domain.unit import UnitState
from anchang.i18n import M, Msg


class WaitState(StrEnum):
    """Where a place on the list stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    PASSED = "passed"
    STOPPED = "stopped"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return WAIT_LABELS[self]


WAIT_LABELS: dict[WaitState, Msg] = {
    WaitState.WAITING: M("waits for the unit"),
    WaitState.OFFERED: M("is offered the unit"),
    WaitState.TAKEN: M("got the unit"),
    WaitState.PASSED: M("let the offer pass"),
    WaitState.STOPPED: M("waits no more"),
}

# A unit that is on its way into somebody's title does not come back by itself.
WAITED_FOR = frozenset({UnitState.AVAILABLE, UnitState.HELD, UnitState.SUBSCRIBED, UnitState.SIGNED,
                        UnitState.RETURN_LOCKED})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitFacts:
    """What the guards look at. `unit_free`: on sale and held by nobody; `has_unit`: this customer got it."""

    now: datetime
    unit_free: bool = False
    has_unit: bool = False
    offer_until: datetime | None = None
    may_stop: bool = False
    reason: str = ""


def offer_ends(now: datetime, minutes: int, opening: time, closing: time) -> datetime:
    """When an offer that is made now is over: after so many minutes in which the office is open.

    `now` is on the office's clock, as `opening` and `closing` are (opening < closing). A customer whose turn came in
    the night is told in the morning; an offer that ran then would be over before anybody could be reached.
    """
    at, left = now, timedelta(minutes=minutes)
    while True:
        start = max(at, datetime.combine(at.date(), opening, at.tzinfo))
        rest = datetime.combine(at.date(), closing, at.tzinfo) - start
        if left <= rest:
            return start + left
        left -= max(rest, timedelta(0))
        at = datetime.combine(at.date() + timedelta(days=1), time(0), at.tzinfo)


def unit_is_free(facts: WaitFacts) -> Msg | None:
    """An offer is made of a unit that can be had."""
    return None if facts.unit_free else M("the unit is not free")


def customer_has_it(facts: WaitFacts) -> Msg | None:
    """Only getting the unit fulfils the wish for it."""
    return None if facts.has_unit else M("the customer does not have the unit")


def offer_is_over(facts: WaitFacts) -> Msg | None:
    """At `offer_until` itself the offer is over."""
    if facts.offer_until is not None and facts.now >= facts.offer_until:
        return None
    return M("the offer is not over")


def own_customer(facts: WaitFacts) -> Msg | None:
    """A consultant takes only the own customer off the list."""
    return None if facts.may_stop else M("this is the customer of somebody else")


def reason_said(facts: WaitFacts) -> Msg | None:
    """Whoever is taken off the list may ask why."""
    return None if facts.reason.strip() else M("give a reason")


W = WaitState

UNIT_WAIT: Flow[WaitState, WaitFacts] = Flow(
    "unit_wait",
    M("place on a waiting list"),
    WaitState,
    (
        Step("offer", M("is offered the unit"), (W.WAITING,), W.OFFERED, SYSTEM, (unit_is_free,), source_id="2.16"),
        Step(
            "take", M("gets the unit"), (W.WAITING, W.OFFERED), W.TAKEN, SYSTEM, (customer_has_it,), source_id="2.16"
        ),
        Step("pass_by", M("lets the offer pass"), (W.OFFERED,), W.PASSED, SYSTEM, (offer_is_over,), source_id="2.16"),
        Step(
            "stop",
            M("stop waiting"),
            (W.WAITING, W.OFFERED),
            W.STOPPED,
            CONSULTANT | MANAGER | LEADERS,
            (own_customer, reason_said),
            source_id="2.16",
        ),
    ),
)


def why_not_wait(state: UnitState, *, is_free: bool, has_it: bool) -> Msg | None:
    """Why this customer cannot be put on the list: the unit can be had now, is theirs already, or never comes back."""
    if has_it:
        return M("the customer has the unit already")
    if state not in WAITED_FOR:
        return M("nobody can wait for a unit that is «{state}»", state=state)
    return M("the unit is free; hold it instead") if is_free else None
