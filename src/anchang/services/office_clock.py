"""The only place that reads the wall clock. Everything else is handed a clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from anchang.domain.errors import BadInput
from anchang.i18n import M

Clock = Callable[[], datetime]

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")  # the law's time in the whole country


def wall_clock() -> datetime:
    """Now, aware, UTC."""
    return datetime.now(UTC)


def moved_clock(start: datetime) -> Clock:
    """A clock that stands at `start` when it is made and goes on from there; only for practice offices."""
    begun = time.monotonic()

    def tick() -> datetime:
        return datetime.fromtimestamp(start.timestamp() + time.monotonic() - begun, UTC)

    return tick


def shifted_clock(seconds: float) -> Clock:
    """The wall clock, so many seconds ahead: the same for every terminal of a demo office."""

    def tick() -> datetime:
        return wall_clock() + timedelta(seconds=seconds)

    return tick


def read_moment(text: str, zone: ZoneInfo = OFFICE_ZONE) -> datetime:
    """`ANCHANG_NOW`: an ISO date or instant; without a zone it is the office's. Raises BadInput."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput(
            M("ANCHANG_NOW: «{text}» is not a time like 2026-11-21T09:00.", text=text), "ANCHANG_NOW"
        ) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
