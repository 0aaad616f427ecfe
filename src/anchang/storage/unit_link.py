"""Which parking space and storage room belongs to which unit (2.16: linked units move separately)."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, bindparam, func, select, text
from sqlmodel import Field

from anchang.storage.base import Record, table_of
from anchang.storage.claim import state_now
from anchang.storage.columns import instant
from anchang.storage.quick import Quick
from anchang.storage.reading import Read
from anchang.storage.unit import Unit, UnitClaim
from anchang.storage.work import Row


class UnitLink(Record, table=True):
    """One parking space or storage room of one unit, from when until when; it belongs to one unit at a time."""

    __tablename__ = "unit_link"
    __table_args__ = (
        Index(
            "uq_unit_link_live",
            "linked_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_unit_link_unit", "unit_id"),
        CheckConstraint("unit_id <> linked_id", name="two_units"),
    )

    project_id: int = Field(foreign_key="project.id")
    unit_id: int = Field(foreign_key="unit.id")
    linked_id: int = Field(foreign_key="unit.id")
    at: datetime = instant(nullable=False)
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    ended_at: datetime | None = instant(default=None, nullable=True)
    ended_by: int | None = Field(default=None, foreign_key="staff.id")
    reason: str = ""


_LINK, _UNIT, _CLAIM = table_of(UnitLink), table_of(Unit), table_of(UnitClaim)
_MAIN_CUSTOMER = Quick(
    select(func.coalesce(_CLAIM.c.customer_id, 0).label("customer_id"))
    .select_from(_LINK)
    .join(_CLAIM, (_CLAIM.c.unit_id == _LINK.c.unit_id) & _CLAIM.c.ended_at.is_(None))
    .where(_LINK.c.linked_id == bindparam("unit"), _LINK.c.ended_at.is_(None))
)


def live(read: Read, linked_id: int) -> Row | None:
    """The link by which this parking space or storage room belongs to a unit now."""
    statement = select(_LINK).where(
        _LINK.c.linked_id == linked_id, _LINK.c.ended_at.is_(None), _LINK.c.project_id == read.project_id
    )
    row = read.connection.execute(statement).mappings().first()
    return None if row is None else dict(row)


def main_customer(read: Read, unit_id: int) -> int | None:
    """Whose claim is on the unit that this one belongs to; None when it belongs to none or nobody has that."""
    row = _MAIN_CUSTOMER.first(read.connection, {"unit": unit_id})
    return None if row is None else int(row["customer_id"]) or None


def linked(read: Read, unit_id: int) -> list[dict[str, Any]]:
    """The parking spaces and storage rooms of a unit as they stand now: id, label, usage, state, list_total."""
    statement = (
        select(_UNIT.c.id, _UNIT.c.label, _UNIT.c.usage, _UNIT.c.list_total, state_now(read).label("state"))
        .select_from(_LINK)
        .join(_UNIT, _UNIT.c.id == _LINK.c.linked_id)
        .outerjoin(_CLAIM, (_CLAIM.c.unit_id == _UNIT.c.id) & _CLAIM.c.ended_at.is_(None))
        .where(_LINK.c.unit_id == unit_id, _LINK.c.ended_at.is_(None), _LINK.c.project_id == read.project_id)
        .order_by(_UNIT.c.sort_key, _UNIT.c.id)
    )
    return [dict(row) for row in read.connection.execute(statement).mappings()]


def main_of(read: Read, unit_id: int) -> str:
    """The label of the unit that this one belongs to, "" for none."""
    statement = (
        select(_UNIT.c.label)
        .join(_LINK, _LINK.c.unit_id == _UNIT.c.id)
        .where(_LINK.c.linked_id == unit_id, _LINK.c.ended_at.is_(None), _LINK.c.project_id == read.project_id)
    )
    return str(read.connection.execute(statement).scalar() or "")
