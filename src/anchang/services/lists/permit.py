"""The list of permits in force, and that of their drafts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.drafted import DRAFTED_STATE_LABELS
from anchang.domain.permit import KIND_LABELS, valid_on
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.storage import permit_draft
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


_KINDS = {kind.value: words for kind, words in KIND_LABELS.items()}
_STATES = {state.value: words for state, words in DRAFTED_STATE_LABELS.items()}

PERMITS = Listing(
    name="permits",
    title=M("Permits"),
    columns=(
        Column("no", M("No."), width=28),
        Column("kind", M("Kind"), Kind.CHOICE, 14, _KINDS),
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



def _draft_page(read: Read, ask: Ask) -> Page:
    return Page(*permit_draft.page(read, ask.filters, ask))


def _draft_count(read: Read, filters: Mapping[str, Any]) -> int:
    return permit_draft.page_count(read, filters)


PERMIT_DRAFTS = Listing(
    name="permit_drafts",
    title=M("Permit drafts"),
    columns=(
        Column("no", M("No."), width=28),
        Column("state", M("State"), Kind.CHOICE, 10, _STATES),
        Column("kind", M("Kind"), Kind.CHOICE, 14, _KINDS),
        Column("issued_on", M("Issued on"), Kind.DATE, 10),
        Column("valid_to", M("Valid to"), Kind.DATE, 10),
        Column("buildings", M("Buildings"), width=24),
        Column("authority", M("Authority"), width=16),
        Column("why", M("Why changed"), width=16),
        Column("made_by", M("Drafted by"), width=10),
        Column("made_at", M("Drafted at"), Kind.INSTANT, 16),
        Column("decided_by", M("Decided by"), width=10),
        Column("decided_at", M("Decided at"), Kind.INSTANT, 16),
        Column("reason", M("Reason"), width=20),
    ),
    filters=(Filter("state", M("State"), Kind.CHOICE, _STATES),),
    page=_draft_page,
    count=_draft_count,
)

LISTINGS = (PERMITS, PERMIT_DRAFTS)
