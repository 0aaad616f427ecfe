"""How a use case writes: every insert and update goes through here, so that nothing escapes the journal."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Executable, insert, select, update
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
