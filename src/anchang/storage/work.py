"""How a use case writes: every insert and update goes through here, so that nothing escapes the journal."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Executable, Table, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from anchang.domain.errors import Refusal, Stale
from anchang.i18n import M
from anchang.storage.base import is_entry, table_of
from anchang.storage.journal import last_change

Row = Mapping[str, Any]


class Clash(Refusal):
    """A rule of the database itself said no; the use case names what clashed."""

    code = "clash"


class WrittenOnce(RuntimeError):
    """A use case tried to change a row that may only be written once: a defect, not a refusal."""


class Work:
    """One open transaction: reads, inserts, updates, and the list of rows that they touched."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.touched: dict[tuple[str, int], None] = {}

    def insert(self, model: type[SQLModel], **values: Any) -> int:
        """Add one row; returns its id. Raises Clash when a unique rule or a CHECK refuses it."""
        table = table_of(model)
        try:
            result = self.connection.execute(insert(table).values(**self._filled(model, values)))
        except IntegrityError as error:
            raise Clash(M("The database refused the row: {reason}", reason=str(error.orig))) from error
        primary = result.inserted_primary_key
        assert primary is not None
        row_id = int(primary[0])
        self.touched[table.name, row_id] = None
        return row_id

    def _filled(self, model: type[SQLModel], values: dict[str, Any]) -> dict[str, Any]:
        unknown = values.keys() - model.model_fields.keys()
        if unknown:
            raise TypeError(f"{model.__name__} has no {sorted(unknown)}")
        filled = {
            name: field.get_default(call_default_factory=True)
            for name, field in model.model_fields.items()
            if name != "id" and not field.is_required()
        }
        filled.update(values)
        return filled

    def insert_many(self, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Add many rows at once; returns their ids in the same order. Raises Clash, and then none of them counts."""
        if not rows:
            return []
        table = table_of(model)
        filled = [self._filled(model, dict(row)) for row in rows]
        if len({frozenset(row) for row in filled}) != 1:
            raise TypeError(f"{model.__name__}: rows with different columns")
        try:
            ids = self._insert_all(table, filled)
        except IntegrityError as error:
            raise Clash(M("The database refused the row: {reason}", reason=str(error.orig))) from error
        self.touched.update(((table.name, row_id), None) for row_id in ids)
        return ids

    def _insert_all(self, table: Table, rows: list[dict[str, Any]]) -> list[int]:
        if self.connection.dialect.name == "sqlite":
            # Whoever writes is alone (BEGIN IMMEDIATE) and no row is ever deleted, so the next numbers are free.
            first = int(self.connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()) + 1
            self.connection.execute(insert(table), [{"id": first + n, **row} for n, row in enumerate(rows)])
            return list(range(first, first + len(rows)))
        made = self.connection.execute(insert(table).returning(table.c.id, sort_by_parameter_order=True), rows)
        return [int(row_id) for row_id in made.scalars()]

    def update_many(self, model: type[SQLModel], changes: Mapping[int, Mapping[str, Any]]) -> None:
        """Change many rows, each its own columns, and add one to their versions. Raises Clash; Stale for a lost row."""
        table = table_of(model)
        if is_entry(table):
            raise WrittenOnce(table.name)
        alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for row_id, values in changes.items():
            names = tuple(sorted(values))
            alike.setdefault(names, []).append({"_row": row_id, **{f"_{name}": values[name] for name in names}})
        for names, rows in alike.items():
            statement = (
                update(table)
                .where(table.c.id == bindparam("_row"))
                .values(version=table.c.version + 1, **{name: bindparam(f"_{name}") for name in names})
            )
            try:
                changed = self.connection.execute(statement, rows).rowcount
            except IntegrityError as error:
                raise Clash(M("The database refused the row: {reason}", reason=str(error.orig))) from error
            if changed != len(rows):
                raise Stale(M("This has been changed by somebody else. Look at it again before you decide."))
        self.touched.update(((table.name, row_id), None) for row_id in changes)

    def update(self, model: type[SQLModel], row_id: int, *, expect: int | None = None, **values: Any) -> None:
        """Change one row and add one to its version. Raises Stale when `expect` is not its version any more."""
        table = table_of(model)
        if is_entry(table):
            raise WrittenOnce(table.name)
        statement = update(table).where(table.c.id == row_id).values(version=table.c.version + 1, **values)
        if expect is not None:
            statement = statement.where(table.c.version == expect)
        try:
            changed = self.connection.execute(statement).rowcount
        except IntegrityError as error:
            raise Clash(M("The database refused the row: {reason}", reason=str(error.orig))) from error
        if changed != 1:
            raise self._stale(table.name, row_id)
        self.touched[table.name, row_id] = None

    def _stale(self, table: str, row_id: int) -> Stale:
        found = last_change(self.connection, table, row_id)
        if found is None:
            return Stale(M("This has been changed by somebody else. Look at it again before you decide."))
        who, when = found
        return Stale(M("Already changed by {who} at {when}. Look at it again before you decide.", who=who, when=when))

    def row(self, model: type[SQLModel], row_id: int) -> Row | None:
        """One row by id, or None."""
        table = table_of(model)
        return self.first(select(table).where(table.c.id == row_id))

    def first(self, statement: Executable) -> Row | None:
        """The first row of a statement, or None."""
        return cast("Row | None", self.connection.execute(statement).mappings().first())

    def all(self, statement: Executable) -> Sequence[Row]:
        """All rows of a statement."""
        return cast("Sequence[Row]", self.connection.execute(statement).mappings().all())

    def value(self, statement: Executable) -> Any:
        """The first column of the first row, or None."""
        return self.connection.execute(statement).scalar()
