"""A scrolled view whose bars are drawn anew only when they look different.

Textual arranges the whole screen for every other size of what is scrolled, and draws a bar for every line it moves: in
a search of a hundred thousand rows each key would cost twice what it must.
"""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView


class QuietBars(ScrollView, inherit_bindings=False):
    """A scroll view that keeps its bars itself."""

    # Textual arranges the whole screen anew for another number of rows; only a bar that comes or goes needs that.
    virtual_size = Reactive(Size(0, 0), repaint=False)

    def _take_size(self, size: Size) -> None:
        """Scroll over that many cells."""
        if size != self.virtual_size:
            self.virtual_size = size
            self._fit_bars()

    def _fit_bars(self) -> None:
        """What Textual does in its arrangement, but a bar is drawn only where its figures are others."""
        self._refresh_scrollbars()  # one that comes or goes asks for the arrangement by itself, and may change the size
        size, seen = self.virtual_size, self.scrollable_content_region.size
        if (bar := self._vertical_scrollbar) is not None:
            bar.window_size, bar.window_virtual_size = seen.height, size.height
        if (bar := self._horizontal_scrollbar) is not None:
            bar.window_size, bar.window_virtual_size = seen.width, size.width
        self.scroll_x = self.validate_scroll_x(self.scroll_x)
        self.scroll_y = self.validate_scroll_y(self.scroll_y)

    def _move_bar(self, position: float) -> None:
        """The bar hears only of what moves its thumb: it costs as much to draw as the rows do, and one row in a hundred
        thousand does not show."""
        bar = self.vertical_scrollbar
        if self.show_vertical_scrollbar and self._thumb(position) != self._thumb(bar.position):
            bar.position = position

    def _thumb(self, position: float) -> int:
        """Where the thumb of the bar begins for that position, in eighths of a cell as the bar draws it."""
        bar = self.vertical_scrollbar
        height, seen, rows = bar.size.height, bar.window_size, bar.window_virtual_size
        if rows <= seen:
            return 0
        return int(8 * (height - max(1, seen * height / rows)) * position / (rows - seen))
