"""The list of customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.customer import LEAD_LABELS
from anchang.i18n import M
from anchang.services.entries import AREAS, CHANNELS, GRADES
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.services.lists.visit import GENDERS
from anchang.storage import customer_list as query
from anchang.storage.reading import Read

_STATES = {state.value: words for state, words in LEAD_LABELS.items()}


def _typed(filters: Mapping[str, Any]) -> dict[str, Any]:
    return typed(filters, days=("since", "until"), flags=("due",))


def _page(read: Read, ask: Ask) -> Page:
    return Page(*query.page(read, ask, _typed(ask.filters)))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, _typed(filters))


CUSTOMERS = Listing(
    name="customers",
    title=M("Customers"),
    columns=(
        Column("name", M("Customer"), width=12),
        Column("gender", M("Gender"), Kind.CHOICE, 4, GENDERS),
        Column("phone", M("Phone"), width=13),
        Column("owner", M("Consultant"), width=10),
        Column("state", M("State"), Kind.CHOICE, 10, _STATES),
        Column("grade", M("Grade"), Kind.CHOICE, 10, GRADES),
        Column("channel", M("Known channel"), Kind.CHOICE, 14, CHANNELS),
        Column("visits", M("Visit count"), Kind.INTEGER, 4),
        Column("first_contact_at", M("First contact"), Kind.INSTANT, 16),
        Column("last_contact_at", M("Last contact"), Kind.INSTANT, 16),
        Column("next_contact_on", M("Next contact"), Kind.DATE, 10),
        Column("days_late", M("Days late"), Kind.INTEGER, 6),
        Column("living_area", M("Living area"), Kind.CHOICE, 10, AREAS),
        Column("consent_marketing", M("Advertising allowed"), Kind.FLAG, 6),
        Column("do_not_contact", M("Do not contact"), Kind.FLAG, 6),
    ),
    filters=(
        Filter("text", M("Name, number or initials")),
        Filter("since", M("Since"), Kind.DATE),
        Filter("until", M("Until"), Kind.DATE),
        Filter("consultant", M("Consultant")),
        Filter("state", M("State"), Kind.CHOICE, _STATES),
        Filter("grade", M("Grade"), Kind.CHOICE, GRADES),
        Filter("channel", M("Known channel"), Kind.CHOICE, CHANNELS),
        Filter("due", M("To be contacted now"), Kind.FLAG),
    ),
    page=_page,
    count=_count,
    person_key="id",
)

NAMESAKES = Listing(
    name="namesakes",
    title=M("Same name, another number"),
    columns=(
        Column("name", M("Customer"), width=12),
        Column("phone", M("Phone"), width=13),
        Column("owner", M("Consultant"), width=10),
        Column("state", M("State"), Kind.CHOICE, 10, _STATES),
        Column("first_contact_at", M("First contact"), Kind.INSTANT, 16),
        Column("last_contact_at", M("Last contact"), Kind.INSTANT, 16),
        Column("visits", M("Visit count"), Kind.INTEGER, 4),
    ),
    filters=(Filter("name", M("Customer")),),
    page=lambda read, ask: Page(*query.namesakes_page(read, ask, ask.filters)),
    count=query.namesakes_count,
    person_key="id",
)

LISTINGS = (CUSTOMERS, NAMESAKES)
