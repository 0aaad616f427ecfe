"""What the front desk shows, read from one snapshot: the board, the entries of today, what is missing (2.1, 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from anchang.domain import call as call_rules
from anchang.domain import visit as visit_rules
from anchang.domain.day import SheetState
from anchang.domain.desk import DeskWaiting
from anchang.domain.flow import Option
from anchang.domain.rota import ROTA_DAY, ROTA_ENTRY, DayFacts, DayState, EntryFacts, EntryState
from anchang.domain.visit import VisitKind
from anchang.i18n import M, Msg
from anchang.services import call as calls
from anchang.services import visit_form
from anchang.storage import call_query, day_query, rota_board, visit_query
from anchang.storage.day_waiting import waiting
from anchang.storage.rota_board import Board, BoardLine

if TYPE_CHECKING:
    from anchang.storage.reading import Read

GREETING_ONLY = M("only the greeting entry")


@dataclass(frozen=True, slots=True)
class Entry:
    """A visit or a call of the day. `missing` is what the hand-in still wants, in words."""

    noun: str
    row_id: int
    no: str
    at: datetime
    kind: Msg
    name: str
    phone: str
    who: str
    missing: tuple[Msg, ...]
    who_id: int
    saved: bool = True


@dataclass(frozen=True, slots=True)
class DeskView:
    """One look at the desk. `mine` is the line of who looks, `to_log` visits that this person has to complete."""

    board: Board
    entries: tuple[Entry, ...]
    today: date
    mine: BoardLine | None
    to_log: tuple[int, ...]

    @property
    def running(self) -> int | None:
        """The visit of one's own running reception."""
        return None if self.mine is None else self.mine.visit_id

    def line(self, consultant_id: int) -> BoardLine | None:
        """The line of that consultant."""
        return next((line for line in self.board.lines if line.consultant_id == consultant_id), None)


def missing_of_visit(row: Mapping[str, Any]) -> tuple[Msg, ...]:
    """What the hand-in still wants of a visit (its card)."""
    if row["complete"]:
        return ()
    found = tuple(visit_rules.missing_to_hand_in(visit_form.as_rule(row)))
    return found if row["saved_at"] is not None else (GREETING_ONLY, *found)


def missing_of_call(row: Mapping[str, Any]) -> tuple[Msg, ...]:
    """What the hand-in still wants of a call."""
    return () if row["complete"] else tuple(call_rules.missing_to_hand_in(calls.as_rule(row)))


def visits_of(read: Read, on: date, more: tuple[int, ...] = ()) -> list[Entry]:
    """The visits of the day in scope, and those of `more` that one may complete for a colleague."""
    rows = {row["id"]: row for row in visit_query.of_day(read, on)}
    for visit_id in (*more, *(key for key, row in rows.items() if not row["complete"])):
        card = visit_query.card(read, visit_id)
        if card is not None:
            rows[visit_id] = card
    return [
        Entry(
            "visit", row["id"], row["visit_no"], row["arrived_at"], VisitKind(row["kind"]).label,
            row["name"] or row["organisation"], row["phone"], row["consultant"] or "", missing_of_visit(row),
            row["consultant_id"], row["saved_at"] is not None,
        )
        for row in rows.values()
    ]  # fmt: skip


def calls_of(read: Read, on: date) -> list[Entry]:
    """The calls of the day in scope."""
    return [
        Entry(
            "call", row["id"], row["call_no"], row["called_at"], M("call"), row["name"], row["phone"],
            row["consultant"] or "", missing_of_call(row), row["answered_by"],
        )
        for row in call_query.of_day(read, on)
    ]  # fmt: skip


def desk_view(read: Read) -> DeskView:
    """Everything that the desk shows to the person who looks."""
    board = rota_board.board(read)
    running = tuple(line.visit_id for line in board.lines if line.visit_id is not None)
    visits = visits_of(read, read.today, running)
    entries = [*visits, *calls_of(read, read.today)]
    entries.sort(key=lambda each: (each.at, each.row_id), reverse=True)
    mine = next((line for line in board.lines if line.is_me), None)
    greeted = tuple(each.row_id for each in visits if not each.saved)
    return DeskView(board, tuple(entries), read.today, mine, greeted)


def line_options(read: Read, consultant_id: int) -> list[Option[Any, Any]]:
    """Every step of that consultant's line and of the day's rota, with its «why not» for the person who looks."""
    board = rota_board.board(read)
    line = next((each for each in board.lines if each.consultant_id == consultant_id), None)
    busy = tuple(each.name for each in board.lines if each.status is EntryState.RECEIVING)
    day = board.state or DayState.OPEN
    on_day = ROTA_DAY.options(day, DayFacts(len(board.lines), busy, reason="-"), read.roles)
    if line is None:
        return on_day
    facts = EntryFacts(
        day=day, signed_in=True, visit_logged=line.visit_saved,
        open_logs=day_query.open_logs(read, read.today, consultant_id), credits=line.credits, reason="-",
    )  # fmt: skip
    own = [option for option in ROTA_ENTRY.options(line.status, facts, read.roles) if option.step.name in STEPS]
    return [*own, *on_day]


STEPS = ("end_turn", "pause_ok", "pause_no", "resume", "skip", "leave")


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One consultant's sheet on the day's end."""

    consultant_id: int
    name: str
    state: Msg
    row: Mapping[str, Any] | None


def own_days(read: Read) -> tuple[date, ...]:
    """One's own days that wait to be handed in, oldest first; today where none does."""
    wanted = (DeskWaiting.HAND_IN.value, DeskWaiting.RETURNED.value)
    found = {row["business_date"] for row in waiting(read) if row["waiting"] in wanted}
    return tuple(sorted(found)) or (read.today,)


def own_entries(read: Read, on: date, *, everything: bool = False) -> tuple[Entry, ...]:
    """One's own visits and calls of the day that miss something, or all of them, in the order of the day."""
    found = [each for each in (*visits_of(read, on), *calls_of(read, on)) if each.missing or everything]
    return tuple(sorted((each for each in found if each.who_id == read.staff_id), key=lambda each: each.at))


def sheet_lines(read: Read, on: date) -> tuple[SheetLine, ...]:
    """Everybody who took part in the day, with the state of the sheet."""
    sheets = day_query.sheets(read, on)
    return tuple(
        SheetLine(
            who, name, SheetState(sheets[who]["state"] if who in sheets else SheetState.DRAFTING).label, sheets.get(who)
        )
        for who, name in day_query.participants(read, on).items()
    )
