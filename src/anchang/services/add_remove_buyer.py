"""Adding and taking off co-buyers (增减名, domain 2.8, Q-32): in principle allowed once relation and proof are seen.

    add_remove_buyer.ask -> change.submit -> change.approve -> change_money.check -> change.execute (signed anew)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from anchang.domain import buyer_change as rules
from anchang.domain.authority import Level
from anchang.domain.change import ChangeKind, ChangeReason, Fault, Trigger
from anchang.domain.change_flows import ADD_REMOVE_BUYER
from anchang.domain.text import clean
from anchang.domain.units import ChangeRef, Name, Note, SubscriptionRef
from anchang.i18n import M, Msg
from anchang.services import buyer_change, change
from anchang.services.act import Act
from anchang.services.buyer_change import LeavingBuyer, NewBuyer, StayingBuyer
from anchang.services.change_kind import Kind
from anchang.services.change_plan import of_kind
from anchang.services.subscription_facts import paper
from anchang.services.use_case import Result, use_case
from anchang.storage.reading import Read
from anchang.storage.work import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerTerms:
    """Who comes, who goes, and what changes for those who stay: shares of all or of none, one primary buyer."""

    add: tuple[NewBuyer, ...] = ()
    remove: tuple[LeavingBuyer, ...] = ()
    stay: tuple[StayingBuyer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskBuyerChange(BuyerTerms):
    """A buyer of a subscription in force wants a co-buyer on the paper or off it."""

    subscription: SubscriptionRef
    reason_code: ChangeReason = ChangeReason.LOAN
    reason: Note = ""
    fault: Fault = Fault.NONE
    applicant: Name = ""
    applied_on: date | None = None


@use_case(
    "add_remove_buyer.ask", action="change.ask", title=M("Ask for a co-buyer on or off the paper"),
    done=M("Request {no}: the buyers become {buyers}."),
)  # fmt: skip
def ask(act: Act, command: AskBuyerChange) -> Result:
    """Write the application down; it can be handed in then. Raises BadInput for buyers that cannot be."""
    people = _people(act, paper(act, command.subscription), command)
    request_id = change.open_request(
        act, command.subscription, ChangeKind.ADD_REMOVE_BUYER, trigger=Trigger.CUSTOMER_ASKS,
        reason_code=command.reason_code, reason=command.reason, fault=command.fault, applicant=command.applicant,
        applied_on=command.applied_on,
    )  # fmt: skip
    buyer_change.write(act, request_id, people)
    return change.answer(act, request_id, buyers=_named(people))


@dataclass(frozen=True, slots=True, kw_only=True)
class EditBuyerChange(BuyerTerms):
    """Another wish on the same application, while it is a draft; it replaces what was asked for."""

    request: ChangeRef
    version: int | None = None


@use_case(
    "add_remove_buyer.edit", action="change.ask", title=M("Change what a request asks for"),
    done=M("Request {no} asks for something else now."),
)  # fmt: skip
def edit(act: Act, command: EditBuyerChange) -> Result:
    """Correct a request that was given back. Raises WrongState once it is handed in, Stale."""
    row = change.row_of(act, command.request)
    of_kind(row, ChangeKind.ADD_REMOVE_BUYER)
    people = _people(act, paper(act, row["subscription_id"]), command)
    change.touched(act, row, command.version)
    buyer_change.write(act, row["id"], people)
    return change.answer(act, row["id"])


def _people(act: Act, deal: Row, terms: BuyerTerms) -> list[dict[str, Any]]:
    """Everybody whom the application names: those who stay in the order of the paper, who comes, who goes."""
    paper_now = buyer_change.on_paper(act.read, deal)
    going = {each.no: each for each in terms.remove}
    for each in terms.remove:
        buyer_change.known(paper_now, each.no, "remove")
    changed = {staying.no: staying for staying in terms.stay}
    for staying in terms.stay:
        buyer_change.known(paper_now, staying.no, "stay")
    named = any(one.is_primary for one in terms.stay) or any(one.is_primary for one in terms.add)
    people: list[dict[str, Any]] = []
    for no, part in paper_now.items():
        if no in going:
            continue
        mine = changed.get(no)
        share = part["share"] if mine is None or mine.share is None else mine.share
        primary = (mine is not None and mine.is_primary) if named else part["is_primary"]
        people.append({**part, "share": share, "is_primary": primary})
    people += [buyer_change.who_comes(new) for new in terms.add]
    if people and not any(part["is_primary"] for part in people):
        people[0]["is_primary"] = True  # the primary buyer goes and nobody else is named
    for no, leaving in going.items():
        people.append(
            {
                **paper_now[no],
                "is_primary": False,
                "leaves": True,
                "relation": leaving.relation or "",
                "proof": clean(leaving.proof, "proof", limit=200),
            }
        )
    return people


def _named(people: list[dict[str, Any]]) -> str:
    return ", ".join(each["name"] for each in people if not each.get("leaves"))


def own(read: Read, row: Row) -> Msg | None:
    """Why these cannot be the buyers now."""
    if row["executed_on"] is not None:
        return None
    return rules.why_not_change(*buyer_change.sides(read, row), on=read.today)


def final_level(read: Read, row: Row) -> Level:
    """The manager decides about direct family, the director about anybody else."""
    return rules.level(tie for tie in buyer_change.sides(read, row)[2] if tie.relation is not None)


KIND = Kind(
    ADD_REMOVE_BUYER, final_level, buyer_change.carry_out, buyer_change.effect, own, money_check=True, edits=True
)
