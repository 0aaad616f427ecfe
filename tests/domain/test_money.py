"""Money read, written and rounded: the examples of 5.2 and the properties that hold for every amount."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.errors import BadInput, Refusal
from anchang.domain.money import (
    MAX,
    Rounding,
    discounted,
    half_up,
    parse,
    round_yuan,
    share,
    show,
    times,
    total_of,
    unit_price,
)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,164,240", 116_424_000),
        ("1164240.5", 116_424_050),
        ("￥1,164,240.00", 116_424_000),
        ("¥ 12.3", 1_230),
        ("CNY 5", 500),
        ("１，１６４，２４０．００", 116_424_000),
        ("12。5", 1_250),
        ("116.424万", 116_424_000),
        ("116.424万元", 116_424_000),
        ("0.000001万", 1),
        ("88元", 8_800),
        ("  3.05　", 305),
        ("+7", 700),
        ("0", 0),
        ("-0", 0),
        ("99,999,999,999,999.99", MAX),
    ],
)
def test_what_people_write_is_read(text: str, fen: int) -> None:
    assert parse(text, "amount") == fen


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "abc",
        "1.234",
        "0.0000001万",
        "1,16",
        "1,1642",
        "1,,000",
        "1.",
        ".5",
        "1.2.3",
        "1 000",
        "--",
        "-",
        "元",
        "万",
        "￥",
        "1e5",
        "٣",
        "½",
        "1_000",
        "NaN",
        "∞",
        "(5)",
        "12元3",
        "9" * 5000,
        "100,000,000,000,000.00",
        "10000000000万",
        "\x1b[31m5",
        "-5",
    ],
)
def test_anything_else_is_refused_and_the_place_named(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(text, "row 7, total")
    assert caught.value.place == "row 7, total"
    assert "row 7, total" in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_negative_amounts_only_where_they_are_allowed() -> None:
    assert parse("-1,000.50", allow_negative=True) == -100_050
    assert parse("￥-3", allow_negative=True) == -300
    assert parse("-￥3", allow_negative=True) == -300
    with pytest.raises(BadInput):
        parse("−3")


def test_showing() -> None:
    assert [show(fen) for fen in (116_424_000, 0, 5, -5, -123_456, MAX)] == [
        "1,164,240.00",
        "0.00",
        "0.05",
        "-0.05",
        "-1,234.56",
        "99,999,999,999,999.99",
    ]


@given(st.integers(-MAX, MAX))
def test_what_is_shown_reads_back(fen: int) -> None:
    assert parse(show(fen), allow_negative=True) == fen


@given(st.text(max_size=30))
def test_no_text_makes_more_than_a_named_error(text: str) -> None:
    try:
        fen = parse(text, "cell B2")
    except BadInput as refused:
        assert refused.place == "cell B2"
    else:
        assert 0 <= fen <= MAX


@given(st.integers(-(10**20), 10**20), st.integers(1, 10**9))
def test_half_up_is_the_decimal_rule(numerator: int, denominator: int) -> None:
    rounded = half_up(numerator, denominator)
    exact = Fraction(numerator, denominator)
    assert abs(exact - rounded) <= Fraction(1, 2)
    if abs(exact - rounded) == Fraction(1, 2):
        assert abs(rounded) > abs(exact)
    assert half_up(-numerator, denominator) == -rounded


def test_half_up_at_the_half() -> None:
    assert [half_up(n, 2) for n in (1, 3, -1, -3, 0)] == [1, 2, -1, -2, 0]
    assert half_up(1, -2) == -1
    assert half_up(5, 10) == int(Decimal("0.5").quantize(Decimal(1), ROUND_HALF_UP))
    with pytest.raises(ZeroDivisionError):
        half_up(1, 0)


def test_the_examples_of_5_2() -> None:
    assert times(1_234_567, 894_700) == 110_456_709  # 12,345.67 x 89.47 = 1,104,567.09
    deal = discounted(120_000_000, [980_000, 990_000], [], Rounding.HALF_UP_YUAN)
    assert show(deal) == "1,164,240.00"
    assert show(unit_price(deal, 894_700)) == "13,012.63"
    assert share(deal, 200_000) == 23_284_800


def test_discounts_in_money_come_off_after_those_in_percent() -> None:
    assert discounted(100_000_00, [990_000], [500_00, 1_00], Rounding.HALF_UP_FEN) == 98_499_00
    assert discounted(100_000_33, [], [], Rounding.HALF_UP_YUAN) == 100_000_00
    assert discounted(100_000_99, [], [], Rounding.FLOOR_YUAN) == 100_000_00


def test_a_price_is_rounded_once() -> None:
    # 999.95 x 0.1 is 99.995 yuan, which would become 100.00 if rounded to fen before the floor
    assert total_of(99_995, 1_000, Rounding.FLOOR_YUAN) == 9_900
    assert total_of(99_995, 1_000, Rounding.HALF_UP_FEN) == 10_000
    # 994.96 x 0.1 is 99.496 yuan, which would become 99.50 and then 100
    assert total_of(99_496, 1_000, Rounding.HALF_UP_YUAN) == 9_900


@pytest.mark.parametrize(
    ("rule", "up", "down"),
    [(Rounding.FLOOR_YUAN, 100, -100), (Rounding.HALF_UP_YUAN, 200, -200), (Rounding.HALF_UP_FEN, 150, -150)],
)
def test_rounding_is_symmetric(rule: Rounding, up: int, down: int) -> None:
    assert round_yuan(150, rule) == up
    assert round_yuan(-150, rule) == down
    assert rule.label.id


@given(
    st.integers(1, MAX // 1000),
    st.lists(st.integers(1, 1_000_000), max_size=4),
    st.sampled_from(Rounding),
)
def test_a_discount_never_raises_a_price_beyond_its_rounding(base: int, rates: list[int], rule: Rounding) -> None:
    try:
        total = discounted(base, rates, [], rule)
    except Refusal:
        return
    exact = Fraction(base)
    for rate in rates:
        exact *= Fraction(rate, 1_000_000)
    assert abs(total - exact) < 100
    assert total <= base or rule is Rounding.HALF_UP_YUAN
    if rule is Rounding.FLOOR_YUAN:
        assert total <= exact


@pytest.mark.parametrize(
    ("rates", "amounts"), [([0], []), ([1_000_001], []), ([-5], []), ([], [-1]), ([], [100_00]), ([500_000], [60_00])]
)
def test_discounts_that_make_no_price_are_refused(rates: list[int], amounts: list[int]) -> None:
    with pytest.raises(Refusal):
        discounted(100_00, rates, amounts, Rounding.HALF_UP_FEN)


def test_no_area_has_no_unit_price() -> None:
    with pytest.raises(Refusal):
        unit_price(100, 0)
