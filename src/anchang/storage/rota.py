"""The rota's rows: the day, its events, and what follows from them (domain 2.1, 3.1).

`RotaEvent` is the truth: replaying the events of a day gives its queue (`storage.rota_events`). `RotaEntry` and `Turn`
say the same in columns, for lists, reports and the examination; a use case writes them in the act of the event.
"""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from anchang.domain.rota import DayState, EntryState, TurnKind
from anchang.storage.base import Entry, Record
from anchang.storage.columns import day, flag, instant, not_negative, one_of


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
    __table_args__ = (UniqueConstraint("rota_day_id", "no"),)

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
        Index("ix_rota_entry_day", "project_id", "business_date", "seq"),
        one_of("status", [each.value for each in EntryState]),
        not_negative("credits"),
        not_negative("skips"),
    )

    project_id: int = Field(foreign_key="project.id")
    rota_day_id: int = Field(foreign_key="rota_day.id")
    business_date: date = day(nullable=False)
    consultant_id: int = Field(foreign_key="staff.id")
    seq: int
    place: int | None = None
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
        Index("ix_turn_day", "project_id", "business_date", "receiver_id", "counted"),
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
    visit_id: int | None = Field(default=None, foreign_key="visit.id")
    why: str = ""
    note: str = ""
