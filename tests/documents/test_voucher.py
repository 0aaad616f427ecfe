"""The slip of a voucher, printed from stored ones and read back: a refund and a credit (2.6, 2.8, 5.7)."""

from __future__ import annotations

from pathlib import Path

from anchang.documents import printing
from anchang.services import voucher
from tests.documents.reading import text, value
from tests.office import desk_at
from tests.services.deals import active, reviewed
from tests.services.stock import on_sale, run


def test_a_refund_says_whose_money_goes_where(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        on_sale(desk)
        deal = reviewed(desk)
        deal.pay(deal.deposit)
        desk.do("director", "subscription.void_refund", subscription=deal.sub_no, reason="客户不买了")
        desk.do("cashier", "voucher.pay", voucher="PZ2026-000001", account="6222 0000", bank_ref="R-9")
        paper = printing.print_voucher(desk.office, desk.session("cashier"), 1)
        assert paper.path.name == "PZ2026-000001_voucher_slip.docx"
        said = text(paper.path)
        for words in ("款项凭证", "退款", "SJ2026-000001", "定金", "￥50,000.00", "伍万元整", "6222 0000", "R-9",
                      "客户不买了", deal.sub_no):  # fmt: skip
            assert words in said, words
        assert value(paper.path, "收款人") == "刘洋"
        sold = active(desk, "1-1-102", number=2)
        run(desk, "cashier", lambda act: voucher.credit(act, sold.id, 1_000_000, reason="YH2026-0001").no)
        credit = text(printing.print_voucher(desk.office, desk.session("cashier"), 2).path)
        assert "YH2026-0001" in credit and "￥10,000.00" in credit


def test_the_templates_are_made_of_their_words() -> None:
    from anchang.documents.make import templates

    made = {path.name: content for path, content in templates()}
    folder = Path(printing.__file__).parent / "templates"
    for name in ("voucher_slip.docx", "sincerity_receipt.docx", "discount_request.docx"):
        assert (folder / name).read_bytes() == made[name]
