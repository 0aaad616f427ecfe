"""The engine recipe: how rows are reached, the same for everybody above (design 5).

SQLite: the copy that sqlcipher3 brings, WAL with synchronous=FULL, BEGIN IMMEDIATE for writers with a jittered retry of
our own (SQLite's busy handler starves processes), a second engine for readers that cannot write.
PostgreSQL (`storage.server`): the same code; a writer starts by locking the head of the journal, which puts writers in
one queue as well.
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
from anchang.storage import rare

WAIT_SECONDS = 5.0
SHORT_WAIT = 20  # milliseconds that SQLite itself waits, for whoever recovers the file after a kill
LONGEST_PAUSE, SHORTEST_PAUSE, PATIENCE = 0.006, 0.0003, 0.15  # seconds: between two tries, and before they hurry
SAFE_SQLITE = (3, 51, 3)  # versions before it can corrupt a WAL file when it is reset
LOCKED = frozenset({"55P03", "40001", "40P01"})  # PostgreSQL: lock timeout, serialization failure, deadlock
MAKING = 0x616E6368616E67  # the advisory lock of whoever makes or rebuilds tables: there is no head to queue at


class ServerGone(Busy):
    """The server stopped answering; nothing is known to be changed, and the same key may be sent again."""

    code = "server_gone"


class Store:
    """One database. `write()` is one transaction, `read()` one snapshot; both belong to the calling thread."""

    def __init__(self, writer: Engine, reader: Engine, *, name: str) -> None:
        self._writer = writer
        self._reader = reader
        self.name = name
        self.is_file = writer.dialect.name == "sqlite"

    @contextmanager
    def write(self, wait: float = WAIT_SECONDS) -> Iterator[Connection]:
        """A transaction that commits at the end of the block or not at all.

        Raises Busy when others write for `wait` seconds, ServerGone when the server does not answer any more.
        """
        with self._answering(wait), self._writer.connect() as connection:
            self._begin(connection, wait)
            rare.begin(connection)
            begun = connection.get_transaction()
            assert begun is not None
            with begun:
                yield connection

    @contextmanager
    def write_empty(self) -> Iterator[Connection]:
        """A transaction in a database that has no journal yet; whoever else makes an office there waits."""
        with self._answering(), self._writer.connect() as connection, connection.begin():
            self._queue_of_makers(connection)
            yield connection

    @contextmanager
    def write_schema(self) -> Iterator[Connection]:
        """One transaction that may rebuild tables: references are not enforced inside it, the caller checks them."""
        with self._answering(), self._writer.connect() as connection:
            driven = connection.connection.driver_connection
            if self.is_file and driven is not None:
                driven.execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin():
                    self._queue_of_makers(connection)
                    yield connection
            finally:
                if self.is_file and driven is not None:
                    driven.execute("PRAGMA foreign_keys = ON")

    def _queue_of_makers(self, connection: Connection) -> None:
        if not self.is_file:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MAKING})")

    @contextmanager
    def _answering(self, wait: float = WAIT_SECONDS) -> Iterator[None]:
        """Put what the database says in the middle of a transaction into our own errors."""
        try:
            yield
        except DBAPIError as error:
            if is_locked(error):
                raise _busy(wait) from error
            if not self.is_file and is_gone(error):
                raise ServerGone(M("The database server does not answer: {reason}", reason=why_gone(error))) from error
            raise

    def _begin(self, connection: Connection, wait: float) -> None:
        if self.is_file:
            connection.info["wait"] = wait  # for the engine's own BEGIN
            connection.begin()
            return
        deadline = time.monotonic() + wait
        while True:
            try:
                connection.begin()
                if wait != WAIT_SECONDS:
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(int(wait * 1000), 1)}")
                connection.exec_driver_sql("SELECT seq FROM journal_head WHERE id = 1 FOR UPDATE")
            except DBAPIError as error:
                connection.rollback()
                if not is_locked(error):
                    raise
                if time.monotonic() >= deadline:
                    raise _busy(wait) from error
                time.sleep(random.uniform(0.001, 0.004))
            else:
                return

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot for one page or one report; nothing can be written through it."""
        with self._answering(), self._reader.connect() as connection, connection.begin():
            rare.begin(connection)
            yield connection

    @property
    def keeps_own_copies(self) -> bool:
        """Whether copies of these rows are made here; a server's own tools make those of a server."""
        return self.is_file

    def keep_private(self) -> None:
        """Let nobody but this account read the rows where they lie in a file."""
        if self.is_file:
            Path(self.name).chmod(0o600)

    def settle(self, wait: float = 0) -> bool:
        """Bring everything that was written into the one file, so that the file can be moved alone.

        False when somebody still read an older state after so many seconds: then the log beside the file stays.
        """
        deadline = time.monotonic() + wait
        while self.is_file:
            with self.raw() as connection:
                busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            if not busy:
                break
            if time.monotonic() >= deadline:
                return False
            time.sleep(LONGEST_PAUSE)
        return True

    def compact(self) -> None:
        """Write the file anew without what older programs left on its pages. Nobody else may have it open."""
        if self.is_file:
            with self.raw() as connection:
                connection.execute("VACUUM")

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
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state in LOCKED  # a server says its sentences in its own language
    text = str(error.orig).lower()
    return "locked" in text or "busy" in text


