"""What stands beside the states of all units: what goes on about them, flags, waiting lists (2.6 to 2.8, 2.16).

Only what is open is read, so a large stock costs no more than a small one with as much going on.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union

from anchang.domain.change import ChangeKind
from anchang.domain.contract import ContractState
from anchang.domain.delay import DelayState
from anchang.domain.discount_request import RequestState
from anchang.domain.subscription import SubscriptionState
from anchang.domain.unit_wall import ANY_MARK, OF_CHANGE, Mark, WallUnit
from anchang.storage import delay, unit_flag, unit_query
from anchang.storage.base import table_of
from anchang.storage.change import ChangeRequest, PaperClaim
from anchang.storage.contract import Contract
from anchang.storage.delay import DelayRequest
from anchang.storage.discount_request import DiscountRequest
from anchang.storage.journal import head
from anchang.storage.reading import Read
from anchang.storage.subscription import Subscription
from anchang.storage.subscription_query import lower_deposit_waits
from anchang.storage.unit import Unit
from anchang.storage.unit_wait import OPEN as WAITING
from anchang.storage.unit_wait import UnitWait

S = SubscriptionState
_UNIT, _SUB, _CONTRACT, _WAIT = (table_of(each) for each in (Unit, Subscription, Contract, UnitWait))
_CHANGE, _CLAIM, _DELAY, _DISCOUNT = (
    table_of(each) for each in (ChangeRequest, PaperClaim, DelayRequest, DiscountRequest)
)
_SLIP = (S.DEPOSIT_PAID.value, S.ACTIVE.value, S.CONVERTED.value)


class Beside(NamedTuple):
    """What one unit has beside its state: values of `Mark` and of `UnitFlag`, and how many wait for it."""

    marks: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    waits: int = 0


def _undecided(read: Read) -> list[Select[Any]]:
    """The units of everything that waits for somebody's decision (待审), a query for each noun."""
    here = read.project_id
    return [
        select(_CHANGE.c.unit_id).where(
            _CHANGE.c.project_id == here, _CHANGE.c.state.in_(["pending", "reactivating"])
        ),
        select(_SUB.c.unit_id)
        .join(_DELAY, _DELAY.c.subscription_id == _SUB.c.id)
        .where(_DELAY.c.project_id == here, _DELAY.c.state == DelayState.PENDING.value),
        select(_DISCOUNT.c.unit_id).where(
            _DISCOUNT.c.project_id == here, _DISCOUNT.c.state == RequestState.PENDING.value
        ),
        select(_SUB.c.unit_id).where(
            _SUB.c.project_id == here,
            or_(
                _SUB.c.state == S.PENDING_REVIEW.value,
                and_(_SUB.c.state.in_(_SLIP), _SUB.c.slip_decision == ""),
                lower_deposit_waits(),
            ),
        ),
        select(_SUB.c.unit_id)
        .join(_CONTRACT, _CONTRACT.c.subscription_id == _SUB.c.id)
        .where(_CONTRACT.c.project_id == here, _CONTRACT.c.state == ContractState.UNDER_REVIEW.value),
    ]  # fmt: skip


def _changing(read: Read) -> Select[Any]:
    """Unit and kind of every request that has a paper for itself."""
    return (
        select(_CLAIM.c.unit_id, _CHANGE.c.kind)
        .join(_CHANGE, _CHANGE.c.id == _CLAIM.c.row_id)
        .where(
            _CLAIM.c.project_id == read.project_id,
            _CLAIM.c.ended_at.is_(None),
            _CLAIM.c.noun == ChangeRequest.__tablename__,
        )
    )


def _of_wait(read: Read) -> tuple[ColumnElement[bool], ...]:
    return _WAIT.c.project_id == read.project_id, _WAIT.c.state.in_(WAITING)


