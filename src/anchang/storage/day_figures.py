"""The front desk's figures of any range of days, counted by the database (domain 4.1).

Nothing here is masked or scoped: the figures are the office's, and no customer is in them. A consultant's own report
picks its line from `Figures.consultants`.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Integer, Select, case, func, select, union
from sqlalchemy import cast as sql_cast

from anchang.domain.customer import OPEN_LEADS
from anchang.domain.rota import TurnKind
from anchang.domain.visit import VisitKind
from anchang.storage.base import table_of
from anchang.storage.call import Call
from anchang.storage.customer import Customer
from anchang.storage.day import DaySheet
from anchang.storage.follow_up import FollowUp
from anchang.storage.reading import Read
from anchang.storage.rota import RotaEntry, RotaEvent, Turn
from anchang.storage.staff import Staff
from anchang.storage.visit import Visit

_VISIT, _CALL, _FOLLOW, _TURN = table_of(Visit), table_of(Call), table_of(FollowUp), table_of(Turn)
_ENTRY, _EVENT, _SHEET = table_of(RotaEntry), table_of(RotaEvent), table_of(DaySheet)
_CUSTOMER, _STAFF = table_of(Customer), table_of(Staff)
_BUYERS = _VISIT.c.kind != VisitKind.NOT_A_BUYER.value


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `since` to `until`, both included; `since` None is the beginning of the project."""

    since: date | None
    until: date


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    """One channel: calls, visits of buyers by kind, and how many of the visitors left a number."""

    channel: str
    calls: int = 0
    first: int = 0
    returning: int = 0
    other: int = 0

    @property
    def visits(self) -> int:
        """Visits of buyers."""
        return self.first + self.returning + self.other


