"""What came in during a period, what stays on account, and the balance that always ties (2.10, 4.4 本期回款, 余额勾稽).

The words of `storage.receivable` hold here. Money in fen; a period is both its days and all between.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, union_all

from anchang.domain.opening_balance import ORIGIN, TAKEN_BACK
from anchang.domain.plan import PRICE, MoneyType
from anchang.domain.receipt import PayWay
from anchang.domain.voucher import VoucherKind
from anchang.storage import opening_balance
from anchang.storage.base import table_of
from anchang.storage.change import ChangeRequest
from anchang.storage.plan import PlanVersion, held_then
from anchang.storage.reading import Read
from anchang.storage.receipt import Allocation, Receipt, ReceiptLine, ReceiptReversal
from anchang.storage.receivable import credited, scope, starts, total_unpaid
from anchang.storage.subscription import Subscription
from anchang.storage.unit import Unit
from anchang.storage.voucher import Voucher, VoucherLine, VoucherReversal, stands

_RECEIPT, _LINE, _REVERSAL = table_of(Receipt), table_of(ReceiptLine), table_of(ReceiptReversal)
_USE, _VERSION = table_of(Allocation), table_of(PlanVersion)
_SUB, _UNIT = table_of(Subscription), table_of(Unit)
_VOUCHER, _TAKEN = table_of(Voucher), table_of(VoucherLine)
_BACK, _REQUEST = table_of(VoucherReversal), table_of(ChangeRequest)
_PRICE_TYPES = [each.value for each in PRICE]


@dataclass(frozen=True, slots=True)
class Received:
    """Money of one day, kind and way; a reversal stands below zero on its own day. `lines` are receipt lines."""

    day: date
    money_type: MoneyType
    way: PayWay
    amount: int
    lines: int


def _place(read: Read, building: str | None) -> ColumnElement[bool]:
    return scope(read) if building is None else and_(scope(read), _UNIT.c.building == building)


def _counted(
    read: Read, building: str | None = None, *, by_credit: bool = False, moved: bool | None = None,
    opening: bool = True,
) -> Any:
    """Every receipt line with the day on which it counts, and once more below zero on the day of its reversal.

    `moved` are only those receipts that a transfer voucher made of others (True), or only the others (False);
    without `opening` those of an opening balance are left out: they are money of no day here.
    """
    chosen = credited(read) if by_credit else _place(read, building)
    if by_credit:  # the day's own figures have had that money on the day on which it came
        chosen = and_(chosen, _RECEIPT.c.sincerity_id.is_(None))
    if moved is not None:
        chosen = and_(chosen, _RECEIPT.c.voucher_id.is_not(None) if moved else _RECEIPT.c.voucher_id.is_(None))
    if not opening:
        chosen = and_(chosen, _RECEIPT.c.origin == "")
    came = (
        select(_RECEIPT.c.confirmed_on.label("day"), _LINE.c.money_type, _LINE.c.way, _LINE.c.amount)
        .join(_RECEIPT, _RECEIPT.c.id == _LINE.c.receipt_id)
        .join(_SUB, _SUB.c.id == _RECEIPT.c.subscription_id)
        .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
        .where(chosen, _RECEIPT.c.confirmed_on.is_not(None))
    )
    back = (
        select(
            _REVERSAL.c.business_date.label("day"), _LINE.c.money_type, _LINE.c.way, (-_LINE.c.amount).label("amount")
        )
        .join(_RECEIPT, _RECEIPT.c.id == _LINE.c.receipt_id)
        .join(_REVERSAL, _REVERSAL.c.receipt_id == _RECEIPT.c.id)
        .join(_SUB, _SUB.c.id == _RECEIPT.c.subscription_id)
        .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
        .where(chosen, _RECEIPT.c.confirmed_on.is_not(None))
    )
    return union_all(came, back).subquery("counted")


def received(
    read: Read, first: date, last: date, *, building: str | None = None, by_credit: bool = False
) -> list[Received]:
    """本期回款: receipts that count in the period by day, money type and way; reversals on their own day.

    What a transfer voucher made of another receipt is no money that came in, nor is an opening balance. `by_credit` are
    those of the deals that the person has a part of, instead of those that he or she may see, and without what was
    sincerity money before: of a deal it is a payment, for the day's collection it came in when it was taken
    (`storage.sincerity_day`).
    """
    counted = _counted(read, building, by_credit=by_credit, moved=False, opening=False)
    rows = read.connection.execute(
        select(
            counted.c.day,
            counted.c.money_type,
            counted.c.way,
            func.sum(counted.c.amount).label("amount"),
            func.count().label("lines"),
        )
        .where(counted.c.day >= first, counted.c.day <= last)
        .group_by(counted.c.day, counted.c.money_type, counted.c.way)
        .order_by(counted.c.day, counted.c.money_type, counted.c.way)
    )
    return [Received(r.day, MoneyType(r.money_type), PayWay(r.way), int(r.amount), r.lines) for r in rows]


@dataclass(frozen=True, slots=True)
class Vouchered:
    """Vouchers of one day and kind; a voucher that was taken back stands below zero on its own day.

    `price` is what of `amount` was taken of price money: it pays instalments no longer.
    """

    day: date
    kind: VoucherKind
    amount: int
    price: int
    vouchers: int


def _vouchers(read: Read, building: str | None) -> Any:
    """Every voucher with the day on which it counts, and once more below zero on the day on which it was taken back.

    What a transfer takes of one receipt and puts into another is taken from nobody: the new receipt stands against it.
    """
    price = (
        select(func.coalesce(func.sum(_TAKEN.c.amount), 0))
        .join(_LINE, _LINE.c.id == _TAKEN.c.receipt_line_id)
        .where(_TAKEN.c.voucher_id == _VOUCHER.c.id, _LINE.c.money_type.in_(_PRICE_TYPES))
        .correlate(_VOUCHER)
        .scalar_subquery()
    )
    place = _place(read, building)

    def of(day: Any, sign: int) -> Any:
        return (
            select(
                day.label("day"), _VOUCHER.c.kind, (sign * _VOUCHER.c.amount).label("amount"),
                (sign * price).label("price"), literal(1).label("vouchers"),
            )
            .join(_SUB, _SUB.c.id == _VOUCHER.c.subscription_id)
            .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
            .where(place)
        )  # fmt: skip

    back = of(_BACK.c.business_date, -1).join(_BACK, _BACK.c.voucher_id == _VOUCHER.c.id)
    moved = _counted(read, building, moved=True)
    again = select(
        moved.c.day, literal(VoucherKind.TRANSFER.value).label("kind"), literal(0).label("amount"),
        (-moved.c.amount).label("price"), literal(0).label("vouchers"),
    ).where(moved.c.money_type.in_(_PRICE_TYPES))  # fmt: skip
    return union_all(of(_VOUCHER.c.business_date, 1), back, again).subquery("vouchered")


def vouchered(read: Read, first: date, last: date, *, building: str | None = None) -> list[Vouchered]:
    """本期回款: what went out, was kept, moved or credited in the period by day and kind (2.8)."""
    found = _vouchers(read, building)
    rows = read.connection.execute(
        select(
            found.c.day,
            found.c.kind,
            func.sum(found.c.amount).label("amount"),
            func.sum(found.c.price).label("price"),
            func.sum(found.c.vouchers).label("vouchers"),
        )
        .where(found.c.day >= first, found.c.day <= last)
        .group_by(found.c.day, found.c.kind)
        .order_by(found.c.day, found.c.kind)
    )
    return [Vouchered(r.day, VoucherKind(r.kind), int(r.amount), int(r.price), int(r.vouchers)) for r in rows]


def _taken(read: Read, until: date, building: str | None) -> int:
    """Price money that vouchers had taken away until then, net of those that were taken back."""
    found = _vouchers(read, building)
    return _sum(read, select(func.sum(found.c.price)).where(found.c.day <= until))


def _sum(read: Read, statement: Select[Any]) -> int:
    return int(read.connection.execute(statement).scalar() or 0)


def _money(read: Read, until: date, building: str | None, *, price: bool) -> int:
    counted = _counted(read, building, moved=False)
    kind = counted.c.money_type.in_(_PRICE_TYPES)
    return _sum(read, select(func.sum(counted.c.amount)).where(counted.c.day <= until, kind if price else ~kind))


def money_came(read: Read, until: date) -> int:
    """Everything that came in until then, an opening balance and money outside the price too, net of reversals."""
    return sum(_money(read, until, None, price=price) for price in (True, False))


def _allocated(read: Read, until: date, building: str | None) -> int:
    return _sum(
        read,
        select(func.sum(_USE.c.amount))
        .join(_SUB, _SUB.c.id == _USE.c.subscription_id)
        .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
        .where(_place(read, building), _USE.c.business_date <= until),
    )


def surplus(read: Read, as_of: date) -> dict[int, int]:
    """Subscription id -> price money on account that pays no line on that day (2.10 多收金额), where above zero."""
    came = (
        select(_RECEIPT.c.subscription_id, func.sum(_LINE.c.amount).label("fen"))
        .join(_RECEIPT, _RECEIPT.c.id == _LINE.c.receipt_id)
        .outerjoin(_REVERSAL, _REVERSAL.c.receipt_id == _RECEIPT.c.id)
        .where(
            _RECEIPT.c.project_id == read.project_id,
            _RECEIPT.c.confirmed_on <= as_of,
            or_(_REVERSAL.c.id.is_(None), _REVERSAL.c.business_date > as_of),
            _LINE.c.money_type.in_(_PRICE_TYPES),
        )
        .group_by(_RECEIPT.c.subscription_id)
        .subquery("came")
    )
    used = (
        select(_USE.c.subscription_id, func.sum(_USE.c.amount).label("fen"))
        .where(_USE.c.project_id == read.project_id, _USE.c.business_date <= as_of)
        .group_by(_USE.c.subscription_id)
        .subquery("used")
    )
    gone = (
        select(_VOUCHER.c.subscription_id, func.sum(_TAKEN.c.amount).label("fen"))
        .join(_VOUCHER, _VOUCHER.c.id == _TAKEN.c.voucher_id)
        .join(_LINE, _LINE.c.id == _TAKEN.c.receipt_line_id)
        .where(_VOUCHER.c.project_id == read.project_id, stands(as_of), _LINE.c.money_type.in_(_PRICE_TYPES))
        .group_by(_VOUCHER.c.subscription_id)
        .subquery("gone")
    )
    rest = came.c.fen - func.coalesce(used.c.fen, 0) - func.coalesce(gone.c.fen, 0)
    rows = read.connection.execute(
        select(came.c.subscription_id, rest.label("rest"))
        .join(_SUB, _SUB.c.id == came.c.subscription_id)
        .outerjoin(gone, gone.c.subscription_id == came.c.subscription_id)
        .outerjoin(used, used.c.subscription_id == came.c.subscription_id)
        .where(scope(read), rest > 0)
        .order_by(came.c.subscription_id)
    )
    return {row.subscription_id: int(row.rest) for row in rows}


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """余额勾稽 of a period. `receipts` is everything that counted in it; the rest leads from there to `received`.

    `brought` is what deals of an opening balance owed when they came in. `taken` is the price money that vouchers took
    away in it: kept, given back, or moved to a paper elsewhere (2.8).
    """

    first: date
    last: date
    opening: int
    new: int
    received: int
    adjusted: int
    closing: int
    receipts: int
    outside_price: int
    surplus_before: int
    surplus_after: int
    taken: int = 0
    brought: int = 0

    @property
    def ties(self) -> bool:
        """Whether the balance leads from opening to closing, and the receipts to what was allocated."""
        allocated = self.receipts - self.outside_price - self.taken - (self.surplus_after - self.surplus_before)
        ladder = self.opening + self.brought + self.new - self.received + self.adjusted
        return ladder == self.closing and allocated == self.received


def reconcile(read: Read, first: date, last: date, *, building: str | None = None) -> Reconciliation:
    """The period's balance; every figure comes from its own query, so that `ties` means something."""
    before = first - timedelta(days=1)
    price_before, price_after = (_money(read, day, building, price=True) for day in (before, last))
    other_before, other_after = (_money(read, day, building, price=False) for day in (before, last))
    used_before, used_after = (_allocated(read, day, building) for day in (before, last))
    taken_before, taken_after = (_taken(read, day, building) for day in (before, last))
    corrected = opening_balance.corrected(read, first, last, _place(read, building))
    brought, brought_paid = _brought(read, first, last, building)
    return Reconciliation(
        first=first,
        last=last,
        opening=total_unpaid(read, before, building=building),
        new=_new(read, first, last, building),
        received=used_after - used_before - brought_paid - corrected,
        adjusted=_changed_plans(read, first, last, building)
        - _voided(read, first, last, building)
        - _ended(read, first, last, building)
        + _revived(read, first, last, building)
        - _credited(read, first, last, building)
        - corrected,
        closing=total_unpaid(read, last, building=building),
        receipts=sum(each.amount for each in received(read, first, last, building=building)),
        outside_price=other_after - other_before,
        surplus_before=price_before - used_before - taken_before,
        surplus_after=price_after - used_after - taken_after,
        taken=taken_after - taken_before,
        brought=brought - brought_paid,
    )


