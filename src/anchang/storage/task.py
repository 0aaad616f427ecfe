"""Tasks about customers: what is due when, and what became of it (domain 2.2)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from anchang.domain.task import TaskKind, TaskState
from anchang.storage.base import Record
from anchang.storage.columns import day, instant, one_of


class Task(Record, table=True):
    """One thing to be done about a customer; whoever owns the customer has to do it, so it goes with the customer.

    `due_at` is the instant from which it is late, `business_date` the day on which it began. `note` is the name of a
    campaign. `ended_at` is when it was kept or waived; without `ended_by` the program itself let it go.
    """

    __table_args__ = (
        Index(
            "uq_task_open",
            "customer_id",
            "kind",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_task_due", "project_id", "state", "due_at"),
        Index(
            "ix_task_board",
            "project_id",
            "due_at",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "ix_task_kind",
            "project_id",
            "kind",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "ix_task_untold",
            "project_id",
            "due_at",
            sqlite_where=text("state = 'overdue' AND escalated_at IS NULL"),
            postgresql_where=text("state = 'overdue' AND escalated_at IS NULL"),
        ),
        Index("ix_task_customer", "customer_id", "since"),
        one_of("kind", [each.value for each in TaskKind]),
        one_of("state", [each.value for each in TaskState]),
        CheckConstraint("(state IN ('open', 'overdue')) = (ended_at IS NULL)", name="ended_has_time"),
        CheckConstraint("state <> 'waived' OR reason <> ''", name="waived_has_reason"),
    )

    project_id: int = Field(foreign_key="project.id")
    customer_id: int = Field(foreign_key="customer.id")
    kind: str
    state: str
    since: datetime = instant(nullable=False)
    due_at: datetime = instant(nullable=False)
    escalated_at: datetime | None = instant(default=None, nullable=True)
    ended_at: datetime | None = instant(default=None, nullable=True)
    ended_by: int | None = Field(default=None, foreign_key="staff.id")
    reason: str = ""
    note: str = ""
    business_date: date = day(nullable=False)
