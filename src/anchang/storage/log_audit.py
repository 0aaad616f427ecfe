"""The index of the logs beside the rows: whether every row can be found by every word that it has, and by no other.

An index keeps no text, so what it holds of a row is read from its vocabulary, summed up, and compared with what the row
would get today.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from anchang.storage import log_index
from anchang.storage.audit import Fault
from anchang.storage.engine import Store
from anchang.storage.log_index import Log

MOST = 20  # rows of one log that are named
_MASK = (1 << 64) - 1


def index_faults(store: Store) -> Iterator[Fault]:
    """Rows of the logs whose entry is missing or says something else, entries of no row, and words left behind.

    A server has no index of ours.
    """
    if not store.is_file:
        return
    with store.raw() as driven:
        driven.execute("BEGIN")
        try:
            for log in log_index.LOGS.values():
                yield from _first(log, _faults(driven, log))
            if log_index.is_left_behind(driven):
                yield Fault("index_left", "file")
        finally:
            driven.execute("ROLLBACK")


def _first(log: Log, faults: Iterator[Fault]) -> Iterator[Fault]:
    more = 0
    for number, fault in enumerate(faults):
        if number < MOST:
            yield fault
        else:
            more += 1
    if more:
        yield Fault("index_more", log.table, str(more))


def _faults(driven: Any, log: Log) -> Iterator[Fault]:
    if not driven.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (log.name,)).fetchone():
        yield Fault("index_gone", log.table)
        return
    held = _held(driven, log)
    cursor = driven.execute(log.select)
    names = [column[0] for column in cursor.description]
    lost: dict[int, str] = {}
    for row in cursor:
        made = dict(zip(names, row, strict=True))
        try:
            entry = log_index.entry_of(made)
            wanted = sum(map(_sum_of, log_index.words_of(log, made))) & _MASK
        except (ValueError, TypeError, AttributeError):
            lost[made["id"]] = "index_differs"  # a value that no program wrote: «rows» says so as well
            continue
        found = held.pop(entry, None)
        if found is None:
            lost[made["id"]] = "index_missing"
        elif found != wanted:
            yield Fault("index_differs", f"{log.table} #{made['id']}")
    for entry in sorted(held):
        row_id = log_index.row_of(entry)
        if row_id in lost:
            lost[row_id] = "index_differs"  # it stands at another time
        else:
            yield Fault("index_stale", f"{log.table} #{row_id}")
    for row_id, kind in lost.items():
        yield Fault(kind, f"{log.table} #{row_id}")


@lru_cache(maxsize=200_000)
def _sum_of(word: str) -> int:
    return hash(word) & _MASK


def _held(driven: Any, log: Log) -> dict[int, int]:
    """entry -> the sum of its words; the vocabulary comes word by word, each with all its entries."""
    name = f"held_{log.table}"
    driven.execute(f"CREATE VIRTUAL TABLE temp.{name} USING fts5vocab(main, {log.name}, instance)")
    held: dict[int, int] = {}
    last, mark = "", 0
    for term, entry in driven.execute(f"SELECT term, doc FROM temp.{name}"):
        if term != last:
            last, mark = term, hash(term) & _MASK
        held[entry] = (held.get(entry, 0) + mark) & _MASK
    return held
