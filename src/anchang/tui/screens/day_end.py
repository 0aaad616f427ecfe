"""The day's end in three windows: the consultant's own sheet, everybody's sheets, one sheet to be read (P02f, P02g)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from anchang.domain.day import BUSINESS_DAY, DAY_SHEET, BusinessDayState
from anchang.domain.errors import Refusal
from anchang.i18n import M
from anchang.services.day import CloseDay, Consolidate, HandIn, LockDay
from anchang.storage import day_query, day_waiting
from anchang.tui.acting import act, confirm_and_act, fill_in
from anchang.tui.forms import arrival as arrival_forms
from anchang.tui.forms import day as forms
from anchang.tui.keys import CANCEL, HELP, OPEN, SAVE, Key
from anchang.tui.screens import desk_acts
from anchang.tui.screens.board import DeskList, EntryKey, clock, entry_words
from anchang.tui.screens.copying import copy_after_close
from anchang.tui.screens.day_facts import own_sheet, whole_day
from anchang.tui.screens.day_window import DayWindow
from anchang.tui.screens.desk_view import Entry, SheetLine, calls_of, own_days, visits_of
from anchang.tui.screens.traffic import TrafficWindow
from anchang.tui.show import fit, plain, show
from anchang.tui.widgets.closing import close_on_top
from anchang.tui.widgets.dialogs import Notice

if TYPE_CHECKING:
    from anchang.storage.reading import Read
    from anchang.tui.app import Console

ALL = Key("day_all", ("k", "ctrl+k"), M("Consolidate"), M("Take every sheet that was handed in"))
REVIEW = Key("day_review", ("w", "ctrl+o"), M("Review"), M("Accept the sheet under the cursor"))
BACK = Key("day_back", ("b", "ctrl+b"), M("Send back"), M("Give the sheet back, with a comment"))
ALL_BACK = Key("day_all_back", ("a", "ctrl+a"), M("Whole day back"), M("Give every sheet back that is not reviewed"))
FOR = Key("day_hand_in_for", ("h", "ctrl+u"), M("Hand in for"), M("Hand in for somebody who left or is ill"))
LOCK = Key("day_lock", ("d", "ctrl+d"), M("Sign"), M("Accept what is consolidated, sign the day and lock it"))
TRAFFIC = Key("day_traffic", ("t", "ctrl+t"), M("Traffic"), M("Turns, visit log and door count compared"))
ROLES = {
    "consolidate": DAY_SHEET.step("consolidate").roles,
    "review": DAY_SHEET.step("review").roles,
    "send_back": DAY_SHEET.step("send_back").roles,
    "send_day_back": DAY_SHEET.step("send_back").roles,
    "hand_in_for": DAY_SHEET.step("consolidate").roles,
    "lock": BUSINESS_DAY.step("lock").roles,
    "close_day": BUSINESS_DAY.step("close").roles,
}
NEXT = {"close_day": BusinessDayState.OPEN, "lock": BusinessDayState.CLOSED}


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
        self.grades: dict[int, str] = {}

    async def read_rows(self) -> None:
        """What misses something, each on a line that Enter opens, and every reason."""
        found = await self.app.terminal.look(own_sheet, self.on)
        lines: list[tuple[EntryKey, Content]] = []
        if found.receiving:
            lines.append((EntryKey("turn", 0), Content(plain(M("A reception is still running: Enter ends it.")))))
        lines += [(EntryKey(each.noun, each.row_id), entry_words(each, 80)) for each in found.entries]
        for row in found.to_plan:
            words = M("{name}: no day for the next contact; Enter writes down a follow-up.", name=row["name"])
            lines.append((EntryKey("customer", row["id"]), Content(plain(words))))
        self.grades = {row["id"]: row["grade"] for row in found.to_plan}
        menu = self.query_one(DeskList)
        menu.display = bool(lines)
        menu.show_rows([key for key, _words in lines], lambda width: [words for _key, words in lines])
        head = M("{visits} visits, {calls} calls, {turns} turns that count.", **found.counts)
        said = [M("Sent back by {who}: {comment}", who=each["who"] or "", comment=each["comment"])
                for each in found.comments]  # fmt: skip
        last = () if found.reasons else (M("Nothing is missing: Ctrl+S hands in. Whoever hands in is off duty."),)
        reasons = (M("- {reason}", reason=why) for why in found.reasons)
        self.query_one("#day-words", Static).update(
            show("\n".join(plain(each, multiline=True) for each in (*said, head, *reasons, *last)), multiline=True)
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter: complete it."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """The form of the entry under the cursor."""
        self.guard(self._open)

    async def _open(self) -> None:
        key = self.query_one(DeskList).key
        if not isinstance(key, EntryKey):
            return
        if key.noun == "turn":
            await fill_in(self.app, arrival_forms.END)
        elif key.noun == "customer":
            await desk_acts.follow_up(self.app, key.row_id, self.grades.get(key.row_id, ""))
        elif key.noun == "visit":
            await desk_acts.log_visit(self.app, key.row_id)
        else:
            await desk_acts.complete_call(self.app, key.row_id)
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
    """Every sheet of the day: consolidate, review, send back, close, sign; and what the three counts say."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ALL.binding("consolidate"),
        REVIEW.binding("review"),
        BACK.binding("send_back"),
        ALL_BACK.binding("send_day_back", shown=False),
        FOR.binding("hand_in_for", shown=False),
        LOCK.binding("lock"),
        TRAFFIC.binding("traffic"),
        SAVE.as_("day_close", M("Close the day")).binding("close_day"),
        OPEN.as_("day_read", M("Read the sheet")).binding("read", shown=False),
        CANCEL.as_("day_close_window", M("Close")).binding("close", shown=False),
        HELP.binding("help"),
    ]

    def __init__(self, on: date) -> None:
        super().__init__(on, M("The day {day}", day=on))
        self.lines: tuple[SheetLine, ...] = ()
        self.state: BusinessDayState | None = None  # not read yet

    async def read_rows(self) -> None:
        """Every sheet, and every reason against closing."""

        found = await self.app.terminal.look(whole_day, self.on)
        self.lines, self.state = found.lines, found.state
        self.refresh_bindings()
        menu = self.query_one(DeskList)
        menu.display = bool(self.lines)
        menu.show_rows(
            [line.consultant_id for line in found.lines], lambda width: [sheet_words(line) for line in found.lines]
        )
        self.query_one("#day-words", Static).update(show("\n".join(map(plain, found.words())), multiline=True))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what one's roles may do, and only the next step of the day: the bar has room for no more."""
        if action in NEXT and self.state not in (None, NEXT[action]):
            return False
        return action not in ROLES or bool(ROLES[action] & self.app.terminal.here.staff.roles)

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

    def action_send_day_back(self) -> None:
        """Give everything back with one comment."""
        self.guard(self._send_day_back)

    async def _send_day_back(self) -> None:
        await fill_in(self.app, forms.SEND_DAY_BACK, fixed={"day": self.on})
        self.refresh_data()

    def action_hand_in_for(self) -> None:
        """The sheet of somebody who cannot."""
        self.guard(self._form, forms.HAND_IN_FOR)

    def action_lock(self) -> None:
        """Sign the day."""
        self.guard(self._lock)

    async def _lock(self) -> None:
        question = M("Sign and lock {day}? Its entries change only by corrections after that.", day=self.on)
        await confirm_and_act(self.app, question, LockDay(self.on))
        self.refresh_data()

    def action_traffic(self) -> None:
        """The three counts."""
        self.guard(self._traffic)

    async def _traffic(self) -> None:
        await self.app.push_screen_wait(TrafficWindow(self.on))
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


