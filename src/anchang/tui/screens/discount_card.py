"""A special discount on one screen: who and why, the price before and after, whose authority, what was before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType

from anchang.domain.access import may
from anchang.domain.authority import Level
from anchang.domain.delegation import DecisionKind
from anchang.domain.discount_request import ExecuteMode, RequestState, SpecialKind
from anchang.domain.measure import show_area, show_percent
from anchang.domain.money import show as money
from anchang.domain.money import unit_price
from anchang.domain.plan import PLAN_LABELS, PlanKind
from anchang.i18n import M
from anchang.i18n.capitals import in_words
from anchang.services.discount_collect import condition
from anchang.services.standing_in import face
from anchang.storage import discount_request as query
from anchang.storage.reading import Read
from anchang.tui.forms.discount_steps import ROOM, printing
from anchang.tui.keys import Key
from anchang.tui.screens.paper_card import CardWords, Fact, Part, decided, decisions_part
from anchang.tui.screens.step_card import StepCard
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

S = RequestState
APPROVE = Key("discount_approve", ("a", "ctrl+a"), M("Approve"), M("Grant the discount, or pass it on"))
REJECT = Key("discount_reject", ("x", "ctrl+x"), M("Refuse"), M("Refuse the discount, with the reason"))
TONES: dict[S, Tone] = {
    S.DRAFT: Tone.QUIET,
    S.PENDING: Tone.ASKED,
    S.APPROVED: Tone.OPEN,
    S.REJECTED: Tone.CLOSED,
    S.WITHDRAWN: Tone.CLOSED,
    S.EXPIRED: Tone.CLOSED,
    S.EXECUTED: Tone.TAKEN,
    S.ARCHIVED: Tone.DONE,
}


def read_card(read: Read, request_id: int) -> dict[str, Any] | None:
    """The request; the floor price is in it only for whoever may see it (2.18), or decides for such a person."""
    card = query.card(read, request_id)
    if card is None:
        return None
    # Whose authority covers it would tell of the floor as well.
    sees = may(face(read, DecisionKind.DISCOUNT).roles, "unit.see_floor_price")
    kept = {name: card[name] if sees else None for name in ("floor_total", "needed")}
    return {**card, **kept, "condition": condition(read, card)}


def _asked(card: Mapping[str, Any]) -> Part:
    facts = [
        Fact(M("Customer"), card["customer"]),
        Fact(M("Phone"), card["phone"]),
        Fact(M("Consultant"), card["consultant"]),
        Fact(M("Kind"), SpecialKind(card["kind"]).label),
        Fact(M("Reason"), card["reason"]),
        Fact(M("Granted by"), card["granter"]),
        Fact(M("Signed proof"), card["proof"] or M("not yet"), None if card["proof"] else Tone.ASKED),
    ]
    more = (
        (M("Executed"), ExecuteMode(card["mode"]).label), (M("Hangs on"), card["condition"]),
        (M("Credited by"), card["credit_no"]), (M("Related office"), card["relation"]),
        (M("Payment time"), card["payment_time"]),
        (M("Subscription no."), card["sub_no"]), (M("Filed where"), card["archive"]),
    )  # fmt: skip
    return Part(M("The request"), (*facts, *(Fact(label, value) for label, value in more if value)))


def _price(card: Mapping[str, Any]) -> Part:
    """The price before and after, and the floor for whoever may see it."""
    on_site, total, area = card["on_site_price"], card["final_total"], card["built_area"]
    facts = [
        Fact(M("List total"), money(card["list_total"])),
        Fact(M("On-site discount"), f"-{money(card['list_total'] - on_site)}  {card['codes']}".rstrip()),
        Fact(M("On-site price"), money(on_site)),
        Fact(M("Special amount"), f"-{money(card['special_amount'])}  ({show_percent(card['special_rate'])})"),
        Fact(M("Final total"), money(total)),
        Fact(M("In capitals"), in_words(total)),
        Fact(M("Payment plan"), PLAN_LABELS[PlanKind(card["plan_kind"])]),
    ]
    if area:
        facts.append(Fact(M("Built area"), f"{show_area(area)} ㎡"))
        facts.append(Fact(M("Deal price per ㎡"), money(unit_price(total, area))))
    if card["floor_total"] is not None:
        below = total < card["floor_total"]
        facts.append(Fact(M("Floor price"), money(card["floor_total"]), Tone.LATE if below else None))
        if below:
            facts.append(Fact(M("Below the floor"), money(card["floor_total"] - total), Tone.LATE))
    return Part(M("Price"), tuple(facts))


def _authority(card: Mapping[str, Any]) -> Part:
    facts = [] if card["needed"] is None else [Fact(M("Covered by"), Level(card["needed"]).label)]
    if card["waits_for"]:
        facts.append(Fact(M("Waits for"), Level(card["waits_for"]).label, Tone.ASKED))
    if card["valid_until"] is not None:
        facts.append(Fact(M("Holds until"), card["valid_until"]))
    facts += [
        Fact(M("{level} this month", level=level), money(card["month"].get(level, 0)))
        for level in (Level.MANAGER, Level.DIRECTOR)
    ]
    return Part(M("Authority"), tuple(facts))


def _history(card: Mapping[str, Any]) -> Part:
    facts = [
        Fact(each["no"], M("{unit} {who}: {amount}, {state}", unit=each["unit"], who=each["customer"],
                           amount=money(each["special_amount"]), state=S(each["state"])))
        for each in card["before"]
    ]  # fmt: skip
    return Part(M("Other requests for the unit or the customer"), tuple(facts), empty=M("None."))


def _decisions(card: Mapping[str, Any]) -> Part:
    facts = decided(card["decisions"])
    for label, day in ((M("Executed on"), card["executed_on"]), (M("Filed on"), card["archived_on"])):
        if day is not None:
            facts.append(Fact(label, day))
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
        left=(_asked(card), _authority(card)),
        right=(_price(card), _history(card), _decisions(card)),
    )


class DiscountCard(StepCard):
    """The card with the keys of whoever decides."""

    BINDINGS: ClassVar[list[BindingType]] = [APPROVE.binding("step('approve')"), REJECT.binding("step('reject')")]

    def __init__(self, app: Console, request_id: int) -> None:
        super().__init__(app, request_id, ROOM, read_card, words, printing)


async def open_card(app: Console, request_id: int) -> None:
    """Show it over the list."""
    await app.push_screen_wait(DiscountCard(app, request_id))
