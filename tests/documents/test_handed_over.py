"""What is handed over says what it is: taken back, printed again, still to be signed, or no print at all (3.14)."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from anchang.documents.paper import PACKAGED, BadTemplate, find_template
from anchang.documents.printing import print_agreement, print_receipt, print_slip
from anchang.documents.subscription import APPROVAL_SLIP
from anchang.domain.document import PaperKind
from anchang.i18n import say
from anchang.storage.document import prints
from tests.documents.reading import text, value
from tests.office import Desk, desk_at
from tests.services.papers import brought_to, listed, pay


def header(path: Path) -> str:
    return "".join(each.text for each in Document(str(path)).sections[0].header.paragraphs)


def test_a_receipt_says_that_it_was_taken_back_and_that_it_is_a_reprint(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        pay(desk, brought_to(desk, "deposit_due"), fen=1_000_000)  # a part: the paper does not stand on it yet
        row = desk.see("cashier", "receipts")[0]
        first = print_receipt(desk.office, desk.session("cashier"), row["id"])
        assert "作废" not in text(first.path) and "次打印" not in header(first.path)
        assert "复核：" in text(first.path) and "复核：/" not in text(first.path)
        desk.do("accountant", "receipt.reverse", receipt=row["no"], reason="刷错卡")
        again = print_receipt(desk.office, desk.session("cashier"), row["id"])
        assert "冲销，作废" in text(again.path)
        assert "（第 2 次打印）" in header(again.path)


def test_a_pen_finds_room_where_nobody_has_signed(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        number = brought_to(desk, "pending_review")
        row_id = listed(desk, number)["id"]
        slip = text(print_slip(desk.office, desk.session("manager"), row_id).path)
        assert "销售经理：/" not in slip and "日期：/" not in slip
        assert "折扣及优惠额" in slip and "100%，优惠 0.00 元" in slip
        made = print_agreement(desk.office, desk.session("manager"), row_id).path
        assert "销售经理：/" not in text(made)
        assert value(made, "坐落").endswith("1栋1单元101") and "国籍" in text(made)
        broken(desk, row_id)


def broken(desk: Desk, row_id: int) -> None:
    """A template that cannot be used is no print, and its sentence is in words that its office knows."""
    folder = desk.office.place.root / "templates"
    folder.mkdir(exist_ok=True)
    session = desk.session("manager")
    before = desk.office.look(session, prints, PaperKind.SLIP, row_id)
    for mark, said in (
        ("{% if number %}", "没有对应的结束标记"),
        ("{{ number }", "写错或没有写完整"),
        (None, "不是 Word 文件"),
    ):
        own = folder / "approval_slip.docx"
        if mark is None:
            own.write_bytes(b"no archive")
        else:
            template = Document(str(find_template(APPROVAL_SLIP)) if not own.exists() else str(PACKAGED / own.name))
            template.add_paragraph(mark)
            template.save(str(own))
        with pytest.raises(BadTemplate) as refused:
            print_slip(desk.office, session, row_id)
        assert said in say(refused.value.message, "zh_CN")
        assert desk.office.look(session, prints, PaperKind.SLIP, row_id) == before
