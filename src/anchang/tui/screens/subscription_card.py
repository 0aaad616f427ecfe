"""A subscription on one screen: its buyers, price, plan with what is paid, decisions, copies (3.6, 3.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType

from anchang.domain.buyer import ProxyFacts
from anchang.domain.delay import STATE_LABELS as DELAY_STATES
from anchang.domain.delay import DelayState
from anchang.domain.measure import show_area, show_percent
from anchang.domain.money import show as money
from anchang.domain.money import unit_price
from anchang.domain.subscription import SubscriptionState
from anchang.domain.subscription_desk import CopyHolder
from anchang.i18n import M, Msg, say, zone
from anchang.i18n.capitals import in_words
from anchang.services.buyer_id import RevealSubscriptionId
from anchang.storage import claim as claims
from anchang.storage import delay as delays
from anchang.storage import subscription_query as query
from anchang.storage.credit import credit_words
from anchang.storage.reading import Read
from anchang.storage.subscription_warnings import beside
from anchang.tui.acting import Result, act
from anchang.tui.cells import NO, YES
from anchang.tui.forms.subscription_steps import ROOM, delay, printing
from anchang.tui.keys import Key
from anchang.tui.screens import subscription_more as more
from anchang.tui.screens.paper_card import CardWords, Fact, Part, decided, decisions_part
from anchang.tui.screens.step_card import StepCard
from anchang.tui.screens.subscription_more import copies_words
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

S = SubscriptionState
DELAY = Key("delay_apply", ("d", "ctrl+y"), M("Delay signing"), M("Ask for a later day of signing"))
TONES: dict[str, Tone] = {
    S.DRAFT: Tone.QUIET,
    S.PENDING_REVIEW: Tone.ASKED,
    S.DEPOSIT_DUE: Tone.ASKED,
    S.DEPOSIT_PAID: Tone.TAKEN,
    S.ACTIVE: Tone.OPEN,
    S.CONVERTED: Tone.DONE,
    S.VOID: Tone.CLOSED,
    S.FORFEITED: Tone.CLOSED,
    S.CANCELLED_REFUND: Tone.CLOSED,
    S.REPLACED: Tone.CLOSED,
}
PLAN_WIDTHS = (2, 11, 10, -14, -14)


def read_card(read: Read, subscription_id: int) -> dict[str, Any] | None:
    """The paper with the live claim on its unit under `claim` (None without one, or of another paper), and its
    `delays`, oldest first."""
    card = query.card(read, subscription_id)
    if card is None:
        return None
    held = claims.live(read, card["unit_id"])
    own = held is not None and held["subscription_id"] == subscription_id
    found = beside(read, subscription_id)
    asked = delays.of_subscription(read, subscription_id)
    return {**card, **found, "claim": dict(held) if held is not None and own else None, "delays": asked}


def plan_part(plan: list[dict[str, Any]]) -> Part:
    """The payments with their days and what is paid; the same for subscriptions and contracts."""
    rows: list[tuple[object, ...]] = [("", M("What for"), M("Due on"), M("Amount"), M("Paid"))]
    for each in plan:
        line = each["line"]
        due = each["due_on"] or M("+{days} d", days=line.days)
        rows.append((line.no, line.money_type, due, money(line.amount), money(each["paid"])))
    total, paid = sum(each["line"].amount for each in plan), sum(each["paid"] for each in plan)
    rows.append(("", M("Together"), "", money(total), money(paid)))
    return Part(M("Payments"), widths=PLAN_WIDTHS, table=tuple(rows))


def buyer_parts(buyers: tuple[query.BuyerView, ...]) -> Iterator[Part]:
    """One part a buyer, numbers as this person may see them."""
    for each in buyers:
        facts = [Fact(M("Name"), each.facts.name), Fact(each.facts.id_type.label, each.facts.id_no)]
        facts += [Fact(M("Phone"), each.facts.phone), Fact(M("Address"), each.facts.address)]
        if each.facts.share is not None:
            facts.append(Fact(M("Share"), show_percent(each.facts.share)))
        if each.nationality:
            facts.append(Fact(M("Nationality"), each.nationality))
        facts += [Fact(one.role.label, proxy_words(one)) for one in each.facts.proxies]
        title = M("Buyer {no}, the primary one", no=each.no) if each.facts.is_primary else M("Buyer {no}", no=each.no)
        yield Part(title, tuple(facts))


def proxy_words(one: ProxyFacts) -> str:
    """Who acts for a buyer, on one line."""
    said = [one.name, one.relation, f"{say(one.id_type.label)} {one.id_no}" if one.id_no else "", one.phone, one.proof]
    return "  ".join(each for each in said if each)


def _area(value: int | None) -> object:
    return M("not known") if value is None else f"{show_area(value)} ㎡"


def _price(card: Mapping[str, Any]) -> Part:
    facts = [Fact(M("List total"), money(card["list_total"]))]
    facts += [
        Fact(line.name, f"-{money(line.amount)}" + (f"  ({show_percent(line.rate)})" if line.rate else ""))
        for line in card["discounts"]
    ]
    facts += [
        Fact(M("Deal total"), money(card["deal_total"])),
        Fact(M("In capitals"), in_words(card["deal_total"])),
    ]
    if card["deal_unit_price"] is not None:
        facts.append(Fact(M("Deal price per ㎡"), money(card["deal_unit_price"])))
    for label, area in ((M("Built-area price"), card["built_area"]), (M("Inside-area price"), card["inside_area"])):
        if area:
            facts.append(Fact(label, money(unit_price(card["deal_total"], area))))
    facts += [
        Fact(M("Built area"), _area(card["built_area"])),
        Fact(M("Inside area"), _area(card["inside_area"])),
        Fact(M("Payment plan"), card["choice"].label),
        Fact(M("Deposit agreed"), money(card["deposit_amount"])),
        Fact(M("Received so far"), money(card["received"])),
    ]
    return Part(M("Price"), tuple(facts))


def _days(card: Mapping[str, Any]) -> Part:
    late = card["days_late"]
    days: list[tuple[Msg, Any]] = [
        (M("Subscribed on"), card["signed_on"]),
        (M("Buyer signed"), card["buyer_signed_on"]),
        (M("Approved on"), card["approved_on"]),
        (M("Deposit due"), card["deposit_due_on"]),
        (M("Deposit paid"), card["deposit_paid_on"]),
        (M("In force since"), card["activated_on"]),
        (M("To be signed by"), card["sign_due_date"]),
        (M("Converted on"), card["converted_on"]),
        (M("Handover by"), card["handover_due"]),
        (M("Void since"), card["void_on"]),
    ]
    facts = [Fact(label, day) for label, day in days if day is not None]
    if late:
        facts.append(Fact(M("Signing"), M("{days} days late", days=late), Tone.LATE))
    if card["void_reason"]:
        facts.append(Fact(M("Void because"), card["void_reason"]))
    return Part(M("Dates"), tuple(facts))


def _delays(card: Mapping[str, Any]) -> tuple[Part, ...]:
    if not card["delays"]:
        return ()
    facts = [Fact(M("Delayed by"), M("{days} days in all", days=card["delay_days"]))]
    facts += [
        Fact(each["no"], M("{days} days to {day}: {state}", days=each["days"], day=each["new_due_on"],
                           state=DELAY_STATES[DelayState(each["state"])]))
        for each in card["delays"]
    ]  # fmt: skip
    return (Part(M("Delayed signing"), tuple(facts)),)


def _claim(card: Mapping[str, Any]) -> Part:
    held = card["claim"]
    if held is None:
        return Part(M("The unit"), empty=M("This paper does not hold the unit."))
    facts = [Fact(M("Held since"), held["since"].astimezone(zone()).strftime("%Y-%m-%d %H:%M"))]
    if held["expires_at"] is not None:
        facts.append(Fact(M("Held until"), held["expires_at"].astimezone(zone()).strftime("%Y-%m-%d %H:%M")))
    else:
        facts.append(Fact(M("Held until"), M("no end")))
    return Part(M("The unit"), tuple(facts))


def _decisions(card: Mapping[str, Any]) -> Part:
    facts = decided(card["decisions"])
    return decisions_part(facts)


def _papers(card: Mapping[str, Any]) -> Part:
    facts = [Fact(M("Permit no."), card["permit_no"]), Fact(M("Fully fitted"), YES if card["fitted"] else NO)]
    if card["paper_no"]:
        facts.append(Fact(M("Number on the paper"), card["paper_no"]))
    if card["request_no"]:
        facts.append(Fact(M("Open request"), card["request_no"], Tone.ASKED))
    if card["receipts"]:
        facts.append(Fact(M("Receipts"), M("{numbers}", numbers=tuple(card["receipts"]))))
    if card["copies"]:
        holders = tuple(CopyHolder(each["holder"]).label for each in card["copies"])
        facts.append(Fact(M("Copies"), M("{numbers}", numbers=holders)))
        facts.append(Fact(M("Copies out"), copies_words(card["copies_out"])))
    for label, text in ((M("Special terms"), card["special_terms"]), (M("Opinion"), card["opinion"])):
        if text:
            facts.append(Fact(label, text))
    return Part(M("The paper"), tuple(facts))


def words(card: Mapping[str, Any]) -> CardWords:
    """The card in words."""
    state = S(card["state"])
    seller = credit_words(card["shared_by"]) if card["shared_by"] else card["consultant"]
    who = Part(M("Who"), (Fact(M("Customer"), card["customer"]), Fact(M("Consultant"), seller)))
    notes = tuple(Fact(M("Note {no}", no=no), each) for no, each in enumerate(card["warnings"], start=1))
    pointed = (Part(M("Pointed out"), notes),) if notes else ()
    mark = M("{state}, {mark}", state=state, mark=M("delay running")) if card["delaying"] else state.label
    return CardWords(
        title=f"{card['sub_no']}  {card['unit']}",
        state=mark,
        tone=TONES[state],
        left=(*pointed, who, *buyer_parts(card["buyers"]), _days(card), *_delays(card), _claim(card)),
        right=(
            _price(card), plan_part(card["plan"]), _decisions(card), _papers(card), more.pack_part(card),
            *more.custody_parts(card), *more.file_parts(card),
        ),
    )


class SubscriptionCard(StepCard):
    """The card with the one key of what is asked for most."""

    BINDINGS: ClassVar[list[BindingType]] = [DELAY.binding("delay")]

    def __init__(self, app: Console, subscription_id: int) -> None:
        async def reveal(reason: str) -> Result:
            return await act(app, RevealSubscriptionId(subscription_id, reason), quiet=True)

        super().__init__(app, subscription_id, ROOM, read_card, words, printing, reveal)

    def action_delay(self) -> None:
        """A later signing."""
        self.guard(delay, self.app, self.row_id)


async def open_card(app: Console, subscription_id: int) -> None:
    """Show it over the list."""
    await app.push_screen(SubscriptionCard(app, subscription_id))
