"""Another way to pay before the contract: what it makes of the price and of the payments (2.8, 5.2, 5.4, G07).

A discount that hangs on the way of paying goes with the way, and those that are published for the new one on that day
come; every other discount of the paper stays, also one that has ended since. Money in fen, rates in 10⁻⁶.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from anchang.domain.discount import DiscountLine, DiscountRule, Price, price, why_not_use
from anchang.domain.money import Rounding, show
from anchang.domain.plan import PRICE, PlanKind, PlanLine
from anchang.domain.plan_choice import PlanChoice
from anchang.i18n import M, Msg, say


def is_for_payment(rule: DiscountRule) -> bool:
    """Whether a rule rewards a way of paying: it holds for some payment plans only."""
    return bool(rule.plan_kinds)


def staying(lines: Sequence[DiscountLine], rules: Iterable[DiscountRule]) -> tuple[DiscountRule, ...]:
    """The discounts of the paper that do not hang on the way of paying, as they were granted, in the paper's order.

    `rules` are the published ones; a line that belongs to none was granted specially and stays too.
    """
    for_payment = {rule.code for rule in rules if is_for_payment(rule)}
    return tuple(
        DiscountRule(line.code, say(line.name), date.min, line.rate, None if line.rate is not None else line.amount)
        for line in lines
        if line.code not in for_payment
    )


def for_payment(
    rules: Sequence[DiscountRule], kind: PlanKind, day: date, beside: Sequence[DiscountRule] = ()
) -> tuple[DiscountRule, ...]:
    """The published discounts for that way of paying which hold on that day, in the order of publication.

    One that cannot be combined is left out where another discount stands already.
    """
    found: list[DiscountRule] = []
    for rule in rules:
        if not is_for_payment(rule) or why_not_use([rule], kind, day) is not None:
            continue
        if rule.combinable or not (found or beside):
            found.append(rule)
            if not rule.combinable:
                break
    return tuple(found)


def recalculated(
    list_total: int,
    lines: Sequence[DiscountLine],
    rules: Sequence[DiscountRule],
    kind: PlanKind,
    day: date,
    rounding: Rounding,
) -> Price:
    """The price of the paper under another way of paying, by the rules that are published on that day (5.2).

    `lines` are the paper's discounts, `rules` everything that was ever published. Raises Refusal when nothing of the
    price would be left.
    """
    kept = staying(lines, rules)
    return price(list_total, [*kept, *for_payment(rules, kind, day, kept)], rounding)


@dataclass(frozen=True, slots=True)
class Side:
    """A deal before or after the change: its way of paying, its total and its payments; `paid` is what they have."""

    choice: PlanChoice
    total: int
    lines: tuple[PlanLine, ...]
    discounts: tuple[DiscountLine, ...]
    paid: int = 0

    @property
    def unpaid(self) -> int:
        """What is still to come."""
        return self.total - self.paid


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does; `surplus` is price money that the new payments do not ask for any more."""

    before: Side
    after: Side
    surplus: int = 0

    @property
    def difference(self) -> int:
        """How much more (below zero: less) the buyer pays."""
        return self.after.total - self.before.total


def why_not_change(before: Side, after: Side) -> Msg | None:
    """Why a change is none, or cannot be: nothing changes, or the payments do not sum to the price."""
    if after.total <= 0:
        return M("the price is not above zero")
    planned = sum(line.amount for line in after.lines if line.money_type in PRICE)
    if planned != after.total:
        return M("the payment plan sums to {plan}, the price is {price}", plan=show(planned), price=show(after.total))
    if (before.lines, before.total) == (after.lines, after.total):
        return M("the payments stay as they are; there is nothing to change")
    return None
