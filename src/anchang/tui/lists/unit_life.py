"""Batches, waiting lists, reserves and flags; and what happened to one unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.batch import BATCH
from anchang.i18n import M, Msg
from anchang.services.listing import Column, Row
from anchang.services.lists.unit_life import BATCHES, CLAIMS, FLAGS, HISTORY, RESERVES, WAITS
from anchang.tui.acting import fill_in
from anchang.tui.forms import unit_life as forms
from anchang.tui.forms.look_ups import permits, the_only_one
from anchang.tui.keys import NEW, Key
from anchang.tui.lists.cycle import PlaceList, cycle, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

RELEASE = Key("batch_release", ("p", "ctrl+y"), M("Release it"), M("Put every unit of the batch on sale"))
DROP = Key("batch_drop", ("x", "delete"), M("Drop"), M("Give the plan of this batch up"))
STOP = Key("unit_wait_stop", ("x", "delete"), M("Stop waiting"), M("Take this customer off the list"))
OTHER = Key("unit_lists_other", ("w", "ctrl+w"), M("Next list"), M("Batches, waiting lists, reserves, flags in turn"))


def _to_other(app: Console) -> ListAction:
    async def other(_view: Any, _row: Row | None) -> None:
        app.call_later(app.action_go, "unit_lists")

    return ListAction(OTHER, other, needs_row=False)


def _steps_of_unit(app: Console) -> Any:
    async def steps(_view: Any, row: Row) -> None:
        from anchang.tui.screens.unit_steps import open_steps

        await open_steps(app, row["unit_id"])

    return steps


def batches(app: Console) -> PlaceList:
    """Batches with their totals."""

    def why_not(step: str) -> Any:
        def reason(row: Row | None) -> Msg | None:
            if not BATCH.step(step).roles & app.terminal.here.staff.roles:
                return M("Batches are put on sale by managers and leaders.")
            if row is not None and row["state"] not in BATCH.step(step).sources:
                return M("This batch is not planned any more.")
            return None

        return reason

    async def new(_view: Any, _row: Row | None) -> None:
        await fill_in(app, forms.plan_batch())

    async def release(_view: Any, row: Row | None) -> None:
        if row is not None:
            values = {"permit": await the_only_one(permits(app))}
            fixed = {"batch": row["id"], "version": row["version"]}
            await fill_in(app, forms.release_batch(app), values=values, fixed=fixed)

    async def drop(_view: Any, row: Row | None) -> None:
        if row is not None:
            await fill_in(app, forms.DROP_BATCH, fixed={"batch": row["id"], "version": row["version"]})

    spec = ListSpec(
        listing=BATCHES,
        actions=(
            ListAction(NEW, new, needs_row=False),
            ListAction(RELEASE, release, why_not=why_not("release")),
            ListAction(DROP, drop, why_not=why_not("drop")),
            _to_other(app),
        ),
        empty=M("No batch yet. A manager presses n to plan one."),
        paint=_paint_batch,
        help=M("A batch goes on sale whole. The totals are those of its units as they stand now."),
    )
    return place_list(app, spec)


def _paint_batch(row: Row, column: Column) -> Tone | None:
    if column.key == "state":
        return {"planned": Tone.ASKED, "released": Tone.OPEN}.get(row["state"], Tone.QUIET)
    return None


def waits(app: Console) -> PlaceList:
    """Who waits for which unit."""

    async def stop(_view: Any, row: Row | None) -> None:
        if row is not None:
            fixed = {"unit": row["unit_id"], "customer": row["customer_id"]}
            await fill_in(app, forms.STOP_WAITING, fixed=fixed)

    def why_not(row: Row | None) -> Msg | None:
        if row is not None and row["customer_id"] is None:
            return M("This is somebody else's customer.")
        return M("This place has ended.") if row is not None and row["place"] is None else None

    spec = ListSpec(
        listing=WAITS,
        actions=(ListAction(STOP, stop, why_not=why_not), _to_other(app)),
        open=_steps_of_unit(app),
        empty=M("Nobody waits. In the inventory w puts a customer on the list of a unit."),
        paint=_paint_wait,
        help=M("When a unit is free the first on its list has the offer for a while, then the next."),
    )
    return place_list(app, spec)


def _paint_wait(row: Row, column: Column) -> Tone | None:
    return Tone.OPEN if column.key == "state" and row["state"] == "offered" else None


def reserves(app: Console) -> PlaceList:
    """Units that the director keeps back."""
    spec = ListSpec(
        listing=RESERVES,
        actions=(_to_other(app),),
        open=_steps_of_unit(app),
        empty=M("No unit is reserved."),
        help=M("A reserve has no end; it stands here and in every report of the inventory until it is let go."),
    )
    return place_list(app, spec)


def flags(app: Console) -> PlaceList:
    """Units that a bank, a court or the office has its hand on."""
    spec = ListSpec(
        listing=FLAGS,
        actions=(_to_other(app),),
        open=_steps_of_unit(app),
        empty=M("No unit is mortgaged, seized or frozen."),
    )
    return place_list(app, spec)


def of_unit(app: Console, name: str, label: str) -> PlaceList:
    """What happened to one unit, or who had it."""
    listing = CLAIMS if name == "claims" else HISTORY
    spec = ListSpec(listing=listing, empty=M("Nothing happened to this unit yet."))
    return place_list(app, spec, start={"unit": label}, can_close=True)


def make(app: Console) -> PlaceList:
    """The screen."""
    return cycle(app, (batches, waits, reserves, flags))
