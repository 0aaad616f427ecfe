"""Plans sum to the price: the examples of 5.4 to the fen, and every price by property."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.errors import Refusal
from anchang.domain.measure import ONE
from anchang.domain.plan import (
    LOANS,
    ON_BEHALF,
    OWN_FUNDS,
    PRICE,
    DueRule,
    MoneyType,
    PlanKind,
    PlanLine,
    Share,
    check,
    deposit_cap,
    due_on,
    instalments,
    lump_sum,
    mortgage,
)
from anchang.i18n import say

TOTAL = 116_424_000
DEPOSIT = 2_000_000
MAY = date(2025, 5, 31)
THIRDS: list[Share] = [
    (300_000, DueRule.SIGNING, 0),
    (300_000, DueRule.FIXED, MAY),
    (400_000, DueRule.SIGNING, 180),
]


def test_instalments_of_5_4_before_the_deposit() -> None:
    lines = instalments(TOTAL, 0, THIRDS)
    assert [line.amount for line in lines] == [34_927_200, 34_927_200, 46_569_600]
    assert lines[1] == PlanLine(2, MoneyType.INSTALMENT, 34_927_200, DueRule.FIXED, 0, MAY)
    assert lines[2].days == 180


def test_the_deposit_is_part_of_the_first_line() -> None:
    lines = instalments(TOTAL, DEPOSIT, THIRDS)
    assert lines[0] == PlanLine(1, MoneyType.DEPOSIT, DEPOSIT, DueRule.DEPOSIT)
    assert lines[0].amount + lines[1].amount == 34_927_200
    assert [line.no for line in lines] == [1, 2, 3, 4]


def test_mortgage_of_5_4() -> None:
    deposit, down, loan = mortgage(TOTAL, DEPOSIT, 300_000, loan_days=45)
    assert deposit.amount + down.amount == 35_424_000
    assert loan == PlanLine(3, MoneyType.LOAN, 81_000_000, DueRule.SIGNING, 45)
    assert down.money_type is MoneyType.DOWN_PAYMENT
    thousands = mortgage(TOTAL, 0, 300_000, 100_000)
    assert [line.amount for line in thousands] == [TOTAL - 81_400_000, 81_400_000]


def test_lump_sum() -> None:
    deposit, rest = lump_sum(TOTAL, DEPOSIT, 7)
    assert deposit.money_type is MoneyType.DEPOSIT
    assert rest == PlanLine(2, MoneyType.LUMP_SUM, TOTAL - DEPOSIT, DueRule.SIGNING, 7)


def test_a_deposit_that_pays_the_first_line_whole_leaves_no_empty_line() -> None:
    lines = instalments(100_00, 30_00, [(300_000, DueRule.SIGNING, 0), (700_000, DueRule.SIGNING, 30)])
    assert [(line.no, line.amount) for line in lines] == [(1, 30_00), (2, 70_00)]
    assert [line.amount for line in lump_sum(100_00, 100_00, 7)] == [100_00]


@given(st.integers(1, 10**15), st.data())
def test_every_plan_sums_to_its_price(total: int, data: st.DataObject) -> None:
    deposit = data.draw(st.integers(0, total))
    cuts = sorted(data.draw(st.lists(st.integers(1, ONE - 1), max_size=6, unique=True)))
    rates = [high - low for low, high in zip([0, *cuts], [*cuts, ONE], strict=True)]
    shares: list[Share] = [(rate, DueRule.SIGNING, 30 * index) for index, rate in enumerate(rates)]
    down_rate = data.draw(st.integers(1, ONE - 1))
    makers: tuple[Callable[[], tuple[PlanLine, ...]], ...] = (
        lambda: lump_sum(total, deposit, 7),
        lambda: instalments(total, deposit, shares),
        lambda: mortgage(total, deposit, down_rate),
    )
    for make in makers:
        try:
            lines = make()
        except Refusal:
            continue
        assert sum(line.amount for line in lines) == total
        assert all(line.amount > 0 for line in lines)
        assert [line.no for line in lines] == list(range(1, len(lines) + 1))
        assert (lines[0].money_type is MoneyType.DEPOSIT) is (deposit > 0)
        if lines[-1].money_type is MoneyType.LOAN:
            assert lines[-1].amount % 1_000_000 == 0
            assert (total - lines[-1].amount) * ONE >= total * down_rate


@given(st.integers(100_000_00, 10**13), st.integers(0, 5_000_00))
def test_usual_prices_are_never_refused(total: int, deposit: int) -> None:
    for lines in (lump_sum(total, deposit, 7), instalments(total, deposit, THIRDS), mortgage(total, deposit, 300_000)):
        check(lines, total)
        assert sum(line.amount for line in lines) == total


@pytest.mark.parametrize(
    ("total", "deposit", "shares"),
    [
        (TOTAL, 0, [(300_000, DueRule.SIGNING, 0), (300_000, DueRule.SIGNING, 30)]),
        (TOTAL, 0, []),
        (TOTAL, 40_000_000, THIRDS),
        (TOTAL, -1, THIRDS),
        (TOTAL, 0, [(ONE, DueRule.SIGNING, -1)]),
        (TOTAL, 0, [(ONE, DueRule.FIXED, 30)]),
        (TOTAL, 0, [(ONE, DueRule.SIGNING, MAY)]),
        (0, 0, [(ONE, DueRule.SIGNING, 0)]),
        (1, 0, THIRDS),
    ],
)
def test_instalments_that_do_not_fit_are_refused(total: int, deposit: int, shares: list[Share]) -> None:
    with pytest.raises(Refusal):
        instalments(total, deposit, shares)


def test_a_mortgage_needs_something_to_lend_and_own_money() -> None:
    for total, deposit, rate in ((900_000, 0, 300_000), (TOTAL, 0, ONE), (TOTAL, 0, 0), (TOTAL, 40_000_000, 300_000)):
        with pytest.raises(Refusal):
            mortgage(total, deposit, rate)
    with pytest.raises(Refusal):
        lump_sum(100, 101, 7)


GOOD = lump_sum(100_00, 10_00, 7)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((), "at least one line"),
        (GOOD[:1], "the difference is -90.00"),
        ((GOOD[0], replace(GOOD[1], amount=91_00)), "the difference is 1.00"),
        ((GOOD[0], replace(GOOD[1], no=3)), "line 2: the lines are numbered"),
        ((GOOD[0], replace(GOOD[1], amount=0)), "line 2: the amount is above zero"),
        ((GOOD[0], replace(GOOD[1], money_type=MoneyType.DEED_TAX)), "«deed tax» is not part of the price"),
        ((GOOD[0], replace(GOOD[1], rule=DueRule.DEPOSIT)), "nothing else, is due with the deposit"),
        ((replace(GOOD[1], no=1), replace(GOOD[0], no=2)), "line 2: the deposit is the first payment"),
        ((GOOD[0], replace(GOOD[1], rule=DueRule.FIXED)), "line 2: a date is needed"),
        ((GOOD[0], replace(GOOD[1], on=MAY)), "line 2: a date is needed"),
        ((GOOD[0], replace(GOOD[1], days=-1)), "line 2: the days"),
        ((PlanLine(1, MoneyType.LOAN, 100_00, DueRule.SIGNING),), "own money"),
    ],
)
def test_check_says_what_is_wrong(lines: tuple[PlanLine, ...], words: str) -> None:
    with pytest.raises(Refusal) as caught:
        check(lines, 100_00)
    assert words in say(caught.value.message, "en")
    check(GOOD, 100_00)


def test_due_dates_wait_for_what_they_hang_on() -> None:
    deposit, first, fixed, last = instalments(TOTAL, DEPOSIT, THIRDS)
    signed = date(2025, 4, 1)
    assert due_on(deposit, date(2025, 3, 20), None) == date(2025, 3, 20)
    assert due_on(deposit, None, signed) is None
    assert due_on(first, None, signed) == signed
    assert due_on(first, date(2025, 3, 20), None) is None
    assert due_on(fixed, None, None) == MAY
    assert due_on(last, None, signed) == date(2025, 9, 28)


def test_the_cap_of_5_3() -> None:
    assert deposit_cap(TOTAL) == 23_284_800
    assert deposit_cap(4) == 0


def test_every_word_is_said_in_chinese() -> None:
    assert [say(kind.label, "zh_CN") for kind in PlanKind] == ["一次性付款", "分期付款", "按揭付款"]
    for member in (*MoneyType, *DueRule):
        assert say(member.label, "zh_CN") != say(member.label, "en")
    assert say(MoneyType.FORFEITED_DEPOSIT.label, "zh_CN") == "挞定款"


def test_the_groups_of_money() -> None:
    assert PRICE == OWN_FUNDS | LOANS
    assert not PRICE & ON_BEHALF
    assert not OWN_FUNDS & LOANS
    assert MoneyType.SINCERITY not in PRICE
