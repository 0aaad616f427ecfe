"""Whose customer (判客): opening a case, stating something in it, deciding it or deciding otherwise (2.1, 2.18)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from anchang.domain.access import Role
from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.domain.measure import show_percent
from anchang.domain.ownership import Rule, Share, Verdict, judge, why_not_share
from anchang.domain.ownership_case import OWNERSHIP_CASE, CaseFacts, CaseState
from anchang.domain.text import clean
from anchang.domain.units import CustomerRef, Note, OwnershipCaseRef, Phone, Rate, StaffRef
from anchang.i18n import M, Msg, say
from anchang.services import customer as customers
from anchang.services import lead, ownership_facts, people
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import credit, day_query, ownership_query, ownership_trace
from anchang.storage.base import table_of
from anchang.storage.customer import Customer
from anchang.storage.ownership import (
    OwnershipCase,
    OwnershipClaimant,
    OwnershipDecision,
    OwnershipEvidence,
    OwnershipNote,
    OwnershipShare,
)
from anchang.storage.reading import Read
from anchang.storage.work import Clash, Row

CASE = M("ownership case")
_LEADS = frozenset({Role.ASSISTANT, Role.MANAGER})


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Whose customer is this? By row, or by the complete number of somebody whom one may not see.

    `claimant` is who claims the customer where the assistant asks for a consultant.
    """

    question: Note
    customer: CustomerRef | None = None
    phone: Phone = ""
    claimant: StaffRef | None = None


@use_case("ownership.open", title=M("Open an ownership case"), done=M("Case {no} is opened. {words}"))
def open_case(act: Act, command: OpenCase) -> Result:
    """Open a case file with everything that is known, and what the rules say to it; nothing changes hands yet.

    Raises BadInput, CustomerTaken for somebody else's customer that is not named by its number, Refusal while a case
    of this customer is open.
    """
    question = clean(command.question, "question", limit=4000, multiline=True)
    if not question:
        raise BadInput(M("Say what is in dispute."), "question")
    row = _meant(act, command)
    claimants = {act.actor.id} if Role.CONSULTANT in act.actor.roles else set[int]()
    if command.claimant is not None:
        if not (_LEADS & act.actor.roles or command.claimant == act.actor.id):
            raise NotAllowed(M("A consultant claims customers for himself or herself only."))
        claimants.add(people.consultant(act, command.claimant, "claimant").id)
    day_no = day_query.next_no(act.read, table_of(OwnershipCase), act.today)
    no = f"PK{act.today:%Y%m%d}-{day_no:03d}"
    try:
        made = act.work.insert(
            OwnershipCase,
            project_id=act.project_id,
            no=no,
            day_no=day_no,
            business_date=act.today,
            customer_id=row["id"],
            question=question,
            state=act.born(OWNERSHIP_CASE),
            opened_by=act.actor.id or None,
            opened_at=act.now,
            owner_before_id=row["owner_id"],
            edition=0,
            facts="{}",
            rule=Rule.NO_GROUND.value,
        )
    except Clash as error:
        raise Refusal(M("There is an open case about this customer already.")) from error
    _parties(act, made, claimants)
    act.reason = question
    verdict = _file(act, act.must(OwnershipCase, made, CASE))
    return {"id": made, "no": no, "rule": verdict.rule.value, "words": words(act, verdict)}


def _meant(act: Act, command: OpenCase) -> Row:
    if command.customer is not None:
        return people.own(act, command.customer)
    if not command.phone:
        raise BadInput(M("Give the customer, or the complete number."), "phone")
    found = customers.asked(act, command.phone)
    if found is None:
        raise BadInput(M("Nobody is registered under this number."), "phone")
    return found.row


def _parties(act: Act, case_id: int, staff: Iterable[int]) -> None:
    known = set(ownership_query.parties(act.read, case_id))
    for each in sorted(set(staff) - known):
        act.work.insert(OwnershipClaimant, project_id=act.project_id, case_id=case_id, staff_id=each)


def _file(act: Act, case: Row) -> Verdict:
    """Write the next edition of the file: the facts as they stand, each piece with what became of it, the verdict."""
    notes = ownership_trace.notes(act.read, case["id"])
    row = act.must(Customer, case["customer_id"], people.CUSTOMER)
    gathered = ownership_facts.gather(act, row, case["business_date"], notes)
    numbers = ownership_facts.terms(act.settings)
    verdict = judge(gathered.facts, numbers)
    edition = case["edition"] + 1
    for no, line in enumerate(ownership_facts.evidence(gathered, verdict, act.read), start=1):
        act.work.insert(
            OwnershipEvidence, project_id=act.project_id, case_id=case["id"], edition=edition, no=no, **line
        )
    claim = {each.who for each in gathered.facts.traces if each.who is not None and each.recorded}
    _parties(act, case["id"], claim | ({row["owner_id"]} if row["owner_id"] is not None else set()))
    act.work.update(
        OwnershipCase,
        case["id"],
        edition=edition,
        facts=ownership_facts.frozen(gathered.facts, numbers),
        owner_before_id=row["owner_id"],
        subscription_id=gathered.deal_id,
        rule=verdict.rule.value,
        owner_id=verdict.owner,
        protected_until=verdict.protected_until,
        report_id=verdict.report,
    )
    return verdict


