"""The daily report's lines for each consultant, and how receptions and visits come to one another (domain 4.1, C12).

The definitions of `storage.day_report` hold here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from anchang.domain.correction import Corrected
from anchang.domain.measure import ONE
from anchang.storage import credit, day_lists, task_board
from anchang.storage.base import table_of
from anchang.storage.call import Call
from anchang.storage.contract import Contract
from anchang.storage.day import DaySheet
from anchang.storage.day_report import (
    FIRST,
    FROM_CALL,
    NON_BUYER,
    RETURNING,
    calls_of,
    contracts_of,
    count_if,
    deals_of,
    no,
    own,
    visit_class,
    visits_of,
    worth,
    yes,
)
from anchang.storage.follow_up import FollowUp
from anchang.storage.reading import Read
from anchang.storage.rota import RotaEntry, RotaEvent, Turn
from anchang.storage.staff import Staff
from anchang.storage.subscription import Subscription
from anchang.storage.visit import Visit
from anchang.storage.void import stands

_VISIT, _CALL, _FOLLOW = table_of(Visit), table_of(Call), table_of(FollowUp)
_SUB, _CONTRACT, _STAFF = table_of(Subscription), table_of(Contract), table_of(Staff)
_TURN, _ENTRY, _EVENT, _SHEET = table_of(Turn), table_of(RotaEntry), table_of(RotaEvent), table_of(DaySheet)


@dataclass(frozen=True, slots=True)
class StaffFigures:
    """One line of 顾问日报. `seq` and `handed_in_at` only for a single day, `overdue` only while the period ends today.

    `deals` and `contracts` are in 10⁻⁶ of one, since the credit of a deal may be shared; money in fen. `late` tells
    that the sheet was handed in after `report_by` of its day (4); one that came back counts when it was handed in
    again. `turns` are those that count, `made_up` the turns taken on a credit, `skipped` turns that the manager took
    away.
    """

    consultant_id: int
    name: str
    seq: int | None = None
    turns: int = 0
    made_up: int = 0
    skipped: int = 0
    calls: int = 0
    first: int = 0
    returning: int = 0
    from_call: int = 0
    follow_ups: int = 0
    overdue: int | None = None
    deals: int = 0
    deal_amount: int = 0
    contracts: int = 0
    contract_amount: int = 0
    received: int = 0
    handed_in_at: datetime | None = None
    late: bool = False


Parts = dict[int, dict[str, Any]]


def _add(parts: Parts, read: Read, statement: Select[Any]) -> None:
    """Put a statement's columns to the consultant in its column `who`."""
    for row in read.connection.execute(statement).mappings():
        values = {key: int(value or 0) for key, value in row.items() if key != "who"}
        parts.setdefault(row["who"], {}).update(values)


def _days(table: Any, first: date, last: date) -> ColumnElement[bool]:
    return and_(table.c.business_date >= first, table.c.business_date <= last)


def consultants(read: Read, first: date, last: date) -> list[StaffFigures]:
    """Everybody who did something in the period, in the order of the rota (of a single day), then of staff numbers."""
    parts: Parts = {}
    group = visit_class()
    turn_who, visit_who, call_who = _TURN.c.receiver_id, _VISIT.c.consultant_id, _CALL.c.answered_by
    _add(
        parts,
        read,
        select(
            turn_who.label("who"),
            count_if(yes(_TURN.c.counted), "turns"),
            count_if(yes(_TURN.c.on_credit), "made_up"),
        )
        .where(own(read, _TURN, "receiver_id"), _days(_TURN, first, last))
        .group_by(turn_who),
    )
    _add(
        parts,
        read,
        select(visit_who.label("who"), *(count_if(group == each, each) for each in (FIRST, RETURNING, FROM_CALL)))
        .where(visits_of(read, first, last))
        .group_by(visit_who),
    )
    _add(
        parts,
        read,
        select(call_who.label("who"), func.count().label("calls"))
        .where(calls_of(read, first, last))
        .group_by(call_who),
    )
    _add(
        parts,
        read,
        select(_FOLLOW.c.by_id.label("who"), func.count().label("follow_ups"))
        .where(own(read, _FOLLOW, "by_id"), _days(_FOLLOW, first, last))
        .where(stands(read, Corrected.FOLLOW_UP, _FOLLOW.c.id))
        .group_by(_FOLLOW.c.by_id),
    )
    _add_sold(parts, read, first, last)
    _add_rota(parts, read, first, last)
    if last >= read.today:
        _add_overdue(parts, read)
    return _sorted(parts, read)


