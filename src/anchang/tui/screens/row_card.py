"""One row of a list to be read whole, with what can be done to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from anchang.i18n import M, Msg
from anchang.services.listing import Column, Row
from anchang.tui.keys import CANCEL, Key
from anchang.tui.lists.choice_words import cell_words
from anchang.tui.show import fit, plain, show
from anchang.tui.widgets.key_bar import KeyBar

LABEL = 16

EDIT = Key("row_edit", ("enter", "ctrl+o"), M("Fill in"), M("Add what is missing"))
CORRECT = Key("row_correct", ("k", "ctrl+k"), M("Correct"), M("What was written wrongly at the door, with the reason"))
VOID = Key("row_void", ("x", "ctrl+x"), M("Void"), M("This never was, or stands here twice: it counts no more"))


class RowCard(ModalScreen[str | None]):
    """Closes with `edit`, `correct`, `void` or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        EDIT.binding("take('edit')"),
        CORRECT.binding("take('correct')"),
        VOID.binding("take('void')"),
        CANCEL.as_("row_close", M("Close")).binding("close"),
    ]

    def __init__(
        self, title: Msg | str, columns: Sequence[Column], row: Row, *, can: Sequence[str] = (),
        more: Sequence[Msg] = (),
    ) -> None:  # fmt: skip
        super().__init__(classes="dialog-screen")
        self.heading, self.columns, self.row, self.can, self.more = title, columns, row, tuple(can), tuple(more)

    def compose(self) -> ComposeResult:
        """Label and value, one a line."""
        with Vertical(classes="dialog wide"):
            yield Static(show(self.heading), classes="dialog-title")
            with VerticalScroll(classes="dialog-body"):
                yield Static(self._words())
            yield KeyBar()

    def _words(self) -> Content:
        lines = [
            Content.assemble((fit(plain(column.title), LABEL), "$secondary"), " ", plain(words, multiline=True))
            for column in self.columns
            if (words := cell_words(column, self.row))
        ]
        lines += [Content(plain(words)).stylize("$warning") for words in self.more]
        return Content("\n").join(lines)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done to this row has a key."""
        return action != "take" or (bool(parameters) and parameters[0] in self.can)

    def action_take(self, what: str) -> None:
        """That."""
        if self.is_active:
            self.dismiss(what)

    def action_close(self) -> None:
        """Esc."""
        self.dismiss(None)
