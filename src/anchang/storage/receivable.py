"""What is owed as of any day, from rows that only grow: never stored, so no report of yesterday changes (2.10, 4.4).

Definitions, the same for every sheet. All of them look at business days up to and on `as_of`:

* A deal's plan version holds from its `made_on`; the one with the highest number holds, the others are superseded.
* A deal is **receivable** from the first day on which money of it paid an instalment (the deposit contract exists only
  from actual payment, 5.3) until the day on which its paper is void or was ended by a request (forfeit, refund, swap;
  2.8), and again from the day of a reactivation. A reviewed paper whose deposit never came is none.
* A deal of the **opening balance** is receivable from its cut-over day on, with all of its price; what had come in by
  then is paid on that day. In a period it is neither new nor received: its balance was `brought` in (total - received).
* **paid** is the sum of the allocations, reversals with their own day and below zero; **unpaid** is amount - paid.
* **due** is the newest `InstalmentDue` known on that day; a line without one is not due.
* A **credit** (a discount executed on collection, 2.6) lowers what the last own-funds line asks for from its day on;
  the contract price stays as it is.
* **surplus** is price money that counts and pays no line; it stands apart and lowers nothing.

For a period first … last:  opening unpaid + brought + new - received + adjusted = closing unpaid, where opening is
the unpaid as of the day before `first`, `new` the plans of the deals that became receivable in it (the version of that
day), `received` the allocations of the period net of what was taken back, and `adjusted` what plan versions changed,
ended papers took off, reactivations brought back and credits gave. Money in fen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Subquery, and_, case, exists, func, or_, select, union_all

from anchang.domain.opening_balance import ORIGIN
from anchang.domain.plan import OWN_FUNDS, MoneyType
from anchang.domain.receivable import Bucket, bucket, overdue_days
from anchang.domain.voucher import VoucherKind
from anchang.storage.base import table_of
from anchang.storage.change import dead
from anchang.storage.credit import sold_by
from anchang.storage.plan import Instalment, InstalmentDue, PlanVersion
from anchang.storage.reading import Read
from anchang.storage.receipt import Allocation, Receipt, ReceiptLine
from anchang.storage.subscription import Subscription
from anchang.storage.unit import Unit
from anchang.storage.voucher import Voucher, stands

_VERSION, _LINE, _DUE = table_of(PlanVersion), table_of(Instalment), table_of(InstalmentDue)
_USE, _SUB, _UNIT, _VOUCHER = table_of(Allocation), table_of(Subscription), table_of(Unit), table_of(Voucher)
_PART, _RECEIPT = table_of(ReceiptLine), table_of(Receipt)
_OWN = [each.value for each in OWN_FUNDS]


def scope(read: Read) -> ColumnElement[bool]:
    """The deals that this person may see."""
    own = _SUB.c.project_id == read.project_id
    return own if read.sees_all else and_(own, _SUB.c.consultant_id == read.staff_id)


def credited(read: Read) -> ColumnElement[bool]:
    """The deals whose money is in this person's figures: shared credit too."""
    return and_(_SUB.c.project_id == read.project_id, sold_by(read, _SUB.c.id, _SUB.c.consultant_id))


def starts(read: Read) -> Subquery:
    """(subscription_id, first_day): since when a deal is receivable: its first payment; of an opening the cut-over."""
    brought = select(_SUB.c.id.label("subscription_id"), _SUB.c.cut_over.label("first_day")).where(
        _SUB.c.project_id == read.project_id, _SUB.c.cut_over.is_not(None)
    )
    paid = (
        select(_USE.c.subscription_id, func.min(_USE.c.business_date))
        .where(
            _USE.c.project_id == read.project_id,
            _USE.c.subscription_id.not_in(select(brought.subquery().c.subscription_id)),
        )
        .group_by(_USE.c.subscription_id)
    )
    return union_all(brought, paid).subquery("starts")


def opening_use() -> ColumnElement[bool]:
    """The allocations of `Allocation` by which an opening balance came in or was corrected: old money, never received
    on a day of this office."""
    return (
        exists()
        .where(
            _PART.c.id == _USE.c.receipt_line_id,
            _RECEIPT.c.id == _PART.c.receipt_id,
            _RECEIPT.c.origin == ORIGIN,
            or_(_RECEIPT.c.confirmed_on == _USE.c.business_date, _USE.c.reversal_id.is_not(None)),
        )
        .correlate(_USE)
    )


def before(read: Read, first: date) -> ColumnElement[bool]:
    """The allocations that were there when a period begins; an opening balance always was, whenever it came in."""
    return and_(_USE.c.project_id == read.project_id, or_(_USE.c.business_date < first, opening_use()))


def _holds(as_of: ColumnElement[Any] | date) -> ColumnElement[bool]:
    """The version of `_VERSION` that holds on that day."""
    later = _VERSION.alias("later")
    return and_(
        _VERSION.c.made_on <= as_of,
        ~exists().where(
            later.c.subscription_id == _VERSION.c.subscription_id,
            later.c.no > _VERSION.c.no,
            later.c.made_on <= as_of,
        ),
    )


