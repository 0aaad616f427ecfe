"""The wall by price, layout, area and age, narrowed down, with signs; the board of prices for the hall (4.5, 5.10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from anchang import i18n
from anchang.cli.parser import read
from anchang.domain.unit_wall import View
from anchang.tui.lists.kept import KeptFilters
from anchang.tui.screens.door import Door
from anchang.tui.screens.inventory import Inventory
from anchang.tui.screens.price_board import PriceBoard, cell_words
from anchang.tui.widgets.floor_grid import FloorGrid
from tests.office import Desk, desk_at
from tests.services.walls import walled
from tests.tui.console import (
    SIZE,
    SMALL,
    SeatedConsole,
    app_of,
    console,
    door_console,
    fill,
    has,
    press,
    said,
    save,
    settled,
    shown,
    terminal_at,
    until,
    write,
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A wall with something of everything."""
    with desk_at(tmp_path_factory.mktemp("wall") / "office") as made:
        walled(made)
        yield made


def wall(pilot: Pilot[int]) -> Inventory:
    """The wall on top."""
    screen = pilot.app.screen
    assert isinstance(screen, Inventory), shown(pilot)
    return screen


def board_of(pilot: Pilot[int]) -> PriceBoard:
    """The board on top."""
    screen = pilot.app.screen
    assert isinstance(screen, PriceBoard), shown(pilot)
    return screen


def labels(pilot: Pilot[int]) -> list[str]:
    """The units that stand on the wall."""
    return sorted(cell.label for cell in wall(pilot).query_one(FloorGrid)._cells.values())


DRAWN: dict[str, tuple[tuple[int, int], str, tuple[str, ...], dict[str, Any]]] = {
    "by_price": (SMALL, "zh_CN", ("t",), {}),
    "narrowed": (SIZE, "en", ("t", "t", "t", "t"), {"building": "1栋", "entrance": "1单元", "price_from": 160_000_000}),
    "board": (SMALL, "zh_CN", ("o",), {}),
    "board_wide": (SIZE, "en", ("o",), {}),
}


@pytest.mark.parametrize("name", DRAWN)
def test_picture(desk: Desk, snap_compare: Callable[..., bool], name: str) -> None:
    size, language, keys, filters = DRAWN[name]
    i18n.use(language)
    app = SeatedConsole(terminal_at(desk, "manager"))
    app.start = "inventory"

    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        if filters:
            wall(pilot).show_only(filters)
        await press(pilot, *keys)

    try:
        assert snap_compare(app, terminal_size=size, run_before=before)
    finally:
        app.terminal.close()


async def test_one_key_goes_round_the_views(desk: Desk) -> None:
    async with console(desk, "c01", place="inventory", size=SMALL) as pilot:
        has(pilot, "房源 16 套", "认101审", "认102延", "留302候", "售101押", "售102冻")
        has(pilot, "待审 4", "延签中 2", "退定中 1")
        for view, words in (
            (View.PRICE, ("着色（t）：总价（万元）", "<160 (4)", "193+ (2)", "[f 401]", "c 402", "e 301审")),
            (View.LAYOUT, ("着色（t）：户型", "a 三房两厅 (8)", "b 两房两厅 (8)", "[a 401]", "b 402")),
            (View.AREA, ("着色（t）：建筑面积", "b 70-90 (16)", "[b 401]")),
            (View.AGE, ("着色（t）：在售天数", "a <30 (11)", "- 不在售 5", "- 101审", "[a 401]")),
            (View.STATE, ("t：换着色", "售 待售", "[售401]", "认101审")),
        ):
            await press(pilot, "t" if view is not View.AREA else "f11")
            assert wall(pilot).model.view is view
            has(pilot, *words)


async def test_the_totals_follow_the_filter_and_esc_shows_all(desk: Desk) -> None:
    async with console(desk, "c01", place="inventory") as pilot:
        await press(pilot, "f")
        await fill(pilot, layout="三房两厅", state="available")
        await save(pilot)
        await settled(pilot)
        three = list(wall(pilot).model.shown.values())
        assert {cell.layout for cell in three} == {"三房两厅"}
        assert {cell.state for cell in three} == {"available"}
        has(pilot, f"房源 {len(three)} 套", "仅显示", "户型: 三房两厅", "全部 16 套", "去化 0%")
        await press(pilot, "slash")
        await write(pilot, "1-1-102")
        await press(pilot, "enter")
        assert any("1-1-102 不在当前显示的范围内" in each for each in said(pilot)), said(pilot)
        await press(pilot, "escape", "escape")
        assert len(labels(pilot)) == 16
        assert "仅显示" not in shown(pilot)
        wall(pilot).show_only({"state": "titled"})
        await settled(pilot)
        has(pilot, "没有符合筛选的房源")


