"""Visitors for whom nobody was free: they wait in the order in which they came (domain 2.1-3)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CheckConstraint, UniqueConstraint, func, select
from sqlmodel import Field

from anchang.domain.visit import VisitKind
from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, instant, not_negative, one_of
from anchang.storage.reading import Read
from anchang.storage.work import Row

WAITS, RECEIVED, LEFT = "", "received", "left"
_NAMELESS: dict[str, Any] = {"name": "", "phone": "", "customer_id": None}
SAID = "said"  # what `arrival` has of the desk's own words, for the greeting entry


class Waiting(Record, table=True):
    """One party that waits or waited; `no` counts the day's from 1. What was asked at the door of who they are stands
    here only while they wait (`nameless`): whoever receives them has it in the visit.

    `arrival` is the JSON of what the rota was told (`domain.rota_desk.Arrival`), with what else was typed at the door
    under `said` while they wait; `outcome` is empty while they wait.
    """

    __table_args__ = (
        UniqueConstraint("project_id", "business_date", "no"),
        one_of("kind", [each.value for each in VisitKind]),
        one_of("outcome", [WAITS, RECEIVED, LEFT]),
        not_negative("party_size"),
        CheckConstraint("outcome = '' OR (name = '' AND phone = '' AND customer_id IS NULL)", name="nameless"),
    )

    project_id: int = Field(foreign_key="project.id")
    business_date: date = day(nullable=False)
    no: int
    since: datetime = instant(nullable=False)
    kind: str
    party_size: int = 1
    arrival: str
    customer_id: int | None = Field(default=None, foreign_key="customer.id")
    name: str = ""
    phone: str = ""
    agent_company: str = ""
    report_no: str = ""
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    outcome: str = ""
    ended_at: datetime | None = instant(default=None, nullable=True)
    turn_no: int | None = None


_WAITING = table_of(Waiting)


def nameless(row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a party without who they are and without what was said of them."""
    told = {name: value for name, value in json.loads(row["arrival"]).items() if name != SAID}
    return {**_NAMELESS, "arrival": json.dumps(told, ensure_ascii=False, sort_keys=True)}


@dataclass(frozen=True, slots=True)
class WaitingParty:
    """A party on the board, waiting since that instant."""

    no: int
    since: datetime
    kind: VisitKind
    party_size: int


def rows(read: Read, on: date) -> list[Row]:
    """Those who wait, the first to come first."""
    statement = (
        select(_WAITING)
        .where(
            _WAITING.c.project_id == read.project_id, _WAITING.c.business_date == on, _WAITING.c.outcome == WAITS
        )
        .order_by(_WAITING.c.no)
    )  # fmt: skip
    return [cast("Row", row) for row in read.connection.execute(statement).mappings()]


def parties(read: Read, on: date) -> tuple[WaitingParty, ...]:
    """Those who wait, as the board shows them."""
    return tuple(
        WaitingParty(row["no"], row["since"], VisitKind(row["kind"]), row["party_size"]) for row in rows(read, on)
    )


def next_no(read: Read, on: date) -> int:
    """The next number of the day."""
    last: Any = read.connection.execute(
        select(func.max(_WAITING.c.no)).where(
            _WAITING.c.project_id == read.project_id, _WAITING.c.business_date == on
        )
    ).scalar()  # fmt: skip
    return int(last or 0) + 1
