"""After the day's close: a verified copy behind the work, its progress on the screen, an anchor (issue «People»)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from anchang.domain.errors import AnchangError
from anchang.i18n import M, Msg
from anchang.services import backup
from anchang.tui.widgets.dialogs import toast

if TYPE_CHECKING:
    from anchang.tui.app import Console


def copy_after_close(app: Console) -> None:
    """Begin the copy; nobody waits for it."""
    app.run_worker(_copy(app), group="copy")


async def _copy(app: Console) -> None:
    def told(done: int, total: int) -> None:
        app.call_from_thread(_progress, app, done * 100 // max(total, 1))

    try:
        made = await app.terminal.in_thread(partial(backup.after_close, progress=told))
    except AnchangError as error:
        _tell(app, error.message)
        toast(app, error)
        return
    if made is not None:
        _tell(app, M("The copy {file} is verified.", file=made.path.name))


def _progress(app: Console, percent: int) -> None:
    _tell(app, M("Making a copy of the office: {percent} %", percent=percent))


def _tell(app: Console, words: Msg) -> None:
    """Every screen of the present mode that has a place for it shows it."""
    for screen in app.screen_stack:
        tell = getattr(screen, "tell_progress", None)
        if tell is not None:
            tell(words)
