"""Money that left the house, by the day on which it left, and customers' money that is here (2.8, 2.10, 5.7, 4.4).

A refund voucher takes money off its deal when it is written; until the cashier pays it that money is still here. What
the company pays on top of a deposit that it took (art. 587) is its own: it goes out without having come in. Fen.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import String, and_, func, literal, select

from anchang.domain.receipt import PayWay
from anchang.domain.sincerity import SincerityEnd
from anchang.domain.voucher import VoucherKind
from anchang.storage.base import table_of
from anchang.storage.customer import Customer
from anchang.storage.day_report import own, sold
from anchang.storage.reading import Read
from anchang.storage.receipt import Receipt, ReceiptLine, ReceiptReversal
from anchang.storage.receivable import scope
from anchang.storage.receivable_period import money_came, received
from anchang.storage.sincerity import Sincerity, SincerityClosing
from anchang.storage.staff import Staff
from anchang.storage.subscription import Subscription
from anchang.storage.unit import Unit
from anchang.storage.voucher import Voucher, VoucherLine, VoucherPayment, stands

_VOUCHER, _TAKEN, _PAYMENT = table_of(Voucher), table_of(VoucherLine), table_of(VoucherPayment)
_RECEIPT, _LINE = table_of(Receipt), table_of(ReceiptLine)
_REVERSAL, _SUB, _UNIT = table_of(ReceiptReversal), table_of(Subscription), table_of(Unit)
_CUSTOMER, _STAFF = table_of(Customer), table_of(Staff)
_BEFORE, _END = table_of(Sincerity), table_of(SincerityClosing)
_SELLER = _STAFF.alias("seller")
HOUSE = (VoucherKind.FORFEITURE, VoucherKind.FEE)  # what is the company's from then on


@dataclass(frozen=True, slots=True)
class Paid:
    """What the cashier paid out on one day by kind of voucher and way; `count` vouchers."""

    day: date
    kind: VoucherKind
    way: PayWay
    amount: int
    count: int


def paid(read: Read, first: date, last: date) -> list[Paid]:
    """Vouchers paid out in the period, by day, kind and way."""
    rows = read.connection.execute(
        select(
            _PAYMENT.c.paid_on, _VOUCHER.c.kind, _PAYMENT.c.way, func.sum(_VOUCHER.c.amount).label("amount"),
            func.count().label("vouchers"),
        )
        .join(_VOUCHER, _VOUCHER.c.id == _PAYMENT.c.voucher_id)
        .join(_SUB, _SUB.c.id == _VOUCHER.c.subscription_id)
        .where(scope(read), _PAYMENT.c.paid_on >= first, _PAYMENT.c.paid_on <= last)
        .group_by(_PAYMENT.c.paid_on, _VOUCHER.c.kind, _PAYMENT.c.way)
        .order_by(_PAYMENT.c.paid_on, _VOUCHER.c.kind, _PAYMENT.c.way)
    )  # fmt: skip
    return [Paid(r.paid_on, VoucherKind(r.kind), PayWay(r.way), int(r.amount), r.vouchers) for r in rows]


@dataclass(frozen=True, slots=True)
class Till:
    """Customers' money of a period: `before` + `brought` + `came` - `house` - `back` = `after`.

    `brought` came with an opening balance, `house` was forfeited or paid as a fee, `back` was paid out. `after` is read
    from what each receipt line still has, by another way than the rest; `waiting` of it is granted and not paid yet.
    `on_top` is what the company paid of its own.
    """

    before: int
    brought: int
    came: int
    house: int
    back: int
    after: int
    waiting: int
    on_top: int

    @property
    def ties(self) -> bool:
        """Money in = money out + money held."""
        return self.before + self.brought + self.came - self.house - self.back == self.after


def till(read: Read, first: date, last: date) -> Till:
    """Customers' money from the day before the period to its last day, deals that one may see."""
    before = first - timedelta(days=1)
    came, out = sum(each.amount for each in received(read, first, last)), paid(read, first, last)
    whole = money_came(read, last) - money_came(read, before)
    return Till(
        before=_held(read, before),
        brought=whole - came,
        came=came,
        house=_house(read, last) - _house(read, before),
        back=sum(each.amount for each in out if each.kind is VoucherKind.REFUND),
        after=_held(read, last),
        waiting=_waiting(read, last),
        on_top=sum(each.amount for each in out if each.kind is VoucherKind.COMPENSATION),
    )


def _house(read: Read, until: date) -> int:
    kinds = [each.value for each in HOUSE]
    found = read.connection.execute(
        select(func.coalesce(func.sum(_VOUCHER.c.amount), 0))
        .join(_SUB, _SUB.c.id == _VOUCHER.c.subscription_id)
        .where(scope(read), _VOUCHER.c.kind.in_(kinds), stands(until))
    ).scalar()
    return int(found or 0)


