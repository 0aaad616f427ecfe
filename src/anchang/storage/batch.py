"""Batches of units that go on sale together, with their totals (2.16, 5.10)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, Select, UniqueConstraint, case, func, select
from sqlmodel import Field

from anchang.domain.batch import BatchState
from anchang.domain.unit import UnitState
from anchang.storage.base import Entry, Record, table_of
from anchang.storage.claim import state_now
from anchang.storage.columns import day, instant, one_of
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.unit import Unit, UnitClaim

SOLD = tuple(
    each.value
    for each in (
        UnitState.SUBSCRIBED, UnitState.SIGNED, UnitState.REGISTERED, UnitState.DELIVERED, UnitState.TITLED,
    )
)  # fmt: skip


class Batch(Record, table=True):
    """One batch under its name. `permit_id` and `released_on` are those of its release."""

    __table_args__ = (
        UniqueConstraint("project_id", "no"),
        one_of("state", [each.value for each in BatchState]),
    )

    project_id: int = Field(foreign_key="project.id")
    no: str
    name: str
    state: str
    planned_on: date | None = day(default=None, nullable=True)
    permit_id: int | None = Field(default=None, foreign_key="permit.id")
    released_on: date | None = day(default=None, nullable=True)
    made_by: int | None = Field(default=None, foreign_key="staff.id")
    made_at: datetime = instant(nullable=False)
    decided_by: int | None = Field(default=None, foreign_key="staff.id")
    decided_at: datetime | None = instant(default=None, nullable=True)
    reason: str = ""
    note: str = ""


class BatchUnit(Entry, table=True):
    """A unit that a batch names."""

    __tablename__ = "batch_unit"
    __table_args__ = (UniqueConstraint("batch_id", "unit_id"),)

    project_id: int = Field(foreign_key="project.id")
    batch_id: int = Field(foreign_key="batch.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)


_BATCH, _MEMBER, _UNIT = table_of(Batch), table_of(BatchUnit), table_of(Unit)
_CLAIM, _STAFF = table_of(UnitClaim), table_of(Staff)


def id_by_no(read: Read, wanted: str) -> int | None:
    """The batch with this number."""
    found: int | None = read.connection.execute(
        select(_BATCH.c.id).where(_BATCH.c.project_id == read.project_id, _BATCH.c.no == wanted.strip().upper())
    ).scalar()
    return found


def unit_ids(read: Read, batch_id: int) -> list[int]:
    """The units of a batch, in the order of the house."""
    statement = (
        select(_MEMBER.c.unit_id)
        .join(_UNIT, _UNIT.c.id == _MEMBER.c.unit_id)
        .where(_MEMBER.c.batch_id == batch_id, _MEMBER.c.project_id == read.project_id)
        .order_by(_UNIT.c.sort_key, _UNIT.c.id)
    )
    return list(read.connection.execute(statement).scalars())


def planned_elsewhere(read: Read, ids: Iterable[int]) -> dict[str, str]:
    """unit label -> the number of the planned batch that names it already."""
    statement = (
        select(_UNIT.c.label, _BATCH.c.no)
        .join(_MEMBER, _MEMBER.c.unit_id == _UNIT.c.id)
        .join(_BATCH, _BATCH.c.id == _MEMBER.c.batch_id)
        .where(
            _BATCH.c.project_id == read.project_id,
            _BATCH.c.state == BatchState.PLANNED.value,
            _UNIT.c.id.in_(list(ids)),
        )
        .order_by(_UNIT.c.sort_key)
    )
    return {row.label: row.no for row in read.connection.execute(statement)}


def _counted(condition: Any, value: Any = 1) -> Any:
    return func.coalesce(func.sum(case((condition, value), else_=0)), 0)


def _listed(read: Read, filters: Any) -> Select[Any]:
    state = state_now(read)
    on_sale = state != UnitState.UNRELEASED.value
    total = func.coalesce(_UNIT.c.list_total, 0)
    sums = (
        select(
            _MEMBER.c.batch_id,
            func.count().label("units"),
            func.coalesce(func.sum(_UNIT.c.built_area), 0).label("area"),
            func.coalesce(func.sum(total), 0).label("value"),
            _counted(on_sale).label("on_sale"),
            _counted(state == UnitState.AVAILABLE.value).label("available"),
            _counted(state == UnitState.HELD.value).label("held"),
            _counted(state.in_(SOLD)).label("sold"),
            _counted(state.in_(SOLD), total).label("sold_value"),
        )
        .join(_UNIT, _UNIT.c.id == _MEMBER.c.unit_id)
        .outerjoin(_CLAIM, (_CLAIM.c.unit_id == _UNIT.c.id) & _CLAIM.c.ended_at.is_(None))
        .where(_MEMBER.c.project_id == read.project_id)
        .group_by(_MEMBER.c.batch_id)
        .subquery()
    )
    names = ("units", "area", "value", "on_sale", "available", "held", "sold", "sold_value")
    statement = (
        select(
            _BATCH,
            func.coalesce(_STAFF.c.name, "").label("maker"),
            *(func.coalesce(sums.c[name], 0).label(name) for name in names),
        )
        .outerjoin(sums, sums.c.batch_id == _BATCH.c.id)
        .outerjoin(_STAFF, _STAFF.c.id == _BATCH.c.made_by)
        .where(_BATCH.c.project_id == read.project_id)
    )
    if filters.get("state"):
        statement = statement.where(_BATCH.c.state == str(filters["state"]))
    return statement


def page(read: Read, filters: Any, ask: AskLike) -> Rows:
    """The batches, newest first, with totals as their units stand now; fen, 0.0001 ㎡, `sold_rate` 10^-6."""

    def build(row: RowMapping) -> dict[str, Any]:
        rate = row["sold"] * 1_000_000 // row["on_sale"] if row["on_sale"] else None
        return {**row, "sold_rate": rate}

    return fetch(read, _listed(read, filters), (_BATCH.c.id,), ask, build)


def page_count(read: Read, filters: Any) -> int:
    """How many batches there are."""
    return count(read, _listed(read, filters))


def next_no(read: Read) -> str:
    """The number of the next batch: B-001, B-002, …"""
    made = read.connection.execute(
        select(func.count()).select_from(_BATCH).where(_BATCH.c.project_id == read.project_id)
    ).scalar_one()
    return f"B-{made + 1:03d}"
