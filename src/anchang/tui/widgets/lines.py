"""Lines to type into. What is pasted into them, or put back from a draft, cannot reach the terminal as a control
sequence: such characters are dropped on the way in. The hardware cursor is put at the caret, so that the window of an
input method follows."""

from __future__ import annotations

import unicodedata

from textual.geometry import Offset, Size
from textual.reactive import Reactive
from textual.widgets import Input

_BAD = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def harmless(text: str, *, multiline: bool = False) -> str:
    """The text without control, formatting and half characters; tabs become spaces."""
    text = text.replace("\t", " ")
    if text.isprintable():
        return text
    return "".join(c for c in text if unicodedata.category(c) not in _BAD or (multiline and c == "\n"))


class LineInput(Input):
    """One line."""

    # It is as wide and as high whatever stands in it: to arrange the whole screen anew would double what a key costs.
    virtual_size = Reactive(Size(0, 0))

    def validate_value(self, value: str) -> str:
        """Nothing that a terminal could obey is ever in the line."""
        return harmless(value)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the caret is drawn. Textual's own answer is one cell too far to the right at the end of the text."""
        offset = super().cursor_screen_offset
        return offset - (1, 0) if self.cursor_position == len(self.value) else offset
