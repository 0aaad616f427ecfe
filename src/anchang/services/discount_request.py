"""Special discounts (P05, T07, domain 2.6): asked for before the paper, passed up until somebody's authority covers it.

    discount_request.apply -> approve (passes on, or grants) | reject -> (subscription, deposit) -> archive
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from anchang.domain import discount as discounts
from anchang.domain.approval import ApprovalLevel, Decision
from anchang.domain.authority import Level, passed_on
from anchang.domain.discount_request import (
    DISCOUNT_REQUEST,
    ExecuteMode,
    RequestState,
    SpecialKind,
    granted_by_level,
    special,
    valid_until,
)
from anchang.domain.errors import BadInput, NotAllowed, Refusal, nothing_there
from anchang.domain.money import Rounding, show
from anchang.domain.plan import PlanKind
from anchang.domain.text import clean
from anchang.domain.units import CustomerRef, DiscountRequestRef, Fen, Note, Rate, StaffRef, UnitRef
from anchang.i18n import M, say
from anchang.services import allocation, approval, claim, discount, discount_collect
from anchang.services.act import Act
from anchang.services.discount_facts import REQUEST, facts, request
from anchang.services.office import Office, Session
from anchang.services.use_case import Result, use_case
from anchang.storage import claim as claims
from anchang.storage import discount_request as rows
from anchang.storage import staff as people
from anchang.storage.discount_request import DiscountRequest
from anchang.storage.numbering import next_seq
from anchang.storage.work import Clash, Row

PREFIX = "YH"
MOST_PAYMENTS = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForDiscount:
    """What a customer asks for beyond the published discounts of a unit: an amount, or a share of the on-site price.

    `discounts` are the published ones, `granted_by` the leader whom the customer asked, `proof` what he or she signed.
    On collection it hangs on payment `collect_no` of the plan by `collect_by`: the last own payment by its own day
    where nothing is said.
    """

    unit: UnitRef
    customer: CustomerRef
    kind: SpecialKind
    reason: Note = ""
    amount: Fen | None = None
    rate: Rate | None = None
    discounts: tuple[str, ...] = ()
    plan: PlanKind = PlanKind.LUMP_SUM
    payment_time: str = ""
    relation: str = ""
    granted_by: StaffRef | None = None
    proof: str = ""
    mode: ExecuteMode = ExecuteMode.CONTRACT_PRICE
    collect_no: int | None = None
    collect_by: date | None = None
    hand_in: bool = True


@use_case(
    "discount_request.apply",
    step=(DISCOUNT_REQUEST, "submit"),
    title=M("Ask for a special discount"),
    done=M("Discount {no} for {unit}: {amount} off. {said}"),
)
def apply(act: Act, command: AskForDiscount) -> Result:
    """Write the request with its prices, and hand it in. Raises BadInput, Refusal, NotAllowed for another's."""
    unit = claim.unit_row(act, command.unit)
    if not unit["list_total"]:
        raise Refusal(M("Unit {unit} has no list price.", unit=unit["label"]))
    consultant_id = _consultant(act, command.customer)
    leader = None if command.granted_by is None else people.by_id(act.work.connection, command.granted_by)
    if leader is not None:
        _leads(leader.roles, leader.name)
    found = discount.published(act, command.discounts)
    rules = [each.rule for each in found]
    reason = discounts.why_not_use(rules, command.plan, act.today)
    if reason is not None:
        raise Refusal(M("Discounts: {reason}", reason=reason))
    price = discounts.price(unit["list_total"], rules, Rounding(act.project.rounding))
    amount, rate = special(price.deal_total, command.amount, command.rate)
    on_collection = _on_collection(act, command)
    seq = next_seq(act.read, DiscountRequest, act.today.year)
    values: dict[str, Any] = {
        "no": f"{PREFIX}{act.today.year}-{seq:04d}",
        "year": act.today.year,
        "seq": seq,
        "state": act.born(DISCOUNT_REQUEST),
        "unit_id": command.unit,
        "customer_id": command.customer,
        "consultant_id": consultant_id,
        "kind": command.kind.value,
        "reason": clean(command.reason, "reason", limit=4000, multiline=True),
        "relation": clean(command.relation, "relation", limit=200),
        "applied_on": act.today,
        "built_area": unit["built_area"],
        "list_total": unit["list_total"],
        "codes": " ".join(rule.code for rule in rules),
        "on_site_price": price.deal_total,
        "special_amount": amount,
        "special_rate": rate,
        "final_total": price.deal_total - amount,
        "plan_kind": command.plan.value,
        "payment_time": clean(command.payment_time, "payment_time", limit=200),
        "granted_by": command.granted_by,
        "proof": clean(command.proof, "proof", limit=200),
        "waits_for": Level.MANAGER.value,
        "maker_id": act.actor.id,
        "business_date": act.today,
        **on_collection,
    }
    try:
        row_id = act.work.insert(DiscountRequest, project_id=act.project_id, **values)
    except Clash as error:
        raise Refusal(M("This customer has an open request for {unit} already.", unit=unit["label"])) from error
    if command.hand_in:
        _submit(act, row_id, None)
    return _answer(act, row_id)