@dataclass(frozen=True, slots=True)
class ConsultantFigures:
    """One consultant. `made_up` are turns on a credit, `skipped` turns taken away; `handed_in_at` of one day.

    `overdue` are open leads whose next contact lay before the end of the period.
    """

    consultant_id: int
    name: str
    seq: int | None = None
    turns: int = 0
    uncounted: int = 0
    made_up: int = 0
    skipped: int = 0
    calls: int = 0
    first: int = 0
    returning: int = 0
    other: int = 0
    follow_ups: int = 0
    overdue: int = 0
    handed_in_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything of one period. Visits of people who buy nothing are in `visits` only, not in people or numbers left.

    `visits` counts by kind; `from_call` are first visits of people who had called. `asked` are visits of buyers,
    `with_phone` those of them who left a number: the contact capture rate is the one by the other.
    """

    period: Period
    calls_first: int = 0
    calls_repeat: int = 0
    calls_with_phone: int = 0
    visits: Mapping[VisitKind, int] = field(default_factory=dict)
    from_call: int = 0
    people: int = 0
    asked: int = 0
    with_phone: int = 0
    counted_turns: int = 0
    channels: tuple[ChannelFigures, ...] = ()
    consultants: tuple[ConsultantFigures, ...] = ()

    @property
    def calls(self) -> int:
        """All calls."""
        return self.calls_first + self.calls_repeat

    @property
    def buyers(self) -> int:
        """Visits of everybody who may buy."""
        return sum(number for kind, number in self.visits.items() if kind is not VisitKind.NOT_A_BUYER)


def periods(on: date) -> dict[str, Period]:
    """The columns of 日报总览: today, week (from Monday), month, project, and the day before."""
    return {
        "today": Period(on, on),
        "week": Period(on - timedelta(days=on.weekday()), on),
        "month": Period(on.replace(day=1), on),
        "project": Period(None, on),
        "previous": Period(on - timedelta(days=1), on - timedelta(days=1)),
    }


def day_figures(read: Read, on: date) -> dict[str, Figures]:
    """The figures of each of `periods(on)`."""
    return {name: figures(read, period) for name, period in periods(on).items()}


def _within(read: Read, table: Any, period: Period) -> list[Any]:
    found = [table.c.project_id == read.project_id, table.c.business_date <= period.until]
    return found if period.since is None else [*found, table.c.business_date >= period.since]


def _sum(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def figures(read: Read, period: Period) -> Figures:
    """The figures of one period."""
    visits = read.connection.execute(
        select(
            *(_sum(_VISIT.c.kind == kind.value).label(f"n_{kind.value}") for kind in VisitKind),
            _sum(_VISIT.c.from_call == 1).label("from_call"),
            func.coalesce(func.sum(case((_BUYERS, _VISIT.c.party_size), else_=0)), 0).label("people"),
            _sum(_BUYERS).label("asked"),
            _sum(_BUYERS & (_VISIT.c.phone != "")).label("with_phone"),
        ).where(*_within(read, _VISIT, period))
    ).one()
    calls = read.connection.execute(
        select(
            _sum(_CALL.c.is_repeat == 0).label("first"),
            _sum(_CALL.c.is_repeat == 1).label("again"),
            _sum(_CALL.c.phone != "").label("with_phone"),
        ).where(*_within(read, _CALL, period))
    ).one()
    consultants = _consultants(read, period)
    return Figures(
        period=period,
        calls_first=calls.first,
        calls_repeat=calls.again,
        calls_with_phone=calls.with_phone,
        visits={kind: getattr(visits, f"n_{kind.value}") for kind in VisitKind},
        from_call=visits.from_call,
        people=int(visits.people),
        asked=visits.asked,
        with_phone=visits.with_phone,
        counted_turns=sum(each.turns for each in consultants),
        channels=_channels(read, period),
        consultants=consultants,
    )


def _by(read: Read, column: Column[Any], table: Any, period: Period, **counted: Any) -> dict[Any, dict[str, int]]:
    """key -> name -> number, one pass over the table."""
    statement: Select[Any] = (
        select(column.label("key"), *(sql_cast(each, Integer).label(f"n_{name}") for name, each in counted.items()))
        .where(*_within(read, table, period))
        .group_by(column)
    )
    rows = read.connection.execute(statement).mappings()
    return {row["key"]: {name: row[f"n_{name}"] for name in counted} for row in rows}


def _by_kind() -> dict[str, Any]:
    first, again = VisitKind.FIRST.value, VisitKind.RETURNING.value
    return {
        "first": _sum(_VISIT.c.kind == first),
        "returning": _sum(_VISIT.c.kind == again),
        "other": _sum(_VISIT.c.kind.not_in((first, again, VisitKind.NOT_A_BUYER.value))),
    }


def _channels(read: Read, period: Period) -> tuple[ChannelFigures, ...]:
    """Every channel that brought anything; a visit counts for the first channel that the visitor named."""
    merged: dict[str, dict[str, int]] = {}
    for part in (
        _by(read, _VISIT.c.channel, _VISIT, period, **_by_kind()),
        _by(read, _CALL.c.channel, _CALL, period, calls=func.count()),
    ):
        for channel, numbers in part.items():
            merged.setdefault(channel, {}).update(numbers)
    found = (ChannelFigures(channel, **numbers) for channel, numbers in sorted(merged.items()))
    return tuple(each for each in found if each.calls or each.visits)


def _consultants(read: Read, period: Period) -> tuple[ConsultantFigures, ...]:
    merged: dict[int, dict[str, Any]] = {}
    for part in (
        _by(read, _VISIT.c.consultant_id, _VISIT, period, **_by_kind()),
        _by(read, _CALL.c.answered_by, _CALL, period, calls=func.count()),
        _by(read, _FOLLOW.c.by_id, _FOLLOW, period, follow_ups=func.count()),
        _by(
            read, _TURN.c.receiver_id, _TURN, period,
            turns=_sum(_TURN.c.counted == 1),
            uncounted=_sum((_TURN.c.counted == 0) & (_TURN.c.kind != TurnKind.NONE.value)),
            made_up=_sum(_TURN.c.on_credit == 1),
        ),
        _skipped(read, period),
        _overdue(read, period),
    ):  # fmt: skip
        for who, numbers in part.items():
            merged.setdefault(who, {}).update(numbers)
    if period.since == period.until:
        for who, more in _one_day(read, period.until).items():
            merged.setdefault(who, {}).update(more)
    rows = read.connection.execute(
        select(_STAFF.c.id, _STAFF.c.name).where(_STAFF.c.id.in_(merged)).order_by(_STAFF.c.no)
    )
    return tuple(ConsultantFigures(row.id, row.name, **merged[row.id]) for row in rows)


def _skipped(read: Read, period: Period) -> dict[int, dict[str, int]]:
    """Turns that the manager took away: few, so that their events are read one by one."""
    statement = select(_EVENT.c.payload).where(*_within(read, _EVENT, period), _EVENT.c.kind == "skipped")
    lost = Counter(json.loads(payload)["consultant"] for payload in read.connection.execute(statement).scalars())
    return {who: {"skipped": number} for who, number in lost.items()}


def _overdue(read: Read, period: Period) -> dict[int, dict[str, int]]:
    statement = (
        select(_CUSTOMER.c.owner_id, func.count())
        .where(
            _CUSTOMER.c.project_id == read.project_id,
            _CUSTOMER.c.owner_id.is_not(None),
            _CUSTOMER.c.next_contact_on < period.until,
            _CUSTOMER.c.state.in_([each.value for each in OPEN_LEADS]),
        )
        .group_by(_CUSTOMER.c.owner_id)
    )
    return {who: {"overdue": number} for who, number in read.connection.execute(statement)}


def _one_day(read: Read, on: date) -> dict[int, dict[str, Any]]:
    """Place in the rota and the hand-in, which only a single day has."""
    found: dict[int, dict[str, Any]] = {}
    entries = select(_ENTRY.c.consultant_id, _ENTRY.c.seq).where(
        _ENTRY.c.project_id == read.project_id, _ENTRY.c.business_date == on
    )
    for who, seq in read.connection.execute(entries):
        found.setdefault(who, {})["seq"] = seq
    sheets = select(_SHEET.c.consultant_id, _SHEET.c.handed_in_at).where(
        _SHEET.c.project_id == read.project_id, _SHEET.c.business_date == on
    )
    for who, at in read.connection.execute(sheets):
        found.setdefault(who, {})["handed_in_at"] = at
    return found


def first_day(read: Read) -> date | None:
    """The day of the project's first visit or call: where «since the beginning» begins. None for an empty log."""
    days = union(
        select(func.min(_VISIT.c.business_date).label("day")).where(_VISIT.c.project_id == read.project_id),
        select(func.min(_CALL.c.business_date)).where(_CALL.c.project_id == read.project_id),
    ).subquery()
    found: date | None = read.connection.execute(select(func.min(days.c.day))).scalar()
    return found
