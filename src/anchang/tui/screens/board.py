"""The rota board and the day's entries as lists to walk through: positions by letter, states by word and colour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.widgets import OptionList, Static

from anchang.domain.rota import EntryState
from anchang.i18n import M, Msg, say, zone
from anchang.storage.rota_board import Board, BoardLine
from anchang.storage.waiting import WaitingParty
from anchang.tui.screens.desk_view import Entry
from anchang.tui.show import cut, fit, plain
from anchang.tui.theme import Tone
from anchang.tui.widgets.marked_list import MARK, MarkedList

TONES: dict[EntryState, Tone] = {
    EntryState.WAITING: Tone.QUIET,
    EntryState.ON_POST: Tone.OPEN,
    EntryState.RECEIVING: Tone.TAKEN,
    EntryState.PAUSED_OK: Tone.ASKED,
    EntryState.PAUSED_NO: Tone.LATE,
    EntryState.LEFT: Tone.CLOSED,
    EntryState.OFF: Tone.CLOSED,
}
NARROW = 45  # cells below which the board is drawn tighter
TURNS = 5
TIME, KIND, WHO = 5, 11, 8  # cells of an entry's columns
WIDE = 50  # cells from which an entry's kind is said
WITH_PHONE = 22  # cells of the name's column from which the number stands behind the name
NOBODY = M("No one has signed in: press i.")
NOTHING = M("No visit and no call yet: a for an arrival, c for a call.")


def clock(line_since: object) -> str:
    """A time of the office's day."""
    return line_since.astimezone(zone()).strftime("%H:%M") if hasattr(line_since, "astimezone") else ""


def tone_of(tone: Tone) -> str:
    """The style of a tone inside a text."""
    return f"$tone-{tone} on $tone-{tone}-ground"


Words = Callable[[int], Sequence[Content]]  # the lines of a list in that many cells


def _no_words(width: int) -> Sequence[Content]:
    return ()


class DeskList(MarkedList):
    """Lines with keys of their own, as wide as there is room: a redraw keeps the cursor on its row."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Steps", show=False, id="desk_choose")]

    @dataclass
    class Fitted(Message):
        """The lines have other room than before."""

    def __init__(self, *, id: str) -> None:
        super().__init__()
        self.id = id
        self.keys: list[object] = []
        self._rows: tuple[Sequence[object], Words] = ((), _no_words)
        self._drawn_for = 0  # cells

    def show_rows(self, keys: Sequence[object], words: Words) -> None:
        """These rows instead of what was there; `words` gives the lines for that many cells, here and whenever the room
        becomes another. The cursor stays on its key."""
        self._rows = keys, words
        self._fit()

    def on_resize(self, event: Resize) -> None:
        """As many words as fit."""
        self._refit()

    def watch_show_vertical_scrollbar(self) -> None:
        """A bar that comes or goes leaves other room, and nothing else tells of it."""
        self.call_next(self._refit)

    def _refit(self) -> None:
        if self.room != self._drawn_for:
            self._fit()
            self.post_message(self.Fitted())

    def _fit(self) -> None:
        self._drawn_for = self.room
        keys, words = self._rows
        lines = words(self._drawn_for)
        if list(keys) == self.keys and [line.markup for line in lines] == [line.markup for line in self.lines]:
            return
        before = self.key
        self.keys = list(keys)
        at = self.keys.index(before) if before in self.keys else 0
        with self.prevent(OptionList.OptionHighlighted):
            self.show_lines(lines, at if self.keys else None)

    @property
    def room(self) -> int:
        """Cells of a line beside its mark."""
        return max(30, self.scrollable_content_region.width - len(MARK))

    @property
    def key(self) -> object | None:
        """The key of the row under the cursor."""
        at = self.highlighted
        return self.keys[at] if at is not None and at < len(self.keys) else None


class RotaBoard(DeskList):
    """Who is up, who is next, who is busy and since when."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._board: Board | None = None

    @property
    def line(self) -> BoardLine | None:
        """The line under the cursor."""
        lines = () if self._board is None else self._board.lines
        return next((each for each in lines if each.consultant_id == self.key), None)

    def show_board(self, board: Board, now: datetime) -> None:
        """The board as it stands now; read once, it is shown again each minute for the receptions that go on."""
        self._board = board
        self.show_rows(
            [line.consultant_id for line in board.lines],
            lambda width: [line_words(each, width, now) for each in board.lines],
        )


class BoardHead(Static):
    """The titles over the board's columns, however wide they are just now."""

    def render(self) -> Content:
        """As wide as the board, or as it will be when somebody has signed in."""
        board = self.screen.query_one(RotaBoard)
        width = board.room if board.display else self.size.width - len(MARK)
        return Content(heading(width)).stylize("bold $secondary")


