"""What use cases, cards and reports ask of vouchers and of the money that is still here (domain 2.8, 5.7). Fen."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Select, func, select

from anchang.domain.access import MONEY
from anchang.domain.plan import MoneyType
from anchang.domain.receipt import ReceiptState
from anchang.domain.voucher import PAID_OUT, TAKES, VoucherKind
from anchang.storage.base import table_of
from anchang.storage.change import ChangeRequest
from anchang.storage.customer import Customer
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.receipt import Allocation, Receipt, ReceiptLine
from anchang.storage.staff import Staff
from anchang.storage.subscription import Subscription
from anchang.storage.unit import Unit
from anchang.storage.voucher import Voucher, VoucherLine, VoucherPayment, VoucherReversal, stands, taken

_VOUCHER, _TAKEN = table_of(Voucher), table_of(VoucherLine)
_PAYMENT, _BACK = table_of(VoucherPayment), table_of(VoucherReversal)
_RECEIPT, _LINE, _USE = table_of(Receipt), table_of(ReceiptLine), table_of(Allocation)
_SUB, _UNIT, _CUSTOMER = table_of(Subscription), table_of(Unit), table_of(Customer)
_STAFF, _REQUEST = table_of(Staff), table_of(ChangeRequest)


def held(read: Read, subscription_id: int) -> list[RowMapping]:
    """Receipt lines of a deal with money that is still here: id, receipt, payer, received_on, money_type, `held` fen.

    Of receipts that count, less what vouchers took; the oldest first.
    """
    left = (_LINE.c.amount - taken(_LINE.c.id)).label("held")
    rows = read.connection.execute(
        select(
            _LINE.c.id, _RECEIPT.c.id.label("receipt_id"), _RECEIPT.c.no.label("receipt"), _RECEIPT.c.payer,
            _RECEIPT.c.received_on, _LINE.c.money_type, _LINE.c.account, _LINE.c.escrow, _LINE.c.instalment_id, left,
        )
        .join(_RECEIPT, _RECEIPT.c.id == _LINE.c.receipt_id)
        .where(_RECEIPT.c.subscription_id == subscription_id, _RECEIPT.c.state == ReceiptState.CONFIRMED.value)
        .order_by(_RECEIPT.c.confirmed_on, _RECEIPT.c.confirmed_at, _RECEIPT.c.id, _LINE.c.no)
    ).mappings()  # fmt: skip
    return [row for row in rows if row["held"] > 0]


def fees_held(read: Read, subscription_id: int, since: date) -> list[RowMapping]:
    """Of `held` the handling fees that were received on that day or later: what a request's fee is paid with (2.8)."""
    fee = MoneyType.HANDLING_FEE.value
    return [row for row in held(read, subscription_id) if row["money_type"] == fee and row["received_on"] >= since]


def uses_of_line(read: Read, line_id: int) -> list[tuple[int, int]]:
    """(instalment, fen) that a receipt line pays now, the newest use first."""
    rows = read.connection.execute(
        select(_USE.c.instalment_id, func.sum(_USE.c.amount).label("fen"))
        .where(_USE.c.receipt_line_id == line_id)
        .group_by(_USE.c.instalment_id)
        .having(func.sum(_USE.c.amount) > 0)
        .order_by(func.max(_USE.c.id).desc())
    )
    return [(row.instalment_id, int(row.fen)) for row in rows]


def on_receipt(read: Read, receipt_id: int) -> list[str]:
    """Numbers of the standing vouchers that took money of a receipt."""
    return list(
        read.connection.execute(
            select(_VOUCHER.c.no)
            .join(_TAKEN, _TAKEN.c.voucher_id == _VOUCHER.c.id)
            .join(_LINE, _LINE.c.id == _TAKEN.c.receipt_line_id)
            .where(_LINE.c.receipt_id == receipt_id, stands())
            .group_by(_VOUCHER.c.id, _VOUCHER.c.no)
            .order_by(_VOUCHER.c.id)
        ).scalars()
    )


