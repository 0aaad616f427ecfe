"""What was signed with a day: its numbers kept as JSON, and its entries with later corrections taken back (P02g, 2.2).

The numbers are those of the moment at which the manager locked the day, of every period that its report shows. They are
read as they were kept and never counted again, so they stay the same whatever is corrected or imported later.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from anchang.domain.correction import Corrected, earlier
from anchang.domain.visit import VisitKind
from anchang.storage import correction, day_lists
from anchang.storage.base import table_of
from anchang.storage.call import Call
from anchang.storage.columns import instant_text
from anchang.storage.day import SignedDay
from anchang.storage.day_figures import ChannelFigures, Figures
from anchang.storage.day_numbers import Numbers, numbers
from anchang.storage.day_profile import Profile
from anchang.storage.day_report import FIRST, FROM_CALL, NON_BUYER, RETURNING
from anchang.storage.day_staff import StaffFigures, Traffic
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.visit import Visit

_SIGNED, _STAFF = table_of(SignedDay), table_of(Staff)


@dataclass(frozen=True, slots=True)
class Signed:
    """A locked day as it was signed, by whom and when; `visits` and `calls` are the ids of its entries."""

    on: date
    at: datetime
    by: str
    numbers: Numbers
    visits: frozenset[int]
    calls: frozenset[int]


def content(read: Read, on: date) -> str:
    """What is to be kept of a day that is being locked; `read` has to see everything."""
    found = numbers(read, on, on)
    return json.dumps(
        {
            "figures": {name: asdict(each) for name, each in found.figures.items()},
            "channels": {name: [asdict(each) for each in lines] for name, lines in found.channels.items()},
            "profiles": {
                name: {"visits": each.visits, "calls": each.calls, "parts": each.parts}
                for name, each in found.profiles.items()
            },
            "staff": [_staff(each) for each in found.staff],
            "traffic": asdict(found.traffic),
            "visits": [row["id"] for row in day_lists.visits(read, on, on)],
            "calls": [row["id"] for row in day_lists.calls(read, on, on)],
        },
        ensure_ascii=False,
        sort_keys=True,
    )


def _staff(line: StaffFigures) -> dict[str, Any]:
    made = asdict(line)
    at = made["handed_in_at"]
    return {**made, "handed_in_at": None if at is None else instant_text(at)}


def signed(read: Read, on: date) -> Signed | None:
    """What was signed with that day, or None while it is not locked."""
    row = read.connection.execute(
        select(_SIGNED, _STAFF.c.name.label("by"))
        .join(_STAFF, _STAFF.c.id == _SIGNED.c.by_id)
        .where(_SIGNED.c.project_id == read.project_id, _SIGNED.c.business_date == on)
    ).mappings().first()
    if row is None:
        return None
    kept = json.loads(row["content"])
    found = Numbers(
        figures={name: Figures(**each) for name, each in kept["figures"].items()},
        channels={name: [ChannelFigures(**each) for each in lines] for name, lines in kept["channels"].items()},
        profiles={name: _profile(each) for name, each in kept["profiles"].items()},
        staff=[_read_staff(each) for each in kept["staff"]],
        traffic=Traffic(**kept["traffic"]),
    )
    return Signed(on, row["at"], row["by"], found, frozenset(kept["visits"]), frozenset(kept["calls"]))


def _profile(kept: Mapping[str, Any]) -> Profile:
    def hours(given: Mapping[str, int]) -> Counter[int]:
        return Counter({int(hour): count for hour, count in given.items()})

    parts = {part: Counter(answers) for part, answers in kept["parts"].items()}
    return Profile(hours(kept["visits"]), hours(kept["calls"]), parts)


def _read_staff(kept: Mapping[str, Any]) -> StaffFigures:
    at = kept["handed_in_at"]
    return StaffFigures(**{**kept, "handed_in_at": None if at is None else datetime.fromisoformat(at)})


def visits(read: Read, rows: Iterable[Mapping[str, Any]], kept: Signed) -> list[dict[str, Any]]:
    """来访明细 of the day as it was signed; `rows` are those of today."""
    people = _people(read)
    units = day_lists.unit_labels(read)
    found = []
    for row in _taken_back(read, rows, kept, Corrected.VISIT, table_of(Visit), kept.visits):
        row["class"] = _class(row)
        row["groups"] = 0 if row["class"] == NON_BUYER else 1
        row["staff_no"], row["consultant"] = people[row["consultant_id"]]
        row["recorder"] = people[row["recorder_id"]][1]
        row["units_shown"] = tuple(units[int(each)] for each in row["units_recommended"].split())
        found.append(row)
    return sorted(found, key=lambda row: (row["staff_no"], row["arrived_at"], row["id"]))


def calls(read: Read, rows: Iterable[Mapping[str, Any]], kept: Signed) -> list[dict[str, Any]]:
    """来电明细 of the day as it was signed."""
    people = _people(read)
    found = [
        {**row, "consultant": people[row["answered_by"]][1]}
        for row in _taken_back(read, rows, kept, Corrected.CALL, table_of(Call), kept.calls)
    ]
    return sorted(found, key=lambda row: (row["called_at"], row["id"]))


def _class(row: Mapping[str, Any]) -> str:
    """`day_report.visit_class` for one row that is in hand."""
    if row["kind"] == VisitKind.NOT_A_BUYER:
        return NON_BUYER
    if row["from_call"]:
        return FROM_CALL
    return RETURNING if row["kind"] == VisitKind.RETURNING or row["visit_count"] > 1 else FIRST


def _people(read: Read) -> dict[int, tuple[str, str]]:
    statement = select(_STAFF.c.id, _STAFF.c.no, _STAFF.c.name)
    return {row.id: (row.no, row.name) for row in read.connection.execute(statement)}


def _taken_back(
    read: Read, rows: Iterable[Mapping[str, Any]], kept: Signed, noun: Corrected, table: Any, ids: frozenset[int]
) -> list[dict[str, Any]]:
    """The rows that were there, each without what was corrected after the signature."""
    back: dict[int, list[Mapping[str, Any]]] = {}
    for version in correction.of_days(read, kept.on, kept.on):
        if version.noun is noun and version.at >= kept.at:
            back.setdefault(version.row_id, []).append(version.before)
    found = []
    for row in rows:
        if row["id"] not in ids:
            continue
        made = dict(row)
        for before in reversed(back.get(row["id"], [])):
            made = earlier(made, correction.read_kept(table, before))
        found.append(made)
    return found
