"""Staff members: who they are, their roles, and how they prove it (domain section 0, 3.25)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, func, select
from sqlmodel import Field

from anchang.domain.access import Role
from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, flag, instant
from anchang.storage.quick import Quick
from anchang.storage.rare import remembered
from anchang.storage.reading import Read


class Staff(Record, table=True):
    """One member of staff; `roles` is a space-separated set. A leaver keeps the row with `active_to`."""

    no: str = Field(unique=True)
    name: str
    login: str = Field(unique=True)
    roles: str
    phone: str = ""
    password_hash: str = ""
    must_change: bool = flag(True)
    failed: int = 0
    locked_until: datetime | None = instant(default=None, nullable=True)
    last_sign_in_at: datetime | None = instant(default=None, nullable=True)
    active_from: date = day(nullable=False)
    active_to: date | None = day(default=None, nullable=True)
    made_by: int | None = None


@dataclass(frozen=True, slots=True)
class StaffView:
    """A member of staff as screens and use cases see one; never the password."""

    id: int
    no: str
    name: str
    login: str
    roles: frozenset[Role]
    phone: str
    must_change: bool
    active_from: date
    active_to: date | None
    version: int

    def active_on(self, today: date) -> bool:
        """Whether this person works here on that day."""
        return self.active_from <= today and (self.active_to is None or today <= self.active_to)


_STAFF = table_of(Staff)
_SHOWN = [
    _STAFF.c[name]
    for name in ("id", "no", "name", "login", "roles", "phone", "must_change", "active_from", "active_to", "version")
]

_BY_ID = Quick(select(*_SHOWN).where(_STAFF.c.id == bindparam("staff")))


def view(row: RowMapping | Mapping[str, Any]) -> StaffView:
    """The frozen view of a row."""
    return StaffView(
        id=row["id"],
        no=row["no"],
        name=row["name"],
        login=row["login"],
        roles=frozenset(Role(word) for word in row["roles"].split()),
        phone=row["phone"],
        must_change=row["must_change"],
        active_from=row["active_from"],
        active_to=row["active_to"],
        version=row["version"],
    )


def by_id(connection: Connection, staff_id: int) -> StaffView | None:
    """The person with this id, or None."""

    def found() -> StaffView | None:
        row = _BY_ID.first(connection, {"staff": staff_id})
        return None if row is None else view(row)

    return remembered(connection, ("staff", staff_id), found)


def by_login(connection: Connection, login: str) -> StaffView | None:
    """The person with this login or staff number, or None. Case does not matter."""
    wanted = login.strip().lower()
    row = (
        connection.execute(
            select(*_SHOWN).where((func.lower(_STAFF.c.login) == wanted) | (func.lower(_STAFF.c.no) == wanted))
        )
        .mappings()
        .first()
    )
    return None if row is None else view(row)


def everybody(connection: Connection) -> list[StaffView]:
    """All staff, leavers too, by number."""
    return [view(row) for row in connection.execute(select(*_SHOWN).order_by(_STAFF.c.no)).mappings()]


def proof(connection: Connection, staff_id: int) -> RowMapping | None:
    """What a password is checked against: hash, failures, lock."""
    return (
        connection.execute(
            select(_STAFF.c.password_hash, _STAFF.c.failed, _STAFF.c.locked_until, _STAFF.c.version).where(
                _STAFF.c.id == staff_id
            )
        )
        .mappings()
        .first()
    )


def next_number(connection: Connection) -> int:
    """The number after the highest `S<number>` in use."""
    numbers = [no[1:] for (no,) in connection.execute(select(_STAFF.c.no)) if no[:1] == "S" and no[1:].isdigit()]
    return max((int(n) for n in numbers), default=0) + 1


def id_by_login(read: Read, text: str) -> int | None:
    """The id of the person with this login or number."""
    found = by_login(read.connection, text)
    return None if found is None else found.id


def shown_name(author: ColumnElement[str], name: ColumnElement[str]) -> ColumnElement[str]:
    """Whose entry it is in a list: who wrote it in an old register and is no member of staff, else the consultant."""
    return func.coalesce(func.nullif(author, ""), name)
