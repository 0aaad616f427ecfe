"""Reading the door count (domain 2.2, C12)."""

from datetime import date
from typing import cast

from sqlalchemy import select

from anchang.domain import door
from anchang.storage.base import table_of
from anchang.storage.day import DoorCount
from anchang.storage.reading import Read
from anchang.storage.work import Row

_DOOR = table_of(DoorCount)


def row(read: Read, on: date, hour: int) -> Row | None:
    """What was counted in that hour (`door.WHOLE_DAY` for the day), or None."""
    statement = select(_DOOR).where(
        _DOOR.c.project_id == read.project_id, _DOOR.c.business_date == on, _DOOR.c.hour == hour
    )
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def counts(read: Read, on: date) -> dict[int, int]:
    """Everything that was counted that day: hour -> groups."""
    return of_days(read, on, on).get(on, {})


def of_days(read: Read, first: date, last: date) -> dict[date, dict[int, int]]:
    """Everything that was counted in a period, by day."""
    found: dict[date, dict[int, int]] = {}
    statement = select(_DOOR.c.business_date, _DOOR.c.hour, _DOOR.c.groups).where(
        _DOOR.c.project_id == read.project_id, _DOOR.c.business_date >= first, _DOOR.c.business_date <= last
    )
    for each in read.connection.execute(statement):
        found.setdefault(each.business_date, {})[each.hour] = each.groups
    return found


def totals(read: Read, first: date, last: date) -> dict[date, int]:
    """The counted groups of each day of a period; days that nobody counted are not there."""
    made = {on: door.total(counted) for on, counted in of_days(read, first, last).items()}
    return {on: groups for on, groups in made.items() if groups is not None}
