"""The rows of the daily report's lists: each visit, call, reception, deal and payment of a period (domain 4.1).

The definitions of `storage.day_report` hold here. Rows are dicts whose keys are the columns; phones are as `read` may
show them.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, String, and_, literal, select, union_all

from anchang.domain.correction import Corrected
from anchang.storage import sincerity_day
from anchang.storage.base import table_of
from anchang.storage.call import Call
from anchang.storage.change import ChangeRequest
from anchang.storage.contract import Contract
from anchang.storage.credit import credit_of, credit_words, parts
from anchang.storage.customer import Customer
from anchang.storage.day_report import (
    NON_BUYER,
    calls_of,
    contracts_of,
    deals_of,
    ended_by,
    own,
    sold,
    taken_back,
    visit_class,
    visits_of,
    worth,
)
from anchang.storage.reading import Read
from anchang.storage.receipt import Receipt, ReceiptLine, ReceiptReversal
from anchang.storage.rota import Turn
from anchang.storage.staff import Staff
from anchang.storage.subscription import Subscription, SubscriptionDiscount
from anchang.storage.unit import Unit
from anchang.storage.visit import Visit
from anchang.storage.void import stands

Rows = list[dict[str, Any]]

_VISIT, _CALL, _TURN, _STAFF = table_of(Visit), table_of(Call), table_of(Turn), table_of(Staff)
_SUB, _CONTRACT, _UNIT, _CUSTOMER = table_of(Subscription), table_of(Contract), table_of(Unit), table_of(Customer)
_OFF, _RECEIPT = table_of(SubscriptionDiscount), table_of(Receipt)
_LINE, _REVERSAL = table_of(ReceiptLine), table_of(ReceiptReversal)
_OTHER = _STAFF.alias("other")
_ENDING = table_of(ChangeRequest)


def _rows(read: Read, statement: Select[Any]) -> Rows:
    return [dict(row) for row in read.connection.execute(statement).mappings()]


def _masked(read: Read, rows: Rows) -> Rows:
    for row in rows:
        row["phone"] = read.phone(row["phone"])
    return rows


def visits(read: Read, first: date, last: date, *, void: bool = False) -> Rows:
    """Every visit by consultant and time; `class` is one of the four of `day_report`, `groups` 1 for a buyer's.

    `units_shown` are the labels of the units that were recommended.
    """
    rows = _rows(
        read,
        select(
            _VISIT,
            visit_class().label("class"),
            _STAFF.c.no.label("staff_no"),
            _STAFF.c.name.label("consultant"),
            _OTHER.c.name.label("recorder"),
        )
        .join(_STAFF, _STAFF.c.id == _VISIT.c.consultant_id)
        .join(_OTHER, _OTHER.c.id == _VISIT.c.recorder_id)
        .where(visits_of(read, first, last, void=void))
        .order_by(_STAFF.c.no, _VISIT.c.arrived_at, _VISIT.c.id),
    )
    labels = unit_labels(read, {int(each) for row in rows for each in row["units_recommended"].split()})
    for row in rows:
        row["groups"] = 0 if row["class"] == NON_BUYER else 1
        row["units_shown"] = tuple(labels[int(each)] for each in row["units_recommended"].split())
    return _masked(read, rows)


def unit_labels(read: Read, ids: Iterable[int] | None = None) -> dict[int, str]:
    """The labels of these units, of every unit of the project without `ids`."""
    statement = select(_UNIT.c.id, _UNIT.c.label).where(_UNIT.c.project_id == read.project_id)
    if ids is not None:
        statement = statement.where(_UNIT.c.id.in_(sorted(ids)))
    return {row.id: row.label for row in read.connection.execute(statement)}


def calls(read: Read, first: date, last: date, *, void: bool = False) -> Rows:
    """Every call by time."""
    return _masked(
        read,
        _rows(
            read,
            select(_CALL, _STAFF.c.name.label("consultant"))
            .join(_STAFF, _STAFF.c.id == _CALL.c.answered_by)
            .where(calls_of(read, first, last, void=void))
            .order_by(_CALL.c.called_at, _CALL.c.id),
        ),
    )


def turns(read: Read, first: date, last: date) -> Rows:
    """Every reception of the rota in its order; `class` of its visit, None while there is none."""
    return _rows(
        read,
        select(
            _TURN,
            _STAFF.c.name.label("receiver"),
            _OTHER.c.name.label("recorder"),
            _VISIT.c.visit_no,
            visit_class().label("class"),
            _VISIT.c.name.label("customer"),
        )
        .join(_STAFF, _STAFF.c.id == _TURN.c.receiver_id)
        .join(_OTHER, _OTHER.c.id == _TURN.c.recorder_id)
        .outerjoin(_VISIT, and_(_VISIT.c.id == _TURN.c.visit_id, stands(read, Corrected.VISIT, _VISIT.c.id)))
        .where(
            own(read, _TURN, "receiver_id"), _TURN.c.business_date >= first, _TURN.c.business_date <= last
        )
        .order_by(_TURN.c.business_date, _TURN.c.no),
    )


_DEAL = (
    _UNIT.c.label.label("unit"),
    _UNIT.c.building,
    _CUSTOMER.c.name.label("customer"),
    _CUSTOMER.c.phone,
    _CUSTOMER.c.channel,
    _STAFF.c.name.label("consultant"),
    _SUB.c.sub_no,
    _SUB.c.edition,
    _SUB.c.list_total,
    _SUB.c.plan_kind,
)


def _deal_rows(read: Read, statement: Select[Any], subscription_key: str) -> Rows:
    rows = _masked(read, _rows(read, statement))
    papers = [row[subscription_key] for row in rows]
    names, credit = _discount_names(read, papers), credit_of(read, papers)
    for row in rows:
        if row[subscription_key] in credit:
            row["consultant"] = credit_words(credit[row[subscription_key]])
        row["discounts"] = names.get((row[subscription_key], row["edition"]), ())
    return rows


def _discount_names(read: Read, subscription_ids: Sequence[int]) -> dict[tuple[int, int], tuple[str, ...]]:
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    statement = (
        select(_OFF.c.subscription_id, _OFF.c.edition, _OFF.c.name)
        .where(_OFF.c.subscription_id.in_(subscription_ids))
        .order_by(_OFF.c.subscription_id, _OFF.c.edition, _OFF.c.no)
    )
    for row in read.connection.execute(statement):
        key = (row.subscription_id, row.edition)
        found[key] = (*found.get(key, ()), row.name)
    return found


def deals(read: Read, first: date, last: date) -> Rows:
    """Every subscription that came into force, by day and unit; `discounts` are names."""
    statement = (
        select(
            _SUB, _SUB.c.activated_on.label("day"), *_DEAL[:6], worth().label("worth"), worth("kind").label("paid_by")
        )
        .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == _SUB.c.customer_id)
        .join(_STAFF, _STAFF.c.id == _SUB.c.consultant_id)
        .where(deals_of(read, first, last))
        .order_by(_SUB.c.activated_on, _UNIT.c.sort_key, _SUB.c.id)
    )
    rows = _deal_rows(read, statement, "id")
    for row in rows:  # as on the day itself
        row["deal_total"], row["plan_kind"] = row["worth"], row["paid_by"]
    return rows


def backs(read: Read, first: date, last: date) -> Rows:
    """Every subscription that had come into force and was ended, by the day of its end and unit; `ended_by` is the kind
    of the request, `why` its reason."""
    statement = (
        select(
            _SUB, _ENDING.c.ended_on.label("day"), _ENDING.c.kind.label("ended_by"), _ENDING.c.reason.label("why"),
            *_DEAL[:6],
        )
        .join(_ENDING, ended_by(first, last))
        .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == _SUB.c.customer_id)
        .join(_STAFF, _STAFF.c.id == _SUB.c.consultant_id)
        .where(taken_back(read, first, last))
        .order_by(_ENDING.c.ended_on, _UNIT.c.sort_key, _SUB.c.id)
    )
    return _deal_rows(read, statement, "id")


def contracts(read: Read, first: date, last: date) -> Rows:
    """Every contract whose signature was entered, by day and unit; `paper_no` is its number."""
    statement = (
        select(
            _CONTRACT,
            _CONTRACT.c.signed_entered_on.label("day"),
            _SUB.c.deal_unit_price,
            *_DEAL,
        )
        .join(_SUB, _SUB.c.id == _CONTRACT.c.subscription_id)
        .join(_UNIT, _UNIT.c.id == _CONTRACT.c.unit_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == _CONTRACT.c.customer_id)
        .join(_STAFF, _STAFF.c.id == _CONTRACT.c.consultant_id)
        .where(contracts_of(read, first, last))
        .order_by(_CONTRACT.c.signed_entered_on, _UNIT.c.sort_key, _CONTRACT.c.id)
    )
    return _deal_rows(read, statement, "subscription_id")


def _money(day: Any, amount: Any, reversed_: bool) -> Select[Any]:
    return select(
        day.label("day"),
        _LINE.c.id.label("line_id"),
        _RECEIPT.c.no.label("receipt"),
        _LINE.c.money_type,
        _LINE.c.way,
        _LINE.c.account,
        amount.label("amount"),
        literal("reversal" if reversed_ else "", String).label("kind"),
        _RECEIPT.c.payer,
        _UNIT.c.label.label("unit"),
        _UNIT.c.building,
        _CUSTOMER.c.name.label("customer"),
        _STAFF.c.name.label("cashier"),
        _SUB.c.id.label("subscription_id"),
        _SUB.c.consultant_id,
        _OTHER.c.name.label("consultant"),
    )


def money(read: Read, first: date, last: date) -> Rows:
    """Every receipt line that counts in the period by kind of money, small orders and sincerity money among them; a
    reversal below zero on its own day.

    `parts` are (staff, fen) of whoever has a part of the deal's credit.
    """
    came = (
        _money(_RECEIPT.c.confirmed_on, _LINE.c.amount, False)
        .select_from(_RECEIPT)
        .join(_LINE, _LINE.c.receipt_id == _RECEIPT.c.id)
        .join(_STAFF, _STAFF.c.id == _RECEIPT.c.received_by)
        .where(_RECEIPT.c.confirmed_on >= first, _RECEIPT.c.confirmed_on <= last, _RECEIPT.c.origin == "")
    )
    back = (
        _money(_REVERSAL.c.business_date, -_LINE.c.amount, True)
        .select_from(_REVERSAL)
        .join(_RECEIPT, _RECEIPT.c.id == _REVERSAL.c.receipt_id)
        .join(_LINE, _LINE.c.receipt_id == _RECEIPT.c.id)
        .join(_STAFF, _STAFF.c.id == _REVERSAL.c.by_id)
        .where(
            _RECEIPT.c.confirmed_on.is_not(None),
            _RECEIPT.c.origin == "",
            _REVERSAL.c.business_date >= first,
            _REVERSAL.c.business_date <= last,
        )
    )
    whole = union_all(
        *(
            each.join(_SUB, _SUB.c.id == _RECEIPT.c.subscription_id)
            .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
            .join(_CUSTOMER, _CUSTOMER.c.id == _SUB.c.customer_id)
            .join(_OTHER, _OTHER.c.id == _SUB.c.consultant_id)
            # A re-issue is no money that came in, nor is what had come in as sincerity money before.
            .where(sold(read, _SUB, "id"), _RECEIPT.c.voucher_id.is_(None), _RECEIPT.c.sincerity_id.is_(None))
            for each in (came, back)
        )
    ).subquery("money")
    order = ("money_type", "day", "receipt", "line_id", "kind")
    rows = [*_rows(read, select(whole)), *sincerity_day.rows(read, first, last)]
    rows.sort(key=lambda row: tuple(row[name] for name in order))
    credit = credit_of(read, [row["subscription_id"] for row in rows if row["subscription_id"] is not None])
    for row in rows:
        shares = credit.get(row["subscription_id"])
        row["parts"] = tuple(parts(row["amount"], row["consultant_id"], shares).items())
        row["consultant"] = row["consultant"] if shares is None else credit_words(shares)
    return rows
