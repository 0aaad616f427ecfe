"""The list of what waits for the person who looks (F9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.i18n import M
from anchang.services.inbox import NOUNS, WORDS, rows
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.storage.reading import Read


def _chosen(read: Read, filters: Mapping[str, Any]) -> list[dict[str, Any]]:
    text = str(filters.get("text") or "").lower()
    noun = filters.get("noun")
    return [
        row
        for row in rows(read)
        if (not noun or row["noun"] == noun)
        and (not text or any(text in str(row[key]).lower() for key in ("subject", "unit", "who", "consultant")))
    ]


def _page(read: Read, ask: Ask) -> Page:
    return Page(tuple(_chosen(read, ask.filters)), None, None)


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return len(_chosen(read, filters))


INBOX = Listing(
    name="inbox",
    title=M("Inbox"),
    columns=(
        Column("what", M("What waits"), Kind.CHOICE, 26, WORDS),
        Column("late", M("Late"), Kind.FLAG, 4),
        Column("who", M("Customer"), width=10),
        Column("unit", M("Unit"), width=10),
        Column("consultant", M("Consultant"), width=10),
        Column("subject", M("Paper"), width=18),
        Column("since", M("Waiting since"), Kind.DATE, 10),
        Column("days", M("Days"), Kind.INTEGER, 5),
        Column("due", M("Due on"), Kind.DATE, 10),
    ),
    filters=(Filter("text", M("Paper, unit or name")), Filter("noun", M("Kind"), Kind.CHOICE, NOUNS)),
    page=_page,
    count=_count,
)

LISTINGS = (INBOX,)