def credit_goes_to(act: Act, customer_id: int, subscription_id: int) -> None:
    """The deal whose credit was shared before there was one is this one (2.1 «split in percentages»)."""
    case_id = credit.promised(act.read, customer_id)
    if case_id is not None:
        act.work.update(OwnershipCase, case_id, subscription_id=subscription_id)


def judge_again(act: Act, customer_ids: Iterable[int]) -> None:
    """A tie between customers is new or gone: the open cases about them get another edition."""
    for case_id in ownership_query.open_about(act.read, tuple(customer_ids)):
        _file(act, act.must(OwnershipCase, case_id, CASE))


@dataclass(frozen=True, slots=True)
class StateInCase:
    """What somebody has to say in a case, word for word."""

    case: OwnershipCaseRef
    text: Note
    version: int | None = None


@use_case("ownership.note", title=M("State something in a case"), done=M("It stands in case {no}. {words}"))
def state_in_case(act: Act, command: StateInCase) -> Result:
    """Add a statement and read the facts again. Parties, the assistant and the manager; raises NotAllowed, Refusal."""
    case = act.must(OwnershipCase, command.case, CASE)
    text = clean(command.text, "text", limit=4000, multiline=True)
    if not text:
        raise BadInput(M("Say what is to be kept."), "text")
    parties = ownership_query.parties(act.read, case["id"])
    if not (act.actor.id in (*parties, case["opened_by"]) or _LEADS & act.actor.roles):
        raise NotAllowed(M("Only who is a party of the case, the assistant and the manager may say something in it."))
    if case["state"] != CaseState.OPEN.value:
        raise Refusal(M("Case {no} is closed.", no=case["no"]))
    act.work.unchanged(OwnershipCase, case, command.version)
    act.work.insert(
        OwnershipNote,
        project_id=act.project_id,
        case_id=case["id"],
        by_id=act.actor.id or None,
        at=act.now,
        business_date=act.today,
        text=text,
    )
    verdict = _file(act, case)
    return {"id": case["id"], "no": case["no"], "rule": verdict.rule.value, "words": words(act, verdict)}


@dataclass(frozen=True, slots=True)
class DecideCase:
    """The manager takes what the rules say; a penalty is a note for the points sheet."""

    case: OwnershipCaseRef
    note: str = ""
    points: int = 0
    penalty_staff: StaffRef | None = None
    penalty_note: str = ""
    version: int | None = None


@use_case("ownership.decide", step=(OWNERSHIP_CASE, "decide"), title=M("Decide by the rules"), done=M("{words}"))
def decide(act: Act, command: DecideCase) -> Result:
    """Put the verdict of the rules into force: owner, credit, history, in one. Raises NotAllowed for a party of the
    case, Refusal while a visitor is posted or when the one meant works here no more, Stale.
    """
    case = act.must(OwnershipCase, command.case, CASE)
    act.work.unchanged(OwnershipCase, case, command.version)
    _not_handed_over_since(act, case)
    verdict = judge(*ownership_facts.thawed(case["facts"]))
    said = words(act, verdict)
    act.reason = " ".join(each for each in (case["no"], said, clean(command.note, "note")) if each)
    ready = CaseFacts(rules_say=verdict.rule is not Rule.POSTED)
    _take(act, "decide", case, ready, verdict, clean(command.note, "note"))
    _decided(act, "decide", case, verdict, clean(command.note, "note"), command)
    return {"id": case["id"], "no": case["no"], "owner": verdict.owner, "words": said}


