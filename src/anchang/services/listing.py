"""What a list is made of, said once for the console's lists and for `anchang list`.

A `Listing` names its columns, its filters and where its pages come from. Pages go by key, never by offset: a cursor is
the sort key of a row, so that row 900,000 costs what row 1 costs (design 5).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from anchang.domain import measure, money
from anchang.i18n import M, Msg

Cursor = tuple[Any, ...]
Row = Mapping[str, Any]


class Kind(StrEnum):
    """How a value is shown, aligned and written to a file."""

    TEXT = "text"
    CHOICE = "choice"  # an enum's value; `choices` has the words
    INTEGER = "integer"
    MONEY = "money"  # fen
    AREA = "area"  # 0.0001 ㎡
    RATE = "rate"  # 10⁻⁶
    PART = "part"  # 10⁻⁶ of one: a deal whose credit is shared
    DATE = "date"
    TIME = "time"  # an instant, shown as local HH:MM
    INSTANT = "instant"  # an instant, shown as local date and time
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` into the row, its head in words, its kind, its width in cells."""

    key: str
    title: Msg
    kind: Kind = Kind.TEXT
    width: int = 12
    choices: Mapping[str, Msg] | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing a list can be narrowed by; `choices` for a closed set of values."""

    key: str
    title: Msg
    kind: Kind = Kind.TEXT
    choices: Mapping[str, Msg] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in order. `before` and `after` are the cursors for the pages on both sides, None at an end."""

    rows: tuple[Row, ...]
    before: Cursor | None
    after: Cursor | None


@dataclass(frozen=True, slots=True)
class Ask:
    """Which page: the rows after a cursor, or the rows before it (still given in list order), or an end of the list.

    `last` asks for the final page. At most one of after / before / last is given; none of them is the first page.
    """

    filters: Mapping[str, Any]
    after: Cursor | None = None
    before: Cursor | None = None
    last: bool = False
    limit: int = 200


@dataclass(frozen=True, slots=True)
class Listing:
    """A named list: `page(read, ask)` and `count(read, filters)` are queries of the storage layer.

    `row_key` and `person_key` are the keys of a row's id and of the customer it is about, where it is about one.
    """

    name: str
    title: Msg
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    page: Callable[[Any, Ask], Page]
    count: Callable[[Any, Mapping[str, Any]], int]
    row_key: str = "id"
    person_key: str = "customer_id"


def filters_said(listing: Listing, filters: Mapping[str, Any]) -> list[tuple[Msg, Msg | str]]:
    """What a list is narrowed down to, in words: the name and the value of each filter, in the list's order."""
    return [
        (one.title, _value_said(one, filters[one.key])) for one in listing.filters if filters.get(one.key) is not None
    ]


def _value_said(one: Filter, value: Any) -> Msg | str:
    if one.choices is not None:
        return one.choices.get(str(value), str(value))
    if one.kind is Kind.FLAG and isinstance(value, bool):
        return M("yes") if value else M("no")
    if isinstance(value, int) and one.kind in _NUMBERS:
        return _NUMBERS[one.kind](value)
    return str(value)


_NUMBERS: Mapping[Kind, Callable[[int], str]] = {
    Kind.INTEGER: lambda value: f"{value:,}",
    Kind.MONEY: money.show,
    Kind.AREA: measure.show_area,
    Kind.RATE: measure.show_percent,
    Kind.PART: measure.show_part,
}