def _paid(read: Read, as_of: date) -> Subquery:
    return (
        select(_USE.c.instalment_id, func.sum(_USE.c.amount).label("paid"))
        .where(_USE.c.project_id == read.project_id, _USE.c.business_date <= as_of)
        .group_by(_USE.c.instalment_id)
        .subquery("paid")
    )


def _due(read: Read, as_of: date) -> Subquery:
    """(instalment_id, due_on): the newest day that was known then. A join, so that it is looked up once a line."""
    newest = (
        select(func.max(_DUE.c.id).label("id"))
        .where(_DUE.c.project_id == read.project_id, _DUE.c.from_day <= as_of)
        .group_by(_DUE.c.instalment_id)
        .subquery("newest")
    )
    return select(_DUE.c.instalment_id, _DUE.c.due_on).join(newest, newest.c.id == _DUE.c.id).subquery("due")


def credits(read: Read, as_of: ColumnElement[Any] | date) -> Subquery:
    """(subscription_id, fen): what credit vouchers gave a deal until then."""
    return (
        select(_VOUCHER.c.subscription_id, func.sum(_VOUCHER.c.amount).label("fen"))
        .where(
            _VOUCHER.c.project_id == read.project_id,
            _VOUCHER.c.kind == VoucherKind.CREDIT.value,
            stands(as_of) if isinstance(as_of, date) else stands(),
        )
        .group_by(_VOUCHER.c.subscription_id)
        .subquery("credits")
    )


def _last_own() -> Any:
    """The number of the last own-funds line of the outer line's version: the one that a credit lowers."""
    other = _LINE.alias("other")
    return (
        select(func.max(other.c.no))
        .where(other.c.plan_version_id == _LINE.c.plan_version_id, other.c.money_type.in_(_OWN))
        .correlate(_LINE)
        .scalar_subquery()
    )


def balances(read: Read, as_of: date, *extra: Column[Any]) -> Select[Any]:
    """The instalments that are receivable on that day, in one's scope, with any further columns of deal and unit.

    Columns: id, subscription_id, unit_id, no, money_type, amount, due_on, paid.
    """
    begun, paid, due, credit = starts(read), _paid(read, as_of), _due(read, as_of), credits(read, as_of)
    lowered = case((credit.c.fen.is_(None), 0), (_LINE.c.no == _last_own(), credit.c.fen), else_=0)
    return (
        select(
            _LINE.c.id,
            _LINE.c.subscription_id,
            _SUB.c.unit_id,
            _LINE.c.no,
            _LINE.c.money_type,
            (_LINE.c.amount - lowered).label("amount"),
            due.c.due_on,
            func.coalesce(paid.c.paid, 0).label("paid"),
            *extra,
        )
        .select_from(_SUB)
        .join(begun, begun.c.subscription_id == _SUB.c.id)
        .join(_VERSION, _VERSION.c.subscription_id == _SUB.c.id)
        .join(_LINE, _LINE.c.plan_version_id == _VERSION.c.id)
        .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
        .outerjoin(paid, paid.c.instalment_id == _LINE.c.id)
        .outerjoin(due, due.c.instalment_id == _LINE.c.id)
        .outerjoin(credit, credit.c.subscription_id == _SUB.c.id)
        .where(
            scope(read),
            begun.c.first_day <= as_of,
            or_(_SUB.c.void_on.is_(None), _SUB.c.void_on > as_of),
            ~dead(_SUB.c.id, as_of),
            _holds(as_of),
        )
    )


@cache
def edges() -> tuple[tuple[Bucket, int], ...]:
    """(band, its first day overdue) as the rule has them, from 0 on."""
    found: list[tuple[Bucket, int]] = []
    for days in range(10_000):
        band = bucket(days)
        if not found or found[-1][0] is not band:
            found.append((band, days))
    return tuple(found)


def band_of(due_on: ColumnElement[Any], as_of: date) -> ColumnElement[str]:
    """The band of a due day as SQL, from the rule's own edges; no day is «not due»."""
    steps = [(due_on > as_of - timedelta(days=beyond), band.value) for (band, _), (_, beyond) in pairwise(edges())]
    return case((due_on.is_(None), Bucket.NOT_DUE.value), *steps, else_=edges()[-1][0].value)


def ageing(read: Read, as_of: date, *, subscription_id: int | None = None) -> dict[Bucket, int]:
    """Unpaid fen per band, every band present; together they are the whole balance of `total_unpaid` (4.4)."""
    rows = balances(read, as_of)
    if subscription_id is not None:
        rows = rows.where(_SUB.c.id == subscription_id)
    owed = rows.subquery()
    found = read.connection.execute(
        select(owed.c.due_on, func.sum(owed.c.amount - owed.c.paid).label("unpaid")).group_by(owed.c.due_on)
    )
    sums = dict.fromkeys(Bucket, 0)
    for row in found:
        sums[bucket(overdue_days(row.due_on, as_of))] += int(row.unpaid)
    return sums


