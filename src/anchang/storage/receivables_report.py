"""What the receivables report lists beyond the sums of `storage.receivable`: its definitions hold here (domain 4.4).

Everything is as of a day and narrowed to what the person may see. Money in fen, areas in 0.0001 ㎡, rates in 10⁻⁶.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from anchang.domain.contract import ContractState
from anchang.domain.plan import MoneyType
from anchang.domain.receivable import bucket, late_fee, overdue_days, state_of
from anchang.storage.base import table_of
from anchang.storage.contract import Contract
from anchang.storage.customer import Customer
from anchang.storage.plan import Instalment, PlanVersion
from anchang.storage.reading import Read
from anchang.storage.receipt import Allocation, Receipt, ReceiptLine, ReceiptReversal
from anchang.storage.receivable import GROUPS, balances, before, opening_use, scope
from anchang.storage.staff import Staff, shown_name
from anchang.storage.subscription import Subscription
from anchang.storage.unit import Unit

_USE, _SUB, _UNIT, _LINE = table_of(Allocation), table_of(Subscription), table_of(Unit), table_of(Instalment)
_VERSION = table_of(PlanVersion)
_CUSTOMER, _STAFF, _CONTRACT = table_of(Customer), table_of(Staff), table_of(Contract)
_RECEIPT, _PART, _REVERSAL = table_of(Receipt), table_of(ReceiptLine), table_of(ReceiptReversal)
_OWNER = _STAFF.alias("owner")
# What a payment exception (2.4) is about.
_BEFORE_SIGNING = frozenset({MoneyType.DEPOSIT, MoneyType.DOWN_PAYMENT, MoneyType.DOWN_PAYMENT_INSTALMENT})

Rows = list[dict[str, Any]]


def lines(read: Read, as_of: date, first: date) -> Rows:
    """Every instalment that is receivable, by unit, deal and number, with all that the list says about it.

    `paid_before` is what was paid before `first`; `days`, `band`, `state` as of the day; what the contract says only
    where its signature was entered by then; `late_fee` is the trial figure (5.5), None without a rate or a day late.
    `responsible` is whose customer it is today, the deal's consultant where it is nobody's. `why_unpaid` is what was
    written when money was taken back or a payment excepted, `note` what was written on the receipts that paid it.
    """
    statement = balances(read, as_of).add_columns(
        _UNIT.c.label.label("unit"), _UNIT.c.building, _UNIT.c.usage, _UNIT.c.sort_key, _SUB.c.built_area,
        _SUB.c.customer_id, _SUB.c.consultant_id, _SUB.c.author, _SUB.c.sub_no, _VERSION.c.kind.label("plan_kind"),
        _VERSION.c.total.label("deal_total"),
        _SUB.c.signed_on.label("subscribed_on"),
    )  # fmt: skip
    owed = statement.subquery("owed")
    rows = read.connection.execute(
        select(
            owed, _CUSTOMER.c.name.label("customer"), _CUSTOMER.c.phone,
            shown_name(owed.c.author, _STAFF.c.name).label("consultant"),
            func.coalesce(_OWNER.c.name, _STAFF.c.name).label("responsible"),
        )
        .join(_CUSTOMER, _CUSTOMER.c.id == owed.c.customer_id)
        .join(_STAFF, _STAFF.c.id == owed.c.consultant_id)
        .outerjoin(_OWNER, _OWNER.c.id == _CUSTOMER.c.owner_id)
        .order_by(owed.c.sort_key, owed.c.subscription_id, owed.c.no)
    ).mappings()
    contracts = _contracts(read, as_of)
    earlier = _paid_before(read, first)
    found = [_line(read, dict(row), contracts.get(row["subscription_id"]), earlier, as_of) for row in rows]
    _add_words(read, found, contracts, as_of)
    _add_late_fees(read, found, as_of)
    return found


def _line(
    read: Read, row: dict[str, Any], contract: dict[str, Any] | None, earlier: dict[int, int], as_of: date
) -> dict[str, Any]:
    days = overdue_days(row["due_on"], as_of)
    unpaid = row["amount"] - row["paid"]
    known = contract or {}
    return {
        **row,
        "phone": read.phone(row["phone"]),
        "paid_before": earlier.get(row["id"], 0),
        "unpaid": unpaid,
        "days": days if unpaid else 0,
        "band": bucket(days).value if unpaid else "",
        "state": state_of(row["amount"], row["paid"], row["due_on"], as_of).value,
        "contract_no": known.get("contract_no") or known.get("no") or "",
        "signed_on": known.get("signed_on"),
        "filed_on": known.get("filed_on"),
        "late_rate": known.get("late_rate"),
        "late_fee": None,
    }


def _add_words(read: Read, rows: Rows, contracts: dict[int, dict[str, Any]], as_of: date) -> None:
    """What people wrote about a line, as known on that day; a line that is paid needs no reason."""
    taken_back, notes = _written(read, as_of)
    for row in rows:
        known = contracts.get(row["subscription_id"]) or {}
        excepted = known.get("exception_on") is not None and known["exception_on"] <= as_of
        told = taken_back.get(row["id"], "")
        if not told and excepted and row["money_type"] in _BEFORE_SIGNING:
            told = known["exception_reason"]
        row["why_unpaid"] = told if row["unpaid"] else ""
        row["note"] = "\n".join(dict.fromkeys(notes.get(row["id"], ())))


def _written(read: Read, as_of: date) -> tuple[dict[int, str], dict[int, list[str]]]:
    """Instalment -> the newest reason for which money was taken back; instalment -> the notes on its receipts."""
    rows = read.connection.execute(
        select(_USE.c.instalment_id, _USE.c.reversal_id, _REVERSAL.c.reason, _RECEIPT.c.note)
        .join(_PART, _PART.c.id == _USE.c.receipt_line_id)
        .join(_RECEIPT, _RECEIPT.c.id == _PART.c.receipt_id)
        .outerjoin(_REVERSAL, _REVERSAL.c.id == _USE.c.reversal_id)
        .where(
            _USE.c.project_id == read.project_id, _USE.c.business_date <= as_of,
            _USE.c.reversal_id.is_not(None) | (_RECEIPT.c.note != ""),
        )
        .order_by(_USE.c.id)
    )  # fmt: skip
    reasons: dict[int, str] = {}
    notes: dict[int, list[str]] = {}
    for row in rows:
        if row.reversal_id is not None:
            reasons[row.instalment_id] = row.reason
        if row.note:
            notes.setdefault(row.instalment_id, []).append(row.note)
    return reasons, notes


def _contracts(read: Read, as_of: date) -> dict[int, dict[str, Any]]:
    """Subscription id -> its contract as it was known on that day."""
    rows = read.connection.execute(
        select(_CONTRACT)
        .where(
            _CONTRACT.c.project_id == read.project_id,
            _CONTRACT.c.signed_entered_on <= as_of,
            (_CONTRACT.c.state != ContractState.VOID.value) | (_CONTRACT.c.void_on > as_of),
        )
        .order_by(_CONTRACT.c.id)
    ).mappings()
    found = {}
    for row in rows:
        filed = row["filed_on"] if row["filed_on"] is not None and row["filed_on"] <= as_of else None
        found[row["subscription_id"]] = {**row, "filed_on": filed}
    return found


def _paid_before(read: Read, first: date) -> dict[int, int]:
    rows = read.connection.execute(
        select(_USE.c.instalment_id, func.sum(_USE.c.amount).label("fen"))
        .where(before(read, first))
        .group_by(_USE.c.instalment_id)
    )
    return {row.instalment_id: int(row.fen) for row in rows}


def _add_late_fees(read: Read, rows: Rows, as_of: date) -> None:
    """The trial figure of every line that was or is late under a contract with a rate, from its payments by day."""
    late = [row for row in rows if row["late_rate"] and row["due_on"] is not None and row["due_on"] < as_of]
    payments = _payments(read, [row["subscription_id"] for row in late], as_of)
    for row in late:
        row["late_fee"] = (
            late_fee(row["late_rate"], row["due_on"], row["amount"], payments.get(row["id"], ()), as_of) or None
        )


def _payments(read: Read, subscription_ids: Sequence[int], as_of: date) -> dict[int, list[tuple[date, int]]]:
    wanted = set(subscription_ids)
    found: dict[int, list[tuple[date, int]]] = {}
    if not wanted:
        return found
    rows = read.connection.execute(
        select(_USE.c.subscription_id, _USE.c.instalment_id, _USE.c.business_date, _USE.c.amount).where(
            _USE.c.project_id == read.project_id, _USE.c.business_date <= as_of
        )
    )
    for row in rows:
        if row.subscription_id in wanted:
            found.setdefault(row.instalment_id, []).append((row.business_date, int(row.amount)))
    return found


def received_by(read: Read, first: date, last: date, by: str) -> dict[Any, int]:
    """What was paid on instalments in the period, net of reversals, by a key of `receivable.GROUPS`."""
    key = GROUPS[by]
    rows = read.connection.execute(
        select(key.label("grouped"), func.sum(_USE.c.amount).label("fen"))
        .select_from(_USE)
        .join(_SUB, _SUB.c.id == _USE.c.subscription_id)
        .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
        .join(_LINE, _LINE.c.id == _USE.c.instalment_id)
        .join(_VERSION, _VERSION.c.id == _LINE.c.plan_version_id)
        .where(scope(read), _USE.c.business_date >= first, _USE.c.business_date <= last, ~opening_use())
        .group_by(key)
    )
    return {row.grouped: int(row.fen) for row in rows}


def paid_by_type(read: Read, first: date, last: date) -> dict[MoneyType, int]:
    """What was paid on instalments in the period, net of reversals, by what the instalment is for."""
    rows = read.connection.execute(
        select(_LINE.c.money_type, func.sum(_USE.c.amount).label("fen"))
        .select_from(_USE)
        .join(_LINE, _LINE.c.id == _USE.c.instalment_id)
        .join(_SUB, _SUB.c.id == _USE.c.subscription_id)
        .where(scope(read), _USE.c.business_date >= first, _USE.c.business_date <= last, ~opening_use())
        .group_by(_LINE.c.money_type)
    )
    return {MoneyType(row.money_type): int(row.fen) for row in rows}


def buildings(read: Read) -> list[str]:
    """The buildings in which something was ever subscribed, in the order of the units."""
    rows = read.connection.execute(
        select(_UNIT.c.building)
        .join(_SUB, _SUB.c.unit_id == _UNIT.c.id)
        .where(scope(read))
        .group_by(_UNIT.c.building)
        .order_by(func.min(_UNIT.c.sort_key))
    )
    return [row.building for row in rows]


def consultant_names(read: Read) -> dict[int, str]:
    """The names of everybody who ever had a deal."""
    rows = read.connection.execute(
        select(_STAFF.c.id, _STAFF.c.name).where(_STAFF.c.id.in_(select(_SUB.c.consultant_id).where(scope(read))))
    )
    return {row.id: row.name for row in rows}
