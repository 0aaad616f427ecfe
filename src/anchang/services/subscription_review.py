"""The review of a subscription, its deposit, its stamp and its slip (domain 2.3 steps 7 to 11, 3.7).

Other papers call `money_entered`, `deposit_received`, `money_taken_back` (receipts), `converted` and `fix_due_days`
(contracts).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from anchang.domain.approval import ApprovalLevel, Decision
from anchang.domain.errors import BadInput, NotAllowed, Refusal, WrongState
from anchang.domain.hold import ClaimKind
from anchang.domain.plan import DueRule, PlanKind, due_on
from anchang.domain.subscription import SUBSCRIPTION, SubscriptionState
from anchang.domain.subscription_desk import distribution
from anchang.domain.text import clean
from anchang.domain.units import Note, SubscriptionRef
from anchang.i18n import M
from anchang.services import (
    approval,
    claim,
    delay_facts,
    discount_facts,
    lead,
    ownership,
    plan_version,
    rota_deal,
    small_order,
)
from anchang.services.act import Act
from anchang.services.subscription_facts import NOUN, answer, facts_of, list_price_stands, paper
from anchang.services.use_case import Result, use_case
from anchang.services.working_days import shifted
from anchang.storage import receipt as receipts
from anchang.storage import subscription_query as query
from anchang.storage.plan import InstalmentDue, current_lines
from anchang.storage.subscription import Subscription, SubscriptionCopy

S = SubscriptionState


@dataclass(frozen=True, slots=True)
class ApproveSubscription:
    """The manager's yes before any money."""

    subscription: SubscriptionRef
    comment: Note = ""
    version: int | None = None


@use_case(
    "subscription.approve",
    step=(SUBSCRIPTION, "approve"),
    title=M("Approve a subscription"),
    done=M("Subscription {sub_no} is approved; the deposit is due on {deposit_due_on}."),
)
def approve(act: Act, command: ApproveSubscription) -> Result:
    """Approve a paper: its plan becomes instalments, the deposit gets its day, the hold lasts to the end of it."""
    row = paper(act, command.subscription)
    list_price_stands(act, row)
    due = deposit_day(row, act.today)
    act.reason = clean(command.comment, "comment", multiline=True, limit=4000)
    act.move(
        SUBSCRIPTION,
        "approve",
        Subscription,
        row,
        facts_of(act, row),
        expect=command.version,
        makers=query.makers(row),
        deposit_due_on=due,
        approved_on=act.today,
    )
    approval.record(act, "subscription", row["id"], ApprovalLevel.REVIEW, Decision.APPROVED, act.reason)
    plan_version.write(act, row["id"], PlanKind(row["plan_kind"]), row["deal_total"], query.plan_lines(act.read, row))
    fix_due_days(act, row["id"], deposit_due_on=due)
    claim.advance(act, row["unit_id"], ClaimKind.HOLD, subscription_id=row["id"], expires_at=_end_of(act, due))
    small_order.set_timer(act, row["unit_id"])
    return {**answer(act, row["id"]), "deposit_due_on": due.isoformat()}


def deposit_day(row: Mapping[str, Any], today: date) -> date:
    """The day for the deposit of a paper that is approved today: the agreed one, where it is not over."""
    return max(row["deposit_due_on"] or today, today)


def _end_of(act: Act, day: date) -> datetime:
    """The first instant after the office's day."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=act.zone).astimezone(UTC)


def fix_due_days(
    act: Act, subscription_id: int, *, deposit_due_on: date | None = None, signed_on: date | None = None
) -> int:
    """Write down the days that are known from today on; how many rows were written.

    At approval the deposit's day; at signing (`signed_on` of the contract) the others, fixed dates too, because the
    price is not asked for before there is a contract (L-2 art. 5).
    """
    written = 0
    for each in current_lines(act.work.connection, subscription_id):
        if signed_on is None and each.line.rule is not DueRule.DEPOSIT:
            continue
        day = due_on(each.line, deposit_due_on, signed_on)
        if day is None:
            continue
        day = shifted(act.settings, day)
        if day == each.due_on:
            continue
        act.work.insert(InstalmentDue, project_id=act.project_id, instalment_id=each.id, due_on=day, from_day=act.today)
        written += 1
    return written


@dataclass(frozen=True, slots=True)
class SendBackSubscription:
    """The manager's no, with what has to be changed."""

    subscription: SubscriptionRef
    comment: Note = ""
    version: int | None = None


