"""Everything that the daily report is made of, read once: its sheets take their numbers from here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from anchang.storage import day_lists, day_report, day_staff
from anchang.storage.day_report import BEGINNING, ChannelFigures, Figures
from anchang.storage.day_staff import StaffFigures, Traffic
from anchang.storage.reading import Read

Rows = list[dict[str, Any]]

NOW, WEEK, MONTH, PROJECT, BEFORE = "now", "week", "month", "project", "before"


def windows(first: date, last: date) -> dict[str, tuple[date, date]]:
    """The periods of 日报总览: the report's own; week (from Monday), month and project to its last day; the one before.

    The one before has as many days and ends on the day before the first.
    """
    length = last - first
    return {
        NOW: (first, last),
        WEEK: (last - timedelta(days=last.weekday()), last),
        MONTH: (last.replace(day=1), last),
        PROJECT: (BEGINNING, last),
        BEFORE: (first - length - timedelta(days=1), first - timedelta(days=1)),
    }


@dataclass(frozen=True, slots=True)
class Facts:
    """What the queries gave, by window where the sheet has several."""

    first: date
    last: date
    figures: dict[str, Figures]
    channels: dict[str, list[ChannelFigures]]
    staff: list[StaffFigures]
    traffic: Traffic
    visits: Rows
    calls: Rows
    turns: Rows
    deals: Rows
    contracts: Rows
    money: Rows
    ends_today: bool

    @property
    def single(self) -> bool:
        """Whether the report is about one day."""
        return self.first == self.last

    @property
    def now(self) -> Figures:
        """The figures of the report's own period."""
        return self.figures[NOW]


def gather(read: Read, first: date, last: date) -> Facts:
    """Run every query of the report on one snapshot."""
    spans = windows(first, last)
    return Facts(
        first=first,
        last=last,
        figures={name: day_report.figures(read, *span) for name, span in spans.items()},
        channels={name: day_report.channels(read, *spans[name]) for name in (NOW, MONTH, PROJECT)},
        staff=day_staff.consultants(read, first, last),
        traffic=day_staff.traffic(read, first, last),
        visits=day_lists.visits(read, first, last),
        calls=day_lists.calls(read, first, last),
        turns=day_lists.turns(read, first, last),
        deals=day_lists.deals(read, first, last),
        contracts=day_lists.contracts(read, first, last),
        money=day_lists.money(read, first, last),
        ends_today=last >= read.today,
    )
