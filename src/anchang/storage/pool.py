"""Who would like to have which customer of the public pool (domain 2.2)."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from anchang.domain.pool import AskState
from anchang.storage.base import Record
from anchang.storage.columns import day, instant, one_of


class PoolAsk(Record, table=True):
    """A consultant's wish for one customer of the pool, until the manager decides."""

    __tablename__ = "pool_ask"
    __table_args__ = (
        Index(
            "uq_pool_ask_waits",
            "customer_id",
            "by_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
        Index("ix_pool_ask_state", "project_id", "state", "at"),
        one_of("state", [each.value for each in AskState]),
    )

    project_id: int = Field(foreign_key="project.id")
    customer_id: int = Field(foreign_key="customer.id")
    by_id: int = Field(foreign_key="staff.id")
    state: str
    why: str
    at: datetime = instant(nullable=False)
    decided_at: datetime | None = instant(default=None, nullable=True)
    decided_by: int | None = Field(default=None, foreign_key="staff.id")
    reason: str = ""
    business_date: date = day(nullable=False)
