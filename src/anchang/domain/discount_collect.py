"""A discount that is executed on collection: what has to be paid by when, and what it then lowers (2.6, 2.19).

The price on the paper stays. Once the payment that was stated (or the last of the own funds) is collected in time, a
credit comes off the last own-funds payment; when the day is missed, nothing does. Money in fen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from anchang.domain.money import show
from anchang.domain.plan import OWN_FUNDS, MoneyType
from anchang.i18n import M, Msg


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment of the plan: its number, what it is, how much, what of it is paid, by when if that is known."""

    no: int
    money_type: MoneyType
    amount: int
    paid: int = 0
    due_on: date | None = None


def own(payments: Sequence[Payment]) -> list[Payment]:
    """The own-funds payments in their order."""
    return [each for each in payments if each.money_type in OWN_FUNDS]


def target(payments: Sequence[Payment], stated: int | None) -> Payment | None:
    """The payment that the discount hangs on: the stated one, else the last of the own funds."""
    found = own(payments)
    if stated is None:
        return found[-1] if found else None
    return next((each for each in found if each.no == stated), None)


def credited_on(payments: Sequence[Payment]) -> Payment | None:
    """The payment that the credit comes off: the last of the own funds, which is not the deposit itself."""
    found = own(payments)
    return found[-1] if found and found[-1].money_type is not MoneyType.DEPOSIT else None


def why_not_plan(payments: Sequence[Payment], stated: int | None, amount: int) -> Msg | None:
    """Why the discount cannot be executed on the collection of this plan."""
    if target(payments, stated) is None:
        return M("the plan has no own payment no. {no}", no=stated or 1)
    last = credited_on(payments)
    if last is None:
        return M("the plan has no own payment beside the deposit")
    if last.amount < amount:
        return M(
            "the last own payment is {last}; {amount} cannot come off it", last=show(last.amount), amount=show(amount)
        )
    return None


def is_collected(payments: Sequence[Payment], stated: int | None, amount: int) -> bool:
    """Whether every own payment up to that one is paid, and the last one has room for the credit."""
    hangs_on, last = target(payments, stated), credited_on(payments)
    if hangs_on is None or last is None or last.amount - last.paid < amount:
        return False
    before = [each for each in own(payments) if each.no <= hangs_on.no]
    return all(each.paid >= each.amount - (amount if each is last else 0) for each in before)


def deadline(payments: Sequence[Payment], stated: int | None, by: date | None) -> date | None:
    """The last day of the collection: the day that was stated, else the due day of that payment, None while unknown."""
    if by is not None:
        return by
    hangs_on = target(payments, stated)
    return None if hangs_on is None else hangs_on.due_on
