"""A book into a file: beside its place first, read again, and only then under its name."""

from __future__ import annotations

import io
import os
import re
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import Any, ClassVar
from xml.parsers import expat

from anchang.domain.errors import AnchangError, Damaged
from anchang.i18n import M, _, say
from anchang.reports.book import MAX_COLUMNS, MAX_ROWS, Book, Sheet
from anchang.reports.charts import add_charts
from anchang.reports.layout import Layout, Placement, lay_out, letter
from anchang.reports.looks import Palette, prepare
from anchang.reports.readback import CHECK_NAME, sheet_parts
from anchang.reports.rendering import ROW_HEIGHT, Rendered
from anchang.reports.widths import safe_stem

ENDING = ".xlsx"
A4 = 9
_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData\s*>\s*</sheetData>")
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"\s*/>')
_MOST_NUMBERS = 99
_COMPRESSION = 4  # a third of the time of the usual 6 for a twentieth more bytes


class NotWritten(AnchangError):
    """The report could not be put into its folder, or does not fit a sheet. Nothing was left behind."""

    code: ClassVar[str] = "not_written"


def write(book: Book, target_folder: Path, stem: str) -> Path:
    """Write `<stem>.xlsx` (mode 0600) into the folder and return where it stands.

    A file of that name is replaced in one step; when it is open elsewhere, the report gets a number: `<stem> (2).xlsx`.
    Raises NotWritten (folder, disk, too many rows) and Damaged (what was written does not read back).
    """
    target_folder = Path(target_folder)
    stem = safe_stem(stem)
    try:
        handle, draft_name = tempfile.mkstemp(prefix=".anchang-", suffix=".tmp", dir=target_folder)
    except OSError as why:
        raise _not_written(target_folder.name, why) from why
    draft = Path(draft_name)
    try:
        with os.fdopen(handle, "wb") as file:
            names = _compose(book, file)
            file.flush()
            os.fsync(file.fileno())
        verify(draft, names)
        return _name(draft, target_folder, stem)
    except OSError as why:
        raise _not_written(stem + ENDING, why) from why
    finally:
        draft.unlink(missing_ok=True)


def _not_written(place: str, why: OSError) -> NotWritten:
    return NotWritten(M("{place}: the report could not be written ({reason}).", place=place, reason=why.strerror or ""))


def _name(draft: Path, folder: Path, stem: str) -> Path:
    for number in range(1, _MOST_NUMBERS + 1):
        target = folder / (f"{stem}{ENDING}" if number == 1 else f"{stem} ({number}){ENDING}")
        try:
            draft.replace(target)
        except (PermissionError, IsADirectoryError):
            continue  # open in Excel on Windows, or a folder of that name
        return target
    raise NotWritten(M("{place}: every file of that name is open. Close one and try again.", place=stem + ENDING))


def _compose(book: Book, file: Any) -> list[str]:
    """Have openpyxl make the workbook without rows, then put the rows into its sheets. Returns the sheets' names."""
    from openpyxl import Workbook

    layout = lay_out(book)
    for placement in layout.sheets:
        if placement.notes_row > MAX_ROWS - 1000 or placement.width > MAX_COLUMNS:
            raise NotWritten(M("{sheet}: more rows or columns than a sheet takes.", sheet=placement.name))
    workbook = Workbook()
    prepare(workbook)
    workbook.remove(workbook.active)  # type: ignore[arg-type]  # a new workbook has one
    worksheets = [workbook.create_sheet(placement.name) for placement in layout.sheets]
    worksheets[0].sheet_view.tabSelected = True
    palette = Palette(worksheets[0])
    rendered = []
    for sheet, placement, worksheet in zip(book.sheets, layout.sheets, worksheets, strict=True):
        rows = Rendered(book, sheet, placement, layout, palette)
        repeated = _set_up(book, sheet, placement, worksheet, rows)
        add_charts(worksheet, sheet, placement, rows.widths, repeated)
        rendered.append(rows)
    workbook.properties.creator = book.generated_by
    workbook.properties.title = say(book.title)
    at = book.generated_at.astimezone(UTC).replace(tzinfo=None)
    workbook.properties.created = at
    shell = io.BytesIO()
    workbook.save(shell)
    workbook.properties.modified = at  # saving reads the wall clock, and the same report is to be the same file
    _pour(shell, file, book, layout, rendered, _core(workbook))
    return [placement.name for placement in layout.sheets]


def _core(workbook: Any) -> bytes:
    from openpyxl.xml.functions import tostring

    text = tostring(workbook.properties.to_tree())
    return text.encode() if isinstance(text, str) else bytes(text)


