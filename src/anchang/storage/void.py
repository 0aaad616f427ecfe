"""Entries of reviewed days that were made void: they stay readable and stand in no figure any more (domain 2.2, 2.18).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, UniqueConstraint, select, true
from sqlmodel import Field

from anchang.domain.correction import Corrected
from anchang.storage.base import Entry, table_of
from anchang.storage.columns import day, one_of
from anchang.storage.reading import Read


class VoidEntry(Entry, table=True):
    """An entry that is void; version `no` of it (`Correction`) says by whom, when and why."""

    __tablename__ = "void_entry"
    __table_args__ = (
        UniqueConstraint("project_id", "noun", "row_id"),
        one_of("noun", [each.value for each in Corrected]),
    )

    project_id: int = Field(foreign_key="project.id")
    noun: str
    row_id: int
    no: int
    business_date: date = day(nullable=False)


_VOID = table_of(VoidEntry)


def _of(read: Read, noun: Corrected) -> ColumnElement[bool]:
    found: ColumnElement[bool] = (_VOID.c.project_id == read.project_id) & (_VOID.c.noun == noun.value)
    return found


def stands(read: Read, noun: Corrected, row_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the entry of that column is not void. Nothing is asked of a million entries while none is."""
    if read.connection.execute(select(_VOID.c.id).where(_of(read, noun)).limit(1)).first() is None:
        return true()
    return row_id.not_in(select(_VOID.c.row_id).where(_of(read, noun)))


def among(read: Read, noun: Corrected, row_ids: Sequence[int]) -> dict[int, int]:
    """Entry -> the version by which it became void, of those entries that are."""
    statement = select(_VOID.c.row_id, _VOID.c.no).where(_of(read, noun), _VOID.c.row_id.in_(list(row_ids)))
    return {row.row_id: row.no for row in read.connection.execute(statement)} if row_ids else {}


def marked(read: Read, noun: Corrected, rows: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
    """The rows of a list, each with `void`."""
    found = among(read, noun, [row["id"] for row in rows])
    return tuple({**row, "void": row["id"] in found} for row in rows)