@use_case(
    "subscription.send_back",
    step=(SUBSCRIPTION, "send_back"),
    title=M("Send a subscription back"),
    done=M("Subscription {sub_no} goes back to the consultant."),
)
def send_back(act: Act, command: SendBackSubscription) -> Result:
    """Give a paper back with a comment; the hold goes on. Raises Refusal without a comment."""
    row = paper(act, command.subscription)
    act.reason = clean(command.comment, "comment", multiline=True, limit=4000)
    facts = facts_of(act, row, comment=act.reason)
    act.move(SUBSCRIPTION, "send_back", Subscription, row, facts, expect=command.version)
    approval.record(act, "subscription", row["id"], ApprovalLevel.REVIEW, Decision.SENT_BACK, act.reason)
    return answer(act, row["id"])


def money_entered(act: Act, subscription_id: int) -> None:
    """The first receipt of a paper is written, be its money still on its way: the unit is not let go any more.

    Called by the act that enters the receipt. Raises Refusal when the hold has run out.
    """
    row = act.must(Subscription, subscription_id, NOUN)
    if row["state"] not in (S.DEPOSIT_DUE, S.DEPOSIT_PAID):
        return
    if not query.held_for(act.read, row):
        label = claim.unit_row(act, row["unit_id"])["label"]
        raise Refusal(M("The hold on {unit} has run out; the unit has to be taken again first.", unit=label))
    claim.advance(act, row["unit_id"], ClaimKind.SUBSCRIPTION, subscription_id=row["id"], clear_expiry=True)


def money_taken_back(act: Act, subscription_id: int, deposit_before: int) -> None:
    """A receipt of the paper was reversed; `deposit_before` (fen) is what the deposit line had until then.

    Called by that act, after its allocations. The manager's yes to a lower deposit was said of the money that is gone,
    and a paper on which no receipt stands lapses with its hold again (2.3).
    """
    row = act.must(Subscription, subscription_id, NOUN)
    if row["state"] != S.DEPOSIT_DUE:
        return
    if row["lower_deposit_accepted"] and receipts.deposit_received(act.read, subscription_id) < deposit_before:
        act.work.update(Subscription, row["id"], lower_deposit_accepted=False)
        fix_due_days(act, row["id"], deposit_due_on=row["deposit_due_on"])
    if not receipts.has_receipt(act.read, subscription_id) and query.held_for(act.read, row):
        claim.back_to_hold(act, row["unit_id"], _end_of(act, max(row["deposit_due_on"], act.today)))


def deposit_received(act: Act, subscription_id: int) -> bool:
    """Money for the deposit counts now: the paper moves on when it is enough. Whether it moved.

    Called by the act that confirms a receipt, after its allocation. Raises what the step's guards say but the amount.
    """
    row = act.must(Subscription, subscription_id, NOUN)
    if row["state"] != S.DEPOSIT_DUE:
        return False
    received = receipts.deposit_received(act.read, subscription_id)
    if received <= 0:
        return False
    money_entered(act, subscription_id)
    if received < row["deposit_amount"] and not row["lower_deposit_accepted"]:
        return False
    row = act.must(Subscription, subscription_id, NOUN)
    act.move(SUBSCRIPTION, "receive_deposit", Subscription, row, facts_of(act, row), deposit_paid_on=act.today)
    discount_facts.used(act, subscription_id)
    return True


@dataclass(frozen=True, slots=True)
class ReceiveDeposit:
    """A paper whose deposit is in; needed only after a lower deposit was accepted."""

    subscription: SubscriptionRef
    version: int | None = None


@use_case(
    "subscription.receive_deposit",
    step=(SUBSCRIPTION, "receive_deposit"),
    title=M("Take the deposit as received"),
    done=M("Subscription {sub_no} waits for the stamp."),
)
def receive_deposit(act: Act, command: ReceiveDeposit) -> Result:
    """Let a paper move on whose deposit is in. Raises Refusal with the amounts when it is not."""
    row = paper(act, command.subscription)
    facts = facts_of(act, row)
    act.move(
        SUBSCRIPTION,
        "receive_deposit",
        Subscription,
        row,
        facts,
        expect=command.version,
        deposit_paid_on=act.today,
    )
    claim.advance(act, row["unit_id"], ClaimKind.SUBSCRIPTION, subscription_id=row["id"], clear_expiry=True)
    discount_facts.used(act, row["id"])
    return answer(act, row["id"])


@dataclass(frozen=True, slots=True)
class AcceptDeposit:
    """The manager takes what came as the agreed deposit (art. 586)."""

    subscription: SubscriptionRef
    comment: Note = ""
    version: int | None = None


