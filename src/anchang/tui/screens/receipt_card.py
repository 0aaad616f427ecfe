"""A receipt on one screen: its parts, what each of them pays, its reversal (3.14)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.errors import nothing_there
from anchang.domain.money import show as money
from anchang.domain.plan import MoneyType
from anchang.domain.receipt import PayWay, ReceiptState
from anchang.i18n import M, Msg
from anchang.i18n.capitals import in_words
from anchang.services.buyer_id import RevealSubscriptionId
from anchang.storage import receipt as rows
from anchang.tui.acting import Result, act
from anchang.tui.forms.receipt_steps import ROOM, printing
from anchang.tui.screens.paper_card import CardWords, Fact, Part
from anchang.tui.screens.step_card import StepCard
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

TONES: dict[str, Tone] = {
    ReceiptState.ENTERED: Tone.ASKED,
    ReceiptState.CONFIRMED: Tone.OPEN,
    ReceiptState.REVERSED: Tone.CLOSED,
}


def _paper(card: Mapping[str, Any]) -> Part:
    facts = [Fact(M("Payer"), card["payer"])]
    if card["third_party"]:
        facts.append(Fact(M("Third party"), M("the payer is not a buyer"), Tone.ASKED))
    facts += [
        Fact(M("Amount"), money(card["amount"])),
        Fact(M("In capitals"), in_words(card["amount"])),
        Fact(M("Received by"), card["cashier"]),
    ]
    days: list[tuple[Msg, Any]] = [
        (M("Written on"), card["business_date"]),
        (M("Received on"), card["received_on"]),
        (M("Arrived on"), card["arrived_on"]),
        (M("Counts from"), card["confirmed_on"]),
        (M("Reversed on"), card["reversed_on"]),
    ]
    facts += [Fact(label, day) for label, day in days if day is not None]
    for label, text in (
        (M("Reversed because"), card["reversal_reason"]), (M("Explanation"), card["explanation"]),
        (M("Note"), card["note"]),
    ):  # fmt: skip
        if text:
            facts.append(Fact(label, text))
    return Part(M("The receipt"), tuple(facts))


def _deal(card: Mapping[str, Any]) -> Part:
    facts = (
        Fact(M("Subscription"), card["sub_no"]),
        Fact(M("Unit"), card["unit"]),
        Fact(M("Customer"), card["customer"]),
    )
    return Part(M("The deal"), facts)


def _line(line: Mapping[str, Any]) -> Part:
    facts = [
        Fact(M("What for"), MoneyType(line["money_type"]).label),
        Fact(M("Amount"), money(line["amount"])),
        Fact(M("Way"), PayWay(line["way"]).label),
    ]
    if line["account"]:
        account = M("{account} (supervised)", account=line["account"]) if line["escrow"] else line["account"]
        facts.append(Fact(M("Account"), account))
    for label, text in ((M("Bank reference"), line["bank_ref"]), (M("Invoice no."), line["invoice_no"])):
        if text:
            facts.append(Fact(label, text))
    used = sum(each["amount"] for each in line["used"])
    facts += [
        Fact(M("Pays no. {no}", no=each["instalment_no"]), money(each["amount"])) for each in line["used"]
    ]
    if used != line["amount"]:
        facts.append(Fact(M("Pays nothing yet"), money(line["amount"] - used)))
    return Part(M("Part {no}", no=line["no"]), tuple(facts))


def words(card: Mapping[str, Any]) -> CardWords:
    """The card in words."""
    state = ReceiptState(card["state"])
    return CardWords(
        title=f"{card['no']}  {card['unit']}",
        state=state.label,
        tone=TONES[state],
        left=(_paper(card), _deal(card)),
        right=tuple(_line(line) for line in card["lines"]),
    )


async def open_card(app: Console, receipt_id: int) -> None:
    """Show it over the list."""

    async def reveal(reason: str) -> Result:
        card = await app.terminal.look(rows.card, receipt_id)
        if card is None:
            raise nothing_there(M("receipt"), receipt_id)
        return await act(app, RevealSubscriptionId(card["subscription_id"], reason), quiet=True)

    await app.push_screen(StepCard(app, receipt_id, ROOM, rows.card, words, printing, reveal))
