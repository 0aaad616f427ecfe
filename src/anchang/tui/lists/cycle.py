"""Several lists under one F-key: pressing it again goes on to the next one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType

from anchang.i18n import M, zone
from anchang.services.listing import Listing
from anchang.tui.keys import EXPORT
from anchang.tui.lists.kept import KEPT, choose
from anchang.tui.lists.screen import ListScreen
from anchang.tui.lists.spec import ListSpec
from anchang.tui.show import plain
from anchang.tui.widgets.dialogs import toast

if TYPE_CHECKING:
    from anchang.tui.app import Console

# F12 as well: some lists have Ctrl+E for a step of theirs.
TO_FILE = replace(EXPORT, id="to_file", forms=("e", "ctrl+e", "f12"))
Maker = Callable[["Console"], "PlaceList"]


class PlaceList(ListScreen):
    """A list that is a place of its own, or one of several. Its filters can be kept, its rows written to a file."""

    BINDINGS: ClassVar[list[BindingType]] = [KEPT.binding("kept"), TO_FILE.binding("to_file")]

    cycle: Callable[[], PlaceList] | None = None

    def action_kept(self) -> None:
        """The filters that are kept."""
        self.guard(choose, self.app, self)

    def action_to_file(self) -> None:
        """What is on the screen, as an Excel file."""
        self.guard(self._to_file)

    async def _to_file(self) -> None:
        listing, filters = self.spec.listing, dict(self.filters)
        toast(self.app, M("Writing the workbook ..."))

        def work(office: Any, session: Any) -> Path:
            from anchang.reports.listing import make

            return make(office, session, listing, filters)

        path = await self.app.terminal.in_thread(work)
        self.app.notify(plain(M("Written: {path}", path=path)), timeout=12, markup=False)


def place_list(
    app: Console, spec: ListSpec, *, start: Mapping[str, Any] | None = None, can_close: bool = False
) -> PlaceList:
    """The screen of a list, for the person who sits here."""
    listing: Listing = spec.listing
    return PlaceList(
        spec, app.terminal.source(listing), today=app.terminal.today, zone=zone(), start=start, can_close=can_close
    )


def cycle(app: Console, makers: Sequence[Maker], at: int = 0) -> PlaceList:
    """The list at that place of the row; its `cycle` makes the next one."""
    screen = makers[at](app)
    if len(makers) > 1:
        screen.cycle = lambda: cycle(app, makers, (at + 1) % len(makers))
    return screen
