"""Launches, and the registration numbers of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.launch import LAUNCH_LABELS, ORDER_LABELS, TICKET_LABELS
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.storage import launch as query
from anchang.storage.reading import Read

_LAUNCH_STATES = {state.value: words for state, words in LAUNCH_LABELS.items()}
_ORDERS = {kind.value: words for kind, words in ORDER_LABELS.items()}
_STATES = {state.value: words for state, words in TICKET_LABELS.items()}


def _launches(read: Read, ask: Ask) -> Page:
    return Page(*query.launches_page(read, ask, ask.filters))


def _tickets(read: Read, ask: Ask) -> Page:
    return Page(*query.page(read, ask, _wanted(ask.filters)))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.page_count(read, _wanted(filters))


def _wanted(filters: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(filters)
    if found.get("launch_id"):
        found["launch_id"] = int(found["launch_id"])
    return found


LAUNCHES = Listing(
    name="launches",
    title=M("Launches"),
    columns=(
        Column("no", M("Launch no."), width=10),
        Column("name", M("Name of the launch"), width=14),
        Column("held_on", M("Held on"), Kind.DATE, 10),
        Column("state", M("State"), Kind.CHOICE, 12, _LAUNCH_STATES),
        Column("order_kind", M("Order"), Kind.CHOICE, 12, _ORDERS),
        Column("units", M("Units in all"), Kind.INTEGER, 6),
        Column("units_left", M("Still free"), Kind.INTEGER, 8),
        Column("tickets", M("Numbers"), Kind.INTEGER, 6),
        Column("waiting", M("Waiting in line"), Kind.INTEGER, 8),
        Column("seed", M("Drawn from"), width=24),
        Column("opened_at", M("Doors opened at"), Kind.INSTANT, 16),
        Column("closed_at", M("Doors closed at"), Kind.INSTANT, 16),
    ),
    filters=(Filter("state", M("State"), Kind.CHOICE, _LAUNCH_STATES),),
    page=_launches,
    count=query.launches_count,
)

TICKETS = Listing(
    name="launch_tickets",
    title=M("Registration numbers"),
    columns=(
        Column("launch", M("Launch no."), width=10),
        Column("place", M("Place in line"), Kind.INTEGER, 5),
        Column("no", M("Number drawn"), Kind.INTEGER, 5),
        Column("state", M("State"), Kind.CHOICE, 12, _STATES),
        Column("customer", M("Customer"), width=10),
        Column("consultant", M("Consultant"), width=10),
        Column("units", M("Chosen units"), width=20),
        Column("until", M("Until"), Kind.INSTANT, 16),
        Column("money", M("Sincerity money"), Kind.MONEY, 12),
        Column("money_ref", M("Receipt of the money"), width=14),
        Column("recalls", M("Called again"), Kind.INTEGER, 8),
    ),
    filters=(
        Filter("text", M("Customer or consultant")),
        Filter("state", M("State"), Kind.CHOICE, _STATES),
    ),
    page=_tickets,
    count=_count,
)

LISTINGS = (LAUNCHES, TICKETS)
