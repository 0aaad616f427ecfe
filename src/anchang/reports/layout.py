"""Where everything stands on a sheet: rows of tables, sub-totals, grand totals, the addresses that formulas name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from anchang.i18n import M, say
from anchang.reports.book import Agg, Block, Book, Cell, Col, Net, Ratio, Row, Share
from anchang.reports.cells import words_of
from anchang.reports.widths import sheet_names
from anchang.services.listing import Kind

TOP_ROWS = 5
"""Title, project, period, generated at and by, marks."""

_PLACE = re.compile(r"\{([^{}]+)\}")
_CODES = {Agg.SUM: 9, Agg.COUNT: 3, Agg.AVERAGE: 1, Agg.MAX: 4, Agg.MIN: 5}
_PLAIN = {Agg.SUM: "SUM", Agg.COUNT: "COUNTA", Agg.AVERAGE: "AVERAGE", Agg.MAX: "MAX", Agg.MIN: "MIN"}


class LineKind(IntEnum):
    """What a line of a table is."""

    DATA = 0
    SUB = 1
    TOTAL = 2
    EMPTY = 3


@dataclass(slots=True)
class Line:
    """One row of a table. `first` and `last` are sheet rows that a total covers, `start` and `stop` its data slice."""

    kind: LineKind
    row: int
    data: Row | None = None
    number: int = 0
    level: int = 0
    label: str = ""
    first: int = 0
    last: int = 0
    start: int = 0
    stop: int = 0


@dataclass(slots=True)
class Placed:
    """A table on its sheet. `by_subtotal`: its totals are `SUBTOTAL`, which follow the filter and skip each other."""

    block: Block
    by_subtotal: bool
    title_row: int | None
    head_row: int
    lines: list[Line]
    letters: dict[str, str]
    columns: dict[str, Col]
    label_key: str | None
    total_row: int | None

    @property
    def first_row(self) -> int:
        """The first row under the head."""
        return self.head_row + 1

    @property
    def last_row(self) -> int:
        """The last row that is not the grand total."""
        return self.head_row + len(self.lines) - (self.total_row is not None)

    @property
    def end_row(self) -> int:
        """The table's last row."""
        return self.head_row + len(self.lines)

    def total_text(self, key: str, agg: Agg, line: Line) -> str:
        """The formula of a total cell."""
        letter = self.letters[key]
        span = f"{letter}{line.first}:{letter}{line.last}"
        text = f"SUBTOTAL({_CODES[agg]},{span})" if self.by_subtotal else f"{_PLAIN[agg]}({span})"
        return f'IFERROR({text},"")' if agg is Agg.AVERAGE else text

    def calc_text(self, col: Col, row: int) -> str:
        """The formula of a computed column in one row."""
        letters, calc = self.letters, col.calc
        if isinstance(calc, Ratio):
            over, under = f"{letters[calc.over]}{row}", f"{letters[calc.under]}{row}"
        elif isinstance(calc, Share):
            over, under = f"{letters[calc.of]}{row}", f"${letters[calc.of]}${self.total_row}"
        elif isinstance(calc, Net):
            plus = ",".join(f"{letters[key]}{row}" for key in calc.plus)
            minus = ",".join(f"{letters[key]}{row}" for key in calc.minus)
            return f"SUM({plus})-SUM({minus})" if minus else f"SUM({plus})"
        else:
            raise ValueError(f"{col.key} is not computed")
        # N() takes the words of a blank ratio or a dash as 0, where plain arithmetic would show #VALUE!.
        return f'IF(N({under})=0,"",N({over})/{under})'


@dataclass(slots=True)
class Placement:
    """A sheet with all its tables in place."""

    name: str
    key: str
    tables: list[Placed]
    notes_row: int
    end_row: int = 0
    width: int = 0


@dataclass(slots=True)
class Layout:
    """The whole book in place."""

    sheets: list[Placement]
    by_key: dict[str, Placement] = field(default_factory=dict)

    def resolve(self, text: str, here: Placed, row: int) -> str:
        """A caller's formula with its places put in; ValueError names a place that is not there."""
        return _PLACE.sub(lambda found: self._address(found.group(1), here, row), text)

    def _address(self, place: str, here: Placed, row: int) -> str:
        path, _at, which = place.partition("@")
        *outer, key = path.split(":")
        table, sheet = here, ""
        try:
            if outer:
                placement = self.by_key[outer[0]]
                sheet = "'" + placement.name.replace("'", "''") + "'!"
                table = _table(placement, outer[1] if len(outer) > 1 else None)
            letter = table.letters[key]
        except KeyError as missing:
            raise ValueError(f"formula: no place {{{place}}}") from missing
        if not which:
            if outer:
                raise ValueError(f"formula: {{{place}}} needs @total or @number")
            return f"{letter}{row}"
        return f"{sheet}{letter}{_row_of(table, which, place)}"


def _table(placement: Placement, key: str | None) -> Placed:
    if key is None:
        return placement.tables[0]
    for table in placement.tables:
        if table.block.key == key:
            return table
    raise KeyError(key)


