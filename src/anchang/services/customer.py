"""Customers: registering, changing, handing over, and the logged look at a number (domain 2.2, 5.11; G02)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from anchang.domain.access import Role
from anchang.domain.customer import LEAD, Grade, LeadFacts, LeadState, Whose, taken, whose_is
from anchang.domain.dictionary import DictKind
from anchang.domain.errors import BadInput, NotAllowed
from anchang.domain.person import ConsentKind, DoNotContact
from anchang.domain.text import clean
from anchang.domain.units import Code, CustomerRef, Name, Note, Phone, StaffRef
from anchang.domain.visit import Gender
from anchang.i18n import M, say
from anchang.services import agent_report, consent, dictionary, lead, people, recognise
from anchang.services.act import Act
from anchang.services.initials import initials
from anchang.services.reassign import ReassignAll, ReassignCustomers, reassign, reassign_all
from anchang.services.recognise import Known
from anchang.services.use_case import Result, use_case
from anchang.storage.customer import Customer
from anchang.storage.work import Row

# Handing customers over is a subject of its own and among the customer's use cases.
__all__ = ("ReassignAll", "ReassignCustomers", "reassign", "reassign_all")


@dataclass(frozen=True, slots=True)
class RegisterCustomer:
    """A person with a number, or the reason why none was left. `notice`: the person was told what is kept and why."""

    name: Name
    phone: Phone = ""
    no_phone_reason: str = ""
    gender: Gender = Gender.UNKNOWN
    owner: StaffRef | None = None
    channel: Code | None = None
    grade: Grade | None = None
    next_contact_on: date | None = None
    living_area: str = ""
    working_area: str = ""
    notice: bool = False
    consent_marketing: bool = False
    note: Note = ""


@use_case(
    "customer.register", action="customer.register", title=M("Register a customer"),
    done=M("{name} is registered; the consultant is {owner_name}."),
)  # fmt: skip
def register(act: Act, command: RegisterCustomer) -> Result:
    """Register a customer to a consultant. Raises BadInput, or CustomerTaken that names the owner."""
    phone = people.number(command.phone)
    reason = clean(command.no_phone_reason, "no_phone_reason")
    if not phone and not reason:
        raise BadInput(M("Give the number, or the reason why none was left."), "phone")
    if not command.notice:
        raise BadInput(M("Tell the person what is kept and why before anything is kept."), "notice")
    if command.channel:
        dictionary.check(act, DictKind.CHANNEL, [command.channel], "channel")
    owner_id = _owner(act, command.owner)
    people.check_next(act, command.grade or "", act.today, command.next_contact_on)
    made = people.register(
        act,
        owner_id=owner_id,
        reason="registered",
        name=command.name,
        phone=phone,
        no_phone_reason="" if phone else reason,
        gender=command.gender.value,
        channel=command.channel or "",
        grade=command.grade or "",
        next_contact_on=command.next_contact_on,
        living_area=dictionary.area(act, clean(command.living_area, "living_area")),
        working_area=dictionary.area(act, clean(command.working_area, "working_area")),
        privacy_notice_at=act.now,
        consent_marketing=command.consent_marketing,
        note=clean(command.note, "note", limit=4000, multiline=True),
    )
    return {
        "id": made, "name": command.name, "owner": owner_id, "owner_name": people.owner_name(act, owner_id),
        "warnings": recognise.namesakes(act, made),
    }  # fmt: skip


def _owner(act: Act, owner_id: int | None) -> int | None:
    if owner_id is None or owner_id == act.actor.id:
        return people.owner_for(act, act.actor.id)
    if not act.actor.roles & {Role.ASSISTANT, Role.MANAGER, Role.DIRECTOR}:
        raise NotAllowed(M("A consultant registers customers of his or her own."))
    return people.consultant(act, owner_id, "owner").id


@dataclass(frozen=True, slots=True)
class UpdateCustomer:
    """What is given changes, the rest stays. `invalid_reason` marks the lead as nobody who could buy."""

    customer: CustomerRef
    name: Name | None = None
    phone: Phone | None = None
    gender: Gender | None = None
    grade: Grade | None = None
    next_contact_on: date | None = None
    living_area: str | None = None
    working_area: str | None = None
    consent_marketing: bool | None = None
    invalid_reason: str = ""
    note: Note | None = None
    version: int | None = None


@use_case("customer.update", title=M("Change a customer"), done=M("{name} is changed."))
def update(act: Act, command: UpdateCustomer) -> Result:
    """Change what is known of a customer. Raises CustomerTaken for another's, Refusal after a paper, Stale."""
    row = people.own(act, command.customer)
    values: dict[str, Any] = {}
    if command.name is not None and command.name != row["name"]:
        people.locked(act, row)
        values["name"] = clean(command.name, "name", limit=60)
        if not values["name"]:
            raise BadInput(M("A customer needs a name, or how to address the person."), "name")
        values["initials"] = " ".join(sorted(initials(values["name"])))
    if command.phone is not None:
        phone = people.number(command.phone)
        if not phone and not row["no_phone_reason"]:
            raise BadInput(M("Give the number, or the reason why none was left."), "phone")
        values |= people.change_phone(act, row, phone)
    if command.next_contact_on is not None:
        if row["do_not_contact"]:
            raise DoNotContact(M("{name} does not want to be contacted: nothing is planned.", name=row["name"]))
        people.check_next(act, command.grade or row["grade"], act.today, command.next_contact_on, row["state"])
    for name in ("gender", "grade", "next_contact_on", "consent_marketing"):
        if getattr(command, name) is not None:
            values[name] = getattr(command, name)
    if command.consent_marketing is not None and command.consent_marketing != row["consent_marketing"]:
        consent.record(act, row["id"], ConsentKind.MARKETING, command.consent_marketing, "changed")
    for name in ("living_area", "working_area"):
        if getattr(command, name) is not None:
            values[name] = dictionary.area(act, clean(getattr(command, name), name))
    if command.note is not None:
        values["note"] = clean(command.note, "note", limit=4000, multiline=True)
    reason = clean(command.invalid_reason, "invalid_reason")
    if reason:
        act.reason = reason
        act.move(
            LEAD, "mark_invalid", Customer, row, LeadFacts(reason), expect=command.version,
            **{**values, "invalid_reason": reason},
        )  # fmt: skip
        lead.ended(act, row["id"])
    else:
        act.work.update(Customer, row["id"], expect=command.version, **values)
    return {"id": row["id"], "name": values.get("name", row["name"])}


