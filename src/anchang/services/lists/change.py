"""The list of requests before the contract (2.8, 3.11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.authority import Level
from anchang.domain.change import STATE_LABELS, ChangeKind, ChangeReason, Fault
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import change_query as query
from anchang.storage.reading import Read

_KINDS = {each.value: each.label for each in ChangeKind}
_FAULTS = {each.value: each.label for each in Fault}
_REASONS = {each.value: each.label for each in ChangeReason}
_LEVELS = {"": M("–"), **{each.value: each.label for each in Level}}
_DAYS = ("since", "until")


def _page(read: Read, ask: Ask) -> Page:
    return Page(*query.page(read, ask, typed(ask.filters, days=_DAYS, flags=("open",))))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, typed(filters, days=_DAYS, flags=("open",)))


CHANGES = Listing(
    name="changes",
    title=M("Requests about subscriptions"),
    columns=(
        Column("no", M("Request no."), width=11),
        Column("kind", M("Request for"), Kind.CHOICE, 12, _KINDS),
        Column("state", M("State"), Kind.CHOICE, 10, STATE_LABELS),
        Column("unit", M("Unit"), width=12),
        Column("customer", M("Customer"), width=10),
        Column("waits_for", M("Waits for"), Kind.CHOICE, 8, _LEVELS),
        Column("applied_on", M("Applied on"), Kind.DATE, 10),
        Column("fault", M("At fault"), Kind.CHOICE, 8, _FAULTS),
        Column("reason_code", M("Cause"), Kind.CHOICE, 12, _REASONS),
        Column("consultant", M("Consultant"), width=10),
        Column("executed_on", M("Carried out"), Kind.DATE, 10),
        Column("sub_no", M("Subscription no."), width=12),
    ),
    filters=(
        Filter("text", M("Number, unit or customer")),
        Filter("kind", M("Request for"), Kind.CHOICE, _KINDS),
        Filter("state", M("State"), Kind.CHOICE, STATE_LABELS),
        Filter("fault", M("At fault"), Kind.CHOICE, _FAULTS),
        Filter("open", M("Open ones only"), Kind.FLAG),
        Filter("consultant", M("Consultant")),
        Filter("since", M("Applied since"), Kind.DATE),
        Filter("until", M("Applied until"), Kind.DATE),
    ),
    page=_page,
    count=_count,
)

LISTINGS = (CHANGES,)
