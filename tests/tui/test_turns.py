"""The next on a waiting list: the consultant hears it on any screen, once, and nobody else does (2.16)."""

from __future__ import annotations

from pathlib import Path

from anchang.tui.screens.price_board import PriceBoard
from tests.office import desk_at
from tests.services.stock import customer, on_sale
from tests.tui.console import app_of, console, said, settled, until


async def test_whose_customer_is_next_hears_it_on_any_screen(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        on_sale(desk)
        first, second = customer(desk, "c01", "甲", "13800000001"), customer(desk, "c02", "乙", "13800000002")
        for room in ("1-1-101", "1-1-102"):
            desk.do("manager", "unit.hold", unit=room, customer=first)
            desk.do("c02", "unit.wait", unit=room, customer=second)
        async with console(desk, "c02", place="inventory") as pilot:
            app = app_of(pilot)
            await app._pulse()
            assert said(pilot) == []
            desk.do("c01", "unit.let_go", unit="1-1-101")
            await app._pulse()
            await until(pilot, lambda: len(said(pilot)) == 1, "the word")
            assert "1-1-101" in said(pilot)[0]
            assert "09:30" in said(pilot)[0]
            assert "乙" not in said(pilot)[0]
            desk.do("manager", "unit.flag", unit="2-1-101", flag="frozen", reason="x")  # something else happens
            await app._pulse()
            await settled(pilot)
            assert len(said(pilot)) == 1
            app.push_screen(PriceBoard())  # customers look at it
            await until(pilot, lambda: isinstance(app.screen, PriceBoard), "the board")
            desk.do("c01", "unit.let_go", unit="1-1-102")
            await app._pulse()
            await settled(pilot)
            assert len(said(pilot)) == 1
        async with console(desk, "c03", place="inventory") as pilot:
            desk.do("manager", "unit.clear_flag", unit="2-1-101", flag="frozen", reason="x")
            await app_of(pilot)._pulse()
            await settled(pilot)
            assert said(pilot) == []
