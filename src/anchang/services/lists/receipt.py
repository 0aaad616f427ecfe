"""The list of receipts (2.10, 3.14)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.plan import MONEY_LABELS
from anchang.domain.receipt import STATE_LABELS, WAY_LABELS
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import receipt as query
from anchang.storage.reading import Read

_STATES = {state.value: words for state, words in STATE_LABELS.items()}
# A receipt of several parts names none of them in the list.
_MONEY = {"": M("several kinds"), **{kind.value: words for kind, words in MONEY_LABELS.items()}}
_WAYS = {"": M("several ways"), **{way.value: words for way, words in WAY_LABELS.items()}}
_DAYS = ("since", "until")


def _page(read: Read, ask: Ask) -> Page:
    return Page(*query.page(read, ask, typed(ask.filters, days=_DAYS)))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, typed(filters, days=_DAYS))


RECEIPTS = Listing(
    name="receipts",
    title=M("Receipts"),
    columns=(
        Column("no", M("Receipt no."), width=13),
        Column("business_date", M("Written on"), Kind.DATE, 10),
        Column("unit", M("Unit"), width=14),
        Column("payer", M("Payer"), width=10),
        Column("amount", M("Amount"), Kind.MONEY, 15),
        Column("money_type", M("What for"), Kind.CHOICE, 10, _MONEY),
        Column("way", M("Way"), Kind.CHOICE, 8, _WAYS),
        Column("state", M("State"), Kind.CHOICE, 10, _STATES),
        Column("confirmed_on", M("Counts from"), Kind.DATE, 10),
        Column("reversed_on", M("Reversed on"), Kind.DATE, 10),
        Column("third_party", M("Third party"), Kind.FLAG, 6),
        Column("cashier", M("Received by"), width=10),
        Column("sub_no", M("Subscription no."), width=12),
    ),
    filters=(
        Filter("text", M("Number, unit or payer")),
        Filter("state", M("State"), Kind.CHOICE, _STATES),
        Filter("since", M("Written since"), Kind.DATE),
        Filter("until", M("Written until"), Kind.DATE),
    ),
    page=_page,
    count=_count,
)

LISTINGS = (RECEIPTS,)
