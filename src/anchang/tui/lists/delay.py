"""F6 again: requests for a later signing, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.delay import DelayState
from anchang.i18n import M
from anchang.services.listing import Column, Row
from anchang.services.lists.delay import DELAYS
from anchang.tui.forms.delay_steps import choose, printing
from anchang.tui.keys import STEPS, Key
from anchang.tui.lists.cycle import PlaceList, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.papers import first_columns, on_row
from anchang.tui.screens.delay_card import TONES, open_card
from anchang.tui.screens.paper_card import PRINT
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

WAITING = Key("delay_waiting", ("d", "ctrl+d"), M("To be decided"), M("Only requests to be decided; again: all"))


def paint(row: Row, column: Column) -> Tone | None:
    """The state; the words in the cell say the same."""
    return TONES[DelayState(row["state"])] if column.key == "state" else None


def delays(app: Console) -> PlaceList:
    """The list."""

    async def waiting(view: Any, _row: Row | None) -> None:
        filters = dict(view.filters)
        if filters.pop("state", None) is None:
            filters["state"] = DelayState.PENDING.value
        view.show_only(filters)

    spec = ListSpec(
        listing=first_columns(DELAYS, "no", "state", "unit", "buyer", "days", "new_due_on", "cumulative_days"),
        actions=(
            ListAction(STEPS, on_row(app, choose)),
            ListAction(WAITING, waiting, needs_row=False),
            ListAction(PRINT, on_row(app, printing)),
        ),
        open=on_row(app, open_card),
        empty=M("No delay here. Press d on a subscription in force (F6) to ask for one."),
        paint=paint,
        help=M("Enter shows what is needed to decide. F6 again goes on to the discounts."),
    )
    return place_list(app, spec)
