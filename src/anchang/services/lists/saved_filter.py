"""The list of kept filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.storage import saved_filter as query
from anchang.storage.reading import Read


def _page(read: Read, ask: Ask) -> Page:
    return Page(*query.page(read, ask, ask.filters))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, filters)


SAVED_FILTERS = Listing(
    name="saved_filters",
    title=M("Kept filters"),
    columns=(
        Column("listing", M("Of the list"), width=14),
        Column("name", M("Filter name"), width=20),
        Column("filters", M("Narrowed down to"), width=40),
        Column("shared", M("For everybody"), Kind.FLAG, 8),
        Column("maker", M("Kept by"), width=10),
    ),
    filters=(Filter("listing", M("Of the list")),),
    page=_page,
    count=_count,
)

LISTINGS = (SAVED_FILTERS,)
