"""A customer met in a visit or a call: found by number, or registered to whoever received (domain 2.2, 5.11)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from anchang.domain import identity
from anchang.domain.access import SYSTEM, Role
from anchang.domain.customer import LEAD, OPEN_LEADS, Grade, LeadState, check_next_contact, taken
from anchang.domain.errors import BadInput, NotAllowed, Refusal, nothing_there
from anchang.domain.ownership import Ground
from anchang.domain.person import ConsentKind
from anchang.domain.text import clean
from anchang.i18n import M, Msg, say
from anchang.services import appointment_log, consent, task_log
from anchang.services.act import Act
from anchang.services.initials import initials
from anchang.storage import customer_query, ownership_trace, staff
from anchang.storage import recognise as papers
from anchang.storage.customer import Customer, CustomerLook, CustomerNumber, CustomerOwner
from anchang.storage.work import Clash, Row

CUSTOMER = M("customer")
REVEAL_ID = "reveal_id"  # the kind of a look at ID numbers
TAIL = 4  # digits by which people say a number


def number(text: str, place: str = "phone") -> str:
    """The number as it is stored; empty stays empty. Raises BadInput."""
    return identity.phone(text, place) if text.strip() else ""


def tail(phone: str) -> str:
    """The last digits of a stored number, for search."""
    return phone[-TAIL:]


def by_number(act: Act, phone: str) -> Row | None:
    """The project's customer with this stored number, or None."""
    found = customer_query.id_now(act.read, phone) if phone else None
    return None if found is None else act.work.row(Customer, found)


def by_any_number(act: Act, phone: str) -> Row | None:
    """The same, or whoever had the number before it was changed."""
    found = customer_query.id_by_phone(act.read, phone) if phone else None
    return None if found is None else act.work.row(Customer, found)


def free(act: Act, phone: str, owner_id: int | None, but: int = 0) -> None:
    """Refuse a stored number that a customer has (not the one `but`), or one that a colleague's customer had.

    A number that was mistyped, or that its network gave to somebody else, is for the assistant and the manager to
    register. Raises CustomerTaken.
    """
    known = by_number(act, phone)
    if known is not None and known["id"] != but:
        raise taken(owner_name(act, known["owner_id"]))
    had = None if known is not None else by_any_number(act, phone)
    if had is not None and had["id"] != but and had["owner_id"] != owner_id and not act.acts_for_all:
        raise taken(owner_name(act, had["owner_id"]))


def owner_name(act: Act, owner_id: int | None) -> str:
    """Whose customer it is, in words; nobody's where nobody has it."""
    found = None if owner_id is None else staff.by_id(act.work.connection, owner_id)
    return say(M("nobody yet")) if found is None else found.name


def owner_for(act: Act, staff_id: int) -> int | None:
    """Who becomes the owner: the person, when he or she is a consultant (an assistant owns nobody)."""
    found = staff.by_id(act.work.connection, staff_id)
    return staff_id if found is not None and Role.CONSULTANT in found.roles else None


def consultant(act: Act, staff_id: int, place: str = "consultant") -> staff.StaffView:
    """A consultant who works here today. Raises NotFound, BadInput that names the place."""
    found = staff.by_id(act.work.connection, staff_id)
    if found is None or not found.active_on(act.today):
        raise nothing_there(M("member of staff"), staff_id, place)
    if Role.CONSULTANT not in found.roles:
        raise BadInput(M("{name} is not a consultant.", name=found.name), place)
    return found


def may_see(act: Act, row: Row) -> bool:
    """Whether the person at the terminal may work on this customer: the owner, or whoever leads the floor."""
    return row["owner_id"] == act.actor.id or act.acts_for_all


def own(act: Act, customer_id: int) -> Row:
    """The customer that the person at the terminal may work on. Raises NotFound, CustomerTaken for another's, Refusal
    where the time to follow up is over, also before any terminal has written down that it is."""
    row = act.must(Customer, customer_id, CUSTOMER)
    if not may_see(act, row):
        raise taken(owner_name(act, row["owner_id"]))
    consent.still_known(row)
    if not act.acts_for_all and slipped_away(act, row):
        raise Refusal(M("{name} was not followed up in time and goes back to the public pool.", name=row["name"]))
    return row


