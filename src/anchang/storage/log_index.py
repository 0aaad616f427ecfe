"""The index by which the logs are found: what was written, numbers, initials and choices, in the order of time.

SQLite only (FTS5; a server finds by its own means). Every row of a log has one entry, `day << 32 | id`, so that entries
come newest first as the list does and a page of any combination of filters stops after its rows. An entry holds every
sign and every pair of signs of the texts (a word index knows no Chinese, and one of three signs would not find two),
every three digits of the number, the beginnings of the initials, and the value of each choice.

It only narrows down: whoever finds by it tests every row once more (`storage.narrow`), so that it may hold too much,
never too little. `Work` writes it in the transaction of the row itself.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection

from anchang.storage.engine import Store

PAIR = 2  # signs of the longest piece of text that has an entry of its own
DIGITS = 3  # of a telephone number
LETTERS = 6  # of initials
_CHOICE, _NUMBER, _INITIALS, _FOREIGN = "\ue001", "\ue002", "\ue003", "\ue200"
_PUNCTUATION = 0xE100  # the tokenizer parts words at ASCII signs, so they stand for themselves up here
_SHIFT = 32
_EAST = 8 * 3600  # seconds: a day here is one of the office's zone, so that whole days are whole runs of entries
_AT_ONCE = 5_000
_PAGES = 200  # that are merged while others wait
_PATIENCE = 2.0  # seconds for whoever reads an older state


class As(Enum):
    """How a column is found."""

    TEXT = auto()
    NUMBER = auto()
    INITIALS = auto()
    CHOICE = auto()
    CHOICES = auto()  # several, separated by spaces


@dataclass(frozen=True, slots=True)
class Log:
    """A table with an index: its time column, its own columns, and those that it takes from its customer."""

    table: str
    at: str
    own: Mapping[str, As]
    customer: Mapping[str, As]

    @property
    def name(self) -> str:
        """The index's own name."""
        return f"{self.table}_index"

    @property
    def texts(self) -> tuple[str, ...]:
        """The table's own columns of text."""
        return tuple(name for name, kind in self.own.items() if kind is As.TEXT)

    @property
    def select(self) -> str:
        """What an entry is made of."""
        columns = [f"{self.table}.id", f"{self.table}.{self.at} AS at_", *(f"{self.table}.{name}" for name in self.own)]
        columns += [f"customer.{name}" for name in self.customer]
        join = f" LEFT JOIN customer ON customer.id = {self.table}.customer_id" if self.customer else ""
        return f"SELECT {', '.join(columns)} FROM {self.table}{join}"


def _kinds(texts: str = "", choices: str = "", **others: As) -> dict[str, As]:
    return {**dict.fromkeys(texts.split(), As.TEXT), **dict.fromkeys(choices.split(), As.CHOICE), **others}


VISIT = Log(
    "visit", "arrived_at",
    _kinds(
        "name content note organisation competitors living_area working_area industry agent_company agent_name",
        "project_id consultant_id kind grade purpose budget complete",
        phone=As.NUMBER, channels=As.CHOICES,
    ),
    {"initials": As.INITIALS},
)  # fmt: skip
CALL = Log(
    "call", "called_at",
    _kinds(
        "name questions note seen_other_projects living_area working_area",
        "project_id answered_by channel grade is_repeat complete",
        phone=As.NUMBER,
    ),
    {"initials": As.INITIALS},
)  # fmt: skip
FOLLOW_UP = Log(
    "follow_up", "at", _kinds("content", "project_id by_id way stage grade_after effective"),
    _kinds("name", "channel", phone=As.NUMBER, initials=As.INITIALS),
)  # fmt: skip
CUSTOMER = Log(
    "customer", "first_contact_at",
    _kinds("name", "project_id owner_id grade channel", phone=As.NUMBER, initials=As.INITIALS), {},
)  # fmt: skip
LOGS = {each.table: each for each in (VISIT, CALL, FOLLOW_UP, CUSTOMER)}


# -- what stands in an entry


def is_foreign(text: str) -> bool:
    """Whether the text has signs of the private area, which all look alike to the index."""
    return any("\ue000" <= sign <= "\uf8ff" for sign in text)


