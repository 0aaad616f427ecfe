"""A contract on one screen: checks, days with the filing clock, payments, copies with who has them (2.4, 3.21, 5.8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.contract import CONTRACT, COPY_LABELS, LEVEL_LABELS, ContractState, CopyKind, FilingLevel
from anchang.domain.contract_check import CHECK_LABELS, CheckKind
from anchang.domain.identity import IdType
from anchang.domain.measure import show_area, show_percent
from anchang.domain.money import show as money
from anchang.i18n import M, Msg, zone
from anchang.services.buyer_id import RevealContractId
from anchang.storage import contract_query as query
from anchang.tui.acting import Result, act
from anchang.tui.cells import NO, YES
from anchang.tui.forms.contract_steps import ROOM
from anchang.tui.screens.paper_card import CardWords, Fact, Part
from anchang.tui.screens.step_card import StepCard
from anchang.tui.screens.subscription_card import plan_part, proxy_words
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

C = ContractState
TONES: dict[str, Tone] = {
    C.APPOINTED: Tone.ASKED,
    C.DRAFTED: Tone.ASKED,
    C.UNDER_REVIEW: Tone.TAKEN,
    C.SIGNED: Tone.FIRM,
    C.SEALED: Tone.FIRM,
    C.SENT_FOR_FILING: Tone.FIRM,
    C.FILED: Tone.DONE,
    C.COLLECTED: Tone.SETTLED,
    C.ARCHIVED: Tone.SETTLED,
    C.VOID: Tone.CLOSED,
}
LEVEL_TONES: dict[str, Tone | None] = {
    FilingLevel.NONE: None,
    FilingLevel.NOTICE: Tone.ASKED,
    FilingLevel.ALARM: Tone.TAKEN,
    FilingLevel.LATE: Tone.LATE,
}
COPY_WIDTHS = (3, 14, 20)
MOVED_WIDTHS = (16, 3, 10, 10, 14)


def _moment(value: Any) -> str:
    return str(value.astimezone(zone()).strftime("%Y-%m-%d %H:%M"))


def _next(card: Mapping[str, Any]) -> Part:
    step = CONTRACT.step(card["next_step"]).label if card["next_step"] else M("nothing is left to do")
    facts = [Fact(M("Next step"), step)]
    if card["due_on"] is not None:
        facts.append(Fact(M("Due on"), card["due_on"]))
    if card["days_late"]:
        facts.append(Fact(M("Late"), M("{days} days late", days=card["days_late"]), Tone.LATE))
    if card["filing_days_left"] is not None and card["filed_on"] is None:
        level = FilingLevel(card["filing_level"])
        left = card["filing_days_left"]
        days = M("{days} days left", days=left) if left >= 0 else M("{days} days late", days=-left)
        facts.append(Fact(M("Filing clock"), M("{level}, {days}", level=LEVEL_LABELS[level], days=days),
                          LEVEL_TONES[level]))  # fmt: skip
    return Part(M("What comes next"), tuple(facts))


def _days(card: Mapping[str, Any]) -> Part:
    days: list[tuple[Msg, Any]] = [
        (M("Appointed for"), _moment(card["appointed_at"])),
        (M("Drawn up on"), card["drafted_on"]),
        (M("In circulation"), card["submitted_on"]),
        (M("Signed on"), card["signed_on"]),
        (M("Sealed on"), card["sealed_on"]),
        (M("Sent on"), card["sent_on"]),
        (M("Filed on"), card["filed_on"]),
        (M("Collected on"), card["collected_on"]),
        (M("Archived on"), card["archived_on"]),
        (M("Void since"), card["void_on"]),
    ]
    facts = [Fact(label, day) for label, day in days if day is not None]
    for label, text in (
        (M("Net-signing no."), card["net_sign_no"]), (M("Filing no."), card["filing_no"]),
        (M("Collected by"), card["collected_by"]), (M("Archive place"), card["archive_place"]),
        (M("Void because"), card["void_reason"]),
    ):  # fmt: skip
        if text:
            facts.append(Fact(label, text))
    return Part(M("Dates"), tuple(facts))


def _buyers(card: Mapping[str, Any]) -> Part:
    facts: list[Fact] = []
    for each in card["buyers"]:
        facts.append(Fact(each["name"], M("{paper} {number}", paper=IdType(each["id_type"]), number=each["id_no"])))
        facts.append(Fact("", M("{phone} {address}", phone=each["phone"], address=each["address"])))
        if each["share"] is not None:
            facts.append(Fact(M("Share"), show_percent(each["share"])))
        facts += [Fact(one.role.label, proxy_words(one)) for one in each["proxies"]]
    return Part(M("Buyers"), tuple(facts), empty=M("They are taken over when the contract is drawn up."))


def _terms(card: Mapping[str, Any]) -> Part:
    facts = [Fact(M("Deal total"), money(card["deal_total"]))] if card["deal_total"] else []
    for label, area in ((M("Built area"), card["built_area"]), (M("Inside area"), card["inside_area"])):
        if area is not None:
            facts.append(Fact(label, f"{show_area(area)} ㎡"))
    if card["handover_due"] is not None:
        facts.append(Fact(M("Handover by"), card["handover_due"]))
    if card["mortgaged"]:
        facts.append(Fact(M("Unit mortgaged"), M("buyer informed: {answer}",
                                                 answer=YES if card["buyer_informed"] else NO)))  # fmt: skip
    if card["construction_clauses"]:
        facts.append(Fact(M("Construction clauses"), YES))
    rates = ((M("Late payment a day"), card["late_rate"]), (M("Penalty of rescission"), card["rescind_rate"]))
    for label, rate in rates:
        if rate is not None:
            facts.append(Fact(label, show_percent(rate)))
    if card["late_days"] is not None:
        facts.append(Fact(M("Late days until rescission"), card["late_days"]))
    for label, text in ((M("Area difference"), card["area_clause"]), (M("Papers to bring"), card["papers"])):
        if text:
            facts.append(Fact(label, text))
    return Part(M("The paper"), tuple(facts))


def _checks(card: Mapping[str, Any]) -> Part:
    done = {CheckKind(each["kind"]): each for each in card["checks"]}
    facts = []
    for kind in CheckKind:
        if kind in done:
            each = done[kind]
            words = M("{who}, {day} {note}", who=each["by"], day=each["business_date"], note=each["note"])
            facts.append(Fact(CHECK_LABELS[kind], words))
        elif kind is not CheckKind.ENGINEERING or card["construction_clauses"]:
            facts.append(Fact(CHECK_LABELS[kind], M("not done yet")))
    return Part(M("Checks"), tuple(facts))


def _copies(card: Mapping[str, Any]) -> Part:
    rows: list[tuple[object, ...]] = [
        (each["copy_no"], COPY_LABELS[CopyKind(each["kind"])], each["keeper"] or M("not given out"))
        for each in card["copies"]
    ]
    return Part(M("Copies and who has them"), widths=COPY_WIDTHS, table=tuple(rows),
                empty=M("The copies are numbered when the contract is sealed."))  # fmt: skip


def _moves(card: Mapping[str, Any]) -> Part:
    rows: list[tuple[object, ...]] = [
        (_moment(each["at"]), each["copy_no"], each["giver"], each["taker"], each["purpose"])
        for each in card["custody"]
    ]
    return Part(M("Hand-overs"), widths=MOVED_WIDTHS, table=tuple(rows), empty=M("No copy has changed hands."))


def words(card: Mapping[str, Any]) -> CardWords:
    """The card in words."""
    state = C(card["state"])
    who = Part(
        M("Who"),
        (
            Fact(M("Customer"), card["customer"]),
            Fact(M("Consultant"), card["consultant"]),
            Fact(M("Subscription"), card["sub_no"]),
        ),
    )
    return CardWords(
        title=f"{card['paper']}  {card['unit']}",
        state=state.label,
        tone=TONES[state],
        left=(_next(card), who, _buyers(card), _days(card)),
        right=(_checks(card), plan_part(card["plan"]), _copies(card), _moves(card), _terms(card)),
    )


async def open_card(app: Console, contract_id: int) -> None:
    """Show it over the list."""

    async def reveal(reason: str) -> Result:
        return await act(app, RevealContractId(contract_id, reason), quiet=True)

    await app.push_screen(StepCard(app, contract_id, ROOM, query.card, words, reveal=reveal))
