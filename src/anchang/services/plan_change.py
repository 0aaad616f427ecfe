"""What another way of paying makes of a subscription, before it is asked for and when it is carried out (2.8, 5.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from anchang.domain import allocation as allocations
from anchang.domain import plan_change as rules
from anchang.domain.discount import DiscountLine, DiscountRule
from anchang.domain.discount_collect import Payment, why_not_plan
from anchang.domain.errors import Refusal
from anchang.domain.money import Rounding, unit_price
from anchang.domain.plan import PlanLine
from anchang.domain.plan_change import Effect as PlanEffect
from anchang.domain.plan_change import Side as PlanSide
from anchang.domain.plan_choice import PlanChoice, lines_of
from anchang.domain.price_list import PricingBasis
from anchang.domain.receivable import Open
from anchang.services import allocation, edition, plan_version
from anchang.services.act import Act
from anchang.storage import discount as discounts
from anchang.storage import receipt as receipts
from anchang.storage import subscription_query as query
from anchang.storage.discount_request import to_collect
from anchang.storage.reading import Read
from anchang.storage.subscription import SubscriptionDiscount, SubscriptionShare
from anchang.storage.subscription_edition import parts_of

__all__ = ["PlanEffect", "PlanOffer", "PlanSide", "carry_out", "discount_parts", "effect", "offer", "share_parts"]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PlanOffer:
    """A deal as another way of paying has to know it (fen, 10⁻⁶): read once, then worked out for every choice.

    `collected` is the discount that comes, or came, off the last own payment: the payment it hangs on, and its amount.
    """

    was: PlanSide
    list_total: int
    deposit: int
    deposit_due_on: date | None
    rules: tuple[DiscountRule, ...]
    rounding: Rounding
    today: date
    money: tuple[allocations.Rest, ...]
    price_allowed: bool
    collected: tuple[int | None, int] | None = None

    def effect(self, choice: PlanChoice) -> PlanEffect:
        """Price and payments before and after. Raises Refusal when the choice does not fit."""
        now = rules.recalculated(
            self.list_total, self.was.discounts, self.rules, choice.kind, self.today, self.rounding
        )
        payments = lines_of(choice, now.deal_total, self.deposit)
        if self.collected is not None:
            known = [Payment(line.no, line.money_type, line.amount) for line in payments]
            why_not = why_not_plan(known, *self.collected)
            if why_not is not None:
                raise Refusal(why_not)
        paid = self._paid(payments)
        after = PlanSide(choice, now.deal_total, payments, now.lines, paid)
        return PlanEffect(self.was, after, surplus=sum(rest.amount for rest in self.money) - paid)

    def _paid(self, lines: Sequence[PlanLine]) -> int:
        """How much of these payments the money makes."""
        opens = [
            (Open(line.no, self.deposit_due_on if line.no == 1 else None, line.no, line.amount), line.money_type)
            for line in lines
        ]
        uses = allocations.settle(self.money, opens, price_allowed=self.price_allowed)
        return sum(use.amount for use in uses)


def offer(read: Read, row: Row) -> PlanOffer:
    """The deal as it stands; the discounts of the payment method are those that are published today."""
    lines = query.discount_lines(read, row)
    paid = sum(receipts.paid_lines(read, row["id"]).values())
    return PlanOffer(
        PlanSide(query.choice(read, row), row["deal_total"], query.plan_lines(read, row), lines, paid),
        row["list_total"],
        row["deposit_amount"],
        row["deposit_due_on"],
        tuple(each.rule for each in discounts.all_rules(read)),
        Rounding(row["rounding"]),
        read.today,
        tuple(receipts.money_of(read, row["id"])),
        allocation.price_allowed(read, row["id"]),
        _collected(read, row["id"]),
    )


def _collected(read: Read, subscription_id: int) -> tuple[int | None, int] | None:
    """What a discount on collection asks of the plan (2.6), None without one."""
    waiting = to_collect(read, subscription_id)
    if waiting is not None:
        return waiting["collect_no"], waiting["special_amount"]
    credited = receipts.credited_fen(read, subscription_id)
    return (None, credited) if credited else None


def effect(read: Read, row: Row, choice: PlanChoice) -> PlanEffect:
    """Price and payments before and after, with the money that is there. Raises Refusal when it does not fit."""
    return offer(read, row).effect(choice)


def carry_out(act: Act, row: Row, choice: PlanChoice, reason: str, *, expect: int | None = None) -> PlanEffect:
    """The new version holds from today: price, discounts and payments of the paper, and the money pays its lines.

    Raises Refusal when nothing changes or the payments do not fit, Stale.
    """
    found = effect(act.read, row, choice)
    why_not = rules.why_not_change(found.before, found.after)
    if why_not is not None:
        raise Refusal(why_not)
    total = found.after.total
    area = row["inside_area" if row["pricing_basis"] == PricingBasis.INSIDE else "built_area"]
    edition.write(
        act,
        row,
        {
            SubscriptionDiscount: discount_parts(act.read, row, found.after.discounts),
            SubscriptionShare: share_parts(choice),
        },
        expect=expect,
        plan_kind=choice.kind.value,
        plan_days=choice.days,
        down_rate=choice.down_rate,
        loan_days=choice.loan_days,
        loan_unit=choice.loan_unit,
        loan_kind=choice.loan.value,
        loan_fund=choice.fund,
        deal_total=total,
        deal_unit_price=unit_price(total, area) if area else None,
    )
    plan_version.replace(act, row["id"], choice.kind, total, found.after.lines, reason)
    return found


def discount_parts(read: Read, row: Row, lines: Sequence[DiscountLine]) -> list[dict[str, Any]]:
    """The rows of these discounts: as they stand in the paper's edition where they do, else of the published rule.

    A special discount has its own row, which names the paper.
    """
    before = {part["code"]: part for part in parts_of(read, row, SubscriptionDiscount)}
    known = {each.rule.code: each.id for each in discounts.all_rules(read)}
    return [
        {
            **before.get(line.code, {"rule_id": known.get(line.code)}),
            "code": line.code,
            "name": line.name,
            "rate": line.rate,
            "amount": line.amount,
        }
        for line in lines
        if line.code in before or line.code in known
    ]


def share_parts(choice: PlanChoice) -> list[dict[str, Any]]:
    """The rows of a choice's shares."""
    return [
        {
            "rate": rate,
            "rule": rule.value,
            "days": 0 if isinstance(when, date) else when,
            "fixed_on": when if isinstance(when, date) else None,
        }
        for rate, rule, when in choice.shares
    ]
