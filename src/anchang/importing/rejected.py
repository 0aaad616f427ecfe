"""Rows that were not taken, given back as a file that can be corrected and read again (design 7)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import ClassVar

from anchang.domain.errors import BadInput
from anchang.domain.issue import Issue, IssueKind
from anchang.domain.text import printable
from anchang.i18n import M, say


class BadRows(BadInput):
    """Rows of a list cannot be read; taking the others has to be asked for."""

    code: ClassVar[str] = "bad_rows"


REJECTED = frozenset({IssueKind.ERROR, IssueKind.IN_DOUBT})
FORMULAS = ("=", "@", "+", "-")


def refuse_bad(count: int, first: str, *, leave_out_bad: bool) -> None:
    """Raise BadRows where rows cannot be read, unless somebody has said that the others should be taken without."""
    if count and not leave_out_bad:
        told = M("{count} rows cannot be read, the first at {place}. Nothing was changed.", count=count, place=first)
        raise BadRows(told, "file")


@dataclass(frozen=True, slots=True)
class Left:
    """One row that was left out: its cells as read, where it stands, and everything that is wrong with it."""

    cells: tuple[str, ...]
    places: str
    kind: IssueKind
    reasons: str
    issues: tuple[Issue, ...]


def by_row(issues: Iterable[Issue]) -> Iterator[Left]:
    """The remarks of each row together; those of one row stand one after the other."""
    for _cells, group in groupby(issues, key=lambda issue: issue.cells or (issue.place,)):
        of_row = tuple(group)
        places = ", ".join(dict.fromkeys(issue.place for issue in of_row))
        yield Left(of_row[0].cells, places, of_row[0].kind, "; ".join(say(issue.reason) for issue in of_row), of_row)


def padded(cells: Sequence[str], width: int) -> list[str]:
    """The cells of a line, made as long as the longest."""
    return [*cells, *[""] * (width - len(cells))]


def write_rows(target: Path, lines: Iterable[Sequence[str]]) -> None:
    """Write lines as CSV: UTF-8 with its mark, so that Excel opens it. The file appears whole or not at all.

    A cell that Excel would take for a formula gets an apostrophe.
    """
    draft = target.with_name(target.name + ".part")
    with draft.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        for line in lines:
            writer.writerow([_harmless(cell) for cell in line])
    draft.replace(target)


def _harmless(cell: str) -> str:
    shown = printable(cell)
    if shown[:1] in FORMULAS and not shown.strip("+-").replace(".", "").replace(",", "").isdigit():
        return shown if not shown.strip("-+") else f"'{shown}"
    return shown
