"""Longer work on a thread, with a sentence and a bar; the screen behind it waits, the console does not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import ProgressBar, Static

from anchang.domain.errors import AnchangError
from anchang.i18n import M, Msg
from anchang.tui.behind import Behind
from anchang.tui.keys import CANCEL
from anchang.tui.show import show

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the work gave; nothing where it was refused and the person has read why."""

    done: bool
    value: Any = None


class Working(ModalScreen[Outcome], Behind):
    """A sentence and a bar; closes by itself, or with Esc once the work has been refused."""

    BINDINGS: ClassVar[list[BindingType]] = [CANCEL.as_("working_close", M("Close")).binding("close")]

    def __init__(self, title: Msg, work: Callable[[Progress], Any]) -> None:
        super().__init__(classes="dialog-screen")
        self._title, self._work = title, work
        self._refused = False

    def compose(self) -> ComposeResult:
        """The sentence, the bar, and room for why not."""
        with Vertical(classes="door-box"):
            yield Static(show(self._title), classes="door-title")
            yield ProgressBar(total=100, show_eta=False, id="bar")
            yield Static("", id="problem", classes="problem", markup=False)

    def on_mount(self) -> None:
        """Begin."""
        self.run_worker(self._run, group="work")

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()

        def progress(done: int, whole: int) -> None:
            loop.call_soon_threadsafe(self._show, done * 100 // max(whole, 1))

        try:
            value = await asyncio.to_thread(self._work, progress)
        except AnchangError as error:
            closing = show(M("Esc closes this window."))
            self.query_one("#problem", Static).update(Content("\n").join([show(error.message), closing]))
            self._refused = True
            return
        self.dismiss(Outcome(True, value))

    def _show(self, percent: int) -> None:
        if self.is_mounted:
            self.query_one("#bar", ProgressBar).update(progress=percent)

    def action_close(self) -> None:
        """Only what was refused can be closed: work that runs is finished or not done at all."""
        if self._refused:
            self.dismiss(Outcome(False))
