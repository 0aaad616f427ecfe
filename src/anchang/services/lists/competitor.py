"""Competing projects with their next survey, and every survey (C03)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import competitor as query
from anchang.storage.reading import Read


def _typed(filters: Mapping[str, Any]) -> dict[str, Any]:
    return typed(filters, days=("since", "until"), flags=("due",))


def _page(read: Read, ask: Ask) -> Page:
    return Page(*query.page(read, ask, _typed(ask.filters)))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, _typed(filters))


def _surveys(read: Read, ask: Ask) -> Page:
    return Page(*query.surveys_page(read, ask, _typed(ask.filters)))


def _surveys_count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.surveys_count(read, _typed(filters))


COMPETITORS = Listing(
    name="competitors",
    title=M("Competing projects"),
    columns=(
        Column("name", M("Project"), width=16),
        Column("next_due", M("Next survey"), Kind.DATE, 10),
        Column("days_late", M("Days late"), Kind.INTEGER, 6),
        Column("unit_price", M("Price per ㎡"), Kind.MONEY, 12),
        Column("sold", M("Sold since"), Kind.INTEGER, 6),
        Column("offers", M("Offers"), width=24),
        Column("surveyed_on", M("Last survey"), Kind.DATE, 10),
        Column("who", M("Surveyed by"), width=10),
        Column("every_days", M("Every so many days"), Kind.INTEGER, 8),
        Column("active", M("Watched"), Kind.FLAG, 6),
        Column("developer", M("Developer"), width=16),
    ),
    filters=(Filter("text", M("Name")), Filter("due", M("Survey due"), Kind.FLAG)),
    page=_page,
    count=_count,
)
SURVEYS = Listing(
    name="surveys",
    title=M("Surveys of competitors"),
    columns=(
        Column("surveyed_on", M("Day"), Kind.DATE, 10),
        Column("name", M("Project"), width=16),
        Column("unit_price", M("Price per ㎡"), Kind.MONEY, 12),
        Column("sold", M("Sold since"), Kind.INTEGER, 6),
        Column("offers", M("Offers"), width=24),
        Column("notes", M("Note"), width=24),
        Column("photo", M("Photo"), width=16),
        Column("who", M("Surveyed by"), width=10),
    ),
    filters=(
        Filter("text", M("Name")),
        Filter("since", M("Since"), Kind.DATE),
        Filter("until", M("Until"), Kind.DATE),
    ),
    page=_surveys,
    count=_surveys_count,
)

LISTINGS = (COMPETITORS, SURVEYS)
