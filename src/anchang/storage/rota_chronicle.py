"""A day's events of the rota in words, with who did each and the rule that gave a reception to somebody (2.1)."""

from datetime import date
from typing import Any

from sqlalchemy import select

from anchang.domain.rota_chronicle import chronicle
from anchang.storage.base import table_of
from anchang.storage.reading import Read
from anchang.storage.rota_events import day_row, events, policy_of
from anchang.storage.staff import Staff

_STAFF = table_of(Staff)


def of_day(read: Read, on: date) -> list[dict[str, Any]]:
    """Every event of the day in its order; `what`, `why` and `followed` are words. Empty when nobody signed in."""
    day = day_row(read, on)
    if day is None:
        return []
    stored = events(read, day["id"])
    told = chronicle((each.event for each in stored), policy_of(day["policy"]))
    names = {row.id: row.name for row in read.connection.execute(select(_STAFF.c.id, _STAFF.c.name))}
    return [
        {
            "id": each.no,
            "business_date": on,
            "no": each.no,
            "at": each.at,
            "what": each.what,
            "why": row.why,
            "reason": row.reason,
            "followed": each.followed,
            "by": names.get(row.by_id or 0, ""),
        }
        for row, each in zip(stored, told, strict=True)
    ]
