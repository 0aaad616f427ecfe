"""Making the demo office from the first run, with its progress on the screen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import ProgressBar, Static

from anchang.domain.errors import AnchangError
from anchang.i18n import M
from anchang.tui.show import show

if TYPE_CHECKING:
    from anchang.tui.app import Console


class Making(ModalScreen[Any]):
    """A sentence and a bar; closes by itself."""

    app: Console

    def compose(self) -> ComposeResult:
        """The sentence and the bar."""
        with Vertical(classes="door-box"):
            yield Static(
                show(M("Making the demo office: three months of an office that does not exist.")), classes="door-title"
            )
            yield ProgressBar(total=100, show_eta=False, id="bar")
            yield Static("", id="problem", classes="problem", markup=False)

    def on_mount(self) -> None:
        """Begin."""
        self.run_worker(self._make(), group="make")

    async def _make(self) -> None:
        from anchang.demo import Size, build

        where = self.app.terminal.where
        loop = asyncio.get_running_loop()

        def progress(done: int, whole: int) -> None:
            loop.call_soon_threadsafe(self._show, done * 100 // max(whole, 1))

        try:
            await asyncio.to_thread(build, where, Size(), progress)
        except AnchangError as error:
            self.query_one("#problem", Static).update(show(error.message))
            await asyncio.sleep(4)
            self.dismiss(False)
            return
        self.dismiss(True)

    def _show(self, percent: int) -> None:
        if self.is_mounted:
            self.query_one("#bar", ProgressBar).update(progress=percent)


async def make_demo(app: Console) -> bool:
    """Point the terminal at the demo's own folder and make the demo there unless it is there already."""
    from anchang.services.where import Where, demo_place

    app.terminal.where = Where(demo_place())
    if app.terminal.where.looks_made():
        return True
    return bool(await app.push_screen_wait(Making()))
