"""Payment plans as they were agreed, and the days on which their lines fall due (domain 5.4, design 4).

Nothing here is ever changed: a change of plan is a new version, a due date that becomes known is a new row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Index, RowMapping, UniqueConstraint, func, select
from sqlmodel import Field

from anchang.domain.plan import DueRule, MoneyType, PlanKind, PlanLine
from anchang.storage.base import Entry, table_of
from anchang.storage.columns import day, one_of, positive, scaled


class PlanVersion(Entry, table=True):
    """One version of a deal's plan; the one with the highest `no` holds. `made_on` is its business date."""

    __tablename__ = "plan_version"
    __table_args__ = (
        UniqueConstraint("subscription_id", "no"),
        one_of("kind", [each.value for each in PlanKind]),
        positive("total"),
    )

    project_id: int = Field(foreign_key="project.id")
    subscription_id: int = Field(foreign_key="subscription.id")
    no: int
    kind: str
    total: int = scaled(nullable=False)
    made_on: date = day(nullable=False)
    maker_id: int | None = None
    reason: str = ""


class Instalment(Entry, table=True):
    """One line of a plan version, amount in fen (insert-only). `days` count from signing, `fixed_on` is a date."""

    __tablename__ = "instalment"
    __table_args__ = (
        UniqueConstraint("plan_version_id", "no"),
        Index("ix_instalment_deal", "subscription_id", "plan_version_id"),
        one_of("money_type", [each.value for each in MoneyType]),
        one_of("rule", [each.value for each in DueRule]),
        positive("amount"),
    )

    project_id: int = Field(foreign_key="project.id")
    plan_version_id: int = Field(foreign_key="plan_version.id")
    subscription_id: int = Field(foreign_key="subscription.id")
    no: int
    money_type: str
    amount: int = scaled(nullable=False)
    rule: str
    days: int = 0
    fixed_on: date | None = day(default=None, nullable=True)


class InstalmentDue(Entry, table=True):
    """The day until which a line is paid in time, known from `from_day` (a business date) on; the newest row holds."""

    __tablename__ = "instalment_due"
    __table_args__ = (Index("ix_instalment_due_line", "instalment_id", "from_day"),)

    project_id: int = Field(foreign_key="project.id")
    instalment_id: int = Field(foreign_key="instalment.id")
    due_on: date = day(nullable=False)
    from_day: date = day(nullable=False)


@dataclass(frozen=True, slots=True)
class InstalmentView:
    """One line of the plan that holds; `due_on` is None while its day is not known."""

    id: int
    plan_version_id: int
    version_no: int
    line: PlanLine
    due_on: date | None


_VERSION = table_of(PlanVersion)
_LINE = table_of(Instalment)
_DUE = table_of(InstalmentDue)


def _line(row: RowMapping, due_on: date | None) -> InstalmentView:
    line = PlanLine(
        row["no"], MoneyType(row["money_type"]), row["amount"], DueRule(row["rule"]), row["days"], row["fixed_on"]
    )
    return InstalmentView(row["id"], row["plan_version_id"], row["version_no"], line, due_on)


def held_then(column: str, subscription_id: ColumnElement[int], day: ColumnElement[Any] | date) -> Any:
    """`total` or `kind` of the version that held on that day, as a scalar subquery; null before there was one."""
    return (
        select(_VERSION.c[column])
        .where(_VERSION.c.subscription_id == subscription_id, _VERSION.c.made_on <= day)
        .order_by(_VERSION.c.no.desc())
        .limit(1)
        .correlate_except(_VERSION)
        .scalar_subquery()
    )


def current_lines(connection: Connection, subscription_id: int) -> tuple[InstalmentView, ...]:
    """The lines of the newest version, in order, with the day due as it is known now; empty before approval."""
    newest = select(func.max(_VERSION.c.no)).where(_VERSION.c.subscription_id == subscription_id).scalar_subquery()
    rows = (
        connection.execute(
            select(_LINE, _VERSION.c.no.label("version_no"))
            .join(_VERSION, _VERSION.c.id == _LINE.c.plan_version_id)
            .where(_LINE.c.subscription_id == subscription_id, _VERSION.c.no == newest)
            .order_by(_LINE.c.no)
        )
        .mappings()
        .all()
    )
    known = _due_days(connection, [row["id"] for row in rows])
    return tuple(_line(row, known.get(row["id"])) for row in rows)


def _due_days(connection: Connection, line_ids: Sequence[int]) -> dict[int, date]:
    rows = connection.execute(
        select(_DUE.c.instalment_id, _DUE.c.due_on).where(_DUE.c.instalment_id.in_(line_ids)).order_by(_DUE.c.id)
    )
    return {row.instalment_id: row.due_on for row in rows}
