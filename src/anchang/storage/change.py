"""Requests before the contract (变更申请, domain 2.8, 3.11), what they wait for, and which of them has a paper.

`ended_on` is the business day from which the subscription counts as ended by this request, `revived_on` the day from
which it counts again: reports as of a day before stay what they were. Money in fen.
"""

from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Index,
    RowMapping,
    UniqueConstraint,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    text,
)
from sqlmodel import Field

from anchang.domain.authority import Level
from anchang.domain.change import STATE_LABELS, ChangeKind, ChangePaperKind, ChangeReason, Fault, ServiceWay, Trigger
from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, instant, not_negative, one_of, scaled
from anchang.storage.quick import Quick
from anchang.storage.reading import Read


class PaperClaim(Record, table=True):
    """Which request has a subscription for itself; one at a time, whatever its noun (`services.paper_claim`)."""

    __tablename__ = "paper_claim"
    __table_args__ = (
        Index(
            "ix_paper_claim_live",
            "subscription_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "ix_paper_claim_live_unit",
            "unit_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_paper_claim_row", "noun", "row_id"),
    )

    project_id: int = Field(foreign_key="project.id")
    subscription_id: int = Field(foreign_key="subscription.id")
    unit_id: int = Field(foreign_key="unit.id")
    noun: str
    row_id: int
    no: str
    since: datetime = instant(nullable=False)
    ended_at: datetime | None = instant(default=None, nullable=True)


class ChangeRequest(Record, table=True):
    """One request. `year` and `seq` make its gapless number; `waits_for` is the level of authority while it is pending,
    `final_level` the one whose yes is enough. `keep` is what is kept of the deposit where less than the most is."""

    __tablename__ = "change_request"
    __table_args__ = (
        UniqueConstraint("project_id", "no"),
        UniqueConstraint("project_id", "year", "seq"),
        Index("ix_change_request_state", "project_id", "state"),
        Index("ix_change_request_ended", "subscription_id", "ended_on"),
        one_of("kind", [each.value for each in ChangeKind]),
        one_of("state", list(STATE_LABELS)),
        one_of("trigger_code", [each.value for each in Trigger]),
        one_of("reason_code", [each.value for each in ChangeReason]),
        one_of("fault", [each.value for each in Fault]),
        one_of("waits_for", ["", *(each.value for each in Level)]),
        one_of("final_level", ["", *(each.value for each in Level)]),
        one_of("notice_way", ["", *(each.value for each in ServiceWay)]),
        one_of("termination_way", ["", *(each.value for each in ServiceWay)]),
        not_negative("fee"),
        not_negative("penalty"),
    )

    project_id: int = Field(foreign_key="project.id")
    no: str
    year: int
    seq: int
    kind: str
    state: str
    subscription_id: int = Field(foreign_key="subscription.id", index=True)
    unit_id: int = Field(foreign_key="unit.id")
    customer_id: int = Field(foreign_key="customer.id", index=True)
    consultant_id: int = Field(foreign_key="staff.id")
    applied_on: date = day(nullable=False)
    applicant: str = ""
    trigger_code: str
    reason_code: str
    reason: str = ""
    fault: str
    keep: int | None = scaled(default=None, nullable=True)
    fee: int = scaled(default=0, nullable=False)
    penalty: int = scaled(default=0, nullable=False)
    waits_for: str = ""
    final_level: str = ""
    notice_on: date | None = day(default=None, nullable=True)
    notice_way: str = ""
    termination_on: date | None = day(default=None, nullable=True)
    termination_way: str = ""
    maker_id: int | None = Field(default=None, foreign_key="staff.id")
    submitted_by: int | None = Field(default=None, foreign_key="staff.id")
    submitted_on: date | None = day(default=None, nullable=True)
    decided_on: date | None = day(default=None, nullable=True)
    money_checked_by: int | None = Field(default=None, foreign_key="staff.id")
    money_checked_on: date | None = day(default=None, nullable=True)
    executed_by: int | None = Field(default=None, foreign_key="staff.id")
    executed_at: datetime | None = instant(default=None, nullable=True)
    executed_on: date | None = day(default=None, nullable=True)
    ended_on: date | None = day(default=None, nullable=True)
    revived_on: date | None = day(default=None, nullable=True)
    end_reason: str = ""
    back_reason: str = ""
    back_by: int | None = Field(default=None, foreign_key="staff.id")
    closed_on: date | None = day(default=None, nullable=True)
    business_date: date = day(nullable=False)


