"""Files that are damaged, locked, huge, hostile or of another kind: one clear refusal, and nothing half read."""

from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anchang.domain.errors import Damaged
from anchang.domain.issue import IssueKind
from anchang.importing import sheets
from anchang.importing.price_list import UnreadableFile, read_price_list, rejected_rows_file
from tests.importing.made import GOOD, HEAD, csv_file, told, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read_price_list(path)
    assert isinstance(refused.value, Damaged)
    assert path.name in str(refused.value)
    return refused.value.message.id


@pytest.mark.parametrize(("name", "data", "words"), [
    ("a.xls", b"", "is empty"), ("a.csv", b"\r\n ,,\r\n", "is empty"),
    ("a.xls", b"\xff\xd8\xff\xe0JFIF" + bytes(500), "is not an .xls"), ("a.xlsx", b"%PDF-1.7\n%x", "is not an .xls"),
    ("a.csv", bytes(range(256)) * 40, "is not an .xls"), ("a.xls", OLE + bytes(2_000), "is damaged"),
    ("a.xlsx", b"PK\x03\x04 and no more", "is damaged"),
    ("a.xls", OLE + bytes(1_000) + "EncryptedPackage".encode("utf-16-le") + bytes(500), "protected by a password"),
    ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "is a web page"),
    ("a.csv", "姓名,电话\n甲,1\n".encode(), "holds no price list"),
    ("a.csv", ("楼栋,房号,总价\n" + '"' * 3 + "x" * 200_000).encode(), "is damaged"),
], ids=[
    "empty", "blank cells", "picture", "pdf", "binary", "damaged xls", "cut xlsx", "encrypted", "web page", "people",
    "endless cell",
])
def test_files_that_are_no_list(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert words in refusal(path)


def test_no_file_at_all(tmp_path: Path) -> None:
    assert "there is no such file" in refusal(tmp_path / "none.xlsx")
    assert "is a folder" in refusal(tmp_path)


def test_a_workbook_cut_anywhere_is_refused(tmp_path: Path) -> None:
    data = xlsx(tmp_path / "whole.xlsx", ("S", [HEAD, GOOD])).read_bytes()
    for cut in range(200, len(data), 700):
        path = tmp_path / "cut.xlsx"
        path.write_bytes(data[:cut])
        assert "is damaged" in refusal(path)


def test_a_workbook_of_another_subject_and_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    assert "holds no price list" in refusal(xlsx(tmp_path / "a.xlsx", ("S", [["姓名", "电话"], ["甲", 1]])))
    with zipfile.ZipFile(tmp_path / "z.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "is not an .xls" in refusal(tmp_path / "z.xlsx")


def test_limits_hold_before_parsing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = csv_file(tmp_path / "list.csv", [HEAD, GOOD, GOOD])
    monkeypatch.setattr(sheets, "MAX_ROWS", 2)
    assert "at most {most_rows} rows" in refusal(path)
    assert "at most {most_rows} rows" in refusal(xlsx(tmp_path / "rows.xlsx", ("S", [HEAD, GOOD, GOOD])))
    monkeypatch.setattr(sheets, "MAX_ROWS", 100)
    monkeypatch.setattr(sheets, "MAX_COLUMNS", 7)
    assert "at most {most_rows} rows" in refusal(path)
    monkeypatch.setattr(sheets, "MAX_BYTES", 20)
    assert "MB are read" in refusal(path)


def test_a_zip_bomb_is_refused_by_its_sizes(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(20 * 1024 * 1024))
    assert "unpacks to {size} MB" in refusal(path)


def test_a_cell_in_the_last_corner_of_the_sheet_costs_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    whole = xlsx(tmp_path / "near.xlsx", ("S", [HEAD, GOOD]))
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename.endswith("sheet1.xml"):
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                data = data.replace(b"</sheetData>", far)
            target.writestr(part.filename, data)
    assert "is damaged" in refusal(path)


def test_a_few_damaged_characters_are_faults_of_their_cells(tmp_path: Path) -> None:
    rows = [HEAD, GOOD, [*GOOD[:3], "302", *GOOD[4:]]]
    data = bytearray("\n".join(",".join(row) for row in rows).encode("gb18030"))
    at = data.index(b"301")
    data[at + 1] = 0xFF
    path = tmp_path / "list.csv"
    path.write_bytes(bytes(data))
    found = read_price_list(path)
    assert [row.room_no for row in found.rows] == ["302"]
    assert told(found, IssueKind.ERROR) == [("row 2, column 4", "A character here is damaged.")]


HOSTILE = [
    "=HYPERLINK(\"http://x\",\"y\")", "张三[/]", "[@click=app.quit]x[/]", "+1+cmd|' /C calc'!A0", "@SUM(1)",
    "{0.__class__}", "𠮷栋",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(tmp_path: Path, text: str) -> None:
    plain = csv_file(tmp_path / "h.csv", [[*HEAD, "户型"], [*GOOD, '"' + text.replace('"', '""') + '"']])
    assert [row.layout for row in read_price_list(plain).rows] == [text]


@pytest.mark.parametrize("text", ["a\u202eb", "a\x1b[31mb", "a\u009bb", "a\u200bb", "a" * 400])
def test_text_that_fools_eyes_or_terminals_is_a_fault_with_its_place(tmp_path: Path, text: str) -> None:
    found = read_price_list(csv_file(tmp_path / "h.csv", [[*HEAD, "户型"], [*GOOD, text]]))
    assert found.rows == ()
    assert [place for place, _ in told(found, IssueKind.ERROR)] == ["row 2, column 9"]


def test_rejected_rows_come_back_with_reasons_and_can_be_read_again(tmp_path: Path) -> None:
    bad = [*GOOD[:3], "302", "abc", "x", *GOOD[6:]]
    hostile = ["=1+1", *GOOD[1:3], "303", "-5", *GOOD[5:]]
    found = read_price_list(csv_file(tmp_path / "list.csv", [HEAD, GOOD, bad, hostile]))
    target = tmp_path / "rejected.csv"
    assert rejected_rows_file(found.issues, target, found.heads) == 2
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    with target.open(encoding="utf-8-sig", newline="") as handle:
        head, first, second = csv.reader(handle)
    assert head == [*HEAD, "place", "kind", "reason"]
    assert first[:8] == bad
    assert first[8:10] == ["row 3, column 5, row 3, column 6", "error"]
    assert "abc" in first[10] and "x" in first[10]
    assert second[0] == "'=1+1" and second[4] == "-5"
    again = read_price_list(target)
    assert again.rows == () and len({issue.cells for issue in again.issues}) == 2
    corrected = target.read_text(encoding="utf-8-sig").replace(",abc,x,", ",100,80,")
    target.write_text(corrected, encoding="utf-8")
    assert [row.room_no for row in read_price_list(target).rows] == ["302"]


def test_nothing_rejected_gives_a_head_alone(tmp_path: Path) -> None:
    target = tmp_path / "none.csv"
    assert rejected_rows_file([], target) == 0
    assert target.read_text(encoding="utf-8-sig").splitlines() == ["place,kind,reason"]
    assert list(tmp_path.iterdir()) == [target]


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "list.csv", [HEAD, GOOD])
    assert read_price_list(path).digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_workbook_library_is_never_in_this_process() -> None:
    code = (
        "import sys, anchang.importing.price_list\n"
        "print('python_calamine' in sys.modules, 'openpyxl' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), max_size=10), max_size=6))
def test_any_cells_below_a_head_give_rows_or_issues_and_no_crash(tmp_path: Path, cells: list[list[str]]) -> None:
    path = tmp_path / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([HEAD, GOOD, *cells])
    try:
        found = read_price_list(path)
    except UnreadableFile as refused:  # so many control characters that it is no text
        assert "is not an .xls" in refused.message.id
        return
    assert all(row.building and row.room_no for row in found.rows)
    assert {issue.kind for issue in found.issues} <= set(IssueKind)
