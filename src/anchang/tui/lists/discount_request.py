"""F6 again: requests for a special discount, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.discount_request import RequestState
from anchang.i18n import M
from anchang.services.listing import Column, Row
from anchang.services.lists.discount_request import REQUESTS
from anchang.tui.forms.discount_request import open_request
from anchang.tui.forms.discount_steps import choose, printing
from anchang.tui.keys import NEW, STEPS, Key
from anchang.tui.lists.cycle import PlaceList, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.papers import first_columns, on_row
from anchang.tui.screens.discount_card import TONES, open_card
from anchang.tui.screens.paper_card import PRINT
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

WAITING = Key("discount_waiting", ("d", "ctrl+d"), M("To be decided"), M("Only requests to be decided; again: all"))


def paint(row: Row, column: Column) -> Tone | None:
    """The state; the words in the cell say the same."""
    return TONES[RequestState(row["state"])] if column.key == "state" else None


def requests(app: Console) -> PlaceList:
    """The list."""

    async def new(_view: Any, _row: Row | None) -> None:
        await open_request(app)

    async def waiting(view: Any, _row: Row | None) -> None:
        filters = dict(view.filters)
        if filters.pop("state", None) is None:
            filters["state"] = RequestState.PENDING.value
        view.show_only(filters)

    spec = ListSpec(
        listing=first_columns(REQUESTS, "no", "state", "unit", "customer", "special_amount", "special_rate",
                              "valid_until"),
        actions=(
            ListAction(NEW, new, needs_row=False),
            ListAction(STEPS, on_row(app, choose)),
            ListAction(WAITING, waiting, needs_row=False),
            ListAction(PRINT, on_row(app, printing)),
        ),
        open=on_row(app, open_card),
        empty=M("No special discount here. Press n to ask for one before the subscription is written."),
        paint=paint,
        help=M("Enter shows what is needed to decide. F6 again goes on to the published discounts."),
    )  # fmt: skip
    return place_list(app, spec)
