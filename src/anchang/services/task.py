"""Tasks: let go by the manager, begun for a campaign list, found overdue by the program (R07 to R09; domain 2.2)."""

from __future__ import annotations

from dataclasses import dataclass

from anchang.domain.customer import OPEN_LEADS, LeadState
from anchang.domain.errors import BadInput, Refusal
from anchang.domain.task import TASK, TaskFacts, TaskKind
from anchang.domain.text import clean
from anchang.domain.units import CustomerRef
from anchang.i18n import M, say
from anchang.services import people, task_log
from anchang.services.act import Act
from anchang.services.office import Office, Session
from anchang.services.use_case import Result, use_case
from anchang.storage import person_query, task_query
from anchang.storage.customer import Customer
from anchang.storage.reading import Read
from anchang.storage.task import Task


@dataclass(frozen=True, slots=True)
class WaiveTask:
    """Which task of which customer need not be done, and why."""

    customer: CustomerRef
    kind: TaskKind
    reason: str


@use_case("task.waive", step=(TASK, "waive"), title=M("Waive a task"), done=M("«{task}» of {name} is waived."))
def waive(act: Act, command: WaiveTask) -> Result:
    """Let an open task go, with the reason; the next contact begins the next one. Raises Refusal, NotFound."""
    row = act.must(Customer, command.customer, people.CUSTOMER)
    act.reason = clean(command.reason, "reason")
    open_tasks = {each["kind"]: each for each in task_query.open_of(act.read, row["id"])}
    if command.kind not in open_tasks:
        raise Refusal(M("{name} has no open task «{task}».", name=row["name"], task=command.kind))
    task = open_tasks[command.kind]
    said = TaskFacts(act.now >= task["due_at"], act.reason)
    act.move(TASK, "waive", Task, task, said, ended_at=act.now, ended_by=act.actor.id, reason=act.reason)
    if command.kind is TaskKind.WEEKLY and LeadState(row["state"]) in OPEN_LEADS:
        task_log.start(act, row["id"], TaskKind.WEEKLY)  # this week is let go, not the customer
    return {"customer": row["id"], "name": row["name"], "task": str(command.kind.label)}


@dataclass(frozen=True, slots=True)
class Campaign:
    """The name of the campaign and whom its list is of."""

    name: str
    customers: tuple[CustomerRef, ...]


@use_case(
    "task.campaign", title=M("Call through a campaign list"),
    done=M("{count} customers are to be contacted for «{campaign}» by {due}."),
)  # fmt: skip
def campaign(act: Act, command: Campaign) -> Result:
    """Begin a campaign: each customer of the list who has agreed to advertising is to be contacted in time (5.11).

    Raises BadInput, Refusal for nobody.
    """
    name = clean(command.name, "name")
    if not name:
        raise BadInput(M("A campaign needs a name."), "name")
    act.reason = name
    begun: list[int] = []
    listed = sorted(set(command.customers))
    agreed = person_query.addressable(act.read, listed)
    for customer_id in listed:
        row = act.must(Customer, customer_id, people.CUSTOMER)
        if LeadState(row["state"]) in OPEN_LEADS and customer_id in agreed:
            made = task_log.start(act, customer_id, TaskKind.CAMPAIGN, note=name)
            begun += [] if made is None else [made]
    if not begun:
        raise Refusal(
            M("Nobody on the list can be contacted: closed, has not agreed to advertising, or on a list already.")
        )
    due = act.must(Task, begun[0], M("follow-up task"))["due_at"].astimezone(act.zone)
    left = len(listed) - len(begun)
    words = M("{count} on the list are left out: closed, not agreed to advertising, or on a list already.", count=left)
    return {
        "count": len(begun), "campaign": name, "due": due.strftime("%Y-%m-%d %H:%M"),
        "warnings": [say(words)] if left else [],
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class SweepTasks:
    """Tasks whose time is over, those that the manager has to hear of, and customers without any."""


@use_case("task.sweep", title=M("Find what is overdue"))
def sweep_tasks(act: Act, command: SweepTasks) -> Result:
    """Write down what every board shows already: overdue, escalated; and begin the week of customers from files."""
    del command
    if task_query.some_forgotten(act.read):
        act.work.insert_many(
            Task,
            [
                task_log.columns(act, row["id"], TaskKind.WEEKLY, row["since"])
                for row in task_query.forgotten(act.read)
            ],
        )
    late = task_query.fallen_due(act.read)
    for row in late:
        act.move(TASK, "fall_due", Task, row, TaskFacts(late=True), as_system=True)
    escalated = task_query.to_escalate(act.read)
    act.work.update_many(Task, {task_id: {"escalated_at": act.now} for task_id in escalated})
    return {"overdue": len(late), "escalated": len(escalated)}


def work_waits(read: Read) -> bool:
    """Whether the sweep has anything to write."""
    return bool(
        task_query.fallen_due(read, 1) or task_query.to_escalate(read, 1) or task_query.some_forgotten(read)
    )  # fmt: skip


def sweep(office: Office, project_id: int) -> None:
    """Write down what fell due, if anything did. No act and no journal row when nothing did."""
    session = Session(0, project_id)
    while office.look(session, work_waits):
        office.run(session, SweepTasks())
