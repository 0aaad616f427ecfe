"""The sales questions as a list, searched by a word or by pinyin initials (K11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.faq import FAQ_LABELS
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.storage import faq as query
from anchang.storage.reading import Read

_STATES = {each.value: words for each, words in FAQ_LABELS.items()}


def _page(read: Read, ask: Ask) -> Page:
    return Page(*query.page(read, ask, ask.filters))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, filters)


FAQS = Listing(
    name="faqs",
    title=M("Sales questions"),
    columns=(
        Column("question", M("Question"), width=30),
        Column("answer", M("Answer"), width=44),
        Column("tags", M("Tags"), width=14),
        Column("state", M("State"), Kind.CHOICE, 12, _STATES),
        Column("proposed_by", M("Proposed by"), width=10),
        Column("business_date", M("Since"), Kind.DATE, 10),
    ),
    filters=(Filter("text", M("Word or initials")), Filter("state", M("State"), Kind.CHOICE, _STATES)),
    page=_page,
    count=_count,
)

LISTINGS = (FAQS,)
