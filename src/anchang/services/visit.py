"""The visit log: completing a greeting entry, entering a visit without a turn, correcting one (domain 3.3; P02)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anchang.domain import visit as rules
from anchang.domain.access import Role
from anchang.domain.customer import Happening, taken
from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.domain.text import clean
from anchang.domain.units import StaffRef, VisitRef
from anchang.domain.visit import VisitKind
from anchang.i18n import M, Msg, say
from anchang.services import (
    agent_report,
    appointment_log,
    day_lock,
    forgotten,
    lead,
    people,
    recognise,
    rota_recount,
    task_log,
    visit_form,
)
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.services.visit_form import VisitFields
from anchang.storage import call as calls
from anchang.storage import day_query
from anchang.storage.base import table_of
from anchang.storage.customer import Customer
from anchang.storage.visit import Visit
from anchang.storage.work import Row

VISIT = M("visit")
_LEADS_FLOOR = frozenset({Role.ASSISTANT, Role.MANAGER})


def missing_words(missing: list[Msg]) -> BadInput | None:
    """The refusal that names everything that is missing, or None."""
    return BadInput(M("Still missing: {what}.", what=tuple(missing))) if missing else None


def new_number(act: Act) -> tuple[str, int]:
    """The next visit's number and its place in the day: «LF20261121-003»."""
    number = day_query.next_no(act.read, table_of(Visit), act.today)
    return f"LF{act.today:%Y%m%d}-{number:03d}", number


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveVisit(VisitFields):
    """The visit and what is to be written down of it."""

    visit: VisitRef
    version: int | None = None


@use_case("visit.save", action="visit.complete", title=M("Save a visit"), done=M("Visit {visit_no} is saved."))
def save(act: Act, command: SaveVisit) -> Result:
    """Complete a visit; the customer is found by number or registered to whoever received.

    Raises BadInput that names what is missing, CustomerTaken that names the owner of the number, Refusal on a closed
    day or a sheet handed in, NotAllowed for somebody else's visit, Stale.
    """
    row = act.must(Visit, command.visit, VISIT)
    _may_write(act, row)
    day_lock.may_change(act, row["consultant_id"], row["business_date"])
    given = visit_form.columns(act, command, row)
    _told_before(row, given)
    _only_completing(act, row, given)
    return _keep(act, row, given, command.version)


def _may_write(act: Act, row: Row) -> None:
    mine = act.actor.id == row["consultant_id"]
    greeted = act.actor.id == row["recorder_id"] and row["saved_at"] is None
    if not (mine or greeted or _LEADS_FLOOR & act.actor.roles):
        name = day_query.names_of(act.read, [row["consultant_id"]])[row["consultant_id"]]
        raise NotAllowed(M("This is {name}'s visit.", name=name))


def _told_before(row: Row, given: dict[str, Any]) -> None:
    """The notice was given when it was given first."""
    if row["privacy_notice_at"] is not None:
        given.pop("privacy_notice_at", None)


def _only_completing(act: Act, row: Row, given: Mapping[str, Any]) -> None:
    """What was written on its own day stays; later only what is missing may be added (3.3)."""
    late = rules.check_day(row["business_date"], act.today)
    if late is None or row["saved_at"] is None:
        return
    changed = any(row[name] not in ("", "declined", None, False, value) for name, value in given.items())
    if changed:
        raise Refusal(M("Only what is missing can be added: {reason}.", reason=late))


def _keep(act: Act, row: Row, given: dict[str, Any], expect: int | None) -> Result:
    merged = {**row, **given}
    people.told_before(act, merged, given)
    rule = visit_form.as_rule(merged)
    refused = missing_words(rules.missing_to_save(rule))
    wrong_times = rules.check_times(rule, act.now)
    if refused is not None:
        raise refused
    if wrong_times is not None:
        raise BadInput(wrong_times, "left_at")
    if given.get("next_contact_on") or given.get("grade"):
        people.check_next(act, merged["grade"], row["business_date"], merged["next_contact_on"])
    first = row["saved_at"] is None
    whose = _known_before(act, row, merged) if first else None
    customer_id = None if rule.kind is VisitKind.NOT_A_BUYER else _customer(act, row, merged, given, first)
    if first:
        given["saved_at"] = act.now
        if customer_id is not None:
            given |= _counted(act, customer_id, merged)
        if whose is not None:
            rota_recount.known(act, row, whose)
    missing = rules.missing_to_hand_in(rule)
    given["customer_id"] = customer_id
    act.work.update(Visit, row["id"], expect=expect, complete=not missing, **given)
    if customer_id is not None:
        appointment_log.keep(act, customer_id, row["business_date"], row["id"])
        task_log.assessed(
            act, customer_id, area=merged["demand_area"], layout=merged["demand_layout"], budget=merged["budget"]
        )
    owner_id = None if customer_id is None else act.must(Customer, customer_id, people.CUSTOMER)["owner_id"]
    return {
        "visit": row["id"],
        "visit_no": row["visit_no"],
        "customer": customer_id,
        "owner": owner_id,
        "owner_name": people.owner_name(act, owner_id) if customer_id is not None else "",
        "complete": not missing,
        "missing": [say(each) for each in missing],
        "warnings": [] if customer_id is None else recognise.namesakes(act, customer_id),
    }