def _add_sold(parts: Parts, read: Read, first: date, last: date) -> None:
    for name, table, chosen in (
        ("deal", _SUB, deals_of(read, first, last)),
        ("contract", _CONTRACT, contracts_of(read, first, last)),
    ):
        paper = table.c.id if table is _SUB else table.c.subscription_id
        sold = read.connection.execute(
            select(
                paper.label("paper"),
                table.c.consultant_id,
                (worth() if table is _SUB else table.c.deal_total).label("deal_total"),
            ).where(chosen)
        ).all()
        shared = credit.credit_of(read, [row.paper for row in sold])
        for row in sold:
            for figure, whole in ((f"{name}s", ONE), (f"{name}_amount", row.deal_total or 0)):
                _share(parts, figure, credit.parts(whole, row.consultant_id, shared.get(row.paper)))
    for line in day_lists.money(read, first, last):
        _share(parts, "received", dict(line["parts"]))


def _share(parts: Parts, figure: str, given: Mapping[int, int]) -> None:
    for who, part in given.items():
        mine = parts.setdefault(who, {})
        mine[figure] = mine.get(figure, 0) + part


def _add_rota(parts: Parts, read: Read, first: date, last: date) -> None:
    skips = select(_EVENT.c.payload).where(
        _EVENT.c.project_id == read.project_id, _EVENT.c.kind == "skipped", _days(_EVENT, first, last)
    )
    for (payload,) in read.connection.execute(skips):
        said = json.loads(payload)  # a penalty of before penalties had a size cost one
        who = int(said["consultant"])
        if read.sees_all or who == read.staff_id:
            mine = parts.setdefault(who, {})
            mine["skipped"] = mine.get("skipped", 0) + int(said.get("turns", 1))
    if first != last:
        return
    entries = select(_ENTRY.c.consultant_id.label("who"), _ENTRY.c.seq).where(
        own(read, _ENTRY, "consultant_id"), _ENTRY.c.business_date == last
    )
    _add(parts, read, entries)
    sheets = select(_SHEET.c.consultant_id, _SHEET.c.handed_in_at).where(
        own(read, _SHEET, "consultant_id"), _SHEET.c.business_date == last
    )
    due = datetime.combine(last, time.fromisoformat(str(read.settings["report_by"])), read.zone)
    for row in read.connection.execute(sheets):
        late = row.handed_in_at is not None and row.handed_in_at > due
        parts.setdefault(row.consultant_id, {}).update(handed_in_at=row.handed_in_at, late=late)


def _add_overdue(parts: Parts, read: Read) -> None:
    """What is late on the due board, tasks and planned contacts: one number there and here. Of an earlier day it is
    not kept."""
    for mine in parts.values():
        mine["overdue"] = 0
    for line in task_board.per_consultant(read):
        if line["owner_id"] is not None and line[task_board.LATE]:
            parts.setdefault(line["owner_id"], {})["overdue"] = line[task_board.LATE]


def _sorted(parts: Parts, read: Read) -> list[StaffFigures]:
    people: Mapping[int, tuple[str, str]] = {
        row.id: (row.no, row.name)
        for row in read.connection.execute(
            select(_STAFF.c.id, _STAFF.c.no, _STAFF.c.name).where(_STAFF.c.id.in_(sorted(parts)))
        )
    }
    order = sorted(parts, key=lambda who: (parts[who].get("seq") or 1_000_000, people[who][0]))
    return [StaffFigures(who, people[who][1], **parts[who]) for who in order]


@dataclass(frozen=True, slots=True)
class Traffic:
    """客流核对: from the turns that count to the groups in the log, each part counted by itself.

    `counted` turns that count; `uncounted` turns that do not and have a buyer's visit; `no_turn` buyers' visits without
    a turn; `no_visit` turns that count without a buyer's visit; `groups` buyers' visits in the log.
    """

    counted: int
    uncounted: int
    no_turn: int
    no_visit: int
    groups: int

    @property
    def unexplained(self) -> int:
        """What is left when everything named is taken into account; 0, or two rows contradict each other."""
        return self.counted + self.uncounted + self.no_turn - self.no_visit - self.groups


def traffic(read: Read, first: date, last: date) -> Traffic:
    """The period's reconciliation of receptions and visits. Raises nothing."""
    group = visit_class()
    buyers = and_(_VISIT.c.id.is_not(None), group != NON_BUYER)
    of_turns = (
        select(
            count_if(yes(_TURN.c.counted), "counted"),
            count_if(and_(no(_TURN.c.counted), buyers), "uncounted"),
            count_if(and_(yes(_TURN.c.counted), ~func.coalesce(buyers, False)), "no_visit"),
        )
        .select_from(_TURN)
        .outerjoin(_VISIT, and_(_VISIT.c.id == _TURN.c.visit_id, stands(read, Corrected.VISIT, _VISIT.c.id)))
        .where(own(read, _TURN, "receiver_id"), _days(_TURN, first, last))
    )
    taken = select(_TURN.c.id).where(_TURN.c.visit_id == _VISIT.c.id).correlate(_VISIT).exists()
    of_visits = select(func.count().label("groups"), count_if(~taken, "no_turn")).where(
        visits_of(read, first, last), group != NON_BUYER
    )
    turns = read.connection.execute(of_turns).mappings().one()
    visits = read.connection.execute(of_visits).mappings().one()
    return Traffic(**{name: int(value or 0) for name, value in {**turns, **visits}.items()})
