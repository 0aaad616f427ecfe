"""The board of what is due, and the manager's count of it by consultant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.customer import LEAD_LABELS
from anchang.domain.task import TASK_LABELS, TaskKind
from anchang.i18n import M, Msg
from anchang.services.entries import GRADES
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import task_board as query
from anchang.storage.reading import Read

WHAT: dict[str, Msg] = {**{each.value: each.label for each in TaskKind}, query.CONTACT: M("planned contact")}
STATES = {state.value: words for state, words in TASK_LABELS.items()}
WHEN: dict[str, Msg] = {query.LATE: M("overdue"), query.TODAY: M("due today"), query.COMING: M("coming")}
_LEADS = {state.value: words for state, words in LEAD_LABELS.items()}


def _typed(filters: Mapping[str, Any]) -> dict[str, Any]:
    return typed(filters, flags=("escalated",))


def _page(read: Read, ask: Ask) -> Page:
    return Page(*query.page(read, ask, _typed(ask.filters)))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, _typed(filters))


TASKS = Listing(
    name="tasks",
    title=M("Due and overdue"),
    columns=(
        Column("what", M("What"), Kind.CHOICE, 12, WHAT),
        Column("due_at", M("Due until"), Kind.INSTANT, 16),
        Column("hours_late", M("Hours late"), Kind.INTEGER, 8),
        Column("name", M("Customer"), width=12),
        Column("phone", M("Phone"), width=13),
        Column("grade", M("Grade"), Kind.CHOICE, 10, GRADES),
        Column("consultant", M("Consultant"), width=10),
        Column("state", M("Task state"), Kind.CHOICE, 10, STATES),
        Column("escalated", M("Told to the manager"), Kind.FLAG, 10),
        Column("lead_state", M("State"), Kind.CHOICE, 10, _LEADS),
        Column("last_contact_at", M("Last contact"), Kind.INSTANT, 16),
        Column("about", M("Campaign"), width=14),
        Column("reason", M("Waived because"), width=14),
    ),
    filters=(
        Filter("text", M("Name, number or initials")),
        Filter("when", M("Due"), Kind.CHOICE, WHEN),
        Filter("what", M("What"), Kind.CHOICE, WHAT),
        Filter("consultant", M("Consultant")),
        Filter("grade", M("Grade"), Kind.CHOICE, GRADES),
        Filter("state", M("Task state"), Kind.CHOICE, STATES),
        Filter("escalated", M("Told to the manager"), Kind.FLAG),
    ),
    page=_page,
    count=_count,
)


def _lines(read: Read, ask: Ask) -> Page:
    return Page(tuple(query.board_of_all(read)), None, None)


TASK_COUNTS = Listing(
    name="task_counts",
    title=M("Due and overdue by consultant"),
    columns=(
        Column("consultant", M("Consultant"), width=12),
        Column("late", M("Overdue"), Kind.INTEGER, 8),
        Column("escalated", M("Told to the manager"), Kind.INTEGER, 10),
        Column("oldest", M("Oldest since"), Kind.INSTANT, 16),
        Column("today", M("Due today"), Kind.INTEGER, 8),
        Column("coming", M("Coming"), Kind.INTEGER, 8),
        Column("customers", M("Open customers"), Kind.INTEGER, 8),
        Column("ended", M("Due in 30 days"), Kind.INTEGER, 10),
        Column("in_time", M("of these in time"), Kind.INTEGER, 10),
        Column("kept_rate", M("Kept in time"), Kind.RATE, 9),
    ),
    filters=(),
    page=_lines,
    count=lambda read, filters: len(query.per_consultant(read)),
)

LISTINGS = (TASKS, TASK_COUNTS)
