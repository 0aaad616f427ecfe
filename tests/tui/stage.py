"""An app with nothing in it but the console's theme, and a source of rows that are not stored anywhere."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from textual.app import App, ComposeResult
from textual.events import Resize
from textual.widget import Widget

from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page, Row
from anchang.tui import styles
from anchang.tui.theme import install
from anchang.tui.widgets.too_small import guard_size

TODAY = date(2026, 11, 21)
HOSTILE = (
    "张三[/]",
    "[@click=app.quit]x[/]",
    "\x1b[31mred\x1b]0;title\x07",
    "c1\x9b31m\x85next",
    "bidi\u202e\u2066txt\u200f",
    "\U00020bb7野家",
    "买买提·吐尔逊江·阿卜杜拉·艾合买提·库尔班·依明·玉素甫江",
    "line\nfeed\r\ttab\x00",
    "[bold red]=HYPERLINK(\"http://x\")[/bold red]",
)


class Stage(App[object]):
    """Shows the widgets it is given, or nothing."""

    CSS_PATH = styles.PATHS
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *widgets: Widget, light: bool = False) -> None:
        super().__init__()
        self.widgets = widgets
        self.heard: list[Any] = []
        install(self, light=light)

    def compose(self) -> ComposeResult:
        yield from self.widgets

    def on_resize(self, event: Resize) -> None:
        guard_size(self, event.size)


def top(app: App[Any]) -> Any:
    """The screen on top, as something that a test may find to be another one a line later."""
    return app.screen


def screen_text(app: App[Any]) -> str:
    """What stands on the screen, line by line, as the terminal would get it."""
    height = app.size.height
    lines = app.screen._compositor.render_strips(app.size)
    assert len(lines) == height
    return "\n".join(line.text for line in lines)


@dataclass
class FakeSource:
    """`total` rows with the ids 0, 1, 2, …; `gone` ids are left out, `extra` rows stand before all others."""

    total: int
    delay: float = 0.0
    asked: list[Ask] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    extra: list[Row] = field(default_factory=list)
    gate: asyncio.Event | None = None  # pages wait until it is set
    names: tuple[str, ...] = ("王芳", "李伟", "欧阳建国")

    def make(self, number: int) -> Row:
        name = self.names[number % len(self.names)]
        return {"id": number, "name": name, "area": 894700 + number, "price": 116424000 + number * 100,
                "day": TODAY, "state": "available" if number % 3 else "held"}

    def _rows(self, low: int, high: int, filters: Mapping[str, Any]) -> list[Row]:
        wanted = str(filters.get("text", ""))
        rows = (self.make(n) for n in range(max(0, low), min(high, self.total)) if n not in self.gone)
        return [row for row in rows if wanted in row["name"]]

    async def page(self, ask: Ask) -> Page:
        self.asked.append(ask)
        if self.gate is not None:
            await self.gate.wait()
        await asyncio.sleep(self.delay)
        if ask.filters.get("text"):
            return Page(tuple(self._rows(0, self.total, ask.filters)), None, None)
        slack = len(self.gone)
        if ask.last:
            rows = self._rows(self.total - ask.limit - slack, self.total, ask.filters)[-ask.limit:]
        elif ask.before is not None:
            rows = self._rows(ask.before[0] - ask.limit - slack, ask.before[0], ask.filters)[-ask.limit:]
            if len(rows) < ask.limit:
                rows = [*self.extra, *rows]
        else:
            low = ask.after[0] + 1 if ask.after is not None else 0
            rows = self._rows(low, low + ask.limit + slack, ask.filters)
            rows = ([*self.extra, *rows] if ask.after is None else rows)[: ask.limit]
        everything = [*self.extra, *self._rows(0, slack + 1, {}), *self._rows(self.total - slack - 1, self.total, {})]
        first, last = everything[0]["id"], everything[-1]["id"]
        before = (rows[0]["id"],) if rows and rows[0]["id"] != first else None
        after = (rows[-1]["id"],) if rows and rows[-1]["id"] != last else None
        return Page(tuple(rows), before, after)

    async def count(self, filters: Mapping[str, Any]) -> int:
        await asyncio.sleep(self.delay)
        if filters.get("text"):
            return len(self._rows(0, self.total, filters))
        return self.total - len(self.gone) + len(self.extra)


COLUMNS = (
    Column("id", M("test number"), Kind.INTEGER, 9),
    Column("name", M("test name"), Kind.TEXT, 16),
    Column("area", M("test area"), Kind.AREA, 10),
    Column("price", M("test price"), Kind.MONEY, 16),
    Column("day", M("test day"), Kind.DATE, 10),
    Column("state", M("test state"), Kind.CHOICE, 8, {"available": M("available"), "held": M("on hold")}),
)

LISTING = Listing(
    "test", M("test list"), COLUMNS,
    (
        Filter("text", M("test name")),
        Filter("state", M("test state"), Kind.CHOICE, {"available": M("available"), "held": M("on hold")}),
        Filter("since", M("test day"), Kind.DATE),
    ),
    page=lambda read, ask: Page((), None, None),
    count=lambda read, filters: 0,
)