async def test_a_filter_is_kept_and_comes_back_by_its_number(desk: Desk) -> None:
    async with console(desk, "c02", place="inventory", size=SMALL) as pilot:
        wall(pilot).show_only({"mark": "pending"})
        await settled(pilot)
        assert labels(pilot) == ["1-1-101", "1-1-201", "1-1-202", "1-1-301"]
        await press(pilot, "v")
        assert isinstance(pilot.app.screen, KeptFilters)
        await press(pilot, "n")
        await fill(pilot, name="待审的")
        await save(pilot)
        await settled(pilot)
        await press(pilot, "escape")
        assert len(labels(pilot)) == 16
        await press(pilot, "v", "1")
        await settled(pilot)
        assert labels(pilot) == ["1-1-101", "1-1-201", "1-1-202", "1-1-301"]


async def test_a_unit_that_fits_no_more_goes_and_the_card_says_what_is_under_way(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as own:
        walled(own)
        async with console(own, "manager", place="inventory") as pilot:
            wall(pilot).show_only({"flag": "any", "building": "2栋"})
            await settled(pilot)
            assert labels(pilot) == ["2-1-101", "2-1-102"]
            own.do("manager", "unit.clear_flag", unit="2-1-101", flag="mortgaged", reason="已解押")
            app_of(pilot).spread()
            await until(pilot, lambda: labels(pilot) == ["2-1-102"], "one flag less")
            await press(pilot, "escape")
            wall(pilot).show_only({"mark": "cancelling"})
            await settled(pilot)
            await until(pilot, lambda: "退定中" in shown(pilot), "the card")
            has(pilot, "在办 待审、退定中", "办理中申请", own.see("manager", "changes")[0]["no"])
            own.do("manager", "change.approve", request=own.see("manager", "changes")[0]["no"], comment="同意")
            app_of(pilot).spread()
            await until(pilot, lambda: wall(pilot).model.units[wall(pilot).unit_id or 0].marks == ("cancelling",), "it")
            await until(pilot, lambda: "待审" not in shown(pilot), "the card again")


async def test_the_board_turns_its_pages_and_hears_no_key_but_esc(desk: Desk) -> None:
    async with console(desk, "manager", place="inventory", size=SMALL) as pilot:
        await press(pilot, "o")
        board = board_of(pilot)
        await until(pilot, lambda: "301 可售" in shown(pilot), "the first block")
        has(pilot, "1栋 1单元", "101 已售", "1,923,605", "21,500/㎡", "302 已预留", "预售许可 深房许字（2026）001号")
        names = {"张伟", "王芳", "李经理", "刘洋", "王先生", "赵女士"}
        assert not [name for name in names if name in shown(pilot)]
        for key in ("f2", "f5", "f9", "ctrl+p", "ctrl+l", "ctrl+q", "enter", "s", "h", "f1", "question_mark", "ctrl+c"):
            await press(pilot, key)
            assert pilot.app.screen is board, key
        seen = []
        for _ in range(2):
            board.turn()
            await settled(pilot)
            seen.append(shown(pilot).split("\n")[0])
        assert ["2栋 1单元" in each for each in seen] == [True, False]
        has(pilot, "1栋 1单元")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Inventory)


async def test_the_board_follows_a_sale_and_asks_who_leaves_it_late(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as own:
        walled(own)
        async with console(own, "manager", place="inventory") as pilot:
            wall(pilot).show_only({"building": "2栋"})
            await settled(pilot)
            await press(pilot, "f12")
            board = board_of(pilot)
            await until(pilot, lambda: "301 可售" in shown(pilot), "the block that the wall was narrowed down to")
            own.do("director", "unit.hold", unit="2-1-301", hold_type="reserve", note="工程抵款")
            app_of(pilot).spread()
            await until(pilot, lambda: "301 已预留" in shown(pilot), "the reserve on the board")
            assert board._board is not None
            assert [cell_words(each)[2] for each in board._board.offers if each.room == "101"] == ["1,834,135"]
            app = app_of(pilot)
            app.terminal.idle_minutes = 15
            app.last_key -= 16 * 60
            board._since -= 16 * 60
            app._lock_when_idle()
            await settled(pilot)
            assert pilot.app.screen is board, "the lock leaves a board alone"
            await press(pilot, "escape")
            await until(pilot, lambda: isinstance(pilot.app.screen, Door), "the door")


async def test_a_second_screen_begins_with_the_board(desk: Desk) -> None:
    """`anchang --board`: somebody signs in, then nothing but prices; left, it is a terminal as any."""
    assert read(["--board"]).board
    async with door_console(desk, board=True) as pilot:
        await write(pilot, "boss")
        await press(pilot, "enter")
        await write(pilot, "secret-12")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PriceBoard), "the board")
        await press(pilot, "escape", "f5")
        await until(pilot, lambda: isinstance(pilot.app.screen, Inventory), "the wall")
