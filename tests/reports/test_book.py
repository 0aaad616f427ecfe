"""A book becomes a file that Excel, WPS and phones read: head, print set-up, names, safety of strings, the rename."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from html import unescape
from pathlib import Path
from time import perf_counter

import pytest

from anchang import i18n
from anchang.domain.errors import Damaged
from anchang.i18n import M
from anchang.reports.book import Block, Cell, Chart, ChartKind, Col, Row, Sheet
from anchang.reports.finish import NotWritten, verify, write
from anchang.reports.readback import Seen, read_back, sheet_parts
from anchang.services.listing import Kind
from tests.reports.book_sample import AT, CHANNELS, LEDGER, book


def part(path: Path, sheet: int = 0) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(sheet_parts(archive)[sheet][1]).decode()


def one(tmp_path: Path, kind: Kind, *values: object) -> list[Seen | None]:
    """What one column of these values reads back as."""
    sheet = Sheet("S", (Col("v", "V", kind),), [{"v": value} for value in values])
    seen = read_back(write(book(sheets=(sheet,)), tmp_path, "x"))["S"]
    return [seen.get(f"A{row}") for row in range(7, 7 + len(values))]


def test_the_first_rows_say_what_it_is(tmp_path: Path) -> None:
    seen = read_back(write(book(), tmp_path, "x"))
    assert list(seen) == ["Ledger", "合计", "Proof"]
    assert [seen["Ledger"][f"A{row}"].value for row in range(1, 7)] == [
        "合计 · Ledger",
        "项目：Phoenix & Co",
        "期间：2026-07",
        "生成：2026-07-31 18:30　Wang",
        "练习数据  电话、证件号码已脱敏",
        "序号",
    ]
    open_book = read_back(write(book(practice=False, masked=False), tmp_path, "y"))
    assert open_book["Ledger"]["A5"].value == "含未脱敏的个人信息，请勿外传"


def test_words_follow_the_language(tmp_path: Path) -> None:
    i18n.use("en")
    seen = read_back(write(book(), tmp_path, "x"))
    assert seen["Ledger"]["A2"].value == "Project: Phoenix & Co"
    assert "Total" in seen


def test_numbers_and_days_are_real_and_exact(tmp_path: Path) -> None:
    assert one(tmp_path, Kind.MONEY, 1, -5, 99_999_999_999_999, 0) == [
        Seen(Decimal(text), None, "#,##0.00") for text in ("0.01", "-0.05", "999999999999.99", "0")
    ]
    assert one(tmp_path, Kind.AREA, 895_001) == [Seen(Decimal("89.5001"), None, "#,##0.00")]
    assert one(tmp_path, Kind.INTEGER, 12_345) == [Seen(Decimal(12345), None, "#,##0")]
    assert one(tmp_path, Kind.RATE, 333_333) == [Seen(Decimal("0.333333"), None, "0.0%")]
    assert one(tmp_path, Kind.DATE, date(2026, 7, 31), date(1900, 1, 5), None) == [
        Seen(Decimal(46234), None, "yyyy-mm-dd"), Seen("1900-01-05", None, "yyyy-mm-dd"), None,
    ]  # fmt: skip
    evening = datetime(2026, 7, 31, 16, 0, tzinfo=UTC)  # midnight in Shanghai, so the next day
    assert one(tmp_path, Kind.INSTANT, evening) == [Seen(Decimal(46235), None, "yyyy-mm-dd hh:mm")]
    assert one(tmp_path, Kind.TIME, time(18, 0)) == [Seen(Decimal("0.75"), None, "hh:mm")]


def test_openpyxl_reads_the_same_days(tmp_path: Path) -> None:
    """Another reader agrees on dates, instants and text."""
    from openpyxl import load_workbook

    sheet = load_workbook(write(book(), tmp_path, "x"))["Ledger"]
    assert sheet["F7"].value == datetime(2026, 7, 1)  # noqa: DTZ001 - a spreadsheet's day has no zone
    assert sheet["G7"].value == datetime(2026, 8, 1, 0, 5)  # noqa: DTZ001
    assert (sheet["M7"].value, sheet["M7"].data_type) == ('=HYPERLINK("http://x")', "s")


def test_a_float_is_refused(tmp_path: Path) -> None:
    for kind, value in ((Kind.MONEY, 1.5), (Kind.INTEGER, True), (Kind.DATE, 5), (Kind.INSTANT, Decimal(1))):
        with pytest.raises(TypeError):
            one(tmp_path, kind, value)
    with pytest.raises(ValueError, match="aware"):
        one(tmp_path, Kind.INSTANT, datetime(2026, 1, 1))  # noqa: DTZ001 - the very thing that is refused
    assert list(tmp_path.iterdir()) == []


def test_no_string_becomes_a_formula(tmp_path: Path) -> None:
    """Strings that begin like formulas stay strings, in every kind of column and as names of anything."""
    nasty = ["=HYPERLINK(\"http://x\")", "+1", "-1", "@x", "=1+1", "\t=1", "<b>&amp;", "_x0041_", " two\n lines ", "'q"]
    for kind in (Kind.TEXT, Kind.MONEY, Kind.DATE):
        assert [seen.value for seen in one(tmp_path, kind, *nasty) if seen] == nasty
    sheet = Sheet("=1+1", (Col("v", "=1+1"),), [{"v": "=1"}], groups=("v",), totals=(), notes=("=2",))
    named = book(sheets=(sheet,), project="=3", title="=4", period="=5", generated_by="=6")
    path = write(named, tmp_path, "x")
    assert "<f>" not in part(path)


def test_text_that_no_cell_takes(tmp_path: Path) -> None:
    bad, long_text, wide = one(tmp_path, Kind.TEXT, "a\x00b\x1fc\ud800\uffff", "长" * 40_000, "😀" * 20_000)
    assert bad is not None and bad.value == "a\ufffdb\ufffdc\ufffd\ufffd"
    for seen in (long_text, wide):
        assert seen is not None and isinstance(seen.value, str)
        assert len(seen.value.encode("utf-16-le")) // 2 <= 32_767
        assert seen.value.endswith("……（已截断：超出单元格字数上限）")


def test_print_and_view_set_up(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = write(book(), tmp_path, "x")
    loaded = load_workbook(path)
    ledger, proof = loaded["Ledger"], loaded["Proof"]
    assert (ledger.freeze_panes, proof.freeze_panes) == ("D7", "A2")
    assert ledger.auto_filter.ref == "A6:M15"
    assert (ledger.print_title_rows, proof.print_title_rows) == ("$6:$6", "$1:$1")
    assert (ledger.page_setup.orientation, ledger.page_setup.paperSize) == ("landscape", 9)
    assert (ledger.page_setup.fitToWidth, ledger.page_setup.fitToHeight) == (1, 0)
    assert ledger.sheet_properties.pageSetUpPr is not None and ledger.sheet_properties.pageSetUpPr.fitToPage
    assert "&C第 &P 页，共 &N 页" in unescape(unescape(part(path)))
    assert not ledger.merged_cells.ranges
    assert ledger.row_dimensions[7].outlineLevel == 2
    assert ledger.row_dimensions[ledger.max_row].hidden
    assert ledger.column_dimensions["A"].width < ledger.column_dimensions["H"].width
    assert [name.hidden for name in ledger.defined_names.values() if name.name == "anchang_check"] == [True]


def test_widths_hold_the_widest_words_and_money(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    columns = (Col("a", "A"), Col("b", "B", Kind.MONEY), Col("c", "C"), Col("d", "D", width=9))
    rows = [{"a": "欧阳建国先生", "b": -123_456_789_01, "c": "很长" * 50, "d": "x" * 40}]
    path = write(book(sheets=(Sheet("S", columns, rows, ("b",)),)), tmp_path, "x")
    sheet = load_workbook(path)["S"]
    widths = {key: sheet.column_dimensions[key].width for key in "ABCD"}
    assert 12 < widths["A"] < 17
    assert len("-123,456,789.01") < widths["B"] < 21
    assert 46 <= widths["C"] < 52 and widths["D"] == 9
    assert sheet["C7"].alignment.wrap_text and not sheet["A7"].alignment.wrap_text
    assert (sheet.row_dimensions[7].height or 0) >= 5 * 15


def test_a_cell_may_have_its_own_kind_and_colour(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    sheet = load_workbook(write(book(), tmp_path, "x"))["Proof"]
    found = next(row for row in sheet.iter_rows() if row[0].value == "lines")[1]
    assert (found.value, found.number_format, found.fill.fgColor.rgb) == (4, "#,##0", "00FFC7CE")


def test_a_grid_of_coloured_cells_with_several_lines(tmp_path: Path) -> None:
    """A block grid: heads that are room numbers, cells of several lines, a legend over them."""
    from openpyxl import load_workbook

    sold: Row = {"state": Cell("sold", fill="FF0000"), "n": 1}
    legend = Block((Col("state", "State"), Col("n", "N", Kind.INTEGER)), [sold])
    upper: Row = {"f": "2F", "01": Cell("201\n89.50\nsold", fill="FF0000"), "02": "202"}
    floors: list[Row] = [upper, {"f": "1F", "01": "101"}]
    grid = Block((Col("f", "Floor"), Col("01", "01"), Col("02", "02")), floors)
    path = write(book(sheets=(Sheet("1", blocks=(legend, grid), auto_filter=False),)), tmp_path, "x")
    sheet = load_workbook(path)["1"]
    cell = sheet["B10"]
    assert (cell.value, cell.fill.fgColor.rgb, cell.alignment.wrap_text) == ("201\n89.50\nsold", "00FF0000", True)
    assert (sheet.row_dimensions[10].height or 0) >= 3 * 15 and sheet.row_dimensions[11].height is None
    assert sheet.auto_filter.ref is None


@pytest.mark.slow
def test_ten_thousand_rows_take_seconds(tmp_path: Path) -> None:
    """10,000 rows of 20 columns: about a second on a quiet machine; the bound allows for a busy one."""
    keys = [f"c{place}" for place in range(20)]
    columns = [Col(key, key, Kind.MONEY if place % 2 else Kind.TEXT) for place, key in enumerate(keys)]
    rows = [
        {key: row * place if place % 2 else f"客户{row}" for place, key in enumerate(keys)} for row in range(10_000)
    ]
    start = perf_counter()
    path = write(book(sheets=(Sheet("S", columns, rows, ("c1", "c3")),)), tmp_path, "x")
    taken = perf_counter() - start
    print(f"10,000 x 20 in {taken:.2f} s, {path.stat().st_size:,} bytes")
    assert taken < 8


def test_charts_carry_their_numbers(tmp_path: Path) -> None:
    path = write(book(), tmp_path, "x")
    with zipfile.ZipFile(path) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 3
    assert "'合计'!$B$7:$B$9" in charts[0] and "<v>4" in charts[0] and "<v>walk</v>" in charts[0]


def test_a_chart_needs_a_table_without_sub_totals_and_with_rows(tmp_path: Path) -> None:
    chart = Chart(ChartKind.BAR, "Bars", "channel", ("visits",))
    with pytest.raises(ValueError, match="sub-totals"):
        write(book(sheets=(replace(CHANNELS, groups=("channel",)),)), tmp_path, "x")
    path = write(book(sheets=(replace(CHANNELS, rows=(), charts=(chart,)),)), tmp_path, "x")
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "chart" in name]


def test_an_empty_table_says_so(tmp_path: Path) -> None:
    seen = read_back(write(book(sheets=(replace(LEDGER, rows=()),)), tmp_path, "x"))["Ledger"]
    assert "无数据" in [cell.value for cell in seen.values()]
    assert (seen["H8"].formula, seen["H8"].value) == ("SUBTOTAL(9,H7:H7)", 0)


def test_the_file_is_private_and_replaced_in_one_step(tmp_path: Path) -> None:
    first = write(book(), tmp_path, "来访/日报:1")
    assert first.name == "来访_日报_1.xlsx"
    before = first.read_bytes()
    assert write(book(), tmp_path, "来访/日报:1") == first
    assert first.read_bytes() == before  # the same book is the same file
    assert [path.name for path in tmp_path.iterdir()] == [first.name]
    if os.name == "posix":
        assert stat.S_IMODE(first.stat().st_mode) == 0o600


def test_an_open_file_gets_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace what Excel holds open."""
    really = Path.replace

    def held(self: Path, target: Path) -> Path:
        if Path(target).name == "x.xlsx":
            raise PermissionError(13, "open elsewhere")
        return really(self, target)

    monkeypatch.setattr(Path, "replace", held)
    assert write(book(), tmp_path, "x").name == "x (2).xlsx"

    def all_held(self: Path, target: Path) -> Path:
        raise PermissionError(13, "open elsewhere")

    monkeypatch.setattr(Path, "replace", all_held)
    with pytest.raises(NotWritten, match=r"x\.xlsx"):
        write(book(), tmp_path, "x")
    assert [path.name for path in tmp_path.iterdir()] == ["x (2).xlsx"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="nowhere"):
        write(book(), tmp_path / "nowhere", "x")


