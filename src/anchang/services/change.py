"""Requests to change or end a subscription: the steps that all kinds share (domain 2.8, 3.11, F9).

Each kind opens its request by `open_request` in its own module (`forfeit`, `refund`, …) and says there what carrying
it out means; from handing in to filing they are the same. The cashier's act calls `paid`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from anchang.domain.approval import ApprovalLevel, Decision
from anchang.domain.authority import Level
from anchang.domain.change import ChangeKind, ChangePaperKind, ChangeReason, Fault, Trigger
from anchang.domain.errors import BadInput, Refusal, nothing_there
from anchang.domain.receipt import PayWay
from anchang.domain.refund import REFUND
from anchang.domain.subscription import SubscriptionState
from anchang.domain.text import clean
from anchang.domain.units import ChangeRef, Name, Note, ReceiptRef
from anchang.i18n import M, say
from anchang.services import approval, change_fee, change_kind, claim, paper_claim
from anchang.services.act import Act
from anchang.services.change_facts import NOUN, facts_of, next_level
from anchang.services.subscription_facts import paper
from anchang.services.subscription_pack import copy_back
from anchang.services.use_case import Result, use_case
from anchang.storage import change_query as query
from anchang.storage import subscription_parts, subscription_query, voucher_query
from anchang.storage.change import ChangeAccount, ChangePaper, ChangeRequest
from anchang.storage.numbering import next_seq
from anchang.storage.reading import Read
from anchang.storage.work import Row

PREFIX = "BG"
TABLE = query.NOUN
_WAYS_BACK = frozenset({PayWay.TRANSFER, PayWay.CHEQUE, PayWay.POS, PayWay.ESCROW})


@dataclass(frozen=True, slots=True)
class Account:
    """The own account of somebody who paid."""

    payer: Name
    account: str
    bank: str = ""
    way: PayWay = PayWay.TRANSFER


def row_of(act: Act, request_id: int) -> Row:
    """The request; consultants reach only those of their own deals. Raises NotFound."""
    row = act.must(ChangeRequest, request_id, NOUN)
    if not act.acts_for_all and act.actor.id not in (0, row["consultant_id"], row["maker_id"]):
        raise nothing_there(NOUN, request_id)
    return row


def read_as(act: Act) -> Read:
    """The snapshot as the rules want it, with the roles of the person: who decides hangs on them."""
    from dataclasses import replace

    return replace(act.read, roles=act.actor.roles)


def answer(act: Act, request_id: int, **more: Any) -> Result:
    """What every act on a request answers with."""
    row = act.must(ChangeRequest, request_id, NOUN)
    deal = act.must(_subscription(), row["subscription_id"], M("subscription"))
    return {
        "id": row["id"],
        "no": row["no"],
        "kind": say(ChangeKind(row["kind"]).label),
        "state": row["state"],
        "version": row["version"],
        "sub_no": deal["sub_no"],
        "unit": claim.unit_row(act, row["unit_id"])["label"],
        **more,
    }


def _subscription() -> Any:
    from anchang.storage.subscription import Subscription

    return Subscription


def open_request(
    act: Act,
    subscription_id: int,
    kind: ChangeKind,
    *,
    trigger: Trigger,
    reason_code: ChangeReason,
    reason: str,
    fault: Fault = Fault.NONE,
    applicant: str = "",
    applied_on: date | None = None,
    accounts: Iterable[Account] = (),
    **values: Any,
) -> int:
    """Open a request about a subscription in force: it has the paper from now on; the row's id.

    Raises Refusal while the subscription is not in force or another request has it, BadInput for a day in the future or
    an applicant who is no buyer.
    """
    deal = paper(act, subscription_id)
    if deal["state"] != SubscriptionState.ACTIVE:
        raise Refusal(
            M("{number} is «{state}»: only a subscription in force can be changed or ended before the contract.",
              number=deal["sub_no"], state=SubscriptionState(deal["state"]))
        )  # fmt: skip
    applied = applied_on or act.today
    if not deal["signed_on"] <= applied <= act.today:
        raise BadInput(M("An application is dated from the day of the paper to today."), "applied_on")
    year = act.today.year
    seq = next_seq(act.read, ChangeRequest, year)
    no = f"{PREFIX}{year}-{seq:04d}"
    flow = change_kind.of({"kind": kind.value}).flow
    request_id = act.work.insert(
        ChangeRequest,
        project_id=act.project_id,
        no=no,
        year=year,
        seq=seq,
        kind=kind.value,
        state=act.born(flow),
        subscription_id=deal["id"],
        unit_id=deal["unit_id"],
        customer_id=deal["customer_id"],
        consultant_id=deal["consultant_id"],
        applied_on=applied,
        applicant=_applicant(act, deal, applicant),
        trigger_code=trigger.value,
        reason_code=reason_code.value,
        reason=clean(reason, "reason", limit=4000, multiline=True),
        fault=fault.value,
        maker_id=act.actor.id or None,
        business_date=act.today,
        **values,
    )
    paper_claim.take(act, deal, TABLE, request_id, no)
    keep_accounts(act, request_id, accounts)
    _list_papers(act, {"id": request_id, "kind": kind.value}, deal)
    return request_id


def _applicant(act: Act, deal: Row, typed: str) -> str:
    """3.11: the applicant is a buyer of the paper; the primary one where nobody is named."""
    buyers = subscription_query.buyers(act.read, deal)
    names = [each.facts.name for each in buyers]
    wanted = clean(typed, "applicant", limit=60)
    if not wanted:
        return next((each.facts.name for each in buyers if each.facts.is_primary), "")
    if "".join(wanted.split()).casefold() not in {"".join(name.split()).casefold() for name in names}:
        raise BadInput(M("Only a buyer can apply: {names}.", names=tuple(names)), "applicant")
    return wanted


def keep_accounts(act: Act, request_id: int, accounts: Iterable[Account]) -> None:
    """Write down where each payer's money goes back to; what was stated before is replaced. Raises BadInput."""
    known = query.accounts(act.read, request_id)
    for index, each in enumerate(accounts):
        payer = clean(each.payer, f"accounts[{index}].payer", limit=60)
        if each.way not in _WAYS_BACK:
            raise BadInput(M("Money goes back only to an account of {payee}.", payee=payer), f"accounts[{index}].way")
        values: dict[str, Any] = {
            "account": clean(each.account, f"accounts[{index}].account", limit=60),
            "bank": clean(each.bank, f"accounts[{index}].bank", limit=60),
            "way": each.way.value,
        }
        if payer in known:
            act.work.update(ChangeAccount, known[payer]["id"], **values)
        else:
            act.work.insert(ChangeAccount, project_id=act.project_id, request_id=request_id, payer=payer, **values)


