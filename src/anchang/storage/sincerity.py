"""Small orders and sincerity money: rows of money before a subscription, and how each came to its end (2.10, 5.3).

The money counts from the day of its confirmation, its end from its own day. It is never in a receivable. Money in fen.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CheckConstraint, Index, RowMapping, Select, UniqueConstraint, func, or_, select, text
from sqlmodel import Field

from anchang.domain.access import MONEY
from anchang.domain.receipt import PayWay
from anchang.domain.sincerity import STANDS, SincerityEnd, SincerityKind, SincerityState
from anchang.storage.base import Entry, Record, table_of
from anchang.storage.columns import day, flag, instant, one_of, positive, scaled
from anchang.storage.customer import Customer
from anchang.storage.launch import Launch, LaunchTicket
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.receipt import Receipt
from anchang.storage.staff import Staff
from anchang.storage.subscription import Subscription
from anchang.storage.unit import Unit
from anchang.storage.work import Row

_STANDING = [each.value for each in sorted(STANDS)]
_ONE_NUMBER = text("state IN ('entered', 'held', 'refund_due')")


class Sincerity(Record, table=True):
    """One receipt of money before a subscription. `year` and `seq` make its gapless number.

    A small order names the claim that it was taken for, sincerity money its launch, and the number once there is one.
    """

    __table_args__ = (
        UniqueConstraint("project_id", "year", "seq"),
        UniqueConstraint("project_id", "no"),
        Index("ix_sincerity_counts", "project_id", "confirmed_on"),
        Index("ix_sincerity_state", "project_id", "state"),
        Index("ix_sincerity_customer", "customer_id"),
        Index("ix_sincerity_claim", "claim_id"),
        Index("ix_sincerity_launch", "launch_id", "customer_id"),
        Index(
            "uq_sincerity_ticket", "ticket_id", unique=True, sqlite_where=_ONE_NUMBER, postgresql_where=_ONE_NUMBER
        ),
        one_of("kind", [each.value for each in SincerityKind]),
        one_of("state", [each.value for each in SincerityState]),
        one_of("way", [each.value for each in PayWay]),
        positive("amount"),
        CheckConstraint(
            "(kind = 'small_order') = (claim_id IS NOT NULL AND unit_id IS NOT NULL)", name="small_order_has_hold"
        ),
        CheckConstraint("(kind = 'launch') = (launch_id IS NOT NULL)", name="sincerity_has_launch"),
        CheckConstraint("state IN ('entered', 'reversed') OR confirmed_on IS NOT NULL", name="confirmed_has_day"),
    )

    project_id: int = Field(foreign_key="project.id")
    no: str
    year: int
    seq: int
    business_date: date = day(nullable=False)
    received_on: date = day(nullable=False)
    kind: str
    customer_id: int = Field(foreign_key="customer.id")
    consultant_id: int = Field(foreign_key="staff.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    claim_id: int | None = Field(default=None, foreign_key="unit_claim.id")
    launch_id: int | None = Field(default=None, foreign_key="launch.id")
    ticket_id: int | None = Field(default=None, foreign_key="launch_ticket.id")
    payer: str
    third_party: bool = flag()
    amount: int = scaled(nullable=False)
    way: str
    account: str = ""
    escrow: bool = flag()
    bank_ref: str = ""
    explanation: str = ""
    note: str = ""
    state: str
    received_by: int = Field(foreign_key="staff.id")
    entered_at: datetime = instant(nullable=False)
    confirmed_by: int | None = Field(default=None, foreign_key="staff.id")
    confirmed_at: datetime | None = instant(default=None, nullable=True)
    confirmed_on: date | None = day(default=None, nullable=True)
    arrived_on: date | None = day(default=None, nullable=True)
    asked_by: int | None = Field(default=None, foreign_key="staff.id")
    asked_on: date | None = day(default=None, nullable=True)
    reason: str = ""


class SincerityClosing(Entry, table=True):
    """How one came to its end, written once: given back, moved to the deposit of `receipt_id`, or reversed."""

    __tablename__ = "sincerity_closing"
    __table_args__ = (
        Index("ix_sincerity_closing_day", "project_id", "business_date"),
        one_of("kind", [each.value for each in SincerityEnd]),
        one_of("way", ["", *(each.value for each in PayWay)]),
        positive("amount"),
        CheckConstraint("(kind = 'move') = (receipt_id IS NOT NULL)", name="move_has_receipt"),
    )

    project_id: int = Field(foreign_key="project.id")
    sincerity_id: int = Field(foreign_key="sincerity.id", unique=True)
    kind: str
    amount: int = scaled(nullable=False)
    receipt_id: int | None = Field(default=None, foreign_key="receipt.id")
    account: str = ""
    bank: str = ""
    way: str = ""
    bank_ref: str = ""
    reason: str = ""
    by_id: int = Field(foreign_key="staff.id")
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


_MONEY, _END = table_of(Sincerity), table_of(SincerityClosing)
_CUSTOMER, _STAFF, _UNIT = table_of(Customer), table_of(Staff), table_of(Unit)
_LAUNCH, _TICKET = table_of(Launch), table_of(LaunchTicket)
_RECEIPT, _SUB = table_of(Receipt), table_of(Subscription)
_CASHIER, _ENDER, _ASKER = _STAFF.alias("cashier"), _STAFF.alias("ender"), _STAFF.alias("asker")


def id_by_no(read: Read, text_: str) -> int | None:
    """The id of the money with this receipt number."""
    found: int | None = read.connection.execute(
        select(_MONEY.c.id).where(
            _MONEY.c.project_id == read.project_id, func.lower(_MONEY.c.no) == text_.strip().lower()
        )
    ).scalar()
    return found


def _standing(read: Read, *where: Any) -> list[Row]:
    statement = select(_MONEY).where(
        _MONEY.c.project_id == read.project_id, _MONEY.c.state.in_(_STANDING), *where
    )
    return cast("list[Row]", list(read.connection.execute(statement.order_by(_MONEY.c.id)).mappings()))


def on_claim(read: Read, claim_id: int) -> list[Row]:
    """The money that stands and was taken for this hold, oldest first."""
    return _standing(read, _MONEY.c.claim_id == claim_id)


def on_ticket(read: Read, ticket_id: int) -> list[Row]:
    """The money that stands and that this registration number rests on: at most one."""
    return _standing(read, _MONEY.c.ticket_id == ticket_id)


def of_launch(read: Read, launch_id: int, customer_id: int | None = None) -> list[Row]:
    """The money that stands for a launch, of one customer or of all, oldest first."""
    whose = () if customer_id is None else (_MONEY.c.customer_id == customer_id,)
    return _standing(read, _MONEY.c.launch_id == launch_id, *whose)


def of_receipt(read: Read, sincerity_id: int) -> str:
    """The number of the money that a receipt was made of; empty where there is none."""
    return str(read.connection.execute(select(_MONEY.c.no).where(_MONEY.c.id == sincerity_id)).scalar() or "")


# The list, and one of them.


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    statement = (
        select(
            _MONEY,
            _CUSTOMER.c.name.label("customer"),
            _STAFF.c.name.label("consultant"),
            _CASHIER.c.name.label("cashier"),
            func.coalesce(_UNIT.c.label, "").label("unit"),
            func.coalesce(_LAUNCH.c.no, "").label("launch"),
            _TICKET.c.no.label("number"),
            func.coalesce(_ASKER.c.name, "").label("asker"),
            _END.c.kind.label("ended"),
            _END.c.business_date.label("ended_on"),
            _END.c.account.label("back_account"),
            _END.c.bank.label("back_bank"),
            _END.c.bank_ref.label("back_ref"),
            _END.c.way.label("back_way"),
            _END.c.reason.label("end_reason"),
            func.coalesce(_ENDER.c.name, "").label("ender"),
            func.coalesce(_RECEIPT.c.no, "").label("receipt"),
            func.coalesce(_SUB.c.sub_no, "").label("sub_no"),
        )
        .join(_CUSTOMER, _CUSTOMER.c.id == _MONEY.c.customer_id)
        .join(_STAFF, _STAFF.c.id == _MONEY.c.consultant_id)
        .join(_CASHIER, _CASHIER.c.id == _MONEY.c.received_by)
        .outerjoin(_UNIT, _UNIT.c.id == _MONEY.c.unit_id)
        .outerjoin(_LAUNCH, _LAUNCH.c.id == _MONEY.c.launch_id)
        .outerjoin(_TICKET, _TICKET.c.id == _MONEY.c.ticket_id)
        .outerjoin(_ASKER, _ASKER.c.id == _MONEY.c.asked_by)
        .outerjoin(_END, _END.c.sincerity_id == _MONEY.c.id)
        .outerjoin(_ENDER, _ENDER.c.id == _END.c.by_id)
        .outerjoin(_RECEIPT, _RECEIPT.c.id == _END.c.receipt_id)
        .outerjoin(_SUB, _SUB.c.id == _RECEIPT.c.subscription_id)
        .where(_MONEY.c.project_id == read.project_id)
    )
    if not read.sees_all:
        statement = statement.where(_MONEY.c.consultant_id == read.staff_id)
    return _narrowed(statement, filters)


def _narrowed(statement: Select[Any], filters: Mapping[str, Any]) -> Select[Any]:
    for name in ("state", "kind"):
        if filters.get(name):
            statement = statement.where(_MONEY.c[name] == str(filters[name]))
    if filters.get("customer"):
        statement = statement.where(_MONEY.c.customer_id == int(filters["customer"]))
    if filters.get("since"):
        statement = statement.where(_MONEY.c.business_date >= filters["since"])
    if filters.get("until"):
        statement = statement.where(_MONEY.c.business_date <= filters["until"])
    if filters.get("text"):
        wanted = str(filters["text"])
        parts = (_MONEY.c.no, _MONEY.c.payer, _CUSTOMER.c.name, _UNIT.c.label, _LAUNCH.c.no)
        statement = statement.where(or_(*(part.contains(wanted, autoescape=True) for part in parts)))
    return statement


_SHOWN = (
    "id", "version", "no", "business_date", "received_on", "kind", "customer_id", "customer", "consultant",
    "consultant_id", "unit_id", "unit", "claim_id", "launch_id", "launch", "ticket_id", "number", "payer",
    "third_party", "amount", "way", "account", "escrow", "bank_ref", "explanation", "note", "state", "received_by",
    "cashier", "confirmed_on", "arrived_on", "asked_by", "asker", "asked_on", "reason", "ended", "ended_on",
    "back_account", "back_bank", "back_ref", "back_way", "end_reason", "ender", "receipt", "sub_no",
)  # fmt: skip


def _built(row: RowMapping) -> dict[str, Any]:
    shown = {name: row[name] for name in _SHOWN}
    number = "" if row["number"] is None else f" #{row['number']}"
    shown["about"] = row["unit"] or f"{row['launch']}{number}"
    shown["goes_to"] = row["sub_no"]
    return shown


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of them, newest first: filters state, kind, customer, since, until, text."""
    return fetch(read, _listed(read, filters), (_MONEY.c.id,), ask, _built)


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many the list has."""
    return count(read, _listed(read, filters))


def card(read: Read, sincerity_id: int) -> dict[str, Any] | None:
    """One of them, None out of one's scope."""
    row = read.connection.execute(_listed(read, {}).where(_MONEY.c.id == sincerity_id)).mappings().first()
    return None if row is None else _built(row)


def waiting(read: Read) -> list[dict[str, Any]]:
    """For cashiers and accountants: what is to be confirmed and what is to be given back, oldest first."""
    if not read.roles & MONEY:
        return []
    waits = (SincerityState.ENTERED.value, SincerityState.REFUND_DUE.value)
    statement = _listed(read, {}).where(_MONEY.c.state.in_(waits)).order_by(_MONEY.c.id)
    return [_built(row) for row in read.connection.execute(statement).mappings()]
