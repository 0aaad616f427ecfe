"""Follow-ups: one row a contact; only a correction after the review changes it (domain 3.4, 2.2)."""

from datetime import date, datetime

from sqlalchemy import Index, select
from sqlmodel import Field

from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, flag, instant
from anchang.storage.customer_query import id_by_phone
from anchang.storage.reading import Read


class FollowUp(Record, table=True):
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


_FOLLOW = table_of(FollowUp)


def newest_of_phone(read: Read, text: str) -> int | None:
    """The newest follow-up of the customer with this number; follow-ups have no numbers of their own."""
    customer_id = id_by_phone(read, text)
    found: int | None = read.connection.execute(
        select(_FOLLOW.c.id)
        .where(_FOLLOW.c.project_id == read.project_id, _FOLLOW.c.customer_id == customer_id)
        .order_by(_FOLLOW.c.at.desc(), _FOLLOW.c.id.desc())
    ).scalar()
    return found
