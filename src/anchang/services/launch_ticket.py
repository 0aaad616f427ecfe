"""The numbers of a launch (排号): given out, called, choosing, and what time ends (认筹/排号, 2.16)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from anchang.domain.access import CONSULTANT
from anchang.domain.errors import BadInput, NotAllowed, Refusal, nothing_there
from anchang.domain.hold import ClaimKind, HoldType
from anchang.domain.launch import TICKET, LaunchState, TicketFacts, TicketState
from anchang.domain.text import clean
from anchang.domain.unit import UnitState
from anchang.domain.units import CustomerRef, LaunchRef, Note, StaffRef, UnitRef
from anchang.i18n import M
from anchang.services import claim, lead, sincerity
from anchang.services.act import Act
from anchang.services.office import Office, Session
from anchang.services.sincerity_facts import has_money, in_the_way
from anchang.services.use_case import Result, use_case
from anchang.storage import claim as claims
from anchang.storage import launch as rows
from anchang.storage import sincerity as money
from anchang.storage import staff as people
from anchang.storage.launch import Launch, LaunchChoice, LaunchTicket
from anchang.storage.reading import Read
from anchang.storage.work import Clash, Row

NOUN = M("launch")
TICKET_NOUN = M("registration number")
SWEPT = "time is over"


def launch_row(act: Act, launch_id: int) -> Row:
    """The launch of this project. Raises NotFound."""
    return act.must(Launch, launch_id, NOUN)


@dataclass(frozen=True, slots=True)
class RegisterForLaunch:
    """A number for a customer; it rests on the sincerity money that the cashier took for it, where there is any."""

    launch: LaunchRef
    customer: CustomerRef
    consultant: StaffRef | None = None


@use_case(
    "launch.register", title=M("Give out a registration number"),
    done=M("{customer} has number {number} of launch {launch}."),
)  # fmt: skip
def register(act: Act, command: RegisterForLaunch) -> Result:
    """Give a customer the next number. Raises NotAllowed for a colleague's customer, Refusal for a second number, or
    without the sincerity money where `launch_needs_money` asks for it."""
    row = launch_row(act, command.launch)
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
    if act.settings["launch_needs_money"] and not has_money(act.read, row["id"], command.customer):
        raise Refusal(M("{customer} has paid no sincerity money for {launch}.", customer=found["name"],
                        launch=row["no"]))  # fmt: skip
    number = rows.next_no(act.read, row["id"])
    try:
        ticket_id = act.work.insert(
            LaunchTicket, project_id=act.project_id, launch_id=row["id"], no=number, customer_id=command.customer,
            consultant_id=consultant, state=act.born(TICKET), business_date=act.today,
        )  # fmt: skip
    except Clash as error:
        raise Refusal(M("{customer} has a number of this launch already.", customer=found["name"])) from error
    sincerity.tie(act, act.must(LaunchTicket, ticket_id, TICKET_NOUN))
    return {"id": ticket_id, "number": number, "launch": row["no"], "customer": found["name"]}


def _ticket(act: Act, launch_id: int, number: int) -> tuple[Row, Row]:
    launch = launch_row(act, launch_id)
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
    launch = launch_row(act, command.launch)
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
    _refuse_off_sale(act, command.unit)
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


def _refuse_off_sale(act: Act, unit_id: int) -> None:
    unit = claim.unit_row(act, unit_id)
    if unit["state"] in (UnitState.UNRELEASED, UnitState.RETURN_LOCKED):
        raise Refusal(M("Unit {unit} is not on sale now; choose another one.", unit=unit["label"]))


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
    """Let a chosen unit go. Raises Refusal for one that this number has not, or on which small-order money stands."""
    launch, ticket = _ticket(act, command.launch, command.number)
    if command.unit not in {each["unit_id"] for each in rows.chosen(act.read, ticket["id"])}:
        raise Refusal(M("Number {number} has not chosen this unit.", number=ticket["no"]))
    act.move(TICKET, "give_back", LaunchTicket, ticket, ticket_facts(act.read, launch, ticket))
    held = claim.live(act, command.unit)
    paid = held is not None and in_the_way(act.read, held)
    label = claim.end(act, command.unit, "launch.give_back", has_receipt=paid)
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
    """A number that is given back; its sincerity money waits to be given back as well."""

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
    back = sincerity.release(act, tuple(money.on_ticket(act.read, ticket["id"])), act.reason)
    return {**_told(launch, ticket), "money_fen": ticket["money"] if back else 0}


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
        launch = launch_row(act, ticket["launch_id"])
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
