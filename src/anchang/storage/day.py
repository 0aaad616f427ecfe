"""The day's end: each consultant's sheet, what was said about it, and the office's day (domain 2.2, 7-2)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from anchang.domain.day import BusinessDayState, SheetState
from anchang.storage.base import Entry, Record
from anchang.storage.columns import day, flag, instant, not_negative, one_of


class BusinessDay(Record, table=True):
    """One day of the office; it begins with the first entry of the day."""

    __tablename__ = "business_day"
    __table_args__ = (
        UniqueConstraint("project_id", "business_date"),
        Index("ix_business_day_state", "project_id", "state", "business_date"),
        one_of("state", [each.value for each in BusinessDayState]),
    )

    project_id: int = Field(foreign_key="project.id")
    business_date: date = day(nullable=False)
    state: str
    opened_at: datetime = instant(nullable=False)
    closed_at: datetime | None = instant(default=None, nullable=True)
    closed_by: int | None = Field(default=None, foreign_key="staff.id")
    locked_at: datetime | None = instant(default=None, nullable=True)
    locked_by: int | None = Field(default=None, foreign_key="staff.id")


class SignedDay(Entry, table=True):
    """What the manager signed: the figures of a locked day as they stood then, as JSON (`storage.day_signed`).

    It has numbers, ids and names of staff, and nothing about a customer: those rows are read where they are, with the
    corrections made since taken back.
    """

    __tablename__ = "signed_day"
    __table_args__ = (UniqueConstraint("project_id", "business_date"),)

    project_id: int = Field(foreign_key="project.id")
    business_date: date = day(nullable=False)
    at: datetime = instant(nullable=False)
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    content: str


class DoorCount(Record, table=True):
    """How many groups came through the door by the assistant's own count: of an hour, or of the day (`hour` -1)."""

    __tablename__ = "door_count"
    __table_args__ = (
        UniqueConstraint("project_id", "business_date", "hour"),
        CheckConstraint("hour BETWEEN -1 AND 23", name="hour_known"),
        not_negative("groups"),
    )

    project_id: int = Field(foreign_key="project.id")
    business_date: date = day(nullable=False)
    hour: int
    groups: int
    note: str = ""
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    at: datetime = instant(nullable=False)


class DaySheet(Record, table=True):
    """One consultant's calls and visits of one day; `returned` while it is with the consultant a second time."""

    __tablename__ = "day_sheet"
    __table_args__ = (
        UniqueConstraint("project_id", "business_date", "consultant_id"),
        Index("ix_day_sheet_state", "project_id", "state", "business_date"),
        one_of("state", [each.value for each in SheetState]),
    )

    project_id: int = Field(foreign_key="project.id")
    business_date: date = day(nullable=False)
    consultant_id: int = Field(foreign_key="staff.id")
    state: str
    returned: bool = flag()
    handed_in_at: datetime | None = instant(default=None, nullable=True)
    consolidated_at: datetime | None = instant(default=None, nullable=True)
    consolidated_by: int | None = Field(default=None, foreign_key="staff.id")
    reviewed_at: datetime | None = instant(default=None, nullable=True)
    reviewed_by: int | None = Field(default=None, foreign_key="staff.id")
    visits: int = 0
    calls: int = 0
    turns: int = 0


class DayComment(Entry, table=True):
    """What somebody said about a sheet, with the step that it came with."""

    __tablename__ = "day_comment"

    project_id: int = Field(foreign_key="project.id")
    sheet_id: int = Field(foreign_key="day_sheet.id", index=True)
    step: str
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    comment: str
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)
