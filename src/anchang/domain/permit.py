"""The permission to sell: no permit, no hold, no subscription, no money (domain 5.9, 3.25).

A pre-sale permit (预售许可证) covers named buildings before completion; completed stock is sold under the
completed-sale registration (现售备案). Both are the same row with another kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from anchang.domain.unit_key import building_key
from anchang.i18n import M, Msg


class PermitKind(StrEnum):
    """Which of the two papers it is."""

    PRE_SALE = "pre_sale"
    COMPLETED_SALE = "completed_sale"

    @property
    def label(self) -> Msg:
        """The paper's name in words."""
        return KIND_LABELS[self]


KIND_LABELS: dict[PermitKind, Msg] = {
    PermitKind.PRE_SALE: M("pre-sale permit"),
    PermitKind.COMPLETED_SALE: M("completed-sale registration"),
}


@dataclass(frozen=True, slots=True)
class PermitFacts:
    """One permit. `buildings` are building numbers as printed; `valid_to` None means that it does not lapse."""

    number: str
    kind: PermitKind
    issued_on: date
    valid_to: date | None
    buildings: frozenset[str]


def valid_on(permit: PermitFacts, day: date) -> bool:
    """Whether the permit is in force on that day; both ends belong to it."""
    return permit.issued_on <= day and (permit.valid_to is None or day <= permit.valid_to)


def covered(printed: frozenset[str], buildings: Iterable[str]) -> frozenset[str]:
    """Which of the project's buildings the printed ones mean, in the project's own spelling.

    Suffixes and numerals are compared as keys. A permit that leaves the project's name off means the building that
    ends so, where only one does: one of two is never guessed.
    """
    keys = {building: building_key(building) for building in buildings}
    found: set[str] = set()
    for each in printed:
        wanted = building_key(each)
        same = {building for building, key in keys.items() if key == wanted}
        if not same and wanted:
            ends = re.compile(rf"[^0-9A-Z]{re.escape(wanted)}")
            behind = {building for building, key in keys.items() if ends.fullmatch(key[-len(wanted) - 1 :])}
            same = behind if len({keys[building] for building in behind}) == 1 else set()
        found |= same
    return frozenset(found)


def covers(permit: PermitFacts, building: str) -> bool:
    """Whether the building stands on the permit."""
    return building in permit.buildings


def why_not_sell(permit: PermitFacts | None, building: str, day: date) -> Msg | None:
    """Why nothing in that building may be held, subscribed or paid for on that day, or None (5.9)."""
    if permit is None:
        return M("no permit is recorded for building {building}; record the permit first", building=building)
    if day < permit.issued_on:
        return M("permit {permit} is valid only from {day}", permit=permit.number, day=permit.issued_on)
    if permit.valid_to is not None and day > permit.valid_to:
        return M("permit {permit} lapsed after {day}", permit=permit.number, day=permit.valid_to)
    if not covers(permit, building):
        return M("permit {permit} does not cover building {building}", permit=permit.number, building=building)
    return None
