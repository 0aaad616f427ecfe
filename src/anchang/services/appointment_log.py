"""What becomes of an appointment by what else happens: a visit keeps it, a lead that ends drops it (3.25)."""

from __future__ import annotations

from datetime import date

from anchang.domain.appointment import APPOINTMENT, AppointmentFacts
from anchang.services.act import Act
from anchang.storage import appointment_query
from anchang.storage.appointment import Appointment
from anchang.storage.work import Row


def facts(act: Act, row: Row, reason: str = "", *, day_over: bool = False) -> AppointmentFacts:
    """What the guards look at."""
    return AppointmentFacts(
        on=row["on_day"], today=act.today, at=row["at"], now=act.now, reason=reason, day_over=day_over
    )


def keep(act: Act, customer_id: int, on: date, visit_id: int | None) -> None:
    """The customer was here: what was appointed for that day is kept, also when the visit is written down later."""
    for row in appointment_query.of_day(act.read, customer_id, on):
        if row["state"] in APPOINTMENT.step("keep").sources:
            act.move(
                APPOINTMENT, "keep", Appointment, row, facts(act, row), as_system=True, ended_at=act.now,
                visit_id=visit_id,
            )  # fmt: skip


def expected(act: Act, customer_id: int) -> Row | None:
    """The appointment for which this customer is expected today, also one already called missed; None without one."""
    found = [
        row
        for row in appointment_query.of_day(act.read, customer_id, act.today)
        if row["state"] in APPOINTMENT.step("keep").sources
    ]
    return found[-1] if found else None


def somebody_expected(act: Act, staff_id: int) -> Row | None:
    """The appointment for which this consultant expects somebody today, nearest to now; None without one."""
    found = appointment_query.with_on(act.read, staff_id, act.today)
    return min(found, key=lambda row: abs(row["at"] - act.now), default=None)


def made_on(act: Act, customer_id: int, on: date) -> bool:
    """Whether an appointment was made with this customer on that day: who makes one was reached."""
    return any(row["business_date"] == on for row in appointment_query.all_of(act.read, customer_id))


def greeted_wrongly(act: Act, visit_id: int) -> None:
    """It was not the customer who came: what the greeting kept is expected again, unless something newer is."""
    for row in appointment_query.kept_by(act.read, visit_id):
        if appointment_query.open_of(act.read, row["customer_id"]) is None:
            act.move(
                APPOINTMENT, "take_back", Appointment, row, facts(act, row), as_system=True, ended_at=None,
                visit_id=None,
            )  # fmt: skip


def fall_away(act: Act, customer_id: int, why: str) -> None:
    """Nobody expects the customer any more; `why` is the lead's state."""
    row = appointment_query.open_of(act.read, customer_id)
    if row is not None:
        said = facts(act, row, why)
        act.move(APPOINTMENT, "fall_away", Appointment, row, said, as_system=True, ended_at=act.now, reason=why)


def hand_over(act: Act, customer_id: int, old: int, new: int) -> None:
    """The customer changes hands: who is expected is expected by the new consultant."""
    row = appointment_query.open_of(act.read, customer_id)
    if row is not None and row["with_id"] == old:
        act.work.update(Appointment, row["id"], with_id=new)
