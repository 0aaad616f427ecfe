"""Delayed signing (延迟签约): a later last day for signing, asked for, decided by its length, executed (P04, 2.7, 3.9).

Days are calendar days. The due day itself still belongs to the time in which one may apply, decide and execute; the
breach begins on the day after (reading 28 of section 7).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from anchang.domain.access import ASSISTANT, CONSULTANT, CONTRACT_CLERK, LEADERS, MANAGER, SYSTEM, Role
from anchang.domain.authority import Authority, Level, why_not_decide
from anchang.domain.errors import BadInput
from anchang.domain.flow import Flow, Step
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg


class DelayState(StrEnum):
    """Where the request stands."""

    DRAFT = "draft"
    VERIFIED = "verified"
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXECUTED = "executed"
    CLOSED = "closed"
    EXPIRED = "expired"
    LAPSED = "lapsed"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return STATE_LABELS[self]


STATE_LABELS: dict[DelayState, Msg] = {
    DelayState.DRAFT: M("delay being written"),
    DelayState.VERIFIED: M("delay verified"),
    DelayState.PENDING: M("delay waits for a decision"),
    DelayState.APPROVED: M("delay approved"),
    DelayState.REJECTED: M("delay not approved"),
    DelayState.WITHDRAWN: M("delay withdrawn"),
    DelayState.EXECUTED: M("delay in force"),
    DelayState.CLOSED: M("signed within the delay"),
    DelayState.EXPIRED: M("delay expired"),
    DelayState.LAPSED: M("delay lapsed"),
}

S = DelayState
OPEN = (S.DRAFT, S.VERIFIED, S.PENDING, S.APPROVED)
"""A subscription has one of these at most; afterwards another one may be asked for."""
RUNNING = (S.PENDING, S.APPROVED, S.EXECUTED)
"""What the mark 延签中 stands for."""
COUNTED = (S.EXECUTED, S.CLOSED, S.EXPIRED)
"""Requests whose days count towards the cumulative ones: those that moved the day."""


class DelayReason(Worded):
    """Why customers ask; the office's own list begins with these."""

    FUNDS = "funds", M("down payment not ready")
    LOAN = "loan", M("loan not yet clear")
    PAPERS = "papers", M("papers not complete")
    AWAY = "away", M("customer away")
    CO_BUYER = "co_buyer", M("co-buyer away")
    CLAUSES = "clauses", M("clauses being talked over")
    OTHER = "other", M("other reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayFacts:
    """What the guards look at. What is not said counts against the step.

    `due` is the last day for signing that the subscription has now, `original_due` the one that the request moves;
    `execute_by` the last day on which an approved request may be executed; `roles` are those of whoever decides.
    """

    today: date
    subscription_active: bool = False
    due: date | None = None
    original_due: date | None = None
    new_due: date | None = None
    cumulative_days: int = 0
    max_days: int = 0
    verified: str = ""
    missing: tuple[Msg, ...] = ()
    customer_signed_on: date | None = None
    late_why: str = ""
    waits_for: Level | None = None
    roles: frozenset[Role] = frozenset()
    comment: str = ""
    execute_by: date | None = None
    contract_signed: bool = False

    @property
    def is_late(self) -> bool:
        """Whether the day that is to be moved has passed already."""
        return self.original_due is None or self.today > self.original_due


def in_force(facts: DelayFacts) -> Msg | None:
    """2.7: only a subscription in force waits for its signature."""
    return None if facts.subscription_active else M("the subscription is not in force")


def is_complete(facts: DelayFacts) -> Msg | None:
    """3.9: every required field is filled."""
    return M("still missing: {fields}", fields=facts.missing) if facts.missing else None


def days_right(facts: DelayFacts) -> Msg | None:
    """2.7: the new day comes after the original one and after today, and all delays together are not too long."""
    if facts.original_due is None or facts.new_due is None:
        return M("state the new day for signing")
    if facts.new_due <= facts.original_due:
        return M("the new day {new} does not come after {due}", new=facts.new_due, due=facts.original_due)
    if facts.new_due < facts.today:
        return M("the new day {new} is over already", new=facts.new_due)
    if facts.cumulative_days > facts.max_days:
        return M(
            "all delays together come to {days} days; at most {most}",
            days=facts.cumulative_days,
            most=facts.max_days,
        )
    return None


def facts_checked(facts: DelayFacts) -> Msg | None:
    """2.7: the consultant verifies, and says what came of it."""
    return None if facts.verified.strip() else M("say what the check of the facts gave")


def customer_signed(facts: DelayFacts) -> Msg | None:
    """2.19: the customer signed the form."""
    if facts.customer_signed_on is None:
        return M("the customer has not signed the form")
    if facts.customer_signed_on > facts.today:
        return M("the signature of the customer cannot be dated in the future")
    return None


def in_time(facts: DelayFacts) -> Msg | None:
    """2.7: applied before the due day is over; late only as an exception, for which there is a reason."""
    if facts.is_late and not facts.late_why.strip():
        return M("the day for signing was {due}; say why it is asked for late", due=facts.original_due or "-")
    return None


def level_reached(facts: DelayFacts) -> Msg | None:
    """2.7: the length says who decides."""
    if facts.waits_for is None:
        return M("nobody may decide about so many days")
    return why_not_decide(facts.roles, facts.waits_for)


def exception_reasoned(facts: DelayFacts) -> Msg | None:
    """A yes after the due day is an exception, and whoever makes it says why."""
    if facts.is_late and not facts.comment.strip():
        return M("the day for signing has passed; say why the exception is made")
    return None


def comment_given(facts: DelayFacts) -> Msg | None:
    """Whoever hears a no must be told why."""
    return None if facts.comment.strip() else M("give a reason")


def due_unmoved(facts: DelayFacts) -> Msg | None:
    """The request moves the day that it was asked for."""
    if facts.due == facts.original_due:
        return None
    return M("the last day for signing is another one by now: {due}", due=facts.due or "-")


def still_in_time(facts: DelayFacts) -> Msg | None:
    """2.7: what is not executed in time lapses."""
    if facts.execute_by is not None and facts.today <= facts.execute_by:
        return None
    return M("it was to be executed by {day}", day=facts.execute_by or "-")


def not_executed_in_time(facts: DelayFacts) -> Msg | None:
    """2.7: approved -> lapsed when not executed by the old due day."""
    return M("there is still time to execute it") if still_in_time(facts) is None else None


def new_day_passed(facts: DelayFacts) -> Msg | None:
    """2.19: the new day passed, and no later delay moved it again."""
    if not facts.subscription_active or facts.due is None or facts.today <= facts.due:
        return M("the day for signing has not passed")
    return None


def contract_is_signed(facts: DelayFacts) -> Msg | None:
    """2.19: closed by the signature of the contract."""
    return None if facts.contract_signed else M("the contract is not signed")


_ASKED = (in_force, is_complete, days_right, in_time)
_DECIDES = MANAGER | LEADERS  # 2.18 «approve delay»: manager; director/executive by length

DELAY_REQUEST: Flow[DelayState, DelayFacts] = Flow(
    "delay_request",
    M("delayed signing"),
    DelayState,
    (
        Step(
            "verify", M("verify the facts"), (S.DRAFT,), S.VERIFIED, CONSULTANT, (in_force, is_complete, facts_checked),
            source_id="P04 2.19",
        ),
        Step(
            "submit", M("submit the delay"), (S.VERIFIED,), S.PENDING, CONSULTANT, (*_ASKED, customer_signed),
            source_id="P04 2.19",
        ),
        Step(
            "approve", M("approve the delay"), (S.PENDING,), S.APPROVED, _DECIDES,
            (in_force, days_right, level_reached, exception_reasoned), is_check=True, source_id="P04 2.7, 2.18, 2.19",
        ),
        Step(
            "reject", M("refuse the delay"), (S.PENDING,), S.REJECTED, _DECIDES, (level_reached, comment_given),
            is_check=True, source_id="P04 2.7, 2.19",
        ),
        Step("reply", M("tell the customer"), (S.REJECTED,), None, CONSULTANT, (comment_given,), source_id="P04 2.7"),
        # The program withdraws what is still open when the deal itself has ended.
        Step("withdraw", M("withdraw the delay"), OPEN, S.WITHDRAWN, CONSULTANT | SYSTEM, (comment_given,),
             source_id="P04 2.7"),
        Step(
            "execute", M("execute the delay"), (S.APPROVED,), S.EXECUTED, ASSISTANT,
            (in_force, due_unmoved, still_in_time), source_id="P04 2.7, 2.18, 2.19",
        ),
        Step("lapse", M("lapse unexecuted"), (S.APPROVED,), S.LAPSED, SYSTEM, (not_executed_in_time,),
             source_id="P04 2.19"),
        # The clerk's act is the signature of the contract, which closes it by itself.
        Step("close", M("closed by the signature"), (S.EXECUTED,), S.CLOSED, CONTRACT_CLERK | SYSTEM,
             (contract_is_signed,), source_id="P04 2.19"),
        Step("expire", M("expire unsigned"), (S.EXECUTED,), S.EXPIRED, SYSTEM, (new_day_passed,),
             source_id="P04 2.19"),
    ),
)  # fmt: skip


def authority(settings: Mapping[str, Any]) -> Authority:
    """How many days of all delays together each level grants (2.7, Q-01)."""
    return Authority(
        {
            Level.MANAGER: int(settings["delay_manager_days"]),
            Level.DIRECTOR: int(settings["delay_director_days"]),
        }
    )


def level_for(cumulative_days: int, original_due: date, today: date, settings: Mapping[str, Any]) -> Level | None:
    """Who decides: by all days together; once the day that is to be moved has passed, the director at least."""
    level = authority(settings).needed(cumulative_days)
    if level is Level.MANAGER and today > original_due:
        return Level.DIRECTOR
    return level


def new_due(original_due: date, days: int | None, new_day: date | None) -> tuple[int, date]:
    """(days, new last day): either says the other. Raises BadInput for neither, both at odds, or none above zero."""
    if days is None:
        if new_day is None:
            raise BadInput(M("state the new day for signing"), "days")
        days = (new_day - original_due).days
    if days <= 0:
        raise BadInput(M("A delay has at least one day beyond {due}.", due=original_due), "days")
    if days > (date.max - original_due).days:
        raise BadInput(M("The new day lies beyond the calendar."), "days")
    moved = original_due + timedelta(days=days)
    if new_day is not None and new_day != moved:
        raise BadInput(
            M("{days} days from {due} is {day}, not {other}.", days=days, due=original_due, day=moved, other=new_day),
            "new_due_on",
        )
    return days, moved


def execute_by(approved_on: date, original_due: date, new_day: date) -> date:
    """The last day for executing: the old due day; for an exception, granted after it, the new one."""
    return original_due if approved_on <= original_due else new_day
