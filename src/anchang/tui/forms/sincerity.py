"""Forms of small orders and sincerity money: taking, confirming, asking back, giving back, moving, reversing (2.10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from anchang.domain.receipt import PayWay
from anchang.domain.sincerity import BACK_WAYS
from anchang.i18n import M, Msg
from anchang.services.sincerity import (
    AskSincerityBack,
    ConfirmSincerity,
    PaySincerityBack,
    ReverseSincerity,
    TakeSincerity,
)
from anchang.services.sincerity_facts import NOUN
from anchang.services.sincerity_menu import menu
from anchang.services.sincerity_move import MoveSincerity
from anchang.storage import sincerity as rows
from anchang.tui.acting import fill_in
from anchang.tui.forms.form import Field, FieldKind, Form, Section
from anchang.tui.forms.look_ups import customers, in_list, units
from anchang.tui.forms.receipt import WAYS
from anchang.tui.papers import StepMaker
from anchang.tui.steps import Paper, Steps, print_step

if TYPE_CHECKING:
    from anchang.tui.app import Console

TAKEN_BY: dict[str, Msg] = {name: words for name, words in WAYS.items() if name != PayWay.VOUCHER}
BACK_BY: dict[str, Msg] = {name: words for name, words in WAYS.items() if PayWay(name) in BACK_WAYS}

CONFIRM = Form(
    title=M("Confirm the arrival of sincerity money"),
    command=ConfirmSincerity,
    fields=(Field("arrived_on", M("Arrived on"), FieldKind.DATE, help=M("empty: today")),),
)
ASK_BACK = Form(
    title=M("Ask for sincerity money back"),
    command=AskSincerityBack,
    help=M("It is no deposit: it goes back whole. The unit of a small order is free again at once."),
    fields=(Field("reason", M("Reason"), required=True),),
)
REVERSE = Form(
    title=M("Reverse a receipt of sincerity money"),
    command=ReverseSincerity,
    help=M("Only for a receipt that was written wrongly. What the customer gets back is given back."),
    fields=(Field("reason", M("Reason"), required=True),),
)


def take(app: Console) -> Form:
    """The receipt, for a unit that is held or for a launch."""
    return Form(
        title=M("Take a small order or sincerity money"),
        command=TakeSincerity,
        help=M("For a unit that is held as a small order, or for a number of a launch: fill in one of the two."),
        fields=(
            Field("customer", M("Customer"), FieldKind.SEARCH, required=True, look_up=customers(app),
                  placeholder=M("name, phone or initials")),
            Field("unit", M("Unit held"), FieldKind.SEARCH, look_up=units(app, state="held")),
            Field("launch", M("Launch"), FieldKind.SEARCH, look_up=in_list(app, "launches", "no", "name", "state")),
            Field("amount", M("Amount"), FieldKind.MONEY, required=True),
            Field("way", M("Way"), FieldKind.CHOICE, required=True, choices=TAKEN_BY, default="pos", to_value=PayWay),
            Field("account", M("Into the account"), limit=60, default=app.terminal.here.project.escrow_account),
            Field("bank_ref", M("Bank reference"), limit=60),
            Field("received_on", M("Received on"), FieldKind.DATE, default=app.terminal.today),
            Field("payer", M("Payer"), limit=60, help=M("empty: the customer")),
            Field("escrow", M("Supervised account"), FieldKind.FLAG,
                  help=M("the project's own is recognised by itself")),
            Field("explanation", M("Explanation"),
                  help=M("needed for pre-sale money that is not on the supervised account")),
            Field("note", M("Note"), FieldKind.MULTILINE, limit=4000),
        ),
        sections=(Section(M("What for"), "customer"), Section(M("The receipt"), "amount")),
        save_label=M("Write the receipt"),
    )  # fmt: skip


def pay_back(payer: str) -> Form:
    """To the payer's own account."""
    return Form(
        title=M("Give sincerity money back"),
        command=PaySincerityBack,
        help=M("Money goes back only to an account of {payer}.", payer=payer),
        fields=(
            Field("account", M("Account"), required=True, limit=60),
            Field("bank", M("Bank"), limit=60),
            Field("holder", M("Whose account"), limit=60, default=payer),
            Field("way", M("Way"), FieldKind.CHOICE, required=True, choices=BACK_BY, default="transfer",
                  to_value=PayWay),
            Field("bank_ref", M("Bank reference"), limit=60),
        ),
    )  # fmt: skip


def move(app: Console, customer: str) -> Form:
    """To the deposit of a subscription of the same customer."""
    return Form(
        title=M("Move sincerity money to the deposit"),
        command=MoveSincerity,
        help=M("Nothing is paid: a receipt of the subscription names this one. For a subscription of {customer}.",
               customer=customer),
        fields=(
            Field("subscription", M("Subscription"), FieldKind.SEARCH, required=True,
                  look_up=in_list(app, "subscriptions", "sub_no", "unit", "buyer", "state"),
                  placeholder=M("number, unit or buyer")),
        ),
    )  # fmt: skip


PAPER = Paper(NOUN, rows.card, "sincerity")
printing = print_step("sincerity")


async def _move(app: Console, row_id: int) -> None:
    card = await PAPER.card(app, row_id)
    await fill_in(app, move(app, card["customer"]), fixed=PAPER.fixed(card))


STEPS: Mapping[str, StepMaker] = {
    "confirm": PAPER.form(CONFIRM), "ask_back": PAPER.form(ASK_BACK), "move": _move,
    "pay_back": PAPER.form(lambda card: pay_back(card["payer"])), "reverse": PAPER.form(REVERSE), "print": printing,
}  # fmt: skip
ROOM = Steps(PAPER, menu, STEPS, lambda card: f"{card['no']}  {card['about']}")
choose = ROOM.choose
