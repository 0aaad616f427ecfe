"""The library of special terms: worded by a manager, approved by another, retired (P03, Q-22, 2.18)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from anchang.domain.approval import ApprovalLevel, Decision
from anchang.domain.authority import Level, level_of
from anchang.domain.errors import BadInput, Refusal
from anchang.domain.term import LONGEST, SPECIAL_TERM, TermFacts, days_in_order, is_worded
from anchang.domain.text import clean
from anchang.domain.units import Name, Note, TermRef
from anchang.i18n import M
from anchang.services import approval
from anchang.services.act import Act
from anchang.services.subscription_parts import TERM
from anchang.services.use_case import Result, use_case
from anchang.storage import term as query
from anchang.storage.term import Term
from anchang.storage.work import Clash, Row


@dataclass(frozen=True, slots=True)
class ProposeTerm:
    """A term for the library; from today on where nothing is said, without an end where none is said."""

    code: str
    title: Name
    text: Note
    valid_from: date | None = None
    valid_to: date | None = None


@use_case(
    "term.propose", action="term.propose", title=M("Word a special term"),
    done=M("Term {code} waits for somebody else's approval."),
)  # fmt: skip
def propose(act: Act, command: ProposeTerm) -> Result:
    """Word a term; it stands on no paper before somebody else approved it. Raises BadInput, Refusal."""
    code = clean(command.code, "code", limit=20)
    title = clean(command.title, "title", limit=60)
    if not code or not title:
        raise BadInput(M("A term needs a code and a title."), "code" if not code else "title")
    facts = TermFacts(
        code, clean(command.text, "text", limit=LONGEST, multiline=True), command.valid_from or act.today,
        command.valid_to,
    )  # fmt: skip
    _check(facts)
    taken = BadInput(M("There is a term with the code {code} already.", code=code), "code")
    if query.id_by_code(act.read, code) is not None:
        raise taken
    try:
        made = act.work.insert(
            Term,
            project_id=act.project_id,
            code=code,
            title=title,
            text=facts.text,
            state=act.born(SPECIAL_TERM),
            valid_from=facts.valid_from,
            valid_to=facts.valid_to,
            maker_id=act.actor.id or None,
            business_date=act.today,
        )
    except Clash as error:
        raise taken from error
    return {"id": made, "code": code}


def _check(facts: TermFacts) -> None:
    reason = is_worded(facts) or days_in_order(facts)
    if reason is not None:
        raise Refusal(M("Special term {code}: {reason}", code=facts.code, reason=reason))


@dataclass(frozen=True, slots=True)
class ChangeTerm:
    """Other words or days for a term that nobody has approved yet; what is not given stays."""

    term: TermRef
    title: Name | None = None
    text: Note | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    version: int | None = None


@use_case(
    "term.change", step=(SPECIAL_TERM, "change"), title=M("Change a special term"), done=M("Term {code} is changed."),
)  # fmt: skip
def change(act: Act, command: ChangeTerm) -> Result:
    """Change it; whoever changes it has worded it. Raises WrongState once it is approved, Refusal, Stale."""
    row = act.must(Term, command.term, TERM)
    title = row["title"] if command.title is None else clean(command.title, "title", limit=60)
    if not title:
        raise BadInput(M("A term needs a code and a title."), "title")
    text = row["text"] if command.text is None else clean(command.text, "text", limit=LONGEST, multiline=True)
    facts = replace(
        query.facts(row), text=text, valid_from=command.valid_from or row["valid_from"],
        valid_to=command.valid_to or row["valid_to"],
    )  # fmt: skip
    act.move(
        SPECIAL_TERM, "change", Term, row, facts, expect=command.version, title=title, text=text,
        valid_from=facts.valid_from, valid_to=facts.valid_to, maker_id=act.actor.id or None,
    )  # fmt: skip
    return _done(row)


@dataclass(frozen=True, slots=True)
class ApproveTerm:
    """The yes of somebody who did not word it."""

    term: TermRef
    version: int | None = None
    comment: Note = ""


@use_case(
    "term.approve", step=(SPECIAL_TERM, "approve"), title=M("Approve a special term"),
    done=M("Term {code} may stand on papers."),
)  # fmt: skip
def approve(act: Act, command: ApproveTerm) -> Result:
    """Let papers bear the term from its first day on. Raises NotAllowed for whoever worded it, Stale."""
    row = act.must(Term, command.term, TERM)
    act.reason = clean(command.comment, "comment", limit=4000, multiline=True)
    act.move(
        SPECIAL_TERM, "approve", Term, row, query.facts(row), expect=command.version, makers=(row["maker_id"],),
        approved_by=act.actor.id, approved_on=act.today,
    )  # fmt: skip
    level = level_of(act.actor.roles) or Level.MANAGER
    approval.record(act, SPECIAL_TERM.noun, row["id"], ApprovalLevel(level.value), Decision.APPROVED, act.reason)
    return _done(row)


@dataclass(frozen=True, slots=True)
class RetireTerm:
    """A term that no new paper bears."""

    term: TermRef
    version: int | None = None


@use_case(
    "term.retire", step=(SPECIAL_TERM, "retire"), title=M("Retire a special term"),
    done=M("Term {code} is not offered any more."),
)  # fmt: skip
def retire(act: Act, command: RetireTerm) -> Result:
    """Not offered any more; papers that bear it keep their words. Raises WrongState, Stale."""
    row = act.must(Term, command.term, TERM)
    act.move(
        SPECIAL_TERM, "retire", Term, row, query.facts(row), expect=command.version, retired_on=act.today
    )
    return _done(row)


def _done(row: Row) -> dict[str, Any]:
    return {"id": row["id"], "code": row["code"]}
