"""Launch day (开盘): registration numbers, an order that anybody can check, choosing within limits (认筹, 2.16).

A customer takes a number while the launch is being prepared. Before it opens the order is laid down: as registered, or
drawn from a seed that was made public before it could be known (a lottery's figures, say), so that everybody can work
the order out again. Numbers are called; who comes may choose so many units in so many minutes; who does not come is
passed over and may be called again at the end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from anchang.domain.access import ASSISTANT, CONSULTANT, LEADERS, MANAGER, SYSTEM
from anchang.domain.flow import Flow, Step
from anchang.i18n import M, Msg


class LaunchState(StrEnum):
    """Where the launch stands."""

    PREPARED = "prepared"
    ORDERED = "ordered"
    OPEN = "open"
    CLOSED = "closed"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return LAUNCH_LABELS[self]


LAUNCH_LABELS: dict[LaunchState, Msg] = {
    LaunchState.PREPARED: M("numbers are given out"),
    LaunchState.ORDERED: M("order laid down"),
    LaunchState.OPEN: M("launch is on"),
    LaunchState.CLOSED: M("launch is over"),
}


class OrderKind(StrEnum):
    """How the order of the customers comes about."""

    REGISTERED = "registered"
    DRAWN = "drawn"

    @property
    def label(self) -> Msg:
        """The kind in words."""
        return ORDER_LABELS[self]


ORDER_LABELS: dict[OrderKind, Msg] = {
    OrderKind.REGISTERED: M("in the order of the numbers"),
    OrderKind.DRAWN: M("drawn by lot"),
}


class TicketState(StrEnum):
    """Where a registration number stands."""

    REGISTERED = "registered"
    IN_LINE = "in_line"
    CALLED = "called"
    CHOOSING = "choosing"
    CHOSE = "chose"
    LEFT = "left"
    PASSED = "passed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return TICKET_LABELS[self]


TICKET_LABELS: dict[TicketState, Msg] = {
    TicketState.REGISTERED: M("has a number"),
    TicketState.IN_LINE: M("in the line"),
    TicketState.CALLED: M("called in"),
    TicketState.CHOOSING: M("is choosing"),
    TicketState.CHOSE: M("has chosen"),
    TicketState.LEFT: M("left without a unit"),
    TicketState.PASSED: M("passed over"),
    TicketState.WITHDRAWN: M("number given back"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchFacts:
    """What the steps of a launch look at; `free`: how many of its `units` can be chosen now."""

    tickets: int = 0
    units: int = 0
    free: int = 0
    seed: str = ""
    order: OrderKind = OrderKind.REGISTERED
    busy: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFacts:
    """What the steps of a number look at; instants are aware UTC. What is not said counts against the step."""

    now: datetime
    launch: LaunchState = LaunchState.CLOSED
    is_next: bool = False
    until: datetime | None = None
    chosen: int = 0
    most: int = 0
    recalls: int = 0
    most_recalls: int = 0
    places_free: int = 0
    reason: str = ""


def has_units(facts: LaunchFacts) -> Msg | None:
    """A launch without units has nothing to choose from."""
    return None if facts.units else M("no units belong to the launch")


def units_on_sale(facts: LaunchFacts) -> Msg | None:
    """Nobody is called to a table at which every unit is refused: they are put on sale first (5.9, 5.10)."""
    return None if facts.free else M("none of its units is on sale; put them on sale first")


def has_tickets(facts: LaunchFacts) -> Msg | None:
    """Nobody to call."""
    return None if facts.tickets else M("nobody has a number")


def seed_given(facts: LaunchFacts) -> Msg | None:
    """A lot is drawn from something that everybody saw."""
    if facts.order is OrderKind.REGISTERED or facts.seed.strip():
        return None
    return M("state the figures that the lot is drawn from")


def nobody_chooses(facts: LaunchFacts) -> Msg | None:
    """Who is at the table finishes first."""
    return None if not facts.busy else M("{count} customers are still called or choosing", count=facts.busy)


def launch_is_open(facts: TicketFacts) -> Msg | None:
    """Numbers are called only while the launch is on."""
    return None if facts.launch is LaunchState.OPEN else M("the launch is not on")


def launch_is_prepared(facts: TicketFacts) -> Msg | None:
    """The order is laid down over the numbers that were given out by then."""
    return None if facts.launch is LaunchState.PREPARED else M("no more numbers are given out")


def next_in_line(facts: TicketFacts) -> Msg | None:
    """Nobody is called before the turn."""
    return None if facts.is_next else M("somebody else is next in the line")


def place_free(facts: TicketFacts) -> Msg | None:
    """So many customers choose at a time."""
    return None if facts.places_free > 0 else M("every table is taken; wait until somebody has finished")


def in_time(facts: TicketFacts) -> Msg | None:
    """The minutes are not over."""
    return None if facts.until is not None and facts.now < facts.until else M("the time is over")


def time_over(facts: TicketFacts) -> Msg | None:
    """The minutes are over."""
    return None if facts.until is not None and facts.now >= facts.until else M("the time is not over")


def may_choose_more(facts: TicketFacts) -> Msg | None:
    """A customer chooses so many units."""
    if facts.chosen < facts.most:
        return None
    return M("the customer has chosen {count} units; the limit is {limit}", count=facts.chosen, limit=facts.most)


def has_chosen(facts: TicketFacts) -> Msg | None:
    """Done with a unit in hand."""
    return None if facts.chosen else M("no unit is chosen")


def nothing_chosen(facts: TicketFacts) -> Msg | None:
    """Leaving without one."""
    return M("a unit is chosen; give it back first") if facts.chosen else None


def may_be_called_again(facts: TicketFacts) -> Msg | None:
    """A number that was passed over is called again so often."""
    if facts.recalls < facts.most_recalls:
        return None
    return M("the number was passed over {count} times", count=facts.recalls + 1)


def reason_given(facts: LaunchFacts | TicketFacts) -> Msg | None:
    """The step needs a reason."""
    return None if facts.reason.strip() else M("give a reason")


L, T = LaunchState, TicketState
LEADING = MANAGER | LEADERS
CALLING = ASSISTANT | LEADING
HELPING = CONSULTANT | CALLING

LAUNCH: Flow[LaunchState, LaunchFacts] = Flow(
    "launch",
    M("launch"),
    LaunchState,
    (
        Step("lay_down", M("lay down the order"), (L.PREPARED,), L.ORDERED, LEADING, (has_tickets, seed_given),
             source_id="2.16"),
        Step("open", M("open the launch"), (L.ORDERED,), L.OPEN, LEADING,
             (has_units, units_on_sale, has_tickets), source_id="2.16, 5.10"),
        Step("close", M("close the launch"), (L.OPEN,), L.CLOSED, LEADING, (nobody_chooses,), source_id="2.16"),
        Step("call_off", M("call the launch off"), (L.PREPARED, L.ORDERED), L.CLOSED, LEADING, (reason_given,),
             source_id="2.16"),
    ),
)  # fmt: skip

TICKET: Flow[TicketState, TicketFacts] = Flow(
    "launch_ticket",
    M("registration number"),
    TicketState,
    (
        Step("line_up", M("take the place in the line"), (T.REGISTERED,), T.IN_LINE, LEADING | SYSTEM,
             (launch_is_prepared,), source_id="2.16"),
        Step("call", M("call in"), (T.IN_LINE,), T.CALLED, CALLING, (launch_is_open, next_in_line, place_free),
             source_id="2.16"),
        Step("come", M("is here"), (T.CALLED,), T.CHOOSING, HELPING, (launch_is_open, in_time), source_id="2.16"),
        Step("choose", M("choose a unit"), (T.CHOOSING,), None, HELPING, (launch_is_open, in_time, may_choose_more),
             source_id="2.16"),
        Step("give_back", M("give a chosen unit back"), (T.CHOOSING,), None, HELPING, (launch_is_open, has_chosen),
             source_id="2.16"),
        Step("finish", M("finish choosing"), (T.CHOOSING,), T.CHOSE, HELPING, (has_chosen,), source_id="2.16"),
        Step("leave", M("leave without a unit"), (T.CHOOSING,), T.LEFT, HELPING, (nothing_chosen,), source_id="2.16"),
        Step("miss", M("pass over"), (T.CALLED,), T.PASSED, SYSTEM, (time_over,), source_id="2.16"),
        Step("run_out", M("time to choose is over"), (T.CHOOSING,), T.CHOSE, SYSTEM, (time_over, has_chosen),
             source_id="2.16"),
        Step("run_out_empty", M("time to choose is over, nothing chosen"), (T.CHOOSING,), T.LEFT, SYSTEM,
             (time_over, nothing_chosen), source_id="2.16"),
        Step("call_again", M("put back at the end of the line"), (T.PASSED,), T.IN_LINE, CALLING,
             (launch_is_open, may_be_called_again), source_id="2.16"),
        Step("withdraw", M("give the number back"), (T.REGISTERED, T.IN_LINE, T.PASSED, T.LEFT), T.WITHDRAWN, HELPING,
             (reason_given,), source_id="2.16"),
    ),
)  # fmt: skip


def drawn(seed: str, numbers: Iterable[int]) -> list[int]:
    """The order of the lot: numbers by the SHA-256 of «seed|number», as hexadecimal text, the smallest first.

    Whoever knows the seed works the same order out with any program; one number more or less moves no other pair.
    """
    said = seed.strip()
    return sorted(numbers, key=lambda number: hashlib.sha256(f"{said}|{number}".encode()).hexdigest())


def order(kind: OrderKind, seed: str, numbers: Sequence[int]) -> list[int]:
    """Who comes first: the numbers themselves, or their lot."""
    return sorted(numbers) if kind is OrderKind.REGISTERED else drawn(seed, numbers)
