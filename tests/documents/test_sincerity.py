"""The receipt of a small order, printed from a stored one and read back (3.14, 5.3)."""

from __future__ import annotations

from pathlib import Path

from anchang.documents import printing
from tests.documents.reading import text, value
from tests.office import desk_at
from tests.services.deals import ESCROW
from tests.services.stock import customer, on_sale


def test_it_says_whose_money_what_for_and_that_it_is_no_deposit(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        on_sale(desk)
        who = customer(desk, "c01", "刘洋", "13800000001")
        desk.do("manager", "unit.hold", unit="1-1-101", customer=who, hold_type="small_order", staff="c01")
        made = desk.do(
            "cashier", "sincerity.take", unit="1-1-101", customer=who, amount="20000.05", account=ESCROW, payer="王五"
        )
        paper = printing.print_sincerity(desk.office, desk.session("cashier"), made["id"])
        assert paper.path.name == "CX2026-000001_sincerity_receipt.docx"
        said = text(paper.path)
        for words in ("CX2026-000001", "小订款", "1-1-101", "￥20,000.05", "贰万元零伍分", "不具有定金性质",
                      "付款人非客户本人", "2026年11月23日"):  # fmt: skip
            assert words in said, words
        assert (value(paper.path, "付款人"), value(paper.path, "客户")) == ("王五", "刘洋")
        assert printing.print_sincerity(desk.office, desk.session("c01"), made["id"]).print_no == 2
