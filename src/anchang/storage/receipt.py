"""Receipts, what they were for, and which instalments they paid: rows that only grow (domain 2.10, 3.14, design 4).

A receipt counts from the business day of its confirmation (`confirmed_on`), a reversal from its own; `arrived_on` is
what the bank says and never moves a figure of an earlier day. Money in fen.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, RowMapping, Select, UniqueConstraint, exists, func, or_, select
from sqlmodel import Field

from anchang.domain.access import MONEY
from anchang.domain.allocation import Rest
from anchang.domain.contract_desk import ContractWaiting
from anchang.domain.plan import OWN_FUNDS, PRICE, MoneyType
from anchang.domain.receipt import PayWay, ReceiptState
from anchang.domain.voucher import VoucherKind
from anchang.storage.base import Entry, Record, table_of
from anchang.storage.columns import day, flag, instant, one_of, positive, scaled
from anchang.storage.customer import Customer
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.plan import Instalment, current_lines
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.subscription import Subscription
from anchang.storage.unit import Unit
from anchang.storage.voucher import Voucher, stands, taken


class Receipt(Record, table=True):
    """One receipt (收据). `year` and `seq` make its gapless number; `business_date` is the day of its entry."""

    __table_args__ = (
        UniqueConstraint("project_id", "year", "seq"),
        UniqueConstraint("project_id", "no"),
        Index("ix_receipt_counts", "project_id", "confirmed_on"),
        Index("ix_receipt_state", "project_id", "state"),
        one_of("state", [each.value for each in ReceiptState]),
        one_of("origin", ("", "import")),
        CheckConstraint("state <> 'confirmed' OR confirmed_on IS NOT NULL", name="confirmed_has_day"),
    )

    project_id: int = Field(foreign_key="project.id")
    no: str
    year: int
    seq: int
    business_date: date = day(nullable=False)
    received_on: date = day(nullable=False)
    payer: str
    subscription_id: int = Field(foreign_key="subscription.id", index=True)
    state: str
    received_by: int = Field(foreign_key="staff.id")
    entered_at: datetime = instant(nullable=False)
    confirmed_by: int | None = Field(default=None, foreign_key="staff.id")
    confirmed_at: datetime | None = instant(default=None, nullable=True)
    confirmed_on: date | None = day(default=None, nullable=True)
    arrived_on: date | None = day(default=None, nullable=True)
    third_party: bool = flag()
    explanation: str = ""
    note: str = ""
    voucher_id: int | None = Field(default=None, foreign_key="voucher.id")  # moved here by a transfer voucher
    origin: str = ""  # import: money from before the opening, which is money of no day here
    sincerity_id: int | None = Field(default=None, foreign_key="sincerity.id")  # made of money before the paper


class ReceiptLine(Entry, table=True):
    """One part of a receipt: what for, how much, how it came. `instalment_id` is what the payer designated."""

    __tablename__ = "receipt_line"
    __table_args__ = (
        UniqueConstraint("receipt_id", "no"),
        one_of("money_type", [each.value for each in MoneyType]),
        one_of("way", [each.value for each in PayWay]),
        positive("amount"),
    )

    project_id: int = Field(foreign_key="project.id")
    receipt_id: int = Field(foreign_key="receipt.id")
    no: int
    money_type: str
    amount: int = scaled(nullable=False)
    way: str
    account: str = ""
    escrow: bool = flag()
    bank_ref: str = ""
    invoice_no: str = ""
    instalment_id: int | None = Field(default=None, foreign_key="instalment.id")


class ReceiptReversal(Entry, table=True):
    """A receipt taken back by a second person, counting from its own business day."""

    __tablename__ = "receipt_reversal"
    __table_args__ = (Index("ix_receipt_reversal_counts", "project_id", "business_date"),)

    project_id: int = Field(foreign_key="project.id")
    receipt_id: int = Field(foreign_key="receipt.id", unique=True)
    reason: str
    by_id: int = Field(foreign_key="staff.id")
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


class Allocation(Entry, table=True):
    """So much of a receipt line pays an instalment from `business_date` on; below zero where it is taken back.

    What takes it back is a reversal of the receipt, a voucher by which the money goes elsewhere (2.8), or the newer
    plan version `taken_back_by`, whose lines it pays from then on.
    """

    __table_args__ = (
        Index("ix_allocation_line", "receipt_line_id"),
        Index("ix_allocation_instalment", "instalment_id", "business_date", "amount"),
        Index("ix_allocation_deal", "subscription_id", "business_date"),
        Index("ix_allocation_day", "project_id", "business_date"),
        CheckConstraint("amount <> 0", name="amount_not_zero"),
        CheckConstraint(
            "(amount < 0) = (reversal_id IS NOT NULL OR voucher_id IS NOT NULL OR taken_back_by IS NOT NULL)",
            name="reversal_is_negative",
        ),
        CheckConstraint(
            "(reversal_id IS NULL OR voucher_id IS NULL) "
            "AND (taken_back_by IS NULL OR (reversal_id IS NULL AND voucher_id IS NULL))",
            name="taken_back_once",
        ),
    )

    project_id: int = Field(foreign_key="project.id")
    receipt_line_id: int = Field(foreign_key="receipt_line.id")
    instalment_id: int = Field(foreign_key="instalment.id")
    subscription_id: int = Field(foreign_key="subscription.id")
    reversal_id: int | None = Field(default=None, foreign_key="receipt_reversal.id")
    voucher_id: int | None = Field(default=None, foreign_key="voucher.id")
    taken_back_by: int | None = Field(default=None, foreign_key="plan_version.id")
    amount: int = scaled(nullable=False)
    business_date: date = day(nullable=False)


_RECEIPT, _LINE, _REVERSAL = table_of(Receipt), table_of(ReceiptLine), table_of(ReceiptReversal)
_USE, _INSTALMENT, _VOUCHER = table_of(Allocation), table_of(Instalment), table_of(Voucher)
_SUB, _UNIT, _CUSTOMER, _STAFF = table_of(Subscription), table_of(Unit), table_of(Customer), table_of(Staff)


def id_by_no(read: Read, text: str) -> int | None:
    """The id of the receipt with this number."""
    found: int | None = read.connection.execute(
        select(_RECEIPT.c.id).where(
            _RECEIPT.c.project_id == read.project_id, func.lower(_RECEIPT.c.no) == text.strip().lower()
        )
    ).scalar()
    return found


def lines_of(read: Read, receipt_id: int) -> list[RowMapping]:
    """The lines of a receipt in order, as stored."""
    return list(
        read.connection.execute(select(_LINE).where(_LINE.c.receipt_id == receipt_id).order_by(_LINE.c.no)).mappings()
    )


def _used() -> Any:
    return (
        select(func.coalesce(func.sum(_USE.c.amount), 0))
        .where(_USE.c.receipt_line_id == _LINE.c.id)
        .correlate(_LINE)
        .scalar_subquery()
    )


def rests(read: Read, subscription_id: int) -> list[Rest]:
    """Price money of a deal that counts, pays nothing and no voucher took, oldest first: the surplus (2.10)."""
    used = (_used() + taken(_LINE.c.id)).label("used")
    rows = read.connection.execute(
        select(_LINE.c.id, _LINE.c.money_type, _LINE.c.amount, _LINE.c.instalment_id, used)
        .join(_RECEIPT, _RECEIPT.c.id == _LINE.c.receipt_id)
        .where(
            _RECEIPT.c.subscription_id == subscription_id,
            _RECEIPT.c.state == ReceiptState.CONFIRMED.value,
            _LINE.c.money_type.in_([each.value for each in PRICE]),
        )
        .order_by(_RECEIPT.c.confirmed_on, _RECEIPT.c.confirmed_at, _RECEIPT.c.id, _LINE.c.no)
    )
    return [
        Rest(row.id, MoneyType(row.money_type), int(row.amount - row.used), row.instalment_id)
        for row in rows
        if row.amount > row.used
    ]


def money_of(read: Read, subscription_id: int) -> list[Rest]:
    """Price money of a deal that counts, whatever it pays, oldest first: what a new plan has to begin with."""
    whole = {rest.line_id: rest.amount for rest in rests(read, subscription_id)}
    for line_id, _, fen in uses_in(read, subscription_id):
        whole[line_id] = whole.get(line_id, 0) + fen
    rows = read.connection.execute(
        select(_LINE.c.id, _LINE.c.money_type)
        .join(_RECEIPT, _RECEIPT.c.id == _LINE.c.receipt_id)
        .where(_LINE.c.id.in_(list(whole)))
        .order_by(_RECEIPT.c.confirmed_on, _RECEIPT.c.confirmed_at, _RECEIPT.c.id, _LINE.c.no)
    )
    return [Rest(row.id, MoneyType(row.money_type), whole[row.id]) for row in rows]


def uses_of(read: Read, receipt_id: int) -> list[tuple[int, int, int]]:
    """(receipt line, instalment, fen) that a receipt pays now, net of what was taken back."""
    rows = read.connection.execute(
        select(_USE.c.receipt_line_id, _USE.c.instalment_id, func.sum(_USE.c.amount).label("fen"))
        .join(_LINE, _LINE.c.id == _USE.c.receipt_line_id)
        .where(_LINE.c.receipt_id == receipt_id)
        .group_by(_USE.c.receipt_line_id, _USE.c.instalment_id)
        .having(func.sum(_USE.c.amount) != 0)
        .order_by(_USE.c.receipt_line_id, _USE.c.instalment_id)
    )
    return [(row.receipt_line_id, row.instalment_id, int(row.fen)) for row in rows]


def uses_in(read: Read, subscription_id: int) -> list[tuple[int, int, int]]:
    """(receipt line, instalment, fen) that the money of a deal pays now, net of what was taken back, in order."""
    rows = read.connection.execute(
        select(_USE.c.receipt_line_id, _USE.c.instalment_id, func.sum(_USE.c.amount).label("fen"))
        .where(_USE.c.subscription_id == subscription_id)
        .group_by(_USE.c.receipt_line_id, _USE.c.instalment_id)
        .having(func.sum(_USE.c.amount) != 0)
        .order_by(_USE.c.receipt_line_id, _USE.c.instalment_id)
    )
    return [(row.receipt_line_id, row.instalment_id, int(row.fen)) for row in rows]


def paid_lines(read: Read, subscription_id: int) -> dict[int, int]:
    """Instalment id -> fen paid as of now, of every version of the deal's plan; a credit counts as paid (2.6)."""
    rows = read.connection.execute(
        select(_USE.c.instalment_id, func.sum(_USE.c.amount).label("fen"))
        .where(_USE.c.subscription_id == subscription_id)
        .group_by(_USE.c.instalment_id)
    )
    found = {row.instalment_id: int(row.fen) for row in rows}
    credit = credited_fen(read, subscription_id)
    line = credit and credited_line(read, subscription_id)
    if line:
        found[line] = found.get(line, 0) + credit
    return found


