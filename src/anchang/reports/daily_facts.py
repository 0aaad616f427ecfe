"""Everything that the daily report is made of, read once: its sheets take their numbers from here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from anchang.domain.errors import NotAllowed, Refusal
from anchang.i18n import M
from anchang.storage import claim, correction, day_lists, day_numbers, day_plan, day_signed, money_out
from anchang.storage.correction import Version
from anchang.storage.day_figures import ChannelFigures, Figures
from anchang.storage.day_numbers import BEFORE, MONTH, NOW, PROJECT, WEEK, windows
from anchang.storage.day_profile import Profile
from anchang.storage.day_signed import Signed
from anchang.storage.day_staff import StaffFigures, Traffic
from anchang.storage.reading import Read

__all__ = ["BEFORE", "MONTH", "NOW", "PROJECT", "WEEK", "Facts", "as_signed", "gather", "windows"]

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the queries gave, by window where the sheet has several; `signed` is what was kept of a locked day."""

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
    backs: Rows
    money: Rows
    paid_out: Rows
    profiles: dict[str, Profile]
    plan: Rows
    ends_today: bool
    corrections: list[Version]
    reserves: Rows
    signed: Signed | None = None

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
    found = day_numbers.numbers(read, first, last)
    return Facts(
        first=first,
        last=last,
        figures=found.figures,
        channels=found.channels,
        profiles=found.profiles,
        staff=found.staff,
        traffic=found.traffic,
        visits=day_lists.visits(read, first, last),
        calls=day_lists.calls(read, first, last),
        turns=day_lists.turns(read, first, last),
        deals=day_lists.deals(read, first, last),
        contracts=day_lists.contracts(read, first, last),
        backs=day_lists.backs(read, first, last),
        money=day_lists.money(read, first, last),
        paid_out=money_out.payments(read, first, last),
        plan=day_plan.due(read, last + timedelta(days=1)) if last >= read.today else [],
        ends_today=last >= read.today,
        corrections=correction.of_days(read, first, last),
        reserves=claim.reserves_at(read, _end_of(read, last)),
        signed=day_signed.signed(read, last) if first == last and read.sees_all else None,
    )


def _end_of(read: Read, on: date) -> datetime:
    """The end of that day on the office's clock."""
    return datetime.combine(on + timedelta(days=1), time(), read.zone).astimezone(UTC)


def as_signed(read: Read, on: date) -> Facts:
    """The same of a locked day as it was signed. Raises Refusal for a day that is not, NotAllowed for a part of it."""
    if not read.sees_all:
        raise NotAllowed(M("What was signed is the whole office's day; your own part of it is in the daily report."))
    live = gather(read, on, on)
    if live.signed is None:
        raise Refusal(M("The day {day} is not signed and locked.", day=on))
    kept = live.signed
    return replace(
        live,
        figures=kept.numbers.figures,
        channels=kept.numbers.channels,
        profiles=kept.numbers.profiles,
        staff=kept.numbers.staff,
        traffic=kept.numbers.traffic,
        visits=day_signed.visits(read, day_lists.visits(read, on, on, void=True), kept),
        calls=day_signed.calls(read, day_lists.calls(read, on, on, void=True), kept),
        corrections=[],
    )
