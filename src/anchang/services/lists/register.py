"""The list of mapping profiles of old registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.register import RegisterKind
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.storage import register as query
from anchang.storage import register_import as imports
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


def _imports(read: Read, ask: Ask) -> Page:
    return Page(*imports.page(read, ask, ask.filters))


def _how_many_imports(read: Read, filters: Mapping[str, Any]) -> int:
    return imports.how_many(read, filters)


REGISTER_IMPORTS = Listing(
    name="register_imports",
    title=M("Imported registers"),
    columns=(
        Column("id", M("No."), Kind.INTEGER, 4),
        Column("kind", M("Register"), Kind.CHOICE, 10, _KINDS),
        Column("file_name", M("File"), width=20),
        Column("entries", M("Entries"), Kind.INTEGER, 6),
        Column("customers", M("New customers"), Kind.INTEGER, 8),
        Column("maker", M("Taken in by"), width=8),
        Column("at", M("Taken in at"), Kind.INSTANT, 16),
        Column("back_by", M("Taken back by"), width=8),
        Column("why", M("Because"), width=18),
        Column("taken_back_at", M("Taken back at"), Kind.INSTANT, 16),
    ),
    filters=(Filter("kind", M("Register"), Kind.CHOICE, _KINDS),),
    page=_imports,
    count=_how_many_imports,
)

LISTINGS = (REGISTER_PROFILES, REGISTER_IMPORTS)
