"""Delayed signing (P04, domain 2.7): one act asks for it, one decides, one executes; time does the rest.

    delay.apply (draft, verified, handed in at once) -> approve | reject -> execute -> (contract signed | expired)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from anchang.domain.approval import Decision
from anchang.domain.delay import DELAY_REQUEST, DelayState, execute_by, new_due
from anchang.domain.dictionary import DictKind
from anchang.domain.subscription import SubscriptionState
from anchang.domain.text import clean
from anchang.domain.units import Code, DelayRef, Note, SubscriptionRef
from anchang.i18n import M, say
from anchang.services import approval, dictionary, forfeit, paper_claim
from anchang.services.act import Act
from anchang.services.delay_facts import DELAY, level, no_signing, of, request, taken
from anchang.services.office import Office, Session
from anchang.services.subscription_facts import paper
from anchang.services.subscription_review import fix_due_days
from anchang.services.use_case import Result, use_case
from anchang.storage import delay as rows
from anchang.storage import subscription_query
from anchang.storage.delay import DelayRequest
from anchang.storage.numbering import next_seq
from anchang.storage.subscription import Subscription
from anchang.storage.work import Clash

PREFIX = "YQ"
CHECKED = M("The facts were checked and are as stated.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyForDelay:
    """What the customer asks for: `days` or the new last day, either says the other; and why.

    Where the customer signed and the facts were checked, it is handed in at once; otherwise it waits as a draft.
    `verified` is what the check gave, `late_why` why it is asked for after the day for signing.
    """

    subscription: SubscriptionRef
    days: int | None = None
    new_due_on: date | None = None
    reason: Code
    reason_text: Note = ""
    is_verified: bool = True
    verified: Note = ""
    customer_signed: bool = True
    customer_signed_on: date | None = None
    late_why: Note = ""
    attachments: Note = ""


@use_case(
    "delay.apply",
    step=(DELAY_REQUEST, ("verify", "submit")),
    title=M("Ask for a later signing"),
    done=M("Delay {no}: signing by {new_due_on}. {said}"),
)
def apply(act: Act, command: ApplyForDelay) -> Result:
    """Write the request, verify it and hand it in, as far as nothing is missing; all three in one act.

    Raises Refusal where there is an open request of any kind, for a deal not in force, for days beyond the most;
    BadInput.
    """
    deal = paper(act, command.subscription)
    if deal["state"] != SubscriptionState.ACTIVE or deal["sign_due_date"] is None:
        raise no_signing(deal["sub_no"])
    open_one = rows.open_of(act.read, deal["id"])
    if open_one is not None:
        raise taken(deal["sub_no"], open_one["no"])
    days, moved = new_due(deal["sign_due_date"], command.days, command.new_due_on)
    dictionary.check(act, DictKind.DELAY_REASON, [command.reason], "reason")
    before = rows.of_subscription(act.read, deal["id"])
    seq = next_seq(act.read, DelayRequest, act.today.year)
    values: dict[str, Any] = {
        "no": f"{PREFIX}{act.today.year}-{seq:04d}",
        "year": act.today.year,
        "seq": seq,
        "state": act.born(DELAY_REQUEST),
        "subscription_id": deal["id"],
        "applied_on": act.today,
        "amount_paid": subscription_query.received(act.read, deal["id"]),
        "original_due_on": deal["sign_due_date"],
        "new_due_on": moved,
        "days": days,
        "cumulative_days": rows.days_so_far(act.read, deal["id"]) + days,
        "is_first": not any(each["executed_on"] for each in before),
        "reason": command.reason,
        "reason_text": clean(command.reason_text, "reason_text", limit=4000, multiline=True),
        "late_why": clean(command.late_why, "late_why", limit=4000, multiline=True),
        "attachments": clean(command.attachments, "attachments", limit=4000, multiline=True),
        "maker_id": act.actor.id,
        "business_date": act.today,
    }
    try:
        row_id = act.work.insert(DelayRequest, project_id=act.project_id, **values)
    except Clash as error:
        raise taken(deal["sub_no"], "") from error
    paper_claim.take(act, deal, rows.NOUN, row_id, values["no"])
    checked = clean(command.verified, "verified", limit=4000, multiline=True)
    signed = command.customer_signed_on or (act.today if command.customer_signed else None)
    _hand_in(act, row_id, (checked or say(CHECKED)) if command.is_verified else "", signed)
    return _answer(act, row_id)


def _hand_in(act: Act, row_id: int, checked: str, signed_on: date | None, expect: int | None = None) -> None:
    """Verify where it was checked, and hand in where the customer signed too; what is refused then is really wrong."""
    row, deal = request(act, row_id)
    if row["state"] == DelayState.DRAFT:
        if not checked:
            if signed_on is not None:
                act.work.update(DelayRequest, row_id, expect=expect, customer_signed_on=signed_on)
            return
        act.move(
            DELAY_REQUEST, "verify", DelayRequest, row, of(act, row, deal, verified=checked), expect=expect,
            verified=checked, verified_by=act.actor.id, verified_on=act.today,
            customer_signed_on=signed_on or row["customer_signed_on"],
        )  # fmt: skip
        (row, deal), expect = request(act, row_id), None
    signed_on = signed_on or row["customer_signed_on"]
    if signed_on is None:
        return
    act.move(
        DELAY_REQUEST, "submit", DelayRequest, row, of(act, row, deal, customer_signed_on=signed_on), expect=expect,
        customer_signed_on=signed_on, submitted_by=act.actor.id, submitted_on=act.today,
    )  # fmt: skip


def _answer(act: Act, row_id: int) -> Result:
    """What every act on a request answers with; `said` is what happens next, in words."""
    row = act.must(DelayRequest, row_id, DELAY)
    deal = act.must(Subscription, row["subscription_id"], M("subscription"))
    found = of(act, row, deal)
    state = DelayState(row["state"])
    said = M("It is «{state}».", state=state)
    if state is DelayState.PENDING and found.waits_for is not None:
        said = M("It waits for the {level}.", level=found.waits_for)
    return {
        "id": row_id,
        "no": row["no"],
        "version": row["version"],
        "state": row["state"],
        "subscription": deal["sub_no"],
        "days": row["days"],
        "cumulative_days": row["cumulative_days"],
        "new_due_on": row["new_due_on"].isoformat(),
        "sign_due_date": deal["sign_due_date"].isoformat(),
        "waits_for": found.waits_for.value if state is DelayState.PENDING and found.waits_for else "",
        "said": say(said),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitDelay:
    """What a draft still lacked: what the check of the facts gave, and when the customer signed."""

    delay: DelayRef
    verified: Note = ""
    customer_signed_on: date | None = None
    late_why: Note = ""
    version: int | None = None


@use_case(
    "delay.submit",
    step=(DELAY_REQUEST, ("verify", "submit")),
    title=M("Hand in a request for a later signing"),
    done=M("Delay {no}: signing by {new_due_on}. {said}"),
)
def submit(act: Act, command: SubmitDelay) -> Result:
    """Verify a draft and hand it in; the customer signed today where nothing is said. Raises Refusal, WrongState."""
    row, _deal = request(act, command.delay)
    checked = clean(command.verified, "verified", limit=4000, multiline=True) or row["verified"] or say(CHECKED)
    late = clean(command.late_why, "late_why", limit=4000, multiline=True)
    act.work.unchanged(DelayRequest, row, command.version)
    if late:
        act.work.update(DelayRequest, row["id"], late_why=late)
    signed_on = command.customer_signed_on or row["customer_signed_on"] or act.today
    _hand_in(act, row["id"], checked, signed_on)
    return _answer(act, row["id"])


@dataclass(frozen=True, slots=True)
class ApproveDelay:
    """The yes of whoever the length belongs to; after the day for signing it is an exception, with its reason."""

    delay: DelayRef
    comment: Note = ""
    version: int | None = None


@use_case(
    "delay.approve",
    step=(DELAY_REQUEST, "approve"),
    title=M("Approve a later signing"),
    done=M("Delay {no} is approved; the sales assistant executes it."),
)
def approve(act: Act, command: ApproveDelay) -> Result:
    """Approve a request. Raises NotAllowed for the own one, Refusal beyond one's level or the most days."""
    return _decide(act, command, Decision.APPROVED, "approve")


