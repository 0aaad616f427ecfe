"""Every setting with its meaning, unit, value and default (design 4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from anchang.domain import settings
from anchang.i18n import M, say
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.storage import setting
from anchang.storage.reading import Read


def _rows(read: Read, filters: Mapping[str, Any]) -> list[dict[str, Any]]:
    text, subject = str(filters.get("text") or "").lower(), filters.get("subject")
    found = []
    coming = setting.coming(read.connection, read.project_id, read.today)
    for key, each in settings.SETTINGS.items():
        meaning = say(each.meaning)
        if text and text not in key.lower() and text not in meaning.lower():
            continue
        if subject and settings.SUBJECT_OF[key] != subject:
            continue
        value = read.settings[key]
        found.append(
            {
                "id": key,
                "key": key,
                "subject": settings.SUBJECT_OF[key].value,
                "meaning": meaning,
                "value": settings.said(key, settings.show(key, value)),
                "typed": settings.show(key, value),
                "unit": say(each.unit),
                "default": settings.said(key, settings.show(key, each.default)),
                "changed": value != each.default,
                "coming": _coming(key, *coming[key]) if key in coming else "",
                "source": each.source_id if each.source_id[0].isdigit() else "–",
            }
        )
    return found


def _coming(key: str, text: str, day: date) -> str:
    return f"{settings.said(key, text)} {day}"


def _page(read: Read, ask: Ask) -> Page:
    return Page(tuple(_rows(read, ask.filters)), None, None)


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return len(_rows(read, filters))


SUBJECTS = {each.value: each.label for each in settings.Subject}
SETTINGS = Listing(
    name="settings",
    title=M("Settings"),
    columns=(
        Column("subject", M("About"), Kind.CHOICE, 10, SUBJECTS),
        Column("meaning", M("Meaning"), width=40),
        Column("value", M("Value"), width=12),
        Column("unit", M("Counted in"), width=8),
        Column("default", M("Default"), width=12),
        Column("changed", M("Changed"), Kind.FLAG, width=8),
        Column("coming", M("Another value from"), width=22),
        Column("source", M("Rule"), width=8),
        Column("key", M("Key"), width=26),
    ),
    filters=(Filter("text", M("Meaning or key")), Filter("subject", M("About"), Kind.CHOICE, SUBJECTS)),
    page=_page,
    count=_count,
)

LISTINGS = (SETTINGS,)