def _total_on(moment: Any) -> Any:
    """The total of the plan version of the outer deal that holds on a day."""
    return held_then("total", _SUB.c.id, moment)


def _new(read: Read, first: date, last: date, building: str | None) -> int:
    begun = starts(read)
    return _sum(
        read,
        select(func.sum(_total_on(begun.c.first_day)))
        .select_from(_SUB)
        .join(begun, begun.c.subscription_id == _SUB.c.id)
        .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
        .where(_place(read, building), begun.c.first_day >= first, begun.c.first_day <= last, _SUB.c.origin == ""),
    )


def _brought(read: Read, first: date, last: date, building: str | None) -> tuple[int, int]:
    """Price and earlier payments of the deals that an opening balance brought in with a cut-over in the period."""
    row = read.connection.execute(
        select(func.sum(_total_on(_SUB.c.cut_over)), func.sum(_SUB.c.opening_received))
        .select_from(_SUB)
        .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
        .where(_place(read, building), _SUB.c.origin == ORIGIN, _SUB.c.cut_over >= first, _SUB.c.cut_over <= last)
    ).one()
    return int(row[0] or 0), int(row[1] or 0)


def _changed_plans(read: Read, first: date, last: date, building: str | None) -> int:
    begun, before = starts(read), _VERSION.alias("before")
    return _sum(
        read,
        select(func.sum(_VERSION.c.total - before.c.total))
        .join(before, and_(before.c.subscription_id == _VERSION.c.subscription_id, before.c.no == _VERSION.c.no - 1))
        .join(_SUB, _SUB.c.id == _VERSION.c.subscription_id)
        .join(begun, begun.c.subscription_id == _SUB.c.id)
        .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
        .where(
            _place(read, building),
            _VERSION.c.made_on >= first,
            _VERSION.c.made_on <= last,
            _VERSION.c.made_on > begun.c.first_day,
        ),
    )


