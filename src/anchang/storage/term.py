"""The library of special terms (P03, Q-22): one row a term, with who worded it, who approved it, and its days."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Index, Select, UniqueConstraint, func, select
from sqlmodel import Field

from anchang.domain.access import LEADERS, MANAGER
from anchang.domain.term import TermFacts, TermState
from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, one_of
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.work import Row


class Term(Record, table=True):
    """A term. `code` is what papers and people call it; its words change only while nobody has approved them."""

    __table_args__ = (
        UniqueConstraint("project_id", "code"),
        Index("ix_term_state", "project_id", "state", "id"),
        one_of("state", [each.value for each in TermState]),
    )

    project_id: int = Field(foreign_key="project.id")
    code: str
    title: str
    text: str
    state: str
    valid_from: date = day(nullable=False)
    valid_to: date | None = day(default=None, nullable=True)
    maker_id: int | None = Field(default=None, foreign_key="staff.id")
    approved_by: int | None = Field(default=None, foreign_key="staff.id")
    approved_on: date | None = day(default=None, nullable=True)
    retired_on: date | None = day(default=None, nullable=True)
    business_date: date = day(nullable=False)


_TERM = table_of(Term)
_MAKER, _APPROVER = table_of(Staff).alias("maker"), table_of(Staff).alias("approver")


def id_by_code(read: Read, text: str) -> int | None:
    """The term with that code, however it is written."""
    statement = select(_TERM.c.id).where(
        _TERM.c.project_id == read.project_id, func.lower(_TERM.c.code) == text.strip().lower()
    )
    found: int | None = read.connection.execute(statement).scalar()
    return found


def facts(row: Mapping[str, Any]) -> TermFacts:
    """A stored term as the rules see it."""
    return TermFacts(row["code"], row["text"], row["valid_from"], row["valid_to"], TermState(row["state"]))


def by_ids(read: Read, ids: tuple[int, ...]) -> list[Row]:
    """Stored terms of the project, in that order; those that are not there are left out."""
    statement = select(_TERM).where(_TERM.c.project_id == read.project_id, _TERM.c.id.in_(ids))
    found = {row["id"]: dict(row) for row in read.connection.execute(statement).mappings()}
    return [found[each] for each in ids if each in found]


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    tests: list[Any] = [_TERM.c.project_id == read.project_id]
    if filters.get("state"):
        tests.append(_TERM.c.state == str(filters["state"]))
    if not read.roles & (MANAGER | LEADERS):  # what nobody has approved is promised to nobody
        tests.append(_TERM.c.state == TermState.APPROVED.value)
    if filters.get("text"):
        wanted = str(filters["text"])
        columns = (_TERM.c.code, _TERM.c.title, _TERM.c.text)
        tests.append(columns[0].contains(wanted, autoescape=True) | columns[1].contains(wanted, autoescape=True)
                     | columns[2].contains(wanted, autoescape=True))  # fmt: skip
    return (
        select(
            _TERM,
            func.coalesce(_MAKER.c.name, "").label("maker"),
            func.coalesce(_APPROVER.c.name, "").label("approver"),
        )
        .outerjoin(_MAKER, _MAKER.c.id == _TERM.c.maker_id)
        .outerjoin(_APPROVER, _APPROVER.c.id == _TERM.c.approved_by)
        .where(*tests)
    )


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of terms by their code's age, the oldest first. Filters: text, state."""
    return fetch(read, _listed(read, filters), (_TERM.c.id,), ask, dict, descending=False)


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many there are."""
    return count(read, _listed(read, filters))


def usable(read: Read, on: date) -> dict[str, tuple[str, str]]:
    """code -> (title, words) of the terms that may stand on a paper of that day."""
    statement = (
        select(_TERM.c.code, _TERM.c.title, _TERM.c.text)
        .where(
            _TERM.c.project_id == read.project_id,
            _TERM.c.state == TermState.APPROVED.value,
            _TERM.c.valid_from <= on,
            _TERM.c.valid_to.is_(None) | (_TERM.c.valid_to >= on),
        )
        .order_by(_TERM.c.id)
    )
    return {row.code: (row.title, row.text) for row in read.connection.execute(statement)}


def one(read: Read, term_id: int) -> Mapping[str, Any] | None:
    """One term, or None."""
    row = read.connection.execute(_listed(read, {}).where(_TERM.c.id == term_id)).mappings().first()
    return None if row is None else dict(row)


def waiting(read: Read) -> list[dict[str, Any]]:
    """Terms that wait for the yes of somebody who did not word them, the oldest first; nobody else's work."""
    if not read.roles & (MANAGER | LEADERS):
        return []
    statement = _listed(read, {"state": TermState.PROPOSED.value}).order_by(_TERM.c.id)
    rows = read.connection.execute(statement).mappings()
    return [dict(row) for row in rows if not read.is_own(row["maker_id"])]
