"""Boards for a second screen in the hall: anybody may stand before them, so no key works there but the one that leaves.

A board stands for hours, and the idle lock leaves it alone; who leaves it after that time has to give the password.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from anchang.tui.guarded import Guarded
from anchang.tui.keys import BACK

if TYPE_CHECKING:
    from anchang.tui.app import Console


class HallBoard(Guarded[None]):
    """What such boards share. The console looks at `for_the_hall` before it hears a key of its own."""

    for_the_hall: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [BACK.binding("back", shown=True)]
    app: Console
    _since = 0.0

    def on_mount(self) -> None:
        """From now on it counts how long nobody has worked here."""
        self._since = asyncio.get_running_loop().time()

    def action_back(self) -> None:
        """Leave it; after a long while only with the password."""
        self.guard(self._leave)

    async def _leave(self) -> None:
        minutes = self.app.terminal.idle_minutes
        if minutes and asyncio.get_running_loop().time() - self._since > minutes * 60:
            await self.app.come_in(login=self.app.terminal.here.staff.login)
        if self.is_current:
            self.dismiss(None)
