"""Due dates (7-28) and working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.calendar import WorkingDays, add_days, add_months, due, is_late

# National Day 2025: eight days off from 1 October, 28 September and 11 October worked (State Council notice).
TABLE = WorkingDays(
    {
        date(2025, 9, 28): True,
        **{date(2025, 10, day): False for day in range(1, 9)},
        date(2025, 10, 11): True,
    }
)


def test_seven_days_are_late_from_the_eighth() -> None:
    base = date(2025, 3, 31)
    last = due(base, 7)
    assert last == date(2025, 4, 7)
    assert not is_late(last, last)
    assert is_late(last, date(2025, 4, 8))
    assert add_days(last, -7) == base


def test_months_end_where_the_month_ends() -> None:
    assert add_months(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2025, 3, 31), -1) == date(2025, 2, 28)
    assert add_months(date(2025, 11, 15), 3) == date(2026, 2, 15)


def test_exceptions_outrank_the_weekday() -> None:
    assert TABLE.is_working(date(2025, 9, 28))  # a Sunday
    assert not TABLE.is_working(date(2025, 10, 1))  # a Wednesday
    assert TABLE.is_working(date(2025, 10, 9))
    assert not TABLE.is_working(date(2025, 10, 12))
    assert TABLE.next_working(date(2025, 10, 1)) == date(2025, 10, 9)
    assert TABLE.next_working(date(2025, 10, 9)) == date(2025, 10, 9)
    assert TABLE.add(date(2025, 9, 30), 3) == date(2025, 10, 11)
    assert TABLE.add(date(2025, 10, 1), 0) == date(2025, 10, 1)
    with pytest.raises(ValueError, match="forward"):
        TABLE.add(date(2025, 10, 1), -1)


def test_a_year_without_data_says_so_and_follows_weekdays() -> None:
    assert TABLE.has_data(2025)
    assert not TABLE.has_data(2027)
    assert TABLE.unknown_years(date(2024, 12, 1), date(2026, 1, 1)) == (2024, 2026)
    assert TABLE.is_working(date(2027, 10, 1))  # a Friday, and nothing is known of the holiday
    assert WorkingDays({}, frozenset({2027})).has_data(2027)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_so_many_working_days_lie_between(base: date, days: int) -> None:
    end = TABLE.add(base, days)
    assert TABLE.is_working(end)
    passed = [base + timedelta(n) for n in range(1, (end - base).days + 1)]
    assert sum(TABLE.is_working(day) for day in passed) == days
