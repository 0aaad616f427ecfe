"""Money that counts pays lines of the plan at once; whatever changes money or plan calls `settle` (2.10, 5.3).

So no surplus stays on account while a line that it may pay is open: older money first, the newest receipt last.
"""

from __future__ import annotations

from anchang.domain import allocation
from anchang.domain.plan import MoneyType
from anchang.domain.receivable import Open
from anchang.services import discount_collect
from anchang.services.act import Act
from anchang.storage import contract as contracts
from anchang.storage import plan as plans
from anchang.storage import receipt as rows
from anchang.storage.reading import Read
from anchang.storage.receipt import Allocation


def price_allowed(read: Read, subscription_id: int) -> bool:
    """Whether more than the deposit may be paid: once the contract is drawn up, or always by setting (5.3)."""
    return (
        not read.settings["price_needs_contract"] or contracts.live_state(read, subscription_id) in contracts.DRAWN_UP
    )


def may_name(read: Read, subscription_id: int, what: MoneyType) -> bool:
    """Whether a payer may name such a line now: before the contract is drawn up the deposit only (5.3)."""
    return what is MoneyType.DEPOSIT or price_allowed(read, subscription_id)


def opens(read: Read, subscription_id: int) -> list[tuple[Open, MoneyType]]:
    """The lines of the deal's plan that are not paid in full; what a discount on collection will credit is kept free.
    """
    paid = rows.paid_lines(read, subscription_id)
    kept_free = discount_collect.kept_free(read, subscription_id, paid)
    found = []
    for each in plans.current_lines(read.connection, subscription_id):
        unpaid = each.line.amount - paid.get(each.id, 0) - kept_free.get(each.id, 0)
        if unpaid > 0:
            found.append((Open(each.id, each.due_on, each.line.no, unpaid), each.line.money_type))
    return found


def settle(act: Act, subscription_id: int) -> int:
    """Let the money on account pay what it may, as of today. Returns the surplus that remains, in fen."""
    read = act.read
    rests = rows.rests(read, subscription_id)
    uses = allocation.settle(rests, opens(read, subscription_id), price_allowed=price_allowed(read, subscription_id))
    act.work.insert_many(
        Allocation,
        [
            {
                "project_id": act.project_id,
                "receipt_line_id": use.line_id,
                "instalment_id": use.instalment_id,
                "subscription_id": subscription_id,
                "amount": use.amount,
                "business_date": act.today,
            }
            for use in uses
        ],
    )
    return sum(rest.amount for rest in rests) - sum(use.amount for use in uses)
