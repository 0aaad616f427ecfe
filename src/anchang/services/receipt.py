"""Receipts: entering, confirming the arrival, and taking back by a second person (2.10, 3.14, 5.3, 5.9, 5.13).

A correction of a receipt on which something rests is: enter the right one first, then reverse the wrong one; the money
of the right one takes its place in the same act.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from anchang.domain import receipt as rules
from anchang.domain.access import Role
from anchang.domain.errors import BadInput, Refusal, nothing_there
from anchang.domain.flow import Option
from anchang.domain.plan import PRICE, MoneyType
from anchang.domain.receipt import RECEIPT, EntryFacts, PayWay, ReceiptFacts, ReceiptState
from anchang.domain.subscription import SubscriptionState
from anchang.domain.text import clean
from anchang.domain.unit import UnitState
from anchang.domain.units import Fen, Name, Note, ReceiptRef, SubscriptionRef
from anchang.i18n import M, say
from anchang.services import allocation, claim, discount_collect, subscription
from anchang.services.act import Act
from anchang.services.receipt_facts import in_use
from anchang.services.use_case import Result, use_case
from anchang.storage import contract as contracts
from anchang.storage import plan as plans
from anchang.storage import receipt as rows
from anchang.storage import subscription_query
from anchang.storage.numbering import next_seq
from anchang.storage.reading import Read
from anchang.storage.receipt import Allocation, Receipt, ReceiptLine, ReceiptReversal
from anchang.storage.subscription import Subscription
from anchang.storage.work import Row

NOUN = M("receipt")
SUBSCRIPTION_NOUN = M("subscription")


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One part of a receipt. `instalment_no` designates a line of the plan; without it the oldest due is paid first.

    `escrow` says that the account is the supervised one; the project's own escrow account is recognised by itself.
    """

    amount: Fen
    money_type: MoneyType = MoneyType.DEPOSIT
    way: PayWay = PayWay.POS
    account: str = ""
    escrow: bool = False
    bank_ref: str = ""
    invoice_no: str = ""
    instalment_no: int | None = None


@dataclass(frozen=True, slots=True)
class EnterReceipt:
    """Money of one payer for one deal. `explanation` says why pre-sale money is not on the supervised account."""

    subscription: SubscriptionRef
    payer: Name
    lines: tuple[MoneyLine, ...]
    received_on: date | None = None
    explanation: str = ""
    note: Note = ""


@use_case("receipt.enter", title=M("Write a receipt"), asks_password=True, done=M("Receipt {no} is written."))
def enter(act: Act, command: EnterReceipt) -> Result:
    """Write a receipt; cash and card alone count at once, any other as a whole when its arrival is confirmed.

    Raises Refusal with the first reason of 5.3, 5.9 and 5.13, BadInput for a line that is not in the plan.
    """
    deal = act.must(Subscription, command.subscription, SUBSCRIPTION_NOUN)
    unit = claim.unit_row(act, deal["unit_id"])
    if unit["state"] == UnitState.HELD:  # not the buyer's yet: what is seized or frozen will not become so (2.16)
        claim.refuse_stopped(act, unit)
    lines = _checked_lines(act, command, deal, unit)
    year = act.today.year
    seq = next_seq(act.read, Receipt, year)
    buyers = [buyer.facts.name for buyer in subscription_query.buyers(act.read, deal)]
    payer = clean(command.payer, "payer", limit=60)
    foreign = rules.third_party(payer, buyers)
    receipt_id = act.work.insert(
        Receipt,
        project_id=act.project_id,
        no=f"SJ{year}-{seq:06d}",
        year=year,
        seq=seq,
        business_date=act.today,
        received_on=command.received_on or act.today,
        payer=payer,
        subscription_id=deal["id"],
        state=act.born(RECEIPT),
        received_by=act.actor.id,
        entered_at=act.now,
        third_party=foreign,
        explanation=clean(command.explanation, "explanation"),
        note=clean(command.note, "note", limit=4000, multiline=True),
    )
    act.work.insert_many(ReceiptLine, [{**line, "receipt_id": receipt_id} for line in lines])
    subscription.money_entered(act, deal["id"])
    amount = sum(line["amount"] for line in lines)
    result: Result = {
        "id": receipt_id,
        "no": f"SJ{year}-{seq:06d}",
        "amount_fen": amount,
        "third_party": foreign,
        "confirmed": all(PayWay(line["way"]).confirmed_at_entry for line in lines),
        "surplus_fen": 0,
        "notes": [],
    }
    if result["confirmed"]:
        result |= _count(act, act.must(Receipt, receipt_id, NOUN), command.received_on or act.today)
    return result


