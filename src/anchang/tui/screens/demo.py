"""Making the demo office from the first run, with its progress on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anchang.i18n import M
from anchang.tui.screens.working import Outcome, Progress, Working

if TYPE_CHECKING:
    from anchang.tui.app import Console


async def make_demo(app: Console) -> bool:
    """Point the terminal at the demo's own folder and make the demo there unless it is there already."""
    from anchang.services.where import Where, demo_place

    where = app.terminal.where = Where(demo_place())
    if where.looks_made():
        return True

    def make(progress: Progress) -> None:
        from anchang.demo import Size, build

        build(where, Size(), progress)

    sentence = M("Making the demo office: three months of an office that does not exist.")
    outcome: Outcome = await app.push_screen_wait(Working(sentence, make))
    return outcome.done