def _on_collection(act: Act, command: AskForDiscount) -> dict[str, Any]:
    """How it is executed. Raises BadInput for a condition that no collection has."""
    if command.mode is ExecuteMode.CONTRACT_PRICE:
        if command.collect_no is not None or command.collect_by is not None:
            raise BadInput(M("Only a discount on collection hangs on a payment."), "mode")
        return {"mode": command.mode.value}
    if command.collect_no is not None and not 1 <= command.collect_no <= MOST_PAYMENTS:
        raise BadInput(M("the plan has no own payment no. {no}", no=command.collect_no), "collect_no")
    if command.collect_by is not None and command.collect_by < act.today:
        raise BadInput(M("{day} is over", day=command.collect_by), "collect_by")
    return {"mode": command.mode.value, "collect_no": command.collect_no, "collect_by": command.collect_by}


def _consultant(act: Act, customer_id: int) -> int:
    """Whose deal it becomes. Raises NotFound, NotAllowed for another consultant's customer."""
    found = claims.customer_owner(act.read, customer_id)
    if found is None:
        raise nothing_there(M("customer"), customer_id)
    if not act.acts_for_all and found["owner_id"] not in (None, act.actor.id):
        raise NotAllowed(M("This is the customer of {owner}.", owner=found["owner"]))
    return int(found["owner_id"] or act.actor.id)


def _leads(roles: Any, name: str) -> None:
    if not DISCOUNT_REQUEST.step("approve").roles & roles:
        raise BadInput(M("{name} grants no discounts.", name=name), "granted_by")


def _submit(act: Act, row_id: int, expect: int | None) -> None:
    row = request(act, row_id)
    act.move(
        DISCOUNT_REQUEST, "submit", DiscountRequest, row, facts(act.read, row), expect=expect,
        submitted_by=act.actor.id, submitted_on=act.today,
    )  # fmt: skip


def _answer(act: Act, row_id: int) -> Result:
    """What every act on a request answers with, money in fen; `said` is what happens next, in words."""
    row = act.must(DiscountRequest, row_id, REQUEST)
    state = RequestState(row["state"])
    said = M("It is «{state}».", state=state)
    if state is RequestState.PENDING:
        said = M("It waits for the {level}.", level=Level(row["waits_for"]))
    if state is RequestState.APPROVED:
        said = M("It holds until {day}.", day=row["valid_until"])
    return {
        "id": row_id,
        "no": row["no"],
        "version": row["version"],
        "state": row["state"],
        "unit": claim.unit_row(act, row["unit_id"])["label"],
        "amount_fen": row["special_amount"],
        "final_total_fen": row["final_total"],
        "amount": show(row["special_amount"]),
        "waits_for": row["waits_for"] if state is RequestState.PENDING else "",
        "said": say(said),
    }


