"""Below 80x24 the console says so instead of drawing half a screen."""

from __future__ import annotations

from typing import Any

from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

from anchang.i18n import M
from anchang.tui.show import show

LEAST = Size(80, 24)


def is_too_small(size: Size) -> bool:
    """Whether the terminal is smaller than the console can be drawn in."""
    return size.width < LEAST.width or size.height < LEAST.height


class TooSmall(ModalScreen[None]):
    """Covers everything until the window is larger; what was being typed stays as it is."""

    def __init__(self, size: Size) -> None:
        super().__init__(classes="too-small")
        self.terminal = size

    def compose(self) -> ComposeResult:
        """One sentence."""
        yield Static("", markup=False)

    def on_mount(self) -> None:
        """Say it."""
        self.say_it(self.terminal)

    def say_it(self, size: Size) -> None:
        """Say how large the window is and how large it has to be."""
        words = M(
            "The window is {width} x {height}. Please make it at least {least_width} x {least_height}.",
            width=size.width, height=size.height, least_width=LEAST.width, least_height=LEAST.height,
        )
        self.query_one(Static).update(show(words))


def guard_size(app: App[Any], size: Size) -> None:
    """Cover or uncover the console; to be called from the app's `on_resize`."""
    covers = isinstance(app.screen, TooSmall)
    if is_too_small(size) and not covers:
        app.push_screen(TooSmall(size))
    elif isinstance(app.screen, TooSmall):
        if is_too_small(size):
            app.screen.say_it(size)
        else:
            app.pop_screen()
