"""Filters kept under a name: one's own, and those that were shared with everybody of the project (issue 3, 7)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, RowMapping, Select, func, or_, select, text
from sqlmodel import Field

from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, flag, instant
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff


class SavedFilter(Record, table=True):
    """One filter of one list. `filters` is a JSON object of texts; `removed_at` tells that it was deleted."""

    __tablename__ = "saved_filter"
    __table_args__ = (
        Index(
            "ux_saved_filter_name",
            "project_id",
            "staff_id",
            "listing",
            "name",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index("ix_saved_filter_listing", "project_id", "listing", "shared"),
    )

    project_id: int = Field(foreign_key="project.id")
    staff_id: int = Field(foreign_key="staff.id")
    listing: str
    name: str
    filters: str
    shared: bool = flag()
    made_at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)
    removed_at: datetime | None = instant(default=None, nullable=True)


@dataclass(frozen=True, slots=True)
class Kept:
    """A filter as its list offers it; `own` tells whether it is the person's own."""

    id: int
    version: int
    listing: str
    name: str
    filters: Mapping[str, str]
    shared: bool
    own: bool
    maker: str


_SAVED, _STAFF = table_of(SavedFilter), table_of(Staff)


def _visible(read: Read, listing: str | None) -> Select[Any]:
    found = [
        _SAVED.c.project_id == read.project_id,
        _SAVED.c.removed_at.is_(None),
        or_(_SAVED.c.staff_id == read.staff_id, _SAVED.c.shared == 1),
    ]
    if listing is not None:
        found.append(_SAVED.c.listing == listing)
    return (
        select(_SAVED, _STAFF.c.name.label("maker"))
        .select_from(_SAVED)
        .outerjoin(_STAFF, _STAFF.c.id == _SAVED.c.staff_id)
        .where(*found)
    )


def _kept(read: Read, row: RowMapping) -> Kept:
    return Kept(
        row["id"], row["version"], row["listing"], row["name"], json.loads(row["filters"]), bool(row["shared"]),
        row["staff_id"] == read.staff_id, row["maker"] or "",
    )  # fmt: skip


def kept(read: Read, listing: str) -> list[Kept]:
    """What this person may choose in the list: the own ones by name, then those of others."""
    rows = [_kept(read, row) for row in read.connection.execute(_visible(read, listing)).mappings()]
    return sorted(rows, key=lambda each: (not each.own, each.name, each.id))


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of the filters that this person may choose. Filters: listing."""

    def build(row: RowMapping) -> dict[str, Any]:
        said = "  ".join(f"{key}={value}" for key, value in json.loads(row["filters"]).items())
        return {**row, "filters": said}

    return fetch(read, _visible(read, filters.get("listing")), (_SAVED.c.listing, _SAVED.c.id), ask, build)


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many there are."""
    return count(read, _visible(read, filters.get("listing")))


def of_name(read: Read, staff_id: int, listing: str, name: str) -> RowMapping | None:
    """That person's own filter of that name."""
    return (
        read.connection.execute(
            select(_SAVED).where(
                _SAVED.c.project_id == read.project_id,
                _SAVED.c.staff_id == staff_id,
                _SAVED.c.listing == listing,
                _SAVED.c.name == name,
                _SAVED.c.removed_at.is_(None),
            )
        )
        .mappings()
        .first()
    )


def shared_of_name(read: Read, listing: str, name: str) -> list[RowMapping]:
    """The shared filters of that name; several people may have given the same one."""
    statement = _visible(read, listing).where(_SAVED.c.name == name, _SAVED.c.shared == 1).order_by(_SAVED.c.id)
    return list(read.connection.execute(statement).mappings())


def number_of(read: Read, staff_id: int) -> int:
    """How many that person keeps."""
    return int(
        read.connection.execute(
            select(func.count()).where(
                _SAVED.c.project_id == read.project_id, _SAVED.c.staff_id == staff_id, _SAVED.c.removed_at.is_(None)
            )
        ).scalar_one()
    )
