"""Visitors who could not say with whom they were before, posted to be claimed (domain 2.1-3)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Index, RowMapping, Select, and_, func, or_, select
from sqlmodel import Field

from anchang.domain.forgotten import ForgottenState
from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, instant, one_of
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.visit import Visit
from anchang.storage.work import Row


class Forgotten(Record, table=True):
    """One posted visitor: one row a visit. `until` is the last day to claim; `evidence` is the claimant's."""

    __table_args__ = (
        one_of("state", [each.value for each in ForgottenState]),
        Index("ix_forgotten_state", "project_id", "state", "until"),
    )

    project_id: int = Field(foreign_key="project.id")
    visit_id: int = Field(foreign_key="visit.id", unique=True)
    receiver_id: int = Field(foreign_key="staff.id")
    business_date: date = day(nullable=False)
    posted_at: datetime = instant(nullable=False)
    until: date = day(nullable=False)
    state: str
    claimant_id: int | None = Field(default=None, foreign_key="staff.id")
    claimed_at: datetime | None = instant(default=None, nullable=True)
    evidence: str = ""
    decided_by: int | None = Field(default=None, foreign_key="staff.id")
    decided_at: datetime | None = instant(default=None, nullable=True)
    reason: str = ""


_POSTED, _VISIT, _STAFF = table_of(Forgotten), table_of(Visit), table_of(Staff)
_RECEIVER, _CLAIMANT = _STAFF.alias("receiver"), _STAFF.alias("claimant")


def of_visit(read: Read, visit_id: int) -> Row | None:
    """The posting of a visit, or None."""
    statement = select(_POSTED).where(_POSTED.c.visit_id == visit_id, _POSTED.c.project_id == read.project_id)
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def over(read: Read) -> list[int]:
    """The visits that nobody claimed in time and that are still posted."""
    statement = (
        select(_POSTED.c.visit_id)
        .where(
            _POSTED.c.project_id == read.project_id,
            _POSTED.c.state == ForgottenState.POSTED.value,
            _POSTED.c.until < read.today,
        )
        .order_by(_POSTED.c.id)
    )
    return list(read.connection.execute(statement).scalars())


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    statement = (
        select(
            _POSTED,
            _VISIT.c.visit_no,
            _VISIT.c.arrived_at,
            _VISIT.c.name,
            _VISIT.c.phone,
            func.coalesce(_RECEIVER.c.name, "").label("receiver"),
            func.coalesce(_CLAIMANT.c.name, "").label("claimant"),
        )
        .join(_VISIT, _VISIT.c.id == _POSTED.c.visit_id)
        .outerjoin(_RECEIVER, _RECEIVER.c.id == _POSTED.c.receiver_id)
        .outerjoin(_CLAIMANT, _CLAIMANT.c.id == _POSTED.c.claimant_id)
        .where(_POSTED.c.project_id == read.project_id)
    )
    if not read.sees_all:  # what is posted is for everybody's eyes, what was decided for those whom it concerns
        mine = or_(_POSTED.c.receiver_id == read.staff_id, _POSTED.c.claimant_id == read.staff_id)
        statement = statement.where(or_(_POSTED.c.state == ForgottenState.POSTED.value, mine))
    if filters.get("state"):
        statement = statement.where(_POSTED.c.state == str(filters["state"]))
    return statement


def _shown(read: Read, row: RowMapping) -> dict[str, Any]:
    return {**row, "phone": read.phone(row["phone"]), "is_receiver": row["receiver_id"] == read.staff_id}


def page(read: Read, filters: Mapping[str, Any], ask: AskLike) -> Rows:
    """The posted visitors, newest first. Filter: state."""
    return fetch(read, _listed(read, filters), (_POSTED.c.posted_at, _POSTED.c.id), ask, lambda row: _shown(read, row))


def page_count(read: Read, filters: Mapping[str, Any]) -> int:
    """How many there are."""
    return count(read, _listed(read, filters))


def card(read: Read, posted_id: int) -> dict[str, Any] | None:
    """One of them as the list shows it, or None for what the person may not see."""
    row = read.connection.execute(_listed(read, {}).where(_POSTED.c.id == posted_id)).mappings().first()
    return None if row is None else _shown(read, row)


def waiting(read: Read, *, decides: bool, claims: bool) -> list[dict[str, Any]]:
    """What waits: claims to decide for whoever leads, posted visitors to look at for the other consultants."""
    wanted = []
    if decides:
        wanted.append(_POSTED.c.state == ForgottenState.CLAIMED.value)
    if claims:
        posted = _POSTED.c.state == ForgottenState.POSTED.value
        wanted.append(and_(posted, _POSTED.c.receiver_id != read.staff_id, _POSTED.c.until >= read.today))
    if not wanted:
        return []
    statement = _listed(read, {}).where(or_(*wanted)).order_by(_POSTED.c.id)
    return [
        _shown(read, row)
        for row in read.connection.execute(statement).mappings()
        if row["state"] != ForgottenState.CLAIMED.value or not read.is_own(row["claimant_id"], row["receiver_id"])
    ]
