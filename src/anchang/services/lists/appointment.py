"""The list of appointments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.appointment import APPOINTMENT_LABELS
from anchang.i18n import M
from anchang.services.entries import GRADES
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import appointment_query as query
from anchang.storage.reading import Read

_STATES = {state.value: words for state, words in APPOINTMENT_LABELS.items()}


def _typed(filters: Mapping[str, Any]) -> dict[str, Any]:
    return typed(filters, days=("since", "until"))


def _page(read: Read, ask: Ask) -> Page:
    return Page(*query.page(read, ask, _typed(ask.filters)))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, _typed(filters))


APPOINTMENTS = Listing(
    name="appointments",
    title=M("Appointments"),
    columns=(
        Column("at", M("Expected at"), Kind.INSTANT, 16),
        Column("name", M("Customer"), width=12),
        Column("phone", M("Phone"), width=13),
        Column("consultant", M("Expected by"), width=10),
        Column("state", M("Outcome"), Kind.CHOICE, 14, _STATES),
        Column("grade", M("Grade"), Kind.CHOICE, 10, GRADES),
        Column("no", M("Appointment no."), width=15),
        Column("reason", M("Reason"), width=16),
        Column("note", M("Note"), width=16),
    ),
    filters=(
        Filter("text", M("Name, number or initials")),
        Filter("since", M("Since"), Kind.DATE),
        Filter("until", M("Until"), Kind.DATE),
        Filter("consultant", M("Expected by")),
        Filter("state", M("Outcome"), Kind.CHOICE, _STATES),
    ),
    page=_page,
    count=_count,
)

LISTINGS = (APPOINTMENTS,)
