"""A flat table in a sheet: where its head stands, in one line or two, and which columns it names (design 7).

What the heads mean is the caller's (`Heads`); how a head looks is the same in every list that an office keeps.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from anchang.importing.sheets import Sheet

H = TypeVar("H")

HEAD_WITHIN = 40  # rows of titles and notes above a head
NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")
_MOST_MERGED, _MOST_COLUMNS = 2_000, 256
_TOTAL_ROW = re.compile(r"(?:本页|本栋|本日|本周|本月|当日|全部)?(?:合计|总计|小计|共计|累计)")


@dataclass(frozen=True, slots=True)
class Heads(Generic[H]):
    """What a kind of list calls its columns: all of them (names, and the upper line of a head in two lines), one of
    them, and whether these are enough to be that list.
    """

    columns_of: Callable[..., dict[int, H]]
    head_of: Callable[[str], object | None]
    is_enough: Callable[[dict[int, H]], bool]


@dataclass(frozen=True, slots=True)
class Table(Generic[H]):
    """A head that was found: its first row of data, its columns, its names, and the lines in which it stands."""

    first_row: int
    columns: dict[int, H]
    heads: tuple[str, ...]
    lines: tuple[int, ...] = ()


def locate(sheet: Sheet, heads: Heads[H]) -> Table[H] | None:
    """The first head within the first rows of the sheet, or None."""
    across = _across(sheet)
    for index in range(min(len(sheet.rows), HEAD_WITHIN)):
        found = head_at(sheet, index, heads, across)
        if found is not None:
            return found
    return None


def head_at(
    sheet: Sheet, index: int, heads: Heads[H], across: dict[tuple[int, int], str] | None = None
) -> Table[H] | None:
    """The head that begins in this row, in two lines where the second says more, or None."""
    row = sheet.rows[index]
    below = sheet.rows[index + 1] if index + 1 < len(sheet.rows) else []
    figures = any(NUMBER.fullmatch(cell.strip()) for cell in below)
    if not figures and any(heads.head_of(cell) for cell in below):
        upper = _spread(row, index, across or {})
        two = heads.columns_of([cell.strip() for cell in below] + [""] * (len(upper) - len(below)), upper)
        if heads.is_enough(two) and len(two) > len(heads.columns_of(below)):
            names = tuple(low or up for low, up in zip(below, upper, strict=False))
            return Table(index + 2, two, names, (index, index + 1))
    one = heads.columns_of([cell.strip() for cell in row])
    return Table(index + 1, one, tuple(row), (index,)) if heads.is_enough(one) else None


def is_total(text: str) -> bool:
    """Whether a row that begins so is one of totals."""
    return _TOTAL_ROW.match(re.sub(r"\s", "", text)) is not None


def _across(sheet: Sheet) -> dict[tuple[int, int], str]:
    """What merged cells above the data hold: (row, column) -> text."""
    return {
        (row, column): sheet.rows[top][left]
        for top, left, bottom, right in sheet.merged[:_MOST_MERGED]
        if top < HEAD_WITHIN and top < len(sheet.rows) and left < len(sheet.rows[top])
        for row in range(top, min(bottom, HEAD_WITHIN) + 1)
        for column in range(left, min(right, _MOST_COLUMNS) + 1)
    }


def _spread(row: list[str], index: int, across: dict[tuple[int, int], str]) -> list[str]:
    """The upper line of a head with each group's name over all its columns, merged or not."""
    spread: list[str] = []
    for column, cell in enumerate(row):
        name = cell.strip() or across.get((index, column), "").strip()
        spread.append(name or (spread[-1] if spread else ""))
    return spread
