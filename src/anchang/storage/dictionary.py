"""The office's own lists: one row an entry that was added or changed (2.18)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, UniqueConstraint, bindparam, func, select
from sqlmodel import Field

from anchang.domain.dictionary import DictKind, Entry, merged
from anchang.storage.base import Record, table_of
from anchang.storage.columns import flag, one_of
from anchang.storage.quick import Quick


class DictionaryEntry(Record, table=True):
    """One entry. Labels are empty where the program's own words hold; `position` sorts, smallest first."""

    __tablename__ = "dictionary_entry"
    __table_args__ = (
        UniqueConstraint("project_id", "kind", "code"),
        one_of("kind", [each.value for each in DictKind]),
    )

    project_id: int = Field(foreign_key="project.id")
    kind: str
    code: str
    label_zh: str = ""
    label_en: str = ""
    active: bool = flag(True)
    position: int = 0


_ENTRY = table_of(DictionaryEntry)
_ALL = Quick(select(_ENTRY).where(_ENTRY.c.project_id == bindparam("project")).order_by(_ENTRY.c.id))
# Rows are never deleted and a version only grows: the two numbers are the same as long as nothing was changed.
_MARK = Quick(
    select(func.count(_ENTRY.c.id).label("rows"), func.coalesce(func.sum(_ENTRY.c.version), 0).label("changes")).where(
        _ENTRY.c.project_id == bindparam("project")
    )
)


def mark(connection: Connection, project_id: int) -> tuple[int, int, int]:
    """Changes whenever a list of the project changes."""
    row = _MARK.first(connection, {"project": project_id})
    assert row is not None
    return project_id, int(row["rows"]), int(row["changes"])


def lists(connection: Connection, project_id: int) -> dict[DictKind, tuple[Entry, ...]]:
    """Every list of the project, in order, retired entries too."""
    rows: list[Mapping[str, Any]] = list(_ALL.all(connection, {"project": project_id}))
    return {kind: merged(kind, [row for row in rows if row["kind"] == kind.value]) for kind in DictKind}
