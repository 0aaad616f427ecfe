"""Somebody comes in: who takes the visitor and who writes it down (domain 2.1-2, 2.1-3; P01b)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from anchang.domain.access import ASSISTANT, CONSULTANT, MANAGER
from anchang.domain.customer import LeadState, taken
from anchang.domain.errors import NotAllowed
from anchang.domain.rota import ROTA_ENTRY, DayState, EntryFacts, EntryState, TurnKind
from anchang.domain.rota_desk import Arrival, Decision, LetInAlready, NobodyFree, decide, turn_of
from anchang.domain.rota_policy import Policy
from anchang.domain.rota_queue import Queue, on_post
from anchang.domain.text import clean
from anchang.domain.units import CustomerRef, Name, Note, Phone, StaffRef
from anchang.domain.visit import Party, VisitKind
from anchang.i18n import M, say
from anchang.services import (
    agent_report,
    appointment_log,
    day_lock,
    forgotten,
    lead,
    people,
    recognise,
    rota_log,
    visit,
    visit_form,
    waiting,
)
from anchang.services.act import Act
from anchang.services.recognise import Known
from anchang.services.use_case import Result, use_case
from anchang.storage import call as calls
from anchang.storage import day_query
from anchang.storage import delegate as delegates
from anchang.storage import rota as rota_rows
from anchang.storage import waiting as parties
from anchang.storage.customer import Customer
from anchang.storage.visit import Visit
from anchang.storage.work import Row


@dataclass(frozen=True, slots=True)
class Arrive:
    """Who came. The kind answers «is this your first visit?»; number, name or customer find whose visitor it is.

    `asked_for` is whom the visitor named or says to have an appointment with: without one in the book it is a wish
    like any other, and does not take a customer away from the own consultant. Who is expected today goes to whom it was
    made with.
    `delegate` whom an absent owner named at the door (else whoever he or she named before), `relative_of` the
    consultant whose relative or friend it is. `forgotten`: has been here before and cannot say with whom.
    `somebody_else`: not the customer who has the same name. `wait`: stays where nobody is free, and is given to the
    next one.
    """

    kind: VisitKind
    phone: Phone = ""
    name: Name = ""
    customer: CustomerRef | None = None
    asked_for: StaffRef | None = None
    delegate: StaffRef | None = None
    relative_of: StaffRef | None = None
    forgotten: bool = False
    somebody_else: bool = False
    party: Party | None = None
    party_size: int = 1
    organisation: str = ""
    agent_company: str = ""
    agent_name: str = ""
    report_no: str = ""
    note: Note = ""
    wait: bool = True


@use_case(
    "rota.arrive", action="rota.log_greeting", title=M("A visitor comes in"),
    done=M("{receiver_name} receives ({why}); {recorder_name} writes it down."),
)  # fmt: skip
def arrive(act: Act, command: Arrive) -> Result:
    """Decide who takes a visitor, start the turn and write the greeting entry; where nobody is free, the visitor waits.

    Raises NotAllowed for a consultant who has not signed in, Refusal while the rota is not fixed, LetInAlready for
    whoever is received or waits already, NobodyFree when all are off duty or the visitor does not wait, CustomerTaken
    when a «first» visitor has been here before, BadInput when a name means several customers, MaybeKnown when only the
    name of a returning visitor is known.
    """
    day_lock.open_day(act)
    day = rota_log.today(act)
    queue = rota_log.without_leavers(act, day, rota_log.queue(act, day))
    _at_work(act, queue)
    phone = people.number(command.phone)
    known, asks = _who(act, command, phone)
    _not_twice(act, "" if command.kind is VisitKind.NOT_A_BUYER else phone, None if known is None else known.row["id"])
    found = None if known is None else {**known.row, "owner_id": known.owner_id}
    report_no, warnings = _agent_reported(act, command, queue.policy, phone)
    command = replace(command, report_no=report_no)
    arrival = _arrival(act, command, found, queue.policy)
    said = {"warnings": [*asks, *warnings]}
    try:
        decision = decide(queue, arrival, act.actor.id if command.wait else None)
    except NobodyFree as nobody:
        if not command.wait or all(entry.status is EntryState.LEFT for entry in queue.entries):
            raise
        return _waits(act, command, arrival, found, phone, say(nobody.message)) | said
    visit_id, after = _received(act, day, queue, command, arrival, decision, found, phone)
    turn_no = None if after is queue else len(after.turns)
    return _told(act, arrival, decision, found, visit_id, turn_no) | said


def _received(
    act: Act, day: Row, queue: Queue, command: Arrive, arrival: Arrival, decision: Decision, found: Row | None,
    phone: str, since: datetime | None = None,
) -> tuple[int, Queue]:  # fmt: skip
    """Greeting entry and turn of a visitor who came now, or at `since`; the visit and the queue after it."""
    visit_id = _greeting(act, command, decision, found, phone, since or act.now)
    if found is not None:
        appointment_log.keep(act, found["id"], act.today, visit_id)
    if arrival.forgotten:
        forgotten.post(act, visit_id, decision.receiver)
    event = turn_of(decision, act.now)
    if event is None:
        return visit_id, queue
    facts = EntryFacts(day=queue.day, credits=len(queue.entry(decision.receiver).credits))
    ROTA_ENTRY.take("take_turn", queue.status(decision.receiver), facts, CONSULTANT)
    after = rota_log.tell(
        act, day, queue, event, arrival=arrival, decision=decision, visit_id=visit_id, party_size=command.party_size
    )
    return visit_id, after


def _waits(act: Act, command: Arrive, arrival: Arrival, found: Row | None, phone: str, why: str) -> Result:
    """Nobody is free: the visitor is written down and stands on the board."""
    number = waiting.note(
        act, arrival, party_size=visit_form.party_size(command.party_size),
        agent_company=clean(command.agent_company, "agent_company"), report_no=clean(command.report_no, "report_no"),
        customer_id=None if found is None else found["id"], name=clean(command.name, "name", limit=60), phone=phone,
        said={
            "party": "" if command.party is None else command.party.value,
            "agent_name": clean(command.agent_name, "agent_name"),
            "note": clean(command.note, "note", limit=4000, multiline=True),
        },
    )  # fmt: skip
    return {
        "waiting": number,
        "visit": None,
        "visit_no": "",
        "turn": None,
        "kind": TurnKind.NONE.value,
        "counted": False,
        "receiver": None,
        "receiver_name": say(M("the next one free")),
        "recorder": act.actor.id,
        "recorder_name": act.actor.name,
        "keeps_post": True,
        "fills_post": "",
        "customer": None if found is None else found["id"],
        "owner": None if found is None else found["owner_id"],
        "owner_name": "",
        "tell_owner": False,
        "tell_name": "",
        "why": why,
    }


def serve(act: Act, day: Row, queue: Queue) -> tuple[Queue, list[str]]:
    """Give those who wait to whoever is free now, the first to come first; the queue after it, and the words.

    Only on the day itself, and while the rota runs.
    """
    words: list[str] = []
    if day["business_date"] != act.today or queue.day is not DayState.CONFIRMED:
        return queue, words
    for row in parties.rows(act.read, act.today):
        if on_post(queue) is None:
            break
        arrival = waiting.arrival_of(act, row)
        said = waiting.said_of(row)
        party = said.get("party", "")
        command = Arrive(
            arrival.kind, name=row["name"], party_size=row["party_size"], agent_company=row["agent_company"],
            report_no=row["report_no"], party=Party(party) if party else None, agent_name=said.get("agent_name", ""),
            note=said.get("note", ""),
        )  # fmt: skip
        found = None if row["customer_id"] is None else act.must(Customer, row["customer_id"], people.CUSTOMER)
        arrival = _whose_by_now(act, arrival, found)
        decision = decide(queue, arrival)
        _, queue = _received(act, day, queue, command, arrival, decision, found, row["phone"], row["since"])
        waiting.received(act, row, len(queue.turns))
        name = queue.entry(decision.receiver).name
        words.append(say(M("{name} receives the party that waited since {since}", name=name, since=arrival.since)))
    return queue, words


def _whose_by_now(act: Act, arrival: Arrival, found: Row | None) -> Arrival:
    """What the rota is told of a known customer who waited: he or she may have been handed over meanwhile."""
    owner_id = None if found is None else recognise.by_row(act, found).owner_id
    if found is None or owner_id == arrival.owner_id or arrival.appointed_at:
        return arrival
    delegate = None if owner_id is None else delegates.standing_in(act.read, owner_id)
    return replace(arrival, owner_id=owner_id, delegate_id=delegate)


def _at_work(act: Act, queue: Queue) -> None:
    """2.18 «log greeting for the one before: next in line»: a consultant of today's rota, whoever stands at the desk.

    That it is exactly the next one is what the entry says (its recorder); the key may be pressed by a colleague.
    """
    if act.actor.roles & (ASSISTANT | MANAGER):
        return
    if queue.status(act.actor.id) in (EntryState.OFF, EntryState.LEFT):
        raise NotAllowed(M("Only who is on today's rota lets visitors in: sign in first."))


def _who(act: Act, command: Arrive, phone: str) -> tuple[Known | None, list[str]]:
    """The customer meant, in the order of 2.1-3, and what the desk should ask."""
    if command.kind is VisitKind.NOT_A_BUYER:
        return None, []
    found, asks = recognise.at_the_door(
        act, customer=command.customer, phone=phone, name=command.name, somebody_else=command.somebody_else,
        been_here=command.kind not in (VisitKind.FIRST, VisitKind.AGENT_BROUGHT),
        agent=command.kind is VisitKind.AGENT_BROUGHT,
    )  # fmt: skip
    found = None if found is None else _whose_now(act, found)
    met = found is not None and bool(found.row["visits"] or found.on_paper)
    if met and found is not None and found.owner_id is not None and command.kind is VisitKind.FIRST:
        raise taken(people.owner_name(act, found.owner_id))
    return found, [say(each) for each in asks]


def _whose_now(act: Act, found: Known) -> Known:
    """The customer as the rules see it now: without a follow-up in time it is nobody's, swept or not (2.1, 2.2).

    Whoever greets gets nobody by it: the program returns the customer to the pool, and the rota says who receives.
    """
    if found.row["owner_id"] is None or not people.slipped_away(act, found.row):
        return found
    with act.as_system("pool.sweep", lead.POOL):
        lead.into_pool(act, found.row)
    return recognise.by_row(act, act.must(Customer, found.row["id"], people.CUSTOMER), on_paper=found.on_paper)


def _not_twice(act: Act, phone: str, customer_id: int | None) -> None:
    """Two terminals, one visitor: who is being received or waits is not let in again. Raises LetInAlready.

    A second party of the same customer comes in without the number.
    """
    if not phone and customer_id is None:
        return
    running = rota_rows.being_received(act.read, act.today, phone, customer_id)
    if running is not None:
        at = running["started_at"].astimezone(act.zone).strftime("%H:%M")
        raise LetInAlready(
            M("This visitor was let in already: {name} is receiving since {at}, turn {no}. Another party comes in "
              "without the number.", name=running["name"], at=at, no=running["no"])
        )  # fmt: skip
    for row in parties.rows(act.read, act.today):
        if (phone and row["phone"] == phone) or (customer_id is not None and row["customer_id"] == customer_id):
            raise LetInAlready(M("This visitor was let in already and waits as party no. {no}.", no=row["no"]))


def _agent_reported(act: Act, command: Arrive, policy: Policy, phone: str) -> tuple[str, list[str]]:
    """2.1-3: agent-brought only with a prior report that holds today; its number, and what has to be said else.

    Raises BadInput where the office requires one.
    """
    if command.kind is not VisitKind.AGENT_BROUGHT:
        return command.report_no, []
    report, words = agent_report.at_the_door(
        act, phone=phone, name=command.name, company=command.agent_company, report_no=command.report_no.strip(),
        required=policy.agent_report_required,
    )  # fmt: skip
    return command.report_no if report is None else report.no, [say(each) for each in words]


def _arrival(act: Act, command: Arrive, found: Row | None, policy: Policy) -> Arrival:
    owner_id = None if found is None else found["owner_id"]
    asked_for, appointed_at = command.asked_for, ""
    booked = None if found is None else appointment_log.expected(act, found["id"])
    if booked is None and found is None and asked_for is not None and command.kind is VisitKind.APPOINTMENT:
        booked = appointment_log.somebody_expected(act, asked_for)  # who gives no name may be whom they expect
    if booked is not None and command.kind is not VisitKind.AGENT_BROUGHT:
        owner_id, asked_for = booked["with_id"], None  # it goes to the person it was made with
    elif owner_id is not None and command.kind is VisitKind.APPOINTMENT:
        asked_for = None  # nobody has made one: it is the consultant's own customer as ever
    if booked is not None and booked["with_id"] == owner_id:
        appointed_at = booked["at"].astimezone(act.zone).strftime("%H:%M")
    delegate, whose = command.delegate, owner_id or command.relative_of
    if delegate is None and whose is not None:
        delegate = delegates.standing_in(act.read, whose)
    return Arrival(
        command.kind,
        owner_id,
        asked_for,
        delegate,
        command.relative_of,
        forgotten=command.forgotten and command.kind is VisitKind.RETURNING and whose is None,
        outside_hours=not policy.is_open(act.now.astimezone(act.zone).time()),
        appointed_at=appointed_at,
        lapsed=found is not None and found["state"] == LeadState.PUBLIC_POOL and owner_id is None,
        asked_name=day_query.names_of(act.read, [asked_for]).get(asked_for or 0, ""),
    )


def _greeting(
    act: Act, command: Arrive, decision: Decision, found: Row | None, phone: str, arrived_at: datetime
) -> int:
    buyer = command.kind is not VisitKind.NOT_A_BUYER
    organisation = clean(command.organisation, "organisation")
    known: dict[str, Any] = {}
    if found is not None:
        known = {"customer_id": found["id"], "name": found["name"], "phone": found["phone"]}
        known["privacy_notice_at"] = found["privacy_notice_at"]
        if phone and phone != found["phone"]:
            known["other_phones"] = phone  # a co-buyer's
    elif buyer:
        known = {"name": clean(command.name, "name", limit=60), "phone": phone}
    counted = 0 if found is None else found["visits"]
    from_call = (
        found is not None
        and not found["visits"]
        and calls.won_by_call(act.read, found["id"], act.now, act.today)
    )
    whole = not buyer and bool(organisation)
    return visit.greet(
        act,
        kind=command.kind,
        consultant_id=decision.receiver,
        recorder_id=decision.recorder,
        arrived_at=arrived_at,
        party="" if command.party is None else command.party.value,
        party_size=visit_form.party_size(command.party_size),
        organisation=organisation,
        agent_company=clean(command.agent_company, "agent_company"),
        agent_name=clean(command.agent_name, "agent_name"),
        report_no=clean(command.report_no, "report_no"),
        note=clean(command.note, "note", limit=4000, multiline=True),
        visit_count=counted + 1 if buyer else 0,
        from_call=from_call and command.kind is not VisitKind.RETURNING,
        saved_at=act.now if whole else None,
        complete=whole,
        **known,
    )


def _told(
    act: Act, arrival: Arrival, decision: Decision, found: Row | None, visit_id: int, turn_no: int | None
) -> Result:
    ids = (decision.receiver, decision.recorder, decision.fills_post)
    names = day_query.names_of(act.read, ids)
    owner_id = None if found is None else found["owner_id"]
    told = decision.turn_kind in (TurnKind.ASSIST, TurnKind.VOLUNTARY)
    return {
        "visit": visit_id,
        "visit_no": act.must(Visit, visit_id, visit.VISIT)["visit_no"],
        "turn": turn_no,
        "kind": decision.turn_kind.value,
        "counted": decision.counted,
        "receiver": decision.receiver,
        "receiver_name": names[decision.receiver],
        "recorder": decision.recorder,
        "recorder_name": names[decision.recorder],
        "keeps_post": decision.keeps_post,
        "fills_post": names.get(decision.fills_post or 0, ""),
        "customer": None if found is None else found["id"],
        "owner": owner_id,
        "owner_name": "" if found is None else people.owner_name(act, owner_id),
        "tell_owner": told,
        "tell_name": people.owner_name(act, arrival.owner_id or arrival.relative_of) if told else "",
        "why": say(decision.why),
    }