def signs(text: str) -> list[str]:
    """The text sign by sign as the index writes them: LIKE sees no ASCII case, nor does the index."""
    found = []
    for sign in text:
        if sign.isascii():
            found.append(sign.lower() if sign.isalnum() else chr(_PUNCTUATION + ord(sign)))
        else:
            found.append(_FOREIGN if "\ue000" <= sign <= "\uf8ff" else sign)
    return found


def pairs(text: str) -> list[str]:
    """Every pair of neighbours in the text."""
    each = signs(text)
    return [first + second for first, second in pairwise(each)]


def digits_of(number: str) -> str:
    """The digits of a stored number, which may have a + and dashes."""
    return "".join(sign for sign in number if sign.isdigit())


def number_words(digits: str) -> list[str]:
    """The words under which these digits stand."""
    return [_NUMBER + digits[at : at + DIGITS] for at in range(len(digits) - DIGITS + 1)]


def initials_word(letters: str) -> str:
    """The word under which names whose initials begin so stand."""
    return _INITIALS + letters[:LETTERS].lower()


def choice_word(column: str, value: object) -> str:
    """The word of a column's value."""
    stored = int(value) if isinstance(value, bool) else value
    return _CHOICE + "".join(signs(f"{column}={stored}"))


def words_of(log: Log, row: Mapping[str, Any]) -> set[str]:
    """Every word under which a row of `Log.select` stands."""
    found: set[str] = set()
    for name, kind in (*log.own.items(), *log.customer.items()):
        value = row[name]
        if value is None or value == "":
            continue
        if kind is As.TEXT:
            found.update(signs(value))
            found.update(pairs(value))
        elif kind is As.NUMBER:
            found.update(number_words(digits_of(value)))
        elif kind is As.INITIALS:
            for letters in value.split():
                found.update(initials_word(letters[:end]) for end in range(1, min(len(letters), LETTERS) + 1))
        else:
            values = value.split() if kind is As.CHOICES else [value]
            found.update(choice_word(name, each) for each in values)
    return found


# -- where an entry stands


def day_of(at: datetime) -> int:
    """The number of the office's day of an instant."""
    return int(at.timestamp() + _EAST) // 86400


def is_day_edge(at: datetime) -> bool:
    """Whether a day begins at this very instant."""
    return (at.timestamp() + _EAST) % 86400 == 0


def first_entry(day: int) -> int:
    """Where the entries of a day begin."""
    return day << _SHIFT


def row_of(entry: int) -> int:
    """The row's id."""
    return entry & ((1 << _SHIFT) - 1)


def entry_of(row: Mapping[str, Any]) -> int:
    """Where a row of `Log.select` stands."""
    return _entry(row["at_"], row["id"])


def _entry(at: str, row_id: int) -> int:
    return first_entry(day_of(datetime.fromisoformat(at))) | row_id


# -- keeping it


def make(connection: Connection) -> None:
    """Make each index that is not there yet, with the rows that are; after the tables, and after a migration."""
    driven: Any = connection.connection.driver_connection
    known = {name for (name,) in driven.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}
    for log in LOGS.values():
        if log.name in known or log.table not in known:
            continue
        driven.execute(
            f"CREATE VIRTUAL TABLE {log.name} USING fts5"
            "(words, content='', contentless_delete=1, detail=none, tokenize='ascii')"
        )
        _write(driven, log, driven.execute(log.select))


def remake(connection: Connection) -> int:
    """Make every index anew from the rows; how many entries there are. The old ones leave nothing in the file."""
    driven: Any = connection.connection.driver_connection
    for log in LOGS.values():
        driven.execute(f"DROP TABLE IF EXISTS {log.name}")
    make(connection)
    return sum(int(driven.execute(f"SELECT count(*) FROM {log.table}").fetchone()[0]) for log in LOGS.values())


# -- words of people who were erased (5.11)
#
# An entry that is replaced is only marked as gone: its words stay in the old part of the index until the parts are
# merged. Pages that are given up are overwritten (`secure_delete` of the engine), so a whole merge leaves nothing. It
# takes as long as the index is large; it is done after the act, in short pieces between which others may write. Until
# it is done the file says so in its header (`user_version` counts the acts), for whoever comes after a crash.


