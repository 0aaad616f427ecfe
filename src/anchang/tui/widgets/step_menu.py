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

AT_ONCE = 9  # as many steps have a figure each; where more are possible the last of them opens a second row
SECOND_ROW = "9"


def figures(options: Sequence[Option[Any, Any]]) -> dict[int, str]:
    """Place -> what is typed for it: the possible steps alone.

    1 to 9; where there are more 1 to 8, then 91 to 99. The few beyond have none: the arrows go there.
    """
    possible = [place for place, option in enumerate(options) if option.why_not is None]
    if len(possible) <= AT_ONCE:
        names = [str(number) for number in range(1, AT_ONCE + 1)]
    else:
        names = [str(number) for number in range(1, AT_ONCE)]
        names += [f"{SECOND_ROW}{number}" for number in range(1, AT_ONCE + 1)]
    return dict(zip(possible, names, strict=False))


class StepMenu(ModalScreen[str | None]):
    """Closes with the name of the step, or None. What is possible stands first, then what something is still missing
    for, then the rest; each in the order of the process. Enter on an impossible step says again why it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        CANCEL.as_("close_steps", M("Close")).binding("close"),
    ]

    def __init__(self, title: Msg | str, options: Sequence[Option[Any, Any]]) -> None:
        super().__init__(classes="dialog-screen")
        self.heading = title
        self.choices = sorted(options, key=lambda option: option.farness)
        self._figures = figures(self.choices)
        self._typed = ""

    def compose(self) -> ComposeResult:
        """The steps, a line for what was asked, the keys."""
        with Vertical(classes="dialog wide"):
            yield Static(show(self.heading), classes="dialog-title")
            yield MarkedList(classes="dialog-body")
            if not self.choices:
                yield Static(show(M("There are no steps here.")))
            yield Static("", id="problem", classes="problem", markup=False)
            yield KeyBar()

    def _words(self, place: int, option: Option[Any, Any]) -> Content:
        width = max((len(figure) for figure in self._figures.values()), default=1)
        figure = self._figures.get(place, "")
        label = plain(option.step.label)
        if option.why_not is None:
            return Content.assemble((f"{f'{figure}.' if figure else '':<{width + 2}}{label}", "bold"))
        blank = " " * (width + 2)
        return Content.assemble((f"{blank}{label}\n", "dim"), (f"{blank}- {plain(option.why_not)}", "$warning"))

    def on_mount(self) -> None:
        """Stand on the first step, which is possible if any is."""
        menu = self.query_one(MarkedList)
        menu.show_lines([self._words(place, option) for place, option in enumerate(self.choices)])
        menu.focus()

    def on_key(self, event: events.Key) -> None:
        """A figure is the step that has it; the first of two waits for the second."""
        character = event.character or ""
        if len(character) != 1 or not character.isdecimal():
            self._typed = ""
            return
        event.stop()
        self._typed += str(int(character))  # a figure of full width is one as well
        place = next((place for place, figure in self._figures.items() if figure == self._typed), None)
        if place is not None:
            self._typed = ""
            self.query_one(MarkedList).highlighted = place
            self._take(place)
        elif not any(figure.startswith(self._typed) for figure in self._figures.values()):
            self._typed = ""

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
