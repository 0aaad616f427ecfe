"""F4: customers, found by number, name or initials; who is late for the next contact stands out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from anchang.i18n import M
from anchang.services.listing import Column, Row
from anchang.services.lists.customer import CUSTOMERS, NAMESAKES
from anchang.tui.acting import fill_in
from anchang.tui.forms import customer as forms
from anchang.tui.forms import desk_fields
from anchang.tui.keys import NEW, Key
from anchang.tui.lists import follow, ownership
from anchang.tui.lists.cycle import PlaceList, cycle, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.screens import desk_acts, follow_acts
from anchang.tui.screens.customer_card import CustomerCard
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

FOLLOW_UP = Key("customer_follow_up", ("u", "ctrl+u"), M("Follow-up"), M("Write down a contact with this customer"))
FREE = Key("customer_free", ("k", "ctrl+k"), M("Is a number free?"), M("Whose customer a number is"))
DUE = Key("customer_due", ("d", "ctrl+d"), M("Due"), M("Only those who are to be contacted now; again: all"))
LEAVER = Key("customer_leaver", ("l", "ctrl+b"), M("Share out"), M("All customers of somebody who leaves, shared out"))
_FIRST = ("name", "phone", "owner", "next_contact_on", "days_late", "do_not_contact", "grade", "state")


def paint(row: Row, column: Column) -> Tone | None:
    """A late next contact: red, and the days in figures beside it."""
    if column.key in ("next_contact_on", "days_late") and row["days_late"]:
        return Tone.LATE
    return Tone.LATE if column.key in ("name", "phone", "do_not_contact") and row["do_not_contact"] else None


def columns() -> tuple[Column, ...]:
    """What decides the next step first, so that it is seen at 80 columns too."""
    known = {column.key: column for column in CUSTOMERS.columns}
    known["days_late"] = replace(known["days_late"], width=9)
    return (*(known[key] for key in _FIRST), *(each for each in CUSTOMERS.columns if each.key not in _FIRST))


async def register(app: Console) -> None:
    """A new customer."""
    days = await app.terminal.look(desk_fields.grade_days)
    await fill_in(app, forms.register(app, days, app.terminal.today()))


def customers(app: Console) -> PlaceList:
    """The customers."""

    async def add(_view: Any, _row: Row | None) -> None:
        await register(app)

    async def read(_view: Any, row: Row) -> None:
        await app.push_screen_wait(CustomerCard(row["id"]))

    async def contact(_view: Any, row: Row | None) -> None:
        if row is not None:
            await desk_acts.follow_up(app, row["id"], row["grade"])

    async def free(_view: Any, _row: Row | None) -> None:
        await desk_acts.check_number(app)

    async def due(view: Any, _row: Row | None) -> None:
        filters = {key: value for key, value in view.filters.items() if key != "due"}
        view.show_only(filters if "due" in view.filters else {**filters, "due": True})

    async def leaver(_view: Any, _row: Row | None) -> None:
        await follow_acts.share_out(app)

    spec = ListSpec(
        listing=replace(CUSTOMERS, columns=columns()),
        actions=(
            ListAction(NEW, add, needs_row=False),
            ListAction(FOLLOW_UP, contact),
            ListAction(DUE, due, needs_row=False),
            ListAction(FREE, free, needs_row=False),
            ListAction(LEAVER, leaver, needs_row=False),
        ),
        open=read,
        empty=M("No customers here. Press n to register one, k to ask whose a number is."),
        paint=paint,
        help=M("/ finds by a piece of the number, by name, by initials. Somebody else's customer: k, whole number."),
    )
    return place_list(app, spec)


def namesakes(app: Console) -> PlaceList:
    """Customers of one name under different numbers, for whoever sees them all."""

    async def read(_view: Any, row: Row) -> None:
        await app.push_screen_wait(CustomerCard(row["id"]))

    spec = ListSpec(
        NAMESAKES, (), read, empty=M("No two customers have the same name."),
        help=M("The same person? Enter opens the card, «Family» ties two together; whoever is tied leaves this list."),
    )  # fmt: skip
    return place_list(app, spec)


def make(app: Console) -> PlaceList:
    """The first of the lists."""
    rest = (follow.tasks, follow.appointments, follow.pool, follow.intending, follow.visitors)
    same = (namesakes,) if desk_fields.leads_floor(app) else ()
    return cycle(app, (customers, *rest, ownership.cases, ownership.reports, *same))
