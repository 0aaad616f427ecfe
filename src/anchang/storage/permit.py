"""Permits and the buildings that they cover (3.25, 5.9)."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, UniqueConstraint, bindparam, select
from sqlmodel import Field

from anchang.domain.permit import PermitFacts, PermitKind, covered
from anchang.domain.unit_key import building_key
from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, one_of
from anchang.storage.quick import Quick
from anchang.storage.rare import remembered
from anchang.storage.reading import Read
from anchang.storage.unit import Unit


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


_PERMIT, _UNIT = table_of(Permit), table_of(Unit)
_ALL = Quick(
    select(_PERMIT).where(_PERMIT.c.project_id == bindparam("project")).order_by(_PERMIT.c.issued_on, _PERMIT.c.id)
)


def all_permits(connection: Connection, project_id: int) -> tuple[PermitView, ...]:
    """The project's permits, oldest first."""
    return remembered(connection, ("permit", project_id), lambda: _permits(connection, project_id))


def _permits(connection: Connection, project_id: int) -> tuple[PermitView, ...]:
    rows = _ALL.all(connection, {"project": project_id})
    return tuple(
        PermitView(
            row["id"],
            PermitFacts(
                row["no"],
                PermitKind(row["kind"]),
                row["issued_on"],
                row["valid_to"],
                frozenset(row["buildings"].split("\n")),
            ),
            row["authority"],
            row["version"],
        )
        for row in rows
    )


def covering(read: Read, building: str, own_id: int | None = None) -> list[PermitFacts]:
    """The permits that mean this building, spelt as the project spells it: the unit's own first, then the newest.

    The unit's own permit is there even when it does not cover the building any more, for the reason that it gives.
    """
    known = all_permits(read.connection, read.project_id)
    wanted = building_key(building)
    meant = {each.id for each in known if any(building_key(name) == wanted for name in each.facts.buildings)}
    if not meant:
        buildings = all_buildings(read)
        meant = {each.id for each in known if building in covered(each.facts.buildings, buildings)}
    found = [each for each in known if each.id in meant or each.id == own_id]
    found.sort(key=lambda each: (each.id == own_id, each.facts.issued_on, each.id), reverse=True)
    return [
        replace(each.facts, buildings=each.facts.buildings | {building}) if each.id in meant else each.facts
        for each in found
    ]


def all_buildings(read: Read) -> list[str]:
    """Every building of the project that has units, as printed."""
    return list(
        read.connection.execute(select(_UNIT.c.building).where(_UNIT.c.project_id == read.project_id).distinct())
        .scalars()
    )


def one(read: Read, permit_id: int) -> PermitView | None:
    """The permit of this project with that id."""
    for each in all_permits(read.connection, read.project_id):
        if each.id == permit_id:
            return each
    return None


def id_by_no(read: Read, text: str) -> int | None:
    """The id of the permit with this number."""
    found: int | None = read.connection.execute(
        select(_PERMIT.c.id).where(_PERMIT.c.project_id == read.project_id, _PERMIT.c.no == text)
    ).scalar()
    return found
