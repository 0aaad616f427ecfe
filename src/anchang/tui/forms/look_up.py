"""One of many, found by typing: a line, and under it the best answers of a look-up that never blocks the screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static

from anchang.domain.errors import AnchangError
from anchang.i18n import M, say
from anchang.tui.behind import Behind
from anchang.tui.forms.form import Add, Found
from anchang.tui.show import cut, plain
from anchang.tui.widgets.lines import LineInput

SHOWN = 6
PAUSE = 0.15  # seconds after the last key before the question is asked
NOTHING_FOUND = M("Nothing found.")
MAY_ADD = M("Nothing found. Enter adds it.")


class LookUpBox(Vertical, Behind):
    """The line and its answers. `ask` is called with what was typed; `add` makes what it did not find."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Answer before", show=False, id="answers_before"),
        Binding("down", "move(1)", "Next answer", show=False, id="answers_after"),
    ]

    @dataclass
    class Changed(Message):
        """Another value, or none."""

        box: LookUpBox

    @dataclass
    class Next(Message):
        """Chosen: go on."""

        box: LookUpBox

    def __init__(
        self, ask: Callable[[str], Awaitable[tuple[Found, ...]]], add: Add | None = None, *, placeholder: str = ""
    ) -> None:
        super().__init__()
        self.ask = ask
        self.add = add
        self.found: Found | None = None
        self._answers: tuple[Found, ...] = ()
        self._at = 0
        self._timer: Timer | None = None
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        """The line; the answers appear when there are any."""
        yield LineInput(compact=True, placeholder=self._placeholder)
        yield Static("", classes="answers", markup=False)

    @property
    def line(self) -> LineInput:
        """Where one types."""
        return self.query_one(LineInput)

    def put(self, found: Found | None) -> None:
        """Take this one, or none."""
        self.found = found
        self._answers = ()
        text = "" if found is None else plain(found.label)
        with self.prevent(Input.Changed):
            self.line.value = text
        self.line.cursor_position = len(text)
        self._draw()
        self.post_message(self.Changed(self))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another text: what was chosen before is not meant any more."""
        event.stop()
        if self.found is not None and event.value != plain(self.found.label):
            self.found = None
            self.post_message(self.Changed(self))
        if self._timer is not None:
            self._timer.stop()
        if self.found is None:
            self._timer = self.set_timer(PAUSE, self._look_soon)

    def _look_soon(self) -> None:
        self.run_worker(self._look, group="look", exclusive=True)

    async def _look(self) -> None:
        text = self.line.value.strip()
        try:
            self._answers = (await self.ask(text))[:SHOWN] if text else ()
        except AnchangError as error:
            self._answers = ()
            self._say(plain(error.message))
            return
        self._at = 0
        self._draw()
        if text and not self._answers:
            self._say(say(NOTHING_FOUND if self.add is None else MAY_ADD))

    def _say(self, words: str) -> None:
        box = self.query_one(".answers", Static)
        box.update(Content("  " + plain(words)).stylize("dim"))
        box.display = True

    def _draw(self) -> None:
        box = self.query_one(".answers", Static)
        box.display = bool(self._answers)
        width = max(20, self.size.width)
        lines = []
        for number, answer in enumerate(self._answers):
            mark = "> " if number == self._at else "  "
            label = cut(mark + plain(answer.label), width)
            note = cut("  " + plain(answer.note), max(0, width - cell_len(label))) if answer.note else ""
            line = Content.assemble((label, "bold" if number == self._at else ""), (note, "dim"))
            lines.append(line)
        box.update(Content("\n").join(lines))
        if lines:
            self.call_after_refresh(self.scroll_visible, animate=False)

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: the answer under the mark; then the next field. Typed faster than the answer came: wait for it."""
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        if self.found is None and self.line.value.strip():
            self.run_worker(self._look_and_take, group="look", exclusive=True)
        else:
            self.post_message(self.Next(self))

    async def _look_and_take(self) -> None:
        if not self._answers:
            await self._look()
        text = self.line.value.strip()
        if self._answers:
            self.put(self._answers[self._at])
        elif self.add is not None and text:
            self.put(await self.add(text))
        if self.found is not None:
            self.post_message(self.Next(self))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Gone elsewhere: the only answer is taken, several are no longer in the way."""
        if self.found is None and len(self._answers) == 1:
            self.put(self._answers[0])
        self._answers = ()
        self._draw()

    def action_move(self, by: int) -> None:
        """Another answer."""
        if self._answers:
            self._at = (self._at + by) % len(self._answers)
            self._draw()
