"""What a written workbook says: each cell's value, formula and format, straight from the XML.

For the check after writing, for the tests, and for reports that compare their own file with the database. A cell that
has a formula gives both the formula and the value that the file carries.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from posixpath import normpath
from xml.etree import ElementTree

from anchang.domain.errors import Damaged
from anchang.i18n import M

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
CHECK_NAME = "anchang_check"
"""The hidden name, one for each sheet, of the cell that holds the check value."""

BUILT_IN = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "mm-dd-yy", 49: "@"}


@dataclass(frozen=True, slots=True)
class Seen:
    """A cell as the file has it. `formula` has no leading `=`; `format` is the number format's code."""

    value: Decimal | str | bool | None
    formula: str | None = None
    format: str = "General"


def read_back(path: Path) -> dict[str, dict[str, Seen]]:
    """Sheet name to address to cell; blank cells are left out. Raises Damaged when it is not a workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            strings, formats = _strings(archive), _formats(archive)
            return {
                name: dict(_cells(archive.read(part), strings, formats)) for name, part in sheet_parts(archive)
            }
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError) as broken:
        raise Damaged(M("{file}: this is not a readable workbook.", file=path.name)) from broken


def sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """The sheets' names with the names of their parts, in the workbook's order."""
    rels = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {rel.get("Id"): rel.get("Target", "") for rel in rels.iter(f"{_PACKAGE}Relationship")}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    found = []
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets[sheet.get(f"{_REL}id")]
        part = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
        found.append((sheet.get("name", ""), part))
    return found


def checks(path: Path) -> dict[str, tuple[Decimal, Decimal | None]]:
    """Sheet name to (its check value, what its live formula carries or None): equal, or somebody changed the file."""
    with zipfile.ZipFile(path) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        names = [name for name, _part in sheet_parts(archive)]
    cells, found = read_back(path), {}
    for defined in book.iter(f"{_MAIN}definedName"):
        if defined.get("name") == CHECK_NAME:
            name = names[int(defined.get("localSheetId", "0"))]
            row = (defined.text or "").rpartition("$")[2]
            live = cells[name].get(f"C{row}")
            found[name] = (_number(cells[name][f"B{row}"]), None if live is None else _number(live))
    return found


def _number(seen: Seen) -> Decimal:
    return seen.value if isinstance(seen.value, Decimal) else Decimal("NaN")


def _strings(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    root = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    return [_words(item) for item in root.iter(f"{_MAIN}si")]


def _words(item: ElementTree.Element) -> str:
    text = "".join(part.text or "" for part in item.iter(f"{_MAIN}t"))
    return _unescape(text)


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


def _formats(archive: zipfile.ZipFile) -> list[str]:
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    codes = dict(BUILT_IN)
    for own in root.iter(f"{_MAIN}numFmt"):
        codes[int(own.get("numFmtId", "0"))] = own.get("formatCode", "")
    styles = root.find(f"{_MAIN}cellXfs")
    return [codes.get(int(style.get("numFmtId", "0")), "General") for style in (styles if styles is not None else ())]


def _cells(xml: bytes, strings: list[str], formats: list[str]) -> Iterator[tuple[str, Seen]]:
    for cell in ElementTree.fromstring(xml).iter(f"{_MAIN}c"):
        formula = cell.find(f"{_MAIN}f")
        value = _value(cell, strings)
        if formula is not None or value is not None:
            text = None if formula is None else formula.text or ""
            yield cell.get("r", ""), Seen(value, text, formats[int(cell.get("s", "0"))])


def _value(cell: ElementTree.Element, strings: list[str]) -> Decimal | str | bool | None:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(f"{_MAIN}is")
        return None if inline is None else _words(inline)
    found = cell.find(f"{_MAIN}v")
    if found is None:
        return None
    text = found.text or ""
    if kind == "s":
        return strings[int(text)]
    if kind == "b":
        return text == "1"
    return Decimal(text) if kind == "n" else _unescape(text)
