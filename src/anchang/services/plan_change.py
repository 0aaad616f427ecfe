"""What another way of paying makes of a subscription, before it is asked for and when it is carried out (2.8, 5.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from anchang.domain import allocation as allocations
from anchang.domain import plan_change as rules
from anchang.domain.discount import DiscountLine
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
from anchang.storage.reading import Read
from anchang.storage.subscription import SubscriptionDiscount, SubscriptionShare

__all__ = ["PlanEffect", "PlanSide", "carry_out", "discount_parts", "effect", "share_parts"]
Row = Mapping[str, Any]


def effect(read: Read, row: Row, choice: PlanChoice) -> PlanEffect:
    """Price and payments before and after, with the money that is there. Raises Refusal when the choice does not fit.

    The discounts of the payment method are those that are published today.
    """
    published = [each.rule for each in discounts.all_rules(read)]
    lines = query.discount_lines(read, row)
    was = PlanSide(query.choice(read, row), row["deal_total"], query.plan_lines(read, row), lines)
    now = rules.recalculated(
        row["list_total"], lines, published, choice.kind, read.today, Rounding(row["rounding"])
    )
    payments = lines_of(choice, now.deal_total, row["deposit_amount"])
    money = receipts.money_of(read, row["id"])
    paid_before = sum(receipts.paid_lines(read, row["id"]).values())
    paid_after = _paid(read, row["id"], money, payments, row["deposit_due_on"])
    return PlanEffect(
        replace(was, paid=paid_before),
        PlanSide(choice, now.deal_total, payments, now.lines, paid_after),
        surplus=sum(rest.amount for rest in money) - paid_after,
    )


def _paid(
    read: Read, subscription_id: int, money: Sequence[allocations.Rest], lines: Sequence[PlanLine], due: date | None
) -> int:
    """How much of these payments the money makes."""
    opens = [(Open(line.no, due if line.no == 1 else None, line.no, line.amount), line.money_type) for line in lines]
    uses = allocations.settle(money, opens, price_allowed=allocation.price_allowed(read, subscription_id))
    return sum(use.amount for use in uses)


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
        deal_total=total,
        deal_unit_price=unit_price(total, area) if area else None,
    )
    plan_version.replace(act, row["id"], choice.kind, total, found.after.lines, reason)
    return found


def discount_parts(read: Read, row: Row, lines: Sequence[DiscountLine]) -> list[dict[str, Any]]:
    """The rows of these discounts: as they stand in the paper's edition where they do, else of the published rule."""
    before = {part["code"]: part for part in query.parts_of(read, row, SubscriptionDiscount)}
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
