"""Morning and evening meetings of the sales floor (C11)."""

from __future__ import annotations

from datetime import date

from anchang.domain.errors import BadInput
from anchang.domain.worded import Worded
from anchang.i18n import M


class MeetingKind(Worded):
    """When it is held."""

    MORNING = "morning", M("morning meeting")
    EVENING = "evening", M("evening meeting")


def check_day(held_on: date, today: date) -> None:
    """Notes are of a meeting that was held. Raises BadInput."""
    if held_on > today:
        raise BadInput(M("{day} has not come yet", day=held_on), "held_on")


def check_task(due_on: date, held_on: date) -> None:
    """A task is not due before it was given. Raises BadInput."""
    if due_on < held_on:
        raise BadInput(M("The task would be due before the meeting."), "due_on")
