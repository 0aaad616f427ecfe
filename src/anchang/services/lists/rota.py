"""The lists of turns and of the rota sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.rota import ENTRY_LABELS, PauseReason, TurnKind
from anchang.i18n import M, say
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.services.lists.visit import KINDS
from anchang.storage import rota_query as query
from anchang.storage.reading import Read

_TURN_KINDS = {each.value: each.label for each in TurnKind}
_STATUS = {status.value: words for status, words in ENTRY_LABELS.items()}


def _typed(filters: Mapping[str, Any]) -> dict[str, Any]:
    return typed(filters, days=("since", "until"), flags=("counted",))


def _turns_page(read: Read, ask: Ask) -> Page:
    rows, before, after = query.turns_page(read, ask, _typed(ask.filters))
    said = tuple({**row, "why": "" if row["why"] is None else say(row["why"])} for row in rows)
    return Page(said, before, after)


def _turns_count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.turns_count(read, _typed(filters))


def _entries_page(read: Read, ask: Ask) -> Page:
    return Page(*query.entries_page(read, ask, _typed(ask.filters)))


def _entries_count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.entries_count(read, _typed(filters))


_DAYS = (Filter("since", M("Since"), Kind.DATE), Filter("until", M("Until"), Kind.DATE))

TURNS = Listing(
    name="turns",
    title=M("Turns"),
    columns=(
        Column("business_date", M("Day"), Kind.DATE, 10),
        Column("no", M("Turn no."), Kind.INTEGER, 5),
        Column("started_at", M("Began"), Kind.TIME, 6),
        Column("ended_at", M("Ended"), Kind.TIME, 6),
        Column("receiver", M("Receiver"), width=10),
        Column("recorder", M("Recorder"), width=10),
        Column("kind", M("Turn kind"), Kind.CHOICE, 16, _TURN_KINDS),
        Column("visit_kind", M("Visit kind"), Kind.CHOICE, 10, KINDS),
        Column("counted", M("Counts"), Kind.FLAG, 5),
        Column("on_credit", M("Made up for"), Kind.FLAG, 5),
        Column("visit_no", M("Visit no."), width=14),
        Column("name", M("Customer"), width=12),
        Column("party_size", M("People"), Kind.INTEGER, 4),
        Column("why", M("Why"), width=30),
    ),
    filters=(
        Filter("consultant", M("Receiver")),
        *_DAYS,
        Filter("kind", M("Turn kind"), Kind.CHOICE, _TURN_KINDS),
        Filter("counted", M("Counts"), Kind.FLAG),
    ),
    page=_turns_page,
    count=_turns_count,
)

ROTA = Listing(
    name="rota",
    title=M("Rota sheets"),
    columns=(
        Column("business_date", M("Day"), Kind.DATE, 10),
        Column("seq", M("Place"), Kind.INTEGER, 4),
        Column("consultant", M("Consultant"), width=10),
        Column("signed_in_at", M("Signed in"), Kind.TIME, 6),
        Column("status", M("State"), Kind.CHOICE, 14, _STATUS),
        Column("since", M("Since"), Kind.TIME, 6),
        Column("pause", M("Reason"), Kind.CHOICE, 14, {each.value: each.label for each in PauseReason}),
        Column("turns", M("Turns"), Kind.INTEGER, 5),
        Column("uncounted", M("Not counted"), Kind.INTEGER, 5),
        Column("credits", M("To make up for"), Kind.INTEGER, 5),
        Column("skips", M("To lose"), Kind.INTEGER, 5),
    ),
    filters=(Filter("consultant", M("Consultant")), *_DAYS, Filter("status", M("State"), Kind.CHOICE, _STATUS)),
    page=_entries_page,
    count=_entries_count,
)

LISTINGS = (TURNS, ROTA)
