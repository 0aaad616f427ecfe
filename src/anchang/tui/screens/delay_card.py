"""A request for a later signing on one screen: facts, money, what it moves, what was before (3.9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType

from anchang.domain.authority import Level
from anchang.domain.delay import STATE_LABELS, DelayState
from anchang.domain.money import show as money
from anchang.domain.plan import DueRule
from anchang.i18n import M
from anchang.services.entries import DELAY_REASONS
from anchang.storage import delay as query
from anchang.storage import subscription_query
from anchang.storage.reading import Read
from anchang.tui.forms.delay_steps import ROOM, printing
from anchang.tui.keys import Key
from anchang.tui.screens.paper_card import CardWords, Fact, Part, decided, decisions_part
from anchang.tui.screens.step_card import StepCard
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

S = DelayState
APPROVE = Key("delay_approve", ("a", "ctrl+a"), M("Approve"), M("Grant the later signing"))
REJECT = Key("delay_reject", ("x", "ctrl+x"), M("Refuse"), M("Refuse the later signing, with the reason"))
EXECUTE = Key("delay_execute", ("e", "ctrl+e"), M("Execute"), M("Write the new day into the deal"))
TONES: dict[S, Tone] = {
    S.DRAFT: Tone.QUIET,
    S.VERIFIED: Tone.QUIET,
    S.PENDING: Tone.ASKED,
    S.APPROVED: Tone.TAKEN,
    S.REJECTED: Tone.CLOSED,
    S.WITHDRAWN: Tone.CLOSED,
    S.EXECUTED: Tone.OPEN,
    S.CLOSED: Tone.DONE,
    S.EXPIRED: Tone.LATE,
    S.LAPSED: Tone.CLOSED,
}


def read_card(read: Read, delay_id: int) -> dict[str, Any] | None:
    """The request with the payments of its deal under `plan`."""
    card = query.card(read, delay_id)
    if card is None:
        return None
    deal = subscription_query.card(read, card["subscription_id"])
    return {**card, "plan": [] if deal is None else deal["plan"], "received": 0 if deal is None else deal["received"]}


def _asked(card: Mapping[str, Any]) -> Part:
    facts = [
        Fact(M("Customer"), card["buyer"]),
        Fact(M("Consultant"), card["consultant"]),
        Fact(M("Subscription no."), card["sub_no"]),
        Fact(M("Applied on"), card["applied_on"]),
        Fact(M("Reason"), DELAY_REASONS[card["reason"]]),
    ]
    more = (
        (M("In words"), card["reason_text"]), (M("Why so late"), card["late_why"]), (M("Check gave"), card["verified"]),
        (M("Customer signed"), card["customer_signed_on"]), (M("Attachments"), card["attachments"]),
    )  # fmt: skip
    return Part(M("The request"), (*facts, *(Fact(label, value) for label, value in more if value)))


def _moves(card: Mapping[str, Any]) -> Part:
    """Before and after, and who decides about so much."""
    facts = [
        Fact(M("Signing due"), M("{before} becomes {after}", before=card["original_due_on"], after=card["new_due_on"])),
        Fact(M("Days asked"), card["days"]),
        Fact(M("All days"), M("{days}, the first delay", days=card["cumulative_days"]) if card["is_first"]
             else card["cumulative_days"]),
    ]  # fmt: skip
    bound = sum(1 for each in card["plan"] if each["line"].rule is DueRule.SIGNING)
    if bound:
        facts.append(Fact(M("Payments"), M("{count} due after signing move along", count=bound)))
    if card["waits_for"]:
        facts.append(Fact(M("Waits for"), Level(card["waits_for"]).label, Tone.ASKED))
    if card["execute_by"] is not None and card["state"] == S.APPROVED:
        facts.append(Fact(M("Execute by"), card["execute_by"], Tone.ASKED))
    return Part(M("What it moves"), tuple(facts))


def _money(card: Mapping[str, Any]) -> Part:
    return Part(
        M("Money"),
        (
            Fact(M("Deal total"), money(card["deal_total"])),
            Fact(M("Deposit agreed"), money(card["deposit_amount"])),
            Fact(M("Paid then"), money(card["amount_paid"])),
            Fact(M("Received so far"), money(card["received"])),
        ),
    )


def _history(card: Mapping[str, Any]) -> Part:
    facts = [
        Fact(each["no"], M("{days} days to {day}: {state}", days=each["days"], day=each["new_due_on"],
                           state=STATE_LABELS[S(each["state"])]))
        for each in card["before"]
    ]  # fmt: skip
    return Part(M("Other delays of the deal"), tuple(facts), empty=M("None."))


def _decisions(card: Mapping[str, Any]) -> Part:
    facts = decided(card["decisions"])
    if card["executed_on"] is not None:
        facts.append(Fact(M("Executed on"), f"{card['executed_on']}  {card['executor']}"))
    if card["replied_on"] is not None:
        facts.append(Fact(M("Customer told on"), f"{card['replied_on']}  {card['reply']}"))
    if card["ended_on"] is not None:
        facts.append(Fact(M("Ended on"), f"{card['ended_on']}  {card['end_reason']}".strip()))
    return decisions_part(facts)


def words(card: Mapping[str, Any]) -> CardWords:
    """The card in words."""
    state = S(card["state"])
    return CardWords(
        title=f"{card['no']}  {card['unit']}",
        state=state.label,
        tone=TONES[state],
        left=(_asked(card), _moves(card)),
        right=(_money(card), _history(card), _decisions(card)),
    )


class DelayCard(StepCard):
    """The card with the keys of whoever decides and of whoever executes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        APPROVE.binding("step('approve')"),
        REJECT.binding("step('reject')"),
        EXECUTE.binding("step('execute')"),
    ]

    def __init__(self, app: Console, delay_id: int) -> None:
        super().__init__(app, delay_id, ROOM, read_card, words, printing)


async def open_card(app: Console, delay_id: int) -> None:
    """Show it over the list."""
    await app.push_screen_wait(DelayCard(app, delay_id))
