"""F9: what waits for me, with what I need to decide it beside the rows. F9 again: what I asked for, the delegations."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.widgets import Static

from anchang.domain.approval import Decision
from anchang.domain.errors import AnchangError
from anchang.i18n import M, say, zone
from anchang.services.inbox.deciding import why_not
from anchang.services.listing import Ask, Column, Listing, Page, Row
from anchang.services.lists.inbox import ASKED, INBOX
from anchang.tui.keys import OPEN, SEARCH, STEPS, Key
from anchang.tui.lists.cycle import PlaceList, cycle, place_list
from anchang.tui.lists.delegation import delegations
from anchang.tui.lists.spec import ListSpec
from anchang.tui.papers import first_columns
from anchang.tui.screens.inbox_acts import decide
from anchang.tui.screens.inbox_pane import DecisionPane, brief
from anchang.tui.screens.inbox_rows import STEP_MENUS, open_row, open_steps
from anchang.tui.show import plain, show
from anchang.tui.theme import Tone
from anchang.tui.widgets.dialogs import toast
from anchang.tui.widgets.key_bar import KeyBar
from anchang.tui.widgets.lines import LineInput
from anchang.tui.widgets.virtual_list import Source

if TYPE_CHECKING:
    from anchang.tui.app import Console

APPROVE = Key("inbox_approve", ("a", "ctrl+a"), M("Approve"), M("Approve the row, or all that are marked"))
REJECT = Key("inbox_reject", ("x", "ctrl+x"), M("Not approve"), M("Say no, with the reason"))
SEND_BACK = Key("inbox_send_back", ("b", "ctrl+b"), M("Give back"), M("Give it back to be corrected, with a comment"))
MARK = Key("inbox_mark", ("space", "insert"), M("Mark"), M("Mark the row, to decide several alike ones in one go"),
           shown=False)  # fmt: skip
UNMARK = Key("inbox_unmark", ("u", "ctrl+u"), M("Unmark all"), M("Take all marks away"))
PANE_DOWN = Key("inbox_pane_down", ("ctrl+down", "shift+pagedown"), M("Read on"), M("The lower part of what stands "
                "beside the row"), shown=False)  # fmt: skip
PANE_UP = Key("inbox_pane_up", ("ctrl+up", "shift+pageup"), M("Read back"), M("The upper part of what stands beside "
              "the row"), shown=False)  # fmt: skip
WAYS = {Decision.APPROVED: APPROVE, Decision.SENT_BACK: SEND_BACK, Decision.REJECTED: REJECT}
FOR_OTHERS = M("pp")  # before a row that one decides for somebody else: two cells
PATIENCE = 0.05  # seconds that the cursor rests on a row before its paper is read
MARKED = Column("mark", M("*"), width=3)
# What one needs to choose a row beside a paper of 120 columns; the rest is beside it, and seen sideways or where wider.
WIDTHS = {"what": 16, "unit": 9, "who": 8, "subject": 15, "when": 9, "behalf": 7}
COLUMNS = ("what", "unit", "who", "subject", "when", "consultant", "behalf", "since", "days", "due", "late")


class MarkedSource:
    """The rows of the inbox with the marks that were set at this terminal."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.marks: dict[str, Row] = {}

    async def page(self, ask: Ask) -> Page:
        """The page, each row with its `mark`; marks of rows that wait no more, or are others by now, are forgotten."""
        page = await self._source.page(ask)
        here = {row["id"]: row for row in page.rows}
        unseen: Row | None = {} if ask.filters else None
        gone = {key for key, seen in self.marks.items() if not _as_seen(seen, here.get(key, unseen))}
        self.marks = {key: here.get(key, seen) for key, seen in self.marks.items() if key not in gone}
        rows = tuple({**row, "mark": self.mark(row), "subject": _told_apart(row)} for row in page.rows)
        return Page(rows, page.before, page.after)

    def mark(self, row: Row) -> str:
        """What stands before a row: whether it is marked, and whether one decides it for somebody else."""
        return ("*" if row["id"] in self.marks else "") + (say(FOR_OTHERS) if row["behalf"] else "")

    async def count(self, filters: Mapping[str, Any]) -> int:
        """How many rows there are."""
        return await self._source.count(filters)


def _as_seen(seen: Row, now: Row | None) -> bool:
    """Whether a marked row is still what was marked: of a paper that somebody changed since, another look is due.

    An empty row is one that a search does not show now.
    """
    return now is not None and (not now or now["version"] == seen["version"])


def _told_apart(row: Row) -> str:
    """The subject; with the consultant's name where it is a consultant's work and no customer tells it from others."""
    named = row["consultant"] if row["noun"] in ("task", "day") and not row["who"] else ""
    return " ".join(each for each in (named, str(row["subject"])) if each)


def paint(row: Row, column: Column) -> Tone | None:
    """Late is late in colour as well as in words; so is whom one decides for."""
    if column.key in ("late", "when") and row["late"]:
        return Tone.LATE
    return Tone.ASKED if column.key in ("behalf", "mark") and row["behalf"] else None


