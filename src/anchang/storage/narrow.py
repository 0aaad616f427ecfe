"""A list narrowed down: every filter as the condition that tests a row, and as a word of the index that finds it.

The conditions alone say what a list holds, on every database; on SQLite the index (`storage.log_index`) brings the rows
that they are asked of. So a search of one sign gives what a scan gives, at the price of the rows on the screen.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, UnaryExpression, false, func, or_, select, text
from sqlalchemy.sql.operators import custom_op
from sqlalchemy.sql.visitors import replacement_traverse

from anchang.storage import desk_filters, log_index
from anchang.storage.base import table_of
from anchang.storage.customer import Customer
from anchang.storage.customer_query import id_by_phone
from anchang.storage.log_index import PAIR, Log
from anchang.storage.reading import Read

_CUSTOMER = table_of(Customer)
_NUMBER = re.compile(r"[A-Z]{2}\d{4}[\d-]*\Z")  # «LF2026…»: a text that begins like a row's own number is one
_WHOLE_DAY = 10  # signs of such a number from which on it says at least the day
_MOST_WORDS = 12  # of one text that are looked for; the row itself is tested for the rest
_FIRST, _GROWTH, _MOST = 64, 4, 16_384  # entries in one draught beside those wanted


@dataclass(frozen=True, slots=True)
class Finder:
    """Where the rows of a list are found. `exact`: the index knows all that the conditions ask, so it may count."""

    log: Log
    table: Table
    query: str
    first: int | None
    last: int | None
    exact: bool

    def among(
        self, statement: Select[Any], ids: Sequence[int], keys: Sequence[ColumnElement[Any]], *, falling: bool
    ) -> Select[Any]:
        """The rows of the statement that are among these, in the order of the keys, by no index of theirs."""
        listed = func.json_each(json.dumps(ids)).table_valued("value")
        order = [_alone(key) for key in keys]
        return statement.where(self.table.c.id.in_(select(listed.c.value))).order_by(
            *(key.desc() if falling else key.asc() for key in order)
        )

    def found(self, statement: Select[Any]) -> Select[Any]:
        """The rows of the statement that the index finds."""
        bounds, values = self._bounds(self.first, self.last)
        mask = (1 << 32) - 1
        inner = f"SELECT rowid & {mask} FROM {self.log.name} WHERE {self.log.name} MATCH :query{bounds}"
        condition: ColumnElement[bool] = text(  # type: ignore[assignment]
            f"{self.table.name}.id IN ({inner})"
        ).bindparams(query=self.query, **values)
        return statement.where(condition)

    def count(self, read: Read) -> int:
        """How many entries there are."""
        bounds, values = self._bounds(self.first, self.last)
        statement = text(f"SELECT count(*) FROM {self.log.name} WHERE {self.log.name} MATCH :query{bounds}")
        return int(read.connection.execute(statement, {"query": self.query, **values}).scalar() or 0)

    def draughts(
        self, read: Read, edge: Sequence[Any] | None, *, falling: bool, enough: int
    ) -> Iterator[list[int]]:
        """The ids of rows in runs of whole days, the nearest to the edge first."""
        first, last = self.first, self.last
        if edge is not None:
            day = log_index.day_of(edge[0])
            if falling:
                last = min(log_index.first_entry(day + 1) - 1, last) if last is not None else _end_of(day)
            else:
                first = max(log_index.first_entry(day), first) if first is not None else log_index.first_entry(day)
        size = enough + _FIRST
        while True:
            run = self._entries(read, first, last, falling=falling, limit=size)
            if len(run) == size:  # the rest of the day on which it ends
                day = run[-1] >> 32
                begins, ends = log_index.first_entry(day), _end_of(day)
                if falling:
                    run += self._entries(read, begins, run[-1] - 1, falling=True)
                    last = begins - 1
                else:
                    run += self._entries(read, run[-1] + 1, ends, falling=False)
                    first = ends + 1
            else:
                size = 0
            if run:
                yield [log_index.row_of(entry) for entry in run]
            if not size:
                return
            size = min(size * _GROWTH, _MOST)

    def _entries(
        self, read: Read, first: int | None, last: int | None, *, falling: bool, limit: int | None = None
    ) -> list[int]:
        bounds, values = self._bounds(first, last)
        order = "DESC" if falling else "ASC"
        sql = f"SELECT rowid FROM {self.log.name} WHERE {self.log.name} MATCH :query{bounds} ORDER BY rowid {order}"
        if limit is not None:
            sql += f" LIMIT {limit}"
        return list(read.connection.execute(text(sql), {"query": self.query, **values}).scalars())

    @staticmethod
    def _bounds(first: int | None, last: int | None) -> tuple[str, dict[str, int]]:
        said, values = "", {}
        if first is not None:
            said, values["first"] = " AND rowid >= :first", first
        if last is not None:
            said, values["last"] = f"{said} AND rowid <= :last", last
        return said, values


def _end_of(day: int) -> int:
    return log_index.first_entry(day + 1) - 1


class Narrow:
    """The conditions of one list, put together filter by filter."""

    def __init__(self, read: Read, log: Log, table: Table) -> None:
        self.read = read
        self.log = log
        self.table = table
        self.where: list[ColumnElement[bool]] = [table.c.project_id == read.project_id]
        self._marks = [_said(log_index.choice_word("project_id", read.project_id))]
        self._first: int | None = None
        self._last: int | None = None
        self._worth = False  # whether the index says more than the table's own indexes
        self._exact = True

    def own(self, column: Column[Any]) -> None:
        """Nothing for whoever sees all, else that the row is one's own."""
        if not self.read.sees_all:
            self.where.append(column == self.read.staff_id)
            self._mark(column.name, [self.read.staff_id])

    def also(self, condition: ColumnElement[bool]) -> None:
        """A condition that the index knows nothing of."""
        self.where.append(condition)
        self._exact = False

    def days(self, filters: Mapping[str, Any], at: Column[Any]) -> None:
        """`since` and `until`, both included."""
        self.where += desk_filters.days(self.read, filters, at)
        if filters.get("since"):
            begins = desk_filters.bounds(self.read, filters["since"])[0]
            self._first = log_index.first_entry(log_index.day_of(begins))
            self._exact &= log_index.is_day_edge(begins)
        if filters.get("until"):
            ends = desk_filters.bounds(self.read, filters["until"])[1]
            self._exact &= log_index.is_day_edge(ends)
            self._last = _end_of(_day_before(ends))

    def equal(self, filters: Mapping[str, Any], key: str, column: Column[Any] | None = None) -> None:
        """A filter that asks for one value of a column; the column's name is the key where none is given."""
        if filters.get(key) is not None:
            where = self.table.c[key] if column is None else column
            value = int(filters[key]) if isinstance(filters[key], bool) else str(filters[key])
            self.where.append(where == value)
            self._mark(where.name, [value])
            self._worth = True

    def listed(self, filters: Mapping[str, Any], key: str, column: Column[Any]) -> None:
        """A filter that asks for one of several values, kept separated by spaces."""
        if filters.get(key):
            self.where.append((" " + column + " ").contains(f" {filters[key]} ", autoescape=True))
            if str(filters[key]).split() == [str(filters[key])]:
                self._mark(column.name, [filters[key]])
                self._worth = True
            else:
                self._exact = False

    def person(self, filters: Mapping[str, Any], column: Column[Any]) -> None:
        """`consultant`: by name, login, number or id."""
        wanted = filters.get("consultant")
        if not wanted:
            return
        found = [wanted] if isinstance(wanted, int) else desk_filters.staff_ids(self.read, str(wanted))
        self.where.append(column.in_(found) if found else false())
        if found:
            self._mark(column.name, found)
            self._worth |= len(found) > 1
        else:
            self._exact = False

    def customer(self, filters: Mapping[str, Any], column: Column[Any]) -> None:
        """Everything of one customer (an id)."""
        if filters.get("customer"):
            self._of_one(column, filters["customer"])

    def _of_one(self, column: Column[Any], customer_id: int) -> None:
        """The rows of one customer are few. The project is still asked for, but not by its index: without figures of
        the table the database would walk the whole project to count them."""
        self.where[0] = (self.table.c.project_id + 0) == self.read.project_id
        self.where.append(column == customer_id)
        self._exact = False

    def means(
        self,
        filters: Mapping[str, Any],
        words: Sequence[Column[Any]],
        phone: Column[Any],
        initials: Callable[[str], ColumnElement[bool]],
        *,
        customer_id: Column[Any] | None = None,
        number: Column[Any] | None = None,
    ) -> None:
        """`text`: a complete phone number is that of a customer and nothing else, where the rows have one; so is what
        begins like a row's own number; anything else is a piece of what was written, of the number, of the initials.
        """
        wanted = str(filters.get("text") or "").strip()
        if not wanted:
            return
        whole = desk_filters.whole_number(wanted)
        if whole and customer_id is not None:
            self._of_one(customer_id, id_by_phone(self.read, whole) or -1)
        elif number is not None and _NUMBER.match(wanted.upper()):
            self._numbered(number, wanted.upper())
        else:
            self._written(wanted, words, phone, initials)

    def _numbered(self, number: Column[Any], wanted: str) -> None:
        self._exact = False
        self.where.append(number.startswith(wanted, autoescape=True))
        if len(wanted) >= _WHOLE_DAY:
            self.where += [number >= wanted, number < wanted + "\uffff"]

    def _written(
        self,
        wanted: str,
        words: Sequence[Column[Any]],
        phone: Column[Any],
        initials: Callable[[str], ColumnElement[bool]],
    ) -> None:
        piece, letters = desk_filters.digits(wanted), desk_filters.letters(wanted)
        tests = [column.contains(wanted, autoescape=True) for column in words]
        pieces = [log_index.pairs(wanted) if len(wanted) >= PAIR else log_index.signs(wanted)]
        self._exact &= len(wanted) <= PAIR and not log_index.is_foreign(wanted)
        if piece:
            tests.append(desk_filters.holds(self.read, phone, piece))
            pieces.append(log_index.number_words(piece))
            self._exact = False
        if letters:
            tests.append(initials(letters))
            pieces.append([log_index.initials_word(letters)])
            self._exact &= len(letters) <= log_index.LETTERS
        self.where.append(or_(*tests))
        each = [" AND ".join(_said(word) for word in dict.fromkeys(some[:_MOST_WORDS])) for some in pieces]
        self._marks.append("(" + " OR ".join(f"({one})" for one in each) + ")")
        self._worth = True

    def _mark(self, column: str, values: Sequence[object]) -> None:
        words = " OR ".join(_said(log_index.choice_word(column, each)) for each in values)
        self._marks.append(f"({words})")

    @property
    def tests(self) -> list[ColumnElement[bool]]:
        """The conditions for a statement. SQLite takes any index for a good one; beside a finder only the id's is."""
        if self.finder() is None:
            return self.where
        return [replacement_traverse(each, {}, self._unindexed) for each in self.where]

    def _unindexed(self, element: Any, **_: Any) -> Any:
        return _alone(element) if isinstance(element, Column) and element.table is self.table else None

    def finder(self) -> Finder | None:
        """Where to look, or None where the table's own indexes serve as well, and on a server."""
        if not self._worth or self.read.connection.dialect.name != "sqlite":
            return None
        return Finder(self.log, self.table, " AND ".join(self._marks), self._first, self._last, self._exact)


def _alone(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column as an expression that SQLite has no index for."""
    return UnaryExpression(column, operator=custom_op("+"), type_=column.type)


def _said(word: str) -> str:
    return f'"{word}"'


def _day_before(ends: datetime) -> int:
    return log_index.day_of(ends) - (1 if log_index.is_day_edge(ends) else 0)

