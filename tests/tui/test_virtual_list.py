"""The long list on a screen."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.pilot import Pilot

from anchang.domain.errors import AnchangError, Busy
from anchang.i18n import M
from anchang.services.listing import Ask, Page, Row
from anchang.tui.theme import Tone
from anchang.tui.widgets.virtual_list import VirtualList
from tests.tui.stage import COLUMNS, HOSTILE, FakeSource, Stage, screen_text


class Hall(Stage):
    """Remembers what the list says."""

    def on_virtual_list_opened(self, event: VirtualList.Opened) -> None:
        self.heard.append(event.row)

    def on_virtual_list_failed(self, event: VirtualList.Failed) -> None:
        self.heard.append(event.error)


def make(total: int, **more: Any) -> tuple[Hall, VirtualList, FakeSource]:
    source = FakeSource(total, **more)
    rows = VirtualList(source, COLUMNS, empty=M("Nothing here."))
    return Hall(rows), rows, source


async def settle(pilot: Pilot[object]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_keys_move_the_cursor_and_enter_opens() -> None:
    app, rows, _ = make(1000)
    async with app.run_test(size=(120, 40)) as pilot:
        rows.focus()
        await settle(pilot)
        for keys, at in (
            (("down", "down", "up"), 1), (("pagedown",), 39), (("end",), 999), (("down",), 999), (("pageup",), 961),
            (("home",), 0), (("up",), 0), (("j", "k"), 0),
        ):
            await pilot.press(*keys)
            assert rows.cursor == at
        await settle(pilot)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert [row["id"] for row in app.heard] == [1]


async def test_the_cursor_is_marked_without_colour_and_only_once() -> None:
    app, rows, _ = make(50)
    async with app.run_test(size=(100, 30)) as pilot:
        rows.focus()
        await settle(pilot)
        await pilot.press("down", "down")
        lines = screen_text(app).split("\n")
        assert [n for n, line in enumerate(lines) if line.startswith("> ")] == [3]
        assert "第" not in lines[0]
        assert lines[1].split()[:2] == ["0", "王芳"]


async def test_a_million_rows_are_reached_from_both_ends() -> None:
    app, rows, source = make(1_000_000)
    async with app.run_test(size=(120, 40)) as pilot:
        rows.focus()
        await settle(pilot)
        await pilot.press("end")
        await settle(pilot)
        assert rows.row is not None and rows.row["id"] == 999_999
        assert "999,999" in screen_text(app)
        assert len(source.asked) <= 4
        assert rows.max_scroll_y == 1_000_001 - rows.scrollable_content_region.height
        await pilot.press(*["up"] * 5, "pageup")
        await settle(pilot)
        assert rows.row is not None and rows.row["id"] == rows.cursor


async def test_a_place_far_away_shows_a_placeholder_and_then_the_rows() -> None:
    app, rows, source = make(60_000)
    async with app.run_test(size=(120, 40)) as pilot:
        rows.focus()
        await settle(pilot)
        source.gate = asyncio.Event()
        rows.scroll_to(y=30_000, animate=False)
        await pilot.pause()
        assert "正在读取" in screen_text(app)
        source.gate.set()
        await settle(pilot)
        assert "30,005" in screen_text(app)


async def test_keys_are_answered_while_a_page_is_on_its_way() -> None:
    app, rows, source = make(5000)
    async with app.run_test(size=(120, 40)) as pilot:
        rows.focus()
        await settle(pilot)
        source.gate = asyncio.Event()
        await pilot.press(*["pagedown"] * 20)
        assert rows.cursor > 700
        assert (rows.row is None) is True
        await pilot.press("enter")
        assert app.heard == []
        source.gate.set()
        await settle(pilot)
        landed = rows.row
        assert landed is not None and landed["id"] == rows.cursor


async def test_reload_keeps_the_cursor_on_its_row() -> None:
    app, rows, source = make(1000)
    async with app.run_test(size=(120, 40)) as pilot:
        rows.focus()
        await settle(pilot)
        await pilot.press(*["down"] * 10)
        source.extra = [{"id": -1, "name": "新来"}]
        rows.reload()
        await settle(pilot)
        assert rows.row is not None and rows.row["id"] == 10
        assert rows.cursor == 11
        assert rows.count == 1001
        source.gone = {10}
        rows.reload()
        await settle(pilot)
        assert rows.row is not None and rows.row["id"] == 11
        assert rows.count == 1000


async def test_reload_far_down_shows_the_new_state_of_the_same_rows() -> None:
    app, rows, source = make(3000)
    async with app.run_test(size=(120, 40)) as pilot:
        rows.focus()
        await settle(pilot)
        rows.go_to(1500)
        await settle(pilot)
        assert rows.row is not None and rows.row["id"] == 1500
        source.names = ("改名",)
        rows.reload()
        await settle(pilot)
        assert rows.row is not None and (rows.row["id"], rows.row["name"]) == (1500, "改名")
        assert screen_text(app).count("改名") >= 38


async def test_a_reload_that_overtakes_the_first_page_shows_its_rows() -> None:
    """Going to a place makes its list and reads it again at once; the slower answer must not leave it loading."""
    late = asyncio.Event()

    class Late(FakeSource):
        async def page(self, ask: Ask) -> Page:
            first = not self.asked
            found = await super().page(ask)
            if first:
                await late.wait()
            return found

    rows = VirtualList(Late(50), COLUMNS, empty=M("Nothing here."))
    app = Hall(rows)
    async with app.run_test(size=(120, 40)) as pilot:
        rows.reload()
        await pilot.pause(0.1)
        late.set()
        await settle(pilot)
        assert rows.ready
        assert "王芳" in screen_text(app)


async def test_filters_start_from_the_top() -> None:
    app, rows, _ = make(3000)
    async with app.run_test(size=(120, 40)) as pilot:
        rows.focus()
        await settle(pilot)
        await pilot.press("end")
        rows.set_filters({"text": "欧阳"})
        await settle(pilot)
        assert (rows.cursor, rows.count) == (0, 1000)
        rows.set_filters({"text": "无此人"})
        await settle(pilot)
        assert rows.count == 0
        assert "这里还没有内容" in screen_text(app)
        await pilot.press("down", "enter", "end", "home")
        assert app.heard == []


async def test_an_error_of_the_source_is_said_and_kills_nothing() -> None:
    class Broken(FakeSource):
        async def page(self, ask: Ask) -> Page:
            raise Busy(M("The database was locked for too long."))

    rows = VirtualList(Broken(10), COLUMNS)
    app = Hall(rows)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert [type(error) for error in app.heard] == [Busy]
        assert isinstance(app.heard[0], AnchangError)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_hostile_names_stand_in_their_column(size: tuple[int, int]) -> None:
    def paint(row: Row, column: Any) -> Tone | None:
        return Tone.LATE if column.key == "state" else None

    source = FakeSource(40, names=HOSTILE)
    rows = VirtualList(source, COLUMNS, paint=paint)
    app = Hall(rows)
    async with app.run_test(size=size) as pilot:
        rows.focus()
        await settle(pilot)
        await pilot.press("down", "enter")
        await pilot.pause()
        text = screen_text(app)
        assert app.is_running and app.heard[0]["name"] == HOSTILE[1]
        assert "张三[/]" in text and "[@click=" in text and "␛[31mred" in text and "\U00020bb7野家" in text
        assert not set("\x1b\x9b\x85\u202e\u2066\u200f\x00\x07") & set(text)


async def test_every_line_is_as_wide_as_the_list() -> None:
    app, rows, _ = make(40, names=HOSTILE)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for y in range(rows.size.height):
            assert rows.render_line(y).cell_length == rows.size.width


async def test_columns_that_do_not_fit_are_reached_sideways() -> None:
    wide = (*COLUMNS, *COLUMNS)
    rows = VirtualList(FakeSource(10), wide)
    app = Hall(rows)
    async with app.run_test(size=(80, 24)) as pilot:
        rows.focus()
        await settle(pilot)
        before = screen_text(app)
        await pilot.press("right", "right", "right")
        await pilot.pause()
        assert screen_text(app) != before
        assert "‹" in screen_text(app)
        await pilot.press("left", "left", "left", "left")
        await pilot.pause()
        assert screen_text(app) == before


async def test_only_rows_that_are_seen_are_drawn_and_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    draw = VirtualList._render_row

    def counted(self: VirtualList, row: Row, *, is_cursor: bool) -> Any:
        drawn.append(row["id"])
        return draw(self, row, is_cursor=is_cursor)

    monkeypatch.setattr(VirtualList, "_render_row", counted)
    app, rows, _ = make(100_000)
    async with app.run_test(size=(120, 40)) as pilot:
        rows.focus()
        await settle(pilot)
        assert max(drawn) < 40
        drawn.clear()
        await pilot.press("down")
        await pilot.pause()
        assert sorted(drawn) in ([0, 1], [1])
        drawn.clear()
        await pilot.press("end")
        await settle(pilot)
        assert len([n for n in drawn if n > 1]) <= 3 * 40
