"""收据, read back from the Word file (domain 3.14)."""

from __future__ import annotations

from pathlib import Path

from anchang.documents.paper import find_template, render
from anchang.documents.receipt import RECEIPT, ReceiptPaper, receipt_fields
from anchang.i18n.capitals import from_words
from tests.documents import samples
from tests.documents.reading import cells, text, value


def printed(tmp_path: Path, paper: ReceiptPaper) -> Path:
    """The receipt as a file."""
    return render(find_template(RECEIPT), receipt_fields(paper), tmp_path / "receipt.docx")


def test_lines_total_and_words(tmp_path: Path) -> None:
    """The total in digits, in words and as the sum of the lines is one amount."""
    made = printed(tmp_path, samples.receipt())
    rows = cells(made)
    amounts = [row[4] for row in rows if len(row) == 5 and row[1] in ("POS", "转账")]
    assert amounts == ["40,000.05", "10,000.00"]
    assert rows[-2][0] == "合计（大写）"
    assert from_words(rows[-2][1]) == 5_000_005
    assert rows[-2][2] == "￥50,000.05"


def test_who_and_what_for(tmp_path: Path) -> None:
    made = printed(tmp_path, samples.receipt())
    assert value(made, "付款人") == "张三"
    assert value(made, "买受人") == "张三；李四"
    assert value(made, "认购/合同号") == "RG-2026-0017"
    assert "No. 000123" in text(made)
    assert "收款日期：2026年3月5日" in text(made)
    assert "备注：/" in text(made)


def test_somebody_else_pays(tmp_path: Path) -> None:
    """A payer who is no buyer is flagged on the paper too (3.14)."""
    assert "备注：付款人不是买受人，系代付" in text(printed(tmp_path, samples.receipt(payer="王五")))


def test_a_reversal_says_so(tmp_path: Path) -> None:
    """The amounts are negative in digits and in words, and the first receipt is named."""
    made = printed(tmp_path, samples.receipt(reverses="000122"))
    assert "冲销收据 000122" in text(made)
    assert from_words(cells(made)[-2][1]) == -5_000_005
    assert cells(made)[-2][2] == "￥-50,000.05"
