"""Answers and special terms to approve, surveys that are due, one's own tasks of the meetings (K11, Q-22, C03, C11)."""

from __future__ import annotations

from typing import Any

from anchang.domain.access import may
from anchang.domain.faq import FAQ
from anchang.i18n import M, Msg
from anchang.services.inbox.line import line
from anchang.storage import competitor, faq, meeting, term
from anchang.storage.reading import Read

WORDS: dict[str, Msg] = {
    "faq.approve": M("approve the answer"),
    "term.approve": M("approve the special term"),
    "competitor.survey": M("survey a competing project"),
    "meeting_task.due": M("task of a meeting"),
}
NOUNS: dict[str, Msg] = {
    "faq": M("sales question"),
    "term": M("special term"),
    "competitor": M("competing project"),
    "meeting_task": M("task"),
}


def rows(read: Read) -> list[dict[str, Any]]:
    """Answers to approve and surveys that are due, for whoever leads; one's own tasks of the meetings."""
    found = [
        line(read, "meeting_task", "due", row["id"], subject=row["what"], since=row["held_on"], due=row["due_on"])
        for row in meeting.waiting(read)
    ]
    if FAQ.step("approve").roles & read.roles:
        found += [
            line(
                read, "faq", "approve", row["id"], subject=row["question"], consultant=row["proposed_by"],
                since=row["business_date"], version=row["version"],
            )
            for row in faq.waiting(read)
        ]  # fmt: skip
    found += [
        line(
            read, "term", "approve", row["id"], subject=f"{row['code']} {row['title']}", consultant=row["maker"],
            since=row["business_date"], version=row["version"],
        )
        for row in term.waiting(read)
    ]  # fmt: skip
    if may(read.roles, "competitor.edit"):
        found += [
            line(
                read, "competitor", "survey", row["id"], subject=row["name"], since=row["surveyed_on"],
                due=row["next_due"],
            )
            for row in competitor.waiting(read)
        ]  # fmt: skip
    return found
