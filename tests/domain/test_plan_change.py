"""A change of the way of paying: which discounts stay, which come, and that the payments are the price (2.8, 5.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.discount import DiscountLine, DiscountRule, price
from anchang.domain.money import Rounding
from anchang.domain.plan import PlanKind
from anchang.domain.plan_change import Effect, Side, for_payment, recalculated, staying, why_not_change
from anchang.domain.plan_choice import PlanChoice, lines_of
from anchang.i18n import say

DAY = date(2026, 3, 9)
SPRING = date(2026, 1, 1)
YUAN = Rounding.HALF_UP_YUAN
LUMP, MORTGAGE = PlanKind.LUMP_SUM, PlanKind.MORTGAGE
ONCE = DiscountRule("ONCE", "paid at once", SPRING, rate=970_000, plan_kinds=frozenset({LUMP}))
LOAN = DiscountRule("LOAN", "with a loan", SPRING, rate=990_000, plan_kinds=frozenset({MORTGAGE}))
MEMBER = DiscountRule("MEMBER", "member", SPRING, rate=985_000, valid_to=date(2026, 2, 1))
RULES = (ONCE, LOAN, MEMBER)
LIST = 120_000_000


def side(kind: PlanKind, total: int, lines: tuple[DiscountLine, ...] = ()) -> Side:
    choice = PlanChoice(kind, 7, down_rate=300_000 if kind is MORTGAGE else None)
    return Side(choice, total, lines_of(choice, total, 5_000_000), lines)


def test_the_discount_of_the_old_way_goes_and_that_of_the_new_way_comes() -> None:
    was = price(LIST, [MEMBER, ONCE], YUAN)
    now = recalculated(LIST, was.lines, RULES, MORTGAGE, DAY, YUAN)
    # 1,200,000 x 98.5 % x 97 % = 1,146,540; with a loan 1,200,000 x 98.5 % x 99 % = 1,170,180
    assert (was.deal_total, now.deal_total) == (114_654_000, 117_018_000)
    assert [line.code for line in now.lines] == ["MEMBER", "LOAN"]  # the member's had ended, and was granted


def test_a_discount_that_was_granted_specially_stays_to_the_fen() -> None:
    special = DiscountLine("S-7", "by the leader", None, 1_234_567)
    now = recalculated(LIST, (special,), RULES, MORTGAGE, DAY, Rounding.HALF_UP_FEN)
    assert now.deal_total == LIST * 99 // 100 - 1_234_567
    assert staying((special,), RULES)[0].amount == 1_234_567


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, ["ONCE"]),
        ({"valid_from": date(2026, 3, 10)}, []),
        ({"valid_to": date(2026, 3, 8)}, []),
        ({"valid_to": DAY}, ["ONCE"]),
        ({"plan_kinds": frozenset({MORTGAGE})}, []),
        ({"plan_kinds": frozenset()}, []),  # it rewards no way of paying
        ({"combinable": False}, ["ONCE"]),
    ],
)
def test_which_published_rules_come(change: dict[str, object], codes: list[str]) -> None:
    assert [rule.code for rule in for_payment([replace(ONCE, **change)], LUMP, DAY)] == codes  # type: ignore[arg-type]


def test_what_stands_alone_never_comes_beside_another() -> None:
    alone = replace(ONCE, combinable=False)
    assert for_payment([alone], LUMP, DAY, [MEMBER]) == ()
    assert for_payment([replace(ONCE, code="B"), alone], LUMP, DAY)[0].code == "B"
    assert for_payment([alone, replace(ONCE, code="B")], LUMP, DAY) == (alone,)


def test_a_change_that_changes_nothing_is_none() -> None:
    before = side(LUMP, LIST)
    said = {
        side_: say(why_not_change(before, after) or "", "en")
        for side_, after in (
            ("same", before),
            ("sum", replace(side(MORTGAGE, LIST), total=LIST - 1)),
            ("nothing", replace(before, total=0)),
        )
    }
    assert said["same"] == "the payments stay as they are; there is nothing to change"
    assert "sums to 1,200,000.00, the price is 1,199,999.99" in said["sum"]
    assert "not above zero" in said["nothing"]
    assert why_not_change(before, side(MORTGAGE, LIST)) is None


def test_the_effect_says_how_much_more_is_paid_and_what_is_open() -> None:
    before, after = side(LUMP, 114_654_000), replace(side(MORTGAGE, 117_018_000), paid=5_000_000)
    assert Effect(before, after).difference == 2_364_000
    assert after.unpaid == 112_018_000
    assert Effect(after, before).difference == -2_364_000


KINDS = st.sampled_from([LUMP, MORTGAGE])


@given(st.integers(20_000_000, 900_000_000), KINDS, KINDS, st.dates(date(2026, 1, 1), date(2026, 6, 1)))
def test_there_and_back_is_the_same_price_and_every_plan_sums(
    total: int, old: PlanKind, new: PlanKind, day: date
) -> None:
    rules = (ONCE, LOAN)
    first = price(total, for_payment(rules, old, day), YUAN)
    there = recalculated(total, first.lines, rules, new, day, YUAN)
    back = recalculated(total, there.lines, rules, old, day, YUAN)
    assert back == first
    for found in (first, there):
        assert found.list_total - sum(line.amount for line in found.lines) == found.deal_total
    choice = PlanChoice(new, 7, down_rate=300_000 if new is MORTGAGE else None)
    assert sum(line.amount for line in lines_of(choice, there.deal_total, 1_000_000)) == there.deal_total
