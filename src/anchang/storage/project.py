"""Projects: the development being sold, and how it counts money (domain 3.25, 5.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, select
from sqlmodel import Field

from anchang.storage.base import Record, table_of
from anchang.storage.quick import Quick
from anchang.storage.rare import remembered


class Project(Record, table=True):
    """One development. `price_basis` and `rounding` are the identifiers of domain 5.2."""

    code: str = Field(unique=True)
    name: str
    developer: str = ""
    address: str = ""
    escrow_account: str = ""
    filing_authority: str = ""
    price_basis: str = "build"
    rounding: str = "half_up_yuan"


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project as everything above reads it."""

    id: int
    code: str
    name: str
    developer: str
    address: str
    escrow_account: str
    filing_authority: str
    price_basis: str
    rounding: str
    version: int


_PROJECT = table_of(Project)
_BY_ID = Quick(select(_PROJECT).where(_PROJECT.c.id == bindparam("project")))


def view(row: RowMapping | Mapping[str, Any]) -> ProjectView:
    """The frozen view of a row."""
    return ProjectView(**{name: row[name] for name in ProjectView.__slots__})


def all_projects(connection: Connection) -> list[ProjectView]:
    """Every project, by id."""
    return [view(row) for row in connection.execute(select(_PROJECT).order_by(_PROJECT.c.id)).mappings()]


def by_id(connection: Connection, project_id: int) -> ProjectView | None:
    """The project with this id, or None."""

    def found() -> ProjectView | None:
        row = _BY_ID.first(connection, {"project": project_id})
        return None if row is None else view(row)

    return remembered(connection, ("project", project_id), found)


def by_code(connection: Connection, code: str) -> ProjectView | None:
    """The project with this code, or None."""
    row = connection.execute(select(_PROJECT).where(_PROJECT.c.code == code)).mappings().first()
    return None if row is None else view(row)
