"""What no act can mean, whoever asks for it: numbers that no row can hold, and days that no calendar reaches from.

Checked once for every command, from a form, the command line, a file or a program of ours, so that no rule has to think
of a year 9999 to which a week is added, or of an integer beyond the 64 bits of a database.
"""

from __future__ import annotations

import dataclasses
from datetime import date
from functools import cache
from typing import Any

from anchang.domain.errors import BadInput
from anchang.i18n import M

MOST = 2**63 - 1
FIRST_YEAR, LAST_YEAR = 1900, 2999


def check(command: object, place: str = "") -> None:
    """Look at every value of a command, also inside groups and lists. Raises BadInput that names the field."""
    if isinstance(command, int):
        if not -MOST <= command <= MOST:
            raise BadInput(M("{field}: this number is too large.", field=place), place)
    elif isinstance(command, date):  # an instant is a date too
        if not FIRST_YEAR <= command.year <= LAST_YEAR:
            raise BadInput(M("{field}: the year {year} cannot be meant.", field=place, year=command.year), place)
    elif isinstance(command, (tuple, list, frozenset)):
        for number, each in enumerate(command):
            if not isinstance(each, str):
                check(each, f"{place}[{number}]")
    elif dataclasses.is_dataclass(command):
        kind: Any = type(command)
        for name in _names(kind):
            value = getattr(command, name)
            if value is not None and value != () and not isinstance(value, str):
                check(value, f"{place}.{name}" if place else name)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    # A register has tens of thousands of rows of one kind.
    return tuple(field.name for field in dataclasses.fields(kind))
