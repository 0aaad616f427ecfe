"""What is due and overdue, for whoever has to do it and for the manager who counts it (R09; domain 2.2).

What is late is said as of the moment of looking, whether or not anybody has written it down.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, case, false, func, literal, select

from anchang.domain.customer import LeadState
from anchang.domain.task import TaskKind, TaskState
from anchang.storage import desk_filters, desk_text
from anchang.storage.base import table_of
from anchang.storage.columns import Day, Instant
from anchang.storage.customer import Customer
from anchang.storage.lead_query import OPEN, left_behind
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.task import Task
from anchang.storage.task_query import escalation_bound

_TASK, _CUSTOMER, _STAFF = table_of(Task), table_of(Customer), table_of(Staff)
CONTACT = "contact"  # the next contact that was planned, beside the kinds of `TaskKind`
LATE, TODAY, COMING = "late", "today", "coming"


def day_end(read: Read, on: date) -> datetime:
    """The instant at which that day is over in the office."""
    return datetime.combine(on + timedelta(days=1), time(), read.zone)


def _who(read: Read, filters: Mapping[str, Any], *, running: bool) -> list[ColumnElement[bool]]:
    """Whose customers the lines are about."""
    found: list[Any] = [*desk_filters.own(read, _CUSTOMER.c.owner_id)]
    if running:
        found.append(_CUSTOMER.c.do_not_contact == 0)  # nobody is told to call whom nobody may call
    if filters.get("consultant"):
        found.append(desk_filters.person(read, filters["consultant"], _CUSTOMER.c.owner_id))
    if filters.get("grade"):
        found.append(_CUSTOMER.c.grade == str(filters["grade"]))
    if filters.get("text"):
        columns = (_CUSTOMER.c.name, _CUSTOMER.c.phone, _CUSTOMER.c.id)
        found.append(desk_text.text(read, str(filters["text"]), *columns))
    return found


_SHOWN = (
    _CUSTOMER.c.name, _CUSTOMER.c.phone, _CUSTOMER.c.grade, _CUSTOMER.c.state.label("lead_state"),
    _CUSTOMER.c.last_contact_at, _CUSTOMER.c.owner_id, _STAFF.c.name.label("consultant"),
)  # fmt: skip
_TASK_ID, _CONTACT_ID = _TASK.c.id * 2, _CUSTOMER.c.id * 2 + 1  # one row of lines: even tasks, odd contacts


def _runs(filters: Mapping[str, Any]) -> bool:
    return filters.get("state") in (None, "", TaskState.OPEN, TaskState.OVERDUE)


def _tasks(read: Read, filters: Mapping[str, Any]) -> Select[Any] | None:
    """The tasks that the filters leave; None where they leave none for sure."""
    what, state = filters.get("what"), filters.get("state")
    if what == CONTACT:
        return None
    found: list[Any] = [_TASK.c.project_id == read.project_id, *_who(read, filters, running=_runs(filters))]
    if _runs(filters):
        found.append(_TASK.c.ended_at.is_(None))
        found += _between(read, _TASK.c.due_at, filters)
        if state:
            late = _TASK.c.due_at <= read.now
            found.append(late if state == TaskState.OVERDUE else ~late)
    else:
        found.append(_TASK.c.state == str(state))
        found += [false()] if filters.get("when") or filters.get("escalated") else []
    if what:
        found.append(_TASK.c.kind == str(what))
    return (
        select(
            _TASK_ID.label("id"), _TASK.c.customer_id, _TASK.c.kind.label("what"), _TASK.c.since, _TASK.c.due_at,
            _TASK.c.state, _TASK.c.ended_at, _TASK.c.reason, _TASK.c.note.label("about"), *_SHOWN,
        )
        .select_from(_TASK)
        .join(_CUSTOMER, _CUSTOMER.c.id == _TASK.c.customer_id)
        .outerjoin(_STAFF, _STAFF.c.id == _CUSTOMER.c.owner_id)
        .where(*found)
    )  # fmt: skip


def _between(read: Read, due: ColumnElement[Any], filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """Late by now, due today, later; and what has reached the manager."""
    end = day_end(read, read.today)
    found: list[ColumnElement[bool]] = []
    when: dict[str, tuple[ColumnElement[bool], ...]] = {
        LATE: (due <= read.now,),
        TODAY: (due > read.now, due <= end),
        COMING: (due > end,),
    }
    if filters.get("when"):
        found += when.get(str(filters["when"]), (false(),))
    if filters.get("escalated") is not None:
        told = due <= escalation_bound(read)
        found.append(told if filters["escalated"] else ~told)
    return found


def _contacts(read: Read, filters: Mapping[str, Any]) -> Select[Any] | None:
    """The planned contacts that the filters leave; a day is late when it is over."""
    if filters.get("what") not in (None, "", CONTACT) or not _runs(filters):
        return None
    on, state = _CUSTOMER.c.next_contact_on, filters.get("state")
    found: list[Any] = [
        _CUSTOMER.c.project_id == read.project_id,
        on.is_not(None),
        _CUSTOMER.c.state.in_((*OPEN, LeadState.PUBLIC_POOL.value)),
        *_who(read, filters, running=True),
    ]
    when: dict[str, ColumnElement[bool]] = {LATE: on < read.today, TODAY: on == read.today, COMING: on > read.today}
    if filters.get("when"):
        found.append(when.get(str(filters["when"]), false()))
    if state:
        found.append(on < read.today if state == TaskState.OVERDUE else on >= read.today)
    if filters.get("escalated") is not None:
        told = on < _told_before(read)
        found.append(told if filters["escalated"] else ~told)
    return (
        select(
            _CONTACT_ID.label("id"), _CUSTOMER.c.id.label("customer_id"), literal(CONTACT).label("what"),
            func.coalesce(_CUSTOMER.c.last_contact_at, _CUSTOMER.c.first_contact_at, type_=Instant()).label("since"),
            on, *_SHOWN,
        )
        .select_from(_CUSTOMER)
        .outerjoin(_STAFF, _STAFF.c.id == _CUSTOMER.c.owner_id)
        .where(*found)
    )  # fmt: skip


def _told_before(read: Read) -> date:
    """Planned days before this one were over for longer than the manager waits."""
    return escalation_bound(read).astimezone(read.zone).date()


@dataclass(frozen=True, slots=True)
class _Part:
    """The same page of one half of the board."""

    after: tuple[Any, ...] | None
    before: tuple[Any, ...] | None
    last: bool
    limit: int


def _by_day(read: Read, cursor: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
    """A place on the board (due instant, line) as a place among the planned days."""
    if cursor is None:
        return None
    due, line = cursor
    on = (due - timedelta(microseconds=1)).astimezone(read.zone).date()
    return on, line if day_end(read, on) == due else -1


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of what is due, the latest overdue first. Filters: text, when (late, today, coming), what, state,
    consultant, grade, escalated. Done and waived ones only where `state` asks for them.

    Tasks and planned contacts are read by their own indexes and laid together here.
    """

    def built(row: RowMapping) -> dict[str, Any]:
        return _built(read, row)

    tasks, contacts = _tasks(read, filters), _contacts(read, filters)
    rows: list[dict[str, Any]] = []
    more_before = more_after = False
    if tasks is not None:
        part = fetch(read, tasks, (_TASK.c.due_at, _TASK_ID), ask, built, descending=False)
        rows += part[0]
        more_before, more_after = part[1] is not None, part[2] is not None
    if contacts is not None:
        days = _Part(_by_day(read, ask.after), _by_day(read, ask.before), ask.last, ask.limit)
        part = fetch(read, contacts, (_CUSTOMER.c.next_contact_on, _CONTACT_ID), days, built, descending=False)
        rows += part[0]
        more_before, more_after = more_before or part[1] is not None, more_after or part[2] is not None
    rows.sort(key=lambda row: row["key"])
    backwards = ask.before is not None or ask.last
    over = len(rows) > ask.limit
    shown = rows[-ask.limit :] if backwards else rows[: ask.limit]
    if not shown:
        return (), None, None
    has_before = more_before or (over and backwards)
    has_after = more_after or (over and not backwards)
    return (
        tuple(shown),
        shown[0]["key"] if has_before else None,
        shown[-1]["key"] if has_after and not ask.last else None,
    )


