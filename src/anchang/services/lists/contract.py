"""Contracts with their next step and what is late, and the ledger of their copies (2.4, 3.21, 5.8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.contract import CONTRACT, COPY_LABELS, LEVEL_LABELS, STATE_LABELS
from anchang.domain.plan import PLAN_LABELS
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import contract_query as query
from anchang.storage.reading import Read

_STATES = {state.value: words for state, words in STATE_LABELS.items()}
_STEPS = {"": M("–"), **{step.name: step.label for step in CONTRACT.steps}}
_LEVELS = {level.value: words for level, words in LEVEL_LABELS.items()}
_PLANS = {kind.value: words for kind, words in PLAN_LABELS.items()}
_COPIES = {kind.value: words for kind, words in COPY_LABELS.items()}
_DAYS, _FLAGS = ("since", "until"), ("late",)


def _page(read: Read, ask: Ask) -> Page:
    return Page(*query.page_of(read, ask, typed(ask.filters, days=_DAYS, flags=_FLAGS)))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, typed(filters, days=_DAYS, flags=_FLAGS))


def _ledger(read: Read, ask: Ask) -> Page:
    return Page(*query.ledger_page(read, ask, ask.filters))


CONTRACTS = Listing(
    name="contracts",
    title=M("Contracts"),
    columns=(
        Column("paper", M("Contract no."), width=16),
        Column("unit", M("Unit"), width=14),
        Column("customer", M("Customer"), width=10),
        Column("consultant", M("Consultant"), width=10),
        Column("state", M("State"), Kind.CHOICE, 12, _STATES),
        Column("next_step", M("Next step"), Kind.CHOICE, 14, _STEPS),
        Column("due_on", M("Due on"), Kind.DATE, 10),
        Column("days_late", M("Days late"), Kind.INTEGER, 6),
        Column("filing_level", M("Filing clock"), Kind.CHOICE, 10, _LEVELS),
        Column("filing_days_left", M("Days left to file"), Kind.INTEGER, 8),
        Column("deal_total", M("Deal total"), Kind.MONEY, 15),
        Column("plan_kind", M("Payment plan"), Kind.CHOICE, 10, _PLANS),
        Column("signed_on", M("Signed on"), Kind.DATE, 10),
        Column("sealed_on", M("Sealed on"), Kind.DATE, 10),
        Column("sent_on", M("Sent on"), Kind.DATE, 10),
        Column("filed_on", M("Filed on"), Kind.DATE, 10),
        Column("filing_no", M("Filing no."), width=14),
        Column("collected_on", M("Collected on"), Kind.DATE, 10),
        Column("archive_place", M("Archive place"), width=12),
        Column("sub_no", M("Subscription no."), width=12),
    ),
    filters=(
        Filter("text", M("Number, unit or customer")),
        Filter("state", M("State"), Kind.CHOICE, _STATES),
        Filter("late", M("Late only"), Kind.FLAG),
        Filter("consultant", M("Consultant")),
        Filter("since", M("Signed since"), Kind.DATE),
        Filter("until", M("Signed until"), Kind.DATE),
    ),
    page=_page,
    count=_count,
)

CUSTODY = Listing(
    name="custody",
    title=M("Custody of contract copies"),
    columns=(
        Column("at", M("Handed over at"), Kind.INSTANT, 16),
        Column("contract", M("Contract no."), width=16),
        Column("unit", M("Unit"), width=14),
        Column("copy_no", M("Copy no."), Kind.INTEGER, 4),
        Column("kind", M("Whose copy"), Kind.CHOICE, 10, _COPIES),
        Column("giver", M("Given by"), width=10),
        Column("taker", M("Taken by"), width=10),
        Column("purpose", M("Purpose"), width=16),
        Column("signature", M("Signature"), width=10),
        Column("returned", M("Returned"), Kind.FLAG, 6),
        Column("by", M("Recorded by"), width=10),
    ),
    filters=(Filter("text", M("Number, unit or person")),),
    page=_ledger,
    count=query.ledger_count,
)

LISTINGS = (CONTRACTS, CUSTODY)