def _row_of(table: Placed, which: str, place: str) -> int:
    if which == "total":
        if table.total_row is None:
            raise ValueError(f"formula: {{{place}}}: that table has no total")
        return table.total_row
    number = int(which)
    for line in table.lines:
        if line.kind is LineKind.DATA and line.number == number:
            return line.row
    raise ValueError(f"formula: {{{place}}}: that table has no such row")


def letter(number: int) -> str:
    """The column's letters; 1 is `A`, 27 is `AA`."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def lay_out(book: Book) -> Layout:
    """Put every table of every sheet in its place."""
    names = sheet_names(sheet.name for sheet in book.sheets)
    placements = []
    for number, (sheet, name) in enumerate(zip(book.sheets, names, strict=True), 1):
        row = TOP_ROWS + (1 if sheet.tables[0].title is None else 2)
        tables = []
        for place, block in enumerate(sheet.tables):
            placed = _place(block, row, filtered=sheet.auto_filter and place == 0)
            tables.append(placed)
            row = placed.end_row + 2
        width = max(len(table.letters) for table in tables)
        placements.append(Placement(name, sheet.key or str(number), tables, row, width=width))
    by_key = {placement.key: placement for placement in placements}
    if len(by_key) != len(placements):
        raise ValueError("two sheets have the same key")
    return Layout(placements, by_key)


def _place(block: Block, row: int, *, filtered: bool) -> Placed:
    columns = {col.key: col for col in block.columns}
    _check(block, columns)
    title_row = row if block.title is not None else None
    head_row = row + 1 if block.title is not None else row
    followed = set(block.asked) | {col.key for col in block.columns if col.calc is not None}
    label_key = next((key for key in columns if key not in followed), None)
    lines = _lines(block, columns, head_row + 1)
    total_row = None
    if block.asked:
        total_row = head_row + 1 + len(lines)
        lines.append(
            Line(
                LineKind.TOTAL, total_row, label=say(block.total_label), first=head_row + 1, last=total_row - 1,
                stop=len(block.rows),
            )
        )
    letters = {key: letter(place) for place, key in enumerate(columns, 1)}
    by_subtotal = bool(block.groups) or filtered
    return Placed(block, by_subtotal, title_row, head_row, lines, letters, columns, label_key, total_row)


def _check(block: Block, columns: Mapping[str, Col]) -> None:
    if not columns or len(columns) != len(block.columns):
        raise ValueError("a table needs columns, and each key once")
    for key, asked in block.asked.items():
        if key not in columns:
            raise ValueError(f"total of {key}: there is no such column")
        if asked is Agg.COUNT and columns[key].calc is not None:
            raise ValueError(f"total of {key}: a computed column is never blank, so counting it says nothing")
    for col in block.columns:
        calc = col.calc
        named = () if calc is None else (calc.of,) if isinstance(calc, Share) else (
            (calc.over, calc.under) if isinstance(calc, Ratio) else calc.plus + calc.minus
        )
        if any(key not in columns for key in named):
            raise ValueError(f"{col.key} is computed from a column that is not there")
        if isinstance(calc, Share) and calc.of not in block.asked:
            raise ValueError(f"{col.key} is a share of a column without a total")


def _lines(block: Block, columns: Mapping[str, Col], row: int) -> list[Line]:
    if not block.rows:
        return [Line(LineKind.EMPTY, row, label=say(block.empty))]
    groups = tuple(block.groups) if block.asked else ()
    lines: list[Line] = []
    opened: list[tuple[Any, int, int]] = []  # per level: the group's value, its first sheet row, its first data index

    def close(to_level: int, stop: int) -> None:
        while len(opened) > to_level:
            value, first, start = opened.pop()
            here = row + len(lines)
            label = _group_words(value, columns.get(groups[len(opened)]))
            line = Line(LineKind.SUB, here, level=len(opened), label=label)
            line.first, line.last, line.start, line.stop = first, here - 1, start, stop
            lines.append(line)

    for index, data in enumerate(block.rows):
        if groups:
            values = [_plain(data.get(key)) for key in groups]
            same = 0
            while same < len(opened) and opened[same][0] == values[same]:
                same += 1
            close(same, index)
            opened.extend((value, row + len(lines), index) for value in values[same:])
        lines.append(Line(LineKind.DATA, row + len(lines), data, index + 1, len(groups)))
    close(0, len(block.rows))
    return lines


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Cell) else value


def _group_words(value: Any, col: Col | None) -> str:
    if value is None or value == "":
        return say(M("Sub-total {group}", group=M("(blank)")))
    kind = Kind.TEXT if col is None or col.kind not in (Kind.CHOICE, Kind.FLAG) else col.kind
    return say(M("Sub-total {group}", group=words_of(value, kind, col.choices if col else None)))


def totalled(placement: Placement) -> Sequence[tuple[int, Placed, str]]:
    """The grand total cells of a sheet that are sums, in order, with the place of their table."""
    return [
        (number, table, key)
        for number, table in enumerate(placement.tables)
        for key, asked in table.block.asked.items()
        if asked is Agg.SUM
    ]
