"""The list of price-list versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.drafted import PRICE_LIST_STATE_LABELS
from anchang.domain.money import ROUNDING_LABELS
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.storage import price_list
from anchang.storage.reading import Read


def _page(read: Read, ask: Ask) -> Page:
    return Page(*price_list.page(read, ask.filters, ask))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return price_list.page_count(read, filters)


_STATES = {state.value: words for state, words in PRICE_LIST_STATE_LABELS.items()}
_ROUNDINGS = {rule.value: words for rule, words in ROUNDING_LABELS.items()}

PRICE_LISTS = Listing(
    name="price_lists",
    title=M("Price lists"),
    columns=(
        Column("no", M("No."), width=8),
        Column("state", M("State"), Kind.CHOICE, 10, _STATES),
        Column("file_name", M("File"), width=28),
        Column("new_count", M("New"), Kind.INTEGER, 6),
        Column("changed_count", M("Changed"), Kind.INTEGER, 6),
        Column("unchanged_count", M("Unchanged"), Kind.INTEGER, 6),
        Column("left_out_count", M("Left out"), Kind.INTEGER, 6),
        Column("warning_count", M("Remarks"), Kind.INTEGER, 6),
        Column("rounding", M("Rounding"), Kind.CHOICE, 14, _ROUNDINGS),
        Column("filed", M("Is the filing"), Kind.FLAG, 6),
        Column("made_by", M("Drafted by"), width=10),
        Column("made_at", M("Drafted at"), Kind.INSTANT, 16),
        Column("decided_by", M("Decided by"), width=10),
        Column("effective_on", M("In force from"), Kind.DATE, 10),
        Column("effective_at", M("Takes effect at"), Kind.INSTANT, 16),
        Column("reason", M("Reason"), width=20),
    ),
    filters=(Filter("state", M("State"), Kind.CHOICE, _STATES),),
    page=_page,
    count=_count,
)

LISTINGS = (PRICE_LISTS,)
