"""Calls as lists show them: newest first, by key, masked, in scope (domain 3.2, 4.1)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Select, select

from anchang.storage import desk_filters
from anchang.storage.base import table_of
from anchang.storage.call import Call
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff, shown_name

_CALL, _STAFF = table_of(Call), table_of(Staff)


def _conditions(read: Read, filters: Mapping[str, Any]) -> list[Any]:
    found: list[Any] = [_CALL.c.project_id == read.project_id, *desk_filters.own(read, _CALL.c.answered_by)]
    found += desk_filters.days(read, filters, _CALL.c.called_at)
    found += [_CALL.c[name] == str(filters[name]) for name in ("channel", "grade") if filters.get(name)]
    if filters.get("consultant"):
        found.append(desk_filters.person(read, filters["consultant"], _CALL.c.answered_by))
    for name in ("is_repeat", "complete"):
        if filters.get(name) is not None:
            found.append(_CALL.c[name] == int(bool(filters[name])))
    if filters.get("customer"):
        found.append(_CALL.c.customer_id == filters["customer"])
    if filters.get("text"):
        columns = (_CALL.c.name, _CALL.c.phone, _CALL.c.customer_id, _CALL.c.call_no)
        found.append(desk_filters.text(read, str(filters["text"]), *columns))
    return found


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    return (
        select(_CALL, shown_name(_CALL.c.author, _STAFF.c.name).label("consultant"))
        .select_from(_CALL)
        .outerjoin(_STAFF, _STAFF.c.id == _CALL.c.answered_by)
        .where(*_conditions(read, filters))
    )


def _built(read: Read, row: RowMapping) -> dict[str, Any]:
    made = dict(row)
    made["phone"] = read.phone(row["phone"])
    made["other_phones"] = " ".join(read.phone(each) for each in row["other_phones"].split())
    return made


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of calls, newest first. Filters: since, until, consultant, channel, grade, is_repeat, complete, text,
    customer (an id)."""

    def build(row: RowMapping) -> dict[str, Any]:
        return _built(read, row)

    return fetch(read, _listed(read, filters), (_CALL.c.called_at, _CALL.c.id), ask, build)


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many calls the list has."""
    return count(read, select(_CALL.c.id).where(*_conditions(read, filters)))


def of_day(read: Read, on: date) -> list[dict[str, Any]]:
    """Every call of the day in scope, oldest first: 来电明细."""
    statement = _listed(read, {}).where(_CALL.c.business_date == on).order_by(_CALL.c.called_at, _CALL.c.id)
    return [_built(read, row) for row in read.connection.execute(statement).mappings()]


def card(read: Read, call_id: int) -> dict[str, Any] | None:
    """Everything of one call, the number masked; None out of scope."""
    row = read.connection.execute(_listed(read, {}).where(_CALL.c.id == call_id)).mappings().first()
    return None if row is None else _built(read, row)
