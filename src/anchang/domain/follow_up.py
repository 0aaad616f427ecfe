"""Follow-up of a lead: how the person was reached, and what has to be written down (P02, domain 3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anchang.domain.customer import Grade, LeadState
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg


class ContactWay(Worded):
    """How the contact was made."""

    PHONE = "phone", M("by telephone")
    WECHAT = "wechat", M("by WeChat")
    MESSAGE = "message", M("by text message")
    VISIT = "visit", M("on a visit to the office")
    HOME_VISIT = "home_visit", M("on a visit to the customer")
    OTHER = "other", M("other")


class Stage(Worded):
    """What the follow-up belongs to."""

    APPOINTMENT = "appointment", M("appointment")
    CALL = "call", M("call")
    VISIT = "visit", M("visit")
    OTHER = "other", M("other")


# Who has subscribed or is no lead at all is not pursued as a lead any more (2.2).
CLOSED_LEADS = frozenset({LeadState.SUBSCRIBED, LeadState.SIGNED, LeadState.LOST, LeadState.INVALID})


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What the rules look at in a follow-up. `effective` tells whether the person was reached."""

    done_on: date
    lead_state: LeadState
    way: ContactWay | None = None
    effective: bool | None = None
    content: str = ""
    grade_after: Grade | None = None
    next_contact_on: date | None = None
    do_not_contact: bool = False


def missing_to_save(follow_up: FollowUp) -> list[Msg]:
    """What is missing before the follow-up can be saved, one field each, in the order of the form (3.4)."""
    missing = []
    if follow_up.way is None:
        missing.append(M("way of contact"))
    if follow_up.effective is None:
        missing.append(M("whether the person was reached"))
    if not follow_up.content.strip():
        missing.append(M("content"))
    planned = follow_up.lead_state not in CLOSED_LEADS and not follow_up.do_not_contact  # 5.11: nothing is planned
    if follow_up.next_contact_on is None and planned:
        missing.append(M("next contact"))
    return missing


def protects(follow_up: FollowUp) -> bool:
    """Whether it renews the consultant's claim to the customer: only when the person was reached (2.1)."""
    return follow_up.effective is True
