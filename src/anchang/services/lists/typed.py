"""Filters as queries want them: the console gives values, the command line gives text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from anchang.domain.errors import BadInput
from anchang.i18n import M

_YES = frozenset({"true", "yes", "1", "y"})


def typed(
    filters: Mapping[str, Any],
    *,
    days: tuple[str, ...] = (),
    flags: tuple[str, ...] = (),
    numbers: tuple[str, ...] = (),
) -> dict[str, Any]:
    """The filters that say something: days as dates, flags as yes or no, numbers (fen, 0.0001 ㎡) as integers.

    Raises BadInput that names the field.
    """
    found = {name: value for name, value in filters.items() if value is not None and value != ""}
    for name in days:
        if isinstance(found.get(name), str):
            try:
                found[name] = date.fromisoformat(found[name].strip())
            except ValueError as error:
                raise BadInput(M("{field}: «{value}» cannot be read.", field=name, value=found[name]), name) from error
    for name in flags:
        if isinstance(found.get(name), str):
            found[name] = found[name].lower() in _YES
    for name in numbers:
        if isinstance(found.get(name), str):
            if not found[name].strip().isdecimal():
                raise BadInput(M("{field}: «{value}» cannot be read.", field=name, value=found[name]), name)
            found[name] = int(found[name])
    return found
