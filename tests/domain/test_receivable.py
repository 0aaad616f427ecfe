"""Ageing, allocation and the trial late fee, as of any day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.errors import Refusal
from anchang.domain.receivable import (
    Bucket,
    InstalmentState,
    Open,
    ageing,
    allocate,
    bucket,
    late_fee,
    overdue_days,
    state_of,
)
from anchang.i18n import say

DUE = date(2025, 3, 31)
NEXT = date(2025, 4, 1)

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
opens = st.lists(
    st.builds(
        Open,
        id=st.integers(1, 10_000),
        due_on=st.none() | days,
        no=st.integers(1, 12),
        unpaid=st.integers(0, 10**12),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


@pytest.mark.parametrize(
    ("late", "band"),
    [
        (-5, Bucket.NOT_DUE),
        (0, Bucket.NOT_DUE),
        (1, Bucket.D1_30),
        (30, Bucket.D1_30),
        (31, Bucket.D31_60),
        (60, Bucket.D31_60),
        (61, Bucket.D61_90),
        (90, Bucket.D61_90),
        (91, Bucket.D91_180),
        (180, Bucket.D91_180),
        (181, Bucket.D181_365),
        (365, Bucket.D181_365),
        (366, Bucket.OVER_365),
        (10_000, Bucket.OVER_365),
    ],
)
def test_bands(late: int, band: Bucket) -> None:
    assert bucket(late) is band


def test_bands_in_words() -> None:
    assert [say(band.label, "zh_CN") for band in Bucket] == [
        "未到期",
        "1–30 天",
        "31–60 天",
        "61–90 天",
        "91–180 天",
        "181–365 天",
        "365 天以上",
    ]


def test_the_due_day_itself_is_in_time() -> None:
    assert overdue_days(DUE, DUE) == 0
    assert overdue_days(DUE, NEXT) == 1
    assert overdue_days(DUE, date(2025, 1, 1)) == 0
    assert overdue_days(None, NEXT) == 0


@pytest.mark.parametrize(
    ("paid", "due_on", "as_of", "state"),
    [
        (0, DUE, date(2025, 3, 30), InstalmentState.PLANNED),
        (0, None, NEXT, InstalmentState.PLANNED),
        (0, DUE, DUE, InstalmentState.DUE),
        (1, DUE, DUE, InstalmentState.PART_PAID),
        (1, None, DUE, InstalmentState.PART_PAID),
        (0, DUE, NEXT, InstalmentState.OVERDUE),
        (99, DUE, NEXT, InstalmentState.OVERDUE),
        (100, DUE, NEXT, InstalmentState.PAID),
        (100, None, DUE, InstalmentState.PAID),
        (101, DUE, NEXT, InstalmentState.PAID),
    ],
)
def test_states(paid: int, due_on: date | None, as_of: date, state: InstalmentState) -> None:
    assert state_of(100, paid, due_on, as_of) is state
    assert say(state.label, "zh_CN") != say(state.label, "en")


def test_oldest_due_first_and_undated_last() -> None:
    rows = [Open(1, None, 1, 50), Open(2, NEXT, 3, 30), Open(3, DUE, 2, 20), Open(4, NEXT, 2, 10), Open(5, DUE, 1, 0)]
    assert allocate(45, rows) == ([(3, 20), (4, 10), (2, 15)], 0)
    assert allocate(200, rows) == ([(3, 20), (4, 10), (2, 30), (1, 50)], 90)
    assert allocate(45, rows, first={1}) == ([(1, 45)], 0)
    assert allocate(7, []) == ([], 7)
    assert allocate(60, [Open(1, None, 1, 50), Open(2, date.max, 9, 30)])[0] == [(2, 30), (1, 30)]


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_cannot_be_allocated(amount: int) -> None:
    with pytest.raises(Refusal):
        allocate(amount, [Open(1, DUE, 1, 50)])


@given(st.integers(1, 10**13), opens, st.data())
def test_allocation_never_exceeds(amount: int, rows: list[Open], data: st.DataObject) -> None:
    first = data.draw(st.sets(st.sampled_from([row.id for row in rows]))) if rows else set()
    given_out, surplus = allocate(amount, rows, first)
    unpaid = {row.id: row.unpaid for row in rows}
    assert sum(part for _, part in given_out) + surplus == amount
    assert surplus >= 0
    assert all(0 < part <= unpaid[row] for row, part in given_out)
    assert len({row for row, _ in given_out}) == len(given_out)
    if surplus:
        assert sum(part for _, part in given_out) == sum(unpaid.values())
    # only the last one touched may be left unfinished
    assert all(part == unpaid[row] for row, part in given_out[:-1])


@given(opens, days)
def test_the_bands_sum_to_the_balance(rows: list[Open], as_of: date) -> None:
    bands = ageing(rows, as_of)
    assert list(bands) == list(Bucket)
    assert sum(bands.values()) == sum(row.unpaid for row in rows)


@given(st.integers(-1000, 5000))
def test_a_later_day_never_makes_a_younger_band(late: int) -> None:
    order = list(Bucket)
    assert order.index(bucket(late)) <= order.index(bucket(late + 1)) <= order.index(bucket(late)) + 1


def test_the_example_of_5_5() -> None:
    payments = [(date(2025, 4, 30), 15_000_000), (date(2025, 4, 10), 5_000_000)]
    assert late_fee(200, DUE, 20_000_000, payments, date(2025, 4, 30)) == 100_000
    assert late_fee(200, DUE, 20_000_000, payments, date(2025, 12, 31)) == 100_000
    assert late_fee(200, DUE, 20_000_000, payments, date(2025, 4, 10)) == 40_000
    assert late_fee(200, DUE, 20_000_000, [], DUE) == 0
    assert late_fee(200, DUE, 20_000_000, [], NEXT) == 4_000


def test_money_before_the_due_date_lowers_it_and_a_reversal_raises_it_again() -> None:
    assert late_fee(200, DUE, 20_000_000, [(date(2025, 3, 1), 20_000_000)], date(2025, 4, 10)) == 0
    back = [(date(2025, 3, 1), 20_000_000), (date(2025, 4, 5), -20_000_000)]
    assert late_fee(200, DUE, 20_000_000, back, date(2025, 4, 10)) == 20_000
    # what is paid too much earns nothing
    assert late_fee(200, DUE, 100, [(NEXT, 10_000)], date(2026, 4, 1)) == 0


@given(
    st.integers(0, 1_000),
    st.integers(1, 10**11),
    st.lists(st.tuples(st.dates(date(2025, 1, 1), date(2025, 12, 31)), st.integers(-(10**10), 10**10)), max_size=6),
    st.dates(date(2025, 1, 1), date(2025, 12, 31)),
)
def test_the_fee_is_the_sum_of_its_days(rate: int, amount: int, paid: list[tuple[date, int]], as_of: date) -> None:
    fen_days = 0
    day = NEXT
    while day <= as_of:  # the balance at the start of a day is charged for that day
        fen_days += max(0, amount - sum(fen for when, fen in paid if when < day))
        day += timedelta(days=1)
    assert late_fee(rate, DUE, amount, paid, as_of) == (2 * fen_days * rate + 1_000_000) // 2_000_000
