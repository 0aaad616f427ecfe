"""Lists about people's data (5.11): who looked, who may be addressed, who asked, and who is kept no longer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from anchang.domain.person import RequestKind, RequestState
from anchang.i18n import M, Msg
from anchang.services.entries import CHANNELS, GRADES
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import person_query as query
from anchang.storage.reading import Read

LOOKS: dict[str, Msg] = {
    "reveal": M("saw the whole number"),
    "reveal_id": M("saw the whole ID number"),
    "check": M("asked whether a number is free"),
    "export": M("copied all that is held"),
    "unmasked": M("file with whole numbers"),
    "file": M("file with masked numbers"),
}
REQUESTS = {each.value: each.label for each in RequestKind}
STATES = {each.value: each.label for each in RequestState}


def _typed(filters: Mapping[str, Any]) -> dict[str, Any]:
    return typed(filters, days=("since", "until"))


def _paged(page: Callable[[Read, Ask, Mapping[str, Any]], Any]) -> Callable[[Read, Ask], Page]:
    return lambda read, ask: Page(*page(read, ask, _typed(ask.filters)))


def _counted(how_many: Callable[[Read, Mapping[str, Any]], int]) -> Callable[[Read, Mapping[str, Any]], int]:
    return lambda read, filters: how_many(read, _typed(filters))


LOOK_LOG = Listing(
    name="looks",
    title=M("Who looked at numbers"),
    columns=(
        Column("at", M("When"), Kind.INSTANT, 16),
        Column("who", M("By"), width=10),
        Column("kind", M("What"), Kind.CHOICE, 18, LOOKS),
        Column("name", M("Customer"), width=12),
        Column("phone", M("Phone"), width=13),
        Column("why", M("Reason"), width=36),
    ),
    filters=(
        Filter("since", M("Since"), Kind.DATE),
        Filter("until", M("Until"), Kind.DATE),
        Filter("kind", M("What"), Kind.CHOICE, LOOKS),
        Filter("who", M("By")),
    ),
    page=_paged(query.looks_page),
    count=_counted(query.looks_count),
)
CAMPAIGN = Listing(
    name="campaign",
    title=M("May be addressed for advertising"),
    columns=(
        Column("name", M("Customer"), width=12),
        Column("phone", M("Phone"), width=13),
        Column("owner", M("Consultant"), width=10),
        Column("grade", M("Grade"), Kind.CHOICE, 10, GRADES),
        Column("channel", M("Known channel"), Kind.CHOICE, 14, CHANNELS),
        Column("last_contact_at", M("Last contact"), Kind.INSTANT, 16),
    ),
    filters=(
        Filter("grade", M("Grade"), Kind.CHOICE, GRADES),
        Filter("channel", M("Known channel"), Kind.CHOICE, CHANNELS),
    ),
    page=_paged(query.campaign_page),
    count=_counted(query.campaign_count),
    person_key="id",
)
RETENTION = Listing(
    name="retention",
    title=M("Kept no longer"),
    columns=(
        Column("name", M("Customer"), width=12),
        Column("phone", M("Phone"), width=13),
        Column("owner", M("Consultant"), width=10),
        Column("first_contact_at", M("First contact"), Kind.INSTANT, 16),
        Column("last_contact_at", M("Last contact"), Kind.INSTANT, 16),
        Column("visits", M("Visit count"), Kind.INTEGER, 4),
    ),
    filters=(),
    page=_paged(query.due_page),
    count=_counted(query.due_count),
    person_key="id",
)
PERSON_REQUESTS = Listing(
    name="person_requests",
    title=M("Requests about the own data"),
    columns=(
        Column("id", M("No."), Kind.INTEGER, 5),
        Column("name", M("Customer"), width=12),
        Column("phone", M("Phone"), width=13),
        Column("kind", M("What"), Kind.CHOICE, 14, REQUESTS),
        Column("state", M("State"), Kind.CHOICE, 12, STATES),
        Column("business_date", M("Asked on"), Kind.DATE, 10),
        Column("due_on", M("Due on"), Kind.DATE, 10),
        Column("late", M("Late"), Kind.FLAG, 4),
        Column("note", M("Note"), width=24),
        Column("answer", M("Answer"), width=24),
        Column("taker", M("Received by"), width=10),
        Column("decider", M("Answered by"), width=10),
    ),
    filters=(
        Filter("state", M("State"), Kind.CHOICE, STATES),
        Filter("kind", M("What"), Kind.CHOICE, REQUESTS),
    ),
    page=_paged(query.requests_page),
    count=_counted(query.requests_count),
)

LISTINGS = (LOOK_LOG, CAMPAIGN, RETENTION, PERSON_REQUESTS)
