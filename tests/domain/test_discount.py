"""Published discounts: the worked example of 5.2, sums to the fen, and where a price is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from anchang.domain.discount import (
    DiscountRule,
    check_price,
    discount_rate,
    price,
    why_not_price,
    why_not_publish,
    why_not_use,
)
from anchang.domain.errors import Refusal
from anchang.domain.money import Rounding
from anchang.domain.plan import PlanKind
from anchang.i18n import say
from tests.domain.sale import TODAY

OPENING = DiscountRule("D98", "Opening", date(2026, 1, 1), rate=980_000, valid_to=date(2026, 3, 31))
EARLY = DiscountRule("D99", "Early", date(2026, 1, 1), rate=990_000)
VOUCHER = DiscountRule("V1", "Voucher", date(2026, 1, 1), amount=1_000_000)
LUMP = replace(EARLY, code="L", name="Lump sum", plan_kinds=frozenset({PlanKind.LUMP_SUM}))
ALONE = replace(EARLY, code="A", name="Staff", combinable=False)


def test_the_example_of_the_specification() -> None:
    found = price(120_000_000, (OPENING, EARLY), Rounding.HALF_UP_YUAN)
    assert found.deal_total == 116_424_000
    assert [(line.code, line.amount) for line in found.lines] == [("D98", 2_400_000), ("D99", 1_176_000)]


def test_amounts_come_off_after_rates_whatever_the_order() -> None:
    one = price(120_000_000, (VOUCHER, OPENING), Rounding.HALF_UP_YUAN)
    assert one.deal_total == 116_600_000
    assert [line.code for line in one.lines] == ["D98", "V1"]


def test_without_a_rule_the_list_total_stays() -> None:
    assert price(123_456_789, (), Rounding.HALF_UP_YUAN).deal_total == 123_456_789


RATES = st.integers(1, 999_999).map(lambda rate: DiscountRule(f"R{rate}", "r", date(2026, 1, 1), rate=rate))
AMOUNTS = st.integers(1, 10**8).map(lambda fen: DiscountRule(f"A{fen}", "a", date(2026, 1, 1), amount=fen))


@given(st.integers(10**6, 10**12), st.lists(RATES | AMOUNTS, max_size=4), st.sampled_from(Rounding))
def test_the_lines_explain_the_price_to_the_fen(list_total: int, rules: list[DiscountRule], rounding: Rounding) -> None:
    try:
        found = price(list_total, rules, rounding)
    except Refusal:
        assume(False)
    assert found.list_total - sum(line.amount for line in found.lines) == found.deal_total > 0
    assert len(found.lines) == len(rules)


@pytest.mark.parametrize(
    ("rules", "kind", "day", "words"),
    [
        ((OPENING, OPENING), PlanKind.LUMP_SUM, TODAY, "Opening stands twice"),
        ((OPENING,), PlanKind.LUMP_SUM, date(2026, 4, 1), "Opening does not hold on 2026-04-01"),
        ((OPENING,), PlanKind.LUMP_SUM, date(2025, 12, 31), "Opening does not hold on 2025-12-31"),
        ((LUMP,), PlanKind.MORTGAGE, TODAY, "Lump sum does not hold for payment with a mortgage"),
        ((EARLY, ALONE), PlanKind.LUMP_SUM, TODAY, "Staff cannot be combined"),
    ],
)
def test_rules_that_do_not_hold(rules: tuple[DiscountRule, ...], kind: PlanKind, day: date, words: str) -> None:
    assert words in say(why_not_use(rules, kind, day) or "", "en")


def test_rules_that_hold() -> None:
    assert why_not_use((OPENING, LUMP, VOUCHER), PlanKind.LUMP_SUM, date(2026, 3, 31)) is None
    assert why_not_use((ALONE,), PlanKind.MORTGAGE, TODAY) is None
    assert why_not_use((), PlanKind.MORTGAGE, TODAY) is None


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (replace(OPENING, code=""), "a code and a name"),
        (replace(OPENING, rate=None), "either a rate or an amount"),
        (replace(OPENING, amount=5), "either a rate or an amount"),
        (replace(OPENING, rate=1_000_000), "more than 0% and less than 100%"),
        (replace(VOUCHER, amount=0), "above zero"),
        (replace(OPENING, valid_to=date(2025, 12, 31)), "before it begins"),
    ],
)
def test_rules_that_cannot_be_published(rule: DiscountRule, words: str) -> None:
    assert why_not_publish(OPENING) is None
    assert why_not_publish(VOUCHER) is None
    assert words in say(why_not_publish(rule) or "", "en")


@pytest.mark.parametrize(
    ("deal", "published", "floor", "filed", "words"),
    [
        (0, 100, None, None, "not above zero"),
        (101, 100, None, 100, "above the filed price"),
        (99, 100, None, 100, "lower than the published discounts give; it needs a discount approval"),
        (50, 100, 60, 100, "lower than the published"),  # the floor is not given away by probing
        (100, 100, 101, 110, "below the floor price; it needs a discount approval"),
    ],
)
def test_prices_that_are_refused(deal: int, published: int, floor: int | None, filed: int | None, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_price(deal, published, floor, filed)
    assert words in say(refused.value.message, "en")


@given(st.integers(1, 10**12), st.integers(0, 10**6), st.integers(0, 10**6))
def test_between_the_rules_and_the_filed_price(published: int, above: int, room: int) -> None:
    check_price(published + above, published, published, published + above + room)
    assert why_not_price(published + above + room + 1, published, None, published + above + room) is not None
    assert why_not_price(published - 1, published, None, None) is not None


def test_what_is_kept_of_the_list_total() -> None:
    assert discount_rate(120_000_000, 116_424_000) == 970_200
