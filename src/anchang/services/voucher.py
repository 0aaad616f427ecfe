"""Money that goes out, or elsewhere: the only writer of vouchers (domain 2.8, 5.3, 5.7).

    voucher.take(act, VoucherKind.REFUND, deal_id, parts, request_id=…, payee="刘洋")   of the money that is here
    voucher.compensate(act, deal_id, fen, request_id=…, payee="刘洋")                   of the company's own
    voucher.transfer(act, old_id, new_id, request_id=…)                               to another paper, or a new name
    voucher.credit(act, deal_id, fen, request_id=None, reason="…")                    a discount executed on collection
    voucher.take_back(act, request_id, "…")                                           a reactivation

Each takes the allocations of the money back first, so that money in = money out + money held at every step.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from anchang.domain.access import MONEY
from anchang.domain.errors import BadInput, NotAllowed, Refusal, WrongState
from anchang.domain.flow import OWN_WORK
from anchang.domain.money import show
from anchang.domain.receipt import RECEIPT, PayWay, ReceiptFacts, third_party
from anchang.domain.settlement import Part
from anchang.domain.text import clean
from anchang.domain.units import Name, VoucherRef
from anchang.domain.voucher import PAID_OUT, VoucherKind
from anchang.i18n import M
from anchang.services import allocation
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import change_query, subscription_query
from anchang.storage import plan as plans
from anchang.storage import receipt as receipts
from anchang.storage import voucher_query as rows
from anchang.storage.numbering import next_seq
from anchang.storage.receipt import Allocation, Receipt, ReceiptLine
from anchang.storage.subscription import Subscription
from anchang.storage.voucher import Voucher, VoucherLine, VoucherPayment, VoucherReversal
from anchang.storage.work import Row

NOUN = M("voucher")
PREFIX = "PZ"


@dataclass(frozen=True, slots=True)
class Made:
    """A voucher that has just been written."""

    id: int
    no: str
    amount: int


def _write(act: Act, kind: VoucherKind, subscription_id: int, amount: int, **values: Any) -> Made:
    year = act.today.year
    seq = next_seq(act.read, Voucher, year)
    no = f"{PREFIX}{year}-{seq:06d}"
    row_id = act.work.insert(
        Voucher,
        project_id=act.project_id,
        no=no,
        year=year,
        seq=seq,
        kind=kind.value,
        subscription_id=subscription_id,
        amount=amount,
        maker_id=act.actor.id,
        at=act.now,
        business_date=act.today,
        **values,
    )
    return Made(row_id, no, amount)


def take(
    act: Act,
    kind: VoucherKind,
    subscription_id: int,
    parts: Iterable[Part],
    *,
    request_id: int | None,
    payee: str = "",
    reason: str = "",
    to_subscription_id: int | None = None,
) -> Made:
    """Take these parts of receipt lines off the deal; what they paid is open again. Raises Refusal for money that is
    not here any more."""
    wanted = [part for part in parts if part.amount]
    here = {row["id"]: int(row["held"]) for row in rows.held(act.read, subscription_id)}
    short = [part for part in wanted if part.amount > here.get(part.line_id, 0)]
    if short or not wanted:
        raise Refusal(M("This money is not here any more; look at the request again."))
    spare = {rest.line_id: rest.amount for rest in receipts.rests(act.read, subscription_id)}
    unused = {part.line_id: _unused(act, part.line_id, here[part.line_id], spare) for part in wanted}
    made = _write(
        act, kind, subscription_id, sum(part.amount for part in wanted),
        request_id=request_id, payee=payee, reason=reason, to_subscription_id=to_subscription_id,
    )  # fmt: skip
    for part in wanted:
        _free(act, subscription_id, made.id, part.line_id, part.amount - unused[part.line_id])
    act.work.insert_many(
        VoucherLine,
        [
            {
                "project_id": act.project_id,
                "voucher_id": made.id,
                "receipt_line_id": part.line_id,
                "amount": part.amount,
            }
            for part in wanted
        ],
    )
    return made


def _unused(act: Act, line_id: int, held: int, spare: dict[int, int]) -> int:
    """What of a line is here and pays nothing; money outside the price never pays an instalment."""
    if line_id in spare:
        return spare[line_id]
    return held - sum(fen for _instalment, fen in rows.uses_of_line(act.read, line_id))


def _free(act: Act, subscription_id: int, voucher_id: int, line_id: int, needed: int) -> None:
    """Take allocations of a line back, the newest first, until so much is free."""
    for instalment_id, fen in rows.uses_of_line(act.read, line_id):
        if needed <= 0:
            return
        part = min(needed, fen)
        needed -= part
        act.work.insert(
            Allocation,
            project_id=act.project_id,
            receipt_line_id=line_id,
            instalment_id=instalment_id,
            subscription_id=subscription_id,
            voucher_id=voucher_id,
            amount=-part,
            business_date=act.today,
        )


def give_back(act: Act, subscription_id: int, reason: str) -> tuple[str, ...]:
    """All the money of a paper that comes to nothing, to each who paid: the numbers of the refund vouchers."""
    by_payer: dict[str, list[Part]] = {}
    for row in rows.held(act.read, subscription_id):
        by_payer.setdefault(row["payer"], []).append(Part(row["id"], int(row["held"])))
    return tuple(
        take(act, VoucherKind.REFUND, subscription_id, parts, request_id=None, payee=payer, reason=reason).no
        for payer, parts in by_payer.items()
    )


def compensate(act: Act, subscription_id: int, amount: int, *, request_id: int, payee: str, reason: str) -> Made:
    """What the company pays on top of the refund (art. 587: double); it is not money that came in."""
    return _write(
        act, VoucherKind.COMPENSATION, subscription_id, amount, request_id=request_id, payee=payee, reason=reason
    )


def credit(act: Act, subscription_id: int, amount: int, *, request_id: int | None = None, reason: str = "") -> Made:
    """A discount executed on collection (2.6): the last own-funds instalment asks for so much less (fen).

    The contract price stays; the balance shows the credit as an adjustment of this day. Raises Refusal when that
    instalment has less open, or when nothing is owed yet.
    """
    line_id = receipts.credited_line(act.read, subscription_id)
    lines = {each.id: each.line for each in plans.current_lines(act.work.connection, subscription_id)}
    paid = receipts.paid_lines(act.read, subscription_id)
    if line_id is None or not any(paid.values()):
        raise Refusal(M("Nothing has been collected on this deal yet."))
    unpaid = lines[line_id].amount - paid.get(line_id, 0)
    if not 0 < amount <= unpaid:
        raise Refusal(M("The last own payment has {unpaid} open; no more can be credited.", unpaid=show(unpaid)))
    return _write(act, VoucherKind.CREDIT, subscription_id, amount, request_id=request_id, reason=reason)


def transfer(
    act: Act, from_id: int, to_id: int, *, request_id: int, payer: str = "", reason: str = ""
) -> tuple[Made, tuple[str, ...]]:
    """Move all that is held to another paper, or re-issue it to `payer` on the same one (换房转账单, 更名换票).

    Each receipt becomes a new one with its day, kinds and amounts; the old ones stay, emptied by the voucher.
    The voucher and the numbers of the new receipts. The caller lets the new paper go on
    (`subscription.deposit_received`).
    """
    held = rows.held(act.read, from_id)
    parts = [Part(row["id"], int(row["held"])) for row in held]
    made = take(
        act, VoucherKind.TRANSFER, from_id, parts, request_id=request_id, reason=reason, to_subscription_id=to_id
    )
    deal = act.must(Subscription, to_id, M("subscription"))
    buyers = [buyer.facts.name for buyer in subscription_query.buyers(act.read, deal)]
    numbers = []
    for receipt_id in dict.fromkeys(row["receipt_id"] for row in held):
        lines = [row for row in held if row["receipt_id"] == receipt_id]
        numbers.append(_reissue(act, to_id, made, lines, payer or lines[0]["payer"], buyers))
    allocation.settle(act, to_id)
    return made, tuple(numbers)


def _reissue(act: Act, to_id: int, made: Made, lines: list[Any], payer: str, buyers: list[str]) -> str:
    year = act.today.year
    seq = next_seq(act.read, Receipt, year)
    no = f"SJ{year}-{seq:06d}"
    facts = ReceiptFacts(today=act.today, received_on=lines[0]["received_on"], way=PayWay.VOUCHER)
    receipt_id = act.work.insert(
        Receipt,
        project_id=act.project_id,
        no=no,
        year=year,
        seq=seq,
        business_date=act.today,
        received_on=lines[0]["received_on"],
        payer=payer,
        subscription_id=to_id,
        state=act.came(RECEIPT, (("confirm", facts),), MONEY),
        received_by=act.actor.id,
        entered_at=act.now,
        confirmed_by=act.actor.id,
        confirmed_at=act.now,
        confirmed_on=act.today,
        arrived_on=lines[0]["received_on"],
        third_party=third_party(payer, buyers),
        explanation=f"{made.no} / {lines[0]['receipt']}",
        voucher_id=made.id,
    )
    act.work.insert_many(
        ReceiptLine,
        [
            {
                "project_id": act.project_id,
                "receipt_id": receipt_id,
                "no": number,
                "money_type": row["money_type"],
                "amount": int(row["held"]),
                "way": PayWay.VOUCHER.value,
                "account": row["account"],
                "escrow": row["escrow"],
            }
            for number, row in enumerate(lines, start=1)
        ],
    )
    return no


def take_back(act: Act, request_id: int, reason: str) -> int:
    """Every standing voucher of a request ends; its money is on the customer's account again. How many.

    Raises Refusal when one of them was paid out. The caller lets the money pay what it may (`allocation.settle`).
    """
    found = rows.of_request(act.read, request_id)
    if any(row["paid_on"] is not None for row in found):
        raise Refusal(M("Money that was paid out does not come back by a decision."))
    for row in found:
        act.work.insert(
            VoucherReversal,
            project_id=act.project_id,
            voucher_id=row["id"],
            reason=reason,
            by_id=act.actor.id,
            at=act.now,
            business_date=act.today,
        )
    return len(found)


@dataclass(frozen=True, slots=True)
class PayVoucher:
    """A voucher paid out to the payee's own account; account, bank and way are those of the application unless given.

    `holder` is whose account it is.
    """

    voucher: VoucherRef
    account: str = ""
    bank: str = ""
    holder: Name = ""
    way: PayWay | None = None
    bank_ref: str = ""


_ACCOUNT_WAYS = frozenset({PayWay.TRANSFER, PayWay.CHEQUE, PayWay.POS, PayWay.ESCROW})


@use_case(
    "voucher.pay", title=M("Pay a voucher out"), asks_password=True,
    done=M("Voucher {no}: {amount} is paid to {payee}."),
)  # fmt: skip
def pay(act: Act, command: PayVoucher) -> Result:
    """Pay a voucher out, whole, by somebody who did not make it (2.18), to the payer's own account only (5.7).

    Raises NotAllowed for its maker, WrongState when it is paid or was taken back, BadInput without an account or for
    somebody else's.
    """
    from anchang.services import change

    row = act.must(Voucher, command.voucher, NOUN)
    if act.is_own(row["maker_id"]):
        raise NotAllowed(M("{step}: {reason}", step=M("Pay a voucher out"), reason=OWN_WORK))
    shown = rows.card(act.read, row["id"])
    assert shown is not None  # an act sees everything
    if VoucherKind(row["kind"]) not in PAID_OUT:
        raise WrongState(M("A {kind} moves no money out of the house.", kind=VoucherKind(row["kind"])))
    if shown["paid_on"] is not None:
        raise WrongState(M("Voucher {no} was paid on {day}.", no=row["no"], day=shown["paid_on"]))
    if shown["taken_back_on"] is not None:
        raise WrongState(M("Voucher {no} was taken back on {day}.", no=row["no"], day=shown["taken_back_on"]))
    values = _account(act, row, command)
    act.work.insert(
        VoucherPayment,
        project_id=act.project_id,
        voucher_id=row["id"],
        by_id=act.actor.id,
        at=act.now,
        paid_on=act.today,
        **values,
    )
    if row["request_id"] is not None:
        change.paid(act, row["request_id"])
    return {
        "id": row["id"],
        "no": row["no"],
        "payee": row["payee"],
        "amount": show(row["amount"]),
        "amount_fen": row["amount"],
    }


def _account(act: Act, row: Row, command: PayVoucher) -> dict[str, str]:
    holder = clean(command.holder, "holder", limit=60)
    if holder and third_party(holder, (row["payee"],)):
        raise BadInput(M("Money goes back only to an account of {payee}.", payee=row["payee"]), "holder")
    known = None
    if row["request_id"] is not None:
        known = change_query.accounts(act.read, row["request_id"]).get(row["payee"])
    way = command.way or (PayWay(known["way"]) if known is not None else PayWay.TRANSFER)
    if way not in _ACCOUNT_WAYS:
        raise BadInput(M("Money goes back only to an account of {payee}.", payee=row["payee"]), "way")
    account = clean(command.account, "account", limit=60) or ("" if known is None else known["account"])
    if not account:
        raise BadInput(M("State the account of {payee}.", payee=row["payee"]), "account")
    return {
        "account": account,
        "bank": clean(command.bank, "bank", limit=60) or ("" if known is None else known["bank"]),
        "way": way.value,
        "bank_ref": clean(command.bank_ref, "bank_ref", limit=60),
    }
