"""Customers: one row a person and project, the phone number unique; whose it was, and who looked (2.2, 5.11)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from anchang.domain.customer import LeadState
from anchang.storage.base import Entry, Record
from anchang.storage.columns import day, flag, in_a_project, instant, one_of


class Customer(Record, table=True):
    """A lead and, later, a buyer (G02). `state` is the lead's; `owner_id` the consultant whose customer it is.

    `visits` counts the visits of a buyer, `last_effective_at` is the last contact in which the person was reached,
    `erased_at` when the person was made nameless (5.11).
    `pooled_at` since when the customer is in the public pool.
    """

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
        Index("ix_customer_newest", "project_id", "first_contact_at", "id"),
        Index("ix_customer_owner_newest", "project_id", "owner_id", "first_contact_at", "id"),
        Index("ix_customer_name", "project_id", "name"),
        Index("ix_customer_contact", "project_id", "next_contact_on"),
        Index("ix_customer_silent", "project_id", "state", "last_effective_at"),
        CheckConstraint("phone <> '' OR no_phone_reason <> ''", name="phone_or_reason"),
        in_a_project(),
        one_of("state", [each.value for each in LeadState]),
        CheckConstraint("state <> 'public_pool' OR owner_id IS NULL", name="pool_is_nobodys"),
        CheckConstraint("(state = 'public_pool') = (pooled_at IS NOT NULL)", name="pooled_has_time"),
        CheckConstraint("(state = 'lost') = (lost_reason <> '')", name="lost_has_reason"),
    )

    project_id: int | None = Field(default=None, foreign_key="project.id")  # none: taken back with its register
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
    working_area: str = ""
    visits: int = 0
    first_contact_at: datetime = instant(nullable=False)
    last_contact_at: datetime | None = instant(default=None, nullable=True)
    last_effective_at: datetime | None = instant(default=None, nullable=True)
    next_contact_on: date | None = day(default=None, nullable=True)
    invalid_reason: str = ""
    pooled_at: datetime | None = instant(default=None, nullable=True)
    lost_reason: str = ""
    privacy_notice_at: datetime | None = instant(default=None, nullable=True)
    consent_marketing: bool = flag()
    do_not_contact: bool = flag()
    erased_at: datetime | None = instant(default=None, nullable=True)
    note: str = ""
    business_date: date = day(nullable=False)
    origin: str = "entered"


class CustomerNumber(Entry, table=True):
    """A number that a customer had before it was changed: whoever comes or calls with it is known still (2.2)."""

    __tablename__ = "customer_number"
    __table_args__ = (Index("ix_customer_number_phone", "project_id", "phone"),)

    project_id: int = Field(foreign_key="project.id")
    customer_id: int = Field(foreign_key="customer.id", index=True)
    phone: str
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


class CustomerOwner(Entry, table=True):
    """The customer changed hands: from whom, to whom, by whom and why. The first row is the registration."""

    __tablename__ = "customer_owner"

    project_id: int = Field(foreign_key="project.id")
    customer_id: int = Field(foreign_key="customer.id", index=True)
    from_id: int | None = Field(default=None, foreign_key="staff.id")
    to_id: int | None = Field(default=None, foreign_key="staff.id")
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    reason: str = ""
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


class LeadEvent(Entry, table=True):
    """A lead fell asleep, was lost, or was taken up again: from which state to which, by whom (nobody: the program)."""

    __tablename__ = "lead_event"
    __table_args__ = (Index("ix_lead_event_day", "project_id", "business_date", "step"),)

    project_id: int = Field(foreign_key="project.id")
    customer_id: int = Field(foreign_key="customer.id", index=True)
    step: str
    from_state: str
    to_state: str
    lost_reason: str = ""
    reason: str = ""
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


class CustomerLook(Entry, table=True):
    """Somebody had a phone number (`reveal`) or the buyers' ID numbers shown (`reveal_id`), asked whether a number is
    free (`check`), or copied all that is held about a person (`export`); counted a day (5.11)."""

    __tablename__ = "customer_look"
    __table_args__ = (
        Index("ix_customer_look_day", "project_id", "staff_id", "business_date", "kind"),
        one_of("kind", ("reveal", "reveal_id", "check", "export")),
    )

    project_id: int = Field(foreign_key="project.id")
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    kind: str
    customer_id: int | None = Field(default=None, foreign_key="customer.id")
    why: str = ""
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)
