"""The list of delegations: who decides for whom, from day to day (F9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.delegation import DecisionKind, Standing
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import delegation
from anchang.storage.reading import Read

_KINDS = {each.value: each.label for each in DecisionKind}
_STANDINGS = {each.value: each.label for each in Standing}


def _filters(filters: Mapping[str, Any]) -> dict[str, Any]:
    return typed(filters, flags=("now",))


def _page(read: Read, ask: Ask) -> Page:
    return Page(*delegation.page(read, ask, _filters(ask.filters)))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return delegation.how_many(read, _filters(filters))


DELEGATIONS = Listing(
    name="delegations",
    title=M("Delegations"),
    columns=(
        Column("kind", M("Kind of decision"), Kind.CHOICE, 20, _KINDS),
        Column("giver", M("Delegator"), width=8),
        Column("delegate", M("Delegate"), width=8),
        Column("from_day", M("From"), Kind.DATE, 10),
        Column("to_day", M("To"), Kind.DATE, 10),
        Column("standing", M("State"), Kind.CHOICE, 8, _STANDINGS),
        Column("reason", M("Reason"), width=20),
        Column("no", M("Number"), width=12),
        Column("ended_at", M("Withdrawn"), Kind.INSTANT, 16),
        Column("end_reason", M("Withdrawn because"), width=20),
    ),
    filters=(
        Filter("kind", M("Kind of decision"), Kind.CHOICE, _KINDS),
        Filter("now", M("In force or to come"), Kind.FLAG),
    ),
    page=_page,
    count=_count,
)

LISTINGS = (DELEGATIONS,)
