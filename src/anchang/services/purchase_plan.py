"""What purchase plans are worked out from, read once for a unit, and the printing of them (P03, 5.2, 5.4).

A plan is a trial calculation: nothing of it is kept but the log of its prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anchang.domain import discount as discounts
from anchang.domain import purchase_plan as rules
from anchang.domain.errors import Refusal, nothing_there
from anchang.domain.measure import AREA_UNIT
from anchang.domain.plan import LoanKind, PlanKind
from anchang.domain.plan_choice import PlanChoice, why_not_choose
from anchang.domain.price_list import Usage
from anchang.domain.purchase_plan import CostRules, Homes, LoanRules, LoanWish, PurchasePlan, Repayment
from anchang.domain.units import Fen, Rate
from anchang.i18n import M
from anchang.services.subscription_form import PlanShare, shares_of
from anchang.services.subscription_offer import UNIT, Offer, offer
from anchang.storage import unit_query
from anchang.storage.project import ProjectView, by_id
from anchang.storage.reading import Read

MOST = 3  # plans that stand side by side


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One way of paying as somebody asks for it: plan, published discounts, loan, which home it is."""

    plan: PlanKind = PlanKind.MORTGAGE
    discounts: tuple[str, ...] = ()
    days: int | None = None
    down_rate: Rate | None = None
    shares: tuple[PlanShare, ...] = ()
    deposit: Fen = 0
    loan: LoanKind = LoanKind.COMMERCIAL
    fund: Fen = 0
    years: int | None = None
    repayment: Repayment = Repayment.EQUAL_PAYMENTS
    homes: Homes = Homes.FIRST


@dataclass(frozen=True, slots=True)
class Desk:
    """All that the plans of one unit follow from: the offer, what the unit is for, taxes, loans (settings of today)."""

    offer: Offer
    usage: Usage
    layout: str
    project: ProjectView
    costs: CostRules
    loans: LoanRules
    min_down_rate: int

    def work_out(self, wanted: Variant) -> PurchasePlan:
        """The plan of a variant. Raises Refusal that says which part of it cannot be."""
        given = self.offer
        known = {rule.code: rule for rule in given.rules}
        chosen = [known[code] for code in wanted.discounts if code in known]
        if len(chosen) < len(wanted.discounts):
            missing = tuple(code for code in wanted.discounts if code not in known)
            raise nothing_there(M("discount"), missing[0], "discounts")
        choice = self._choice(wanted)
        reason = why_not_choose(choice, self.min_down_rate) or discounts.why_not_use(chosen, wanted.plan, given.today)
        if reason is not None:
            raise Refusal(M("This purchase plan cannot be: {reason}", reason=reason))
        price = given.price(wanted.discounts)
        lines = given.lines(choice, price.deal_total, wanted.deposit)
        wish = LoanWish(wanted.loan, wanted.fund, wanted.years or self.loans.most_years, wanted.repayment)
        costs = rules.costs_of(price.deal_total, self.usage, given.built_area, wanted.homes, self.costs)
        return rules.make(price, lines, wish, self.loans, costs)

    def _choice(self, wanted: Variant) -> PlanChoice:
        given = self.offer
        usual = {PlanKind.LUMP_SUM: given.lump_sum_days, PlanKind.MORTGAGE: given.down_days}.get(wanted.plan, 0)
        return PlanChoice(
            wanted.plan,
            usual if wanted.days is None else wanted.days,
            shares_of(wanted.shares),
            wanted.down_rate,
            given.loan_days,
            given.loan_unit,
        )

    def usual(self) -> tuple[Variant, ...]:
        """What is laid on the table first: all at once, and with the smallest down payment."""
        return (Variant(plan=PlanKind.LUMP_SUM), Variant(down_rate=max(self.min_down_rate, 1)))


def desk(read: Read, unit_id: int) -> Desk:
    """What plans for a unit follow from. Raises NotFound, Refusal for a unit without a price."""
    given = offer(read, unit_id)
    unit = unit_query.row(read, unit_id)
    if unit is None:
        raise nothing_there(UNIT, unit_id)
    project = by_id(read.connection, read.project_id)
    assert project is not None  # the unit belongs to it
    return Desk(
        offer=given,
        usage=Usage(unit["usage"]),
        layout=unit["layout"],
        project=project,
        costs=_costs(read.settings),
        loans=_loans(read.settings),
        min_down_rate=int(read.settings["min_down_rate"]),
    )


def _costs(settings: Mapping[str, Any]) -> CostRules:
    return CostRules(
        area_line=int(settings["deed_tax_area"]) * AREA_UNIT,
        first_small=int(settings["deed_tax_first_small"]),
        first_large=int(settings["deed_tax_first_large"]),
        second_small=int(settings["deed_tax_second_small"]),
        second_large=int(settings["deed_tax_second_large"]),
        other=int(settings["deed_tax_other"]),
        vat_rate=int(settings["vat_rate"]),
        stamp_other=int(settings["stamp_duty_other"]),
        maintenance_per_metre=int(settings["maintenance_per_metre"]),
        fee_home=int(settings["registration_fee_home"]),
        fee_other=int(settings["registration_fee_other"]),
    )


def _loans(settings: Mapping[str, Any]) -> LoanRules:
    return LoanRules(
        commercial_rate=int(settings["commercial_rate"]),
        fund_rate=int(settings["fund_rate"]),
        fund_most=int(settings["fund_loan_most"]),
        unit=int(settings["loan_unit"]),
        most_years=int(settings["loan_years_most"]),
    )
