"""The front desk's day, as it waits for whoever looks (2.1, P02f)."""

from __future__ import annotations

from typing import Any

from anchang.domain.desk import DeskWaiting
from anchang.i18n import M, Msg
from anchang.services.inbox.line import line
from anchang.storage import day_waiting
from anchang.storage.reading import Read

WORDS: dict[str, Msg] = {f"day.{each.value}": each.label for each in DeskWaiting}
NOUNS: dict[str, Msg] = {"day": M("day's work")}
_LATE = frozenset({DeskWaiting.UNCLOSED, DeskWaiting.RETURNED, DeskWaiting.CONTACT_LATE})


def rows(read: Read) -> list[dict[str, Any]]:
    """Days, sheets, visits and contacts."""
    return [
        line(
            read,
            "day",
            row["waiting"],
            row["id"],
            is_late=row["waiting"] in _LATE,
            thing=row["noun"],
            consultant=row["consultant"],
            since=row["business_date"],
            **({"subject": "", "who": row["label"]} if row["noun"] == "customer" else {"subject": row["label"]}),
        )
        for row in day_waiting.waiting(read)
    ]
