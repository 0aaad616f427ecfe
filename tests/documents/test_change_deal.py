"""The application for a change and the transfer slip of a stored request, read back from the Word files (2.8, 3.11)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from anchang.documents import printing
from anchang.domain.errors import NotFound, Refusal
from tests.documents.reading import text, value
from tests.office import Desk, desk_at
from tests.services.deals import active
from tests.services.stock import on_sale

WIFE = {
    "name": "陈静", "id_no": "440524188001010014", "phone": "13900000002", "address": "深圳市", "relation": "spouse",
    "proof": "结婚证",
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """An office with a swap that was carried out (1), a plan that is asked for (2) and a wife who comes (3)."""
    with desk_at(tmp_path_factory.mktemp("changes") / "office") as made:
        on_sale(made)
        first, second, third = (active(made, f"1-1-{label}", number=no) for no, label in enumerate((101, 102, 201), 1))
        made.do("c01", "swap_unit.ask", subscription=first.sub_no, unit="1-1-202", fault="company", reason="样板房问题")
        made.do("c01", "change_plan.ask", subscription=second.sub_no, plan="lump_sum", reason="提前付清")
        made.do("c01", "add_remove_buyer.ask", subscription=third.sub_no, add=[WIFE], reason="共同还贷")
        made.do("c01", "change.submit", request="BG2026-0001")
        made.do("manager", "change.approve", request="BG2026-0001")
        made.do("assistant", "change.paper_back", request="BG2026-0001", receipt="SJ2026-000001")
        made.do("accountant", "change_money.check", request="BG2026-0001")
        made.do("clerk", "change.execute", request="BG2026-0001")
        yield made


def test_the_application_says_what_is_and_what_will_be(desk: Desk) -> None:
    plan = text(printing.print_change_application(desk.office, desk.session("c01"), 2).path)
    for words in ("变更付款方式", "BG2026-0002", "按揭付款", "一次性付款", "1,739,400.00", "提前付清", "刘洋"):
        assert words in plan
    wife = text(printing.print_change_application(desk.office, desk.session("manager"), 3).path)
    for words in ("增减权益人", "陈静", "配偶", "结婚证", "刘洋；陈静"):
        assert words in wife


def test_an_application_that_was_carried_out_says_what_it_said(desk: Desk) -> None:
    """The money has gone on with the new paper; printed again, the application tells of what was here then."""
    swap = printing.print_change_application(desk.office, desk.session("c01"), 1).path
    assert value(swap, "已收款项") == value(swap, "其中定金") == "50,000.00 元"


def test_the_transfer_slip_names_both_papers_and_both_receipts(desk: Desk) -> None:
    slip = text(printing.print_transfer_slip(desk.office, desk.session("cashier"), 1).path)
    for words in ("PZ2026-000001", "RG2026-0001", "1-1-101", "RG2026-0004", "1-1-202", "SJ2026-000001",
                  "SJ2026-000004", "50,000.00", "伍万元整"):  # fmt: skip
        assert words in slip
    receipt = text(printing.print_receipt(desk.office, desk.session("cashier"), 4).path)
    assert "SJ2026-000001" in receipt or "SJ2026-000004" in receipt
    with pytest.raises(Refusal):  # nothing was moved
        printing.print_transfer_slip(desk.office, desk.session("cashier"), 2)
    with pytest.raises(NotFound):  # no request that ends a deal
        printing.print_refund_application(desk.office, desk.session("cashier"), 2)


def test_the_templates_are_made_of_their_words() -> None:
    from anchang.documents.make import templates

    made = {path.name: content for path, content in templates()}
    for name in ("change_application.docx", "transfer_slip.docx"):
        assert (Path(printing.__file__).parent / "templates" / name).read_bytes() == made[name]
