"""The call log: one row a call that came in (domain 3.2)."""

from datetime import date, datetime, timedelta

from sqlalchemy import Index, UniqueConstraint, select
from sqlmodel import Field

from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, flag, in_a_project, instant
from anchang.storage.reading import Read


class Call(Record, table=True):
    """One incoming call; `complete` tells that nothing is missing to hand in.

    `author` and `other_phones` are those of a row of an old register, as in `Visit`.
    """

    __table_args__ = (
        UniqueConstraint("project_id", "call_no"),
        UniqueConstraint("project_id", "business_date", "day_no"),
        Index(
            "ix_call_figures", "project_id", "business_date", "channel", "is_repeat", "answered_by", "invite_visit_at"
        ),
        Index("ix_call_newest", "project_id", "called_at", "id"),
        Index("ix_call_consultant", "project_id", "answered_by", "called_at", "id"),
        Index("ix_call_sheet", "answered_by", "business_date", "complete"),
        Index("ix_call_customer", "customer_id", "called_at"),
        in_a_project(),
    )

    project_id: int | None = Field(default=None, foreign_key="project.id")  # none: taken back with its register
    call_no: str
    day_no: int
    business_date: date = day(nullable=False)
    called_at: datetime = instant(nullable=False)
    complete: bool = flag()
    answered_by: int = Field(foreign_key="staff.id")
    customer_id: int | None = Field(default=None, foreign_key="customer.id")
    name: str = ""
    gender: str = ""
    phone: str = ""
    no_phone_reason: str = ""
    channel: str = ""
    living_area: str = ""
    working_area: str = ""
    family_size: int | None = None
    demand_area: str = ""
    demand_layout: str = ""
    price_reaction: str = ""
    questions: str = ""
    seen_other_projects: str = ""
    invite_visit_at: datetime | None = instant(default=None, nullable=True)
    is_repeat: bool = flag()
    grade: str = ""
    next_contact_on: date | None = day(default=None, nullable=True)
    privacy_notice_at: datetime | None = instant(default=None, nullable=True)
    consent_marketing: bool = flag()
    note: str = ""
    origin: str = "entered"
    author: str = ""
    other_phones: str = ""


_CALL = table_of(Call)


def id_by_no(read: Read, text: str) -> int | None:
    """The id of the call with this number."""
    found: int | None = read.connection.execute(
        select(_CALL.c.id).where(_CALL.c.project_id == read.project_id, _CALL.c.call_no == text.upper())
    ).scalar()
    return found


def won_by_call(read: Read, customer_id: int, arrived_at: datetime, on: date) -> bool:
    """Whether a visit of that customer at that moment comes from a call: one before it, at most `conversion_days` ago
    (来电转访; `tracking.conversion` counts the calls by the same rule)."""
    earliest = on - timedelta(days=int(read.settings["conversion_days"]))
    before = select(_CALL.c.id).where(
        _CALL.c.customer_id == customer_id, _CALL.c.called_at < arrived_at, _CALL.c.business_date >= earliest
    )
    return read.connection.execute(before.limit(1)).first() is not None
