"""Filters that a person keeps under a name: what may be kept, and days that move along with the calendar (issue 3, 7).

Domain 2.18 has no row for them. Everybody keeps the own ones; sharing one with the office is a policy, and so it stands
in the row «dictionaries, 销售百问, policies».
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from anchang.domain.errors import BadInput, Refusal
from anchang.domain.text import clean
from anchang.i18n import M

LONGEST = 30  # signs of a name
MOST = 50  # filters that one person keeps
_TODAY = re.compile(r"today(?:-(\d{1,5}))?\Z")


class TooManyFilters(Refusal):
    """Nobody finds anything among more."""

    code = "too_many_filters"


def name_of(text: str) -> str:
    """The name under which a filter is kept. Raises BadInput."""
    name = clean(text, "name", limit=LONGEST)
    if not name:
        raise BadInput(M("Give the filter a name."), "name")
    return name


def room_for(kept: int) -> None:
    """Whether one more may be kept beside so many. Raises TooManyFilters."""
    if kept >= MOST:
        raise TooManyFilters(M("You keep {count} filters already. Delete one first.", count=kept))


def moving(day: date, today: date) -> str:
    """A day said from today on, so that it moves along: `today`, `today-7`. A later day is kept as it is."""
    back = (today - day).days
    if back < 0:
        return day.isoformat()
    return f"today-{back}" if back else "today"


def day_of(text: str, today: date) -> date:
    """The day that was kept, moving or not. Raises BadInput."""
    found = _TODAY.match(text)
    try:
        return today - timedelta(days=int(found[1] or 0)) if found else date.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise BadInput(M("«{value}» is not a day.", value=text), "filters") from error