def _set_up(book: Book, sheet: Sheet, placement: Placement, worksheet: Any, rows: Rendered) -> int:
    """Widths, what stays in sight, print set-up; the row that every printed page repeats."""
    from openpyxl.workbook.defined_name import DefinedName
    from openpyxl.worksheet.properties import Outline, PageSetupProperties

    for place, width in enumerate(rows.widths, 1):
        worksheet.column_dimensions[letter(place)].width = width
    first, single = placement.tables[0], len(placement.tables) == 1
    # The head of one table would be wrong above the next, unless it fits that one or the first is the one to scroll.
    frozen = first.head_row if single or sheet.freeze_head else 1
    worksheet.freeze_panes = f"{letter(sheet.freeze_columns + 1)}{frozen + 1}"
    last_letter = letter(len(first.letters))
    if sheet.auto_filter:
        worksheet.auto_filter.ref = f"A{first.head_row}:{last_letter}{first.last_row}"
    worksheet.print_title_rows = f"{frozen}:{frozen}"
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    worksheet.sheet_properties.outlinePr = Outline(summaryBelow=True)
    worksheet.sheet_format.outlineLevelRow = max(
        (min(len(table.block.groups), 7) for table in placement.tables), default=0
    )
    worksheet.sheet_format.defaultRowHeight, worksheet.sheet_format.customHeight = ROW_HEIGHT, True
    worksheet.sheet_view.showGridLines = False
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = A4
    worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = 1, 0
    margins = worksheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.5, 0.7
    margins.header = margins.footer = 0.3
    footer = worksheet.oddFooter
    footer.left.text = _printed(f"{say(book.title)} · {placement.name}")
    footer.center.text = _("Page {page} of {pages}", page="&P", pages="&N")
    footer.right.text = _printed(_("PRACTICE DATA") if book.practice else book.project)
    name = DefinedName(CHECK_NAME, attr_text=f"{_quoted(placement.name)}!{rows.check}", hidden=True)
    worksheet.defined_names[CHECK_NAME] = name
    return frozen


def _printed(words: str) -> str:
    return words[:80].replace("&", "&&")


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _pour(
    shell: io.BytesIO, file: Any, book: Book, layout: Layout, rendered: Sequence[Rendered], core: bytes
) -> None:
    """Copy the parts, with the rows in the sheets and the report's own time on every part."""
    at = book.generated_at
    stamp = (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second)
    with zipfile.ZipFile(shell) as source, zipfile.ZipFile(file, "w") as target:
        wanted = dict(sheet_parts(source))
        by_part = {wanted[p.name]: (p, rows) for p, rows in zip(layout.sheets, rendered, strict=True)}
        for info in source.infolist():
            content = source.read(info)
            if info.filename in by_part:
                placement, rows = by_part[info.filename]
                content = _with_rows(content, placement, rows)
            elif info.filename == "docProps/core.xml":
                content = core
            part = zipfile.ZipInfo(info.filename, stamp)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, content, compresslevel=_COMPRESSION)


def _with_rows(content: bytes, placement: Placement, rows: Rendered) -> bytes:
    extent = f'<dimension ref="A1:{letter(max(placement.width, 3))}{placement.end_row}"/>'.encode()
    content = _DIMENSION.sub(lambda _found: extent, content, count=1)
    xml = rows.xml.encode()
    content, places = _ROWS.subn(lambda _found: xml, content)
    if places != 1:
        raise Damaged(M("{sheet}: the workbook has no place for the rows.", sheet=placement.name))
    return content


def verify(path: Path, names: Sequence[str] | None = None) -> None:
    """Read the file again: every part whole and well formed, every formula with a value, the sheets' names as wanted.

    Raises Damaged. It costs a fraction of what reading every cell into Python would.
    """
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as archive:
            parts = sheet_parts(archive)
            for name, part in parts:
                without = _formulas_without_value(archive.read(part))
                if without:
                    raise Damaged(M("{sheet}: the formula in {cell} carries no value.", sheet=name, cell=without[0]))
            if archive.testzip() is not None:
                raise Damaged(M("{file}: this is not a readable workbook.", file=path.name))
        with path.open("rb") as handle:
            book = load_workbook(handle, read_only=True)
            opened = book.sheetnames
            book.close()
    except (zipfile.BadZipFile, expat.ExpatError, KeyError, ValueError) as broken:
        raise Damaged(M("{file}: this is not a readable workbook.", file=path.name)) from broken
    if opened != [name for name, _part in parts] or (names is not None and opened != list(names)):
        raise Damaged(M("{file}: the sheets are not those that were written.", file=path.name))


def _formulas_without_value(xml: bytes) -> list[str]:
    """Addresses of formula cells that have no `<v>`; ExpatError when the XML is broken."""
    found: list[str] = []
    open_cell: list[str] = [""]
    state = [False, False]  # a formula, a value seen in the open cell

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            open_cell[0] = attributes["r"]
            state[:] = [False, False]
        elif tag == "f":
            state[0] = True
        elif tag == "v":
            state[1] = True

    def end(tag: str) -> None:
        if tag == "c" and state[0] and not state[1]:
            found.append(open_cell[0])

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(xml, True)
    return found
