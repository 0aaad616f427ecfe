"""What a discount on collection hangs on, and when it is due: by example and by property (2.6)."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.discount_collect import Payment, credited_on, deadline, is_collected, own, target, why_not_plan
from anchang.domain.plan import MoneyType
from anchang.i18n import say

DEPOSIT = Payment(1, MoneyType.DEPOSIT, 5_000, 5_000, date(2026, 3, 9))
DOWN = Payment(2, MoneyType.DOWN_PAYMENT, 30_000, 0, date(2026, 3, 20))
LOAN = Payment(3, MoneyType.LOAN, 70_000)
PLAN = (DEPOSIT, DOWN, LOAN)


def paid(down: int) -> tuple[Payment, ...]:
    return (DEPOSIT, Payment(2, MoneyType.DOWN_PAYMENT, 30_000, down, date(2026, 3, 20)), LOAN)


def test_it_hangs_on_the_last_own_payment_or_the_stated_one() -> None:
    assert target(PLAN, None) == DOWN
    assert target(PLAN, 1) == DEPOSIT
    assert target(PLAN, 3) is None  # a loan is nobody's own money
    assert target((), None) is None
    assert credited_on((DEPOSIT, LOAN)) is None


def test_the_last_own_payment_lacks_the_credit_and_not_a_fen_more() -> None:
    assert not is_collected(paid(19_999), None, 10_000)
    assert is_collected(paid(20_000), None, 10_000)
    assert not is_collected(paid(20_001), None, 10_000)  # no room for the credit any more
    assert is_collected(PLAN, 1, 10_000)
    assert is_collected(PLAN, None, 30_000)  # all of it is given


def test_the_day() -> None:
    assert deadline(PLAN, None, None) == date(2026, 3, 20)
    assert deadline(PLAN, 1, None) == date(2026, 3, 9)
    assert deadline(PLAN, None, date(2026, 3, 12)) == date(2026, 3, 12)
    assert deadline((DEPOSIT, Payment(2, MoneyType.LUMP_SUM, 1)), None, None) is None


def test_a_plan_that_it_does_not_fit() -> None:
    for plan, stated, amount, words in (
        (PLAN, 3, 1, "no own payment no. 3"),
        ((LOAN,), None, 1, "no own payment no. 1"),
        ((DEPOSIT, LOAN), None, 1, "beside the deposit"),
        (PLAN, None, 30_001, "the last own payment is 300.00; 300.01"),
    ):
        reason = why_not_plan(plan, stated, amount)
        assert reason is not None and words in say(reason, "en")
    assert why_not_plan(PLAN, None, 30_000) is None


KINDS = st.sampled_from((MoneyType.DOWN_PAYMENT, MoneyType.INSTALMENT, MoneyType.LOAN))


@given(data=st.data(), parts=st.lists(st.tuples(KINDS, st.integers(1, 1000)), min_size=1, max_size=6))
def test_paying_everything_but_the_credit_collects_it_and_a_fen_less_does_not(
    data: st.DataObject, parts: list[tuple[MoneyType, int]]
) -> None:
    """Whatever the plan: paid up to the credit it is collected, and a fen less on any own payment it is not."""
    plan = [Payment(no, kind, amount) for no, (kind, amount) in enumerate(parts, 1)]
    last = credited_on(plan)
    if last is None:
        assert not is_collected(plan, None, 1)
        return
    credit = data.draw(st.integers(1, last.amount))
    assert why_not_plan(plan, None, credit) is None

    def with_paid(short: int | None) -> list[Payment]:
        found = []
        for each in plan:
            full = each.amount - (credit if each.no == last.no else 0)
            found.append(Payment(each.no, each.money_type, each.amount, full - (1 if each.no == short else 0)))
        return found

    assert is_collected(with_paid(None), None, credit)
    wanted = [each.no for each in own(plan) if each.no != last.no or credit < last.amount]
    for number in wanted:
        assert not is_collected(with_paid(number), None, credit)
