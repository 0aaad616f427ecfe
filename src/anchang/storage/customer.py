"""Customers: one row a person and project, the phone number unique (2.2)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from anchang.storage.base import Record
from anchang.storage.columns import day, flag, instant


class Customer(Record, table=True):
    """A lead and, later, a buyer (G02). `state` is the lead's; `owner_id` the consultant whose customer it is."""

    __table_args__ = (
        Index(
            "uq_customer_phone",
            "project_id",
            "phone",
            unique=True,
            sqlite_where=text("phone <> ''"),
            postgresql_where=text("phone <> ''"),
        ),
        Index("ix_customer_phone_tail", "project_id", "phone_tail"),
        Index("ix_customer_owner", "project_id", "owner_id", "next_contact_on"),
        CheckConstraint("phone <> '' OR no_phone_reason <> ''", name="phone_or_reason"),
    )

    project_id: int = Field(foreign_key="project.id")
    name: str
    gender: str = "unknown"
    phone: str = ""
    phone_tail: str = ""
    no_phone_reason: str = ""
    initials: str = ""  # every reading, space separated, for search
    owner_id: int | None = Field(default=None, foreign_key="staff.id")
    state: str = "new"
    grade: str = ""
    channel: str = ""
    living_area: str = ""
    first_contact_at: datetime = instant(nullable=False)
    last_contact_at: datetime | None = instant(default=None, nullable=True)
    next_contact_on: date | None = day(default=None, nullable=True)
    privacy_notice_at: datetime | None = instant(default=None, nullable=True)
    consent_marketing: bool = flag()
    note: str = ""
    business_date: date = day(nullable=False)
    origin: str = "entered"
