"""Writing a workbook from a screen: in a thread, with a word before and the path after."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anchang.i18n import M
from anchang.tui.widgets.dialogs import toast

if TYPE_CHECKING:
    from anchang.tui.app import Console


async def write_report(app: Console, name: str, *, day: date, first: date | None = None) -> None:
    """Write the report of that day (from `first` on where given). Raises what the report is refused with."""
    from anchang.reports.catalogue import make

    toast(app, M("Writing the workbook ..."))

    def work(office: Any, session: Any) -> Path:
        if first is not None:
            return make(office, session, name, first=first, last=day)
        return make(office, session, name, day=day)

    path = await app.terminal.in_thread(work)
    app.notify(str(M("Written: {path}", path=path)), timeout=12, markup=False)
