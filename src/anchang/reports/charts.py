"""Charts over a table, with the numbers in them: a phone's preview draws what the file carries and looks nothing up."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from anchang.i18n import say
from anchang.reports.book import Cell, Chart, ChartKind, Formula, Sheet
from anchang.reports.cells import FORMATS, legal, number_text, words_of
from anchang.reports.layout import LineKind, Placed, Placement, letter
from anchang.reports.sums import Sums

WIDTH_CM, HEIGHT_CM = 18.0, 8.0
ROWS_TALL = 15
"""Rows that a chart covers, at the usual row height, and one more."""
CM_A_CELL, NO_WIDTH_CM = 0.18, 1.6
"""How wide a cell of column width is on paper, and a column that nobody gave a width."""


def add_charts(worksheet: Any, sheet: Sheet, placement: Placement, widths: Sequence[int], repeated: int) -> None:
    """Put the sheet's charts on it, below the row that every printed page repeats: a chart on it is cut in two there.

    A table without rows gets none; one with groups raises ValueError.
    """
    below, beside = placement.end_row + 2, repeated + 1
    right = _right_of(placement, widths, any(chart.anchor == "below" for chart in sheet.charts))
    for chart in sheet.charts:
        placed = placement.tables[chart.block]
        if placed.block.groups:
            raise ValueError(f"a chart over {chart.category}: the table has sub-totals in it")
        if not placed.block.rows:
            continue
        drawn = _draw(chart, placed, placement.name)
        if chart.anchor == "below":
            drawn.anchor = f"A{below}"
            below += ROWS_TALL
        elif chart.anchor == "right":
            drawn.anchor = f"{letter(right)}{beside}"
            beside += ROWS_TALL
        else:
            drawn.anchor = chart.anchor
        worksheet.add_chart(drawn)


def _right_of(placement: Placement, widths: Sequence[int], charts_below: bool) -> int:
    """The first column that is clear of the tables and, where there are any, of the charts under them."""
    column, taken = placement.width + 2, sum(widths) * CM_A_CELL
    while charts_below and taken < WIDTH_CM:
        column, taken = column + 1, taken + NO_WIDTH_CM
    return column


def _draw(chart: Chart, placed: Placed, sheet_name: str) -> Any:
    from openpyxl.chart import BarChart, LineChart, PieChart
    from openpyxl.chart.label import DataLabelList
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    drawn: Any = {ChartKind.BAR: BarChart, ChartKind.LINE: LineChart, ChartKind.PIE: PieChart}[chart.kind]()
    drawn.title = _title(say(chart.title))
    drawn.width, drawn.height = WIDTH_CM, HEIGHT_CM
    quoted = "'" + sheet_name.replace("'", "''") + "'"
    for key in chart.values:
        drawn.series.append(_series(chart, key, placed, quoted))
    first = placed.columns[chart.values[0]]
    if chart.kind is ChartKind.PIE:
        drawn.dataLabels = DataLabelList(
            showPercent=True, showVal=False, showSerName=False, showCatName=True, showLegendKey=False
        )
        drawn.legend = None
        return drawn
    drawn.x_axis.delete = False  # openpyxl leaves it unsaid, and then Excel draws no axis
    drawn.y_axis.delete = False
    drawn.y_axis.number_format = FORMATS.get(first.kind, "General")
    drawn.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D9D9D9"))
    if len(chart.values) > 1:
        drawn.legend.position = "b"
    else:
        drawn.legend = None
    return drawn


def _title(words: str) -> Any:
    from openpyxl.chart.text import RichText, Text
    from openpyxl.chart.title import Title
    from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun

    twelve = CharacterProperties(sz=1200, b=True)
    run = RegularTextRun(rPr=twelve, t=legal(words))
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=twelve), r=[run])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def _series(chart: Chart, key: str, placed: Placed, quoted: str) -> Any:
    from openpyxl.chart.data_source import (
        AxDataSource,
        NumData,
        NumDataSource,
        NumRef,
        NumVal,
        StrData,
        StrRef,
        StrVal,
    )  # fmt: skip
    from openpyxl.chart.series import Series, SeriesLabel

    col, sums = placed.columns[key], Sums(placed)
    numbers, words = [], []
    for line in placed.lines:
        if line.kind is LineKind.DATA and line.data is not None:
            number = sums.data(key, line.data, line.number)
            if number is not None:
                numbers.append(NumVal(idx=line.number - 1, v=_short(number)))
            category = _category(line.data.get(chart.category), placed, chart.category)
            words.append(StrVal(idx=line.number - 1, v=category))
    count = len(placed.block.rows)
    span = f"${placed.first_row}:${{}}${placed.last_row}"
    values = f"{quoted}!${placed.letters[key]}{span.format(placed.letters[key])}"
    names = f"{quoted}!${placed.letters[chart.category]}{span.format(placed.letters[chart.category])}"
    data = NumData(formatCode=FORMATS.get(col.kind, "General"), ptCount=count, pt=numbers)
    series = Series(
        val=NumDataSource(numRef=NumRef(f=values, numCache=data)),
        cat=AxDataSource(strRef=StrRef(f=names, strCache=StrData(ptCount=count, pt=words))),
        tx=SeriesLabel(v=say(col.title)),
    )
    if chart.kind is ChartKind.LINE:
        series.smooth = False
    return series


def _short(number: Fraction) -> float:
    # A picture, not an amount: openpyxl's cache takes nothing but floats.
    return float(number_text(number))


def _category(value: Any, placed: Placed, key: str) -> str:
    if isinstance(value, Cell):
        value = value.value
    if isinstance(value, Formula):
        value = value.value
    if value is None:
        return ""
    col = placed.columns[key]
    return legal(words_of(value, col.kind, col.choices))