class ChangeAccount(Record, table=True):
    """Where a payer's money goes back to: the payer's own account (5.7)."""

    __tablename__ = "change_account"
    __table_args__ = (UniqueConstraint("request_id", "payer"),)

    project_id: int = Field(foreign_key="project.id")
    request_id: int = Field(foreign_key="change_request.id")
    payer: str
    account: str = ""
    bank: str = ""
    way: str = "transfer"


class ChangePaper(Record, table=True):
    """A receipt or a copy of the subscription that the customer has; back since `returned_on`, or `lost` says why not.

    `row_id` is the receipt's, or the number of the copy.
    """

    __tablename__ = "change_paper"
    __table_args__ = (
        UniqueConstraint("request_id", "kind", "row_id"),
        one_of("kind", [each.value for each in ChangePaperKind]),
    )

    project_id: int = Field(foreign_key="project.id")
    request_id: int = Field(foreign_key="change_request.id")
    kind: str
    row_id: int
    label: str
    returned_on: date | None = day(default=None, nullable=True)
    lost: str = ""
    by_id: int | None = Field(default=None, foreign_key="staff.id")


_CLAIM, _REQUEST = table_of(PaperClaim), table_of(ChangeRequest)


def id_by_no(read: Read, wanted: str) -> int | None:
    """The id of the request with this number."""
    found: int | None = read.connection.execute(
        select(_REQUEST.c.id).where(
            _REQUEST.c.project_id == read.project_id, func.lower(_REQUEST.c.no) == wanted.strip().lower()
        )
    ).scalar()
    return found


def claim_on(read: Read, subscription_id: int) -> RowMapping | None:
    """The live claim on a subscription's paper."""
    statement = select(_CLAIM).where(_CLAIM.c.subscription_id == subscription_id, _CLAIM.c.ended_at.is_(None))
    return read.connection.execute(statement).mappings().first()


_ON_UNIT = Quick(select(_CLAIM.c.no).where(_CLAIM.c.unit_id == bindparam("unit"), _CLAIM.c.ended_at.is_(None)))


def holding_unit(read: Read, unit_id: int) -> str:
    """The number of the request that is open about the unit's deal, empty for none."""
    found = _ON_UNIT.first(read.connection, {"unit": unit_id})
    return "" if found is None else str(found["no"])


def claim_of(read: Read, noun: str, row_id: int) -> RowMapping | None:
    """The live claim of a request."""
    statement = select(_CLAIM).where(_CLAIM.c.noun == noun, _CLAIM.c.row_id == row_id, _CLAIM.c.ended_at.is_(None))
    return read.connection.execute(statement).mappings().first()


def dead(subscription_id: ColumnElement[int], as_of: ColumnElement[date] | date) -> ColumnElement[bool]:
    """Whether a request had ended that subscription on that day."""
    return exists().where(
        and_(
            _REQUEST.c.subscription_id == subscription_id,
            _REQUEST.c.ended_on <= as_of,
            or_(_REQUEST.c.revived_on.is_(None), _REQUEST.c.revived_on > as_of),
        )
    )


def holding_no(subscription_id: ColumnElement[int]) -> ColumnElement[str]:
    """The number of the request that has the paper of an outer statement for itself now, empty for none (2.7, 2.8)."""
    found = (
        select(_CLAIM.c.no)
        .where(_CLAIM.c.subscription_id == subscription_id, _CLAIM.c.ended_at.is_(None))
        .limit(1)
        .correlate_except(_CLAIM)
        .scalar_subquery()
    )
    return func.coalesce(found, "")
