"""What stands beside a unit's state: mortgaged, seized, frozen (domain 2.16, 3.5).

A flag is set and taken off by an act with its reason; none of these acts is ever changed. A mortgage on the works is
said to whoever sells the unit, a seizure or a freeze keeps it from being sold.
"""

from __future__ import annotations

from enum import StrEnum

from anchang.i18n import M, Msg


class UnitFlag(StrEnum):
    """What somebody outside the office has on a unit, or why the office keeps its hands off it."""

    MORTGAGED = "mortgaged"
    SEIZED = "seized"
    FROZEN = "frozen"

    @property
    def label(self) -> Msg:
        """The flag in words."""
        return FLAG_LABELS[self]

    @property
    def stops_sale(self) -> bool:
        """Whether nobody may hold or subscribe the unit while the flag stands."""
        return self is not UnitFlag.MORTGAGED


FLAG_LABELS: dict[UnitFlag, Msg] = {
    UnitFlag.MORTGAGED: M("works mortgaged"),
    UnitFlag.SEIZED: M("seized by a court"),
    UnitFlag.FROZEN: M("frozen by the office"),
}
