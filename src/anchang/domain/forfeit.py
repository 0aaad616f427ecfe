"""Forfeiture of the deposit (挞定, domain 2.8): notice, grace, termination notice, two yeses, and the way back.

draft -> noticed -> (grace) -> pending -> approved -> executed -> refunded | closed | reactivated
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from anchang.domain.access import FLOOR, LEADERS, MANAGER
from anchang.domain.change import (
    LATE,
    STATE_LABELS,
    ChangeFacts,
    ChangeKind,
    Trigger,
    application_complete,
    close,
    comment_given,
    decisions,
    execute,
    no_contract,
    paid_out,
    paper_in_force,
)
from anchang.domain.flow import Flow, Step
from anchang.i18n import M, Msg


class ForfeitState(StrEnum):
    """Where a forfeiture stands."""

    DRAFT = "draft"
    NOTICED = "noticed"
    PENDING = "pending"
    APPROVED = "approved"
    EXECUTED = "executed"
    REFUNDED = "refunded"
    REACTIVATING = "reactivating"
    REACTIVATED = "reactivated"
    CLOSED = "closed"
    REJECTED = "rejected"
    REMEDIED = "remedied"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return STATE_LABELS[self.value]


def trigger_holds(facts: ChangeFacts) -> Msg | None:
    """2.8 (a), (b): the day for signing is over; an executed delay has moved that day."""
    if facts.trigger not in LATE:
        return None
    if facts.signing_due is None or facts.today <= facts.signing_due:
        return M("the contract may still be signed until {day}", day=facts.signing_due or facts.today)
    return None


def by_notice(facts: ChangeFacts) -> Msg | None:
    """Whoever is late is told in writing first."""
    return None if facts.trigger in LATE else M("a notice is served to whoever is late with the signing")


def without_notice(facts: ChangeFacts) -> Msg | None:
    """Only who gives up of the own accord needs no notice."""
    if facts.trigger in (Trigger.CUSTOMER_ASKS, Trigger.OBJECTION):
        return None
    return M("serve the notice to sign first")


def notice_said(facts: ChangeFacts) -> Msg | None:
    """How and when the notice reached the customer."""
    if facts.notice_on is None or facts.notice_way is None:
        return M("say on which day and how the notice was served")
    return M("{day} is in the future", day=facts.notice_on) if facts.notice_on > facts.today else None


def grace_until(notice_on: date, days: int) -> date:
    """The last day on which the customer may still sign; the day of the notice does not count."""
    return notice_on + timedelta(days=days)


def grace_is_over(facts: ChangeFacts) -> Msg | None:
    """2.8: the grace of `notice_days` has passed without a signature."""
    if facts.notice_on is None:
        return M("the notice to sign is not served")
    last = grace_until(facts.notice_on, facts.notice_days)
    return M("the grace lasts until {day}", day=last) if facts.today <= last else None


def termination_said(facts: ChangeFacts) -> Msg | None:
    """The termination notice was served after the first one, not in the future."""
    if facts.termination_on is None:
        return M("say on which day and how the notice was served")
    if facts.termination_on > facts.today:
        return M("{day} is in the future", day=facts.termination_on)
    if facts.notice_on is not None and facts.termination_on <= grace_until(facts.notice_on, facts.notice_days):
        return M("the grace lasts until {day}", day=grace_until(facts.notice_on, facts.notice_days))
    return None


def unit_is_locked(facts: ChangeFacts) -> Msg | None:
    """2.8 [Q-08]: the way back ends with the unit's release."""
    return None if facts.unit_locked else M("the unit has been released again")


def nothing_paid_out(facts: ChangeFacts) -> Msg | None:
    """Money that left the house does not come back by a decision."""
    return M("money has been paid out already") if facts.paid_out else None


def permit_allows(facts: ChangeFacts) -> Msg | None:
    """5.9: no paper comes into force without a permit."""
    return facts.permit


F = ForfeitState
_BACK = (unit_is_locked, nothing_paid_out)

FORFEIT: Flow[ForfeitState, ChangeFacts] = Flow(
    ChangeKind.FORFEIT.value,
    ChangeKind.FORFEIT.label,
    ForfeitState,
    (
        Step(
            "serve_notice", M("serve the notice to sign"), (F.DRAFT,), F.NOTICED, FLOOR,
            (by_notice, paper_in_force, trigger_holds, notice_said), source_id="2.8, Q-01",
        ),
        Step(
            "terminate", M("serve the termination notice"), (F.NOTICED,), F.PENDING, FLOOR,
            (paper_in_force, no_contract, trigger_holds, grace_is_over, termination_said), source_id="2.8, Q-01, Q-65",
        ),
        Step(
            "submit", M("hand the request in"), (F.DRAFT,), F.PENDING, FLOOR,
            (without_notice, paper_in_force, no_contract, application_complete), source_id="2.8",
        ),
        *decisions(ForfeitState, trigger_holds, can_send_back=False),
        Step(
            # «remedial action record before breach is declared» (G10); «manager decides can extend / cannot extend».
            "remedy", M("remedy: stays with the original"), (F.DRAFT, F.NOTICED, F.PENDING, F.APPROVED), F.REMEDIED,
            MANAGER | LEADERS, (comment_given,), source_id="2.8, G10",
        ),
        execute(ForfeitState, MANAGER | LEADERS, trigger_holds),
        paid_out(ForfeitState),
        Step(
            "ask_back", M("ask for the reactivation"), (F.EXECUTED, F.CLOSED), F.REACTIVATING, FLOOR,
            (comment_given, *_BACK), source_id="2.8, Q-08",
        ),
        Step(
            "reactivate", M("reactivate the subscription"), (F.REACTIVATING,), F.REACTIVATED, LEADERS,
            (*_BACK, permit_allows), is_check=True, source_id="2.8, Q-08",
        ),
        Step(
            "refuse_back", M("refuse the reactivation"), (F.REACTIVATING,), F.EXECUTED, LEADERS, (comment_given,),
            source_id="2.8, Q-08",
        ),
        close(ForfeitState, "executed", "refunded"),
    ),
)  # fmt: skip