def leave_behind(connection: Connection) -> None:
    """In the act that erases: words are about to be left in old parts of the indexes."""
    if connection.dialect.name == "sqlite":
        driven: Any = connection.connection.driver_connection
        driven.execute(f"PRAGMA user_version = {_left(driven) + 1}")


def _left(driven: Any) -> int:
    return int(driven.execute("PRAGMA user_version").fetchone()[0])


def is_left_behind(driven: Any) -> bool:
    """Whether words of somebody who was erased may still stand in old parts of the indexes."""
    return _left(driven) > 0


def scrub(store: Store) -> None:
    """After the act: merge the old parts away, and leave no copy in the write-ahead log. Raises Busy; ask again then.

    Nothing to do on a server, nor where nothing was left behind.
    """
    if not store.is_file:
        return
    with store.raw() as driven:
        left = _left(driven)
    if not left:
        return
    for log in LOGS.values():
        while _merged(store, log):
            pass
    if not store.settle(_PATIENCE):
        return  # an older state is being read: the log beside the file still has it, and the header still says so
    with store.write() as connection:
        writer: Any = connection.connection.driver_connection
        if _left(writer) == left:  # else somebody else was erased meanwhile, and that act looks after it
            writer.execute("PRAGMA user_version = 0")


def _merged(store: Store, log: Log) -> bool:
    """Merge some pages of an index towards one part without what is gone; whether there was something to merge."""
    with store.write() as connection:
        driven: Any = connection.connection.driver_connection
        before = driven.total_changes
        driven.execute(f"INSERT INTO {log.name} ({log.name}, rank) VALUES ('merge', {-_PAGES})")
        return bool(driven.total_changes - before >= 2)


def put(
    connection: Connection,
    table: str,
    ids: Sequence[int],
    changed: Collection[str] | None = None,
    left: Iterable[int] = (),
) -> None:
    """These rows were written. `changed`: their columns that are new, all of them where nothing is said; `left`: what
    `leaving` gave."""
    log = LOGS.get(table)
    if log is None or connection.dialect.name != "sqlite":
        return
    driven: Any = connection.connection.driver_connection
    for entry in left:
        driven.execute(f"DELETE FROM {log.name} WHERE rowid = ?", (entry,))
    if changed is None or any(name in log.own or name == log.at or name == "customer_id" for name in changed):
        _write_rows(driven, log, f"{log.table}.id", ids)
    if table == CUSTOMER.table and changed is not None:
        for each in LOGS.values():
            if any(name in each.customer for name in changed):
                _write_rows(driven, each, f"{each.table}.customer_id", ids)


def leaving(connection: Connection, table: str, ids: Iterable[int], changed: Collection[str]) -> list[int]:
    """The entries of rows that are about to be written: where their time changes they will stand elsewhere."""
    log = LOGS.get(table)
    if log is None or log.at not in changed or connection.dialect.name != "sqlite":
        return []
    driven: Any = connection.connection.driver_connection
    find = f"SELECT {log.at} FROM {log.table} WHERE id = ?"
    return [_entry(at, row_id) for row_id in ids for (at,) in driven.execute(find, (row_id,)).fetchall()]


def _write_rows(driven: Any, log: Log, column: str, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), _AT_ONCE):
        some = json.dumps([int(each) for each in ids[start : start + _AT_ONCE]])
        _write(driven, log, driven.execute(f"{log.select} WHERE {column} IN (SELECT value FROM json_each(?))", (some,)))


def _write(driven: Any, log: Log, cursor: Any) -> None:
    names = [column[0] for column in cursor.description]
    while rows := cursor.fetchmany(_AT_ONCE):
        driven.executemany(f"REPLACE INTO {log.name} (rowid, words) VALUES (?, ?)", _entries(log, names, rows))


def _entries(log: Log, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[tuple[int, str]]:
    for row in rows:
        made = dict(zip(names, row, strict=True))
        yield entry_of(made), " ".join(words_of(log, made))