class InboxScreen(PlaceList):
    """The rows, and the paper of the row under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        APPROVE.binding("decide('approved')"),
        REJECT.binding("decide('rejected')"),
        SEND_BACK.binding("decide('sent_back')"),
        MARK.binding("mark"),
        UNMARK.binding("unmark"),
        STEPS.binding("steps"),
        replace(SEARCH, priority=True).binding("search"),
        PANE_DOWN.binding("pane(1)"),
        PANE_UP.binding("pane(-1)"),
    ]

    def __init__(self, app: Console) -> None:
        self._marked = MarkedSource(app.terminal.source(INBOX))
        spec = ListSpec(
            listing=_listing(),
            open=lambda _view, row: open_row(app, row),
            empty=M("Nothing waits for you. F2 is the front desk, F5 the inventory."),
            paint=paint,
            help=M("a, x and b decide the row, or all that are marked with the space bar; Enter opens the paper, s its "
                   "steps. F9 again: what you asked for, and delegations."),
        )  # fmt: skip
        super().__init__(spec, self._marked, today=app.terminal.today, zone=zone(), can_close=False)
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (112, "-wide")]

    def compose(self) -> ComposeResult:
        """Title and search line, the rows with the paper beside them, count, keys."""
        with Horizontal(classes="list-head"):
            yield Static(show(self.spec.listing.title), classes="list-title")
            if self._text is not None:
                yield LineInput(compact=True, placeholder=f"/ {plain(self._text.title)}", id="search")
        with Container(classes="inbox-body"):
            yield self._list
            yield DecisionPane(id="pane")
        yield Static("", id="count", markup=False)
        yield KeyBar()

    # -- the paper beside the row

    def _write_count(self) -> None:
        super()._write_count()
        self.query_one(KeyBar).refresh()
        self.run_worker(self._read_pane, group="pane", exclusive=True)

    async def _read_pane(self) -> None:
        """The paper of the row, once the cursor rests on it."""
        await asyncio.sleep(PATIENCE)
        row = self.row
        try:
            found = None if row is None else await self.app.terminal.look(brief, row)
        except AnchangError as error:
            toast(self.app, error)
            found = None
        if row is self.row or (row is not None and self.row is not None and row["id"] == self.row["id"]):
            self.query_one(DecisionPane).show_brief(found)

    def action_pane(self, way: int) -> None:
        """Scroll what stands beside the row; the cursor stays."""
        pane = self.query_one(DecisionPane)
        if way > 0:
            pane.scroll_page_down(animate=False)
        else:
            pane.scroll_page_up(animate=False)

    # -- the keys of this row

    def bar_keys(self) -> tuple[str, ...]:
        """The ids of the keys that do something on this row, the most likely first; on marked rows only those that
        decide."""
        row = next(iter(self._marked.marks.values()), self.row)
        if row is None:
            return (SEARCH.id,)
        ways = tuple(key.id for decision, key in WAYS.items() if why_not(row["what"], decision) is None)
        if self._marked.marks:
            return (*ways, UNMARK.id)
        steps = (STEPS.id,) if row["noun"] in STEP_MENUS else ()
        return (*ways, OPEN.id, *steps, SEARCH.id)

    # -- marks

    def action_mark(self) -> None:
        """Mark the row and go on to the next one; a marked one is marked no more."""
        row = self.row
        if row is None:
            return
        against = why_not(row["what"], Decision.APPROVED)
        if against is not None:
            toast(self.app, against)
            self.app.bell()
            return
        if row["id"] in self._marked.marks:
            del self._marked.marks[row["id"]]
        else:
            self._marked.marks[row["id"]] = row
        self._show_marks()
        self._list.go_to(self._list.cursor + 1)

    def action_unmark(self) -> None:
        """No marks."""
        self._marked.marks.clear()
        self._show_marks()

    def _show_marks(self) -> None:
        for _, row in self._list.window.rows():
            if isinstance(row, dict):
                row["mark"] = self._marked.mark(row)
        self._list.redraw()
        self.query_one(KeyBar).refresh()

    # -- deciding

    def action_decide(self, which: str) -> None:
        """The row under the cursor, or all that are marked."""
        self.guard(self._decide, Decision(which))

    async def _decide(self, decision: Decision) -> None:
        rows = list(self._marked.marks.values())
        if not rows and self.row is not None:
            rows = [self.row]
        if not rows:
            toast(self.app, M("Choose a row first."))
            return
        if await decide(self.app, rows, decision):
            self._marked.marks.clear()
        self.refresh_data()

    def action_steps(self) -> None:
        """Every step of the paper."""
        self.guard(self._steps)

    async def _steps(self) -> None:
        if self.row is not None:
            await open_steps(self.app, self.row)
            self.refresh_data()


def _listing() -> Listing:
    """The list with the marks, narrow enough to stand beside a paper."""
    found = first_columns(INBOX, *COLUMNS)
    columns = (replace(each, width=WIDTHS.get(each.key, each.width)) for each in found.columns)
    return replace(found, columns=(MARKED, *columns))


def inbox(app: Console) -> PlaceList:
    """What waits."""
    return InboxScreen(app)


def paint_asked(row: Row, column: Column) -> Tone | None:
    """What is under way."""
    return (Tone.ASKED if row["running"] else Tone.QUIET) if column.key == "state" else None


def asked(app: Console) -> PlaceList:
    """What I asked for and where it is."""
    spec = ListSpec(
        listing=first_columns(ASKED, "noun", "state", "has", "days", "unit", "since", "who", "subject", "said"),
        open=lambda _view, row: open_row(app, row),
        empty=M("You have asked for nothing yet: papers, delays, discounts and changes that you hand in stand here."),
        paint=paint_asked,
        help=M("What is under way stands first, the oldest at the top. F9 again: delegations."),
    )
    return place_list(app, spec)


def make(app: Console) -> PlaceList:
    """The screen."""
    return cycle(app, (inbox, asked, delegations))
