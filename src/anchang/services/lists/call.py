"""The list of calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.call import PriceReaction
from anchang.i18n import M
from anchang.services.entries import CHANNELS, GRADES
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.services.lists.visit import GENDERS
from anchang.storage import call_query as query
from anchang.storage.person_query import marked
from anchang.storage.reading import Read


def _typed(filters: Mapping[str, Any]) -> dict[str, Any]:
    return typed(filters, days=("since", "until"), flags=("is_repeat", "complete"))


def _page(read: Read, ask: Ask) -> Page:
    return Page(*marked(read, query.page(read, ask, _typed(ask.filters))))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, _typed(filters))


CALLS = Listing(
    name="calls",
    title=M("Calls"),
    columns=(
        Column("call_no", M("Call no."), width=14),
        Column("called_at", M("Called"), Kind.INSTANT, 16),
        Column("name", M("Customer"), width=12),
        Column("gender", M("Gender"), Kind.CHOICE, 4, GENDERS),
        Column("phone", M("Phone"), width=13),
        Column("channel", M("Known channel"), Kind.CHOICE, 14, CHANNELS),
        Column("is_repeat", M("Called before"), Kind.FLAG, 6),
        Column("questions", M("Questions"), width=30),
        Column(
            "price_reaction", M("Price reaction"), Kind.CHOICE, 12, {each.value: each.label for each in PriceReaction}
        ),
        Column("invite_visit_at", M("Invited for"), Kind.INSTANT, 16),
        Column("consultant", M("Answered by"), width=10),
        Column("grade", M("Grade"), Kind.CHOICE, 10, GRADES),
        Column("next_contact_on", M("Next contact"), Kind.DATE, 10),
        Column("complete", M("Complete"), Kind.FLAG, 6),
        Column("do_not_contact", M("Do not contact"), Kind.FLAG, 6),
        Column("void", M("Void"), Kind.FLAG, 6),
    ),
    filters=(
        Filter("text", M("Name, number, initials or what was said")),
        Filter("since", M("Since"), Kind.DATE),
        Filter("until", M("Until"), Kind.DATE),
        Filter("consultant", M("Consultant")),
        Filter("channel", M("Known channel"), Kind.CHOICE, CHANNELS),
        Filter("grade", M("Grade"), Kind.CHOICE, GRADES),
        Filter("is_repeat", M("Called before"), Kind.FLAG),
        Filter("complete", M("Complete"), Kind.FLAG),
    ),
    page=_page,
    count=_count,
)

LISTINGS = (CALLS,)
