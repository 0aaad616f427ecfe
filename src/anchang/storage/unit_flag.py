"""What stands on units beside their state: every act that set or took off a flag, the newest one counts (2.16)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, RowMapping, Select, bindparam, func, select
from sqlmodel import Field

from anchang.domain.unit_flag import UnitFlag as Kind
from anchang.domain.unit_wall import ANY_MARK
from anchang.storage.base import Entry, table_of
from anchang.storage.columns import day, flag, instant, one_of
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.quick import Quick
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.unit import Unit
from anchang.storage.work import Row


class UnitFlag(Entry, table=True):
    """One act on a flag: set or taken off, with its reason and, where there is one, the paper that says so."""

    __tablename__ = "unit_flag"
    __table_args__ = (
        Index("ix_unit_flag_unit", "unit_id", "kind", "id"),
        one_of("kind", [each.value for each in Kind]),
    )

    project_id: int = Field(foreign_key="project.id")
    unit_id: int = Field(foreign_key="unit.id")
    kind: str
    is_set: bool = flag()
    reason: str
    paper_no: str = ""
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


_FLAG, _UNIT, _STAFF = table_of(UnitFlag), table_of(Unit), table_of(Staff)
_NEWEST = select(func.max(_FLAG.c.id)).group_by(_FLAG.c.unit_id, _FLAG.c.kind)
_OF_UNIT = Quick(
    select(_FLAG, _UNIT.c.label, func.coalesce(_STAFF.c.name, "").label("by"))
    .join(_UNIT, _UNIT.c.id == _FLAG.c.unit_id)
    .outerjoin(_STAFF, _STAFF.c.id == _FLAG.c.by_id)
    .where(
        _FLAG.c.unit_id == bindparam("unit"),
        _FLAG.c.is_set == 1,
        _FLAG.c.id.in_(_NEWEST.where(_FLAG.c.unit_id == bindparam("unit"))),
    )
    .order_by(_FLAG.c.kind)
)


def standing(read: Read, unit_id: int) -> list[Row]:
    """The flags that stand on the unit, with `label`, the unit's, and `by`, who set each."""
    return list(_OF_UNIT.all(read.connection, {"unit": unit_id}))


def kinds_of(read: Read, unit_id: int) -> tuple[Kind, ...]:
    """Which flags stand on the unit."""
    return tuple(Kind(row["kind"]) for row in standing(read, unit_id))


def by_unit(read: Read, unit_ids: Sequence[int] | None = None) -> dict[int, tuple[str, ...]]:
    """unit id -> the flags that stand on it, for units that have one."""
    newest = _NEWEST.where(_FLAG.c.project_id == read.project_id)
    if unit_ids is not None:
        newest = newest.where(_FLAG.c.unit_id.in_(list(unit_ids)))
    statement = select(_FLAG.c.unit_id, _FLAG.c.kind).where(_FLAG.c.is_set == 1, _FLAG.c.id.in_(newest))
    found: dict[int, list[str]] = {}
    for row in read.connection.execute(statement.order_by(_FLAG.c.unit_id, _FLAG.c.kind)):
        found.setdefault(row.unit_id, []).append(row.kind)
    return {unit_id: tuple(kinds) for unit_id, kinds in found.items()}


def units_with(read: Read, kind: str) -> Select[Any]:
    """The ids of the units on which that flag stands, or any flag where the kind is `any`."""
    newest = _NEWEST.where(_FLAG.c.project_id == read.project_id)
    found = select(_FLAG.c.unit_id).where(_FLAG.c.is_set == 1, _FLAG.c.id.in_(newest))
    return found if kind == ANY_MARK else found.where(_FLAG.c.kind == kind)


def _listed(read: Read, filters: Any) -> Select[Any]:
    statement = (
        select(_FLAG, _UNIT.c.label.label("unit"), _UNIT.c.state, func.coalesce(_STAFF.c.name, "").label("by"))
        .join(_UNIT, _UNIT.c.id == _FLAG.c.unit_id)
        .outerjoin(_STAFF, _STAFF.c.id == _FLAG.c.by_id)
        .where(
            _FLAG.c.project_id == read.project_id,
            _FLAG.c.is_set == 1,
            _FLAG.c.id.in_(_NEWEST.where(_FLAG.c.project_id == read.project_id)),
        )
    )
    if filters.get("kind"):
        statement = statement.where(_FLAG.c.kind == str(filters["kind"]))
    return statement


def page(read: Read, filters: Any, ask: AskLike) -> Rows:
    """The flags that stand, the newest first; filter: kind."""

    def build(row: RowMapping) -> dict[str, Any]:
        return dict(row)

    return fetch(read, _listed(read, filters), (_FLAG.c.id,), ask, build)


def page_count(read: Read, filters: Any) -> int:
    """How many flags stand."""
    return count(read, _listed(read, filters))
