"""Visits as lists and cards show them: newest first, by key, masked, in scope (domain 3.3, 4.1)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Select, select

from anchang.storage import desk_filters
from anchang.storage.base import table_of
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff, shown_name
from anchang.storage.visit import Visit

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
_EQUAL = ("kind", "grade", "purpose", "budget")


def _conditions(read: Read, filters: Mapping[str, Any]) -> list[Any]:
    found: list[Any] = [_VISIT.c.project_id == read.project_id, *desk_filters.own(read, _VISIT.c.consultant_id)]
    found += desk_filters.days(read, filters, _VISIT.c.arrived_at)
    found += [_VISIT.c[name] == str(filters[name]) for name in _EQUAL if filters.get(name)]
    if filters.get("consultant"):
        found.append(desk_filters.person(read, filters["consultant"], _VISIT.c.consultant_id))
    if filters.get("channel"):
        found.append((" " + _VISIT.c.channels + " ").contains(f" {filters['channel']} ", autoescape=True))
    if filters.get("complete") is not None:
        found.append(_VISIT.c.complete == int(bool(filters["complete"])))
    if filters.get("customer"):
        found.append(_VISIT.c.customer_id == filters["customer"])
    if filters.get("text"):
        found.append(
            desk_filters.text(
                read, str(filters["text"]), _VISIT.c.name, _VISIT.c.phone, _VISIT.c.customer_id, _VISIT.c.visit_no
            )
        )
    return found


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    return (
        select(
            *(_VISIT.c[name] for name in _LISTED),
            _SHOWN.label("consultant"),
            _RECORDER.c.name.label("recorder"),
        )
        .select_from(_VISIT)
        .outerjoin(_CONSULTANT, _CONSULTANT.c.id == _VISIT.c.consultant_id)
        .outerjoin(_RECORDER, _RECORDER.c.id == _VISIT.c.recorder_id)
        .where(*_conditions(read, filters))
    )


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of visits, newest first. Filters: since, until, consultant, channel, kind, grade, purpose, budget, text,
    complete, customer (an id)."""

    def build(row: RowMapping) -> dict[str, Any]:
        return _built(read, row)

    return fetch(read, _listed(read, filters), (_VISIT.c.arrived_at, _VISIT.c.id), ask, build)


def _built(read: Read, row: RowMapping) -> dict[str, Any]:
    made = dict(row)
    made["phone"] = read.phone(row["phone"])
    if "other_phones" in made:
        made["other_phones"] = " ".join(read.phone(each) for each in row["other_phones"].split())
    return made


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many visits the list has."""
    return count(read, select(_VISIT.c.id).where(*_conditions(read, filters)))


def of_day(read: Read, on: date) -> list[dict[str, Any]]:
    """Every visit of the day in scope, oldest first: the board's own list, and 来访明细."""
    statement = (
        _listed(read, {})
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
