"""One day of the rota, event by event: today's, or that of any day (2.1, «why him?»)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from anchang.i18n import M
from anchang.services.listing import Row
from anchang.services.lists.rota_chronicle import CHRONICLE
from anchang.tui.lists.cycle import PlaceList, place_list
from anchang.tui.lists.spec import ListSpec
from anchang.tui.widgets.dialogs import Notice

if TYPE_CHECKING:
    from anchang.tui.app import Console


def make(app: Console) -> PlaceList:
    """The screen, as a place: today."""
    return place_list(app, _spec(app))


def of_day(app: Console, day: date) -> PlaceList:
    """The same of one day, over what is open."""
    return place_list(app, _spec(app), start={"day": day.isoformat()}, can_close=True)


def _spec(app: Console) -> ListSpec:
    async def read(_view: Any, row: Row) -> None:
        lines = [str(row[key]) for key in ("what", "why", "followed", "reason", "by") if row[key]]
        app.push_screen(Notice(M("Event {no}", no=row["no"]), "\n".join(lines)))

    return ListSpec(
        listing=CHRONICLE,
        open=read,
        empty=M("Nothing happened on that day. / chooses another day."),
        help=M("Every sign-in, turn, absence and change of the order, why, and what it meant for whom."),
    )
