"""What waits for the person who looks (F9): one module a subject, each with `WORDS`, `NOUNS` and `rows(read)`.

`WORDS` names what waits by `<noun>.<waiting>`, so that two nouns may wait for the same thing.
"""

from __future__ import annotations

from typing import Any

from anchang.i18n import Msg
from anchang.services.inbox import (
    change,
    day,
    decision,
    delay,
    discount_request,
    follow_up,
    person,
    sale,
    side_rooms,
    sincerity,
    unit,
)
from anchang.storage.reading import Read

SOURCES = (sale, sincerity, unit, delay, discount_request, change, day, person, side_rooms, follow_up, decision)
WORDS: dict[str, Msg] = {key: words for source in SOURCES for key, words in source.WORDS.items()}
NOUNS: dict[str, Msg] = {key: words for source in SOURCES for key, words in source.NOUNS.items()}


def rows(read: Read) -> list[dict[str, Any]]:
    """Everything that waits, the late first, then the oldest."""
    found = [row for source in SOURCES for row in source.rows(read)]
    return sorted(found, key=lambda row: (not row["late"], row["due"] or row["since"] or read.today))
