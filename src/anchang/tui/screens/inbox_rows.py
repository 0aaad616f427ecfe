"""Where Enter leads from a row of the inbox: to the paper in its own room, with nothing else in the way (F9)."""

from __future__ import annotations

import importlib
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from anchang.services.listing import Row

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
    "delegation": ("anchang.tui.lists.delegation", "open_card"),
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


async def open_row(app: Console, row: Row) -> None:
    """The paper, the list or the board on which the waiting thing is done."""
    if row["noun"] == "task":
        from anchang.tui.screens.follow_acts import open_waiting

        await open_waiting(app, row)
        return
    if row["noun"] == "pool_ask":
        from anchang.tui.lists.follow import wishes

        await app.push_screen_wait(wishes(app))
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


# noun -> the module whose `choose(app, row id)` is the step menu of the paper
STEP_MENUS: dict[str, str] = {
    "subscription": "anchang.tui.forms.subscription_steps",
    "discount_request": "anchang.tui.forms.discount_steps",
    "delay_request": "anchang.tui.forms.delay_steps",
    "change_request": "anchang.tui.forms.change_steps",
    "contract": "anchang.tui.forms.contract_steps",
    "receipt": "anchang.tui.forms.receipt_steps",
    "ownership_case": "anchang.tui.screens.ownership_card",
}


async def open_steps(app: Console, row: Row) -> None:
    """The step menu of the paper, where it has one; else the same as Enter."""
    module = STEP_MENUS.get(row["noun"])
    if module is None or row["row_id"] is None:
        await open_row(app, row)
        return
    await importlib.import_module(module).choose(app, row["row_id"])
