"""Vouchers (挞定款, 退款, 双倍赔付, 转账单, 优惠抵减): insert-only; what they take, their payment, their end (2.8).

A voucher counts from its business date, its reversal from its own, so that what money did is true as of any day.
`queries` over vouchers stand in `voucher_query`; `taken` is here, because receipts subtract it. Money in fen.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, UniqueConstraint, exists, func, select
from sqlmodel import Field

from anchang.domain.receipt import PayWay
from anchang.domain.voucher import VoucherKind
from anchang.storage.base import Entry, table_of
from anchang.storage.columns import day, instant, one_of, positive, scaled


class Voucher(Entry, table=True):
    """One voucher. `year` and `seq` make its gapless number; `to_subscription_id` is where a transfer moves the money.

    `payee` is whoever gets it back: the payer's own name (5.7).
    """

    __table_args__ = (
        UniqueConstraint("project_id", "no"),
        UniqueConstraint("project_id", "year", "seq"),
        Index("ix_voucher_deal", "subscription_id", "business_date"),
        Index("ix_voucher_day", "project_id", "business_date"),
        Index("ix_voucher_request", "request_id"),
        one_of("kind", [each.value for each in VoucherKind]),
        positive("amount"),
    )

    project_id: int = Field(foreign_key="project.id")
    no: str
    year: int
    seq: int
    kind: str
    request_id: int | None = Field(default=None, foreign_key="change_request.id")
    subscription_id: int = Field(foreign_key="subscription.id")
    to_subscription_id: int | None = Field(default=None, foreign_key="subscription.id")
    amount: int = scaled(nullable=False)
    payee: str = ""
    reason: str = ""
    maker_id: int = Field(foreign_key="staff.id")
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


class VoucherLine(Entry, table=True):
    """So much of a receipt line was taken by a voucher."""

    __tablename__ = "voucher_line"
    __table_args__ = (
        UniqueConstraint("voucher_id", "receipt_line_id"),
        Index("ix_voucher_line_money", "receipt_line_id"),
        positive("amount"),
    )

    project_id: int = Field(foreign_key="project.id")
    voucher_id: int = Field(foreign_key="voucher.id")
    receipt_line_id: int = Field(foreign_key="receipt_line.id")
    amount: int = scaled(nullable=False)


class VoucherPayment(Entry, table=True):
    """The cashier paid a voucher out, whole, to the payee's own account."""

    __tablename__ = "voucher_payment"
    __table_args__ = (
        Index("ix_voucher_payment_day", "project_id", "paid_on"),
        one_of("way", [each.value for each in PayWay]),
    )

    project_id: int = Field(foreign_key="project.id")
    voucher_id: int = Field(foreign_key="voucher.id", unique=True)
    account: str = ""
    bank: str = ""
    way: str
    bank_ref: str = ""
    by_id: int = Field(foreign_key="staff.id")
    at: datetime = instant(nullable=False)
    paid_on: date = day(nullable=False)


class VoucherReversal(Entry, table=True):
    """A voucher taken back by a reactivation: its money is the customer's on account again from that day."""

    __tablename__ = "voucher_reversal"
    __table_args__ = (Index("ix_voucher_reversal_day", "project_id", "business_date"),)

    project_id: int = Field(foreign_key="project.id")
    voucher_id: int = Field(foreign_key="voucher.id", unique=True)
    reason: str
    by_id: int = Field(foreign_key="staff.id")
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


_VOUCHER, _TAKEN = table_of(Voucher), table_of(VoucherLine)
_BACK = table_of(VoucherReversal)


def stands(as_of: date | None = None) -> ColumnElement[bool]:
    """Whether a voucher of the outer statement stands: not taken back, now or as of that day."""
    reversed_ = exists().where(_BACK.c.voucher_id == _VOUCHER.c.id)
    if as_of is None:
        return ~reversed_
    return (_VOUCHER.c.business_date <= as_of) & ~reversed_.where(_BACK.c.business_date <= as_of)


def taken(line_id: ColumnElement[int]) -> Any:
    """What standing vouchers took of a receipt line, in fen, as a scalar subquery."""
    return (
        select(func.coalesce(func.sum(_TAKEN.c.amount), 0))
        .join(_VOUCHER, _VOUCHER.c.id == _TAKEN.c.voucher_id)
        .where(_TAKEN.c.receipt_line_id == line_id, stands())
        .correlate_except(_TAKEN, _VOUCHER)
        .scalar_subquery()
    )
