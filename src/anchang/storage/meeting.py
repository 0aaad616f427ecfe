"""Notes of the floor's meetings, and the tasks that were given there (C11)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, Select, UniqueConstraint, func, select
from sqlmodel import Field

from anchang.domain.meeting import MeetingKind
from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, instant, one_of
from anchang.storage.day_query import names_of
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff


class Meeting(Record, table=True):
    """One meeting: `attendees` are staff rows, space separated."""

    __table_args__ = (
        UniqueConstraint("project_id", "held_on", "kind"),
        one_of("kind", [each.value for each in MeetingKind]),
    )

    project_id: int = Field(foreign_key="project.id")
    held_on: date = day(nullable=False)
    kind: str
    chair_id: int = Field(foreign_key="staff.id")
    attendees: str = ""
    points: str
    written_by: int | None = Field(default=None, foreign_key="staff.id")
    at: datetime = instant(nullable=False)


class MeetingTask(Record, table=True):
    """What somebody was to do, by when, and when it was done."""

    __tablename__ = "meeting_task"
    __table_args__ = (Index("ix_meeting_task_person", "project_id", "person_id", "due_on"),)

    project_id: int = Field(foreign_key="project.id")
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    person_id: int = Field(foreign_key="staff.id")
    what: str
    due_on: date = day(nullable=False)
    done_at: datetime | None = instant(default=None, nullable=True)


_MEETING, _TASK, _STAFF = table_of(Meeting), table_of(MeetingTask), table_of(Staff)


def task_by_no(read: Read, text: str) -> int | None:
    """A task by its number."""
    if not text.isdecimal() or len(text) > 18:
        return None
    statement = select(_TASK.c.id).where(_TASK.c.project_id == read.project_id, _TASK.c.id == int(text))
    found: int | None = read.connection.execute(statement).scalar()
    return found


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    found: list[Any] = [_MEETING.c.project_id == read.project_id]
    if filters.get("since"):
        found.append(_MEETING.c.held_on >= filters["since"])
    if filters.get("until"):
        found.append(_MEETING.c.held_on <= filters["until"])
    if filters.get("kind"):
        found.append(_MEETING.c.kind == str(filters["kind"]))
    if filters.get("text"):
        found.append(_MEETING.c.points.contains(str(filters["text"]), autoescape=True))
    return (
        select(_MEETING, func.coalesce(_STAFF.c.name, "").label("chair"))
        .outerjoin(_STAFF, _STAFF.c.id == _MEETING.c.chair_id)
        .where(*found)
    )


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """Meetings, newest first, with names and tasks. Filters: since, until, kind, text."""
    rows, before, after = fetch(read, _listed(read, filters), (_MEETING.c.held_on, _MEETING.c.id), ask, dict)
    given = tasks_of(read, [row["id"] for row in rows])
    ids = {int(each) for row in rows for each in row["attendees"].split()}
    names = names_of(read, sorted(ids))
    made = tuple(
        {
            **row,
            "present": " ".join(names.get(int(each), "") for each in row["attendees"].split()),
            "tasks": len(given.get(row["id"], ())),
            "open": sum(1 for task in given.get(row["id"], ()) if task["done_at"] is None),
        }
        for row in rows
    )
    return made, before, after


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many there are."""
    return count(read, _listed(read, filters))


def tasks_of(read: Read, meetings: list[int]) -> dict[int, list[dict[str, Any]]]:
    """meeting -> its tasks with the person's name."""
    statement = (
        select(_TASK, func.coalesce(_STAFF.c.name, "").label("who"))
        .outerjoin(_STAFF, _STAFF.c.id == _TASK.c.person_id)
        .where(_TASK.c.project_id == read.project_id, _TASK.c.meeting_id.in_(meetings))
        .order_by(_TASK.c.id)
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for row in read.connection.execute(statement).mappings():
        found.setdefault(row["meeting_id"], []).append(dict(row))
    return found


def _tasks(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    found: list[Any] = [_TASK.c.project_id == read.project_id]
    if filters.get("open") is not None:
        found.append(_TASK.c.done_at.is_(None) if filters["open"] else _TASK.c.done_at.is_not(None))
    if filters.get("mine"):
        found.append(_TASK.c.person_id == read.staff_id)
    return (
        select(_TASK, func.coalesce(_STAFF.c.name, "").label("who"), _MEETING.c.held_on, _MEETING.c.kind)
        .join(_MEETING, _MEETING.c.id == _TASK.c.meeting_id)
        .outerjoin(_STAFF, _STAFF.c.id == _TASK.c.person_id)
        .where(*found)
    )


def tasks_page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """Tasks, the newest first. Filters: open, mine."""

    def build(row: Any) -> dict[str, Any]:
        done = row["done_at"] is not None
        return {**row, "done": done, "late": not done and row["due_on"] < read.today}

    return fetch(read, _tasks(read, filters), (_TASK.c.due_on, _TASK.c.id), ask, build)


def tasks_count(read: Read, filters: Mapping[str, Any]) -> int:
    """How many there are."""
    return count(read, _tasks(read, filters))


def waiting(read: Read) -> list[dict[str, Any]]:
    """One's own tasks that are due today or late."""
    statement = _tasks(read, {"open": True, "mine": True}).where(_TASK.c.due_on <= read.today)
    return [dict(row) for row in read.connection.execute(statement.order_by(_TASK.c.due_on)).mappings()]
