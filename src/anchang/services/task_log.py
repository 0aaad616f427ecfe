"""The tasks of a customer as the acts of the day open and close them (R07 to R09; domain 2.2).

Nobody says that a task is done: a contact that reached the person is written down, and its tasks are kept by it.
"""

from __future__ import annotations

from datetime import datetime

from anchang.domain import task as rules
from anchang.domain.customer import OPEN_LEADS, LeadState
from anchang.domain.task import KEPT_BY_CONTACT, TASK, TaskFacts, TaskKind
from anchang.services.act import Act
from anchang.storage import task_query
from anchang.storage.task import Task
from anchang.storage.work import Row


def met(act: Act, customer_id: int, *, needs: bool = True) -> None:
    """Somebody met a customer for the first time, or took one up again: response, needs, the first week."""
    kinds = (TaskKind.FIRST_RESPONSE, TaskKind.NEEDS, TaskKind.WEEKLY)
    for kind in kinds:
        if needs or kind is not TaskKind.NEEDS:
            start(act, customer_id, kind)


def start(act: Act, customer_id: int, kind: TaskKind, *, note: str = "") -> int | None:
    """Open a task; None where one of its kind is open already."""
    if any(row["kind"] == kind for row in task_query.open_of(act.read, customer_id)):
        return None
    return act.work.insert(Task, **columns(act, customer_id, kind, act.now, note))


def columns(act: Act, customer_id: int, kind: TaskKind, since: datetime, note: str = "") -> dict[str, object]:
    """A new task's row."""
    return {
        "project_id": act.project_id,
        "customer_id": customer_id,
        "kind": kind.value,
        "state": act.born(TASK),
        "since": since,
        "due_at": rules.due_at(kind, since, act.settings, act.zone),
        "note": note,
        "business_date": since.astimezone(act.zone).date(),
    }


def contacted(act: Act, customer_id: int, state: LeadState) -> None:
    """The person was reached: what waited for a contact is kept, and the next week begins. The contact with which a
    customer became known keeps nothing: the answer to it is what is owed."""
    kept = [kind.value for kind in KEPT_BY_CONTACT]
    weekly = False
    for row in task_query.open_of(act.read, customer_id):
        if row["kind"] in kept and row["since"] < act.now:
            keep(act, row)
        elif row["kind"] == TaskKind.WEEKLY:
            weekly = True
    if state in OPEN_LEADS and not weekly:
        act.work.insert(Task, **columns(act, customer_id, TaskKind.WEEKLY, act.now))


def assessed(act: Act, customer_id: int, *, area: str, layout: str, budget: str | None) -> None:
    """What was written down of a visit or a call may tell what the customer needs."""
    if rules.assessed(area, layout, budget):
        for row in task_query.open_of(act.read, customer_id):
            if row["kind"] == TaskKind.NEEDS:
                keep(act, row)


def keep(act: Act, row: Row) -> None:
    """Done, in time or late."""
    late = act.now >= row["due_at"]
    step = rules.closing_step(late)
    act.move(
        TASK, step, Task, row, TaskFacts(late), as_system=True, ended_at=act.now, ended_by=act.actor.id or None
    )  # fmt: skip


def end(act: Act, customer_id: int, why: str) -> None:
    """Nothing is left to be done about the customer; `why` is the lead's state."""
    for row in task_query.open_of(act.read, customer_id):
        act.move(TASK, "lapse", Task, row, TaskFacts(reason=why), as_system=True, ended_at=act.now, reason=why)
