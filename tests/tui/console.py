"""The whole console on a real office, driven by keys.

    async with console(desk, "c01") as pilot:
        await go(pilot, "f6")
        await fill(pilot, deposit="50000", plan="mortgage")
        await save(pilot)

`console` seats a person without the door; `door_console` begins at the door. `fill` puts values in by field name as
somebody would type them; keys go through `pilot.press`. `settled` waits until threads, workers and timers are done.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from unittest import mock

from textual.app import App
from textual.pilot import Pilot
from textual.widgets import OptionList

from anchang import i18n
from anchang.domain.flow import Option
from anchang.services.opening import open_office
from anchang.storage.draft import DraftFile
from anchang.tui.app import Console
from anchang.tui.forms.fields import FieldRow
from anchang.tui.forms.group import Rows
from anchang.tui.forms.screen import FormScreen
from anchang.tui.keys import PLACES
from anchang.tui.screens.places import first_place
from anchang.tui.screens.places import go as go_to
from anchang.tui.terminal import Person, Terminal
from anchang.tui.widgets.step_menu import StepMenu
from anchang.tui.widgets.virtual_list import VirtualList
from tests.office import Desk
from tests.tui.stage import screen_text

SIZE = (120, 40)
SMALL = (80, 24)
PASSWORD = "demo"
QUIET = 0.03  # seconds without a change, and with nothing under way, before a screen counts as settled
SOON = 0.05  # seconds: what a form does a moment after a key is part of the key; a look-up after 0.15 is not
LONGEST = 15.0
MOVES = frozenset({"up", "down", "left", "right", "home", "end", "tab", "pageup", "pagedown"})


def terminal_at(desk: Desk, login: str | None = None) -> Terminal:
    """A terminal of its own on the desk's office, with the desk's clock; somebody sits there where a login is given."""
    terminal = Terminal(desk.where)
    office = open_office(desk.where, clock=desk.clock)
    terminal._office = office
    terminal._drafts = DraftFile(desk.office.place)
    if login is not None:
        terminal.person = person_of(desk, login)
    return terminal


def person_of(desk: Desk, login: str) -> Person:
    """That person as the door would let in."""
    session = desk.session(login)
    return Person(desk.office.person(session), session, desk.office.project())


class SeatedConsole(Console):
    """The console with somebody at it from the start: no door, no pulse of its own (`spread` is called by acts)."""

    start: str | None = None
    arrived = False

    async def _begin(self) -> None:
        person = self.terminal.here
        await go_to(self, self.start or first_place(person))
        self.arrived = True


@asynccontextmanager
async def console(
    desk: Desk,
    login: str,
    *,
    place: str | None = None,
    size: tuple[int, int] = SIZE,
    language: str = "zh_CN",
    light: bool = False,
) -> AsyncIterator[Pilot[int]]:
    """The console with that person at it, on `place` or the person's first screen; settled. Left clean."""
    i18n.use(language)
    app = SeatedConsole(terminal_at(desk, login), light=light)
    app.start = place
    try:
        with threads_counted():
            async with app.run_test(size=size) as pilot:
                await settled(pilot)
                yield pilot
    finally:
        await _close(app)


@asynccontextmanager
async def door_console(
    desk: Desk, *, size: tuple[int, int] = SIZE, board: bool = False
) -> AsyncIterator[Pilot[int]]:
    """The console at its door; `board` as a second screen."""
    app = Console(terminal_at(desk), board=board)
    try:
        with threads_counted():
            async with app.run_test(size=size) as pilot:
                await settled(pilot)
                yield pilot
    finally:
        await _close(app)


async def _close(app: Console) -> None:
    await asyncio.to_thread(app.terminal.close)


def app_of(pilot: Pilot[int]) -> Console:
    """The console behind a pilot."""
    app = pilot.app
    assert isinstance(app, Console)
    return app


# -- waiting


def _picture(pilot: Pilot[int]) -> str:
    """What is drawn now; a screen that was pushed a moment ago may have no lines yet."""
    app = pilot.app
    lines = app.screen._compositor.render_strips(app.size)
    return "\n".join(line.text for line in lines) if len(lines) == app.size.height else ""


_in_threads: set[object] = set()  # what reads or writes in a thread now
_to_thread = asyncio.to_thread


async def _counted(work: Callable[..., Any], /, *given: Any, **named: Any) -> Any:
    mark = object()
    begun: list[object] = []

    def run() -> Any:
        begun.append(mark)
        try:
            return work(*given, **named)
        finally:
            _in_threads.discard(mark)

    _in_threads.add(mark)
    try:
        return await _to_thread(run)
    except asyncio.CancelledError:
        if not begun:
            _in_threads.discard(mark)
        raise


@contextmanager
def threads_counted() -> Iterator[None]:
    """Work in threads is seen by `settled`, whoever waits for it; `console` and every test of screens are inside."""
    with mock.patch.object(asyncio, "to_thread", _counted):
        yield


def _soon(app: App[Any]) -> bool:
    """Whether something was put off for a moment: a form thinks about itself 0.03 seconds after a key."""
    waiting = (timer for node in app.screen.walk_children(with_self=True) for timer in node._timers)
    return any(
        timer._repeat == 0 and timer._interval <= SOON and timer._task is not None and not timer._task.done()
        for timer in waiting
    )


def _busy(pilot: Pilot[int]) -> bool:
    app = pilot.app
    loop: Any = asyncio.get_running_loop()
    if loop._ready or _in_threads or _soon(app):  # a machine with much to do may not get to it in any time one names
        return True
    if isinstance(app, SeatedConsole) and not app.arrived:
        return True
    if any(not rows.ready for rows in app.screen.query(VirtualList)):
        return True
    return any(not worker.is_finished for worker in app.workers if worker.group not in WAITS_FOR_PEOPLE)


