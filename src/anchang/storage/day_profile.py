"""When the groups come and who they are: 时段分布 and 客户结构 of the daily report (domain 4.1).

The definitions of `storage.day_report` hold here: only groups that came to buy are counted, and calls by their hour.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from anchang.storage.base import table_of
from anchang.storage.call import Call
from anchang.storage.day_report import NON_BUYER, calls_of, visit_class, visits_of
from anchang.storage.reading import Read
from anchang.storage.visit import Visit

_VISIT, _CALL = table_of(Visit), table_of(Call)

PARTS = ("living_area", "age_band", "occupation", "purpose", "demand_area", "budget")
"""What 客户结构 shows, one table each: area, age, occupation, purpose, demanded area, price."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Of one period: groups and calls by the hour of the office's clock, groups by each answer («» was not asked)."""

    visits: Counter[int] = field(default_factory=Counter)
    calls: Counter[int] = field(default_factory=Counter)
    parts: dict[str, Counter[str]] = field(default_factory=lambda: {part: Counter() for part in PARTS})


def profiles(read: Read, spans: Mapping[str, tuple[date, date]]) -> dict[str, Profile]:
    """The profile of each period; the rows of all of them are read once."""
    first, last = min(each[0] for each in spans.values()), max(each[1] for each in spans.values())
    found = {name: Profile() for name in spans}
    groups = read.connection.execute(
        select(_VISIT.c.business_date, _VISIT.c.arrived_at, *(_VISIT.c[part] for part in PARTS)).where(
            visits_of(read, first, last), visit_class() != NON_BUYER
        )
    )
    for on, at, *answers in groups:
        hour = at.astimezone(read.zone).hour
        for name, (begins, ends) in spans.items():
            if begins <= on <= ends:
                found[name].visits[hour] += 1
                for part, answer in zip(PARTS, answers, strict=True):
                    found[name].parts[part][answer] += 1
    calls = read.connection.execute(
        select(_CALL.c.business_date, _CALL.c.called_at).where(calls_of(read, first, last))
    )
    for on, at in calls:
        for name, (begins, ends) in spans.items():
            if begins <= on <= ends:
                found[name].calls[at.astimezone(read.zone).hour] += 1
    return found
