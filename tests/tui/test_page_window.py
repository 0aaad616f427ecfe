"""Rows by key: which page is asked for, and where its rows go."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from anchang.services.listing import Ask, Page
from anchang.tui.widgets.page_window import KEPT, WALK, PageWindow, Where
from tests.tui.stage import FakeSource


def fill(window: PageWindow, source: FakeSource, first: int, last: int) -> int:
    """Ask until the rows are there; returns the sum of the shifts."""
    shift = 0
    for _ in range(400):
        wanted = window.wanted(first + shift, last + shift)
        if wanted is None:
            return shift
        shift += window.take(wanted, asyncio.run(source.page(wanted.ask)))
    raise AssertionError("never comes to an end")


def test_the_first_page_comes_first() -> None:
    window = PageWindow({}, count=1)
    wanted = window.wanted(0, 0)
    assert wanted is not None
    assert (wanted.ask, wanted.where) == (Ask({}, limit=200), Where.ALONE)


@settings(max_examples=60, deadline=None)
@given(total=st.integers(1, 30_000), jumps=st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_any_row_can_be_reached_and_is_the_right_one(total: int, jumps: list[float]) -> None:
    source = FakeSource(total)
    window = PageWindow({}, count=total)
    for part in jumps:
        first = int(part * (total - 1))
        last = min(total - 1, first + 38)
        assert fill(window, source, first, last) == 0
        assert [window.row(n)["id"] for n in range(first, last + 1)] == list(range(first, last + 1))  # type: ignore[index]
        assert window.end - window.start <= KEPT + 2 * WALK
        assert window.count == total


def test_the_far_end_is_one_ask_away() -> None:
    source = FakeSource(1_000_000)
    window = PageWindow({}, count=1_000_000)
    fill(window, source, 0, 30)
    asked = len(source.asked)
    fill(window, source, 999_960, 999_999)
    assert len(source.asked) == asked + 1
    assert source.asked[-1].last


def test_the_middle_is_walked_to_once() -> None:
    source = FakeSource(400_000)
    window = PageWindow({}, count=400_000)
    fill(window, source, 200_000, 200_030)
    walked = len(source.asked)
    assert walked <= 200_000 // WALK + 2
    fill(window, source, 0, 30)
    fill(window, source, 200_000, 200_030)
    assert len(source.asked) <= walked + 3


def test_memory_stays_bounded_on_a_long_walk() -> None:
    source = FakeSource(20_000)
    window = PageWindow({}, count=20_000)
    for first in range(0, 19_900, 40):
        fill(window, source, first, first + 39)
        assert sum(len(block.rows) for block in window.blocks) <= KEPT + 200


def test_an_end_puts_a_wrong_count_right() -> None:
    window = PageWindow({}, count=5000)
    source = FakeSource(450)
    fill(window, source, 0, 30)
    fill(window, source, 400, 449)
    assert window.count == 450


def test_rows_that_came_in_above_shift_the_rest() -> None:
    window = PageWindow({}, count=1000)
    source = FakeSource(1000)
    fill(window, source, 600, 640)
    row = window.row(600)
    source.extra = [{"id": -n, "name": "new"} for n in (3, 2, 1)]
    shift = 0
    first = 600
    while first > 0:
        first = max(0, first - 150)
        shift += fill(window, source, first, first + 40)
    assert shift == 3
    assert window.row(0) == source.extra[0]
    assert row is not None


def test_no_rows_is_no_rows() -> None:
    window = PageWindow({}, count=1)
    wanted = window.wanted(0, 0)
    assert wanted is not None
    assert window.take(wanted, Page((), None, None)) == 0
    assert window.count == 0
    assert window.wanted(0, 30) is None
