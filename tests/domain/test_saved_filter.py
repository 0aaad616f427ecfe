"""What may be kept as a filter, and days that move along."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.errors import BadInput
from anchang.domain.saved_filter import LONGEST, MOST, TooManyFilters, day_of, moving, name_of, room_for

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", TODAY), ("today-1", date(2026, 11, 22)), ("today-30", date(2026, 10, 24)),
        ("2026-01-05", date(2026, 1, 5)),
    ],
)  # fmt: skip
def test_a_day_is_said_from_today_or_as_it_is(text: str, day: date) -> None:
    assert day_of(text, TODAY) == day


@pytest.mark.parametrize("text", ["", "yesterday", "today+1", "today-", "2026-13-01", "today-99999", "today- 1"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        day_of(text, date(200, 1, 1))


@given(st.integers(0, 4000), st.integers(-400, 400))
def test_a_moving_day_keeps_its_distance_and_a_later_one_stays(back: int, passed: int) -> None:
    day, later = TODAY - timedelta(days=back), TODAY + timedelta(days=passed)
    assert day_of(moving(day, TODAY), later) == later - timedelta(days=back)
    coming = TODAY + timedelta(days=back + 1)
    assert day_of(moving(coming, TODAY), later) == coming


def test_names_and_numbers_have_bounds() -> None:
    assert name_of("  本周A级 ") == "本周A级"
    for text in ("", "  ", "长" * (LONGEST + 1), "a\x1b"):
        with pytest.raises(BadInput):
            name_of(text)
    room_for(MOST - 1)
    with pytest.raises(TooManyFilters):
        room_for(MOST)
