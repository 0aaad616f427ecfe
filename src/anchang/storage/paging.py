"""Pages by key: row 900,000 costs what row 1 costs (design 5)."""

from collections.abc import Callable, Iterator, Sequence
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


class FinderLike(Protocol):
    """What finds rows by an index of its own (`storage.narrow.Finder`)."""

    @property
    def exact(self) -> bool: ...
    def among(
        self, statement: Select[Any], ids: Sequence[int], keys: Sequence[ColumnElement[Any]], *, falling: bool
    ) -> Select[Any]: ...
    def found(self, statement: Select[Any]) -> Select[Any]: ...
    def count(self, read: Read) -> int: ...
    def draughts(
        self, read: Read, edge: Sequence[Any] | None, *, falling: bool, enough: int
    ) -> Iterator[list[int]]: ...


Rows = tuple[tuple[dict[str, Any], ...], tuple[Any, ...] | None, tuple[Any, ...] | None]


def fetch(
    read: Read,
    statement: Select[Any],
    keys: Sequence[ColumnElement[Any]],
    ask: AskLike,
    build: Callable[[RowMapping], dict[str, Any]],
    *,
    descending: bool = True,
    finder: FinderLike | None = None,
) -> Rows:
    """(rows in list order, cursor before, cursor after). `keys` sort the list, the last of them is unique.

    A list is newest first (`descending`) or oldest first; all keys go the same way. A `finder` brings the rows by runs
    of days, where the first of the keys is the time.
    """
    backwards = ask.before is not None or ask.last
    falling = descending is not backwards
    edge = ask.before if backwards else ask.after
    marked = statement.add_columns(*(key.label(f"_key{index}") for index, key in enumerate(keys)))
    if edge is not None:
        there = tuple_(*(literal(value, key.type) for value, key in zip(edge, keys, strict=True)))
        here = tuple_(*keys)
        marked = marked.where(here < there if falling else here > there)
    if finder is None:
        marked = marked.order_by(*(key.desc() if falling else key.asc() for key in keys)).limit(ask.limit + 1)
        found = list(read.connection.execute(marked).mappings())
    else:
        found = _gathered(read, marked, finder, edge, falling=falling, enough=ask.limit + 1, keys=keys)
    more = len(found) > ask.limit
    found = found[: ask.limit]
    if backwards:
        found.reverse()
    cursors = [tuple(row[f"_key{index}"] for index in range(len(keys))) for row in (found[:1] + found[-1:])]
    first, last = (cursors[0], cursors[-1]) if cursors else (None, None)
    has_before = more if backwards else ask.after is not None
    has_after = (not ask.last) if backwards else more
    return tuple(build(row) for row in found), first if has_before else None, last if has_after else None


def _gathered(
    read: Read,
    statement: Select[Any],
    finder: FinderLike,
    edge: Sequence[Any] | None,
    *,
    falling: bool,
    enough: int,
    keys: Sequence[ColumnElement[Any]],
) -> list[RowMapping]:
    """The first rows from the edge on. Each draught is of days beyond those of the one before."""
    found: list[RowMapping] = []
    for ids in finder.draughts(read, edge, falling=falling, enough=enough):
        some = finder.among(statement, ids, keys, falling=falling).limit(enough - len(found))
        found += read.connection.execute(some).mappings()
        if len(found) >= enough:
            break
    return found


def count(read: Read, statement: Select[Any], finder: FinderLike | None = None) -> int:
    """How many rows a list has."""
    if finder is not None:
        if finder.exact:
            return finder.count(read)
        statement = finder.found(statement)
    return int(
        read.connection.execute(select(func.count()).select_from(statement.order_by(None).subquery())).scalar() or 0
    )
