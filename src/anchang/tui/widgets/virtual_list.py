"""A list of any length, drawn line by line: only what is seen is rendered, and only pages near it are in memory.

Nothing here waits for the source on the event loop: the source is asynchronous (its owner reads in a thread), and a row
that is not there yet is drawn as a placeholder. The cursor row is marked with `>` as well as by colour.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import partial
from typing import Any, ClassVar, Protocol

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from anchang.domain.errors import AnchangError
from anchang.i18n import M, Msg, say
from anchang.services.listing import Ask, Column, Page, Row
from anchang.tui.behind import Behind
from anchang.tui.keys import OPEN
from anchang.tui.show import fit, plain
from anchang.tui.theme import Tone
from anchang.tui.widgets.page_window import PAGE, PageWindow, Where
from anchang.tui.widgets.quiet_bars import QuietBars
from anchang.tui.widgets.row_strip import Fitted, fitted, head_strip, row_strip

GUTTER = 2  # «> » before the cursor row
MARGIN = 1  # behind the last column, where the titles say that there are more
AHEAD = PAGE // 4
LOADING = M("loading ...")
PATIENCE = 0.15  # seconds after which a list says that it waits
COUNT_LATER = 0.1


class Source(Protocol):
    """Where rows come from. Both methods must not block the event loop."""

    async def page(self, ask: Ask) -> Page:
        """One page by key."""
        ...

    async def count(self, filters: Mapping[str, Any]) -> int:
        """How many rows the filters leave."""
        ...


Painter = Callable[[Row, Column], Tone | None]


class VirtualList(QuietBars, Behind, can_focus=True, inherit_bindings=False):
    """The list. `paint` gives a cell a tone; `empty` is what to say, and do, when there is nothing.

    `moved` is called when the cursor stands on another row. A message would come a picture later, and each key would
    be drawn twice.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "virtual-list--header", "virtual-list--row", "virtual-list--cursor", "virtual-list--cursor-blurred",
        "virtual-list--waiting", *(f"tone--{tone}" for tone in Tone),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        OPEN.binding("open"),
        Binding("up", "move(-1)", "Up", show=False, id="list_up"),
        Binding("down", "move(1)", "Down", show=False, id="list_down"),
        Binding("pageup", "page(-1)", "A page up", show=False, id="list_page_up"),
        Binding("pagedown", "page(1)", "A page down", show=False, id="list_page_down"),
        Binding("home,ctrl+home", "edge(False)", "First row", show=False, id="list_first"),
        Binding("end,ctrl+end", "edge(True)", "Last row", show=False, id="list_last"),
        Binding("left", "sideways(-1)", "Columns to the left", show=False, id="list_left"),
        Binding("right", "sideways(1)", "Columns to the right", show=False, id="list_right"),
    ]
    ALLOW_SELECT = False

    @dataclass
    class Opened(Message):
        """Enter on a row."""

        row: Row

    @dataclass
    class Counted(Message):
        """How many rows there are, as far as is known; `exact` once the source has said it."""

        count: int
        exact: bool

    @dataclass
    class Failed(Message):
        """The source said no."""

        error: AnchangError

    def __init__(
        self,
        source: Source,
        columns: tuple[Column, ...],
        *,
        row_key: str = "id",
        zone: tzinfo = UTC,
        paint: Painter | None = None,
        empty: Msg = M("Nothing here."),  # noqa: B008 - a message is a value and never changes
        filters: Mapping[str, Any] | None = None,
        moved: Callable[[], None] = lambda: None,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.moved = moved
        self.source = source
        self.columns = columns
        self.row_key = row_key
        self.zone = zone
        self.paint = paint
        self.empty = empty
        self.cursor = 0
        self.window = PageWindow(dict(filters or {}), count=1)
        self.ready = False
        self._skipped = 0  # columns that were left behind sideways
        self._fitted = Fitted(columns, tuple(column.width for column in columns))
        self._strips: LRUCache[tuple[int, bool, bool], Strip] = LRUCache(1024)
        self._ink: dict[str, Style] = {}
        self._pumping = False
        self._refused = False
        self._seen_row: Row | None = None

    # -- what others ask of it

    @property
    def row(self) -> Row | None:
        """The row under the cursor, None when there is none or while it loads."""
        return self.window.row(self.cursor)

    @property
    def count(self) -> int:
        """The number of rows, as far as is known."""
        return self.window.count if self.ready else 0

    def set_filters(self, filters: Mapping[str, Any]) -> None:
        """Show what these filters leave, from the top. What was shown stays until the answer is there, unless that
        takes long: to draw the waiting as well would double what each key of a search costs."""
        self.window = window = PageWindow(dict(filters), count=1, first=self._lines() + AHEAD)
        self.cursor = 0
        if self.scroll_offset != (0, 0):
            self.scroll_to(0, 0, animate=False, force=True)
        self.set_timer(PATIENCE, lambda: self._changed() if window is self.window and not window.blocks else None)
        self._start(COUNT_LATER)

    def reload(self) -> None:
        """Read again in place: the cursor stays on its row, wherever that has gone."""
        self.run_worker(self._reload, group="reload", exclusive=True)

    def redraw(self) -> None:
        """Something in the rows that are in memory is another by now (a mark): draw them again."""
        self._strips.clear()
        self.refresh()

    def go_to(self, index: int) -> None:
        """Put the cursor on the row with this index."""
        if not self.window.count:
            return
        before, self.cursor = self.cursor, max(0, min(index, self.window.count - 1))
        top, lines = round(self.scroll_y), self._lines()
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif self.cursor >= top + lines:
            self.scroll_to(y=self.cursor - lines + 1, animate=False, immediate=True)
        if round(self.scroll_y) == top:  # else all lines are drawn anyhow
            for line in (before, self.cursor):
                self.refresh_line(line + 1)
        self._tell_row()
        self._want()

    # -- loading

    def on_mount(self) -> None:
        """Begin as soon as there is a place to draw."""
        self._start()

    def _start(self, later: float = 0) -> None:
        self._want()
        self.run_worker(partial(self._count, self.window, later), group="count", exclusive=True)

    def _lines(self) -> int:
        return max(1, self.scrollable_content_region.height - 1)

    def _span(self) -> tuple[int, int]:
        top = round(self.scroll_y)
        return top, top + self._lines() - 1

    def _want(self, *, after_failure: bool = True) -> None:
        """Load what is missing. A source that has just said no is asked again only when somebody moves."""
        if not self._pumping and self.is_attached and (after_failure or not self._refused):
            self._pumping = True
            self._refused = False
            self.run_worker(self._pump, group="pages")

    async def _pump(self) -> None:
        """Ask for one page after the other until what is seen, and a little around it, is in memory."""
        try:
            while True:
                window = self.window
                first, last = self._span()
                wanted = window.wanted(first, last) or window.wanted(first - AHEAD, last + AHEAD)
                if wanted is None:
                    break
                page = await self.source.page(wanted.ask)
                if window is self.window:
                    whole = self._is_whole()
                    shift = window.take(wanted, page)
                    self._taken(shift, everything=wanted.where is Where.ALONE, whole=whole)
        except AnchangError as error:
            self._refused = True
            self.post_message(self.Failed(error))
        finally:
            self._pumping = False

    async def _count(self, window: PageWindow, later: float) -> None:
        """Ask for the number of rows, `later` seconds after the last key: while somebody types nobody reads it."""
        await asyncio.sleep(later)
        try:
            count = window.count if window.is_all else await self.source.count(window.filters)
        except AnchangError as error:
            self.post_message(self.Failed(error))
            return
        if window is self.window and not (window.blocks and window.blocks[-1].after is None):
            window.count = max(count, window.end)
            self._resized(repaint=self._span()[1] >= window.end)
        if window is self.window:
            self.post_message(self.Counted(window.count, exact=True))
            self._want(after_failure=False)

    def _is_whole(self) -> bool:
        """Whether every row that is seen is in memory."""
        first, last = self._span()
        return self.ready and self.window.start <= first and min(last + 1, self.window.count) <= self.window.end

    def _taken(self, shift: int, *, everything: bool = False, whole: bool = False) -> None:
        self.ready = True
        if shift:
            self._strips.clear()
            self.cursor = max(0, self.cursor + shift)
            self._resized()
            self.scroll_to(y=max(0, self.scroll_y + shift), animate=False, force=True)
        elif everything:
            self._strips.clear()
        self._resized(repaint=shift != 0 or everything or not whole)
        self._tell_row()
        self.post_message(self.Counted(self.window.count, exact=False))

    async def _reload(self) -> None:
        """Fill a second window behind the first and change them over, so that nothing flickers."""
        old, top = self.window, round(self.scroll_y)
        row_id = None if self.row is None else self.row.get(self.row_key)
        new = old.fresh()
        try:
            new.count = max(1, await self.source.count(old.filters))
            wanted = old.again(min(max(top, old.start), max(old.start, old.end - 1)))
            moved = new.take(wanted, await self.source.page(wanted.ask))
            more = new.wanted(top + moved, top + moved + self._lines())
            if more is not None and more.where is not Where.ALONE:
                moved += new.take(more, await self.source.page(more.ask))
        except AnchangError as error:
            self.post_message(self.Failed(error))
            return
        if self.window is not old:
            return
        self.window = new
        self.ready = True  # this may overtake the first page, whose answer then belongs to no window any more
        found = None if row_id is None else new.find(self.row_key, row_id)
        cursor = self.cursor + moved if found is None else found
        drift = cursor - self.cursor if top else 0
        self.cursor = max(0, min(cursor, new.count - 1))
        self._changed()
        self.scroll_to(y=max(0, top + drift), animate=False, force=True)
        self.go_to(self.cursor)
        self._seen_row = None
        self._tell_row()
        self.post_message(self.Counted(new.count, exact=True))

    def _tell_row(self) -> None:
        row = self.row
        if row is not self._seen_row:
            self._seen_row = row
            self.moved()

    def _changed(self) -> None:
        self._strips.clear()
        self._resized()

    def _resized(self, *, repaint: bool = True) -> None:
        """Another number of rows: the bars, and with `repaint` the rows."""
        self._take_size(self._extent())
        before, self.cursor = self.cursor, max(0, min(self.cursor, self.window.count - 1))
        if repaint or before != self.cursor:
            self.refresh()

    def _extent(self) -> Size:
        """As high as the rows; never wider than what is seen, because columns come and go whole."""
        return Size(1, (self.window.count if self.ready else 0) + 1)

    def _refit(self) -> bool:
        """Choose the columns for the width that there is; whether they are others, or have other widths, now."""
        found = fitted(self.columns, self.scrollable_content_region.width - GUTTER - MARGIN, self._skipped)
        self._skipped = found.left
        if found == self._fitted:
            return False
        self._fitted = found
        self._strips.clear()
        return True

    # -- drawing

    def on_resize(self, event: events.Resize) -> None:
        """Another room for the columns."""
        self._refit()
        self._changed()
        self._want(after_failure=False)

    def watch_show_vertical_scrollbar(self) -> None:
        """A bar has come or gone, in an arrangement of Textual's too, of which nothing else tells: other room."""
        if self._refit():
            self._changed()

    def notify_style_update(self) -> None:
        """Another theme: draw with its colours."""
        self._ink.clear()
        self._strips.clear()
        super().notify_style_update()

    def _style(self, name: str) -> Style:
        if name not in self._ink:
            self._ink[name] = self.get_component_rich_style(name)
        return self._ink[name]

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """What is seen now may not be in memory yet."""
        self._move_bar(new_value)
        if round(old_value) != round(new_value):
            seen = self.scrollable_content_region
            self.refresh(Region(0, 1, seen.width, seen.height - 1))  # neither the titles nor the bars
        self._want()

    def on_focus(self) -> None:
        """The cursor row looks different while keys arrive here."""
        self.refresh_line(self.cursor + 1)

    def on_blur(self) -> None:
        """The same."""
        self.refresh_line(self.cursor + 1)

    def render_lines(self, crop: Region) -> list[Strip]:
        """As Textual's own, without borders and opacity: a list has none, and to ask for them costs more."""
        filters, ground = self.get_line_filters(), self.background_colors[1]
        width, scroll_y = self.size.width, self.scroll_offset.y  # once: each asks the whole screen
        found = []
        for y in crop.line_range:
            strip = self._drawn(y, width, scroll_y)
            for each in filters:
                strip = strip.apply_filter(each, ground)
            found.append(strip.crop(*crop.column_span))
        return found

    def render_line(self, y: int) -> Strip:
        """One line of the screen: the titles, a row, a placeholder, or nothing."""
        return self._drawn(y, self.size.width, self.scroll_offset.y)

    def _drawn(self, y: int, width: int, scroll_y: int) -> Strip:
        if y == 0:
            room = self.scrollable_content_region.width
            ink = self._style("virtual-list--header")
            return head_strip(self._fitted, room, ink).extend_cell_length(width, ink)
        index = scroll_y + y - 1
        if not self.ready and y == 1:
            return self._note(say(LOADING), width)
        if self.ready and not self.window.count and y == 2:
            return self._note(say(self.empty), width)
        if not self.ready or index >= self.window.count:
            return Strip.blank(width, self._style("virtual-list--row"))
        return self._line(index) or self._note(say(LOADING), width)

    def _note(self, text: str, width: int) -> Strip:
        return Strip([Segment(fit("  " + plain(text), width), self._style("virtual-list--waiting"))], width)

    def _cursor_style(self) -> Style:
        return self._style("virtual-list--cursor" if self.has_focus else "virtual-list--cursor-blurred")

    def _line(self, index: int) -> Strip | None:
        key = (index, index == self.cursor, self.has_focus)
        strip = self._strips.get(key)
        if strip is None:
            row = self.window.row(index)
            if row is None:
                return None
            strip = self._strips[key] = self._render_row(row, is_cursor=index == self.cursor)
        return strip

    def _render_row(self, row: Row, *, is_cursor: bool) -> Strip:
        base = self._cursor_style() if is_cursor else self._style("virtual-list--row")

        def ink(column: Column) -> Style | None:
            tone = None if self.paint is None or is_cursor else self.paint(row, column)
            return None if tone is None else base + self._style(f"tone--{tone}")

        return row_strip(row, self._fitted, self.zone, self.size.width, "> " if is_cursor else "  ", base, ink)

    # -- keys and mouse

    def action_open(self) -> None:
        """Say that the row under the cursor was chosen."""
        if self.row is not None:
            self.post_message(self.Opened(self.row))

    def action_move(self, by: int) -> None:
        """One row up or down."""
        self.go_to(self.cursor + by)

    def action_page(self, by: int) -> None:
        """One screen up or down."""
        self.go_to(self.cursor + by * max(1, self._lines() - 1))

    def action_edge(self, last: bool) -> None:
        """The first or the last row."""
        self.go_to(self.window.count - 1 if last else 0)

    def action_sideways(self, by: int) -> None:
        """Columns that do not fit: one more of the left ones goes, or comes back; the first one stays."""
        self._skipped = max(0, self._skipped + by)
        if self._refit():
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there, a second one opens."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y == 0:
            return
        index = round(self.scroll_y) + offset.y - 1
        if index < self.window.count:
            self.go_to(index)
            if event.chain > 1:
                self.action_open()

