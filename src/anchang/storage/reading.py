"""Who is looking: a snapshot, the person, and what that person may see.

Scope and masking live here, below every screen and file (design 4): a query asks `read` whose rows it may return and
passes every phone and ID number through `read.phone` / `read.id_no`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from sqlalchemy import Connection

from anchang.domain import identity
from anchang.domain.access import SEES_ALL_CUSTOMERS, Role, deciders, is_own_work


@dataclass(frozen=True, slots=True)
class Read:
    """One short snapshot, seen by one person; `behalf_id` is for whom that person decides, with whose roles."""

    connection: Connection
    project_id: int
    staff_id: int
    roles: frozenset[Role]
    now: datetime
    today: date
    zone: tzinfo
    settings: Mapping[str, Any]
    unmasked: bool = False
    behalf_id: int | None = None

    @property
    def sees_all(self) -> bool:
        """Whether other consultants' customers are visible at all (masked)."""
        return bool(self.roles & SEES_ALL_CUSTOMERS)

    def is_own(self, *makers: int | None) -> bool:
        """Whether the person who looks would check the own work, or that of whom he or she decides for; `makers` are
        who made it."""
        return any(is_own_work(each, makers, self.settings) for each in deciders(self.staff_id, self.behalf_id))

    def phone(self, number: str | None) -> str:
        """A phone as it may leave the query layer."""
        if not number:
            return ""
        return number if self.unmasked else identity.mask_phone(number)

    def id_no(self, number: str | None) -> str:
        """An ID number as it may leave the query layer."""
        if not number:
            return ""
        return number if self.unmasked else identity.mask_id(number)
