"""The journal: one chained row an act, one child row for each row that the act changed (design 4).

    journal      seq, who, what, when, why, key;  hash = mac(previous hash, this row, its children)
    journal_row  table, row, digest of all its columns after the act
    act_words    reason and answer of an act about a person: the chain has their digest, so that they can be erased
    journal_head the newest seq and hash, so that a cut tail shows at once

Everything is keyed (BLAKE2b, 32 bytes) with a key that lies outside the data folder and outside the backups.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Connection, Index, Table, bindparam, func, insert, select, text, update
from sqlmodel import Field, SQLModel

from anchang.storage.base import Entry, Record, table_of
from anchang.storage.columns import day, instant, instant_text
from anchang.storage.quick import Quick, stored

START = "0" * 64
RARE_TABLES = ("permit", "project", "setting", "staff")  # see storage.rare
# An expression, not the column: else SQLite would go through the index of the column, every row of these tables.
CHANGED_RARELY = f"(table_name || '') IN {RARE_TABLES}"
ONE_BY_ONE = 8  # so many rows are read each by the same statement, more of them by one that is made for them


class Journal(SQLModel, table=True):
    """One act. `seq` is gapless; order is by it, never by the clock."""

    seq: int | None = Field(default=None, primary_key=True)
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)
    project_id: int | None = None
    actor_id: int | None = None
    actor_name: str
    roles: str
    action: str
    reason: str = ""
    content: str = ""  # digest of what was asked, so that a key can be recognised
    result: str = ""  # what was answered, so that the same key gets the same answer
    key: str | None = Field(default=None, unique=True)
    previous: str
    hash: str


class JournalRow(Entry, table=True):
    """One changed row of one act."""

    __tablename__ = "journal_row"
    __table_args__ = (
        Index("ix_journal_row_table_name_row_id", "table_name", "row_id", "seq"),
        Index(
            "ix_journal_row_changed_rarely",
            "seq",
            sqlite_where=text(CHANGED_RARELY),
            postgresql_where=text(CHANGED_RARELY),
        ),
    )

    seq: int = Field(foreign_key="journal.seq", index=True)
    table_name: str
    row_id: int
    digest: str


class ActWords(Record, table=True):
    """Why somebody did something with a person's rows, and what was answered: words that may name the person.

    They are kept beside the chain, which holds the digest of this row as of any other; erasing the person makes them
    empty (5.11). `id` is the act's seq.
    """

    __tablename__ = "act_words"

    seq: int = Field(foreign_key="journal.seq", unique=True)
    reason: str = ""
    result: str = ""


class JournalHead(Record, table=True):
    """The newest act; also the row that writers on a server queue at."""

    __tablename__ = "journal_head"

    seq: int = 0
    hash: str = START
    mac: str = ""


class OfficeRecord(Record, table=True):
    """What this office is: one row."""

    __tablename__ = "office_record"

    uid: str
    practice: bool = False
    demo: bool = False
    created_at: datetime = instant(nullable=False)
    program: str


_JOURNAL = table_of(Journal)
_ROWS = table_of(JournalRow)
_HEAD = table_of(JournalHead)
_WORDS = table_of(ActWords)
# The statements of every act are put together once: that costs more than running them.
_READ_HEAD = Quick(select(_HEAD.c.seq, _HEAD.c.hash).where(_HEAD.c.id == 1))
_NEW_ACT = Quick(insert(_JOURNAL).values({column.name: bindparam(f"_{column.name}") for column in _JOURNAL.c}))
_NEW_ROWS = Quick(
    insert(_ROWS).values(
        seq=bindparam("_seq"), table_name=bindparam("_name"), row_id=bindparam("_row"), digest=bindparam("_digest")
    )
)
_MOVE_HEAD = Quick(
    update(_HEAD)
    .where(_HEAD.c.id == 1)
    .values(seq=bindparam("new_seq"), hash=bindparam("new_hash"), mac=bindparam("new_mac"))
)
_BY_KEY = Quick(
    select(
        _JOURNAL.c.seq, _JOURNAL.c.action, _JOURNAL.c.content,
        func.coalesce(_WORDS.c.result, _JOURNAL.c.result).label("result"),
    )
    .select_from(_JOURNAL)
    .outerjoin(_WORDS, _WORDS.c.seq == _JOURNAL.c.seq)
    .where(_JOURNAL.c.key == bindparam("wanted"))
)  # fmt: skip
_NEW_WORDS = Quick(insert(_WORDS).values({column.name: bindparam(f"_{column.name}") for column in _WORDS.c}))
# What is about a person: the words of an act that touched one of these may name somebody.
PERSONAL = frozenset(
    {
        "customer", "customer_number", "customer_owner", "customer_look", "consent", "person_request", "visit", "call",
        "follow_up",
        "unit_claim", "discount_request", "turn", "rota_event", "forgotten", "correction", "ownership_case",
        "ownership_note",
        "ownership_evidence", "ownership_decision", "customer_link", "agent_report", "appointment", "task", "pool_ask",
        "lead_event", "register_import_change", "waiting", "buyer_file", "unit_wait", "launch_ticket",
    }
)  # fmt: skip
_PLAIN = frozenset({str, int, type(None)})
_pack = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
UNTRACKED = frozenset({"journal", "journal_row", "journal_head", "alembic_version"})


@dataclass(frozen=True, slots=True)
class Act:
    """What the journal keeps of one act, before it is chained."""

    at: datetime
    business_date: date
    project_id: int | None
    actor_id: int | None
    actor_name: str
    roles: str
    action: str
    reason: str
    content: str
    result: str
    key: str | None


def plain(value: Any) -> Any:
    """A stored value as every database gives it: text, whole number or None."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def mac(key: bytes, content: Any) -> str:
    """The keyed digest of any plain content (64 hex digits)."""
    return hashlib.blake2b(_pack(content).encode("utf-8", "surrogatepass"), key=key, digest_size=32).hexdigest()


