"""Appointments as acts and lists need them: who is expected when, and who did not come (domain 3.25)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, case, exists, literal, or_, select

from anchang.domain.appointment import AppointmentState
from anchang.domain.day import BusinessDayState
from anchang.storage import desk_filters, desk_text
from anchang.storage.appointment import Appointment
from anchang.storage.base import table_of
from anchang.storage.customer import Customer
from anchang.storage.day import BusinessDay
from anchang.storage.lead_query import AT_ONCE
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.visit import Visit

_APPOINTMENT, _CUSTOMER, _STAFF = table_of(Appointment), table_of(Customer), table_of(Staff)
_VISIT, _DAY = table_of(Visit), table_of(BusinessDay)
OPEN, NO_SHOW = AppointmentState.OPEN.value, AppointmentState.NO_SHOW.value
CAME = AppointmentState.CAME.value


def open_of(read: Read, customer_id: int) -> dict[str, Any] | None:
    """The appointment that this customer is expected for."""
    statement = select(_APPOINTMENT).where(_APPOINTMENT.c.customer_id == customer_id, _APPOINTMENT.c.state == OPEN)
    row = read.connection.execute(statement).mappings().first()
    return None if row is None else dict(row)


def of_day(read: Read, customer_id: int, on: date) -> list[dict[str, Any]]:
    """This customer's appointments for that day."""
    statement = select(_APPOINTMENT).where(_APPOINTMENT.c.customer_id == customer_id, _APPOINTMENT.c.on_day == on)
    return [dict(row) for row in read.connection.execute(statement.order_by(_APPOINTMENT.c.id)).mappings()]


def all_of(read: Read, customer_id: int) -> list[dict[str, Any]]:
    """Every appointment of this customer, oldest first."""
    statement = select(_APPOINTMENT).where(_APPOINTMENT.c.customer_id == customer_id).order_by(_APPOINTMENT.c.id)
    return [dict(row) for row in read.connection.execute(statement).mappings()]


def with_on(read: Read, staff_id: int, on: date) -> list[dict[str, Any]]:
    """The appointments of that day that this consultant still waits for, the earliest first."""
    statement = select(_APPOINTMENT).where(
        _APPOINTMENT.c.project_id == read.project_id, _APPOINTMENT.c.with_id == staff_id, _APPOINTMENT.c.on_day == on,
        _APPOINTMENT.c.state == OPEN,
    )  # fmt: skip
    return [dict(row) for row in read.connection.execute(statement.order_by(_APPOINTMENT.c.at)).mappings()]


def kept_by(read: Read, visit_id: int) -> list[dict[str, Any]]:
    """The appointments that this visit kept."""
    statement = select(_APPOINTMENT).where(_APPOINTMENT.c.visit_id == visit_id, _APPOINTMENT.c.state == CAME)
    return [dict(row) for row in read.connection.execute(statement).mappings()]


def expected_today(read: Read, customer_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Customer -> (the office's time, the consultant's name) of an open appointment of today."""
    rows = read.connection.execute(
        select(_APPOINTMENT.c.customer_id, _APPOINTMENT.c.at, _STAFF.c.name)
        .join(_STAFF, _STAFF.c.id == _APPOINTMENT.c.with_id)
        .where(
            _APPOINTMENT.c.customer_id.in_(list(customer_ids)), _APPOINTMENT.c.on_day == read.today,
            _APPOINTMENT.c.state == OPEN,
        )
    )  # fmt: skip
    return {number: (at.astimezone(read.zone).strftime("%H:%M"), name) for number, at, name in rows}


def _over(read: Read) -> ColumnElement[bool]:
    """The appointed day is over: a day before today, or today once the office has closed it."""
    closed = exists().where(
        _DAY.c.project_id == read.project_id,
        _DAY.c.business_date == read.today,
        _DAY.c.state == BusinessDayState.CLOSED.value,
    )
    return or_(_APPOINTMENT.c.on_day < read.today, and_(_APPOINTMENT.c.on_day == read.today, closed))


def _came() -> ColumnElement[bool]:
    return exists().where(
        _VISIT.c.customer_id == _APPOINTMENT.c.customer_id, _VISIT.c.business_date == _APPOINTMENT.c.on_day
    )


def missed(read: Read, limit: int = AT_ONCE) -> list[dict[str, Any]]:
    """Open appointments whose day is over; `came` tells that the log has a visit of the customer on it."""
    statement = (
        select(_APPOINTMENT, _came().label("came"))
        .where(_APPOINTMENT.c.project_id == read.project_id, _APPOINTMENT.c.state == OPEN, _over(read))
        .order_by(_APPOINTMENT.c.id)
        .limit(limit)
    )
    return [dict(row) for row in read.connection.execute(statement).mappings()]


def _state(read: Read) -> ColumnElement[str]:
    """The state as it is now, whether or not anybody has written down that the day is over."""
    return case(
        (and_(_APPOINTMENT.c.state == OPEN, _over(read), ~_came()), literal(NO_SHOW)), else_=_APPOINTMENT.c.state
    )


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    found: list[Any] = [_APPOINTMENT.c.project_id == read.project_id]
    if not read.sees_all:
        found.append(or_(_APPOINTMENT.c.with_id == read.staff_id, _CUSTOMER.c.owner_id == read.staff_id))
    if filters.get("since"):
        found.append(_APPOINTMENT.c.on_day >= filters["since"])
    if filters.get("until"):
        found.append(_APPOINTMENT.c.on_day <= filters["until"])
    if filters.get("state"):
        found.append(_state(read) == str(filters["state"]))
    if filters.get("consultant"):
        found.append(desk_filters.person(read, filters["consultant"], _APPOINTMENT.c.with_id))
    if filters.get("text"):
        columns = (_CUSTOMER.c.name, _CUSTOMER.c.phone, _APPOINTMENT.c.customer_id, _APPOINTMENT.c.no)
        found.append(desk_text.text(read, str(filters["text"]), *columns))
    return (
        select(
            _APPOINTMENT, _state(read).label("now_state"), _CUSTOMER.c.name, _CUSTOMER.c.phone, _CUSTOMER.c.grade,
            _CUSTOMER.c.owner_id, _STAFF.c.name.label("consultant"),
        )
        .select_from(_APPOINTMENT)
        .join(_CUSTOMER, _CUSTOMER.c.id == _APPOINTMENT.c.customer_id)
        .outerjoin(_STAFF, _STAFF.c.id == _APPOINTMENT.c.with_id)
        .where(*found)
    )  # fmt: skip


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of appointments by time, the earliest first. Filters: since, until (appointed day), state, consultant,
    text."""

    def build(row: RowMapping) -> dict[str, Any]:
        own = read.sees_all or row["owner_id"] == read.staff_id
        return {**row, "state": row["now_state"], "phone": read.phone(row["phone"]) if own else ""}

    return fetch(
        read, _listed(read, filters), (_APPOINTMENT.c.at, _APPOINTMENT.c.id), ask, build, descending=False
    )  # fmt: skip


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many appointments the list has."""
    return count(read, _listed(read, filters))
