"""Who waits for which unit, in the order of asking, and who has the offer (2.16)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Index,
    RowMapping,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    text,
)
from sqlmodel import Field

from anchang.domain.access import MANAGER
from anchang.domain.unit import UnitState
from anchang.domain.unit_wait import WaitState
from anchang.storage.base import Record, table_of
from anchang.storage.claim import shown_customer, state_now
from anchang.storage.columns import day, instant, one_of
from anchang.storage.customer import Customer
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.quick import Quick
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.unit import Unit, UnitClaim
from anchang.storage.work import Row

OPEN = (WaitState.WAITING.value, WaitState.OFFERED.value)


class UnitWait(Record, table=True):
    """One customer's place on a unit's list. At most one offer a unit stands: the partial unique index sees to it."""

    __tablename__ = "unit_wait"
    __table_args__ = (
        Index(
            "uq_unit_wait_once",
            "unit_id",
            "customer_id",
            unique=True,
            sqlite_where=text("state IN ('waiting', 'offered')"),
            postgresql_where=text("state IN ('waiting', 'offered')"),
        ),
        Index(
            "uq_unit_wait_offer",
            "unit_id",
            unique=True,
            sqlite_where=text("state = 'offered'"),
            postgresql_where=text("state = 'offered'"),
        ),
        Index("ix_unit_wait_state", "project_id", "state"),
        Index("ix_unit_wait_customer", "customer_id"),
        one_of("state", [each.value for each in WaitState]),
        CheckConstraint("state <> 'waiting' OR offer_until IS NULL", name="waiting_has_no_offer"),
    )

    project_id: int = Field(foreign_key="project.id")
    unit_id: int = Field(foreign_key="unit.id")
    customer_id: int = Field(foreign_key="customer.id")
    staff_id: int = Field(foreign_key="staff.id")
    state: str
    since: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)
    offered_at: datetime | None = instant(default=None, nullable=True)
    offer_until: datetime | None = instant(default=None, nullable=True)
    ended_at: datetime | None = instant(default=None, nullable=True)
    reason: str = ""
    note: str = ""


_WAIT, _UNIT, _CLAIM = table_of(UnitWait), table_of(Unit), table_of(UnitClaim)
_CUSTOMER, _STAFF = table_of(Customer), table_of(Staff)
_LIVE = (_CLAIM.c.unit_id == _UNIT.c.id) & _CLAIM.c.ended_at.is_(None)
_LINE = Quick(
    select(_WAIT, func.coalesce(_STAFF.c.name, "").label("consultant"))
    .outerjoin(_STAFF, _STAFF.c.id == _WAIT.c.staff_id)
    .where(
        _WAIT.c.unit_id == bindparam("unit"),
        or_(_WAIT.c.state == WaitState.WAITING.value, _WAIT.c.state == WaitState.OFFERED.value),
    )
    .order_by(_WAIT.c.id)
)


def line(read: Read, unit_id: int) -> list[Row]:
    """Everybody who waits for the unit or has its offer, the first first, with `consultant`."""
    return list(_LINE.all(read.connection, {"unit": unit_id}))


def waits_somewhere(read: Read, customer_id: int) -> bool:
    """Whether the customer stands on any list or has an offer."""
    statement = select(_WAIT.c.id).where(_WAIT.c.customer_id == customer_id, _WAIT.c.state.in_(OPEN)).limit(1)
    return read.connection.execute(statement).first() is not None


def first(read: Read, unit_id: int) -> Row | None:
    """Whose turn it is for a free unit: who has a standing offer, else the first who waits."""
    waits = line(read, unit_id)
    for row in waits:
        if row["state"] == WaitState.OFFERED and row["offer_until"] > read.now:
            return row
    return next((row for row in waits if row["state"] == WaitState.WAITING), None)


def due_units(read: Read) -> list[int]:
    """Free units whose offer is over, or that somebody waits for and nobody is offered."""
    other = _WAIT.alias("other")
    offered = exists().where(other.c.unit_id == _WAIT.c.unit_id, other.c.state == WaitState.OFFERED.value)
    over = and_(_WAIT.c.state == WaitState.OFFERED.value, _WAIT.c.offer_until <= read.now)
    next_one = and_(_WAIT.c.state == WaitState.WAITING.value, _UNIT.c.state == UnitState.AVAILABLE.value, ~offered)
    statement = (
        select(_WAIT.c.unit_id)
        .join(_UNIT, _UNIT.c.id == _WAIT.c.unit_id)
        .where(_WAIT.c.project_id == read.project_id, _WAIT.c.state.in_(OPEN), or_(over, next_one))
        .group_by(_WAIT.c.unit_id)
        .order_by(_WAIT.c.unit_id)
    )
    return list(read.connection.execute(statement).scalars())


def _listed(read: Read, filters: Any) -> Select[Any]:
    before = _WAIT.alias("before")
    place = (
        select(func.count() + 1)
        .where(before.c.unit_id == _WAIT.c.unit_id, before.c.state.in_(OPEN), before.c.id < _WAIT.c.id)
        .scalar_subquery()
    )
    statement = (
        select(
            _WAIT,
            place.label("place"),
            _UNIT.c.label.label("unit"),
            state_now(read).label("unit_state"),
            _STAFF.c.name.label("consultant"),
            _CUSTOMER.c.name.label("customer_name"),
            _CUSTOMER.c.owner_id,
        )
        .join(_UNIT, _UNIT.c.id == _WAIT.c.unit_id)
        .outerjoin(_CLAIM, _LIVE)
        .join(_STAFF, _STAFF.c.id == _WAIT.c.staff_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == _WAIT.c.customer_id)
        .where(_WAIT.c.project_id == read.project_id)
    )
    if filters.get("state"):
        statement = statement.where(_WAIT.c.state == str(filters["state"]))
    elif not filters.get("all"):
        statement = statement.where(_WAIT.c.state.in_(OPEN))
    if filters.get("unit"):
        statement = statement.where(_UNIT.c.label == str(filters["unit"]).strip().upper())
    if filters.get("mine"):
        statement = statement.where(_WAIT.c.staff_id == read.staff_id)
    return statement


def page(read: Read, filters: Any, ask: AskLike) -> Rows:
    """The places on lists, the newest first; `place` counts those who wait before. Filters: state, all, unit, mine."""

    def build(row: RowMapping) -> dict[str, Any]:
        open_one = row["state"] in OPEN
        shown = shown_customer(read, row["customer_name"], row["owner_id"], row["staff_id"])
        return {
            **row,
            "customer": shown,
            "customer_id": row["customer_id"] if shown else None,
            "place": row["place"] if open_one else None,
            "reason": row["reason"] if shown else "",
            "note": row["note"] if shown else "",
        }

    return fetch(read, _listed(read, filters), (_WAIT.c.id,), ask, build)


def page_count(read: Read, filters: Any) -> int:
    """How many places there are."""
    return count(read, _listed(read, filters))


def offers(read: Read) -> list[Row]:
    """Standing offers for the person who looks: the own ones of a consultant, all for the manager."""
    return _offers(read) if read.roles & MANAGER else own_offers(read)


def own_offers(read: Read) -> list[Row]:
    """Standing offers to customers of the person who looks."""
    return _offers(read, or_(_WAIT.c.staff_id == read.staff_id, _CUSTOMER.c.owner_id == read.staff_id))


def _offers(read: Read, *whose: ColumnElement[bool]) -> list[Row]:
    statement = (
        select(
            _WAIT,
            _UNIT.c.label.label("unit"),
            _CUSTOMER.c.name.label("customer"),
            _STAFF.c.name.label("consultant"),
        )
        .join(_UNIT, _UNIT.c.id == _WAIT.c.unit_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == _WAIT.c.customer_id)
        .join(_STAFF, _STAFF.c.id == _WAIT.c.staff_id)
        .where(
            _WAIT.c.project_id == read.project_id,
            _WAIT.c.state == WaitState.OFFERED.value,
            _WAIT.c.offer_until > read.now,
            *whose,
        )
        .order_by(_WAIT.c.offer_until, _WAIT.c.id)
    )
    return [dict(row) for row in read.connection.execute(statement).mappings()]