def _known_before(act: Act, row: Row, merged: Mapping[str, Any]) -> int | None:
    """Whose customer it was whom the door did not know and the number tells: somebody's before the party came in."""
    buys = merged["kind"] not in (VisitKind.NOT_A_BUYER, VisitKind.AGENT_BROUGHT)
    found = people.by_any_number(act, merged["phone"]) if buys and row["customer_id"] is None else None
    if found is None or found["first_contact_at"] >= row["arrived_at"] or people.slipped_away(act, found):
        return None
    owner_id: int | None = found["owner_id"]
    return owner_id


def _counted(act: Act, customer_id: int, merged: Mapping[str, Any]) -> dict[str, Any]:
    visits: int = act.must(Customer, customer_id, people.CUSTOMER)["visits"]
    on = merged["business_date"]
    from_call = visits == 1 and calls.won_by_call(act.read, customer_id, merged["arrived_at"], on)
    return {"visit_count": visits, "from_call": from_call and merged["kind"] != VisitKind.RETURNING}


def _customer(act: Act, row: Row, merged: Mapping[str, Any], given: Mapping[str, Any], first: bool) -> int:
    """The customer of the visit, found or registered, and brought up to date with it."""
    customer_id, changed = _found(act, row, merged)
    known = act.must(Customer, customer_id, people.CUSTOMER)
    if first:
        forgotten.recognised(act, row["id"], known["owner_id"])
    known = {**known, **changed}
    learned = dict(given if not first else merged)
    if known["owner_id"] != row["consultant_id"]:
        learned |= {"grade": "", "next_contact_on": None}  # whoever helped out does not plan for the owner
    changed |= people.touched(known, act, effective=True, given=learned, contact=first)
    if not first:
        act.work.update(Customer, customer_id, **changed)
        return customer_id
    lead.happened(act, customer_id, Happening.VISIT, **{**changed, "visits": known["visits"] + 1})
    return customer_id


