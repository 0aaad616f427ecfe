"""What the sums of an inventory are made of: what counts as sold, and bands of area (domain 4.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from anchang.domain.measure import AREA_UNIT
from anchang.domain.unit import UnitState
from anchang.i18n import M, Msg

SIGNED_UP = frozenset({UnitState.SIGNED, UnitState.REGISTERED, UnitState.DELIVERED, UnitState.TITLED})
SOLD = SIGNED_UP | {UnitState.SUBSCRIBED}
FOR_SALE = frozenset({UnitState.AVAILABLE, UnitState.HELD})

BANDS = (70, 90, 110, 144)
"""Upper ends of the bands of built area, whole ㎡; the last one is that of ordinary homes in most cities' rules."""


def band(built_area: int | None) -> int:
    """The number of the band that an area (0.0001 ㎡) falls into, from 0; -1 where it is not known."""
    if built_area is None:
        return -1
    return sum(built_area >= end * AREA_UNIT for end in BANDS)


def band_words(number: int) -> Msg:
    """A band in words."""
    if number < 0:
        return M("area not known")
    if number == 0:
        return M("below {end} ㎡", end=BANDS[0])
    if number == len(BANDS):
        return M("from {start} ㎡", start=BANDS[-1])
    return M("{start} to below {end} ㎡", start=BANDS[number - 1], end=BANDS[number])


@dataclass(slots=True)
class Stock:
    """Sums over some units: counts by what they are, list value (fen) and area (0.0001 ㎡) of those with a price."""

    total: int = 0
    unreleased: int = 0
    available: int = 0
    held: int = 0
    subscribed: int = 0
    signed: int = 0
    locked: int = 0
    value: int = 0
    priced_area: int = 0
    unsold_value: int = 0
    sold_value: int = 0

    @property
    def released(self) -> int:
        """All that ever came on sale: everything but what is not on sale yet."""
        return self.total - self.unreleased

    @property
    def sold(self) -> int:
        """Subscribed and beyond; what came back is not sold."""
        return self.subscribed + self.signed

    def add(self, unit: Mapping[str, Any]) -> None:
        """Count one unit: `state`, `list_total`, `built_area`, `deal_total`."""
        state = UnitState(unit["state"])
        self.total += 1
        self.unreleased += state is UnitState.UNRELEASED
        self.available += state is UnitState.AVAILABLE
        self.held += state is UnitState.HELD
        self.subscribed += state is UnitState.SUBSCRIBED
        self.signed += state in SIGNED_UP
        self.locked += state is UnitState.RETURN_LOCKED
        price = unit["list_total"]
        if price is not None:
            self.value += price
            if unit["built_area"] is not None:
                self.priced_area += unit["built_area"]
        if state in SOLD:
            self.sold_value += unit["deal_total"] or price or 0
        else:
            self.unsold_value += price or 0


def stock(units: Iterable[Mapping[str, Any]]) -> Stock:
    """The sums of some units."""
    found = Stock()
    for unit in units:
        found.add(unit)
    return found
