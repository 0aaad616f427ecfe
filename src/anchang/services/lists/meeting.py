"""Meetings of the floor and the tasks that were given there (C11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.meeting import MeetingKind
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import meeting as query
from anchang.storage.reading import Read

KINDS = {each.value: each.label for each in MeetingKind}


def _typed(filters: Mapping[str, Any]) -> dict[str, Any]:
    return typed(filters, days=("since", "until"), flags=("open", "mine"))


def _page(read: Read, ask: Ask) -> Page:
    return Page(*query.page(read, ask, _typed(ask.filters)))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, _typed(filters))


def _tasks(read: Read, ask: Ask) -> Page:
    return Page(*query.tasks_page(read, ask, _typed(ask.filters)))


def _tasks_count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.tasks_count(read, _typed(filters))


MEETINGS = Listing(
    name="meetings",
    title=M("Meetings"),
    columns=(
        Column("held_on", M("Day"), Kind.DATE, 10),
        Column("kind", M("Meeting"), Kind.CHOICE, 8, KINDS),
        Column("chair", M("Chair"), width=10),
        Column("points", M("What was said"), width=44),
        Column("present", M("Present"), width=24),
        Column("tasks", M("Tasks"), Kind.INTEGER, 5),
        Column("open", M("Tasks open"), Kind.INTEGER, 6),
    ),
    filters=(
        Filter("text", M("What was said")),
        Filter("since", M("Since"), Kind.DATE),
        Filter("until", M("Until"), Kind.DATE),
        Filter("kind", M("Meeting"), Kind.CHOICE, KINDS),
    ),
    page=_page,
    count=_count,
)
MEETING_TASKS = Listing(
    name="meeting_tasks",
    title=M("Tasks of the meetings"),
    columns=(
        Column("due_on", M("Due on"), Kind.DATE, 10),
        Column("who", M("Responsible"), width=10),
        Column("what", M("Task"), width=40),
        Column("done", M("Done"), Kind.FLAG, 5),
        Column("late", M("Late"), Kind.FLAG, 5),
        Column("held_on", M("Given on"), Kind.DATE, 10),
        Column("kind", M("Meeting"), Kind.CHOICE, 8, KINDS),
    ),
    filters=(Filter("open", M("Tasks open"), Kind.FLAG), Filter("mine", M("Mine only"), Kind.FLAG)),
    page=_tasks,
    count=_tasks_count,
)

LISTINGS = (MEETINGS, MEETING_TASKS)
