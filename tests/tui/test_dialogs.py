"""Questions, messages, the step menu, the palette, and the window that is too small."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest
from textual.pilot import Pilot

from anchang.domain.access import CONSULTANT, MANAGER, Role
from anchang.domain.errors import Refusal
from anchang.domain.flow import Flow, Option, Step
from anchang.i18n import M, Msg
from anchang.tui.show import plain
from anchang.tui.widgets.dialogs import Answer, Confirm, Notice, Reason, toast
from anchang.tui.widgets.palette import Command, Palette
from anchang.tui.widgets.step_menu import StepMenu, figures
from anchang.tui.widgets.too_small import TooSmall
from tests.tui.stage import HOSTILE, Stage, screen_text


class Light(StrEnum):
    RED = "red"
    GREEN = "green"


def no_deposit(facts: bool) -> Msg | None:
    return None if facts else M("Say why.")


FLOW: Flow[Light, bool] = Flow("light", M("Steps"), Light, (
    Step("go", M("Open"), (Light.RED,), Light.GREEN, MANAGER),
    Step("pay", M("Export"), (Light.RED,), Light.GREEN, CONSULTANT, (no_deposit,)),
    Step("stop", M("Save"), (Light.RED,), Light.RED, CONSULTANT),
))


async def settle(pilot: Pilot[object]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def ask(pilot: Pilot[Any], screen: Any, *keys: str) -> list[Any]:
    """Open a dialog, press keys, and say what it closed with (nothing when it is still open)."""
    results: list[Any] = []
    await pilot.app.push_screen(screen, results.append)
    await settle(pilot)
    await pilot.press(*keys)
    await settle(pilot)
    return results


@pytest.mark.parametrize(
    ("keys", "answer"), [(("enter",), Answer()), (("escape",), None), (("right", "enter"), None)]
)
async def test_a_plain_question(keys: tuple[str, ...], answer: Answer | None) -> None:
    app = Stage()
    async with app.run_test(size=(80, 24)) as pilot:
        assert await ask(pilot, Confirm(M("Drop it")), *keys) == [answer]


async def test_a_dangerous_question_stands_on_no() -> None:
    app = Stage()
    async with app.run_test(size=(80, 24)) as pilot:
        assert await ask(pilot, Confirm(M("Drop it"), danger=True), "enter") == [None]


async def test_a_reason_and_a_password_are_asked_for_until_they_are_there() -> None:
    app = Stage()
    async with app.run_test(size=(80, 24)) as pilot:
        question = Confirm(M("Drop it"), reason=Reason.REQUIRED, password=True)
        results = await ask(pilot, question, "enter", "enter")
        assert results == [] and "请说明原因" in screen_text(app)
        await pilot.press("o", "k", "enter", "enter")
        await settle(pilot)
        assert results == [] and "请输入密码" in screen_text(app)
        await pilot.press("h", "u", "s", "h")
        await pilot.pause()
        assert "hush" not in screen_text(app)
        await pilot.press("enter")
        await settle(pilot)
        assert results == [Answer("ok", "hush")]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_in_dialogs_and_toasts(text: str) -> None:
    app = Stage()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        toast(app, Refusal(M("{step}: {reason}", step=text, reason=text)))
        toast(app, text)
        await ask(pilot, Confirm(text, detail=text))
        await ask(pilot, Notice(text, text))
        await ask(pilot, StepMenu(text, [*FLOW.options(Light.RED, False, [Role.CONSULTANT])]))
        shown = screen_text(app)
        assert not set("\x1b\x9b\x85\u202e\u2066\u200f\x00\x07") & set(shown)
        assert app.is_running
        await pilot.press("escape", "escape", "escape")
        await settle(pilot)


async def test_the_step_menu_says_why_not_and_says_it_again_on_enter() -> None:
    app = Stage()
    async with app.run_test(size=(80, 24)) as pilot:
        menu = StepMenu(M("Steps"), FLOW.options(Light.RED, False, [Role.CONSULTANT]))
        results = await ask(pilot, menu)
        text = screen_text(app)
        assert "打开" in text and plain(menu.choices[2].why_not)[:20] in text and "请说明原因" in text
        assert any(line.lstrip(" │").startswith("> 1. 保存") for line in text.split("\n"))
        assert [option.step.name for option in menu.choices] == ["stop", "pay", "go"], "the nearest first"
        assert text.index("1. 保存") < text.index("请说明原因") < text.index("打开")
        assert "2. " not in text, "what is not possible has no figure"
        before = screen_text(app).count("请说明原因")
        await pilot.press("down", "enter")
        await settle(pilot)
        assert results == [] and screen_text(app).count("请说明原因") == before + 1
        await pilot.press("2")
        await settle(pilot)
        assert results == []
        await pilot.press("1")
        await settle(pilot)
        assert results == ["stop"]


def _many(count: int) -> list[Option[Any, Any]]:
    """So many possible steps, an impossible one between the first two."""
    found: list[Option[Any, Any]] = [
        Option(Step(f"s{number}", M("Save"), (Light.RED,), None, frozenset()), None) for number in range(count)
    ]
    return [found[0], Option(found[0].step, M("Close")), *found[1:]]


def test_figures_of_many_steps() -> None:
    assert figures(_many(9)) == {0: "1", **{place: str(place) for place in range(2, 10)}}
    many = figures(_many(19))
    assert list(many.values()) == [*"12345678", *(f"9{number}" for number in range(1, 10))]
    assert 1 not in many and max(many) == 17, "the last two have none"
    assert [option.why_not is None for option in StepMenu(M("Steps"), _many(3)).choices] == [True, True, True, False]


@pytest.mark.parametrize(
    ("keys", "taken"),
    [
        (("8",), ["s7"]),
        (("9", "1"), ["s8"]),
        (("9", "3"), ["s10"]),
        (("9", "9", "2"), ["s1"]),
        (("9", "left", "4"), ["s3"]),
    ],
)
async def test_a_step_beyond_the_ninth_has_two_figures(keys: tuple[str, ...], taken: list[str]) -> None:
    app = Stage()
    async with app.run_test(size=(80, 24)) as pilot:
        results = await ask(pilot, StepMenu(M("Steps"), _many(11)))
        assert "93. 保存" in screen_text(app)
        await pilot.press(*keys)
        await settle(pilot)
        assert results == taken


async def test_the_palette_finds_by_name_and_runs() -> None:
    app = Stage()
    async with app.run_test(size=(120, 40)) as pilot:
        commands = [
            Command(M("Export"), lambda: app.heard.append("export"), M("Write an Excel file"), "e"),
            Command(M("Reload"), lambda: app.heard.append("reload"), keys="r"),
        ]
        palette = Palette(app.screen, commands)
        await app.push_screen(palette)
        await settle(pilot)
        assert "Search for commands" not in screen_text(app)
        await pilot.press(*"excel")
        await pilot.pause()
        assert [command.keys for command in palette.fitting] == ["e"]
        await pilot.press("enter")
        await settle(pilot)
        assert app.heard == ["export"]


async def test_the_palette_says_when_nothing_fits() -> None:
    app = Stage()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(Palette(app.screen))
        await settle(pilot)
        await pilot.press("z", "z", "enter", "down")
        await settle(pilot)
        assert "没有这个操作" in screen_text(app)
        await pilot.press("escape")
        await settle(pilot)
        assert not isinstance(app.screen, Palette)


async def test_a_small_window_is_covered_and_uncovered() -> None:
    app = Stage()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(Confirm(M("Drop it")))
        await pilot.resize_terminal(79, 24)
        await settle(pilot)
        assert isinstance(app.screen, TooSmall) and "79 x 24" in screen_text(app)
        await pilot.resize_terminal(60, 20)
        await settle(pilot)
        assert "60 x 20" in screen_text(app)
        await pilot.resize_terminal(100, 30)
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