def _checked_lines(act: Act, command: EnterReceipt, deal: Row, unit: Row) -> list[dict[str, Any]]:
    numbers = {each.line.no: each for each in plans.current_lines(act.work.connection, deal["id"])}
    made: list[dict[str, Any]] = []
    for index, line in enumerate(command.lines):
        place = f"lines[{index}].instalment_no"
        if line.instalment_no is not None and line.instalment_no not in numbers:
            raise BadInput(
                M("{field}: the plan has no line {no}. It has {known}.", field=place, no=line.instalment_no,
                  known=tuple(numbers) or ("-",)),
                place,
            )  # fmt: skip
        named = None if line.instalment_no is None else numbers[line.instalment_no]
        if named is not None and not allocation.may_name(act.read, deal["id"], named.line.money_type):
            raise Refusal(
                M("{what}: only the deposit is taken before the contract is drawn up", what=named.line.money_type)
            )
        account = clean(line.account, f"lines[{index}].account", limit=60)
        made.append(
            {
                "project_id": act.project_id,
                "no": index + 1,
                "money_type": line.money_type.value,
                "amount": line.amount,
                "way": line.way.value,
                "account": account,
                "escrow": line.escrow or line.way is PayWay.ESCROW or _is_escrow(act, account),
                "bank_ref": clean(line.bank_ref, f"lines[{index}].bank_ref", limit=60),
                "invoice_no": clean(line.invoice_no, f"lines[{index}].invoice_no", limit=60),
                "instalment_id": None if named is None else named.id,
            }
        )
    _check(act, command, deal, unit, made)
    return made


def _is_escrow(act: Act, account: str) -> bool:
    wanted = act.project.escrow_account.replace(" ", "")
    return bool(wanted) and account.replace(" ", "") == wanted


def _check(act: Act, command: EnterReceipt, deal: Row, unit: Row, lines: list[dict[str, Any]]) -> None:
    """The rules look at one way and account at a time; each group of lines has to pass."""
    groups: dict[tuple[str, bool], list[rules.ReceiptLine]] = {}
    for line in lines:
        part = rules.ReceiptLine(MoneyType(line["money_type"]), line["amount"])
        groups.setdefault((line["way"], line["escrow"]), []).append(part)
    for (way, escrow), parts in (groups or {(PayWay.POS.value, False): []}).items():
        rules.check_entry(
            EntryFacts(
                today=act.today,
                received_on=command.received_on or act.today,
                building=unit["building"],
                permit=claim.permit_of(act.read, unit),
                subscription=SubscriptionState(deal["state"]),
                lines=tuple(parts),
                way=PayWay(way),
                payer=command.payer,
                contract=contracts.live_state(act.read, deal["id"]),
                escrow=escrow,
                explanation=command.explanation,
                price_needs_contract=bool(act.settings["price_needs_contract"]),
                escrow_required=bool(act.settings["escrow_required"]),
            )
        )


def _count(act: Act, row: Row, arrived_on: date, *, bank_confirmed: bool = False, expect: int | None = None) -> Result:
    """The receipt counts from today: confirmed, allocated, and the paper that waits for it goes on."""
    parts = rows.lines_of(act.read, row["id"])
    waits = [PayWay(part["way"]) for part in parts if not PayWay(part["way"]).confirmed_at_entry]
    facts = ReceiptFacts(
        today=act.today,
        received_on=row["received_on"],
        bank_confirmed=bank_confirmed,
        way=waits[0] if waits else PayWay.CASH,
    )
    act.move(
        RECEIPT,
        "confirm",
        Receipt,
        row,
        facts,
        expect=expect,
        confirmed_by=act.actor.id,
        confirmed_at=act.now,
        confirmed_on=act.today,
        arrived_on=arrived_on,
    )
    surplus = allocation.settle(act, row["subscription_id"])
    credited = discount_collect.collect(act, row["subscription_id"], arrived_on)
    price = sum(part["amount"] for part in parts if MoneyType(part["money_type"]) in PRICE)
    note = rules.over_payment(price, price - min(surplus, price))
    subscription.deposit_received(act, row["subscription_id"])
    notes = [say(each) for each in (note, credited) if each is not None]
    return {"surplus_fen": surplus, "notes": notes}


