"""The list of units with its filters (2.16, 3.5): what the wall shows in memory, asked of the database."""

from collections.abc import Iterator
from operator import ge, le
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, or_, select

from anchang.domain.unit import UnitState
from anchang.storage import unit_flag, unit_marks
from anchang.storage.base import table_of
from anchang.storage.claim import has_lapsed_or_false, state_now
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.unit import Unit, UnitClaim
from anchang.storage.unit_query import find

_UNIT, _CLAIM, _STAFF = table_of(Unit), table_of(UnitClaim), table_of(Staff)
_LIVE = (_CLAIM.c.unit_id == _UNIT.c.id) & _CLAIM.c.ended_at.is_(None)
_LISTED = (
    "id", "version", "label", "building", "entrance", "floor_text", "room_no", "usage", "layout", "facing",
    "built_area", "inside_area", "unit_price_build", "unit_price_inside", "list_total", "filed_total", "state_since",
    "released_on",
)  # fmt: skip


_RANGES = (
    ("area_from", _UNIT.c.built_area, ge), ("area_to", _UNIT.c.built_area, le),
    ("price_from", _UNIT.c.list_total, ge), ("price_to", _UNIT.c.list_total, le),
)  # fmt: skip


def _narrowing(read: Read, filters: Any, state: ColumnElement[str]) -> Iterator[ColumnElement[bool]]:
    """The filters of the wall as conditions; `domain.unit_wall.narrowed` is the same in memory."""
    for name in ("building", "entrance", "usage", "layout"):
        if filters.get(name):
            yield _UNIT.c[name] == str(filters[name])
    if filters.get("state"):
        yield state == str(filters["state"])
    for name, column, compared in _RANGES:
        if filters.get(name) is not None:
            yield compared(column, int(filters[name]))
    if filters.get("mark"):
        yield unit_marks.is_marked(read, str(filters["mark"]))
    if filters.get("flag"):
        yield _UNIT.c.id.in_(unit_flag.units_with(read, str(filters["flag"])))
    if filters.get("waits") is not None:
        waited = unit_marks.is_waited_for(read)
        yield waited if filters["waits"] else ~waited
    if filters.get("mine") is not None:
        own = func.coalesce(and_(_CLAIM.c.kind != "imported", _CLAIM.c.staff_id == read.staff_id), False)
        lapsed = has_lapsed_or_false(read)
        yield and_(own, ~lapsed) if filters["mine"] else or_(~own, lapsed)


def _listed(read: Read, filters: Any) -> Select[Any]:
    state = state_now(read)
    statement = (
        select(
            *(_UNIT.c[name] for name in _LISTED),
            state.label("state"),
            _CLAIM.c.kind.label("claim"),
            _CLAIM.c.hold_type,
            _CLAIM.c.expires_at,
            _STAFF.c.name.label("holder"),
        )
        .select_from(_UNIT)
        .outerjoin(_CLAIM, _LIVE)
        .outerjoin(_STAFF, _STAFF.c.id == _CLAIM.c.staff_id)
        .where(_UNIT.c.project_id == read.project_id)
    )
    statement = statement.where(*_narrowing(read, filters, state))
    if filters.get("text"):
        statement = statement.where(_UNIT.c.id.in_([each.unit_id for each in find(read, str(filters["text"]), 500)]))
    return statement


def page(read: Read, filters: Any, ask: AskLike) -> Rows:
    """The units in order of building, entrance, floor, door."""

    def build(found: RowMapping) -> dict[str, Any]:
        ended = found["state"] == UnitState.AVAILABLE.value
        return {
            **{name: found[name] for name in (*_LISTED, "state")},
            "claim": "" if ended else found["claim"] or "",
            "hold_type": "" if ended else found["hold_type"] or "",
            "until": None if ended else found["expires_at"],
            "holder": "" if ended else found["holder"] or "",
        }

    return fetch(read, _listed(read, filters), (_UNIT.c.sort_key, _UNIT.c.id), ask, build, descending=False)


def page_count(read: Read, filters: Any) -> int:
    """How many units the list has."""
    return count(read, _listed(read, filters))
