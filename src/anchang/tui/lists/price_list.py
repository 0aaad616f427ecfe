"""Price lists: what each would change, approving and rejecting (2.16, 2.18)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.drafted import DraftedState, PriceListState
from anchang.domain.price_list import Preview
from anchang.i18n import M, Msg
from anchang.services.listing import Row
from anchang.services.lists.price_list import PRICE_LISTS
from anchang.services.price_list import ApprovePriceList, RejectPriceList, preview_of
from anchang.tui.acting import confirm_and_act, fill_in
from anchang.tui.forms.unit_life import CALL_OFF
from anchang.tui.forms.unit_life import SCHEDULE as SCHEDULE_FORM
from anchang.tui.keys import NEW, Key
from anchang.tui.lists.cycle import PlaceList, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.papers import on_row
from anchang.tui.widgets.dialogs import Notice, Reason

if TYPE_CHECKING:
    from anchang.tui.app import Console

APPROVE = Key("price_list_approve", ("p", "ctrl+y"), M("Approve"), M("Put this price list into force"))
SCHEDULE = Key("price_list_schedule", ("t", "ctrl+w"), M("Later"), M("Approve this price list for a later time"))
REJECT = Key("price_list_reject", ("x", "delete"), M("Reject"), M("Do not take this price list"))


def _effect(found: Preview) -> Msg:
    return M(
        "{new} units new, {changed} changed, {unchanged} unchanged, {remarks} remarks.",
        new=len(found.new),
        changed=len(found.changed),
        unchanged=len(found.unchanged),
        remarks=len(found.issues),
    )


async def open_card(app: Console, row_id: int) -> None:
    """What the list would change now; for whoever may approve it, the question whether to."""
    found = await app.terminal.look(preview_of, row_id)
    question = M("Approve this price list?")
    await confirm_and_act(app, question, ApprovePriceList(row_id), detail=_effect(found))


def make(app: Console) -> PlaceList:
    """The screen."""

    async def show_effect(_view: Any, row: Row) -> None:
        if row["state"] == DraftedState.DRAFT.value:
            await open_card(app, row["id"])
        else:
            found = await app.terminal.look(preview_of, row["id"])
            await app.push_screen_wait(Notice(row["no"], _effect(found)))

    async def reject(_view: Any, row: Row | None) -> None:
        if row is not None:
            if row["state"] == PriceListState.SCHEDULED:
                await fill_in(app, CALL_OFF, fixed={"price_list": row["id"], "version": row["version"]})
                return
            question = M("Reject price list {no}?", no=row["no"])
            await confirm_and_act(app, question, lambda why: RejectPriceList(row["id"], why), reason=Reason.REQUIRED)

    async def schedule(_view: Any, row: Row | None) -> None:
        if row is not None:
            await fill_in(app, SCHEDULE_FORM, fixed={"price_list": row["id"], "version": row["version"]})

    async def take_in(_view: Any, _row: Row | None) -> None:
        from anchang.tui.screens.take_in import take_in

        await take_in(app)

    spec = ListSpec(
        listing=PRICE_LISTS,
        actions=(ListAction(NEW, take_in, needs_row=False), ListAction(APPROVE, on_row(app, open_card)),
                 ListAction(SCHEDULE, schedule), ListAction(REJECT, reject)),
        open=show_effect,
        empty=M("No price list yet. Press n to import one."),
    )
    return place_list(app, spec)
