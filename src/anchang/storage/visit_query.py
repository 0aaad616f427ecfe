"""Visits as lists and cards show them: newest first, by key, masked, in scope (domain 3.3, 4.1)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Select, select

from anchang.domain.correction import Corrected
from anchang.storage import desk_filters
from anchang.storage.base import table_of
from anchang.storage.log_index import VISIT
from anchang.storage.narrow import Narrow
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff, shown_name
from anchang.storage.visit import Visit
from anchang.storage.void import marked

_VISIT = table_of(Visit)
_CONSULTANT, _RECORDER = table_of(Staff).alias("consultant"), table_of(Staff).alias("recorder")
_SHOWN = shown_name(_VISIT.c.author, _CONSULTANT.c.name)
_LISTED = (
    "id", "version", "visit_no", "business_date", "arrived_at", "left_at", "saved_at", "complete", "kind",
    "visit_count", "from_call", "party_size", "consultant_id", "recorder_id", "customer_id", "name", "gender", "phone",
    "no_phone_reason", "organisation", "age_band", "living_area", "channels", "channel", "agent_company", "purpose",
    "demand_area", "demand_layout", "budget", "focus", "resistance", "grade", "content", "units_recommended",
    "next_contact_on", "next_contact_declined", "consent_marketing",
)  # fmt: skip
_LISTING = (
    select(*(_VISIT.c[name] for name in _LISTED), _SHOWN.label("consultant"), _RECORDER.c.name.label("recorder"))
    .select_from(_VISIT)
    .outerjoin(_CONSULTANT, _CONSULTANT.c.id == _VISIT.c.consultant_id)
    .outerjoin(_RECORDER, _RECORDER.c.id == _VISIT.c.recorder_id)
)
_CHOICES = ("kind", "grade", "purpose", "budget", "complete")


def _narrowed(read: Read, filters: Mapping[str, Any]) -> Narrow:
    narrow = Narrow(read, VISIT, _VISIT)
    narrow.own(_VISIT.c.consultant_id)
    narrow.days(filters, _VISIT.c.arrived_at)
    for name in _CHOICES:
        narrow.equal(filters, name)
    narrow.person(filters, _VISIT.c.consultant_id)
    narrow.listed(filters, "channel", _VISIT.c.channels)
    narrow.customer(filters, _VISIT.c.customer_id)
    narrow.means(
        filters, [_VISIT.c[name] for name in VISIT.texts], _VISIT.c.phone,
        desk_filters.initials_of(_VISIT.c.customer_id), customer_id=_VISIT.c.customer_id, number=_VISIT.c.visit_no,
    )  # fmt: skip
    return narrow


def _listed(narrow: Narrow) -> Select[Any]:
    return _LISTING.where(*narrow.tests)


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of visits, newest first. Filters: since, until, consultant, channel, kind, grade, purpose, budget, text,
    complete, customer (an id)."""

    def build(row: RowMapping) -> dict[str, Any]:
        return _built(read, row)

    narrow = _narrowed(read, filters)
    keys = (_VISIT.c.arrived_at, _VISIT.c.id)
    rows, before, after = fetch(read, _listed(narrow), keys, ask, build, finder=narrow.finder())
    return marked(read, Corrected.VISIT, rows), before, after


def _built(read: Read, row: RowMapping) -> dict[str, Any]:
    made = dict(row)
    made["phone"] = read.phone(row["phone"])
    if "other_phones" in made:
        made["other_phones"] = " ".join(read.phone(each) for each in row["other_phones"].split())
    return made


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many visits the list has."""
    narrow = _narrowed(read, filters)
    return count(read, select(_VISIT.c.id).where(*narrow.tests), narrow.finder())


def of_day(read: Read, on: date) -> list[dict[str, Any]]:
    """Every visit of the day in scope, oldest first: the board's own list, and 来访明细."""
    statement = (
        _listed(_narrowed(read, {}))
        .where(_VISIT.c.business_date == on)
        .order_by(_VISIT.c.arrived_at, _VISIT.c.id)
    )
    return [_built(read, row) for row in read.connection.execute(statement).mappings()]


def card(read: Read, visit_id: int) -> dict[str, Any] | None:
    """Everything of one visit, the number masked; also for whoever wrote the greeting entry. None out of scope."""
    statement = (
        select(_VISIT, _SHOWN.label("consultant"), _RECORDER.c.name.label("recorder"))
        .select_from(_VISIT)
        .outerjoin(_CONSULTANT, _CONSULTANT.c.id == _VISIT.c.consultant_id)
        .outerjoin(_RECORDER, _RECORDER.c.id == _VISIT.c.recorder_id)
        .where(_VISIT.c.id == visit_id, _VISIT.c.project_id == read.project_id)
    )
    row = read.connection.execute(statement).mappings().first()
    if row is None:
        return None
    greeted = row["recorder_id"] == read.staff_id and row["saved_at"] is None
    if not (read.sees_all or greeted or row["consultant_id"] == read.staff_id):
        return None
    return _built(read, row)
