"""Launch day (开盘): numbers, the order, calling, choosing (认筹/排号, 2.16).

    launch.prepare -> register … -> lay_down -> open -> (call -> come -> choose … -> finish) … -> close

What is chosen is an ordinary hold of the customer for `launch_hold_minutes`; the subscription follows as ever. While a
launch is on, nobody takes one of its units but by its line (`claim.take`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from anchang.domain import launch as rules
from anchang.domain.access import CONSULTANT
from anchang.domain.errors import BadInput, NotAllowed, Refusal, nothing_there
from anchang.domain.flow import Option
from anchang.domain.hold import ClaimKind, HoldType
from anchang.domain.launch import LAUNCH, TICKET, LaunchFacts, LaunchState, OrderKind, TicketFacts, TicketState
from anchang.domain.text import clean
from anchang.domain.units import CustomerRef, Fen, LaunchRef, Name, Note, StaffRef, UnitRef
from anchang.i18n import M
from anchang.services import claim, lead
from anchang.services.act import Act
from anchang.services.office import Office, Session
from anchang.services.use_case import Result, use_case
from anchang.storage import claim as claims
from anchang.storage import launch as rows
from anchang.storage import staff as people
from anchang.storage import unit_query
from anchang.storage.launch import Launch, LaunchChoice, LaunchTicket, LaunchUnit
from anchang.storage.numbering import next_seq
from anchang.storage.reading import Read
from anchang.storage.work import Clash, Row

NOUN = M("launch")
TICKET_NOUN = M("registration number")
PREFIX = "KP"
SWEPT = "time is over"


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


def _launch(act: Act, launch_id: int) -> Row:
    return act.must(Launch, launch_id, NOUN)


def _facts(act: Act, row: Row, **said: Any) -> LaunchFacts:
    return LaunchFacts(
        tickets=sum(count for state, count in rows.counts(act.read, row["id"]).items() if state != "withdrawn"),
        units=len(rows.unit_ids(act.read, row["id"])),
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
    row = _launch(act, command.launch)
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


@use_case("launch.open", step=(LAUNCH, "open"), title=M("Open a launch"), done=M("Launch {no} is on."))
def open_(act: Act, command: OpenLaunch) -> Result:
    """Open a launch. Raises Refusal without units or numbers, WrongState before the order is laid down."""
    row = _launch(act, command.launch)
    act.move(LAUNCH, "open", Launch, row, _facts(act, row), expect=command.version, opened_at=act.now)
    return {"id": row["id"], "no": row["no"]}


@dataclass(frozen=True, slots=True)
class CloseLaunch:
    """The line is at its end; what is left is sold as ever."""

    launch: LaunchRef
    version: int | None = None


@use_case("launch.close", step=(LAUNCH, "close"), title=M("Close a launch"), done=M("Launch {no} is over."))
def close(act: Act, command: CloseLaunch) -> Result:
    """Close a launch. Raises Refusal while somebody is called or choosing."""
    sweep_overdue(act)
    row = _launch(act, command.launch)
    act.move(LAUNCH, "close", Launch, row, _facts(act, row), expect=command.version, closed_at=act.now)
    return {"id": row["id"], "no": row["no"]}


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
    """Call a launch off before it opens. Raises Refusal without a reason."""
    row = _launch(act, command.launch)
    act.reason = clean(command.reason, "reason")
    facts = _facts(act, row, reason=act.reason)
    act.move(LAUNCH, "call_off", Launch, row, facts, expect=command.version, closed_at=act.now, reason=act.reason)
    return {"id": row["id"], "no": row["no"]}


# -- registration numbers


@dataclass(frozen=True, slots=True)
class RegisterForLaunch:
    """A number for a customer; `money` is the sincerity money that `money_ref` (its paper) names."""

    launch: LaunchRef
    customer: CustomerRef
    consultant: StaffRef | None = None
    money: Fen = 0
    money_ref: str = ""


@use_case(
    "launch.register", title=M("Give out a registration number"),
    done=M("{customer} has number {number} of launch {launch}."),
)  # fmt: skip
def register(act: Act, command: RegisterForLaunch) -> Result:
    """Give a customer the next number. Raises NotAllowed for a colleague's customer, Refusal for a second number."""
    row = _launch(act, command.launch)
    if row["state"] != LaunchState.PREPARED:
        raise Refusal(M("No more numbers are given out for {launch}.", launch=row["no"]))
    found = claims.customer_owner(act.read, command.customer)
    if found is None:
        raise nothing_there(M("customer"), command.customer)
    if not act.acts_for_all and found["owner_id"] not in (None, act.actor.id):
        raise NotAllowed(M("This is the customer of {owner}.", owner=found["owner"]))
    consultant = command.consultant or found["owner_id"] or act.actor.id
    person = people.by_id(act.work.connection, consultant)
    if person is None or not person.active_on(act.today) or not person.roles & CONSULTANT:
        raise BadInput(M("Name the consultant of this customer."), "consultant")
    number = rows.next_no(act.read, row["id"])
    try:
        ticket_id = act.work.insert(
            LaunchTicket, project_id=act.project_id, launch_id=row["id"], no=number, customer_id=command.customer,
            consultant_id=consultant, money=command.money, money_ref=clean(command.money_ref, "money_ref", limit=60),
            state=act.born(TICKET), business_date=act.today,
        )  # fmt: skip
    except Clash as error:
        raise Refusal(M("{customer} has a number of this launch already.", customer=found["name"])) from error
    return {"id": ticket_id, "number": number, "launch": row["no"], "customer": found["name"]}


