"""Filters as queries want them: the command line gives days and flags as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from anchang.domain.errors import BadInput
from anchang.i18n import M

_YES = frozenset({"true", "yes", "1", "y"})


def as_day(value: object, name: str) -> date | None:
    """The day of a filter; None where nothing is said. Raises BadInput that names the filter."""
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise BadInput(M("{field}: «{value}» cannot be read.", field=name, value=str(value)), name) from error


def typed(filters: Mapping[str, Any], *, days: Sequence[str] = (), flags: Sequence[str] = ()) -> dict[str, Any]:
    """The filters with the named ones as days and flags. Raises BadInput."""
    found = dict(filters)
    for name in days:
        found[name] = as_day(found.get(name), name)
    for name in flags:
        value = found.get(name)
        found[name] = value.lower() in _YES if isinstance(value, str) else bool(value)
    return found
