"""A sheet's rows as XML, with every formula's value in it, and how wide its columns have to be.

openpyxl makes the workbook around it (styles, charts, print set-up); it writes no value for a formula, and phones and
chat previews then show blanks. Rows are therefore written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, tzinfo
from fractions import Fraction
from typing import Any

from anchang.i18n import M, Msg, _, say
from anchang.reports.book import NUMBER_KEY, Agg, Book, Cell, Col, Formula, Row, Sheet
from anchang.reports.cells import PLACES, cell_xml, decimal_text, formula_xml, number_of, number_text, words_of
from anchang.reports.layout import Layout, Line, LineKind, Placed, Placement, letter, totalled
from anchang.reports.looks import Palette, Role
from anchang.reports.sums import Sums
from anchang.reports.widths import NARROW, NARROWEST, WIDEST, cells, fold, widest_line
from anchang.services.listing import Kind

HEAD_HEIGHT = 21
ROW_HEIGHT = 18
LINE_HEIGHT = 15
_TALLEST = 409  # Excel's limit
_FIXED = {Kind.DATE: 10, Kind.INSTANT: 16, Kind.TIME: 6, Kind.FLAG: 4}
_PLAIN_TEXT = (Kind.TEXT, Kind.CHOICE)


def head_lines(book: Book) -> list[str]:
    """The lines under a sheet's title: project, period, generated at and by, marks."""
    masked = (
        M("Telephone and identity numbers are masked.")
        if book.masked
        else M("Contains unmasked personal data: do not pass on.")
    )
    marks = [M("PRACTICE DATA"), masked] if book.practice else [masked]
    if book.only_of:
        marks.insert(0, M("Own customers of {name} only: not the whole office.", name=book.only_of))
    if book.one_person:
        marks.append(M("One-person office: checks may be made by whoever made the paper."))
    return [
        _("Project: {project}", project=book.project),
        say(book.about) if book.about else _("Period: {period}", period=book.period),
        _("Generated: {at} by {name}", at=_local(book.generated_at), name=book.generated_by),
        "  ".join(map(say, marks)),
    ]


