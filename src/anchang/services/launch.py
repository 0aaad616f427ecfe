"""Launch day (开盘): numbers, the order, calling, choosing (认筹/排号, 2.16).

    launch.prepare -> register … -> lay_down -> open -> (call -> come -> choose … -> finish) … -> close

What is chosen is an ordinary hold of the customer for `launch_hold_minutes`; the subscription follows as ever. While a
launch is on, nobody takes one of its units but by its line (`claim.take`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from anchang.domain import launch as rules
from anchang.domain.errors import BadInput, Refusal
from anchang.domain.launch import LAUNCH, TICKET, LaunchFacts, LaunchState, OrderKind, TicketFacts, TicketState
from anchang.domain.text import clean
from anchang.domain.units import LaunchRef, Name, UnitRef
from anchang.i18n import M
from anchang.services import claim, sincerity
from anchang.services.act import Act
from anchang.services.launch_ticket import launch_row, sweep, sweep_overdue
from anchang.services.use_case import Result, use_case
from anchang.storage import launch as rows
from anchang.storage import unit_query
from anchang.storage.launch import Launch, LaunchTicket, LaunchUnit
from anchang.storage.numbering import next_seq
from anchang.storage.work import Row

__all__ = ["sweep"]

PREFIX = "KP"


# -- the launch itself


@dataclass(frozen=True, slots=True)
class PrepareLaunch:
    """A launch with its units: named ones, or whole buildings."""

    name: Name
    held_on: date
    order: OrderKind = OrderKind.DRAWN
    buildings: tuple[str, ...] = ()
    units: tuple[UnitRef, ...] = ()


@use_case("launch.prepare", title=M("Prepare a launch"), done=M("Launch {no} has {units} units."))
def prepare(act: Act, command: PrepareLaunch) -> Result:
    """Prepare a launch. Raises BadInput without units or for a day that is over, Refusal for units of another one."""
    if command.held_on < act.today:
        raise BadInput(M("{day} is over", day=command.held_on), "held_on")
    wanted = dict.fromkeys(command.units)
    for building in command.buildings:
        found = unit_query.grid(act.read, clean(building, "buildings", limit=60))
        if not found:
            raise BadInput(M("There are no units in {building}.", building=building), "buildings")
        wanted |= dict.fromkeys(cell.unit_id for cell in found)
    if not wanted:
        raise BadInput(M("Name the buildings or the units of the launch."), "units")
    _in_no_other(act, list(wanted))
    year = act.today.year
    seq = next_seq(act.read, Launch, year)
    number = f"{PREFIX}{year}-{seq:02d}"
    launch_id = act.work.insert(
        Launch, project_id=act.project_id, no=number, year=year, seq=seq, name=clean(command.name, "name", limit=60),
        state=act.born(LAUNCH), order_kind=command.order.value, held_on=command.held_on, maker_id=act.actor.id,
        business_date=act.today,
    )  # fmt: skip
    act.work.insert_many(
        LaunchUnit,
        [{"project_id": act.project_id, "launch_id": launch_id, "unit_id": unit_id} for unit_id in wanted],
    )
    return {"id": launch_id, "no": number, "units": len(wanted)}


def _in_no_other(act: Act, unit_ids: list[int]) -> None:
    for unit_id in unit_ids:
        claim.unit_row(act, unit_id)
    taken = rows.in_other(act.read, unit_ids, 0)
    if taken:
        label = claim.unit_row(act, taken[0])["label"]
        raise Refusal(M("Unit {unit} belongs to another launch that is not over.", unit=label))


def _facts(act: Act, row: Row, **said: Any) -> LaunchFacts:
    free, units = rows.units_left(act.read, row["id"])
    return LaunchFacts(
        tickets=sum(count for state, count in rows.counts(act.read, row["id"]).items() if state != "withdrawn"),
        units=units,
        free=free,
        order=OrderKind(row["order_kind"]),
        busy=rows.busy(act.read, row["id"]),
        **said,
    )


@dataclass(frozen=True, slots=True)
class LayDownOrder:
    """The order of the line; `seed` is what the lot is drawn from, made public before anybody could know it."""

    launch: LaunchRef
    seed: str = ""
    version: int | None = None


@use_case(
    "launch.lay_down", step=(LAUNCH, "lay_down"), title=M("Lay down the order of a launch"),
    done=M("The order of {count} numbers is laid down."),
)  # fmt: skip
def lay_down(act: Act, command: LayDownOrder) -> Result:
    """Give every registration its place. Raises Refusal without numbers, or without a seed for a lot."""
    row = launch_row(act, command.launch)
    seed = clean(command.seed, "seed", limit=200)
    standing = rows.tickets(act.read, row["id"], TicketState.REGISTERED)
    by_no = {ticket["no"]: ticket for ticket in standing}
    facts = TicketFacts(now=act.now, launch=LaunchState(row["state"]))
    act.move(LAUNCH, "lay_down", Launch, row, _facts(act, row, seed=seed), expect=command.version, seed=seed)
    ordered = rules.order(OrderKind(row["order_kind"]), seed, list(by_no))
    for place, number in enumerate(ordered, start=1):
        act.move(TICKET, "line_up", LaunchTicket, by_no[number], facts, as_system=True, place=place)
    act.reason = seed
    return {"id": row["id"], "no": row["no"], "count": len(ordered), "order": ordered}


@dataclass(frozen=True, slots=True)
class OpenLaunch:
    """The doors open: from now on its units are taken by the line alone."""

    launch: LaunchRef
    version: int | None = None


@use_case(
    "launch.open", step=(LAUNCH, "open"), title=M("Open a launch"),
    done=M("Launch {no} is on: {free} of its {units} units are free."),
)  # fmt: skip
def open_(act: Act, command: OpenLaunch) -> Result:
    """Open a launch. Raises Refusal without numbers or units on sale, WrongState before the order is laid down."""
    row = launch_row(act, command.launch)
    facts = _facts(act, row)
    act.move(LAUNCH, "open", Launch, row, facts, expect=command.version, opened_at=act.now)
    return {"id": row["id"], "no": row["no"], "free": facts.free, "units": facts.units}


@dataclass(frozen=True, slots=True)
class CloseLaunch:
    """The line is at its end; what is left is sold as ever."""

    launch: LaunchRef
    version: int | None = None


@use_case("launch.close", step=(LAUNCH, "close"), title=M("Close a launch"), done=M("Launch {no} is over."))
def close(act: Act, command: CloseLaunch) -> Result:
    """Close a launch; whoever it served not gets the sincerity money back. Raises Refusal while somebody chooses."""
    sweep_overdue(act)
    row = launch_row(act, command.launch)
    act.move(LAUNCH, "close", Launch, row, _facts(act, row), expect=command.version, closed_at=act.now)
    back = sincerity.launch_ended(act, row["id"], row["no"])
    return {"id": row["id"], "no": row["no"], "refundable": back}


@dataclass(frozen=True, slots=True)
class CallOffLaunch:
    """A launch that does not take place, and why."""

    launch: LaunchRef
    reason: str
    version: int | None = None


@use_case(
    "launch.call_off", step=(LAUNCH, "call_off"), title=M("Call a launch off"), done=M("Launch {no} is called off.")
)
def call_off(act: Act, command: CallOffLaunch) -> Result:
    """Call a launch off before it opens; all its sincerity money goes back. Raises Refusal without a reason."""
    row = launch_row(act, command.launch)
    act.reason = clean(command.reason, "reason")
    facts = _facts(act, row, reason=act.reason)
    act.move(LAUNCH, "call_off", Launch, row, facts, expect=command.version, closed_at=act.now, reason=act.reason)
    back = sincerity.launch_ended(act, row["id"], act.reason)
    return {"id": row["id"], "no": row["no"], "refundable": back}
