"""What a workbook is made of, said as data: sheets of tables, their columns, totals, formulas and charts.

Reports build these from what the queries gave; `finish.write` turns them into a file. Values are those of the house:
money in fen, area in 0.0001 ㎡, rates in 10⁻⁶, dates, aware instants. In formulas a cell of the table counts in the
unit that the sheet shows (yuan, ㎡, the rate itself).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from anchang.i18n import M, Msg
from anchang.services.listing import Column, Kind

Words = Msg | str

NUMBER_KEY = "#"
"""A column with this key counts the rows of its table from 1."""

TOTAL = M("Total")
NOTHING = M("Nothing to show.")
MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384


class Agg(StrEnum):
    """What a total row says about a column; `COUNT` counts the cells that are not blank."""

    SUM = "sum"
    COUNT = "count"
    AVERAGE = "average"
    MAX = "max"
    MIN = "min"


@dataclass(frozen=True, slots=True)
class Ratio:
    """A computed column: `over` / `under`, in rows and in total rows alike; blank where `under` is 0 or blank."""

    over: str
    under: str


@dataclass(frozen=True, slots=True)
class Share:
    """A computed column: the part of the column's grand total (the column needs a total); blank where that is 0."""

    of: str


@dataclass(frozen=True, slots=True)
class Net:
    """A computed column: the sum of `plus` less the sum of `minus`, in rows and in total rows alike."""

    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()


Calc = Ratio | Share | Net


@dataclass(frozen=True, slots=True)
class Formula:
    """A caller's formula with the value that it has.

    `text` has no leading `=` and may name cells in braces: `{due}` is the cell of column `due` in the same row,
    `{due@total}` the grand total of the same table, `{due@3}` its third data row, `{ledger:due@total}` that of
    the first table of the sheet with key `ledger`, `{ledger:aged:due@total}` that of its table with key `aged`.
    `value` is in the column's own unit (fen for money) when an int; a Fraction is the number that the cell shows.
    """

    text: str
    value: int | Fraction | str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that differs from its column: another kind, or a fill and ink (six hex digits, e.g. `FFC7CE`)."""

    value: Any
    kind: Kind | None = None
    fill: str | None = None
    ink: str | None = None


@dataclass(frozen=True, slots=True)
class Col:
    """A column: `key` into the row, its head, its kind. `width` (in cells) is measured from the contents when None.

    Values by kind: TEXT str, Msg or anything with a `label`; CHOICE an enum with a `label` or a key of `choices`;
    INTEGER, MONEY (fen), AREA (0.0001 ㎡), RATE (10⁻⁶) int; DATE date; TIME and INSTANT aware datetime; FLAG bool.
    None is blank, and a str or Msg is taken in every kind. With `calc` the engine computes the cells.
    """

    key: str
    title: Words
    kind: Kind = Kind.TEXT
    choices: Mapping[str, Msg] | None = None
    calc: Calc | None = None
    width: int | None = None


NUMBER = Col(NUMBER_KEY, M("Row no."), Kind.INTEGER)


def col_of(column: Column) -> Col:
    """The same column as a list shows it."""
    return Col(column.key, column.title, column.kind, column.choices)


Row = Mapping[str, Any]
Totals = Mapping[str, Agg | Formula] | Sequence[str]


@dataclass(frozen=True, slots=True)
class Block:
    """One table: a head, rows, sub-totals of runs of equal `groups` values (outer first), a grand total.

    `totals` maps column keys to what the total rows say (a sequence of keys means sums). Rows must come in group order.
    `Ratio` and `Net` columns follow into the total rows without being named.
    """

    columns: Sequence[Col]
    rows: Sequence[Row]
    totals: Totals = ()
    groups: Sequence[str] = ()
    title: Words | None = None
    key: str = ""
    total_label: Words = TOTAL
    empty: Words = NOTHING

    @property
    def asked(self) -> Mapping[str, Agg | Formula]:
        """The totals as a mapping."""
        return self.totals if isinstance(self.totals, Mapping) else dict.fromkeys(self.totals, Agg.SUM)


class ChartKind(StrEnum):
    """How a chart is drawn."""

    BAR = "bar"
    LINE = "line"
    PIE = "pie"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over one table without groups (`block` is its place in the sheet).

    `anchor` is «below» (under the tables), «right» (beside them) or a cell address.
    """

    kind: ChartKind
    title: Words
    category: str
    values: Sequence[str]
    block: int = 0
    anchor: str = "below"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: one table (`columns`, `rows`, `totals`, `groups`) or several `blocks`, notes under them, charts.

    `key` is what formulas call it (the place in the book, `1`, `2`…, when empty). The filter stands on the first table.
    A `narrow` sheet has many columns: heads and words take more lines, so that a printed page can still be read.
    Of several blocks none has its head frozen, unless `freeze_head` says that the first one's is to stay in sight.
    """

    name: Words
    columns: Sequence[Col] = ()
    rows: Sequence[Row] = ()
    totals: Totals = ()
    groups: Sequence[str] = ()
    notes: Sequence[Words] = ()
    blocks: Sequence[Block] = ()
    charts: Sequence[Chart] = ()
    key: str = ""
    freeze_columns: int = 0
    freeze_head: bool = False
    auto_filter: bool = True
    narrow: bool = False

    @property
    def tables(self) -> tuple[Block, ...]:
        """Its tables in order."""
        if self.blocks:
            return tuple(self.blocks)
        return (Block(self.columns, self.rows, self.totals, self.groups),)


@dataclass(frozen=True, slots=True)
class Book:
    """A report. `generated_at` is aware and local: its zone is the zone that instants are shown in.

    `one_person`: the office's checks are made by whoever made the paper (setting `one_person_office`, 2.18).
    `only_of`: whose customers these are where they are not all of them (row visibility of 2.18), "" for the whole.
    `about` stands in the place of the period where the book has none.
    """

    title: Words
    project: str
    period: Words
    generated_at: datetime
    generated_by: str
    masked: bool
    practice: bool
    one_person: bool = False
    only_of: str = ""
    sheets: Sequence[Sheet] = field(default_factory=tuple)
    about: Words = ""

    def __post_init__(self) -> None:
        if self.generated_at.tzinfo is None:
            raise ValueError("generated_at must be aware")
        if not self.sheets:
            raise ValueError("a book needs a sheet")
