"""How the daily report looks on paper: nothing is cut off, and the wide sheets stay readable (domain 4)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from anchang.reports.catalogue import make
from tests.reports.lived_office import TUESDAY, lived

A4_AT_HALF = 270  # cells of column width that fit an A4 page at half the size of the letters


@pytest.mark.parametrize("report", ["daily", "tracking"])
def test_a_printed_page_can_be_read(tmp_path: Path, report: str) -> None:
    with lived(tmp_path / "office") as desk:
        path = make(desk.office, desk.session("manager"), report, day=TUESDAY, folder=tmp_path)
    sheets: list[Any] = list(load_workbook(path))
    for sheet in sheets:
        repeated = int(sheet.print_title_rows.split("$")[-1])
        for chart in sheet._charts:
            assert chart.anchor._from.row >= repeated, f"{sheet.title}: a chart lies on the row that pages repeat"
        widths = {letter: each.width for letter, each in sheet.column_dimensions.items()}
        assert sum(widths.values()) <= A4_AT_HALF, sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                shown = {"yyyy-mm-dd": 10, "yyyy-mm-dd hh:mm": 16}.get(cell.number_format)
                if shown and cell.value is not None and not isinstance(cell.value, str):
                    assert widths[re.sub(r"[0-9]", "", cell.coordinate)] > shown, f"{sheet.title} {cell.coordinate}"
