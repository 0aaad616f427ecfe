"""The lists of posted visitors and of who stands in for whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.forgotten import FORGOTTEN_LABELS
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import delegate, forgotten
from anchang.storage.reading import Read

_STATES = {state.value: words for state, words in FORGOTTEN_LABELS.items()}


def _page(read: Read, ask: Ask) -> Page:
    return Page(*forgotten.page(read, ask.filters, ask))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return forgotten.page_count(read, filters)


def _now(filters: Mapping[str, Any]) -> dict[str, Any]:
    return typed(filters, flags=("now",))


def _delegates_page(read: Read, ask: Ask) -> Page:
    return Page(*delegate.page(read, _now(ask.filters), ask))


def _delegates_count(read: Read, filters: Mapping[str, Any]) -> int:
    return delegate.page_count(read, _now(filters))


FORGOTTEN = Listing(
    name="forgotten",
    title=M("Posted visitors"),
    columns=(
        Column("business_date", M("Day"), Kind.DATE, 10),
        Column("arrived_at", M("Arrived"), Kind.TIME, 6),
        Column("name", M("Visitor"), width=12),
        Column("phone", M("Phone"), width=13),
        Column("receiver", M("Receiver"), width=10),
        Column("state", M("State"), Kind.CHOICE, 14, _STATES),
        Column("until", M("To claim by"), Kind.DATE, 10),
        Column("claimant", M("Claimant"), width=10),
        Column("evidence", M("What shows it"), width=24),
        Column("reason", M("Reason"), width=20),
        Column("visit_no", M("Visit no."), width=14),
    ),
    filters=(Filter("state", M("State"), Kind.CHOICE, _STATES),),
    page=_page,
    count=_count,
)
DELEGATES = Listing(
    name="delegates",
    title=M("Who stands in"),
    columns=(
        Column("consultant", M("Consultant"), width=12),
        Column("delegate", M("Stands in"), width=12),
        Column("from_day", M("From"), Kind.DATE, 10),
        Column("to_day", M("To"), Kind.DATE, 10),
        Column("named_at", M("Named at"), Kind.INSTANT, 16),
        Column("ended_at", M("Ended at"), Kind.INSTANT, 16),
    ),
    filters=(Filter("now", M("Holds now or later"), Kind.FLAG),),
    page=_delegates_page,
    count=_delegates_count,
)

LISTINGS = (FORGOTTEN, DELEGATES)
