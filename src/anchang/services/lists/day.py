"""The list of day sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.day import SHEET_LABELS
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import day_waiting as query
from anchang.storage.reading import Read

_STATES = {state.value: words for state, words in SHEET_LABELS.items()}


def _typed(filters: Mapping[str, Any]) -> dict[str, Any]:
    return typed(filters, days=("since", "until"))


def _page(read: Read, ask: Ask) -> Page:
    return Page(*query.sheets_page(read, ask, _typed(ask.filters)))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.sheets_count(read, _typed(filters))


DAY_SHEETS = Listing(
    name="day_sheets",
    title=M("Day sheets"),
    columns=(
        Column("business_date", M("Day"), Kind.DATE, 10),
        Column("consultant", M("Consultant"), width=10),
        Column("state", M("State"), Kind.CHOICE, 12, _STATES),
        Column("returned", M("Sent back"), Kind.FLAG, 6),
        Column("visits", M("Visits"), Kind.INTEGER, 5),
        Column("calls", M("Calls"), Kind.INTEGER, 5),
        Column("turns", M("Turns"), Kind.INTEGER, 5),
        Column("handed_in_at", M("Handed in"), Kind.INSTANT, 16),
        Column("consolidated_at", M("Consolidated"), Kind.INSTANT, 16),
        Column("reviewed_at", M("Reviewed"), Kind.INSTANT, 16),
    ),
    filters=(
        Filter("consultant", M("Consultant")),
        Filter("since", M("Since"), Kind.DATE),
        Filter("until", M("Until"), Kind.DATE),
        Filter("state", M("State"), Kind.CHOICE, _STATES),
    ),
    page=_page,
    count=_count,
)

LISTINGS = (DAY_SHEETS,)
