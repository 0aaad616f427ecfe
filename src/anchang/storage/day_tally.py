"""The visit and call log counted by day and channel in one pass: every period of 日报总览 and 渠道统计 is a sum of it.

A project of a million visits has some ten thousand such lines. The database walks the index `ix_visit_figures` (or
`ix_call_figures`) once and touches no row; the periods are then added up here. The definitions of
`storage.day_report` hold.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, select

from anchang.domain.visit import VisitKind
from anchang.storage import day_report as rules
from anchang.storage.base import table_of
from anchang.storage.call import Call
from anchang.storage.reading import Read
from anchang.storage.visit import Visit

_VISIT, _CALL = table_of(Visit), table_of(Call)

VISITS = ("visits_first", "visits_returning", "visits_from_call", "non_buyers", "people", "agent_brought", "phones")
CALLS = ("calls_first", "calls_repeat", "invited")


@dataclass(frozen=True, slots=True)
class Lines:
    """Counts in the order of `names`, one line a day and channel, the days rising."""

    names: tuple[str, ...]
    days: Sequence[date]
    channels: Sequence[str]
    counts: Sequence[tuple[int, ...]]

    def _within(self, first: date, last: date) -> slice:
        return slice(bisect_left(self.days, first), bisect_right(self.days, last))

    def total(self, first: date, last: date) -> dict[str, int]:
        """Every count of the period."""
        return self._named(self.counts[self._within(first, last)])

    def by_channel(self, first: date, last: date) -> dict[str, dict[str, int]]:
        """Every count of the period by channel."""
        chosen = self._within(first, last)
        parts: dict[str, list[tuple[int, ...]]] = {}
        for channel, counts in zip(self.channels[chosen], self.counts[chosen], strict=True):
            parts.setdefault(channel, []).append(counts)
        return {channel: self._named(counts) for channel, counts in parts.items()}

    def _named(self, counts: Sequence[tuple[int, ...]]) -> dict[str, int]:
        columns: Iterable[int] = map(sum, zip(*counts, strict=True)) if counts else (0,) * len(self.names)
        return dict(zip(self.names, columns, strict=True))


@dataclass(frozen=True, slots=True)
class Tally:
    """Both logs of a stretch of days; periods that reach out of it are cut off."""

    visits: Lines
    calls: Lines


def tally(read: Read, first: date, last: date) -> Tally:
    """Count both logs over these days, in what the person may see."""
    group = rules.visit_class()
    buyer = group != rules.NON_BUYER
    when = rules.count_if
    visits = (
        when(group == rules.FIRST, VISITS[0]),
        when(group == rules.RETURNING, VISITS[1]),
        when(group == rules.FROM_CALL, VISITS[2]),
        when(group == rules.NON_BUYER, VISITS[3]),
        when(buyer, VISITS[4], _VISIT.c.party_size),
        when(_VISIT.c.kind == VisitKind.AGENT_BROUGHT.value, VISITS[5]),
        when(and_(buyer, _VISIT.c.phone != ""), VISITS[6]),
    )
    calls = (
        when(rules.no(_CALL.c.is_repeat), CALLS[0]),
        when(rules.yes(_CALL.c.is_repeat), CALLS[1]),
        when(_CALL.c.invite_visit_at.is_not(None), CALLS[2]),
    )
    return Tally(
        _lines(read, VISITS, _grouped(_VISIT, visits, rules.visits_of(read, first, last))),
        _lines(read, CALLS, _grouped(_CALL, calls, rules.calls_of(read, first, last))),
    )


def _grouped(table: Any, counts: Sequence[Any], chosen: Any) -> Select[Any]:
    day, channel = table.c.business_date, table.c.channel
    return (
        select(day, channel, *(func.coalesce(each, 0) for each in counts))
        .where(chosen)
        .group_by(table.c.project_id, day, channel)
        .order_by(table.c.project_id, day, channel)
    )


def _lines(read: Read, names: tuple[str, ...], statement: Select[Any]) -> Lines:
    rows = read.connection.execute(statement).all()
    return Lines(
        names,
        [row[0] for row in rows],
        [row[1] for row in rows],
        [tuple(int(value) for value in row[2:]) for row in rows],
    )
