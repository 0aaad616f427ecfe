"""The list of visits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.customer import DECLINED
from anchang.domain.visit import AgeBand, AreaDemand, Budget, Gender, LayoutDemand, Purpose, VisitKind
from anchang.i18n import M, Msg
from anchang.services.entries import AREAS, CHANNELS, GRADES
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import visit_query as query
from anchang.storage.person_query import marked
from anchang.storage.reading import Read

_NOT_SAID: dict[str, Msg] = {DECLINED.value: DECLINED.label}
KINDS = {each.value: each.label for each in VisitKind}
GENDERS = {each.value: each.label for each in Gender} | _NOT_SAID
_BUDGETS = {each.value: each.label for each in Budget}
_PURPOSES = {each.value: each.label for each in Purpose}


def _typed(filters: Mapping[str, Any]) -> dict[str, Any]:
    return typed(filters, days=("since", "until"), flags=("complete",))


def _page(read: Read, ask: Ask) -> Page:
    return Page(*marked(read, query.page(read, ask, _typed(ask.filters))))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, _typed(filters))


VISITS = Listing(
    name="visits",
    title=M("Visits"),
    columns=(
        Column("visit_no", M("Visit no."), width=14),
        Column("arrived_at", M("Arrived"), Kind.INSTANT, 16),
        Column("kind", M("Visit kind"), Kind.CHOICE, 10, KINDS),
        Column("visit_count", M("Visit count"), Kind.INTEGER, 4),
        Column("name", M("Customer"), width=12),
        Column("gender", M("Gender"), Kind.CHOICE, 4, GENDERS),
        Column("phone", M("Phone"), width=13),
        Column("grade", M("Grade"), Kind.CHOICE, 10, GRADES | _NOT_SAID),
        Column("consultant", M("Consultant"), width=10),
        Column("recorder", M("Recorder"), width=10),
        Column("channel", M("Known channel"), Kind.CHOICE, 14, CHANNELS | _NOT_SAID),
        Column("living_area", M("Living area"), Kind.CHOICE, 10, AREAS | _NOT_SAID),
        Column("age_band", M("Age"), Kind.CHOICE, 10, {each.value: each.label for each in AgeBand}),
        Column("purpose", M("Purpose"), Kind.CHOICE, 12, _PURPOSES | _NOT_SAID),
        Column(
            "demand_layout", M("Demanded layout"), Kind.CHOICE, 10,
            {each.value: each.label for each in LayoutDemand} | _NOT_SAID,
        ),
        Column(
            "demand_area", M("Demanded area"), Kind.CHOICE, 14,
            {each.value: each.label for each in AreaDemand} | _NOT_SAID,
        ),
        Column("budget", M("Budget"), Kind.CHOICE, 20, _BUDGETS | _NOT_SAID),
        Column("party_size", M("People"), Kind.INTEGER, 4),
        Column("next_contact_on", M("Next contact"), Kind.DATE, 10),
        Column("content", M("What was said"), width=30),
        Column("complete", M("Complete"), Kind.FLAG, 6),
        Column("do_not_contact", M("Do not contact"), Kind.FLAG, 6),
        Column("void", M("Void"), Kind.FLAG, 6),
    ),
    filters=(
        Filter("text", M("Name, number, initials or what was said")),
        Filter("since", M("Since"), Kind.DATE),
        Filter("until", M("Until"), Kind.DATE),
        Filter("consultant", M("Consultant")),
        Filter("channel", M("Known channel"), Kind.CHOICE, CHANNELS),
        Filter("kind", M("Visit kind"), Kind.CHOICE, KINDS),
        Filter("grade", M("Grade"), Kind.CHOICE, GRADES),
        Filter("budget", M("Budget"), Kind.CHOICE, _BUDGETS),
        Filter("purpose", M("Purpose"), Kind.CHOICE, _PURPOSES),
        Filter("complete", M("Complete"), Kind.FLAG),
    ),
    page=_page,
    count=_count,
)  # fmt: skip

LISTINGS = (VISITS,)
