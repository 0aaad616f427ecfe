"""Everything that can be done with a request, in the order in which people meet it, each with its «why not» (2.8)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from anchang.domain.access import ACTIONS, SYSTEM, Role
from anchang.domain.change import ChangeFacts, ChangeKind
from anchang.domain.errors import nothing_there
from anchang.domain.flow import Flow, Option, Step
from anchang.i18n import M, Msg
from anchang.services import change_kind
from anchang.services.change_facts import NOUN, facts_of, options
from anchang.storage import change_query as query
from anchang.storage.reading import Read

ORDER = (
    "edit", "submit", "serve_notice", "terminate", "pass_on", "approve", "send_back", "reject", "remedy", "withdraw",
    "paper_back", "check_money", "refuse", "execute", "pay", "close", "ask_back", "reactivate", "refuse_back",
    "print_application", "print_notice", "print_termination", "print_transfer",
)  # fmt: skip


def papers_are_out(facts: ChangeFacts) -> Msg | None:
    """There is something to take back."""
    return None if facts.papers_out else M("every paper is back or explained")


def vouchers_are_due(facts: ChangeFacts) -> Msg | None:
    """There is something to pay out."""
    return None if facts.unpaid else M("nothing is to be paid out")


def was_moved(facts: ChangeFacts) -> Msg | None:
    """There is a transfer voucher to print."""
    return None if facts.moved else M("no money has been moved")


def menu(read: Read, request_id: int) -> list[Option[Any, Any]]:
    """The steps of the request and what else can be done with it. Raises NotFound."""
    row = query.one(read, request_id)
    if row is None:
        raise nothing_there(NOUN, request_id)
    flow = change_kind.of(row).flow
    state = flow.states(row["state"])
    truth = replace(read, roles=frozenset(Role), unmasked=True)
    facts = facts_of(truth, row)
    beside = Flow("change_menu", NOUN, flow.states, _beside(ChangeKind(row["kind"]), flow))
    found = [one for one in options(read, request_id) if one.step.roles != SYSTEM]
    # Of the two yeses only the one that is this person's, or the last one where it is nobody's turn.
    said = "approve" if facts_of(read, row).decides or not row["waits_for"] else "pass_on"
    found = [one for one in found if one.step.name not in ("approve", "pass_on") or one.step.name == said]
    known = {name: place for place, name in enumerate(ORDER)}
    every: list[Option[Any, Any]] = [*found, *beside.options(state, facts, read.roles)]
    return sorted(every, key=lambda one: known.get(one.step.name, len(known)))


def _beside(kind: ChangeKind, flow: Flow[Any, ChangeFacts]) -> tuple[Step[Any, ChangeFacts], ...]:
    every: tuple[Any, ...] = tuple(flow.states.__members__.values())
    prints = ACTIONS["document.print"]
    found = [
        Step("paper_back", M("take a paper back"), every, None, ACTIONS["change.paper_back"], (papers_are_out,)),
        Step("pay", M("pay a voucher out"), every, None, ACTIONS["voucher.pay"], (vouchers_are_due,)),
        Step("print_application", M("print the application"), every, None, prints),
    ]
    if kind is ChangeKind.FORFEIT:
        found = [
            *found[:2],
            Step("print_notice", M("print the notice to sign"), every, None, prints),
            Step("print_termination", M("print the notice of termination"), every, None, prints),
        ]
    if change_kind.of({"kind": kind.value}).edits:
        drafts = (flow.states("draft"),)
        found.insert(0, Step("edit", M("change what is asked for"), drafts, None, ACTIONS["change.ask"]))
    if change_kind.of({"kind": kind.value}).money_check:
        found.append(Step("print_transfer", M("print the transfer slip"), every, None, prints, (was_moved,)))
    return tuple(found)
