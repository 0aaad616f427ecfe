"""Decisions about papers: on which level, and which way (domain 3.7, 2.18, 2.6 to 2.8)."""

from __future__ import annotations

from enum import StrEnum

from anchang.domain.authority import Level
from anchang.i18n import M, Msg


class ApprovalLevel(StrEnum):
    """What was decided: the review before money, the slip after the deposit, a deposit lower than agreed; or a request,
    on the level of authority on which it stood."""

    REVIEW = "review"
    SLIP = "slip"
    LOWER_DEPOSIT = "lower_deposit"
    MANAGER = "manager"
    DIRECTOR = "director"
    EXECUTIVE = "executive"

    @property
    def label(self) -> Msg:
        """The level in words."""
        return LEVEL_LABELS[self]


LEVEL_LABELS: dict[ApprovalLevel, Msg] = {
    ApprovalLevel.REVIEW: M("review of the paper"),
    ApprovalLevel.SLIP: M("approval slip"),
    ApprovalLevel.LOWER_DEPOSIT: M("lower deposit"),
    **{ApprovalLevel(level.value): level.label for level in Level},
}


class Decision(StrEnum):
    """Which way it was decided."""

    APPROVED = "approved"
    SENT_BACK = "sent_back"
    REJECTED = "rejected"

    @property
    def label(self) -> Msg:
        """The decision in words."""
        return DECISION_LABELS[self]


DECISION_LABELS: dict[Decision, Msg] = {
    Decision.APPROVED: M("approved"),
    Decision.SENT_BACK: M("sent back"),
    Decision.REJECTED: M("not approved"),
}
