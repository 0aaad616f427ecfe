"""Competing projects and what was seen there (C03)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Index, Select, UniqueConstraint, func, select
from sqlmodel import Field

from anchang.storage.base import Entry, Record, table_of
from anchang.storage.columns import day, flag, instant, scaled
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff


class Competitor(Record, table=True):
    """A competing project. `every_days` are its own days between surveys; empty: the office's."""

    __table_args__ = (UniqueConstraint("project_id", "name"), Index("ix_competitor_due", "project_id", "next_due"))

    project_id: int = Field(foreign_key="project.id")
    name: str
    developer: str = ""
    every_days: int | None = None
    next_due: date = day(nullable=False)
    active: bool = flag(True)


class CompetitorSurvey(Entry, table=True):
    """What one visit found. `unit_price` in fen a ㎡, `sold` units since the survey before."""

    __tablename__ = "competitor_survey"
    __table_args__ = (Index("ix_competitor_survey_newest", "project_id", "surveyed_on", "id"),)

    project_id: int = Field(foreign_key="project.id")
    competitor_id: int = Field(foreign_key="competitor.id", index=True)
    surveyed_on: date = day(nullable=False)
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    unit_price: int | None = scaled(default=None, nullable=True)
    sold: int | None = None
    offers: str = ""
    notes: str = ""
    photo: str = ""
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


_COMPETITOR, _SURVEY, _STAFF = table_of(Competitor), table_of(CompetitorSurvey), table_of(Staff)


def id_by_name(read: Read, text: str) -> int | None:
    """The competitor of that name."""
    statement = select(_COMPETITOR.c.id).where(
        _COMPETITOR.c.project_id == read.project_id, _COMPETITOR.c.name == text
    )  # fmt: skip
    found: int | None = read.connection.execute(statement).scalar()
    return found


def latest(connection: Connection, competitor_id: int) -> date:
    """The day of the newest survey of a competitor that has one."""
    statement = select(func.max(_SURVEY.c.surveyed_on)).where(_SURVEY.c.competitor_id == competitor_id)
    return date.fromisoformat(str(connection.execute(statement).scalar_one()))


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    newest = (
        select(func.max(_SURVEY.c.id).label("id"), _SURVEY.c.competitor_id)
        .group_by(_SURVEY.c.competitor_id)
        .subquery()
    )
    found: list[Any] = [_COMPETITOR.c.project_id == read.project_id]
    if filters.get("text"):
        found.append(_COMPETITOR.c.name.contains(str(filters["text"]), autoescape=True))
    if filters.get("due") is not None:
        late = (_COMPETITOR.c.next_due <= read.today) & (_COMPETITOR.c.active == 1)
        found.append(late if filters["due"] else ~late)
    return (
        select(
            _COMPETITOR, _SURVEY.c.surveyed_on, _SURVEY.c.unit_price, _SURVEY.c.sold, _SURVEY.c.offers,
            func.coalesce(_STAFF.c.name, "").label("who"),
        )
        .outerjoin(newest, newest.c.competitor_id == _COMPETITOR.c.id)
        .outerjoin(_SURVEY, _SURVEY.c.id == newest.c.id)
        .outerjoin(_STAFF, _STAFF.c.id == _SURVEY.c.by_id)
        .where(*found)
    )  # fmt: skip


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """Competitors with their newest survey, the most urgent first. Filters: text, due."""

    def build(row: Any) -> dict[str, Any]:
        return {**row, "days_late": (read.today - row["next_due"]).days if _late(read, row) else 0}

    keys = (_COMPETITOR.c.next_due, _COMPETITOR.c.id)
    return fetch(read, _listed(read, filters), keys, ask, build, descending=False)


def _late(read: Read, row: Any) -> bool:
    return bool(row["active"]) and row["next_due"] < read.today


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many there are."""
    return count(read, _listed(read, filters))


def _surveys(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    found: list[Any] = [_SURVEY.c.project_id == read.project_id]
    if filters.get("since"):
        found.append(_SURVEY.c.surveyed_on >= filters["since"])
    if filters.get("until"):
        found.append(_SURVEY.c.surveyed_on <= filters["until"])
    if filters.get("text"):
        found.append(_COMPETITOR.c.name.contains(str(filters["text"]), autoescape=True))
    return (
        select(_SURVEY, _COMPETITOR.c.name, func.coalesce(_STAFF.c.name, "").label("who"))
        .join(_COMPETITOR, _COMPETITOR.c.id == _SURVEY.c.competitor_id)
        .outerjoin(_STAFF, _STAFF.c.id == _SURVEY.c.by_id)
        .where(*found)
    )


def surveys_page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """Every survey, newest first. Filters: text (the project's name), since, until."""
    return fetch(read, _surveys(read, filters), (_SURVEY.c.surveyed_on, _SURVEY.c.id), ask, dict)


def surveys_count(read: Read, filters: Mapping[str, Any]) -> int:
    """How many there are."""
    return count(read, _surveys(read, filters))


def waiting(read: Read) -> list[dict[str, Any]]:
    """Competitors whose survey is due today or late."""
    statement = _listed(read, {"due": True}).order_by(_COMPETITOR.c.next_due, _COMPETITOR.c.id)
    return [dict(row) for row in read.connection.execute(statement).mappings()]
