"""Filters kept under a name: saved, shared, deleted, and brought back as the list wants them (issue 3, 7)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from anchang.domain import saved_filter as rules
from anchang.domain.access import may
from anchang.domain.errors import BadInput, NotAllowed, nothing_there
from anchang.domain.text import clean
from anchang.i18n import M
from anchang.services import lists
from anchang.services.act import Act
from anchang.services.listing import Filter, Kind, Listing
from anchang.services.use_case import Result, use_case
from anchang.storage import saved_filter as rows
from anchang.storage.reading import Read
from anchang.storage.saved_filter import Kept, SavedFilter

_FLAGS = {"true": True, "yes": True, "1": True, "y": True, "false": False, "no": False, "0": False, "n": False}


@dataclass(frozen=True, slots=True)
class SaveFilter:
    """What a list is narrowed down to, each as `key=value`. `moving`: its days are counted from today."""

    listing: str
    name: str
    filters: tuple[str, ...]
    shared: bool = False
    moving: bool = False


@dataclass(frozen=True, slots=True)
class RemoveFilter:
    """One's own filter of that name; with `shared` the one that is shared, whoever made it."""

    listing: str
    name: str
    shared: bool = False


@use_case(
    "saved_filter.save", action="saved_filter.keep", title=M("Keep a filter"),
    done=M("«{name}» is kept; v brings it back."),
)  # fmt: skip
def save(act: Act, command: SaveFilter) -> Result:
    """Keep it, instead of the own one of that name. Raises BadInput, NotAllowed (sharing), TooManyFilters."""
    listing = lists.find(command.listing)
    name = rules.name_of(command.name)
    if command.shared and not may(act.actor.roles, "saved_filter.share"):
        raise NotAllowed(M("Only a manager or a director shares a filter with everybody."))
    filters = {key: _stored(act, listing, key, text, moving=command.moving) for key, text in _pairs(command.filters)}
    if not filters:
        raise BadInput(M("Narrow the list down first, then keep the filter."), "filters")
    before = rows.of_name(act.read, act.actor.id, listing.name, name)
    values: dict[str, Any] = {"filters": json.dumps(filters, ensure_ascii=False), "shared": command.shared}
    if before is not None:
        act.work.update(SavedFilter, before["id"], **values)
        return {"id": before["id"], "name": name}
    rules.room_for(rows.number_of(act.read, act.actor.id))
    made = act.work.insert(
        SavedFilter, project_id=act.project_id, staff_id=act.actor.id, listing=listing.name, name=name,
        made_at=act.now, business_date=act.today, **values,
    )  # fmt: skip
    return {"id": made, "name": name}


@use_case(
    "saved_filter.remove", action="saved_filter.keep", title=M("Delete a kept filter"), done=M("«{name}» is deleted.")
)
def remove(act: Act, command: RemoveFilter) -> Result:
    """Delete it. Raises NotFound, NotAllowed for a shared one of somebody else's."""
    name = clean(command.name, "name")
    row = _to_remove(act, command, name)
    act.work.update(SavedFilter, row["id"], removed_at=act.now)
    return {"id": row["id"], "name": name}


def _to_remove(act: Act, command: RemoveFilter, name: str) -> Mapping[Any, Any]:
    own = rows.of_name(act.read, act.actor.id, command.listing, name)
    if own is not None and (own["shared"] or not command.shared):
        return own
    shared = rows.shared_of_name(act.read, command.listing, name) if command.shared else []
    if not shared:
        raise nothing_there(M("kept filter"), name, "name")
    if not may(act.actor.roles, "saved_filter.share"):
        raise NotAllowed(M("This filter was shared by {name}; a manager can delete it.", name=shared[0]["maker"]))
    return shared[0]


def _pairs(given: tuple[str, ...]) -> list[tuple[str, str]]:
    found = []
    for each in given:
        key, equals, text = each.partition("=")
        if not equals:
            raise BadInput(M("«{text}» is not key=value.", text=each), "filters")
        found.append((key.strip(), text))
    return found


def _stored(act: Act, listing: Listing, key: str, text: str, *, moving: bool) -> str:
    one = _filter(listing, key)
    value = clean(text, "filters")
    if not value:
        raise BadInput(M("{field}: there is nothing to filter by.", field=one.title), "filters")
    read = _value(one, value, act.today)
    if isinstance(read, date):
        return rules.moving(read, act.today) if moving and not value.startswith("today") else value
    return value


def _filter(listing: Listing, key: str) -> Filter:
    for one in listing.filters:
        if one.key == key:
            return one
    known = tuple(one.key for one in listing.filters)
    raise BadInput(
        M("{name} cannot be filtered by {unknown}. Known: {known}.", name=listing.name, unknown=(key,), known=known),
        "filters",
    )


def _value(one: Filter, text: str, today: date) -> Any:
    """What the list's query and the filter form want. Raises BadInput for what the list does not have any more."""
    if one.choices is not None:
        if text not in one.choices:
            raise BadInput(M("{field}: there is no «{value}».", field=one.title, value=text), "filters")
        return text
    if one.kind is Kind.DATE:
        return rules.day_of(text, today)
    if one.kind is Kind.FLAG:
        if text.lower() not in _FLAGS:
            raise BadInput(M("{field}: say yes or no.", field=one.title), "filters")
        return _FLAGS[text.lower()]
    if one.kind in (Kind.INTEGER, Kind.MONEY, Kind.AREA, Kind.RATE):
        if not text.removeprefix("-").isdecimal():
            raise BadInput(M("{field}: «{value}» is not a whole number.", field=one.title, value=text), "filters")
        return int(text)
    return text


def as_pairs(filters: Mapping[str, Any]) -> tuple[str, ...]:
    """What a list is narrowed down to, as `SaveFilter` takes it."""
    return tuple(f"{key}={_text(value)}" for key, value in filters.items() if value is not None and value != "")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def values(listing: Listing, kept: Kept, today: date) -> dict[str, Any]:
    """The filters of a kept one on that day. What the list does not know any more is left out."""
    found: dict[str, Any] = {}
    for one in listing.filters:
        if one.key in kept.filters:
            try:
                found[one.key] = _value(one, kept.filters[one.key], today)
            except BadInput:
                continue
    return found


def of_name(read: Read, listing: Listing, name: str) -> dict[str, Any]:
    """The filters kept under that name, one's own before a shared one. Raises NotFound."""
    for each in rows.kept(read, listing.name):
        if each.name == name:
            return values(listing, each, read.today)
    raise nothing_there(M("kept filter"), name, "saved")
