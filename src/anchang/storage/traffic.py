"""客流核对 by day and consultant: the numbers side by side, and every entry that explains a difference (2.2, C12).

The definitions of `storage.day_report` hold here: a visit of somebody who does not buy is no group.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, select

from anchang.domain.correction import Corrected
from anchang.domain.traffic import Why
from anchang.storage import door_count
from anchang.storage.base import table_of
from anchang.storage.day_report import (
    FIRST,
    FROM_CALL,
    NON_BUYER,
    RETURNING,
    count_if,
    own,
    visit_class,
    visits_of,
    yes,
)
from anchang.storage.reading import Read
from anchang.storage.rota import Turn
from anchang.storage.staff import Staff
from anchang.storage.visit import Visit
from anchang.storage.void import stands

_TURN, _VISIT, _STAFF = table_of(Turn), table_of(Visit), table_of(Staff)


@dataclass(frozen=True, slots=True)
class TrafficLine:
    """One consultant's day: turns that count, and the groups and non-buyers of the visit log."""

    day: date
    consultant_id: int
    consultant: str
    turns: int = 0
    first: int = 0
    returning: int = 0
    from_call: int = 0
    non_buyers: int = 0

    @property
    def groups(self) -> int:
        """Groups that came to buy."""
        return self.first + self.returning + self.from_call

    @property
    def difference(self) -> int:
        """Turns that count, less groups."""
        return self.turns - self.groups


@dataclass(frozen=True, slots=True)
class TrafficEntry:
    """A turn or a visit that makes a consultant's turns differ from the groups by `effect` (1 or -1)."""

    day: date
    consultant_id: int
    consultant: str
    why: Why
    effect: int
    turn_no: int | None
    turn_kind: str
    visit_no: str
    customer: str
    visit_id: int | None


@dataclass(frozen=True, slots=True)
class TrafficPeriod:
    """A period's reconciliation. `door` has the days that the assistant counted."""

    lines: tuple[TrafficLine, ...]
    entries: tuple[TrafficEntry, ...]
    door: dict[date, int]

    def unexplained(self, lines: Iterable[TrafficLine]) -> int:
        """What the entries of these lines leave unexplained; 0, or two rows contradict each other."""
        chosen = list(lines)
        keys = {(line.day, line.consultant_id) for line in chosen}
        named = sum(each.effect for each in self.entries if (each.day, each.consultant_id) in keys)
        return sum(line.difference for line in chosen) - named


def period(read: Read, first: date, last: date) -> TrafficPeriod:
    """The reconciliation of these days; the door count only for who sees the whole office."""
    door = door_count.totals(read, first, last) if read.sees_all else {}
    return TrafficPeriod(tuple(lines(read, first, last)), tuple(entries(read, first, last)), door)


def lines(read: Read, first: date, last: date) -> list[TrafficLine]:
    """Everybody's days in which something was received, by day and staff number."""
    group = visit_class()
    who = _VISIT.c.consultant_id
    parts: dict[tuple[date, int], dict[str, int]] = {}
    turns = (
        select(
            _TURN.c.business_date.label("day"),
            _TURN.c.receiver_id.label("who"),
            count_if(yes(_TURN.c.counted), "turns"),
        )
        .where(own(read, _TURN, "receiver_id"), _TURN.c.business_date >= first, _TURN.c.business_date <= last)
        .group_by(_TURN.c.business_date, _TURN.c.receiver_id)
    )
    names = {FIRST: "first", RETURNING: "returning", FROM_CALL: "from_call", NON_BUYER: "non_buyers"}
    visits = (
        select(
            _VISIT.c.business_date.label("day"), who.label("who"),
            *(count_if(group == each, name) for each, name in names.items()),
        )
        .where(visits_of(read, first, last))
        .group_by(_VISIT.c.business_date, who)
    )  # fmt: skip
    for statement in (turns, visits):
        for row in read.connection.execute(statement).mappings():
            counted = {key: int(value or 0) for key, value in row.items() if key not in ("day", "who")}
            parts.setdefault((row["day"], row["who"]), {}).update(counted)
    people = _people(read)
    order = sorted(parts, key=lambda key: (key[0], people[key[1]]))
    return [TrafficLine(day, staff_id, people[staff_id][1], **parts[(day, staff_id)]) for day, staff_id in order]


