"""The published discounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.access import may
from anchang.i18n import M, Msg
from anchang.services.listing import Column, Row
from anchang.services.lists.discount import DISCOUNTS
from anchang.tui.acting import fill_in
from anchang.tui.forms import discount as forms
from anchang.tui.keys import NEW, Key
from anchang.tui.lists.cycle import PlaceList, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

END = Key("discount_end", ("d", "delete"), M("End"), M("Give this discount its last day"))


def paint(row: Row, column: Column) -> Tone | None:
    """What holds today."""
    if column.key == "holds":
        return Tone.OPEN if row["holds"] else Tone.QUIET
    return None


def discounts(app: Console) -> PlaceList:
    """The list."""

    def why_not(_row: Row | None) -> Msg | None:
        if may(app.terminal.here.staff.roles, "discount_rule.publish"):
            return None
        return M("Discounts are published by managers and leaders.")

    async def new(_view: Any, _row: Row | None) -> None:
        await fill_in(app, forms.PUBLISH)

    async def end(_view: Any, row: Row | None) -> None:
        if row is not None:
            await fill_in(app, forms.END, fixed={"code": row["code"], "version": row["version"]})

    spec = ListSpec(
        listing=DISCOUNTS,
        actions=(
            ListAction(NEW, new, needs_row=False, why_not=why_not),
            ListAction(END, end, why_not=why_not),
        ),
        empty=M("No discount is published. A manager presses n to publish one."),
        paint=paint,
        help=M("Subscriptions may use what holds on their day. F6 again: the subscriptions."),
    )
    return place_list(app, spec)