def beside(read: Read) -> dict[int, Beside]:
    """unit id -> what stands beside its state, for the units that have something."""
    run = read.connection.execute
    marks: dict[int, set[Mark]] = {}
    for unit_id in run(union(*_undecided(read))).scalars():
        marks.setdefault(unit_id, set()).add(Mark.PENDING)
    for row in run(_changing(read)):
        marks.setdefault(row.unit_id, set()).add(OF_CHANGE[ChangeKind(row.kind)])
    for unit_id in delay.units_running(read):
        marks.setdefault(unit_id, set()).add(Mark.DELAYING)
    flags = unit_flag.by_unit(read)
    lines = select(_WAIT.c.unit_id, func.count().label("those")).where(*_of_wait(read)).group_by(_WAIT.c.unit_id)
    waits = {row.unit_id: int(row.those) for row in run(lines)}
    return {
        unit_id: Beside(
            tuple(mark.value for mark in Mark if mark in marks.get(unit_id, ())),
            flags.get(unit_id, ()),
            waits.get(unit_id, 0),
        )
        for unit_id in marks.keys() | flags.keys() | waits.keys()
    }


class Wall(NamedTuple):
    """Units of the wall in order with what stands beside them, all that stands beside any, and the change mark."""

    units: tuple[WallUnit, ...]
    beside: Mapping[int, Beside]
    mark: int


def _with(cell: WallUnit, known: Mapping[int, Beside]) -> WallUnit:
    found = known.get(cell.unit_id)
    return cell if found is None else cell._replace(marks=found.marks, flags=found.flags, waits=found.waits)


def begin(read: Read, limit: int = 600) -> tuple[WallUnit, ...]:
    """The first blocks of the wall without what stands beside them: a picture while the rest is read.

    Only whole blocks, unless the first one alone has more units than that; everything where the wall is small.
    """
    cells = unit_query.grid(read, limit=limit)
    if len(cells) < limit:
        return cells
    last = (cells[-1].building, cells[-1].entrance)
    return tuple(cell for cell in cells if (cell.building, cell.entrance) != last) or cells


def wall(read: Read) -> Wall:
    """All units of the project, floors upwards, doors along."""
    known = beside(read)
    return Wall(tuple(_with(cell, known) for cell in unit_query.grid(read)), known, head(read.connection)[0])


def news(read: Read, seq: int, before: Mapping[int, Beside]) -> Wall:
    """The units that an act after `seq` touched, and those that have something else beside them than `before`."""
    mark = head(read.connection)[0]
    if mark == seq:
        return Wall((), before, mark)
    known = beside(read)
    other = {unit_id for unit_id in known.keys() | before.keys() if known.get(unit_id) != before.get(unit_id)}
    cells = unit_query.changes_since(read, seq)
    missing = other - {cell.unit_id for cell in cells}
    if missing:
        cells += unit_query.grid(read, ids=sorted(missing))
    return Wall(tuple(_with(cell, known) for cell in cells), known, mark)


def is_marked(read: Read, mark: str) -> ColumnElement[bool]:
    """For queries on units: whether the mark stands on the unit, or any of them."""
    parts: dict[str, list[Select[Any]]] = {each.value: [] for each in Mark}
    parts[Mark.PENDING.value] = _undecided(read)
    for kind, found in OF_CHANGE.items():
        parts[found.value].append(_changing(read).with_only_columns(_CLAIM.c.unit_id).where(_CHANGE.c.kind == kind))
    parts[Mark.DELAYING.value] = [
        select(_SUB.c.unit_id).where(_SUB.c.project_id == read.project_id, delay.is_running())
    ]  # fmt: skip
    wanted = [each for found in parts.values() for each in found] if mark == ANY_MARK else parts[mark]
    return _UNIT.c.id.in_(union(*wanted))


def is_waited_for(read: Read) -> ColumnElement[bool]:
    """For queries on units: whether anybody stands on its waiting list."""
    return _UNIT.c.id.in_(select(_WAIT.c.unit_id).where(*_of_wait(read)))
