"""Filters that the front desk's lists share: days, people, pieces of a number or a name, and whose rows one may see."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, false, func, or_, select

from anchang.domain import identity
from anchang.domain.access import REVEALS
from anchang.domain.errors import BadInput
from anchang.domain.text import half_width
from anchang.storage.base import table_of
from anchang.storage.customer import Customer
from anchang.storage.reading import Read
from anchang.storage.staff import Staff

_STAFF, _CUSTOMER = table_of(Staff), table_of(Customer)
SHORTEST = 3  # digits of a number that may be searched by
_HEAD, _TAIL = 3, 4  # digits that a mask leaves (identity.mask_phone)
_NOISE = re.compile(r"[\s\-‐‑‒–—─()（）.·]+")
_ABROAD = re.compile(r"^(?:\+|00)86|^\+|^86(?=1[3-9])")  # the country is not kept with the number


def bounds(read: Read, on: date, until: date | None = None) -> tuple[datetime, datetime]:
    """The instants at which the day (or the days up to `until`, included) begins and is over, in the office's zone."""
    last = until or on
    return (
        datetime.combine(on, time(), read.zone),
        datetime.combine(last + timedelta(days=1), time(), read.zone),
    )


def days(read: Read, filters: Mapping[str, Any], at: Column[Any]) -> list[ColumnElement[bool]]:
    """`since` and `until` (dates, both included) as a range of instants, so that the list's own index serves it."""
    found: list[ColumnElement[bool]] = []
    if filters.get("since"):
        found.append(at >= bounds(read, filters["since"])[0])
    if filters.get("until"):
        found.append(at < bounds(read, filters["until"])[1])
    return found


def staff_ids(read: Read, text: str) -> list[int]:
    """Members of staff by login, number, or a piece of the name."""
    wanted = text.strip().lower()
    statement = select(_STAFF.c.id).where(
        or_(
            func.lower(_STAFF.c.login) == wanted,
            func.lower(_STAFF.c.no) == wanted,
            _STAFF.c.name.contains(text.strip(), autoescape=True),
        )
    )
    return list(read.connection.execute(statement).scalars())


def person(read: Read, text: object, column: Column[Any]) -> ColumnElement[bool]:
    """The column holds somebody of that name, login or number; an id serves as well."""
    if isinstance(text, int):
        return column == text
    found = staff_ids(read, str(text))
    if not found:
        return false()
    return column == found[0] if len(found) == 1 else column.in_(found)


def digits(text: str) -> str:
    """The piece of a number in what was typed or pasted (spaces, dashes, brackets, +86, 0086), or an empty text."""
    plain = _ABROAD.sub("", _NOISE.sub("", half_width(text)))
    return plain if plain.isascii() and plain.isdigit() and len(plain) >= SHORTEST else ""


def holds(read: Read, phone: Column[Any], piece: str) -> ColumnElement[bool]:
    """Rows whose number holds these digits.

    Whoever sees everybody's rows without the right to reveal a number (2.18) finds by what the mask leaves only: else a
    few searches would spell the number out, unlogged.
    """
    if not read.sees_all or read.roles & REVEALS:
        return func.replace(phone, "-", "").contains(piece, autoescape=True)
    tests = [phone.endswith(piece, autoescape=True)] if len(piece) <= _TAIL else []
    tests += [phone.startswith(piece, autoescape=True)] if len(piece) <= _HEAD else []
    return or_(false(), *tests)


def whole_number(text: str) -> str:
    """The stored form of a complete number, or an empty text for anything else."""
    try:
        return identity.phone(text)
    except BadInput:
        return ""


def letters(typed: str) -> str:
    """What was typed as the initials that it may be, in capitals (ＺＷ too); empty for anything else."""
    wanted = unicodedata.normalize("NFKC", typed).strip()
    return wanted.upper() if wanted.isascii() and wanted.isalpha() else ""


def initials(begin: str) -> ColumnElement[bool]:
    """Customers one of whose readings begins with these letters."""
    return (" " + _CUSTOMER.c.initials).contains(" " + begin, autoescape=True)


def initials_of(customer_id: Column[Any]) -> Callable[[str], ColumnElement[bool]]:
    """The same of the customer whose id stands there, asked row by row: no list of all who are called so is made."""

    def begins(begin: str) -> ColumnElement[bool]:
        return select(_CUSTOMER.c.id).where(_CUSTOMER.c.id == customer_id, initials(begin)).correlate_except(
            _CUSTOMER
        ).exists()

    return begins


def own(read: Read, column: Column[Any]) -> list[ColumnElement[bool]]:
    """Nothing for whoever sees all, else that the row is one's own."""
    return [] if read.sees_all else [column == read.staff_id]
