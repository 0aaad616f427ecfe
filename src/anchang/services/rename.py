"""Transfer of a subscription to another person (更名, domain 2.8, Q-33): the leader's yes, at the customer's cost.

    rename.ask -> change.submit -> change.approve (director or executive) -> change_money.check -> change.execute
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from anchang.domain import buyer_change as rules
from anchang.domain.authority import Level
from anchang.domain.change import ChangeKind, ChangeReason, Fault, Trigger, check_fee
from anchang.domain.change_flows import RENAME
from anchang.domain.customer import ProgramReason
from anchang.domain.errors import nothing_there
from anchang.domain.hold import ClaimKind
from anchang.domain.money import show
from anchang.domain.units import ChangeRef, CustomerRef, Fen, Name, Note, SubscriptionRef
from anchang.i18n import M, Msg
from anchang.services import buyer_change, change, change_fee, claim, lead
from anchang.services.act import Act
from anchang.services.buyer_change import NewBuyer
from anchang.services.change_kind import DASH, Effect, Kind
from anchang.services.change_plan import amount, of_kind
from anchang.services.subscription_facts import paper
from anchang.services.use_case import Result, use_case
from anchang.storage import change_asked as asked
from anchang.storage import claim as claims
from anchang.storage.reading import Read
from anchang.storage.work import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameTerms:
    """To whom the paper goes: the customer of the register, and the buyers as the paper will name them."""

    customer: CustomerRef
    buyers: tuple[NewBuyer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRename(RenameTerms):
    """The buyers of a subscription in force want another person to have it; without a `fee` it is the office's."""

    subscription: SubscriptionRef
    fee: Fen | None = None
    reason_code: ChangeReason = ChangeReason.FAMILY
    reason: Note = ""
    fault: Fault = Fault.NONE
    applicant: Name = ""
    applied_on: date | None = None


@use_case(
    "rename.ask", action="change.ask", title=M("Ask to transfer the paper to another person"),
    done=M("Request {no}: the buyers become {buyers}; handling fee {fee}."),
)  # fmt: skip
def ask(act: Act, command: AskRename) -> Result:
    """Write the application down; it can be handed in then. Raises BadInput for buyers that cannot be."""
    people = _people(act, paper(act, command.subscription), command)
    fee = command.fee
    if fee is None:
        fee = 0 if command.fault is Fault.COMPANY else int(act.settings["rename_fee"])
    check_fee(fee, 0, command.fault)
    request_id = change.open_request(
        act, command.subscription, ChangeKind.RENAME, trigger=Trigger.CUSTOMER_ASKS, reason_code=command.reason_code,
        reason=command.reason, fault=command.fault, applicant=command.applicant, applied_on=command.applied_on,
        fee=fee,
    )  # fmt: skip
    buyer_change.write(act, request_id, people)
    return change.answer(
        act, request_id, buyers=", ".join(each["name"] for each in people if not each.get("leaves")), fee=show(fee),
        fee_fen=fee,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRename(RenameTerms):
    """Another wish on the same application, while it is a draft."""

    request: ChangeRef
    version: int | None = None


@use_case(
    "rename.edit", action="change.ask", title=M("Change what a request asks for"),
    done=M("Request {no} asks for something else now."),
)  # fmt: skip
def edit(act: Act, command: EditRename) -> Result:
    """Correct a request that was given back. Raises WrongState once it is handed in, Stale."""
    row = change.row_of(act, command.request)
    of_kind(row, ChangeKind.RENAME)
    people = _people(act, paper(act, row["subscription_id"]), command)
    change.touched(act, row, command.version)
    buyer_change.write(act, row["id"], people)
    return change.answer(act, row["id"])


def _people(act: Act, deal: Row, terms: RenameTerms) -> list[dict[str, Any]]:
    """Who has the paper from then on, and after them everybody who leaves it."""
    if claims.customer_owner(act.read, terms.customer) is None:
        raise nothing_there(M("customer"), terms.customer)
    people = [buyer_change.who_comes(each) for each in terms.buyers]
    if people and not any(each["is_primary"] for each in people):
        people[0]["is_primary"] = True
    going = buyer_change.on_paper(act.read, deal).values()
    return [
        *({**each, "customer_id": terms.customer} for each in people),
        *({**part, "is_primary": False, "leaves": True} for part in going),
    ]


def own(read: Read, row: Row) -> Msg | None:
    """Why the paper cannot go to these persons now; the fee is asked for once it is approved."""
    if row["executed_on"] is not None:
        return None
    old, new, _ties = buyer_change.sides(read, row)
    return rules.why_not_rename(old, new, read.today) or change_fee.why_unpaid(read, row)


def final_level(read: Read, row: Row) -> Level:
    """2.8: leader only."""
    del read, row
    return Level.DIRECTOR


def carry_out(act: Act, row: Row) -> Result:
    """The paper's next edition is the other person's, who is the customer of it and of its unit from then on."""
    customer_id = asked.people(act.read, row["id"])[0]["customer_id"]
    deal = paper(act, row["subscription_id"])
    found = buyer_change.carry_out(act, row, customer_id=customer_id)
    claim.advance(act, deal["unit_id"], ClaimKind.SUBSCRIPTION, customer_id=customer_id)
    lead.sold(act, customer_id, "subscribed")
    lead.fell_through(act, deal["customer_id"], ProgramReason.CANCELLED, row["no"])  # the lead follows the deal
    return {**found, "customer_id": customer_id}


def effect(read: Read, row: Row) -> list[Effect]:
    """The lines of old and new on the card."""
    return [*buyer_change.effect(read, row), Effect(M("Handling fee"), DASH, amount(row["fee"]))]


KIND = Kind(RENAME, final_level, carry_out, effect, own, first_level=Level.DIRECTOR, money_check=True, edits=True)
