"""The sales questions: one row a question, found by a word of it or by pinyin initials (K11)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Index, Select, func, or_, select
from sqlmodel import Field

from anchang.domain.access import LEADERS, MANAGER
from anchang.domain.faq import FaqState
from anchang.storage import desk_filters
from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, one_of
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff


class Faq(Record, table=True):
    """A question and its answer. `tags` are words, space separated; `initials` every reading of the question's."""

    __table_args__ = (
        Index("ix_faq_state", "project_id", "state", "id"),
        one_of("state", [each.value for each in FaqState]),
    )

    project_id: int = Field(foreign_key="project.id")
    question: str
    answer: str = ""
    tags: str = ""
    initials: str = ""
    state: str
    made_by: int | None = Field(default=None, foreign_key="staff.id")
    decided_by: int | None = Field(default=None, foreign_key="staff.id")
    business_date: date = day(nullable=False)


_FAQ, _STAFF = table_of(Faq), table_of(Staff)


def id_by_text(read: Read, text: str) -> int | None:
    """The question with exactly these words, or with this number."""
    wanted = _FAQ.c.id == int(text) if text.isdecimal() and len(text) < 19 else _FAQ.c.question == text
    statement = select(_FAQ.c.id).where(_FAQ.c.project_id == read.project_id, wanted)
    found: int | None = read.connection.execute(statement).scalar()
    return found


def _means(typed: str) -> Any:
    tests = []
    for word in typed.split():
        parts = [_FAQ.c[name].contains(word, autoescape=True) for name in ("question", "answer", "tags")]
        if desk_filters.letters(word):
            parts.append((" " + _FAQ.c.initials).contains(" " + word.upper(), autoescape=True))
            parts.append(func.lower(_FAQ.c.question).contains(word.lower(), autoescape=True))
        tests.append(or_(*parts))
    return tests


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    found: list[Any] = [_FAQ.c.project_id == read.project_id]
    if filters.get("state"):
        found.append(_FAQ.c.state == str(filters["state"]))
    if not read.roles & (MANAGER | LEADERS):  # what is not approved is nobody's answer; one's own proposal one sees
        found.append(or_(_FAQ.c.state == FaqState.APPROVED.value, _FAQ.c.made_by == read.staff_id))
    if filters.get("text"):
        found += _means(str(filters["text"]))
    return (
        select(_FAQ, func.coalesce(_STAFF.c.name, "").label("proposed_by"))
        .outerjoin(_STAFF, _STAFF.c.id == _FAQ.c.made_by)
        .where(*found)
    )


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of questions, the oldest first. Filters: text (words of it, or initials), state."""
    return fetch(read, _listed(read, filters), (_FAQ.c.id,), ask, dict, descending=False)


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many there are."""
    return count(read, _listed(read, filters))


def waiting(read: Read) -> list[dict[str, Any]]:
    """Proposals that wait for an approval, the oldest first."""
    statement = _listed(read, {"state": FaqState.PROPOSED.value}).order_by(_FAQ.c.id)
    return [dict(row) for row in read.connection.execute(statement).mappings()]
