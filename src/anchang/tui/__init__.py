"""The console: screens over the services. Forms and lists are data; no rule, no SQL, no state of the database's."""

from __future__ import annotations

import gc


def launch(
    office: str | None = None, database: str | None = None, project: str | None = None, *, language_chosen: bool = False
) -> int:
    """Open the console on an office and stay until it is left; the exit code.

    Where no language was chosen for this terminal, the office's setting speaks from the sign-in on.
    """
    gc.disable()  # until the first picture (Console.dress): looking through what has just come in finds nothing
    from anchang.services.where import find
    from anchang.tui.app import Console
    from anchang.tui.terminal import Terminal

    terminal = Terminal(find(office, database), project, language_chosen=language_chosen)
    app = Console(terminal)
    try:
        code = app.run()
    finally:
        terminal.close()
    return app.return_code or code or 0