def _list_papers(act: Act, row: Row, deal: Row) -> None:
    """What is to come back (2.8): the receipts whose money is here, and every copy of the paper that is out (P03g)."""
    request_id = row["id"]
    taken_back = voucher_query.held(act.read, deal["id"]) if change_kind.of(row).new_receipts else ()
    with_money = dict.fromkeys((each["receipt_id"], each["receipt"]) for each in taken_back)
    found = [(ChangePaperKind.RECEIPT, int(receipt_id), str(no)) for receipt_id, no in with_money]
    found += [
        (ChangePaperKind.COPY, each.copy_no, f"{deal['sub_no']} #{each.copy_no}")
        for each in subscription_parts.copies_out(act.read, deal["id"])
    ]
    known = {(each["kind"], each["row_id"]) for each in query.papers(act.read, request_id)}
    for kind, row_id, label in found:
        if (kind.value, row_id) not in known:
            act.work.insert(
                ChangePaper, project_id=act.project_id, request_id=request_id, kind=kind.value, row_id=row_id,
                label=label,
            )  # fmt: skip


def touched(act: Act, row: Row, expect: int | None) -> None:
    """What a draft asks for is changed: whoever looks at it as it was has to look again. Raises Stale."""
    act.work.update(ChangeRequest, row["id"], expect=expect)


def submitted(act: Act, row: Row) -> dict[str, Any]:
    """The columns that a request gets when it goes to whoever decides: for whom it waits, and who decides last."""
    _list_papers(act, row, paper(act, row["subscription_id"]))
    return {
        "waits_for": change_kind.of(row).first_level.value,
        "final_level": change_kind.of(row).final_level(act.read, row).value,
        "submitted_by": act.actor.id,
        "submitted_on": act.today,
    }


@dataclass(frozen=True, slots=True)
class ChangeStep:
    """A request as it stands."""

    request: ChangeRef
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ExplainedStep:
    """A request, and why it goes this way."""

    request: ChangeRef
    comment: Note = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class SubmitChange(ChangeStep):
    """The signed application, with the accounts of those who paid."""

    accounts: tuple[Account, ...] = ()


@dataclass(frozen=True, slots=True)
class RejectChange(ExplainedStep):
    """A no, and why."""


@dataclass(frozen=True, slots=True)
class SendBackChange(ExplainedStep):
    """What has to be corrected."""


