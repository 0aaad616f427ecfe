"""How far whose yes goes: manager, director, executive, each up to a size (domain 2.6, 2.7, 2.8, 2.18).

A request waits for a level. Whoever stands on it or above it may decide; a yes beyond one's own authority passes it on
to the next level above. Sizes are whatever the request is measured in: fen, 10⁻⁶ of a price, calendar days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from anchang.domain.access import Role
from anchang.i18n import M, Msg


class Level(StrEnum):
    """Who decides, from the lowest to the highest."""

    MANAGER = "manager"
    DIRECTOR = "director"
    EXECUTIVE = "executive"

    @property
    def label(self) -> Msg:
        """The level in words: the role that stands on it."""
        return ROLE_OF[self].label

    @property
    def rank(self) -> int:
        """0 for the lowest."""
        return _ORDER.index(self)


_ORDER = tuple(Level)
ROLE_OF: dict[Level, Role] = {
    Level.MANAGER: Role.MANAGER,
    Level.DIRECTOR: Role.DIRECTOR,
    Level.EXECUTIVE: Role.EXECUTIVE,
}


@dataclass(frozen=True, slots=True)
class Authority:
    """The largest size that each level decides by itself; a level that is not named has no limit."""

    limits: Mapping[Level, int]

    def needed(self, size: int) -> Level | None:
        """The lowest level whose authority covers the size; None when nobody's does."""
        for level in _ORDER:
            if level not in self.limits or size <= self.limits[level]:
                return level
        return None


def level_of(roles: Iterable[Role]) -> Level | None:
    """The highest level on which somebody with these roles stands, or None."""
    held = frozenset(roles)
    standing = [level for level in _ORDER if ROLE_OF[level] in held]
    return standing[-1] if standing else None


def why_not_decide(roles: Iterable[Role], waits_for: Level) -> Msg | None:
    """Why somebody with these roles cannot decide what waits for that level, or None."""
    own = level_of(roles)
    if own is not None and own.rank >= waits_for.rank:
        return None
    return M("this waits for the {level}", level=waits_for)


def passed_on(roles: Iterable[Role], needed: Level) -> Level | None:
    """To whom a yes of somebody with these roles passes the request on; None: the yes is enough.

    ValueError for somebody who stands on no level.
    """
    own = level_of(roles)
    if own is None:
        raise ValueError(sorted(roles))
    return None if own.rank >= needed.rank else _ORDER[own.rank + 1]
