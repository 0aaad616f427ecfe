"""The tracking sheets of the sales office: 意向客户跟踪表 and 到店客户跟踪表 (C13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from anchang.domain.customer import LEAD_LABELS
from anchang.domain.follow_up import ContactWay
from anchang.i18n import M, Msg
from anchang.services.entries import AREAS, CHANNELS, GRADES
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.services.lists.visit import GENDERS
from anchang.storage import tracking as query
from anchang.storage.reading import Read

_STATES = {state.value: words for state, words in LEAD_LABELS.items()}
_WAYS = {each.value: each.label for each in ContactWay}
_WHO = (
    Column("name", M("Customer"), width=12),
    Column("gender", M("Gender"), Kind.CHOICE, 4, GENDERS),
    Column("phone", M("Phone"), width=13),
    Column("owner", M("Consultant"), width=10),
    Column("grade", M("Grade"), Kind.CHOICE, 10, GRADES),
    Column("state", M("State"), Kind.CHOICE, 10, _STATES),
    Column("channel", M("Known channel"), Kind.CHOICE, 14, CHANNELS),
    Column("living_area", M("Living area"), Kind.CHOICE, 10, AREAS),
    Column("first_contact_at", M("First contact"), Kind.INSTANT, 16),
)
_CAME = (
    Column("first_visit", M("First visit"), Kind.DATE, 10),
    Column("last_visit", M("Last visit"), Kind.DATE, 10),
    Column("visits", M("Visit count"), Kind.INTEGER, 4),
)
_FOLLOWED = (
    Column("follow_ups", M("Follow-ups"), Kind.INTEGER, 6),
    Column("followed_at", M("Last follow-up"), Kind.INSTANT, 16),
    Column("way", M("Way of contact"), Kind.CHOICE, 12, _WAYS),
    Column("content", M("What was said"), width=40),
    Column("objection", M("Objection"), width=14),
    Column("next_contact_on", M("Next contact"), Kind.DATE, 10),
    Column("days_late", M("Days late"), Kind.INTEGER, 6),
    Column("days_silent", M("Days since reached"), Kind.INTEGER, 8),
)


def _typed(filters: Mapping[str, Any]) -> dict[str, Any]:
    return typed(filters, days=("since", "until"))


def _pages(which: str) -> Callable[[Read, Ask], Page]:
    def page(read: Read, ask: Ask) -> Page:
        return Page(*query.page(read, which, ask, _typed(ask.filters)))

    return page


def _counts(which: str) -> Callable[[Read, Mapping[str, Any]], int]:
    def count(read: Read, filters: Mapping[str, Any]) -> int:
        return query.how_many(read, which, _typed(filters))

    return count


def _listing(which: str, title: Msg, columns: tuple[Column, ...]) -> Listing:
    return Listing(
        name=which,
        title=title,
        columns=columns,
        filters=(
            Filter("text", M("Name, number or initials")),
            Filter("since", M("Since"), Kind.DATE),
            Filter("until", M("Until"), Kind.DATE),
            Filter("consultant", M("Consultant")),
            Filter("state", M("State"), Kind.CHOICE, _STATES),
            Filter("grade", M("Grade"), Kind.CHOICE, GRADES),
            Filter("channel", M("Known channel"), Kind.CHOICE, CHANNELS),
        ),
        page=_pages(which),
        count=_counts(which),
    )


INTENDING = _listing(query.INTENDING, M("Tracking of intending customers"), (*_WHO, *_FOLLOWED))
VISITORS = _listing(query.VISITORS, M("Tracking of visitors"), (*_WHO, *_CAME, *_FOLLOWED))

LISTINGS = (INTENDING, VISITORS)
