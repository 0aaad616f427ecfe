"""The day sheets as a list, and what waits for the person who looks (domain 2.2)."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Select, and_, select

from anchang.domain.access import ASSISTANT, CONSULTANT, LEADERS, MANAGER
from anchang.domain.customer import OPEN_LEADS
from anchang.domain.day import BusinessDayState, SheetState
from anchang.domain.desk import DeskWaiting
from anchang.domain.rota import DayState
from anchang.domain.rota_queue import HELPING
from anchang.storage import day_query, desk_filters
from anchang.storage.base import table_of
from anchang.storage.customer import Customer
from anchang.storage.day import BusinessDay, DayComment, DaySheet
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.rota import RotaEvent, Turn
from anchang.storage.rota_board import unclosed_days
from anchang.storage.rota_events import day_row
from anchang.storage.staff import Staff
from anchang.storage.visit import Visit

_SHEET, _COMMENT, _STAFF = table_of(DaySheet), table_of(DayComment), table_of(Staff)
_DAY, _TURN, _EVENT = table_of(BusinessDay), table_of(Turn), table_of(RotaEvent)
_VISIT, _CUSTOMER = table_of(Visit), table_of(Customer)
_OPEN = [each.value for each in OPEN_LEADS]


def _sheets(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    found: list[Any] = [_SHEET.c.project_id == read.project_id, *desk_filters.own(read, _SHEET.c.consultant_id)]
    if filters.get("since"):
        found.append(_SHEET.c.business_date >= filters["since"])
    if filters.get("until"):
        found.append(_SHEET.c.business_date <= filters["until"])
    if filters.get("state"):
        found.append(_SHEET.c.state == str(filters["state"]))
    if filters.get("consultant"):
        found.append(desk_filters.person(read, filters["consultant"], _SHEET.c.consultant_id))
    return (
        select(_SHEET, _STAFF.c.name.label("consultant"))
        .select_from(_SHEET)
        .outerjoin(_STAFF, _STAFF.c.id == _SHEET.c.consultant_id)
        .where(*found)
    )


def sheets_page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of day sheets, the newest day first. Filters: since, until, consultant, state."""
    return fetch(read, _sheets(read, filters), (_SHEET.c.business_date, _SHEET.c.id), ask, dict)


def sheets_count(read: Read, filters: Mapping[str, Any]) -> int:
    """How many sheets the list has."""
    return count(read, _sheets(read, filters))


def comments(read: Read, sheet_id: int) -> list[dict[str, Any]]:
    """What was said about a sheet, oldest first: step, comment, who, at."""
    statement = (
        select(_COMMENT, _STAFF.c.name.label("who"))
        .outerjoin(_STAFF, _STAFF.c.id == _COMMENT.c.by_id)
        .where(_COMMENT.c.sheet_id == sheet_id, _COMMENT.c.project_id == read.project_id)
        .order_by(_COMMENT.c.id)
    )
    return [dict(row) for row in read.connection.execute(statement).mappings()]


def _line(what: DeskWaiting, noun: str, row_id: int | None, label: str, who: str, on: date | None) -> dict[str, Any]:
    return {
        "waiting": what.value, "noun": noun, "id": row_id, "label": label, "consultant": who, "business_date": on,
    }  # fmt: skip


def waiting(read: Read) -> list[dict[str, Any]]:
    """What waits for the person who looks: `waiting` (a `DeskWaiting`), `noun` and `id` of the row, `label`,
    `consultant`, `business_date` (the day it belongs to or is due). Days left open first."""
    found: list[dict[str, Any]] = []
    leads_day = bool(read.roles & (ASSISTANT | MANAGER))
    if leads_day:
        found += [
            _line(DeskWaiting.UNCLOSED, "business_day", None, on.isoformat(), "", on)
            for on in unclosed_days(read, read.today)
        ]
        rota = day_row(read, read.today)
        if rota is not None and rota["state"] == DayState.OPEN:
            found.append(_line(DeskWaiting.CONFIRM, "rota_day", rota["id"], "", "", read.today))
    if read.roles & CONSULTANT:
        found += _told(read)
        found += _own_days(read)
    if read.roles & ASSISTANT:
        found += _sheets_in(read, SheetState.SUBMITTED, DeskWaiting.CONSOLIDATE)
    if read.roles & (MANAGER | LEADERS):
        found += _sheets_in(read, SheetState.CONSOLIDATED, DeskWaiting.REVIEW)
        found += _unsigned(read)
    if read.roles & CONSULTANT:
        found += _own_visits(read)
        found += _contacts(read)
    return found


def _unsigned(read: Read) -> list[dict[str, Any]]:
    """Closed days on which no sheet waits for a review any more: what is left is the signature."""
    pending = (
        select(_SHEET.c.id)
        .where(
            _SHEET.c.project_id == _DAY.c.project_id,
            _SHEET.c.business_date == _DAY.c.business_date,
            _SHEET.c.state != SheetState.REVIEWED.value,
        )
        .correlate(_DAY)
        .exists()
    )
    statement = (
        select(_DAY.c.id, _DAY.c.business_date)
        .where(
            _DAY.c.project_id == read.project_id, _DAY.c.state == BusinessDayState.CLOSED.value, ~pending
        )
        .order_by(_DAY.c.business_date)
    )  # fmt: skip
    return [
        _line(DeskWaiting.LOCK, "business_day", row.id, row.business_date.isoformat(), "", row.business_date)
        for row in read.connection.execute(statement)
    ]


