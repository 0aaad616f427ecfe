"""One office on which thousands of acts are tried and taken back: every try begins with the same rows.

The tries of one situation run in one transaction that is rolled back, each in a savepoint of its own. A transaction for
all of them would make each try slower than the one before: SQLite keeps what a savepoint took back until the end. What
an act stored is read from the rows that its journal names.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from anchang.domain.errors import AnchangError
from anchang.storage import journal
from anchang.storage.base import table_of, tables
from anchang.storage.journal import Journal, JournalRow
from tests.office import Desk

Fields = dict[str, Any]


@dataclass(frozen=True)
class Tried:
    """How an act ended: what was stored, or the error; `error` may be any exception."""

    stored: frozenset[str] = frozenset()
    error: Exception | None = None


class Bench:
    """A desk whose acts leave nothing behind."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._connection: Any = None
        self._tables = {table.name: table for table in tables()}

    @property
    def open_connection(self) -> Any:
        """The connection of the situation that is open, for a look at its rows."""
        return self._connection

    @contextmanager
    def put_back(self) -> Iterator[Any]:
        """What happens inside is undone: a situation when it is the outermost, else one try of it."""
        if self._connection is not None:
            point = self._connection.begin_nested()
            try:
                yield self._connection
            finally:
                point.rollback()
            return
        office = self.desk.office
        with office.store.write() as connection:
            self._connection = office._batch = connection
            try:
                yield connection
            finally:
                self._connection = office._batch = None
                connection.rollback()

    def try_out(self, login: str, name: str, fields: Fields) -> Tried:
        """Run the act and take it back."""
        with self.put_back() as connection:
            before = journal.head(connection)[0]
            try:
                self.desk.office.run_named(self.desk.session(login), name, copy.deepcopy(fields))
            except AnchangError as error:
                str(error)  # a message that cannot be said is a crash of its own
                return Tried(error=error)
            except Exception as error:  # noqa: BLE001 - what a crash is, is the question here
                return Tried(error=error)
            return Tried(frozenset(self._stored(connection, before)))

    def do(self, login: str, name: str, fields: Fields) -> None:
        """Run an act and keep it for this situation."""
        self.desk.office.run_named(self.desk.session(login), name, copy.deepcopy(fields))

    def _stored(self, connection: Any, before: int) -> Iterator[str]:
        acts, children = table_of(Journal), table_of(JournalRow)
        for act in connection.execute(acts.select().where(acts.c.seq > before)):
            yield act.reason
        for child in connection.execute(children.select().where(children.c.seq > before)):
            table = self._tables[child.table_name]
            row = connection.execute(table.select().where(table.c.id == child.row_id)).mappings().one()
            for value in row.values():
                yield from _texts(value)


def _texts(value: object) -> Iterator[str]:
    """The text, and every text inside when it is JSON."""
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield str(name)
            yield from _texts(each)
    elif isinstance(value, str):
        yield value
        if value[:1] in ("[", "{"):
            try:
                inner = json.loads(value)
            except ValueError:
                return
            yield from _texts(inner)


def put(fields: Fields, path: str, value: object) -> Fields:
    """A copy of the fields with one value put in: `name`, `rows[].layout`, `roles[]`."""
    made = copy.deepcopy(fields)
    head, dot, rest = path.partition(".")
    if not dot:
        made[head.removesuffix("[]")] = [value] if head.endswith("[]") else value
        return made
    group = made[head.removesuffix("[]")]
    inner = put(group[0] if head.endswith("[]") else group, rest, value)
    made[head.removesuffix("[]")] = [inner, *group[1:]] if head.endswith("[]") else inner
    return made