def total_unpaid(read: Read, as_of: date, *, building: str | None = None) -> int:
    """The whole balance on that day, or a building's."""
    rows = balances(read, as_of)
    owed = (rows if building is None else rows.where(_UNIT.c.building == building)).subquery()
    return int(read.connection.execute(select(func.coalesce(func.sum(owed.c.amount - owed.c.paid), 0))).scalar() or 0)


@dataclass(frozen=True, slots=True)
class DealAgeing:
    """A deal's unpaid fen per band."""

    subscription_id: int
    amount: int
    paid: int
    buckets: Mapping[Bucket, int]

    @property
    def unpaid(self) -> int:
        """The deal's balance."""
        return self.amount - self.paid


def by_deal(read: Read, as_of: date) -> list[DealAgeing]:
    """Every receivable deal with its ageing, in the order of the units."""
    owed = balances(read, as_of, _UNIT.c.sort_key).subquery()
    band = band_of(owed.c.due_on, as_of)
    unpaid = owed.c.amount - owed.c.paid
    rows = read.connection.execute(
        select(
            owed.c.subscription_id,
            func.sum(owed.c.amount).label("amount"),
            func.sum(owed.c.paid).label("paid"),
            *(func.sum(case((band == each.value, unpaid), else_=0)).label(each.value) for each in Bucket),
        )
        .group_by(owed.c.sort_key, owed.c.subscription_id)
        .order_by(owed.c.sort_key, owed.c.subscription_id)
    ).mappings()
    return [
        DealAgeing(row["subscription_id"], int(row["amount"]), int(row["paid"]), {b: int(row[b.value]) for b in Bucket})
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class GroupSum:
    """One line of 应收汇总: `key` is the building, the consultant's id or the plan kind.

    `received` is by money type of the line that was paid. `due_in_period` is what was unpaid at the period's start of
    the lines due by its end (4.4: 当月到期 + 逾期); `received_in_period` what was paid in it, net of reversals.
    """

    key: Any
    deals: int
    amount: int
    received: Mapping[MoneyType, int]
    unpaid: int
    not_due: int
    overdue: int
    due_in_period: int = 0
    received_in_period: int = 0
    paid: int = field(default=0)


GROUPS: Mapping[str, Column[Any]] = {
    "building": _UNIT.c.building,
    "consultant": _SUB.c.consultant_id,
    "plan": _VERSION.c.kind,  # that of the day: a change of the payment method moves no line of a day before
}


def summary(read: Read, as_of: date, *, first: date | None = None, by: str = "building") -> list[GroupSum]:
    """应收汇总 as of a day, by building, consultant or plan; the period is `first` … `as_of` (one day by default)."""
    start = first or as_of
    key = GROUPS[by].label("grouped")
    rows = balances(read, as_of, key)  # type: ignore[arg-type]
    earlier = (
        select(_USE.c.instalment_id, func.sum(_USE.c.amount).label("paid"))
        .where(before(read, start))
        .group_by(_USE.c.instalment_id)
        .subquery("before")
    )
    rows = rows.add_columns(func.coalesce(earlier.c.paid, 0).label("paid_before")).outerjoin(
        earlier, earlier.c.instalment_id == _LINE.c.id
    )
    owed = rows.subquery()
    late = and_(owed.c.due_on.is_not(None), owed.c.due_on < as_of)
    unpaid = owed.c.amount - owed.c.paid
    found = read.connection.execute(
        select(
            owed.c.grouped,
            owed.c.money_type,
            func.sum(owed.c.amount).label("amount"),
            func.sum(owed.c.paid).label("paid"),
            func.sum(case((late, unpaid), else_=0)).label("overdue"),
            func.sum(case((owed.c.due_on <= as_of, owed.c.amount - owed.c.paid_before), else_=0)).label("due"),
            func.sum(owed.c.paid - owed.c.paid_before).label("now"),
        ).group_by(owed.c.grouped, owed.c.money_type)
    ).all()
    counted = select(owed.c.grouped, func.count(owed.c.subscription_id.distinct())).group_by(owed.c.grouped)
    deals: dict[Any, int] = {row[0]: int(row[1]) for row in read.connection.execute(counted)}
    return [_group(key_value, [row for row in found if row.grouped == key_value], deals) for key_value in sorted(deals)]


def _group(key: Any, rows: list[Any], deals: Mapping[Any, int]) -> GroupSum:
    amount, paid = sum(int(r.amount) for r in rows), sum(int(r.paid) for r in rows)
    overdue = sum(int(r.overdue) for r in rows)
    return GroupSum(
        key=key,
        deals=deals[key],
        amount=amount,
        received={MoneyType(r.money_type): int(r.paid) for r in rows},
        unpaid=amount - paid,
        not_due=amount - paid - overdue,
        overdue=overdue,
        due_in_period=sum(int(r.due) for r in rows),
        received_in_period=sum(int(r.now) for r in rows),
        paid=paid,
    )
