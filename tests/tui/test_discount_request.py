"""A special discount by the keys: amount and share say each other, it goes up, the subscription uses it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from anchang.documents.printing import print_slip
from anchang.tui.forms.screen import FormScreen
from anchang.tui.screens.discount_card import DiscountCard
from tests.documents.reading import text, value
from tests.office import Desk, desk_at
from tests.services.stock import customer, on_sale
from tests.tui.console import console, field, fill, go, has, press, said, save, settled, steps, take_step, until, write

BUYER = {"name": "刘洋", "id_no": "11010519491231002X", "phone": "13800000001", "address": "深圳市南山区一路1号"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Units on sale, a published discount, a customer of c01."""
    with desk_at(tmp_path / "office") as made:
        on_sale(made)
        made.do("manager", "discount.publish", code="D1", name="按时签约", rate="99%")
        customer(made)
        yield made


def request(desk: Desk) -> dict[str, Any]:
    """The newest request."""
    return desk.see("manager", "discount_requests")[0]


async def into(pilot: Pilot[int], name: str) -> None:
    """The caret goes into that field."""
    field(pilot, name).focus_editor()
    await settled(pilot)


async def test_asked_passed_on_granted_and_used(desk: Desk) -> None:
    async with console(desk, "c01", place="subscriptions") as pilot:
        for _ in range(2):
            await go(pilot, "f6")
        has(pilot, "没有优惠申请")
        await press(pilot, "n")
        await fill(pilot, unit="1-1-101")
        await press(pilot, "ctrl+s")
        await fill(pilot, customer="刘洋", kind="leader", reason="老客户介绍", granted_by=str(desk.people["director"]),
                   discounts=["D1"])  # fmt: skip
        await into(pilot, "amount")
        await write(pilot, "20000")
        await settled(pilot)
        assert field(pilot, "rate").raw == "1.129%"
        has(pilot, "1,771,506.00", "1,751,506.00")
        await into(pilot, "rate")
        await press(pilot, *["backspace"] * 6, "1", "%")
        await settled(pilot)
        assert field(pilot, "amount").raw == "17,715.06"
        await into(pilot, "amount")
        await press(pilot, *["backspace"] * 9)
        await write(pilot, "20000")
        await save(pilot)
        assert "待销售经理审批" in said(pilot)[-1]
    row = request(desk)
    assert (row["state"], row["special_amount"], row["final_total"]) == ("pending", 2_000_000, 175_150_600)
    async with console(desk, "manager", place="inbox") as pilot:
        has(pilot, "审批优惠申请", "YH2026-0001")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DiscountCard), "the card")
        await settled(pilot)
        has(pilot, "老客户介绍", "1,771,506.00", "-20,000.00", "1,751,506.00", "销售总监", "尚未提供")
        await press(pilot, "a")
        await save(pilot)
        assert "待销售总监审批" in said(pilot)[-1]
        await press(pilot, "a")
        assert "销售总监" in said(pilot)[-1]
    async with console(desk, "director", place="inbox") as pilot:
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DiscountCard), "the card")
        await press(pilot, "a")
        await save(pilot)
        has(pilot, "签批凭证")  # it stays: the proof is missing
        assert isinstance(pilot.app.screen, FormScreen)
        await fill(pilot, proof="签字单 7")
        await save(pilot)
        assert request(desk)["state"] == "approved"
    async with console(desk, "c01", place="subscriptions") as pilot:
        await press(pilot, "n")
        await fill(pilot, unit="1-1-101")
        await press(pilot, "ctrl+s")
        await settled(pilot)
        has(pilot, "YH2026-0001 刘洋 -20,000.00")
        await fill(pilot, customer="刘洋", buyers=[BUYER], discounts=["D1"], deposit="50000", handover_due="2028-06-30")
        await save(pilot)
        paper = desk.see("c01", "subscriptions")[0]
        assert paper["deal_total"] == 175_150_600
        await press(pilot, "enter")
        has(pilot, "领导特批 YH2026-0001", "-20,000.00")
        await press(pilot, "escape")
        for _ in range(2):
            await go(pilot, "f6")
        await press(pilot, "s")
        why = {option.step.name: str(option.why_not or "") for option in steps(pilot)}
        assert set(why) == {"submit", "approve", "reject", "archive", "print", "withdraw"}
        assert [name for name, reason in why.items() if not reason] == list(why)[:2] == ["print", "withdraw"]
        await press(pilot, "escape", "p")
        await until(pilot, lambda: "docx" in said(pilot)[-1], "the name of the file")
    made = desk.office.place.exports / "YH2026-0001_discount_request.docx"
    assert (value(made, "特批优惠金额"), value(made, "最终总价")) == ("20,000.00 元", "1,751,506.00 元")
    assert value(made, "现场优惠后总价") == "1,771,506.00 元"
    for words in ("按时签约", "领导特批", "老客户介绍", "13800000001", "签字单 7", "同意，赵总监，2026年11月23日"):
        assert words in text(made)
    slip = print_slip(desk.office, desk.session("manager"), paper["id"])
    assert "领导特批 YH2026-0001" in text(slip.path) and "特批优惠 20,000.00" in text(slip.path)
    async with console(desk, "manager", place="subscriptions") as pilot:
        for _ in range(2):
            await go(pilot, "f6")
        await press(pilot, "s")
        why = {option.step.name: str(option.why_not or "") for option in steps(pilot)}
        assert why["archive"]  # not used yet
        await press(pilot, "escape")
        await take_step(pilot, "print")
        await until(pilot, lambda: "第 2 次打印" in said(pilot)[-1], "counted")