def _ticket(act: Act, launch_id: int, number: int) -> tuple[Row, Row]:
    launch = _launch(act, launch_id)
    found = rows.ticket_by_no(act.read, launch_id, number)
    if found is None:
        raise nothing_there(TICKET_NOUN, number, "number")
    if not act.acts_for_all and found["consultant_id"] != act.actor.id:
        raise nothing_there(TICKET_NOUN, number, "number")
    return launch, found


def ticket_facts(read: Read, launch: Row, ticket: Mapping[str, Any], **said: Any) -> TicketFacts:
    """What the steps of a number look at."""
    return TicketFacts(
        now=read.now,
        launch=LaunchState(launch["state"]),
        is_next=rows.next_in_line(read, launch["id"]) == ticket["id"],
        until=ticket["until"],
        chosen=len(rows.chosen(read, ticket["id"])),
        most=int(read.settings["launch_choices_most"]),
        recalls=ticket["recalls"],
        most_recalls=int(read.settings["launch_recalls"]),
        places_free=int(read.settings["launch_places"]) - rows.busy(read, launch["id"]),
        **said,
    )


def _told(launch: Row, ticket: Mapping[str, Any], until: datetime | None = None) -> Result:
    answer: Result = {"id": ticket["id"], "launch": launch["no"], "number": ticket["no"]}
    if until is not None:
        answer["until"] = until.isoformat()
    return answer


@dataclass(frozen=True, slots=True)
class CallNext:
    """Whoever is next in the line."""

    launch: LaunchRef


@use_case("launch.call", step=(TICKET, "call"), title=M("Call the next number"), done=M("Number {number} is called."))
def call(act: Act, command: CallNext) -> Result:
    """Call the next number in for `launch_call_minutes`. Raises Refusal with nobody in line or no table free."""
    sweep_overdue(act)
    launch = _launch(act, command.launch)
    ticket_id = rows.next_in_line(act.read, launch["id"])
    if ticket_id is None:
        raise Refusal(M("Nobody is left in the line of {launch}.", launch=launch["no"]))
    ticket = act.must(LaunchTicket, ticket_id, TICKET_NOUN)
    until = act.now + timedelta(minutes=int(act.settings["launch_call_minutes"]))
    facts = ticket_facts(act.read, launch, ticket)
    act.move(TICKET, "call", LaunchTicket, ticket, facts, called_at=act.now, until=until)
    return _told(launch, ticket, until)


@dataclass(frozen=True, slots=True)
class Come:
    """A called customer stands at the table."""

    launch: LaunchRef
    number: int


