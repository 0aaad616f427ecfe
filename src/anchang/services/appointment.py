"""Appointments: made, moved, called off, missed; a visit keeps them (P02c; domain 2.2, 3.25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from anchang.domain.appointment import APPOINTMENT
from anchang.domain.customer import LEAD, OPEN_LEADS, Happening, LeadFacts, LeadState
from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.domain.person import DoNotContact
from anchang.domain.task import TaskKind
from anchang.domain.text import clean
from anchang.domain.units import AppointmentRef, CustomerRef, Note, StaffRef
from anchang.i18n import M
from anchang.services import appointment_log, lead, people, task_log
from anchang.services.act import Act
from anchang.services.office import Office, Session
from anchang.services.use_case import Result, use_case
from anchang.storage import appointment_query, day_query
from anchang.storage.appointment import Appointment
from anchang.storage.base import table_of
from anchang.storage.customer import Customer
from anchang.storage.work import Row

APPOINTED = M("appointment")


@dataclass(frozen=True, slots=True)
class MakeAppointment:
    """Who comes when; the customer's consultant expects them where nobody is named.

    `asked` are the words in which somebody who does not want to be contacted asked for it.
    """

    customer: CustomerRef
    at: datetime
    consultant: StaffRef | None = None
    note: Note = ""
    asked: str = ""


@use_case("appointment.make", title=M("Make an appointment"), done=M("{name} is expected on {when}."))
def make(act: Act, command: MakeAppointment) -> Result:
    """Make an appointment to see the project; the customer was reached by it.

    Raises BadInput, CustomerTaken, Refusal, DoNotContact unless the person asked for it.
    """
    row = people.own(act, command.customer)
    asked = clean(command.asked, "asked")
    if row["do_not_contact"] and not asked:
        raise DoNotContact(
            M("{name} does not want to be contacted: say in which words the person asked to come.", name=row["name"])
        )
    act.reason = asked
    if LeadState(row["state"]) not in OPEN_LEADS:
        raise Refusal(M("{name} is not an open customer; take the customer up first.", name=row["name"]))
    waiting = appointment_query.open_of(act.read, row["id"])
    if waiting is not None:
        raise Refusal(M("{name} has appointment {no} already; move it.", name=row["name"], no=waiting["no"]))
    with_id = command.consultant or row["owner_id"] or act.actor.id
    people.consultant(act, with_id, "consultant")
    note = clean(command.note, "note", limit=4000, multiline=True)
    made = _insert(act, row["id"], with_id, command.at, " ".join(each for each in (asked, note) if each))
    changed = people.touched(row, act, effective=True, given={})
    lead.happened(act, row["id"], Happening.APPOINTMENT, **changed)
    return _told(act, made, row["name"])


def _insert(act: Act, customer_id: int, with_id: int, at: datetime, note: str, moved_from: int | None = None) -> int:
    if at <= act.now:
        raise BadInput(M("the appointment lies in the past"), "at")
    farthest = int(act.settings["appointment_days"])
    if at > act.now + timedelta(days=farthest):
        raise BadInput(M("an appointment lies {most} days ahead at most", most=farthest), "at")
    number = day_query.next_no(act.read, table_of(Appointment), act.today)
    return act.work.insert(
        Appointment,
        project_id=act.project_id,
        no=f"YY{act.today:%Y%m%d}-{number:03d}",
        day_no=number,
        business_date=act.today,
        customer_id=customer_id,
        with_id=with_id,
        at=at,
        on_day=at.astimezone(act.zone).date(),
        state=act.born(APPOINTMENT),
        moved_from=moved_from,
        made_by=act.actor.id or None,
        note=note,
    )


def invited(act: Act, customer_id: int, at: datetime, answered_by: int) -> None:
    """A caller said when to come: an appointment, unless there is one or the lead is closed. Raises BadInput."""
    row = act.must(Customer, customer_id, people.CUSTOMER)
    if LeadState(row["state"]) in OPEN_LEADS and appointment_query.open_of(act.read, customer_id) is None:
        _insert(act, customer_id, row["owner_id"] or answered_by, at, "")
        lead.happened(act, customer_id, Happening.APPOINTMENT)


def _told(act: Act, made: int, name: str) -> Result:
    row = act.must(Appointment, made, APPOINTED)
    when = row["at"].astimezone(act.zone).strftime("%Y-%m-%d %H:%M")
    return {"id": made, "appointment": row["no"], "customer": row["customer_id"], "name": name, "when": when}


def _own(act: Act, appointment_id: int) -> tuple[Row, Row]:
    """(appointment, customer) for the owner, whoever expects the customer, and whoever leads the floor."""
    row = act.must(Appointment, appointment_id, APPOINTED)
    customer = act.must(Customer, row["customer_id"], people.CUSTOMER)
    if act.actor.id not in (row["with_id"], customer["owner_id"]) and not act.acts_for_all:
        name = people.owner_name(act, customer["owner_id"])
        raise NotAllowed(M("This is the customer of {owner}.", owner=name))
    return row, customer


@dataclass(frozen=True, slots=True)
class MoveAppointment:
    """Another time, and another consultant if need be."""

    appointment: AppointmentRef
    at: datetime
    consultant: StaffRef | None = None
    note: Note = ""
    version: int | None = None


@use_case(
    "appointment.move", step=(APPOINTMENT, "move"), title=M("Move an appointment"),
    done=M("{name} is expected on {when}."),
)  # fmt: skip
def move(act: Act, command: MoveAppointment) -> Result:
    """Move an appointment that is still to come; the old one stays as moved. Raises BadInput, WrongState."""
    row, customer = _own(act, command.appointment)
    with_id = command.consultant or row["with_id"]
    people.consultant(act, with_id, "consultant")
    note = clean(command.note, "note", limit=4000, multiline=True)
    said = appointment_log.facts(act, row)
    act.move(APPOINTMENT, "move", Appointment, row, said, expect=command.version, ended_at=act.now)
    made = _insert(act, customer["id"], with_id, command.at, note or row["note"], moved_from=row["id"])
    return _told(act, made, customer["name"])


@dataclass(frozen=True, slots=True)
class CancelAppointment:
    """Which appointment is called off, and why."""

    appointment: AppointmentRef
    reason: str
    version: int | None = None


@use_case(
    "appointment.cancel", step=(APPOINTMENT, "cancel"), title=M("Call an appointment off"),
    done=M("The appointment of {name} is called off."),
)  # fmt: skip
def cancel(act: Act, command: CancelAppointment) -> Result:
    """Call an appointment off; the lead is where it was before. Raises Refusal without a reason, WrongState, Stale."""
    row, customer = _own(act, command.appointment)
    act.reason = clean(command.reason, "reason")
    said = appointment_log.facts(act, row, act.reason)
    act.move(
        APPOINTMENT, "cancel", Appointment, row, said, expect=command.version, ended_at=act.now, reason=act.reason
    )  # fmt: skip
    if customer["state"] == LeadState.APPOINTED:
        act.move(LEAD, "call_off", Customer, customer, LeadFacts())
    return {"id": row["id"], "name": customer["name"], "customer": customer["id"]}


@dataclass(frozen=True, slots=True)
class MissAppointment:
    """Who did not come, said before the day is over."""

    appointment: AppointmentRef
    note: str = ""
    version: int | None = None


@use_case(
    "appointment.miss", step=(APPOINTMENT, "miss"), title=M("Did not come"),
    done=M("{name} did not come; call within {hours} hours."),
)  # fmt: skip
def miss(act: Act, command: MissAppointment) -> Result:
    """Write down that the customer did not come; the consultant has to call. Raises Refusal before the time."""
    row, customer = _own(act, command.appointment)
    act.reason = clean(command.note, "note")
    act.move(
        APPOINTMENT, "miss", Appointment, row, appointment_log.facts(act, row), expect=command.version,
        ended_at=act.now, reason=act.reason,
    )  # fmt: skip
    _did_not_come(act, customer, as_system=False)
    return {"id": row["id"], "name": customer["name"], "hours": int(act.settings["no_show_hours"])}


def _did_not_come(act: Act, customer: Row, *, as_system: bool) -> None:
    if customer["state"] == LeadState.APPOINTED:
        lead.aside(act, customer, "miss", LeadFacts(), as_system=as_system)
    if LeadState(customer["state"]) in OPEN_LEADS and not customer["do_not_contact"]:
        task_log.start(act, customer["id"], TaskKind.NO_SHOW)


@dataclass(frozen=True, slots=True)
class SweepAppointments:
    """Appointments whose day is over."""


@use_case("appointment.sweep", title=M("Find those who did not come"))
def sweep_appointments(act: Act, command: SweepAppointments) -> Result:
    """Write down who did not come; the program's own act. A visit of that day in the log keeps the appointment."""
    del command
    found = appointment_query.missed(act.read)
    for row in found:
        if row["came"]:
            appointment_log.keep(act, row["customer_id"], row["on_day"], None)
            continue
        said = appointment_log.facts(act, row, day_over=True)
        act.move(APPOINTMENT, "find_missed", Appointment, row, said, as_system=True, ended_at=act.now)
        _did_not_come(act, act.must(Customer, row["customer_id"], people.CUSTOMER), as_system=True)
    return {"missed": sum(not row["came"] for row in found)}


def sweep(office: Office, project_id: int) -> int:
    """Find those who did not come, if there are any; how many. No act and no journal row when there are none."""
    session, many = Session(0, project_id), 0
    while office.look(session, appointment_query.missed, 1):
        many += int(office.run(session, SweepAppointments())["missed"])
    return many
