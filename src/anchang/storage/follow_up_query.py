"""Follow-ups as lists show them: newest first, by key, in scope (domain 3.4)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, Select, select

from anchang.storage import desk_filters
from anchang.storage.base import table_of
from anchang.storage.customer import Customer
from anchang.storage.follow_up import FollowUp
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff

_FOLLOW, _CUSTOMER, _STAFF = table_of(FollowUp), table_of(Customer), table_of(Staff)


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    found: list[Any] = [_FOLLOW.c.project_id == read.project_id, *desk_filters.own(read, _FOLLOW.c.by_id)]
    found += desk_filters.days(read, filters, _FOLLOW.c.at)
    found += [_FOLLOW.c[name] == str(filters[name]) for name in ("way", "stage") if filters.get(name)]
    if filters.get("grade"):
        found.append(_FOLLOW.c.grade_after == str(filters["grade"]))
    if filters.get("effective") is not None:
        found.append(_FOLLOW.c.effective == int(bool(filters["effective"])))
    if filters.get("consultant"):
        found.append(desk_filters.person(read, filters["consultant"], _FOLLOW.c.by_id))
    if filters.get("customer"):
        found.append(_FOLLOW.c.customer_id == filters["customer"])
    if filters.get("text"):
        found.append(
            desk_filters.text(read, str(filters["text"]), _CUSTOMER.c.name, _CUSTOMER.c.phone, _FOLLOW.c.customer_id)
        )
    return (
        select(_FOLLOW, _CUSTOMER.c.name, _CUSTOMER.c.phone, _STAFF.c.name.label("consultant"))
        .select_from(_FOLLOW)
        .outerjoin(_CUSTOMER, _CUSTOMER.c.id == _FOLLOW.c.customer_id)
        .outerjoin(_STAFF, _STAFF.c.id == _FOLLOW.c.by_id)
        .where(*found)
    )


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of follow-ups, newest first. Filters: since, until, consultant, way, stage, grade, effective, text,
    customer (an id)."""

    def build(row: RowMapping) -> dict[str, Any]:
        return {**row, "phone": read.phone(row["phone"])}

    return fetch(read, _listed(read, filters), (_FOLLOW.c.at, _FOLLOW.c.id), ask, build)


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many follow-ups the list has."""
    return count(read, _listed(read, filters))
