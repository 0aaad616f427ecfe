"""Choosing a payment plan: what each kind needs, and lines that sum to the price whatever is chosen (domain 5.4)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.errors import Refusal
from anchang.domain.measure import ONE
from anchang.domain.plan import DueRule, LoanKind, MoneyType, PlanKind, Share, lender
from anchang.domain.plan_choice import PlanChoice, lines_of, why_not_choose
from anchang.i18n import say

HALF: Share = (ONE // 2, DueRule.SIGNING, 0)


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (PlanChoice(PlanKind.INSTALMENTS), "state the shares"),
        (PlanChoice(PlanKind.LUMP_SUM, shares=(HALF,)), "in parts only"),
        (PlanChoice(PlanKind.LUMP_SUM, down_rate=300_000), "a mortgage only"),
        (PlanChoice(PlanKind.MORTGAGE), "state the share of the down payment"),
        (PlanChoice(PlanKind.MORTGAGE, down_rate=149_999), "below 15%"),
        (PlanChoice(PlanKind.LUMP_SUM, loan=LoanKind.FUND), "a mortgage only"),
        (PlanChoice(PlanKind.INSTALMENTS, shares=(HALF, HALF), fund=1), "a mortgage only"),
        (PlanChoice(PlanKind.MORTGAGE, down_rate=300_000, loan=LoanKind.COMBINATION), "what the provident fund lends"),
        (PlanChoice(PlanKind.MORTGAGE, down_rate=300_000, loan=LoanKind.FUND, fund=1), "a combined loan only"),
    ],
)
def test_what_a_kind_needs_and_does_not_know(choice: PlanChoice, said: str) -> None:
    reason = why_not_choose(choice, 150_000)
    assert reason is not None and said in say(reason, "en")


def test_a_whole_choice_passes() -> None:
    for choice in (
        PlanChoice(PlanKind.LUMP_SUM, 7),
        PlanChoice(PlanKind.INSTALMENTS, shares=(HALF, HALF)),
        PlanChoice(PlanKind.MORTGAGE, down_rate=150_000),
    ):
        assert why_not_choose(choice, 150_000) is None


def test_the_example_of_the_specification() -> None:
    """5.4: 1,164,240.00 with 30 % down gives a loan of 810,000.00."""
    lines = lines_of(PlanChoice(PlanKind.MORTGAGE, down_rate=300_000, loan_days=30), 116_424_000, 5_000_000)
    assert [(line.money_type, line.amount, line.days) for line in lines] == [
        (MoneyType.DEPOSIT, 5_000_000, 0),
        (MoneyType.DOWN_PAYMENT, 30_424_000, 0),
        (MoneyType.LOAN, 81_000_000, 30),
    ]


COMBINED = PlanChoice(
    PlanKind.MORTGAGE, 7, down_rate=300_000, loan_days=60, loan=LoanKind.COMBINATION, fund=50_000_000
)


def test_two_lenders_and_a_down_payment_in_parts() -> None:
    """5.4: 组合 (fund part and commercial part), 公积金, 首付分期."""
    parts = ((600_000, DueRule.SIGNING, 0), (400_000, DueRule.SIGNING, 90))
    lines = lines_of(replace(COMBINED, shares=parts), 116_424_000, 5_000_000)
    assert [(line.money_type, line.amount, line.days) for line in lines] == [
        (MoneyType.DEPOSIT, 5_000_000, 0),
        (MoneyType.DOWN_PAYMENT_INSTALMENT, 16_254_400, 0),
        (MoneyType.DOWN_PAYMENT_INSTALMENT, 14_169_600, 90),
        (MoneyType.LOAN, 31_000_000, 60),
        (MoneyType.PROVIDENT_FUND, 50_000_000, 60),
    ]
    assert lender(lines) == (LoanKind.COMBINATION, 50_000_000)
    alone = lines_of(replace(COMBINED, loan=LoanKind.FUND, fund=0), 116_424_000, 5_000_000)
    assert [(line.money_type, line.amount) for line in alone[1:]] == [
        (MoneyType.DOWN_PAYMENT, 30_424_000), (MoneyType.PROVIDENT_FUND, 81_000_000),
    ]  # fmt: skip
    assert lender(alone) == (LoanKind.FUND, 0)


@pytest.mark.parametrize("fund", [81_000_000, 82_000_000, 50_000_001])
def test_the_fund_lends_a_whole_part_of_a_combined_loan(fund: int) -> None:
    with pytest.raises(Refusal) as refused:
        lines_of(replace(COMBINED, fund=fund), 116_424_000, 5_000_000)
    assert "810,000.00" in say(refused.value.message, "en")


def test_a_mortgage_without_its_share_has_no_lines() -> None:
    with pytest.raises(Refusal):
        lines_of(PlanChoice(PlanKind.MORTGAGE), 116_424_000, 0)


@st.composite
def choices(draw: st.DrawFn) -> PlanChoice:
    kind = draw(st.sampled_from(list(PlanKind)))
    if kind is PlanKind.MORTGAGE:
        loan = draw(st.sampled_from(list(LoanKind)))
        return PlanChoice(
            kind,
            draw(st.integers(0, 60)),
            draw(st.sampled_from([(), ((700_000, DueRule.SIGNING, 0), (300_000, DueRule.SIGNING, 90))])),
            draw(st.integers(150_000, 900_000)),
            loan=loan,
            fund=1_000_000 if loan is LoanKind.COMBINATION else 0,
        )
    if kind is PlanKind.LUMP_SUM:
        return PlanChoice(kind, draw(st.integers(0, 60)))
    cuts = sorted(draw(st.sets(st.integers(100_000, ONE - 1), max_size=5)))
    rates = [after - before for before, after in zip([0, *cuts], [*cuts, ONE], strict=True)]
    return PlanChoice(kind, shares=tuple((rate, DueRule.SIGNING, 30 * no) for no, rate in enumerate(rates)))


@given(choices(), st.integers(10_000_000_00, 100_000_000_00), st.integers(1, 1_000_000_00))
def test_lines_sum_to_the_price_and_begin_with_the_deposit(choice: PlanChoice, total: int, deposit: int) -> None:
    lines = lines_of(choice, total, deposit)
    assert sum(line.amount for line in lines) == total
    assert (lines[0].money_type, lines[0].amount) == (MoneyType.DEPOSIT, deposit)
    assert [line.no for line in lines] == list(range(1, len(lines) + 1))
    assert all(line.amount > 0 for line in lines)
