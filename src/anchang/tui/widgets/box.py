"""Several lines to type into, as harmless as one line is (`lines.py`). The login does without: it comes later."""

from __future__ import annotations

from dataclasses import replace

from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from anchang.tui.widgets.lines import harmless


class Box(TextArea):
    """Several lines. Tab goes on to the next field."""

    def edit(self, edit: Edit) -> EditResult:
        """The same for what is typed or pasted."""
        clean = harmless(edit.text.replace("\r\n", "\n"), multiline=True)
        return super().edit(edit if clean == edit.text else replace(edit, text=clean))

    def load_text(self, text: str) -> None:
        """The same for what is put back."""
        super().load_text(harmless(text.replace("\r\n", "\n"), multiline=True))