@use_case("launch.come", step=(TICKET, "come"), title=M("A called customer is here"), done=M("{number} chooses."))
def come(act: Act, command: Come) -> Result:
    """From now on the customer has `launch_choose_minutes`. Raises Refusal when the call is over."""
    launch, ticket = _ticket(act, command.launch, command.number)
    until = act.now + timedelta(minutes=int(act.settings["launch_choose_minutes"]))
    facts = ticket_facts(act.read, launch, ticket)
    act.move(TICKET, "come", LaunchTicket, ticket, facts, came_at=act.now, until=until)
    return _told(launch, ticket, until)


@dataclass(frozen=True, slots=True)
class Choose:
    """The unit that a number chooses."""

    launch: LaunchRef
    number: int
    unit: UnitRef


@use_case(
    "launch.choose", step=(TICKET, "choose"), title=M("Choose a unit in the launch"),
    done=M("{unit} is held for number {number}."),
)  # fmt: skip
def choose(act: Act, command: Choose) -> Result:
    """Hold a unit of the launch for the customer. Raises UnitTaken that names who has it, Refusal beyond the limits."""
    launch, ticket = _ticket(act, command.launch, command.number)
    if command.unit not in rows.unit_ids(act.read, launch["id"]):
        label = claim.unit_row(act, command.unit)["label"]
        raise Refusal(M("Unit {unit} does not belong to launch {launch}.", unit=label, launch=launch["no"]))
    act.move(TICKET, "choose", LaunchTicket, ticket, ticket_facts(act.read, launch, ticket))
    until = act.now + timedelta(minutes=int(act.settings["launch_hold_minutes"]))
    taken = claim.take(
        act, command.unit, ClaimKind.HOLD, HoldType.TEMP, ticket["customer_id"], ticket["consultant_id"], until,
        in_launch=True,
    )  # fmt: skip
    act.work.insert(
        LaunchChoice, project_id=act.project_id, ticket_id=ticket["id"], unit_id=command.unit, claim_id=taken.id,
        at=act.now, business_date=act.today,
    )  # fmt: skip
    owner = claims.customer_owner(act.read, ticket["customer_id"])
    if owner is not None:
        lead.held(act, owner)
    return {**_told(launch, ticket, until), "unit": taken.label}


@dataclass(frozen=True, slots=True)
class GiveBackChoice:
    """A chosen unit that the customer lets go while still choosing."""

    launch: LaunchRef
    number: int
    unit: UnitRef


@use_case(
    "launch.give_back", step=(TICKET, "give_back"), title=M("Give a chosen unit back"), done=M("{unit} is free again.")
)
def give_back(act: Act, command: GiveBackChoice) -> Result:
    """Let a chosen unit go. Raises Refusal for one that this number has not."""
    launch, ticket = _ticket(act, command.launch, command.number)
    if command.unit not in {each["unit_id"] for each in rows.chosen(act.read, ticket["id"])}:
        raise Refusal(M("Number {number} has not chosen this unit.", number=ticket["no"]))
    act.move(TICKET, "give_back", LaunchTicket, ticket, ticket_facts(act.read, launch, ticket))
    label = claim.end(act, command.unit, "launch.give_back", has_receipt=False)
    return {**_told(launch, ticket), "unit": label}


@dataclass(frozen=True, slots=True)
class FinishChoosing:
    """A customer who goes on to the papers, or away."""

    launch: LaunchRef
    number: int


@use_case(
    "launch.finish", step=(TICKET, ("finish", "leave")), title=M("A customer has finished choosing"),
    done=M("Number {number} is done."),
)  # fmt: skip
def finish(act: Act, command: FinishChoosing) -> Result:
    """The table is free for the next one; what is chosen stays held. Raises WrongState for who is not choosing."""
    launch, ticket = _ticket(act, command.launch, command.number)
    facts = ticket_facts(act.read, launch, ticket)
    act.move(TICKET, "finish" if facts.chosen else "leave", LaunchTicket, ticket, facts, done_at=act.now, until=None)
    return {**_told(launch, ticket), "chosen": facts.chosen}


@dataclass(frozen=True, slots=True)
class CallAgain:
    """A number that was passed over and has turned up."""

    launch: LaunchRef
    number: int