def _found(act: Act, row: Row, merged: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
    """(customer, columns to change). Raises CustomerTaken when the number is another consultant's."""
    consultant_id, phone = row["consultant_id"], merged["phone"]
    if row["customer_id"] is not None:
        known = act.must(Customer, row["customer_id"], people.CUSTOMER)
        changed = people.change_phone(act, known, phone) if phone else {}
        owner_id = people.owner_for(act, consultant_id)
        if known["owner_id"] is None and owner_id is not None and row["saved_at"] is None:
            people.hand_over(act, known["id"], None, owner_id, "visit")
            changed["owner_id"] = owner_id
        return known["id"], changed
    helped = merged["kind"] in (VisitKind.RETURNING, VisitKind.APPOINTMENT)
    found = people.by_any_number(act, phone) if helped else people.by_number(act, phone)
    owner_id = people.owner_for(act, consultant_id)
    if found is None:
        made = people.register(
            act, owner_id=owner_id, reason="visit", name=merged["name"], phone=phone,
            no_phone_reason="" if phone else merged["no_phone_reason"],
        )  # fmt: skip
        return made, {}
    if found["owner_id"] is None and owner_id is not None:
        people.hand_over(act, found["id"], None, owner_id, "visit")
        return found["id"], {"owner_id": owner_id}
    if found["owner_id"] != owner_id and not helped:
        raise taken(people.owner_name(act, found["owner_id"]))
    return found["id"], {}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogVisit(VisitFields):
    """A visit outside the rota: before opening, relatives, a rota that was not kept. Today's only."""

    kind: VisitKind
    consultant: StaffRef | None = None
    recorder: StaffRef | None = None
    arrived_at: datetime | None = None
    left_at: datetime | None = None


@use_case("visit.log", title=M("Enter a visit"), done=M("Visit {visit_no} is saved."))
def log(act: Act, command: LogVisit) -> Result:
    """Enter a whole visit of today without a turn. Raises as `visit.save` does."""
    consultant_id = command.consultant or act.actor.id
    floor_person(act, consultant_id)
    recorder_id = command.recorder or act.actor.id
    floor_person(act, recorder_id)
    if consultant_id != act.actor.id and not _LEADS_FLOOR & act.actor.roles:
        raise NotAllowed(M("A consultant enters visits of his or her own."))
    day_lock.may_enter(act, consultant_id)
    arrived_at = command.arrived_at or act.now
    late = rules.check_day(arrived_at.astimezone(act.zone).date(), act.today)
    if late is not None:
        raise BadInput(late, "arrived_at")
    visit_id = greet(
        act, kind=command.kind, consultant_id=consultant_id, recorder_id=recorder_id, arrived_at=arrived_at,
        left_at=command.left_at, origin="logged",
    )  # fmt: skip
    given = visit_form.columns(act, command)
    said = _reported(act, given) if command.kind is VisitKind.AGENT_BROUGHT else []
    told = _keep(act, act.must(Visit, visit_id, VISIT), given, None)
    return {**told, "warnings": [*said, *told["warnings"]]}


def _reported(act: Act, given: dict[str, Any]) -> list[str]:
    """2.1-3: agent-brought only with a prior report; puts its number into `given`. Raises BadInput."""
    report, words = agent_report.at_the_door(
        act, phone=given.get("phone") or "", name=given.get("name") or "", company=given.get("agent_company") or "",
        report_no=given.get("report_no") or "", required=bool(act.settings["agent_report_required"]),
    )  # fmt: skip
    if report is not None:
        given["report_no"] = report.no
    return [say(each) for each in words]


def floor_person(act: Act, staff_id: int) -> None:
    """Raises BadInput for an id that is nobody's."""
    if staff_id not in day_query.names_of(act.read, [staff_id]):
        raise BadInput(M("There is no {what} {which}.", what=M("member of staff"), which=staff_id), "consultant")


def greet(act: Act, **values: Any) -> int:
    """Write the greeting entry of a visit of today; returns its id."""
    visit_no, day_no = new_number(act)
    kind: VisitKind = values.pop("kind")
    return act.work.insert(
        Visit,
        project_id=act.project_id,
        visit_no=visit_no,
        day_no=day_no,
        business_date=act.today,
        kind=kind.value,
        **values,
    )


@dataclass(frozen=True, slots=True)
class CorrectVisit:
    """What was written wrongly at the door, and why it changes; the same day only."""

    visit: VisitRef
    reason: str
    kind: VisitKind | None = None
    consultant: StaffRef | None = None
    recorder: StaffRef | None = None
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    version: int | None = None


@use_case(
    "visit.correct", action="visit.complete", title=M("Correct a visit"), done=M("Visit {visit_no} is corrected.")
)
def correct(act: Act, command: CorrectVisit) -> Result:
    """Correct kind, people or times of a visit on its own day, with the reason. Raises Refusal, BadInput, Stale."""
    row = act.must(Visit, command.visit, VISIT)
    _may_write(act, row)
    act.reason = clean(command.reason, "reason")
    if not act.reason:
        raise BadInput(M("Say why."), "reason")
    late = rules.check_day(row["business_date"], act.today)
    if late is not None:
        raise Refusal(M("A visit is corrected on its own day: {reason}.", reason=late))
    day_lock.may_change(act, row["consultant_id"], row["business_date"])
    given: dict[str, Any] = {}
    if command.kind is not None:
        given |= other_kind(row, command.kind)
        if command.kind is VisitKind.AGENT_BROUGHT and command.kind != row["kind"]:
            merged = {**row}
            _reported(act, merged)
            given["report_no"] = merged["report_no"]
    for name, staff_id in (("consultant_id", command.consultant), ("recorder_id", command.recorder)):
        if staff_id is not None:
            if not _LEADS_FLOOR & act.actor.roles:
                raise NotAllowed(M("Only the assistant or the manager may change who received or recorded."))
            floor_person(act, staff_id)
            given[name] = staff_id
    if "consultant_id" in given:
        day_lock.may_change(act, given["consultant_id"], row["business_date"])
    for name in ("arrived_at", "left_at"):
        if getattr(command, name) is not None:
            given[name] = getattr(command, name)
    rule = visit_form.as_rule({**row, **given})
    on = {**row, **given}["arrived_at"].astimezone(act.zone).date()
    wrong = rules.check_times(rule, act.now) or rules.check_day(on, row["business_date"])
    if wrong is not None:
        raise BadInput(wrong, "arrived_at")
    saved = {**row, **given}["saved_at"] is not None
    complete = saved and not rules.missing_to_hand_in(rule)
    act.work.update(Visit, row["id"], expect=command.version, complete=complete, **given)
    if row["customer_id"] is not None and {**row, **given}["customer_id"] is None:
        appointment_log.greeted_wrongly(act, row["id"])
    words = [] if command.kind is None else rota_recount.other_kind(act, {**row, **given}, command.kind)
    return {"visit": row["id"], "visit_no": row["visit_no"], "warnings": words}


def other_kind(row: Row, kind: VisitKind) -> dict[str, Any]:
    """The columns of another kind. Between buyers and others the entry is a mere greeting again, to be saved anew."""
    given: dict[str, Any] = {"kind": kind.value}
    buys, bought = kind is not VisitKind.NOT_A_BUYER, row["kind"] != VisitKind.NOT_A_BUYER
    if bought and not buys:
        if row["saved_at"] is not None:
            raise Refusal(M("This visit has a customer; whoever buys nothing is marked as invalid there."))
        given |= {
            "customer_id": None, "name": "", "phone": "", "privacy_notice_at": None, "visit_count": 0,
            "from_call": False,
        }  # fmt: skip
    if buys and not bought:
        given |= {"saved_at": None, "visit_count": 1}
    return given
