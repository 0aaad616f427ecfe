"""Customers looked up: by complete number, by fragment, by name, and the card with everything that happened (2.2)."""

from sqlalchemy import select

from anchang.domain import identity
from anchang.domain.errors import BadInput
from anchang.storage.base import table_of
from anchang.storage.customer import Customer
from anchang.storage.reading import Read

_CUSTOMER = table_of(Customer)


def id_by_phone(read: Read, text: str) -> int | None:
    """The id of the project's customer with this complete number, however it is written; None when there is none."""
    try:
        number = identity.phone(text)
    except BadInput:
        return None
    found: int | None = read.connection.execute(
        select(_CUSTOMER.c.id).where(_CUSTOMER.c.project_id == read.project_id, _CUSTOMER.c.phone == number)
    ).scalar()
    return found
