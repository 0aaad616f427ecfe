"""The day's end in three windows: the consultant's own sheet, everybody's sheets, one sheet to be read (P02f, P02g)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from anchang.domain.day import reasons_against_closing, reasons_against_hand_in
from anchang.domain.errors import AnchangError, Refusal
from anchang.i18n import M, Msg
from anchang.services.day import CloseDay, Consolidate, HandIn, closing_facts, sheet_facts
from anchang.storage import day_query, day_waiting
from anchang.tui.acting import act, fill_in
from anchang.tui.forms import day as forms
from anchang.tui.guarded import Guarded, Work
from anchang.tui.keys import CANCEL, HELP, OPEN, SAVE, Key
from anchang.tui.screens import desk_acts
from anchang.tui.screens.board import DeskList, EntryKey, clock, entry_words
from anchang.tui.screens.copying import copy_after_close
from anchang.tui.screens.desk_view import Entry, SheetLine, calls_of, own_days, own_entries, sheet_lines, visits_of
from anchang.tui.show import fit, plain, show
from anchang.tui.widgets.closing import close_on_top
from anchang.tui.widgets.dialogs import Help, Notice
from anchang.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from anchang.storage.reading import Read
    from anchang.tui.app import Console

ALL = Key("day_all", ("k", "ctrl+k"), M("Consolidate"), M("Take every sheet that was handed in"))
REVIEW = Key("day_review", ("w", "ctrl+o"), M("Review"), M("Accept the sheet under the cursor"))
BACK = Key("day_back", ("b", "ctrl+b"), M("Send back"), M("Give the sheet back, with a comment"))


class DayWindow(ModalScreen[bool], Guarded[bool]):
    """What the windows share: lines, the reasons under them, actions that say why not."""

    AUTO_FOCUS = "#day-lines"

    def __init__(self, on: date, title: Msg) -> None:
        super().__init__(classes="dialog-screen")
        self.on = on
        self.heading = title

    def compose(self) -> ComposeResult:
        """Title, lines, reasons, keys."""
        with Vertical(classes="dialog wide"):
            yield Static(show(self.heading), classes="dialog-title")
            yield DeskList(id="day-lines")
            yield Static("", id="day-words", markup=False)
            yield Static("", id="problem", classes="problem", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        """Read where things stand."""
        self.refresh_data()

    def refresh_data(self) -> None:
        """Read again."""
        if self.is_attached:
            # A function, not a coroutine: the window may be gone before the worker starts.
            work: Any = partial(self.answered, self.read_rows)
            self.run_worker(work, group="read", exclusive=True)

    async def read_rows(self) -> None:
        """Fill lines and words."""
        raise NotImplementedError

    def guard(self, work: Work, *given: Any) -> None:
        """What was refused before does not stand there any longer."""
        if not self._acting:
            self.query_one("#problem", Static).update("")
        super().guard(work, *given)

    def tell_refused(self, error: AnchangError) -> None:
        """A refusal stands in the window until the next act."""
        for line in self.query("#problem").results(Static):
            line.update(show(error.message))
        self.app.bell()

    def action_close(self) -> None:
        """Esc."""
        self.dismiss(False)

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(Help(self))


class MyDay(DayWindow):
    """What is missing on one's own sheet; Enter completes it, Ctrl+S hands in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        SAVE.as_("day_hand_in", M("Hand in")).binding("hand_in"),
        OPEN.as_("day_open", M("Fill in")).binding("open"),
        CANCEL.as_("day_close_window", M("Close")).binding("close"),
        HELP.binding("help"),
    ]

    def __init__(self, on: date) -> None:
        super().__init__(on, M("My day {day}", day=on))
        self.entries: tuple[Entry, ...] = ()

    async def read_rows(self) -> None:
        """Entries that miss something, and every reason."""
        who = self.app.terminal.here.staff.id

        def read_sheet(read: Read) -> tuple[tuple[Entry, ...], list[Msg], dict[str, Any]]:
            facts = sheet_facts(read, self.on, who)
            return own_entries(read, self.on), reasons_against_hand_in(facts), day_query.counts(read, self.on, who)

        self.entries, reasons, counts = await self.app.terminal.look(read_sheet)
        if not self.query("#day-lines"):
            return
        menu = self.query_one(DeskList)
        menu.display = bool(self.entries)
        keys = [EntryKey(each.noun, each.row_id) for each in self.entries]
        menu.show_rows(keys, [entry_words(each, 80) for each in self.entries])
        head = M("{visits} visits, {calls} calls, {turns} turns that count.", **counts)
        last = () if reasons else (M("Nothing is missing: Ctrl+S hands in. Whoever hands in is off duty."),)
        self.query_one("#day-words", Static).update(
            show("\n".join(plain(each) for each in (head, *(M("- {reason}", reason=why) for why in reasons), *last)),
                 multiline=True)
        )  # fmt: skip

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter: complete it."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """The form of the entry under the cursor."""
        self.guard(self._open)

    async def _open(self) -> None:
        key = self.query_one(DeskList).key
        if isinstance(key, EntryKey):
            done = desk_acts.log_visit if key.noun == "visit" else desk_acts.complete_call
            await done(self.app, key.row_id)
            self.refresh_data()

    def action_hand_in(self) -> None:
        """Hand in."""
        self.guard(self._hand_in)

    async def _hand_in(self) -> None:
        today = self.app.terminal.today()
        await act(self.app, HandIn(None if self.on == today else self.on))
        await close_on_top(self, True)


async def hand_in(app: Console) -> None:
    """The windows of one's own sheets, one day that waits after the other, the oldest first."""
    for on in await app.terminal.look(own_days):
        if not await app.push_screen_wait(MyDay(on)):
            return