def entries(read: Read, first: date, last: date) -> list[TrafficEntry]:
    """Every turn and visit behind a difference, by day, consultant and turn; both sides of one that moved."""
    people = _people(read)
    found: list[TrafficEntry] = []
    seen: set[int] = set()

    def add(row: Any, staff_id: int, why: Why, effect: int) -> None:
        if read.sees_all or staff_id == read.staff_id:
            found.append(
                TrafficEntry(
                    day=row["day"],
                    consultant_id=staff_id,
                    consultant=people[staff_id][1],
                    why=why,
                    effect=effect,
                    turn_no=row["no"],
                    turn_kind=row["kind"] or "",
                    visit_no=row["visit_no"] or "",
                    customer=row["name"] or row["organisation"] or "",
                    visit_id=row["visit_id"],
                )
            )

    for row in read.connection.execute(_turns(read, first, last)).mappings():
        buyer = row["visit_id"] is not None and row["class"] != NON_BUYER
        if buyer and row["visit_id"] in seen:
            if row["counted"]:
                add(row, row["receiver_id"], Why.SECOND_TURN, 1)
            continue
        if buyer:
            seen.add(row["visit_id"])
        if not row["counted"]:
            if buyer:
                add(row, row["consultant_id"], Why.NOT_COUNTED, -1)
        elif not buyer:
            add(row, row["receiver_id"], Why.NO_VISIT, 1)
        elif row["consultant_id"] != row["receiver_id"]:
            add(row, row["receiver_id"], Why.FROM_COLLEAGUE, 1)
            add(row, row["consultant_id"], Why.FROM_COLLEAGUE, -1)
    for row in read.connection.execute(_alone(read, first, last)).mappings():
        add({**row, "no": None, "kind": ""}, row["consultant_id"], Why.NO_TURN, -1)
    return sorted(found, key=lambda each: (each.day, people[each.consultant_id], each.turn_no or 0, each.visit_no))


def _turns(read: Read, first: date, last: date) -> Select[Any]:
    """Every turn of the period with its visit."""
    return (
        select(
            _TURN.c.business_date.label("day"), _TURN.c.no, _TURN.c.kind, _TURN.c.receiver_id, _TURN.c.counted,
            _VISIT.c.id.label("visit_id"), _VISIT.c.visit_no, _VISIT.c.name, _VISIT.c.organisation,
            _VISIT.c.consultant_id, visit_class().label("class"),
        )
        .select_from(_TURN)
        .outerjoin(_VISIT, and_(_VISIT.c.id == _TURN.c.visit_id, stands(read, Corrected.VISIT, _VISIT.c.id)))
        .where(_TURN.c.project_id == read.project_id, _TURN.c.business_date >= first, _TURN.c.business_date <= last)
        .order_by(_TURN.c.business_date, _TURN.c.no)
    )  # fmt: skip


def _alone(read: Read, first: date, last: date) -> Select[Any]:
    """The groups of the period that no turn leads to."""
    turn_of = select(_TURN.c.id).where(_TURN.c.visit_id == _VISIT.c.id).correlate(_VISIT).exists()
    return (
        select(
            _VISIT.c.business_date.label("day"), _VISIT.c.consultant_id, _VISIT.c.visit_no, _VISIT.c.name,
            _VISIT.c.organisation, _VISIT.c.id.label("visit_id"),
        )
        .where(and_(visits_of(read, first, last), visit_class() != NON_BUYER, ~turn_of))
        .order_by(_VISIT.c.business_date, _VISIT.c.day_no)
    )  # fmt: skip


def _people(read: Read) -> dict[int, tuple[str, str]]:
    statement = select(_STAFF.c.id, _STAFF.c.no, _STAFF.c.name)
    return {row.id: (row.no, row.name) for row in read.connection.execute(statement)}
