"""Forms of money (3.14): writing a receipt, confirming that the bank has it, taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.money import show as money
from anchang.domain.plan import MONEY_LABELS, ON_BEHALF, PRICE, MoneyType
from anchang.domain.receipt import WAY_LABELS, PayWay
from anchang.i18n import M, Msg, say
from anchang.services.receipt import ConfirmReceipt, EnterReceipt, MoneyLine, ReverseReceipt
from anchang.services.receipt_preview import Deal, Owed, deal
from anchang.tui.acting import fill_in
from anchang.tui.forms.form import Field, FieldKind, Form, Found, Section, Values
from anchang.tui.forms.look_ups import in_list

if TYPE_CHECKING:
    from anchang.tui.app import Console

TYPES: dict[str, Msg] = {
    kind.value: words
    for kind, words in MONEY_LABELS.items()
    if kind in PRICE | ON_BEHALF | {MoneyType.LATE_FEE, MoneyType.HANDLING_FEE, MoneyType.OTHER}
}
WAYS: dict[str, Msg] = {way.value: words for way, words in WAY_LABELS.items() if way is not PayWay.OPENING}
SHOWN = 4  # payments that the hint names


def owed_words(one: Owed) -> Msg:
    """«1 deposit money 50,000.00 (2026-11-23)»."""
    if one.due_on is None:
        return M("{no} {what} {amount}", no=one.no, what=one.money_type, amount=money(one.unpaid))
    return M("{no} {what} {amount} ({day})", no=one.no, what=one.money_type, amount=money(one.unpaid), day=one.due_on)


class Owing:
    """What the chosen deal owes, and what the typed lines will pay; read in a thread as soon as the deal is known."""

    def __init__(self, app: Console) -> None:
        self.app = app
        self.known: dict[int, Deal] = {}

    async def read(self, subscription_id: int) -> Deal:
        """The deal, remembered while the form is open."""
        found = await self.app.terminal.look(deal, subscription_id)
        self.known[subscription_id] = found
        return found

    async def hint(self, subscription_id: Any, values: Values) -> Msg | None:
        """Beside the search: who buys."""
        found = await self.read(subscription_id)
        return M("{unit}: {buyers}", unit=found.unit, buyers=found.buyers)

    def owes(self, values: Values) -> str | Msg | None:
        """What is not paid yet."""
        found = self.known.get(values.get("subscription") or 0)
        if found is None:
            return None
        if not found.owed:
            return M("Nothing is owed.")
        words = say(M("; ")).join(say(owed_words(one)) for one in found.owed[:SHOWN])
        rest = len(found.owed) - SHOWN
        return words if rest <= 0 else f"{words}{say(M('; '))}{say(M('{count} more', count=rest))}"

    def pays(self, values: Values) -> str | Msg | None:
        """Where the money will go."""
        found = self.known.get(values.get("subscription") or 0)
        lines = [
            (row["money_type"], row["amount"], row["instalment_no"])
            for row in values.get("lines") or ()
            if row["amount"] and row["money_type"]
        ]
        if found is None or not lines:
            return None
        uses, surplus = found.pays(lines)
        parts = [
            say(M("{no} {what} {amount}", no=one.no, what=one.money_type, amount=money(amount))) for one, amount in uses
        ]
        if surplus:
            parts.append(say(M("on account or outside the price {amount}", amount=money(surplus))))
        return say(M("; ")).join(parts)


def total(values: Values) -> int | None:
    """The sum of the lines, fen."""
    amounts = [row["amount"] for row in values.get("lines") or () if row["amount"]]
    return sum(amounts) if amounts else None


def _line(**values: Any) -> MoneyLine:
    return MoneyLine(**{name: value for name, value in values.items() if value is not None})


def _line_fields(account: str) -> tuple[Field, ...]:
    return (
        Field("amount", M("Amount"), FieldKind.MONEY, required=True),
        Field("money_type", M("What for"), FieldKind.CHOICE, required=True, choices=TYPES, default="deposit",
              to_value=MoneyType),
        Field("way", M("Way"), FieldKind.CHOICE, required=True, choices=WAYS, default="pos", to_value=PayWay),
        Field("account", M("Into the account"), limit=60, default=account),
        Field("escrow", M("Supervised account"), FieldKind.FLAG, help=M("the project's own is recognised by itself")),
        Field("bank_ref", M("Bank reference"), limit=60),
        Field("invoice_no", M("Invoice no."), limit=60),
        Field("instalment_no", M("For payment no."), FieldKind.INTEGER, help=M("empty: the oldest due first")),
    )  # fmt: skip


def enter_form(app: Console, owing: Owing, subscription: Found | None) -> Form:
    """A receipt, for a deal that is searched or known."""
    look_up = in_list(app, "subscriptions", "sub_no", "unit", "buyer", "state")
    which = f".{subscription.value}" if subscription is not None else ""
    return Form(
        title=M("Write a receipt"),
        command=EnterReceipt,
        name=f"receipt.enter{which}",
        help=M("Cash and card count at once, everything else when its arrival is confirmed."),
        fields=(
            Field("subscription", M("Subscription"), FieldKind.SEARCH, required=True, look_up=look_up,
                  default=subscription, hint=owing.hint, placeholder=M("number, unit or buyer")),
            Field("owes", M("Owed"), derived=owing.owes, sent=False),
            Field("payer", M("Payer"), required=True, limit=60),
            Field("received_on", M("Received on"), FieldKind.DATE, default=app.terminal.today),
            Field("lines", M("Money"), FieldKind.ROWS, required=True, least=1, most=10,
                  fields=_line_fields(app.terminal.here.project.escrow_account), row_type=_line),
            Field("sum", M("In all"), FieldKind.MONEY, derived=total, sent=False),
            Field("pays", M("It pays"), derived=owing.pays, sent=False),
            Field("explanation", M("Explanation"),
                  help=M("needed for pre-sale money that is not on the supervised account")),
            Field("note", M("Note"), FieldKind.MULTILINE, limit=4000),
        ),
        sections=(Section(M("The deal"), "subscription"), Section(M("The receipt"), "sum")),
        save_label=M("Write the receipt"),
    )  # fmt: skip


async def open_receipt(app: Console, subscription_id: int | None = None) -> Mapping[str, Any] | None:
    """Write a receipt; what the use case answered, None when it was given up."""
    owing = Owing(app)
    if subscription_id is None:
        result = await fill_in(app, enter_form(app, owing, None))
    else:
        found = await owing.read(subscription_id)
        values = {"payer": found.buyers[0]} if found.buyers else {}
        chosen = Found(subscription_id, found.sub_no)
        result = await fill_in(app, enter_form(app, owing, chosen), values=values)
    for note in (result or {}).get("notes", ()):
        app.notify(str(note), severity="warning", timeout=12, markup=False)
    return result


CONFIRM = Form(
    title=M("Confirm the arrival of money"),
    command=ConfirmReceipt,
    help=M("The receipt counts from today, whatever day the bank names."),
    fields=(Field("arrived_on", M("Arrived on"), FieldKind.DATE, help=M("empty: today")),),
)
REVERSE = Form(
    title=M("Reverse a receipt"),
    command=ReverseReceipt,
    help=M("Enter the right receipt first where something rests on this money."),
    fields=(Field("reason", M("Reason"), required=True),),
)
