"""A visitor who has been here before and cannot say with whom: received in order, posted to be claimed (2.1-3).

For `forgotten_claim_days` any other consultant may claim the visitor and says what shows it; the manager decides.
Unclaimed the visitor stays with whoever received. A number that is found settles it at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from anchang.domain.access import CONSULTANT, LEADERS, MANAGER, SYSTEM
from anchang.domain.flow import Flow, Step
from anchang.i18n import M, Msg


class ForgottenState(StrEnum):
    """Where a posted visitor stands."""

    POSTED = "posted"
    CLAIMED = "claimed"
    GRANTED = "granted"
    KEPT = "kept"
    RECOGNISED = "recognised"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return FORGOTTEN_LABELS[self]


FORGOTTEN_LABELS: dict[ForgottenState, Msg] = {
    ForgottenState.POSTED: M("posted"),
    ForgottenState.CLAIMED: M("claimed"),
    ForgottenState.GRANTED: M("given to the claimant"),
    ForgottenState.KEPT: M("stays with the receiver"),
    ForgottenState.RECOGNISED: M("recognised by the number"),
}


@dataclass(frozen=True, slots=True)
class ForgottenFacts:
    """What the guards look at. `is_receiver`: the person who acts received the visitor; `is_over`: the days are over.

    `has_customer`: the visit is saved, so that there is a customer who can be given away.
    """

    is_receiver: bool = False
    is_over: bool = False
    has_customer: bool = True
    reason: str = ""


def last_day(posted_on: date, days: int) -> date:
    """The last calendar day on which the visitor can be claimed: so many days after the visit."""
    return posted_on + timedelta(days=days)


def _somebody_else(facts: ForgottenFacts) -> Msg | None:
    return M("you received this visitor") if facts.is_receiver else None


def _in_time(facts: ForgottenFacts) -> Msg | None:
    return M("the days to claim are over") if facts.is_over else None


def _over(facts: ForgottenFacts) -> Msg | None:
    return None if facts.is_over else M("the days to claim are not over")


def _evidence(facts: ForgottenFacts) -> Msg | None:
    return None if facts.reason.strip() else M("say what shows that it is your customer")


def _reason(facts: ForgottenFacts) -> Msg | None:
    return None if facts.reason.strip() else M("a reason is missing")


def _saved(facts: ForgottenFacts) -> Msg | None:
    return None if facts.has_customer else M("the visit is not in the log yet")


F = ForgottenState

FORGOTTEN: Flow[ForgottenState, ForgottenFacts] = Flow(
    "forgotten",
    M("posted visitor"),
    ForgottenState,
    (
        Step(
            "claim", M("claim the visitor"), (F.POSTED,), F.CLAIMED, CONSULTANT, (_somebody_else, _in_time, _evidence),
            source_id="2.1-3",
        ),
        Step(
            "grant", M("give to the claimant"), (F.CLAIMED,), F.GRANTED, MANAGER | LEADERS, (_saved,), is_check=True,
            source_id="2.1-3, 2.18",
        ),
        Step(
            "refuse", M("refuse the claim"), (F.CLAIMED,), F.POSTED, MANAGER | LEADERS, (_reason,), is_check=True,
            source_id="2.1-3, 2.18",
        ),
        Step("keep", M("leave with the receiver"), (F.POSTED,), F.KEPT, SYSTEM, (_over,), source_id="2.1-3"),
        Step("recognise", M("the number was found"), (F.POSTED, F.CLAIMED), F.RECOGNISED, SYSTEM, source_id="2.1-3"),
    ),
)  # fmt: skip
