"""Any action by its name (Ctrl+P): what works on the screen below, in the current language.

Ours instead of Textual's, which says «Search for commands» in English whatever the language is. The app sets
`ENABLE_COMMAND_PALETTE = False` and binds `keys.PALETTE` to `push_screen(Palette(screen))`. Nothing else of Textual
that has words of its own (Select, validators, its help panel) is used in this tree.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, OptionList, Static

from anchang.i18n import M, Msg, say
from anchang.tui.keys import CANCEL, key_name
from anchang.tui.show import fit, plain, show
from anchang.tui.widgets.lines import LineInput
from anchang.tui.widgets.marked_list import MarkedList

# Moving about inside a widget is not an action that anybody looks for by name.
_MOVES = ("list_", "grid_", "form_", "chips_", "answers_", "confirm_", "close_", "palette")


@dataclass(frozen=True, slots=True)
class Command:
    """Something to choose by name."""

    name: Msg | str
    run: Callable[[], Awaitable[Any] | Any]
    more: Msg | str = ""
    keys: str = ""

    def fits(self, typed: str) -> bool:
        """Whether every word typed is in its name, its explanation or its keys."""
        whole = f"{plain(self.name)} {plain(self.more)} {self.keys}".casefold()
        return all(word in whole for word in typed.casefold().split())


def screen_commands(screen: Screen[Any]) -> list[Command]:
    """What works on the screen now, from its bindings; each once, with its first key."""
    found: dict[str, Command] = {}
    for key, active in screen.active_bindings.items():
        binding = active.binding
        if not binding.id or not binding.description or not active.enabled or binding.id.startswith(_MOVES):
            continue
        tooltip = say(Msg(binding.tooltip)) if binding.tooltip else ""
        run = partial(_run, screen, active)
        found.setdefault(binding.id, Command(say(Msg(binding.description)), run, tooltip, key_name(key)))
    return list(found.values())


async def _run(screen: Screen[Any], active: ActiveBinding) -> None:
    await screen.app.run_action(active.binding.action, default_namespace=active.node)


class Palette(ModalScreen[None]):
    """The screen's actions, then the `more` ones; typing narrows them down."""

    BINDINGS: ClassVar[list[BindingType]] = [
        CANCEL.as_("close_palette", M("Close")).binding("close"),
        Binding("up", "move(-1)", "Action before", show=False, id="palette_up"),
        Binding("down", "move(1)", "Next action", show=False, id="palette_down"),
    ]

    def __init__(self, below: Screen[Any], more: Iterable[Command] = ()) -> None:
        super().__init__(classes="dialog-screen")
        self.commands = [*screen_commands(below), *more]
        self.fitting: list[Command] = list(self.commands)

    def compose(self) -> ComposeResult:
        """A line, and what fits."""
        with Vertical(classes="dialog wide"):
            yield LineInput(compact=True, placeholder=say(M("Type the name of an action")))
            yield MarkedList(classes="dialog-body palette-list")
            yield Static("", id="problem", classes="problem", markup=False)

    def on_mount(self) -> None:
        """Everything, before anything is typed."""
        self.query_one(MarkedList).can_focus = False
        self.query_one(LineInput).focus()
        self._narrow("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """What fits what was typed."""
        event.stop()
        self._narrow(event.value)

    def _narrow(self, typed: str) -> None:
        self.fitting = [command for command in self.commands if command.fits(typed)]
        menu = self.query_one(MarkedList)
        menu.show_lines([self._words(command) for command in self.fitting])
        self.query_one("#problem", Static).update(show("" if self.fitting else M("No such action.")))

    def _words(self, command: Command) -> Content:
        more = "" if plain(command.more) == plain(command.name) else plain(command.more)
        return Content.assemble(
            (fit(command.keys, 10), "$footer-key-foreground"), (plain(command.name), "bold"), (f"  {more}", "dim")
        )

    def action_move(self, by: int) -> None:
        """Another one."""
        menu = self.query_one(MarkedList)
        if self.fitting:
            menu.highlighted = ((menu.highlighted or 0) + by) % len(self.fitting)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter."""
        event.stop()
        self._take(self.query_one(MarkedList).highlighted)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click."""
        event.stop()
        self._take(event.option_index)

    def _take(self, number: int | None) -> None:
        if number is not None and self.is_active:
            run = self.fitting[number].run
            app = self.app
            self.dismiss(None)
            app.call_later(run)

    def action_close(self) -> None:
        """Esc."""
        self.dismiss(None)
