"""What `doctor` reads: the chain of the journal and the digest of every row, straight from the tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, inspect, text

from anchang.storage import journal
from anchang.storage.base import guards, tables
from anchang.storage.engine import Store, journal_mode
from anchang.storage.journal import START, UNTRACKED


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: `kind` names the check, `where` the row or place, `detail` what is there."""

    kind: str
    where: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FileState:
    """How the file is kept."""

    sqlite: str
    mode: str
    safe: bool


def file_faults(store: Store) -> Iterator[Fault]:
    """Pages and references of an SQLite file; the triggers on every database."""
    if not store.is_file:
        yield from _server_triggers(store)
        return
    with store.raw() as connection:
        for (line,) in connection.execute("PRAGMA integrity_check(20)").fetchall():
            if line != "ok":
                yield Fault("page", "file", str(line))
        for table, row_id, parent, _number in connection.execute("PRAGMA foreign_key_check").fetchall():
            yield Fault("reference", f"{table} #{row_id}", str(parent))
        known = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        }
        for table in tables():
            for statement in guards(table, "sqlite"):
                name = statement.split()[5]
                if name not in known:
                    yield Fault("trigger", name)


def _server_triggers(store: Store) -> Iterator[Fault]:
    with store.read() as connection:
        known = set(
            connection.execute(
                text(
                    "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                    "WHERE relnamespace = current_schema()::regnamespace AND tgenabled <> 'D'"
                )
            ).scalars()
        )
    for table in tables():
        for statement in guards(table, "postgresql"):
            name = statement.split()[4]
            if name not in known:
                yield Fault("trigger", name)


def file_state(store: Store) -> FileState | None:
    """SQLite's version and journal mode, None on a server."""
    if not store.is_file:
        return None
    with store.raw() as connection:
        version = str(connection.execute("SELECT sqlite_version()").fetchone()[0])
        mode = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
    return FileState(version, mode, mode.upper() == journal_mode()[0])


def chain_faults(connection: Connection, key: bytes) -> Iterator[Fault]:
    """Walk the whole chain: order, hash of each act with its children, and the head."""
    children = _children(connection)
    previous, expected, last = START, 1, 0
    latest_at = ""
    for row in connection.execute(text("SELECT * FROM journal ORDER BY seq")).mappings():
        seq = int(row["seq"])
        if seq != expected:
            yield Fault("journal_gap", f"journal #{expected}", str(seq))
        if row["previous"] != previous:
            yield Fault("journal_link", f"journal #{seq}")
        if journal.chain_hash(key, dict(row), children.pop(seq, [])) != row["hash"]:
            yield Fault("journal_row", f"journal #{seq}", str(row["action"]))
        if row["at"] < latest_at:
            yield Fault("clock_back", f"journal #{seq}", f"{row['at']} < {latest_at}")
        latest_at = max(latest_at, row["at"])
        previous, expected, last = row["hash"], seq + 1, seq
    for seq in children:
        yield Fault("journal_orphan", f"journal_row of #{seq}")
    yield from _head_faults(connection, key, last, previous)


def _children(connection: Connection) -> dict[int, list[tuple[str, int, str]]]:
    found: dict[int, list[tuple[str, int, str]]] = {}
    rows = connection.execute(text("SELECT seq, table_name, row_id, digest FROM journal_row ORDER BY id"))
    for seq, name, row_id, digest in rows:
        found.setdefault(int(seq), []).append((name, int(row_id), digest))
    return found


def _head_faults(connection: Connection, key: bytes, last: int, previous: str) -> Iterator[Fault]:
    head = connection.execute(text("SELECT seq, hash, mac, version FROM journal_head WHERE id = 1")).mappings().first()
    if head is None:
        yield Fault("journal_head", "journal_head")
        return
    if journal.mac(key, [int(head["seq"]), head["hash"]]) != head["mac"] or head["version"] != 1:
        yield Fault("journal_head", "journal_head", "mac")
    if int(head["seq"]) > last:
        yield Fault("journal_cut", f"journal #{last + 1} … #{head['seq']}", str(int(head["seq"]) - last))
    elif int(head["seq"]) != last or head["hash"] != previous:
        yield Fault("journal_head", "journal_head", f"{head['seq']} / {last}")


def row_faults(connection: Connection, key: bytes) -> Iterator[Fault]:
    """Every row of every table against its newest digest in the journal; an older office lacks the newer tables."""
    newest: dict[tuple[str, int], str] = {}
    for name, row_id, digest in connection.execute(
        text("SELECT table_name, row_id, digest FROM journal_row ORDER BY id")
    ):
        newest[name, int(row_id)] = digest
    present = set(inspect(connection).get_table_names())
    for table in tables():
        if table.name in UNTRACKED or table.name not in present:
            continue
        id_name = next(iter(table.primary_key.columns)).name
        for row in journal.stored_rows(connection, table):
            row_id = int(row[id_name])
            digest = newest.pop((table.name, row_id), None)
            if digest is None:
                yield Fault("row_unknown", f"{table.name} #{row_id}")
            elif journal.row_digest(key, table.name, row) != digest:
                yield Fault("row_changed", f"{table.name} #{row_id}")
    for name, row_id in newest:
        yield Fault("row_gone", f"{name} #{row_id}")


def hash_at(connection: Connection, seq: int) -> str | None:
    """The hash of one act, for an anchor."""
    found: Any = connection.execute(text("SELECT hash FROM journal WHERE seq = :seq"), {"seq": seq}).scalar()
    return None if found is None else str(found)
