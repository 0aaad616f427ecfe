"""The lists of units and of live holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from anchang.domain.hold import CLAIM_LABELS, TYPE_LABELS
from anchang.domain.price_list import USAGE_LABELS
from anchang.domain.unit import STATE_LABELS
from anchang.domain.unit_flag import FLAG_LABELS, UnitFlag
from anchang.domain.unit_wall import ANY_MARK, MARK_LABELS
from anchang.i18n import M, say
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import claim, unit_flag, unit_list
from anchang.storage.reading import Read


def _typed(filters: Mapping[str, Any]) -> Mapping[str, Any]:
    return typed(filters, flags=("waits", "mine"), numbers=("area_from", "area_to", "price_from", "price_to"))


def _units(read: Read, ask: Ask) -> Page:
    found = Page(*unit_list.page(read, _typed(ask.filters), ask))
    marked = unit_flag.by_unit(read, [row["id"] for row in found.rows])
    words = {
        unit_id: say(M(", ")).join(say(FLAG_LABELS[UnitFlag(each)]) for each in kinds)
        for unit_id, kinds in marked.items()
    }
    return replace(found, rows=tuple({**row, "flags": words.get(row["id"], "")} for row in found.rows))


def _units_count(read: Read, filters: Mapping[str, Any]) -> int:
    return unit_list.page_count(read, _typed(filters))


def _holds(read: Read, ask: Ask) -> Page:
    return Page(*claim.holds_page(read, ask.filters, ask))


def _holds_count(read: Read, filters: Mapping[str, Any]) -> int:
    return claim.holds_count(read, filters)


_STATES = {state.value: words for state, words in STATE_LABELS.items()}
_TYPES = {kind.value: words for kind, words in TYPE_LABELS.items()}
_USAGES = {usage.value: words for usage, words in USAGE_LABELS.items()}
_MARKS = {ANY_MARK: M("anything"), **{mark.value: words for mark, words in MARK_LABELS.items()}}
_FLAGS = {ANY_MARK: M("any flag"), **{flag.value: words for flag, words in FLAG_LABELS.items()}}
_CLAIMS = {kind.value: words for kind, words in CLAIM_LABELS.items()}

UNITS = Listing(
    name="units",
    title=M("Units"),
    columns=(
        Column("label", M("Unit"), width=14),
        Column("state", M("State"), Kind.CHOICE, 10, _STATES),
        Column("building", M("Building"), width=12),
        Column("entrance", M("Entrance"), width=8),
        Column("floor_text", M("Floor"), width=6),
        Column("room_no", M("Room"), width=8),
        Column("usage", M("Usage"), Kind.CHOICE, 8, _USAGES),
        Column("layout", M("Layout"), width=14),
        Column("built_area", M("Built area"), Kind.AREA, 10),
        Column("inside_area", M("Inside area"), Kind.AREA, 10),
        Column("list_total", M("List total"), Kind.MONEY, 15),
        Column("filed_total", M("Filed total"), Kind.MONEY, 15),
        Column("claim", M("Claimed by"), Kind.CHOICE, 10, _CLAIMS),
        Column("hold_type", M("Type"), Kind.CHOICE, 8, _TYPES),
        Column("holder", M("Consultant"), width=10),
        Column("until", M("Until"), Kind.INSTANT, 16),
        Column("flags", M("Flags"), width=14),
    ),
    filters=(
        Filter("text", M("Room")),
        Filter("building", M("Building")),
        Filter("entrance", M("Entrance")),
        Filter("state", M("State"), Kind.CHOICE, _STATES),
        Filter("usage", M("Usage"), Kind.CHOICE, _USAGES),
        Filter("layout", M("Layout")),
        Filter("area_from", M("Area from"), Kind.AREA),
        Filter("area_to", M("Area up to"), Kind.AREA),
        Filter("price_from", M("List total from"), Kind.MONEY),
        Filter("price_to", M("List total up to"), Kind.MONEY),
        Filter("mark", M("Going on"), Kind.CHOICE, _MARKS),
        Filter("flag", M("Flag"), Kind.CHOICE, _FLAGS),
        Filter("waits", M("Somebody waits for it"), Kind.FLAG),
        Filter("mine", M("Mine only"), Kind.FLAG),
    ),
    page=_units,
    count=_units_count,
)

HOLDS = Listing(
    name="holds",
    title=M("Live holds"),
    columns=(
        Column("unit", M("Unit"), width=14),
        Column("hold_type", M("Type"), Kind.CHOICE, 8, _TYPES),
        Column("holder", M("Consultant"), width=10),
        Column("customer", M("Customer"), width=12),
        Column("since", M("Held since"), Kind.INSTANT, 16),
        Column("until", M("Until"), Kind.INSTANT, 16),
        Column("minutes_left", M("Minutes left"), Kind.INTEGER, 6),
        Column("list_total", M("List total"), Kind.MONEY, 15),
        Column("note", M("Note"), width=24),
    ),
    filters=(
        Filter("hold_type", M("Type"), Kind.CHOICE, _TYPES),
        Filter("holder", M("Consultant")),
        Filter("mine", M("Mine only"), Kind.FLAG),
    ),
    page=_holds,
    count=_holds_count,
)

LISTINGS = (UNITS, HOLDS)
