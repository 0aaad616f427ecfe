"""How a use case writes: every insert and update goes through here, so that nothing escapes the journal."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    Connection,
    Executable,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from anchang.domain.errors import Refusal, Stale
from anchang.i18n import M
from anchang.storage import log_index
from anchang.storage.base import ERASABLE, is_entry, table_of
from anchang.storage.journal import last_change
from anchang.storage.quick import Quick
from anchang.storage.rare import changing

Row = Mapping[str, Any]


class Clash(Refusal):
    """A rule of the database itself said no; the use case names what clashed."""

    code = "clash"


class WrittenOnce(RuntimeError):
    """A use case tried to change a row that may only be written once: a defect, not a refusal."""


@cache
def _unique_columns(table: Table) -> frozenset[str]:
    """The columns whose change may clash with another row, also those that decide whether a partial rule holds."""
    found: set[str] = set()
    for rule in table.constraints:
        if isinstance(rule, UniqueConstraint):
            found.update(column.name for column in rule.columns)
    for index in table.indexes:
        if index.unique:
            condition = str(index.dialect_options["postgresql"]["where"])
            found.update(column.name for column in table.c if column in index.columns.values())
            found.update(each.name for each in table.c if re.search(rf"\b{each.name}\b", condition))
    return frozenset(found)


# Statements are put together once for each table and set of columns: that costs more than running them.


@cache
def _insert_of(table: Table, names: tuple[str, ...]) -> Quick:
    return Quick(insert(table).values({name: bindparam(f"_{name}") for name in names}))


@cache
def _update_of(table: Table, names: tuple[str, ...], guarded: bool) -> Quick:
    statement = (
        update(table)
        .where(table.c.id == bindparam("_row"))
        .values(version=table.c.version + 1, **{name: bindparam(f"_{name}") for name in names})
    )
    return Quick(statement.where(table.c.version == bindparam("_expect")) if guarded else statement)


@cache
def _row_of(table: Table) -> Quick:
    return Quick(select(table).where(table.c.id == bindparam("_row")))


@cache
def _defaults(model: type[SQLModel]) -> tuple[frozenset[str], dict[str, Any]]:
    """The names of all fields, and what a new row has where nothing is said (plain values, never shared lists)."""
    fields = model.model_fields
    filled = {
        name: field.get_default(call_default_factory=True)
        for name, field in fields.items()
        if name != "id" and not field.is_required()
    }
    return frozenset(fields), filled


class Work:
    """One open transaction: reads, inserts, updates, and the list of rows that they touched."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.touched: dict[tuple[str, int], None] = {}
        self._forgiving = connection.dialect.name == "sqlite"  # a refused statement leaves the transaction alive

    @contextmanager
    def tried(self) -> Iterator[None]:
        """What is written inside stands only when nothing is raised; the transaction goes on either way."""
        with self.connection.begin_nested():
            yield

    def insert(self, model: type[SQLModel], **values: Any) -> int:
        """Add one row; returns its id. Raises Clash when a unique rule or a CHECK refuses it."""
        table = table_of(model)
        with self._clashing():
            row_id = self._insert_one(table, self._filled(model, values))
        self._touch(table, [row_id])
        return row_id

    def _insert_one(self, table: Table, values: dict[str, Any]) -> int:
        if self._forgiving:
            given = {f"_{name}": value for name, value in values.items()}
            return _insert_of(table, tuple(values)).add(self.connection, given)
        from sqlalchemy.dialects.postgresql import insert as server_insert

        # A server gives up the whole transaction at an error, so a row that clashes is left out without one. Numbers
        # are drawn as SQLite draws them, not from a sequence: whoever writes is alone, and refused acts leave no gaps.
        values.setdefault("id", select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery())
        made = self.connection.execute(
            server_insert(table).values(**values).on_conflict_do_nothing().returning(table.c.id)
        ).scalar()
        if made is None:
            raise Clash(M("The database refused the row: {reason}", reason=f"UNIQUE {table.name}"))
        return int(made)

    @contextmanager
    def _clashing(self, *, savepoint: bool = False) -> Iterator[None]:
        """Put the database's refusal into a Clash; with a savepoint the transaction lives on, on a server too."""
        try:
            if savepoint and not self._forgiving:
                with self.connection.begin_nested():
                    yield
            else:
                yield
        except IntegrityError as error:
            raise Clash(M("The database refused the row: {reason}", reason=str(error.orig))) from error

    def _filled(self, model: type[SQLModel], values: dict[str, Any]) -> dict[str, Any]:
        names, defaults = _defaults(model)
        unknown = values.keys() - names
        if unknown:
            raise TypeError(f"{model.__name__} has no {sorted(unknown)}")
        return {**defaults, **values}

    def insert_many(self, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Add many rows at once; returns their ids in the same order. Raises Clash, and then none of them counts."""
        if not rows:
            return []
        table = table_of(model)
        filled = [self._filled(model, dict(row)) for row in rows]
        if len({frozenset(row) for row in filled}) != 1:
            raise TypeError(f"{model.__name__}: rows with different columns")
        with self._clashing(savepoint=True):
            ids = self._insert_all(table, filled)
        self._touch(table, ids)
        return ids

    def _touch(
        self,
        table: Table,
        ids: Sequence[int],
        changed: Collection[str] | None = None,
        left: Sequence[int] = (),
    ) -> None:
        changing(self.connection, table.name)
        self.touched.update(((table.name, row_id), None) for row_id in ids)
        log_index.put(self.connection, table.name, ids, changed, left)

    def _insert_all(self, table: Table, rows: list[dict[str, Any]]) -> list[int]:
        # Whoever writes is alone and no row is ever deleted, so the next numbers are free.
        first = int(self.connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()) + 1
        self.connection.execute(insert(table), [{"id": first + n, **row} for n, row in enumerate(rows)])
        return list(range(first, first + len(rows)))

    def update_many(self, model: type[SQLModel], changes: Mapping[int, Mapping[str, Any]]) -> None:
        """Change many rows, each its own columns, and add one to their versions. Raises Clash; Stale for a lost row."""
        table = table_of(model)
        if is_entry(table):
            raise WrittenOnce(table.name)
        alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for row_id, values in changes.items():
            names = tuple(sorted(values))
            alike.setdefault(names, []).append({"_row": row_id, **{f"_{name}": values[name] for name in names}})
        every = {name for values in changes.values() for name in values}
        left = log_index.leaving(self.connection, table.name, changes, every)
        for names, rows in alike.items():
            with self._clashing(savepoint=bool(_unique_columns(table) & set(names))):
                changed = self.connection.execute(_update_of(table, names, False).statement, rows).rowcount
            if changed != len(rows):
                raise Stale(M("This has been changed by somebody else. Look at it again before you decide."))
        self._touch(table, list(changes), every, left)

    def update(self, model: type[SQLModel], row_id: int, *, expect: int | None = None, **values: Any) -> None:
        """Change one row and add one to its version. Raises Stale when `expect` is not its version any more."""
        table = table_of(model)
        if is_entry(table):
            raise WrittenOnce(table.name)
        given = {"_row": row_id, **{f"_{name}": value for name, value in values.items()}}
        if expect is not None:
            given["_expect"] = expect
        statement = _update_of(table, tuple(sorted(values)), expect is not None)
        left = log_index.leaving(self.connection, table.name, (row_id,), values)
        with self._clashing(savepoint=bool(_unique_columns(table) & values.keys())):
            changed = statement.change(self.connection, given)
        if changed != 1:
            raise self._stale(table.name, row_id)
        self._touch(table, [row_id], values, left)

    def blank(self, model: type[SQLModel], row_id: int) -> None:
        """Make the words about a person empty in a row that is written once (5.11); its other columns stay."""
        table = table_of(model)
        words = ERASABLE[table.name]
        self.connection.execute(update(table).where(table.c.id == row_id).values(dict.fromkeys(words, "")))
        self._touch(table, [row_id])

    def unchanged(self, model: type[SQLModel], row: Row, expect: int | None) -> None:
        """For an act that rests on a row and changes another one. Raises Stale when `expect` is not its version."""
        if expect is not None and expect != row["version"]:
            raise self._stale(table_of(model).name, row["id"])

    def _stale(self, table: str, row_id: int) -> Stale:
        found = last_change(self.connection, table, row_id)
        if found is None:
            return Stale(M("This has been changed by somebody else. Look at it again before you decide."))
        who, when = found
        return Stale(M("Already changed by {who} at {when}. Look at it again before you decide.", who=who, when=when))

    def row(self, model: type[SQLModel], row_id: int) -> Row | None:
        """One row by id, or None."""
        return _row_of(table_of(model)).first(self.connection, {"_row": row_id})

    def first(self, statement: Executable) -> Row | None:
        """The first row of a statement, or None."""
        return cast("Row | None", self.connection.execute(statement).mappings().first())

    def all(self, statement: Executable) -> Sequence[Row]:
        """All rows of a statement."""
        return cast("Sequence[Row]", self.connection.execute(statement).mappings().all())

    def value(self, statement: Executable) -> Any:
        """The first column of the first row, or None."""
        return self.connection.execute(statement).scalar()
