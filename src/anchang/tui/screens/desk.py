"""F2, the front desk: who is up and why, the visits and calls of the day, what is done at the door (P01, P02)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.widgets import OptionList, Static

from anchang.domain.errors import AnchangError, Refusal
from anchang.domain.rota import DayState, EntryState
from anchang.i18n import M, Msg, say
from anchang.storage.rota_board import BoardLine
from anchang.tui.forms.desk_fields import leads_floor
from anchang.tui.guarded import Guarded
from anchang.tui.keys import HELP, RELOAD, STEPS, Key
from anchang.tui.lists.logs import open_call, open_visit
from anchang.tui.screens import board as words
from anchang.tui.screens import desk_acts, rota_acts
from anchang.tui.screens.board import EntryKey, EntryList, RotaBoard
from anchang.tui.screens.day_end import close_day, hand_in
from anchang.tui.screens.desk_view import DeskView, desk_view, line_options
from anchang.tui.show import plain, show
from anchang.tui.widgets.dialogs import Help, toast
from anchang.tui.widgets.key_bar import KeyBar
from anchang.tui.widgets.step_menu import StepMenu

if TYPE_CHECKING:
    from anchang.tui.app import Console

ARRIVAL = Key("desk_arrival", ("a", "ctrl+a"), M("Arrival"), M("A visitor comes in: who takes the visitor?"))
VISIT = Key("desk_visit", ("v", "ctrl+o"), M("Visit log"), M("Complete the visit of my reception"))
END = Key("desk_end", ("d", "ctrl+d"), M("End reception"), M("The reception is over; back to the end of the line"))
SIGN_IN = Key("desk_sign_in", ("i", "ctrl+g"), M("Sign in"), M("Sign in for the rota of today"))
CALL = Key("desk_call", ("c", "ctrl+n"), M("Enter a call"), M("Enter a call"), shown=False)
PAUSE = Key("desk_pause", ("p", "ctrl+x"), M("Pause / back"), M("Go away for a while, or come back"), shown=False)
CONFIRM = Key("desk_confirm", ("o", "ctrl+y"), M("Fix the order"), M("The order stands as they signed in"), shown=False)
RE_ORDER = Key("desk_re_order", ("m", "ctrl+b"), M("Change the order"), M("The manager changes the order"), shown=False)
HAND_IN = Key("desk_hand_in", ("h", "ctrl+u"), M("Hand in my day"), M("What is missing, then hand in"), shown=False)
CLOSE = Key("desk_close", ("z", "f12"), M("Close the day"), M("Sheets of everybody: consolidate, review, close"),
            shown=False)
FREE = Key("desk_free", ("k", "ctrl+k"), M("Is a number free?"), M("Whose customer a number is"), shown=False)
SKIP = Key("desk_skip", ("x", "delete"), M("Take a turn away"), M("The selected person loses the next turn"),
           shown=False)
OFF = Key("desk_off", ("l", "ctrl+end"), M("Go off duty"), M("Leave the rota of today"), shown=False)
EXPECTED = Key("desk_expected", ("e", "ctrl+e"), M("Expected today"), M("Today's appointments"), shown=False)
GONE = Key("desk_gone", ("g", "ctrl+l"), M("Visitor left"), M("A visitor who waited went away"), shown=False)
SIDE = Key("desk_side", ("tab", "shift+tab"), M("Other side"), M("Between the board and the entries"), shown=False)
NARROW = 100  # columns below which the two sides are drawn tighter


class FrontDesk(Guarded[None]):
    """The board on the left, today's entries on the right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ARRIVAL.binding("arrival"),
        VISIT.binding("visit"),
        END.binding("end"),
        SIGN_IN.binding("sign_in"),
        CALL.binding("call"),
        PAUSE.binding("pause"),
        CONFIRM.binding("confirm"),
        RE_ORDER.binding("re_order"),
        HAND_IN.binding("hand_in"),
        CLOSE.binding("close_day"),
        FREE.binding("free"),
        EXPECTED.binding("expected"),
        SKIP.binding("skip"),
        GONE.binding("gone"),
        OFF.binding("off"),
        SIDE.binding("side"),
        STEPS.binding("steps", shown=False),
        RELOAD.binding("reload"),
        HELP.binding("help"),
    ]
    AUTO_FOCUS = "#board"

    def __init__(self) -> None:
        super().__init__(classes="desk")
        self.view: DeskView | None = None
        self._told: tuple[Msg, ...] = ()

    def compose(self) -> ComposeResult:
        """Head, what was decided last, the two sides."""
        with Horizontal(classes="list-head"):
            yield Static(show(M("Front desk")), classes="list-title")
            yield Static("", id="desk-day", markup=False)
        yield Static("", id="desk-open", markup=False)
        yield Static("", id="desk-told", markup=False)
        yield Static("", id="desk-progress", markup=False)
        with Horizontal(classes="desk-body"):
            with Vertical(classes="desk-board"):
                yield words.BoardHead(id="board-head", markup=False)
                yield RotaBoard(id="board")
                yield Static("", id="why", markup=False)
            with Vertical(classes="desk-entries"):
                yield Static("", id="entries-head", markup=False)
                yield EntryList(id="entries")
                yield Static("", id="nothing", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Read everything, then only what changes; the minutes of a reception go on by themselves."""
        self.refresh_data()
        self.set_interval(60.0, self.tick)

    def tick(self) -> None:
        """Once a minute: how long each reception lasts. Nothing is read."""
        if self.is_current and self.view is not None and self.app.terminal.person is not None:
            self.query_one(RotaBoard).show_board(self.view.board, self.app.terminal.now_open.clock())

    def on_resize(self, event: Resize) -> None:
        """Tighter on a narrow window."""
        self.set_class(event.size.width < NARROW, "narrow")
        self._draw()

    def on_desk_list_fitted(self, event: words.DeskList.Fitted) -> None:
        """The titles stand over their columns."""
        event.stop()
        self.query_one(words.BoardHead).refresh()

    # -- reading

    def refresh_data(self) -> None:
        """Somebody changed something."""
        self.run_worker(self._read, group="read", exclusive=True)

    async def _read(self) -> None:
        try:
            self.view = await self.app.terminal.look(desk_view)
        except AnchangError as error:
            toast(self.app, error)
            return
        self._draw()

    def _draw(self) -> None:
        view = self.view
        if view is None or not self.query("#desk-day"):
            return  # the answer came when the screen was gone already
        state = view.board.state
        signed = M("signed in: {count}", count=len(view.board.lines))
        rota = M("nobody has signed in") if state is None else state.label
        self._put("#desk-day", f"{view.today.isoformat()}   {say(rota)}   {say(signed)}")
        hints = (words.waiting_words(view.board), self._unclosed(view), plain(self._next_thing(view)))
        self._put("#desk-open", "   ".join(hint for hint in hints if hint), hide=True)
        self._put("#desk-told", self._told_words(), hide=True)
        board = self.query_one(RotaBoard)
        board.display = bool(view.board.lines)
        board.show_board(view.board, self.app.terminal.now_open.clock())
        self.query_one(words.BoardHead).refresh()
        visits = sum(1 for each in view.entries if each.noun == "visit")
        head = M("Today: {visits} visits, {calls} calls", visits=visits, calls=len(view.entries) - visits)
        self._put("#entries-head", show(head).stylize("bold $secondary"))
        entries = self.query_one(EntryList)
        entries.display = bool(view.entries)
        entries.show_entries(view.entries)
        self._put("#nothing", "" if view.entries else show(words.NOTHING), hide=True)
        self._draw_why()

    def _draw_why(self) -> None:
        line = self.query_one(RotaBoard).line
        if self.view is not None and not self.view.board.lines:
            self._put("#why", show(words.NOBODY))
        elif line is not None:
            self._put("#why", "\n".join(plain(each) for each in words.why_words(line)))

    def _put(self, where: str, text: Content | str, *, hide: bool = False) -> None:
        box = self.query_one(where, Static)
        box.update(text)
        if hide:
            box.display = bool(str(text))

    def _unclosed(self, view: DeskView) -> str:
        if not view.board.unclosed or not leads_floor(self.app):
            return ""
        return plain(M("Not closed yet: {days}. Press z.", days=view.board.unclosed))

    def _next_thing(self, view: DeskView) -> Msg | str:
        """What this person does next, in one line."""
        mine = view.mine
        if view.board.state is DayState.OPEN and leads_floor(self.app):
            return M("Everybody here? Press o to fix the order.")
        if view.board.state is DayState.OPEN:
            return M("The assistant fixes the order first.")
        if mine is not None and mine.status is EntryState.RECEIVING:
            done = mine.visit_saved
            return M("You are receiving: d ends it.") if done else M("You are receiving: v writes it down.")
        return ""

    def _told_words(self) -> str:
        return "   ".join(plain(each) for each in self._told)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Another person, another why."""
        event.stop()
        self._draw_why()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter: the steps of a person, or the entry itself."""
        event.stop()
        if isinstance(event.option_list, EntryList):
            self.guard(self._open_entry)
        else:
            self.guard(self._steps)

    def tell_progress(self, told: Msg) -> None:
        """Work that goes on behind, as the copy after the day's close."""
        self._put("#desk-progress", plain(told), hide=True)

    # -- whom and what is meant

    @property
    def selected(self) -> BoardLine | None:
        """The line of the board under the cursor."""
        return self.query_one(RotaBoard).line

    def _subject(self) -> BoardLine:
        """Whose line is meant: one's own, or the selected one for whoever acts for others."""
        line = self.view.mine if self.view is not None and self.view.mine is not None else None
        if line is None and leads_floor(self.app):
            line = self.selected
        if line is None:
            raise Refusal(M("You have not signed in for the rota: press i."))
        return line

    def _entry(self) -> EntryKey | None:
        entries = self.query_one(EntryList)
        key = entries.key if entries.has_focus else None
        return key if isinstance(key, EntryKey) else None

    def _visit_meant(self) -> int:
        view, entry, line = self.view, self._entry(), self.selected
        if entry is not None and entry.noun == "visit":
            return entry.row_id
        if view is not None and view.running is not None:
            return view.running
        if view is not None and view.to_log:
            theirs = None if line is None else line.visit_id
            return theirs if theirs in view.to_log and theirs is not None else view.to_log[0]
        raise Refusal(M("No visit waits to be written down."))

    async def _for_subject(self, work: Callable[[Console, BoardLine], Awaitable[None]]) -> None:
        await work(self.app, self._subject())

    # -- the rota

    def action_sign_in(self) -> None:
        """Oneself, or somebody by the assistant."""
        self.guard(rota_acts.sign_in, self.app)

    def action_confirm(self) -> None:
        """The order stands."""
        self.guard(rota_acts.confirm, self.app, self.view)

    def action_arrival(self) -> None:
        """A visitor comes in."""
        self.guard(self._arrival)

    async def _arrival(self) -> None:
        result = await desk_acts.arrive(self.app)
        if result is not None:
            self._told = desk_acts.answer_words(result)
            self._draw()
            toast(self.app, self._told[0])

    def action_visit(self) -> None:
        """My visit log."""
        self.guard(self._visit)

    async def _visit(self) -> None:
        await desk_acts.log_visit(self.app, self._visit_meant())

    def action_end(self) -> None:
        """The reception is over."""
        self.guard(self._for_subject, rota_acts.end)

    def action_pause(self) -> None:
        """Away, or back."""
        self.guard(self._for_subject, rota_acts.pause)

    def action_off(self) -> None:
        """Off duty."""
        self.guard(rota_acts.off, self.app)

    def action_re_order(self) -> None:
        """The manager's order."""
        self.guard(rota_acts.change_order, self.app, self.view)

    def action_skip(self) -> None:
        """The manager takes a turn away."""
        self.guard(rota_acts.skip, self.app, self.selected)

    def action_gone(self) -> None:
        """Somebody did not wait any longer."""
        self.guard(rota_acts.gone, self.app, self.view)

    # -- entries

    def action_call(self) -> None:
        """A call."""
        self.guard(desk_acts.enter_call, self.app)

    def action_free(self) -> None:
        """Whose number is it?"""
        self.guard(desk_acts.check_number, self.app)

    async def _open_entry(self) -> None:
        entry = self._entry()
        if entry is not None and entry.noun == "visit":
            await open_visit(self.app, entry.row_id)
        elif entry is not None:
            await open_call(self.app, entry.row_id)

    # -- the day's end

    def action_hand_in(self) -> None:
        """My day."""
        self.guard(hand_in, self.app)

    def action_close_day(self) -> None:
        """Everybody's day."""
        self.guard(self._close_day)

    async def _close_day(self) -> None:
        unclosed = self.view.board.unclosed if self.view is not None else ()
        await close_day(self.app, unclosed[0] if unclosed else self.app.terminal.today())

    # -- steps and help

    def action_steps(self) -> None:
        """Every step of the selected person, with its reason."""
        self.guard(self._steps)

    async def _steps(self) -> None:
        line = self.selected
        options = await self.app.terminal.look(line_options, 0 if line is None else line.consultant_id)
        title = M("Rota of the day") if line is None else M("{name}: {why}", name=line.name, why=line.why)
        name = await self.app.push_screen_wait(StepMenu(title, options))
        if name == "close":
            await self._close_day()
        elif name is not None:
            await rota_acts.take(self.app, name, self.view, line)

    def action_expected(self) -> None:
        """Who has an appointment today."""

        async def show_expected() -> None:
            from anchang.tui.lists.follow import todays

            await self.app.push_screen_wait(todays(self.app))

        self.guard(show_expected)

    def action_side(self) -> None:
        """Between the board and the entries."""
        board, entries = self.query_one(RotaBoard), self.query_one(EntryList)
        (board if entries.has_focus and board.display else entries if entries.display else board).focus()

    def action_reload(self) -> None:
        """Read again."""
        self.refresh_data()

    def action_help(self) -> None:
        """The keys of the desk."""
        note = M("Tab goes between the board and the entries; Enter opens. A is on the post, B is next.")
        self.app.push_screen(Help(self, notes=(note,)))


def make(app: Console) -> FrontDesk:
    """The screen."""
    return FrontDesk()


