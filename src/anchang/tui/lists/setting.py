"""The settings of the project, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.i18n import M
from anchang.services.listing import Row
from anchang.services.lists.setting import SETTINGS
from anchang.tui.acting import fill_in
from anchang.tui.forms.setting import form_of, values_of
from anchang.tui.lists.cycle import PlaceList, place_list
from anchang.tui.lists.spec import ListSpec

if TYPE_CHECKING:
    from anchang.tui.app import Console

def make(app: Console) -> PlaceList:
    """The screen."""

    async def change(_view: Any, row: Row) -> None:
        await fill_in(app, form_of(row["key"]), values=values_of(row["key"], row["typed"]))

    spec = ListSpec(listing=SETTINGS, open=change, help=M("Enter changes a setting. Every change is in the journal."))
    return place_list(app, spec)
