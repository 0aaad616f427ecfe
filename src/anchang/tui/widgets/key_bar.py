"""The last line of every screen: at most five keys, in the current language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from anchang.i18n import Msg, say
from anchang.tui.keys import HELP, key_name
from anchang.tui.show import plain

MOST = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """One key as it is shown: its Textual name, its name for people, its words."""

    key: str
    name: str
    words: str
    enabled: bool
    id: str = ""


def _as_shown(key: str, active: ActiveBinding) -> Shown:
    binding = active.binding
    name = binding.key_display or key_name(key)
    return Shown(key, name, say(Msg(binding.description)), active.enabled, binding.id or "")


def shown_keys(screen: Screen[object]) -> list[Shown]:
    """The keys for the bar: those of the focused widget first, then the screen's; help is always the last one.

    A screen may choose by `bar_keys()`: the ids of its keys that make sense now, in order. The others still work, or
    say why they do not.
    """
    found: dict[tuple[str, str], Shown] = {}
    help_key: Shown | None = None
    for key, active in screen.active_bindings.items():
        binding = active.binding
        if not binding.show or not binding.description:
            continue
        if binding.id == HELP.id:
            help_key = help_key or _as_shown(key, active)
        else:
            found.setdefault((binding.action, binding.description), _as_shown(key, active))
    keys = list(found.values())
    wanted: Callable[[], Sequence[str]] | None = getattr(screen, "bar_keys", None)
    if wanted is not None:  # a screen on which other keys make sense from row to row
        order = wanted()
        keys = sorted((key for key in keys if key.id in order), key=lambda key: order.index(key.id))
    return keys[:MOST] if help_key is None else [*keys[: MOST - 1], help_key]


class KeyBar(Widget):
    """The keys that work here now."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "KeyBar { dock: bottom; height: 1; background: $panel; color: $foreground; padding: 0 1; }"

    def on_mount(self) -> None:
        """Follow the screen: another focus, other keys."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def render(self) -> Content:
        """«Enter Open  / Search  …»"""
        parts = []
        for shown in shown_keys(self.screen):
            words = "" if shown.enabled else "dim"
            parts.append(Content.assemble((shown.name, "bold $footer-key-foreground"), " ", (shown.words, words)))
        keys = Content("   ").join(parts)
        marks = [plain(each) for each in getattr(self.app, "office_mark", ())]
        for first in range(len(marks)):  # where there is no room for all, the kind of office is the one to stay
            mark = "  ".join(marks[first:])
            room = self.content_size.width - keys.cell_length - cell_len(mark)
            if room > 0:
                return Content.assemble(keys, " " * room, (mark, "bold $warning"))
        return keys

    async def on_click(self, event: events.Click) -> None:
        """A click on a key is that key."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        at = 0
        for shown in shown_keys(self.screen):
            width = Content(f"{shown.name} {shown.words}").cell_length
            if at <= offset.x < at + width:
                self.app.simulate_key(shown.key)
                return
            at += width + 3
