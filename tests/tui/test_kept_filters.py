"""Kept filters and the list's own file, through the console: v and e on a log (issue 3, 7)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from textual.pilot import Pilot

from anchang.tui.lists.kept import KeptFilters
from anchang.tui.lists.screen import ListScreen
from anchang.tui.widgets.dialogs import Confirm
from tests.office import Desk, desk_at
from tests.tui import desk_day
from tests.tui.console import console, fill, has, press, said, save, settled, shown, until, write


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A morning with two visits and a call."""
    with desk_at(tmp_path_factory.mktemp("console") / "office") as made:
        desk_day.morning(made)
        yield made


def filters(pilot: Pilot[int]) -> dict[str, object]:
    screen = pilot.app.screen
    assert isinstance(screen, ListScreen), shown(pilot)
    return dict(screen.filters)


async def test_a_filter_is_kept_shared_chosen_and_deleted(desk: Desk) -> None:
    async with console(desk, "manager", place="logs") as pilot:
        await press(pilot, "v")
        has(pilot, "还没有常用筛选")
        await press(pilot, "escape", "slash")
        await write(pilot, "学区")
        await press(pilot, "enter")
        await settled(pilot)
        assert filters(pilot) == {"text": "学区"}
        await press(pilot, "v", "n")
        await fill(pilot, name="问学区", shared=True)
        await save(pilot)
        assert any("问学区" in each for each in said(pilot)), said(pilot)
        await press(pilot, "escape")
        assert filters(pilot) == {}
    async with console(desk, "assistant", place="logs") as pilot:  # somebody else, later
        await press(pilot, "ctrl+x")
        has(pilot, "问学区", "李经理 共享", "学区")
        await press(pilot, "1")
        await settled(pilot)
        assert filters(pilot) == {"text": "学区"}
        has(pilot, "刘女士")
        assert "欧阳建国" not in shown(pilot)
        await press(pilot, "v", "delete")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "left", "enter")
        assert any("李经理" in each for each in said(pilot)), said(pilot)
    async with console(desk, "manager", place="logs") as pilot:
        await press(pilot, "v", "delete", "left", "enter")
        assert any("已删除" in each for each in said(pilot)), said(pilot)
        await press(pilot, "v")
        assert isinstance(pilot.app.screen, KeptFilters)
        has(pilot, "还没有常用筛选")
    assert desk.see("assistant", "saved_filters") == []


@pytest.mark.parametrize("key", ["e", "ctrl+e", "f12"])
async def test_what_is_on_the_screen_goes_into_a_file(desk: Desk, key: str) -> None:
    folder: Path = desk.office.place.exports
    before = set(folder.iterdir())
    async with console(desk, "manager", place="logs") as pilot:
        await press(pilot, "slash")
        await write(pilot, "刘")
        await press(pilot, "enter")
        await settled(pilot)
        columns = pilot.app.screen.spec.listing.columns  # type: ignore[attr-defined]
        await press(pilot, key)
        await until(pilot, lambda: any("已生成" in each or ".xlsx" in each for each in said(pilot)), "the file")
    path = max(folder.iterdir(), key=lambda each: each.stat().st_mtime_ns)
    assert len(before) <= len(set(folder.iterdir()))
    sheet = load_workbook(path).worksheets[0]
    words = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert "刘女士" in words and "欧阳建国先生" not in words and "138****8001" in words
    heads = [cell.value for cell in sheet[6]][1 : len(columns) + 1]
    assert heads[0] == "到访时间" and len(heads) == len(columns)


async def test_the_log_is_filtered_by_the_form(desk: Desk) -> None:
    async with console(desk, "manager", place="logs") as pilot:
        await press(pilot, "f")
        await fill(pilot, consultant="张伟", grade="B", text="样板")
        await press(pilot, "ctrl+s")
        await settled(pilot)
        has(pilot, "刘女士", "共 1 行")
        await press(pilot, "f")
        await fill(pilot, consultant="王芳")
        await press(pilot, "ctrl+s")
        await settled(pilot)
        has(pilot, "没有记录")
