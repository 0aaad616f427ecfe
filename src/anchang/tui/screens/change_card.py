"""A request on one screen: who asks for what and why, old and new, the money, the papers, the decisions (2.8, F9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from anchang.domain.access import Role
from anchang.domain.authority import Level
from anchang.domain.change import STATE_LABELS, ChangeKind, ChangeReason, Fault, ServiceWay, Trigger
from anchang.domain.money import show as money
from anchang.i18n import M, Msg
from anchang.services import change_kind
from anchang.services.change_kind import Effect
from anchang.storage import change_query as query
from anchang.storage.reading import Read
from anchang.tui.forms.change_steps import ROOM, printing
from anchang.tui.screens.paper_card import CardWords, Fact, Part, decided, decisions_part
from anchang.tui.screens.step_card import StepCard
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

TONES: dict[str, Tone] = {
    "draft": Tone.QUIET,
    "noticed": Tone.ASKED,
    "pending": Tone.ASKED,
    "approved": Tone.TAKEN,
    "executed": Tone.FIRM,
    "refunded": Tone.FIRM,
    "reactivating": Tone.ASKED,
    "reactivated": Tone.OPEN,
    "closed": Tone.DONE,
    "rejected": Tone.CLOSED,
    "withdrawn": Tone.CLOSED,
    "remedied": Tone.OPEN,
}
EFFECT_WIDTHS = (16, 14, 16)


def read_card(read: Read, request_id: int) -> dict[str, Any] | None:
    """The request with `effect`: what carrying it out changes, from the truth that the rules see."""
    card = query.card(read, request_id)
    if card is None:
        return None
    truth = replace(read, roles=frozenset(Role), unmasked=True)
    row = query.one(truth, request_id)
    assert row is not None  # it is on the card
    over = row["state"] in ("rejected", "withdrawn", "remedied")
    return {**card, "effect": [] if over else change_kind.of(row).effect(truth, row)}


def _asked(card: Mapping[str, Any]) -> Part:
    facts = [
        Fact(M("Request for"), ChangeKind(card["kind"]).label),
        Fact(M("Applicant"), card["applicant"]),
        Fact(M("Applied on"), card["applied_on"]),
        Fact(M("Why it begins"), Trigger(card["trigger_code"]).label),
        Fact(M("Cause"), ChangeReason(card["reason_code"]).label),
    ]
    if card["reason"]:
        facts.append(Fact(M("Reason"), card["reason"]))
    facts.append(Fact(M("At fault"), Fault(card["fault"]).label))
    for label, fen in ((M("Fee"), card["fee"]), (M("Penalty"), card["penalty"]), (M("To be kept"), card["keep"])):
        if fen:
            facts.append(Fact(label, money(fen)))
    facts.append(Fact(M("Written by"), card["maker"] or Role.SYSTEM.label))
    return Part(M("The request"), tuple(facts))


def _deal(card: Mapping[str, Any]) -> Part:
    return Part(
        M("The deal"),
        (
            Fact(M("Subscription"), card["sub_no"]),
            Fact(M("Unit"), card["unit"]),
            Fact(M("Customer"), card["customer"]),
            Fact(M("Consultant"), card["consultant"]),
            Fact(M("Deal total"), money(card["deal_total"])),
        ),
    )


def _days(card: Mapping[str, Any]) -> Part | None:
    days: list[tuple[Msg, Any, str]] = [
        (M("Notice to sign"), card["notice_on"], card["notice_way"]),
        (M("Termination"), card["termination_on"], card["termination_way"]),
        (M("Request handed in"), card["submitted_on"], ""),
        (M("Carried out"), card["executed_on"], ""),
        (M("Reactivated"), card["revived_on"], ""),
        (M("Filed on"), card["closed_on"], ""),
    ]
    facts = [
        Fact(label, M("{day} {how}", day=on, how=ServiceWay(way)) if way else on)
        for label, on, way in days
        if on is not None
    ]
    for label, text in ((M("Stays because"), card["end_reason"]), (M("Asked back"), card["back_reason"])):
        if text:
            facts.append(Fact(label, text))
    return Part(M("Dates"), tuple(facts)) if facts else None


def _effect(effects: list[Effect]) -> Part:
    rows: list[tuple[object, ...]] = [("", M("As it is"), M("After the request"))]
    rows += [(each.what, each.before, each.after) for each in effects]
    return Part(M("What changes"), widths=EFFECT_WIDTHS, table=tuple(rows if effects else ()), empty=M("nothing"))


def _papers(card: Mapping[str, Any]) -> Part:
    facts = [
        Fact(
            each["label"],
            M("back on {day}", day=each["returned_on"]) if each["returned_on"] else each["lost"] or M("still out"),
            None if each["returned_on"] or each["lost"] else Tone.ASKED,
        )
        for each in card["papers"]
    ]
    facts += [
        Fact(M("Account of"), M("{payer}: {account} {bank}", payer=a["payer"], account=a["account"], bank=a["bank"]))
        for a in card["accounts"]
    ]
    return Part(M("Papers and accounts"), tuple(facts), empty=M("nothing"))


def _decisions(card: Mapping[str, Any]) -> Part:
    facts = decided(card["decisions"])
    if card["waits_for"]:
        facts.append(Fact(M("Waits for"), Level(card["waits_for"]).label, Tone.ASKED))
    return decisions_part(facts)


def words(card: Mapping[str, Any]) -> CardWords:
    """The card in words."""
    days = _days(card)
    return CardWords(
        title=f"{card['no']}  {card['unit']}",
        state=STATE_LABELS[card["state"]],
        tone=TONES[card["state"]],
        left=(_asked(card), _deal(card), *((days,) if days is not None else ())),
        right=(_effect(card["effect"]), _decisions(card), _papers(card)),
        lead=1,
    )


async def open_card(app: Console, request_id: int) -> None:
    """Show it over the list."""
    await app.push_screen(StepCard(app, request_id, ROOM, read_card, words, printing))
