"""Queries about the office itself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from anchang.domain.office import OfficeFacts
from anchang.storage.base import table_of
from anchang.storage.engine import Store
from anchang.storage.journal import Journal, OfficeRecord
from anchang.storage.reading import Read
from anchang.storage.staff import everybody
from anchang.storage.unit import Unit


def office_record(store: Store) -> OfficeFacts:
    """What kind of office this is."""
    table = table_of(OfficeRecord)
    with store.read() as connection:
        row = connection.execute(select(table.c.uid, table.c.practice, table.c.demo)).one()
    return OfficeFacts(row.uid, row.practice, row.demo)


def last_moment(store: Store) -> datetime | None:
    """When the newest act was done."""
    table = table_of(Journal)
    with store.read() as connection:
        found: datetime | None = connection.execute(select(func.max(table.c.at))).scalar()
    return found


@dataclass(frozen=True, slots=True)
class SetUpCounts:
    """How far a new office is: people who can sign in, units, units on sale or further."""

    staff: int
    units: int
    released: int


def set_up_counts(read: Read) -> SetUpCounts:
    """What a new office has so far."""
    unit = table_of(Unit)
    of_project = select(func.count()).select_from(unit).where(unit.c.project_id == read.project_id)
    return SetUpCounts(
        staff=sum(1 for each in everybody(read.connection) if each.active_on(read.today)),
        units=int(read.connection.execute(of_project).scalar() or 0),
        released=int(read.connection.execute(of_project.where(unit.c.state != "unreleased")).scalar() or 0),
    )
