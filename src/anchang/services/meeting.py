"""Morning and evening meetings: who was there, what was said, who does what by when (C11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anchang.domain import meeting as rules
from anchang.domain.access import Role
from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.domain.meeting import MeetingKind
from anchang.domain.text import clean
from anchang.domain.units import MeetingTaskRef, Note, StaffRef
from anchang.i18n import M
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import day_query
from anchang.storage.meeting import Meeting, MeetingTask
from anchang.storage.work import Clash


@dataclass(frozen=True, slots=True)
class TaskLine:
    """What somebody does until then."""

    what: str
    person: StaffRef
    due_on: date


@dataclass(frozen=True, slots=True)
class WriteMeeting:
    """The notes of a meeting of today or earlier; `chair` is oneself where nothing is said."""

    kind: MeetingKind
    points: Note
    held_on: date | None = None
    chair: StaffRef | None = None
    attendees: tuple[StaffRef, ...] = ()
    tasks: tuple[TaskLine, ...] = ()


@use_case("meeting.write", title=M("Notes of a meeting"), done=M("Noted, with {count} tasks."))
def write(act: Act, command: WriteMeeting) -> Result:
    """Keep the notes; a task stands in its person's inbox on its day. Raises BadInput, Refusal for a second one."""
    on = command.held_on or act.today
    rules.check_day(on, act.today)
    points = clean(command.points, "points", limit=4000, multiline=True)
    if not points:
        raise BadInput(M("What was said?"), "points")
    chair = command.chair or act.actor.id
    _people(act, "chair", chair)
    _people(act, "attendees", *command.attendees)
    try:
        made = act.work.insert(
            Meeting,
            project_id=act.project_id,
            held_on=on,
            kind=command.kind.value,
            chair_id=chair,
            attendees=" ".join(str(each) for each in dict.fromkeys(command.attendees)),
            points=points,
            written_by=act.actor.id or None,
            at=act.now,
        )
    except Clash as error:
        raise Refusal(M("The {kind} of {day} has its notes already.", kind=command.kind, day=on)) from error
    for line in command.tasks:
        _task(act, made, line, on)
    return {"id": made, "count": len(command.tasks)}


def _people(act: Act, place: str, *ids: int) -> None:
    known = day_query.names_of(act.read, ids)
    for each in ids:
        if each not in known:
            raise BadInput(M("There is no {what} {which}.", what=M("member of staff"), which=each), place)


def _task(act: Act, meeting_id: int, line: TaskLine, on: date) -> None:
    what = clean(line.what, "what")
    if not what:
        raise BadInput(M("What is to be done?"), "what")
    rules.check_task(line.due_on, on)
    _people(act, "person", line.person)
    act.work.insert(
        MeetingTask, project_id=act.project_id, meeting_id=meeting_id, person_id=line.person, what=what,
        due_on=line.due_on,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FinishTask:
    """A task that is done."""

    task: MeetingTaskRef
    version: int | None = None


@use_case("meeting.done", title=M("A task is done"), done=M("«{what}» is done."))
def done(act: Act, command: FinishTask) -> Result:
    """Only whose task it is, or who leads the floor. Raises NotAllowed, Refusal when it is done already, Stale."""
    row = act.must(MeetingTask, command.task, M("task"))
    if row["person_id"] != act.actor.id and not act.actor.roles & {Role.ASSISTANT, Role.MANAGER, Role.DIRECTOR}:
        raise NotAllowed(M("This is somebody else's task."))
    if row["done_at"] is not None:
        raise Refusal(M("«{what}» is done already.", what=row["what"]))
    act.work.update(MeetingTask, row["id"], expect=command.version, done_at=act.now)
    return {"id": row["id"], "what": row["what"]}
