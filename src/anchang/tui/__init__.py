"""The console: screens over the services. Forms and lists are data; no rule, no SQL, no state of the database's."""

from __future__ import annotations

import gc
import os

# A key is painted twice: the typed sign, then the rows that it leaves. At Textual's own 60 pictures a second the
# second one waits for up to 17 ms.
FRAMES = "240"


def launch(
    office: str | None = None, database: str | None = None, project: str | None = None, *,
    language_chosen: bool = False, board: bool = False,
) -> int:  # fmt: skip
    """Open the console on an office and stay until it is left; the exit code.

    Where no language was chosen for this terminal, the office's setting speaks from the sign-in on. With `board` it is
    a second screen: whoever signs in first stands before the price board.
    """
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)  # read when Textual is first imported
    gc.disable()  # until the first picture (Console.dress): looking through what has just come in finds nothing
    from anchang.services.where import find
    from anchang.tui.app import Console
    from anchang.tui.terminal import Terminal

    terminal = Terminal(find(office, database), project, language_chosen=language_chosen)
    app = Console(terminal, board=board)
    try:
        code = app.run()
    finally:
        terminal.close()
    return app.return_code or code or 0
