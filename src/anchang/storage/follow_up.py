"""Follow-ups: one row a contact, written once (domain 3.4)."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from anchang.storage.base import Entry
from anchang.storage.columns import day, flag, instant


class FollowUp(Entry, table=True):
    """One contact with a customer; `effective` tells whether the person was reached."""

    __tablename__ = "follow_up"
    __table_args__ = (
        Index("ix_follow_up_newest", "project_id", "at", "id"),
        Index("ix_follow_up_by", "project_id", "by_id", "at", "id"),
        Index("ix_follow_up_day", "project_id", "business_date", "by_id"),
        Index("ix_follow_up_customer", "customer_id", "at"),
    )

    project_id: int = Field(foreign_key="project.id")
    customer_id: int = Field(foreign_key="customer.id")
    by_id: int = Field(foreign_key="staff.id")
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)
    way: str
    effective: bool = flag()
    content: str
    grade_after: str = ""
    objection: str = ""
    stage: str = ""
    next_contact_on: date | None = day(default=None, nullable=True)
    origin: str = "entered"
