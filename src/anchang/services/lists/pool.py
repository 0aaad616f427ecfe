"""The public pool, and who asked for whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.pool import ASK_LABELS
from anchang.i18n import M, say
from anchang.services.entries import AREAS, CHANNELS, GRADES
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import pool_query as query
from anchang.storage.reading import Read

_STATES = {state.value: words for state, words in ASK_LABELS.items()}


def _typed(filters: Mapping[str, Any]) -> dict[str, Any]:
    found = typed(filters, flags=("due",))
    if found.get("text"):  # an area of the office's list is stored as its code
        wanted = str(found["text"]).strip().casefold()
        found["areas"] = [code for code in AREAS if wanted in say(AREAS[code]).casefold()]
    return found


def _page(read: Read, ask: Ask) -> Page:
    return Page(*query.page(read, ask, _typed(ask.filters)))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, _typed(filters))


POOL = Listing(
    name="pool",
    title=M("Public pool"),
    columns=(
        Column("name", M("Customer"), width=12),
        Column("phone", M("Phone"), width=13),
        Column("grade", M("Grade"), Kind.CHOICE, 10, GRADES),
        Column("visits", M("Visit count"), Kind.INTEGER, 4),
        Column("pooled_at", M("In the pool since"), Kind.INSTANT, 16),
        Column("pool_days", M("Days"), Kind.INTEGER, 5),
        Column("last_owner", M("Consultant before"), width=10),
        Column("wishes", M("Wishes"), Kind.INTEGER, 6),
        Column("next_contact_on", M("Next contact"), Kind.DATE, 10),
        Column("last_contact_at", M("Last contact"), Kind.INSTANT, 16),
        Column("channel", M("Known channel"), Kind.CHOICE, 14, CHANNELS),
        Column("living_area", M("Living area"), Kind.CHOICE, 10, AREAS),
        Column("do_not_contact", M("Do not contact"), Kind.FLAG, 6),
    ),
    filters=(
        Filter("text", M("Name, number or initials")),
        Filter("grade", M("Grade"), Kind.CHOICE, GRADES),
        Filter("channel", M("Known channel"), Kind.CHOICE, CHANNELS),
        Filter("due", M("To be contacted now"), Kind.FLAG),
    ),
    page=_page,
    count=_count,
    person_key="id",
)


def _asks(read: Read, ask: Ask) -> Page:
    return Page(*query.asks_page(read, ask, ask.filters))


WISHES = Listing(
    name="pool_wishes",
    title=M("Wishes for customers of the pool"),
    columns=(
        Column("at", M("When"), Kind.INSTANT, 16),
        Column("consultant", M("Consultant"), width=10),
        Column("name", M("Customer"), width=12),
        Column("grade", M("Grade"), Kind.CHOICE, 10, GRADES),
        Column("why", M("Why"), width=24),
        Column("state", M("Decision"), Kind.CHOICE, 12, _STATES),
        Column("reason", M("Reason"), width=20),
    ),
    filters=(Filter("consultant", M("Consultant")), Filter("state", M("Decision"), Kind.CHOICE, _STATES)),
    page=_asks,
    count=query.asks_count,
)

LISTINGS = (POOL, WISHES)