def _built(read: Read, row: RowMapping) -> dict[str, Any]:
    made = {"ended_at": None, "reason": "", "about": "", "state": TaskState.OPEN.value, **row}
    due = made["due_at"] if "due_at" in made else day_end(read, made["next_contact_on"])
    late = made["ended_at"] is None and due <= read.now
    if made["ended_at"] is None:
        made["state"] = (TaskState.OVERDUE if late else TaskState.OPEN).value
    return {
        **made,
        "key": (due, made["id"]),
        "phone": read.phone(made["phone"]),
        "consultant": made["consultant"] or "",
        "due_at": _last_minute(read, due),
        "hours_late": int((read.now - due).total_seconds() // 3600) if late else None,
        "escalated": late and due <= escalation_bound(read),
    }


def _last_minute(read: Read, due: datetime) -> datetime:
    """Until when: a day ends at 23:59 for people, not with the first instant of the next one."""
    return due - timedelta(minutes=1) if due.astimezone(read.zone).time() == time() else due


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many lines the board has."""
    return sum(count(read, part) for part in (_tasks(read, filters), _contacts(read, filters)) if part is not None)


def _sums(tests: Mapping[str, ColumnElement[bool]]) -> list[Any]:
    return [func.sum(case((test, 1), else_=0)).label(name) for name, test in tests.items()]


def _by_owner(read: Read, part: Select[Any], *columns: Any) -> Sequence[RowMapping]:
    """One half of the board by owner; nobody has the customers of the pool."""
    owned = part.where(_CUSTOMER.c.state != LeadState.PUBLIC_POOL.value)
    grouped = owned.with_only_columns(_CUSTOMER.c.owner_id, _STAFF.c.name.label("consultant"), *columns)
    return read.connection.execute(grouped.group_by(_CUSTOMER.c.owner_id, _STAFF.c.name)).mappings().all()


def _halves(read: Read, filters: Mapping[str, Any]) -> Iterator[tuple[int | None, str, dict[str, Any]]]:
    """(owner, name, sums) of the tasks and of the planned contacts; `oldest` is the instant that has passed longest."""
    due, on, end = _TASK.c.due_at, _CUSTOMER.c.next_contact_on, day_end(read, read.today)
    tasks, contacts = _tasks(read, filters), _contacts(read, filters)
    assert tasks is not None and contacts is not None
    tests: dict[str, ColumnElement[bool]] = {
        LATE: due <= read.now,
        TODAY: and_(due > read.now, due <= end),
        COMING: due > end,
        "escalated": due <= escalation_bound(read),
    }
    oldest = func.min(case((due <= read.now, due), else_=None), type_=Instant()).label("oldest")
    for row in _by_owner(read, tasks, *_sums(tests), oldest):
        yield row["owner_id"], row["consultant"] or "", dict(row)
    tests = {
        LATE: on < read.today, TODAY: on == read.today, COMING: on > read.today, "escalated": on < _told_before(read),
    }  # fmt: skip
    day = func.min(case((on < read.today, on), else_=None), type_=Day()).label("day")
    for row in _by_owner(read, contacts, *_sums(tests), day):
        made = dict(row)
        made["oldest"] = None if made["day"] is None else day_end(read, made["day"])
        yield row["owner_id"], row["consultant"] or "", made


def per_consultant(read: Read, **filters: Any) -> list[dict[str, Any]]:
    """For each consultant with something to do: how many lines are late, told to the manager, due today and coming;
    the most late first. Without an owner: `owner_id` None, customers that nobody has."""
    found: dict[int | None, dict[str, Any]] = {}
    for owner, name, sums in _halves(read, filters):
        line = found.setdefault(
            owner, {"id": owner or 0, "owner_id": owner, "consultant": name, "oldest": None, **dict.fromkeys(SUMS, 0)}
        )  # fmt: skip
        for each in SUMS:
            line[each] += int(sums[each] or 0)
        passed = [each for each in (line["oldest"], sums["oldest"]) if each is not None]
        line["oldest"] = min(passed) if passed else None
    return sorted(found.values(), key=lambda line: (-line[LATE], -line[TODAY], line["consultant"]))


SUMS = (LATE, "escalated", TODAY, COMING)


def board_of_all(read: Read) -> list[dict[str, Any]]:
    """`per_consultant` with the open customers of each, and how many tasks of the last 30 days were kept in time."""
    found, kept = per_consultant(read), _kept(read)
    rows = read.connection.execute(
        select(_CUSTOMER.c.owner_id, func.count())
        .where(_CUSTOMER.c.project_id == read.project_id, _CUSTOMER.c.state.in_(OPEN))
        .group_by(_CUSTOMER.c.owner_id)
    )
    customers: dict[int | None, int] = {owner: int(many) for owner, many in rows}
    for line in found:
        line["customers"] = customers.get(line["owner_id"], 0)
        line["ended"], line["in_time"] = kept.get(line["owner_id"], (0, 0))
        line["kept_rate"] = line["in_time"] * 1_000_000 // line["ended"] if line["ended"] else None
    return found


WINDOW = 30  # days that the share of tasks kept in time looks back


def _kept(read: Read) -> dict[int | None, tuple[int, int]]:
    """Consultant -> (tasks that were done or fell due in the last 30 days, those of them done in time)."""
    since = day_end(read, read.today - timedelta(days=WINDOW + 1))
    in_time = func.sum(case((_TASK.c.state == TaskState.DONE.value, 1), else_=0))
    rows = read.connection.execute(
        select(_CUSTOMER.c.owner_id, func.count(), in_time)
        .select_from(_TASK)
        .join(_CUSTOMER, _CUSTOMER.c.id == _TASK.c.customer_id)
        .where(
            _TASK.c.project_id == read.project_id,
            _TASK.c.due_at >= since,
            (_TASK.c.due_at <= read.now) | (_TASK.c.state == TaskState.DONE.value),
            _TASK.c.state != TaskState.WAIVED.value,
        )
        .group_by(_CUSTOMER.c.owner_id)
    )
    return {owner: (int(many), int(kept)) for owner, many, kept in rows}


def waiting(read: Read) -> list[dict[str, Any]]:
    """What waits in the inbox: a consultant's own tasks that are late or due today; for who leads, one line for each
    consultant whose tasks have waited too long, for customers of leavers, and for wishes about the pool."""
    from anchang.domain.access import CONSULTANT, LEADERS, MANAGER

    found: list[dict[str, Any]] = []
    if read.roles & CONSULTANT:
        found += _own_tasks(read)
    if read.roles & (MANAGER | LEADERS):
        found += [
            {
                "waiting": "escalated", "id": line["id"], "consultant": line["consultant"], "count": line["escalated"],
                "customer": "", "on": line["oldest"].astimezone(read.zone).date(),
            }
            for line in per_consultant(read, escalated=True)
            if line["escalated"]
        ]  # fmt: skip
        found += [
            {
                "waiting": "leaver", "id": row["id"], "consultant": row["name"], "count": row["customers"],
                "customer": "", "on": row["active_to"],
            }
            for row in left_behind(read)
        ]  # fmt: skip
        found += _wishes(read)
    return found


def _own_tasks(read: Read) -> list[dict[str, Any]]:
    statement = (
        select(_TASK.c.id, _TASK.c.kind, _TASK.c.due_at, _CUSTOMER.c.id.label("customer_id"), _CUSTOMER.c.name)
        .join(_CUSTOMER, _CUSTOMER.c.id == _TASK.c.customer_id)
        .where(
            _TASK.c.project_id == read.project_id,
            _TASK.c.ended_at.is_(None),
            _TASK.c.due_at <= day_end(read, read.today),
            _CUSTOMER.c.owner_id == read.staff_id,
            _CUSTOMER.c.do_not_contact == 0,
        )
        .order_by(_TASK.c.due_at, _TASK.c.id)
    )
    return [
        {
            "waiting": row["kind"], "id": row["customer_id"], "consultant": "", "count": 1, "customer": row["name"],
            # due until midnight is due on the day before
            "on": (row["due_at"] - timedelta(microseconds=1)).astimezone(read.zone).date(),
        }
        for row in read.connection.execute(statement).mappings()
    ]  # fmt: skip


def _wishes(read: Read) -> list[dict[str, Any]]:
    from anchang.domain.pool import AskState
    from anchang.storage.pool import PoolAsk

    ask = table_of(PoolAsk)
    rows = read.connection.execute(
        select(
            ask.c.id, ask.c.business_date, ask.c.customer_id, ask.c.by_id, ask.c.why, _CUSTOMER.c.name,
            _STAFF.c.name.label("who"),
        )
        .join(_CUSTOMER, _CUSTOMER.c.id == ask.c.customer_id)
        .join(_STAFF, _STAFF.c.id == ask.c.by_id)
        .where(ask.c.project_id == read.project_id, ask.c.state == AskState.ASKED.value)
        .order_by(ask.c.id)
    )
    return [
        {
            "waiting": "wish", "id": row.id, "consultant": row.who, "count": 1, "customer": row.name,
            "on": row.business_date, "customer_id": row.customer_id, "asker_id": row.by_id, "why": row.why,
        }
        for row in rows
        if not read.is_own(row.by_id)
    ]  # fmt: skip


KINDS = (*(each.value for each in TaskKind), CONTACT)
