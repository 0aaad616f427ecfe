"""What a unit costs in one way of paying: by figures that banks print, and for any loan (5.2, 5.4)."""

from __future__ import annotations

from decimal import Decimal, getcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain import plan
from anchang.domain.discount import Price
from anchang.domain.errors import Refusal
from anchang.domain.measure import ONE
from anchang.domain.plan import LoanKind
from anchang.domain.price_list import Usage
from anchang.domain.purchase_plan import (
    CostKind,
    CostRules,
    Homes,
    LoanRules,
    LoanWish,
    Repayment,
    costs_of,
    loan_of,
    loans_of,
    make,
)
from anchang.i18n import say

WAN = 1_000_000  # fen
COSTS = CostRules(
    area_line=1_400_000, first_small=10_000, first_large=15_000, second_small=10_000, second_large=20_000,
    other=30_000, vat_rate=90_000, stamp_other=500, maintenance_per_metre=10_000, fee_home=8_000, fee_other=55_000,
)  # fmt: skip
LOANS = LoanRules(commercial_rate=35_000, fund_rate=26_000, fund_most=100 * WAN, unit=WAN, most_years=30)
EQUAL, PRINCIPAL = Repayment.EQUAL_PAYMENTS, Repayment.EQUAL_PRINCIPAL


def test_a_loan_as_the_banks_tables_have_it() -> None:
    """1,000,000 yuan, 3.5 % a year, 30 years: 4,490.45 a month, 616,560.88 interest."""
    loan = loan_of(LoanKind.COMMERCIAL, 100 * WAN, 35_000, 360, EQUAL)
    assert (loan.first, loan.interest) == (449_045, 61_656_088)
    assert abs(loan.last - loan.first) < 360  # fen that rounding left


def test_the_same_loan_with_equal_principal() -> None:
    """2,777.78 principal a month; 5,694.44 first, 2,785.88 last, 526,458.33 interest."""
    loan = loan_of(LoanKind.COMMERCIAL, 100 * WAN, 35_000, 360, PRINCIPAL)
    assert (loan.first, loan.last, loan.interest) == (569_444, 278_588, 52_645_833)


def test_a_loan_without_interest_costs_nothing() -> None:
    loan = loan_of(LoanKind.FUND, 12 * WAN, 0, 12, EQUAL)
    assert (loan.first, loan.last, loan.interest) == (WAN, WAN, 0)


@given(
    principal=st.integers(1, 500).map(lambda wan: wan * WAN),
    rate=st.integers(1, 120_000),
    months=st.integers(1, 360),
)
def test_what_is_paid_is_what_was_lent_and_its_interest(principal: int, rate: int, months: int) -> None:
    """Month by month in decimals of sixty digits: the debt is zero after the last payment, to the rounding."""
    getcontext().prec = 60
    loan = loan_of(LoanKind.COMMERCIAL, principal, rate, months, EQUAL)
    assert loan.first * (months - 1) + loan.last == principal + loan.interest
    monthly = Decimal(rate) / ONE / 12
    left = Decimal(principal)
    for _ in range(months):
        left = left * (1 + monthly) - loan.first
    growth = (1 + monthly) ** months
    assert abs(left) <= Decimal("0.51") * (growth - 1) / monthly
    other = loan_of(LoanKind.COMMERCIAL, principal, rate, months, PRINCIPAL)
    assert other.interest <= loan.interest + 1
    assert other.first >= other.last > 0


@pytest.mark.parametrize(
    ("usage", "homes", "area", "rate"),
    [
        (Usage.RESIDENTIAL, Homes.FIRST, 1_400_000, 10_000),
        (Usage.RESIDENTIAL, Homes.FIRST, 1_400_001, 15_000),
        (Usage.RESIDENTIAL, Homes.SECOND, 1_400_000, 10_000),
        (Usage.RESIDENTIAL, Homes.SECOND, 1_500_000, 20_000),
        (Usage.RESIDENTIAL, Homes.MORE, 900_000, 30_000),
        (Usage.COMMERCIAL, Homes.FIRST, 900_000, 30_000),
        (Usage.PARKING, Homes.FIRST, 130_000, 30_000),
    ],
)
def test_the_rate_of_the_deed_tax(usage: Usage, homes: Homes, area: int, rate: int) -> None:
    assert COSTS.deed_rate(usage, homes, area) == rate


def test_costs_of_a_home_and_of_a_shop() -> None:
    """1,164,240 yuan hold 9 % value added tax: 1,068,110.09 without; 89.47 ㎡ x 100 yuan."""
    home = {cost.kind: cost.amount for cost in costs_of(116_424_000, Usage.RESIDENTIAL, 894_700, Homes.FIRST, COSTS)}
    assert home == {
        CostKind.DEED_TAX: 1_068_110,
        CostKind.MAINTENANCE_FUND: 894_700,
        CostKind.REGISTRATION_FEE: 8_000,
    }
    shop = {cost.kind: cost.amount for cost in costs_of(116_424_000, Usage.COMMERCIAL, 894_700, Homes.FIRST, COSTS)}
    assert shop[CostKind.STAMP_DUTY] == 53_406
    assert shop[CostKind.DEED_TAX] == 3_204_330
    assert shop[CostKind.REGISTRATION_FEE] == 55_000


def test_without_an_area_it_says_what_is_missing() -> None:
    with pytest.raises(Refusal, match="建筑面积"):
        costs_of(116_424_000, Usage.RESIDENTIAL, None, Homes.FIRST, COSTS)


def test_fund_and_bank_make_up_the_loan() -> None:
    fund, bank = loans_of(81 * WAN, LoanWish(LoanKind.COMBINATION, 50 * WAN + 12_345, 20), LOANS)
    assert (fund.kind, fund.principal, fund.rate, fund.months) == (LoanKind.FUND, 50 * WAN, 26_000, 240)
    assert (bank.kind, bank.principal) == (LoanKind.COMMERCIAL, 31 * WAN)


@pytest.mark.parametrize(
    ("borrowed", "wish", "words"),
    [
        (120 * WAN, LoanWish(LoanKind.FUND), "at most 1,000,000.00"),
        (81 * WAN, LoanWish(LoanKind.COMBINATION, 0), "state which"),
        (81 * WAN, LoanWish(LoanKind.COMBINATION, 81 * WAN), "state which"),
        (81 * WAN, LoanWish(years=31), "1 to 30 years"),
        (81 * WAN, LoanWish(years=0), "1 to 30 years"),
    ],
)
def test_a_loan_that_cannot_be_had_says_why(borrowed: int, wish: LoanWish, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        loans_of(borrowed, wish, LOANS)
    assert words in say(refused.value.message, "en")


def test_a_whole_plan_adds_up() -> None:
    """The example of 5.4: 70 % of 1,164,240 lent in whole ten-thousands, 354,240 down."""
    lines = plan.mortgage(116_424_000, 5_000_000, 300_000)
    costs = costs_of(116_424_000, Usage.RESIDENTIAL, 894_700, Homes.FIRST, COSTS)
    made = make(Price(120_000_000, (), 116_424_000), lines, LoanWish(), LOANS, costs)
    assert (made.own_funds, made.borrowed) == (35_424_000, 81_000_000)
    assert made.whole == 116_424_000 + made.beside + made.interest
    at_once = plan.lump_sum(116_424_000, 0, 7)
    assert make(Price(120_000_000, (), 116_424_000), at_once, LoanWish(), LOANS, costs).loans == ()
