"""A paper with its deposit and without its stamp comes to nothing: by the director, with full refund (2.3, 5.7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from anchang.domain.errors import BadInput, NotAllowed, Refusal, WrongState
from anchang.services.doctor import examine
from anchang.storage import receivable, receivable_period
from tests.office import Desk, desk_at
from tests.services.deals import active, reviewed
from tests.services.stock import on_sale, unit

MONDAY = date(2026, 11, 23)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sixteen units on sale."""
    with desk_at(tmp_path / "office") as made:
        on_sale(made)
        yield made


def serious(desk: Desk) -> list[str]:
    return [each.where for each in examine(desk.office) if each.serious and not each.where.startswith("customer")]


def test_every_fen_goes_back_to_whoever_paid(desk: Desk) -> None:
    deal = reviewed(desk)
    with pytest.raises(Refusal, match="未收款"):
        desk.do("director", "subscription.void_refund", subscription=deal.sub_no, reason="客户不买了")
    deal.pay(3_000_000)
    deal.pay(2_000_000, payer="王五")
    assert deal.row()["state"] == "deposit_paid"
    fields = {"subscription": deal.sub_no, "reason": "客户不买了"}
    for login in ("c01", "manager", "cashier", "clerk"):
        with pytest.raises(NotAllowed):
            desk.do(login, "subscription.void_refund", **fields)
    with pytest.raises(Refusal, match="原因"):
        desk.do("director", "subscription.void_refund", subscription=deal.sub_no, reason=" ")
    made = desk.do("director", "subscription.void_refund", **fields)
    assert (made["amount_fen"], deal.row()["state"], unit(desk, "1-1-101")["state"]) == (5_000_000, "void", "available")
    vouchers = {row["payee"]: row for row in desk.see("cashier", "vouchers", unpaid="yes")}
    assert {payee: row["amount"] for payee, row in vouchers.items()} == {"刘洋": 3_000_000, "王五": 2_000_000}
    with pytest.raises(BadInput, match="账号"):
        desk.do("cashier", "voucher.pay", voucher=vouchers["王五"]["no"])
    for payee, row in vouchers.items():
        desk.do("cashier", "voucher.pay", voucher=row["no"], account="6222", holder=payee)
    look, boss = desk.office.look, desk.session("manager")
    assert look(boss, receivable.total_unpaid, MONDAY) == 0
    assert look(boss, lambda read: receivable_period.reconcile(read, MONDAY, MONDAY)).ties
    assert serious(desk) == []
    again = reviewed(desk, number=2)  # the unit is sold to somebody else
    assert again.unit == "1-1-101"


def test_money_on_its_way_is_settled_first(desk: Desk) -> None:
    deal = reviewed(desk)
    deal.pay(3_000_000)
    coming = deal.pay(2_000_000, way="transfer")["no"]
    with pytest.raises(Refusal, match=coming):
        desk.do("director", "subscription.void_refund", subscription=deal.sub_no, reason="不买了")
    desk.do("accountant", "receipt.reverse", receipt=coming, reason="未到账")
    assert deal.row()["state"] == "deposit_due"  # a part of the deposit is a reason as well
    desk.do("director", "subscription.void_refund", subscription=deal.sub_no, reason="不买了")
    assert deal.row()["state"] == "void"
    assert serious(desk) == []


def test_in_force_it_ends_by_a_request_only(desk: Desk) -> None:
    deal = active(desk)
    with pytest.raises(WrongState):
        desk.do("director", "subscription.void_refund", subscription=deal.sub_no, reason="不买了")
