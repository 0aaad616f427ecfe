"""The rota's rows: the day, its events, and what follows from them (domain 2.1, 3.1).

`RotaEvent` is the truth: replaying the events of a day gives its queue (`storage.rota_events`). `RotaEntry` and `Turn`
say the same in columns, for lists, reports and the examination; a use case writes them in the act of the event.
"""

from datetime import date, datetime
from typing import cast

from sqlalchemy import Index, UniqueConstraint, or_, select
from sqlmodel import Field

from anchang.domain.rota import DayState, EntryState, TurnKind
from anchang.storage.base import Entry, Record, table_of
from anchang.storage.columns import day, flag, instant, not_negative, one_of
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.visit import Visit
from anchang.storage.work import Row


class RotaDay(Record, table=True):
    """One day's rota sheet; `policy` is the JSON of the choices that hold on it (`domain.rota.Policy`)."""

    __tablename__ = "rota_day"
    __table_args__ = (
        UniqueConstraint("project_id", "business_date"),
        one_of("state", [each.value for each in DayState]),
    )

    project_id: int = Field(foreign_key="project.id")
    business_date: date = day(nullable=False)
    state: str
    policy: str
    opened_at: datetime = instant(nullable=False)
    confirmed_at: datetime | None = instant(default=None, nullable=True)
    confirmed_by: int | None = Field(default=None, foreign_key="staff.id")
    closed_at: datetime | None = instant(default=None, nullable=True)
    closed_by: int | None = Field(default=None, foreign_key="staff.id")


class RotaEvent(Entry, table=True):
    """One thing that happened to the rota: `no` counts the day's events from 1, `payload` is the event as JSON.

    `why` is the JSON of the words in which a reception was given to somebody, `reason` what a person wrote.
    """

    __tablename__ = "rota_event"
    __table_args__ = (
        UniqueConstraint("rota_day_id", "no"),
        Index("ix_rota_event_kind", "project_id", "kind", "business_date"),
    )

    project_id: int = Field(foreign_key="project.id")
    rota_day_id: int = Field(foreign_key="rota_day.id")
    business_date: date = day(nullable=False)
    no: int
    kind: str
    at: datetime = instant(nullable=False)
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    payload: str
    why: str = ""
    reason: str = ""


class RotaEntry(Record, table=True):
    """Where one consultant stands: the projection of the queue after the day's last event."""

    __tablename__ = "rota_entry"
    __table_args__ = (
        UniqueConstraint("rota_day_id", "consultant_id"),
        Index("ix_rota_entry_day", "project_id", "business_date", "seq", "id"),
        one_of("status", [each.value for each in EntryState]),
        not_negative("credits"),
        not_negative("skips"),
    )

    project_id: int = Field(foreign_key="project.id")
    rota_day_id: int = Field(foreign_key="rota_day.id")
    business_date: date = day(nullable=False)
    consultant_id: int = Field(foreign_key="staff.id")
    seq: int
    signed_in_at: datetime = instant(nullable=False)
    status: str
    since: datetime = instant(nullable=False)
    pause: str = ""
    turns: int = 0
    uncounted: int = 0
    credits: int = 0
    skips: int = 0
    turn_no: int | None = None


class Turn(Record, table=True):
    """One reception; `why` is the JSON of the words in which it was given to the receiver."""

    __table_args__ = (
        UniqueConstraint("rota_day_id", "no"),
        Index("ix_turn_day", "project_id", "business_date", "no"),
        Index("ix_turn_figures", "project_id", "business_date", "receiver_id", "kind", "counted", "on_credit"),
        Index("ix_turn_newest", "project_id", "started_at", "id"),
        Index("ix_turn_receiver", "project_id", "receiver_id", "started_at", "id"),
        one_of("kind", [each.value for each in TurnKind]),
    )

    project_id: int = Field(foreign_key="project.id")
    rota_day_id: int = Field(foreign_key="rota_day.id")
    business_date: date = day(nullable=False)
    no: int
    event_no: int
    receiver_id: int = Field(foreign_key="staff.id")
    recorder_id: int = Field(foreign_key="staff.id")
    kind: str
    visit_kind: str
    counted: bool = flag()
    on_credit: bool = flag()
    party_size: int = 1
    started_at: datetime = instant(nullable=False)
    ended_at: datetime | None = instant(default=None, nullable=True)
    visit_id: int | None = Field(default=None, foreign_key="visit.id", index=True)
    why: str = ""
    note: str = ""


_TURN, _ENTRY = table_of(Turn), table_of(RotaEntry)
_VISIT, _STAFF = table_of(Visit), table_of(Staff)


def turn_by_no(read: Read, text: str) -> int | None:
    """The id of a turn by its number today («3») or on a day («20261123-3»)."""
    on, _, number = text.rpartition("-")
    if not number.isdigit() or not (on == "" or (len(on) == 8 and on.isdigit())):
        return None
    wanted = f"{on[:4]}-{on[4:6]}-{on[6:]}" if on else read.today.isoformat()
    try:
        business_date = date.fromisoformat(wanted)
    except ValueError:
        return None
    found: int | None = read.connection.execute(
        select(_TURN.c.id).where(
            _TURN.c.project_id == read.project_id, _TURN.c.business_date == business_date, _TURN.c.no == int(number)
        )
    ).scalar()
    return found


def turn_row(read: Read, business_date: date, no: int) -> Row | None:
    """The turn of that day with that number, or None."""
    statement = select(_TURN).where(
        _TURN.c.project_id == read.project_id, _TURN.c.business_date == business_date, _TURN.c.no == no
    )
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def turn_of_visit(read: Read, visit_id: int) -> Row | None:
    """The turn with which that visit began, or None."""
    statement = select(_TURN).where(_TURN.c.project_id == read.project_id, _TURN.c.visit_id == visit_id)
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def being_received(read: Read, on: date, phone: str, customer_id: int | None) -> Row | None:
    """The reception of that day that still runs for whoever has this stored number, or for this customer: `no`, the
    receiver's `name`, `started_at`. None where there is none."""
    same = [_VISIT.c.phone == phone] if phone else []
    same += [] if customer_id is None else [_VISIT.c.customer_id == customer_id]
    statement = (
        select(_TURN.c.no, _STAFF.c.name, _TURN.c.started_at)
        .join(_VISIT, _VISIT.c.id == _TURN.c.visit_id)
        .join(_STAFF, _STAFF.c.id == _TURN.c.receiver_id)
        .where(
            _TURN.c.project_id == read.project_id, _TURN.c.business_date == on, _TURN.c.ended_at.is_(None),
            or_(*same),
        )
        .order_by(_TURN.c.no)
    )  # fmt: skip
    return cast("Row | None", read.connection.execute(statement).mappings().first()) if same else None


def entry_ids(read: Read, rota_day_id: int) -> dict[int, int]:
    """consultant -> row of the day's entries."""
    found = read.connection.execute(
        select(_ENTRY.c.consultant_id, _ENTRY.c.id).where(_ENTRY.c.rota_day_id == rota_day_id)
    )
    return {row.consultant_id: row.id for row in found}


def last_credits(read: Read, consultant_id: int, before: date) -> int:
    """The turns to make up for that the consultant had at the end of the last day on the rota before that one."""
    found = read.connection.execute(
        select(_ENTRY.c.credits)
        .where(
            _ENTRY.c.project_id == read.project_id, _ENTRY.c.consultant_id == consultant_id,
            _ENTRY.c.business_date < before,
        )
        .order_by(_ENTRY.c.business_date.desc())
        .limit(1)
    ).scalar()  # fmt: skip
    return int(found or 0)