def is_gone(error: DBAPIError) -> bool:
    """Whether a server could not be reached, or hung up (classes 08 and 57P)."""
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", None) or ""
    return isinstance(error, OperationalError) and (not state or state.startswith(("08", "57P")))


def why_gone(error: DBAPIError) -> str:
    """The server's or the network's own reason, one line of it."""
    return (str(error.orig).strip().splitlines() or ["-"])[0]


def _busy(wait: float) -> Busy:
    return Busy(
        M("Another terminal has been writing for {seconds} s. Nothing was changed; try again.", seconds=int(wait))
    )


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
        str(path), isolation_level=None, check_same_thread=False, timeout=SHORT_WAIT / 1000, cached_statements=256
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
    connection.execute("PRAGMA secure_delete = ON")  # what is erased or replaced leaves nothing on its page (5.11)
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
        pool_use_lifo=True,  # the connection that was used last still has its pages and its statements at hand
        pool_reset_on_return="rollback",
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        driven: Any = connection.connection.driver_connection
        if read_only:
            driven.execute("BEGIN")
        else:
            take_turn(driven, connection.info.get("wait", WAIT_SECONDS))

    return engine


def take_turn(connection: Any, wait: float) -> None:
    """Begin to write as soon as nobody else does. Raises Busy after `wait` seconds.

    SQLite's own waiting favours whoever came last (it asks ever more seldom), so it is not used here. Nobody keeps a
    list of who waits; instead whoever has waited longer asks more often.
    """
    started = time.monotonic()
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except driver.OperationalError as error:
                if "locked" not in str(error):
                    raise OperationalError("BEGIN IMMEDIATE", None, error) from error
                waited = time.monotonic() - started
                if waited >= wait:
                    raise _busy(wait) from error
                time.sleep(random.uniform(0.5, 1.5) * pause_after(waited))
            else:
                return
    finally:
        connection.execute(f"PRAGMA busy_timeout = {SHORT_WAIT}")


def pause_after(waited: float) -> float:
    """Seconds until the next try of whoever has waited so many seconds.

    It has to go on falling as long as a queue lasts: where all who wait ask equally often, the turn is a lottery, and
    in a lottery somebody waits ten times as long as the others. With sixteen writers and 12 ms a turn the longest wait
    of 8,000 is half of what it is where the pauses stop falling after a tenth of a second, with half as many tries.
    """
    return max(SHORTEST_PAUSE, LONGEST_PAUSE / (1 + (waited / PATIENCE) ** 2))
