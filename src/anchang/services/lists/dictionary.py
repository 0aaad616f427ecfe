"""The office's own lists, every entry with its words (2.18)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.dictionary import DictKind
from anchang.i18n import M, say
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.storage import dictionary
from anchang.storage.reading import Read

KINDS = {each.value: each.label for each in DictKind}


def _rows(read: Read, filters: Mapping[str, Any]) -> list[dict[str, Any]]:
    wanted = str(filters.get("text") or "").casefold()
    found = []
    for kind, entries in dictionary.lists(read.connection, read.project_id).items():
        if filters.get("kind") and filters["kind"] != kind.value:
            continue
        for number, each in enumerate(entries, 1):
            label = say(each.label)
            if wanted in f"{label} {each.code} {each.en}".casefold():
                found.append(
                    {
                        "id": f"{kind.value}.{each.code}", "kind": kind.value, "code": each.code, "label": label,
                        "label_en": each.en, "active": each.active, "place": number, "own": each.default is None,
                    }
                )  # fmt: skip
    return found


def _page(read: Read, ask: Ask) -> Page:
    return Page(tuple(_rows(read, ask.filters)), None, None)


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return len(_rows(read, filters))


DICTIONARY = Listing(
    name="dictionary",
    title=M("The office's own lists"),
    columns=(
        Column("kind", M("List"), Kind.CHOICE, 18, KINDS),
        Column("place", M("Order"), Kind.INTEGER, 5),
        Column("label", M("Words"), width=24),
        Column("active", M("Offered"), Kind.FLAG, 6),
        Column("own", M("The office's own"), Kind.FLAG, 8),
        Column("label_en", M("In English"), width=24),
        Column("code", M("Code"), width=18),
    ),
    filters=(Filter("text", M("Words or code")), Filter("kind", M("List"), Kind.CHOICE, KINDS)),
    page=_page,
    count=_count,
)

LISTINGS = (DICTIONARY,)
