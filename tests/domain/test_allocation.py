"""Money pays only what it may, never more than there is, and nothing stays on account that could pay (2.10, 5.3)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.allocation import Rest, first_payment, may_pay, settle
from anchang.domain.contract import ContractState, CopyKind
from anchang.domain.contract_desk import copies_by_default, due_of, next_step
from anchang.domain.plan import LOANS, OWN_FUNDS, PRICE, MoneyType, lump_sum, mortgage
from anchang.domain.receivable import Open

DAY = date(2026, 3, 9)
M = MoneyType


@pytest.mark.parametrize(
    ("money", "what", "price_allowed", "allowed"),
    [
        (M.DEPOSIT, M.DEPOSIT, False, True),
        (M.DEPOSIT, M.DOWN_PAYMENT, False, False),
        (M.DEPOSIT, M.DOWN_PAYMENT, True, True),
        (M.DOWN_PAYMENT, M.DEPOSIT, True, True),
        (M.INSTALMENT, M.LOAN, True, False),
        (M.LOAN, M.LOAN, True, True),
        (M.PROVIDENT_FUND, M.LOAN, True, True),
        (M.LOAN, M.DOWN_PAYMENT, True, False),
        (M.DEED_TAX, M.DEPOSIT, True, False),
        (M.SINCERITY, M.DEPOSIT, True, False),
    ],
)
def test_which_money_pays_what(money: MoneyType, what: MoneyType, price_allowed: bool, allowed: bool) -> None:
    assert may_pay(money, what, price_allowed=price_allowed) is allowed


OPENS = st.lists(
    st.tuples(st.integers(1, 500), st.sampled_from(sorted(PRICE)), st.integers(0, 90) | st.none()), max_size=6
)
MONEY = st.lists(
    st.tuples(st.integers(1, 900), st.sampled_from(sorted(MoneyType)), st.integers(0, 5) | st.none()), max_size=6
)


@given(OPENS, MONEY, st.booleans())
def test_settling_keeps_every_bound(
    lines: list[tuple[int, MoneyType, int | None]], money: list[tuple[int, MoneyType, int | None]], allowed: bool
) -> None:
    opens = [
        (Open(index, None if days is None else DAY + timedelta(days=days), index + 1, unpaid), what)
        for index, (unpaid, what, days) in enumerate(lines)
    ]
    rests = [Rest(index, kind, amount, wish) for index, (amount, kind, wish) in enumerate(money)]
    uses = settle(rests, opens, price_allowed=allowed)
    types = {one.id: what for one, what in opens}
    left_open = {one.id: one.unpaid for one, _ in opens}
    left = {rest.line_id: rest.amount for rest in rests}
    for use in uses:
        assert use.amount > 0
        left_open[use.instalment_id] -= use.amount
        left[use.line_id] -= use.amount
    assert min([*left.values(), *left_open.values()], default=0) >= 0
    for rest in rests:
        if rest.money_type not in OWN_FUNDS | LOANS:
            assert left[rest.line_id] == rest.amount
        elif left[rest.line_id]:  # a surplus stays only where nothing of its kind is open
            for line_id, unpaid in left_open.items():
                assert not unpaid or not may_pay(rest.money_type, types[line_id], price_allowed=allowed)
                payable = allowed or types[line_id] is M.DEPOSIT  # naming a line does not hasten the price (5.3)
                assert not unpaid or line_id != rest.designated or not payable


def test_older_money_goes_first() -> None:
    opens = [(Open(1, DAY, 1, 100), M.INSTALMENT), (Open(2, DAY + timedelta(days=1), 2, 100), M.INSTALMENT)]
    rests = [Rest(7, M.INSTALMENT, 30), Rest(8, M.INSTALMENT, 100), Rest(9, M.INSTALMENT, 90, designated=2)]
    found = [(use.line_id, use.instalment_id, use.amount) for use in settle(rests, opens, price_allowed=True)]
    assert found == [(7, 1, 30), (8, 1, 70), (8, 2, 30), (9, 2, 70)]


def test_what_has_to_be_in_before_the_signature() -> None:
    """Down payment at signing: yes. Lump sum within seven days after it: the deposit only."""
    with_loan = mortgage(178_940_000, 5_000_000, 300_000)
    assert [line.no for line in first_payment(with_loan, DAY, DAY)] == [1, 2]
    at_once = lump_sum(178_940_000, 5_000_000, 0)
    assert [line.no for line in first_payment(at_once, DAY, DAY)] == [1, 2]
    later = lump_sum(178_940_000, 5_000_000, 7)
    assert [line.no for line in first_payment(later, DAY, DAY)] == [1]


def test_copies_steps_and_days() -> None:
    assert copies_by_default(2) == (CopyKind.BUYER, CopyKind.DEVELOPER)
    assert copies_by_default(7)[4:] == (CopyKind.ARCHIVE,) * 3
    with pytest.raises(ValueError, match="0"):
        copies_by_default(0)
    checks = {"contract_checked": True, "finance_checked": True, "engineering_needed": False}
    review = ContractState.UNDER_REVIEW
    assert next_step(review, **checks) == "sign"
    assert next_step(review, **{**checks, "contract_checked": False}) == "contract_check"
    assert next_step(review, **{**checks, "finance_checked": False}) == "finance_check"
    assert next_step(review, **{**checks, "engineering_needed": True}) == "engineering_check"
    assert next_step(ContractState.ARCHIVED, **checks) is None

    def due(state: ContractState) -> date | None:
        return due_of(state, DAY, DAY, DAY, filing_days=30, collect_days=15)

    assert due(ContractState.DRAFTED) == DAY
    assert due(ContractState.SEALED) == date(2026, 4, 8)
    assert due(ContractState.FILED) == date(2026, 3, 24)
    assert due(ContractState.ARCHIVED) is None
