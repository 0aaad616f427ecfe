"""Tasks as the acts need them: what is open of one customer, what fell due, what nobody wrote down yet (2.2)."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, literal_column, select

from anchang.domain.task import TaskKind, TaskState
from anchang.storage.base import table_of
from anchang.storage.customer import Customer, CustomerOwner
from anchang.storage.lead_query import AT_ONCE, OPEN
from anchang.storage.reading import Read
from anchang.storage.task import Task

_TASK, _CUSTOMER, _OWNED = table_of(Task), table_of(Customer), table_of(CustomerOwner)


def open_of(read: Read, customer_id: int) -> list[dict[str, Any]]:
    """The tasks of one customer that are neither done nor waived."""
    statement = select(_TASK).where(_TASK.c.customer_id == customer_id, _TASK.c.ended_at.is_(None))
    return [dict(row) for row in read.connection.execute(statement.order_by(_TASK.c.id)).mappings()]


def history(read: Read, customer_id: int) -> list[dict[str, Any]]:
    """Every task of one customer, oldest first."""
    statement = select(_TASK).where(_TASK.c.customer_id == customer_id, _TASK.c.project_id == read.project_id)
    return [dict(row) for row in read.connection.execute(statement.order_by(_TASK.c.id)).mappings()]


def fallen_due(read: Read, limit: int = AT_ONCE) -> list[dict[str, Any]]:
    """Tasks whose time is over and that still say «open»."""
    statement = (
        select(_TASK)
        .where(_TASK.c.project_id == read.project_id, _TASK.c.state == TaskState.OPEN.value, _TASK.c.due_at <= read.now)
        .order_by(_TASK.c.due_at, _TASK.c.id)
        .limit(limit)
    )
    return [dict(row) for row in read.connection.execute(statement).mappings()]


def escalation_bound(read: Read) -> datetime:
    """Whatever was due by then and is not done has reached the manager."""
    return read.now - timedelta(hours=int(read.settings["escalate_hours"]))


def to_escalate(read: Read, limit: int = AT_ONCE) -> list[int]:
    """Overdue tasks that nobody has told the manager about yet."""
    statement = (
        select(_TASK.c.id)
        .where(
            _TASK.c.project_id == read.project_id,
            _TASK.c.state == literal_column("'overdue'"),  # as the partial index says it
            _TASK.c.due_at <= escalation_bound(read),
            _TASK.c.escalated_at.is_(None),
        )
        .order_by(_TASK.c.due_at, _TASK.c.id)
        .limit(limit)
    )
    return list(read.connection.execute(statement).scalars())


def some_forgotten(read: Read) -> bool:
    """Whether an open lead has no weekly task: customers that came in by a file, or before there were tasks."""
    leads = select(func.count()).where(_CUSTOMER.c.project_id == read.project_id, _CUSTOMER.c.state.in_(OPEN))
    tasks = select(func.count()).where(
        _TASK.c.project_id == read.project_id, _TASK.c.kind == TaskKind.WEEKLY.value, _TASK.c.ended_at.is_(None)
    )
    run = read.connection.execute
    return int(run(leads).scalar_one()) > int(run(tasks).scalar_one())


def forgotten(read: Read, limit: int = AT_ONCE) -> list[dict[str, Any]]:
    """Open leads without a weekly task, with `since`: the last effective contact, or a later change of hands."""
    has = exists().where(
        _TASK.c.customer_id == _CUSTOMER.c.id, _TASK.c.kind == TaskKind.WEEKLY.value, _TASK.c.ended_at.is_(None)
    )
    handed = select(func.max(_OWNED.c.at)).where(_OWNED.c.customer_id == _CUSTOMER.c.id).scalar_subquery()
    statement = (
        select(
            _CUSTOMER.c.id,
            func.coalesce(_CUSTOMER.c.last_effective_at, _CUSTOMER.c.first_contact_at, type_=Task.since.type)  # type: ignore[attr-defined]
            .label("touched"),
            handed.label("handed"),
        )
        .where(_CUSTOMER.c.project_id == read.project_id, _CUSTOMER.c.state.in_(OPEN), ~has)
        .order_by(_CUSTOMER.c.id)
        .limit(limit)
    )
    rows = read.connection.execute(statement).mappings()
    return [{"id": row["id"], "since": max(each for each in (row["touched"], row["handed"]) if each)} for row in rows]
