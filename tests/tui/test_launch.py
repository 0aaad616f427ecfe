"""A launch by keys: prepared, numbers given out, order laid down, called, chosen; the board without names."""

from __future__ import annotations

from pathlib import Path

from anchang.tui.screens.launch_board import LaunchBoard, big
from tests.office import desk_at
from tests.services.stock import customer, on_sale
from tests.tui.console import SMALL, console, fill, has, press, settled, shown, until


async def test_a_launch_from_the_first_number_to_a_chosen_unit(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        on_sale(desk)
        customer(desk, "c01", "刘洋", "13900000001")
        customer(desk, "c01", "陈静", "13900000002")
        async with console(desk, "manager", place="launch", size=SMALL) as pilot:
            await press(pilot, "w")
            await settled(pilot)
            await press(pilot, "n")
            await fill(pilot, name="首开", buildings=["1栋"])
            await press(pilot, "ctrl+s")
            await until(pilot, lambda: "首开" in shown(pilot), "the launch")
            await settled(pilot)
            await press(pilot, "w")
            await settled(pilot)
            for name in ("刘洋", "陈静"):
                await press(pilot, "n")
                await fill(pilot, customer=name)
                await press(pilot, "ctrl+s")
                await until(pilot, lambda name=name: name in shown(pilot), name)  # type: ignore[misc]
            await settled(pilot)
            await press(pilot, "w")
            await settled(pilot)
            await press(pilot, "o")
            await fill(pilot, seed="福彩3D 317")
            await press(pilot, "ctrl+s")
            await until(pilot, lambda: desk.see("manager", "launches")[0]["state"] == "ordered", "the order")
            await press(pilot, "p", "enter")
            await until(pilot, lambda: desk.see("manager", "launches")[0]["state"] == "open", "the open doors")
            await settled(pilot)
            await press(pilot, "w")
            await settled(pilot)
            await press(pilot, "c")
            await until(pilot, lambda: "已叫号" in shown(pilot), "the call")
            await press(pilot, "home", "h")
            await until(pilot, lambda: "选房中" in shown(pilot), "the table")
            await press(pilot, "u")
            await press(pilot, *"101")  # building 2 has such a room too; it is not in this launch
            await until(pilot, lambda: "1-1-101" in shown(pilot), "the room of the launch")
            assert "2-1-101" not in shown(pilot)
            await press(pilot, "enter")
            await press(pilot, "ctrl+s")
            await until(pilot, lambda: len(desk.see("manager", "holds")) == 1, "the hold")
            await press(pilot, "b")
            await until(pilot, lambda: isinstance(pilot.app.screen, LaunchBoard), "the board")
            await until(pilot, lambda: "7" in shown(pilot), "what is left")
            has(pilot, "选房中", "请准备", "首开")
            assert "刘洋" not in shown(pilot)
            assert "陈静" not in shown(pilot)


def test_a_called_number_is_three_lines_high_and_no_row_too_wide() -> None:
    assert big([71], 80) == ["╶─┐╶╮    ", "  │ │    ", "  ╵╶┴╴   "]
    many = big(list(range(100, 110)), 40)
    assert len(many) == 4 * 3  # three numbers of nine columns and their gaps in a row of 40
    assert max(map(len, many)) <= 40
    assert big([], 40) == []
