"""Lists around the units: reserves, returned ones, flags, waiting lists, batches, and everything that happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from anchang.domain.batch import BATCH_LABELS
from anchang.domain.hold import CLAIM_LABELS, TYPE_LABELS, HoldType
from anchang.domain.unit import STATE_LABELS
from anchang.domain.unit_flag import FLAG_LABELS
from anchang.domain.unit_wait import WAIT_LABELS
from anchang.i18n import M, say
from anchang.services import use_case
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import batch, claim, unit_flag, unit_history, unit_wait
from anchang.storage.reading import Read

_STATES = {state.value: words for state, words in STATE_LABELS.items()}
_FLAGS = {kind.value: words for kind, words in FLAG_LABELS.items()}
_WAITS = {state.value: words for state, words in WAIT_LABELS.items()}
_BATCHES = {state.value: words for state, words in BATCH_LABELS.items()}
_CLAIMS = {kind.value: words for kind, words in CLAIM_LABELS.items()}
_TYPES = {kind.value: words for kind, words in TYPE_LABELS.items()}


def _only_reserves(filters: Mapping[str, Any]) -> dict[str, Any]:
    return {**filters, "hold_type": HoldType.RESERVE.value}


def _reserves(read: Read, ask: Ask) -> Page:
    return Page(*claim.holds_page(read, _only_reserves(ask.filters), ask))


def _reserves_count(read: Read, filters: Mapping[str, Any]) -> int:
    return claim.holds_count(read, _only_reserves(filters))


RESERVES = Listing(
    name="reserves",
    title=M("Reserves without an end"),
    columns=(
        Column("unit", M("Unit"), width=14),
        Column("holder", M("Consultant"), width=10),
        Column("customer", M("Customer"), width=12),
        Column("since", M("Held since"), Kind.INSTANT, 16),
        Column("days", M("Days"), Kind.INTEGER, 5),
        Column("list_total", M("List total"), Kind.MONEY, 15),
        Column("note", M("Reason"), width=24),
    ),
    filters=(Filter("holder", M("Consultant")),),
    page=_reserves,
    count=_reserves_count,
)


def _flags_page(read: Read, ask: Ask) -> Page:
    return Page(*unit_flag.page(read, ask.filters, ask))


FLAGS = Listing(
    name="unit_flags",
    title=M("Mortgaged, seized and frozen units"),
    columns=(
        Column("unit", M("Unit"), width=14),
        Column("kind", M("Flag"), Kind.CHOICE, 14, _FLAGS),
        Column("state", M("State"), Kind.CHOICE, 10, _STATES),
        Column("at", M("Since"), Kind.INSTANT, 16),
        Column("by", M("Set by"), width=10),
        Column("paper_no", M("Paper no."), width=16),
        Column("reason", M("Reason"), width=24),
    ),
    filters=(Filter("kind", M("Flag"), Kind.CHOICE, _FLAGS),),
    page=_flags_page,
    count=unit_flag.page_count,
)


def _waits_typed(filters: Mapping[str, Any]) -> dict[str, Any]:
    return typed(filters, flags=("all", "mine"))


def _waits_page(read: Read, ask: Ask) -> Page:
    return Page(*unit_wait.page(read, _waits_typed(ask.filters), ask))


def _waits_count(read: Read, filters: Mapping[str, Any]) -> int:
    return unit_wait.page_count(read, _waits_typed(filters))


WAITS = Listing(
    name="unit_waits",
    title=M("Waiting lists"),
    columns=(
        Column("unit", M("Unit"), width=14),
        Column("place", M("Place"), Kind.INTEGER, 5),
        Column("state", M("State"), Kind.CHOICE, 12, _WAITS),
        Column("customer", M("Customer"), width=12),
        Column("consultant", M("Consultant"), width=10),
        Column("since", M("Waits since"), Kind.INSTANT, 16),
        Column("offered_at", M("Offered at"), Kind.INSTANT, 16),
        Column("offer_until", M("Offered until"), Kind.INSTANT, 16),
        Column("ended_at", M("Ended at"), Kind.INSTANT, 16),
        Column("unit_state", M("Unit is"), Kind.CHOICE, 10, _STATES),
        Column("note", M("Note"), width=20),
        Column("reason", M("Reason"), width=20),
    ),
    filters=(
        Filter("unit", M("Unit")),
        Filter("state", M("State"), Kind.CHOICE, _WAITS),
        Filter("all", M("With the ended ones"), Kind.FLAG),
        Filter("mine", M("Mine only"), Kind.FLAG),
    ),
    page=_waits_page,
    count=_waits_count,
)


def _batches_page(read: Read, ask: Ask) -> Page:
    return Page(*batch.page(read, ask.filters, ask))


BATCHES = Listing(
    name="batches",
    title=M("Batches"),
    columns=(
        Column("no", M("No."), width=8),
        Column("name", M("Name of the batch"), width=20),
        Column("state", M("State"), Kind.CHOICE, 8, _BATCHES),
        Column("units", M("Units in all"), Kind.INTEGER, 6),
        Column("on_sale", M("Put on sale"), Kind.INTEGER, 6),
        Column("available", M("Available"), Kind.INTEGER, 6),
        Column("held", M("On hold"), Kind.INTEGER, 6),
        Column("sold", M("Sold"), Kind.INTEGER, 6),
        Column("sold_rate", M("Sold share"), Kind.RATE, 8),
        Column("area", M("Built area"), Kind.AREA, 12),
        Column("value", M("List value"), Kind.MONEY, 17),
        Column("sold_value", M("Sold at list"), Kind.MONEY, 17),
        Column("planned_on", M("Planned for"), Kind.DATE, 10),
        Column("released_on", M("Released on"), Kind.DATE, 10),
        Column("maker", M("Planned by"), width=10),
        Column("note", M("Note"), width=20),
        Column("reason", M("Reason"), width=20),
    ),
    filters=(Filter("state", M("State"), Kind.CHOICE, _BATCHES),),
    page=_batches_page,
    count=batch.page_count,
)


def _history_page(read: Read, ask: Ask) -> Page:
    found = Page(*unit_history.page(read, ask.filters, ask))
    cases = use_case.load()
    rows = tuple(
        {**row, "what": say(cases[row["action"]].title) if row["action"] in cases else row["action"]}
        for row in found.rows
    )
    return replace(found, rows=rows)


HISTORY = Listing(
    name="unit_history",
    title=M("What happened to units"),
    columns=(
        Column("at", M("When"), Kind.INSTANT, 16),
        Column("unit", M("Unit"), width=12),
        Column("what", M("What"), width=22),
        Column("who", M("Who"), width=10),
        Column("reason", M("Reason"), width=30),
    ),
    filters=(Filter("unit", M("Unit")),),
    page=_history_page,
    count=unit_history.page_count,
)


def _claims_typed(filters: Mapping[str, Any]) -> dict[str, Any]:
    return typed(filters, flags=("ended",))


def _claims_page(read: Read, ask: Ask) -> Page:
    return Page(*unit_history.claims_page(read, _claims_typed(ask.filters), ask))


def _claims_count(read: Read, filters: Mapping[str, Any]) -> int:
    return unit_history.claims_count(read, _claims_typed(filters))


CLAIMS = Listing(
    name="unit_claims",
    title=M("Who had which unit"),
    columns=(
        Column("unit", M("Unit"), width=14),
        Column("kind", M("Claimed by"), Kind.CHOICE, 10, _CLAIMS),
        Column("hold_type", M("Type"), Kind.CHOICE, 8, _TYPES),
        Column("holder", M("Consultant"), width=10),
        Column("customer", M("Customer"), width=12),
        Column("since", M("Held since"), Kind.INSTANT, 16),
        Column("until", M("Until"), Kind.INSTANT, 16),
        Column("extensions", M("Extended"), Kind.INTEGER, 6),
        Column("ended_at", M("Ended at"), Kind.INSTANT, 16),
        Column("end_reason", M("Reason"), width=24),
    ),
    filters=(
        Filter("unit", M("Unit")),
        Filter("kind", M("Claimed by"), Kind.CHOICE, _CLAIMS),
        Filter("ended", M("Ended only"), Kind.FLAG),
    ),
    page=_claims_page,
    count=_claims_count,
)

LISTINGS = (RESERVES, FLAGS, WAITS, BATCHES, HISTORY, CLAIMS)
