"""Follow-ups as lists show them: newest first, by key, in scope (domain 3.4)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, Select, select

from anchang.domain.correction import Corrected
from anchang.storage import desk_filters
from anchang.storage.base import table_of
from anchang.storage.customer import Customer
from anchang.storage.follow_up import FollowUp
from anchang.storage.log_index import FOLLOW_UP
from anchang.storage.narrow import Narrow
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.void import marked

_FOLLOW, _CUSTOMER, _STAFF = table_of(FollowUp), table_of(Customer), table_of(Staff)


def _narrowed(read: Read, filters: Mapping[str, Any]) -> Narrow:
    narrow = Narrow(read, FOLLOW_UP, _FOLLOW)
    narrow.own(_FOLLOW.c.by_id)
    narrow.days(filters, _FOLLOW.c.at)
    for name in ("way", "stage", "effective"):
        narrow.equal(filters, name)
    narrow.equal(filters, "grade", _FOLLOW.c.grade_after)
    narrow.equal(filters, "channel", _CUSTOMER.c.channel)
    narrow.person(filters, _FOLLOW.c.by_id)
    narrow.customer(filters, _FOLLOW.c.customer_id)
    narrow.means(
        filters, (_CUSTOMER.c.name, _FOLLOW.c.content), _CUSTOMER.c.phone, desk_filters.initials,
        customer_id=_FOLLOW.c.customer_id,
    )  # fmt: skip
    return narrow


def _listed(narrow: Narrow) -> Select[Any]:
    return (
        select(
            _FOLLOW, _CUSTOMER.c.name, _CUSTOMER.c.phone, _CUSTOMER.c.channel, _STAFF.c.name.label("consultant")
        )
        .select_from(_FOLLOW)
        .outerjoin(_CUSTOMER, _CUSTOMER.c.id == _FOLLOW.c.customer_id)
        .outerjoin(_STAFF, _STAFF.c.id == _FOLLOW.c.by_id)
        .where(*narrow.tests)
    )


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of follow-ups, newest first. Filters: since, until, consultant, way, stage, grade, channel (the
    customer's), effective, text, customer (an id)."""

    def build(row: RowMapping) -> dict[str, Any]:
        return {**row, "phone": read.phone(row["phone"])}

    narrow = _narrowed(read, filters)
    rows, before, after = fetch(read, _listed(narrow), (_FOLLOW.c.at, _FOLLOW.c.id), ask, build, finder=narrow.finder())
    return marked(read, Corrected.FOLLOW_UP, rows), before, after


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many follow-ups the list has."""
    narrow = _narrowed(read, filters)
    return count(read, _listed(narrow), narrow.finder())
