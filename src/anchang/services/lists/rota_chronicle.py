"""One day of the rota, event by event, as a list: what happened, why, and what followed for whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.i18n import M, Msg, say
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import rota_chronicle
from anchang.storage.reading import Read


def _rows(read: Read, filters: Mapping[str, Any]) -> list[dict[str, Any]]:
    chosen = typed(filters, days=("day",))
    text = str(filters.get("text") or "").lower()
    rows = [
        {
            **row,
            "what": say(row["what"]),
            "why": "" if row["why"] is None else say(row["why"]),
            "followed": say(M("; ")).join(_said(row["followed"])),
            "by": row["by"] or say(M("the program")),
        }
        for row in rota_chronicle.of_day(read, chosen.get("day") or read.today)
    ]
    return [row for row in rows if not text or any(text in str(value).lower() for value in row.values())]


def _said(words: tuple[Msg, ...]) -> list[str]:
    return [say(each) for each in words]


def _page(read: Read, ask: Ask) -> Page:
    return Page(tuple(_rows(read, ask.filters)), None, None)  # a day has some hundred events: one page


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return len(_rows(read, filters))


CHRONICLE = Listing(
    name="rota_events",
    title=M("The rota, event by event"),
    columns=(
        Column("no", M("No."), Kind.INTEGER, 4),
        Column("at", M("At"), Kind.TIME, 6),
        Column("what", M("What happened"), width=40),
        Column("why", M("Why"), width=26),
        Column("followed", M("What followed"), width=30),
        Column("reason", M("Reason"), width=20),
        Column("by", M("By"), width=8),
    ),
    filters=(Filter("day", M("Day"), Kind.DATE), Filter("text", M("Name or word"))),
    page=_page,
    count=_count,
)

LISTINGS = (CHRONICLE,)
