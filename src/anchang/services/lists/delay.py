"""The list of requests for a later signing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.authority import Level
from anchang.domain.delay import STATE_LABELS
from anchang.i18n import M
from anchang.services.entries import DELAY_REASONS
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import delay as rows
from anchang.storage.reading import Read

STATES = {state.value: words for state, words in STATE_LABELS.items()}
LEVELS = {level.value: level.label for level in Level}


def _days(filters: Mapping[str, Any]) -> dict[str, Any]:
    return typed(filters, days=("since", "until"))


def _page(read: Read, ask: Ask) -> Page:
    return Page(*rows.page(read, ask, _days(ask.filters)))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return rows.how_many(read, _days(filters))


DELAYS = Listing(
    name="delays",
    title=M("Delayed signing"),
    columns=(
        Column("no", M("Delay no."), width=12),
        Column("state", M("State"), Kind.CHOICE, 14, STATES),
        Column("unit", M("Unit"), width=14),
        Column("buyer", M("Buyer"), width=10),
        Column("consultant", M("Consultant"), width=10),
        Column("applied_on", M("Applied on"), Kind.DATE, 10),
        Column("original_due_on", M("Original day"), Kind.DATE, 10),
        Column("days", M("Days asked"), Kind.INTEGER, 6),
        Column("new_due_on", M("New day"), Kind.DATE, 10),
        Column("cumulative_days", M("All days"), Kind.INTEGER, 6),
        Column("is_first", M("First delay"), Kind.FLAG, 6),
        Column("reason", M("Reason"), Kind.CHOICE, 14, DELAY_REASONS),
        Column("waits_for", M("Waits for"), Kind.CHOICE, 10, LEVELS),
        Column("decider", M("Decided by"), width=10),
        Column("decided_on", M("Decided on"), Kind.DATE, 10),
        Column("executed_on", M("Executed on"), Kind.DATE, 10),
        Column("replied_on", M("Customer told on"), Kind.DATE, 10),
        Column("amount_paid", M("Paid then"), Kind.MONEY, 15),
        Column("sub_no", M("Subscription no."), width=12),
    ),
    filters=(
        Filter("text", M("Number, unit or buyer")),
        Filter("state", M("State"), Kind.CHOICE, STATES),
        Filter("reason", M("Reason"), Kind.CHOICE, DELAY_REASONS),
        Filter("consultant", M("Consultant")),
        Filter("since", M("Applied since"), Kind.DATE),
        Filter("until", M("Applied until"), Kind.DATE),
    ),
    page=_page,
    count=_count,
)

LISTINGS = (DELAYS,)
