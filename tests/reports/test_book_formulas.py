"""Every formula's carried value is what the formula comes to: by a small evaluator, and by LibreOffice where it is."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anchang.reports.book import NUMBER, Agg, Block, Col, Formula, Net, Ratio, Share, Sheet
from anchang.reports.finish import write
from anchang.reports.readback import Seen, checks, read_back
from anchang.services.listing import Kind
from tests.reports.book_formulas import differences
from tests.reports.book_sample import DUE, PAID, book

SOFFICE = shutil.which("soffice")


def test_the_sample_adds_up(tmp_path: Path) -> None:
    """Every formula of the sample, and its grand totals added by hand."""
    seen = read_back(write(book(), tmp_path, "x"))
    assert differences(seen) == []
    ledger = seen["Ledger"]
    total = max(int(ref[1:]) for ref in ledger if ref[0] == "H")
    assert ledger[f"H{total}"].formula == f"SUBTOTAL(9,H7:H{total - 1})"
    assert ledger[f"H{total}"].value == Decimal(DUE) / 100
    assert ledger[f"J{total}"].value == Decimal(DUE - PAID) / 100
    assert ledger[f"C{total}"].value == 4
    assert ledger[f"E{total}"].value == Decimal("92.125")
    assert ledger[f"L{total}"].value == 1


def test_the_evaluator_sees_a_wrong_value() -> None:
    """The check of the checks: a total that is one fen off is found, and a right one is not."""
    cells = {"A1": Seen(Decimal("1.10")), "A2": Seen(Decimal("2.20"))}
    right = {"S": {**cells, "A3": Seen(Decimal("3.30"), "SUM(A1:A2)")}}
    wrong = {"S": {**cells, "A3": Seen(Decimal("3.31"), "SUM(A1:A2)")}}
    assert differences(right) == []
    assert differences(wrong) == ["S!A3: =SUM(A1:A2) is 33/10, the file carries 3.31"]


def test_a_sub_total_for_every_run_and_none_counted_twice(tmp_path: Path) -> None:
    seen = read_back(write(book(), tmp_path, "x"))["Ledger"]
    labels = [str(cell.value) for ref, cell in seen.items() if ref[0] == "A" and str(cell.value).startswith("小计")]
    assert labels == ["小计 Zhang", "小计 Li", "小计 A", "小计 Zhang", "小计 B"]
    subs = [cell.value for ref, cell in seen.items() if ref[0] == "H" and cell.formula]
    assert subs == [Decimal(v) / 100 for v in (300_000_10, 300_000_05, 600_000_15, 1, 1, DUE)]


def test_the_check_value_stands_hidden_on_every_sheet(tmp_path: Path) -> None:
    path = write(book(), tmp_path, "x")
    assert checks(path) == {
        "Ledger": (Decimal(DUE + PAID) / 100, Decimal(DUE + PAID) / 100),
        "合计": (Decimal(7), Decimal(7)),
        "Proof": (Decimal(0), Decimal(0)),
    }


def test_a_formula_that_names_nothing_is_refused(tmp_path: Path) -> None:
    columns = (Col("a", "A", Kind.INTEGER),)
    for text in ("{b}", "{nowhere:a@total}", "{a@total}", "{a@2}", "{1:a}"):
        sheet = Sheet("S", columns, [{"a": Formula(text, 1)}])
        with pytest.raises(ValueError, match="formula"):
            write(book(sheets=(sheet,)), tmp_path, "x")
    assert list(tmp_path.iterdir()) == []


def test_a_table_that_cannot_be_totalled_is_refused(tmp_path: Path) -> None:
    a = Col("a", "A", Kind.INTEGER)
    for block in (
        Block((a, a), ()),
        Block((a,), (), ("b",)),
        Block((a, Col("s", "S", calc=Share("a"))), ()),
        Block((a, Col("r", "R", calc=Ratio("a", "z"))), (), ("a",)),
        Block((a, Col("r", "R", calc=Net(("a",)))), (), {"r": Agg.COUNT}),
    ):
        with pytest.raises(ValueError):
            write(book(sheets=(Sheet("S", blocks=(block,)),)), tmp_path, "x")


MONEY = st.none() | st.integers(-(10**11), 10**11)
ROWS = st.lists(
    st.fixed_dictionaries(
        {"g": st.sampled_from("ab"), "h": st.sampled_from(["x", None]), "m": MONEY, "n": MONEY,
         "q": st.none() | st.integers(0, 10**7) | st.just("—")}
    ),
    max_size=7,
)  # fmt: skip
TOTALS = st.fixed_dictionaries(
    {"m": st.just(Agg.SUM), "n": st.just(Agg.SUM)}, optional={"q": st.sampled_from(Agg), "d": st.just(Agg.SUM)}
)


@settings(max_examples=25)
@given(rows=ROWS, totals=TOTALS, groups=st.sampled_from([(), ("g",), ("g", "h")]), filtered=st.booleans())
def test_whatever_the_rows_every_value_is_the_formulas(
    rows: list[dict[str, Any]], totals: dict[str, Agg], groups: tuple[str, ...], filtered: bool
) -> None:
    """Blank cells, dashes, negative money, empty tables, groups in groups: value and formula agree."""
    columns = (
        NUMBER, Col("g", "G"), Col("h", "H"), Col("m", "M", Kind.MONEY), Col("n", "N", Kind.MONEY),
        Col("q", "Q", Kind.AREA), Col("d", "D", Kind.MONEY, calc=Net(("m",), ("n",))),
        Col("r", "R", Kind.RATE, calc=Ratio("d", "m")), Col("s", "S", Kind.RATE, calc=Share("n")),
    )  # fmt: skip
    rows.sort(key=lambda row: (row["g"], row["h"] or ""))
    blocks = (Block(columns, rows, totals, groups), Block(columns, rows, ("m", "n")))
    with TemporaryDirectory() as folder:
        path = write(book(sheets=(Sheet("S", blocks=blocks, auto_filter=filtered),)), Path(folder), "x")
        seen = read_back(path)
    assert differences(seen) == []
    whole = sum(row["m"] or 0 for row in rows)
    grand = [cell.value for ref, cell in seen["S"].items() if ref[0] == "D" and cell.formula]
    assert grand[-1] == Decimal(whole) / 100


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_comes_to_the_same_values(tmp_path: Path) -> None:
    """A real spreadsheet program that is given the formulas without their values gets what the file carries."""
    path = write(book(), tmp_path, "whole")
    bare = tmp_path / "bare.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(bare, "w") as target:
        for name in source.namelist():
            target.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f>", source.read(name)))
    out = tmp_path / "out"
    profile = (tmp_path / "profile").as_uri()
    command = [str(SOFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, str(out), str(bare)], check=True, capture_output=True, timeout=120)
    ours, theirs = read_back(path), read_back(out / bare.name)
    assert list(ours) == list(theirs)
    compared = 0
    for sheet, cells in ours.items():
        for ref, seen in cells.items():
            if seen.formula is None:
                continue
            other = theirs[sheet].get(ref, Seen("")).value
            if isinstance(seen.value, Decimal) and isinstance(other, Decimal):
                assert abs(seen.value - other) <= abs(seen.value) * Decimal("1e-14"), f"{sheet}!{ref}"
            else:
                assert (seen.value or "") == (other or ""), f"{sheet}!{ref}"
            compared += 1
    assert compared > 60
