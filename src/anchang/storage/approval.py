"""Who decided what about a paper (domain 3.7, 2.18): one row a decision, never changed."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Index, func, select
from sqlmodel import Field

from anchang.domain.access import deciders
from anchang.domain.approval import ApprovalLevel, Decision
from anchang.i18n import M, say
from anchang.storage.base import Entry, table_of
from anchang.storage.columns import day, instant, one_of
from anchang.storage.reading import Read
from anchang.storage.staff import Staff


class Approval(Entry, table=True):
    """One decision of one person about the row `row_id` of the table of `noun`; `behalf_id` lent the authority."""

    __table_args__ = (
        Index("ix_approval_row", "noun", "row_id"),
        one_of("level", [each.value for each in ApprovalLevel]),
        one_of("decision", [each.value for each in Decision]),
    )

    project_id: int = Field(foreign_key="project.id")
    noun: str
    row_id: int
    level: str
    approver_id: int = Field(foreign_key="staff.id")
    behalf_id: int | None = Field(default=None, foreign_key="staff.id")
    decision: str
    comment: str = ""
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """A decision with the name of whoever took it; with both names where the authority was lent."""

    level: ApprovalLevel
    decision: Decision
    comment: str
    approver_id: int
    behalf_id: int | None
    approver: str
    at: datetime
    business_date: date


_APPROVAL, _STAFF = table_of(Approval), table_of(Staff)
_BEHALF = _STAFF.alias("behalf")


def both_names(name: str, behalf: str) -> str:
    """Who decided, and for whom, where the authority was lent."""
    return say(M("{name} for {behalf}", name=name, behalf=behalf)) if behalf else name


def said_yes(read: Read, noun: str, row_id: int) -> tuple[int, ...]:
    """Who has said yes since the last decision that was none, oldest first; for whom too where it was lent."""
    found = read.connection.execute(
        select(_APPROVAL.c.approver_id, _APPROVAL.c.behalf_id, _APPROVAL.c.decision)
        .where(_APPROVAL.c.noun == noun, _APPROVAL.c.row_id == row_id)
        .order_by(_APPROVAL.c.id)
    ).all()
    since: list[int] = []
    for approver, behalf, decision in found:
        since = [*since, *deciders(approver, behalf)] if decision == Decision.APPROVED.value else []
    return tuple(since)


def decisions(read: Read, noun: str, row_id: int) -> tuple[ApprovalView, ...]:
    """Every decision about a paper, oldest first."""
    rows = read.connection.execute(
        select(_APPROVAL, _STAFF.c.name, func.coalesce(_BEHALF.c.name, "").label("behalf"))
        .join(_STAFF, _STAFF.c.id == _APPROVAL.c.approver_id)
        .outerjoin(_BEHALF, _BEHALF.c.id == _APPROVAL.c.behalf_id)
        .where(_APPROVAL.c.noun == noun, _APPROVAL.c.row_id == row_id, _APPROVAL.c.project_id == read.project_id)
        .order_by(_APPROVAL.c.id)
    )
    return tuple(
        ApprovalView(
            ApprovalLevel(row.level),
            Decision(row.decision),
            row.comment,
            row.approver_id,
            row.behalf_id,
            both_names(row.name, row.behalf),
            row.at,
            row.business_date,
        )
        for row in rows
    )