class EverybodysDay(DayWindow):
    """Every sheet of the day: consolidate, review, send back, close."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ALL.binding("consolidate"),
        REVIEW.binding("review"),
        BACK.binding("send_back"),
        SAVE.as_("day_close", M("Close the day")).binding("close_day"),
        OPEN.as_("day_read", M("Read the sheet")).binding("read", shown=False),
        CANCEL.as_("day_close_window", M("Close")).binding("close", shown=False),
        HELP.binding("help"),
    ]

    def __init__(self, on: date) -> None:
        super().__init__(on, M("The day {day}", day=on))
        self.lines: tuple[SheetLine, ...] = ()

    async def read_rows(self) -> None:
        """Every sheet, and every reason against closing."""

        def read_day(read: Read) -> tuple[tuple[SheetLine, ...], list[Msg], Mapping[str, Any] | None]:
            day = day_query.business_day(read, self.on)
            return sheet_lines(read, self.on), reasons_against_closing(closing_facts(read, self.on)), day

        self.lines, reasons, day = await self.app.terminal.look(read_day)
        if not self.query("#day-lines"):
            return
        menu = self.query_one(DeskList)
        menu.display = bool(self.lines)
        menu.show_rows([line.consultant_id for line in self.lines], [sheet_words(line) for line in self.lines])
        if day is not None and day["closed_at"] is not None:
            words: tuple[Msg, ...] = (M("The day is closed."),)
        else:
            words = tuple(M("- {reason}", reason=why) for why in reasons)
            words = words or (M("Nothing stands in the way: Ctrl+S closes the day."),)
        self.query_one("#day-words", Static).update(show("\n".join(map(plain, words)), multiline=True))

    @property
    def line(self) -> SheetLine:
        """The sheet under the cursor. Raises Refusal."""
        key = self.query_one(DeskList).key
        found = next((each for each in self.lines if each.consultant_id == key), None)
        if found is None:
            raise Refusal(M("Choose a row first."))
        return found

    def _fixed(self) -> dict[str, Any]:
        line = self.line
        version = None if line.row is None else line.row["version"]
        return {"consultant": line.consultant_id, "day": self.on, "version": version}

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter: read the sheet."""
        event.stop()
        self.guard(self._read_sheet)

    def action_read(self) -> None:
        """The sheet under the cursor."""
        self.guard(self._read_sheet)

    async def _read_sheet(self) -> None:
        line = self.line
        await read_sheet(self.app, line.consultant_id, line.name, self.on)

    def action_consolidate(self) -> None:
        """Everything that was handed in."""
        self.guard(self._consolidate)

    async def _consolidate(self) -> None:
        await act(self.app, Consolidate(day=self.on))
        self.refresh_data()

    def action_review(self) -> None:
        """Accept the sheet."""
        self.guard(self._form, forms.REVIEW)

    def action_send_back(self) -> None:
        """Give it back."""
        self.guard(self._form, forms.SEND_BACK)

    async def _form(self, form: Any) -> None:
        await fill_in(self.app, form, fixed=self._fixed())
        self.refresh_data()

    def action_close_day(self) -> None:
        """Close the office's day; a copy is made behind it."""
        self.guard(self._close_day)

    async def _close_day(self) -> None:
        today = self.app.terminal.today()
        await act(self.app, CloseDay(None if self.on == today else self.on))
        copy_after_close(self.app)
        await close_on_top(self, True)


def sheet_words(line: SheetLine) -> Content:
    """One sheet in a line."""
    row = line.row
    words = [fit(plain(line.name), 12), fit(plain(line.state), 16)]
    if row is not None and row["handed_in_at"] is not None:
        counts = M("{visits} visits, {calls} calls, {turns} turns", visits=row["visits"], calls=row["calls"],
                   turns=row["turns"])  # fmt: skip
        words += [fit(plain(M("handed in {at}", at=clock(row["handed_in_at"]))), 18), plain(counts)]
    if row is not None and row["returned"]:
        words.append(plain(M("(sent back)")))
    return Content(" ".join(words))


async def close_day(app: Console, on: date) -> None:
    """The window of everybody's sheets."""
    await app.push_screen_wait(EverybodysDay(on))


async def read_sheet(app: Console, consultant_id: int, name: str, on: date) -> None:
    """One consultant's day to be read: entries, what is missing, what was said about it."""

    def sheet(read: Read) -> tuple[list[Entry], list[dict[str, Any]]]:
        mine = [each for each in (*visits_of(read, on), *calls_of(read, on)) if each.who_id == consultant_id]
        row = day_query.sheet(read, on, consultant_id)
        return sorted(mine, key=lambda each: each.at), [] if row is None else day_waiting.comments(read, row["id"])

    entries, comments = await app.terminal.look(sheet)
    lines = [plain(entry_words(each, 56).plain, multiline=True) for each in entries]
    lines += [f"{clock(each['at'])} {each['who'] or ''}: {each['comment']}" for each in comments]
    text = "\n".join(lines) or plain(M("Nothing was entered."))
    app.push_screen(Notice(M("{name}'s sheet of {day}", name=name, day=on), text))


