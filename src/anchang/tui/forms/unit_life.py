"""Forms around a unit: more time, waiting lists, flags, links, what came back, batches, later prices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from anchang.domain.unit_flag import FLAG_LABELS, UnitFlag
from anchang.i18n import M, zone
from anchang.services.batch import DropBatch, PlanBatch, ReleaseBatch
from anchang.services.price_effect import CallOffPriceList, SchedulePriceList
from anchang.services.unit_flag import ClearFlag, FlagUnit
from anchang.services.unit_hold import ExtendHold
from anchang.services.unit_link import LinkUnit, UnlinkUnit
from anchang.services.unit_return import KeepBack, ReleaseReturn
from anchang.services.unit_wait import StopWaiting, WaitForUnit
from anchang.tui.forms.form import Field, FieldKind, Form, Found, LookUp, Values
from anchang.tui.forms.look_ups import customers, new_customer, permits, units

if TYPE_CHECKING:
    from anchang.tui.app import Console

REASON = Field("reason", M("Reason"), required=True)
EXTEND = Form(
    title=M("Extend a hold"),
    command=ExtendHold,
    help=M("Empty minutes: the office's usual time, counted from the present end."),
    fields=(Field("minutes", M("Minutes"), FieldKind.INTEGER), REASON),
)
RELEASE_RETURN = Form(title=M("Put a returned unit back on sale"), command=ReleaseReturn, fields=(REASON,))
KEEP_BACK = Form(title=M("Keep a returned unit off sale"), command=KeepBack, fields=(REASON,))
UNLINK = Form(title=M("Unlink a parking space or storage room"), command=UnlinkUnit, fields=(REASON,))
STOP_WAITING = Form(title=M("Stop waiting for a unit"), command=StopWaiting, fields=(REASON,))
DROP_BATCH = Form(title=M("Drop a batch"), command=DropBatch, fields=(REASON,))
CALL_OFF = Form(title=M("Call off a price list"), command=CallOffPriceList, fields=(REASON,))


def wait(app: Console) -> Form:
    """A customer for the end of the list."""
    return Form(
        title=M("Wait for a unit"),
        command=WaitForUnit,
        help=M("When the unit is free again the next on the list has the offer for a while; you are told under F9."),
        fields=(
            Field("customer", M("Customer"), FieldKind.SEARCH, required=True, look_up=customers(app),
                  add=new_customer(app)),
            Field("note", M("Note"), limit=200),
        ),
    )  # fmt: skip


def stop_waiting(app: Console, unit: str) -> Form:
    """A customer of this unit's list."""

    async def look_up(text: str, _values: Values) -> tuple[Found, ...]:
        from anchang.services.listing import Ask
        from anchang.services.lists.unit_life import WAITS

        page = await app.terminal.look(WAITS.page, Ask({"unit": unit}))
        return tuple(
            Found(row["customer_id"], row["customer"], row["consultant"])
            for row in page.rows
            if row["customer_id"] is not None and text.strip() in row["customer"]
        )

    return Form(
        title=M("Stop waiting for a unit"),
        command=StopWaiting,
        name="unit.stop_waiting",
        fields=(Field("customer", M("Customer"), FieldKind.SEARCH, required=True, look_up=look_up), REASON),
    )


def flag(kinds: Iterable[UnitFlag]) -> Form:
    """One of the flags that do not stand yet."""
    return _flagged(M("Set a flag on a unit"), FlagUnit, kinds)


def clear_flag(kinds: Iterable[UnitFlag]) -> Form:
    """One of the flags that stand."""
    return _flagged(M("Take a flag off a unit"), ClearFlag, kinds)


def _flagged(title: Any, command: Any, kinds: Iterable[UnitFlag]) -> Form:
    choices = {kind.value: FLAG_LABELS[kind] for kind in kinds}
    return Form(
        title=title,
        command=command,
        fields=(
            Field("flag", M("Flag"), FieldKind.CHOICE, required=True, choices=choices, default=next(iter(choices)),
                  to_value=UnitFlag),
            REASON,
            Field("paper_no", M("Paper no."), limit=60, help=M("the court's or the bank's paper")),
        ),
    )  # fmt: skip


def link(app: Console) -> Form:
    """A parking space or storage room for the unit."""
    return Form(
        title=M("Link a parking space or storage room"),
        command=LinkUnit,
        fields=(
            Field("linked", M("Parking or storage"), FieldKind.SEARCH, required=True, look_up=_side_units(app)),
        ),
    )  # fmt: skip


def _side_units(app: Console) -> LookUp:
    parking, storage = units(app, usage="parking"), units(app, usage="storage")

    async def look_up(text: str, values: Values) -> tuple[Found, ...]:
        return (*await parking(text, values), *await storage(text, values))

    return look_up


def plan_batch() -> Form:
    """A batch of the unreleased units of a building or entrance."""
    return Form(
        title=M("Plan a batch"),
        command=PlanBatch,
        help=M("Every unit of the building and entrance that is not on sale yet."),
        fields=(
            Field("name", M("Name of the batch"), required=True, limit=60),
            Field("building", M("Building"), required=True, limit=40),
            Field("entrance", M("Entrance"), limit=40),
            Field("planned_on", M("Planned for"), FieldKind.DATE),
            Field("note", M("Note"), limit=200),
        ),
    )


def release_batch(app: Console) -> Form:
    """The permit under which the batch goes on sale."""
    return Form(
        title=M("Put a batch on sale"),
        command=ReleaseBatch,
        help=M("Every unit of the batch, or none."),
        fields=(Field("permit", M("Permit"), FieldKind.SEARCH, required=True, look_up=permits(app)),),
    )


def _at(price_list: int, day: date, at: time, version: int | None = None) -> SchedulePriceList:
    return SchedulePriceList(price_list, datetime.combine(day, at, tzinfo=zone()), version)


SCHEDULE = Form(
    title=M("Approve a price list for later"),
    command=_at,
    name="price_list.schedule",
    help=M("Until then the old prices hold; then it takes effect by itself."),
    fields=(
        Field("day", M("Day"), FieldKind.DATE, required=True),
        Field("at", M("Time"), FieldKind.TIME, required=True, default=time(0)),
    ),
)
