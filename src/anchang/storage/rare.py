"""Rows that every act asks for and hardly any act changes: staff, project, settings, permits.

A connection keeps what was made of them until the journal says that one of these tables was changed: one look at a
small index instead of four statements. A transaction that changes one itself keeps nothing from there on, so that
nothing it may still take back is remembered.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import Connection, select, text

from anchang.storage.base import table_of
from anchang.storage.journal import CHANGED_RARELY, RARE_TABLES, JournalRow
from anchang.storage.quick import Quick

T = TypeVar("T")

_ROWS = table_of(JournalRow)
NEWEST = select(_ROWS.c.seq).where(text(CHANGED_RARELY)).order_by(_ROWS.c.seq.desc()).limit(1)
_NEWEST = Quick(NEWEST)
_KEPT = "rare"


class _Kept:
    """What one connection remembers. `mark` is the act that it knows; `looked`: compared in this transaction."""

    __slots__ = ("changed", "looked", "mark", "rows")

    def __init__(self) -> None:
        self.mark = -1
        self.looked = self.changed = False
        self.rows: dict[Hashable, Any] = {}


def begin(connection: Connection) -> None:
    """A transaction begins: what is remembered has to be compared before it is used."""
    kept = connection.info.setdefault(_KEPT, _Kept())
    kept.looked = kept.changed = False


def changing(connection: Connection, table: str) -> None:
    """This transaction changes a row of `table`."""
    kept = connection.info.get(_KEPT)
    if kept is not None and table in RARE_TABLES:
        kept.changed, kept.mark = True, -1
        kept.rows.clear()


def remembered(connection: Connection, key: Hashable, make: Callable[[], T]) -> T:
    """What `make` gives, made anew only after an act has changed one of the tables. `key` names it within them all."""
    kept = connection.info.get(_KEPT)
    if kept is None or kept.changed:
        return make()
    if not kept.looked:
        row = _NEWEST.first(connection, {})
        newest = 0 if row is None else row["seq"]
        if newest != kept.mark:
            kept.rows.clear()
            kept.mark = newest
        kept.looked = True
    if key not in kept.rows:
        kept.rows[key] = make()
    found: T = kept.rows[key]
    return found