@dataclass(frozen=True, slots=True)
class RejectDelay:
    """The no, with its reason: the original day stands."""

    delay: DelayRef
    comment: Note = ""
    version: int | None = None


@use_case(
    "delay.reject",
    step=(DELAY_REQUEST, "reject"),
    title=M("Refuse a later signing"),
    done=M("Delay {no} is refused; signing stays due on {sign_due_date}."),
)
def reject(act: Act, command: RejectDelay) -> Result:
    """Refuse a request. Raises NotAllowed for the own one, Refusal without a reason or beyond one's level."""
    return _decide(act, command, Decision.REJECTED, "reject")


def _decide(act: Act, command: ApproveDelay | RejectDelay, decision: Decision, step: str) -> Result:
    row, deal = request(act, command.delay)
    act.reason = clean(command.comment, "comment", limit=4000, multiline=True)
    found = of(act, row, deal, comment=act.reason)
    values: dict[str, Any] = {"decided_by": act.actor.id, "decided_on": act.today}
    if decision is Decision.APPROVED:
        values["execute_by"] = execute_by(act.today, row["original_due_on"], row["new_due_on"])
    act.move(
        DELAY_REQUEST, step, DelayRequest, row, found, expect=command.version,
        makers=(row["maker_id"], row["submitted_by"], deal["consultant_id"]), **values,
    )  # fmt: skip
    approval.record(act, rows.NOUN, row["id"], level(found), decision, act.reason)
    if decision is Decision.REJECTED:
        paper_claim.free(act, rows.NOUN, row["id"])
    return _answer(act, row["id"])


