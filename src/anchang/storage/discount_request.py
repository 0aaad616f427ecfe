"""Requests for a special discount (domain 2.6, 3.10): the row, the list, the card, what waits, what a month granted."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Index, RowMapping, Select, UniqueConstraint, func, or_, select, text
from sqlmodel import Field

from anchang.domain.authority import Level, level_of
from anchang.domain.discount_request import GRANTED, ExecuteMode, RequestState, SpecialKind, level_for
from anchang.domain.plan import PlanKind
from anchang.domain.subscription import SubscriptionState
from anchang.storage.approval import decisions, said_yes
from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, not_negative, one_of, positive, scaled
from anchang.storage.customer import Customer
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.subscription import Subscription
from anchang.storage.unit import Unit
from anchang.storage.voucher import Voucher
from anchang.storage.work import Row

NOUN = "discount_request"
_ONE_OPEN = text("state IN ('draft', 'pending', 'approved')")
_GRANTED = tuple(each.value for each in GRANTED)
HANDED_IN = tuple(
    each.value
    for each in (SubscriptionState.PENDING_REVIEW, SubscriptionState.DEPOSIT_DUE, SubscriptionState.DEPOSIT_PAID,
                 SubscriptionState.ACTIVE)
)  # fmt: skip
IN_BEING = (*HANDED_IN, SubscriptionState.CONVERTED.value)


class DiscountRequest(Record, table=True):
    """One request (购房优惠申请单) for a customer and a unit. `codes` are the published discounts, by spaces, that make
    `on_site_price` of `list_total`; `special_amount` comes off beyond them and leaves `final_total` (fen).

    `waits_for` is the level that decides next; `subscription_id` the paper that uses it. One is open at most for a
    customer and a unit: the index says so.
    """

    __tablename__ = "discount_request"
    __table_args__ = (
        UniqueConstraint("project_id", "no"),
        UniqueConstraint("project_id", "year", "seq"),
        Index(
            "ux_discount_request_open", "unit_id", "customer_id", unique=True, sqlite_where=_ONE_OPEN,
            postgresql_where=_ONE_OPEN,
        ),
        Index("ix_discount_request_state", "project_id", "state", "id"),
        Index("ix_discount_request_subscription", "subscription_id"),
        Index("ix_discount_request_customer", "customer_id"),
        one_of("state", [each.value for each in RequestState]),
        one_of("kind", [each.value for each in SpecialKind]),
        one_of("mode", [each.value for each in ExecuteMode]),
        one_of("plan_kind", [each.value for each in PlanKind]),
        one_of("waits_for", [each.value for each in Level]),
        positive("special_amount"),
        positive("final_total"),
        not_negative("special_rate"),
    )  # fmt: skip

    project_id: int = Field(foreign_key="project.id")
    no: str
    year: int
    seq: int
    state: str
    unit_id: int = Field(foreign_key="unit.id")
    customer_id: int = Field(foreign_key="customer.id")
    consultant_id: int = Field(foreign_key="staff.id", index=True)
    kind: str
    reason: str = ""
    relation: str = ""
    applied_on: date = day(nullable=False)
    built_area: int | None = scaled(default=None, nullable=True)
    list_total: int = scaled(nullable=False)
    codes: str = ""
    on_site_price: int = scaled(nullable=False)
    special_amount: int = scaled(nullable=False)
    special_rate: int = scaled(nullable=False)
    final_total: int = scaled(nullable=False)
    plan_kind: str
    payment_time: str = ""
    granted_by: int | None = Field(default=None, foreign_key="staff.id")
    proof: str = ""
    waits_for: str
    submitted_by: int | None = Field(default=None, foreign_key="staff.id")
    submitted_on: date | None = day(default=None, nullable=True)
    decided_by: int | None = Field(default=None, foreign_key="staff.id")
    decided_on: date | None = day(default=None, nullable=True)
    decided_level: str = ""
    valid_until: date | None = day(default=None, nullable=True)
    subscription_id: int | None = Field(default=None, foreign_key="subscription.id")
    executed_on: date | None = day(default=None, nullable=True)
    mode: str = Field(default=ExecuteMode.CONTRACT_PRICE.value)
    collect_no: int | None = None  # the payment that a credit hangs on; None: the last of the own funds
    collect_by: date | None = day(default=None, nullable=True)  # None: the due day of that payment
    credit_id: int | None = Field(default=None, foreign_key="voucher.id")
    archived_by: int | None = Field(default=None, foreign_key="staff.id")
    archived_on: date | None = day(default=None, nullable=True)
    archive: str = ""
    ended_on: date | None = day(default=None, nullable=True)
    end_reason: str = ""
    maker_id: int | None = Field(default=None, foreign_key="staff.id")
    business_date: date = day(nullable=False)


_ASKED, _SUB, _UNIT = table_of(DiscountRequest), table_of(Subscription), table_of(Unit)
_CUSTOMER, _STAFF, _VOUCHER = table_of(Customer), table_of(Staff), table_of(Voucher)
_GRANTER, _DECIDER = _STAFF.alias("granter"), _STAFF.alias("decider")


def id_by_no(read: Read, number: str) -> int | None:
    """The id of the request with this number."""
    found: int | None = read.connection.execute(
        select(_ASKED.c.id).where(
            _ASKED.c.project_id == read.project_id, func.lower(_ASKED.c.no) == number.strip().lower()
        )
    ).scalar()
    return found


def special_discount_of(read: Read, subscription_id: int) -> Row | None:
    """The special discount that a subscription uses, granted or executed; None without one.

    2.6: who has one gets no other unit and no cancellation without a new approval.
    """
    statement = select(_ASKED).where(_ASKED.c.subscription_id == subscription_id, _ASKED.c.state.in_(_GRANTED))
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def to_collect(read: Read, subscription_id: int) -> Row | None:
    """The granted discount of a paper that waits for its collection, None without one."""
    statement = select(_ASKED).where(
        _ASKED.c.subscription_id == subscription_id,
        _ASKED.c.state == RequestState.APPROVED.value,
        _ASKED.c.mode == ExecuteMode.ON_COLLECTION.value,
    )
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def all_to_collect(read: Read) -> list[Row]:
    """Every granted discount of the project that a paper in being waits to collect, oldest first."""
    statement = (
        select(_ASKED)
        .join(_SUB, _SUB.c.id == _ASKED.c.subscription_id)
        .where(
            _ASKED.c.project_id == read.project_id,
            _ASKED.c.state == RequestState.APPROVED.value,
            _ASKED.c.mode == ExecuteMode.ON_COLLECTION.value,
            _SUB.c.state.in_(IN_BEING),
        )
        .order_by(_ASKED.c.id)
    )
    return [dict(each) for each in read.connection.execute(statement).mappings()]


def credited(read: Read, subscription_id: int) -> str:
    """The number of the discount that was credited to a deal when its money was collected; empty without one."""
    statement = select(_ASKED.c.no).where(
        _ASKED.c.subscription_id == subscription_id, _ASKED.c.credit_id.is_not(None), _ASKED.c.state.in_(_GRANTED)
    )
    return str(read.connection.execute(statement).scalar() or "")


def linked(read: Read, subscription_id: int) -> list[Row]:
    """Every request that names this paper."""
    found = read.connection.execute(select(_ASKED).where(_ASKED.c.subscription_id == subscription_id)).mappings()
    return [dict(each) for each in found]


def usable(read: Read, unit_id: int) -> list[Row]:
    """Approved requests for a unit that hold today and that no paper in being uses, within one's scope."""
    taken = select(_SUB.c.id).where(_SUB.c.state != SubscriptionState.VOID.value)
    statement = _listed(read, {}).where(
        _ASKED.c.unit_id == unit_id,
        _ASKED.c.state == RequestState.APPROVED.value,
        _ASKED.c.valid_until >= read.today,
        or_(_ASKED.c.subscription_id.is_(None), _ASKED.c.subscription_id.not_in(taken)),
    )
    return [dict(each) for each in read.connection.execute(statement.order_by(_ASKED.c.id)).mappings()]


