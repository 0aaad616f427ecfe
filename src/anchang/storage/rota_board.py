"""The board at the door: who is up, who is next, who is busy, and why; and the same for any turn of the past (2.1)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from anchang.domain import rota_desk
from anchang.domain.day import BusinessDayState
from anchang.domain.rota import DayState, EntryState, PauseReason
from anchang.domain.rota_desk import BoardRow
from anchang.i18n import M, Msg
from anchang.storage.base import table_of
from anchang.storage.day import BusinessDay
from anchang.storage.reading import Read
from anchang.storage.rota import Turn
from anchang.storage.rota_events import day_row, queue_now, queue_of, words_of
from anchang.storage.visit import Visit
from anchang.storage.waiting import WaitingParty, parties

_TURN, _VISIT, _BUSINESS_DAY = table_of(Turn), table_of(Visit), table_of(BusinessDay)


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One consultant. `position` is A for the post, B for the next …, empty out of the line; `why` says why there.

    While receiving, the turn and its visit are there; `visitor` only for whoever may see the customer. `visit_saved`
    tells whether the reception can be ended.
    """

    consultant_id: int
    name: str
    position: str
    status: EntryState
    pause: PauseReason | None
    since: datetime
    turns: int
    uncounted: int
    credits: int
    skips: int
    why: Msg
    is_me: bool
    turn_id: int | None = None
    turn_no: int | None = None
    visit_id: int | None = None
    visit_no: str = ""
    visitor: str = ""
    visit_saved: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """The rota of a day; `state` is None while nobody has signed in. `unclosed` are earlier days left open.

    `order` are those who are free as the line has them, whoever has a turn to make up for or to lose; `waiting` the
    visitors for whom nobody is free, the first to come first.
    """

    business_date: date
    state: DayState | None
    lines: tuple[BoardLine, ...]
    post: int | None
    next: int | None
    unclosed: tuple[date, ...]
    order: tuple[int, ...] = ()
    waiting: tuple[WaitingParty, ...] = ()


@dataclass(frozen=True, slots=True)
class TurnWhy:
    """Why this person had this turn: the words of the rule, and the board as it stood before the visitor came."""

    turn_no: int
    business_date: date
    started_at: datetime
    receiver_id: int
    recorder_id: int
    why: Msg
    before: tuple[BoardRow, ...]


def unclosed_days(read: Read, before: date) -> tuple[date, ...]:
    """Days of the office before that date that nobody has closed, oldest first."""
    statement = (
        select(_BUSINESS_DAY.c.business_date)
        .where(
            _BUSINESS_DAY.c.project_id == read.project_id,
            _BUSINESS_DAY.c.state == BusinessDayState.OPEN.value,
            _BUSINESS_DAY.c.business_date < before,
        )
        .order_by(_BUSINESS_DAY.c.business_date)
    )
    return tuple(read.connection.execute(statement).scalars())


def board(read: Read, on: date | None = None) -> Board:
    """The board of today, or of another day as it stood at its end."""
    business_date = on or read.today
    unclosed = unclosed_days(read, business_date)
    day = day_row(read, business_date)
    if day is None:
        return Board(business_date, None, (), None, None, unclosed)
    queue = queue_now(read, day)
    running = _running(read, day["id"])
    lines = tuple(_line(read, row, running.get(row.consultant)) for row in rota_desk.board(queue, read.zone))
    places = {line.position: line.consultant_id for line in lines if line.position}
    return Board(
        business_date, queue.day, lines, places.get("A"), places.get("B"), unclosed, rota_desk.standing(queue),
        parties(read, business_date),
    )  # fmt: skip


def _running(read: Read, rota_day_id: int) -> dict[int, Any]:
    statement = (
        select(
            _TURN.c.id,
            _TURN.c.no,
            _TURN.c.receiver_id,
            _TURN.c.visit_id,
            _VISIT.c.visit_no,
            _VISIT.c.name,
            _VISIT.c.saved_at,
        )
        .join(_VISIT, _VISIT.c.id == _TURN.c.visit_id)
        .where(_TURN.c.rota_day_id == rota_day_id, _TURN.c.ended_at.is_(None))
    )
    return {row.receiver_id: row for row in read.connection.execute(statement)}


def _line(read: Read, row: BoardRow, turn: Any) -> BoardLine:
    is_me = row.consultant == read.staff_id
    line = BoardLine(
        row.consultant, row.name, row.position, row.status, row.pause, row.since, row.turns, row.uncounted,
        row.credits, row.skips, row.why, is_me,
    )  # fmt: skip
    if turn is None:
        return line
    visitor = turn.name if is_me or read.sees_all else ""
    return BoardLine(
        row.consultant, row.name, row.position, row.status, row.pause, row.since, row.turns, row.uncounted,
        row.credits, row.skips, row.why, is_me, turn.id, turn.no, turn.visit_id, turn.visit_no, visitor,
        turn.saved_at is not None,
    )  # fmt: skip


def why_turn(read: Read, turn_id: int) -> TurnWhy | None:
    """Why this person had this turn, today or a year ago; None when there is no such turn."""
    turn = read.connection.execute(
        select(_TURN).where(_TURN.c.id == turn_id, _TURN.c.project_id == read.project_id)
    ).first()
    if turn is None:
        return None
    day = day_row(read, turn.business_date)
    if day is None:
        return None
    queue = queue_of(read, day, before=turn.event_no)
    return TurnWhy(
        turn.no,
        turn.business_date,
        turn.started_at,
        turn.receiver_id,
        turn.recorder_id,
        words_of(turn.why) or M("no turn"),
        tuple(rota_desk.board(queue, read.zone)),
    )
