"""One person's data (5.11): consents, «do not contact», requests, the copy for the person, erasing, and retention.

Erasing is for good: names, numbers and everything that was written about the person leave the customer, the visits,
calls, follow-ups, requests, drafts and the words of the acts; figures, days and who worked stay. Whoever has a paper is
kept as the law wants contracts and accounts kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anchang.domain.access import may
from anchang.domain.customer import LEAD, LeadFacts, LeadState
from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.domain.person import Agreement, ConsentKind, KeptByLaw
from anchang.domain.text import clean
from anchang.domain.units import CustomerRef
from anchang.i18n import M
from anchang.services import appointment_log, consent, lead, people
from anchang.services.act import Act
from anchang.services.office import Office, Session
from anchang.services.person_correct import CorrectPerson, correct
from anchang.services.person_request import AnswerRequest, ReceiveRequest, RefuseRequest, answer, refuse, request
from anchang.services.use_case import Result, use_case
from anchang.storage import person as rows
from anchang.storage import person_query, unit_wait
from anchang.storage.base import table_of
from anchang.storage.customer import Customer
from anchang.storage.journal import ActWords
from anchang.storage.place import write_private
from anchang.storage.work import Row

# What people ask, and correcting what is wrong, are subjects of their own and among a person's use cases.
__all__ = (
    "AnswerRequest", "CorrectPerson", "ReceiveRequest", "RefuseRequest", "answer", "correct", "refuse", "request",
)  # fmt: skip
AT_ONCE = 100  # people in one act of the retention job: nobody at a terminal waits long


def _why(act: Act, reason: str) -> str:
    act.reason = clean(reason, "reason")
    if not act.reason:
        raise BadInput(M("Say why."), "reason")
    return act.reason


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """What the person agrees to (`given` yes) or takes back, and in which words or why."""

    customer: CustomerRef
    kind: Agreement
    given: bool
    reason: str = ""


@use_case("person.consent", title=M("Consent given or taken back"), done=M("{name}: {kind_words}: {given_words}."))
def agree(act: Act, command: GiveConsent) -> Result:
    """Keep a consent or its end with the time; what was said before stays as history (PIPL 15, 23)."""
    row = people.own(act, command.customer)
    kind = ConsentKind(command.kind.value)
    now = person_query.holds(act.work.connection, row["id"], kind)
    if now == command.given:
        words = M("agreed") if now else M("not agreed")
        raise Refusal(M("{name}: {kind}: it is «{words}» already.", name=row["name"], kind=kind, words=words))
    consent.record(act, row["id"], kind, command.given, clean(command.reason, "reason"))
    if kind is ConsentKind.MARKETING:
        act.work.update(Customer, row["id"], consent_marketing=command.given)
    words = M("agreed") if command.given else M("taken back")
    return {"customer": row["id"], "name": row["name"], "kind_words": str(kind.label), "given_words": str(words)}


@dataclass(frozen=True, slots=True)
class StopContact:
    """Somebody who does not want to be contacted any more, and why."""

    customer: CustomerRef
    reason: str


@use_case("person.stop_contact", title=M("Do not contact"), done=M("{name} is not contacted any more."))
def stop_contact(act: Act, command: StopContact) -> Result:
    """Nobody reaches out to the person from now on; a planned contact and an appointment are dropped (5.11).

    Raises Refusal, BadInput.
    """
    row = people.own(act, command.customer)
    why = _why(act, command.reason)
    if row["do_not_contact"]:
        raise Refusal(M("{name} is not contacted already.", name=row["name"]))
    consent.record(act, row["id"], ConsentKind.NO_CONTACT, True, why)
    appointment_log.fall_away(act, row["id"], why)
    silent: dict[str, Any] = {"do_not_contact": True, "next_contact_on": None}
    if row["state"] == LeadState.APPOINTED:
        act.move(LEAD, "call_off", Customer, row, LeadFacts(), **silent)
    else:
        act.work.update(Customer, row["id"], **silent)
    return {"customer": row["id"], "name": row["name"]}


@dataclass(frozen=True, slots=True)
class AllowContact:
    """Somebody who wants to be contacted again, and how that is known."""

    customer: CustomerRef
    reason: str


@use_case("person.allow_contact", title=M("May be contacted again"), done=M("{name} may be contacted again."))
def allow_contact(act: Act, command: AllowContact) -> Result:
    """The person said so: contacts are planned again. Raises Refusal, BadInput without a reason."""
    row = people.own(act, command.customer)
    why = _why(act, command.reason)
    if not row["do_not_contact"]:
        raise Refusal(M("{name} may be contacted already.", name=row["name"]))
    consent.record(act, row["id"], ConsentKind.NO_CONTACT, False, why)
    act.work.update(Customer, row["id"], do_not_contact=False)
    return {"customer": row["id"], "name": row["name"]}


@dataclass(frozen=True, slots=True)
class ExportPerson:
    """Whose data are copied, and why."""

    customer: CustomerRef
    reason: str


@use_case("person.export", title=M("Copy of one person's data"), done=M("{name}: {count} rows."), secret=True)
def export(act: Act, command: ExportPerson) -> Result:
    """Everything that is held about one person, numbers whole, logged like a look at the number (PIPL 45, 5.11)."""
    row = act.must(Customer, command.customer, people.CUSTOMER)
    people.looked(act, "export", row["id"], _why(act, command.reason))
    held = person_query.everything(act.read, row["id"])
    return {
        "customer": row["id"],
        "name": row["name"],
        "count": sum(len(part) for part in held.values()),
        "held": held,
    }


def write_copy(office: Office, session: Session, command: ExportPerson, folder: Path | None = None) -> Path:
    """The copy as a JSON file that only this account can read, in exports/ where no folder is given."""
    found = office.run(session, command)
    today = office.today().isoformat()
    path = (folder or office.place.exports) / f"person_{found['customer']}_{today}.json"
    content = {"customer": found["customer"], "name": found["name"], "made_on": today, "held": found["held"]}
    write_private(path, json.dumps(content, ensure_ascii=False, indent=2) + "\n")
    return path


@dataclass(frozen=True, slots=True)
class ErasePerson:
    """Who is made nameless for good, and why; the reason stays, so it names nobody."""

    customer: CustomerRef
    reason: str
    version: int | None = None


@use_case("person.erase", title=M("Make a person nameless"), done=M("{name} has no name any more."))
def erase(act: Act, command: ErasePerson) -> Result:
    """Erase who somebody is, for good (PIPL 47). Raises KeptByLaw with a paper, Refusal with a live hold, Stale."""
    row = act.must(Customer, command.customer, people.CUSTOMER)
    why = _why(act, command.reason)
    consent.still_known(row)
    act.work.unchanged(Customer, row, command.version)
    if row["name"] in why or (row["phone"] and row["phone"] in why):
        raise BadInput(M("The reason stays in the journal: leave the person's name and number out of it."), "reason")
    paper = person_query.paper_of(act.work.connection, row)
    if paper is not None:
        raise KeptByLaw(
            M(
                "{name} has a paper ({no}): contracts and accounts are kept as long as the law says (PIPL 19, 47; "
                "5.11). Only consents can be taken back.",
                name=row["name"],
                no=paper,
            )
        )
    if person_query.has_live_claim(act.work.connection, row["id"]):
        raise Refusal(M("A unit is held for {name}: let it go first.", name=row["name"]))
    if unit_wait.waits_somewhere(act.read, row["id"]):
        raise Refusal(M("{name} waits for a unit: take the name off the list first.", name=row["name"]))
    _make_nameless(act, row)
    return {"customer": row["id"], "name": f"#{row['id']}"}


def _make_nameless(act: Act, row: Row) -> None:
    """Every row of the person without the person. The drafts go first: a file beside the rows cannot be taken back."""
    connection, customer_id = act.work.connection, row["id"]
    lead.nameless(act, row)
    act.shred()
    touched: dict[str, list[int]] = {"customer": [customer_id]}
    forms = {f"{noun}.{customer_id}" for noun in ("customer", "follow_up", "customer.reassign")}
    for part in rows.held(connection, row):
        name = table_of(part.model).name
        for each in part.rows:
            touched.setdefault(name, []).append(each["id"])
            if part.columns is not None:
                act.work.update(part.model, each["id"], **part.columns(each))
            elif name != "customer_owner" or each["reason"] not in rows.OWN_REASONS:
                act.work.blank(part.model, each["id"])
    forms |= {f"{noun}.{each}" for noun in ("visit", "visit.correct", "call") for each in touched.get(noun[:5], ())}
    act.work.update(Customer, customer_id, **rows.customer_columns(row, act.now))
    for act_id in rows.words_about(connection, touched):
        act.work.update(ActWords, act_id, reason="", result="")
    if act.drop_drafts is not None:
        act.drop_drafts(frozenset(forms), frozenset(each for each in (row["name"], row["phone"]) if each))


@dataclass(frozen=True, slots=True)
class Pseudonymise:
    """Customers whose time is over; whoever is not due any more is left alone."""

    customers: tuple[CustomerRef, ...]
    reason: str = ""


@use_case("person.pseudonymise", title=M("End of the time for which people are kept"))
def pseudonymise(act: Act, command: Pseudonymise) -> Result:
    """Make nameless whoever is due by the setting now; the program's own act (5.11, PIPL 19)."""
    act.scrub = None  # `retain` does it once, after the last of many acts
    act.reason = clean(command.reason, "reason")
    limit = person_query.limit(act)
    due = set(person_query.due_ids(act.work.connection, act.project_id, limit, only=command.customers))
    for customer_id in sorted(due):
        _make_nameless(act, act.must(Customer, customer_id, people.CUSTOMER))
    return {"count": len(due)}


def retain(office: Office, session: Session, progress: Callable[[int, int], None] | None = None) -> int:
    """Make nameless everybody who is due, some people an act, so that a stop leaves whole acts; how many.

    Raises NotAllowed for whoever may not start it.
    """
    person = office.person(session)
    if not may(person.roles, "person.retain"):
        raise NotAllowed(M("Only the manager and the leaders may end what is kept."))
    ids = office.look(session, person_query.due)
    done = 0
    for start in range(0, len(ids), AT_ONCE):
        part = tuple(ids[start : start + AT_ONCE])
        command = Pseudonymise(part, f"retention, started by {person.login}")
        done += int(office.run(Session(0, session.project_id), command)["count"])
        if progress is not None:
            progress(min(start + AT_ONCE, len(ids)), len(ids))
    office.scrub()
    return done