WAITS_FOR_PEOPLE = frozenset({"action", "door", "leave", "save", "begin"})  # may wait for an answer of a window


async def settled(pilot: Pilot[int], quiet: float = QUIET) -> None:
    """Wait until nothing moves: the picture stays the same and no worker reads for a moment."""
    loop = asyncio.get_running_loop()
    end = loop.time() + LONGEST
    before, since = "", loop.time()
    while loop.time() < end:
        await pilot.pause(0.02)
        now = _picture(pilot)
        if not now or now != before or _busy(pilot):
            before, since = now, loop.time()
        elif loop.time() - since >= quiet:
            return
    raise AssertionError("the screen does not come to rest")


async def until(pilot: Pilot[int], true: Callable[[], bool], what: str = "") -> None:
    """Wait for something to become true. Fails with the screen."""
    loop = asyncio.get_running_loop()
    end = loop.time() + LONGEST
    while not true():
        if loop.time() > end:
            raise AssertionError(f"never came: {what}\n{screen_text(pilot.app)}")
        await pilot.pause(0.02)


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Keys one after the other, settled after each that may open or close something.

    The pilot goes on when the process looks idle, and one that gets no time from a busy machine looks idle too: the
    next key would fall on the screen that is about to go.
    """
    for number, key in enumerate(keys, start=1):
        await pilot.press(key)
        if key not in MOVES or number == len(keys):
            await settled(pilot)


async def write(pilot: Pilot[int], text: str) -> None:
    """Type a text where the caret is, as a paste of an input method does."""
    from textual import events

    focused = pilot.app.focused
    assert focused is not None, "nothing takes keys"
    focused.post_message(events.Paste(text))
    await settled(pilot)


# -- places, steps, forms


async def go(pilot: Pilot[int], key: str) -> None:
    """An F-key: `f6`. Waits for the place."""
    await press(pilot, key)


def place_key(name: str) -> str:
    """The F-key of a place."""
    return next(place.key.forms[0] for place in PLACES if place.name == name)


def shown(pilot: Pilot[int]) -> str:
    """What stands on the screen, blanks within a line made one."""
    return "\n".join(" ".join(line.split()) for line in screen_text(pilot.app).split("\n"))


def has(pilot: Pilot[int], *words: str) -> None:
    """Every one of the words stands on the screen."""
    seen = shown(pilot)
    missing = [word for word in words if word not in seen]
    assert not missing, f"not on the screen: {missing}\n{seen}"


def said(pilot: Pilot[int]) -> list[str]:
    """The toasts that were given, oldest first."""
    return [str(note.message) for note in pilot.app._notifications]


def form_of(pilot: Pilot[int]) -> FormScreen:
    """The form on top."""
    screen = pilot.app.screen
    assert isinstance(screen, FormScreen), f"no form but {screen!r}\n{shown(pilot)}"
    return screen


def field(pilot: Pilot[int], name: str) -> FieldRow:
    """One field of the form on top."""
    part = form_of(pilot)._group.parts[name]
    assert isinstance(part, FieldRow)
    return part


async def _put(pilot: Pilot[int], part: FieldRow, value: Any) -> None:
    if not part.display:  # it appears when another field says so
        await settled(pilot, 0.06)
    if isinstance(value, (dict, list)):
        part.put_raw(value)
    elif part.query("Chips"):
        part.put_raw([value] if isinstance(value, str) else ["1" if value else "0"])
    elif part.query("LookUpBox"):
        part.focus_editor()
        await write(pilot, str(value))
        await settled(pilot, 0.2)  # the question is asked 0.15 after the last key
        await press(pilot, "enter")
    else:
        part.focus_editor()
        part.put_raw(str(value))


async def fill(pilot: Pilot[int], **values: Any) -> None:
    """Fill fields by name as somebody would type them: a text, a choice's key, several keys as a list; a search field
    takes the first answer to the text; a list of dicts fills a table."""
    for name, value in values.items():
        part = form_of(pilot)._group.parts[name]
        if not isinstance(part, Rows):
            await _put(pilot, part, value)
            continue
        if not part.display:
            await settled(pilot, 0.06)
        for number, row in enumerate(value):
            if number >= len(part.groups):
                await part.action_add()
            for inner, typed in row.items():
                inner_part = part.groups[number].parts[inner]
                assert isinstance(inner_part, FieldRow)
                await _put(pilot, inner_part, typed)
    await settled(pilot)


async def save(pilot: Pilot[int], password: str | None = None) -> None:
    """Ctrl+S; answers the question for the password where one is given."""
    await press(pilot, "ctrl+s")
    if password is not None:
        await answer_password(pilot, password)


async def answer_password(pilot: Pilot[int], password: str = PASSWORD) -> None:
    """The window that asks for the password before money moves."""
    await until(pilot, lambda: bool(pilot.app.screen.query("#password")), "the question for the password")
    await write(pilot, password)
    await press(pilot, "enter")


def steps(pilot: Pilot[int]) -> Sequence[Option[Any, Any]]:
    """The open step menu."""
    screen = pilot.app.screen
    assert isinstance(screen, StepMenu), f"no step menu but {screen!r}\n{shown(pilot)}"
    return screen.choices


async def take_step(pilot: Pilot[int], name: str) -> None:
    """`s`, then that step, by moving to it and Enter."""
    await press(pilot, "s")
    names = [option.step.name for option in steps(pilot)]
    pilot.app.screen.query_one(OptionList).highlighted = names.index(name)
    await press(pilot, "enter")


# -- pictures


def picture(pilot: Pilot[int]) -> str:
    """The screen as SVG, for looking at it."""
    return pilot.app.export_screenshot()
