"""Disputes about whose customer somebody is: the case, its claimants, its evidence, what was decided (domain 2.1)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, select, text
from sqlmodel import Field

from anchang.domain.customer_link import Link
from anchang.domain.ownership import Ground, Rule, Standing
from anchang.domain.ownership_case import CaseState
from anchang.storage.base import Entry, Record, table_of
from anchang.storage.columns import day, flag, instant, one_of, scaled
from anchang.storage.reading import Read

_OPEN = text("state = 'open'")
_RULES = [each.value for each in Rule]


class OwnershipCase(Record, table=True):
    """One case file. `facts` is the JSON of what stood there, `edition` the newest of its evidence.

    `rule` and `owner_id` are the verdict of the rules until the case is decided, and what was decided afterwards;
    `decision` counts what was decided. `owner_before_id` is whose customer it was when the rules judged last.
    """

    __tablename__ = "ownership_case"
    __table_args__ = (
        UniqueConstraint("project_id", "no"),
        UniqueConstraint("project_id", "business_date", "day_no"),
        Index(
            "ux_ownership_case_open", "customer_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        Index("ix_ownership_case_state", "project_id", "state", "id"),
        Index("ix_ownership_case_subscription", "subscription_id"),
        one_of("state", [each.value for each in CaseState]),
        one_of("rule", _RULES),
        CheckConstraint("(decision = 0) = (decided_at IS NULL)", name="decided_has_time"),
    )  # fmt: skip

    project_id: int = Field(foreign_key="project.id")
    no: str
    day_no: int
    business_date: date = day(nullable=False)
    customer_id: int = Field(foreign_key="customer.id")
    subscription_id: int | None = Field(default=None, foreign_key="subscription.id")
    question: str
    state: str
    opened_by: int | None = Field(default=None, foreign_key="staff.id")
    opened_at: datetime = instant(nullable=False)
    owner_before_id: int | None = Field(default=None, foreign_key="staff.id")
    edition: int = 1
    facts: str
    rule: str
    owner_id: int | None = Field(default=None, foreign_key="staff.id")
    protected_until: date | None = day(default=None, nullable=True)
    report_id: int | None = Field(default=None, foreign_key="agent_report.id")
    decision: int = 0
    decided_by: int | None = Field(default=None, foreign_key="staff.id")
    decided_at: datetime | None = instant(default=None, nullable=True)
    reason: str = ""


class OwnershipClaimant(Entry, table=True):
    """Somebody who is a party of a case: claims the customer, or has the customer."""

    __tablename__ = "ownership_claimant"
    __table_args__ = (UniqueConstraint("case_id", "staff_id"), Index("ix_ownership_claimant_staff", "staff_id"))

    project_id: int = Field(foreign_key="project.id")
    case_id: int = Field(foreign_key="ownership_case.id")
    staff_id: int = Field(foreign_key="staff.id")


class OwnershipEvidence(Entry, table=True):
    """One line of a case file's timeline, in one edition of it: whose, what, when, and what became of it.

    `visit_id`, `call_id`, `follow_up_id`, `hand_over_id`, `report_id` is the row that it was read from; a statement has
    none of them and its `text`.
    """

    __tablename__ = "ownership_evidence"
    __table_args__ = (
        UniqueConstraint("case_id", "edition", "no"),
        one_of("ground", [each.value for each in Ground]),
        one_of("link", [each.value for each in Link]),
        one_of("standing", [each.value for each in Standing]),
    )

    project_id: int = Field(foreign_key="project.id")
    case_id: int = Field(foreign_key="ownership_case.id")
    edition: int
    no: int
    ground: str
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    business_date: date = day(nullable=False)
    at: datetime = instant(nullable=False)
    effective: bool = flag(True)
    link: str = "self"
    proved: bool = flag(True)
    standing: str
    visit_id: int | None = Field(default=None, foreign_key="visit.id")
    call_id: int | None = Field(default=None, foreign_key="call.id")
    follow_up_id: int | None = Field(default=None, foreign_key="follow_up.id")
    hand_over_id: int | None = Field(default=None, foreign_key="customer_owner.id")
    report_id: int | None = Field(default=None, foreign_key="agent_report.id")
    text: str = ""


class OwnershipNote(Entry, table=True):
    """What somebody states in a case, word for word; it is evidence in every later edition."""

    __tablename__ = "ownership_note"

    project_id: int = Field(foreign_key="project.id")
    case_id: int = Field(foreign_key="ownership_case.id", index=True)
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)
    text: str


class OwnershipDecision(Entry, table=True):
    """What was decided in a case, by whom and why; a penalty is a note for the points sheet, no money."""

    __tablename__ = "ownership_decision"
    __table_args__ = (
        UniqueConstraint("case_id", "no"),
        one_of("rule", _RULES),
        CheckConstraint("points >= 0", name="points_not_negative"),
    )

    project_id: int = Field(foreign_key="project.id")
    case_id: int = Field(foreign_key="ownership_case.id")
    no: int
    edition: int
    step: str
    rule: str
    owner_id: int | None = Field(default=None, foreign_key="staff.id")
    reason: str = ""
    points: int = 0
    penalty_staff_id: int | None = Field(default=None, foreign_key="staff.id")
    penalty_note: str = ""
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


class OwnershipShare(Entry, table=True):
    """Somebody's part of the credit by one decision, in 10⁻⁶; the parts of a decision total 1,000,000."""

    __tablename__ = "ownership_share"
    __table_args__ = (
        UniqueConstraint("decision_id", "staff_id"),
        CheckConstraint("rate > 0 AND rate <= 1000000", name="rate_is_a_share"),
    )

    project_id: int = Field(foreign_key="project.id")
    decision_id: int = Field(foreign_key="ownership_decision.id")
    staff_id: int = Field(foreign_key="staff.id")
    rate: int = scaled(nullable=False)


_CASE = table_of(OwnershipCase)


def id_by_no(read: Read, number: str) -> int | None:
    """The id of the case with this number."""
    found: int | None = read.connection.execute(
        select(_CASE.c.id).where(_CASE.c.project_id == read.project_id, _CASE.c.no == number.upper())
    ).scalar()
    return found
