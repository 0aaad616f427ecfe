"""The staff list of the administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.i18n import M
from anchang.services.listing import Row
from anchang.services.lists.staff import STAFF
from anchang.storage.customer_query import ids_of
from anchang.tui.acting import fill_in
from anchang.tui.forms import staff as forms
from anchang.tui.keys import NEW, Key
from anchang.tui.lists.cycle import PlaceList, place_list
from anchang.tui.lists.spec import ListAction, ListSpec

if TYPE_CHECKING:
    from anchang.tui.app import Console

RESET = Key("staff_reset", ("p", "ctrl+y"), M("Reset password"), M("A new first password for this person"))
END = Key("staff_end", ("d", "delete"), M("End sign-in"), M("This person has left"))


def make(app: Console) -> PlaceList:
    """The screen."""

    async def add(_view: Any, _row: Row | None) -> None:
        await fill_in(app, forms.ADD)

    async def change(_view: Any, row: Row) -> None:
        from anchang.storage.staff import by_id

        person = await app.terminal.look(lambda read: by_id(read.connection, row["id"]))
        if person is not None:
            values = {"name": person.name, "roles": tuple(sorted(person.roles)), "phone": person.phone}
            await fill_in(app, forms.CHANGE, values=values, fixed={"staff": person.id, "version": person.version})

    async def reset(_view: Any, row: Row | None) -> None:
        if row is not None:
            await fill_in(app, forms.RESET, fixed={"staff": row["id"]})

    async def end(_view: Any, row: Row | None) -> None:
        if row is not None:
            left = await app.terminal.look(ids_of, row["id"])
            await fill_in(app, forms.disable(len(left)), fixed={"staff": row["id"]})

    spec = ListSpec(
        listing=STAFF,
        actions=(
            ListAction(NEW, add, needs_row=False),
            ListAction(RESET, reset),
            ListAction(END, end),
        ),
        open=change,
        empty=M("Nobody yet. Press n to add a member of staff."),
    )
    return place_list(app, spec)
