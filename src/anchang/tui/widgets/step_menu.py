"""Every step of a process, with its «why not» in words: a greyed key says nothing when it is pressed, this does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from anchang.domain.flow import Option
from anchang.i18n import M, Msg
from anchang.tui.keys import CANCEL
from anchang.tui.show import plain, show
from anchang.tui.widgets.key_bar import KeyBar
from anchang.tui.widgets.marked_list import MarkedList


class StepMenu(ModalScreen[str | None]):
    """Closes with the name of the step, or None. Enter on an impossible step says again why it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        CANCEL.as_("close_steps", M("Close")).binding("close"),
    ]

    def __init__(self, title: Msg | str, options: Sequence[Option[Any, Any]]) -> None:
        super().__init__(classes="dialog-screen")
        self.heading = title
        self.choices = list(options)

    def compose(self) -> ComposeResult:
        """The steps in the order in which people meet them."""
        with Vertical(classes="dialog wide"):
            yield Static(show(self.heading), classes="dialog-title")
            yield MarkedList(classes="dialog-body")
            if not self.choices:
                yield Static(show(M("There are no steps here.")))
            yield Static("", id="problem", classes="problem", markup=False)
            yield KeyBar()

    def _words(self, number: int, option: Option[Any, Any]) -> Content:
        figure = f"{number}. " if number <= 9 else "   "
        label = plain(option.step.label)
        if option.why_not is None:
            return Content.assemble((f"{figure}{label}", "bold"))
        return Content.assemble((f"{figure}{label}\n", "dim"), (f"   - {plain(option.why_not)}", "$warning"))

    def on_mount(self) -> None:
        """Stand on the first step that is possible."""
        first = next((n for n, option in enumerate(self.choices) if option.why_not is None), 0)
        menu = self.query_one(MarkedList)
        menu.show_lines([self._words(n, option) for n, option in enumerate(self.choices, 1)], first)
        menu.focus()

    def on_key(self, event: events.Key) -> None:
        """A figure is the step with that number."""
        character = event.character or ""
        if len(character) == 1 and character.isdecimal() and 1 <= int(character) <= min(9, len(self.choices)):
            event.stop()
            self.query_one(MarkedList).highlighted = int(character) - 1
            self._take(int(character) - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click."""
        event.stop()
        self._take(event.option_index)

    def _take(self, number: int) -> None:
        option = self.choices[number]
        if option.why_not is None:
            if self.is_active:
                self.dismiss(option.step.name)
            return
        self.query_one("#problem", Static).update(show(option.why_not))
        self.app.bell()

    def action_close(self) -> None:
        """Esc."""
        self.dismiss(None)
