"""Launch day: the tables typed by hand, and a lot that anybody can work out again."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.launch import LAUNCH, TICKET, OrderKind, drawn, order
from tests import expected
from tests.expected import launch as table

NUMBERS = st.sets(st.integers(1, 500), min_size=1, max_size=60)


def test_the_launch_is_as_its_table() -> None:
    assert expected.compare(LAUNCH, table.LAUNCH) > 100


def test_a_number_is_as_its_table() -> None:
    assert expected.compare(TICKET, table.TICKET) > 100


def test_the_lot_is_the_published_rule() -> None:
    """Worked out here as somebody with another program would."""
    wanted = sorted((1, 2, 3), key=lambda no: hashlib.sha256(f"福彩3D 317|{no}".encode()).hexdigest())
    assert drawn("福彩3D 317 ", [3, 1, 2]) == wanted


@given(numbers=NUMBERS, seed=st.text(max_size=20))
def test_everybody_has_one_place(numbers: set[int], seed: str) -> None:
    assert sorted(drawn(seed, numbers)) == sorted(numbers)
    assert order(OrderKind.REGISTERED, seed, list(numbers)) == sorted(numbers)


@given(numbers=NUMBERS, seed=st.text(max_size=20), late=st.integers(501, 999))
def test_one_number_more_moves_no_other_pair(numbers: set[int], seed: str, late: int) -> None:
    assert [each for each in drawn(seed, {*numbers, late}) if each != late] == drawn(seed, numbers)