def heading(width: int) -> str:
    """The titles over the board's columns."""
    name, room = _widths(width)
    return "  " + " ".join(
        [
            fit("", 2),
            fit(say(M("Name")), name),
            fit(say(M("State")), room),
            fit(say(M("Since")), TIME),
            fit(say(M("Turns")), TURNS, right=True),
        ]
    )


def _widths(width: int) -> tuple[int, int]:
    """The cells of the name and of the state."""
    name = 8 if width < NARROW else 12
    return name, max(4, width - name - 2 - TIME - TURNS - 4)


def line_words(line: BoardLine, width: int, now: datetime | None = None) -> Content:
    """One consultant in exactly `width` cells; with `now` a reception says how long it lasts."""
    wide, room = _widths(width)
    lasts = _lasts(line, now)
    tight = width < NARROW  # no room for both: then how long, not since when
    name = f"{line.name}*" if line.is_me else line.name
    return Content.assemble(
        (fit(line.position or "-", 2), "bold"),
        " ",
        (fit(plain(name), wide), "bold" if line.is_me else ""),
        " ",
        (fit(plain(state_words(line, "" if tight else lasts)), room), tone_of(TONES[line.status])),
        " ",
        fit(lasts if tight and lasts else clock(line.since), TIME),
        " ",
        fit(str(line.turns), TURNS, right=True),
    )


def party_words(party: WaitingParty) -> str:
    """One party that waits, and since when."""
    words = M("{since} {kind}, {count} people", since=clock(party.since), kind=party.kind, count=party.party_size)
    return plain(words)


def waiting_words(board: Board) -> str:
    """Visitors for whom nobody is free, in a line; empty where nobody waits."""
    if not board.waiting:
        return ""
    return plain(M("Waiting for the next one free: {parties}.", parties=tuple(map(party_words, board.waiting))))


def _lasts(line: BoardLine, now: datetime | None) -> str:
    """Whole minutes of a reception so far; empty for everybody else."""
    if now is None or line.status is not EntryState.RECEIVING:
        return ""
    return plain(M("{minutes} m", minutes=max(0, int((now - line.since).total_seconds()) // 60)))


def state_words(line: BoardLine, lasts: str = "") -> Msg | str:
    """The state, with how long, with whom or why."""
    if line.status is EntryState.RECEIVING:
        return " ".join(each for each in (say(line.status.label), lasts, plain(line.visitor)) if each)
    if line.pause is not None:
        return line.pause.label
    return line.status.label


def why_words(line: BoardLine) -> list[Msg]:
    """Why this person stands where he or she does, and what the day has brought so far."""
    words = [M("{name}: {why}", name=line.name, why=line.why)]
    words.append(M("Turns today: {turns}; not counted: {uncounted}", turns=line.turns, uncounted=line.uncounted))
    if line.credits:
        words.append(M("To make up for: {count}", count=line.credits))
    if line.skips:
        words.append(M("To lose: {count}", count=line.skips))
    if line.visit_no:
        saved = M("saved") if line.visit_saved else M("not saved yet")
        words.append(M("Visit {no}: {state}", no=line.visit_no, state=saved))
    return words


@dataclass(frozen=True, slots=True)
class EntryKey:
    """Which row a line stands for."""

    noun: str
    row_id: int


class EntryList(DeskList):
    """The visits and calls of the day, newest first, with what is missing under them."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """These entries."""
        keys = [EntryKey(each.noun, each.row_id) for each in entries]
        self.show_rows(keys, lambda width: [entry_words(each, width) for each in entries])


def entry_words(entry: Entry, width: int) -> Content:
    """One or two lines: who came when, and what is missing."""
    number = f"{entry.no[:2]}{entry.no[-4:]}"  # the day is today
    kind = "" if width < WIDE else fit(plain(entry.kind), KIND)  # the number says whether it is a visit or a call
    who = fit(plain(entry.who), WHO)
    room = max(6, width - TIME - cell_len(number) - cell_len(kind) - WHO - 3 - bool(kind))
    phone = f" {entry.phone}" if entry.phone and room >= WITH_PHONE else ""
    name = fit(cut(plain(entry.name), max(4, room - len(phone))) + phone, room)
    first = Content.assemble(
        clock(entry.at), " ", (number, "$secondary"), " ", (f"{kind} " if kind else "", "bold"), name, " ",
        (who, "$secondary"),
    )  # fmt: skip
    if not entry.missing:
        return first
    words = plain(M("missing {count}: {what}", count=len(entry.missing), what=entry.missing))
    return Content("\n").join([first, Content(cut(f"! {words}", width)).stylize("$warning")])
