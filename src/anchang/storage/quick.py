"""Statements that every act runs: put together and compiled once, and on SQLite handed straight to the driver.

A writer is alone while it writes, so what an act costs inside its transaction is what everybody else waits for.
SQLAlchemy's own way takes four times as long as the statement itself; its types, its names and its errors are kept.
On a server the statement goes the ordinary way: there the network is what costs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Plan:
    """The compiled form: SQL, its parameters in order, and what comes out."""

    sql: str
    given: tuple[tuple[str, Convert | None], ...]
    fixed: Mapping[str, Any]
    names: tuple[str, ...]
    results: tuple[tuple[str, Convert], ...]


class Quick:
    """One statement with named `bindparam`s; lists as parameters (IN) are not for it."""

    __slots__ = ("_plan", "statement")

    def __init__(self, statement: Select[Any] | Insert | Update) -> None:
        self.statement = statement
        self._plan: _Plan | None = None

    def first(self, connection: Connection, given: Mapping[str, Any]) -> dict[str, Any] | None:
        """The first row by column names, or None."""
        if connection.dialect.name != "sqlite":
            found = connection.execute(self.statement, dict(given)).mappings().first()
            return None if found is None else dict(found)
        plan, cursor = self._execute(connection, given)
        row = cursor.fetchone()
        cursor.close()
        return None if row is None else _named(plan, row)

    def all(self, connection: Connection, given: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Every row by column names."""
        if connection.dialect.name != "sqlite":
            return [dict(row) for row in connection.execute(self.statement, dict(given)).mappings()]
        plan, cursor = self._execute(connection, given)
        return [_named(plan, row) for row in cursor.fetchall()]

    def tuples(self, connection: Connection, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Every row as its columns stand in the statement: for thousands of rows, where names would cost too much."""
        if connection.dialect.name != "sqlite":
            return [tuple(row) for row in connection.execute(self.statement, dict(given))]
        plan, cursor = self._execute(connection, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        for name, convert in plan.results:
            at = plan.names.index(name)
            rows = [(*row[:at], convert(row[at]), *row[at + 1 :]) for row in rows]
        return rows

    def change(self, connection: Connection, given: Mapping[str, Any]) -> int:
        """How many rows an update has changed. Raises SQLAlchemy's IntegrityError."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self.statement, dict(given)).rowcount
        return int(self._execute(connection, given)[1].rowcount)

    def add(self, connection: Connection, given: Mapping[str, Any]) -> int:
        """The number of the row that an insert has made; SQLite only. Raises SQLAlchemy's IntegrityError."""
        return int(self._execute(connection, given)[1].lastrowid)

    def many(self, connection: Connection, given: Sequence[Mapping[str, Any]]) -> None:
        """Run once for each of the parameters. Raises SQLAlchemy's IntegrityError."""
        if connection.dialect.name != "sqlite":
            connection.execute(self.statement, [dict(each) for each in given])
            return
        plan = self._planned(connection)
        ordered = [_ordered(plan, each) for each in given]
        driven: Any = connection.connection.driver_connection
        try:
            driven.executemany(plan.sql, ordered)
        except driver.Error as error:
            raise DBAPIError.instance(plan.sql, ordered, error, driver.Error, dialect=connection.dialect) from error

    def _planned(self, connection: Connection) -> _Plan:
        if self._plan is None:
            self._plan = _compiled(self.statement, connection.dialect)
        return self._plan

    def _execute(self, connection: Connection, given: Mapping[str, Any]) -> tuple[_Plan, Any]:
        plan = self._planned(connection)
        ordered = _ordered(plan, given)
        driven: Any = connection.connection.driver_connection
        try:
            return plan, driven.execute(plan.sql, ordered)
        except driver.Error as error:
            raise DBAPIError.instance(plan.sql, ordered, error, driver.Error, dialect=connection.dialect) from error


def _ordered(plan: _Plan, given: Mapping[str, Any]) -> list[Any]:
    values = {**plan.fixed, **given} if plan.fixed else given
    return [values[name] if convert is None else convert(values[name]) for name, convert in plan.given]


def stored(connection: Connection, sql: str, number: int | None = None) -> list[dict[str, Any]]:
    """The rows exactly as the database keeps them, no column types in between; `number` stands at the end of `sql`."""
    if connection.dialect.name != "sqlite":
        found = connection.exec_driver_sql(sql if number is None else f"{sql}{int(number)}")
        return [dict(row) for row in found.mappings()]
    driven: Any = connection.connection.driver_connection
    cursor = driven.execute(sql) if number is None else driven.execute(f"{sql}?", (number,))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _named(plan: _Plan, row: tuple[Any, ...]) -> dict[str, Any]:
    found = dict(zip(plan.names, row, strict=True))
    for name, convert in plan.results:
        found[name] = convert(found[name])
    return found


def _compiled(statement: Select[Any] | Insert | Update, dialect: Dialect) -> _Plan:
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    order = compiled.positiontup or []
    given = tuple((name, compiled.binds[name].type.bind_processor(dialect)) for name in order)
    fixed = {name: compiled.binds[name].value for name in order if not compiled.binds[name].required}
    columns = list(statement.selected_columns) if isinstance(statement, Select) else []
    results = [(column.key, column.type.result_processor(dialect, None)) for column in columns]
    return _Plan(
        sql=compiled.string,
        given=given,
        fixed=fixed,
        names=tuple(str(name) for name, _ in results),
        results=tuple((str(name), convert) for name, convert in results if convert is not None),
    )
