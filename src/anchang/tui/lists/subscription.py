"""F6: subscriptions; with F6 again delayed signings, special discounts, the published ones, and requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.i18n import M
from anchang.services.listing import Column, Row
from anchang.services.lists.subscription import SUBSCRIPTIONS
from anchang.tui.forms.pick import pick_unit
from anchang.tui.forms.subscription import open_draft
from anchang.tui.forms.subscription_steps import choose, delay, printing
from anchang.tui.keys import NEW, STEPS
from anchang.tui.lists import delay as delays
from anchang.tui.lists import discount, discount_request
from anchang.tui.lists.change import changes
from anchang.tui.lists.cycle import PlaceList, cycle, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.papers import first_columns, on_row
from anchang.tui.screens.paper_card import PRINT
from anchang.tui.screens.subscription_card import DELAY, TONES, open_card
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console


COLUMNS = ("sub_no", "unit", "buyer", "state", "deal_total", "sign_due_date", "days_late")


def paint(row: Row, column: Column) -> Tone | None:
    """States and what is late; the words beside say the same."""
    if column.key == "state":
        return TONES[row["state"]]
    if column.key == "delaying" and row["delaying"]:
        return Tone.ASKED
    if column.key in ("days_late", "sign_due_date") and row["days_late"]:
        return Tone.LATE
    return None


def subscriptions(app: Console) -> PlaceList:
    """The list."""

    async def new(_view: Any, _row: Row | None) -> None:
        unit_id = await pick_unit(app, M("Subscribe which unit?"))
        if unit_id is not None:
            await open_draft(app, unit_id)

    spec = ListSpec(
        listing=first_columns(SUBSCRIPTIONS, *COLUMNS),
        actions=(
            ListAction(NEW, new, needs_row=False),
            ListAction(STEPS, on_row(app, choose)),
            ListAction(DELAY, on_row(app, delay)),
            ListAction(PRINT, on_row(app, printing)),
        ),
        open=on_row(app, open_card),
        empty=M("No subscriptions yet. Press n, or n on a unit of the wall (F5)."),
        paint=paint,
        help=M("s shows every step with the reason where it is not possible. F6 again: delays, discounts, requests."),
    )
    return place_list(app, spec)


def make(app: Console, at: int = 0) -> PlaceList:
    """The screen, at that list of its row."""
    return cycle(app, (subscriptions, delays.delays, discount_request.requests, discount.discounts, changes), at)
