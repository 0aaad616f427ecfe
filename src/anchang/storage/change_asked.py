"""What a request asks for: another way to pay, another unit, other buyers (domain 2.8, 3.11).

One row a request (buyers: rows of the newest edition), beside `change_request`. Money in fen, rates in 10⁻⁶.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from sqlalchemy import RowMapping, UniqueConstraint, func, select
from sqlmodel import Field

from anchang.domain.buyer import ProxyFacts, ProxyRole
from anchang.domain.change import Fault
from anchang.domain.customer_link import Link
from anchang.domain.identity import IdType
from anchang.domain.plan import DueRule, LoanKind, PlanKind, Share
from anchang.domain.plan_choice import PlanChoice
from anchang.storage.base import Entry, Record, table_of
from anchang.storage.change import ChangeRequest
from anchang.storage.columns import day, flag, not_negative, one_of, scaled
from anchang.storage.reading import Read
from anchang.storage.unit import Unit
from anchang.storage.work import Row


class ChangePlan(Record, table=True):
    """The way of paying that is asked for; `shares` as `share_text` writes them. What was carried out stays beside it:
    the way before it, and the total before and after."""

    __tablename__ = "change_plan"
    __table_args__ = (
        one_of("kind", [each.value for each in PlanKind]),
        one_of("loan_kind", [each.value for each in LoanKind]),
        not_negative("loan_fund"),
    )

    project_id: int = Field(foreign_key="project.id")
    request_id: int = Field(foreign_key="change_request.id", unique=True)
    kind: str
    days: int = 0
    down_rate: int | None = scaled(default=None, nullable=True)
    loan_days: int = 0
    loan_unit: int = scaled(default=1_000_000, nullable=False)
    loan_kind: str = LoanKind.COMMERCIAL.value
    loan_fund: int = scaled(default=0, nullable=False)
    shares: str = ""
    kind_before: str = ""
    total_before: int | None = scaled(default=None, nullable=True)
    total_after: int | None = scaled(default=None, nullable=True)


class ChangeUnit(Record, table=True):
    """The unit that is asked for, at the list price of `price_date`; `relation` says what special relation there is."""

    __tablename__ = "change_unit"

    project_id: int = Field(foreign_key="project.id")
    request_id: int = Field(foreign_key="change_request.id", unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    price_date: date = day(nullable=False)
    list_total: int = scaled(nullable=False)
    relation: str = ""
    new_subscription_id: int | None = Field(default=None, foreign_key="subscription.id")


class ChangeBuyer(Entry, table=True):
    """One person of one edition of a request: a buyer from then on, or one who leaves (`leaves`).

    `relation` and `proof` say how who comes or goes is tied to the others; `customer_id` is the primary buyer's.
    """

    __tablename__ = "change_buyer"
    __table_args__ = (
        UniqueConstraint("request_id", "edition", "no"),
        one_of("id_type", [each.value for each in IdType]),
        one_of("relation", ["", *(each.value for each in Link)]),
    )

    project_id: int = Field(foreign_key="project.id")
    request_id: int = Field(foreign_key="change_request.id")
    edition: int
    no: int
    leaves: bool = flag()
    name: str
    nationality: str = ""
    id_type: str
    id_no: str = ""
    gender: str = ""
    birth: date | None = day(default=None, nullable=True)
    phone: str = ""
    address: str = ""
    postcode: str = ""
    share: int | None = scaled(default=None, nullable=True)
    is_primary: bool = flag()
    agent: str = ""
    relation: str = ""
    proof: str = ""
    customer_id: int | None = Field(default=None, foreign_key="customer.id")


class ChangeProxy(Entry, table=True):
    """Who acts beside somebody who comes: guardian, agent or legal representative of person `buyer_no` of one edition.
    `id_no` is sensitive."""

    __tablename__ = "change_proxy"
    __table_args__ = (
        UniqueConstraint("request_id", "edition", "buyer_no", "role"),
        one_of("role", [each.value for each in ProxyRole]),
        one_of("id_type", [each.value for each in IdType]),
    )

    project_id: int = Field(foreign_key="project.id")
    request_id: int = Field(foreign_key="change_request.id")
    edition: int
    buyer_no: int
    role: str
    name: str
    relation: str = ""
    id_type: str
    id_no: str = ""
    phone: str = ""
    proof: str = ""


_PLAN, _ASKED, _BUYER = (table_of(m) for m in (ChangePlan, ChangeUnit, ChangeBuyer))
_PROXY = table_of(ChangeProxy)
_REQUEST, _UNIT = table_of(ChangeRequest), table_of(Unit)


def share_text(shares: Iterable[Share]) -> str:
    """«300000+30;400000@2027-01-01»: each rate with the days after signing, or with its day."""
    parts = (
        f"{rate}@{when.isoformat()}" if isinstance(when, date) else f"{rate}+{when}" for rate, _rule, when in shares
    )
    return ";".join(parts)


def shares_of(text: str) -> tuple[Share, ...]:
    """What `share_text` wrote."""
    found: list[Share] = []
    for part in text.split(";") if text else ():
        rate, fixed, on = part.partition("@")
        if fixed:
            found.append((int(rate), DueRule.FIXED, date.fromisoformat(on)))
        else:
            rate, _plus, days = part.partition("+")
            found.append((int(rate), DueRule.SIGNING, int(days)))
    return tuple(found)


def choice_values(choice: PlanChoice) -> dict[str, Any]:
    """A choice as the columns of `ChangePlan`."""
    return {
        "kind": choice.kind.value,
        "days": choice.days,
        "down_rate": choice.down_rate,
        "loan_days": choice.loan_days,
        "loan_unit": choice.loan_unit,
        "loan_kind": choice.loan.value,
        "loan_fund": choice.fund,
        "shares": share_text(choice.shares),
    }


def _one(read: Read, table: Any, request_id: int) -> Row | None:
    return cast(
        "Row | None", read.connection.execute(select(table).where(table.c.request_id == request_id)).mappings().first()
    )


def plan_row(read: Read, request_id: int) -> Row | None:
    """The way of paying that a request asks for."""
    return _one(read, _PLAN, request_id)


def choice_of(row: Mapping[str, Any]) -> PlanChoice:
    """A row of `ChangePlan` as the rules want it."""
    return PlanChoice(
        PlanKind(row["kind"]), row["days"], shares_of(row["shares"]), row["down_rate"], row["loan_days"],
        row["loan_unit"], LoanKind(row["loan_kind"]), row["loan_fund"],
    )  # fmt: skip


def unit_row(read: Read, request_id: int) -> Row | None:
    """The unit that a request asks for."""
    return _one(read, _ASKED, request_id)


def people(read: Read, request_id: int) -> list[RowMapping]:
    """Everybody of the newest edition of a request, buyers and those who leave, in order, as stored."""
    newest = select(func.max(_BUYER.c.edition)).where(_BUYER.c.request_id == request_id).scalar_subquery()
    rows = read.connection.execute(
        select(_BUYER).where(_BUYER.c.request_id == request_id, _BUYER.c.edition == newest).order_by(_BUYER.c.no)
    )
    return list(rows.mappings())


def proxies(read: Read, request_id: int) -> dict[int, tuple[ProxyFacts, ...]]:
    """Person number of the newest edition -> who acts beside somebody who comes, as stored."""
    newest = select(func.max(_BUYER.c.edition)).where(_BUYER.c.request_id == request_id).scalar_subquery()
    found: dict[int, tuple[ProxyFacts, ...]] = {}
    statement = select(_PROXY).where(_PROXY.c.request_id == request_id, _PROXY.c.edition == newest)
    for each in read.connection.execute(statement.order_by(_PROXY.c.id)).mappings():
        one = ProxyFacts(
            ProxyRole(each["role"]), each["name"], each["relation"], IdType(each["id_type"]), each["id_no"],
            each["phone"], each["proof"],
        )  # fmt: skip
        found[each["buyer_no"]] = (*found.get(each["buyer_no"], ()), one)
    return found


def swapped(read: Read, customer_id: int) -> int:
    """How many swaps of this customer were carried out that were not the company's fault (2.8)."""
    found = read.connection.execute(
        select(func.count())
        .select_from(_REQUEST)
        .join(_ASKED, _ASKED.c.request_id == _REQUEST.c.id)
        .where(
            _REQUEST.c.project_id == read.project_id,
            _REQUEST.c.customer_id == customer_id,
            _REQUEST.c.executed_on.is_not(None),
            _REQUEST.c.fault != Fault.COMPANY.value,
        )
    ).scalar()
    return int(found or 0)


def sold_of_kind(read: Read, usage: str, layout: str) -> tuple[int, int]:
    """(taken, all) units of one usage and layout of the project that were ever put on sale (2.8 «hot», «slow»)."""
    mine = (_UNIT.c.project_id == read.project_id, _UNIT.c.usage == usage, _UNIT.c.layout == layout)
    rows = read.connection.execute(
        select(_UNIT.c.state, func.count().label("units")).where(*mine).group_by(_UNIT.c.state)
    ).all()
    known = {row.state: int(row.units) for row in rows if row.state != "unreleased"}
    free = sum(known.get(state, 0) for state in ("available", "held", "return_locked"))
    return sum(known.values()) - free, sum(known.values())