def _not_handed_over_since(act: Act, case: Row) -> None:
    """What the manager gave to somebody meanwhile is not undone by a verdict that knows nothing of it."""
    owner = act.must(Customer, case["customer_id"], people.CUSTOMER)["owner_id"]
    if case["state"] == CaseState.OPEN.value and owner != case["owner_before_id"]:
        raise Refusal(
            M("The customer was given to {owner} since: state that in the case, then the rules judge again.",
              owner=people.owner_name(act, owner))
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CreditShare:
    """Somebody's part of the credit."""

    staff: StaffRef
    rate: Rate


@dataclass(frozen=True, slots=True)
class OverrideCase:
    """What the manager decides instead, and why: an owner or `nobody`, and the credit where it is shared."""

    case: OwnershipCaseRef
    reason: str
    owner: StaffRef | None = None
    nobody: bool = False
    shares: tuple[CreditShare, ...] = ()
    points: int = 0
    penalty_staff: StaffRef | None = None
    penalty_note: str = ""
    version: int | None = None


@use_case("ownership.override", step=(OWNERSHIP_CASE, "override"), title=M("Decide otherwise"), done=M("{words}"))
def override(act: Act, command: OverrideCase) -> Result:
    """Decide otherwise than the rules, with the reason in the journal. Raises as `ownership.decide` does, BadInput for
    shares that do not total 100 %.
    """
    case = act.must(OwnershipCase, command.case, CASE)
    if (command.owner is None) is not command.nobody:
        raise BadInput(M("Say whose customer it is to be, or that it is nobody's."), "owner")
    owner = None if command.owner is None else people.consultant(act, command.owner, "owner").id
    shares = tuple(Share(people.consultant(act, each.staff, "shares").id, each.rate) for each in command.shares)
    if not shares and owner is not None:
        shares = (Share(owner, 1_000_000),)
    wrong = why_not_share(shares) if shares else None
    if wrong is not None:
        raise BadInput(wrong, "shares")
    act.reason = clean(command.reason, "reason")
    verdict = Verdict(Rule.MANAGER, owner, shares)
    act.work.unchanged(OwnershipCase, case, command.version)
    _take(act, "override", case, CaseFacts(reason=act.reason), verdict, act.reason)
    _decided(act, "override", case, verdict, act.reason, command)
    return {"id": case["id"], "no": case["no"], "owner": owner, "words": words(act, verdict)}


def _take(act: Act, step: str, case: Row, facts: CaseFacts, verdict: Verdict, reason: str) -> None:
    parties = ownership_query.parties(act.read, case["id"])
    changed: dict[str, Any] = {} if step == "decide" else {"protected_until": None, "report_id": None}
    act.move(
        OWNERSHIP_CASE, step, OwnershipCase, case, facts, makers=(case["opened_by"], *parties),
        rule=verdict.rule.value, owner_id=verdict.owner, decision=case["decision"] + 1,
        decided_by=act.actor.id or None, decided_at=act.now, reason=reason, **changed,
    )  # fmt: skip


def _decided(
    act: Act, step: str, case: Row, verdict: Verdict, reason: str, command: DecideCase | OverrideCase
) -> None:
    """Keep the decision with its shares, and let the customer follow it."""
    penalty = _penalty(act, command)
    decision = act.work.insert(
        OwnershipDecision,
        project_id=act.project_id,
        case_id=case["id"],
        no=case["decision"] + 1,
        edition=case["edition"],
        step=step,
        rule=verdict.rule.value,
        owner_id=verdict.owner,
        reason=reason,
        by_id=act.actor.id or None,
        at=act.now,
        business_date=act.today,
        **penalty,
    )
    for share in verdict.shares:
        act.work.insert(
            OwnershipShare, project_id=act.project_id, decision_id=decision, staff_id=share.staff, rate=share.rate
        )
    row = act.must(Customer, case["customer_id"], people.CUSTOMER)
    why = say(M("case {no}: {rule}", no=case["no"], rule=verdict.rule))
    lead.give(act, row, verdict.owner, f"{why} {reason}".strip())


def _penalty(act: Act, command: DecideCase | OverrideCase) -> dict[str, Any]:
    note = clean(command.penalty_note, "penalty_note")
    if not 0 <= command.points <= 1000:
        raise BadInput(M("Points are 0 to 1000."), "points")
    if (command.points or note) and command.penalty_staff is None:
        raise BadInput(M("Say whom the points are for."), "penalty_staff")
    staff_id = command.penalty_staff
    if staff_id is not None and staff_id not in day_query.names_of(act.read, [staff_id]):
        raise BadInput(M("There is no {what} {which}.", what=M("member of staff"), which=staff_id), "penalty_staff")
    return {"points": command.points, "penalty_staff_id": staff_id, "penalty_note": note}


@dataclass(frozen=True, slots=True)
class WithdrawCase:
    """A question that is not asked any more."""

    case: OwnershipCaseRef
    reason: str = ""
    version: int | None = None


@use_case(
    "ownership.withdraw", step=(OWNERSHIP_CASE, "withdraw"), title=M("Take a case back"),
    done=M("Case {no} is taken back."),
)  # fmt: skip
def withdraw(act: Act, command: WithdrawCase) -> Result:
    """Take one's own question back; everything stays as it was. Raises Refusal, Stale."""
    case = act.must(OwnershipCase, command.case, CASE)
    act.reason = clean(command.reason, "reason")
    facts = CaseFacts(is_opener=act.actor.id == case["opened_by"])
    act.move(OWNERSHIP_CASE, "withdraw", OwnershipCase, case, facts, expect=command.version, reason=act.reason)
    return {"id": case["id"], "no": case["no"]}


def words(act: Act, verdict: Verdict) -> str:
    """The verdict as people say it."""
    return say(told(act.read, verdict))


def told(read: Read, verdict: Verdict) -> Msg:
    """Whose, in which parts, by which rule."""
    names = day_query.names_of(read, [verdict.owner, *(each.staff for each in verdict.shares)])
    if len(verdict.shares) > 1:
        parts = tuple(f"{names[each.staff]} {show_percent(each.rate)}" for each in verdict.shares)
        return M("{parts}: {rule}.", parts=parts, rule=verdict.rule)
    if verdict.owner is None:
        return M("Nobody's: {rule}.", rule=verdict.rule)
    return M("{name}'s: {rule}.", name=names[verdict.owner], rule=verdict.rule)