@dataclass(frozen=True, slots=True)
class WithdrawChange(ExplainedStep):
    """Why the customer stays with the original."""


@dataclass(frozen=True, slots=True)
class ExecuteChange(ChangeStep):
    """A request that was approved."""


@dataclass(frozen=True, slots=True)
class CloseChange(ChangeStep):
    """A request that was carried out, its papers and money settled."""


# The roles of a shared step are the same in every kind, so any flow gives the permission; the row's own flow decides.


@use_case(
    "change.submit", step=(REFUND, "submit"), title=M("Hand a request in"),
    done=M("Request {no} waits for a decision."),
)  # fmt: skip
def submit(act: Act, command: SubmitChange) -> Result:
    """Hand a request in for a decision. Raises Refusal with what is missing."""
    row = row_of(act, command.request)
    keep_accounts(act, row["id"], command.accounts)
    facts = facts_of(read_as(act), row)
    act.move(
        change_kind.of(row).flow, "submit", ChangeRequest, row, facts, expect=command.version, **submitted(act, row)
    )
    change_kind.of(row).handed_in(act, row)
    return answer(act, row["id"])


@dataclass(frozen=True, slots=True)
class DecideChange(ExplainedStep):
    """A yes, with what goes with it."""


@use_case(
    "change.approve", step=(REFUND, ("pass_on", "approve")), title=M("Approve a request"),
    done=M("Request {no}: {outcome}"),
)  # fmt: skip
def approve(act: Act, command: DecideChange) -> Result:
    """Say yes; beyond one's own authority it goes on to the next level. A second person's act (2.18).

    Raises NotAllowed for whoever asked, Refusal on another level, for a second yes of the same person, or when the
    subscription is not what it was.
    """
    row = row_of(act, command.request)
    act.reason = clean(command.comment, "comment", multiline=True, limit=4000)
    facts = facts_of(read_as(act), row, comment=act.reason)
    last = facts.decides or not row["waits_for"] or facts.level is not None
    values: dict[str, Any] = {"waits_for": "", "decided_on": act.today}
    if not last:
        values = {"waits_for": next_level(row, act.actor.roles).value}
    act.move(
        change_kind.of(row).flow, "approve" if last else "pass_on", ChangeRequest, row, facts,
        expect=command.version, makers=query.makers(row), **values,
    )  # fmt: skip
    approval.record(act, TABLE, row["id"], ApprovalLevel(row["waits_for"]), Decision.APPROVED, act.reason)
    outcome = M("approved, to be carried out now.")
    if not last:
        outcome = M("approved; the {level} decides.", level=Level(values["waits_for"]))
    return answer(act, row["id"], outcome=say(outcome))


@use_case(
    "change.reject", step=(REFUND, "reject"), title=M("Reject a request"), done=M("Request {no} is rejected."),
)  # fmt: skip
def reject(act: Act, command: RejectChange) -> Result:
    """Say no, with the reason; the subscription stays as it was. Raises NotAllowed, Refusal without a reason."""
    row = _explained(act, command, "reject", makers=True, waits_for="", decided_on=act.today)
    approval.record(act, TABLE, row["id"], ApprovalLevel(row["waits_for"]), Decision.REJECTED, act.reason)
    drop(act, row)
    return answer(act, row["id"])


@use_case(
    "change.send_back", step=(REFUND, "send_back"), title=M("Give a request back"),
    done=M("Request {no} goes back to be corrected."),
)  # fmt: skip
def send_back(act: Act, command: SendBackChange) -> Result:
    """Give a request back to be corrected. Raises Refusal without a comment, or for a kind that is not given back."""
    asked = row_of(act, command.request)
    if all(step.name != "send_back" for step in change_kind.of(asked).flow.steps):
        raise Refusal(M("«{kind}» is not given back: approve or reject it.", kind=ChangeKind(asked["kind"])))
    row = _explained(act, command, "send_back", waits_for="")
    approval.record(act, TABLE, row["id"], ApprovalLevel(row["waits_for"]), Decision.SENT_BACK, act.reason)
    return answer(act, row["id"])


@use_case(
    "change.withdraw", step=(REFUND, "withdraw"), title=M("Withdraw a request"),
    done=M("Request {no} is withdrawn; {sub_no} stays as it was."),
)  # fmt: skip
def withdraw(act: Act, command: WithdrawChange) -> Result:
    """The customer stays with the original. Raises Refusal without a reason, or once it was carried out."""
    row = _explained(
        act, command, "withdraw", waits_for="", end_reason=clean(command.comment, "comment", multiline=True)
    )
    drop(act, row)
    return answer(act, row["id"])