def slipped_away(act: Act, row: Row) -> bool:
    """Whether the protection is over, though no terminal has written it down yet (2.1 attribution)."""
    since = (row["last_effective_at"] or row["first_contact_at"]).astimezone(act.zone).date()
    if LeadState(row["state"]) not in OPEN_LEADS or (act.today - since).days <= int(act.settings["ownership_days"]):
        return False  # the common case asks nothing more
    from anchang.services.lead import sleeping_facts

    return LEAD.why_not("go_silent", LeadState(row["state"]), sleeping_facts(act, row), SYSTEM) is None


def register(act: Act, *, owner_id: int | None, reason: str, **values: Any) -> int:
    """Write a new customer with its first owner. Raises BadInput without a name, CustomerTaken for a known number."""
    name = clean(values.pop("name"), "name", limit=60)
    if not name:
        raise BadInput(M("A customer needs a name, or how to address the person."), "name")
    phone = values.pop("phone", "")
    free(act, phone, owner_id)
    try:
        made = act.work.insert(
            Customer,
            project_id=act.project_id,
            name=name,
            initials=" ".join(sorted(initials(name))),
            phone=phone,
            phone_tail=tail(phone),
            owner_id=owner_id,
            state=act.born(LEAD),
            first_contact_at=act.now,
            business_date=act.today,
            **values,
        )
    except Clash as error:
        known = by_number(act, phone)
        if known is None:
            raise
        raise taken(owner_name(act, known["owner_id"])) from error
    hand_over(act, made, None, owner_id, reason)
    told(act, made, values, reason)
    if phone:
        task_log.met(act, made)
    return made


def told(act: Act, customer_id: int, given: Mapping[str, Any], why: str) -> None:
    """Keep the history of what the person was told and agreed to now (5.11)."""
    if given.get("privacy_notice_at"):
        consent.record(act, customer_id, ConsentKind.NOTICE, True, why)
    if given.get("consent_marketing"):
        consent.record(act, customer_id, ConsentKind.MARKETING, True, why)


def told_before(act: Act, merged: dict[str, Any], given: dict[str, Any]) -> None:
    """Whoever is known already was told at the first registration: an entry without a notice of its own takes that."""
    if merged["privacy_notice_at"] is not None:
        return
    if merged["customer_id"] is not None:
        known: Row | None = act.must(Customer, merged["customer_id"], CUSTOMER)
    else:
        known = by_number(act, merged["phone"])
    if known is not None and known["privacy_notice_at"] is not None:
        given["privacy_notice_at"] = merged["privacy_notice_at"] = known["privacy_notice_at"]


def looked(act: Act, kind: str, customer_id: int | None, why: str, what: Msg | None = None) -> None:
    """Keep that somebody was shown a number, asked about one or copied a person's data; `what` is limited a day.

    Raises Refusal when the day's number is used up (5.11).
    """
    act.reason = why
    limit = act.settings["reveal_ids_per_day"] if kind == REVEAL_ID else act.settings.get(f"{kind}s_per_day")
    if limit is not None and customer_query.looks(act.read, act.actor.id, act.today, kind) >= int(limit):
        raise Refusal(M("Today's {limit} {what} are used up; the manager can help.", limit=limit, what=what))
    act.work.insert(
        CustomerLook,
        project_id=act.project_id,
        staff_id=act.actor.id or None,
        kind=kind,
        customer_id=customer_id,
        why=why,
        at=act.now,
        business_date=act.today,
    )


def hand_over(
    act: Act, customer_id: int, old: int | None, new: int | None, reason: str, *, as_system: bool = False
) -> None:
    """Keep the history of whose customer it was; the row itself is changed by the caller. Whoever expected the customer
    does so no more: the new owner does. `as_system`: nobody decided it, whoever stood at the terminal."""
    if old is not None and new is not None:
        appointment_log.hand_over(act, customer_id, old, new)
    act.work.insert(
        CustomerOwner,
        project_id=act.project_id,
        customer_id=customer_id,
        from_id=old,
        to_id=new,
        by_id=None if as_system else act.actor.id or None,
        reason=reason,
        at=act.now,
        business_date=act.today,
    )


