"""The purchase plan (置业计划): what one unit costs a buyer in one way of paying, to the fen (P03, 5.2, 5.4).

A trial calculation for the table, never a promise: it takes the list price and the published discounts of the day, the
lines of a payment plan, what a loan costs a month, and what is paid beside the price. Money in fen, areas in
0.0001 ㎡, rates in 10⁻⁶ (of a year for loans).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from anchang.domain.discount import Price
from anchang.domain.errors import Refusal
from anchang.domain.measure import ONE
from anchang.domain.money import half_up, share, show, times
from anchang.domain.plan import LOANS, LoanKind, MoneyType, PlanLine, from_fund
from anchang.domain.price_list import Usage
from anchang.i18n import M, Msg

MONTHS = 12


class Homes(StrEnum):
    """The how-manieth home of the family it is; the deed tax asks."""

    FIRST = "first"
    SECOND = "second"
    MORE = "more"

    @property
    def label(self) -> Msg:
        """The count in words."""
        return HOME_LABELS[self]


HOME_LABELS: dict[Homes, Msg] = {
    Homes.FIRST: M("the family's first home"),
    Homes.SECOND: M("the family's second home"),
    Homes.MORE: M("a further home"),
}


class Repayment(StrEnum):
    """How a loan is paid back."""

    EQUAL_PAYMENTS = "equal_payments"
    EQUAL_PRINCIPAL = "equal_principal"

    @property
    def label(self) -> Msg:
        """The way in words."""
        return REPAYMENT_LABELS[self]


REPAYMENT_LABELS: dict[Repayment, Msg] = {
    Repayment.EQUAL_PAYMENTS: M("the same every month"),
    Repayment.EQUAL_PRINCIPAL: M("the same principal every month"),
}


class CostKind(StrEnum):
    """What is paid beside the price."""

    DEED_TAX = "deed_tax"
    STAMP_DUTY = "stamp_duty"
    MAINTENANCE_FUND = "maintenance_fund"
    REGISTRATION_FEE = "registration_fee"

    @property
    def label(self) -> Msg:
        """The cost in words; the same words as on receipts."""
        return MoneyType(self.value).label


@dataclass(frozen=True, slots=True)
class CostRules:
    """Taxes and fees as the office's settings say them; they are local policy and change.

    `area_line` in 0.0001 ㎡ parts smaller homes from larger ones; the deed tax is taken on the price without the value
    added tax of `vat_rate`. `maintenance_per_metre` is fen a ㎡ of built area, the fees are fen.
    """

    area_line: int
    first_small: int
    first_large: int
    second_small: int
    second_large: int
    other: int
    vat_rate: int
    stamp_other: int
    maintenance_per_metre: int
    fee_home: int
    fee_other: int

    def deed_rate(self, usage: Usage, homes: Homes, built_area: int) -> int:
        """The rate (10⁻⁶) of the deed tax."""
        if usage is not Usage.RESIDENTIAL or homes is Homes.MORE:
            return self.other
        small = built_area <= self.area_line
        if homes is Homes.FIRST:
            return self.first_small if small else self.first_large
        return self.second_small if small else self.second_large


@dataclass(frozen=True, slots=True)
class Cost:
    """One cost beside the price, fen. `rate` (10⁻⁶) where it follows from one."""

    kind: CostKind
    amount: int
    rate: int | None = None


@dataclass(frozen=True, slots=True)
class LoanRules:
    """Yearly rates (10⁻⁶), the most that the provident fund lends (fen), and the unit (fen) that loans are made of."""

    commercial_rate: int
    fund_rate: int
    fund_most: int
    unit: int
    most_years: int


@dataclass(frozen=True, slots=True)
class Loan:
    """One loan: `principal` fen at `rate` a year over `months`. `first` and `last` are its first and last month's
    payment, `interest` all that it costs, fen."""

    kind: LoanKind
    principal: int
    rate: int
    months: int
    first: int
    last: int
    interest: int


@dataclass(frozen=True, slots=True)
class LoanWish:
    """What the buyer wants: `fund` is the fen wanted from the provident fund in a combination."""

    kind: LoanKind = LoanKind.COMMERCIAL
    fund: int = 0
    years: int = 30
    repayment: Repayment = Repayment.EQUAL_PAYMENTS


@dataclass(frozen=True, slots=True)
class PurchasePlan:
    """One way of paying for one unit; all sums follow from the lines, the loans and the costs."""

    price: Price
    lines: tuple[PlanLine, ...]
    loans: tuple[Loan, ...]
    costs: tuple[Cost, ...]

    @property
    def borrowed(self) -> int:
        """The part of the price that is lent, fen."""
        return sum(line.amount for line in self.lines if line.money_type in LOANS)

    @property
    def own_funds(self) -> int:
        """The part of the price that the buyer pays, fen."""
        return self.price.deal_total - self.borrowed

    @property
    def beside(self) -> int:
        """What is paid beside the price, fen."""
        return sum(cost.amount for cost in self.costs)

    @property
    def monthly(self) -> int:
        """The first month's payment of all loans, fen."""
        return sum(loan.first for loan in self.loans)

    @property
    def interest(self) -> int:
        """The interest of all loans, fen."""
        return sum(loan.interest for loan in self.loans)

    @property
    def whole(self) -> int:
        """Price, costs and interest together, fen."""
        return self.price.deal_total + self.beside + self.interest


