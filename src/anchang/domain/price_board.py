"""What a board in the hall may say of a unit, and how units come to stand on its pages (domain 5.9 to 5.11).

Every released unit stands there with its published price; what is sold has none, and a price that is not filed, that is
above the filed one, or that has no valid permit behind it, is not published. No names, no floor prices.
Money in fen, area in 0.0001 ㎡.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from anchang.domain.inventory import SOLD
from anchang.domain.unit import UnitState
from anchang.i18n import M, Msg

T = TypeVar("T")


class Face(StrEnum):
    """What the hall sees of a unit's state."""

    FREE = "free"
    HELD = "held"
    OFF = "off"
    SOLD = "sold"

    @property
    def label(self) -> Msg:
        """The face in words."""
        return FACE_LABELS[self]


FACE_LABELS: dict[Face, Msg] = {
    Face.FREE: M("for sale"),
    Face.HELD: M("reserved"),
    Face.OFF: M("not on offer"),
    Face.SOLD: M("sold"),
}


def face_of(state: UnitState, *, may_be_sold: bool) -> Face | None:
    """What of the unit is shown; None for one that never came on sale. `may_be_sold`: a permit is valid (5.9) and
    nothing forbids the sale (2.16)."""
    if state is UnitState.UNRELEASED:
        return None
    if state in SOLD:
        return Face.SOLD
    if state is UnitState.RETURN_LOCKED or not may_be_sold:
        return Face.OFF
    return Face.HELD if state is UnitState.HELD else Face.FREE


def published(face: Face, list_total: int | None, filed_total: int | None) -> int | None:
    """The list total that may be shown (5.10), None for no price. A list that was never filed by another is the
    filing itself."""
    if face not in (Face.FREE, Face.HELD) or list_total is None:
        return None
    return None if filed_total is not None and list_total > filed_total else list_total


@dataclass(frozen=True, slots=True)
class Offer:
    """One unit on the board. `unit_price` for one ㎡ of the area that the price hangs on, None for a whole price."""

    room: str
    floor: int
    floor_text: str
    door: str
    layout: str
    area: int | None
    face: Face
    price: int | None
    unit_price: int | None


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Lines of units, as they stand on the board; None where there is no unit."""

    lines: tuple[tuple[Offer | None, ...], ...]


def pages(offers: Iterable[Offer], columns: int, rows: int) -> list[BoardPage]:
    """The offers of one block on pages of so many columns and lines; every offer on exactly one of them.

    The highest floor stands on top. Where there is room beside it, the page goes on there with the floors below. Two
    units with one door on one floor stand beside each other.
    """
    places: dict[tuple[int, str], Offer] = {}
    for offer in offers:
        door = offer.door
        while (offer.floor, door) in places:
            door += "'"
        places[offer.floor, door] = offer
    floors = sorted({floor for floor, _ in places}, reverse=True)
    doors = sorted({door for _, door in places}, key=lambda door: (len(door), door))
    found = []
    for beside in _cut(doors, max(1, columns)):
        those = [floor for floor in floors if any((floor, door) in places for door in beside)]
        strips = max(1, columns // len(beside))
        for some in _cut(those, max(1, rows) * strips):
            high = min(len(some), max(1, rows))
            lines = (
                tuple(places.get((floor, door)) for floor in some[line::high] for door in beside)
                for line in range(high)
            )
            found.append(BoardPage(tuple(lines)))
    return found


def _cut(each: Sequence[T], size: int) -> list[Sequence[T]]:
    return [each[start : start + size] for start in range(0, len(each), size)]