@dataclass(frozen=True, slots=True)
class SubmitDiscount:
    """A draft, and what it still lacked."""

    discount_request: DiscountRequestRef
    reason: Note = ""
    granted_by: StaffRef | None = None
    proof: str = ""
    version: int | None = None


@use_case(
    "discount_request.submit",
    step=(DISCOUNT_REQUEST, "submit"),
    title=M("Hand in a discount request"),
    done=M("Discount {no} for {unit}: {amount} off. {said}"),
)
def submit(act: Act, command: SubmitDiscount) -> Result:
    """Complete a draft and hand it in. Raises Refusal that names what is missing."""
    row = request(act, command.discount_request)
    act.work.unchanged(DiscountRequest, row, command.version)
    if row["state"] == RequestState.DRAFT:
        given: dict[str, Any] = {
            "reason": clean(command.reason, "reason", limit=4000, multiline=True) or row["reason"],
            "proof": clean(command.proof, "proof", limit=200) or row["proof"],
            "granted_by": command.granted_by or row["granted_by"],
        }
        if command.granted_by is not None:
            leader = people.by_id(act.work.connection, command.granted_by)
            if leader is not None:
                _leads(leader.roles, leader.name)
        act.work.update(DiscountRequest, row["id"], **given)
    _submit(act, row["id"], None)
    return _answer(act, row["id"])


@dataclass(frozen=True, slots=True)
class ApproveDiscount:
    """A yes: it grants the discount where one's authority covers it, and passes it on to the next level where not.

    `proof` is the signed paper of whoever granted it, needed for the last yes where the request names none.
    """

    discount_request: DiscountRequestRef
    comment: Note = ""
    proof: str = ""
    version: int | None = None


@use_case(
    "discount_request.approve",
    step=(DISCOUNT_REQUEST, ("approve", "pass_on")),
    title=M("Approve a special discount"),
    done=M("Discount {no} for {unit}: {amount} off. {said}"),
)
def approve(act: Act, command: ApproveDiscount) -> Result:
    """Approve a request, or pass it on. Raises NotAllowed for the own one, Refusal below its level, without proof."""
    row = request(act, command.discount_request)
    act.reason = clean(command.comment, "comment", limit=4000, multiline=True)
    proof = clean(command.proof, "proof", limit=200) or row["proof"]
    found = facts(act.read, row, roles=act.actor.roles, proof=proof, comment=act.reason)
    level = granted_by_level(act.actor.roles)
    following = passed_on(act.actor.roles, found.needed or Level.EXECUTIVE)
    if following is not None:
        act.move(
            DISCOUNT_REQUEST, "pass_on", DiscountRequest, row, found, expect=command.version,
            makers=rows.makers(row), waits_for=following.value, proof=proof,
        )  # fmt: skip
    else:
        act.move(
            DISCOUNT_REQUEST, "approve", DiscountRequest, row, found, expect=command.version, makers=rows.makers(row),
            decided_by=act.actor.id, decided_on=act.today, decided_level=level.value, proof=proof,
            valid_until=valid_until(act.today, int(act.settings["discount_valid_days"])),
        )  # fmt: skip
    approval.record(act, rows.NOUN, row["id"], ApprovalLevel(level.value), Decision.APPROVED, act.reason)
    return _answer(act, row["id"])


@dataclass(frozen=True, slots=True)
class RejectDiscount:
    """The no, with its reason."""

    discount_request: DiscountRequestRef
    comment: Note = ""
    version: int | None = None


