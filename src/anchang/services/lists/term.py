"""The library of special terms as a list (P03, Q-22)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.term import TERM_LABELS
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.storage import term as query
from anchang.storage.reading import Read

_STATES = {each.value: words for each, words in TERM_LABELS.items()}


def _page(read: Read, ask: Ask) -> Page:
    return Page(*query.page(read, ask, ask.filters))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, filters)


TERMS = Listing(
    name="terms",
    title=M("Special terms"),
    columns=(
        Column("code", M("Term code"), width=8),
        Column("title", M("Title"), width=20),
        Column("state", M("State"), Kind.CHOICE, 14, _STATES),
        Column("valid_from", M("Holds from"), Kind.DATE, 10),
        Column("valid_to", M("Holds until"), Kind.DATE, 10),
        Column("text", M("Words of the term"), width=40),
        Column("maker", M("Worded by"), width=10),
        Column("approver", M("Approved by"), width=10),
        Column("approved_on", M("Approved on"), Kind.DATE, 10),
    ),
    filters=(Filter("text", M("Word or code")), Filter("state", M("State"), Kind.CHOICE, _STATES)),
    page=_page,
    count=_count,
)

LISTINGS = (TERMS,)
