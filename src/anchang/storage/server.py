"""An office on a PostgreSQL server: the same tables and queries, taught to answer as SQLite does (design 2.2 and 5).

What differs between the two is settled here once, so that no query above has to know which database it is:

    text      is compared by code point (COLLATE "C"), whatever language the server was set up in
    LIKE      does not see ASCII case, and has no hidden escape character
    sums      of whole numbers are whole numbers, not decimals
    NULL      sorts before everything
    IS        compares with any value
"""

from typing import Any

from sqlalchemy import BindParameter, Column, Connection, Engine, UnaryExpression, create_engine, event
from sqlalchemy.dialects.postgresql.base import PGCompiler
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.sql import operators

from anchang.domain.errors import BadInput
from anchang.i18n import M
from anchang.storage.engine import WAIT_SECONDS, Store, why_gone

POOL = 5  # connections of one terminal; its screens read one after the other


class SameCompiler(PGCompiler):
    """Statements with the meaning that they have on SQLite."""

    def visit_like_op_binary(self, binary: Any, operator: Any, **kw: Any) -> str:
        return self._like(binary, "ILIKE", **kw)

    def visit_not_like_op_binary(self, binary: Any, operator: Any, **kw: Any) -> str:
        return self._like(binary, "NOT ILIKE", **kw)

    def _like(self, binary: Any, word: str, **kw: Any) -> str:
        left, right = self.process(binary.left, **kw), self.process(binary.right, **kw)
        escape = (binary.modifiers.get("escape") or "").replace("'", "''")
        return f"{left} {word} {right} ESCAPE '{escape}'"

    def visit_is__binary(self, binary: Any, operator: Any, **kw: Any) -> str:
        return self._same(binary, "IS", "IS NOT DISTINCT FROM", **kw)

    def visit_is_not_binary(self, binary: Any, operator: Any, **kw: Any) -> str:
        return self._same(binary, "IS NOT", "IS DISTINCT FROM", **kw)

    def _same(self, binary: Any, of_a_word: str, of_a_value: str, **kw: Any) -> str:
        """`IS` takes any value in the file; on the server only NULL, TRUE and FALSE, and our flags are 0 and 1."""
        word = of_a_value if isinstance(binary.right, BindParameter) else of_a_word
        return f"{self.process(binary.left, **kw)} {word} {self.process(binary.right, **kw)}"

    def order_by_clause(self, select: Any, **kw: Any) -> str:
        clauses = select._order_by_clause.clauses
        if not any(_may_be_null(each) for each in clauses):
            plain: str = super().order_by_clause(select, **kw)  # type: ignore[no-untyped-call]
            return plain
        return " ORDER BY " + ", ".join(self._sorted_by(each, **kw) for each in clauses)

    def _sorted_by(self, clause: Any, **kw: Any) -> str:
        written = str(clause._compiler_dispatch(self, **kw))
        if not _may_be_null(clause):
            return written
        return written + (" NULLS LAST" if _bare(clause)[1] else " NULLS FIRST")


def _bare(clause: Any) -> tuple[Any, bool]:
    """(what is sorted by, whether it falls): a clause without its wrappings."""
    falls = False
    while isinstance(clause, UnaryExpression) or clause.__visit_name__ == "label_reference":
        falls = falls or getattr(clause, "modifier", None) is operators.desc_op
        clause = clause.element
    return clause, falls


def _may_be_null(clause: Any) -> bool:
    """Only for plain columns: an order by a column that is never empty may use the server's own indexes."""
    column = _bare(clause)[0]
    return isinstance(column, Column) and bool(column.nullable)


def open_url(url: str) -> Store:
    """Open an office on a PostgreSQL server. Raises BadInput when the server does not answer or the URL is not one."""
    address = _address(url)
    writer = _engine(address, f"-c lock_timeout={int(WAIT_SECONDS * 1000)}")
    reader = _engine(address, "-c default_transaction_read_only=on", isolation_level="REPEATABLE READ")
    try:
        with reader.connect():
            pass
    except OperationalError as error:
        reader.dispose()
        raise BadInput(
            M("The database server does not answer: {reason}", reason=why_gone(error)), "database"
        ) from error
    return Store(writer, reader, name=f"{address.host or 'localhost'}/{address.database}")


def _address(url: str) -> URL:
    wrong = BadInput(M("{url}: the database URL must begin with postgresql://.", url=url.split("@")[-1]), "database")
    if not url.startswith(("postgresql://", "postgresql+psycopg://")):
        raise wrong
    try:
        return make_url(url).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        raise wrong from error


def _engine(address: URL, option: str, **options: Any) -> Engine:
    given = address.query.get("options", "")
    both = " ".join((given if isinstance(given, str) else " ".join(given), option)).strip()
    try:
        engine = create_engine(
            address,
            pool_size=POOL,
            max_overflow=12,
            pool_pre_ping=True,
            connect_args={"options": both, "client_encoding": "utf8"},
            **options,
        )
    except ModuleNotFoundError as error:
        raise BadInput(
            M("An office on PostgreSQL needs one more package: install anchang[postgres]."), "database"
        ) from error
    engine.dialect.statement_compiler = SameCompiler
    event.listen(engine, "connect", _whole_numbers)
    return engine


def _whole_numbers(connection: Any, _record: object) -> None:
    """The sum of a BIGINT column is NUMERIC on the server; we store no NUMERIC, so it is read as SQLite gives it."""
    from psycopg.adapt import Loader

    class Whole(Loader):
        def load(self, data: Any) -> int | float:
            written = bytes(data)
            return float(written) if b"." in written or written == b"NaN" else int(written)

    connection.adapters.register_loader("numeric", Whole)


def collate(connection: Connection) -> None:
    """Let every text column compare by code point. Called after the tables exist and after every migration."""
    found = connection.exec_driver_sql(
        "SELECT table_name, column_name, udt_name, character_maximum_length FROM information_schema.columns "
        "JOIN information_schema.tables USING (table_schema, table_name) "
        "WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' "
        "AND udt_name IN ('varchar', 'text') AND collation_name IS DISTINCT FROM 'C' ORDER BY 1, ordinal_position"
    )
    changes: dict[str, list[str]] = {}
    for table, column, kind, length in found:
        width = f"({length})" if length else ""
        changes.setdefault(table, []).append(f'ALTER COLUMN "{column}" TYPE {kind}{width} COLLATE "C"')
    for table, parts in changes.items():
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ' + ", ".join(parts))
