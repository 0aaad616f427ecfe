"""F8, fifth list: small orders and sincerity money, with their card (2.10, 3.14)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.access import may
from anchang.domain.money import show as money
from anchang.domain.receipt import PayWay
from anchang.domain.sincerity import SincerityEnd, SincerityKind, SincerityState
from anchang.i18n import M, Msg
from anchang.i18n.capitals import in_words
from anchang.services.listing import Column, Row
from anchang.services.lists.sincerity import SINCERITIES
from anchang.storage import sincerity as rows
from anchang.tui.acting import fill_in
from anchang.tui.forms.sincerity import ROOM, choose, printing, take
from anchang.tui.keys import NEW, STEPS
from anchang.tui.lists.cycle import PlaceList, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.papers import first_columns, on_row
from anchang.tui.screens.paper_card import PRINT, CardWords, Fact, Part
from anchang.tui.screens.step_card import StepCard
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

TAKE = NEW.as_("sincerity_take", M("New receipt"), M("Take a small order or sincerity money"))
COLUMNS = ("no", "about", "customer", "amount", "state", "kind")
TONES: dict[str, Tone] = {
    SincerityState.ENTERED: Tone.ASKED,
    SincerityState.HELD: Tone.OPEN,
    SincerityState.REFUND_DUE: Tone.ASKED,
    SincerityState.REFUNDED: Tone.DONE,
    SincerityState.MOVED: Tone.DONE,
    SincerityState.REVERSED: Tone.CLOSED,
}


def _facts(card: Mapping[str, Any], lines: tuple[tuple[Msg, str], ...]) -> list[Fact]:
    return [Fact(label, card[name]) for label, name in lines if card[name] not in (None, "")]


def _receipt(card: Mapping[str, Any]) -> Part:
    facts = [Fact(M("Payer"), card["payer"])]
    if card["third_party"]:
        facts.append(Fact(M("Third party"), M("the payer is not the customer"), Tone.ASKED))
    facts += [Fact(M("Amount"), money(card["amount"])), Fact(M("In capitals"), in_words(card["amount"]))]
    facts.append(Fact(M("Way"), PayWay(card["way"]).label))
    if card["account"]:
        account = M("{account} (supervised)", account=card["account"]) if card["escrow"] else card["account"]
        facts.append(Fact(M("Account"), account))
    facts += _facts(card, (
        (M("Bank reference"), "bank_ref"), (M("Received by"), "cashier"), (M("Written on"), "business_date"),
        (M("Received on"), "received_on"), (M("Arrived on"), "arrived_on"), (M("Counts from"), "confirmed_on"),
        (M("Explanation"), "explanation"), (M("Note"), "note"),
    ))  # fmt: skip
    return Part(M("The receipt"), tuple(facts))


def _about(card: Mapping[str, Any]) -> Part:
    facts = [Fact(M("Taken for"), SincerityKind(card["kind"]).label), Fact(M("Unit or launch"), card["about"])]
    facts += [Fact(M("Customer"), card["customer"]), Fact(M("Consultant"), card["consultant"])]
    return Part(M("What for"), tuple(facts))


def _end(card: Mapping[str, Any]) -> Part:
    facts = _facts(card, ((M("Asked back on"), "asked_on"), (M("Asked by"), "asker"), (M("Reason"), "reason")))
    if card["ended"]:
        facts.append(Fact(M("Came to its end"), SincerityEnd(card["ended"]).label))
        facts += _facts(card, (
            (M("Ended on"), "ended_on"), (M("Ended by"), "ender"), (M("Moved to"), "sub_no"),
            (M("Moved as receipt"), "receipt"), (M("Account"), "back_account"), (M("Bank"), "back_bank"),
            (M("Bank reference"), "back_ref"),
        ))  # fmt: skip
    if not facts:
        coming = card["state"] == SincerityState.ENTERED
        where = M("the bank has not confirmed the money") if coming else M("in the house, nobody has asked for it")
        facts.append(Fact(M("Where it is"), where))
    return Part(M("How it goes on"), tuple(facts))


def words(card: Mapping[str, Any]) -> CardWords:
    """The card in words."""
    state = SincerityState(card["state"])
    return CardWords(
        title=f"{card['no']}  {card['about']}",
        state=state.label,
        tone=TONES[state],
        left=(_receipt(card),),
        right=(_about(card), _end(card)),
    )


async def open_card(app: Console, sincerity_id: int) -> None:
    """Show it over the list."""
    await app.push_screen(StepCard(app, sincerity_id, ROOM, rows.card, words, printing))


def paint(row: Row, column: Column) -> Tone | None:
    """What waits for somebody stands out; the words in the cell say the same."""
    return TONES[row["state"]] if column.key == "state" else None


def sincerities(app: Console) -> PlaceList:
    """The list."""

    def why_not(_row: Row | None) -> Msg | None:
        if may(app.terminal.here.staff.roles, "sincerity.take"):
            return None
        return M("Receipts are written by cashiers and accountants.")

    async def new(_view: Any, _row: Row | None) -> None:
        await fill_in(app, take(app))

    spec = ListSpec(
        listing=first_columns(SINCERITIES, *COLUMNS),
        actions=(
            ListAction(TAKE, new, needs_row=False, why_not=why_not),
            ListAction(STEPS, on_row(app, choose)),
            ListAction(PRINT, on_row(app, printing)),
        ),
        open=on_row(app, open_card),
        empty=M("No small orders and no sincerity money. A cashier presses n to take some."),
        paint=paint,
        help=M("Money before a subscription: s gives it back, or moves it to the deposit."),
    )
    return place_list(app, spec)
