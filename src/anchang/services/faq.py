"""The sales questions: proposed by whoever hears them, answered and approved by the manager (K11; 2.18)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from anchang.domain.errors import BadInput
from anchang.domain.faq import FAQ, FaqFacts, FaqState
from anchang.domain.text import clean
from anchang.domain.units import FaqRef, Note
from anchang.i18n import M
from anchang.services.act import Act
from anchang.services.initials import initials
from anchang.services.use_case import Result, use_case
from anchang.storage.faq import Faq
from anchang.storage.work import Row

QUESTION = M("sales question")


@dataclass(frozen=True, slots=True)
class ProposeFaq:
    """A question that was asked, and an answer if one has it."""

    question: str
    answer: Note = ""
    tags: str = ""


@use_case("faq.propose", title=M("Propose a sales question"), done=M("Proposed: the manager approves the answer."))
def propose(act: Act, command: ProposeFaq) -> Result:
    """Write down what customers ask; nobody is given the answer before it is approved. Raises BadInput."""
    made = act.work.insert(
        Faq,
        project_id=act.project_id,
        state=act.born(FAQ),
        made_by=act.actor.id or None,
        business_date=act.today,
        **_columns(command.question, command.answer, command.tags),
    )
    return {"id": made}


def _columns(question: str, answer: str, tags: str) -> dict[str, Any]:
    asked = clean(question, "question")
    if not asked:
        raise BadInput(M("What is asked?"), "question")
    return {
        "question": asked,
        "answer": clean(answer, "answer", limit=4000, multiline=True),
        "tags": " ".join(clean(tags, "tags").split()),
        "initials": " ".join(sorted(initials(asked))),
    }


@dataclass(frozen=True, slots=True)
class WriteFaq:
    """A question with its answer as everybody gives it from now on; what is not given stays."""

    faq: FaqRef
    question: str | None = None
    answer: Note | None = None
    tags: str | None = None
    version: int | None = None
    comment: Note = ""


@use_case(
    "faq.approve", step=(FAQ, ("approve", "change")), title=M("Approve an answer"),
    done=M("«{question}» is approved."),
)  # fmt: skip
def approve(act: Act, command: WriteFaq) -> Result:
    """Put an answer into force, or another one in its place. Raises Refusal without an answer, Stale."""
    row = act.must(Faq, command.faq, QUESTION)
    act.reason = clean(command.comment, "comment", limit=4000, multiline=True)
    values = _columns(
        row["question"] if command.question is None else command.question,
        row["answer"] if command.answer is None else command.answer,
        row["tags"] if command.tags is None else command.tags,
    )
    step = "change" if row["state"] == FaqState.APPROVED else "approve"
    _move(act, step, row, command.version, **values)
    return {"id": row["id"], "question": values["question"]}


@dataclass(frozen=True, slots=True)
class RetireFaq:
    """A question whose answer is not given any more."""

    faq: FaqRef
    version: int | None = None
    comment: Note = ""


@use_case(
    "faq.retire", step=(FAQ, "retire"), title=M("Retire a sales question"),
    done=M("«{question}» is not used any more."),
)  # fmt: skip
def retire(act: Act, command: RetireFaq) -> Result:
    """Take an answer out of use; approving it brings it back. Raises WrongState, Stale."""
    row = act.must(Faq, command.faq, QUESTION)
    act.reason = clean(command.comment, "comment", limit=4000, multiline=True)
    _move(act, "retire", row, command.version)
    return {"id": row["id"], "question": row["question"]}


def _move(act: Act, step: str, row: Row, version: int | None, **values: Any) -> None:
    facts = FaqFacts(str(values.get("answer", row["answer"])))
    act.move(FAQ, step, Faq, row, facts, expect=version, decided_by=act.actor.id or None, **values)