def month_total(read: Read) -> dict[Level, int]:
    """What each level granted alone since the first of this month, in fen; what came to nothing does not count."""
    rows = read.connection.execute(
        select(_ASKED.c.decided_level, func.sum(_ASKED.c.special_amount).label("fen"))
        .where(
            _ASKED.c.project_id == read.project_id,
            _ASKED.c.state.in_(_GRANTED),
            _ASKED.c.decided_on >= read.today.replace(day=1),
        )
        .group_by(_ASKED.c.decided_level)
    )
    return {Level(row.decided_level): int(row.fen) for row in rows}


def paper_handed_in(read: Read, row: Row | RowMapping) -> bool:
    """Whether the customer's paper on the unit is beyond its draft."""
    statement = select(_SUB.c.id).where(
        _SUB.c.unit_id == row["unit_id"], _SUB.c.customer_id == row["customer_id"], _SUB.c.state.in_(HANDED_IN)
    )
    return read.connection.execute(statement.limit(1)).first() is not None


def unit_of(read: Read, row: Row | RowMapping) -> Row:
    """The unit that it is asked for, whole."""
    return cast("Row", read.connection.execute(select(_UNIT).where(_UNIT.c.id == row["unit_id"])).mappings().one())


def needed(read: Read, row: Row | RowMapping) -> Level:
    """The lowest level that may grant the request alone now."""
    floor = unit_of(read, row)["floor_total"]
    below = floor is not None and row["final_total"] < floor
    mode = ExecuteMode(row["mode"])
    return level_for(row["special_amount"], row["on_site_price"], month_total(read), below, read.settings, mode)


