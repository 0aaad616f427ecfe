"""A special discount that the cashier executes when the money is collected (2.6, 2.19, reading 8).

    collect(act, deal, day)   called by every act that brings money: the credit is given when the payment is in, in time
    kept_free(read, deal, …)  what money on account may not pay meanwhile, so that there is room for the credit
    missed(read)              what time ended: the program lets it lapse, and the price on the paper is owed whole
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from anchang.domain.discount_collect import Payment, credited_on, deadline, is_collected, own, target
from anchang.domain.discount_request import DISCOUNT_REQUEST
from anchang.domain.money import show
from anchang.i18n import M, Msg
from anchang.services.act import Act
from anchang.storage import discount_request as rows
from anchang.storage import plan as plans
from anchang.storage import receipt as receipts
from anchang.storage.discount_request import DiscountRequest
from anchang.storage.reading import Read
from anchang.storage.work import Row


def payments_of(read: Read, subscription_id: int, paid: Mapping[int, int] | None = None) -> list[Payment]:
    """The plan that holds, with what is paid of it."""
    paid = receipts.paid_lines(read, subscription_id) if paid is None else paid
    return [
        Payment(each.line.no, each.line.money_type, each.line.amount, paid.get(each.id, 0), each.due_on)
        for each in plans.current_lines(read.connection, subscription_id)
    ]


def until(read: Read, row: Row) -> date | None:
    """The last day on which the payment that a granted discount hangs on may come in, None while it is not known."""
    return deadline(payments_of(read, row["subscription_id"], {}), row["collect_no"], row["collect_by"])


def kept_free(read: Read, subscription_id: int, paid: Mapping[int, int]) -> dict[int, int]:
    """Instalment id -> fen that a discount to be collected will take off it, as far as it is not paid already."""
    row = rows.to_collect(read, subscription_id)
    if row is None:
        return {}
    last = credited_on(payments_of(read, subscription_id, paid))
    if last is None:
        return {}
    ids = {each.line.no: each.id for each in plans.current_lines(read.connection, subscription_id)}
    return {ids[last.no]: max(0, min(row["special_amount"], last.amount - last.paid))}


def collect(act: Act, subscription_id: int, arrived_on: date) -> Msg | None:
    """Credit the deal's discount when its payment is in and `arrived_on` is in time; what is to be said of it.

    Called by the act that brings the money, after its allocation. The price stays; the voucher is the cashier's.
    """
    from anchang.services import discount_facts, voucher

    row = rows.to_collect(act.read, subscription_id)
    if row is None:
        return None
    payments = payments_of(act.read, subscription_id)
    last_day = deadline(payments, row["collect_no"], row["collect_by"])
    in_time = last_day is None or arrived_on <= last_day
    if not in_time or not is_collected(payments, row["collect_no"], row["special_amount"]):
        return None
    made = voucher.credit(act, subscription_id, row["special_amount"], reason=row["no"])
    facts = discount_facts.facts(act.read, row, collected_in_time=True)
    act.move(
        DISCOUNT_REQUEST, "execute", DiscountRequest, row, facts, executed_on=act.today, credit_id=made.id
    )
    return M("Discount {no}: {amount} is credited by {voucher}.", no=row["no"], amount=show(made.amount),
             voucher=made.no)  # fmt: skip


def missed(read: Read) -> list[Row]:
    """Granted discounts of papers in being whose last day of collection is over, and no money is on its way."""
    found = []
    for row in rows.all_to_collect(read):
        last_day = until(read, row)
        if last_day is not None and read.today > last_day and not receipts.unconfirmed(read, row["subscription_id"]):
            found.append(row)
    return found


def condition(read: Read, row: Row) -> Msg | None:
    """What the credit hangs on, in words; None for a discount in the contract price or one without its paper."""
    if row["mode"] != "on_collection":
        return None
    payments = [] if row["subscription_id"] is None else payments_of(read, row["subscription_id"])
    hangs_on = target(own(payments), row["collect_no"])
    number = row["collect_no"] if hangs_on is None else hangs_on.no
    last_day = row["collect_by"] if hangs_on is None else deadline(payments, row["collect_no"], row["collect_by"])
    what = M("payment no. {no} collected", no=number) if number is not None else M("the last own payment collected")
    return what if last_day is None else M("{what} by {day}", what=what, day=last_day)
