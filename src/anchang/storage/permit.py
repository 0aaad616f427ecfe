"""Permits and the buildings that they cover (3.25, 5.9)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, UniqueConstraint, select
from sqlmodel import Field

from anchang.domain.permit import PermitFacts, PermitKind
from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, one_of
from anchang.storage.reading import Read


class Permit(Record, table=True):
    """One permit of a project; `buildings` is one building a line, as printed on it."""

    __table_args__ = (UniqueConstraint("project_id", "no"), one_of("kind", [each.value for each in PermitKind]))

    project_id: int = Field(foreign_key="project.id")
    no: str
    kind: str
    issued_on: date = day(nullable=False)
    valid_to: date | None = day(default=None, nullable=True)
    authority: str = ""
    buildings: str


@dataclass(frozen=True, slots=True)
class PermitView:
    """A permit as screens list it."""

    id: int
    facts: PermitFacts
    authority: str
    version: int


_PERMIT = table_of(Permit)


def all_permits(connection: Connection, project_id: int) -> list[PermitView]:
    """The project's permits, oldest first."""
    rows = connection.execute(
        select(_PERMIT).where(_PERMIT.c.project_id == project_id).order_by(_PERMIT.c.issued_on, _PERMIT.c.id)
    )
    return [
        PermitView(
            row.id,
            PermitFacts(
                row.no, PermitKind(row.kind), row.issued_on, row.valid_to, frozenset(row.buildings.split("\n"))
            ),
            row.authority,
            row.version,
        )
        for row in rows
    ]


def id_by_no(read: Read, text: str) -> int | None:
    """The id of the permit with this number."""
    found: int | None = read.connection.execute(
        select(_PERMIT.c.id).where(_PERMIT.c.project_id == read.project_id, _PERMIT.c.no == text)
    ).scalar()
    return found
