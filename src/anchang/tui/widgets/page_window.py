"""The rows of a long list that are in memory: a bounded run of pages fetched by key (design 5).

Pages go by cursor and say nothing about positions, so a row's index is known exactly from either end and is an estimate
in between; it is put right (`shift`) as soon as an end is met. Cursors met on the way are kept as milestones, so that a
jump into the middle walks only once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any

from anchang.services.listing import Ask, Cursor, Page, Row

PAGE = 200
WALK = 2000  # rows in one ask on the way to a far target
KEPT = 1600  # rows kept in memory
MILESTONES = 2048


class Where(Enum):
    """Where a page goes that was asked for."""

    ALONE = auto()
    BELOW = auto()
    ABOVE = auto()


@dataclass(frozen=True, slots=True)
class Wanted:
    """The next page to ask for; `start` is the index of its first row, None where only the answer tells."""

    ask: Ask
    where: Where
    start: int | None = None


@dataclass(slots=True)
class Block:
    """One page in memory."""

    start: int
    rows: tuple[Row, ...]
    ask: Ask
    before: Cursor | None
    after: Cursor | None

    @property
    def end(self) -> int:
        """The index after the last row."""
        return self.start + len(self.rows)


@dataclass(slots=True)
class PageWindow:
    """A run of neighbouring pages. `count` is the number of rows in the whole list, as far as is known.

    `first` is how many rows the very first page has: somebody who searches waits for it, and hardly ever goes on.
    """

    filters: Mapping[str, Any]
    count: int = 0
    page: int = PAGE
    first: int = PAGE
    kept: int = KEPT
    blocks: list[Block] = field(default_factory=list)
    _milestones: dict[int, Cursor] = field(default_factory=dict)

    @property
    def start(self) -> int:
        """The index of the first row in memory."""
        return self.blocks[0].start if self.blocks else 0

    @property
    def end(self) -> int:
        """The index after the last row in memory."""
        return self.blocks[-1].end if self.blocks else 0

    @property
    def is_all(self) -> bool:
        """Whether the whole list is in memory."""
        return bool(self.blocks) and self.blocks[0].before is None and self.blocks[-1].after is None

    def row(self, index: int) -> Row | None:
        """The row at the index when it is in memory."""
        if not self.start <= index < self.end:
            return None
        block = self.blocks[bisect_right([b.start for b in self.blocks], index) - 1]
        return block.rows[index - block.start]

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Every row in memory with its index."""
        for block in self.blocks:
            yield from enumerate(block.rows, block.start)

    def find(self, row_key: str, value: object) -> int | None:
        """The index of the row with that key when it is in memory."""
        return next((index for index, row in self.rows() if row.get(row_key) == value), None)

    def wanted(self, first: int, last: int) -> Wanted | None:
        """The page to ask for next so that rows `first` to `last` (both included) come to be in memory, or None."""
        first, last = max(0, first), min(last, self.count - 1)
        if first > last:
            return None
        if not self.blocks:
            return self._jump(first) if first else Wanted(Ask(self.filters, limit=self.first), Where.ALONE, 0)
        if first >= self.start and last < self.end:
            return None
        if first < self.start <= last or self.start - self.page * 2 <= first < self.start:
            return self._above(self.start - first)
        if first <= self.end <= last or self.end <= first < self.end + self.page * 2:
            return self._below(last - self.end)
        return self._jump(first)

    def _below(self, gap: int) -> Wanted | None:
        cursor = self.blocks[-1].after
        if cursor is None:
            self.count = self.end
            return None
        return Wanted(Ask(self.filters, after=cursor, limit=self._limit(gap)), Where.BELOW, self.end)

    def _above(self, gap: int) -> Wanted | None:
        cursor = self.blocks[0].before
        if cursor is None:
            return None
        return Wanted(Ask(self.filters, before=cursor, limit=self._limit(gap)), Where.ABOVE)

    def _limit(self, gap: int) -> int:
        return self.page if gap < self.page else min(WALK, gap + self.page)

    def _jump(self, target: int) -> Wanted | None:
        """Go on from the nearest place that has a cursor: an end of the list, a milestone, the pages in memory."""
        near = max((at for at in self._milestones if at <= target), default=0)
        from_end = self.count - target
        inside = bool(self.blocks)
        if inside and self.end <= target and target - self.end < min(target - near, from_end):
            return self._below(target - self.end)
        if inside and target < self.start and self.start - target < min(target - near, from_end):
            return self._above(self.start - target)
        if target - near > self.page and from_end < target - near:
            return Wanted(Ask(self.filters, last=True, limit=self._limit(from_end)), Where.ALONE)
        ask = Ask(self.filters, after=self._milestones.get(near), limit=self._limit(target - near))
        return Wanted(ask, Where.ALONE, near)

    def again(self, index: int) -> Wanted:
        """The ask that brings the page with this index once more: the place in the list stays, its rows are new."""
        for block in self.blocks:
            if block.start <= index < block.end:
                return Wanted(block.ask, Where.ALONE, None if block.ask.last else block.start)
        return Wanted(Ask(self.filters, limit=self.page), Where.ALONE, 0)

    def take(self, wanted: Wanted, page: Page) -> int:
        """Put the answer in its place. Returns by how much every index has moved (0 nearly always)."""
        rows = page.rows
        if wanted.where is Where.ABOVE and self.blocks:
            start = self.start - len(rows)
        elif wanted.where is Where.BELOW and self.blocks:
            start = self.end
        else:
            self.blocks.clear()
            start = max(0, self.count - len(rows)) if wanted.start is None else wanted.start
        block = Block(start, rows, wanted.ask, page.before, page.after)
        if rows:
            self.blocks.insert(0, block) if wanted.where is Where.ABOVE else self.blocks.append(block)
        elif wanted.where is Where.ABOVE and self.blocks:
            self.blocks[0].before = None
        elif self.blocks:
            self.blocks[-1].after = None
        self._trim(at_end=wanted.where is Where.ABOVE)
        shift = self._settle()
        if page.after is not None and rows and not shift:
            self._remember(block.end, page.after)
        return shift

    def _trim(self, *, at_end: bool) -> None:
        while len(self.blocks) > 2 and self.end - self.start > self.kept:
            self.blocks.pop(-1 if at_end else 0)

    def _settle(self) -> int:
        """Put the indexes right where an end of the list is in memory."""
        if not self.blocks:
            self.count = 0
            return 0
        shift = 0
        if self.blocks[0].before is None:
            shift = -self.start
        elif self.start <= 0:
            shift = self.page - self.start
        if shift:
            for block in self.blocks:
                block.start += shift
            self.count += shift
            self._milestones.clear()
        last = self.blocks[-1]
        self.count = last.end if last.after is None else max(self.count, last.end + 1)
        return shift

    def _remember(self, index: int, cursor: Cursor) -> None:
        self._milestones[index] = cursor
        if len(self._milestones) > MILESTONES:
            self._milestones = {at: self._milestones[at] for at in sorted(self._milestones)[::2]}

    def fresh(self) -> PageWindow:
        """An empty window over the same list."""
        return replace(self, blocks=[], _milestones={})
