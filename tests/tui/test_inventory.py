"""The wall of units: holds by key, refusals in words, another terminal's change (issue point 5)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from textual import events

from anchang.tui.screens.inventory import Inventory
from anchang.tui.widgets.floor_grid import FloorGrid
from tests.office import Desk, desk_at
from tests.services.stock import customer, on_sale
from tests.tui.console import console, fill, go, has, press, said, settled, shown, until, write


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sixteen units on sale."""
    with desk_at(tmp_path / "office") as made:
        on_sale(made)
        yield made


def wall(pilot: Any) -> FloorGrid:
    """The grid of the inventory."""
    found: FloorGrid = pilot.app.screen.query_one(FloorGrid)
    return found


async def test_a_consultant_holds_counts_down_and_gives_back(desk: Desk) -> None:
    customer(desk)
    async with console(desk, "c01", place="inventory") as pilot:
        await press(pilot, "h")
        await fill(pilot, customer="刘洋")
        await press(pilot, "ctrl+s")
        has(pilot, "张伟", "刘洋")
        assert desk.see("manager", "holds")[0]["holder"] == "张伟"
        screen = pilot.app.screen
        assert isinstance(screen, Inventory)
        for moved, left in ((0, "10:00"), (1, "9:59"), (59, "9:00"), (8 * 60 + 58, "0:02")):
            desk.clock.move(seconds=moved)
            screen._tick()
            await until(pilot, lambda left=left: f"{left}（至 09:10:00）" in shown(pilot), f"{left} on the card")  # type: ignore[misc]
        await press(pilot, "x", "ctrl+s")
        assert desk.see("manager", "holds") == []


async def test_the_wall_says_its_area_value_and_what_is_sold(desk: Desk) -> None:
    """The same figures as the workbook's (4.5): sixteen units at 89.47 ㎡ and 1,789,400.00, nothing sold yet."""
    async with console(desk, "c01", place="inventory") as pilot:
        await settled(pilot)
        has(pilot, "1,431.52㎡", "28,630,400.00", "0%")


async def test_keys_that_come_at_once_are_for_the_room_that_was_typed(desk: Desk) -> None:
    """A quick hand types on before the screen follows: search, room, Enter, hold."""
    customer(desk)
    async with console(desk, "c01", place="inventory", size=(80, 24)) as pilot:
        for key, sign in (("ctrl+f", None), *((sign, sign) for sign in "2-1-102"), ("enter", None), ("ctrl+o", None)):
            pilot.app.post_message(events.Key(key, sign))  # none of them waits for the one before
        await settled(pilot)
        has(pilot, "申请临定 2-1-102")
        await fill(pilot, customer="刘洋")
        await press(pilot, "ctrl+s")
    assert [row["unit"] for row in desk.see("manager", "holds")] == ["2-1-102"]


async def test_a_refusal_is_said_in_words(desk: Desk) -> None:
    customer(desk)
    async with console(desk, "cashier", place="inventory") as pilot:
        await press(pilot, "h")
        assert any("只有" in each for each in said(pilot))


async def test_another_terminals_hold_shows_on_the_wall(desk: Desk) -> None:
    customer(desk)
    async with console(desk, "manager", place="inventory") as pilot:
        grid = wall(pilot)
        unit_id = next(cell.unit_id for cell in grid._cells.values() if cell.label == "1-1-101")
        desk.do("c01", "unit.ask", unit="1-1-101", customer="13800000001")
        pilot.app.spread()  # type: ignore[attr-defined]
        await until(pilot, lambda: grid._cells[unit_id].state == "held", "the hold on the wall")
        desk.clock.move(minutes=11)
        screen = pilot.app.screen
        assert isinstance(screen, Inventory)
        screen._tick()
        await until(pilot, lambda: grid._cells[unit_id].state == "available", "the end of the hold")
    assert [row["state"] for row in desk.see("manager", "units", text="1-1-101")] == ["available"]


async def test_who_may_not_do_it_hears_so_before_the_first_field(desk: Desk) -> None:
    async with console(desk, "boss", place="inventory") as pilot:
        await press(pilot, "p")
        assert not pilot.app.screen.is_modal
        assert any("只有分管领导、销售总监、销售经理可以办理" in words for words in said(pilot))


async def test_a_room_is_found_however_it_is_written(desk: Desk) -> None:
    async with console(desk, "c01", place="inventory") as pilot:
        for typed, label in (("402", "1-1-402"), ("2栋1单元301", "2-1-301"), ("2-1-102", "2-1-102")):
            await press(pilot, "slash")
            pilot.app.screen.query_one("#search").value = ""  # type: ignore[attr-defined]
            await write(pilot, typed)
            await press(pilot, "enter")
            cell = wall(pilot).cell
            assert cell is not None
            assert cell.label == label


async def test_a_price_list_is_previewed_then_taken_in(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["楼栋", "单元", "楼层", "房号", "建筑面积", "单价", "总价"])
    for floor in (1, 2):
        for door in ("01", "02"):
            sheet.append(["1栋", "1单元", floor, f"{floor}{door}", 89.47, 20000, 1789400])
    sheet.append(["1栋", "1单元", 3, "301", "九十", 20000, 1789400])
    path = tmp_path / "价目 表.xlsx"
    book.save(path)
    with desk_at(tmp_path / "office") as desk:
        async with console(desk, "boss", place="inventory") as pilot:
            has(pilot, "还没有房源")
            await press(pilot, "i")
            await write(pilot, str(path))
            await press(pilot, "ctrl+s")
            await until(pilot, lambda: "预览" in pilot.app.export_screenshot(), "the preview")
            has(pilot, "4 套在文件中", "4 新增", "Sheet!E6")
            await press(pilot, "w")
            await press(pilot, "ctrl+s", "left", "enter")  # one row stays out, and that is asked about
            await until(pilot, lambda: len(wall(pilot)._cells) == 4, "four units on the wall")
        async with console(desk, "manager", place="inventory") as pilot:
            await press(pilot, "p")
            await settled(pilot)
            has(pilot, "深房许字")  # the only permit there is
            await press(pilot, "ctrl+s")
        assert {row["state"] for row in desk.see("manager", "units")} == {"available"}
        assert (desk.office.place.exports / "价目 表_rejected.csv").exists()


async def test_f_keys_lead_everywhere_and_esc_never_out_of_a_place(desk: Desk) -> None:
    async with console(desk, "manager", place="inbox") as pilot:
        for key, words in (("f5", "销控"), ("f9", "待办"), ("f10", "经理看板"), ("f5", "1-1-401")):
            await go(pilot, key)
            await settled(pilot)
            has(pilot, words)
            await press(pilot, "escape")
            has(pilot, words)
