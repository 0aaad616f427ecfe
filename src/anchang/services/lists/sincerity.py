"""The list of small orders and sincerity money (2.10, 3.14)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.receipt import WAY_LABELS
from anchang.domain.sincerity import SincerityKind, SincerityState
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import sincerity as query
from anchang.storage.reading import Read

_KINDS = {each.value: each.label for each in SincerityKind}
_STATES = {each.value: each.label for each in SincerityState}
_WAYS = {each.value: words for each, words in WAY_LABELS.items()}
_DAYS = ("since", "until")


def _page(read: Read, ask: Ask) -> Page:
    return Page(*query.page(read, ask, typed(ask.filters, days=_DAYS)))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, typed(filters, days=_DAYS))


SINCERITIES = Listing(
    name="sincerity_money",
    title=M("Small orders and sincerity money"),
    columns=(
        Column("no", M("Receipt no."), width=13),
        Column("business_date", M("Written on"), Kind.DATE, 10),
        Column("kind", M("Taken for"), Kind.CHOICE, 10, _KINDS),
        Column("about", M("Unit or launch"), width=14),
        Column("customer", M("Customer"), width=10),
        Column("amount", M("Amount"), Kind.MONEY, 13),
        Column("state", M("State"), Kind.CHOICE, 10, _STATES),
        Column("way", M("Way"), Kind.CHOICE, 8, _WAYS),
        Column("payer", M("Payer"), width=10),
        Column("confirmed_on", M("Counts from"), Kind.DATE, 10),
        Column("asked_on", M("Asked back on"), Kind.DATE, 10),
        Column("ended_on", M("Ended on"), Kind.DATE, 10),
        Column("goes_to", M("Moved to"), width=12),
        Column("receipt", M("Moved as receipt"), width=13),
        Column("consultant", M("Consultant"), width=10),
        Column("cashier", M("Received by"), width=10),
    ),
    filters=(
        Filter("text", M("Number, unit or payer")),
        Filter("state", M("State"), Kind.CHOICE, _STATES),
        Filter("kind", M("Taken for"), Kind.CHOICE, _KINDS),
        Filter("since", M("Written since"), Kind.DATE),
        Filter("until", M("Written until"), Kind.DATE),
    ),
    page=_page,
    count=_count,
)

LISTINGS = (SINCERITIES,)
