"""Where each unit stands on the wall of floors and rooms. Pure functions: sizes in terminal cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from rich.cells import cell_len

_NUMBER = re.compile("[0-9]+")
BETWEEN = 1  # columns between two blocks, beside the gap that every cell ends with
BELOW = 1  # lines between two bands
HEAD = 1  # the title of a block


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit. `floor` orders the rows (top first), `column` the rooms; `label` is the whole address of the unit."""

    unit_id: int
    building: str
    entrance: str
    floor: int
    column: str
    room: str
    state: str
    label: str = ""
    floor_text: str = ""  # as printed; the number where nothing is printed


@dataclass(frozen=True, slots=True)
class Spot:
    """A unit's place in its block."""

    unit_id: int
    row: int
    column: int


@dataclass(slots=True, eq=False)
class Block:
    """One building and entrance; `x`, `y` is where it begins on the wall."""

    title: str
    floors: list[str]
    rows: list[list[int | None]]
    cell_width: int
    margin: int
    x: int = 0
    y: int = 0
    head: int = field(default=HEAD)

    @property
    def width(self) -> int:
        """In cells, margin and all."""
        return max(self.margin + len(self.rows[0]) * self.cell_width, min(cell_len(self.title), 40))

    @property
    def height(self) -> int:
        """In lines, title and all."""
        return self.head + len(self.rows)

    def spots(self) -> Iterator[Spot]:
        """The units from the top left."""
        for row, units in enumerate(self.rows):
            for column, unit_id in enumerate(units):
                if unit_id is not None:
                    yield Spot(unit_id, row, column)

    def at(self, row: int, column: int) -> int | None:
        """The unit there, None for a gap or outside."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    def nearest(self, row: int, column: int) -> int | None:
        """The unit nearest to a place, by floors first."""
        spots = min(self.spots(), key=lambda s: (abs(s.row - row), abs(s.column - column)), default=None)
        return None if spots is None else spots.unit_id


def _natural(text: str) -> tuple[bool, str]:
    """Numbers first, and wherever they stand in a name as people count them: A2 before A10."""
    return not text[:1].isdecimal(), _NUMBER.sub(lambda found: found[0].zfill(9), text)


def _make_block(title: str, cells: list[Cell], cell_width: int) -> Block:
    floors = sorted({cell.floor for cell in cells}, reverse=True)
    columns = sorted({cell.column for cell in cells}, key=_natural)
    row_of = {floor: n for n, floor in enumerate(floors)}
    column_of = {column: n for n, column in enumerate(columns)}
    rows: list[list[int | None]] = [[None] * len(columns) for _ in floors]
    for cell in cells:
        rows[row_of[cell.floor]][column_of[cell.column]] = cell.unit_id
    printed = {cell.floor: cell.floor_text or str(cell.floor) for cell in cells}
    names = [printed[floor] for floor in floors]
    return Block(title, names, rows, cell_width, max(cell_len(name) for name in names) + 1)


def lay_out(
    cells: Iterable[Cell], cell_width: int, width: int
) -> tuple[list[Block], list[list[Block]], tuple[int, int]]:
    """The blocks in order, the same by bands, and the size of the wall (columns, lines). Two units in one place of a
    block are given places of their own: the second one opens a further column."""
    groups: dict[tuple[str, str], list[Cell]] = {}
    taken: set[tuple[str, str, int, str]] = set()
    for cell in cells:
        column = cell.column
        while (cell.building, cell.entrance, cell.floor, column) in taken:
            column += "'"
        taken.add((cell.building, cell.entrance, cell.floor, column))
        placed = cell if column == cell.column else replace(cell, column=column)
        groups.setdefault((cell.building, cell.entrance), []).append(placed)
    order = sorted(groups, key=lambda key: (_natural(key[0]), _natural(key[1])))
    blocks = [_make_block(" ".join(part for part in key if part), groups[key], cell_width) for key in order]
    bands: list[list[Block]] = []
    x = y = 0
    for block in blocks:
        if bands and x + block.width - 1 <= width:
            bands[-1].append(block)
        else:
            y = y + max(b.height for b in bands[-1]) + BELOW if bands else 0
            x = 0
            bands.append([block])
        block.x, block.y = x, y
        x += block.width + BETWEEN
    right = max((b.x + b.width for b in blocks), default=0)
    bottom = max((b.y + b.height for b in blocks), default=0)
    return blocks, bands, (right, bottom)


def neighbour(bands: list[list[Block]], block: Block, spot: Spot, across: int, down: int) -> int | None:
    """The nearest unit in a direction: over gaps in the block, else into the next block, else None."""
    row, column = spot.row + down, spot.column + across
    while 0 <= row < len(block.rows) and 0 <= column < len(block.rows[0]):
        found = block.at(row, column)
        if found is not None:
            return found
        row, column = row + down, column + across
    number = next(n for n, band in enumerate(bands) if block in band)
    band = bands[number]
    if across:
        place = band.index(block) + across
        if 0 <= place < len(band):
            aside = band[place]
            return aside.nearest(spot.row, 0 if across > 0 else len(aside.rows[0]) - 1)
        return None
    if not 0 <= number + down < len(bands):
        return None
    middle = block.x + block.margin + spot.column * block.cell_width
    other = min(bands[number + down], key=lambda b: abs(b.x + b.width // 2 - middle))
    wanted = (middle - other.x - other.margin) // other.cell_width
    return other.nearest(0 if down > 0 else len(other.rows) - 1, max(0, wanted))
