"""The call log: entering a call, completing it (domain 3.2; P02)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anchang.domain import call as rules
from anchang.domain.access import Role
from anchang.domain.call import PriceReaction
from anchang.domain.customer import Grade, Happening, taken
from anchang.domain.dictionary import DictKind
from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.domain.text import clean
from anchang.domain.units import CallRef, Code, Name, Note, Phone, StaffRef
from anchang.domain.visit import AreaDemand, Gender, LayoutDemand, answer, check_day
from anchang.i18n import M, say
from anchang.services import appointment, day_lock, dictionary, lead, people, recognise, task_log
from anchang.services import customer as customers
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.services.visit import missing_words
from anchang.storage import day_query
from anchang.storage.base import table_of
from anchang.storage.call import Call
from anchang.storage.customer import Customer
from anchang.storage.work import Row

CALL = M("call")
_CHOICES = ("gender", "demand_area", "demand_layout", "price_reaction", "grade")
_TEXTS = ("no_phone_reason", "living_area", "working_area", "seen_other_projects")
_LONG = ("questions", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFields:
    """What is written down of a call; what is not given stays. `notice`: the caller was told what is kept and why."""

    name: Name | None = None
    phone: Phone | None = None
    no_phone_reason: str | None = None
    notice: bool = False
    consent_marketing: bool | None = None
    gender: Gender | None = None
    channel: Code | None = None
    is_repeat: bool | None = None
    living_area: str | None = None
    working_area: str | None = None
    family_size: int | None = None
    demand_area: AreaDemand | None = None
    demand_layout: LayoutDemand | None = None
    price_reaction: PriceReaction | None = None
    questions: Note | None = None
    seen_other_projects: str | None = None
    invite_visit_at: datetime | None = None
    grade: Grade | None = None
    next_contact_on: date | None = None
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogCall(CallFields):
    """A call of today; `answered_by` is oneself where nothing is said, `called_at` now."""

    is_repeat: bool
    answered_by: StaffRef | None = None
    called_at: datetime | None = None


@use_case("call.log", title=M("Enter a call"), done=M("Call {call_no} is saved."))
def log(act: Act, command: LogCall) -> Result:
    """Enter a call; the customer is found by number or registered to whoever answered.

    A caller who left no number makes a lead that is invalid (3.2). Raises BadInput that names what is missing,
    CustomerTaken for a new caller whose number is another's, Refusal on a closed day.
    """
    who = command.answered_by or act.actor.id
    if who not in day_query.names_of(act.read, [who]):
        raise BadInput(M("There is no {what} {which}.", what=M("member of staff"), which=who), "answered_by")
    if who != act.actor.id and not {Role.ASSISTANT, Role.MANAGER} & act.actor.roles:
        raise NotAllowed(M("A consultant enters calls of his or her own."))
    day_lock.may_enter(act, who)
    called_at = command.called_at or act.now
    wrong = check_day(called_at.astimezone(act.zone).date(), act.today)
    if wrong is None and called_at > act.now:
        wrong = M("the call lies in the future")
    if wrong is not None:
        raise BadInput(wrong, "called_at")
    number = day_query.next_no(act.read, table_of(Call), act.today)
    call_id = act.work.insert(
        Call,
        project_id=act.project_id,
        call_no=f"LD{act.today:%Y%m%d}-{number:03d}",
        day_no=number,
        business_date=act.today,
        called_at=called_at,
        answered_by=who,
    )
    return _keep(act, act.must(Call, call_id, CALL), command, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveCall(CallFields):
    """The call and what is added to it."""

    call: CallRef
    version: int | None = None


@use_case("call.save", action="call.log", title=M("Complete a call"), done=M("Call {call_no} is saved."))
def save(act: Act, command: SaveCall) -> Result:
    """Complete a call; after its own day only what is missing may be added. Raises as `call.log`, and Stale."""
    row = act.must(Call, command.call, CALL)
    if row["answered_by"] != act.actor.id and not {Role.ASSISTANT, Role.MANAGER} & act.actor.roles:
        name = day_query.names_of(act.read, [row["answered_by"]])[row["answered_by"]]
        raise NotAllowed(M("This is {name}'s call.", name=name))
    day_lock.may_change(act, row["answered_by"], row["business_date"])
    late = check_day(row["business_date"], act.today)
    if late is not None:
        given = columns(act, command, row)
        answered = (name for name in given if name == "is_repeat" or row[name] not in ("", None, False))
        if any(row[name] != given[name] for name in answered):
            raise Refusal(M("Only what is missing can be added: {reason}.", reason=late))
    return _keep(act, row, command, command.version)


def columns(act: Act, command: CallFields, row: Row) -> dict[str, Any]:
    """The columns that the command gives. Raises BadInput for text and numbers that cannot be kept."""
    given: dict[str, Any] = {}
    for name in (*_CHOICES, "is_repeat", "consent_marketing", "family_size", "invite_visit_at", "next_contact_on"):
        if getattr(command, name) is not None:
            given[name] = getattr(command, name)
    given |= {name: str(given[name]) for name in _CHOICES if name in given}
    if command.channel is not None:
        given_now = [command.channel] if command.channel else []
        dictionary.check(act, DictKind.CHANNEL, given_now, "channel", [row["channel"]])
        given["channel"] = str(command.channel)
    for name in _TEXTS:
        if getattr(command, name) is not None:
            given[name] = clean(getattr(command, name), name)
    for name in ("living_area", "working_area"):
        if name in given:
            given[name] = dictionary.area(act, given[name])
    for name in _LONG:
        if getattr(command, name) is not None:
            given[name] = clean(getattr(command, name), name, limit=4000, multiline=True)
    if command.name is not None:
        given["name"] = clean(command.name, "name", limit=60)
    if command.phone is not None:
        given["phone"] = people.number(command.phone)
    if command.family_size is not None and not 1 <= command.family_size <= 50:
        wrong = M("{count} people cannot be right; write 1 to {most}.", count=command.family_size, most=50)
        raise BadInput(wrong, "family_size")
    if command.notice and row["privacy_notice_at"] is None:
        given["privacy_notice_at"] = act.now
    return given


def as_rule(row: Mapping[str, Any]) -> rules.Call:
    """The row as the rules look at it. Raises BadInput for a value that no dictionary has."""
    grade = answer(Grade, row["grade"])
    return rules.Call(
        call_on=row["business_date"],
        answered_by=row["answered_by"],
        name=row["name"],
        phone=row["phone"],
        no_phone_reason=row["no_phone_reason"],
        channel=row["channel"] or None,
        is_repeat=row["is_repeat"],
        gender=answer(Gender, row["gender"]),
        area=answer(AreaDemand, row["demand_area"]),
        layout=answer(LayoutDemand, row["demand_layout"]),
        grade=grade if isinstance(grade, Grade) else None,
        next_contact_on=row["next_contact_on"],
        privacy_notice_at=row["privacy_notice_at"],
    )


def _keep(act: Act, row: Row, command: CallFields, expect: int | None) -> Result:
    given = columns(act, command, row)
    merged = {**row, **given}
    people.told_before(act, merged, given)
    rule = as_rule(merged)
    refused = missing_words(rules.missing_to_save(rule))
    if refused is not None:
        raise refused
    if given.get("next_contact_on") or given.get("grade"):
        people.check_next(act, merged["grade"], row["business_date"], merged["next_contact_on"])
    given["customer_id"] = customer_id = _customer(act, row, merged, given)
    missing = rules.missing_to_hand_in(rule)
    act.work.update(Call, row["id"], expect=expect, complete=not missing, **given)
    owner_id = act.must(Customer, customer_id, people.CUSTOMER)["owner_id"]
    return {
        "call": row["id"],
        "call_no": row["call_no"],
        "customer": customer_id,
        "owner": owner_id,
        "owner_name": people.owner_name(act, owner_id),
        "complete": not missing,
        "missing": [say(each) for each in missing],
        "warnings": recognise.namesakes(act, customer_id),
    }


def _customer(act: Act, row: Row, merged: Mapping[str, Any], given: Mapping[str, Any]) -> int:
    owner_id = people.owner_for(act, row["answered_by"])
    if row["customer_id"] is not None:
        known = act.must(Customer, row["customer_id"], people.CUSTOMER)
        changed = people.change_phone(act, known, merged["phone"]) if merged["phone"] else {}
    else:
        found = (people.by_any_number if merged["is_repeat"] else people.by_number)(act, merged["phone"])
        if found is not None and found["owner_id"] not in (None, owner_id) and not merged["is_repeat"]:
            raise taken(people.owner_name(act, found["owner_id"]))
        known = found or act.must(Customer, _registered(act, merged, owner_id), people.CUSTOMER)
        changed = {}
        if known["owner_id"] is None and owner_id is not None:
            people.hand_over(act, known["id"], None, owner_id, "call")
            known = {**known, "owner_id": owner_id}
            changed["owner_id"] = owner_id
    learned = dict(given)
    if known["owner_id"] not in (None, owner_id):
        learned |= {"grade": "", "next_contact_on": None}  # whoever took the call does not plan for the owner
    changed |= people.touched(known, act, effective=True, given=learned, contact=row["customer_id"] is None)
    task_log.assessed(act, known["id"], area=merged["demand_area"], layout=merged["demand_layout"], budget=None)
    if merged["phone"]:
        lead.happened(act, known["id"], Happening.CALL, **changed)
        if given.get("invite_visit_at"):
            appointment.invited(act, known["id"], given["invite_visit_at"], row["answered_by"])
    else:
        act.work.update(Customer, known["id"], **changed)
        customers.mark_invalid(act, known, merged["no_phone_reason"])
    return int(known["id"])


def _registered(act: Act, merged: Mapping[str, Any], owner_id: int | None) -> int:
    return people.register(
        act,
        owner_id=owner_id,
        reason="call",
        name=merged["name"],
        phone=merged["phone"],
        no_phone_reason="" if merged["phone"] else merged["no_phone_reason"],
    )
