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

from anchang.domain.access import CONTRACT_CLERK, FLOOR, LEADERS, MANAGER, SYSTEM
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


class GradeConvention(Worded):
    """What an office means by its grades; two are in use (2.2)."""

    INTENT = "intent", M("by intention: A ready to buy to D looking around")
    PROGRESS = "progress", M("by progress: A has bought to D invalid")


GRADE_LABELS: dict[GradeConvention, dict[str, Msg]] = {
    GradeConvention.INTENT: {grade.value: grade.label for grade in Grade},
    GradeConvention.PROGRESS: {
        Grade.A: M("A: has bought"),
        Grade.B: M("B: registered for a unit"),
        Grade.C: M("C: came with interest"),
        Grade.D: M("D: invalid"),
    },
}
# Whom the tracking sheet of intending customers shows: who has bought already is intending no more.
INTENDING_GRADES: dict[GradeConvention, tuple[Grade, ...]] = {
    GradeConvention.INTENT: (Grade.A, Grade.B),
    GradeConvention.PROGRESS: (Grade.B, Grade.C),
}

GRADE_DAYS: dict[Grade, int] = {Grade.A: 2, Grade.B: 3, Grade.C: 7, Grade.D: 7}


def next_contact_by(grade: Grade, touched_on: date, days: Mapping[Grade, int] = GRADE_DAYS) -> date:
    """The last day for the next contact: calendar days after the last one, by grade (2.2; 7-17)."""
    return touched_on + timedelta(days=days[grade])


LONGEST_WAIT = 7  # days that an open lead waits at most [S4]


def check_next_contact(
    grade: Grade | None,
    touched_on: date,
    next_on: date,
    days: Mapping[Grade, int] = GRADE_DAYS,
    longest: int = LONGEST_WAIT,
    *,
    pooled: bool = False,
) -> Msg | None:
    """Why the chosen day for the next contact will not do, or None (2.2).

    `longest` are the days that a lead without a grade may wait, and one in the public pool (`pooled`) whatever its
    grade.
    """
    if next_on < touched_on:
        return M("the next contact lies in the past")
    if grade is None or pooled:
        latest = touched_on + timedelta(days=longest)
        if next_on > latest:
            return M("this customer is contacted again by {latest} at the latest", latest=latest)
        return None
    latest = next_contact_by(grade, touched_on, days)
    if next_on > latest:
        return M("grade {grade} is contacted again by {latest} at the latest", grade=grade.value, latest=latest)
    return None


class LeadState(StrEnum):
    """How far a lead has come (2.2), and the side states in which it waits for somebody."""

    NEW = "new"
    CONTACTED = "contacted"
    APPOINTED = "appointed"
    VISITED = "visited"
    REVISITED = "revisited"
    INTENDING = "intending"
    SUBSCRIBED = "subscribed"
    SIGNED = "signed"
    NO_SHOW = "no_show"
    REACTIVATED = "reactivated"
    PUBLIC_POOL = "public_pool"
    LOST = "lost"
    INVALID = "invalid"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return LEAD_LABELS[self]


LEAD_LABELS: dict[LeadState, Msg] = {
    LeadState.NEW: M("new lead"),
    LeadState.CONTACTED: M("contacted"),
    LeadState.APPOINTED: M("has an appointment"),
    LeadState.VISITED: M("visited"),
    LeadState.REVISITED: M("visited again"),
    LeadState.INTENDING: M("intending"),
    LeadState.SUBSCRIBED: M("has subscribed"),
    LeadState.SIGNED: M("has signed"),
    LeadState.NO_SHOW: M("did not come"),
    LeadState.REACTIVATED: M("taken up again"),
    LeadState.PUBLIC_POOL: M("in the public pool"),
    LeadState.LOST: M("lost"),
    LeadState.INVALID: M("invalid"),
}

# Nobody who came is met for the first time again: a contact leads back to `contacted` from these (2.2).
_BEFORE_VISIT = (
    LeadState.NEW, LeadState.CONTACTED, LeadState.APPOINTED, LeadState.NO_SHOW, LeadState.REACTIVATED,
)  # fmt: skip
_OPEN = (*_BEFORE_VISIT, LeadState.VISITED, LeadState.REVISITED, LeadState.INTENDING)
OPEN_LEADS = frozenset(_OPEN)
# Nobody pursues these; the customer's own visit or call, or somebody who takes the customer up again, opens them.
ASLEEP = frozenset({LeadState.PUBLIC_POOL, LeadState.LOST})