def _scope(read: Read) -> tuple[ColumnElement[bool], ...]:
    if read.sees_all:
        return ()
    return (or_(_ASKED.c.consultant_id == read.staff_id, _ASKED.c.maker_id == read.staff_id),)


def one(read: Read, request_id: int) -> Row | None:
    """The row, None outside of the project or of the person's scope."""
    statement = select(_ASKED).where(_ASKED.c.id == request_id, _ASKED.c.project_id == read.project_id, *_scope(read))
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    found: list[ColumnElement[bool]] = [_ASKED.c.project_id == read.project_id, *_scope(read)]
    found += [_ASKED.c[name] == filters[name] for name in ("state", "kind", "unit_id") if filters.get(name)]
    if filters.get("consultant"):
        wanted = str(filters["consultant"])
        found.append(or_(_STAFF.c.name == wanted, _STAFF.c.login == wanted))
    if filters.get("since"):
        found.append(_ASKED.c.applied_on >= filters["since"])
    if filters.get("until"):
        found.append(_ASKED.c.applied_on <= filters["until"])
    if filters.get("text"):
        wanted = str(filters["text"])
        columns = (_ASKED.c.no, _UNIT.c.label, _CUSTOMER.c.name)
        found.append(or_(*(column.contains(wanted, autoescape=True) for column in columns)))
    return (
        select(
            _ASKED, _UNIT.c.label.label("unit"), _CUSTOMER.c.name.label("customer"), _CUSTOMER.c.phone,
            _STAFF.c.name.label("consultant"), func.coalesce(_GRANTER.c.name, "").label("granter"),
            func.coalesce(_DECIDER.c.name, "").label("decider"), func.coalesce(_SUB.c.sub_no, "").label("sub_no"),
            func.coalesce(_VOUCHER.c.no, "").label("credit_no"),
        )
        .select_from(_ASKED)
        .join(_UNIT, _UNIT.c.id == _ASKED.c.unit_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == _ASKED.c.customer_id)
        .join(_STAFF, _STAFF.c.id == _ASKED.c.consultant_id)
        .outerjoin(_GRANTER, _GRANTER.c.id == _ASKED.c.granted_by)
        .outerjoin(_DECIDER, _DECIDER.c.id == _ASKED.c.decided_by)
        .outerjoin(_SUB, _SUB.c.id == _ASKED.c.subscription_id)
        .outerjoin(_VOUCHER, _VOUCHER.c.id == _ASKED.c.credit_id)
        .where(*found)
    )  # fmt: skip