def of_request(read: Read, request_id: int) -> list[RowMapping]:
    """The standing vouchers of a request with `paid_on`, oldest first."""
    return list(
        read.connection.execute(
            select(_VOUCHER, _PAYMENT.c.paid_on)
            .outerjoin(_PAYMENT, _PAYMENT.c.voucher_id == _VOUCHER.c.id)
            .where(_VOUCHER.c.request_id == request_id, stands())
            .order_by(_VOUCHER.c.id)
        ).mappings()
    )


def unpaid(read: Read, request_id: int) -> tuple[str, ...]:
    """Numbers of the request's vouchers that the cashier still has to pay out."""
    return tuple(
        row["no"]
        for row in of_request(read, request_id)
        if VoucherKind(row["kind"]) in PAID_OUT and row["paid_on"] is None
    )


def paid_out(read: Read, request_id: int) -> bool:
    """Whether anything of the request has left the house."""
    return any(row["paid_on"] is not None for row in of_request(read, request_id))


def lines_of(read: Read, voucher_id: int) -> list[RowMapping]:
    """What a voucher took: receipt number, payer, money type, fen."""
    return list(
        read.connection.execute(
            select(_TAKEN.c.receipt_line_id, _RECEIPT.c.no.label("receipt"), _LINE.c.money_type, _TAKEN.c.amount)
            .join(_LINE, _LINE.c.id == _TAKEN.c.receipt_line_id)
            .join(_RECEIPT, _RECEIPT.c.id == _LINE.c.receipt_id)
            .where(_TAKEN.c.voucher_id == voucher_id)
            .order_by(_TAKEN.c.id)
        ).mappings()
    )


def id_by_no(read: Read, wanted: str) -> int | None:
    """The id of the voucher with this number."""
    found: int | None = read.connection.execute(
        select(_VOUCHER.c.id).where(
            _VOUCHER.c.project_id == read.project_id, func.lower(_VOUCHER.c.no) == wanted.strip().lower()
        )
    ).scalar()
    return found


# The list of vouchers.


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    statement = (
        select(
            _VOUCHER,
            _SUB.c.sub_no,
            _UNIT.c.label.label("unit"),
            _CUSTOMER.c.name.label("customer"),
            _STAFF.c.name.label("maker"),
            _REQUEST.c.no.label("request_no"),
            _PAYMENT.c.paid_on,
            _PAYMENT.c.account,
            _PAYMENT.c.bank_ref,
            _BACK.c.business_date.label("taken_back_on"),
        )
        .join(_SUB, _SUB.c.id == _VOUCHER.c.subscription_id)
        .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == _SUB.c.customer_id)
        .join(_STAFF, _STAFF.c.id == _VOUCHER.c.maker_id)
        .outerjoin(_REQUEST, _REQUEST.c.id == _VOUCHER.c.request_id)
        .outerjoin(_PAYMENT, _PAYMENT.c.voucher_id == _VOUCHER.c.id)
        .outerjoin(_BACK, _BACK.c.voucher_id == _VOUCHER.c.id)
        .where(_VOUCHER.c.project_id == read.project_id)
    )
    if not read.sees_all:
        statement = statement.where(_SUB.c.consultant_id == read.staff_id)
    if filters.get("kind"):
        statement = statement.where(_VOUCHER.c.kind == str(filters["kind"]))
    if filters.get("subscription"):
        statement = statement.where(_VOUCHER.c.subscription_id == int(filters["subscription"]))
    if filters.get("since"):
        statement = statement.where(_VOUCHER.c.business_date >= filters["since"])
    if filters.get("until"):
        statement = statement.where(_VOUCHER.c.business_date <= filters["until"])
    if filters.get("unpaid"):
        kinds = [each.value for each in PAID_OUT]
        statement = statement.where(_VOUCHER.c.kind.in_(kinds), _PAYMENT.c.id.is_(None), _BACK.c.id.is_(None))
    if filters.get("text"):
        wanted = str(filters["text"])
        searched = (_VOUCHER.c.no, _VOUCHER.c.payee, _UNIT.c.label, _CUSTOMER.c.name, _REQUEST.c.no)
        found = searched[0].contains(wanted, autoescape=True)
        for column in searched[1:]:
            found = found | column.contains(wanted, autoescape=True)
        statement = statement.where(found)
    return statement


