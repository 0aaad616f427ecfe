"""Cells and widths by property: exact digits, strings that come back whole, names that every system takes."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from anchang.reports.cells import decimal_text, legal, number_text, serial, text_xml
from anchang.reports.readback import _words
from anchang.reports.widths import cells, file_stem, fold, safe_stem, sheet_names, widest_line
from tests.reports.book_sample import SHANGHAI


@given(st.integers(), st.integers(0, 6))
def test_an_integer_is_written_exactly(raw: int, places: int) -> None:
    text = decimal_text(raw, places)
    assert Fraction(text) == Fraction(raw, 10**places)
    assert len(text.partition(".")[2]) == places and re.fullmatch(r"-?\d+(\.\d+)?", text)


@given(st.fractions())
def test_a_fraction_is_written_to_seventeen_digits(number: Fraction) -> None:
    assert abs(Fraction(Decimal(number_text(number))) - number) <= abs(number) * Fraction(1, 10**16)
    assert number_text(Fraction(0)) == "0"
    assert number_text(Fraction(-1, 10)) == "-0.1"


@given(st.text())
def test_a_string_comes_back_as_it_was(text: str) -> None:
    """Through the XML and out again; only what XML cannot hold is replaced."""
    item = ElementTree.fromstring(f'<x xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{text_xml(text)}</x>')
    assert _words(item) == legal(text)
    if text.isprintable():
        assert legal(text) == text


@given(st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - made aware below
def test_an_instant_comes_back_to_the_second(naive: datetime) -> None:
    local = naive.replace(microsecond=0, tzinfo=SHANGHAI)
    text = serial(local, SHANGHAI)
    assert text is not None
    seconds = round(Fraction(text) * 86_400)
    seen = datetime(1899, 12, 30) + timedelta(seconds=seconds)  # noqa: DTZ001 - a spreadsheet's clock has no zone
    # An hour that the clocks skipped is shown as the hour that it was.
    assert abs(seen - local.replace(tzinfo=None)) in (timedelta(0), timedelta(hours=1), timedelta(minutes=30))


def test_widths_in_cells() -> None:
    assert [cells(text) for text in ("abc", "房号", "A栋1", "e\u0301", "“”")] == [3, 4, 4, 1, 4]
    assert widest_line("a\n房号\nbc") == 4


@given(st.text(alphabet="ab 房号，"), st.integers(2, 20))
def test_folding_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = list(fold(text, width))
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cells(line) <= width for line in lines)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_sheet_names_are_those_that_excel_takes(names: list[str]) -> None:
    found = sheet_names(names)
    assert len({name.casefold() for name in found}) == len(names)
    for name in found:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\]", name)
        assert not name.startswith("'") and not name.endswith("'")
        assert name.casefold() != "history"


@given(st.text(max_size=300))
def test_file_names_are_those_that_windows_takes(text: str) -> None:
    stem = safe_stem(text)
    assert 0 < len(stem.encode()) <= 181
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', stem)
    assert stem == stem.strip(" .")
    assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", stem)


def test_a_files_name_keeps_its_date() -> None:
    assert file_stem("来访来电日报", "凤凰城/一期", date(2026, 7, 31)) == "来访来电日报_凤凰城_一期_2026-07-31"
    long_name = file_stem("日报", "凤" * 200, date(2026, 7, 31))
    assert long_name.endswith("_2026-07-31") and long_name.startswith("日报_凤")
    assert safe_stem("con.xlsx") == "_con.xlsx"
