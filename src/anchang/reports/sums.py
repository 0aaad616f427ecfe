"""What totals and computed columns come to, from integers and exactly; never from what a cell shows."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from anchang.reports.book import NUMBER_KEY, Agg, Cell, Col, Formula, Net, Ratio, Row, Share
from anchang.reports.cells import PLACES, number_of
from anchang.reports.layout import Line, LineKind, Placed


class Sums:
    """The numbers of one table: of its computed cells and of its total rows, in the unit shown. None is blank."""

    def __init__(self, placed: Placed) -> None:
        self._placed = placed
        self._raw: dict[str, tuple[int, list[Any]]] = {}
        self._grand: dict[str, Fraction] = {}

    def data(self, key: str, row: Row, number: int) -> Fraction | None:
        """The number in a data cell; words and blanks are None."""
        col = self._placed.columns[key]
        if col.calc is not None:
            return self._calc(col, Line(LineKind.DATA, 0, row, number))
        if key == NUMBER_KEY:
            return Fraction(number)
        return _number(row.get(key), col)

    def total(self, key: str, line: Line) -> Fraction | str | None:
        """The number in a sub-total or grand total cell."""
        asked = self._placed.block.asked.get(key)
        col = self._placed.columns[key]
        if isinstance(asked, Formula):
            return _formula_value(asked, col) if line.kind is LineKind.TOTAL else None
        if asked is None:
            return self._calc(col, line) if col.calc is not None else None
        if asked is Agg.COUNT:
            return Fraction(self._count(key, line))
        return self._aggregate(key, asked, line)

    def followed(self, key: str, line: Line) -> bool:
        """Whether a total row has something in this column."""
        asked = self._placed.block.asked.get(key)
        if isinstance(asked, Formula):
            return line.kind is LineKind.TOTAL
        return asked is not None or self._calculable(self._placed.columns[key])

    def _calculable(self, col: Col) -> bool:
        calc = col.calc
        if calc is None:
            return False
        if isinstance(calc, Share):
            return True
        keys = (calc.over, calc.under) if isinstance(calc, Ratio) else calc.plus + calc.minus
        asked = self._placed.block.asked
        return all(isinstance(asked.get(k), Agg) or self._calculable(self._placed.columns[k]) for k in keys)

    def _at(self, key: str, line: Line) -> Fraction:
        if line.kind is LineKind.DATA and line.data is not None:
            return self.data(key, line.data, line.number) or Fraction(0)
        found = self.total(key, line)
        return found if isinstance(found, Fraction) else Fraction(0)

    def _calc(self, col: Col, line: Line) -> Fraction | None:
        calc = col.calc
        if isinstance(calc, Net):
            return sum((self._at(k, line) for k in calc.plus), Fraction(0)) - sum(
                (self._at(k, line) for k in calc.minus), Fraction(0)
            )
        if isinstance(calc, Ratio):
            over, under = self._at(calc.over, line), self._at(calc.under, line)
        elif isinstance(calc, Share):
            over, under = self._at(calc.of, line), self._grand_total(calc.of)
        else:
            raise ValueError(f"{col.key} is not computed")
        return over / under if under else None

    def _grand_total(self, key: str) -> Fraction:
        if key not in self._grand:
            self._grand[key] = self._at(key, self._placed.lines[-1])
        return self._grand[key]

    def _column(self, key: str) -> tuple[int, list[Any]]:
        """Places and the column's numbers, integers where it can be: those sum a hundred times faster."""
        if key not in self._raw:
            col = self._placed.columns[key]
            rows = self._placed.block.rows
            found: list[Any] = [row.get(key) for row in rows]
            given = col.calc is None and key != NUMBER_KEY and col.kind in PLACES
            if given and all(value is None or type(value) is int for value in found):
                self._raw[key] = PLACES[col.kind], found
            else:
                self._raw[key] = 0, [self.data(key, row, number) for number, row in enumerate(rows, 1)]
        return self._raw[key]

    def _aggregate(self, key: str, agg: Agg, line: Line) -> Fraction | None:
        places, column = self._column(key)
        numbers = [value for value in column[line.start : line.stop] if value is not None]
        if agg is Agg.SUM:
            return Fraction(sum(numbers)) * Fraction(1, 10**places)
        if agg is Agg.AVERAGE:
            return Fraction(sum(numbers)) * Fraction(1, len(numbers) * 10**places) if numbers else None
        return Fraction((max if agg is Agg.MAX else min)(numbers, default=0)) * Fraction(1, 10**places)

    def _count(self, key: str, line: Line) -> int:
        rows = self._placed.block.rows[line.start : line.stop]
        if key == NUMBER_KEY:
            return len(rows)
        return sum(1 for row in rows if _plain(row.get(key)) not in (None, ""))


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Cell) else value


def _number(value: Any, col: Col) -> Fraction | None:
    kind = col.kind
    if isinstance(value, Cell):
        kind = value.kind or kind
        value = value.value
    if isinstance(value, Formula):
        return number_of(value.value, kind)
    return number_of(value, kind) if kind in PLACES else None


def _formula_value(formula: Formula, col: Col) -> Fraction | str | None:
    if isinstance(formula.value, str):
        return formula.value
    return number_of(formula.value, col.kind)
