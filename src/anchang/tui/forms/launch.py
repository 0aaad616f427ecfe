"""Forms of a launch: preparing it, laying down the order, numbers, choosing (认筹/排号)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anchang.domain.launch import ORDER_LABELS, OrderKind
from anchang.i18n import M, Msg
from anchang.services.launch import CallOffLaunch, LayDownOrder, PrepareLaunch
from anchang.services.launch_ticket import Choose, GiveBackChoice, RegisterForLaunch, WithdrawTicket
from anchang.tui.forms.form import Field, FieldKind, Form
from anchang.tui.forms.look_ups import customers, new_customer, staff, units

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


def choose(app: Console) -> Form:
    """The unit that a customer at the table takes."""
    return Form(
        title=M("Choose a unit in the launch"),
        command=Choose,
        fields=(Field("unit", M("Unit"), FieldKind.SEARCH, required=True, look_up=units(app)),),
    )


def give_back(app: Console) -> Form:
    """A unit that the customer lets go again."""
    return Form(
        title=M("Give a chosen unit back"),
        command=GiveBackChoice,
        fields=(Field("unit", M("Unit"), FieldKind.SEARCH, required=True, look_up=units(app)),),
    )
