"""Working days: China's public holidays as far as they are published, and the office's own changes (design 4, 5.5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from anchang.domain.calendar import WorkingDays, read_changes

SATURDAY = 5


@lru_cache(maxsize=1)
def published() -> WorkingDays:
    """The years whose holidays are published (2004 to 2026 with the package at hand): days off and make-up days."""
    from chinese_calendar.constants import holidays, workdays

    exceptions = {day: False for day in holidays if day.weekday() < SATURDAY}
    exceptions |= {day: True for day in workdays if day.weekday() >= SATURDAY}
    return WorkingDays(exceptions, frozenset(day.year for day in (*holidays, *workdays)))


def calendar(settings: Mapping[str, Any]) -> WorkingDays:
    """The office's calendar; a year without data falls back to weekdays, which `has_data` says."""
    known = published()
    return WorkingDays({**known.exceptions, **read_changes(str(settings["working_day_changes"]))}, known.years)


def shifted(settings: Mapping[str, Any], day: date) -> date:
    """A due day as the office counts it: that day, or with `due_on_working_days` the next working one (5.5)."""
    return calendar(settings).next_working(day) if settings["due_on_working_days"] else day