def _voided(read: Read, first: date, last: date, building: str | None) -> int:
    begun = starts(read)
    paid = (
        select(func.coalesce(func.sum(_USE.c.amount), literal(0)))
        .where(_USE.c.subscription_id == _SUB.c.id, _USE.c.business_date <= _SUB.c.void_on)
        .correlate_except(_USE)
        .scalar_subquery()
    )
    return _sum(
        read,
        select(func.sum(_total_on(_SUB.c.void_on) - paid))
        .select_from(_SUB)
        .join(begun, begun.c.subscription_id == _SUB.c.id)
        .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
        .where(
            _place(read, building), _SUB.c.void_on >= first, _SUB.c.void_on <= last, begun.c.first_day <= last,
            _SUB.c.origin != TAKEN_BACK,
        ),
    )


def _open_on(moment: Any, *, until_before: bool = False) -> Any:
    """What the outer deal's plan had open on a day, credits and payments off; the payments of the day itself or not."""
    days = _USE.c.business_date < moment if until_before else _USE.c.business_date <= moment
    paid = (
        select(func.coalesce(func.sum(_USE.c.amount), literal(0)))
        .where(_USE.c.subscription_id == _SUB.c.id, days)
        .correlate_except(_USE)
        .scalar_subquery()
    )
    return _total_on(moment) - paid - _credits_until(moment)


