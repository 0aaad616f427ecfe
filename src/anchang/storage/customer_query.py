"""Customers looked up: by complete number, by fragment, by name, and the card with everything that happened (2.2)."""

from datetime import date

from sqlalchemy import ColumnElement, func, literal_column, select

from anchang.domain import identity
from anchang.domain.errors import BadInput
from anchang.storage.base import table_of
from anchang.storage.customer import Customer, CustomerLook
from anchang.storage.reading import Read

_CUSTOMER, _LOOK = table_of(Customer), table_of(CustomerLook)


def has_phone(number: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The customer has this stored number. The second half says what the unique index says, or it would not serve."""
    return _CUSTOMER.c.phone == number, _CUSTOMER.c.phone != literal_column("''")


def id_by_phone(read: Read, text: str) -> int | None:
    """The id of the project's customer with this complete number, however it is written; None when there is none."""
    try:
        number = identity.phone(text)
    except BadInput:
        return None
    found: int | None = read.connection.execute(
        select(_CUSTOMER.c.id).where(_CUSTOMER.c.project_id == read.project_id, *has_phone(number))
    ).scalar()
    return found


def ids_of(read: Read, owner_id: int) -> list[int]:
    """Every customer of that consultant, buyers too: a leaver's customers need somebody."""
    return list(
        read.connection.execute(
            select(_CUSTOMER.c.id)
            .where(_CUSTOMER.c.project_id == read.project_id, _CUSTOMER.c.owner_id == owner_id)
            .order_by(_CUSTOMER.c.id)
        ).scalars()
    )


def looks(read: Read, staff_id: int, on: date, kind: str) -> int:
    """How many numbers that person had shown (`reveal`, `reveal_id`) or asked about (`check`) on that day."""
    return int(
        read.connection.execute(
            select(func.count()).where(
                _LOOK.c.project_id == read.project_id,
                _LOOK.c.staff_id == staff_id,
                _LOOK.c.business_date == on,
                _LOOK.c.kind == kind,
            )
        ).scalar_one()
    )


def ids_by_name(read: Read, name: str) -> list[int]:
    """Customers with exactly this name, whoever's they are: for the question at the door, not for lists."""
    return list(
        read.connection.execute(
            select(_CUSTOMER.c.id).where(_CUSTOMER.c.project_id == read.project_id, _CUSTOMER.c.name == name)
        ).scalars()
    )
