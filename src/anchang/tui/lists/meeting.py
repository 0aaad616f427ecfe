"""Notes of the morning and evening meetings, and their tasks (C11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.meeting import MeetingKind
from anchang.i18n import M, say
from anchang.services.listing import Column, Row
from anchang.services.lists.meeting import MEETING_TASKS, MEETINGS
from anchang.services.meeting import FinishTask, TaskLine, WriteMeeting
from anchang.storage import meeting
from anchang.storage.staff import everybody
from anchang.tui.acting import act, fill_in
from anchang.tui.forms.desk_fields import choice
from anchang.tui.forms.form import Field, FieldKind, Form
from anchang.tui.forms.look_ups import staff
from anchang.tui.keys import NEW, Key
from anchang.tui.lists.cycle import PlaceList, cycle, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.show import plain
from anchang.tui.theme import Tone
from anchang.tui.widgets.dialogs import Notice

if TYPE_CHECKING:
    from anchang.storage.reading import Read
    from anchang.tui.app import Console

DONE = Key("task_done", ("k", "ctrl+k"), M("Done"), M("The task under the cursor is done"))
OTHER = Key("meeting_other", ("w", "ctrl+o"), M("Tasks"), M("From the meetings to their tasks, and back"))


def form(app: Console, people: dict[str, str]) -> Form:
    """The notes of a meeting."""
    return Form(
        title=M("Notes of a meeting"),
        command=WriteMeeting,
        name="meeting.write",
        fields=(
            choice("kind", M("Meeting"), MeetingKind, required=True),
            Field("held_on", M("Day"), FieldKind.DATE, placeholder=M("empty: today")),
            Field("chair", M("Chair"), FieldKind.SEARCH, look_up=staff(app), placeholder=M("empty: myself")),
            Field("attendees", M("Present"), FieldKind.MULTI, choices=people, to_value=int),
            Field("points", M("What was said"), FieldKind.MULTILINE, required=True, limit=4000),
            Field(
                "tasks", M("Tasks"), FieldKind.ROWS, row_type=TaskLine,
                fields=(
                    Field("what", M("Task"), required=True, limit=200),
                    Field("person", M("Responsible"), FieldKind.SEARCH, required=True, look_up=staff(app)),
                    Field("due_on", M("Due on"), FieldKind.DATE, required=True),
                ),
            ),
        ),
    )  # fmt: skip


def _other(app: Console) -> ListAction:
    async def other(_view: Any, _row: Row | None) -> None:
        app.call_later(app.action_go, "meetings")  # not from here: this screen makes way for the other

    return ListAction(OTHER, other, needs_row=False)


async def write(app: Console) -> None:
    """The form, with everybody who works here to choose from."""
    today = app.terminal.today()

    def colleagues(read: Read) -> dict[str, str]:
        return {str(each.id): each.name for each in everybody(read.connection) if each.active_on(today)}

    await fill_in(app, form(app, await app.terminal.look(colleagues)))


def meetings(app: Console) -> PlaceList:
    """The notes."""

    async def add(view: Any, _row: Row | None) -> None:
        await write(app)
        view.refresh_data()

    async def read(_view: Any, row: Row) -> None:
        tasks = (await app.terminal.look(meeting.tasks_of, [row["id"]])).get(row["id"], [])
        lines = [plain(row["points"], multiline=True), ""]
        for each in tasks:
            mark = say(M("done")) if each["done_at"] is not None else each["due_on"].isoformat()
            lines.append(f"{mark}  {plain(each['who'])}  {plain(each['what'])}")
        title = M("{kind} of {day}", kind=MeetingKind(row["kind"]), day=row["held_on"])
        await app.push_screen_wait(Notice(title, "\n".join(lines)))

    actions = (ListAction(NEW, add, needs_row=False), _other(app))
    return place_list(app, ListSpec(MEETINGS, actions, read, empty=M("No meetings. Press n to write one down.")))


def _paint(row: Row, column: Column) -> Tone | None:
    return Tone.LATE if row["late"] and column.key in ("due_on", "late") else None


def tasks(app: Console) -> PlaceList:
    """What was to be done."""

    async def done(view: Any, row: Row | None) -> None:
        if row is not None:
            await act(app, FinishTask(row["id"], row["version"]))
            view.refresh_data()

    actions = (ListAction(DONE, done), _other(app))
    return place_list(app, ListSpec(MEETING_TASKS, actions, empty=M("No tasks."), paint=_paint))


def make(app: Console) -> PlaceList:
    """The screen."""
    return cycle(app, (meetings, tasks))


async def open_card(app: Console, task_id: int) -> None:
    """A task from the inbox: it is done."""
    from anchang.tui.acting import confirm_and_act

    await confirm_and_act(app, M("Is this task done?"), FinishTask(task_id))
