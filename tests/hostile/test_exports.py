"""Both Excel files and every paper of an office full of hostile texts: the texts stand in them, as texts."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from anchang.documents.printing import print_agreement, print_receipt, print_slip
from anchang.reports.catalogue import MODULES, make
from tests.documents.reading import text as words_of
from tests.hostile.flooded import BEHIND, SEEN, orders_in
from tests.office import Desk

pytestmark = pytest.mark.slow
# The signed report needs a signed day and has the sheets of the daily one.
NAMES = sorted(set(MODULES) - {"daily_signed"})
Office = tuple[Desk, dict[str, Any]]
# What a formula of ours is made of; anything that reaches out of the book is none.
REACHES_OUT = re.compile(r"HYPERLINK|WEBSERVICE|\bcmd\b|\||\[|://|DDE|INDIRECT|EXEC", re.IGNORECASE)


@pytest.fixture(scope="module")
def books(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    desk = office[0]
    folder = tmp_path_factory.mktemp("books")
    session, day = desk.session("manager"), desk.office.today()
    first = date(2026, 11, 1)
    return {
        name: make(desk.office, session, name, day=day, first=first, last=day, folder=folder) for name in NAMES
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_text_is_no_formula(books: dict[str, Path], name: str) -> None:
    """Read back with another library: every hostile text is a string cell, every formula one of ours."""
    book = load_workbook(books[name])
    texts: set[str] = set()
    formulas = []
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    formulas.append(str(cell.value))
                elif isinstance(cell.value, str):
                    texts.add(cell.value)
                assert cell.hyperlink is None
    assert formulas and [each for each in formulas if REACHES_OUT.search(each)] == []
    assert orders_in("".join(texts)) <= {"\u200b"}
    if name == "daily":
        shown = "\n".join(texts)
        assert [text for text in SEEN if text not in shown] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_file_says_the_same_to_a_spreadsheet(books: dict[str, Path], name: str) -> None:
    """In the XML itself: no formula element holds a text of somebody's, no link, no outside part, no macro."""
    with zipfile.ZipFile(books[name]) as archive:
        names = archive.namelist()
        assert [each for each in names if "externalLink" in each or each.endswith((".bin", ".vml"))] == []
        for each in names:
            if not each.endswith(".xml"):
                continue
            text = archive.read(each).decode("utf-8")
            assert orders_in(text) <= {"\u200b"}, each
            for formula in re.findall(r"<f[^>]*>([^<]*)</f>", text):
                assert not REACHES_OUT.search(formula), formula
        for each in names:
            if each.endswith(".rels"):
                assert b'TargetMode="External"' not in archive.read(each), each


def test_the_file_is_named_harmlessly(books: dict[str, Path]) -> None:
    for path in books.values():
        assert path.is_file()
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', path.name)
        assert not path.name.startswith(("=", "+", "-", "@", "."))


def test_papers_show_the_text(office: Office, tmp_path: Path) -> None:
    """Word files filled from a template: no template language in a value is run, no field or link appears."""
    desk, made = office
    number, receipt = made["deal"]["number"], made["deal"]["receipt"]
    row = next(each for each in desk.see("manager", "subscriptions") if each["sub_no"] == number)
    paid = next(each for each in desk.see("cashier", "receipts") if each["no"] == receipt)
    session = desk.session("manager")
    agreement = print_agreement(desk.office, session, row["id"]).path
    slip = print_slip(desk.office, session, row["id"]).path
    taken = print_receipt(desk.office, desk.session("cashier"), paid["id"]).path
    assert "{{7*7}}[/]" in words_of(agreement)
    assert "{% for x in y %}" in words_of(agreement)
    assert "{{7*7}}[/]" in words_of(slip)
    assert "{{payer}}[/]" in words_of(taken) and "{% x %}" in words_of(taken)
    for path in (agreement, slip, taken):
        assert orders_in(words_of(path)) <= {"\t", "\u200b"}
        assert "49" not in words_of(path).replace("1949", "").replace("49123", "")
        with zipfile.ZipFile(path) as archive:
            xml = archive.read("word/document.xml").decode("utf-8")
        fields = re.findall(r"<w:instrText[^>]*>([^<]*)<", xml)
        assert {each.strip() for each in fields} <= {"PAGE", "NUMPAGES"}
        assert "w:hyperlink" not in xml
    assert BEHIND not in words_of(agreement)
