"""Forms about what becomes of a customer: appointments, lost, taken up again, shared out, tasks (domain 2.2, 3.25)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from anchang.domain.task import TaskKind
from anchang.i18n import M, zone
from anchang.services.appointment import CancelAppointment, MakeAppointment, MissAppointment, MoveAppointment
from anchang.services.entries import LOST_REASONS
from anchang.services.lead import LoseLead, ReactivateLead
from anchang.services.pool import AskForCustomer, RefuseCustomer
from anchang.services.task import WaiveTask
from anchang.tui.forms.desk_fields import consultants
from anchang.tui.forms.form import Field, FieldKind, Form
from anchang.tui.forms.look_ups import customers

if TYPE_CHECKING:
    from anchang.tui.app import Console

REASON = Field("reason", M("Reason"), required=True)


def _when(day: date | None = None) -> tuple[Field, Field]:
    return (
        Field("day", M("Day"), FieldKind.DATE, required=True, default=day),
        Field("at", M("Time"), FieldKind.TIME, required=True, default=time(10)),
    )


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in; the rest keeps the command's own default."""
    return {name: value for name, value in values.items() if value is not None}


def make(app: Console, customer: int | None = None, *, silent: bool = False) -> Form:
    """An appointment; the customer is looked for where none is given. `silent`: who does not want to be contacted."""

    def command(day: date, at: time, **more: Any) -> MakeAppointment:
        return MakeAppointment(at=datetime.combine(day, at, zone()), **_typed(more))

    who = (Field("customer", M("Customer"), FieldKind.SEARCH, required=True, look_up=customers(app)),)
    asked = Field("asked", M("The person asked"), required=silent, limit=200,
                  placeholder=M("in which words, where the person does not want to be contacted"))  # fmt: skip
    return Form(
        M("Make an appointment"),
        command,
        (
            *(() if customer is not None else who),
            *_when(),
            Field("consultant", M("Expected by"), FieldKind.SEARCH, look_up=consultants(app),
                  help=M("empty: the customer's own consultant")),
            Field("note", M("Note"), limit=200),
            *((asked,) if silent or customer is None else ()),
        ),
        name="appointment.make" if customer is None else f"appointment.make.{customer}",
    )  # fmt: skip


def move(app: Console, row: Mapping[str, Any]) -> Form:
    """Another time for an appointment."""

    def command(day: date, at: time, **more: Any) -> MoveAppointment:
        return MoveAppointment(at=datetime.combine(day, at, zone()), **_typed(more))

    return Form(
        M("Move the appointment of {name}", name=row["name"]),
        command,
        (
            *_when(row["on_day"]),
            Field("consultant", M("Expected by"), FieldKind.SEARCH, look_up=consultants(app)),
            Field("note", M("Note"), limit=200),
        ),
        name=f"appointment.move.{row['id']}",
    )


CANCEL = Form(title=M("Call an appointment off"), command=CancelAppointment, fields=(REASON,))
MISS = Form(title=M("Did not come"), command=MissAppointment, fields=(Field("note", M("Note"), limit=200),))
LOSE = Form(
    title=M("Mark a customer as lost"),
    command=LoseLead,
    help=M("Tasks and the appointment end with it; the manager can take the customer up again."),
    fields=(
        Field("why", M("Why lost"), FieldKind.CHOICE, required=True, choices=LOST_REASONS),
        Field("note", M("What was said"), FieldKind.MULTILINE, limit=4000),
    ),
)
ASK = Form(
    title=M("Ask for a customer of the pool"),
    command=AskForCustomer,
    help=M("The manager decides; it stands in the manager's inbox."),
    fields=(Field("why", M("Why"), required=True),),
)
REFUSE = Form(title=M("Refuse a wish"), command=RefuseCustomer, fields=(REASON,))


def take_up(app: Console) -> Form:
    """A customer of the pool, or a lost one, goes to a consultant."""
    return Form(
        title=M("Take a customer up again"),
        command=ReactivateLead,
        fields=(
            Field("to", M("To consultant"), FieldKind.SEARCH, required=True, look_up=consultants(app)),
            REASON,
        ),
        name="lead.reactivate",
    )


def waive(kind: TaskKind) -> Form:
    """The manager lets a task go."""
    return Form(title=M("Waive «{task}»", task=kind), command=WaiveTask, fields=(REASON,), name=f"task.waive.{kind}")


@dataclass(frozen=True, slots=True)
class Sharing:
    """Whose customers go to whom, before anybody has seen what it comes to."""

    of: int
    reason: str
    to: tuple[int, ...] = ()


def share_out(app: Console, colleagues: Mapping[int, str], of: int | None = None) -> Form:
    """All customers of one consultant; `colleagues` are those who may get some."""
    everybody = {str(each): name for each, name in colleagues.items()}
    whose = (Field("of", M("All customers of"), FieldKind.SEARCH, required=True, look_up=people_left(app)),)
    return Form(
        M("Share all customers out"),
        Sharing,
        (
            *(() if of is not None else whose),
            Field("to", M("Shared out to"), FieldKind.MULTI, choices=everybody, to_value=int,
                  help=M("none chosen: everybody who works here")),
            REASON,
        ),
        name="customer.reassign_all" if of is None else f"customer.reassign_all.{of}",
        help=M("They are dealt out evenly; what each one gets is shown before anything happens."),
        save_label=M("Preview"),
    )  # fmt: skip


def people_left(app: Console) -> Any:
    """Everybody who has been a consultant here, leavers first."""
    from anchang.domain.access import Role
    from anchang.storage.staff import everybody
    from anchang.tui.forms.form import Found, Values

    async def look_up(text: str, _values: Values) -> tuple[Found, ...]:
        wanted, today = text.strip().casefold(), app.terminal.today()
        people = await app.terminal.look(lambda read: everybody(read.connection))
        found = [each for each in people if Role.CONSULTANT in each.roles or not each.active_on(today)]
        found = [each for each in found if wanted in f"{each.name} {each.login} {each.no}".casefold()]
        found.sort(key=lambda each: (each.active_on(today), each.no))
        return tuple(
            Found(each.id, each.name, each.login if each.active_on(today) else M("left")) for each in found
        )  # fmt: skip

    return look_up
