"""Small price lists made by the tests, each with one quirk of a real one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from anchang.domain.issue import IssueKind
from anchang.importing.price_list import PriceListFile

REAL = Path(__file__).parents[2].parent / "shared" / "data"
HEAD = ["楼栋", "单元", "楼层", "房号", "建筑面积", "套内面积", "单价", "总价"]
GOOD = ["1栋", "2单元", "3", "301", "100", "80", "10000", "1000000"]


def xlsx(path: Path, *sheets: tuple[str, Sequence[Sequence[object]]], merged: Sequence[str] = ()) -> Path:
    """Write a workbook; `merged` are ranges of the first sheet."""
    book = Workbook()
    book.remove(book["Sheet"])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for area in merged:
        book.worksheets[0].merge_cells(area)
    book.save(path)
    return path


def csv_file(path: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """Write plain lines, cells joined as they are."""
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    return path


def told(found: PriceListFile, kind: IssueKind) -> list[tuple[str, str]]:
    """(place, English sentence) of the issues of one kind."""
    return [(issue.place, issue.reason.id) for issue in found.issues if issue.kind is kind]
