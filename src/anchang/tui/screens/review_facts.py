"""What the manager's review reads: the daily report's own figures, so that screen and file never disagree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anchang.domain.hold import HoldType
from anchang.domain.receivable import Bucket
from anchang.reports.daily_facts import PROJECT, windows
from anchang.storage import claim, receivable, unit_query
from anchang.storage.day_figures import ChannelFigures, Figures, channels, figures
from anchang.storage.day_report import BEGINNING
from anchang.storage.day_staff import StaffFigures, consultants
from anchang.storage.day_tally import tally
from anchang.storage.reading import Read


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """One day as the manager looks at it."""

    day: date
    figures: dict[str, Figures]
    channels: list[ChannelFigures]
    staff: list[StaffFigures]
    stock: dict[str, int]
    reserves: int
    ageing: dict[Bucket, int]


def gather(read: Read, day: date) -> ReviewFacts:
    """Everything of the screen from one snapshot."""
    spans = windows(day, day)
    month = day.replace(day=1)
    logs = tally(read, min(first for first, _last in spans.values() if first > BEGINNING), day)
    totals = unit_query.totals(read)
    stock: dict[str, int] = {}
    for states in totals.values():
        for state, count in states.items():
            stock[state] = stock.get(state, 0) + count
    return ReviewFacts(
        day=day,
        figures={
            name: figures(read, first, last, logs) for name, (first, last) in spans.items() if name != PROJECT
        },
        channels=channels(read, month, day, logs),
        staff=consultants(read, month, day),
        stock=stock,
        reserves=claim.holds_count(read, {"hold_type": HoldType.RESERVE.value}),
        ageing=receivable.ageing(read, day),
    )