_SHOWN = (
    "id", "version", "no", "state", "unit_id", "unit", "customer_id", "customer", "consultant_id", "consultant", "kind",
    "reason", "relation", "applied_on", "built_area", "list_total", "codes", "on_site_price", "special_amount",
    "special_rate", "final_total", "plan_kind", "payment_time", "granter", "proof", "submitted_on", "decider",
    "decided_on", "decided_level", "valid_until", "sub_no", "subscription_id", "executed_on", "archived_on", "archive",
    "ended_on", "end_reason", "business_date", "mode", "collect_no", "collect_by", "credit_no",
)  # fmt: skip


def _built(read: Read, row: RowMapping) -> dict[str, Any]:
    return {
        **{name: row[name] for name in _SHOWN},
        "phone": read.phone(row["phone"]),
        "waits_for": row["waits_for"] if row["state"] == RequestState.PENDING.value else "",
    }


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of the list, newest first. Filters: state, kind, consultant, since, until (applied), text."""
    return fetch(read, _listed(read, filters), (_ASKED.c.id,), ask, lambda row: _built(read, row))


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many rows the list has."""
    return count(read, _listed(read, filters))


def card(read: Read, request_id: int) -> dict[str, Any] | None:
    """One request with its `decisions`, other requests for the unit or of the customer (`before`), what its level has
    granted this month (`month`), whose authority covers it (`needed`). None outside of one's scope."""
    row = read.connection.execute(_listed(read, {}).where(_ASKED.c.id == request_id)).mappings().first()
    if row is None:
        return None
    others = _listed(read, {}).where(
        _ASKED.c.id != request_id,
        or_(_ASKED.c.unit_id == row["unit_id"], _ASKED.c.customer_id == row["customer_id"]),
    )
    return {
        **_built(read, row),
        "decisions": decisions(read, NOUN, request_id),
        "before": [_built(read, each) for each in read.connection.execute(others.order_by(_ASKED.c.id)).mappings()],
        "month": month_total(read),
        "needed": needed(read, row),
        "floor_total": unit_of(read, row)["floor_total"],
    }


def makers(row: Row | RowMapping) -> tuple[int | None, ...]:
    """Whom a decision has to differ from: who wrote it, handed it in, or gets the deal (2.18)."""
    return row["maker_id"], row["submitted_by"], row["consultant_id"]


def approvers(read: Read, row: Row | RowMapping) -> tuple[int, ...]:
    """Who has said yes since it was handed in, oldest first; for whom too where the authority was lent."""
    return said_yes(read, NOUN, row["id"])


def rows_of(read: Read, *states: RequestState) -> list[RowMapping]:
    """The requests in these states within one's scope, oldest first, as the list has them with their makers."""
    statement = _listed(read, {}).where(_ASKED.c.state.in_([each.value for each in states]))
    return list(read.connection.execute(statement.order_by(_ASKED.c.id)).mappings())


def may_decide(read: Read, row: RowMapping) -> bool:
    """Whether the person who looks stands high enough, did not make it and has not said yes to it before."""
    own = level_of(read.roles)
    high = own is not None and own.rank >= Level(row["waits_for"]).rank
    return high and not read.is_own(*makers(row), *approvers(read, row))


def to_expire(read: Read) -> list[Row]:
    """Grants whose days are over and that no paper beyond its draft uses."""
    found = read.connection.execute(
        select(_ASKED)
        .where(
            _ASKED.c.project_id == read.project_id,
            _ASKED.c.state == RequestState.APPROVED.value,
            _ASKED.c.valid_until < read.today,
        )
        .order_by(_ASKED.c.id)
    ).mappings()
    return [dict(each) for each in found.all() if not paper_uses(read, each)]


def paper_uses(read: Read, row: Row | RowMapping) -> bool:
    """Whether the paper that uses the grant is beyond its draft and not void."""
    if row["subscription_id"] is None:
        return False
    statement = select(_SUB.c.id).where(_SUB.c.id == row["subscription_id"], _SUB.c.state.in_(IN_BEING))
    return read.connection.execute(statement).first() is not None
