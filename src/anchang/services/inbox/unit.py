"""Units that wait for somebody: an offer from a waiting list, a returned unit (2.16)."""

from __future__ import annotations

from typing import Any

from anchang.domain.access import LEADERS, MANAGER
from anchang.i18n import M, Msg
from anchang.services.inbox.line import line
from anchang.services.wait_line import until_words
from anchang.storage import claim, unit_query, unit_wait
from anchang.storage.reading import Read

WORDS: dict[str, Msg] = {
    "unit.offered": M("the unit is free for a waiting customer; hold it before the offer ends"),
    "unit.asked": M("hold asked for: confirm it before it ends"),
    "unit.return_locked": M("the returned unit waits for your decision"),
}
NOUNS: dict[str, Msg] = {"unit": M("unit")}


def rows(read: Read) -> list[dict[str, Any]]:
    """Offers for the consultant whose customer is next, and for the manager, who may hold for a consultant who is not
    there; for whoever leads what consultants hold until it is confirmed, and returned units."""
    found = [
        line(
            read,
            "unit",
            "offered",
            row["unit_id"],
            subject=f"{row['unit']} {until_words(row['offer_until'], read)}",
            unit=row["unit"],
            who=row["customer"],
            consultant=row["consultant"],
            since=row["offered_at"].astimezone(read.zone).date(),
            due=row["offer_until"].astimezone(read.zone).date(),
            until=ends if (ends := row["offer_until"].astimezone(read.zone)).date() == read.today else None,
        )
        for row in unit_wait.offers(read)
    ]
    if read.roles & (MANAGER | LEADERS):
        found += [
            line(
                read, "unit", "asked", row["unit_id"], subject="", unit=row["unit"], who=row["customer_name"] or "",
                consultant=row["holder"] or "", since=row["since"].astimezone(read.zone).date(), due=read.today,
                until=row["expires_at"].astimezone(read.zone), version=row["unit_version"],
            )
            for row in claim.asked(read)
        ]  # fmt: skip
        found += [
            line(
                read,
                "unit",
                "return_locked",
                row["id"],
                subject=row["label"],
                unit=row["label"],
                since=row["return_locked_on"],
            )
            for row in unit_query.returned(read)
        ]
    return found
