"""F9: what waits for me. Enter goes to the paper in its own room, with nothing else in the way."""

from __future__ import annotations

import importlib
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from anchang.i18n import M
from anchang.services.listing import Column, Row
from anchang.services.lists.inbox import INBOX
from anchang.tui.lists.cycle import PlaceList, place_list
from anchang.tui.lists.spec import ListSpec
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

Opener = Callable[["Console", int], Awaitable[Any]]

# noun -> (module, function(app, row id)) that shows one paper, ready to be decided
OPENERS: dict[str, tuple[str, str]] = {
    "subscription": ("anchang.tui.lists.subscription", "open_card"),
    "discount_request": ("anchang.tui.screens.discount_card", "open_card"),
    "delay_request": ("anchang.tui.screens.delay_card", "open_card"),
    "contract": ("anchang.tui.lists.contract", "open_card"),
    "receipt": ("anchang.tui.lists.receipt", "open_card"),
    "change_request": ("anchang.tui.screens.change_card", "open_card"),
    "voucher": ("anchang.tui.lists.voucher", "open_card"),
    "sincerity": ("anchang.tui.lists.sincerity", "open_card"),
    "permit_draft": ("anchang.tui.lists.permit", "open_card"),
    "forgotten": ("anchang.tui.lists.forgotten", "open_card"),
    "term": ("anchang.tui.lists.term", "open_card"),
    "faq": ("anchang.tui.lists.faq", "open_card"),
    "competitor": ("anchang.tui.lists.competitor", "open_card"),
    "meeting_task": ("anchang.tui.lists.meeting", "open_card"),
    "person_request": ("anchang.tui.lists.person", "open_card"),
    "price_list": ("anchang.tui.lists.price_list", "open_card"),
    "unit": ("anchang.tui.screens.unit_steps", "open_steps"),
    "ownership_case": ("anchang.tui.screens.ownership_card", "open_card"),
}


async def _open_day(app: Console, row: Row) -> None:
    """The front desk's work: the visit, the customer, one's own sheet, everybody's sheets of that day, the board."""
    if row["thing"] == "visit":
        from anchang.tui.lists.logs import open_visit

        await open_visit(app, row["row_id"])
    elif row["thing"] == "customer":
        from anchang.tui.screens.customer_card import CustomerCard

        await app.push_screen_wait(CustomerCard(row["row_id"]))
    elif row["what"] in ("day.hand_in", "day.returned"):
        from anchang.tui.screens.day_end import hand_in

        await hand_in(app)
    elif row["thing"] in ("day_sheet", "business_day"):
        from anchang.tui.screens.day_end import close_day

        await close_day(app, row["since"])
    else:
        await app.action_go("desk")


def paint(row: Row, column: Column) -> Tone | None:
    """Late is late in colour as well as in words."""
    return Tone.LATE if column.key == "late" and row["late"] else None


def make(app: Console) -> PlaceList:
    """The screen."""

    async def open_row(_view: Any, row: Row) -> None:
        if row["noun"] == "task":
            from anchang.tui.screens.follow_acts import open_waiting

            await open_waiting(app, row)
            return
        if row["noun"] == "retention":
            from anchang.tui.lists.person import retention

            await app.push_screen_wait(retention(app, can_close=True))
            return
        where = OPENERS.get(row["noun"])
        if where is None or row["row_id"] is None:
            await _open_day(app, row)
            return
        opener: Opener = getattr(importlib.import_module(where[0]), where[1])
        await opener(app, row["row_id"])

    spec = ListSpec(
        listing=INBOX,
        open=open_row,
        empty=M("Nothing waits for you. F2 is the front desk, F5 the inventory."),
        paint=paint,
        help=M("Enter opens the paper; its steps are under s."),
    )
    return place_list(app, spec)
