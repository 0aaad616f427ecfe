"""One line of a list: columns fitted into the width, the head, a row.

Columns beyond the edges are not put into words, and lengths are known rather than measured: to measure a line costs
more than to draw it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from anchang.services.listing import Column, Kind, Row
from anchang.tui.cells import cell_text, is_right
from anchang.tui.show import fit, plain

GAP = 1  # cells between columns


@dataclass(frozen=True, slots=True)
class Seen:
    """Which cells of a line are seen: `room` of them from `left` on; of the widget's `width` the bar covers the end."""

    left: int
    room: int
    width: int


def fitted(columns: Sequence[Column], room: int) -> list[int]:
    """The widths of the columns; what is left of the room goes to the widest column of text."""
    widths = [column.width for column in columns]
    left = room - sum(widths) - GAP * (len(widths) - 1)
    texts = [n for n, column in enumerate(columns) if column.kind is Kind.TEXT]
    if left > 0 and texts:
        widths[max(texts, key=lambda n: columns[n].width)] += left
    return widths


def head_strip(columns: Sequence[Column], widths: Sequence[int], lead: str, style: Style) -> Strip:
    """The titles, whole."""
    parts = [
        fit(plain(column.title), width, right=is_right(column.kind))
        for column, width in zip(columns, widths, strict=True)
    ]
    return Strip([Segment(lead + (" " * GAP).join(parts), style)])


def row_strip(
    row: Row, columns: Sequence[Column], widths: Sequence[int], zone: tzinfo, seen: Seen, mark: str, base: Style,
    ink: Callable[[Column], Style | None],
) -> Strip:  # fmt: skip
    """What is seen of a row, exactly as wide as the widget. `mark` stands before it; `ink` gives the cells that are not
    in the row's own colours theirs."""
    right = seen.left + seen.room
    segments: list[Segment] = []
    first = at = 0  # the cells at which what is drawn begins and ends
    text = ""  # in the row's own colours, since the last segment
    for number, (column, wide) in enumerate(zip(columns, widths, strict=True)):
        lead = " " * GAP if number else mark
        begins, at = at, at + len(lead) + wide
        if at <= seen.left:
            first = at
            continue
        if begins + len(lead) >= right:
            at = begins
            break
        cell = cell_text(row.get(column.key), column, zone, wide)
        if at > right:
            cell, at = set_cell_size(cell, wide - (at - right)), right
        style = ink(column)
        if style is None:
            text += lead + cell
        else:
            segments += (Segment(text + lead, base), Segment(cell, style))
            text = ""
    segments.append(Segment(text + " " * (right - at), base))
    if under_bar := seen.width - seen.room:
        segments.append(Segment(" " * under_bar, base))  # by itself: there the line is cut
    return Strip(segments, seen.left + seen.width - first).crop(seen.left - first)
