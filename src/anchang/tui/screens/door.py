"""The door: login, the idle lock, and the change of person at a shared terminal (issue «People»)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from anchang import __version__
from anchang.domain.errors import AnchangError
from anchang.i18n import M, Msg
from anchang.tui.behind import Behind
from anchang.tui.keys import CANCEL
from anchang.tui.show import show
from anchang.tui.widgets.key_bar import KeyBar
from anchang.tui.widgets.lines import LineInput

if TYPE_CHECKING:
    from anchang.tui.app import Console


class Door(ModalScreen[Any], Behind):
    """Login and password. Closes with the person and whether the password has to be changed, or with None.

    `locked` means that only a right password leads on; `login` is filled in for whoever was here before.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        CANCEL.binding("cancel", shown=False),
        Binding("enter", "to_password", "Next field", show=False, priority=True, id="door_next"),
    ]
    AUTO_FOCUS = ""

    app: Console

    def __init__(self, *, login: str = "", why: Msg | None = None, locked: bool = True) -> None:
        super().__init__(classes="door")
        self._login = login
        self._why = why
        self._locked = locked
        self._busy = False

    def compose(self) -> ComposeResult:
        """The name of the house, two lines, one sentence."""
        with Vertical(classes="door-box"):
            yield Static(show(M("Anchang sales office")), classes="door-title")
            yield Static(show(f"v{__version__}"), id="place", classes="door-place", markup=False)
            yield Static(show(M("Login or staff number")), classes="door-label")
            yield LineInput(self._login, id="login", max_length=40)
            yield Static(show(M("Password")), classes="door-label")
            yield LineInput(id="password", password=True, max_length=200)
            yield Static("", id="problem", classes="problem", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Stand where something is missing; open the office while the person types."""
        self.query_one("#password" if self._login else "#login", LineInput).focus()
        if self._why is not None:
            self.say(self._why)
        self.call_after_refresh(self.run_worker, self._prepare, group="prepare")  # what is seen comes first

    async def _prepare(self) -> None:
        self.app.dress()
        try:
            office = await self.app.terminal.office()
            projects = await self.app.terminal.projects()
        except AnchangError as error:
            self.say(error.message)
            return
        names = [each.name for each in projects]
        kind = M("demo office") if office.facts.demo else M("practice office") if office.facts.practice else ""
        line = "  ".join([*names, str(kind)] if kind else names)
        self.query_one("#place", Static).update(show(line))
        await asyncio.to_thread(_bring_in)

    def say(self, words: Msg | str) -> None:
        """The one sentence."""
        self.query_one("#problem", Static).update(show(words))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter is ours only on the first line."""
        return action != "to_password" or (self.focused is not None and self.focused.id == "login")

    def action_to_password(self) -> None:
        """Enter on the first line. At once, before any key that follows: whoever types ahead of a slow terminal would
        otherwise see the password in clear behind the login."""
        self.set_focus(self.query_one("#password", LineInput))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter on the last line signs in."""
        event.stop()
        if not self._busy:
            self._busy = True
            self.run_worker(self._sign_in, group="sign_in")

    async def _sign_in(self) -> None:
        login = self.query_one("#login", LineInput).value.strip()
        box = self.query_one("#password", LineInput)
        try:
            if not login or not box.value:
                self.say(M("Login and password, please."))
                return
            self.say(M("One moment ..."))
            found = await self.app.terminal.check(login, box.value)
        except AnchangError as error:
            self.say(error.message)
            box.value = ""
            return
        finally:
            self._busy = False
        self.dismiss(found)

    def action_cancel(self) -> None:
        """Back to work, unless the door is locked."""
        if not self._locked:
            self.dismiss(None)


def _bring_in() -> None:
    """Import what comes behind the door, while the person types."""
    from anchang.tui.screens.places import bring_in

    bring_in()
