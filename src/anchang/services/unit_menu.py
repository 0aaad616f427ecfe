"""Everything that can be done with a unit, each with its «why not» (2.16)."""

from __future__ import annotations

from typing import Any

from anchang.domain.errors import nothing_there
from anchang.domain.flow import Option
from anchang.domain.unit import UnitState
from anchang.domain.unit_flag import UnitFlag
from anchang.domain.unit_menu import MENU, UnitMenuFacts
from anchang.services import claim, wait_line
from anchang.services.unit import options
from anchang.services.unit_link import SIDE
from anchang.storage import unit_flag, unit_link, unit_query, unit_wait
from anchang.storage.reading import Read


def menu(read: Read, unit_id: int) -> list[Option[Any, Any]]:
    """The unit's own steps, then its waiting list, flags, links and history. Raises NotFound."""
    unit = unit_query.row(read, unit_id)
    if unit is None:
        raise nothing_there(claim.UNIT_NOUN, unit_id)
    flags = unit_flag.kinds_of(read, unit_id)
    facts = UnitMenuFacts(
        is_free=wait_line.is_free(read, unit_id),
        waiting=len(unit_wait.line(read, unit_id)),
        flags=len(flags),
        every_flag=len(flags) == len(UnitFlag),
        is_side=unit["usage"] in SIDE,
        has_main=unit_link.live(read, unit_id) is not None,
    )
    own: list[Option[Any, Any]] = list(options(read, unit_id))
    beside: list[Option[Any, Any]] = list(MENU.options(UnitState(unit["state"]), facts, read.roles))
    return [*own, *beside]
