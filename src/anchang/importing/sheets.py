"""A file as sheets of text, whatever its kind, or one clear refusal (design 7: limits before parsing).

The kind is told from the content, not from the name. Workbooks are read in a process of its own, see `workbook_child`.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from anchang.domain.errors import Damaged
from anchang.domain.text import REPLACEMENT, printable
from anchang.i18n import M, Msg, _
from anchang.importing import workbook_child

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 400 * 1024 * 1024
MAX_RATIO = 200
RATIO_MATTERS_FROM = 16 * 1024 * 1024
MAX_PARTS = 5_000
MAX_ROWS = 100_000
MAX_COLUMNS = 256
MAX_CELL = 32_767  # what a cell of Excel can hold
READ_SECONDS = 120
MOSTLY_TEXT = 50  # one damaged character in so many is still a text,
ALWAYS_TEXT = 16  # and so many are in a short one

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROLS = bytes(set(range(32)) - set(b"\t\r\n"))
_ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
_KNOWN_OTHERS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"%PDF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"SQLite format 3")


class UnreadableFile(Damaged):
    """The file as a whole cannot be taken: damaged, locked, too large, or of another kind. Nothing was read from it."""

    code: ClassVar[str] = "unreadable_file"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows of text, and merged ranges as (first row, first column, last row, last column) from 0."""

    name: str
    rows: list[list[str]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    lettered: bool = True

    def place(self, row: int, column: int | None = None) -> str:
        """Where that is for a person: `Sheet1!F7`, or row and column by number in a text file. Counts from 0."""
        if self.lettered:
            return f"{self.name}!{letters(column or 0)}{row + 1}"
        if column is None:
            return _("row {row}", row=row + 1)
        return _("row {row}, column {column}", row=row + 1, column=column + 1)

    def filled(self, columns: set[int], first_row: int = 0) -> dict[tuple[int, int], str]:
        """What merged cells of these columns hold behind their first cell: (row, column) -> text."""
        found: dict[tuple[int, int], str] = {}
        for top, left, bottom, right in self.merged:
            if bottom < first_row or top >= len(self.rows) or left >= len(self.rows[top]):
                continue
            text = self.rows[top][left]
            wanted = [column for column in columns if left <= column <= right]
            for row in range(max(top, first_row), min(bottom + 1, len(self.rows))):
                for column in wanted:
                    found[row, column] = text
        return found


@dataclass(frozen=True, slots=True)
class Source:
    """A file taken in: `kind` is xls, xlsx or csv; `digest` the sha256 of its bytes."""

    kind: str
    digest: str
    sheets: tuple[Sheet, ...]


def letters(column: int) -> str:
    """Column 0 is A, 26 is AA."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def open_source(path: Path) -> Source:
    """The file's sheets. Raises UnreadableFile with a sentence that names the file and what to do."""
    name = path.name
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableFile(M("{file} has {size} MB; at most {limit} MB are read. Split it or leave sheets out.",
                                   file=name, size=size // 1024**2, limit=MAX_BYTES // 1024**2))
        data = path.read_bytes()
    except FileNotFoundError as problem:
        raise UnreadableFile(M("{file}: there is no such file; give its whole path.", file=path)) from problem
    except IsADirectoryError as problem:
        raise UnreadableFile(M("{file} is a folder; give the path of a file in it.", file=path)) from problem
    except PermissionError as problem:
        raise UnreadableFile(M("{file} may not be read by this account.", file=path)) from problem
    except OSError as problem:
        raise UnreadableFile(M("{file} cannot be opened: {reason}", file=name,
                               reason=problem.strerror or str(problem))) from problem
    if not data.strip(b"\x00\r\n\t ,"):
        raise UnreadableFile(M("{file} is empty.", file=name))
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(_OLE):
        if _ENCRYPTED_PART in data:
            raise _locked(name)
        return Source("xls", digest, _workbook(data, name))
    if data.startswith(b"PK"):
        _check_zip(data, name)
        return Source("xlsx", digest, _workbook(data, name))
    if data.startswith(_KNOWN_OTHERS):
        raise _other_kind(name)
    return Source("csv", digest, (_text_sheet(data, path),))


def _locked(name: str) -> UnreadableFile:
    return UnreadableFile(M("{file} is protected by a password; save it without one and try again.", file=name))


def _other_kind(name: str) -> UnreadableFile:
    return UnreadableFile(M("{file} is not an .xls, .xlsx or .csv file, whatever its name says.", file=name))


def _broken(name: str, detail: str) -> UnreadableFile:
    return UnreadableFile(M("{file} is damaged and cannot be read ({detail}); save it again in Excel and retry.",
                            file=name, detail=printable(detail)))


def _check_zip(data: bytes, name: str) -> None:
    """Sizes before parsing, and every part's checksum: a part that is longer than it says fails here."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            bomb = unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * len(data)
            if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or bomb:
                raise UnreadableFile(M("{file} unpacks to {size} MB; that is no price list. Save it again and retry.",
                                       file=name, size=unpacked // 1024**2))
            if any(part.flag_bits & 1 for part in parts):
                raise _locked(name)
            if not any(part.filename.lower() in ("xl/workbook.xml", "xl/workbook.bin") for part in parts):
                raise _other_kind(name)
            damaged = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as problem:
        raise _broken(name, str(problem)) from problem
    if damaged is not None:
        raise _broken(name, damaged)


def _workbook(data: bytes, name: str) -> tuple[Sheet, ...]:
    command = [sys.executable, "-I", "-m", workbook_child.__name__, str(MAX_ROWS), str(MAX_COLUMNS)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=READ_SECONDS, check=False)
        answer: dict[str, Any] = {"error": workbook_child.DAMAGED}
        if done.returncode == 0:
            answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired as problem:
        raise _broken(name, _("it takes too long")) from problem
    except json.JSONDecodeError as problem:
        raise _broken(name, _("its structure is broken")) from problem
    error = answer.get("error")
    if error == workbook_child.PASSWORD:
        raise _locked(name)
    if error == workbook_child.TOO_MANY:
        raise UnreadableFile(_too_many(f"{name} {answer['sheet']}", answer["rows"], answer["columns"]))
    if error is not None:
        raise _broken(name, answer.get("detail") or _("its structure is broken"))
    return tuple(
        Sheet(sheet["name"], sheet["rows"], [(area[0], area[1], area[2], area[3]) for area in sheet["merged"]])
        for sheet in answer["sheets"]
    )


def _too_many(name: str, rows: int, columns: int) -> Msg:
    return M(
        "{file} has {rows} rows and {columns} columns; at most {most_rows} rows and {most_columns} columns are read.",
        file=name, rows=rows, columns=columns, most_rows=MAX_ROWS, most_columns=MAX_COLUMNS,
    )


def _text_sheet(data: bytes, path: Path) -> Sheet:
    text = _decoded(data, path.name)
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<table", "<?xml")):
        raise UnreadableFile(M("{file} is a web page under another name; open it in Excel and save it as .xlsx.",
                               file=path.name))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > MAX_ROWS or len(row) > MAX_COLUMNS:
                raise UnreadableFile(_too_many(path.name, len(rows), len(row)))
            if any(len(cell) > MAX_CELL for cell in row):
                raise _broken(path.name, _("row {row}", row=len(rows)))
    except csv.Error as problem:
        raise _broken(path.name, f"{_('row {row}', row=reader.line_num)}: {problem}") from problem
    return Sheet(path.stem, rows, lettered=False)


def _decoded(data: bytes, name: str) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark, or the Chinese code page in its widest form."""
    encodings: tuple[str, ...] = ("utf-8-sig", "gb18030")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ("utf-16",)
    elif len(data) - len(data.translate(None, _CONTROLS)) > max(len(data) // MOSTLY_TEXT, ALWAYS_TEXT):
        raise _other_kind(name)
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    # A few damaged characters are faults of their cells; many mean that this is no text.
    text = min((data.decode(encoding, "replace") for encoding in encodings), key=lambda made: made.count(REPLACEMENT))
    if text.count(REPLACEMENT) > max(len(text) // MOSTLY_TEXT, ALWAYS_TEXT):
        raise _other_kind(name)
    return text


def _delimiter(text: str) -> str:
    """The sign that most of the first lines are divided by: comma unless another is clearly meant."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    return max(",\t;|", key=lambda sign: (sum(min(line.count(sign), 40) for line in lines), sign == ","))
