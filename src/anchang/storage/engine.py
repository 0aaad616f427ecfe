"""The engine recipe: how rows are reached, the same for everybody above (design 5).

SQLite: the copy that sqlcipher3 brings, WAL with synchronous=FULL, BEGIN IMMEDIATE for writers with a jittered retry of
our own (SQLite's busy handler starves processes), a second engine for readers that cannot write.
PostgreSQL: the same code; a writer starts by locking the head of the journal, which puts writers in one queue as well.
"""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool

from anchang.domain.errors import BadInput, Busy, Damaged
from anchang.i18n import M

WAIT_SECONDS = 5.0
SAFE_SQLITE = (3, 51, 3)  # versions before it can corrupt a WAL file when it is reset


class Store:
    """One database. `write()` is one transaction, `read()` one snapshot; both belong to the calling thread."""

    def __init__(self, writer: Engine, reader: Engine, *, name: str) -> None:
        self._writer = writer
        self._reader = reader
        self.name = name
        self.is_file = writer.dialect.name == "sqlite"

    @contextmanager
    def write(self, wait: float = WAIT_SECONDS) -> Iterator[Connection]:
        """A transaction that commits at the end of the block or not at all. Raises Busy after `wait` seconds."""
        with self._writer.connect() as connection:
            self._begin(connection, wait)
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    @contextmanager
    def write_empty(self) -> Iterator[Connection]:
        """A transaction in a database that has no journal yet."""
        with self._writer.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write_schema(self) -> Iterator[Connection]:
        """One transaction that may rebuild tables: references are not enforced inside it, the caller checks them."""
        with self._writer.connect() as connection:
            driven = connection.connection.driver_connection
            if self.is_file and driven is not None:
                driven.execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin():
                    yield connection
            finally:
                if self.is_file and driven is not None:
                    driven.execute("PRAGMA foreign_keys = ON")

    def _begin(self, connection: Connection, wait: float) -> None:
        deadline = time.monotonic() + wait
        pause = 0.0004
        while True:
            try:
                connection.begin()
                if not self.is_file:
                    connection.exec_driver_sql("SELECT seq FROM journal_head WHERE id = 1 FOR UPDATE")
            except DBAPIError as error:
                connection.rollback()
                if not is_locked(error):
                    raise
                if time.monotonic() >= deadline:
                    raise Busy(
                        M(
                            "Another terminal has been writing for {seconds} s. Nothing was changed; try again.",
                            seconds=int(wait),
                        )
                    ) from error
                time.sleep(random.uniform(0.2, 1.0) * pause)
                pause = min(pause * 1.3, 0.004)
            else:
                return

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot for one page or one report; nothing can be written through it."""
        with self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def raw(self) -> Iterator[Any]:
        """A driver connection outside any transaction, for backup and pragmas."""
        connection = self._writer.raw_connection()
        try:
            yield connection.driver_connection
        finally:
            connection.close()

    def close(self) -> None:
        """Let go of every connection."""
        self._reader.dispose()
        self._writer.dispose()


def is_locked(error: DBAPIError) -> bool:
    """Whether the database said «somebody else is writing»."""
    text = str(error.orig).lower()
    return "locked" in text or "busy" in text or "lock timeout" in text


def open_file(path: Path, key: bytes | None, *, create: bool = False) -> Store:
    """Open an office's file. Raises BadInput when there is none, Damaged when it cannot be read with this key."""
    if not create and not path.exists():
        raise BadInput(
            M("There is no office at {path}. Make one with «anchang init» or «anchang demo».", path=path), "office"
        )
    writer = _file_engine(path, key, read_only=False)
    reader = _file_engine(path, key, read_only=True)
    store = Store(writer, reader, name=str(path))
    try:
        with store.raw() as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except (driver.DatabaseError, DBAPIError) as error:
        store.close()
        if "locked" in str(error):
            raise
        raise Damaged(
            M("{path} cannot be read: the file is damaged, or its key is not the right one.", path=path)
        ) from error
    return store


def connect_file(path: Path, key: bytes | None, *, read_only: bool = False) -> Any:
    """A driver connection with every setting of the recipe asserted."""
    connection = driver.connect(
        str(path), isolation_level=None, check_same_thread=False, timeout=0.02, cached_statements=256
    )
    if key is not None:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    mode, synchronous = journal_mode()
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != mode.lower():
        set_journal_mode(connection, mode)
    connection.execute(f"PRAGMA synchronous = {synchronous}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute("PRAGMA cache_size = -16000")
    connection.execute("PRAGMA temp_store = MEMORY")
    if connection.execute("PRAGMA foreign_keys").fetchone()[0] != 1:
        raise Damaged(M("This SQLite cannot keep foreign keys; use the one that Anchang brings."))
    if read_only:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA busy_timeout = 5000")
    return connection


def set_journal_mode(connection: Any, mode: str) -> None:
    """Switch the journal mode, waiting for whoever opened the file at the same instant."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            connection.execute(f"PRAGMA journal_mode = {mode}").fetchone()
        except driver.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() >= deadline:
                raise
            time.sleep(random.uniform(0.002, 0.01))
        else:
            return


def journal_mode() -> tuple[str, str]:
    """(journal mode, synchronous) that are safe with the SQLite at hand."""
    return ("WAL", "FULL") if driver.sqlite_version_info >= SAFE_SQLITE else ("TRUNCATE", "EXTRA")


def _file_engine(path: Path, key: bytes | None, *, read_only: bool) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=driver,
        creator=lambda: connect_file(path, key, read_only=read_only),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=12,
        pool_reset_on_return="rollback",
    )
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def open_url(url: str) -> Store:
    """Open an office on a PostgreSQL server. Raises BadInput when the server does not answer or the URL is not one."""
    if not url.startswith(("postgresql://", "postgresql+psycopg://")):
        raise BadInput(M("{url}: the database URL must begin with postgresql://.", url=url.split("@")[-1]), "database")
    address = url.replace("postgresql://", "postgresql+psycopg://", 1)
    writer = create_engine(address, pool_pre_ping=True, connect_args={"options": "-c lock_timeout=5000"})
    reader = create_engine(
        address,
        pool_pre_ping=True,
        isolation_level="REPEATABLE READ",
        connect_args={"options": "-c default_transaction_read_only=on"},
    )
    try:
        with reader.connect():
            pass
    except OperationalError as error:
        raise BadInput(
            M("The database server does not answer: {reason}", reason=str(error.orig).splitlines()[0]), "database"
        ) from error
    return Store(writer, reader, name=url.split("@")[-1])
