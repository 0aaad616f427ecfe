"""Agents' reports of customers before their visit (报备, domain 2.1, 3.3)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, RowMapping, Select, UniqueConstraint, or_, select
from sqlmodel import Field

from anchang.domain.agent_report import Reported
from anchang.storage import desk_filters
from anchang.storage.base import Entry, table_of
from anchang.storage.columns import day, instant
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff


class AgentReport(Entry, table=True):
    """One report. `phone` is the whole number or empty, where `head` (maybe) and `tail` are all that was shown.

    `valid_until` belongs to its days; `given_no` is the agent's own number of it.
    """

    __tablename__ = "agent_report"
    __table_args__ = (
        UniqueConstraint("project_id", "no"),
        UniqueConstraint("project_id", "business_date", "day_no"),
        Index("ix_agent_report_tail", "project_id", "tail", "valid_until"),
        Index("ix_agent_report_newest", "project_id", "reported_at", "id"),
        CheckConstraint("valid_until >= reported_on", name="ends_after_it_begins"),
        CheckConstraint("length(tail) = 4", name="tail_is_four_digits"),
    )

    project_id: int = Field(foreign_key="project.id")
    no: str
    day_no: int
    business_date: date = day(nullable=False)
    company: str
    agent: str
    agent_phone: str = ""
    given_no: str = ""
    name: str = ""
    phone: str = ""
    head: str = ""
    tail: str
    reported_at: datetime = instant(nullable=False)
    reported_on: date = day(nullable=False)
    valid_days: int
    valid_until: date = day(nullable=False)
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    note: str = ""


_REPORT, _STAFF = table_of(AgentReport), table_of(Staff)


def view(row: Mapping[str, Any] | RowMapping) -> Reported:
    """The row as the rules want it."""
    return Reported(
        row["id"], row["no"], row["company"], row["name"], row["phone"], row["head"], row["tail"], row["reported_on"],
        row["valid_days"],
    )  # fmt: skip


def by_tail(read: Read, phone: str) -> list[RowMapping]:
    """Every report that could mean this number, the oldest first."""
    statement = (
        select(_REPORT)
        .where(_REPORT.c.project_id == read.project_id, _REPORT.c.tail == phone[-4:])
        .where(or_(_REPORT.c.phone == "", _REPORT.c.phone == phone))
        .order_by(_REPORT.c.reported_at, _REPORT.c.id)
    )
    return list(read.connection.execute(statement).mappings())


def one(read: Read, report_id: int) -> RowMapping:
    """The report's row, which is there: rows are never deleted."""
    return read.connection.execute(select(_REPORT).where(_REPORT.c.id == report_id)).mappings().one()


def id_by_no(read: Read, number: str) -> int | None:
    """The id of the report with this number, ours or the agent's own (the newest of that one)."""
    found: int | None = read.connection.execute(
        select(_REPORT.c.id)
        .where(
            _REPORT.c.project_id == read.project_id,
            or_(_REPORT.c.no == number.upper(), _REPORT.c.given_no == number),
        )
        .order_by(_REPORT.c.id.desc())
    ).scalar()
    return found


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    found: list[Any] = [_REPORT.c.project_id == read.project_id, *desk_filters.own(read, _REPORT.c.by_id)]
    found += desk_filters.days(read, filters, _REPORT.c.reported_at)
    if filters.get("valid") is not None:
        valid = _REPORT.c.valid_until >= read.today
        found.append(valid if filters["valid"] else ~valid)
    wanted = str(filters.get("text") or "").strip()
    if wanted:
        tests = [
            column.contains(wanted, autoescape=True) for column in (_REPORT.c.company, _REPORT.c.agent, _REPORT.c.name)
        ]
        tests += [_REPORT.c.no.startswith(wanted.upper(), autoescape=True), _REPORT.c.given_no == wanted]
        if wanted.isdigit() and len(wanted) == 4:
            tests.append(_REPORT.c.tail == wanted)
        found.append(or_(*tests))
    return (
        select(_REPORT, _STAFF.c.name.label("by"))
        .select_from(_REPORT)
        .outerjoin(_STAFF, _STAFF.c.id == _REPORT.c.by_id)
        .where(*found)
    )


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """The reports, newest first, a consultant's own. Filters: since, until, text, valid."""

    def build(row: RowMapping) -> dict[str, Any]:
        shown = read.phone(row["phone"]) if row["phone"] else f"{row['head']}****{row['tail']}"
        return {
            **row, "phone": shown, "agent_phone": read.phone(row["agent_phone"]), "by": row["by"] or "",
            "valid": row["valid_until"] >= read.today,
        }  # fmt: skip

    return fetch(read, _listed(read, filters), (_REPORT.c.reported_at, _REPORT.c.id), ask, build)


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many reports the list has."""
    return count(read, _listed(read, filters))