def row_digest(key: bytes, table: str, row: Mapping[str, Any]) -> str:
    """The keyed digest of all columns of one row."""
    return mac(key, [table, {name: plain(value) for name, value in row.items()}])


def stored_rows(connection: Connection, table: Table, ids: Sequence[int] | None = None) -> Iterable[Mapping[str, Any]]:
    """Rows exactly as stored, without column types in between. All of them when no ids are given."""
    key = next(iter(table.primary_key.columns)).name
    if ids is None:
        everything = connection.execute(text(f"SELECT * FROM {table.name} ORDER BY {key}")).mappings()
        return cast("Iterable[Mapping[str, Any]]", everything)
    if len(ids) <= ONE_BY_ONE:
        one = f"SELECT * FROM {table.name} WHERE {key} = "
        return [row for each in sorted(ids) for row in stored(connection, one, each)]
    listed = ", ".join(str(int(i)) for i in ids)
    return stored(connection, f"SELECT * FROM {table.name} WHERE {key} IN ({listed}) ORDER BY {key}")


def write(connection: Connection, key: bytes, act: Act, touched: Iterable[tuple[str, int]]) -> int:
    """Append the act and its children to the chain. Returns its seq."""
    by_name: dict[str, list[int]] = {}
    for name, row_id in touched:
        by_name.setdefault(name, []).append(row_id)
    children: list[tuple[str, int, str]] = []
    for name, ids in by_name.items():
        table = SQLModel.metadata.tables[name]
        id_name = next(iter(table.primary_key.columns)).name
        for row in stored_rows(connection, table, ids):
            children.append((name, int(row[id_name]), row_digest(key, name, row)))
    before, previous = head(connection)
    seq = before + 1
    words: dict[str, Any] | None = None
    if (act.reason or act.result) and not PERSONAL.isdisjoint(by_name):
        words = {"id": seq, "version": 1, "seq": seq, "reason": act.reason, "result": act.result}
        children.append(("act_words", seq, row_digest(key, "act_words", words)))
    values = {
        "seq": seq,
        "at": act.at,
        "business_date": act.business_date,
        "project_id": act.project_id,
        "actor_id": act.actor_id,
        "actor_name": act.actor_name,
        "roles": act.roles,
        "action": act.action,
        "reason": act.reason if words is None else "",
        "content": act.content,
        "result": act.result if words is None else "",
        "key": act.key,
        "previous": previous,
    }
    values["hash"] = chain_hash(key, values, children)
    _NEW_ACT.change(connection, {f"_{name}": value for name, value in values.items()})
    if words is not None:
        _NEW_WORDS.change(connection, {f"_{name}": value for name, value in words.items()})
    if children:
        _NEW_ROWS.many(
            connection, [{"_seq": seq, "_name": name, "_row": row, "_digest": digest} for name, row, digest in children]
        )
    new_head = {"new_seq": seq, "new_hash": values["hash"], "new_mac": mac(key, [seq, values["hash"]])}
    _MOVE_HEAD.change(connection, new_head)
    return seq


def chain_hash(key: bytes, act: Mapping[str, Any], children: Sequence[tuple[str, int, str]]) -> str:
    """The hash of one act: every column but the hash itself, and every child in order."""
    own = {name: plain(value) for name, value in act.items() if name != "hash"}
    return mac(key, [own, [list(child) for child in children]])


def start(connection: Connection, key: bytes) -> None:
    """The empty chain's head."""
    connection.execute(insert(_HEAD).values(id=1, version=1, seq=0, hash=START, mac=mac(key, [0, START])))


def is_signed_with(connection: Connection, key: bytes) -> bool:
    """Whether the head or the first act was signed with this key; what was changed since is for `doctor` to find."""
    top = connection.execute(select(_HEAD.c.seq, _HEAD.c.hash, _HEAD.c.mac).where(_HEAD.c.id == 1)).first()
    if top is not None and mac(key, [int(top.seq), top.hash]) == top.mac:
        return True
    first = connection.execute(text("SELECT * FROM journal WHERE seq = 1")).mappings().first()
    if first is None:
        return False
    made = select(_ROWS.c.table_name, _ROWS.c.row_id, _ROWS.c.digest).where(_ROWS.c.seq == 1).order_by(_ROWS.c.id)
    children = [(str(name), int(row_id), str(digest)) for name, row_id, digest in connection.execute(made)]
    return chain_hash(key, dict(first), children) == str(first["hash"])


def head(connection: Connection) -> tuple[int, str]:
    """(seq, hash) of the newest act."""
    row = _READ_HEAD.first(connection, {})
    assert row is not None
    return int(row["seq"]), str(row["hash"])


def by_key(connection: Connection, key: str) -> Mapping[str, Any] | None:
    """The act that carried this idempotency key."""
    return _BY_KEY.first(connection, {"wanted": key})


def last_change(connection: Connection, table: str, row_id: int) -> tuple[str, datetime] | None:
    """Who changed a row last, and when."""
    row = connection.execute(
        select(_JOURNAL.c.actor_name, _JOURNAL.c.at)
        .join(_ROWS, _ROWS.c.seq == _JOURNAL.c.seq)
        .where(_ROWS.c.table_name == table, _ROWS.c.row_id == row_id)
        .order_by(_ROWS.c.seq.desc())
        .limit(1)
    ).first()
    return None if row is None else (row.actor_name, row.at)