def costs_of(total: int, usage: Usage, built_area: int | None, homes: Homes, rules: CostRules) -> tuple[Cost, ...]:
    """What is paid beside a price (fen). Raises Refusal without a built area: tax and fund follow from it."""
    if not built_area:
        raise Refusal(M("The unit has no built area, so taxes and the maintenance fund are not known."))
    net = half_up(total * ONE, ONE + rules.vat_rate)
    rate = rules.deed_rate(usage, homes, built_area)
    found = [Cost(CostKind.DEED_TAX, share(net, rate), rate)]
    home = usage is Usage.RESIDENTIAL
    if not home and rules.stamp_other:
        found.append(Cost(CostKind.STAMP_DUTY, share(net, rules.stamp_other), rules.stamp_other))
    found.append(Cost(CostKind.MAINTENANCE_FUND, times(rules.maintenance_per_metre, built_area)))
    found.append(Cost(CostKind.REGISTRATION_FEE, rules.fee_home if home else rules.fee_other))
    return tuple(cost for cost in found if cost.amount)


def loan_of(kind: LoanKind, principal: int, rate: int, months: int, repayment: Repayment) -> Loan:
    """What a loan costs. Payments are rounded to fen each; the last month pays what rounding leaves.

    ValueError for a principal or a number of months that is not above zero.
    """
    if principal <= 0 or months <= 0:
        raise ValueError((principal, months))
    monthly_rate = Fraction(rate, ONE * MONTHS)
    if repayment is Repayment.EQUAL_PRINCIPAL:
        return _equal_principal(kind, principal, rate, months, monthly_rate)
    if rate:
        growth = (1 + monthly_rate) ** months
        exact = principal * monthly_rate * growth / (growth - 1)
    else:
        exact = Fraction(principal, months)
    payment = _fen(exact)
    interest = _fen(exact * months) - principal
    return Loan(kind, principal, rate, months, payment, principal + interest - payment * (months - 1), interest)


def _equal_principal(kind: LoanKind, principal: int, rate: int, months: int, monthly_rate: Fraction) -> Loan:
    part = Fraction(principal, months)
    first, last = _fen(part + principal * monthly_rate), _fen(part + part * monthly_rate)
    interest = _fen(principal * monthly_rate * (months + 1) / 2)
    return Loan(kind, principal, rate, months, first, last, interest)


def _fen(exact: Fraction) -> int:
    return half_up(exact.numerator, exact.denominator)


def loans_of(borrowed: int, wish: LoanWish, rules: LoanRules) -> tuple[Loan, ...]:
    """The loans that make up what is borrowed (fen): the fund's part in whole units, the bank's the rest.

    Raises Refusal when the provident fund does not lend so much, or not for so long.
    """
    if not borrowed:
        return ()
    if not 1 <= wish.years <= rules.most_years:
        raise Refusal(M("A loan runs 1 to {most} years.", most=rules.most_years))
    fund = _from_fund(borrowed, wish, rules)
    months = wish.years * MONTHS
    parts = ((LoanKind.FUND, fund, rules.fund_rate), (LoanKind.COMMERCIAL, borrowed - fund, rules.commercial_rate))
    return tuple(loan_of(kind, part, rate, months, wish.repayment) for kind, part, rate in parts if part)


def _from_fund(borrowed: int, wish: LoanWish, rules: LoanRules) -> int:
    wanted = from_fund(borrowed, wish.kind, wish.fund // rules.unit * rules.unit, rules.unit)
    if wanted > rules.fund_most:
        raise Refusal(
            M(
                "The provident fund lends at most {most}; the rest of {borrowed} needs a commercial loan.",
                most=show(rules.fund_most),
                borrowed=show(borrowed),
            )
        )
    return wanted


def make(
    price: Price, lines: Sequence[PlanLine], wish: LoanWish, loans: LoanRules, costs: Sequence[Cost]
) -> PurchasePlan:
    """One whole plan. Raises Refusal when the loan cannot be had so."""
    borrowed = sum(line.amount for line in lines if line.money_type in LOANS)
    return PurchasePlan(price, tuple(lines), loans_of(borrowed, wish, loans), tuple(costs))
