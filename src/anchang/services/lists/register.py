"""The list of mapping profiles of old registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.register import RegisterKind
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.storage import register as query
from anchang.storage.reading import Read

_KINDS = {each.value: each.label for each in RegisterKind}


def _page(read: Read, ask: Ask) -> Page:
    return Page(*query.page(read, ask, ask.filters))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, filters)


REGISTER_PROFILES = Listing(
    name="register_profiles",
    title=M("Mapping profiles"),
    columns=(
        Column("name", M("Name"), width=20),
        Column("kind", M("Register"), Kind.CHOICE, 10, _KINDS),
        Column("rules", M("Rules"), Kind.INTEGER, 6),
        Column("heads", M("Headings"), width=40),
        Column("maker", M("Saved by"), width=10),
        Column("made_at", M("Saved at"), Kind.INSTANT, 16),
    ),
    filters=(Filter("kind", M("Register"), Kind.CHOICE, _KINDS),),
    page=_page,
    count=_count,
)

LISTINGS = (REGISTER_PROFILES,)
