"""The parts of a subscription's card beside the paper: the pack, the way of the copies, the buyer's file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from anchang.domain.buyer_file import Education, Income, Marital, Special
from anchang.domain.pack import CopyEvent, CopyOut, PackEvent, asked_for
from anchang.domain.plan import PlanKind
from anchang.domain.visit import Occupation
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg, say, zone
from anchang.services.entries import CHANNELS, FOCUS
from anchang.storage.subscription_parts import items_of
from anchang.tui.screens.paper_card import Fact, Part


def copies_words(out: Iterable[CopyOut]) -> Msg | str:
    """«1 customer, 2 sales assistant», or that all are back."""
    return say(M(", ")).join(f"{each.copy_no} {each.keeper}" for each in out) or M("every copy is back")


def pack_part(card: Mapping[str, Any]) -> Part:
    """What belongs to the deal, and when it was read and given to whom (P03j)."""
    events, labels = card["pack"], {each.code: each.label for each in card["pack_list"]}
    offered = asked_for([each.code for each in card["pack_list"] if each.active], PlanKind(card["plan_kind"]))
    done = {each["item"] for each in events}
    facts = []
    for code in (*offered, *sorted(done - set(offered))):
        said = [
            M("{what} {day} {who}", what=PackEvent(each["event"]), day=each["day_of"], who=each["receiver"])
            for each in events
            if each["item"] == code
        ]
        facts.append(Fact(labels.get(code, code), say(M("; ")).join(say(each) for each in said) or "–"))
    given = len(items_of(events, PackEvent.HANDED) & set(offered))
    return Part(M("Document pack: {given} of {all} given", given=given, all=len(offered)), tuple(facts))


def custody_parts(card: Mapping[str, Any]) -> Iterator[Part]:
    """Every hand-over of a copy after the stamp; nothing while there was none."""
    events: list[CopyEvent] = card["custody"]
    if not events:
        return
    facts = tuple(
        Fact(
            M("Copy {no}", no=each.copy_no),
            M("{giver} -> {taker}, {at} {purpose}", giver=each.giver, taker=each.taker,
              at=each.at.astimezone(zone()).strftime("%Y-%m-%d %H:%M"), purpose=each.purpose),
        )
        for each in events
    )  # fmt: skip
    yield Part(M("Way of the copies"), facts)


def _word(kind: type[Worded], code: str) -> Msg | str:
    return kind(code).label if code else ""


def _codes(words: Mapping[str, Msg], codes: str) -> str:
    return say(M(", ")).join(say(words[code]) if code in words else code for code in codes.split())


def file_words(file: Mapping[str, Any]) -> tuple[tuple[Msg, object], ...]:
    """What the file says, by label; what is empty too."""
    specials = {each.value: each.label for each in Special}
    return (
        (M("Occupation"), _word(Occupation, file["occupation"])),
        (M("Compared with"), file["competitor"]),
        (M("Why bought"), _codes(FOCUS, file["why_bought"])),
        (M("Unhappy with"), _codes(FOCUS, file["unhappy_with"])),
        (M("Special"), _codes(specials, file["flags"])),
        (M("Registered at"), file["hukou"]),
        (M("Family state"), _word(Marital, file["marital"])),
        (M("Education"), _word(Education, file["education"])),
        (M("Employer"), file["employer"]),
        (M("Position"), file["position"]),
        (M("Family income"), _word(Income, file["income"])),
        (M("Home address"), file["home_address"]),
        (M("Mail address"), file["mail_address"]),
        (M("In an emergency"), " ".join(each for each in (file["emergency_name"], file["emergency_phone"]) if each)),
        (M("Homes bought before"), file["purchases"]),
        (M("Homes owned"), file["homes"]),
        (M("Note"), file["note"]),
        (M("Agreed on"), file["consent_on"]),
    )


def computed_words(found: Mapping[str, Any]) -> tuple[tuple[Msg, object], ...]:
    """What is worked out beside it (3.8)."""
    channel = found["channel"]
    days: date | int | None = found["days_to_deal"]
    return (
        (M("First contact"), found["first_contact_on"]),
        (M("Known by"), CHANNELS.get(channel, channel)),
        (M("Visits"), found["visits"]),
        (M("Days to the deal"), days),
        (M("People sent"), found["referrals"]),
    )


def file_parts(card: Mapping[str, Any]) -> Iterator[Part]:
    """The buyer's file with what is worked out; only the latter while nobody has kept it."""
    file = card["file"]
    shown = computed_words(card["computed"]) + (file_words(file) if file is not None else ())
    yield Part(M("Buyer's file"), tuple(Fact(label, value) for label, value in shown if value not in (None, "")))