def credited_fen(read: Read, subscription_id: int) -> int:
    """What credit vouchers take off the last own-funds instalment, in fen (2.6 «executed on collection»)."""
    found = read.connection.execute(
        select(func.coalesce(func.sum(_VOUCHER.c.amount), 0)).where(
            _VOUCHER.c.subscription_id == subscription_id, _VOUCHER.c.kind == VoucherKind.CREDIT.value, stands()
        )
    ).scalar()
    return int(found or 0)


def credited_line(read: Read, subscription_id: int) -> int | None:
    """The instalment that credits lower: the last own-funds one of the plan that holds."""
    own = [each for each in current_lines(read.connection, subscription_id) if each.line.money_type in OWN_FUNDS]
    return own[-1].id if own else None


def deposit_received(read: Read, subscription_id: int) -> int:
    """What has come in on the deposit line of a deal, in fen, net of reversals (2.3)."""
    found = read.connection.execute(
        select(func.coalesce(func.sum(_USE.c.amount), 0))
        .join(_INSTALMENT, _INSTALMENT.c.id == _USE.c.instalment_id)
        .where(_USE.c.subscription_id == subscription_id, _INSTALMENT.c.money_type == MoneyType.DEPOSIT.value)
    ).scalar()
    return int(found or 0)


def has_receipt(read: Read, subscription_id: int) -> bool:
    """Whether a receipt of the deal stands that is not reversed, be the money still on its way (2.3 «no receipt»)."""
    found = read.connection.execute(
        select(
            exists().where(
                _RECEIPT.c.subscription_id == subscription_id, _RECEIPT.c.state != ReceiptState.REVERSED.value
            )
        )
    ).scalar()
    return bool(found)