class LostReason(Worded):
    """Why a customer is lost (人工流失, R05): what the office's own list begins with (2.18)."""

    PRICE = "price", M("the price is too high")
    BOUGHT_ELSEWHERE = "bought_elsewhere", M("has bought elsewhere")
    LOCATION = "location", M("the location does not fit")
    PRODUCT = "product", M("layout or area does not fit")
    SCHOOL = "school", M("school or surroundings do not fit")
    NO_FUNDS = "no_funds", M("cannot raise the money or the loan")
    NOT_ENTITLED = "not_entitled", M("may not buy under the purchase rules")
    NO_PLAN = "no_plan", M("does not want to buy any more")
    SCHEDULE = "schedule", M("handed over too late")
    UNREACHABLE = "unreachable", M("cannot be reached for a long time")
    OTHER = "other", M("other reason")


class ProgramReason(Worded):
    """Why the program itself takes a customer for lost: fixed, in no list, and nobody chooses them by hand."""

    OVERDUE = "overdue", M("nobody followed up in time")
    FORFEITED = "forfeited", M("deposit forfeited")
    CANCELLED = "cancelled", M("deal cancelled")


DEAL_ENDED = (ProgramReason.FORFEITED, ProgramReason.CANCELLED)


@dataclass(frozen=True, slots=True)
class LeadFacts:
    """What the guards of a lead look at.

    `silent_days` are whole days since the last effective follow-up or since the present consultant got the customer,
    whichever is later; `pool_days` those in the public pool. `held`: a unit is held or a paper under way. `lost_reason`
    is a code of the office's list, or the program's own.
    """

    reason: str = ""
    visits: int = 0
    held: bool = False
    silent_days: int = 0
    ownership_days: int = 0
    pool_days: int = 0
    pool_lost_days: int = 0
    lost_reason: str = ""
    owner_named: bool = False


def _reason_given(facts: LeadFacts) -> Msg | None:
    return None if facts.reason.strip() else M("a reason is missing")


def _never_here(facts: LeadFacts) -> Msg | None:
    return M("the customer has been here before") if facts.visits else None


def _here_before(facts: LeadFacts) -> Msg | None:
    return None if facts.visits else M("the customer has never been here")


def _nothing_held(facts: LeadFacts) -> Msg | None:
    return M("a unit is held for this customer; let it go first") if facts.held else None


def _silent(facts: LeadFacts) -> Msg | None:
    left = facts.ownership_days - facts.silent_days  # the last day is one of protection (7-28)
    return M("still protected for {count} days", count=left + 1) if left >= 0 else None


def _long_in_pool(facts: LeadFacts) -> Msg | None:
    left = facts.pool_lost_days - facts.pool_days
    return M("stays in the public pool for {count} more days", count=left + 1) if left >= 0 else None


def _manual_reason(facts: LeadFacts) -> Msg | None:
    if not facts.lost_reason:
        return M("choose why the customer is lost")
    if facts.lost_reason in set(ProgramReason):
        return M("«{reason}» is the program's own reason", reason=ProgramReason(facts.lost_reason))
    return None


def _deal_ended(facts: LeadFacts) -> Msg | None:
    return None if facts.lost_reason in DEAL_ENDED else M("choose why the customer is lost")


def _owner_named(facts: LeadFacts) -> Msg | None:
    return None if facts.owner_named else M("say which consultant takes the customer up")


