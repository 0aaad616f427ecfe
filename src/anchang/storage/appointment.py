"""Appointments to see the project (domain 3.25)."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, select, text
from sqlmodel import Field

from anchang.domain.appointment import AppointmentState
from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, instant, one_of
from anchang.storage.reading import Read


class Appointment(Record, table=True):
    """One appointment of a customer with a consultant; one that is moved stays, with the new one beside it.

    `business_date` is the day on which it was made, `on_day` the appointed one. A customer has one open at most.
    """

    __table_args__ = (
        UniqueConstraint("project_id", "no"),
        UniqueConstraint("project_id", "business_date", "day_no"),
        Index(
            "uq_appointment_open",
            "customer_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_appointment_day", "project_id", "on_day", "state"),
        Index("ix_appointment_newest", "project_id", "at", "id"),
        Index("ix_appointment_with", "project_id", "with_id", "at", "id"),
        one_of("state", [each.value for each in AppointmentState]),
    )

    project_id: int = Field(foreign_key="project.id")
    no: str
    day_no: int
    business_date: date = day(nullable=False)
    customer_id: int = Field(foreign_key="customer.id")
    with_id: int = Field(foreign_key="staff.id")
    at: datetime = instant(nullable=False)
    on_day: date = day(nullable=False)
    state: str
    moved_from: int | None = Field(default=None, foreign_key="appointment.id")
    visit_id: int | None = Field(default=None, foreign_key="visit.id")
    made_by: int | None = Field(default=None, foreign_key="staff.id")
    ended_at: datetime | None = instant(default=None, nullable=True)
    reason: str = ""
    note: str = ""


_APPOINTMENT = table_of(Appointment)


def id_by_no(read: Read, text: str) -> int | None:
    """The id of the appointment with this number."""
    found: int | None = read.connection.execute(
        select(_APPOINTMENT.c.id).where(
            _APPOINTMENT.c.project_id == read.project_id, _APPOINTMENT.c.no == text.upper()
        )
    ).scalar()
    return found