def unconfirmed(read: Read, subscription_id: int) -> tuple[str, ...]:
    """Numbers of the deal's receipts whose money is still on its way."""
    return tuple(
        read.connection.execute(
            select(_RECEIPT.c.no)
            .where(_RECEIPT.c.subscription_id == subscription_id, _RECEIPT.c.state == ReceiptState.ENTERED.value)
            .order_by(_RECEIPT.c.id)
        ).scalars()
    )


def receipts_of(read: Read, subscription_id: int) -> list[str]:
    """The numbers of the receipts that count, oldest first, for the papers (3.7)."""
    return list(
        read.connection.execute(
            select(_RECEIPT.c.no)
            .where(_RECEIPT.c.subscription_id == subscription_id, _RECEIPT.c.state == ReceiptState.CONFIRMED.value)
            .order_by(_RECEIPT.c.id)
        ).scalars()
    )


# The list of receipts, and one of them.


def _of_lines(what: Any) -> Any:
    return select(what).where(_LINE.c.receipt_id == _RECEIPT.c.id).correlate(_RECEIPT).scalar_subquery()


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    statement = (
        select(
            _RECEIPT,
            _of_lines(func.sum(_LINE.c.amount)).label("amount"),
            _of_lines(func.min(_LINE.c.money_type)).label("money_type"),
            _of_lines(func.min(_LINE.c.way)).label("way"),
            _of_lines(func.count()).label("parts"),
            _SUB.c.sub_no,
            _UNIT.c.label.label("unit"),
            _UNIT.c.building,
            _CUSTOMER.c.name.label("customer"),
            _STAFF.c.name.label("cashier"),
            _REVERSAL.c.business_date.label("reversed_on"),
            _REVERSAL.c.reason.label("reversal_reason"),
        )
        .join(_SUB, _SUB.c.id == _RECEIPT.c.subscription_id)
        .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == _SUB.c.customer_id)
        .join(_STAFF, _STAFF.c.id == _RECEIPT.c.received_by)
        .outerjoin(_REVERSAL, _REVERSAL.c.receipt_id == _RECEIPT.c.id)
        .where(
            _RECEIPT.c.project_id == read.project_id,
            # An opening receipt whose place others took, or whose import was taken back, never was.
            or_(_RECEIPT.c.origin == "", _RECEIPT.c.state != ReceiptState.REVERSED.value),
        )
    )
    if not read.sees_all:
        statement = statement.where(_SUB.c.consultant_id == read.staff_id)
    return _narrowed(statement, filters)


