"""Old registers that were taken in: when, by whom, and taking a whole one back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.access import may
from anchang.i18n import M, Msg
from anchang.services.listing import Column, Row
from anchang.services.lists.register import REGISTER_IMPORTS
from anchang.services.register_import import TakeBackRegister
from anchang.tui.acting import confirm_and_act
from anchang.tui.keys import NEW, Key
from anchang.tui.lists.cycle import PlaceList, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.theme import Tone
from anchang.tui.widgets.dialogs import Reason, toast

if TYPE_CHECKING:
    from anchang.tui.app import Console

BACK = Key("register_back", ("x", "delete"), M("Take back"), M("Undo the whole import, as long as nothing rests on it"))


def paint(row: Row, column: Column) -> Tone | None:
    """What is taken back is quiet; its day says it as well."""
    return Tone.QUIET if row["taken_back_at"] is not None and column.key in ("file_name", "entries") else None


def make(app: Console) -> PlaceList:
    """The screen."""

    def why_not(row: Row | None) -> Msg | None:
        if not may(app.terminal.here.staff.roles, "register.take_back"):
            return M("The manager and the leaders take a register back.")
        if row is not None and row["taken_back_at"] is not None:
            return M("This register was taken back already.")
        return None

    async def take_back(view: Any, row: Row | None) -> None:
        if row is None:
            return
        question = M("Take back {file} with its {entries} entries?", file=row["file_name"] or f"#{row['id']}",
                     entries=row["entries"])  # fmt: skip
        detail = M("{customers} customers that it made go with it. The file can be taken in again.",
                   customers=row["customers"])  # fmt: skip
        command = lambda why: TakeBackRegister(row["id"], why, row["version"])  # noqa: E731
        await confirm_and_act(app, question, command, reason=Reason.REQUIRED, danger=True, detail=detail)
        view.refresh_data()

    async def open_row(view: Any, row: Row) -> None:
        against = why_not(row)
        if against is not None:
            toast(app, against)
        else:
            await take_back(view, row)

    async def take_in(view: Any, _row: Row | None) -> None:
        from anchang.tui.screens.take_in_register import take_in_register

        await take_in_register(app)
        view.refresh_data()

    actions = (ListAction(NEW, take_in, needs_row=False), ListAction(BACK, take_back, why_not=why_not))
    empty = M("No old register has been taken in. Press n to take one in.")
    return place_list(app, ListSpec(REGISTER_IMPORTS, actions, open_row, empty=empty, paint=paint))
