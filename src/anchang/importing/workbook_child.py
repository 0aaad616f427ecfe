"""Reads one workbook from standard input, writes its sheets to standard output as JSON, in a process of its own.

The workbook library is native code: one flipped byte in an `.xls` can make it ask for tens of gigabytes, which ends the
process without an exception. Here that ends only this process, and its memory is limited before the first byte is read.
"""

from __future__ import annotations

import contextlib
import json
import sys
from datetime import date, datetime
from io import BytesIO

MEMORY_LIMIT = 2 * 1024**3
PASSWORD, DAMAGED, TOO_MANY = "password", "damaged", "too_many"


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
                "rows": [[text_of(cell) for cell in row] for row in rows],
                "merged": [[*start, *end] for start, end in sheet.merged_cell_ranges or []],
            })
    except calamine.PasswordError:
        return {"error": PASSWORD}
    except (calamine.CalamineError, OSError, ValueError) as problem:
        return {"error": DAMAGED, "detail": str(problem)[:200]}
    return {"sheets": found}


def main() -> None:
    """`python -m anchang.importing.workbook_child ROWS COLUMNS < workbook > sheets.json`."""
    limit_memory()
    answer = sheets_of(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True).encode("ascii"))


if __name__ == "__main__":
    main()
