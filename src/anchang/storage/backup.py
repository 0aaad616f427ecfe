"""Verified copies of the office's file (design 5): copied by SQLite itself, checked on the copy, then renamed.

A copied file of a living database was corrupt 40 times of 40; this is the only way a copy is made.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlcipher3.dbapi2 as driver
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from anchang.domain.errors import Damaged, Refusal
from anchang.i18n import M
from anchang.storage import journal
from anchang.storage.base import table_of
from anchang.storage.engine import Store, connect_file, open_file
from anchang.storage.journal import Journal

PAGES_AT_ONCE = 2_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Copy:
    """One verified copy: where, and the journal's head in it."""

    path: Path
    seq: int
    head: str


class ServerOffice(Refusal):
    """The rows are on a server, whose own tools make copies."""

    code = "server_office"


def make_copy(store: Store, key: bytes | None, target: Path, progress: Progress | None = None) -> Copy:
    """Copy the living database to `target`, verify the copy, rename. Raises ServerOffice, Damaged."""
    if not store.is_file:
        raise ServerOffice(M("This office is on a PostgreSQL server: make copies there, with pg_dump."))
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(target.name + ".new")
    draft.unlink(missing_ok=True)
    copy = connect_file(draft, key)
    try:
        draft.chmod(0o600)
        with store.raw() as living:
            living.backup(
                copy,
                pages=PAGES_AT_ONCE,
                progress=lambda _status, left, total: progress(total - left, total) if progress else None,
            )
        copy.execute("PRAGMA journal_mode = DELETE").fetchone()
    finally:
        copy.close()
    found = verify(draft, key)
    draft.replace(target)
    _drop_side_files(draft)
    return Copy(target, found.seq, found.head)


def verify(path: Path, key: bytes | None) -> Copy:
    """Open a copy by itself and check every page and every reference. Raises Damaged that says what is wrong."""
    store = open_file(path, key)
    try:
        return _verified(store, path)
    except (driver.DatabaseError, DBAPIError) as error:
        raise Damaged(M("{path} is damaged: {reason}", path=path, reason=str(error).splitlines()[0])) from error
    finally:
        store.close()


def _verified(store: Store, path: Path) -> Copy:
    with store.raw() as connection:
        answer = connection.execute("PRAGMA integrity_check(5)").fetchall()
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if answer != [("ok",)]:
        raise Damaged(M("{path} is damaged: {reason}", path=path, reason=str(answer[0][0])))
    if broken is not None:
        raise Damaged(M("{path}: table {table} points to a row that is not there.", path=path, table=str(broken[0])))
    with store.read() as connection:
        seq, head = journal.head(connection)
    return Copy(path, seq, head)


def _drop_side_files(path: Path) -> None:
    for suffix in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def acts_after(store: Store, seq: int, limit: int = 20) -> tuple[int, list[tuple[int, datetime, str, str]]]:
    """How many acts came after a seq, and the first of them (seq, at, who, action): what a restore would lose."""
    table = table_of(Journal)
    with store.read() as connection:
        total = journal.head(connection)[0] - seq
        rows = connection.execute(
            select(table.c.seq, table.c.at, table.c.actor_name, table.c.action)
            .where(table.c.seq > seq)
            .order_by(table.c.seq)
            .limit(limit)
        )
        return max(total, 0), [(row.seq, row.at, row.actor_name, row.action) for row in rows]


def put_back(copy: Path, database: Path, kept: Path) -> None:
    """Replace the database by a verified copy; the replaced file is kept under `kept`."""
    draft = database.with_name(database.name + ".restored")
    draft.write_bytes(copy.read_bytes())
    draft.chmod(0o600)
    if database.exists():
        database.replace(kept)
        _drop_side_files(database)
    draft.replace(database)