@use_case(
    "launch.call_again", step=(TICKET, "call_again"), title=M("Put a number back at the end of the line"),
    done=M("Number {number} stands at the end of the line."),
)  # fmt: skip
def call_again(act: Act, command: CallAgain) -> Result:
    """Put a passed number at the end. Raises Refusal beyond `launch_recalls`."""
    launch, ticket = _ticket(act, command.launch, command.number)
    place = rows.last_place(act.read, launch["id"]) + 1
    facts = ticket_facts(act.read, launch, ticket)
    recalls = ticket["recalls"] + 1
    act.move(TICKET, "call_again", LaunchTicket, ticket, facts, place=place, recalls=recalls, until=None)
    return _told(launch, ticket)


@dataclass(frozen=True, slots=True)
class WithdrawTicket:
    """A number that is given back; the sincerity money is the customer's."""

    launch: LaunchRef
    number: int
    reason: Note = ""


@use_case(
    "launch.withdraw", step=(TICKET, "withdraw"), title=M("Give a registration number back"),
    done=M("Number {number} is given back."),
)  # fmt: skip
def withdraw(act: Act, command: WithdrawTicket) -> Result:
    """Give a number back. Raises Refusal without a reason, WrongState at the table."""
    launch, ticket = _ticket(act, command.launch, command.number)
    act.reason = clean(command.reason, "reason")
    facts = ticket_facts(act.read, launch, ticket, reason=act.reason)
    act.move(TICKET, "withdraw", LaunchTicket, ticket, facts, reason=act.reason, done_at=act.now, until=None)
    return {**_told(launch, ticket), "money_fen": ticket["money"]}


# -- time


@dataclass(frozen=True, slots=True)
class SweepLaunch:
    """Every number of the project whose minutes are over."""


@use_case("launch.sweep", title=M("End the calls and choices whose time is over"))
def end_overdue(act: Act, command: SweepLaunch) -> Result:
    """Pass over who did not come, send on who is out of time; the program's own act."""
    del command
    act.reason = SWEPT
    return {"numbers": _swept(act)}


def sweep_overdue(act: Act) -> None:
    """The same inside another act, as the program's own act in the journal."""
    if rows.overdue(act.read):
        with act.as_system("launch.sweep", SWEPT):
            _swept(act)


def _swept(act: Act) -> list[int]:
    found = []
    for ticket in rows.overdue(act.read):
        launch = _launch(act, ticket["launch_id"])
        facts = ticket_facts(act.read, launch, ticket)
        if ticket["state"] == TicketState.CALLED:
            act.move(TICKET, "miss", LaunchTicket, ticket, facts, as_system=True, until=None)
        else:
            step = "run_out" if facts.chosen else "run_out_empty"
            act.move(TICKET, step, LaunchTicket, ticket, facts, as_system=True, until=None, done_at=act.now)
        found.append(int(ticket["no"]))
    return found


def sweep(office: Office, project_id: int) -> int:
    """Run the sweep when there is something to end; how many numbers it ended."""
    session = Session(0, project_id)
    if not office.look(session, rows.overdue):
        return 0
    return len(office.run(session, SweepLaunch())["numbers"])


def options(read: Read, launch_id: int) -> list[Option[LaunchState, LaunchFacts]]:
    """Every step of a launch with its «why not»; what a form will still say counts as said."""
    from anchang.storage.base import table_of

    row = read.connection.execute(
        table_of(Launch).select().where(table_of(Launch).c.id == launch_id)
    ).mappings().first()  # fmt: skip
    if row is None or row["project_id"] != read.project_id:
        raise nothing_there(NOUN, launch_id)
    facts = LaunchFacts(
        tickets=sum(count for state, count in rows.counts(read, launch_id).items() if state != "withdrawn"),
        units=len(rows.unit_ids(read, launch_id)), seed="-", order=OrderKind(row["order_kind"]),
        busy=rows.busy(read, launch_id), reason="-",
    )  # fmt: skip
    return LAUNCH.options(LaunchState(row["state"]), facts, read.roles)