def _waiting(read: Read, until: date) -> int:
    found = read.connection.execute(
        select(func.coalesce(func.sum(_VOUCHER.c.amount), 0))
        .join(_SUB, _SUB.c.id == _VOUCHER.c.subscription_id)
        .outerjoin(_PAYMENT, and_(_PAYMENT.c.voucher_id == _VOUCHER.c.id, _PAYMENT.c.paid_on <= until))
        .where(scope(read), _VOUCHER.c.kind == VoucherKind.REFUND.value, stands(until), _PAYMENT.c.id.is_(None))
    ).scalar()
    return int(found or 0)


def _held(read: Read, until: date) -> int:
    """What the lines of the receipts that count have left, with refunds that are not paid yet, as of that day."""
    lines = (
        select(func.coalesce(func.sum(_LINE.c.amount), 0))
        .join(_RECEIPT, _RECEIPT.c.id == _LINE.c.receipt_id)
        .join(_SUB, _SUB.c.id == _RECEIPT.c.subscription_id)
        .outerjoin(_REVERSAL, and_(_REVERSAL.c.receipt_id == _RECEIPT.c.id, _REVERSAL.c.business_date <= until))
        .where(scope(read), _RECEIPT.c.confirmed_on <= until, _REVERSAL.c.id.is_(None))
    )
    gone = (
        select(func.coalesce(func.sum(_TAKEN.c.amount), 0))
        .join(_VOUCHER, _VOUCHER.c.id == _TAKEN.c.voucher_id)
        .join(_LINE, _LINE.c.id == _TAKEN.c.receipt_line_id)
        .join(_RECEIPT, _RECEIPT.c.id == _LINE.c.receipt_id)
        .join(_SUB, _SUB.c.id == _RECEIPT.c.subscription_id)
        .where(scope(read), stands(until))
    )
    rest = (read.connection.execute(each).scalar() or 0 for each in (lines, gone))
    return int(next(rest)) - int(next(rest)) + _waiting(read, until)


def payments(read: Read, first: date, last: date) -> list[dict[str, Any]]:
    """Every payment of the period by day: number, unit, customer, payee, kind, fen, way, who paid, whose deal it was.

    Vouchers of the deals in one's figures, and small orders and sincerity money that went back (kind `sincerity`).
    """
    of_deals = (
        select(
            _PAYMENT.c.paid_on.label("day"), _VOUCHER.c.no, _VOUCHER.c.kind, _VOUCHER.c.amount, _VOUCHER.c.payee,
            _PAYMENT.c.way, _PAYMENT.c.bank_ref, _UNIT.c.label.label("unit"), _CUSTOMER.c.name.label("customer"),
            _STAFF.c.name.label("cashier"), _SELLER.c.name.label("consultant"),
        )
        .join(_VOUCHER, _VOUCHER.c.id == _PAYMENT.c.voucher_id)
        .join(_SUB, _SUB.c.id == _VOUCHER.c.subscription_id)
        .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == _SUB.c.customer_id)
        .join(_STAFF, _STAFF.c.id == _PAYMENT.c.by_id)
        .join(_SELLER, _SELLER.c.id == _SUB.c.consultant_id)
        .where(sold(read, _SUB, "id"), _PAYMENT.c.paid_on >= first, _PAYMENT.c.paid_on <= last)
    )  # fmt: skip
    before = (
        select(
            _END.c.business_date.label("day"), _BEFORE.c.no, _END.c.amount, _BEFORE.c.payer.label("payee"),
            _END.c.way, _END.c.bank_ref, func.coalesce(_UNIT.c.label, "").label("unit"),
            _CUSTOMER.c.name.label("customer"), _STAFF.c.name.label("cashier"), _SELLER.c.name.label("consultant"),
            literal("sincerity", String).label("kind"),
        )
        .join(_BEFORE, _BEFORE.c.id == _END.c.sincerity_id)
        .outerjoin(_UNIT, _UNIT.c.id == _BEFORE.c.unit_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == _BEFORE.c.customer_id)
        .join(_STAFF, _STAFF.c.id == _END.c.by_id)
        .join(_SELLER, _SELLER.c.id == _BEFORE.c.consultant_id)
        .where(
            own(read, _BEFORE, "consultant_id"), _END.c.kind == SincerityEnd.REFUND.value,
            _END.c.business_date >= first, _END.c.business_date <= last,
        )
    )  # fmt: skip
    found = [dict(row) for each in (of_deals, before) for row in read.connection.execute(each).mappings()]
    return sorted(found, key=lambda row: (row["day"], row["no"]))
