"""What waits for the person who looks (F9): one module a subject, each with `WORDS`, `NOUNS` and `rows(read)`.

`WORDS` names what waits by `<noun>.<waiting>`, so that two nouns may wait for the same thing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from anchang.domain.inbox import Waiting, one_per_thing, order_key
from anchang.i18n import M, Msg, say
from anchang.services.inbox import (
    change,
    day,
    decision,
    delay,
    delegated,
    discount_request,
    follow_up,
    person,
    sale,
    side_rooms,
    sincerity,
    unit,
)
from anchang.storage.reading import Read

SOURCES = (
    sale, sincerity, unit, delay, discount_request, change, day, person, side_rooms, follow_up, decision, delegated
)  # fmt: skip
WORDS: dict[str, Msg] = {key: words for source in SOURCES for key, words in source.WORDS.items()}
NOUNS: dict[str, Msg] = {key: words for source in SOURCES for key, words in source.NOUNS.items()}


def rows(read: Read) -> list[dict[str, Any]]:
    """Everything that waits, one row a thing, the most urgent first (`domain.inbox`)."""
    found = [row for source in SOURCES for row in source.rows(read)]
    own = {row["id"] for row in found}
    found += delegated.decisions(read, own.__contains__)
    found = one_per_thing(found, lambda row: str(row["about"]), lambda row: str(row["noun"]))
    soon = int(read.settings["inbox_soon_days"])
    found.sort(key=lambda row: order_key(_waiting(row), read.today, soon))
    return [{**row, "when": say(_when(row, read.today))} for row in found]


def _when(row: dict[str, Any], today: date) -> Msg:
    """How long it is late, how long there is still time, or how long it waits: what its place in the order says."""
    due = row["due"]
    if row["until"] is not None:
        return M("until {time}", time=row["until"].strftime("%H:%M"))
    if row["late"]:
        over = row["days"] if due is None else (today - due).days
        return M("late {days} d", days=over) if over > 0 else M("late")
    if due is None:
        return M("waits {days} d", days=row["days"]) if row["days"] else M("new today")
    return M("today") if due == today else M("in {days} d", days=(due - today).days)


def _waiting(row: dict[str, Any]) -> Waiting:
    return Waiting(row["id"], row["late"], row["due"], row["since"], row["until"])
