"""Due dates and working days. Domain 7-28: due = base + n days, late from the day after, 00:00 office time.

Working days come from a table of exceptions that the office can edit; a year without one falls back to Monday to
Friday, and `has_data` lets whoever shows the result say so (design section 4).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from anchang.domain.errors import BadInput
from anchang.i18n import M

_SATURDAY = 5


def add_days(base: date, days: int) -> date:
    """The date that many calendar days later (earlier when negative)."""
    return base + timedelta(days=days)


def add_months(base: date, months: int) -> date:
    """The same day so many months later, or that month's last day: 31 January + 1 is 28 or 29 February."""
    return base + relativedelta(months=months)


def due(base: date, days: int) -> date:
    """The last day on which a thing is in time (7-28)."""
    return add_days(base, days)


def is_late(due_on: date, as_of: date) -> bool:
    """Whether the due day is over: true from the following day on (7-28)."""
    return as_of > due_on


NO_CHANGES = "none"
_CHANGE = re.compile(r"(\d{4}-\d{2}-\d{2})\s+(on|off)")


def read_changes(text: str) -> dict[date, bool]:
    """The office's own days, as «2027-02-08 off, 2027-02-06 on» says them; «none» is no change. Raises BadInput."""
    found: dict[date, bool] = {}
    if text.strip().casefold() == NO_CHANGES:
        return found
    for part in re.split(r"[,;，；、]", text):
        matched = _CHANGE.fullmatch(part.strip())
        try:
            if matched is None:
                raise ValueError(part)
            found[date.fromisoformat(matched[1])] = matched[2] == "on"
        except ValueError as error:
            raise BadInput(
                M("«{part}»: write days as 2027-02-08 off, 2027-02-06 on; or none.", part=part.strip()), "value"
            ) from error
    return found


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Working days from exceptions: date -> whether it is worked. A date that is not in it follows the weekday.

    `years` are those whose table is known to be whole; left empty they are the years that have any exception.
    """

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not self.years:
            object.__setattr__(self, "years", frozenset(day.year for day in self.exceptions))

    def has_data(self, year: int) -> bool:
        """Whether holidays of that year are known; if not, answers rest on weekdays alone."""
        return year in self.years

    def unknown_years(self, first: date, last: date) -> tuple[int, ...]:
        """The years from `first` to `last`, both included, whose holidays are not known."""
        return tuple(year for year in range(first.year, last.year + 1) if not self.has_data(year))

    def is_working(self, day: date) -> bool:
        """Whether that day is worked."""
        known = self.exceptions.get(day)
        return day.weekday() < _SATURDAY if known is None else known

    def next_working(self, day: date) -> date:
        """That day itself when it is worked, else the next one that is."""
        while not self.is_working(day):
            day = add_days(day, 1)
        return day

    def add(self, base: date, days: int) -> date:
        """The date `days` working days after `base`; with 0 the base itself. ValueError for a negative count."""
        if days < 0:
            raise ValueError("working days are counted forward only")
        for _ in range(days):
            base = self.next_working(add_days(base, 1))
        return base
