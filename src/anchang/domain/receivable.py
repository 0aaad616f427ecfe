"""What is owed, as of any day: computed from amounts and dates, never stored. Domain 2.10, 4.4, 5.5.

All money in fen, rates in 10⁻⁶. Days overdue count from the day after the due date (7-28).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from anchang.domain.errors import Refusal
from anchang.domain.measure import ONE
from anchang.domain.money import half_up
from anchang.i18n import M, Msg


class Bucket(StrEnum):
    """Ageing bands by days overdue (4.4)."""

    NOT_DUE = "not_due"
    D1_30 = "d1_30"
    D31_60 = "d31_60"
    D61_90 = "d61_90"
    D91_180 = "d91_180"
    D181_365 = "d181_365"
    OVER_365 = "over_365"

    @property
    def label(self) -> Msg:
        """The band in words."""
        return BUCKET_LABELS[self]


BUCKET_LABELS: dict[Bucket, Msg] = {
    Bucket.NOT_DUE: M("not due yet"),
    Bucket.D1_30: M("1–30 days"),
    Bucket.D31_60: M("31–60 days"),
    Bucket.D61_90: M("61–90 days"),
    Bucket.D91_180: M("91–180 days"),
    Bucket.D181_365: M("181–365 days"),
    Bucket.OVER_365: M("over 365 days"),
}

_LAST_DAY: tuple[tuple[int, Bucket], ...] = (
    (0, Bucket.NOT_DUE),
    (30, Bucket.D1_30),
    (60, Bucket.D31_60),
    (90, Bucket.D61_90),
    (180, Bucket.D91_180),
    (365, Bucket.D181_365),
)


def overdue_days(due_on: date | None, as_of: date) -> int:
    """Days since the due date, 0 up to and on that day and without one."""
    return 0 if due_on is None else max(0, (as_of - due_on).days)


def bucket(days_overdue: int) -> Bucket:
    """The band of so many days overdue; 0 and less is not due."""
    for last, band in _LAST_DAY:
        if days_overdue <= last:
            return band
    return Bucket.OVER_365


class InstalmentState(StrEnum):
    """What an instalment is on a day (2.10, 2.19); computed, never stored."""

    PLANNED = "planned"
    DUE = "due"
    PART_PAID = "part_paid"
    PAID = "paid"
    OVERDUE = "overdue"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return STATE_LABELS[self]


STATE_LABELS: dict[InstalmentState, Msg] = {
    InstalmentState.PLANNED: M("not due yet"),
    InstalmentState.DUE: M("due today"),
    InstalmentState.PART_PAID: M("paid in part"),
    InstalmentState.PAID: M("paid in full"),
    InstalmentState.OVERDUE: M("payment overdue"),
}


def state_of(amount: int, paid: int, due_on: date | None, as_of: date) -> InstalmentState:
    """The state on that day. Paid in full outranks overdue, overdue outranks part-paid; due is the due day itself."""
    if paid >= amount:
        return InstalmentState.PAID
    if overdue_days(due_on, as_of):
        return InstalmentState.OVERDUE
    if paid > 0:
        return InstalmentState.PART_PAID
    return InstalmentState.DUE if due_on == as_of else InstalmentState.PLANNED


@dataclass(frozen=True, slots=True)
class Open:
    """An instalment that is not paid in full: row id, due date, number in its plan, unpaid fen."""

    id: int
    due_on: date | None
    no: int
    unpaid: int


def allocate(
    amount: int, opens: Iterable[Open], first: Collection[int] = ()
) -> tuple[list[tuple[int, int]], int]:
    """Spread a receipt (fen) over instalments: pairs of id and fen, and the surplus that stays on account (2.10).

    Oldest due first, those without a due date last, then by number; ids in `first` (the payer designates) before all
    others. Never more than is unpaid. Raises Refusal for an amount that is not above zero.
    """
    if amount <= 0:
        raise Refusal(M("An amount that is received is above zero."))
    given = []
    for one in sorted(opens, key=lambda o: (o.id not in first, o.due_on or date.max, o.due_on is None, o.no, o.id)):
        part = min(amount, one.unpaid)
        if part > 0:
            given.append((one.id, part))
            amount -= part
    return given, amount


def ageing(opens: Iterable[Open], as_of: date) -> dict[Bucket, int]:
    """Unpaid fen per band, every band present; together they are the whole balance (4.4)."""
    sums = dict.fromkeys(Bucket, 0)
    for one in opens:
        sums[bucket(overdue_days(one.due_on, as_of))] += one.unpaid
    return sums


def late_fee(
    rate_per_day: int, due_on: date, amount: int, payments: Iterable[tuple[date, int]], as_of: date
) -> int:
    """The trial figure of 5.5 in fen: rate (10⁻⁶ a day) on the unpaid rest, day by day from the day after the due date.

    `payments` are (day, fen) in any order, a reversal with a negative amount on its own day; those after `as_of` do not
    count, those up to the due date lower what is overdue from the start. Rounded half up once, at the end.
    """
    if as_of <= due_on:
        return 0
    changes: dict[date, int] = {due_on: amount, as_of: 0}
    for day, fen in payments:
        if day <= as_of:
            moment = max(day, due_on)
            changes[moment] = changes.get(moment, 0) - fen
    owed, fen_days = 0, 0
    for start, end in pairwise(sorted(changes)):
        owed += changes[start]
        fen_days += max(owed, 0) * (end - start).days
    return half_up(fen_days * rate_per_day, ONE)
