"""Instalments and receivable deals as of any day (2.10, 4.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from anchang.domain.plan import MONEY_LABELS, PLAN_LABELS, PRICE
from anchang.domain.receivable import BUCKET_LABELS, STATE_LABELS
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import receivable_list as query
from anchang.storage.reading import Read

_STATES = {state.value: words for state, words in STATE_LABELS.items()}
_BUCKETS = {band.value: words for band, words in BUCKET_LABELS.items()}
_PLANS = {kind.value: words for kind, words in PLAN_LABELS.items()}
_MONEY = {kind.value: MONEY_LABELS[kind] for kind in MONEY_LABELS if kind in PRICE}


def _asked(read: Read, filters: Mapping[str, Any]) -> tuple[date, dict[str, Any]]:
    """The day asked about, today where none is, and the other filters."""
    found = typed(filters, days=("as_of",), flags=("open", "overdue"))
    return found.pop("as_of", None) or read.today, found


def _page(read: Read, ask: Ask) -> Page:
    return Page(*query.page(read, ask, *_asked(read, ask.filters)))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, *_asked(read, filters))


def _deals(read: Read, ask: Ask) -> Page:
    return Page(*query.deals_page(read, ask, *_asked(read, ask.filters)))


def _deals_count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.deals_count(read, *_asked(read, filters))


_AS_OF = Filter("as_of", M("As of"), Kind.DATE)
_SEARCH = Filter("text", M("Number, unit or customer"))
_BUILDING = Filter("building", M("Building"))
_CONSULTANT = Filter("consultant", M("Consultant"))
_OVERDUE = Filter("overdue", M("Overdue only"), Kind.FLAG)

INSTALMENTS = Listing(
    name="instalments",
    title=M("Instalments"),
    columns=(
        Column("unit", M("Unit"), width=14),
        Column("customer", M("Customer"), width=10),
        Column("phone", M("Phone"), width=13),
        Column("consultant", M("Consultant"), width=10),
        Column("contract_no", M("Contract no."), width=16),
        Column("sub_no", M("Subscription no."), width=12),
        Column("money_type", M("What for"), Kind.CHOICE, 10, _MONEY),
        Column("no", M("Payment no."), Kind.INTEGER, 4),
        Column("due_on", M("Due on"), Kind.DATE, 10),
        Column("amount", M("Amount due"), Kind.MONEY, 15),
        Column("paid", M("Paid"), Kind.MONEY, 15),
        Column("unpaid", M("Unpaid"), Kind.MONEY, 15),
        Column("overdue_days", M("Days overdue"), Kind.INTEGER, 8),
        Column("bucket", M("Ageing band"), Kind.CHOICE, 10, _BUCKETS),
        Column("state", M("State"), Kind.CHOICE, 10, _STATES),
    ),
    filters=(
        _AS_OF,
        _SEARCH,
        _BUILDING,
        _CONSULTANT,
        Filter("state", M("State"), Kind.CHOICE, _STATES),
        Filter("money_type", M("What for"), Kind.CHOICE, _MONEY),
        Filter("open", M("Unpaid only"), Kind.FLAG),
        _OVERDUE,
    ),
    page=_page,
    count=_count,
)

RECEIVABLES = Listing(
    name="receivables",
    title=M("Receivables"),
    columns=(
        Column("unit", M("Unit"), width=14),
        Column("customer", M("Customer"), width=10),
        Column("consultant", M("Consultant"), width=10),
        Column("contract_no", M("Contract no."), width=16),
        Column("plan_kind", M("Payment plan"), Kind.CHOICE, 10, _PLANS),
        Column("signed_on", M("Signed on"), Kind.DATE, 10),
        Column("amount", M("Deal total"), Kind.MONEY, 15),
        Column("paid", M("Paid"), Kind.MONEY, 15),
        Column("unpaid", M("Unpaid"), Kind.MONEY, 15),
        Column("overdue", M("Overdue"), Kind.MONEY, 15),
        Column("overdue_days", M("Days overdue"), Kind.INTEGER, 8),
        Column("bucket", M("Ageing band"), Kind.CHOICE, 10, _BUCKETS),
        Column("next_due", M("Next due on"), Kind.DATE, 10),
        Column("surplus", M("On account"), Kind.MONEY, 13),
    ),
    filters=(_AS_OF, _SEARCH, _BUILDING, _CONSULTANT, _OVERDUE),
    page=_deals,
    count=_deals_count,
)

LISTINGS = (INSTALMENTS, RECEIVABLES)
