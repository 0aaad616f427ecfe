"""What people ask about their own data, and what they are answered (5.11; PIPL 44 to 50)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from anchang.domain.person import PERSON_REQUEST, RequestFacts, RequestKind
from anchang.domain.text import clean
from anchang.domain.units import CustomerRef, Note, PersonRequestRef
from anchang.i18n import M
from anchang.services import people
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage.person import PersonRequest

REQUEST = M("request about the own data")


@dataclass(frozen=True, slots=True)
class ReceiveRequest:
    """What somebody asks about the own data."""

    customer: CustomerRef
    kind: RequestKind
    note: Note = ""


@use_case(
    "person.request", title=M("A person asks about the own data"), done=M("Noted; to be answered by {due_on}."),
)  # fmt: skip
def request(act: Act, command: ReceiveRequest) -> Result:
    """Note a request with the day by which it has to be answered; it stands in the manager's inbox (PIPL 44 to 50)."""
    row = people.own(act, command.customer)
    due_on = act.today + timedelta(days=int(act.settings["person_request_days"]))
    made = act.work.insert(
        PersonRequest,
        project_id=act.project_id,
        customer_id=row["id"],
        kind=command.kind.value,
        state=act.born(PERSON_REQUEST),
        note=clean(command.note, "note", limit=4000, multiline=True),
        due_on=due_on,
        received_by=act.actor.id or None,
        at=act.now,
        business_date=act.today,
    )
    return {"id": made, "customer": row["id"], "due_on": due_on.isoformat()}


@dataclass(frozen=True, slots=True)
class AnswerRequest:
    """A request and what the person was answered."""

    request: PersonRequestRef
    answer: Note
    version: int | None = None


@use_case(
    "person.answer", step=(PERSON_REQUEST, "answer"), title=M("Answer a request"), done=M("The request is closed."),
)  # fmt: skip
def answer(act: Act, command: AnswerRequest) -> Result:
    """Close a request with what was done. Raises Refusal without an answer, WrongState, Stale."""
    return decided(act, "answer", command.request, command.answer, command.version)


@dataclass(frozen=True, slots=True)
class RefuseRequest:
    """A request and the legal reason why it is not followed."""

    request: PersonRequestRef
    answer: Note
    version: int | None = None


@use_case(
    "person.refuse", step=(PERSON_REQUEST, "refuse"), title=M("Refuse a request"), done=M("The request is closed."),
)  # fmt: skip
def refuse(act: Act, command: RefuseRequest) -> Result:
    """Close a request that is not followed, with the reason (PIPL 50). Raises Refusal without one, WrongState."""
    return decided(act, "refuse", command.request, command.answer, command.version)


def decided(act: Act, step: str, request_id: int, words: str, version: int | None) -> Result:
    """Take the step with the words that the person was told. Raises as the step does."""
    row = act.must(PersonRequest, request_id, REQUEST)
    said = clean(words, "answer", limit=4000, multiline=True)
    act.move(
        PERSON_REQUEST, step, PersonRequest, row, RequestFacts(said), expect=version, answer=said,
        decided_by=act.actor.id or None, decided_at=act.now,
    )  # fmt: skip
    return {"id": row["id"], "customer": row["customer_id"]}
