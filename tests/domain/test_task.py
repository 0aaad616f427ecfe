"""Tasks, appointments, wishes: their tables, and when something is late (2.2, 3.25, 7-17, 7-28)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain import settings
from anchang.domain.access import Role
from anchang.domain.appointment import APPOINTMENT, AppointmentFacts, AppointmentState
from anchang.domain.errors import NotAllowed, Refusal
from anchang.domain.pool import POOL_ASK, AskState
from anchang.domain.task import TASK, TaskFacts, TaskKind, TaskState, assessed, closing_step, due_at, escalates_at
from tests.expected import compare
from tests.expected import task as expected

ZONE = ZoneInfo("Asia/Shanghai")
DEFAULTS = {line.key: line.default for line in settings.TABLE}
MONDAY = datetime(2026, 11, 23, 15, 30, tzinfo=ZONE)


def test_tasks_are_the_table() -> None:
    assert compare(TASK, expected.TASK) == 5 * 5 * len(Role) * 2


def test_appointments_are_the_table() -> None:
    assert compare(APPOINTMENT, expected.APPOINTMENT) == 7 * 5 * len(Role) * 2


def test_wishes_are_the_table() -> None:
    assert compare(POOL_ASK, expected.POOL_ASK) == 3 * 3 * len(Role) * 2


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("first_response", datetime(2026, 11, 24, 15, 30, tzinfo=ZONE)),  # 24 clock hours
        ("needs", datetime(2026, 11, 27, 0, 0, tzinfo=ZONE)),  # the end of Thursday, three days on
        ("weekly", datetime(2026, 12, 1, 0, 0, tzinfo=ZONE)),  # the end of next Monday
        ("no_show", datetime(2026, 11, 24, 15, 30, tzinfo=ZONE)),
        ("campaign", datetime(2026, 12, 8, 0, 0, tzinfo=ZONE)),
    ],
)
def test_when_a_task_is_due(kind: str, due: datetime) -> None:
    assert due_at(TaskKind(kind), MONDAY, DEFAULTS, ZONE) == due


@given(st.sampled_from(TaskKind), st.integers(0, 400 * 24 * 60))
def test_a_task_is_due_after_it_began_and_days_end_at_midnight(kind: TaskKind, minutes: int) -> None:
    since = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    due = due_at(kind, since, DEFAULTS, ZONE)
    assert due > since
    local = due.astimezone(ZONE)
    if kind in (TaskKind.FIRST_RESPONSE, TaskKind.NO_SHOW):
        assert due - since == timedelta(hours=24)
    else:
        assert (local.hour, local.minute) == (0, 0)
        assert (local.date() - since.astimezone(ZONE).date()).days == int(DEFAULTS[kind.setting]) + 1


def test_the_manager_hears_a_day_later() -> None:
    assert escalates_at(MONDAY, DEFAULTS) == MONDAY + timedelta(days=1)


@given(st.booleans(), st.sampled_from((TaskState.OPEN, TaskState.OVERDUE)))
def test_late_is_never_said_to_be_in_time(late: bool, state: TaskState) -> None:
    if state is TaskState.OVERDUE and not late:
        return
    after = TASK.take(closing_step(late), state, TaskFacts(late), {Role.SYSTEM})
    assert after is (TaskState.DONE_LATE if late else TaskState.DONE)
    with pytest.raises(Refusal):
        TASK.take(closing_step(not late), state, TaskFacts(late), {Role.SYSTEM})


def test_waiving_needs_a_reason() -> None:
    with pytest.raises(Refusal, match="未填写原因"):
        TASK.take("waive", TaskState.OVERDUE, TaskFacts(True, " "), {Role.MANAGER})


def test_needs_are_known_by_what_was_asked() -> None:
    assert assessed("90_110", "three", "200_300") and assessed("declined", "declined", "declined")
    assert not assessed("90_110", "three", "") and not assessed("", "three", None)
    assert assessed("90_110", "three", None)  # a call asks for no budget


def test_nobody_is_missed_before_the_time() -> None:
    on, at = date(2026, 11, 23), MONDAY
    early = AppointmentFacts(on, on, at, at - timedelta(minutes=1))
    with pytest.raises(Refusal):
        APPOINTMENT.take("miss", AppointmentState.OPEN, early, {Role.CONSULTANT})
    with pytest.raises(Refusal):
        APPOINTMENT.take("find_missed", AppointmentState.OPEN, early, {Role.SYSTEM})
    over = AppointmentFacts(on, on + timedelta(days=1), at, at + timedelta(days=1))
    assert APPOINTMENT.take("find_missed", AppointmentState.OPEN, over, {Role.SYSTEM}) is AppointmentState.NO_SHOW


def test_who_asked_does_not_grant() -> None:
    with pytest.raises(NotAllowed):
        POOL_ASK.take("grant", AskState.ASKED, None, {Role.CONSULTANT})  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        POOL_ASK.take("grant", AskState.ASKED, None, {Role.MANAGER}, is_maker=True)  # type: ignore[arg-type]