@dataclass(frozen=True, slots=True)
class RevealPhone:
    """Whose number is needed, and what for."""

    customer: CustomerRef
    reason: str = ""


@use_case("customer.reveal", title=M("Show the whole number"), done=M("{name}: {phone}"), secret=True)
def reveal(act: Act, command: RevealPhone) -> Result:
    """The whole number, logged (5.11). Raises CustomerTaken for another's, Refusal beyond the day's limit."""
    row = people.own(act, command.customer)
    people.looked(act, "reveal", row["id"], clean(command.reason, "reason"), M("whole numbers"))
    return {"customer": row["id"], "name": row["name"], "phone": row["phone"] or say(M("no number was left"))}


@dataclass(frozen=True, slots=True)
class CheckPhone:
    """A complete number, and the name where it is known: somebody may have come back with another number."""

    phone: Phone
    name: Name = ""


@use_case("customer.check_phone", action="customer.register", title=M("Is this number free?"), done=M("{answer}"))
def check_phone(act: Act, command: CheckPhone) -> Result:
    """Whether a number is free, one's own, a colleague's or nobody's; nothing else of the customer. Logged, limited.

    The number of another buyer on a paper is not free. A free number may be reported by an agent; the answer says until
    when, not by whom. `namesake` is the consultant of the only customer with the same name.
    """
    known = asked(act, command.phone)
    if known is None:
        return _free(act, people.number(command.phone), clean(command.name, "name", limit=60))
    row, owner = known.row, people.owner_name(act, known.owner_id)
    whose = whose_is(known.owner_id, act.actor.id)
    if known.on_paper:
        told = say(M("A buyer on a paper in force; the consultant is {owner}.", owner=owner))
    else:
        answer = {Whose.YOURS: M("This is your customer."), Whose.PUBLIC: M("Known, but nobody's: ask the manager.")}
        told = say(answer.get(whose, taken(owner).message))
    seen = row["id"] if people.may_see(act, row) else None
    return {
        "free": False, "whose": whose, "owner": owner, "answer": told, "customer": seen, "on_paper": known.on_paper,
        "do_not_contact": row["do_not_contact"], "reported_until": "", "namesake": "",
    }  # fmt: skip


def _free(act: Act, phone: str, name: str) -> Result:
    until, same = agent_report.reported_until(act, phone), recognise.namesake(act, name)
    said = M("This number is free.") if until is None else M(
        "This number is free; an agent has reported it until {day}.", day=until
    )
    words = [say(said)] if same is None else [say(said), say(recognise.same_name(act, same))]
    return {
        "free": True, "whose": Whose.FREE, "owner": "", "answer": " ".join(words), "customer": None, "on_paper": False,
        "do_not_contact": False, "reported_until": "" if until is None else until.isoformat(),
        "namesake": "" if same is None else people.owner_name(act, same.owner_id),
    }  # fmt: skip


def asked(act: Act, number: str) -> Known | None:
    """Whose a complete number is; the question is counted and kept. Raises BadInput, Refusal."""
    phone = people.number(number)
    if not phone:
        raise BadInput(M("Give a complete number."), "phone")
    known = recognise.by_number(act, phone)
    people.looked(act, "check", None if known is None else known.row["id"], "", M("questions for numbers"))
    return known


def mark_invalid(act: Act, row: Row, reason: str) -> None:
    """A lead that nobody can follow is invalid from the start (3.2); one that is further stays."""
    if LeadState(row["state"]) in LEAD.step("mark_invalid").sources:
        act.move(LEAD, "mark_invalid", Customer, row, LeadFacts(reason), invalid_reason=reason)
        lead.ended(act, row["id"])