@use_case(
    "subscription.accept_deposit",
    step=(SUBSCRIPTION, "accept_deposit"),
    title=M("Accept a lower deposit"),
    done=M("The lower deposit of {sub_no} is accepted."),
)
def accept_deposit(act: Act, command: AcceptDeposit) -> Result:
    """Accept a deposit lower than agreed; the cashier takes it as received then. Raises Refusal when none is."""
    row = paper(act, command.subscription)
    act.reason = clean(command.comment, "comment", multiline=True, limit=4000)
    facts = facts_of(act, row)
    act.move(
        SUBSCRIPTION,
        "accept_deposit",
        Subscription,
        row,
        facts,
        expect=command.version,
        makers=query.makers(row),
        lower_deposit_accepted=True,
    )
    approval.record(act, "subscription", row["id"], ApprovalLevel.LOWER_DEPOSIT, Decision.APPROVED, act.reason)
    # What came is the deposit now; what was agreed beyond it is price, asked for with the contract.
    fix_due_days(act, row["id"], deposit_due_on=row["sign_due_date"])
    return {**answer(act, row["id"]), "received_fen": facts.deposit_received}


@dataclass(frozen=True, slots=True)
class StampSubscription:
    """The contract clerk's stamp; the copies go to their keepers."""

    subscription: SubscriptionRef
    paper_no: str = ""
    version: int | None = None


@use_case(
    "subscription.stamp",
    step=(SUBSCRIPTION, "stamp"),
    title=M("Stamp a subscription"),
    done=M("Subscription {sub_no} is in force; {unit} is subscribed."),
)
def stamp(act: Act, command: StampSubscription) -> Result:
    """Stamp a paper: it is in force, its unit subscribed, its copies given out, the customer's lead follows."""
    row = paper(act, command.subscription)
    act.move(
        SUBSCRIPTION,
        "stamp",
        Subscription,
        row,
        facts_of(act, row, stamped=True),
        expect=command.version,
        stamped_at=act.now,
        activated_on=act.today,
        paper_no=clean(command.paper_no, "paper_no", limit=40) or row["paper_no"],
    )
    claim.advance(act, row["unit_id"], ClaimKind.SUBSCRIPTION, subscription_id=row["id"])
    claim.follow(act, row["unit_id"], "subscribe", claim_is_buyers=True, subscription_active=True)
    for copy_no, holder in enumerate(distribution(int(act.settings["subscription_copies"])), start=1):
        act.work.insert(
            SubscriptionCopy,
            project_id=act.project_id,
            subscription_id=row["id"],
            copy_no=copy_no,
            holder=holder.value,
            given_by=act.actor.id,
            business_date=act.today,
        )
    lead.sold(act, row["customer_id"], "subscribed")
    ownership.credit_goes_to(act, row["customer_id"], row["id"])
    rota_deal.shared(act, row["customer_id"])
    return answer(act, row["id"])


def converted(act: Act, subscription_id: int) -> None:
    """The contract is signed: the paper is converted (2.3). Called by the contract's own act. Raises WrongState."""
    row = act.must(Subscription, subscription_id, NOUN)
    facts = facts_of(act, row, contract_signed=True)
    act.move(SUBSCRIPTION, "convert", Subscription, row, facts, as_system=True, converted_on=act.today)
    delay_facts.contract_signed(act, subscription_id)


@dataclass(frozen=True, slots=True)
class DecideSlip:
    """The manager's signature on the approval slip, after the deposit (3.7)."""

    subscription: SubscriptionRef
    decision: Decision = Decision.APPROVED
    comment: Note = ""
    version: int | None = None


@use_case(
    "subscription.decide_slip",
    title=M("Sign the approval slip"),
    done=M("The approval slip of {sub_no} is signed."),
)
def decide_slip(act: Act, command: DecideSlip) -> Result:
    """Decide the slip; a second person's act. A yes is final. Raises NotAllowed, WrongState, Refusal."""
    row = paper(act, command.subscription)
    if row["state"] not in (S.DEPOSIT_PAID, S.ACTIVE, S.CONVERTED):
        raise WrongState(M("The slip of {number} is signed after the deposit.", number=row["sub_no"]))
    if act.is_own(*query.makers(row)):
        raise NotAllowed(M("You wrote {number} yourself; somebody else signs its slip.", number=row["sub_no"]))
    if row["slip_decision"] == Decision.APPROVED:
        raise Refusal(M("The slip of {number} is signed already.", number=row["sub_no"]))
    if command.decision is Decision.SENT_BACK:
        raise BadInput(M("A slip is approved or not approved."), "decision")
    act.reason = clean(command.comment, "comment", multiline=True, limit=4000)
    if command.decision is Decision.REJECTED and not act.reason:
        raise BadInput(M("Say why the slip is not approved."), "comment")
    act.work.update(
        Subscription,
        row["id"],
        expect=command.version,
        slip_decision=command.decision.value,
        slip_comment=act.reason,
        slip_by=act.actor.id,
        slip_on=act.today,
    )
    approval.record(act, "subscription", row["id"], ApprovalLevel.SLIP, command.decision, act.reason)
    return answer(act, row["id"])
