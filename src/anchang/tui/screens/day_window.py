"""What the windows of the day's end share: lines, the reasons under them, acts that say why not."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from anchang.domain.errors import AnchangError
from anchang.i18n import Msg
from anchang.tui.guarded import Guarded, Work
from anchang.tui.screens.board import DeskList
from anchang.tui.show import show
from anchang.tui.widgets.dialogs import Help
from anchang.tui.widgets.key_bar import KeyBar


class DayWindow(ModalScreen[bool], Guarded[bool]):
    """What the windows share: lines, the reasons under them, actions that say why not."""

    AUTO_FOCUS = "#day-lines"

    def __init__(self, on: date, title: Msg) -> None:
        super().__init__(classes="dialog-screen")
        self.on = on
        self.heading = title

    def compose(self) -> ComposeResult:
        """Title, lines, reasons, keys."""
        with Vertical(classes="dialog wide"):
            yield Static(show(self.heading), classes="dialog-title")
            yield DeskList(id="day-lines")
            yield Static("", id="day-words", markup=False)
            yield Static("", id="problem", classes="problem", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        """Read where things stand."""
        self.refresh_data()

    def refresh_data(self) -> None:
        """Read again."""
        self.run_worker(partial(self.answered, self.read_rows), group="read", exclusive=True)

    async def read_rows(self) -> None:
        """Fill lines and words."""
        raise NotImplementedError

    def guard(self, work: Work, *given: Any) -> None:
        """What was refused before does not stand there any longer."""
        if not self._acting:
            self.query_one("#problem", Static).update("")
        super().guard(work, *given)

    def tell_refused(self, error: AnchangError) -> None:
        """A refusal stands in the window until the next act."""
        for line in self.query("#problem").results(Static):
            line.update(show(error.message))
        self.app.bell()

    def action_close(self) -> None:
        """Esc."""
        self.dismiss(False)

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(Help(self))
