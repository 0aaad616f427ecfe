"""One screen for every list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from anchang import i18n
from anchang.domain.errors import Refusal
from anchang.i18n import M
from anchang.services.listing import Row
from anchang.tui.forms.screen import FormScreen
from anchang.tui.keys import EXPORT, NEW, STEPS
from anchang.tui.lists.choice_words import cell_words
from anchang.tui.lists.filters import filter_form, filters_in_words
from anchang.tui.lists.screen import ListScreen
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.screens.row_card import RowCard
from anchang.tui.show import plain
from anchang.tui.widgets.dialogs import Help
from anchang.tui.widgets.key_bar import shown_keys
from anchang.tui.widgets.virtual_list import VirtualList
from tests.tui.stage import HOSTILE, LISTING, TODAY, FakeSource, Stage, screen_text, top


class Room(Stage):
    """A list with three actions and a way in."""

    def __init__(self, source: FakeSource, **more: Any) -> None:
        super().__init__()
        self.source = source

        def hear(what: str) -> Any:
            async def run(view: ListScreen, row: Row | None) -> None:
                self.heard.append((what, None if row is None else row["id"]))
                if what == "steps":
                    raise Refusal(M("Say why."))

            return run

        spec = ListSpec(
            LISTING,
            (
                ListAction(NEW, hear("new"), needs_row=False),
                ListAction(STEPS, hear("steps")),
                ListAction(EXPORT, hear("export"), why_not=lambda row: M("There are no steps here.")),
            ),
            open=hear("open"), empty=M("No units yet. Import a price list to begin."), **more,
        )
        self.list = ListScreen(spec, source, today=lambda: TODAY)

    async def on_mount(self) -> None:
        await self.push_screen(self.list)


async def settle(pilot: Pilot[object]) -> None:
    await pilot.pause(0.05)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def notes(app: Stage) -> list[str]:
    """What the toasts say."""
    return [note.message for note in app._notifications]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_list_shows_rows_count_and_five_keys(size: tuple[int, int]) -> None:
    app = Room(FakeSource(1234))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        text = screen_text(app)
        assert "第 1 行，共 1,234 行" in text
        keys = shown_keys(app.list)
        assert [key.words for key in keys] == ["打开", "查找", "新增", "步骤", "帮助"]
        assert "Enter 打开" in text.split("\n")[-1]
        await pilot.press("down")
        await pilot.pause()
        assert "第 2 行" in screen_text(app)


async def test_actions_run_by_letter_and_by_control_key_or_say_why_not() -> None:
    app = Room(FakeSource(30))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("n", "ctrl+n", "down", "enter", "s", "ctrl+t", "e")
        await settle(pilot)
        assert app.heard == [("new", 0), ("new", 0), ("open", 1), ("steps", 1), ("steps", 1)]
        assert notes(app) == ["请说明原因。", "请说明原因。", "这里没有可办理的步骤。"]


@pytest.mark.parametrize("key", ["slash", "ideographic_comma", "ctrl+f"])
async def test_searching_narrows_down_with_each_key(key: str) -> None:
    app = Room(FakeSource(3000))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press(key)
        assert isinstance(app.focused, Input)
        app.focused.value = "欧阳"
        await pilot.pause(0.3)
        await settle(pilot)
        assert app.source.asked[-1].filters == {"text": "欧阳"}
        assert "欧阳建国" in screen_text(app) and "王芳" not in screen_text(app)
        assert "test name: 欧阳" in screen_text(app)
        await pilot.press("enter")
        assert isinstance(app.focused, VirtualList)
        await pilot.press("escape")
        await settle(pilot)
        assert app.list.filters == {} and app.screen is app.list
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen is not app.list


async def test_a_slash_in_the_search_line_is_a_sign() -> None:
    app = Room(FakeSource(30))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("slash", "1", "slash", "2")
        assert isinstance(app.focused, Input)
        assert app.focused.value == "1/2"
        await settle(pilot)
        assert app.list.filters == {"text": "1/2"} and app.heard == []


async def test_escape_takes_the_search_back_then_the_filters_then_the_screen() -> None:
    app = Room(FakeSource(300))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        app.list.show_only({"state": "held", "text": "欧阳"})
        for left in ({"state": "held"}, {}):
            await pilot.press("escape")
            await settle(pilot)
            assert app.list.filters == left and app.screen is app.list
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen is not app.list


async def test_filters_are_a_form() -> None:
    app = Room(FakeSource(300))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("f")
        await settle(pilot)
        assert isinstance(top(app), FormScreen)
        await pilot.press("enter", "2", "enter", *"11-01", "ctrl+s")
        await settle(pilot)
        assert top(app) is app.list
        assert app.list.filters == {"state": "held", "since": TODAY.replace(day=1)}
        assert app.source.asked[-1].filters == app.list.filters
        assert filters_in_words(LISTING, app.list.filters) == "test state: 保留  test day: 2026-11-01"
        assert filter_form(LISTING).fields[1].choices is not None


async def test_an_empty_list_says_what_to_do() -> None:
    app = Room(FakeSource(3))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.list.show_only({"text": "nobody"})
        await settle(pilot)
        text = screen_text(app)
        assert "请先导入价目表" in text and "没有记录" in text
        await pilot.press("s", "enter")
        await settle(pilot)
        assert notes(app) == ["请先选中一行。"] and app.heard == []


async def test_help_lists_the_keys_with_all_their_forms() -> None:
    app = Room(FakeSource(3))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for key in ("f1", "question_mark", "fullwidth_question_mark"):
            await pilot.press(key)
            await settle(pilot)
            assert isinstance(app.screen, Help)
            text = screen_text(app)
            assert "n Ctrl+N" in text and "录入新的一条" in text and "/ Ctrl+F 、" in text
            await pilot.press("escape")
            await settle(pilot)
        assert app.screen is app.list


async def test_reading_again_keeps_the_row() -> None:
    app = Room(FakeSource(100))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down", "down", "down")
        app.source.extra = [{"id": -1, "name": "新来"}]
        app.list.refresh_data()
        await settle(pilot)
        assert app.list.row is not None and app.list.row["id"] == 3
        assert "第 5 行，共 101 行" in screen_text(app)


async def test_hostile_rows_on_a_whole_screen() -> None:
    app = Room(FakeSource(50, names=HOSTILE))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        app.list.show_only({"text": HOSTILE[1]})
        await settle(pilot)
        assert "[@click=app.quit]x[/]" in screen_text(app).split("\n")[-2]
        assert app.is_running


async def test_the_same_screen_in_english() -> None:
    i18n.use("en")
    app = Room(FakeSource(12))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert [key.words for key in shown_keys(app.list)] == ["Open", "Search", "New", "Steps", "Help"]
        await pilot.press("f1")
        await settle(pilot)
        assert all(ord(char) < 0x2E80 or char in "、？" for char in screen_text(app) if char.isalpha())


async def test_a_row_without_a_card_is_shown_whole() -> None:
    """On 80 columns the last ones of a wide list are out of sight."""
    app = Room(FakeSource(30))
    app.list.spec = replace(app.list.spec, open=None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down", "enter")
        await pilot.pause(0.1)  # the act goes on for as long as the card stands there
        card = app.screen
        assert isinstance(card, RowCard)
        text = screen_text(app)
        assert all(plain(column.title) in text for column in LISTING.columns if cell_words(column, card.row))
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen is app.list
