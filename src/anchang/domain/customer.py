"""Customers and leads: grades, how far a lead has come, and whose it is (P02, domain 2.2).

A lead's state tells how far somebody has come; the papers have their own processes. `next_step` says which step of the
lead an act takes, if any, so that a call to somebody who has signed long ago changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from anchang.domain.access import CONTRACT_CLERK, FLOOR, LEADERS
from anchang.domain.errors import Refusal
from anchang.domain.flow import Flow, Step
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg


class Declined(Worded):
    """What is written where a visitor was asked and did not want to say; completeness counts it as an answer (3.3)."""

    DECLINED = "declined", M("declined to say")


DECLINED = Declined.DECLINED


class Grade(Worded):
    """How near to buying, by the convention that the office uses by default (2.2)."""

    A = "A", M("A: ready to buy")
    B = "B", M("B: strong intention")
    C = "C", M("C: some interest")
    D = "D", M("D: looking around")

    @property
    def setting(self) -> str:
        """The key of the setting that holds this grade's days until the next contact."""
        return f"grade_{self.value.lower()}_days"


GRADE_DAYS: dict[Grade, int] = {Grade.A: 2, Grade.B: 3, Grade.C: 7, Grade.D: 7}


def next_contact_by(grade: Grade, touched_on: date, days: Mapping[Grade, int] = GRADE_DAYS) -> date:
    """The last day for the next contact: calendar days after the last one, by grade (2.2; 7-17)."""
    return touched_on + timedelta(days=days[grade])


def check_next_contact(
    grade: Grade, touched_on: date, next_on: date, days: Mapping[Grade, int] = GRADE_DAYS
) -> Msg | None:
    """Why the chosen day for the next contact will not do, or None (2.2)."""
    if next_on < touched_on:
        return M("the next contact lies in the past")
    latest = next_contact_by(grade, touched_on, days)
    if next_on > latest:
        return M("grade {grade} is contacted again by {latest} at the latest", grade=grade.value, latest=latest)
    return None


class LeadState(StrEnum):
    """How far a lead has come (2.2); only the states that the acts of the office reach."""

    NEW = "new"
    CONTACTED = "contacted"
    VISITED = "visited"
    REVISITED = "revisited"
    INTENDING = "intending"
    SUBSCRIBED = "subscribed"
    SIGNED = "signed"
    INVALID = "invalid"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return LEAD_LABELS[self]


LEAD_LABELS: dict[LeadState, Msg] = {
    LeadState.NEW: M("new lead"),
    LeadState.CONTACTED: M("contacted"),
    LeadState.VISITED: M("visited"),
    LeadState.REVISITED: M("visited again"),
    LeadState.INTENDING: M("intending"),
    LeadState.SUBSCRIBED: M("has subscribed"),
    LeadState.SIGNED: M("has signed"),
    LeadState.INVALID: M("invalid"),
}

OPEN_LEADS = frozenset(
    {LeadState.NEW, LeadState.CONTACTED, LeadState.VISITED, LeadState.REVISITED, LeadState.INTENDING}
)


@dataclass(frozen=True, slots=True)
class LeadFacts:
    """What the guards of a lead look at."""

    reason: str = ""


def _reason_given(facts: LeadFacts) -> Msg | None:
    return None if facts.reason.strip() else M("a reason is missing")


LEAD: Flow[LeadState, LeadFacts] = Flow(
    "lead",
    M("lead"),
    LeadState,
    (
        Step("contact", M("contact"), (LeadState.NEW,), LeadState.CONTACTED, FLOOR, source_id="2.2"),
        Step(
            "visit", M("first visit"), (LeadState.NEW, LeadState.CONTACTED), LeadState.VISITED, FLOOR, source_id="2.2"
        ),
        Step(
            "revisit", M("return visit"), (LeadState.VISITED, LeadState.REVISITED), LeadState.REVISITED, FLOOR,
            source_id="2.2",
        ),
        Step(
            # Whoever may hold a unit for the customer, or write the paper that holds it (2.18), makes the intention.
            "intend", M("unit held"),
            (LeadState.NEW, LeadState.CONTACTED, LeadState.VISITED, LeadState.REVISITED), LeadState.INTENDING,
            FLOOR | LEADERS, source_id="2.2, 2.18",
        ),
        Step(
            # From every open state: the guards of the subscription decide, not the order of its boxes (7-4).
            "subscribe", M("subscription active"),
            (LeadState.NEW, LeadState.CONTACTED, LeadState.VISITED, LeadState.REVISITED, LeadState.INTENDING),
            LeadState.SUBSCRIBED, CONTRACT_CLERK, source_id="2.2, 2.3",
        ),
        Step("sign", M("contract signed"), (LeadState.SUBSCRIBED,), LeadState.SIGNED, CONTRACT_CLERK, source_id="2.4"),
        Step(
            # A call that left no number makes a lead that nobody can follow (3.2).
            "mark_invalid", M("mark as invalid"), (LeadState.NEW, LeadState.CONTACTED), LeadState.INVALID, FLOOR,
            (_reason_given,), source_id="2.2, 3.2",
        ),
    ),
)  # fmt: skip


class Happening(StrEnum):
    """What happens around a lead and may carry it on."""

    CALL = "call"
    FOLLOW_UP = "follow_up"
    VISIT = "visit"
    HOLD = "hold"
    SUBSCRIPTION = "subscription"
    CONTRACT = "contract"


_STEPS: dict[Happening, tuple[str, ...]] = {
    Happening.CALL: ("contact",),
    Happening.FOLLOW_UP: ("contact",),
    Happening.VISIT: ("visit", "revisit"),
    Happening.HOLD: ("intend",),
    Happening.SUBSCRIPTION: ("subscribe",),
    Happening.CONTRACT: ("sign",),
}


def next_step(state: LeadState, happening: Happening) -> str | None:
    """The step of `LEAD` that this happening takes from this state, or None when it changes nothing (2.2).

    A follow-up is passed in only when it reached the person.
    """
    for name in _STEPS[happening]:
        if state in LEAD.step(name).sources:
            return name
    return None


class Whose(Worded):
    """Whose a number is, for the one who asks (2.18): nobody learns more of another's customer than the name."""

    FREE = "free", M("free")
    YOURS = "yours", M("yours")
    TAKEN = "taken", M("a colleague's")
    PUBLIC = "public", M("nobody's")


def whose_is(owner_id: int | None, asker_id: int) -> Whose:
    """Whose a known customer is; without an owner it is nobody's, in the public pool (2.2)."""
    if owner_id is None:
        return Whose.PUBLIC
    return Whose.YOURS if owner_id == asker_id else Whose.TAKEN


class CustomerTaken(Refusal):
    """The complete number belongs to a customer of the project already (2.2): shown, never merged."""

    code: ClassVar[str] = "customer_taken"


def taken(owner: str) -> CustomerTaken:
    """The refusal that tells whose customer it is, and nothing more of somebody else's customer."""
    return CustomerTaken(M("Taken, by {owner}.", owner=owner))
