"""Forms of a launch: preparing it, laying down the order, numbers, choosing (认筹/排号)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.launch import ORDER_LABELS, OrderKind
from anchang.domain.measure import show_area
from anchang.domain.money import show
from anchang.domain.unit import STATE_LABELS, UnitState
from anchang.i18n import M, Msg, say
from anchang.services.launch import CallOffLaunch, LayDownOrder, PrepareLaunch
from anchang.services.launch_ticket import Choose, GiveBackChoice, RegisterForLaunch, WithdrawTicket
from anchang.storage import launch as query
from anchang.storage import launch_units
from anchang.tui.forms.form import Field, FieldKind, Form, Found, LookUp, Values
from anchang.tui.forms.look_ups import customers, new_customer, staff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from anchang.tui.app import Console

ORDERS: dict[str, Msg] = {each.value: words for each, words in ORDER_LABELS.items()}

LAY_DOWN = Form(
    title=M("Lay down the order of a launch"),
    command=LayDownOrder,
    help=M("Figures that were made public before anybody could know them, as those of a lottery."),
    fields=(Field("seed", M("Drawn from"), limit=200, help=M("needed where the order is drawn by lot")),),
    save_label=M("Lay it down"),
)
CALL_OFF = Form(
    title=M("Call a launch off"),
    command=CallOffLaunch,
    fields=(Field("reason", M("Reason"), required=True),),
)
WITHDRAW = Form(
    title=M("Give a registration number back"),
    command=WithdrawTicket,
    fields=(Field("reason", M("Reason"), required=True),),
)


def prepare(app: Console, buildings: Sequence[str]) -> Form:
    """A launch of whole buildings."""
    return Form(
        title=M("Prepare a launch"),
        command=PrepareLaunch,
        help=M("While it is on, its units are taken by the line alone."),
        fields=(
            Field("name", M("Name of the launch"), required=True, limit=60),
            Field("held_on", M("Held on"), FieldKind.DATE, required=True, default=app.terminal.today),
            Field("order", M("Order"), FieldKind.CHOICE, choices=ORDERS, default="drawn", to_value=OrderKind),
            Field("buildings", M("Buildings"), FieldKind.MULTI, required=True,
                  choices={each: each for each in buildings}),
        ),
    )  # fmt: skip


def register(app: Console) -> Form:
    """A number for a customer."""
    return Form(
        title=M("Give out a registration number"),
        command=RegisterForLaunch,
        help=M("It rests on the sincerity money that the cashier has taken for this launch (F8)."),
        fields=(
            Field("customer", M("Customer"), FieldKind.SEARCH, required=True, look_up=customers(app),
                  add=new_customer(app), placeholder=M("name, phone or initials")),
            Field("consultant", M("Consultant"), FieldKind.SEARCH, look_up=staff(app),
                  help=M("empty: the customer's own")),
        ),
    )  # fmt: skip


def of_launch(app: Console, launch_id: int) -> LookUp:
    """The units of this launch alone, what is free on top: at the table there is no time to look through others."""

    async def look_up(text: str, _values: Values) -> tuple[Found, ...]:
        rows = await app.terminal.look(launch_units.like, launch_id, text)
        return tuple(Found(row["id"], row["label"], _notes(row)) for row in rows)

    return look_up


def _notes(row: Mapping[str, Any]) -> str:
    area = "" if row["built_area"] is None else f"{show_area(row['built_area'])}㎡"
    price = "" if row["list_total"] is None else show(row["list_total"])
    parts = (say(STATE_LABELS[UnitState(row["state"])]), row["layout"], area, price)
    return "  ".join(part for part in parts if part)


def chosen_by(app: Console, ticket_id: int) -> LookUp:
    """What this number has chosen."""

    async def look_up(text: str, _values: Values) -> tuple[Found, ...]:
        rows = await app.terminal.look(query.chosen, ticket_id)
        return tuple(Found(row["unit_id"], row["label"]) for row in rows if text.strip().upper() in row["label"])

    return look_up


def choose(app: Console, row: Mapping[str, Any]) -> Form:
    """The unit that a customer at the table takes."""
    return Form(
        title=M("Choose a unit in the launch"),
        command=Choose,
        help=M("For number {number}: {customer}.", number=row["no"], customer=row["customer"]),
        fields=(
            Field("unit", M("Unit"), FieldKind.SEARCH, required=True, look_up=of_launch(app, row["launch_id"])),
        ),
    )  # fmt: skip


def give_back(app: Console, row: Mapping[str, Any]) -> Form:
    """A unit that the customer lets go again."""
    return Form(
        title=M("Give a chosen unit back"),
        command=GiveBackChoice,
        fields=(Field("unit", M("Unit"), FieldKind.SEARCH, required=True, look_up=chosen_by(app, row["id"])),),
    )
