"""Instalments and deals with what is owed on a day, row by row, for lists and for sheet 应收账款明细表 (4.4)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, case, func, or_, select

from anchang.domain.contract import ContractState
from anchang.domain.receivable import Bucket, InstalmentState, bucket, overdue_days, state_of
from anchang.storage.base import table_of
from anchang.storage.contract import Contract
from anchang.storage.customer import Customer
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.plan import Instalment, PlanVersion
from anchang.storage.reading import Read
from anchang.storage.receivable import balances
from anchang.storage.receivable_period import surplus
from anchang.storage.staff import Staff, shown_name
from anchang.storage.subscription import Subscription
from anchang.storage.unit import Unit

_LINE, _SUB, _UNIT, _CONTRACT = (table_of(m) for m in (Instalment, Subscription, Unit, Contract))
_CUSTOMER, _STAFF, _VERSION = table_of(Customer), table_of(Staff), table_of(PlanVersion)

# What a line shows of its deal; the signing counts from the day on which it was entered, like everything else.
_DEAL = (
    _UNIT.c.sort_key,
    _UNIT.c.label.label("unit"),
    _UNIT.c.building,
    _UNIT.c.usage,
    _SUB.c.sub_no,
    _SUB.c.built_area,
    _VERSION.c.kind.label("plan_kind"),  # of the version that holds on the day
    _VERSION.c.total.label("deal_total"),
    _SUB.c.signed_on.label("subscribed_on"),
    _SUB.c.sign_due_date,
    _SUB.c.customer_id,
    _SUB.c.consultant_id,
    _CUSTOMER.c.name.label("customer"),
    _CUSTOMER.c.phone,
    shown_name(_SUB.c.author, _STAFF.c.name).label("consultant"),
    _CONTRACT.c.id.label("contract_id"),
)


def _as_of(column: ColumnElement[Any], as_of: date, name: str) -> ColumnElement[Any]:
    return case((column <= as_of, column), else_=None).label(name)


def _lines(read: Read, as_of: date) -> Select[Any]:
    signed = _CONTRACT.c.signed_entered_on <= as_of
    statement = balances(read, as_of, *_DEAL)  # type: ignore[arg-type]
    return (
        statement.add_columns(
            case((signed, _CONTRACT.c.signed_on), else_=None).label("signed_on"),
            _as_of(_CONTRACT.c.filed_on, as_of, "filed_on"),
            func.coalesce(func.nullif(_CONTRACT.c.contract_no, ""), _CONTRACT.c.no).label("contract_no"),
        )
        .join(_CUSTOMER, _CUSTOMER.c.id == _SUB.c.customer_id)
        .join(_STAFF, _STAFF.c.id == _SUB.c.consultant_id)
        .outerjoin(
            _CONTRACT,
            (_CONTRACT.c.subscription_id == _SUB.c.id) & (_CONTRACT.c.state != ContractState.VOID.value),
        )
    )


def _narrowed(statement: Select[Any], as_of: date, filters: Mapping[str, Any]) -> Select[Any]:
    paid, due = statement.selected_columns["paid"], statement.selected_columns["due_on"]
    if filters.get("building"):
        statement = statement.where(_UNIT.c.building == filters["building"])
    if filters.get("subscription"):
        statement = statement.where(_SUB.c.id == int(filters["subscription"]))
    if filters.get("consultant"):
        wanted = str(filters["consultant"])
        statement = statement.where(or_(_STAFF.c.name == wanted, _STAFF.c.login == wanted))
    if filters.get("open"):
        statement = statement.where(paid < _LINE.c.amount)
    if filters.get("overdue"):
        statement = statement.where(due < as_of, paid < _LINE.c.amount)
    if filters.get("money_type"):
        statement = statement.where(_LINE.c.money_type == str(filters["money_type"]))
    if filters.get("state"):
        statement = statement.where(_state(paid, due, as_of, str(filters["state"])))
    if filters.get("text"):
        wanted = str(filters["text"])
        searched = (_UNIT.c.label, _SUB.c.sub_no, _CUSTOMER.c.name, _CONTRACT.c.contract_no, _CONTRACT.c.no)
        statement = statement.where(or_(*(column.contains(wanted, autoescape=True) for column in searched)))
    return statement


def _state(paid: Any, due: Any, as_of: date, wanted: str) -> ColumnElement[bool]:
    """The rows that `domain.receivable.state_of` calls so, in the order of its answers."""
    state: ColumnElement[bool] = (
        case(
            (paid >= _LINE.c.amount, InstalmentState.PAID.value),
            (due < as_of, InstalmentState.OVERDUE.value),
            (paid > 0, InstalmentState.PART_PAID.value),
            (due == as_of, InstalmentState.DUE.value),
            else_=InstalmentState.PLANNED.value,
        )
        == wanted
    )
    return state


_SHOWN = (
    "id", "subscription_id", "sub_no", "contract_id", "contract_no", "unit_id", "unit", "building", "usage",
    "built_area", "customer_id", "customer", "consultant_id", "consultant", "plan_kind", "deal_total", "subscribed_on",
    "signed_on", "filed_on", "sign_due_date", "money_type", "no", "due_on", "amount", "paid",
)  # fmt: skip


def _built(read: Read, as_of: date, row: RowMapping) -> dict[str, Any]:
    paid = int(row["paid"])  # a server gives a sum its own type
    days = 0 if paid >= row["amount"] else overdue_days(row["due_on"], as_of)
    return {
        **{name: row[name] for name in _SHOWN},
        "paid": paid,
        "phone": read.phone(row["phone"]),
        "unpaid": row["amount"] - paid,
        "overdue_days": days,
        "bucket": bucket(days).value,
        "state": state_of(row["amount"], paid, row["due_on"], as_of).value,
        "version": 1,  # rows that are written once
    }


def lines(read: Read, as_of: date, filters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """Every receivable instalment of that day in the order of units and numbers, for the sheets.

    Filters: building, subscription (id), consultant, open, overdue, money_type, state, text.
    """
    statement = _narrowed(_lines(read, as_of), as_of, filters or {}).order_by(_UNIT.c.sort_key, _SUB.c.id, _LINE.c.no)
    return [_built(read, as_of, row) for row in read.connection.execute(statement).mappings()]


def page(read: Read, ask: AskLike, as_of: date, filters: Mapping[str, Any]) -> Rows:
    """A page of them."""
    statement = _narrowed(_lines(read, as_of), as_of, filters)
    keys = (_UNIT.c.sort_key, _LINE.c.id)
    return fetch(read, statement, keys, ask, lambda row: _built(read, as_of, row), descending=False)


def how_many(read: Read, as_of: date, filters: Mapping[str, Any]) -> int:
    """How many there are."""
    return count(read, _narrowed(_lines(read, as_of), as_of, filters))


# One row a deal.

_GROUPED = (
    "subscription_id", "sub_no", "contract_no", "unit", "building", "customer", "consultant", "plan_kind", "deal_total",
    "signed_on",
)  # fmt: skip


def _deals(read: Read, as_of: date, filters: Mapping[str, Any]) -> Any:
    owed = _narrowed(_lines(read, as_of), as_of, {k: v for k, v in filters.items() if k != "overdue"}).subquery()
    unpaid = owed.c.amount - owed.c.paid
    late = case((owed.c.due_on < as_of, unpaid), else_=0)
    group = [owed.c[name] for name in (*_GROUPED, "sort_key")]
    grouped = select(
        *group,
        func.sum(owed.c.amount).label("amount"),
        func.sum(owed.c.paid).label("paid"),
        func.sum(unpaid).label("unpaid"),
        func.sum(late).label("overdue"),
        func.min(case((late > 0, owed.c.due_on), else_=None)).label("oldest_due"),
        func.min(case((unpaid > 0, owed.c.due_on), else_=None)).label("next_due"),
    ).group_by(*group)
    return grouped.subquery("deals")


def deals_page(read: Read, ask: AskLike, as_of: date, filters: Mapping[str, Any]) -> Rows:
    """A page of receivable deals in the order of the units, with unpaid, overdue and surplus of that day."""
    deals = _deals(read, as_of, filters)
    spare = surplus(read, as_of)

    def build(row: RowMapping) -> dict[str, Any]:
        days = overdue_days(row["oldest_due"], as_of)
        return {
            **{name: row[name] for name in _GROUPED},
            "id": row["subscription_id"],
            "amount": int(row["amount"]),
            "paid": int(row["paid"]),
            "unpaid": int(row["unpaid"]),
            "overdue": int(row["overdue"]),
            "next_due": row["next_due"],
            "overdue_days": days,
            "bucket": (Bucket.NOT_DUE if not row["overdue"] else bucket(days)).value,
            "surplus": spare.get(row["subscription_id"], 0),
            "version": 1,
        }

    return fetch(
        read, _deal_rows(deals, filters), (deals.c.sort_key, deals.c.subscription_id), ask, build, descending=False
    )


def _deal_rows(deals: Any, filters: Mapping[str, Any]) -> Select[Any]:
    return select(deals).where(deals.c.overdue > 0) if filters.get("overdue") else select(deals)


def deals_count(read: Read, as_of: date, filters: Mapping[str, Any]) -> int:
    """How many receivable deals there are."""
    return count(read, _deal_rows(_deals(read, as_of, filters), filters))
