"""The units of a launch as whoever stands at the table looks for them (认筹/排号, 2.16)."""

from sqlalchemy import select

from anchang.domain.unit import UnitState
from anchang.storage import unit_query
from anchang.storage.base import table_of
from anchang.storage.claim import state_now
from anchang.storage.launch import LaunchUnit
from anchang.storage.reading import Read
from anchang.storage.unit import Unit, UnitClaim
from anchang.storage.work import Row

_PART, _UNIT, _CLAIM = table_of(LaunchUnit), table_of(Unit), table_of(UnitClaim)
_LIVE = (_CLAIM.c.unit_id == _UNIT.c.id) & _CLAIM.c.ended_at.is_(None)
MOST = 2_000  # rooms that a short text fits in a whole project


def like(read: Read, launch_id: int, text: str) -> list[Row]:
    """The units of the launch whose room fits what was typed: those that can be chosen first, the best fit first.

    With `id`, `label`, `state` (a lapsed hold is available), `layout`, `built_area`, `list_total`.
    """
    place = {room.unit_id: at for at, room in enumerate(unit_query.find(read, text, MOST))}
    statement = (
        select(
            _UNIT.c.id, _UNIT.c.label, state_now(read).label("state"), _UNIT.c.layout, _UNIT.c.built_area,
            _UNIT.c.list_total,
        )
        .join(_PART, _PART.c.unit_id == _UNIT.c.id)
        .outerjoin(_CLAIM, _LIVE)
        .where(_PART.c.launch_id == launch_id, _PART.c.project_id == read.project_id)
    )  # fmt: skip
    found: list[Row] = [dict(row) for row in read.connection.execute(statement).mappings() if row["id"] in place]
    return sorted(found, key=lambda row: (row["state"] != UnitState.AVAILABLE.value, place[row["id"]]))
