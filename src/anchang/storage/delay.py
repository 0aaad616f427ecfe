"""Requests for a later signing (domain 2.7, 3.9): the row, the list, the card, what waits, what time brings."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Index, RowMapping, Select, UniqueConstraint, and_, exists, func, or_, select, text
from sqlmodel import Field

from anchang.domain.authority import level_of
from anchang.domain.delay import COUNTED, OPEN, RUNNING, DelayState, level_for
from anchang.domain.subscription import SubscriptionState
from anchang.storage.approval import decisions
from anchang.storage.base import Record, table_of
from anchang.storage.change import holding_no
from anchang.storage.columns import day, flag, one_of, positive, scaled
from anchang.storage.customer import Customer
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.subscription import Subscription, SubscriptionBuyer
from anchang.storage.unit import Unit
from anchang.storage.work import Row

NOUN = "delay_request"
_OPEN_STATES = tuple(each.value for each in OPEN)
_ONE_OPEN = text("state IN ('draft', 'verified', 'pending', 'approved')")


class DelayRequest(Record, table=True):
    """One request (延迟签约申请单). `year` and `seq` make its gapless number; `amount_paid` (fen) is what was received
    when it was written, `original_due_on` the day that it moves, `cumulative_days` all delays of the deal with it.

    `reason` is a code of the office's list. A deal has one open request at most: the index says so.
    """

    __tablename__ = "delay_request"
    __table_args__ = (
        UniqueConstraint("project_id", "no"),
        UniqueConstraint("project_id", "year", "seq"),
        Index(
            "ux_delay_request_open", "subscription_id", unique=True, sqlite_where=_ONE_OPEN, postgresql_where=_ONE_OPEN
        ),
        Index("ix_delay_request_subscription", "subscription_id", "state"),
        Index("ix_delay_request_state", "project_id", "state", "id"),
        one_of("state", [each.value for each in DelayState]),
        positive("days"),
    )

    project_id: int = Field(foreign_key="project.id")
    no: str
    year: int
    seq: int
    state: str
    subscription_id: int = Field(foreign_key="subscription.id")
    applied_on: date = day(nullable=False)
    amount_paid: int = scaled(nullable=False)
    original_due_on: date = day(nullable=False)
    new_due_on: date = day(nullable=False)
    days: int
    cumulative_days: int
    is_first: bool = flag(True)
    reason: str
    reason_text: str = ""
    late_why: str = ""
    attachments: str = ""
    verified_by: int | None = Field(default=None, foreign_key="staff.id")
    verified_on: date | None = day(default=None, nullable=True)
    verified: str = ""
    customer_signed_on: date | None = day(default=None, nullable=True)
    submitted_by: int | None = Field(default=None, foreign_key="staff.id")
    submitted_on: date | None = day(default=None, nullable=True)
    decided_by: int | None = Field(default=None, foreign_key="staff.id")
    decided_on: date | None = day(default=None, nullable=True)
    execute_by: date | None = day(default=None, nullable=True)
    executed_by: int | None = Field(default=None, foreign_key="staff.id")
    executed_on: date | None = day(default=None, nullable=True)
    replied_by: int | None = Field(default=None, foreign_key="staff.id")
    replied_on: date | None = day(default=None, nullable=True)
    reply: str = ""
    ended_on: date | None = day(default=None, nullable=True)
    end_reason: str = ""
    maker_id: int | None = Field(default=None, foreign_key="staff.id")
    business_date: date = day(nullable=False)


_DELAY, _SUB, _UNIT = table_of(DelayRequest), table_of(Subscription), table_of(Unit)
_CUSTOMER, _STAFF, _BUYER = table_of(Customer), table_of(Staff), table_of(SubscriptionBuyer)
_VERIFIER, _DECIDER, _EXECUTOR = (_STAFF.alias(each) for each in ("verifier", "decider", "executor"))


def id_by_no(read: Read, number: str) -> int | None:
    """The id of the request with this number."""
    found: int | None = read.connection.execute(
        select(_DELAY.c.id).where(
            _DELAY.c.project_id == read.project_id, func.lower(_DELAY.c.no) == number.strip().lower()
        )
    ).scalar()
    return found


def total_days() -> Any:
    """For the list of subscriptions: the days by which the signing of each was moved, all delays together (2.3)."""
    return (
        select(func.coalesce(func.sum(_DELAY.c.days), 0))
        .where(_DELAY.c.subscription_id == _SUB.c.id, _DELAY.c.state.in_([each.value for each in COUNTED]))
        .correlate(_SUB)
        .scalar_subquery()
    )


def is_running() -> ColumnElement[bool]:
    """For queries on subscriptions: the mark 延签中, a delay being decided or in force."""
    return and_(
        _SUB.c.state == SubscriptionState.ACTIVE.value,
        exists().where(
            _DELAY.c.subscription_id == _SUB.c.id, _DELAY.c.state.in_([each.value for each in RUNNING])
        ).correlate(_SUB),
    )  # fmt: skip


def units_running(read: Read) -> frozenset[int]:
    """The units whose deal has a delay being decided or in force, for marks on the grid."""
    statement = select(_SUB.c.unit_id).where(_SUB.c.project_id == read.project_id, is_running())
    return frozenset(read.connection.execute(statement).scalars())


def days_so_far(read: Read, subscription_id: int) -> int:
    """The days by which the signing of the deal was moved until now."""
    found = read.connection.execute(select(total_days()).where(_SUB.c.id == subscription_id)).scalar()
    return int(found or 0)


def of_subscription(read: Read, subscription_id: int) -> list[Row]:
    """Every request of a deal, oldest first."""
    statement = select(_DELAY).where(_DELAY.c.subscription_id == subscription_id).order_by(_DELAY.c.id)
    return [dict(each) for each in read.connection.execute(statement).mappings()]


def open_of(read: Read, subscription_id: int) -> Row | None:
    """The request of a deal that is not decided and executed yet."""
    statement = select(_DELAY).where(_DELAY.c.subscription_id == subscription_id, _DELAY.c.state.in_(_OPEN_STATES))
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def _scope(read: Read) -> tuple[ColumnElement[bool], ...]:
    if read.sees_all:
        return ()
    return (or_(_SUB.c.consultant_id == read.staff_id, _SUB.c.maker_id == read.staff_id),)


def _primary() -> Any:
    return (
        select(_BUYER.c.name)
        .where(
            _BUYER.c.subscription_id == _SUB.c.id, _BUYER.c.edition == _SUB.c.edition, _BUYER.c.is_primary.in_((True,))
        )
        .correlate(_SUB)
        .limit(1)
        .scalar_subquery()
    )


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    found: list[ColumnElement[bool]] = [_DELAY.c.project_id == read.project_id, *_scope(read)]
    found += [
        _DELAY.c[name] == filters[name] for name in ("state", "reason", "subscription_id") if filters.get(name)
    ]
    if filters.get("consultant"):
        wanted = str(filters["consultant"])
        found.append(or_(_STAFF.c.name == wanted, _STAFF.c.login == wanted))
    if filters.get("since"):
        found.append(_DELAY.c.applied_on >= filters["since"])
    if filters.get("until"):
        found.append(_DELAY.c.applied_on <= filters["until"])
    if filters.get("text"):
        wanted = str(filters["text"])
        columns = (_DELAY.c.no, _SUB.c.sub_no, _UNIT.c.label, _CUSTOMER.c.name)
        found.append(or_(*(column.contains(wanted, autoescape=True) for column in columns)))
    return (
        select(
            _DELAY, _UNIT.c.label.label("unit"), _SUB.c.sub_no, _SUB.c.sign_due_date, _SUB.c.consultant_id,
            _SUB.c.state.label("deal_state"), _SUB.c.deal_total, _SUB.c.deposit_amount,
            _SUB.c.signed_on.label("subscribed_on"), _SUB.c.unit_id,
            func.coalesce(_primary(), _CUSTOMER.c.name).label("buyer"), _STAFF.c.name.label("consultant"),
            func.coalesce(_VERIFIER.c.name, "").label("verifier"),
            func.coalesce(_DECIDER.c.name, "").label("decider"),
            func.coalesce(_EXECUTOR.c.name, "").label("executor"),
        )
        .select_from(_DELAY)
        .join(_SUB, _SUB.c.id == _DELAY.c.subscription_id)
        .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == _SUB.c.customer_id)
        .join(_STAFF, _STAFF.c.id == _SUB.c.consultant_id)
        .outerjoin(_VERIFIER, _VERIFIER.c.id == _DELAY.c.verified_by)
        .outerjoin(_DECIDER, _DECIDER.c.id == _DELAY.c.decided_by)
        .outerjoin(_EXECUTOR, _EXECUTOR.c.id == _DELAY.c.executed_by)
        .where(*found)
    )  # fmt: skip


_SHOWN = (
    "id", "version", "no", "state", "subscription_id", "sub_no", "unit_id", "unit", "buyer", "consultant_id",
    "consultant", "applied_on", "amount_paid", "original_due_on", "new_due_on", "days", "cumulative_days", "is_first",
    "reason", "reason_text", "late_why", "attachments", "verifier", "verified_on", "verified", "customer_signed_on",
    "submitted_on", "decider", "decided_on", "execute_by", "executor", "executed_on", "replied_on", "reply",
    "ended_on", "end_reason", "sign_due_date", "deal_state", "deal_total", "deposit_amount", "subscribed_on",
    "business_date",
)  # fmt: skip


def _built(read: Read, row: RowMapping) -> dict[str, Any]:
    level = level_for(row["cumulative_days"], row["original_due_on"], read.today, read.settings)
    pending = row["state"] == DelayState.PENDING.value
    return {
        **{name: row[name] for name in _SHOWN},
        "waits_for": level.value if level is not None and pending else "",
    }


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of the list, newest first. Filters: state, reason, consultant, since, until (applied), text."""
    return fetch(read, _listed(read, filters), (_DELAY.c.id,), ask, lambda row: _built(read, row))


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many rows the list has."""
    return count(read, _listed(read, filters))


def card(read: Read, delay_id: int) -> dict[str, Any] | None:
    """One request with its `decisions` and the deal's other requests, `before`; None outside of one's scope."""
    row = read.connection.execute(_listed(read, {}).where(_DELAY.c.id == delay_id)).mappings().first()
    if row is None:
        return None
    return {
        **_built(read, row),
        "decisions": decisions(read, NOUN, delay_id),
        "before": [each for each in of_subscription(read, row["subscription_id"]) if each["id"] != delay_id],
    }


def makers(row: Row | RowMapping) -> tuple[int | None, ...]:
    """Whom a decision has to differ from: who wrote it, handed it in, or sells the unit (2.18)."""
    return row["maker_id"], row["submitted_by"], row["consultant_id"]


def rows_of(read: Read, *states: DelayState) -> list[RowMapping]:
    """The requests in these states within one's scope, oldest first, as the list has them with their makers."""
    statement = _listed(read, {}).where(_DELAY.c.state.in_([each.value for each in states]))
    return list(read.connection.execute(statement.order_by(_DELAY.c.id)).mappings())


