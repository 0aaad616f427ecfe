"""明日计划: what is due on a day to come, as it stands now (domain 4.1)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, Select, String, and_, literal, select

from anchang.domain.appointment import AppointmentState
from anchang.domain.contract import ContractState
from anchang.domain.customer import OPEN_LEADS
from anchang.domain.subscription import SubscriptionState
from anchang.storage.appointment import Appointment
from anchang.storage.base import table_of
from anchang.storage.columns import Day
from anchang.storage.contract import Contract
from anchang.storage.customer import Customer
from anchang.storage.day_report import own
from anchang.storage.desk_filters import bounds
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.subscription import Subscription
from anchang.storage.task import Task
from anchang.storage.unit import Unit

_CUSTOMER, _STAFF, _UNIT, _TASK = table_of(Customer), table_of(Staff), table_of(Unit), table_of(Task)
_APPOINTMENT = table_of(Appointment)
_SUB, _CONTRACT = table_of(Subscription), table_of(Contract)

CONTACT, COMES, SIGNING, SIGN_BY = "contact", "comes", "signing", "sign_by"
"""What is due besides the kinds of tasks: a contact, an appointment, one to sign, the last day to sign."""

_UNSIGNED = [each.value for each in (ContractState.APPOINTED, ContractState.DRAFTED, ContractState.UNDER_REVIEW)]


def due(read: Read, on: date) -> list[dict[str, Any]]:
    """Who is to be seen to on that day, by consultant; each customer once.

    `what` are the reasons in their order (the constants above and kinds of tasks), `due` is the first appointed instant
    or the day; then customer, phone, grade, unit, consultant. What is late already is counted for each consultant
    (`StaffFigures.overdue`), not listed again every day.
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
            _lines(_APPOINTMENT, "with_id", _APPOINTMENT.c.at).where(
                own(read, _APPOINTMENT, "with_id"),
                _APPOINTMENT.c.on_day == on,
                _APPOINTMENT.c.state == AppointmentState.OPEN.value,
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
    order = {what: place for place, (what, _statement) in enumerate(asked)}
    lines: dict[tuple[str, int], dict[str, Any]] = {}
    for what, row in _found(read, asked, _tasks(read, begins, ends, on).where(contact, open_lead)):
        line = lines.setdefault(
            (row["no"], row["customer_id"]), {**row, "what": (), "unit": "", "phone": read.phone(row["phone"])}
        )
        line["what"] = (*line["what"], what)
        line["unit"] = line["unit"] or row["unit"]
        line["due"] = min((line["due"], row["due"]), key=lambda due: (not isinstance(due, datetime), str(due)))
    return sorted(
        lines.values(),
        key=lambda row: (row["no"], order.get(row["what"][0], len(order)), str(row["due"]), row["customer"]),
    )


def _found(
    read: Read, asked: tuple[tuple[str, Select[Any]], ...], tasks: Select[Any]
) -> Iterator[tuple[str, RowMapping]]:
    """(reason, row) of everything, the tasks last."""
    for what, statement in asked:
        for row in read.connection.execute(statement).mappings():
            yield what, row
    for row in read.connection.execute(tasks).mappings():
        yield row["kind"], row


def _tasks(read: Read, begins: datetime, ends: datetime, on: date) -> Select[Any]:
    """Tasks that become late on that day; one that may wait until midnight belongs to the day that ends then."""
    return (
        _customers(literal(on, Day()))
        .add_columns(_TASK.c.kind)
        .join(_TASK, _TASK.c.customer_id == _CUSTOMER.c.id)
        .where(_TASK.c.ended_at.is_(None), _TASK.c.due_at > begins, _TASK.c.due_at <= ends)
        .order_by(_TASK.c.due_at, _TASK.c.id)
    )


def _columns(when: Any, unit: Any) -> tuple[Any, ...]:
    return (
        _CUSTOMER.c.id.label("customer_id"), _CUSTOMER.c.name.label("customer"), _CUSTOMER.c.phone, _CUSTOMER.c.grade,
        unit, _STAFF.c.no, _STAFF.c.name.label("consultant"), when.label("due"),
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
