"""One entrance as a wall: floors from the top, rooms along, each in the colour of its state (销控表, domain 4.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from anchang.domain.hold import TYPE_LABELS, HoldType
from anchang.domain.measure import show_area
from anchang.domain.money import show as money
from anchang.domain.money import unit_price
from anchang.domain.unit import STATE_LABELS, UnitState
from anchang.i18n import M, say
from anchang.reports.book import Block, Cell, Col, Sheet
from anchang.services.listing import Kind

Unit = Mapping[str, Any]
WIDTH = 15  # cells of a room's column

# Fill and ink (hex) of each state on paper; the words in the cell say the state too.
COLOURS: dict[UnitState, tuple[str, str]] = {
    UnitState.UNRELEASED: ("DFE3E8", "4C5661"),
    UnitState.AVAILABLE: ("C9ECD2", "0C4A22"),
    UnitState.HELD: ("FBE3A8", "553B00"),
    UnitState.SUBSCRIBED: ("FFD8BD", "6B2C05"),
    UnitState.SIGNED: ("CBE0F8", "0B3A6B"),
    UnitState.REGISTERED: ("DCD8F8", "322A70"),
    UnitState.DELIVERED: ("C4E8E6", "084548"),
    UnitState.TITLED: ("A9D8D5", "084548"),
    UnitState.RETURN_LOCKED: ("F2D3E6", "5C1F47"),
}


@dataclass(frozen=True, slots=True)
class Options:
    """What a cell says beside room and state, and from where the floors begin (4.5 «by option», «floor asc/desc»)."""

    layout: bool = True
    area: bool = True
    price: bool = True
    names: bool = False
    top_first: bool = True


def options(settings: Mapping[str, Any], *, names: bool) -> Options:
    """The office's own; `names` puts the customers in, for whoever may take their names out of the house (5.11)."""
    return Options(
        bool(settings["wall_layout"]), bool(settings["wall_area"]), bool(settings["wall_price"]), names,
        bool(settings["wall_top_first"]),
    )  # fmt: skip


def wall_sheet(building: str, entrance: str, units: Sequence[Unit], chosen: Options) -> Sheet:
    """One sheet."""
    title = M("{building} {entrance}", building=building, entrance=entrance) if entrance else building
    return Sheet(title, blocks=(_legend(units), _wall(units, chosen)), auto_filter=False, freeze_columns=1)


def _legend(units: Sequence[Unit]) -> Block:
    counted = Counter(UnitState(unit["state"]) for unit in units)
    shown = [state for state in UnitState if counted[state]]
    states = (Col(state.value, STATE_LABELS[state], Kind.INTEGER, width=WIDTH) for state in shown)
    columns = [Col("what", M("State")), *states]
    row: dict[str, Any] = {"what": M("Units in all")}
    row |= {state.value: Cell(counted[state], fill=COLOURS[state][0], ink=COLOURS[state][1]) for state in shown}
    return Block(columns, [row], key="legend")


def _wall(units: Sequence[Unit], chosen: Options) -> Block:
    """Rooms stand under their door, so that a missing one leaves a gap as in the house."""
    doors = sorted({unit["door"] for unit in units}, key=lambda door: (len(door), door))
    keys = {door: f"door{no}" for no, door in enumerate(doors)}
    floors: dict[tuple[int, str], list[Unit]] = {}
    for unit in units:
        floors.setdefault((unit["floor_sort"], unit["floor_text"]), []).append(unit)
    rows = []
    for (_sort, floor), here in sorted(floors.items(), reverse=chosen.top_first):
        row: dict[str, Any] = {"floor": floor, "average": _average(here), "rooms": len(here)}
        row |= {keys[unit["door"]]: _room(unit, chosen) for unit in here}
        rows.append(row)
    columns = (
        Col("floor", M("Floor")),
        *(Col(keys[door], M("Door {door}", door=door), width=WIDTH) for door in doors),
        Col("average", M("Average price of the floor"), Kind.MONEY, width=WIDTH),
        Col("rooms", M("Rooms"), Kind.INTEGER),
    )
    return Block(columns, [*rows, _bottom(units, keys)], key="wall", title=M("Units"))


def _bottom(units: Sequence[Unit], keys: Mapping[str, str]) -> dict[str, Any]:
    counted = Counter(unit["door"] for unit in units)
    row: dict[str, Any] = {"floor": M("Rooms"), "average": _average(units), "rooms": len(units)}
    row |= {key: Cell(counted[door], kind=Kind.INTEGER) for door, key in keys.items()}
    return row


def _room(unit: Unit, chosen: Options) -> Cell:
    """The room, its state in words (of a hold which), layout, area, price; who has it where names go out."""
    state = UnitState(unit["state"])
    hold = unit["hold_type"] if state is UnitState.HELD else None
    lines = [f"{unit['room_no']} {say(TYPE_LABELS[HoldType(hold)] if hold else state.label)}"]
    if chosen.layout and unit["layout"]:
        lines.append(unit["layout"])
    if chosen.area and unit["built_area"] is not None:
        lines.append(f"{show_area(unit['built_area'])} ㎡")
    if chosen.price and unit["list_total"] is not None:
        lines.append(money(unit["list_total"]))
    if chosen.names and unit["customer"]:
        lines.append(unit["customer"])
    fill, ink = COLOURS[state]
    return Cell("\n".join(lines), fill=fill, ink=ink)


def _average(units: Sequence[Unit]) -> int | None:
    """List price per ㎡ (fen) over the units that have both a price and an area; None where none has."""
    both = [unit for unit in units if unit["list_total"] and unit["built_area"]]
    area = sum(unit["built_area"] for unit in both)
    return unit_price(sum(unit["list_total"] for unit in both), area) if area else None