def touched(
    row: Row, act: Act, *, effective: bool, given: Mapping[str, Any], contact: bool = True
) -> dict[str, Any]:
    """What a contact changes on the customer: the last contact, and what was learned where nothing stood before.

    Grade, next contact and the notice go with the contact; `given` holds the entry's columns. With `contact` False an
    entry is only completed, which renews no claim. A contact that reached the person keeps the customer's tasks.
    Nothing is planned for somebody who does not want to be contacted.
    """
    consent.still_known(row)
    values: dict[str, Any] = {"last_contact_at": act.now} if contact else {}
    if contact and effective:
        values["last_effective_at"] = act.now
        task_log.contacted(act, row["id"], LeadState(row["state"]))
    for name in ("channel", "living_area", "working_area"):
        if given.get(name) and given[name] != "declined" and not row[name]:
            values[name] = given[name]
    if given.get("gender") in ("male", "female") and row["gender"] == "unknown":
        values["gender"] = given["gender"]
    if given.get("grade") and given["grade"] != "declined":
        values["grade"] = given["grade"]
    if given.get("next_contact_on") and not row["do_not_contact"]:
        values["next_contact_on"] = given["next_contact_on"]
    if row["privacy_notice_at"] is None and given.get("privacy_notice_at"):
        values["privacy_notice_at"] = given["privacy_notice_at"]
    if given.get("consent_marketing"):
        values["consent_marketing"] = True
    changed = {name: value for name, value in values.items() if row[name] != value}
    told(act, row["id"], changed, act.name.partition(".")[0])
    return changed


def reached_anew(act: Act, customer_id: int, on: date) -> None:
    """An entry of that day is void, or tells now whether it reached the person: what protects the customer follows.

    A visit that never was protects nobody (2.1); the rest of the customer's record stays as it has moved on.
    """
    row = act.must(Customer, customer_id, CUSTOMER)
    met = (Ground.VISIT, Ground.HELP, Ground.CALL, Ground.FOLLOW_UP)
    found = [
        each.at
        for each in ownership_trace.happened(act.read, [customer_id], act.today)
        if each.effective and each.ground in met
    ]
    newest, last = max(found, default=None), row["last_effective_at"]
    later = newest is not None and (last is None or newest > last)
    ended = last is not None and last.astimezone(act.zone).date() == on and (newest is None or newest < last)
    if ended and newest is not None and newest.astimezone(act.zone).date() == on:
        return  # something else of that day stands
    if later or (ended and not appointment_log.made_on(act, customer_id, on)):
        act.work.update(Customer, customer_id, last_effective_at=newest)


def check_next(act: Act, grade: str, on: date, next_on: date | None, state: str = "") -> None:
    """Refuse a next contact that lies in the past or too far away (2.2): for the grade, for a lead without one, for a
    `state` of the public pool. Raises BadInput."""
    if next_on is None:
        return
    days = {each: int(act.settings[each.setting]) for each in Grade}
    pooled = state == LeadState.PUBLIC_POOL
    longest = int(act.settings["pool_contact_days" if pooled else "follow_up_days"])
    known = Grade(grade) if grade and grade != "declined" else None
    wrong = check_next_contact(known, on, next_on, days, longest, pooled=pooled)
    if wrong is not None:
        raise BadInput(wrong, "next_contact_on")


def change_phone(act: Act, row: Row, phone: str) -> dict[str, Any]:
    """The columns of a corrected number. Raises CustomerTaken, Refusal after a paper, NotAllowed for another's."""
    if phone == row["phone"]:
        return {}
    free(act, phone, row["owner_id"], but=row["id"])
    if row["phone"]:
        locked(act, row)
        if not may_see(act, row):
            raise NotAllowed(M("Only {name} may change this customer's number.", name=owner_name(act, row["owner_id"])))
        act.work.insert(
            CustomerNumber, project_id=act.project_id, customer_id=row["id"], phone=row["phone"],
            by_id=act.actor.id or None, at=act.now, business_date=act.today,
        )  # fmt: skip
    return {"phone": phone, "phone_tail": tail(phone)}


def locked(act: Act, row: Row) -> None:
    """Refuse to change name or number from the moment a paper is handed in until it is void (2.2). Raises Refusal."""
    bought = LeadState(row["state"]) in (LeadState.SUBSCRIBED, LeadState.SIGNED)
    if bought or papers.has_paper(act.read, row["id"]):
        raise Refusal(
            M("{name} has a paper: name and number change only through an application.", name=row["name"])
        )
