"""Sincerity money by keys: taken for a small order, asked back, given back; the card says where it is."""

from __future__ import annotations

from pathlib import Path

from tests.office import desk_at
from tests.services.stock import customer, on_sale
from tests.tui.console import SMALL, console, fill, has, press, save, settled, shown, take_step, until


async def test_a_small_order_is_taken_and_given_back(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        on_sale(desk)
        who = customer(desk, "c01", "刘洋", "13900000001")
        desk.do("manager", "unit.hold", unit="1-1-101", customer=who, hold_type="small_order", staff="c01")
        async with console(desk, "cashier", place="money", size=SMALL) as pilot:
            for _ in range(4):
                await press(pilot, "f8")
                await settled(pilot)
            has(pilot, "小订与诚意金")
            await press(pilot, "n")
            await fill(pilot, customer="刘洋", unit="1-1-101", amount="20000")
            await save(pilot, "demo")
            await until(pilot, lambda: "CX2026-000001" in shown(pilot), "the receipt")
            desk.do("c01", "sincerity.ask_back", sincerity="CX2026-000001", reason="不要了")
            await press(pilot, "enter")
            await until(pilot, lambda: "待退款" in shown(pilot), "the card")
            has(pilot, "不要了", "张伟", "贰万元整")
            await take_step(pilot, "pay_back")
            await fill(pilot, account="6222 0000")
            await save(pilot, "demo")
            await until(pilot, lambda: "已退款" in shown(pilot), "the money gone")