@dataclass(frozen=True, slots=True)
class ConfirmReceipt:
    """The bank has the money: since when, today where nothing is said. The receipt counts from today in any case."""

    receipt: ReceiptRef
    arrived_on: date | None = None
    version: int | None = None


@use_case(
    "receipt.confirm",
    step=(RECEIPT, "confirm"),
    title=M("Confirm the arrival of money"),
    asks_password=True,
    done=M("Receipt {no} counts now."),
)
def confirm(act: Act, command: ConfirmReceipt) -> Result:
    """Confirm that the bank has the money. Raises BadInput for a day in the future, WrongState, Stale."""
    row = act.must(Receipt, command.receipt, NOUN)
    arrived = command.arrived_on or act.today
    if arrived > act.today:
        raise BadInput(M("{day} is in the future", day=arrived), "arrived_on")
    counted = _count(act, row, arrived, bank_confirmed=True, expect=command.version)
    return {"id": row["id"], "no": row["no"], **counted}


@dataclass(frozen=True, slots=True)
class ReverseReceipt:
    """A receipt to be taken back, and why."""

    receipt: ReceiptRef
    reason: str
    version: int | None = None


@use_case(
    "receipt.reverse",
    step=(RECEIPT, "reverse"),
    title=M("Reverse a receipt"),
    asks_password=True,
    done=M("Receipt {no} is reversed."),
)
def reverse(act: Act, command: ReverseReceipt) -> Result:
    """Take a receipt back on its own business day, by somebody who did not write it (2.18).

    Raises NotAllowed for the same person, Refusal without a reason and while a later step rests on the money.
    """
    row = act.must(Receipt, command.receipt, NOUN)
    act.reason = clean(command.reason, "reason")
    facts = reversal_facts(act.read, row, act.reason)
    act.move(RECEIPT, "reverse", Receipt, row, facts, expect=command.version, makers=(row["received_by"],))
    deposit = rows.deposit_received(act.read, row["subscription_id"])
    reversal_id = act.work.insert(
        ReceiptReversal,
        project_id=act.project_id,
        receipt_id=row["id"],
        reason=act.reason,
        by_id=act.actor.id,
        at=act.now,
        business_date=act.today,
    )
    act.work.insert_many(
        Allocation,
        [
            {
                "project_id": act.project_id,
                "receipt_line_id": line_id,
                "instalment_id": instalment_id,
                "subscription_id": row["subscription_id"],
                "reversal_id": reversal_id,
                "amount": -fen,
                "business_date": act.today,
            }
            for line_id, instalment_id, fen in rows.uses_of(act.read, row["id"])
        ],
    )
    allocation.settle(act, row["subscription_id"])
    subscription.money_taken_back(act, row["subscription_id"], deposit)
    return {"id": row["id"], "no": row["no"]}


def options(read: Read, receipt_id: int) -> list[Option[ReceiptState, ReceiptFacts]]:
    """Every step with its «why not» for the person who looks. Raises NotFound. A reason to come counts as given."""
    shown = rows.card(read, receipt_id)
    if shown is None:
        raise nothing_there(NOUN, receipt_id)
    truth = replace(read, roles=frozenset(Role), unmasked=True)
    facts = replace(reversal_facts(truth, shown, "-"), bank_confirmed=True)
    is_maker = read.is_own(shown["received_by"])
    return RECEIPT.options(ReceiptState(shown["state"]), facts, read.roles, is_maker=is_maker)


def reversal_facts(read: Read, row: Row, reason: str) -> ReceiptFacts:
    """What the guards of a reversal look at."""
    return ReceiptFacts(
        today=read.today,
        received_on=row["received_on"],
        bank_confirmed=row["state"] == ReceiptState.CONFIRMED,
        reason=reason,
        in_use=in_use(read, row),
    )