def _local(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M")


class Rendered:
    """One sheet's XML and widths. `check` is the check value's cell."""

    def __init__(self, book: Book, sheet: Sheet, placement: Placement, layout: Layout, palette: Palette) -> None:
        self._book, self._sheet, self._layout, self._palette = book, sheet, layout, palette
        self._placement = placement
        self._zone: tzinfo = book.generated_at.tzinfo  # type: ignore[assignment]  # Book holds it aware
        self._sums = [Sums(placed) for placed in placement.tables]
        self.widths: list[int] = [NARROWEST] * placement.width
        self._wrapped: list[set[str]] = [self._measure(number) for number in range(len(placement.tables))]
        rows = list(self._rows())
        self.check = f"$B${placement.end_row}"
        self.xml = "<sheetData>" + "".join(rows) + "</sheetData>"

    # Widths

    def _measure(self, number: int) -> set[str]:
        """Widen the columns for one table; the keys of the columns whose words are wider than a column gets."""
        placed, sums = self._placement.tables[number], self._sums[number]
        filtered = number == 0 and self._sheet.auto_filter
        wrapped = set()
        for place, col in enumerate(placed.block.columns):
            if self._sheet.narrow:
                words = col.kind in (Kind.TEXT, Kind.CHOICE)  # a number that is cut shows nothing at all
                need, limit = self._need(placed, sums, col), (col.width or NARROW) if words else WIDEST
            elif col.width is not None:
                need, limit = col.width, col.width
            else:
                need, limit = self._need(placed, sums, col), WIDEST
            if need > limit or (need and self._many_lines(placed, col)):
                wrapped.add(col.key)
            if self._sheet.narrow:
                head = _narrow_head(say(col.title)) + (1 if filtered else 0)
                self.widths[place] = max(self.widths[place], max(min(need, limit), head) + 2)
                continue
            head = _head_width(say(col.title)) + (2 if filtered else 0)
            chosen = col.width if col.width is not None else max(min(need, WIDEST), head) + 3
            self.widths[place] = max(self.widths[place], chosen)
        return wrapped

    def _many_lines(self, placed: Placed, col: Col) -> bool:
        if col.kind is not Kind.TEXT:
            return False
        values = (_plain(row.get(col.key)) for row in placed.block.rows)
        return any(isinstance(value, str) and "\n" in value for value in values)

    def _need(self, placed: Placed, sums: Sums, col: Col) -> int:
        rows = placed.block.rows
        need = _FIXED.get(col.kind, 0)
        if col.calc is not None or col.key == NUMBER_KEY:
            plain = col.calc is None or col.kind is Kind.RATE
            need = 8 if plain else _number_width(_biggest(placed, sums, col), col.kind)
        elif col.kind in _PLAIN_TEXT:
            need = max((self._word_width(row.get(col.key), col) for row in rows), default=0)
        else:
            values = [row.get(col.key) for row in rows]
            whole = [value for value in values if type(value) is int]
            if whole and col.kind in PLACES:
                ends = (max(whole), min(whole))
                need = max(need, *(_number_width(Fraction(v, 10 ** PLACES[col.kind]), col.kind) for v in ends))
            need = max(
                need,
                *(self._word_width(v, col) for v in values if isinstance(v, (str, Msg, Cell, Formula))),
                0,
            )
        for line in placed.lines:
            if line.kind is LineKind.TOTAL and sums.followed(col.key, line):
                found = sums.total(col.key, line)
                bold = 1 + (_number_width(found, col.kind) if isinstance(found, Fraction) else cells(found or ""))
                need = max(need, bold)
        return need

    def _word_width(self, value: Any, col: Col) -> int:
        if type(value) is str:
            return widest_line(say(col.choices[value]) if col.choices and value in col.choices else value)
        if value is None:
            return 0
        kind = col.kind
        if isinstance(value, Cell):
            kind, value = value.kind or kind, value.value
        if isinstance(value, Formula):
            value = value.value
        number = number_of(value, kind) if kind in PLACES else None
        if number is not None:
            return _number_width(number, kind)
        if value is None or kind in _FIXED:
            return _FIXED.get(kind, 0)
        return widest_line(words_of(value, kind, col.choices))

    # Rows

    def _rows(self) -> Iterator[str]:
        style = self._palette.style
        title, name = say(self._book.title), self._placement.name
        yield _one_cell(1, style(Role.TITLE), title if title == name else f"{title} · {name}", 26)
        roles = (Role.META, Role.META, Role.META, Role.MARK)
        for row, (role, words) in enumerate(zip(roles, head_lines(self._book), strict=True), 2):
            yield _one_cell(row, style(role), words)
        for number, placed in enumerate(self._placement.tables):
            yield from self._table(number, placed)
        yield from self._end()

    def _table(self, number: int, placed: Placed) -> Iterator[str]:
        style, sums = self._palette.style, self._sums[number]
        if placed.title_row is not None:
            yield _one_cell(placed.title_row, style(Role.BLOCK), say(placed.block.title or ""))
        yield self._head(placed)
        wrapped = self._wrapped[number]
        writers = [self._writer(placed, sums, col, col.key in wrapped) for col in placed.block.columns]
        letters = list(placed.letters.values())
        for line in placed.lines:
            row = line.row
            if line.kind is LineKind.DATA and line.data is not None:
                data = line.data
                level = f' outlineLevel="{min(line.level, 7)}"' if line.level else ""
                parts = [write(data, f"{at}{row}", line) for write, at in zip(writers, letters, strict=True)]
                tall = self._tall(placed, data, wrapped) if wrapped else ""
                yield f'<row r="{row}"{tall}{level}>{"".join(parts)}</row>'
            else:
                yield self._summary(placed, sums, line)

    def _head(self, placed: Placed) -> str:
        style = self._palette.style(Role.HEAD, wrap=True)
        row, tall = placed.head_row, HEAD_HEIGHT
        parts = []
        for place, col in enumerate(placed.block.columns):
            words = say(col.title)
            parts.append(cell_xml(f"{letter(place + 1)}{row}", style, Kind.TEXT, words, None, self._zone))
            lines = sum(1 for _line in fold(words, max(self.widths[place] - 2, 1)))
            tall = max(tall, 6 + LINE_HEIGHT * lines)
        return f'<row r="{row}" ht="{tall}" customHeight="1">{"".join(parts)}</row>'

    def _tall(self, placed: Placed, data: Row, wrapped: set[str]) -> str:
        """The height of a row whose words wrap, said outright: not every program measures when it opens a file."""
        lines = 1
        for place, (key, col) in enumerate(placed.columns.items()):
            value = _plain(data.get(key))
            if key in wrapped and value is not None and not isinstance(value, Formula):
                room = max(self.widths[place] - 3, 1)
                words = words_of(value, col.kind, col.choices)
                lines = max(lines, sum(max(1, -(-cells(line) // room)) for line in words.split("\n")))
        return f' ht="{min(LINE_HEIGHT * lines + 4, _TALLEST)}" customHeight="1"' if lines > 1 else ""

    def _writer(self, placed: Placed, sums: Sums, col: Col, wrap: bool) -> Callable[[Row, str, Line], str]:
        key, kind, choices, zone = col.key, col.kind, col.choices, self._zone
        style = self._palette.style(Role.BODY, kind, wrap=wrap)
        if col.calc is not None:
            return lambda data, ref, line: formula_xml(
                ref, style, placed.calc_text(col, line.row), sums.data(key, data, line.number)
            )
        if key == NUMBER_KEY:
            return lambda data, ref, line: f'<c r="{ref}" s="{style}"><v>{line.number}</v></c>'
        places = PLACES.get(kind, -1)

        def write(data: Row, ref: str, line: Line) -> str:
            value = data.get(key)
            if type(value) is int and places >= 0:
                return f'<c r="{ref}" s="{style}"><v>{decimal_text(value, places)}</v></c>'
            if isinstance(value, (Cell, Formula)):
                return self._special(placed, col, wrap, value, ref, line)
            return cell_xml(ref, style, kind, value, choices, zone)

        return write

    def _special(self, placed: Placed, col: Col, wrap: bool, value: Cell | Formula, ref: str, line: Line) -> str:
        kind, fill, ink, inner = col.kind, None, None, value
        if isinstance(value, Cell):
            kind, fill, ink, inner = value.kind or kind, value.fill, value.ink, value.value
        style = self._palette.style(Role.BODY, kind, wrap=wrap, fill=fill, ink=ink)
        if not isinstance(inner, Formula):
            return cell_xml(ref, style, kind, inner, col.choices, self._zone)
        carried = inner.value if isinstance(inner.value, str) else number_of(inner.value, kind)
        return formula_xml(ref, style, self._layout.resolve(inner.text, placed, line.row), carried)

    def _summary(self, placed: Placed, sums: Sums, line: Line) -> str:
        role = {LineKind.SUB: Role.SUB, LineKind.TOTAL: Role.TOTAL}.get(line.kind, Role.BODY)
        parts = []
        for key, col in placed.columns.items():
            ref = f"{placed.letters[key]}{line.row}"
            asked = placed.block.asked.get(key)
            kind = Kind.INTEGER if asked is Agg.COUNT else col.kind
            style = self._palette.style(role, kind)
            if line.kind is not LineKind.EMPTY and sums.followed(key, line):
                if isinstance(asked, Formula):
                    text = self._layout.resolve(asked.text, placed, line.row)
                elif asked is None:
                    text = placed.calc_text(col, line.row)
                else:
                    text = placed.total_text(key, asked, line)
                parts.append(formula_xml(ref, style, text, sums.total(key, line)))
            else:
                words = line.label if key == placed.label_key else None
                plain = self._palette.style(role)
                parts.append(cell_xml(ref, plain if words else style, Kind.TEXT, words, None, self._zone))
        level = f' outlineLevel="{min(line.level, 7)}"' if line.level else ""
        return f'<row r="{line.row}"{level}>{"".join(parts)}</row>'

    def _end(self) -> Iterator[str]:
        """The notes, folded to the table's width, and the hidden row with the check value."""
        row = self._placement.notes_row
        style = self._palette.style(Role.NOTE)
        for note in self._sheet.notes:
            for line in fold(say(note), max(sum(self.widths), 60)):
                yield _one_cell(row, style, line)
                row += 1
        self._placement.end_row = row
        plain = self._palette.style(Role.META)
        found = totalled(self._placement)
        if found:
            constant, live = Fraction(0), []
            for number, table, key in found:
                total = self._sums[number].total(key, table.lines[-1])
                constant += total if isinstance(total, Fraction) else 0
                live.append(f"{table.letters[key]}{table.total_row}")
            now = formula_xml(f"C{row}", plain, f"ROUND({'+'.join(live)},6)", constant)
        else:
            constant, now = Fraction(sum(len(table.block.rows) for table in self._placement.tables)), ""
        label = cell_xml(f"A{row}", plain, Kind.TEXT, _("check value"), None, self._zone)
        value = f'<c r="B{row}" s="{plain}"><v>{number_text(constant)}</v></c>'
        yield f'<row r="{row}" hidden="1">{label}{value}{now}</row>'


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Cell) else value


def _one_cell(row: int, style: int, words: str, height: int | None = None) -> str:
    tall = f' ht="{height}" customHeight="1"' if height else ""
    words_xml = cell_xml(f"A{row}", style, Kind.TEXT, words, None, UTC)
    return f'<row r="{row}"{tall}>{words_xml}</row>'


def _head_width(words: str) -> int:
    """Long heads take two lines."""
    wide = cells(words)
    return wide if wide <= 12 else max(12, wide // 2 + 2)


def _narrow_head(words: str) -> int:
    """Two lines for every head that has more than two Chinese characters."""
    wide = cells(words)
    return wide if wide <= 4 else max(4, (wide + 3) // 4 * 2)


def _biggest(placed: Placed, sums: Sums, col: Col) -> Fraction:
    """The largest magnitude, as a negative number: room for the sign."""
    found = [sums.data(col.key, row, number) for number, row in enumerate(placed.block.rows, 1)]
    return -max((abs(number) for number in found if number is not None), default=Fraction(0))


def _number_width(number: Fraction, kind: Kind) -> int:
    if kind is Kind.RATE:
        return len(f"{int(number * 100)}") + 4
    digits = len(str(int(abs(number))))
    return digits + (digits - 1) // 3 + (1 if number < 0 else 0) + (0 if kind is Kind.INTEGER else 3)