LEAD: Flow[LeadState, LeadFacts] = Flow(
    "lead",
    M("lead"),
    LeadState,
    (
        Step(
            "contact", M("contact"), (LeadState.NEW, LeadState.NO_SHOW, LeadState.REACTIVATED), LeadState.CONTACTED,
            FLOOR, source_id="2.2",
        ),
        Step(
            "appoint", M("make an appointment"),
            (LeadState.NEW, LeadState.CONTACTED, LeadState.NO_SHOW, LeadState.REACTIVATED), LeadState.APPOINTED, FLOOR,
            source_id="2.2, P02c",
        ),
        Step(
            # The leaders too: whoever notes that somebody wants no contact calls the appointment off.
            "call_off", M("call the appointment off"), (LeadState.APPOINTED,), LeadState.CONTACTED, FLOOR | LEADERS,
            source_id="3.25, 5.11",
        ),
        Step(
            # Found by the end of the day by the program, or said earlier by who waited (2.2 «customer did not come»).
            "miss", M("did not come"), (LeadState.APPOINTED,), LeadState.NO_SHOW, FLOOR | SYSTEM, source_id="2.2, P02c",
        ),
        Step("visit", M("first visit"), _BEFORE_VISIT, LeadState.VISITED, FLOOR, (_never_here,), source_id="2.2"),
        Step(
            "revisit", M("return visit"), (*_BEFORE_VISIT, LeadState.VISITED, LeadState.REVISITED), LeadState.REVISITED,
            FLOOR, (_here_before,), source_id="2.2",
        ),
        Step(
            # Whoever may hold a unit for the customer, or write the paper that holds it (2.18), makes the intention.
            "intend", M("unit held"), (*_BEFORE_VISIT, LeadState.VISITED, LeadState.REVISITED), LeadState.INTENDING,
            FLOOR | LEADERS, source_id="2.2, 2.18",
        ),
        Step(
            # From every open state: the guards of the subscription decide, not the order of its boxes (7-4).
            "subscribe", M("subscription active"), _OPEN, LeadState.SUBSCRIBED, CONTRACT_CLERK, source_id="2.2, 2.3",
        ),
        Step("sign", M("contract signed"), (LeadState.SUBSCRIBED,), LeadState.SIGNED, CONTRACT_CLERK, source_id="2.4"),
        Step(
            # A call that left no number makes a lead that nobody can follow (3.2).
            "mark_invalid", M("mark as invalid"),
            (LeadState.NEW, LeadState.CONTACTED, LeadState.APPOINTED, LeadState.NO_SHOW, LeadState.REACTIVATED),
            LeadState.INVALID, FLOOR, (_reason_given,), source_id="2.2, 3.2",
        ),
        Step(
            "go_silent", M("back to the public pool"), _OPEN, LeadState.PUBLIC_POOL, SYSTEM, (_silent, _nothing_held),
            source_id="2.2, 2.19",
        ),
        Step(
            # «changes only by manager»: a verdict that it is nobody's leaves nobody's lead outside the pool.
            "set_free", M("nobody's by decision"), _OPEN, LeadState.PUBLIC_POOL, MANAGER | LEADERS,
            (_reason_given, _nothing_held), source_id="2.1, Q-17",
        ),
        Step(
            "lose", M("mark as lost"), (*_OPEN, LeadState.PUBLIC_POOL), LeadState.LOST, FLOOR | LEADERS,
            (_manual_reason, _nothing_held), source_id="2.2, R05",
        ),
        Step(
            "lose_overdue", M("lost for want of follow-up"), (LeadState.PUBLIC_POOL,), LeadState.LOST, SYSTEM,
            (_long_in_pool,), source_id="2.2",
        ),
        Step(
            # «挞定/退房 sets lead back to lost(reason=forfeited|cancelled)»; an owner or a receiver takes it up again.
            "fall_through", M("deal fell through"), (LeadState.SUBSCRIBED, LeadState.SIGNED), LeadState.LOST, SYSTEM,
            (_deal_ended,), source_id="2.2, 2.8",
        ),
        Step(
            "restore", M("deal in force again"), (*_OPEN, LeadState.PUBLIC_POOL, LeadState.LOST), LeadState.SUBSCRIBED,
            SYSTEM, (_reason_given,), source_id="2.8, Q-08",
        ),
        Step(
            "reactivate", M("take up again"), (LeadState.PUBLIC_POOL, LeadState.LOST), LeadState.REACTIVATED,
            MANAGER | LEADERS, (_reason_given, _owner_named), source_id="2.2, 2.19",
        ),
        Step(
            # The customer came or called: the receiver whom the rota chose has the customer, nobody decides anything.
            "come_back", M("came back"), (LeadState.PUBLIC_POOL, LeadState.LOST), LeadState.REACTIVATED, FLOOR | SYSTEM,
            source_id="2.2",
        ),
        Step(
            # Nobody can follow a person without a name (3.2): no task, no pool and no consultant waits for one.
            "end_nameless", M("made nameless"), (*_OPEN, LeadState.PUBLIC_POOL), LeadState.INVALID, SYSTEM,
            source_id="5.11, 3.2",
        ),
    ),
)  # fmt: skip


class Happening(StrEnum):
    """What happens around a lead and may carry it on."""

    CALL = "call"
    FOLLOW_UP = "follow_up"
    APPOINTMENT = "appointment"
    VISIT = "visit"
    HOLD = "hold"
    SUBSCRIPTION = "subscription"
    CONTRACT = "contract"


_STEPS: dict[Happening, tuple[str, ...]] = {
    Happening.CALL: ("contact",),
    Happening.FOLLOW_UP: ("contact",),
    Happening.APPOINTMENT: ("appoint",),
    Happening.VISIT: ("visit", "revisit"),
    Happening.HOLD: ("intend",),
    Happening.SUBSCRIPTION: ("subscribe",),
    Happening.CONTRACT: ("sign",),
}
# What wakes a lead that nobody pursues; a follow-up does not, else whoever telephones through the pool would own it.
WAKES = frozenset({Happening.CALL, Happening.VISIT, Happening.HOLD, Happening.SUBSCRIPTION})


def next_step(state: LeadState, happening: Happening, visits: int = 0) -> str | None:
    """The step of `LEAD` that this happening takes from this state, or None when it changes nothing (2.2).

    `visits` are those before this one: somebody who has been here is met again, not for the first time. A follow-up is
    passed in only when it reached the person.
    """
    if state in ASLEEP and happening in WAKES:
        return "come_back"
    names = _STEPS[happening]
    if happening is Happening.VISIT:
        names = ("revisit",) if visits else ("visit", "revisit")
    for name in names:
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
