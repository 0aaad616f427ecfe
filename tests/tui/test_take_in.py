"""A price list taken in on the screen: the preview says what stays out, and asks before it leaves it out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from anchang.tui.screens.preview import PreviewScreen
from anchang.tui.widgets.dialogs import Confirm
from tests.office import Desk, desk_at
from tests.tui.console import console, fill, has, press, until

HEAD = "楼栋,单元,楼层,房号,建筑面积,套内面积,单价,总价"
GOOD = "1栋,1单元,1,101,100,80,10000,1000000"
BAD = "1栋,1单元,1,102,100,80,很贵,1000000"
ODD = "1栋,1单元,2,201,100,80,10000,1000009"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A practice office with nothing for sale yet."""
    with desk_at(tmp_path / "office") as made:
        yield made


async def test_rows_that_stay_out_are_said_and_asked_about(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("\n".join((HEAD, GOOD, BAD, ODD)), encoding="utf-8")
    async with console(desk, "boss", place="price_lists") as pilot:
        await press(pilot, "n")
        await fill(pilot, path=str(path))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, PreviewScreen), "the preview")
        has(pilot, "有 1 行不会导入。", "第3行第7列", "2 提示")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, Confirm)
        has(pilot, "有 1 行不会导入。要导入其余 2 套吗？")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PreviewScreen), "the safe answer is the one that Enter gives"
        assert desk.see("boss", "units") == []
        await press(pilot, "ctrl+s", "left", "enter")
        await until(pilot, lambda: len(desk.see("boss", "units")) == 2, "the other rows")


async def test_a_whole_file_is_taken_in_without_a_second_question(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("\n".join((HEAD, GOOD, ODD)), encoding="utf-8")
    async with console(desk, "boss", place="price_lists") as pilot:
        await press(pilot, "n")
        await fill(pilot, path=str(path))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, PreviewScreen), "the preview")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: len(desk.see("boss", "units")) == 2, "every row")
