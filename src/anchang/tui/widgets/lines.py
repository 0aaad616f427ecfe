"""Lines and boxes to type into. What is pasted into them, or put back from a draft, cannot reach the terminal as a
control sequence: such characters are dropped on the way in. Both put the hardware cursor at the caret, so that the
window of an input method follows."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from textual.geometry import Offset
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Edit, EditResult

_BAD = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def harmless(text: str, *, multiline: bool = False) -> str:
    """The text without control, formatting and half characters; tabs become spaces."""
    text = text.replace("\t", " ")
    if text.isprintable():
        return text
    return "".join(c for c in text if unicodedata.category(c) not in _BAD or (multiline and c == "\n"))


class LineInput(Input):
    """One line."""

    def validate_value(self, value: str) -> str:
        """Nothing that a terminal could obey is ever in the line."""
        return harmless(value)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the caret is drawn. Textual's own answer is one cell too far to the right at the end of the text."""
        offset = super().cursor_screen_offset
        return offset - (1, 0) if self.cursor_position == len(self.value) else offset


class Box(TextArea):
    """Several lines. Tab goes on to the next field."""

    def edit(self, edit: Edit) -> EditResult:
        """The same for what is typed or pasted."""
        clean = harmless(edit.text.replace("\r\n", "\n"), multiline=True)
        return super().edit(edit if clean == edit.text else replace(edit, text=clean))

    def load_text(self, text: str) -> None:
        """The same for what is put back."""
        super().load_text(harmless(text.replace("\r\n", "\n"), multiline=True))
