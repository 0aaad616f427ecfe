"""Small-order and sincerity money becomes part of the deposit of the subscription that follows (2.10, 5.9).

One act: the money ends as moved, a receipt of the deal comes to be that names it, and it pays the deposit. Nothing is
paid in or out, so the receipt is no collection of that day.
"""

from __future__ import annotations

from dataclasses import dataclass

from anchang.domain.access import MONEY
from anchang.domain.money import show
from anchang.domain.plan import MoneyType
from anchang.domain.receipt import RECEIPT, PayWay, ReceiptFacts, third_party
from anchang.domain.sincerity import SINCERITY, SincerityEnd
from anchang.domain.units import SincerityRef, SubscriptionRef
from anchang.i18n import M
from anchang.services import allocation, discount_collect, sincerity, small_order, subscription
from anchang.services.act import Act
from anchang.services.sincerity_facts import NOUN, facts_of
from anchang.services.use_case import Result, use_case
from anchang.storage import subscription_query
from anchang.storage.numbering import next_seq
from anchang.storage.receipt import Receipt, ReceiptLine
from anchang.storage.sincerity import Sincerity
from anchang.storage.subscription import Subscription
from anchang.storage.work import Row


@dataclass(frozen=True, slots=True)
class MoveSincerity:
    """The money, and the customer's subscription whose deposit it becomes."""

    sincerity: SincerityRef
    subscription: SubscriptionRef
    version: int | None = None


@use_case(
    "sincerity.move", step=(SINCERITY, "move"), title=M("Move sincerity money to the deposit"),
    asks_password=True, done=M("{amount} of {no} is in the deposit of {sub_no}: receipt {receipt}."),
)  # fmt: skip
def move(act: Act, command: MoveSincerity) -> Result:
    """Move it whole; what is beyond the deposit stays on the customer's account. Raises Refusal for another customer's
    paper or one that takes no deposit, WrongState for money that is not held."""
    row = act.must(Sincerity, command.sincerity, NOUN)
    deal = act.must(Subscription, command.subscription, M("subscription"))
    facts = facts_of(act.read, row, subscription_id=deal["id"])
    act.move(SINCERITY, "move", Sincerity, row, facts, expect=command.version)
    receipt_id, number = _receipt(act, row, deal)
    sincerity.close(act, row, SincerityEnd.MOVE, receipt_id=receipt_id)
    small_order.set_timer(act, row["unit_id"])
    subscription.money_entered(act, deal["id"])
    surplus = allocation.settle(act, deal["id"])
    discount_collect.collect(act, deal["id"], act.today)
    subscription.deposit_received(act, deal["id"])
    return {
        "id": row["id"], "no": row["no"], "sub_no": deal["sub_no"], "receipt": number, "receipt_id": receipt_id,
        "amount": show(row["amount"]), "amount_fen": row["amount"], "surplus_fen": surplus,
    }  # fmt: skip


def _receipt(act: Act, row: Row, deal: Row) -> tuple[int, str]:
    year = act.today.year
    seq = next_seq(act.read, Receipt, year)
    number = f"SJ{year}-{seq:06d}"
    buyers = [buyer.facts.name for buyer in subscription_query.buyers(act.read, deal)]
    facts = ReceiptFacts(today=act.today, received_on=row["received_on"], way=PayWay.VOUCHER)
    receipt_id = act.work.insert(
        Receipt,
        project_id=act.project_id,
        no=number,
        year=year,
        seq=seq,
        business_date=act.today,
        received_on=row["received_on"],
        payer=row["payer"],
        subscription_id=deal["id"],
        state=act.came(RECEIPT, (("confirm", facts),), MONEY),
        received_by=act.actor.id,
        entered_at=act.now,
        confirmed_by=act.actor.id,
        confirmed_at=act.now,
        confirmed_on=act.today,
        arrived_on=row["arrived_on"],
        third_party=third_party(row["payer"], buyers),
        explanation=row["no"],
        sincerity_id=row["id"],
    )
    act.work.insert(
        ReceiptLine,
        project_id=act.project_id,
        receipt_id=receipt_id,
        no=1,
        money_type=MoneyType.DEPOSIT.value,
        amount=row["amount"],
        way=PayWay.VOUCHER.value,
        account=row["account"],
        escrow=row["escrow"],
    )
    return receipt_id, number
