"""What the board of prices in the hall reads: no names, no floor prices, nobody's customers (5.10, 5.11)."""

from dataclasses import dataclass

from sqlalchemy import RowMapping, func, select

from anchang.domain.inventory import SOLD
from anchang.domain.permit import why_not_sell
from anchang.domain.price_board import Face, Offer, face_of, published
from anchang.domain.price_list import PricingBasis
from anchang.domain.unit import UnitState
from anchang.domain.unit_flag import UnitFlag
from anchang.storage import unit_flag
from anchang.storage.base import table_of
from anchang.storage.claim import state_now
from anchang.storage.permit import covering
from anchang.storage.reading import Read
from anchang.storage.unit import Unit, UnitClaim

_UNIT, _CLAIM = table_of(Unit), table_of(UnitClaim)
_LIVE = (_CLAIM.c.unit_id == _UNIT.c.id) & _CLAIM.c.ended_at.is_(None)
_BUILD = "unit_price_build"
_SOLD = tuple(state.value for state in SOLD)


@dataclass(frozen=True, slots=True)
class House:
    """One building and entrance with what of it came on sale."""

    building: str
    entrance: str
    released: int
    free: int
    sold: int


def houses(read: Read, building: str = "", entrance: str = "") -> tuple[House, ...]:
    """The blocks that have units on sale or sold, in order; only those of that building or entrance where one is said.

    `free` counts what is available now; a hold that ran out is.
    """
    each = (
        select(_UNIT.c.building, _UNIT.c.entrance, _UNIT.c.sort_key, state_now(read).label("shown"))
        .select_from(_UNIT)
        .outerjoin(_CLAIM, _LIVE)
        .where(_UNIT.c.project_id == read.project_id, _UNIT.c.state != UnitState.UNRELEASED.value)
    )
    if building:
        each = each.where(_UNIT.c.building == building)
    if entrance:
        each = each.where(_UNIT.c.entrance == entrance)
    unit = each.subquery()
    statement = (
        select(
            unit.c.building,
            unit.c.entrance,
            func.count().label("released"),
            func.count().filter(unit.c.shown == UnitState.AVAILABLE.value).label("free"),
            func.count().filter(unit.c.shown.in_(_SOLD)).label("sold"),
        )
        .group_by(unit.c.building, unit.c.entrance)
        .order_by(func.min(unit.c.sort_key))
    )
    return tuple(House(*row) for row in read.connection.execute(statement))


@dataclass(frozen=True, slots=True)
class Board:
    """One block as the hall sees it, with the permit that has to stand beside its prices (5.9)."""

    houses: tuple[House, ...]
    at: int
    offers: tuple[Offer, ...]
    permit_no: str
    seconds: int

    @property
    def house(self) -> House | None:
        """The block that is shown; None where nothing is on sale."""
        return self.houses[self.at] if self.houses else None


def board(read: Read, at: int = 0, building: str = "", entrance: str = "") -> Board:
    """The block with that number (counted around), with all that are shown in turn."""
    found = houses(read, building, entrance)
    seconds = int(read.settings["board_seconds"])
    if not found:
        return Board((), 0, (), "", seconds)
    at %= len(found)
    offers, permit_no = _offers(read, found[at])
    return Board(found, at, offers, permit_no, seconds)


def _offers(read: Read, house: House) -> tuple[tuple[Offer, ...], str]:
    statement = (
        select(
            *(_UNIT.c[name] for name in (
                "id", "room_no", "floor_sort", "floor_text", "door", "layout", "built_area", "inside_area",
                "list_total", "filed_total", "pricing_basis", "unit_price_build", "unit_price_inside", "permit_id",
            )),
            state_now(read).label("shown"),
        )
        .select_from(_UNIT)
        .outerjoin(_CLAIM, _LIVE)
        .where(
            _UNIT.c.project_id == read.project_id,
            _UNIT.c.building == house.building,
            _UNIT.c.entrance == house.entrance,
            _UNIT.c.state != UnitState.UNRELEASED.value,
        )
        .order_by(_UNIT.c.sort_key, _UNIT.c.id)
    )  # fmt: skip
    rows = read.connection.execute(statement).mappings().all()
    flags = unit_flag.by_unit(read, [row["id"] for row in rows])
    sellable: dict[int | None, str | None] = {}  # permit id -> the number of the permit that is valid, None for none
    offers = []
    for row in rows:
        if row["permit_id"] not in sellable:
            valid = (
                each.number
                for each in covering(read, house.building, row["permit_id"])
                if why_not_sell(each, house.building, read.today) is None
            )
            sellable[row["permit_id"]] = next(valid, None)
        stopped = any(UnitFlag(flag).stops_sale for flag in flags.get(row["id"], ()))
        may_be_sold = sellable[row["permit_id"]] is not None and not stopped
        face = face_of(UnitState(row["shown"]), may_be_sold=may_be_sold)
        if face is not None:
            offers.append(_offer(row, face))
    numbers = dict.fromkeys(number for number in sellable.values() if number)
    return tuple(offers), "  ".join(numbers)


def _offer(row: RowMapping, face: Face) -> Offer:
    price = published(face, row["list_total"], row["filed_total"])
    inside = row["pricing_basis"] == PricingBasis.INSIDE
    per_area = None if row["pricing_basis"] == PricingBasis.SUITE else "unit_price_inside" if inside else _BUILD
    return Offer(
        row["room_no"],
        row["floor_sort"],
        row["floor_text"],
        row["door"],
        row["layout"],
        row["inside_area" if inside else "built_area"],
        face,
        price,
        row[per_area] if per_area and price is not None else None,
    )
