"""The staff list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.access import ROLE_LABELS
from anchang.i18n import M, say
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.storage.reading import Read
from anchang.storage.staff import StaffView, everybody


def _rows(read: Read, filters: Mapping[str, Any]) -> list[dict[str, Any]]:
    text = str(filters.get("text") or "").lower()
    found = []
    for person in everybody(read.connection):
        if text and not any(text in part.lower() for part in (person.name, person.login, person.no)):
            continue
        found.append(_row(read, person))
    return found


def _row(read: Read, person: StaffView) -> dict[str, Any]:
    return {
        "id": person.id,
        "no": person.no,
        "name": person.name,
        "login": person.login,
        "roles": say(M(", ")).join(say(ROLE_LABELS[role]) for role in sorted(person.roles)),
        "phone": read.phone(person.phone),
        "active_from": person.active_from,
        "active_to": person.active_to,
        "works": person.active_on(read.today),
        "version": person.version,
    }


def _page(read: Read, ask: Ask) -> Page:
    return Page(tuple(_rows(read, ask.filters)), None, None)


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return len(_rows(read, filters))


STAFF = Listing(
    name="staff",
    title=M("Staff"),
    columns=(
        Column("no", M("No."), width=6),
        Column("name", M("Name"), width=12),
        Column("login", M("Login"), width=10),
        Column("roles", M("Roles"), width=36),
        Column("phone", M("Phone"), width=13),
        Column("active_from", M("Since"), Kind.DATE, width=10),
        Column("works", M("Works here"), Kind.FLAG, width=6),
    ),
    filters=(Filter("text", M("Name, login or number")),),
    page=_page,
    count=_count,
)

LISTINGS = (STAFF,)
