"""Published discounts and how they are asked for (domain 5.2, 5.10)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import CheckConstraint, RowMapping, UniqueConstraint, func, select
from sqlmodel import Field

from anchang.domain import discount as domain
from anchang.domain.plan import PlanKind
from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, flag, scaled
from anchang.storage.reading import Read


class DiscountRule(Record, table=True):
    """One published rule: `rate` is the share kept (10⁻⁶) or `amount` the fen taken off; `plan_kinds` by spaces."""

    __tablename__ = "discount_rule"
    __table_args__ = (
        UniqueConstraint("project_id", "code"),
        CheckConstraint("(rate IS NULL) <> (amount IS NULL)", name="rate_or_amount"),
    )

    project_id: int = Field(foreign_key="project.id")
    code: str
    name: str
    rate: int | None = scaled(default=None, nullable=True)
    amount: int | None = scaled(default=None, nullable=True)
    plan_kinds: str = ""
    valid_from: date = day(nullable=False)
    valid_to: date | None = day(default=None, nullable=True)
    combinable: bool = flag(True)
    maker_id: int | None = None
    business_date: date = day(nullable=False)


@dataclass(frozen=True, slots=True)
class DiscountView:
    """A rule as use cases and lists see it."""

    id: int
    rule: domain.DiscountRule
    version: int


_RULE = table_of(DiscountRule)


def view(row: RowMapping) -> DiscountView:
    """The frozen view of a row."""
    return DiscountView(
        row["id"],
        domain.DiscountRule(
            code=row["code"],
            name=row["name"],
            valid_from=row["valid_from"],
            rate=row["rate"],
            amount=row["amount"],
            plan_kinds=frozenset(PlanKind(word) for word in row["plan_kinds"].split()),
            valid_to=row["valid_to"],
            combinable=row["combinable"],
        ),
        row["version"],
    )


def all_rules(read: Read) -> list[DiscountView]:
    """Every rule of the project, in the order of publication."""
    found = select(_RULE).where(_RULE.c.project_id == read.project_id).order_by(_RULE.c.id)
    return [view(row) for row in read.connection.execute(found).mappings()]


def by_code(read: Read, code: str) -> DiscountView | None:
    """The rule with this code (case does not matter), or None."""
    found = select(_RULE).where(_RULE.c.project_id == read.project_id, func.lower(_RULE.c.code) == code.strip().lower())
    row = read.connection.execute(found).mappings().first()
    return None if row is None else view(row)
