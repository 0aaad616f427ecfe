"""Turns and entries of the rota as lists and the daily report show them (domain 3.1, 4.1 轮班记录)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Select, select

from anchang.storage import desk_filters
from anchang.storage.base import table_of
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.rota import RotaEntry, Turn
from anchang.storage.rota_events import words_of
from anchang.storage.staff import Staff
from anchang.storage.visit import Visit

_TURN, _ENTRY, _VISIT, _STAFF = table_of(Turn), table_of(RotaEntry), table_of(Visit), table_of(Staff)
_RECEIVER, _RECORDER = _STAFF.alias("receiver"), _STAFF.alias("recorder")


def _turns(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    found: list[Any] = [_TURN.c.project_id == read.project_id]
    found += desk_filters.days(read, filters, _TURN.c.started_at)
    if filters.get("kind"):
        found.append(_TURN.c.kind == str(filters["kind"]))
    if filters.get("counted") is not None:
        found.append(_TURN.c.counted == int(bool(filters["counted"])))
    if filters.get("consultant"):
        found.append(desk_filters.person(read, filters["consultant"], _TURN.c.receiver_id))
    return (
        select(
            _TURN,
            _RECEIVER.c.name.label("receiver"),
            _RECORDER.c.name.label("recorder"),
            _VISIT.c.visit_no,
            _VISIT.c.name,
        )
        .select_from(_TURN)
        .outerjoin(_RECEIVER, _RECEIVER.c.id == _TURN.c.receiver_id)
        .outerjoin(_RECORDER, _RECORDER.c.id == _TURN.c.recorder_id)
        .outerjoin(_VISIT, _VISIT.c.id == _TURN.c.visit_id)
        .where(*found)
    )


def _turn(read: Read, row: RowMapping) -> dict[str, Any]:
    visible = read.sees_all or row["receiver_id"] == read.staff_id
    return {**row, "why": words_of(row["why"]), "name": row["name"] if visible else ""}


def turns_page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of turns, newest first; everybody sees all turns, the visitor's name only in scope; `why` is words.

    Filters: since, until, consultant (who received), kind, counted.
    """

    def build(row: RowMapping) -> dict[str, Any]:
        return _turn(read, row)

    return fetch(read, _turns(read, filters), (_TURN.c.started_at, _TURN.c.id), ask, build)


def turns_count(read: Read, filters: Mapping[str, Any]) -> int:
    """How many turns the list has."""
    return count(read, _turns(read, filters))


def turns_of_day(read: Read, on: date) -> list[dict[str, Any]]:
    """Every turn of the day in its order: 轮班记录."""
    statement = _turns(read, {}).where(_TURN.c.business_date == on).order_by(_TURN.c.no)
    return [_turn(read, row) for row in read.connection.execute(statement).mappings()]


def _entries(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    found: list[Any] = [_ENTRY.c.project_id == read.project_id]
    if filters.get("since"):
        found.append(_ENTRY.c.business_date >= filters["since"])
    if filters.get("until"):
        found.append(_ENTRY.c.business_date <= filters["until"])
    if filters.get("consultant"):
        found.append(desk_filters.person(read, filters["consultant"], _ENTRY.c.consultant_id))
    if filters.get("status"):
        found.append(_ENTRY.c.status == str(filters["status"]))
    return (
        select(_ENTRY, _STAFF.c.name.label("consultant"))
        .select_from(_ENTRY)
        .outerjoin(_STAFF, _STAFF.c.id == _ENTRY.c.consultant_id)
        .where(*found)
    )


def entries_page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of the rota sheets' lines, the newest day first. Filters: since, until, consultant, status."""
    keys = (_ENTRY.c.business_date, _ENTRY.c.seq, _ENTRY.c.id)
    return fetch(read, _entries(read, filters), keys, ask, dict)


def entries_count(read: Read, filters: Mapping[str, Any]) -> int:
    """How many lines the rota sheets have."""
    return count(read, _entries(read, filters))
