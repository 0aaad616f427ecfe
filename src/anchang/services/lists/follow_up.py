"""The list of follow-ups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.follow_up import ContactWay, Stage
from anchang.i18n import M
from anchang.services.entries import CHANNELS, GRADES
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import follow_up_query as query
from anchang.storage.person_query import marked
from anchang.storage.reading import Read

_WAYS = {each.value: each.label for each in ContactWay}
_STAGES = {each.value: each.label for each in Stage}


def _typed(filters: Mapping[str, Any]) -> dict[str, Any]:
    return typed(filters, days=("since", "until"), flags=("effective",))


def _page(read: Read, ask: Ask) -> Page:
    return Page(*marked(read, query.page(read, ask, _typed(ask.filters))))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, _typed(filters))


FOLLOW_UPS = Listing(
    name="follow_ups",
    title=M("Follow-ups"),
    columns=(
        Column("at", M("When"), Kind.INSTANT, 16),
        Column("name", M("Customer"), width=12),
        Column("phone", M("Phone"), width=13),
        Column("way", M("Way of contact"), Kind.CHOICE, 12, _WAYS),
        Column("effective", M("Reached"), Kind.FLAG, 6),
        Column("content", M("What was said"), width=40),
        Column("grade_after", M("Grade"), Kind.CHOICE, 10, GRADES),
        Column("objection", M("Objection"), width=14),
        Column("next_contact_on", M("Next contact"), Kind.DATE, 10),
        Column("consultant", M("Consultant"), width=10),
        Column("do_not_contact", M("Do not contact"), Kind.FLAG, 6),
        Column("void", M("Void"), Kind.FLAG, 6),
    ),
    filters=(
        Filter("text", M("Name, number, initials or what was said")),
        Filter("since", M("Since"), Kind.DATE),
        Filter("until", M("Until"), Kind.DATE),
        Filter("consultant", M("Consultant")),
        Filter("channel", M("Known channel"), Kind.CHOICE, CHANNELS),
        Filter("way", M("Way of contact"), Kind.CHOICE, _WAYS),
        Filter("stage", M("Stage"), Kind.CHOICE, _STAGES),
        Filter("grade", M("Grade"), Kind.CHOICE, GRADES),
        Filter("effective", M("Reached"), Kind.FLAG),
    ),
    page=_page,
    count=_count,
)

LISTINGS = (FOLLOW_UPS,)