_SHOWN = (
    "id", "no", "kind", "business_date", "amount", "payee", "subscription_id", "sub_no", "unit", "customer", "maker",
    "maker_id", "request_id", "request_no", "reason", "paid_on", "bank_ref", "taken_back_on",
)  # fmt: skip


def _built(row: RowMapping) -> dict[str, Any]:
    return {**{name: row[name] for name in _SHOWN}, "version": 1}


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of vouchers, newest first: filters kind, subscription, since, until, unpaid, text."""
    return fetch(read, _listed(read, filters), (_VOUCHER.c.id,), ask, _built)


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many vouchers the list has."""
    return count(read, _listed(read, filters))


def card(read: Read, voucher_id: int) -> dict[str, Any] | None:
    """One voucher with `lines`, None out of one's scope."""
    row = read.connection.execute(_listed(read, {}).where(_VOUCHER.c.id == voucher_id)).mappings().first()
    if row is None:
        return None
    account = row["account"] if read.roles & MONEY else ""
    return {**_built(row), "account": account, "lines": [dict(each) for each in lines_of(read, voucher_id)]}


def waiting(read: Read) -> list[dict[str, Any]]:
    """For cashiers and accountants: vouchers to be paid out that they have not made themselves, oldest first."""
    if not read.roles & MONEY:
        return []
    statement = _listed(read, {"unpaid": True}).order_by(_VOUCHER.c.id)
    found = [_built(row) for row in read.connection.execute(statement).mappings()]
    return [row for row in found if not read.is_own(row["maker_id"])]


def took(read: Read, subscription_id: int, kinds: frozenset[VoucherKind] = TAKES) -> int:
    """What standing vouchers of these kinds took of a deal's money, in fen."""
    return sum_of(read, subscription_id, kinds, None)


def sum_of(read: Read, subscription_id: int, kinds: frozenset[VoucherKind], as_of: date | None) -> int:
    """The amounts of a deal's vouchers of these kinds that stand now, or as of a day, in fen."""
    found = read.connection.execute(
        select(func.coalesce(func.sum(_VOUCHER.c.amount), 0)).where(
            _VOUCHER.c.subscription_id == subscription_id,
            _VOUCHER.c.kind.in_([each.value for each in kinds]),
            stands(as_of),
        )
    ).scalar()
    return int(found or 0)


def moved_lines(read: Read, voucher_id: int) -> list[RowMapping]:
    """What a transfer voucher moved: each receipt line with the number of its receipt and of the one it became."""
    again = _RECEIPT.alias("again")
    became = (
        select(again.c.no)
        .where(again.c.voucher_id == voucher_id, again.c.explanation.endswith(_RECEIPT.c.no))
        .limit(1)
        .correlate(_RECEIPT)
        .scalar_subquery()
    )
    rows = read.connection.execute(
        select(_RECEIPT.c.no.label("old_no"), became.label("new_no"), _LINE.c.money_type, _TAKEN.c.amount)
        .select_from(_TAKEN)
        .join(_LINE, _LINE.c.id == _TAKEN.c.receipt_line_id)
        .join(_RECEIPT, _RECEIPT.c.id == _LINE.c.receipt_id)
        .where(_TAKEN.c.voucher_id == voucher_id)
        .order_by(_TAKEN.c.id)
    )
    return list(rows.mappings())
