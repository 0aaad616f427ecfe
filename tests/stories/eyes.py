"""What a person sees in a terminal beside its text: which label of a form is underlined, and where forms lie."""

from __future__ import annotations

import re
from typing import NamedTuple

from wcwidth import wcswidth

from tests.terminal import Terminal

FORM = 110  # columns of a form where there is room for it, in the middle of the window
LABELS = 20  # columns from a form's left edge in which its labels end, those of a table a little further right
SHOWN, SHOWN_SMALL = 30, 16  # cells of a long value that are seen for certain, on a window of 120 and on one of 80


class Run(NamedTuple):
    """Signs of one look: what they say and their line; -1 where there are none."""

    text: str
    line: int


NOTHING = Run("", -1)
ALWAYS_ON = frozenset({"25", "7"})  # the cursor is seen and lines wrap: so a terminal is found


class Eyes(Terminal):
    """A terminal whose underlined cells are seen as well: a form underlines the label of the field one stands in."""

    @property
    def wide(self) -> bool:
        """Whether a form has all the columns that it wants."""
        return self._screen.columns >= FORM

    @property
    def left(self) -> int:
        """The column in which the titles of forms begin."""
        return max(self._screen.columns - FORM, 0) // 2 + 1

    def end_of(self, value: str) -> str:
        """As much of a long value's end as is seen for certain: it moves along under the caret."""
        while wcswidth(value) > (SHOWN if self.wide else SHOWN_SMALL):
            value = value[1:]
        return value

    @property
    def pid(self) -> int:
        """The program's process."""
        return int(self._child.pid)

    def modes_left(self) -> list[str]:
        """Private modes that the program switched on and did not switch off again: alternate screen, mouse, paste."""
        state: dict[str, bool] = {}
        for numbers, kind in re.findall(rb"\x1b\[\?([0-9;]+)([hl])", bytes(self.output)):
            for number in numbers.decode().split(";"):
                state[number] = kind == b"h"
        return [number for number, on in state.items() if on and number not in ALWAYS_ON]

    def top(self, title: str) -> int:
        """The lowest line in which a form of that title begins, -1 where none does; it lies over what was before."""
        with self._changed:
            for number in reversed(range(self._screen.lines)):
                begun = "".join(self._screen.buffer[number][at].data for at in range(self.left, self._screen.columns))
                if begun.startswith(title):
                    return number
            return -1

    def label_under(self, title: str) -> Run:
        """The underlined label in the column of labels below a form's title."""
        top = self.top(title)
        if top < 0:
            return NOTHING
        with self._changed:
            for number in range(top + 1, self._screen.lines):
                row = self._screen.buffer[number]
                marked = [at for at in range(self.left, self.left + LABELS) if row[at].underscore]
                if marked:
                    last = next(at for at in range(marked[0], self._screen.columns + 1) if not row[at].underscore)
                    if last < self.left + LABELS:  # behind the labels a choice may be underlined as well
                        return Run("".join(row[at].data for at in range(marked[0], last)).strip(), number)
            return NOTHING
