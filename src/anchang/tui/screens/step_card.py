"""A paper's card with its steps: the same screen for every paper that goes through a flow."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from anchang.storage.reading import Read
from anchang.tui.acting import Result
from anchang.tui.papers import StepMaker
from anchang.tui.screens.paper_card import CardWords, PaperCard
from anchang.tui.steps import Steps

if TYPE_CHECKING:
    from anchang.tui.app import Console


class StepCard(PaperCard):
    """`look` reads the paper (None: gone, or not one's own), `words` says it; a key `step('approve')` takes a step."""

    def __init__(
        self,
        app: Console,
        row_id: int,
        room: Steps,
        look: Callable[[Read, int], Any],
        words: Callable[[Any], CardWords],
        printing: StepMaker | None = None,
        reveal: Callable[[str], Awaitable[Result]] | None = None,
    ) -> None:
        async def read() -> CardWords | None:
            found = await app.terminal.look(look, row_id)
            return None if found is None else words(found)

        paper = None if printing is None else (lambda: printing(app, row_id))
        super().__init__(read, lambda: room.choose(app, row_id), paper, reveal)
        self.row_id, self.room = row_id, room

    def action_step(self, name: str) -> None:
        """That step, where it can be taken."""
        self.guard(self.room.take, self.app, self.row_id, name)