@use_case(
    "discount_request.reject",
    step=(DISCOUNT_REQUEST, "reject"),
    title=M("Refuse a special discount"),
    done=M("Discount {no} for {unit} is refused."),
)
def reject(act: Act, command: RejectDiscount) -> Result:
    """Refuse a request. Raises NotAllowed for the own one, Refusal without a reason or below its level."""
    row = request(act, command.discount_request)
    act.reason = clean(command.comment, "comment", limit=4000, multiline=True)
    found = facts(act.read, row, roles=act.actor.roles, comment=act.reason)
    act.move(
        DISCOUNT_REQUEST, "reject", DiscountRequest, row, found, expect=command.version, makers=rows.makers(row),
        decided_by=act.actor.id, decided_on=act.today,
    )  # fmt: skip
    level = granted_by_level(act.actor.roles)
    approval.record(act, rows.NOUN, row["id"], ApprovalLevel(level.value), Decision.REJECTED, act.reason)
    return _answer(act, row["id"])


@dataclass(frozen=True, slots=True)
class WithdrawDiscount:
    """The customer wants it no more, and why."""

    discount_request: DiscountRequestRef
    reason: Note = ""
    version: int | None = None


@use_case(
    "discount_request.withdraw",
    step=(DISCOUNT_REQUEST, "withdraw"),
    title=M("Withdraw a discount request"),
    done=M("Discount {no} for {unit} is withdrawn."),
)
def withdraw(act: Act, command: WithdrawDiscount) -> Result:
    """Take a request back before a paper that is handed in uses it. Raises Refusal without a reason."""
    row = request(act, command.discount_request)
    act.reason = clean(command.reason, "reason", limit=4000, multiline=True)
    act.move(
        DISCOUNT_REQUEST, "withdraw", DiscountRequest, row, facts(act.read, row, comment=act.reason),
        expect=command.version, ended_on=act.today, end_reason=act.reason,
    )  # fmt: skip
    return _answer(act, row["id"])


@dataclass(frozen=True, slots=True)
class ArchiveDiscount:
    """Where the leader's signed proof is filed, and its number where it changed."""

    discount_request: DiscountRequestRef
    archive: str
    proof: str = ""
    version: int | None = None


@use_case(
    "discount_request.archive",
    step=(DISCOUNT_REQUEST, "archive"),
    title=M("File the proof of a special discount"),
    done=M("The proof of discount {no} is filed."),
)
def archive(act: Act, command: ArchiveDiscount) -> Result:
    """File the signed proof of a discount that was used. Raises Refusal without a place."""
    row = request(act, command.discount_request)
    place = clean(command.archive, "archive", limit=200)
    proof = clean(command.proof, "proof", limit=200) or row["proof"]
    act.move(
        DISCOUNT_REQUEST, "archive", DiscountRequest, row, facts(act.read, row, archive=place, proof=proof),
        expect=command.version, archive=place, proof=proof, archived_by=act.actor.id, archived_on=act.today,
    )  # fmt: skip
    return _answer(act, row["id"])


@dataclass(frozen=True, slots=True)
class SweepDiscounts:
    """Grants whose days are over without a booking."""


@use_case("discount_request.sweep", step=(DISCOUNT_REQUEST, "expire"), title=M("Find the discounts that are over"))
def sweep_discounts(act: Act, command: SweepDiscounts) -> Result:
    """Write down what time ended; the program's own act."""
    del command
    act.reason = say(M("The time is over."))
    ended: list[str] = []
    for row in rows.to_expire(act.read):
        _expire(act, row)
        ended.append(row["no"])
    for row in discount_collect.missed(act.read):
        _expire(act, row, collection_missed=True)
        allocation.settle(act, row["subscription_id"])  # what was kept free for the credit is owed as ever
        ended.append(row["no"])
    return {"expired": ended}


def _expire(act: Act, row: Row, **said: Any) -> None:
    found = facts(act.read, row, paper_handed_in=rows.paper_uses(act.read, row), **said)
    act.move(DISCOUNT_REQUEST, "expire", DiscountRequest, row, found, as_system=True, ended_on=act.today)


def sweep(office: Office, project_id: int) -> int:
    """Find the grants that are over, if there are any; how many. No act and no journal row when there are none."""
    session = Session(0, project_id)
    if not office.look(session, rows.to_expire) and not office.look(session, discount_collect.missed):
        return 0
    return len(office.run(session, SweepDiscounts())["expired"])