def _narrowed(statement: Select[Any], filters: Mapping[str, Any]) -> Select[Any]:
    if filters.get("state"):
        statement = statement.where(_RECEIPT.c.state == str(filters["state"]))
    if filters.get("subscription"):
        statement = statement.where(_RECEIPT.c.subscription_id == int(filters["subscription"]))
    if filters.get("since"):
        statement = statement.where(_RECEIPT.c.business_date >= filters["since"])
    if filters.get("until"):
        statement = statement.where(_RECEIPT.c.business_date <= filters["until"])
    if filters.get("text"):
        wanted = str(filters["text"])
        statement = statement.where(
            _RECEIPT.c.no.contains(wanted, autoescape=True)
            | _RECEIPT.c.payer.contains(wanted, autoescape=True)
            | _UNIT.c.label.contains(wanted, autoescape=True)
            | _CUSTOMER.c.name.contains(wanted, autoescape=True)
        )
    return statement


_SHOWN = (
    "id", "voucher_id", "sincerity_id", "version", "no", "business_date", "received_on", "payer", "state",
    "confirmed_on", "arrived_on", "third_party", "explanation", "note", "amount", "money_type", "way", "parts",
    "subscription_id", "sub_no", "unit", "building", "customer", "received_by", "cashier", "reversed_on",
    "reversal_reason", "origin",
)  # fmt: skip

_PARTS = ("no", "money_type", "amount", "way", "account", "escrow", "bank_ref", "invoice_no")


def _built(row: RowMapping) -> dict[str, Any]:
    shown = {name: row[name] for name in _SHOWN}
    shown["amount"] = int(row["amount"])  # a server gives a sum its own type
    if row["parts"] > 1:  # a list cell names one kind; the card has them all
        shown["money_type"], shown["way"] = "", ""
    return shown


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of receipts, newest first: filters state, subscription, since, until, text."""
    return fetch(read, _listed(read, filters), (_RECEIPT.c.id,), ask, _built)


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many receipts the list has."""
    return count(read, _listed(read, filters))


def waiting(read: Read) -> list[dict[str, Any]]:
    """For cashiers and accountants: rows of the list whose arrival is to be confirmed, with `waiting`, oldest first."""
    if not read.roles & MONEY:
        return []
    statement = _listed(read, {"state": ReceiptState.ENTERED.value}).order_by(_RECEIPT.c.id)
    return [
        {**_built(row), "waiting": ContractWaiting.CONFIRM.value}
        for row in read.connection.execute(statement).mappings()
    ]


def card(read: Read, receipt_id: int) -> dict[str, Any] | None:
    """One receipt with `lines` (each with `used`, fen that pay instalments, and `surplus`), None out of one's scope."""
    row = read.connection.execute(_listed(read, {}).where(_RECEIPT.c.id == receipt_id)).mappings().first()
    if row is None:
        return None
    used: dict[int, list[dict[str, int]]] = {}
    numbers = dict(
        read.connection.execute(
            select(_INSTALMENT.c.id, _INSTALMENT.c.no).where(_INSTALMENT.c.subscription_id == row["subscription_id"])
        ).all()
    )
    for line_id, instalment_id, fen in uses_of(read, receipt_id):
        used.setdefault(line_id, []).append({"instalment_no": numbers[instalment_id], "amount": fen})
    lines = [
        {
            **{name: line[name] for name in _PARTS},
            "used": used.get(line["id"], []),
        }
        for line in lines_of(read, receipt_id)
    ]
    return {**_built(row), "lines": lines}
