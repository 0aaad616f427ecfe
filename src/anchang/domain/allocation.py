"""Which money may pay which line of a plan, and what has to be in before the signature (domain 2.4, 2.10, 5.3).

`receivable.allocate` spreads an amount over lines; this says over which of them. Money in fen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from anchang.domain.plan import LOANS, OWN_FUNDS, PRICE, MoneyType, PlanLine, due_on
from anchang.domain.receivable import Open, allocate


@dataclass(frozen=True, slots=True)
class Rest:
    """Money of one receipt line (row id) that no instalment has used yet; `designated` is the payer's own choice."""

    line_id: int
    money_type: MoneyType
    amount: int
    designated: int | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """So much (fen) of a receipt line goes to an instalment."""

    line_id: int
    instalment_id: int
    amount: int


def may_pay(money: MoneyType, what: MoneyType, *, price_allowed: bool) -> bool:
    """Whether such money may pay such a line without the payer saying so.

    The bank's money pays loan lines, the buyer's own money the others; charges outside the price pay nothing of it.
    Until the contract is drawn up (`price_allowed`) a deposit pays the deposit only (5.3, L-2 art. 5).
    """
    if money in LOANS:
        return what in LOANS
    if money not in OWN_FUNDS:
        return False
    return what in OWN_FUNDS if price_allowed else what is MoneyType.DEPOSIT


def settle(rests: Iterable[Rest], opens: Sequence[tuple[Open, MoneyType]], *, price_allowed: bool) -> list[Use]:
    """Use the money, oldest first as given, for the open lines: the designated one first, then oldest due first (2.10).

    What remains is the customer's surplus; it is used as soon as a line of its kind is open again, before newer money.
    """
    unpaid = {one.id: one.unpaid for one, _ in opens}
    uses: list[Use] = []
    for rest in rests:
        if rest.money_type not in PRICE or rest.amount <= 0:
            continue
        open_now = [
            Open(one.id, one.due_on, one.no, unpaid[one.id])
            for one, what in opens
            if unpaid[one.id] > 0
            and (
                (one.id == rest.designated and (price_allowed or what is MoneyType.DEPOSIT))
                or may_pay(rest.money_type, what, price_allowed=price_allowed)
            )
        ]
        first = {rest.designated}
        if rest.designated is None and rest.money_type in LOANS:  # each lender's money pays its own part first
            first = {one.id for one, what in opens if what is rest.money_type}
        given, _surplus = allocate(rest.amount, open_now, {one for one in first if one is not None})
        for instalment_id, amount in given:
            unpaid[instalment_id] -= amount
            uses.append(Use(rest.line_id, instalment_id, amount))
    return uses


def first_payment(lines: Sequence[PlanLine], deposit_due_on: date | None, signed_on: date) -> tuple[PlanLine, ...]:
    """The lines that have to be paid before the signature (2.4): the deposit, and the first own-funds line after it.

    A first line whose term runs on after the signature (a lump sum within 7 days) is not asked for before it.
    """
    own = [line for line in lines if line.money_type in OWN_FUNDS]
    deposit = [line for line in own if line.money_type is MoneyType.DEPOSIT]
    after = [line for line in own if line.money_type is not MoneyType.DEPOSIT][:1]
    due = [line for line in after if (due_on(line, deposit_due_on, signed_on) or date.max) <= signed_on]
    return tuple(deposit + due)
