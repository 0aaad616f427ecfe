"""The list of permits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.permit import KIND_LABELS, valid_on
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Kind, Listing, Page
from anchang.storage.permit import all_permits
from anchang.storage.reading import Read


def _rows(read: Read) -> list[dict[str, Any]]:
    return [
        {
            "id": each.id,
            "version": each.version,
            "no": each.facts.number,
            "kind": each.facts.kind.value,
            "issued_on": each.facts.issued_on,
            "valid_to": each.facts.valid_to,
            "valid": valid_on(each.facts, read.today),
            "authority": each.authority,
            "buildings": ", ".join(sorted(each.facts.buildings)),
        }
        for each in all_permits(read.connection, read.project_id)
    ]


def _page(read: Read, ask: Ask) -> Page:
    del ask  # an office has a handful of permits: one page
    return Page(tuple(_rows(read)), None, None)


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    del filters
    return len(_rows(read))


PERMITS = Listing(
    name="permits",
    title=M("Permits"),
    columns=(
        Column("no", M("No."), width=24),
        Column("kind", M("Kind"), Kind.CHOICE, 14, {kind.value: words for kind, words in KIND_LABELS.items()}),
        Column("issued_on", M("Issued on"), Kind.DATE, 10),
        Column("valid_to", M("Valid to"), Kind.DATE, 10),
        Column("valid", M("Valid today"), Kind.FLAG, 8),
        Column("buildings", M("Buildings"), width=30),
        Column("authority", M("Authority"), width=20),
    ),
    filters=(),
    page=_page,
    count=_count,
)

LISTINGS = (PERMITS,)