def _credits_until(moment: Any) -> Any:
    ended = (
        select(_BACK.c.id)
        .where(_BACK.c.voucher_id == _VOUCHER.c.id, _BACK.c.business_date <= moment)
        .correlate_except(_BACK)
        .exists()
    )
    return (
        select(func.coalesce(func.sum(_VOUCHER.c.amount), literal(0)))
        .where(
            _VOUCHER.c.subscription_id == _SUB.c.id,
            _VOUCHER.c.kind == VoucherKind.CREDIT.value,
            _VOUCHER.c.business_date <= moment,
            ~ended,
        )
        .correlate_except(_VOUCHER)
        .scalar_subquery()
    )


def _ended(read: Read, first: date, last: date, building: str | None) -> int:
    """What requests took off in the period by ending deals: the whole of what their plans had open (2.8)."""
    return _by_request(read, _REQUEST.c.ended_on, _open_on(_REQUEST.c.ended_on), first, last, building)


def _revived(read: Read, first: date, last: date, building: str | None) -> int:
    """What reactivations brought back in the period, before the money on account paid again."""
    opened = _open_on(_REQUEST.c.revived_on, until_before=True)
    return _by_request(read, _REQUEST.c.revived_on, opened, first, last, building)


def _by_request(read: Read, day: Any, amount: Any, first: date, last: date, building: str | None) -> int:
    """The amounts of requests on that day of theirs. What ended and came back on one day has never been away: the
    payments of that day speak for themselves."""
    begun = starts(read)
    return _sum(
        read,
        select(func.sum(amount))
        .select_from(_REQUEST)
        .join(_SUB, _SUB.c.id == _REQUEST.c.subscription_id)
        .join(begun, begun.c.subscription_id == _SUB.c.id)
        .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
        .where(
            _place(read, building), day >= first, day <= last, begun.c.first_day <= last,
            or_(_REQUEST.c.revived_on.is_(None), _REQUEST.c.revived_on != _REQUEST.c.ended_on),
        ),
    )  # fmt: skip


def _credited(read: Read, first: date, last: date, building: str | None) -> int:
    """What credits took off in the period, less those that were taken back in it."""
    found = _vouchers(read, building)
    return _sum(
        read,
        select(func.sum(found.c.amount)).where(
            found.c.kind == VoucherKind.CREDIT.value, found.c.day >= first, found.c.day <= last
        ),
    )
