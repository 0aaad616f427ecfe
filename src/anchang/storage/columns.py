"""Column types that say the same thing on every database.

Instants are stored as UTC text with microseconds and a Z, dates as ISO text, flags as 0/1: they sort as they stand, a
digest of the stored values is the same on SQLite and PostgreSQL, and no driver can lose the zone (design 4).
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Dialect, Integer, String, TypeDecorator
from sqlmodel import Field


class NaiveInstant(ValueError):
    """An instant without a zone was about to be stored."""


class Instant(TypeDecorator[datetime]):
    """An aware `datetime`, stored as `2026-11-21T02:03:04.000005Z`."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else instant_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Day(TypeDecorator[date]):
    """A `date`, stored as `2026-11-21`."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class Flag(TypeDecorator[bool]):
    """A yes or no, stored as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


def instant_text(value: datetime) -> str:
    """The stored form of an instant. Raises NaiveInstant for one without a zone."""
    if value.tzinfo is None:
        raise NaiveInstant(value.isoformat())
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def instant(**options: Any) -> Any:
    """A field that holds an instant (UTC)."""
    return Field(sa_type=Instant, **options)


def day(**options: Any) -> Any:
    """A field that holds a date."""
    return Field(sa_type=Day, **options)


def flag(default: bool = False) -> Any:
    """A field that holds yes or no."""
    return Field(sa_type=Flag, default=default, nullable=False)


def scaled(**options: Any) -> Any:
    """A field that holds a scaled integer: fen, 0.0001 ㎡ or 10⁻⁶, as its column comment says."""
    return Field(sa_type=BigInteger, **options)


def one_of(column: str, values: Sequence[str], *, name: str | None = None) -> CheckConstraint:
    """A CHECK that the column holds one of the enum's values (an empty text passes only when it is listed)."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=name or f"{column}_known")


def in_a_project() -> CheckConstraint:
    """A CHECK that only what an import made and was taken back with it belongs to no project."""
    return CheckConstraint("project_id IS NOT NULL OR origin = 'taken_back'", name="in_a_project")


def not_negative(column: str) -> CheckConstraint:
    """A CHECK that an amount is not below zero."""
    return CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative")


def positive(column: str) -> CheckConstraint:
    """A CHECK that an amount is above zero."""
    return CheckConstraint(f"{column} > 0", name=f"{column}_positive")