def _own_days(read: Read) -> list[dict[str, Any]]:
    """One's own days that are not handed in: those left open before today, and today once something happened."""
    found = []
    for on in (*unclosed_days(read, read.today), read.today):
        if read.staff_id not in day_query.participants(read, on):
            continue
        sheet = day_query.sheet(read, on, read.staff_id)
        if sheet is None or sheet["state"] == SheetState.DRAFTING:
            what = DeskWaiting.RETURNED if sheet is not None and sheet["returned"] else DeskWaiting.HAND_IN
            found.append(_line(what, "day_sheet", None if sheet is None else sheet["id"], on.isoformat(), "", on))
    returned = _sheets(read, {"state": SheetState.DRAFTING.value}).where(
        _SHEET.c.returned == 1, _SHEET.c.consultant_id == read.staff_id
    )
    known = {each["id"] for each in found}
    for row in read.connection.execute(returned).mappings():
        if row["id"] not in known:
            label = row["business_date"].isoformat()
            found.append(_line(DeskWaiting.RETURNED, "day_sheet", row["id"], label, "", row["business_date"]))
    return found


def _sheets_in(read: Read, state: SheetState, what: DeskWaiting) -> list[dict[str, Any]]:
    statement = _sheets(read, {"state": state.value}).order_by(_SHEET.c.business_date, _SHEET.c.id)
    return [
        _line(what, "day_sheet", row["id"], row["business_date"].isoformat(), row["consultant"], row["business_date"])
        for row in read.connection.execute(statement).mappings()
        if not (what is DeskWaiting.REVIEW and read.is_own(row["consultant_id"]))
    ]


def _told(read: Read) -> list[dict[str, Any]]:
    """Receptions of today that a colleague took for the person who looks: whom the rota says that it tells (2.1-3).

    For the rest of the day. The rota's event knows for whom it was, also where the customer is not known.
    """
    statement = (
        select(
            _TURN.c.no, _EVENT.c.payload, _STAFF.c.name.label("receiver"), _CUSTOMER.c.id.label("customer"),
            _CUSTOMER.c.name,
        )
        .join(_EVENT, and_(_EVENT.c.rota_day_id == _TURN.c.rota_day_id, _EVENT.c.no == _TURN.c.event_no))
        .join(_STAFF, _STAFF.c.id == _TURN.c.receiver_id)
        .outerjoin(_VISIT, _VISIT.c.id == _TURN.c.visit_id)
        .outerjoin(_CUSTOMER, and_(_CUSTOMER.c.id == _VISIT.c.customer_id, _CUSTOMER.c.owner_id == read.staff_id))
        .where(
            _TURN.c.project_id == read.project_id, _TURN.c.business_date == read.today,
            _TURN.c.kind.in_([each.value for each in HELPING]), _TURN.c.receiver_id != read.staff_id,
        )
        .order_by(_TURN.c.no)
    )  # fmt: skip
    found: dict[int | str, dict[str, Any]] = {}
    for row in read.connection.execute(statement):
        arrival = json.loads(row.payload).get("arrival") or {}
        if (arrival.get("owner_id") or arrival.get("relative_of")) != read.staff_id:
            continue
        label = row.name if row.customer else f"{read.today:%Y%m%d}-{row.no}"
        noun = "customer" if row.customer else "turn"
        found[row.customer or label] = _line(DeskWaiting.TOLD, noun, row.customer, label, row.receiver, read.today)
    return list(found.values())


def _own_visits(read: Read) -> list[dict[str, Any]]:
    statement = (
        select(_VISIT.c.id, _VISIT.c.visit_no, _VISIT.c.name, _VISIT.c.business_date)
        .where(
            _VISIT.c.project_id == read.project_id,
            _VISIT.c.consultant_id == read.staff_id,
            _VISIT.c.business_date == read.today,
            _VISIT.c.complete == 0,
        )
        .order_by(_VISIT.c.day_no)
    )
    return [
        _line(DeskWaiting.VISIT, "visit", row.id, f"{row.visit_no} {row.name}".strip(), "", row.business_date)
        for row in read.connection.execute(statement)
    ]


def _contacts(read: Read) -> list[dict[str, Any]]:
    statement = (
        select(_CUSTOMER.c.id, _CUSTOMER.c.name, _CUSTOMER.c.next_contact_on)
        .where(
            _CUSTOMER.c.project_id == read.project_id,
            _CUSTOMER.c.owner_id == read.staff_id,
            _CUSTOMER.c.next_contact_on <= read.today,
            _CUSTOMER.c.state.in_(_OPEN),
            _CUSTOMER.c.do_not_contact == 0,
        )
        .order_by(_CUSTOMER.c.next_contact_on, _CUSTOMER.c.id)
    )

    def line(row: RowMapping) -> dict[str, Any]:
        late = row["next_contact_on"] < read.today
        what = DeskWaiting.CONTACT_LATE if late else DeskWaiting.CONTACT
        return _line(what, "customer", row["id"], row["name"], "", row["next_contact_on"])

    return [line(row) for row in read.connection.execute(statement).mappings()]
