"""Pages by key: row 900,000 costs what row 1 costs (design 5)."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from sqlalchemy import ColumnElement, RowMapping, Select, func, literal, select, tuple_

from anchang.storage.reading import Read


class AskLike(Protocol):
    """What a page is asked by (`services.listing.Ask`)."""

    @property
    def after(self) -> tuple[Any, ...] | None: ...
    @property
    def before(self) -> tuple[Any, ...] | None: ...
    @property
    def last(self) -> bool: ...
    @property
    def limit(self) -> int: ...


Rows = tuple[tuple[dict[str, Any], ...], tuple[Any, ...] | None, tuple[Any, ...] | None]


def fetch(
    read: Read,
    statement: Select[Any],
    keys: Sequence[ColumnElement[Any]],
    ask: AskLike,
    build: Callable[[RowMapping], dict[str, Any]],
    *,
    descending: bool = True,
) -> Rows:
    """(rows in list order, cursor before, cursor after). `keys` sort the list, the last of them is unique.

    A list is newest first (`descending`) or oldest first; all keys go the same way.
    """
    backwards = ask.before is not None or ask.last
    falling = descending is not backwards
    edge = ask.before if backwards else ask.after
    marked = statement.add_columns(*(key.label(f"_key{index}") for index, key in enumerate(keys)))
    if edge is not None:
        there = tuple_(*(literal(value, key.type) for value, key in zip(edge, keys, strict=True)))
        here = tuple_(*keys)
        marked = marked.where(here < there if falling else here > there)
    marked = marked.order_by(*(key.desc() if falling else key.asc() for key in keys)).limit(ask.limit + 1)
    found = list(read.connection.execute(marked).mappings())
    more = len(found) > ask.limit
    found = found[: ask.limit]
    if backwards:
        found.reverse()
    cursors = [tuple(row[f"_key{index}"] for index in range(len(keys))) for row in (found[:1] + found[-1:])]
    first, last = (cursors[0], cursors[-1]) if cursors else (None, None)
    has_before = more if backwards else ask.after is not None
    has_after = (not ask.last) if backwards else more
    return tuple(build(row) for row in found), first if has_before else None, last if has_after else None


def count(read: Read, statement: Select[Any]) -> int:
    """How many rows a list has."""
    return int(
        read.connection.execute(select(func.count()).select_from(statement.order_by(None).subquery())).scalar() or 0
    )
