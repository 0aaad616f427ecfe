"""Areas and rates as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.errors import BadInput
from anchang.domain.measure import (
    MAX_AREA,
    ONE,
    parse_area,
    parse_rate,
    scaled,
    show_area,
    show_per_ten_thousand,
    show_percent,
)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("89.47", 894_700),
        ("89.47㎡", 894_700),
        ("89.47 平方米", 894_700),
        ("89.47m²", 894_700),
        ("89.47M2", None),
        ("８９．４７", 894_700),
        ("1,234.5678", 12_345_678),
        ("0", 0),
        ("89.47125", None),
        ("-1", None),
        ("", None),
        ("㎡", None),
        ("--", None),
        ("100000001", None),
    ],
)
def test_areas(text: str, area: int | None) -> None:
    if area is None:
        with pytest.raises(BadInput) as caught:
            parse_area(text, "built area")
        assert caught.value.place == "built area"
    else:
        assert parse_area(text, "built area") == area


def test_an_area_shows_two_decimals_or_four() -> None:
    assert [show_area(a) for a in (894_700, 894_712, 0, 12_345_600, 1, -25_000)] == [
        "89.47",
        "89.4712",
        "0.00",
        "1,234.56",
        "0.0001",
        "-2.50",
    ]


@given(st.integers(0, MAX_AREA))
def test_what_is_shown_reads_back(area: int) -> None:
    assert parse_area(show_area(area)) == area


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("98%", 980_000),
        ("0.98", 980_000),
        ("2‱", 200),
        ("5‰", 5_000),
        ("98％", 980_000),
        ("30.4267 %", 304_267),
        ("1", ONE),
        ("100%", ONE),
        ("0", 0),
        ("0.02‱", 2),
        ("98", None),
        ("101%", None),
        ("-1%", None),
        ("", None),
        ("%", None),
        ("abc", None),
        ("1.00001%", None),
        ("0.0000001", None),
        ("9折", None),
    ],
)
def test_rates(text: str, rate: int | None) -> None:
    if rate is None:
        with pytest.raises(BadInput) as caught:
            parse_rate(text, "discount")
        assert caught.value.place == "discount"
    else:
        assert parse_rate(text, "discount") == rate


def test_a_rate_may_have_its_own_limit() -> None:
    assert parse_rate("2‱", at_most=500) == 200
    with pytest.raises(BadInput, match=r"0\.05%"):
        parse_rate("6‱", "late rate", at_most=500)


def test_showing_rates() -> None:
    assert [show_percent(r) for r in (980_000, 304_267, 0, ONE, 5, -10_000)] == [
        "98%",
        "30.4267%",
        "0%",
        "100%",
        "0.0005%",
        "-1%",
    ]
    assert [show_per_ten_thousand(r) for r in (200, 50, 250)] == ["2‱", "0.5‱", "2.5‱"]


@given(st.integers(0, ONE))
def test_rates_read_back(rate: int) -> None:
    assert parse_rate(show_percent(rate)) == rate
    assert parse_rate(show_per_ten_thousand(rate)) == rate


@given(st.text(max_size=60))
def test_an_error_carries_nothing_a_terminal_obeys(text: str) -> None:
    try:
        scaled(text, "cell", decimals=2)
    except BadInput as refused:
        assert not any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 for sign in str(refused))
