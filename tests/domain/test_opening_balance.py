"""The plan of a deal that comes in: from all instalments, the open ones, or a way of paying (4.4, 5.3, 5.4)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.errors import Refusal
from anchang.domain.opening_balance import Dated, DealRow, due_on, lay_plan, paid_of, spread, why_not_cut_over
from anchang.domain.plan import OWN_FUNDS, MoneyType, PlanKind, check
from anchang.i18n import say

SIGNED, CONTRACT, LATER = date(2026, 5, 1), date(2026, 5, 8), date(2026, 12, 1)


def deal(**facts: Any) -> DealRow:
    given: dict[str, Any] = {"signed_on": SIGNED, "contract_on": CONTRACT, "total": 100_000_000, "received": 0}
    return DealRow(**{**given, **facts})


def laid(row: DealRow) -> list[tuple[str, int, int]]:
    plan = lay_plan(row)
    return [(line.money_type.value, line.amount, paid) for line, paid in zip(plan.lines, plan.paid, strict=True)]


def refused(row: DealRow) -> str:
    with pytest.raises(Refusal) as problem:
        lay_plan(row)
    return say(problem.value.message, "en")


MORTGAGE: dict[str, Any] = {"kind": PlanKind.MORTGAGE, "loan": 70_000_000}


def test_a_mortgage_whose_loan_has_not_come() -> None:
    row = deal(**MORTGAGE, deposit=2_000_000, received=30_000_000)
    assert laid(row) == [
        ("deposit", 2_000_000, 2_000_000), ("down_payment", 28_000_000, 28_000_000), ("loan", 70_000_000, 0),
    ]  # fmt: skip


def test_a_mortgage_is_known_by_its_down_payment_too_and_money_beyond_it_is_the_banks() -> None:
    row = deal(kind=PlanKind.MORTGAGE, down=30_000_000, received=100_000_000)
    assert laid(row) == [("down_payment", 30_000_000, 30_000_000), ("loan", 70_000_000, 70_000_000)]


def test_a_fund_loan_stands_beside_the_banks() -> None:
    row = deal(**{**MORTGAGE, "loan": 40_000_000}, fund=30_000_000, received=60_000_000, received_loan=30_000_000)
    assert laid(row) == [
        ("down_payment", 30_000_000, 30_000_000), ("loan", 40_000_000, 30_000_000), ("provident_fund", 30_000_000, 0),
    ]  # fmt: skip


def test_one_payment_with_part_of_it_in() -> None:
    assert laid(deal(kind=PlanKind.LUMP_SUM, received=33_333_333)) == [("lump_sum", 100_000_000, 33_333_333)]


def test_all_instalments_with_the_first_one_paid() -> None:
    lines = (Dated(amount=30_000_000, due_on=CONTRACT), Dated(amount=70_000_000, due_on=LATER))
    row = deal(kind=PlanKind.INSTALMENTS, lines=lines, deposit=5_000_000, received=30_000_000)
    assert laid(row) == [
        ("deposit", 5_000_000, 5_000_000), ("instalment", 25_000_000, 25_000_000), ("instalment", 70_000_000, 0),
    ]  # fmt: skip


def test_only_the_open_instalments_and_the_loan_beside_them() -> None:
    lines = (Dated(amount=4_000_000, due_on=LATER), Dated(amount=6_000_000))
    row = deal(**MORTGAGE, lines=lines, deposit=5_000_000, received=20_000_000)
    assert laid(row) == [
        ("deposit", 5_000_000, 5_000_000), ("down_payment", 15_000_000, 15_000_000), ("down_payment", 4_000_000, 0),
        ("down_payment", 6_000_000, 0), ("loan", 70_000_000, 0),
    ]  # fmt: skip


def test_a_deposit_is_what_was_paid_of_it() -> None:
    plan = lay_plan(deal(kind=PlanKind.LUMP_SUM, deposit=5_000_000, received=3_000_000, contract_on=None))
    assert plan.deposit == 3_000_000
    assert [say(each, "en") for each in plan.warnings] == [
        "of the deposit of 50,000.00 only 30,000.00 came in; that is the deposit then"
    ]
    unsaid = lay_plan(deal(kind=PlanKind.LUMP_SUM, received=3_000_000, contract_on=None))
    assert unsaid.deposit == 3_000_000  # before the contract only the deposit is taken


@pytest.mark.parametrize(("facts", "reason"), [
    ({"received": 100_000_001}, "1,000,000.01 has been received, the price is 1,000,000.00"),
    ({"received": 30_000_000, "unpaid": 60_000_000}, "make 900,000.00, the price is 1,000,000.00"),
    ({"kind": PlanKind.MORTGAGE}, "states its down payment or its loan"),
    ({**MORTGAGE, "down": 20_000_000}, "make 900,000.00, the price is 1,000,000.00"),
    ({**MORTGAGE, "loan": 100_000_000}, "leaves no down payment"),
    ({"lines": (Dated(amount=1), Dated(amount=2))}, "the instalments make 0.03; the price is 1,000,000.00"),
    ({**MORTGAGE, "received": 50_000_000, "received_loan": 0}, "own money: 500,000.00 came in, the plan asks for 300"),
])  # fmt: skip
def test_what_does_not_fit_is_refused_with_both_figures(facts: dict[str, Any], reason: str) -> None:
    assert reason in refused(deal(**facts))


def test_days_that_are_known() -> None:
    plan = lay_plan(deal(**MORTGAGE, deposit=2_000_000, received=2_000_000))
    assert [due_on(line, SIGNED, CONTRACT) for line in plan.lines] == [SIGNED, CONTRACT, None]  # the loan's is not
    assert [due_on(line, SIGNED, None) for line in plan.lines] == [SIGNED, None, None]
    dated = lay_plan(deal(**MORTGAGE, due_on=LATER, loan_due_on=LATER))
    assert [due_on(line, SIGNED, CONTRACT) for line in dated.lines] == [LATER, LATER]


def test_the_cut_over_is_a_day_before_today() -> None:
    assert why_not_cut_over(date(2026, 11, 22), date(2026, 11, 23)) is None
    assert why_not_cut_over(date(2026, 11, 23), date(2026, 11, 23)) is not None


def test_old_receipts_pay_lines_of_their_kind() -> None:
    lines = lay_plan(deal(**MORTGAGE)).lines
    parts = [(10_000_000, MoneyType.LOAN), (20_000_000, MoneyType.DEPOSIT), (10_000_000, MoneyType.DOWN_PAYMENT)]
    assert spread(parts, lines) == [(0, 1, 10_000_000), (1, 0, 20_000_000), (2, 0, 10_000_000)]
    with pytest.raises(Refusal) as problem:
        spread([(70_000_001, MoneyType.LOAN)], lines)
    assert say(problem.value.message, "en") == "0.01 of mortgage loan money finds no open instalment in the plan"


@given(
    total=st.integers(2, 10**12),
    share=st.integers(0, 10**6),
    deposit=st.none() | st.integers(0, 10**12),
    kind=st.sampled_from([None, *PlanKind]),
    down=st.integers(1, 10**6 - 1),
    contract=st.booleans(),
)
def test_whatever_a_ledger_says_the_plan_makes_the_price_and_what_is_paid_makes_the_money(
    total: int, share: int, deposit: int | None, kind: PlanKind | None, down: int, contract: bool
) -> None:
    received = total * share // 10**6
    own = max(1, min(total - 1, total * down // 10**6))
    facts: dict[str, Any] = {"down": own} if kind is PlanKind.MORTGAGE else {}
    row = deal(total=total, received=received, deposit=deposit, kind=kind,
               contract_on=CONTRACT if contract else None, **facts)  # fmt: skip
    plan = lay_plan(row)
    check(plan.lines, total)
    assert sum(plan.paid) == received
    assert all(0 <= paid <= line.amount for line, paid in zip(plan.lines, plan.paid, strict=True))
    first = plan.lines[0]
    assert plan.deposit == (first.amount if first.money_type is MoneyType.DEPOSIT else 0)
    assert plan.deposit <= received
    assert paid_of(plan.lines, received) == plan.paid
    assert sum(paid for line, paid in zip(plan.lines, plan.paid, strict=True) if line.money_type in OWN_FUNDS) <= total