def may_decide(read: Read, row: RowMapping) -> bool:
    """Whether the person who looks stands high enough, and did not make it."""
    own = level_of(read.roles)
    level = level_for(row["cumulative_days"], row["original_due_on"], read.today, read.settings)
    return own is not None and level is not None and own.rank >= level.rank and not read.is_own(*makers(row))


def to_lapse(read: Read) -> list[Row]:
    """Approved requests whose time for execution is over."""
    statement = select(_DELAY).where(
        _DELAY.c.project_id == read.project_id,
        _DELAY.c.state == DelayState.APPROVED.value,
        _DELAY.c.execute_by < read.today,
    )
    return [dict(each) for each in read.connection.execute(statement.order_by(_DELAY.c.id)).mappings()]


def to_expire(read: Read) -> list[Row]:
    """Executed requests of deals in force whose last day for signing has passed, whatever delay set it."""
    statement = (
        select(_DELAY)
        .join(_SUB, _SUB.c.id == _DELAY.c.subscription_id)
        .where(
            _DELAY.c.project_id == read.project_id,
            _DELAY.c.state == DelayState.EXECUTED.value,
            _SUB.c.state == SubscriptionState.ACTIVE.value,
            _SUB.c.sign_due_date < read.today,
        )
    )
    return [dict(each) for each in read.connection.execute(statement.order_by(_DELAY.c.id)).mappings()]


def expired_deals(read: Read) -> list[RowMapping]:
    """2.8 (b): deals in force that were not signed within their delay, one row each (the delay that set the day).

    The procedure of forfeiture is due for them, until they are signed, ended, granted yet another delay, or something
    is asked for about them: then that waits for somebody.
    """
    statement = _listed(read, {}).where(
        _DELAY.c.state == DelayState.EXPIRED.value,
        _DELAY.c.new_due_on == _SUB.c.sign_due_date,
        _SUB.c.state == SubscriptionState.ACTIVE.value,
        _SUB.c.sign_due_date < read.today,
        holding_no(_SUB.c.id) == "",
    )
    return list(read.connection.execute(statement.order_by(_DELAY.c.id)).mappings())
