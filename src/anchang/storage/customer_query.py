"""Customers looked up: by complete number, by fragment, by name, and the card with everything that happened (2.2)."""

from datetime import date

from sqlalchemy import ColumnElement, func, literal_column, select

from anchang.domain import identity
from anchang.domain.errors import BadInput
from anchang.storage.base import table_of
from anchang.storage.customer import Customer, CustomerLook, CustomerNumber
from anchang.storage.reading import Read

_CUSTOMER, _LOOK, _NUMBER = table_of(Customer), table_of(CustomerLook), table_of(CustomerNumber)


def has_phone(number: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The customer has this stored number. The second half says what the unique index says, or it would not serve."""
    return _CUSTOMER.c.phone == number, _CUSTOMER.c.phone != literal_column("''")


def id_by_phone(read: Read, text: str) -> int | None:
    """The id of the project's customer with this complete number, however it is written; else whoever had it last
    before it was changed; None when there is none."""
    try:
        number = identity.phone(text)
    except BadInput:
        return None
    found = id_now(read, number)
    return id_before(read, number) if found is None else found


def id_now(read: Read, number: str) -> int | None:
    """The id of the project's customer who has this stored number."""
    found: int | None = read.connection.execute(
        select(_CUSTOMER.c.id).where(_CUSTOMER.c.project_id == read.project_id, *has_phone(number))
    ).scalar()
    return found


def id_before(read: Read, number: str) -> int | None:
    """The id of the customer who had this stored number last, before it was changed."""
    found: int | None = read.connection.execute(
        select(_NUMBER.c.customer_id)
        .where(_NUMBER.c.project_id == read.project_id, _NUMBER.c.phone == number, _NUMBER.c.phone != "")
        .order_by(_NUMBER.c.id.desc())
        .limit(1)
    ).scalar()
    return found


def numbers_before(read: Read, customer_id: int) -> list[str]:
    """The numbers that a customer had, oldest first, each once."""
    statement = select(_NUMBER.c.phone).where(_NUMBER.c.customer_id == customer_id).order_by(_NUMBER.c.id)
    return list(dict.fromkeys(each for each in read.connection.execute(statement).scalars() if each))


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
