"""Reads one workbook from standard input, writes its sheets to standard output as JSON, in a process of its own.

The workbook library is native code: one flipped byte in an `.xls` can make it ask for tens of gigabytes, which ends the
process without an exception. Here that ends only this process, and its memory is limited before the first byte is read.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from html import unescape
from io import BytesIO
from posixpath import join, normpath

MEMORY_LIMIT = 2 * 1024**3
PASSWORD, DAMAGED, TOO_MANY = "password", "damaged", "too_many"

_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_REF = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_TYPE = re.compile(rb'\bt="(\w+)"')
_FORMULA = re.compile(rb"<f\b[^>]*?(?:/>|>(.*?)</f>)", re.DOTALL)
_VALUE = re.compile(rb"<v[^>]*>([^<]+)</v>")
_SHEET = re.compile(r"<sheet\b[^>]*>")
_RELATION = re.compile(r"<Relationship\b[^>]*>")


def limit_memory(limit: int = MEMORY_LIMIT) -> None:
    """Cap this process's memory in bytes, where the system can."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS names the limit and does not take it
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def text_of(cell: object) -> str:
    """A cell as text: numbers with Excel's own 15 digits and no exponent where that can be, dates as ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, (datetime, date)):
        return cell.isoformat()
    return str(cell)


def unsaid(data: bytes, name: str) -> dict[tuple[int, int], str]:
    """(row, column) -> text of cells of that sheet that hold an error (`#REF!`) or a formula that nobody worked out.

    The library gives them as empty; an amount that is taken for nothing would be a wrong amount. Only `.xlsx`.
    """
    if not data.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        part = _part_of(archive, name)
        if part is None:
            return {}
        xml = archive.read(part)
    return dict(_unsaid_in(xml)) if b'"e"' in xml or b"<f" in xml else {}


def _part_of(archive: zipfile.ZipFile, name: str) -> str | None:
    """The part of the workbook in which the sheet of that name stands."""
    try:
        book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:  # a binary workbook, or one that is put together in another way
        return None
    wanted = next((_said(tag, "r:id") for tag in _SHEET.findall(book) if _said(tag, "name") == name), "")
    for tag in _RELATION.findall(relations):
        if wanted and _said(tag, "Id") == wanted:
            target = normpath(join("xl", _said(tag, "Target"))).lstrip("/")
            return target if target in archive.namelist() else None
    return None


def _said(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return unescape(found[1]) if found is not None else ""


def _unsaid_in(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for found in _CELL.finditer(xml):
        said, inside = found[1], found[2] or b""
        kind = _TYPE.search(said)
        formula, value = _FORMULA.search(inside), _VALUE.search(inside)
        text = ""
        if kind is not None and kind[1] == b"e":
            text = value[1].decode("utf-8", "replace") if value is not None else "#"
        elif formula is not None and value is None and (kind is None or kind[1] == b"n"):
            text = "#=" + unescape((formula[1] or b"").decode("utf-8", "replace"))
        ref = _REF.search(said)
        if text and ref is not None:
            column = 0
            for letter in ref[1]:
                column = column * 26 + letter - 64
            yield (int(ref[2]) - 1, column - 1), text


def _rows_of(cells: Sequence[Sequence[object]], errors: dict[tuple[int, int], str]) -> list[list[str]]:
    rows = [[text_of(cell) for cell in row] for row in cells]
    for (row, column), text in errors.items():
        if row < len(rows) and column < len(rows[row]) and not rows[row][column]:
            rows[row][column] = text
    return rows


def sheets_of(data: bytes, most_rows: int, most_columns: int) -> dict[str, object]:
    """{"sheets": [{"name", "rows", "merged"}]} of the visible sheets, or {"error": …} with a word and a detail."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        found = []
        for about in book.sheets_metadata:
            if about.visible != calamine.SheetVisibleEnum.Visible or about.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            if sheet.end is not None and (sheet.end[0] >= most_rows or sheet.end[1] >= most_columns):
                return {"error": TOO_MANY, "sheet": about.name, "rows": sheet.end[0] + 1, "columns": sheet.end[1] + 1}
            rows = [] if sheet.end is None else sheet.to_python(skip_empty_area=False)
            found.append({
                "name": about.name,
                "rows": _rows_of(rows, unsaid(data, about.name)),
                "merged": [[*start, *end] for start, end in sheet.merged_cell_ranges or []],
            })
    except calamine.PasswordError:
        return {"error": PASSWORD}
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as problem:
        return {"error": DAMAGED, "detail": str(problem)[:200]}
    return {"sheets": found}


def main() -> None:
    """`python -m anchang.importing.workbook_child ROWS COLUMNS < workbook > sheets.json`."""
    limit_memory()
    answer = sheets_of(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True).encode("ascii"))


if __name__ == "__main__":
    main()