def _explained(act: Act, command: ExplainedStep, step: str, *, makers: bool = False, **values: Any) -> Row:
    row = row_of(act, command.request)
    act.reason = clean(command.comment, "comment", multiline=True, limit=4000)
    facts = facts_of(read_as(act), row, comment=act.reason)
    act.move(
        change_kind.of(row).flow, step, ChangeRequest, row, facts, expect=command.version,
        makers=query.makers(row) if makers else (), **values,
    )  # fmt: skip
    return row


def drop(act: Act, row: Row) -> None:
    """The request ends without being carried out."""
    change_kind.of(row).dropped(act, row)
    paper_claim.free(act, TABLE, row["id"])


@use_case(
    "change.execute", action="change.execute", title=M("Carry a request out"),
    done=M("Request {no} is carried out: {sub_no}, {unit}."),
)  # fmt: skip
def execute(act: Act, command: ExecuteChange) -> Result:
    """Carry out what was approved: paper, unit, money and receivables follow in this act, or nothing does.

    Whose step it is stands in the kind's flow. Raises NotAllowed, Refusal with what is not done yet.
    """
    row = row_of(act, command.request)
    kind = change_kind.of(row)
    act.reason = row["reason"]
    act.move(
        kind.flow, "execute", ChangeRequest, row, facts_of(read_as(act), row), expect=command.version,
        makers=query.makers(row), executed_by=act.actor.id, executed_at=act.now, executed_on=act.today,
    )  # fmt: skip
    change_fee.earn(act, row)
    found = kind.carry_out(act, act.must(ChangeRequest, row["id"], NOUN))
    paper_claim.free(act, TABLE, row["id"])
    return answer(act, row["id"], **found)


def paid(act: Act, request_id: int) -> None:
    """A voucher of the request was paid out: with the last one the request is refunded. Called by the cashier's act."""
    row = act.must(ChangeRequest, request_id, NOUN)
    facts = facts_of(act.read, row)
    if row["state"] == "executed" and not facts.unpaid:
        act.move(change_kind.of(row).flow, "pay_out", ChangeRequest, row, facts, as_system=True)


@dataclass(frozen=True, slots=True)
class ReturnPaper:
    """A receipt (its number) or a copy of the subscription (its number of the copy) that came back; `lost` says why it
    cannot."""

    request: ChangeRef
    receipt: ReceiptRef | None = None
    copy_no: int | None = None
    lost: Note = ""


@use_case(
    "change.paper_back", title=M("Take a paper back"), done=M("{label}: {said}"),
)  # fmt: skip
def paper_back(act: Act, command: ReturnPaper) -> Result:
    """Note that a paper is back, or why it cannot be. Raises BadInput when nothing of the kind is out."""
    row = row_of(act, command.request)
    if (command.receipt is None) == (command.copy_no is None):
        raise BadInput(M("Say which receipt or which copy."), "receipt")
    kind = ChangePaperKind.RECEIPT if command.receipt is not None else ChangePaperKind.COPY
    wanted = command.receipt if command.receipt is not None else command.copy_no
    found = next(
        (each for each in query.papers(act.read, row["id"]) if (each["kind"], each["row_id"]) == (kind.value, wanted)),
        None,
    )
    if found is None:
        raise BadInput(M("This paper is not out."), "receipt" if command.receipt else "copy_no")
    if found["returned_on"] is not None:
        raise Refusal(M("{label} came back on {day}.", label=found["label"], day=found["returned_on"]))
    lost = clean(command.lost, "lost", multiline=True, limit=4000)
    values: dict[str, Any] = {"lost": lost, "by_id": act.actor.id}
    if not lost:
        values["returned_on"] = act.today
        if kind is ChangePaperKind.COPY:
            copy_back(act, row["subscription_id"], found["row_id"], row["no"])
    act.work.update(ChangePaper, found["id"], **values)
    said = M("cannot come back: {why}", why=lost) if lost else M("is back.")
    return answer(act, row["id"], label=found["label"], said=say(said))


@use_case(
    "change.close", step=(REFUND, "close"), title=M("File a request"), done=M("Request {no} is filed."),
)  # fmt: skip
def close(act: Act, command: CloseChange) -> Result:
    """File a request that was carried out. Raises Refusal while money or papers are out."""
    row = row_of(act, command.request)
    facts = facts_of(read_as(act), row)
    act.move(change_kind.of(row).flow, "close", ChangeRequest, row, facts, expect=command.version, closed_on=act.today)
    return answer(act, row["id"])
