"""The board of a launch for a second screen: who is called, who chooses, what is left; no names (5.11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.renderables.digits import DIGITS, DIGITS3X3
from textual.widgets import Static

from anchang.domain.launch import TICKET_LABELS, TicketState
from anchang.i18n import M
from anchang.storage import launch as query
from anchang.storage.reading import Read
from anchang.tui.screens.hall import HallBoard
from anchang.tui.show import plain
from anchang.tui.widgets.key_bar import KeyBar

SHOWN = (TicketState.CHOOSING, TicketState.PASSED)
HIGH = 3  # lines of a number that is called: people read it from their chairs
NEXT = 10  # numbers that are told to be ready


def read_board(read: Read, launch_id: int) -> dict[str, Any]:
    """The numbers in each state in the order of the line, and how many units are left."""
    found: dict[str, list[int]] = {state.value: [] for state in TicketState}
    for ticket in query.tickets(read, launch_id):
        found[ticket["state"]].append(int(ticket["no"]))
    left, whole = query.units_left(read, launch_id)
    launch = query.by_id(read, launch_id)
    return {"name": "" if launch is None else launch["name"], "numbers": found, "left": left, "whole": whole}


class LaunchBoard(HallBoard):
    """Read again twice a second where something has changed; nothing can be done from here."""

    def __init__(self, launch_id: int) -> None:
        super().__init__(classes="paper-card")
        self._launch_id = launch_id
        self._board: dict[str, Any] | None = None

    def compose(self) -> ComposeResult:
        """One wide sheet."""
        yield Static("", id="board", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Read."""
        super().on_mount()
        self.refresh_data()

    def refresh_data(self) -> None:
        """Somebody called, chose or left."""
        self.run_worker(self._read, group="read", exclusive=True)

    async def _read(self) -> None:
        self._board = await self.app.terminal.look(read_board, self._launch_id)
        self._draw()

    def on_resize(self, _event: Resize) -> None:
        """As many big numbers in a row as there is room for."""
        self._draw()

    def _draw(self) -> None:
        if self._board is not None:
            self.query_one("#board", Static).update(words(self._board, self.size.width))


def big(numbers: Sequence[int], width: int) -> list[str]:
    """Numbers in figures three lines high, as many in a row as `width` columns take."""
    rows: list[list[str]] = []
    room = 0
    for number in numbers:
        figures = [[DIGITS3X3[DIGITS.index(figure) * HIGH + at] for at in range(HIGH)] for figure in str(number)]
        drawn = ["".join(f"{figure[at]:<3}" for figure in figures) for at in range(HIGH)]
        needed = len(drawn[0]) + 3
        if not rows or needed > room:
            rows.append([""] * HIGH)
            room = width
        rows[-1] = [line + part + "   " for line, part in zip(rows[-1], drawn, strict=True)]
        room -= needed
    return [line for row in rows for line in row]


def words(board: dict[str, Any], width: int = 80) -> Content:
    """The sheet: what is left on top, then who is called in big figures, then the other numbers."""
    numbers = board["numbers"]
    left = plain(M("{left} of {whole} units are free", left=board["left"], whole=board["whole"]))
    called = numbers[TicketState.CALLED.value]
    lines = [
        Content.styled(f"{plain(board['name'])}   {left}", "bold"),
        Content(""),
        Content.styled(plain(TICKET_LABELS[TicketState.CALLED]), "bold $primary"),
        *(Content.styled(line, "bold") for line in big(called, width - 4) or ("–",)),
        Content(""),
    ]
    for state in SHOWN:
        lines += [Content.styled(plain(TICKET_LABELS[state]), "bold $primary"), _row(numbers[state.value]), Content("")]
    coming = numbers[TicketState.IN_LINE.value][:NEXT]
    lines += [Content.styled(plain(M("Get ready")), "bold $primary"), _row(coming), Content("")]
    done = len(numbers[TicketState.CHOSE.value])
    lines.append(Content.styled(plain(M("{done} have chosen, {waiting} wait", done=done,
                                        waiting=len(numbers[TicketState.IN_LINE.value]))), "$secondary"))  # fmt: skip
    return Content("\n").join(lines)


def _row(numbers: list[int]) -> Content:
    return Content("   ".join(str(number) for number in numbers) or "–")
