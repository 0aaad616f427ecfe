"""The inventory as a wall of floors and rooms, drawn line by line (domain 4.5): a block for each building and entrance.

A cell is a mark and a room number on the ground of its state; the cursor is a pair of brackets as well as a colour. The
blocks flow from left to right and break into bands at the edge. The grid keeps no business state: it is given cells and
told which of them have changed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Static

from anchang.i18n import M, Msg, say
from anchang.tui.keys import OPEN
from anchang.tui.show import cut, fit, plain
from anchang.tui.theme import Look, Tone
from anchang.tui.widgets.floor_layout import Block, Cell, Spot, lay_out, neighbour

Painter = Callable[[int], tuple[Look, Look | None]]
"""unit id -> how it is drawn, and the sign that stands behind its room, if any"""

UNKNOWN_LOOK = Look(M("? (unit mark)"), M("unknown state"), Tone.LATE)
LONGEST = 30  # cells of what a colour means
NO_UNITS = M("No units yet. Import a price list to begin.")


class FloorGrid(ScrollView, can_focus=True, inherit_bindings=False):
    """The wall. `looks` says how each state is drawn."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "floor-grid--ground", "floor-grid--title", "floor-grid--floor", "floor-grid--cursor",
        *(f"tone--{tone}" for tone in Tone),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        OPEN.binding("open"),
        Binding("up", "step(0, -1)", "Up a floor", show=False, id="grid_up"),
        Binding("down", "step(0, 1)", "Down a floor", show=False, id="grid_down"),
        Binding("left", "step(-1, 0)", "Room to the left", show=False, id="grid_left"),
        Binding("right", "step(1, 0)", "Room to the right", show=False, id="grid_right"),
        Binding("pageup", "block(-1)", "Building before", show=False, id="grid_block_before"),
        Binding("pagedown", "block(1)", "Next building", show=False, id="grid_block_next"),
        Binding("home,ctrl+home", "end(False)", "First unit", show=False, id="grid_first"),
        Binding("end,ctrl+end", "end(True)", "Last unit", show=False, id="grid_last"),
    ]
    ALLOW_SELECT = False

    @dataclass
    class Opened(Message):
        """Enter on a unit."""

        unit_id: int

    @dataclass
    class Moved(Message):
        """The cursor stands on another unit."""

        unit_id: int

    @dataclass
    class Recounted(Message):
        """The number of units in each state."""

        counts: Mapping[str, int]

    def __init__(self, looks: Mapping[str, Look], *, empty: Msg = NO_UNITS, id: str | None = None) -> None:
        super().__init__(id=id)
        self.looks = looks
        self.empty = empty
        self.counts: Counter[str] = Counter()
        self.cursor: int | None = None
        self._cells: dict[int, Cell] = {}
        self._blocks: list[Block] = []
        self._band_tops: list[int] = []
        self._bands: list[list[Block]] = []
        self._room = 4
        self._laid_out = 0  # columns for which the bands were broken
        self._places: dict[int, tuple[Block, Spot]] = {}
        self._lines: dict[int, Strip] = {}
        self._ink: dict[str, Style] = {}
        self._paint: Painter | None = None
        self._mark_width = self._widest_mark()

    # -- what others ask of it

    def set_cells(self, cells: Iterable[Cell]) -> None:
        """Show these units instead of what was shown; the cursor stays on its unit when that is still there."""
        self._cells = {cell.unit_id: cell for cell in cells}
        self._lay_out()
        if self.cursor not in self._cells:
            self.cursor = self._first_unit()
        self._into_sight()
        self._recount()
        if self.cursor is not None:
            self.post_message(self.Moved(self.cursor))

    def paint_with(self, paint: Painter | None) -> None:
        """Other colours: from now on each unit that comes into sight is asked for its look. Nothing moves."""
        self._paint = paint
        self._lines.clear()
        self.refresh()

    def redraw(self, unit_ids: Iterable[int]) -> None:
        """Something about these units has changed that only the painter knows of."""
        for unit_id in unit_ids:
            if unit_id in self._places:
                self._redraw(unit_id)

    def update_cells(self, states: Mapping[int, str]) -> None:
        """Draw the units whose state has changed; unknown ids are ignored (they come with the next `set_cells`)."""
        for unit_id, state in states.items():
            cell = self._cells.get(unit_id)
            if cell is None or cell.state == state:
                continue
            self.counts[cell.state] -= 1
            self.counts[state] += 1
            self._cells[unit_id] = replace(cell, state=state)
            self._redraw(unit_id)
        self.post_message(self.Recounted(dict(+self.counts)))

    def find(self, text: str) -> int | None:
        """The next unit, from the cursor on and around, whose room or whole label contains the text; None if there is
        none. A search for «2-1203» or «1203» finds both ways of writing."""
        wanted = text.strip().casefold()
        if not wanted:
            return None
        order = [spot.unit_id for spot in self._spots()]
        start = order.index(self.cursor) + 1 if self.cursor in self._cells else 0
        around = order[start:] + order[:start]
        exact = [u for u in around if wanted in (self._cells[u].room.casefold(), self._cells[u].label.casefold())]
        loose = (u for u in around if wanted in self._cells[u].label.casefold())
        return exact[0] if exact else next(loose, None)

    def go_to(self, unit_id: int) -> None:
        """Put the cursor on the unit and bring it into sight."""
        if unit_id not in self._cells or unit_id == self.cursor:
            return
        before, self.cursor = self.cursor, unit_id
        if before is not None:
            self._redraw(before)
        self._redraw(unit_id)
        self._into_sight()
        self.post_message(self.Moved(unit_id))

    @property
    def cell(self) -> Cell | None:
        """The unit under the cursor."""
        return None if self.cursor is None else self._cells.get(self.cursor)

    # -- layout

    def _first_unit(self) -> int | None:
        return next((spot.unit_id for spot in self._spots()), None)

    def _spots(self) -> Iterable[Spot]:
        for block in self._blocks:
            yield from block.spots()

    def _recount(self) -> None:
        self.counts = Counter(cell.state for cell in self._cells.values())
        self.post_message(self.Recounted(dict(self.counts)))

    def _widest_mark(self) -> int:
        return max((cell_len(look.mark) for look in self.looks.values()), default=1)

    def _lay_out(self) -> None:
        self._mark_width = self._widest_mark()  # the language may be another one by now
        rooms = {cell.room for cell in self._cells.values()}  # the same ones in every block
        self._room = max((cell_len(plain(room)) for room in rooms), default=4)
        cell_width = 1 + self._mark_width + min(self._room, 8) + 2
        self._laid_out = self._room_across()
        self._blocks, self._bands, size = lay_out(self._cells.values(), cell_width, self._laid_out)
        self._band_tops = [band[0].y for band in self._bands]
        self._places = {spot.unit_id: (block, spot) for block in self._blocks for spot in block.spots()}
        self._lines.clear()
        self.virtual_size = Size(*size)
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Break the bands anew where the wall is wider or narrower than before; its height changes nothing."""
        if self._laid_out != self._room_across():
            self._lay_out()
        self._into_sight()

    def _room_across(self) -> int:
        return max(20, self.scrollable_content_region.width)

    def _line_of(self, unit_id: int) -> int:
        block, spot = self._places[unit_id]
        return block.y + block.head + spot.row

    def _redraw(self, unit_id: int) -> None:
        line = self._line_of(unit_id)
        self._lines.pop(line, None)
        self.refresh_line(line)

    def _into_sight(self) -> None:
        if self.cursor is None or self.cursor not in self._places:
            return
        block, spot = self._places[self.cursor]
        top = block.y if spot.row == 0 else self._line_of(self.cursor)
        height = self._line_of(self.cursor) - top + 1
        region = Region(block.x + block.margin + spot.column * block.cell_width, top, block.cell_width, height)
        self.scroll_to_region(region, animate=False, force=True)

    # -- drawing

    def notify_style_update(self) -> None:
        """Another theme: draw with its colours."""
        self._ink.clear()
        self._lines.clear()
        super().notify_style_update()

    def _style(self, name: str) -> Style:
        if name not in self._ink:
            self._ink[name] = self.get_component_rich_style(name)
        return self._ink[name]

    def on_focus(self) -> None:
        """The cursor looks different while keys arrive here."""
        if self.cursor in self._places:
            self._redraw(self.cursor)

    def on_blur(self) -> None:
        """The same."""
        self.on_focus()

    def render_line(self, y: int) -> Strip:
        """One line of the wall."""
        scroll_x, scroll_y = self.scroll_offset
        ground = self._style("floor-grid--ground")
        if not self._cells:
            text = fit("  " + say(self.empty) if y == 1 else "", self.size.width)
            return Strip([Segment(text, ground)], self.size.width)
        line = scroll_y + y
        strip = self._lines.get(line)
        if strip is None:
            strip = self._lines[line] = self._draw_line(line)
        return strip.crop_extend(scroll_x, scroll_x + self.size.width, ground)

    def _draw_line(self, line: int) -> Strip:
        band = bisect_right(self._band_tops, line) - 1
        ground = self._style("floor-grid--ground")
        if band < 0:
            return Strip.blank(0, ground)
        segments: list[Segment] = []
        at = 0
        for block in self._bands[band]:
            if block.x > at:
                segments.append(Segment(" " * (block.x - at), ground))
            segments.extend(self._block_line(block, line - block.y))
            at = block.x + block.width
        return Strip(segments).simplify()

    def _block_line(self, block: Block, line: int) -> Iterable[Segment]:
        ground = self._style("floor-grid--ground")
        row = line - block.head
        if line == 0:
            yield Segment(fit(plain(block.title), block.width), self._style("floor-grid--title"))
        elif not 0 <= row < len(block.floors):
            yield Segment(" " * block.width, ground)
        else:
            yield Segment(fit(plain(block.floors[row]), block.margin - 1, right=True) + " ",
                          self._style("floor-grid--floor"))
            for unit_id in block.rows[row]:
                if unit_id is None:
                    yield Segment(" " * block.cell_width, ground)
                else:
                    yield from self._cell_segments(self._cells[unit_id], block.cell_width)
            used = block.margin + len(block.rows[row]) * block.cell_width
            yield Segment(" " * (block.width - used), ground)

    def _cell_segments(self, cell: Cell, width: int) -> Iterable[Segment]:
        look, sign = self.looks.get(cell.state, UNKNOWN_LOOK), None
        if self._paint is not None:
            look, sign = self._paint(cell.unit_id)
        mark = fit(look.mark, self._mark_width)
        room = fit(plain(cell.room), width - self._mark_width - 3)
        ground = self._style("floor-grid--ground")
        tone = self._style(f"tone--{look.tone}")
        if cell.unit_id == self.cursor:
            yield Segment(f"[{mark}{room}]", self._style("floor-grid--cursor") if self.has_focus else tone)
            yield Segment(" ", ground)
        elif sign is None:
            yield Segment(f" {mark}{room} ", tone)
            yield Segment(" ", ground)
        else:  # a wide sign takes the gap as well: the next unit begins with a space of its own
            yield Segment(f" {mark}{room}", tone)
            said = fit(sign.mark, min(2, cell_len(sign.mark)))
            yield Segment(said, self._style(f"tone--{sign.tone}"))
            yield Segment(" " * (2 - cell_len(said)), ground)

    # -- keys and mouse

    def action_open(self) -> None:
        """Say that the unit under the cursor was chosen."""
        if self.cursor is not None:
            self.post_message(self.Opened(self.cursor))

    def action_step(self, across: int, down: int) -> None:
        """To the nearest unit in that direction, over gaps and into the next block."""
        if self.cursor in self._places:
            block, spot = self._places[self.cursor]
            found = neighbour(self._bands, block, spot, across, down)
            if found is not None:
                self.go_to(found)

    def action_block(self, by: int) -> None:
        """The first unit of the block before or after."""
        if self.cursor in self._places:
            number = self._blocks.index(self._places[self.cursor][0]) + by
            if 0 <= number < len(self._blocks):
                self.go_to(next(iter(self._blocks[number].spots())).unit_id)

    def action_end(self, last: bool) -> None:
        """The first or the last unit of all."""
        units = [spot.unit_id for spot in self._spots()]
        if units:
            self.go_to(units[-1 if last else 0])

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there, a second one opens."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        x, y = offset.x + round(self.scroll_x), offset.y + round(self.scroll_y)
        for unit_id, (block, spot) in self._places.items():
            left = block.x + block.margin + spot.column * block.cell_width
            if y == block.y + block.head + spot.row and left <= x < left + block.cell_width:
                self.go_to(unit_id)
                if event.chain > 1:
                    self.action_open()
                return


class Legend(Static):
    """What the marks mean, with the number of units that have each. `show_counts` is called with each `Recounted`."""

    def __init__(self, looks: Mapping[str, Look], *, id: str | None = None) -> None:
        super().__init__(markup=False, id=id)
        self.looks = looks
        self._title: Msg | str = ""
        self._counted: list[tuple[Look, int]] = []
        self._beside: list[tuple[Look, int]] = []
        self._units = 0

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """The looks that the legend was made with. Those without a unit are left out."""
        self.show([(look, counts[state]) for state, look in self.looks.items() if counts.get(state)])

    def show(
        self,
        counted: Sequence[tuple[Look, int]],
        beside: Sequence[tuple[Look, int]] = (),
        *,
        title: Msg | str = "",
        units: int | None = None,
    ) -> None:
        """What colours there are, and what stands beside them; `units` in all, the sum of the colours if not said."""
        self._units = sum(count for _, count in counted) if units is None else units
        self._title, self._counted, self._beside = title, list(counted), list(beside)
        self._write()

    def on_resize(self) -> None:
        """Another width, other lines."""
        self._write()

    def _write(self) -> None:
        """As many lines as it takes; an entry stays in one piece, which wrapping at spaces would not see to."""
        lines = [Content(plain(M("Units {count}", count=f"{self._units:,}"))).stylize("bold")]
        if self._title:
            lines[0] = lines[0] + "  " + Content.styled(plain(self._title), "$secondary")
        for look, count in (*self._counted, *self._beside):
            tone = f"$tone-{look.tone} on $tone-{look.tone}-ground"
            said = f"{count:,}" if isinstance(look.label, Msg) else f"({count:,})"  # behind figures: «70-90 (12)»
            entry = Content.assemble((f" {look.mark} ", tone), f" {cut(plain(look.label), LONGEST)} {said}")
            if lines[-1].cell_length + 2 + entry.cell_length > max(20, self.content_size.width):
                lines.append(entry)
            else:
                lines[-1] = lines[-1] + "  " + entry
        self.update(Content("\n").join(lines))
