"""Acts off the key press: a refusal is said on the screen, and a key pressed twice acts once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from textual.messages import Prune
from textual.screen import Screen, ScreenResultType

from anchang.domain.errors import AnchangError
from anchang.tui.widgets.dialogs import toast

if TYPE_CHECKING:
    from anchang.tui.app import Console

Work = Callable[..., Awaitable[Any]]


class Guarded(Screen[ScreenResultType]):
    """A screen whose acts run as workers."""

    app: Console
    _acting = False

    def guard(self, work: Work, *given: Any) -> None:
        """Run an act; while one runs, the next key is not heard: it must not take the first one's window away."""
        if not self._acting:
            self._acting = True
            self.run_worker(self._once(work, *given), group="action")

    async def _once(self, work: Work, *given: Any) -> None:
        try:
            await self.answered(work, *given)
        finally:
            self._acting = False

    async def on_prune(self, event: Prune) -> None:
        """The screen is being taken away, its parts before it: what is still read has nowhere to be written any more.

        Textual takes it away itself after this, and ends the screen's workers only when the last part is gone: an
        answer that came in between would look for parts that are not there, and end the program.
        """
        self.workers.cancel_node(self)

    async def answered(self, work: Work, *given: Any) -> None:
        """Run it here; a refusal becomes words."""
        try:
            await work(*given)
        except AnchangError as error:
            self.tell_refused(error)

    def tell_refused(self, error: AnchangError) -> None:
        """Say why not."""
        toast(self.app, error)
        self.app.bell()
