"""Calls as lists show them: newest first, by key, masked, in scope (domain 3.2, 4.1)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Select, select

from anchang.domain.correction import Corrected
from anchang.storage import desk_filters
from anchang.storage.base import table_of
from anchang.storage.call import Call
from anchang.storage.log_index import CALL
from anchang.storage.narrow import Narrow
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff, shown_name
from anchang.storage.void import marked

_CALL, _STAFF = table_of(Call), table_of(Staff)


def _narrowed(read: Read, filters: Mapping[str, Any]) -> Narrow:
    narrow = Narrow(read, CALL, _CALL)
    narrow.own(_CALL.c.answered_by)
    narrow.days(filters, _CALL.c.called_at)
    for name in ("channel", "grade", "is_repeat", "complete"):
        narrow.equal(filters, name)
    narrow.person(filters, _CALL.c.answered_by)
    narrow.customer(filters, _CALL.c.customer_id)
    narrow.means(
        filters, [_CALL.c[name] for name in CALL.texts], _CALL.c.phone, desk_filters.initials_of(_CALL.c.customer_id),
        customer_id=_CALL.c.customer_id, number=_CALL.c.call_no,
    )  # fmt: skip
    return narrow


def _listed(narrow: Narrow) -> Select[Any]:
    return (
        select(_CALL, shown_name(_CALL.c.author, _STAFF.c.name).label("consultant"))
        .select_from(_CALL)
        .outerjoin(_STAFF, _STAFF.c.id == _CALL.c.answered_by)
        .where(*narrow.tests)
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

    narrow = _narrowed(read, filters)
    keys = (_CALL.c.called_at, _CALL.c.id)
    rows, before, after = fetch(read, _listed(narrow), keys, ask, build, finder=narrow.finder())
    return marked(read, Corrected.CALL, rows), before, after


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many calls the list has."""
    narrow = _narrowed(read, filters)
    return count(read, select(_CALL.c.id).where(*narrow.tests), narrow.finder())


def of_day(read: Read, on: date) -> list[dict[str, Any]]:
    """Every call of the day in scope, oldest first: 来电明细."""
    statement = _listed(_narrowed(read, {})).where(_CALL.c.business_date == on).order_by(_CALL.c.called_at, _CALL.c.id)
    return [_built(read, row) for row in read.connection.execute(statement).mappings()]


def card(read: Read, call_id: int) -> dict[str, Any] | None:
    """Everything of one call, the number masked; None out of scope."""
    row = read.connection.execute(_listed(_narrowed(read, {})).where(_CALL.c.id == call_id)).mappings().first()
    return None if row is None else _built(read, row)
