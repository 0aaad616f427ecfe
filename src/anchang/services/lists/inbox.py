"""The lists of F9: what waits for the person who looks, and what that person asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.i18n import M
from anchang.services.inbox import NOUNS, WORDS, asked, rows
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage.reading import Read

_SEARCHED = ("subject", "unit", "who", "consultant", "behalf")


def _chosen(read: Read, filters: Mapping[str, Any]) -> list[dict[str, Any]]:
    text = str(filters.get("text") or "").lower()
    noun = filters.get("noun")
    return [
        row
        for row in rows(read)
        if (not noun or row["noun"] == noun)
        and (not text or any(text in str(row[key]).lower() for key in _SEARCHED))
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
        Column("when", M("By when"), width=9),
        Column("late", M("Late"), Kind.FLAG, 4),
        Column("who", M("Customer"), width=10),
        Column("unit", M("Unit"), width=10),
        Column("consultant", M("Consultant"), width=10),
        Column("subject", M("Paper"), width=18),
        Column("behalf", M("For"), width=8),
        Column("since", M("Waiting since"), Kind.DATE, 10),
        Column("days", M("Days"), Kind.INTEGER, 5),
        Column("due", M("Due on"), Kind.DATE, 10),
    ),
    filters=(Filter("text", M("Paper, unit or name")), Filter("noun", M("Kind"), Kind.CHOICE, NOUNS)),
    page=_page,
    count=_count,
)



def _asked(read: Read, filters: Mapping[str, Any]) -> list[dict[str, Any]]:
    given = typed(filters, flags=("running",))
    text = str(given.get("text") or "").lower()
    return [
        row
        for row in asked.rows(read)
        if (not given.get("noun") or row["noun"] == given["noun"])
        and ("running" not in given or row["running"] == given["running"])
        and (not text or any(text in str(row[key]).lower() for key in ("subject", "unit", "who", "has", "said")))
    ]


def _asked_page(read: Read, ask: Ask) -> Page:
    return Page(tuple(_asked(read, ask.filters)), None, None)


def _asked_count(read: Read, filters: Mapping[str, Any]) -> int:
    return len(_asked(read, filters))


ASKED = Listing(
    name="asked",
    title=M("What I asked for"),
    columns=(
        Column("noun", M("Kind"), Kind.CHOICE, 16, asked.NOUNS),
        Column("state", M("State"), width=14),
        Column("has", M("With whom now"), width=18),
        Column("since", M("Since"), Kind.DATE, 10),
        Column("days", M("Days"), Kind.INTEGER, 5),
        Column("unit", M("Unit"), width=10),
        Column("who", M("Customer"), width=10),
        Column("subject", M("Paper"), width=14),
        Column("said", M("Said last"), width=30),
        Column("running", M("Under way"), Kind.FLAG, 4),
    ),
    filters=(
        Filter("text", M("Paper, unit or name")),
        Filter("noun", M("Kind"), Kind.CHOICE, asked.NOUNS),
        Filter("running", M("Under way"), Kind.FLAG),
    ),
    page=_asked_page,
    count=_asked_count,
)

LISTINGS = (INBOX, ASKED)
