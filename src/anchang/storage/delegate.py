"""Whom a consultant has named to receive the own customers while he or she is away (domain 2.1-3)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CheckConstraint, Index, RowMapping, Select, or_, select
from sqlmodel import Field

from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, instant
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.work import Row


class Delegate(Record, table=True):
    """From `from_day` to `to_day`, both included, `delegate_id` stands in for `consultant_id`, unless ended before."""

    __table_args__ = (
        CheckConstraint("from_day <= to_day", name="days_in_order"),
        CheckConstraint("consultant_id <> delegate_id", name="somebody_else"),
        Index("ix_delegate_consultant", "project_id", "consultant_id", "to_day"),
    )

    project_id: int = Field(foreign_key="project.id")
    consultant_id: int = Field(foreign_key="staff.id")
    delegate_id: int = Field(foreign_key="staff.id")
    from_day: date = day(nullable=False)
    to_day: date = day(nullable=False)
    named_by: int | None = Field(default=None, foreign_key="staff.id")
    named_at: datetime = instant(nullable=False)
    ended_at: datetime | None = instant(default=None, nullable=True)


_DELEGATE, _STAFF = table_of(Delegate), table_of(Staff)
_OWNER, _OTHER = _STAFF.alias("owner"), _STAFF.alias("other")


def standing_in(read: Read, consultant_id: int) -> int | None:
    """Who stands in for that consultant today, named last; None when nobody does or the person has left."""
    found: int | None = read.connection.execute(
        select(_DELEGATE.c.delegate_id)
        .join(_STAFF, _STAFF.c.id == _DELEGATE.c.consultant_id)
        .where(
            _DELEGATE.c.project_id == read.project_id,
            _DELEGATE.c.consultant_id == consultant_id,
            _DELEGATE.c.ended_at.is_(None),
            _DELEGATE.c.from_day <= read.today,
            _DELEGATE.c.to_day >= read.today,
            or_(_STAFF.c.active_to.is_(None), _STAFF.c.active_to >= read.today),
        )
        .order_by(_DELEGATE.c.id.desc())
        .limit(1)
    ).scalar()
    return found


def open_ones(read: Read, consultant_id: int) -> list[Row]:
    """What that consultant has named and neither ended nor lived through, oldest first."""
    statement = (
        select(_DELEGATE)
        .where(
            _DELEGATE.c.project_id == read.project_id,
            _DELEGATE.c.consultant_id == consultant_id,
            _DELEGATE.c.ended_at.is_(None),
            _DELEGATE.c.to_day >= read.today,
        )
        .order_by(_DELEGATE.c.id)
    )
    return [cast("Row", row) for row in read.connection.execute(statement).mappings()]


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    statement = (
        select(_DELEGATE, _OWNER.c.name.label("consultant"), _OTHER.c.name.label("delegate"))
        .join(_OWNER, _OWNER.c.id == _DELEGATE.c.consultant_id)
        .join(_OTHER, _OTHER.c.id == _DELEGATE.c.delegate_id)
        .where(_DELEGATE.c.project_id == read.project_id)
    )
    if filters.get("now"):
        statement = statement.where(_DELEGATE.c.ended_at.is_(None), _DELEGATE.c.to_day >= read.today)
    return statement


def page(read: Read, filters: Mapping[str, Any], ask: AskLike) -> Rows:
    """Everybody's delegates, the newest first. Filter: now (those that hold or will hold)."""

    def build(row: RowMapping) -> dict[str, Any]:
        return dict(row)

    return fetch(read, _listed(read, filters), (_DELEGATE.c.id,), ask, build)


def page_count(read: Read, filters: Mapping[str, Any]) -> int:
    """How many there are."""
    return count(read, _listed(read, filters))
