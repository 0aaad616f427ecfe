"""The visit log: one row a party that came in (domain 3.3)."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, select
from sqlmodel import Field

from anchang.domain.visit import VisitKind
from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, flag, in_a_project, instant, one_of
from anchang.storage.reading import Read


class Visit(Record, table=True):
    """One visit. It begins as the greeting entry of the rota and is saved, then completed, by whoever received it.

    `consultant_id` received, `recorder_id` wrote the greeting entry. `saved_at` is None while only the greeting entry
    stands; `complete` tells that nothing is missing to hand in. `channel` is the first of `channels` (space separated,
    like `focus` and `resistance`). `from_call` marks the first visit of somebody who had called; `visit_count` is the
    how-manieth visit of the customer it is, 0 for nobody's. A row of an old register (`origin` import) whose author is
    no member of staff names him or her in `author`; `other_phones` stood beside the number (space separated).
    """

    __table_args__ = (
        UniqueConstraint("project_id", "visit_no"),
        UniqueConstraint("project_id", "business_date", "day_no"),
        Index(  # everything that the figures of a period look at, so that they touch no row
            "ix_visit_figures", "project_id", "business_date", "channel", "kind", "consultant_id", "visit_count",
            "from_call", "party_size", "phone",
        ),
        Index("ix_visit_newest", "project_id", "arrived_at", "id"),
        Index("ix_visit_consultant", "project_id", "consultant_id", "arrived_at", "id"),
        Index("ix_visit_sheet", "consultant_id", "business_date", "complete"),
        Index("ix_visit_customer", "customer_id", "arrived_at"),
        one_of("kind", [each.value for each in VisitKind]),
        in_a_project(),
    )

    project_id: int | None = Field(default=None, foreign_key="project.id")  # none: taken back with its register
    visit_no: str
    day_no: int
    business_date: date = day(nullable=False)
    arrived_at: datetime = instant(nullable=False)
    left_at: datetime | None = instant(default=None, nullable=True)
    saved_at: datetime | None = instant(default=None, nullable=True)
    complete: bool = flag()
    kind: str
    visit_count: int = 0
    from_call: bool = flag()
    party: str = ""
    party_size: int = 1
    consultant_id: int = Field(foreign_key="staff.id")
    recorder_id: int = Field(foreign_key="staff.id")
    customer_id: int | None = Field(default=None, foreign_key="customer.id")
    name: str = ""
    gender: str = ""
    phone: str = ""
    no_phone_reason: str = ""
    organisation: str = ""
    age_band: str = ""
    family_structure: str = ""
    living_area: str = ""
    working_area: str = ""
    occupation: str = ""
    industry: str = ""
    transport: str = ""
    channels: str = ""
    channel: str = ""
    referrer_id: int | None = Field(default=None, foreign_key="customer.id")
    agent_company: str = ""
    agent_name: str = ""
    report_no: str = ""
    purpose: str = ""
    product_type: str = ""
    demand_area: str = ""
    demand_layout: str = ""
    floor_pref: str = ""
    facing_pref: str = ""
    budget: str = ""
    unit_price: str = ""
    payment_intent: str = ""
    down_payment: str = ""
    focus: str = ""
    resistance: str = ""
    competitors: str = ""
    units_recommended: str = ""
    grade: str = ""
    content: str = ""
    next_contact_on: date | None = day(default=None, nullable=True)
    next_contact_declined: bool = flag()
    privacy_notice_at: datetime | None = instant(default=None, nullable=True)
    consent_marketing: bool = flag()
    note: str = ""
    origin: str = "rota"
    author: str = ""
    other_phones: str = ""


_VISIT = table_of(Visit)


def id_by_no(read: Read, text: str) -> int | None:
    """The id of the visit with this number."""
    found: int | None = read.connection.execute(
        select(_VISIT.c.id).where(_VISIT.c.project_id == read.project_id, _VISIT.c.visit_no == text.upper())
    ).scalar()
    return found
