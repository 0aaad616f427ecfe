"""明日计划: what is due on a day to come, as it stands now (domain 4.1)."""

from datetime import date
from typing import Any

from sqlalchemy import Select, String, and_, literal, select

from anchang.domain.contract import ContractState
from anchang.domain.customer import OPEN_LEADS
from anchang.domain.subscription import SubscriptionState
from anchang.storage.base import table_of
from anchang.storage.call import Call
from anchang.storage.contract import Contract
from anchang.storage.customer import Customer
from anchang.storage.day_report import own
from anchang.storage.desk_filters import bounds
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.subscription import Subscription
from anchang.storage.unit import Unit

_CUSTOMER, _CALL, _STAFF, _UNIT = table_of(Customer), table_of(Call), table_of(Staff), table_of(Unit)
_SUB, _CONTRACT = table_of(Subscription), table_of(Contract)

CONTACT, COMES, SIGNING, SIGN_BY = "contact", "comes", "signing", "sign_by"
"""What is due: a contact, an agreed visit, an appointment to sign, the last day to sign."""

_UNSIGNED = [each.value for each in (ContractState.APPOINTED, ContractState.DRAFTED, ContractState.UNDER_REVIEW)]


def due(read: Read, on: date) -> list[dict[str, Any]]:
    """What is due on that day by consultant: `what`, customer, phone, grade, unit, consultant, `due` (date or instant).

    What is late already is counted for each consultant (`StaffFigures.overdue`), not listed again every day.
    """
    begins, ends = bounds(read, on)
    open_lead = and_(
        _CUSTOMER.c.state.in_([each.value for each in OPEN_LEADS]), _CUSTOMER.c.do_not_contact == 0
    )
    contact = own(read, _CUSTOMER, "owner_id")
    asked: tuple[tuple[str, Select[Any]], ...] = (
        (CONTACT, _customers(_CUSTOMER.c.next_contact_on).where(contact, open_lead, _CUSTOMER.c.next_contact_on == on)),
        (
            COMES,
            _lines(_CALL, "answered_by", _CALL.c.invite_visit_at).where(
                own(read, _CALL, "answered_by"), _CALL.c.invite_visit_at >= begins, _CALL.c.invite_visit_at < ends
            ),
        ),
        (
            SIGNING,
            _lines(_CONTRACT, "consultant_id", _CONTRACT.c.appointed_at, unit=True).where(
                own(read, _CONTRACT, "consultant_id"),
                _CONTRACT.c.appointed_at >= begins,
                _CONTRACT.c.appointed_at < ends,
                _CONTRACT.c.state.in_(_UNSIGNED),
            ),
        ),
        (
            SIGN_BY,
            _lines(_SUB, "consultant_id", _SUB.c.sign_due_date, unit=True).where(
                own(read, _SUB, "consultant_id"),
                _SUB.c.state == SubscriptionState.ACTIVE.value,
                _SUB.c.sign_due_date == on,
            ),
        ),
    )
    found = [
        {**row, "what": what, "phone": read.phone(row["phone"])}
        for what, statement in asked
        for row in read.connection.execute(statement).mappings()
    ]
    order = {what: place for place, (what, _statement) in enumerate(asked)}
    return sorted(found, key=lambda row: (row["no"], order[row["what"]], str(row["due"]), row["customer"]))


def _columns(when: Any, unit: Any) -> tuple[Any, ...]:
    return (
        _CUSTOMER.c.name.label("customer"), _CUSTOMER.c.phone, _CUSTOMER.c.grade, unit,
        _STAFF.c.no, _STAFF.c.name.label("consultant"), when.label("due"),
    )  # fmt: skip


def _customers(when: Any) -> Select[Any]:
    return (
        select(*_columns(when, literal("", String).label("unit")))
        .select_from(_CUSTOMER)
        .join(_STAFF, _STAFF.c.id == _CUSTOMER.c.owner_id)
    )


def _lines(table: Any, who: str, when: Any, *, unit: bool = False) -> Select[Any]:
    label = _UNIT.c.label.label("unit") if unit else literal("", String).label("unit")
    made = (
        select(*_columns(when, label))
        .select_from(table)
        .join(_CUSTOMER, _CUSTOMER.c.id == table.c.customer_id)
        .join(_STAFF, _STAFF.c.id == table.c[who])
    )
    return made.join(_UNIT, _UNIT.c.id == table.c.unit_id) if unit else made
