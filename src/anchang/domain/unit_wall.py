"""What the wall of units is looked at by, and what it is narrowed down to: pure functions (domain 2.16, 4.5; issue 4).

A view sorts the units into bands: by state, list price, layout, built area, or days on sale. Bands of price come from
the prices of the office itself; they are cut once for the whole wall, so that a filter does not change what a colour
means. Money in fen, area in 0.0001 ㎡.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any, NamedTuple

from anchang.domain.change import ChangeKind
from anchang.domain.inventory import BANDS as AREA_ENDS
from anchang.domain.inventory import FOR_SALE, SOLD, band
from anchang.domain.unit import UnitState
from anchang.domain.unit_flag import UnitFlag
from anchang.i18n import M, Msg

AGE_ENDS = (30, 90, 180, 365)
"""Upper ends of the bands of days on sale."""

STEPS = 6  # bands of price at most
KINDS = 7  # layouts with a colour of their own; the rest share one
_UNIT_OF_PRICE = 1_000_000  # fen: prices are said in tens of thousands of yuan on the wall


class View(StrEnum):
    """What the colours of the wall mean."""

    STATE = "state"
    PRICE = "price"
    LAYOUT = "layout"
    AREA = "area"
    AGE = "age"

    @property
    def label(self) -> Msg:
        """The view in words."""
        return VIEW_LABELS[self]

    @property
    def next(self) -> View:
        """The one after it; after the last one the first."""
        views = list(View)
        return views[(views.index(self) + 1) % len(views)]


VIEW_LABELS: dict[View, Msg] = {
    View.STATE: M("state"),
    View.PRICE: M("list total, 10,000 yuan"),
    View.LAYOUT: M("layout"),
    View.AREA: M("built area, ㎡"),
    View.AGE: M("days on sale"),
}


class Mark(StrEnum):
    """What goes on about a unit beside its state (2.6 to 2.8); the first one is the one that stands on the wall."""

    PENDING = "pending"
    CANCELLING = "cancelling"
    SWAPPING = "swapping"
    RENAMING = "renaming"
    REPLANNING = "replanning"
    DELAYING = "delaying"

    @property
    def label(self) -> Msg:
        """The mark in words."""
        return MARK_LABELS[self]


MARK_LABELS: dict[Mark, Msg] = {
    Mark.PENDING: M("waiting for a decision"),
    Mark.CANCELLING: M("being cancelled"),
    Mark.SWAPPING: M("being swapped"),
    Mark.RENAMING: M("buyers being changed"),
    Mark.REPLANNING: M("plan being changed"),
    Mark.DELAYING: M("signing delayed"),
}
OF_CHANGE: dict[ChangeKind, Mark] = {
    ChangeKind.FORFEIT: Mark.CANCELLING,
    ChangeKind.REFUND_DEPOSIT: Mark.CANCELLING,
    ChangeKind.SWAP_UNIT: Mark.SWAPPING,
    ChangeKind.RENAME: Mark.RENAMING,
    ChangeKind.ADD_REMOVE_BUYER: Mark.RENAMING,
    ChangeKind.CHANGE_PLAN: Mark.REPLANNING,
}


class WallUnit(NamedTuple):
    """One unit on the wall. `floor` counts tenths of a storey; price fen, area 0.0001 ㎡; `until` None: no end.

    `holder_id` is whoever has the live claim, `holder` that name; `marks` are of `Mark`, `flags` of `UnitFlag`, `waits`
    counts the waiting list; these three are empty where nobody asked for them.
    """

    unit_id: int
    label: str
    building: str
    entrance: str
    floor_text: str
    floor: int
    door: str
    room_no: str
    state: str
    layout: str
    usage: str
    area: int | None
    price: int | None
    released_on: date | None
    hold_type: str = ""
    until: datetime | None = None
    holder: str = ""
    holder_id: int | None = None
    marks: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    waits: int = 0


# -- views


@dataclass(frozen=True, slots=True)
class Band:
    """One of the bands of a view; `key` tells it from the others, `words` is what the legend says."""

    key: str
    words: Msg | str


NO_BAND = "-"  # not known, or, by age, not on sale
OTHER = "+"  # layouts that share a colour


@dataclass(frozen=True, slots=True)
class Scale:
    """How a view sorts units: its bands in order and the band of each unit."""

    bands: tuple[Band, ...]
    key_of: Callable[[WallUnit], str]


def price_ends(prices: Iterable[int], steps: int = STEPS) -> tuple[int, ...]:
    """Where the bands of price end, rising, at most `steps - 1`: as many units in each as round figures allow.

    Ends have three figures, so that people can say them. One price for all gives no end and one band.
    """
    found = sorted(prices)
    if not found:
        return ()
    cuts = (found[len(found) * number // steps] for number in range(1, steps))
    ends = sorted({_round_up(cut) for cut in cuts})
    return tuple(end for end in ends if found[0] < end <= found[-1])


def _round_up(fen: int) -> int:
    """The next figure with three digits, the amount itself where it has no more."""
    unit: int = 10 ** max(0, len(str(fen)) - 3)
    return -(-fen // unit) * unit


def number_of(value: int, ends: Sequence[int]) -> int:
    """The number of the band of a value, from 0: an end belongs to the band above it."""
    return bisect_right(ends, value)


def scale(view: View, units: Iterable[WallUnit], today: date) -> Scale:
    """The bands of a view for these units. By state there is none: states have looks of their own."""
    if view is View.PRICE:
        ends = price_ends(unit.price for unit in units if unit.price is not None)
        said = _ranges([_in_units(end) for end in ends])
        unknown = M("no list price")
        return _ordered(said, unknown, lambda unit: -1 if unit.price is None else number_of(unit.price, ends))
    if view is View.AREA:
        return _ordered(_ranges([str(end) for end in AREA_ENDS]), M("area not known"), lambda unit: band(unit.area))
    if view is View.AGE:
        return _ordered(_ranges([str(end) for end in AGE_ENDS]), M("not for sale now"), lambda unit: _age(unit, today))
    if view is View.LAYOUT:
        return _by_layout(units)
    return Scale((), lambda unit: unit.state)


def days_on_sale(unit: WallUnit, today: date) -> int | None:
    """Days since the unit came on sale, None for one that is not for sale now (4.5: age of stock)."""
    if unit.released_on is None or unit.state not in FOR_SALE:
        return None
    return max(0, (today - unit.released_on).days)


def _age(unit: WallUnit, today: date) -> int:
    days = days_on_sale(unit, today)
    return -1 if days is None else number_of(days, AGE_ENDS)


def _in_units(fen: int) -> str:
    whole, rest = divmod(fen, _UNIT_OF_PRICE)
    return f"{whole}.{rest:06d}".rstrip("0").rstrip(".")


def _ranges(ends: Sequence[str]) -> list[str]:
    """«<70», «70-90», «90+»; without ends there is one band for everything."""
    if not ends:
        return ["*"]
    between = [f"{low}-{high}" for low, high in pairwise(ends)]
    return [f"<{ends[0]}", *between, f"{ends[-1]}+"]


def _ordered(said: Sequence[str], unknown: Msg, number: Callable[[WallUnit], int]) -> Scale:
    keys = [*_letters(len(said)), NO_BAND]  # the number -1 is the last one
    bands = (*(Band(key, words) for key, words in zip(keys, said, strict=False)), Band(NO_BAND, unknown))
    return Scale(bands, lambda unit: keys[number(unit)])


def _letters(count: int) -> list[str]:
    """What stands before the room: a figure would read as its first one."""
    return [chr(ord("a") + number) for number in range(count)]


def _by_layout(units: Iterable[WallUnit]) -> Scale:
    counts = Counter(unit.layout for unit in units)
    unknown = counts.pop("", 0)
    often = sorted(counts, key=lambda layout: (-counts[layout], layout))
    own = dict(zip(sorted(often[:KINDS]), _letters(KINDS), strict=False))
    bands = [Band(key, layout) for layout, key in own.items()]
    if len(often) > KINDS:
        bands.append(Band(OTHER, M("other layouts")))
    if unknown or not bands:
        bands.append(Band(NO_BAND, M("layout not known")))
    return Scale(tuple(bands), lambda unit: own.get(unit.layout, OTHER if unit.layout else NO_BAND))


# -- filters: the same keys and the same meaning as the list of units has them


FILTERS = (
    "building", "entrance", "state", "usage", "layout", "area_from", "area_to", "price_from", "price_to", "mark",
    "flag", "waits", "mine",
)  # fmt: skip
ANY_MARK = "any"


def _same(name: str) -> Callable[[WallUnit, Any], bool]:
    return lambda unit, wanted: getattr(unit, name) == wanted


_TESTS: Mapping[str, Callable[[WallUnit, Any], bool]] = {
    **{name: _same(name) for name in ("building", "entrance", "state", "usage", "layout")},
    "area_from": lambda unit, low: unit.area is not None and unit.area >= low,
    "area_to": lambda unit, high: unit.area is not None and unit.area <= high,
    "price_from": lambda unit, low: unit.price is not None and unit.price >= low,
    "price_to": lambda unit, high: unit.price is not None and unit.price <= high,
    "mark": lambda unit, mark: mark in unit.marks or (mark == ANY_MARK and bool(unit.marks)),
    "flag": lambda unit, flag: flag in unit.flags or (flag == ANY_MARK and bool(unit.flags)),
    "waits": lambda unit, wanted: (unit.waits > 0) == wanted,
}


def narrowed(units: Iterable[WallUnit], filters: Mapping[str, Any], staff_id: int) -> list[WallUnit]:
    """The units that fit every filter, in their order. `mine`: those that this person holds or sells.

    Ranges have both ends; a unit without the figure fits none. Filters that are None or unknown narrow nothing.
    """
    found = list(units)
    for name, wanted in filters.items():
        if wanted is None or wanted == "":
            continue
        if name == "mine":
            found = [unit for unit in found if (unit.holder_id == staff_id) == wanted]
        elif name in _TESTS:
            test = _TESTS[name]
            found = [unit for unit in found if test(unit, wanted)]
    return found


# -- what stands behind a room, and the sums of what is shown


SIGNS = (*(mark.value for mark in Mark), UnitFlag.SEIZED.value, UnitFlag.FROZEN.value, UnitFlag.MORTGAGED.value)
WAITED_FOR = "waits"


def sign_of(unit: WallUnit) -> str:
    """What stands on the wall where several things stand beside a unit: a `Mark`, a `UnitFlag`, `waits`, or nothing."""
    if not (unit.marks or unit.flags or unit.waits):
        return ""
    there = {*unit.marks, *unit.flags}
    return next((sign for sign in SIGNS if sign in there), WAITED_FOR if unit.waits else "")


def signs(units: Iterable[WallUnit]) -> Counter[str]:
    """How many units have each of the things that can stand beside one; a unit with two counts in both."""
    found: Counter[str] = Counter()
    for unit in units:
        if unit.marks or unit.flags or unit.waits:
            found.update({*unit.marks, *unit.flags})
            found[WAITED_FOR] += unit.waits > 0
    return +found


class Sums(NamedTuple):
    """Units, the built area (0.0001 ㎡) and list value (fen) of those with a price, and how many are sold of how many
    that ever came on sale: the same figures as `inventory.Stock` has, for thousands of units at every key."""

    units: int
    area: int
    value: int
    sold: int
    released: int


def sums(units: Iterable[WallUnit]) -> Sums:
    """The sums of these units (4.5)."""
    count = area = value = sold = unreleased = 0
    for unit in units:
        count += 1
        if unit.price is not None:
            value += unit.price
            area += unit.area or 0
        if unit.state in SOLD:
            sold += 1
        elif unit.state == UnitState.UNRELEASED:
            unreleased += 1
    return Sums(count, area, value, sold, count - unreleased)
