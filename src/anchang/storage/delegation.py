"""Who decides for whom, which kind of decision, from day to day (issue 4 F9, 2.18)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Connection, Index, RowMapping, Select, UniqueConstraint, func, or_, select
from sqlmodel import Field

from anchang.domain.access import LEADERS, Role
from anchang.domain.authority import level_of
from anchang.domain.delegation import DecisionKind, lent, standing
from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, instant, one_of
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff, StaffView, by_id


class Delegation(Record, table=True):
    """From `from_day` to `to_day`, both included, `delegate_id` decides for `giver_id`, unless ended before.

    `year` and `seq` make its gapless number. Two never overlap for one delegator and kind: the act refuses it.
    """

    __table_args__ = (
        UniqueConstraint("project_id", "year", "seq"),
        CheckConstraint("from_day <= to_day", name="days_in_order"),
        CheckConstraint("giver_id <> delegate_id", name="somebody_else"),
        one_of("kind", [each.value for each in DecisionKind]),
        Index("ix_delegation_delegate", "project_id", "delegate_id", "to_day"),
        Index("ix_delegation_giver", "project_id", "giver_id", "to_day"),
    )

    project_id: int = Field(foreign_key="project.id")
    no: str
    year: int
    seq: int
    kind: str
    giver_id: int = Field(foreign_key="staff.id")
    delegate_id: int = Field(foreign_key="staff.id")
    from_day: date = day(nullable=False)
    to_day: date = day(nullable=False)
    reason: str = ""
    given_at: datetime = instant(nullable=False)
    ended_at: datetime | None = instant(default=None, nullable=True)
    ended_by: int | None = Field(default=None, foreign_key="staff.id")
    end_reason: str = ""
    business_date: date = day(nullable=False)


_DELEGATION, _STAFF = table_of(Delegation), table_of(Staff)
_GIVER, _OTHER = _STAFF.alias("giver"), _STAFF.alias("other")


@dataclass(frozen=True, slots=True)
class Lent:
    """An authority that somebody has today for one kind of decision: whose, and with which roles."""

    delegation_id: int
    kind: DecisionKind
    giver: StaffView
    roles: frozenset[Role]
    to_day: date


def id_by_no(read: Read, number: str) -> int | None:
    """The id of the delegation with this number."""
    found: int | None = read.connection.execute(
        select(_DELEGATION.c.id).where(
            _DELEGATION.c.project_id == read.project_id, func.lower(_DELEGATION.c.no) == number.strip().lower()
        )
    ).scalar()
    return found


def lent_to(
    connection: Connection, project_id: int, delegate_id: int, today: date, kind: DecisionKind | None = None
) -> tuple[Lent, ...]:
    """What others have lent to that person today, the first given first; of one kind where it is named.

    Who has left, or has no authority any more, lends none.
    """
    statement = select(_DELEGATION).where(
        _DELEGATION.c.project_id == project_id,
        _DELEGATION.c.delegate_id == delegate_id,
        _DELEGATION.c.ended_at.is_(None),
        _DELEGATION.c.from_day <= today,
        _DELEGATION.c.to_day >= today,
    )
    if kind is not None:
        statement = statement.where(_DELEGATION.c.kind == kind.value)
    found = []
    for row in connection.execute(statement.order_by(_DELEGATION.c.id)).mappings():
        giver = by_id(connection, row["giver_id"])
        roles = lent(giver.roles) if giver is not None and giver.active_on(today) else frozenset()
        if giver is not None and roles:
            found.append(Lent(row["id"], DecisionKind(row["kind"]), giver, roles, row["to_day"]))
    return tuple(found)


def taken(read: Read, giver_id: int, kind: DecisionKind, from_day: date, to_day: date) -> str:
    """Who has this kind of that person's decisions on one of the days; "" for nobody."""
    found = read.connection.execute(
        select(_OTHER.c.name)
        .join(_DELEGATION, _DELEGATION.c.delegate_id == _OTHER.c.id)
        .where(
            _DELEGATION.c.project_id == read.project_id,
            _DELEGATION.c.giver_id == giver_id,
            _DELEGATION.c.kind == kind.value,
            _DELEGATION.c.ended_at.is_(None),
            _DELEGATION.c.from_day <= to_day,
            _DELEGATION.c.to_day >= from_day,
        )
        .order_by(_DELEGATION.c.id)
    ).scalar()
    return str(found or "")


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    """One's own on either side; leaders, who answer for them, see all."""
    statement = (
        select(_DELEGATION, _GIVER.c.name.label("giver"), _OTHER.c.name.label("delegate"))
        .join(_GIVER, _GIVER.c.id == _DELEGATION.c.giver_id)
        .join(_OTHER, _OTHER.c.id == _DELEGATION.c.delegate_id)
        .where(_DELEGATION.c.project_id == read.project_id)
    )
    if not read.roles & LEADERS:
        mine = or_(_DELEGATION.c.giver_id == read.staff_id, _DELEGATION.c.delegate_id == read.staff_id)
        statement = statement.where(mine)
    if filters.get("kind"):
        statement = statement.where(_DELEGATION.c.kind == str(filters["kind"]))
    if filters.get("now"):
        statement = statement.where(_DELEGATION.c.ended_at.is_(None), _DELEGATION.c.to_day >= read.today)
    return statement


_SHOWN = (
    "id", "version", "no", "kind", "giver_id", "giver", "delegate_id", "delegate", "from_day", "to_day", "reason",
    "given_at", "ended_at", "end_reason", "business_date",
)  # fmt: skip


def _built(read: Read, row: RowMapping) -> dict[str, Any]:
    now = standing(row["from_day"], row["to_day"], row["ended_at"] is not None, read.today)
    return {**{name: row[name] for name in _SHOWN}, "standing": now.value}


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of the list, newest first. Filters: kind, now (those that hold or will hold)."""
    return fetch(read, _listed(read, filters), (_DELEGATION.c.id,), ask, lambda row: _built(read, row))


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many rows the list has."""
    return count(read, _listed(read, filters))


def running(read: Read) -> list[dict[str, Any]]:
    """What one has given or been given and is not over, oldest first."""
    mine = or_(_DELEGATION.c.giver_id == read.staff_id, _DELEGATION.c.delegate_id == read.staff_id)
    statement = _listed(read, {"now": True}).where(mine).order_by(_DELEGATION.c.id)
    return [_built(read, row) for row in read.connection.execute(statement).mappings()]


def card(read: Read, delegation_id: int) -> dict[str, Any] | None:
    """One delegation; None where it is not one's own and one does not lead."""
    row = read.connection.execute(_listed(read, {}).where(_DELEGATION.c.id == delegation_id)).mappings().first()
    return None if row is None else _built(read, row)


def may_withdraw(row: Mapping[str, Any], person: int, roles: frozenset[Role], giver: frozenset[Role]) -> bool:
    """The delegator, the delegate who gives it back, and whoever stands above the delegator."""
    if person in (row["giver_id"], row["delegate_id"]):
        return True
    own, theirs = level_of(roles), level_of(giver)
    return own is not None and (theirs is None or own.rank > theirs.rank)
