"""One line of a list: columns fitted into the width, the head, a row.

A column is seen whole or not at all: those that do not fit are reached sideways, one after the other, while the first
one stays. Lengths are known rather than measured: to measure a line costs more than to draw it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from anchang.services.listing import Column, Kind, Row
from anchang.tui.cells import cell_text, is_right
from anchang.tui.show import fit, plain

GAP = 1  # cells between columns
MARK = 3  # a first column as narrow as this only marks rows; what they are stands in the next one
LONG, LEAST = 18, 14  # a text as wide as this is prose, of which so many cells say something; numbers are never so wide
# What stands beside the titles where there is more; of neutral width, as `show.CUT` is.
MORE_LEFT, MORE_RIGHT = "‹", "›"


@dataclass(frozen=True, slots=True)
class Fitted:
    """The columns that are seen and their widths; `left` and `right`: how many more there are on that side."""

    columns: tuple[Column, ...]
    widths: tuple[int, ...]
    left: int = 0
    right: int = 0


def fitted(columns: Sequence[Column], room: int, skipped: int = 0) -> Fitted:
    """As many whole columns as there is room for: the first one, then those after the `skipped` ones.

    No more are skipped than it takes to see the last; a long text after those that fit is narrowed rather than left
    out. What is left of the room goes to the widest column of text; where there is none for two, both are narrowed.
    """
    stay = min(len(columns), 2 if columns and columns[0].width <= MARK else 1)
    own, others = list(columns[:stay]), list(columns[stay:])
    rest = room - sum(column.width for column in own) - GAP * (stay - 1)
    skipped = max(0, min(skipped, len(others) - max(1, _fit(others[::-1], rest))))
    seen = max(min(1, len(others)), _fit(others[skipped:], rest))
    free = rest - sum(GAP + column.width for column in others[skipped : skipped + seen]) - GAP
    following = others[skipped + seen] if skipped + seen < len(others) else None
    narrowed = following is not None and following.kind is Kind.TEXT and following.width >= LONG and free >= LEAST
    found = (*own, *others[skipped : skipped + seen + narrowed])
    widths = [column.width for column in found]
    if narrowed:
        widths[-1] = free
        seen += 1
    left = room - sum(widths) - GAP * (len(widths) - 1)
    texts = [n for n, column in enumerate(found) if column.kind is Kind.TEXT and n >= stay - 1]
    if left > 0 and texts:
        widths[max(texts, key=lambda n: found[n].width)] += left
    for at in (len(widths) - 1, stay - 1):  # a list so narrow that not even two columns have room
        short = min(max(0, sum(widths) + GAP * (len(widths) - 1) - room), widths[at] - min(widths[at], room // 2))
        widths[at] -= max(0, short)
    return Fitted(found, tuple(widths), skipped, len(others) - skipped - seen)


def _fit(columns: Sequence[Column], room: int) -> int:
    """How many of them, from the first on, fit beside what stands before them."""
    for number, column in enumerate(columns):
        room -= GAP + column.width
        if room < 0:
            return number
    return len(columns)


def head_strip(found: Fitted, width: int, style: Style) -> Strip:
    """The titles, and where there are more columns."""
    parts = [
        fit(plain(column.title), wide, right=is_right(column.kind))
        for column, wide in zip(found.columns, found.widths, strict=True)
    ]
    lead = f"{MORE_LEFT} " if found.left else "  "
    line = fit(lead + (" " * GAP).join(parts), width - 1)
    return Strip([Segment(line + (MORE_RIGHT if found.right else " "), style)], width)


def row_strip(
    row: Row, found: Fitted, zone: tzinfo, width: int, mark: str, base: Style, ink: Callable[[Column], Style | None],
) -> Strip:  # fmt: skip
    """A row, exactly as wide as the widget. `mark` stands before it; `ink` gives the cells that are not in the row's
    own colours theirs."""
    segments: list[Segment] = []
    text, at = "", 0  # in the row's own colours, since the last segment; the cells that are filled
    for number, (column, wide) in enumerate(zip(found.columns, found.widths, strict=True)):
        lead = " " * GAP if number else mark
        cell = cell_text(row.get(column.key), column, zone, wide)
        at += len(lead) + wide
        style = ink(column)
        if style is None:
            text += lead + cell
        else:
            segments += (Segment(text + lead, base), Segment(cell, style))
            text = ""
    segments.append(Segment(text + " " * max(0, width - at), base))
    return Strip(segments, max(at, width)).crop(0, width)
