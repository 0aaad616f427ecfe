"""What waits for somebody at the front desk, in words (domain 2.2)."""

from __future__ import annotations

from anchang.domain.worded import Worded
from anchang.i18n import M


class DeskWaiting(Worded):
    """A piece of work of the front desk, the most pressing first."""

    UNCLOSED = "unclosed", M("day not closed")
    TOLD = "told", M("a colleague receives my customer")
    RETURNED = "returned", M("sheet sent back")
    HAND_IN = "hand_in", M("day to be handed in")
    CONFIRM = "confirm", M("order to be fixed")
    CONSOLIDATE = "consolidate", M("sheet to be consolidated")
    REVIEW = "review", M("sheet to be reviewed")
    LOCK = "lock", M("day to be signed and locked")
    VISIT = "visit", M("visit to be completed")
    CONTACT_LATE = "contact_late", M("next contact overdue")
    CONTACT = "contact", M("next contact today")