@dataclass(frozen=True, slots=True)
class ReplyToDelay:
    """What the customer was told after a no."""

    delay: DelayRef
    reply: Note = ""
    version: int | None = None


@use_case(
    "delay.reply",
    step=(DELAY_REQUEST, "reply"),
    title=M("Tell the customer"),
    done=M("The answer to {no} is recorded; signing stays due on {sign_due_date}."),
)
def reply(act: Act, command: ReplyToDelay) -> Result:
    """Record what the customer was told. Raises Refusal without words."""
    row, deal = request(act, command.delay)
    told = clean(command.reply, "reply", limit=4000, multiline=True)
    act.move(
        DELAY_REQUEST, "reply", DelayRequest, row, of(act, row, deal, comment=told), expect=command.version,
        reply=told, replied_by=act.actor.id, replied_on=act.today,
    )  # fmt: skip
    return _answer(act, row["id"])


@dataclass(frozen=True, slots=True)
class WithdrawDelay:
    """The customer needs it no more, and why."""

    delay: DelayRef
    reason: Note = ""
    version: int | None = None


@use_case(
    "delay.withdraw",
    step=(DELAY_REQUEST, "withdraw"),
    title=M("Withdraw a request for a later signing"),
    done=M("Delay {no} is withdrawn; signing stays due on {sign_due_date}."),
)
def withdraw(act: Act, command: WithdrawDelay) -> Result:
    """Take a request back before it is executed. Raises Refusal without a reason."""
    row, deal = request(act, command.delay)
    act.reason = clean(command.reason, "reason", limit=4000, multiline=True)
    act.move(
        DELAY_REQUEST, "withdraw", DelayRequest, row, of(act, row, deal, comment=act.reason), expect=command.version,
        ended_on=act.today, end_reason=act.reason,
    )  # fmt: skip
    paper_claim.free(act, rows.NOUN, row["id"])
    return _answer(act, row["id"])


@dataclass(frozen=True, slots=True)
class ExecuteDelay:
    """The assistant writes the new day into the deal."""

    delay: DelayRef
    version: int | None = None


@use_case(
    "delay.execute",
    step=(DELAY_REQUEST, "execute"),
    title=M("Execute a later signing"),
    done=M("Delay {no} is in force: signing is due on {sign_due_date}."),
)
def execute(act: Act, command: ExecuteDelay) -> Result:
    """Move the deal's last day for signing. Lines of the plan that hang on the signature follow it: their days are
    known only with the contract, and the rest of a lower deposit, asked for by that day, moves with it now.

    Raises Refusal when it comes too late or the day was moved by something else.
    """
    row, deal = request(act, command.delay)
    act.move(
        DELAY_REQUEST, "execute", DelayRequest, row, of(act, row, deal), expect=command.version,
        executed_by=act.actor.id, executed_on=act.today,
    )  # fmt: skip
    paper_claim.free(act, rows.NOUN, row["id"])
    act.work.update(Subscription, deal["id"], sign_due_date=row["new_due_on"])
    if deal["lower_deposit_accepted"]:
        fix_due_days(act, deal["id"], deposit_due_on=row["new_due_on"])
    return _answer(act, row["id"])


@dataclass(frozen=True, slots=True)
class SweepDelays:
    """Delays that were not executed in time, and those whose new day passed without a signature."""


@use_case("delay.sweep", step=(DELAY_REQUEST, ("lapse", "expire")), title=M("Find the delays that are over"))
def sweep_delays(act: Act, command: SweepDelays) -> Result:
    """Write down what time brought; the program's own act. What ran out unsigned becomes a case (2.19)."""
    del command
    act.reason = say(M("The time is over."))
    done: dict[str, list[str]] = {"lapse": [], "expire": []}
    cases: list[str] = []
    for step, found in (("lapse", rows.to_lapse(act.read)), ("expire", rows.to_expire(act.read))):
        for row in found:
            deal = act.must(Subscription, row["subscription_id"], M("subscription"))
            act.move(DELAY_REQUEST, step, DelayRequest, row, of(act, row, deal), as_system=True, ended_on=act.today)
            paper_claim.free(act, rows.NOUN, row["id"])
            done[step].append(row["no"])
            if step == "expire" and row["new_due_on"] == deal["sign_due_date"]:  # of several the one that set the day
                cases.append(forfeit.delay_ran_out(act, deal, row["no"]))
    return {"lapsed": done["lapse"], "expired": done["expire"], "cases": [each for each in cases if each]}


def sweep(office: Office, project_id: int) -> int:
    """Find the delays that are over, if there are any; how many. No act and no journal row when there are none."""
    session = Session(0, project_id)
    if not (office.look(session, rows.to_lapse) or office.look(session, rows.to_expire)):
        return 0
    found = office.run(session, SweepDelays())
    return len(found["lapsed"]) + len(found["expired"])
