"""What one needs to decide about people and answers, beside the inbox: disputes, claims, wishes, questions (F9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from anchang.domain.faq import FaqState
from anchang.domain.forgotten import ForgottenState
from anchang.i18n import M
from anchang.services.entries import GRADES
from anchang.services.ownership_file import case_file
from anchang.storage import customer_list, faq, forgotten, pool_query
from anchang.storage.reading import Read
from anchang.tui.screens import ownership_card
from anchang.tui.screens.paper_card import CardWords, Fact, Part
from anchang.tui.theme import Tone

Effects = list[tuple[object, object, object]]
"""What it is, as it is now, as it is after a yes."""
Found = tuple[Mapping[str, Any], CardWords, Effects]
DASH = M("–")


def _case(read: Read, row: Mapping[str, Any]) -> Found | None:
    file = case_file(read, row["row_id"])
    if file is None:
        return None
    before = file.card["owner_before"] or M("nobody yet")
    return file.card, ownership_card.words(file), [(M("Whose customer"), before, file.words)]


def _claim(read: Read, row: Mapping[str, Any]) -> Found | None:
    card = forgotten.card(read, row["row_id"])
    if card is None:
        return None
    facts = (
        Fact(M("Customer"), card["name"] or DASH),
        Fact(M("Phone"), card["phone"] or DASH),
        Fact(M("Came at"), card["arrived_at"].astimezone(read.zone)),
        Fact(M("Receiver"), card["receiver"] or DASH),
        Fact(M("Claimant"), card["claimant"] or DASH),
        Fact(M("What shows it"), card["evidence"] or DASH),
        Fact(M("To claim by"), card["until"]),
    )
    words = CardWords(
        card["visit_no"], ForgottenState(card["state"]).label, Tone.ASKED, (Part(M("Posted visitor"), facts),), ()
    )
    return card, words, [(M("Whose customer"), card["receiver"] or DASH, card["claimant"])]


def _wish(read: Read, row: Mapping[str, Any]) -> Found | None:
    found = customer_list.card(read, row["customer_id"])
    if found is None:
        return None
    card = found.customer
    others = [each for each in pool_query.asked_for(read, card["id"]) if each["by_id"] != row["asker_id"]]
    last = card["last_contact_at"]
    facts = (
        Fact(M("Customer"), card["name"]),
        Fact(M("Phone"), card["phone"] or DASH),
        Fact(M("Grade"), GRADES.get(card["grade"], DASH)),
        Fact(M("Last contact"), DASH if last is None else last.astimezone(read.zone)),
        Fact(M("Wished by"), row["consultant"]),
        Fact(M("Reason"), row["why"] or DASH),
        Fact(M("Other wishes"), len(others), Tone.LATE if others else None),
    )
    words = CardWords(card["name"], M("waits"), Tone.ASKED, (Part(M("wish for a customer of the pool"), facts),), ())
    return card, words, [(M("Whose customer"), M("public pool"), row["consultant"])]


def _answer(read: Read, row: Mapping[str, Any]) -> Found | None:
    found = next((each for each in faq.waiting(read) if each["id"] == row["row_id"]), None)
    if found is None:
        return None
    answer = Fact(M("Answer"), found["answer"] or M("none yet: Enter writes it"))
    text = Part(M("Question and answer"), (Fact(M("Question"), found["question"]), answer))
    words = CardWords(found["question"], FaqState(found["state"]).label, Tone.ASKED, (text,), ())
    return found, words, [(M("For customers"), M("not given yet"), M("everybody gives this answer"))]


# what waits -> what reads and words it
SIDE: dict[str, Callable[[Read, Mapping[str, Any]], Found | None]] = {
    "ownership_case.decide": _case,
    "forgotten.decide": _claim,
    "forgotten.look": _claim,
    "task.wish": _wish,
    "faq.approve": _answer,
}
