"""What has to be done about a customer, and by when (R07 to R09; domain 2.2, 7-17).

A task begins with a contact and is kept by one in which the person was reached. When it is due follows from its kind,
from when it began and from the office's settings: days end at midnight office time, the first response counts clock
hours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from anchang.domain.access import LEADERS, MANAGER, SYSTEM
from anchang.domain.flow import Flow, Step
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg


class TaskKind(Worded):
    """What is to be done."""

    FIRST_RESPONSE = "first_response", M("first response")
    NEEDS = "needs", M("needs assessment")
    WEEKLY = "weekly", M("weekly follow-up")
    NO_SHOW = "no_show", M("call who did not come")
    CAMPAIGN = "campaign", M("campaign list")

    @property
    def setting(self) -> str:
        """The key of the setting that holds its hours or days."""
        return {
            TaskKind.FIRST_RESPONSE: "first_response_hours",
            TaskKind.NEEDS: "needs_days",
            TaskKind.WEEKLY: "follow_up_days",
            TaskKind.NO_SHOW: "no_show_hours",
            TaskKind.CAMPAIGN: "campaign_days",
        }[self]


_HOURS = frozenset({TaskKind.FIRST_RESPONSE, TaskKind.NO_SHOW})
# A contact that reached the person keeps these; the needs assessment is kept by what is written down of it.
KEPT_BY_CONTACT = (TaskKind.FIRST_RESPONSE, TaskKind.WEEKLY, TaskKind.NO_SHOW, TaskKind.CAMPAIGN)


def due_at(kind: TaskKind, since: datetime, settings: Mapping[str, Any], zone: tzinfo) -> datetime:
    """The instant from which the task is late: clock hours, or the end of the last day (7-17, 7-28)."""
    length = int(settings[kind.setting])
    if kind in _HOURS:
        return since + timedelta(hours=length)
    last = since.astimezone(zone).date() + timedelta(days=length)
    return datetime.combine(last + timedelta(days=1), time(), zone)


def escalates_at(due: datetime, settings: Mapping[str, Any]) -> datetime:
    """When the manager hears of a task that is still not done."""
    return due + timedelta(hours=int(settings["escalate_hours"]))


class TaskState(StrEnum):
    """Where a task stands; one whose time is over counts as overdue even before anybody wrote it down."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"
    WAIVED = "waived"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return TASK_LABELS[self]


TASK_LABELS: dict[TaskState, Msg] = {
    TaskState.OPEN: M("to do"),
    TaskState.OVERDUE: M("overdue"),
    TaskState.DONE: M("done in time"),
    TaskState.DONE_LATE: M("done late"),
    TaskState.WAIVED: M("waived"),
}
OPEN_TASKS = (TaskState.OPEN, TaskState.OVERDUE)


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What the guards look at: whether the time is over, and why somebody lets it go."""

    late: bool = False
    reason: str = ""


def _in_time(facts: TaskFacts) -> Msg | None:
    return M("the time is over") if facts.late else None


def _time_over(facts: TaskFacts) -> Msg | None:
    return None if facts.late else M("there is still time")


def _reason_given(facts: TaskFacts) -> Msg | None:
    return None if facts.reason.strip() else M("a reason is missing")


TASK: Flow[TaskState, TaskFacts] = Flow(
    "task",
    M("follow-up task"),
    TaskState,
    (
        # Kept by the contact that somebody writes down, never by saying so.
        Step("keep", M("kept in time"), (TaskState.OPEN,), TaskState.DONE, SYSTEM, (_in_time,), source_id="2.2"),
        Step(
            "fall_due", M("time is over"), (TaskState.OPEN,), TaskState.OVERDUE, SYSTEM, (_time_over,), source_id="2.2"
        ),
        Step("keep_late", M("done late"), OPEN_TASKS, TaskState.DONE_LATE, SYSTEM, (_time_over,), source_id="2.2"),
        Step("waive", M("waive"), OPEN_TASKS, TaskState.WAIVED, MANAGER | LEADERS, (_reason_given,), source_id="2.2"),
        # The lead is sold, lost, invalid or in the pool: there is nothing to be done any more.
        Step("lapse", M("nothing left to do"), OPEN_TASKS, TaskState.WAIVED, SYSTEM, (_reason_given,), source_id="2.2"),
    ),
)


def closing_step(late: bool) -> str:
    """The step of a task that has just been kept."""
    return "keep_late" if late else "keep"


def assessed(area: str, layout: str, budget: str | None) -> bool:
    """Whether the needs are known: area, layout and, where it is asked, budget; «declined» is an answer (R08, R18)."""
    return bool(area and layout and (budget is None or budget))
