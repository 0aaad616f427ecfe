"""Forfeiture and cancellation through the use cases: every fault, the money, the unit, the lead, the balance (2.8)."""

from __future__ import annotations

from typing import Any

from anchang.services.doctor import examine
from anchang.services.listing import Ask
from anchang.storage import voucher_query
from tests.office import Desk
from tests.services.deals import Deal, active
from tests.services.stock import on_sale, unit

ACCOUNT = {"payer": "刘洋", "account": "6222 0000 1111", "bank": "招商银行"}


def vouchers(deal: Deal) -> list[tuple[str, int, str]]:
    """(kind, fen, payee) of the deal's vouchers that stand, oldest first."""
    rows = deal.desk.office.look(deal.desk.session("manager"), voucher_query.page, Ask(), {"subscription": deal.id})
    return [(row["kind"], row["amount"], row["payee"]) for row in reversed(rows[0]) if row["taken_back_on"] is None]


def refund(deal: Deal, fault: str = "none", **fields: Any) -> str:
    """An application for cancellation, handed in by the consultant."""
    made = deal.desk.do(
        "c01", "refund.draft", subscription=deal.sub_no, fault=fault, reason_code="loan", reason="贷款未批",
        accounts=[ACCOUNT], **fields,
    )  # fmt: skip
    deal.desk.do("c01", "change.submit", request=made["no"])
    return str(made["no"])


def test_refund_without_fault(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    no = refund(deal)
    desk.do("manager", "change.approve", request=no)
    desk.do("assistant", "change.paper_back", request=no, receipt="SJ2026-000001")
    desk.do("accountant", "change.execute", request=no)
    assert deal.row()["state"] == "cancelled_refund"
    assert unit(desk, deal.unit)["state"] == "return_locked"
    assert [each for each in examine(desk.office) if each.serious] == []
