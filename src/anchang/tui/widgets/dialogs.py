"""Small windows: a question (with a reason or a password), a message, the help; and errors as toasts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Button, Input, Static

from anchang.domain.errors import AnchangError
from anchang.i18n import M, Msg, say
from anchang.tui.keys import CANCEL, HELP, key_name
from anchang.tui.show import fit, plain, show
from anchang.tui.widgets.key_bar import KeyBar
from anchang.tui.widgets.lines import LineInput


class Reason(Enum):
    """Whether a question asks for a reason as well."""

    NONE = auto()
    OPTIONAL = auto()
    REQUIRED = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes, with what was asked for. (No is None.)"""

    reason: str = ""
    password: str = ""


class Confirm(ModalScreen[Answer | None]):
    """A question. `danger` puts the focus on «no»; a password is asked for before money moves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        CANCEL.binding("no"),
        Binding("left", "app.focus_previous", "Left", show=False, id="confirm_left"),
        Binding("right", "app.focus_next", "Right", show=False, id="confirm_right"),
    ]

    def __init__(
        self,
        question: Msg | str,
        *,
        detail: Msg | str = "",
        reason: Reason = Reason.NONE,
        password: bool = False,
        yes: Msg = M("Yes"),  # noqa: B008 - a message is a value and never changes
        no: Msg = M("No"),  # noqa: B008 - the same
        danger: bool = False,
    ) -> None:
        super().__init__(classes="dialog-screen")
        self.question, self.detail, self.reason, self.password = question, detail, reason, password
        self.yes, self.no, self.danger = yes, no, danger

    def compose(self) -> ComposeResult:
        """The question, what it asks for, two buttons."""
        with Vertical(classes="dialog"):
            yield Static(show(self.question, multiline=True), classes="dialog-title")
            if self.detail:
                yield Static(show(self.detail, multiline=True), classes="dialog-detail")
            if self.reason is not Reason.NONE:
                needed = M("Reason *") if self.reason is Reason.REQUIRED else M("Reason")
                yield Static(show(needed), classes="dialog-label")
                yield LineInput(id="reason", compact=True, max_length=400)
            if self.password:
                yield Static(show(M("Your password")), classes="dialog-label")
                yield LineInput(id="password", compact=True, password=True)
            yield Static("", id="problem", classes="problem", markup=False)
            with Horizontal(classes="dialog-buttons"):
                yield Button(show(self.yes), id="yes", variant="error" if self.danger else "primary", compact=True)
                yield Button(show(self.no), id="no", compact=True)

    def on_mount(self) -> None:
        """The first thing to fill in, else the safe button."""
        inputs = self.query(LineInput)
        target: Any = inputs.first() if inputs else self.query_one("#no" if self.danger else "#yes")
        target.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: the next input, and after the last one the answer."""
        event.stop()
        inputs = list(self.query(LineInput))
        place = inputs.index(event.input) if isinstance(event.input, LineInput) else -1
        if place + 1 < len(inputs):
            inputs[place + 1].focus()
        else:
            self._answer()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """One of the two."""
        event.stop()
        if event.button.id == "yes":
            self._answer()
        else:
            self.dismiss(None)

    def _typed(self, which: str) -> str:
        found = self.query(f"#{which}").results(LineInput)
        return next((box.value for box in found), "")

    def _answer(self) -> None:
        reason = self._typed("reason").strip()
        password = self._typed("password")
        if self.reason is Reason.REQUIRED and not reason:
            self._complain(M("Say why."), "#reason")
        elif self.password and not password:
            self._complain(M("Enter your password."), "#password")
        elif self.is_active:
            self.dismiss(Answer(reason, password))

    def _complain(self, problem: Msg, where: str) -> None:
        self.query_one("#problem", Static).update(show(problem))
        self.query_one(where).focus()

    def action_no(self) -> None:
        """Esc."""
        self.dismiss(None)


class Notice(ModalScreen[None]):
    """Something to be read; any of Enter, Esc and the button closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [CANCEL.as_("close", M("Close")).binding("close")]

    def __init__(self, title: Msg | str, text: Msg | str) -> None:
        super().__init__(classes="dialog-screen")
        self._heading, self._words = title, text

    def compose(self) -> ComposeResult:
        """Title, text, a button."""
        with Vertical(classes="dialog"):
            yield Static(show(self._heading), classes="dialog-title")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield Static(show(self._words, multiline=True))
            with Horizontal(classes="dialog-buttons"):
                yield Button(show(M("Close")), id="close", variant="primary", compact=True)

    def on_button_pressed(self) -> None:
        """Read."""
        self.dismiss(None)

    def action_close(self) -> None:
        """Esc."""
        self.dismiss(None)


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One action in the help: every form of its key, what it does."""

    keys: str
    words: str
    more: str = ""


def help_lines(screen: Screen[Any]) -> list[HelpLine]:
    """What works on the screen now, from the bindings. Textual's own editing keys have no id: they stay out."""
    keys: dict[tuple[str, str], list[str]] = {}
    words: dict[tuple[str, str], tuple[str, str]] = {}
    for key, active in screen.active_bindings.items():
        binding = active.binding
        if not binding.id or not binding.description:
            continue
        place = (binding.id, binding.action)
        keys.setdefault(place, []).append(key_name(key))
        tooltip = say(Msg(binding.tooltip)) if binding.tooltip else ""
        words[place] = (say(Msg(binding.description)), tooltip)
    return [HelpLine(" ".join(forms), *words[place]) for place, forms in keys.items()]


class Help(ModalScreen[None]):
    """The keys of a screen, in words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        CANCEL.as_("close_help", M("Close")).binding("close"),
        HELP.as_("close_help_again", M("Close")).binding("close", shown=False),
        Binding("enter", "close", "Close", show=False, id="close_help_enter"),
    ]

    def __init__(self, screen: Screen[Any], *, notes: Iterable[Msg] = ()) -> None:
        super().__init__(classes="dialog-screen")
        self.lines = help_lines(screen)
        self.notes = tuple(notes)

    def compose(self) -> ComposeResult:
        """Two columns: the keys and what they do."""
        with Vertical(classes="dialog wide"):
            yield Static(show(M("Help: the keys of this screen")), classes="dialog-title")
            with VerticalScroll(classes="dialog-body"):
                yield Static(self._table())
            yield KeyBar()

    def _table(self) -> Content:
        rows = [show(note) for note in self.notes]
        for line in self.lines:
            more = "" if line.more in ("", line.words) else f"  {plain(line.more)}"
            rows.append(
                Content.assemble((fit(line.keys, 22), "bold $footer-key-foreground"), plain(line.words), (more, "dim"))
            )
        return Content("\n").join(rows)

    def action_close(self) -> None:
        """Esc, Enter, F1."""
        self.dismiss(None)


def toast(app: App[Any], words: Msg | str | AnchangError) -> None:
    """A short message at the corner: an error's sentence, or good news. Never read as markup."""
    if isinstance(words, AnchangError):
        app.notify(plain(words.message), severity="error", timeout=8, markup=False)
    else:
        app.notify(plain(words), timeout=4, markup=False)
