"""F6: subscriptions, and with F6 again delayed signings and the published discounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.i18n import M
from anchang.services.listing import Column, Row
from anchang.services.lists.subscription import SUBSCRIPTIONS
from anchang.tui.forms.form import Field, FieldKind, Form
from anchang.tui.forms.look_ups import units
from anchang.tui.forms.subscription import open_draft
from anchang.tui.forms.subscription_steps import choose, delay, printing
from anchang.tui.keys import NEW, STEPS
from anchang.tui.lists import delay as delays
from anchang.tui.lists import discount
from anchang.tui.lists.cycle import PlaceList, cycle, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.papers import as_typed, first_columns
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


async def pick_unit(app: Console) -> int | None:
    """Which unit a new subscription is for; None when it was given up."""
    from anchang.tui.forms.screen import FormScreen

    async def chosen(values: dict[str, Any], key: str) -> int:
        return int(values["unit"])

    form = Form(
        title=M("Subscribe which unit?"),
        command=as_typed,
        name="subscription.unit",
        help=M("n on the wall (F5) does the same for the unit under the cursor."),
        fields=(
            Field("unit", M("Unit"), FieldKind.SEARCH, required=True, look_up=units(app),
                  placeholder=M("Room, as 1-2-301 or 301")),
        ),
        save_label=M("Go on"),
    )  # fmt: skip
    found: int | None = await app.push_screen_wait(FormScreen(form, chosen, today=app.terminal.today))
    return found


def subscriptions(app: Console) -> PlaceList:
    """The list."""

    async def new(_view: Any, _row: Row | None) -> None:
        unit_id = await pick_unit(app)
        if unit_id is not None:
            await open_draft(app, unit_id)

    async def opened(_view: Any, row: Row) -> None:
        await open_card(app, row["id"])

    async def steps(_view: Any, row: Row | None) -> None:
        if row is not None:
            await choose(app, row["id"])

    async def later(_view: Any, row: Row | None) -> None:
        if row is not None:
            await delay(app, row["id"])

    async def paper(_view: Any, row: Row | None) -> None:
        if row is not None:
            await printing(app, row["id"])

    spec = ListSpec(
        listing=first_columns(SUBSCRIPTIONS, *COLUMNS),
        actions=(ListAction(NEW, new, needs_row=False), ListAction(STEPS, steps), ListAction(DELAY, later),
                 ListAction(PRINT, paper)),
        open=opened,
        empty=M("No subscriptions yet. Press n, or n on a unit of the wall (F5)."),
        paint=paint,
        help=M("s shows every step with the reason where it is not possible. F6 again: delayed signing."),
    )
    return place_list(app, spec)


def make(app: Console) -> PlaceList:
    """The screen."""
    return cycle(app, (subscriptions, delays.delays, discount.discounts))
