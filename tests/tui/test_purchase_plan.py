"""Purchase plans by keys: laid out at once, one more beside them, changed, taken away, printed (P03)."""

from __future__ import annotations

from pathlib import Path

from anchang.tui.screens.purchase_plan import PurchasePlanScreen
from tests.office import desk_at
from tests.services.stock import on_sale
from tests.tui.console import SMALL, console, fill, has, press, said, shown, until


async def test_a_consultant_lays_ways_of_paying_side_by_side_and_prints_them(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        on_sale(desk)
        async with console(desk, "c01", place="inventory", size=SMALL) as pilot:
            await press(pilot, "c")
            await until(pilot, lambda: isinstance(pilot.app.screen, PurchasePlanScreen), "the plans")
            screen = pilot.app.screen
            assert isinstance(screen, PurchasePlanScreen)
            has(pilot, "一次性付款", "按揭付款", "1,789,400.00")
            await press(pilot, "n")
            await fill(pilot, down_rate="30%", loan="combination", fund="500000", years="20")
            await press(pilot, "ctrl+s")
            await until(pilot, lambda: len(screen.sides) == 3, "the third way")
            assert screen.sides[2].plan.borrowed == 125_000_000
            (line,) = (each for each in shown(pilot).split("\n") if each.startswith("价格"))
            assert line.count("1,789,400.00") == 3, "three stand side by side on 80 columns"
            await press(pilot, "n")
            assert any("最多并列 3 个方案" in words for words in said(pilot))
            await press(pilot, "enter")
            await fill(pilot, years="10")
            await press(pilot, "ctrl+s")
            await until(pilot, lambda: screen.sides[2].wanted.years == 10, "the shorter loan")
            await press(pilot, "left", "x")
            assert [side.wanted.plan.value for side in screen.sides] == ["lump_sum", "mortgage"]
            await press(pilot, "p")
            await fill(pilot, customer="王女士")
            await press(pilot, "ctrl+s")
            file = desk.office.place.exports / "1-1-401_purchase_plan.docx"
            await until(pilot, file.is_file, "the sheet")
            await press(pilot, "x", "x")
            assert len(screen.sides) == 1
            await press(pilot, "escape")
            assert "置业计划" in shown(pilot)  # the key bar of the wall
