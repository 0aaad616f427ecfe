"""What people ask about their own data, and who is kept too long (5.11)."""

from __future__ import annotations

from typing import Any

from anchang.domain.access import may
from anchang.domain.person import PERSON_REQUEST, RequestKind
from anchang.i18n import M, Msg, say
from anchang.services.inbox.line import line
from anchang.storage import person_query
from anchang.storage.reading import Read

WORDS: dict[str, Msg] = {
    **{f"person_request.{each.value}": each.label for each in RequestKind},
    "retention.due": M("kept for too long: make nameless"),
}
NOUNS: dict[str, Msg] = {
    "person_request": M("request about the own data"),
    "retention": M("kept no longer"),
}


def rows(read: Read) -> list[dict[str, Any]]:
    """What people ask about their own data, for whoever answers it (5.11)."""
    if not PERSON_REQUEST.step("answer").roles & read.roles:
        return []
    return _kept_too_long(read) + [
        line(
            read, "person_request", row["kind"], row["id"], subject=str(row["id"]), who=row["name"],
            since=row["business_date"], due=row["due_on"],
        )
        for row in person_query.waiting(read)
    ]  # fmt: skip


def _kept_too_long(read: Read) -> list[dict[str, Any]]:
    """How many people are kept longer than the setting says, for whoever ends it (5.11, PIPL 19)."""
    count = person_query.due_count(read, {}) if may(read.roles, "person.retain") else 0
    if not count:
        return []
    return [line(read, "retention", "due", None, subject=say(M("{count} people", count=count)))]
