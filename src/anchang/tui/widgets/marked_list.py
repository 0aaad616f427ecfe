"""A short menu in which the chosen line is marked with `>` as well as by colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

MARK = "> "


class MarkedList(OptionList):
    """Lines to choose from, put in with `show_lines`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Choose", id="menu_choose")]

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(markup=False, compact=True, classes=classes)
        self.lines: list[Content] = []
        self._marked: int | None = None

    def show_lines(self, lines: Sequence[Content], highlighted: int | None = 0) -> None:
        """These lines instead of what was there; further lines of one entry are moved in by the width of the mark."""
        self.lines = list(lines)
        self._marked = None
        self.set_options([Option(self._with("  ", line)) for line in self.lines])
        self.highlighted = highlighted if self.lines else None

    def _with(self, mark: str, line: Content) -> Content:
        first, *rest = line.split("\n")
        return Content("\n").join([Content(mark) + first, *(Content("  ") + more for more in rest)])

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Move the mark along."""
        for number, mark in ((self._marked, "  "), (highlighted, MARK)):
            if number is not None and number < min(len(self.lines), self.option_count):
                self.replace_option_prompt_at_index(number, self._with(mark, self.lines[number]))
        self._marked = highlighted
        super().watch_highlighted(highlighted)
