"""What people type into a search, over rows that are not in the logs' index: appointments, tasks, the pool."""

from sqlalchemy import Column, ColumnElement, or_

from anchang.storage import desk_filters
from anchang.storage.customer_query import id_by_phone
from anchang.storage.reading import Read


def text(
    read: Read,
    typed: str,
    name: Column[str],
    phone: Column[str],
    customer_id: Column[int],
    number: Column[str] | None = None,
) -> ColumnElement[bool]:
    """Rows whose name, phone or initials hold what was typed, or whose own number begins with it.

    A complete phone number is that of a customer and nothing else, found by index.
    """
    wanted = typed.strip()
    whole = desk_filters.whole_number(wanted)
    if whole:
        return customer_id == (id_by_phone(read, whole) or -1)
    tests: list[ColumnElement[bool]] = [name.contains(wanted, autoescape=True)]
    piece = desk_filters.digits(wanted)
    if piece:
        tests.append(desk_filters.holds(read, phone, piece))
    if number is not None:
        tests.append(number.startswith(wanted.upper(), autoescape=True))
    begin = desk_filters.letters(wanted)
    if begin:
        tests.append(desk_filters.initials_of(customer_id)(begin))
    return or_(*tests)