def test_what_is_not_whole_is_found(tmp_path: Path) -> None:
    """The check after writing is a real one: a formula without value, broken XML, a foreign file, a lost sheet."""
    path = write(book(), tmp_path, "x")
    verify(path, ["Ledger", "合计", "Proof"])
    with pytest.raises(Damaged):
        verify(path, ["Ledger"])
    for old, new in (("<v>7</v>", ""), ("</sheetData>", "")):
        broken = tmp_path / "broken.xlsx"
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(broken, "w") as target:
            for name in source.namelist():
                content = source.read(name)
                target.writestr(name, content.replace(old.encode(), new.encode()) if "sheet2" in name else content)
        with pytest.raises(Damaged):
            verify(broken)
    (tmp_path / "text.xlsx").write_text("no workbook")
    with pytest.raises(Damaged):
        verify(tmp_path / "text.xlsx")
    with pytest.raises(Damaged):
        read_back(tmp_path / "text.xlsx")


def test_a_naive_clock_and_an_empty_book_are_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        book(generated_at=AT.replace(tzinfo=None))
    with pytest.raises(ValueError, match="sheet"):
        book(sheets=())


def test_choices_flags_and_words(tmp_path: Path) -> None:
    columns = (Col("c", "C", Kind.CHOICE, {"a": M("Total")}), Col("f", "F", Kind.FLAG), Col("w", "W"))
    rows: list[Row] = [{"c": "a", "f": True, "w": M("Total")}, {"c": "other", "f": False, "w": Kind.TEXT}]
    rows.append({"f": None, "w": 5})
    seen = read_back(write(book(sheets=(Sheet("S", blocks=(Block(columns, rows),)),)), tmp_path, "x"))["S"]
    said = [[seen[f"{key}{row}"].value if f"{key}{row}" in seen else None for key in "ABC"] for row in (7, 8, 9)]
    assert said == [["合计", "是", "合计"], ["other", "否", "text"], [None, None, "5"]]
    assert one(tmp_path, Kind.MONEY, Cell(None), Cell("—"), Cell(100)) == [
        None, Seen("—", None, "#,##0.00"), Seen(Decimal(1), None, "#,##0.00"),
    ]  # fmt: skip


def test_importing_the_engine_brings_no_openpyxl() -> None:
    code = "import sys, anchang.reports.finish; print([name for name in sys.modules if 'openpyxl' in name])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
