"""Corrections of what was reviewed: one row a new version of an entry, with what stood there before (domain 2.2)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Dialect, Index, RowMapping, Table, UniqueConstraint, func, select
from sqlmodel import Field

from anchang.domain.correction import Corrected
from anchang.storage.base import Entry, table_of
from anchang.storage.call import Call
from anchang.storage.columns import Day, Instant, day, instant, one_of
from anchang.storage.customer import Customer
from anchang.storage.day_report import own
from anchang.storage.follow_up import FollowUp
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.unit import Unit
from anchang.storage.visit import Visit
from anchang.storage.void import among


class Correction(Entry, table=True):
    """Version `no` of an entry, from 2 on; the first is what was signed.

    `noun` and `row_id` name the entry, `consultant_id` and `business_date` whose sheet of which day it was on, `before`
    and `after` are the changed columns as JSON. `made_on` is the office's day on which it was corrected.
    """

    __table_args__ = (
        UniqueConstraint("noun", "row_id", "no"),
        Index("ix_correction_day", "project_id", "business_date"),
        one_of("noun", [each.value for each in Corrected]),
    )

    project_id: int = Field(foreign_key="project.id")
    noun: str
    row_id: int
    no: int
    business_date: date = day(nullable=False)
    consultant_id: int = Field(foreign_key="staff.id")
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    at: datetime = instant(nullable=False)
    made_on: date = day(nullable=False)
    reason: str
    before: str
    after: str


def _changes(text: str) -> dict[str, Any]:
    """Columns as they were kept; none where the person was made nameless since (5.11)."""
    found: dict[str, Any] = json.loads(text) if text else {}
    return found


_CORRECTION, _STAFF, _CUSTOMER = table_of(Correction), table_of(Staff), table_of(Customer)
_UNIT = table_of(Unit)
_DIALECT = Dialect()  # days and instants are the same text on every database
_ENTRIES = {
    Corrected.VISIT: (table_of(Visit), "visit_no"),
    Corrected.CALL: (table_of(Call), "call_no"),
    Corrected.FOLLOW_UP: (table_of(FollowUp), None),
}


@dataclass(frozen=True, slots=True)
class Version:
    """One correction as it is read: the columns that changed, and what stood in them before and after (stored form).

    `people` and `units` are the names and labels of the ids among them; `void`: by it the entry became void.
    """

    noun: Corrected
    row_id: int
    no: int
    business_date: date
    at: datetime
    who: str
    consultant: str
    entry: str
    reason: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    people: Mapping[int, str]
    units: Mapping[int, str]
    void: bool = False


def kept(table: Table, values: Mapping[str, Any]) -> str:
    """Columns of a row as JSON, in the form in which the database keeps them."""
    found = {}
    for name, value in values.items():
        kind = table.c[name].type
        found[name] = kind.process_bind_param(value, _DIALECT) if isinstance(kind, Day | Instant) else value
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def read_kept(table: Table, found: Mapping[str, Any]) -> dict[str, Any]:
    """The same columns as a row has them."""
    made = {}
    for name, value in found.items():
        kind = table.c[name].type
        made[name] = kind.process_result_value(value, _DIALECT) if isinstance(kind, Day | Instant) else value
    return made


def last_no(read: Read, noun: Corrected, row_id: int) -> int:
    """The entry's present version."""
    found = read.connection.execute(
        select(func.max(_CORRECTION.c.no)).where(_CORRECTION.c.noun == noun.value, _CORRECTION.c.row_id == row_id)
    ).scalar()
    return int(found or 1)


def versions(read: Read, noun: Corrected, row_id: int) -> list[Version]:
    """The corrections of one entry, the first one first; whether the entry may be seen, its own card has decided."""
    return _read(read, _CORRECTION.c.noun == noun.value, _CORRECTION.c.row_id == row_id)


def of_days(read: Read, first: date, last: date) -> list[Version]:
    """The corrections of everything that was entered in a period, in the order in which they were made, in scope."""
    return _read(
        read,
        own(read, _CORRECTION, "consultant_id"),
        _CORRECTION.c.business_date >= first,
        _CORRECTION.c.business_date <= last,
    )


def _read(read: Read, *conditions: Any) -> list[Version]:
    consultant = _STAFF.alias("consultant")
    rows = read.connection.execute(
        select(_CORRECTION, _STAFF.c.name.label("who"), consultant.c.name.label("consultant"))
        .join(_STAFF, _STAFF.c.id == _CORRECTION.c.by_id)
        .join(consultant, consultant.c.id == _CORRECTION.c.consultant_id)
        .where(_CORRECTION.c.project_id == read.project_id, *conditions)
        .order_by(_CORRECTION.c.id)
    ).mappings().all()
    if not rows:
        return []
    people = {row.id: row.name for row in read.connection.execute(select(_STAFF.c.id, _STAFF.c.name))}
    units = _labels(read, rows)
    gone = {each: among(read, each, [row["row_id"] for row in rows if row["noun"] == each.value]) for each in Corrected}
    return [
        Version(
            noun=(noun := Corrected(row["noun"])),
            row_id=row["row_id"],
            no=row["no"],
            business_date=row["business_date"],
            at=row["at"],
            who=row["who"],
            consultant=row["consultant"],
            entry=_entry(read, noun, row["row_id"]),
            reason=row["reason"],
            before=_changes(row["before"]),
            after=_changes(row["after"]),
            people=people,
            units=units,
            void=gone[noun].get(row["row_id"]) == row["no"],
        )
        for row in rows
    ]


def _labels(read: Read, rows: Sequence[RowMapping]) -> dict[int, str]:
    found = [_changes(row[side]).get("units_recommended", "") for row in rows for side in ("before", "after")]
    ids = sorted({int(each) for text in found for each in text.split()})
    labels = select(_UNIT.c.id, _UNIT.c.label).where(_UNIT.c.id.in_(ids), _UNIT.c.project_id == read.project_id)
    return {row.id: row.label for row in read.connection.execute(labels)} if ids else {}


def _entry(read: Read, noun: Corrected, row_id: int) -> str:
    """The entry's number; a follow-up has none and is called by its customer."""
    table, number = _ENTRIES[noun]
    if number is not None:
        statement = select(table.c[number]).where(table.c.id == row_id)
    else:
        statement = (
            select(_CUSTOMER.c.name)
            .join(table, table.c.customer_id == _CUSTOMER.c.id)
            .where(table.c.id == row_id)
        )
    return str(read.connection.execute(statement).scalar_one())
