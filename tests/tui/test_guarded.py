"""Acts off the key press: once at a time, and a refusal is said."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static
from textual.worker import WorkerFailed

from anchang.domain.errors import AnchangError, Refusal
from anchang.i18n import M
from anchang.tui.guarded import Guarded


class Room(Guarded[None]):
    """A screen that counts its acts; an act ends when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.refused: list[AnchangError] = []
        self.may_end = asyncio.Event()

    async def sell(self, what: str) -> None:
        await self.may_end.wait()
        self.done.append(what)

    async def refuse(self) -> None:
        raise Refusal(M("Say why."))

    def tell_refused(self, error: AnchangError) -> None:
        self.refused.append(error)


class House(App[None]):
    def get_default_screen(self) -> Room:
        return Room()


async def test_a_second_press_while_an_act_runs_does_nothing() -> None:
    async with House().run_test() as pilot:
        room = cast("Room", pilot.app.screen)
        room.guard(room.sell, "first")
        room.guard(room.sell, "second")
        room.may_end.set()
        await pilot.app.workers.wait_for_complete()
        assert room.done == ["first"]
        room.guard(room.sell, "third")
        await pilot.app.workers.wait_for_complete()
        assert room.done == ["first", "third"]


async def test_reading_again_does_not_let_a_second_act_in() -> None:
    async with House().run_test() as pilot:
        room = cast("Room", pilot.app.screen)
        room.guard(room.sell, "first")
        await room.answered(asyncio.sleep, 0)
        room.guard(room.sell, "second")
        room.may_end.set()
        await pilot.app.workers.wait_for_complete()
        assert room.done == ["first"]


@pytest.mark.parametrize("times", [1, 3])
async def test_a_refusal_is_said_and_the_next_act_is_heard(times: int) -> None:
    async with House().run_test() as pilot:
        room = cast("Room", pilot.app.screen)
        for _ in range(times):
            room.guard(room.refuse)
            await pilot.app.workers.wait_for_complete()
        assert len(room.refused) == times


async def test_an_answer_for_a_window_that_is_gone_is_dropped() -> None:
    """A day was closed while its window read: the answer found no lines to fill, and the program ended."""
    async with House().run_test() as pilot:
        window = Room()
        await pilot.app.push_screen(window)

        async def reads() -> None:
            pilot.app.pop_screen()
            window.query_one("#lines")

        window.run_worker(reads)
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        assert pilot.app.is_running
        assert not window.is_attached


async def test_a_missing_piece_of_a_window_that_is_there_is_a_fault() -> None:
    with pytest.raises(WorkerFailed, match="lines"):
        async with House().run_test() as pilot:
            room = cast("Room", pilot.app.screen)

            async def reads() -> None:
                room.query_one("#lines")

            room.run_worker(reads)
            await pilot.pause()


class Slow(Static):
    """A part that takes a while to go; the answer for the screen comes meanwhile."""

    async def on_unmount(self) -> None:
        assert isinstance(self.screen, Card)
        self.screen.answer.set()
        await asyncio.sleep(0.05)


class Card(Guarded[None]):
    """A screen that reads something and writes it into a part of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.answer = asyncio.Event()
        self.written = 0

    def compose(self) -> ComposeResult:
        yield Static(id="words")
        yield Slow()

    async def read(self) -> None:
        await self.answer.wait()
        await asyncio.sleep(0.02)
        self.query_one("#words", Static).update("read")
        self.written += 1


async def test_an_answer_for_a_screen_that_is_being_taken_away_is_not_written() -> None:
    async with House().run_test() as pilot:
        card = Card()
        await pilot.app.push_screen(card)
        card.run_worker(card.answered(card.read))
        await pilot.pause()
        await pilot.app.pop_screen()
        assert (card.answer.is_set(), card.written) == (True, 0)
