"""A few choices, all of them in sight: one of them, several of them, or yes and no. Figures choose at once.

A chosen one stands in brackets, so that it is seen without colours. Figures reach the program with a Chinese input
method on as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from anchang.i18n import M, Msg
from anchang.tui.show import cut, plain

NUMBERED = 9


class Chips(Widget, can_focus=True):
    """The choices in reading order, wrapped at the edge."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "Next field", show=False, id="chips_next"),
        Binding("left,up", "move(-1)", "Choice before", show=False, id="chips_before"),
        Binding("right,down", "move(1)", "Next choice", show=False, id="chips_after"),
        Binding("space", "pick", "Choose", show=False, id="chips_toggle"),
        Binding("backspace,delete", "clear", "Choose none", show=False, id="chips_clear"),
    ]

    @dataclass
    class Changed(Message):
        """Another choice."""

        chips: Chips

    @dataclass
    class Next(Message):
        """Enter: go on."""

        chips: Chips

    def __init__(self, options: Sequence[tuple[str, Msg | str]], *, several: bool = False) -> None:
        super().__init__()
        self.options = list(options)
        self.several = several
        self.chosen: list[str] = []
        self._at = 0

    def set_options(self, options: Sequence[tuple[str, Msg | str]]) -> None:
        """Other choices; what is no longer among them is no longer chosen."""
        if list(options) == self.options:
            return
        self.options = list(options)
        keys = [key for key, _ in self.options]
        kept = [key for key in self.chosen if key in keys]
        self._at = 0
        self.choose(kept)
        self.refresh(layout=True)

    def choose(self, keys: Sequence[str]) -> None:
        """Choose these and no others."""
        if list(keys) == self.chosen:
            return
        self.chosen = list(keys)
        if not self.several and self.chosen:
            self._at = next((n for n, (key, _) in enumerate(self.options) if key == self.chosen[0]), 0)
        self.refresh()
        self.post_message(self.Changed(self))

    def _lines(self, width: int) -> list[list[tuple[int, str]]]:
        lines: list[list[tuple[int, str]]] = [[]]
        used = 0
        for number, (key, words) in enumerate(self.options):
            label = plain(words)
            text = f"{number + 1} {label}" if number < NUMBERED else label
            left, right = "[]" if key in self.chosen else "  "
            chip = f"{left}{cut(text, max(4, width - 2))}{right}"
            if lines[-1] and used + cell_len(chip) > width:
                lines.append([])
                used = 0
            lines[-1].append((number, chip))
            used += cell_len(chip)
        return lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the choices take."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The choices; the one that the arrows stand on is underlined while keys arrive here."""
        if not self.options:
            return Content(plain(M("(nothing to choose from)"))).stylize("dim")
        lines = []
        for line in self._lines(max(8, self.size.width)):
            parts = []
            for number, chip in line:
                style = "bold $primary" if self.options[number][0] in self.chosen else ""
                if self.has_focus and number == self._at:
                    style += " underline"
                parts.append(Content(chip).stylize(style) if style else Content(chip))
            lines.append(Content("").join(parts))
        return Content("\n").join(lines)

    def _choose(self, number: int) -> None:
        self._at = number
        key = self.options[number][0]
        if not self.several:
            self.choose([key])
        elif key in self.chosen:
            self.choose([one for one in self.chosen if one != key])
        else:
            self.choose([one for one, _ in self.options if one in self.chosen or one == key])
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """A figure is the choice with that number; full-width figures too."""
        character = event.character or ""
        if len(character) == 1 and character.isdecimal() and 1 <= int(character) <= min(NUMBERED, len(self.options)):
            event.stop()
            self._choose(int(character) - 1)

    def action_move(self, by: int) -> None:
        """The choice beside; where only one can be chosen it is chosen at once."""
        if not self.options:
            return
        if not self.several and not self.chosen:
            self._choose(0 if by > 0 else len(self.options) - 1)
            return
        self._at = (self._at + by) % len(self.options)
        if self.several:
            self.refresh()
        else:
            self._choose(self._at)

    def action_pick(self) -> None:
        """Choose the one under the arrows, or no longer."""
        if self.options:
            self._choose(self._at)

    def action_clear(self) -> None:
        """None of them."""
        self.choose([])

    def action_next(self) -> None:
        """Enter."""
        self.post_message(self.Next(self))

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        lines = self._lines(self.size.width)
        at = 0
        for number, chip in lines[offset.y] if offset.y < len(lines) else []:
            if at <= offset.x < at + cell_len(chip):
                self._choose(number)
                return
            at += cell_len(chip)
