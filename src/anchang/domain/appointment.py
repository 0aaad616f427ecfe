"""Appointments to see the project, and what became of them (P02c; domain 2.2, 3.25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from anchang.domain.access import FLOOR, SYSTEM
from anchang.domain.flow import Flow, Step
from anchang.i18n import M, Msg


class AppointmentState(StrEnum):
    """`open` until the outcome of 3.25: came, did not come, moved to another time, called off."""

    OPEN = "open"
    CAME = "came"
    NO_SHOW = "no_show"
    MOVED = "moved"
    CANCELLED = "cancelled"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return APPOINTMENT_LABELS[self]


APPOINTMENT_LABELS: dict[AppointmentState, Msg] = {
    AppointmentState.OPEN: M("expected"),
    AppointmentState.CAME: M("came"),
    AppointmentState.NO_SHOW: M("did not come"),
    AppointmentState.MOVED: M("moved to another time"),
    AppointmentState.CANCELLED: M("called off"),
}


@dataclass(frozen=True, slots=True)
class AppointmentFacts:
    """What the guards look at: the appointed day and instant, and now."""

    on: date
    today: date
    at: datetime
    now: datetime
    reason: str = ""
    day_over: bool = False


def _not_before(facts: AppointmentFacts) -> Msg | None:
    return M("the time of the appointment is still to come") if facts.now < facts.at else None


def _reason_given(facts: AppointmentFacts) -> Msg | None:
    return None if facts.reason.strip() else M("a reason is missing")


def _day_over(facts: AppointmentFacts) -> Msg | None:
    return None if facts.day_over or facts.on < facts.today else M("the day is not over yet")


APPOINTMENT: Flow[AppointmentState, AppointmentFacts] = Flow(
    "appointment",
    M("appointment"),
    AppointmentState,
    (
        # A visit of that customer keeps it, also one that is written down after the day.
        Step(
            "keep", M("came"), (AppointmentState.OPEN, AppointmentState.NO_SHOW), AppointmentState.CAME,
            FLOOR | SYSTEM, source_id="3.25",
        ),
        Step("move", M("move"), (AppointmentState.OPEN,), AppointmentState.MOVED, FLOOR, source_id="3.25"),
        Step(
            "cancel", M("call off"), (AppointmentState.OPEN,), AppointmentState.CANCELLED, FLOOR, (_reason_given,),
            source_id="3.25",
        ),
        Step(
            "miss", M("did not come"), (AppointmentState.OPEN,), AppointmentState.NO_SHOW, FLOOR, (_not_before,),
            source_id="2.2, 3.25",
        ),
        Step(
            "find_missed", M("found missed"), (AppointmentState.OPEN,), AppointmentState.NO_SHOW, SYSTEM, (_day_over,),
            source_id="2.2, 3.25",
        ),
        Step(
            # The lead is lost, invalid or in the pool: nobody expects the customer any more.
            "fall_away", M("nobody expects the customer any more"), (AppointmentState.OPEN,),
            AppointmentState.CANCELLED, SYSTEM, (_reason_given,), source_id="2.2",
        ),
        Step(
            # Whoever was greeted turns out to be somebody else: the customer is still expected.
            "take_back", M("somebody else came"), (AppointmentState.CAME,), AppointmentState.OPEN, SYSTEM,
            source_id="3.25",
        ),
    ),
)  # fmt: skip
