"""Published discounts, and whether a price is within them (domain 5.2, 5.10).

What lies beyond a published rule needs an approval, which is another paper (`discount_request`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from anchang.domain.errors import Refusal
from anchang.domain.measure import ONE
from anchang.domain.money import Rounding, discounted, half_up
from anchang.domain.plan import PlanKind
from anchang.i18n import M, Msg


@dataclass(frozen=True, slots=True)
class DiscountRule:
    """One published rule: either `rate`, the share that is kept (10⁻⁶, 98 % is 980000), or `amount` (fen) taken off.

    `plan_kinds` are the payment plans that it holds for, empty for all; both days belong to its time, `valid_to` None
    is open. A rule that is not `combinable` stands alone.
    """

    code: str
    name: str
    valid_from: date
    rate: int | None = None
    amount: int | None = None
    plan_kinds: frozenset[PlanKind] = frozenset()
    valid_to: date | None = None
    combinable: bool = True


@dataclass(frozen=True, slots=True)
class DiscountLine:
    """What one rule takes off, in fen, in the order in which the rules were applied; or a special discount at the end,
    whose name is in words."""

    code: str
    name: Msg | str
    rate: int | None
    amount: int


@dataclass(frozen=True, slots=True)
class Price:
    """A list total (fen) with its discounts: `list_total` less every line's amount is `deal_total`, to the fen."""

    list_total: int
    lines: tuple[DiscountLine, ...]
    deal_total: int


def why_not_publish(rule: DiscountRule) -> Msg | None:
    """Why the rule cannot be published as it stands, or None."""
    if not rule.code.strip() or not rule.name.strip():
        return M("a discount needs a code and a name")
    if (rule.rate is None) == (rule.amount is None):
        return M("a discount is either a rate or an amount")
    if rule.rate is not None and not 0 < rule.rate < ONE:
        return M("a discount keeps more than 0% and less than 100% of the price")
    if rule.amount is not None and rule.amount <= 0:
        return M("a discount amount is above zero")
    if rule.valid_to is not None and rule.valid_to < rule.valid_from:
        return M("a discount cannot end before it begins")
    return None


def why_not_use(rules: Sequence[DiscountRule], kind: PlanKind, day: date) -> Msg | None:
    """Why these rules do not hold together for that payment plan on that day, or None."""
    codes = [rule.code for rule in rules]
    for rule in rules:
        if codes.count(rule.code) > 1:
            return M("discount {discount} stands twice", discount=rule.name)
        if day < rule.valid_from or (rule.valid_to is not None and day > rule.valid_to):
            return M("discount {discount} does not hold on {day}", discount=rule.name, day=day)
        if rule.plan_kinds and kind not in rule.plan_kinds:
            return M("discount {discount} does not hold for {plan}", discount=rule.name, plan=kind)
        if not rule.combinable and len(rules) > 1:
            return M("discount {discount} cannot be combined with another", discount=rule.name)
    return None


def price(list_total: int, rules: Sequence[DiscountRule], rounding: Rounding) -> Price:
    """The list total (fen) with the rules applied: every rate in its order, then every amount, rounded once (5.2).

    The last line takes what rounding leaves. Raises Refusal when nothing of the price would be left.
    """
    rates = [rule.rate for rule in rules if rule.rate is not None]
    amounts = [rule.amount for rule in rules if rule.amount is not None]
    total = discounted(list_total, rates, amounts, rounding) if rules else list_total
    ordered = [rule for rule in rules if rule.rate is not None] + [rule for rule in rules if rule.rate is None]
    lines: list[DiscountLine] = []
    left, numerator, denominator = list_total, list_total, 1
    for rule in ordered:
        if rule.rate is not None:
            numerator, denominator = numerator * rule.rate, denominator * ONE
            after = half_up(numerator, denominator)
        else:
            after = left - (rule.amount or 0)
        if rule is ordered[-1]:
            after = total
        lines.append(DiscountLine(rule.code, rule.name, rule.rate, left - after))
        left = after
    return Price(list_total, tuple(lines), total)


def why_not_price(
    deal_total: int,
    published_total: int,
    floor_total: int | None,
    filed_total: int | None,
    approved_total: int | None = None,
) -> Msg | None:
    """Why a unit cannot go for that price (all fen), or None.

    `published_total` is what the published rules give, `approved_total` what a granted special discount leaves: down to
    it the price is right, also below the floor, which whoever granted it had before the eyes (2.6). The floor price is
    the managers' secret (2.18), so its figure never stands in the words, and a price beyond the rules is refused before
    the floor is looked at.
    """
    if deal_total <= 0:
        return M("the price is not above zero")
    if filed_total is not None and deal_total > filed_total:
        return M("the price is above the filed price; a unit is never sold above it")
    if approved_total is not None and deal_total >= approved_total:
        return None
    if deal_total < published_total:
        return M("the price is lower than the published discounts give; it needs a discount approval")
    if floor_total is not None and deal_total < floor_total:
        return M("the price is below the floor price; it needs a discount approval")
    return None


def check_price(
    deal_total: int,
    published_total: int,
    floor_total: int | None,
    filed_total: int | None,
    approved_total: int | None = None,
) -> None:
    """Raise Refusal with the reason of `why_not_price`, if there is one."""
    reason = why_not_price(deal_total, published_total, floor_total, filed_total, approved_total)
    if reason is not None:
        raise Refusal(reason)


def discount_rate(list_total: int, deal_total: int) -> int:
    """The share of the list total that is kept (10⁻⁶), for the slip (3.7). ZeroDivisionError for a list total of 0."""
    return half_up(deal_total * ONE, list_total)
