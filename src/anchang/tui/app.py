"""The console: doors, modes, and what every screen shares. No rule and no business screen is in here.

What the login does not show is imported when it is used: a person waits for the first picture (design 8).
"""

from __future__ import annotations

import asyncio
import signal
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.events import Event, Key, Resize

from anchang.domain.errors import AnchangError
from anchang.i18n import M, Msg
from anchang.tui import styles
from anchang.tui.keys import LEAVE, PALETTE, PERSON, PLACES
from anchang.tui.memory import Memory
from anchang.tui.screens.door import Door
from anchang.tui.terminal import Person, Terminal
from anchang.tui.theme import install
from anchang.tui.turns import Turns
from anchang.tui.widgets.too_small import guard_size

SWEEP_EVERY = 40  # beats of the pulse between two looks for holds that ran out
COPY_AFTER = 1.0  # seconds from the first screen to the daily copy, so that the two do not compete
PULSE = 0.5  # seconds between two looks whether another terminal changed something
MASKED = 0.005  # seconds without a picture while one place takes the place of another


class Console(App[int]):
    """One terminal. Each main screen is a mode of its own, so that nothing is lost when a person looks elsewhere."""

    CSS_PATH = styles.DOOR
    ENABLE_COMMAND_PALETTE = False
    TITLE = "Anchang"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(place.key.binding(f"go('{place.name}')") for place in PLACES),
        PALETTE.binding("palette"),
        PERSON.binding("person"),
        LEAVE.binding("leave"),
    ]

    def __init__(self, terminal: Terminal, *, light: bool = False, board: bool = False) -> None:
        super().__init__()
        self.terminal = terminal
        self.last_key = 0.0
        self._mark = 0
        self._beats = 0
        self.places_made: set[str] = set()
        self._dressed = False
        self.memory = Memory()
        self._turns = Turns(self)
        self._put_aside = 0
        self.set_up_pending = False
        self._board = board
        self._looking = False
        install(self, light=light)

    def on_mount(self) -> None:
        """Somebody has to come in first."""
        for name in ("SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self.end)
        self.run_worker(self._begin(), group="begin")

    async def _begin(self) -> None:
        if not self.terminal.where.looks_made():
            from anchang.tui.screens.first_run import first_run

            self.dress()
            if not await first_run(self):
                self.exit(0)
                return
        await self.come_in()
        self.set_interval(PULSE, self._pulse)

    @property
    def office_mark(self) -> tuple[Msg | str, ...]:
        """Who sits here, and what kind of office this is where it is not a real one: for the end of the last line."""
        facts, person = self.terminal.facts, self.terminal.person
        kind = (
            None
            if facts is None
            else M("demo office")
            if facts.demo
            else M("practice office")
            if facts.practice
            else None
        )
        return (*((person.staff.name,) if person is not None else ()), *((kind,) if kind is not None else ()))

    def dress(self) -> None:
        """Behind the first picture: read the style sheets that the login does without, and look after memory, once."""
        if not self._dressed:
            self._dressed = True
            self.memory.look_after()
            self.stylesheet.read_all(styles.PLACES)
            self.refresh_css(animate=False)

    # -- people

    async def come_in(self, *, login: str = "", locked: bool = True) -> None:
        """The door, then the person's first screen; the same person goes on where the work stopped."""
        self.clear_notifications()  # what was told to the one before is no business of the next
        found = await self.push_screen_wait(Door(login=login, locked=locked))
        if found is None:
            return
        person, must_change = found
        before = self.terminal.person
        self.last_key = asyncio.get_running_loop().time()
        if before is not None and before.staff.id == person.staff.id:
            return
        await self._take_place(person, must_change)

    async def _take_place(self, person: Person, must_change: bool) -> None:
        from anchang.tui.screens.places import first_place, leave_all

        await leave_all(self)
        self._put_aside = 0  # what the one before has left is among what was put aside
        self.terminal.person = person
        if must_change:
            from anchang.tui.screens.first_password import change_first_password

            if not await change_first_password(self):
                self.terminal.person = None
                await self.come_in()
                return
        self._mark = await self.terminal.change_mark()
        await self.action_go("set_up" if self.set_up_pending else first_place(person))
        self.run_worker(self._papers_over(), group="papers", exclusive=True)
        self.run_worker(self._daily_copy(), group="copy", exclusive=True)
        self.set_up_pending = False
        if self._board:
            from anchang.tui.screens.price_board import PriceBoard

            self._board = False  # who leaves it works on as at any other terminal
            await self.push_screen(PriceBoard())

    def action_person(self) -> None:
        """Ctrl+L: the next person at a shared terminal; a half-filled form is kept as a draft."""
        if self.terminal.person is not None and not isinstance(self.screen, Door):
            self._keep_drafts()
            self.run_worker(self.come_in(locked=False), group="door", exclusive=True)

    # -- places

    def delay_update(self, delay: float = MASKED) -> None:
        """Textual paints nothing for 50 ms when the mode changes: longer than a place takes to stand there whole."""
        super().delay_update(min(delay, MASKED))

    async def action_go(self, name: str) -> None:
        """An F-key: to that main screen, unless a window waits for an answer."""
        from anchang.tui.screens.places import go

        if self.terminal.person is None:
            return
        if isinstance(self.screen, Door) or (self.screen.is_modal and self.current_mode != "_default"):
            self.bell()
            return
        try:
            await go(self, name)
        except AnchangError as error:
            self.tell(error)

    def action_palette(self) -> None:
        """Ctrl+P: any action by its name."""
        from anchang.tui.screens.places import commands
        from anchang.tui.widgets.palette import Palette

        if self.terminal.person is not None and not isinstance(self.screen, (Door, Palette)):
            self.push_screen(Palette(self.screen, commands(self)))

    async def _papers_over(self) -> None:
        """What ended overnight is ended before somebody works on it; the pulse shows it."""
        try:
            await self.terminal.sweep_papers()
        except AnchangError as error:
            self.tell(error)
        await self._turns.look()

    async def _daily_copy(self) -> None:
        await asyncio.sleep(COPY_AFTER)
        try:
            path = await self.terminal.daily_copy()
        except AnchangError as error:
            self.tell(error)
            return
        if path is not None:
            self.tell(M("Today's copy is made and verified: {file}", file=path.name))

    # -- the pulse: other terminals, the idle lock

    async def _pulse(self) -> None:
        if self._looking or self.terminal.person is None:
            return
        self._looking = True
        try:
            self._beats += 1
            if self._beats % SWEEP_EVERY == 0:
                await self.terminal.sweep()
            mark = await self.terminal.change_mark()
        except AnchangError as error:
            self.tell(error)
            return
        finally:
            self._looking = False
        if mark != self._mark:
            self._mark = mark
            self.spread()
            self.run_worker(self._turns.look(), group="turns", exclusive=True)
        self._lock_when_idle()
        self._look_after_memory()

    def spread(self) -> None:
        """Tell every screen of the present mode that rows have changed."""
        for screen in self.screen_stack:
            refresh = getattr(screen, "refresh_data", None)
            if refresh is not None:
                refresh()

    def _lock_when_idle(self) -> None:
        minutes = self.terminal.idle_minutes
        idle = asyncio.get_running_loop().time() - self.last_key
        if minutes and idle > minutes * 60 and not isinstance(self.screen, Door) and not self._for_the_hall:
            self._keep_drafts()
            self.run_worker(self.come_in(login=self.terminal.here.staff.login), group="door", exclusive=True)

    @property
    def _for_the_hall(self) -> bool:
        """Whether what is shown stands where customers see it: no key works there but the one that leaves it."""
        return bool(self._screen_stack) and getattr(self.screen, "for_the_hall", False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Main screens, palette, another person, leaving: none of it from a board in the hall."""
        return not self._for_the_hall and super().check_action(action, parameters)

    def _look_after_memory(self) -> None:
        if len(self.places_made) != self._put_aside:
            self._put_aside = len(self.places_made)
            self.memory.put_aside()
        self.memory.rest(asyncio.get_running_loop().time() - self.last_key)

    async def on_event(self, event: Event) -> None:
        """Remember when the last key came."""
        if isinstance(event, Key):
            self.last_key = asyncio.get_running_loop().time()
            self.memory.key()
        await super().on_event(event)

    def on_resize(self, event: Resize) -> None:
        """Say so when the window is too small."""
        guard_size(self, event.size)

    # -- a defect

    def _fatal_error(self) -> None:
        """Textual would print every local variable, and with them customers' data: say one sentence, log the places."""
        from anchang.tui.crash import report

        self.bell()
        self._exit_renderables.append(report(self._exception, self.terminal.where.place))
        self._close_messages_no_wait()

    # -- words and leaving

    def tell(self, words: Msg | AnchangError) -> None:
        """A short message at the corner."""
        from anchang.tui.widgets.dialogs import toast

        toast(self, words)

    def _keep_drafts(self) -> None:
        for screen in self.screen_stack:
            keep = getattr(screen, "keep_draft", None)
            if keep is not None:
                keep()

    def end(self) -> None:
        """The terminal is being closed: keep what was typed, leave it clean."""
        self._keep_drafts()
        self.exit(0)

    def action_leave(self) -> None:
        """Ctrl+Q: ask first when something is half filled."""
        self.run_worker(self._leave(), group="leave", exclusive=True)

    async def _leave(self) -> None:
        from anchang.tui.forms.screen import dirty_form
        from anchang.tui.widgets.dialogs import Confirm

        if dirty_form(self) is not None:
            question = Confirm(M("A form is half filled. It is kept as a draft. Leave?"), yes=M("Leave"), no=M("Stay"))
            if await self.push_screen_wait(question) is None:
                return
        self.end()
