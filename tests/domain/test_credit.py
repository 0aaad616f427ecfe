"""Who gets which part of a deal: whole fen, and never one more or less than the deal (domain 2.1, 4.1)."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.credit import split
from anchang.domain.errors import BadInput
from anchang.domain.measure import ONE

AMOUNTS = st.integers(-(10**13), 10**13)


@st.composite
def rates(draw: st.DrawFn) -> tuple[int, ...]:
    """Rates of one to six people that total 100 %."""
    cuts = sorted(draw(st.sets(st.integers(1, ONE - 1), max_size=5)))
    return tuple(after - before for before, after in pairwise((0, *cuts, ONE)))


@pytest.mark.parametrize(
    ("amount", "shares", "parts"),
    [
        (100, (600_000, 400_000), (60, 40)),
        (101, (600_000, 400_000), (61, 40)),  # 60.6 and 40.4
        (1, (500_000, 500_000), (1, 0)),  # of equal rests the one named first
        (-1, (500_000, 500_000), (-1, 0)),
        (100, (333_333, 333_333, 333_334), (33, 33, 34)),
        (200, (333_333, 333_333, 333_334), (67, 66, 67)),
        (ONE, (600_000, 400_000), (600_000, 400_000)),  # a deal
        (7_777, (ONE,), (7_777,)),
        (0, (600_000, 400_000), (0, 0)),
    ],
)
def test_parts_by_example(amount: int, shares: tuple[int, ...], parts: tuple[int, ...]) -> None:
    assert split(amount, shares) == parts


@pytest.mark.parametrize("shares", [(), (600_000, 300_000), (600_000, 600_000), (1_200_000, -200_000)])
def test_shares_that_are_none_are_refused(shares: tuple[int, ...]) -> None:
    with pytest.raises(BadInput):
        split(100, shares)


@given(AMOUNTS, rates())
def test_the_parts_are_the_whole_and_nobody_is_a_fen_away(amount: int, shares: tuple[int, ...]) -> None:
    parts = split(amount, shares)
    assert sum(parts) == amount
    assert all(abs(part - Fraction(amount * rate, ONE)) < 1 for part, rate in zip(parts, shares, strict=True))
    assert split(-amount, shares) == tuple(-part for part in parts)  # a reversal takes back what was given


@given(AMOUNTS, rates())
def test_a_larger_share_is_never_a_smaller_part(amount: int, shares: tuple[int, ...]) -> None:
    parts = split(abs(amount), shares)
    ordered = [part for _, part in sorted(zip(shares, parts, strict=True))]
    assert ordered == sorted(ordered)


@given(rates())
def test_a_deal_is_counted_once(shares: tuple[int, ...]) -> None:
    assert split(ONE, shares) == shares
