"""Small orders and sincerity money in the day's collection: what came in, and reversals below zero (4.1 回款明细).

What is given back or moved to a deposit is not in it, as no other money that goes out is. Money in fen.
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, func, literal, select, union_all

from anchang.domain.plan import MoneyType
from anchang.domain.sincerity import SincerityEnd
from anchang.storage.base import table_of
from anchang.storage.customer import Customer
from anchang.storage.launch import Launch
from anchang.storage.reading import Read
from anchang.storage.sincerity import Sincerity, SincerityClosing
from anchang.storage.staff import Staff
from anchang.storage.unit import Unit

_MONEY, _END = table_of(Sincerity), table_of(SincerityClosing)
_STAFF, _UNIT, _CUSTOMER, _LAUNCH = table_of(Staff), table_of(Unit), table_of(Customer), table_of(Launch)
_SELLER = _STAFF.alias("seller")


def _own(read: Read) -> ColumnElement[bool]:
    mine = _MONEY.c.project_id == read.project_id
    return mine if read.sees_all else and_(mine, _MONEY.c.consultant_id == read.staff_id)


def _line(day: Any, amount: Any, kind: str, by: Any) -> Select[Any]:
    return (
        select(
            day.label("day"),
            _MONEY.c.id.label("line_id"),
            _MONEY.c.no.label("receipt"),
            literal(MoneyType.SINCERITY.value, String).label("money_type"),
            _MONEY.c.way,
            _MONEY.c.account,
            amount.label("amount"),
            literal(kind, String).label("kind"),
            _MONEY.c.payer,
            func.coalesce(_UNIT.c.label, _LAUNCH.c.no, "").label("unit"),
            func.coalesce(_UNIT.c.building, "").label("building"),
            _CUSTOMER.c.name.label("customer"),
            _STAFF.c.name.label("cashier"),
            _MONEY.c.consultant_id,
            _SELLER.c.name.label("consultant"),
        )
        .select_from(_MONEY)
        .outerjoin(_END, _END.c.sincerity_id == _MONEY.c.id)
        .join(_STAFF, _STAFF.c.id == by)
        .join(_SELLER, _SELLER.c.id == _MONEY.c.consultant_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == _MONEY.c.customer_id)
        .outerjoin(_UNIT, _UNIT.c.id == _MONEY.c.unit_id)
        .outerjoin(_LAUNCH, _LAUNCH.c.id == _MONEY.c.launch_id)
    )


def _counted(read: Read, first: date, last: date) -> Any:
    came = _line(_MONEY.c.confirmed_on, _MONEY.c.amount, "", _MONEY.c.received_by).where(
        _own(read), _MONEY.c.confirmed_on >= first, _MONEY.c.confirmed_on <= last
    )
    back = _line(_END.c.business_date, -_MONEY.c.amount, "reversal", _END.c.by_id).where(
        _own(read),
        _MONEY.c.confirmed_on.is_not(None),
        _END.c.kind == SincerityEnd.REVERSAL.value,
        _END.c.business_date >= first,
        _END.c.business_date <= last,
    )
    return union_all(came, back).subquery("sincerity_money")


def rows(read: Read, first: date, last: date) -> list[dict[str, Any]]:
    """Its lines of 回款明细, with the columns of `day_lists.money`; they belong to no subscription."""
    found = read.connection.execute(select(_counted(read, first, last))).mappings()
    return [{**row, "subscription_id": None} for row in found]


def received(read: Read, first: date, last: date) -> int:
    """What came in of it in the period, net of reversals."""
    counted = _counted(read, first, last)
    return int(read.connection.execute(select(func.coalesce(func.sum(counted.c.amount), 0))).scalar() or 0)
