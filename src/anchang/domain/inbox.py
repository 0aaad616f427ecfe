"""What stands first in an inbox, and what is one thing in it (design 6, F9; issue 4.9 «oldest and most urgent first»).

The rule of urgency, in this order:

0. now: it ends at an hour of today (a hold that is asked for, an offer from a waiting list). The one that ends first
   stands first.
1. late: its day is over, or it is late by its nature (an unclosed day, a notice that is due). The one that has been
   late for longest stands first: by its due day, where it has none by the day since when it waits.
2. soon: due today or within `inbox_soon_days`. The earlier day stands first.
3. the rest: the one that waits for longest stands first, whether it has a day or not.

What is equal by that stands by its due day, then by how long it waits, then by its name, so that the order is total and
the same every time. A thing about which nobody knows since when it waits counts as waiting since today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import TypeVar

T = TypeVar("T")


class Urgency(IntEnum):
    """The classes, the most urgent first."""

    NOW = 0
    LATE = 1
    SOON = 2
    REST = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """One waiting thing as the rule sees it: `name` is unique in an inbox, `until` the instant at which it ends."""

    name: str
    is_late: bool
    due: date | None
    since: date | None
    until: datetime | None = None


def urgency(one: Waiting, today: date, soon_days: int) -> Urgency:
    """How urgent it is."""
    if one.until is not None:
        return Urgency.NOW
    if one.is_late or (one.due is not None and one.due < today):
        return Urgency.LATE
    if one.due is not None and one.due <= today + timedelta(days=soon_days):
        return Urgency.SOON
    return Urgency.REST


def order_key(one: Waiting, today: date, soon_days: int) -> tuple[int, float, date, date, date, str]:
    """What an inbox is sorted by."""
    since = one.since or today
    due = one.due or date.max
    found = urgency(one, today, soon_days)
    first = {Urgency.LATE: one.due or since, Urgency.SOON: due}.get(found, since)
    ends = one.until.timestamp() if one.until is not None else 0.0
    return found, ends, first, due, since, one.name


# A signing that is late has several names: whoever has more to do about it sees that name, and only that.
_OVER: Mapping[str, int] = {
    "change_request": 0,  # the case is opened, or something else is asked for about the deal
    "delay_request": 1,  # the delay that ran out says why
    "subscription": 2,
}


def one_per_thing(rows: Iterable[T], about: Callable[[T], str], noun: Callable[[T], str]) -> list[T]:
    """Of the rows about the same thing only the one that leads furthest, in the order in which they came.

    `about` names the thing, "" for a row that stands for itself; of two rows of the same noun both stay, because each
    is a step of its own.
    """
    kept = list(rows)
    best: dict[str, int] = {}
    for row in kept:
        if about(row):
            rank = _OVER.get(noun(row), len(_OVER))
            best[about(row)] = min(rank, best.get(about(row), rank))
    return [row for row in kept if not about(row) or _OVER.get(noun(row), len(_OVER)) == best[about(row)]]
