"""What every table has in common, and the list of tables that may only grow.

`Record` rows may be changed by a use case and carry a version; `Entry` rows are written once (amounts, events, the
journal). Neither is ever deleted: triggers refuse it, also against REPLACE (design 4).
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Connection, Table, event
from sqlmodel import Field, SQLModel
from sqlmodel.main import SQLModelMetaclass

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


# Words about a person in rows that are written once: the law may want them gone (5.11). They can be blanked, never
# rewritten; every other column of these rows stays as it is.
ERASABLE: dict[str, tuple[str, ...]] = {
    "customer_owner": ("reason",),
    "customer_number": ("phone",),
    "customer_look": ("why",),
    "consent": ("why",),
    "lead_event": ("reason",),
    "register_import_change": ("before",),
    "correction": ("reason", "before", "after"),
    "ownership_note": ("text",),
    "ownership_evidence": ("text",),
    "ownership_decision": ("reason", "penalty_note"),
    "agent_report": ("name", "phone", "note"),
}


class _OnlyTable(SQLModelMetaclass):
    """Makes the table of a model and nothing else.

    No row is ever an object here, and mapping every model to objects was a fifth of what each command took to begin.
    """

    def __init__(cls, name: str, bases: tuple[type, ...], content: dict[str, Any], **options: Any) -> None:
        if not options.get("table"):
            super().__init__(name, bases, content, **options)
            return
        type.__init__(cls, name, bases, content)
        columns: dict[str, Column[Any]] = {field: cls.__dict__[field] for field in cls.model_fields}
        for field, column in columns.items():
            column.key = column.name = field
        made = Table(
            cls.__tablename__,  # type: ignore[attr-defined]  # SQLModel's own default, or the model's word
            SQLModel.metadata,
            *columns.values(),
            *content.get("__table_args__", ()),
        )
        type.__setattr__(cls, "__table__", made)


class Record(SQLModel, metaclass=_OnlyTable):
    """A row that a use case may change; `version` grows by one each time."""

    id: int | None = Field(default=None, primary_key=True)
    version: int = Field(default=1, nullable=False)


class Entry(SQLModel, metaclass=_OnlyTable):
    """A row that is written once."""

    id: int | None = Field(default=None, primary_key=True)


def table_of(model: type[SQLModel]) -> Table:
    """The SQLAlchemy table behind a model."""
    found: Table = model.__table__  # type: ignore[attr-defined]
    return found


def tables() -> Iterator[Table]:
    """Every table of the office, parents first."""
    yield from SQLModel.metadata.sorted_tables


def is_entry(table: Table) -> bool:
    """Whether the table may only grow."""
    return "version" not in table.c


def protect(connection: Connection) -> None:
    """Create the triggers that keep rows, and the indexes of the logs.

    Called after the tables exist and after every batch migration.
    """
    if connection.dialect.name == "postgresql":
        from anchang.storage.server import collate

        collate(connection)
        connection.exec_driver_sql(POSTGRES_KEEP)
    else:
        from anchang.storage import log_index

        log_index.make(connection)
    for table in tables():
        for statement in guards(table, connection.dialect.name):
            connection.exec_driver_sql(statement)


def guards(table: Table, dialect: str) -> list[str]:
    """The trigger statements of one table."""
    name = table.name
    if dialect == "postgresql":
        return _postgres_guards(table)
    made = [
        f"CREATE TRIGGER IF NOT EXISTS keep_{name}_delete BEFORE DELETE ON {name} "
        f"BEGIN SELECT RAISE(ABORT, '{name}: rows are never deleted'); END",
    ]
    if is_entry(table):
        made.append(
            f"CREATE TRIGGER IF NOT EXISTS keep_{name}_update BEFORE UPDATE ON {name} {_unless_blanked(table)}"
            f"BEGIN SELECT RAISE(ABORT, '{name}: rows are written once'); END"
        )
    key = next(iter(table.primary_key.columns)).name
    made.append(
        f"CREATE TRIGGER IF NOT EXISTS keep_{name}_replace BEFORE INSERT ON {name} "
        f"WHEN NEW.{key} IS NOT NULL AND EXISTS (SELECT 1 FROM {name} WHERE {key} = NEW.{key}) "
        f"BEGIN SELECT RAISE(ABORT, '{name}: rows are never replaced'); END"
    )
    return made


POSTGRES_KEEP = (
    "CREATE OR REPLACE FUNCTION anchang_keep() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', "
    "MESSAGE = TG_TABLE_NAME || ': rows are never deleted, and entries are written once'; END $$"
)


def _unless_blanked(table: Table, same: str = "IS") -> str:
    """The condition of a trigger that lets nothing pass but words about a person being made empty."""
    words = ERASABLE.get(table.name, ())
    if not words:
        return ""
    kept = " AND ".join(f"NEW.{column.name} {same} OLD.{column.name}" for column in table.c if column.name not in words)
    gone = " AND ".join(f"(NEW.{name} {same} OLD.{name} OR NEW.{name} = '')" for name in words)
    return f"WHEN (NOT ({kept} AND {gone})) "


def _postgres_guards(table: Table) -> list[str]:
    name = table.name
    blanked = _unless_blanked(table, "IS NOT DISTINCT FROM")
    events = "DELETE OR UPDATE" if is_entry(table) and not blanked else "DELETE"
    made = [
        f"CREATE OR REPLACE TRIGGER keep_{name} BEFORE {events} ON {name} FOR EACH ROW EXECUTE FUNCTION anchang_keep()",
        f"CREATE OR REPLACE TRIGGER keep_{name}_all BEFORE TRUNCATE ON {name} EXECUTE FUNCTION anchang_keep()",
    ]
    if blanked:
        made.append(
            f"CREATE OR REPLACE TRIGGER keep_{name}_update BEFORE UPDATE ON {name} FOR EACH ROW {blanked}"
            "EXECUTE FUNCTION anchang_keep()"
        )
    return made


@event.listens_for(SQLModel.metadata, "after_create")
def _protect_new(target: object, connection: Connection, **_: object) -> None:
    protect(connection)
