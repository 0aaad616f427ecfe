"""Several lists under one F-key: pressing it again goes on to the next one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from anchang.i18n import zone
from anchang.services.listing import Listing
from anchang.tui.lists.screen import ListScreen
from anchang.tui.lists.spec import ListSpec

if TYPE_CHECKING:
    from anchang.tui.app import Console

Maker = Callable[["Console"], "PlaceList"]


class PlaceList(ListScreen):
    """A list that is a place of its own, or one of several."""

    cycle: Callable[[], PlaceList] | None = None


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
