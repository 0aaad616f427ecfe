"""The buyers' whole ID numbers: shown to whom 2.18 names, each look logged, so many a day (domain 2.18, 5.11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from anchang.domain.access import MONEY
from anchang.domain.errors import NotAllowed, nothing_there
from anchang.domain.identity import IdType
from anchang.domain.subscription import SubscriptionState
from anchang.domain.text import clean
from anchang.domain.units import ContractRef, SubscriptionRef
from anchang.i18n import M, say
from anchang.services import contract_facts, people
from anchang.services.act import Act
from anchang.services.subscription_facts import paper
from anchang.services.use_case import Result, use_case
from anchang.storage import contract as contracts
from anchang.storage import subscription_query

_BEFORE_RECEIPTS = (SubscriptionState.DRAFT, SubscriptionState.PENDING_REVIEW)


@dataclass(frozen=True, slots=True)
class RevealSubscriptionId:
    """Whose papers are needed, and what for; every buyer's number is a look of its own."""

    subscription: SubscriptionRef
    reason: str = ""


@use_case(
    "subscription.reveal_id", action="buyer.reveal_id", title=M("Show the ID numbers"), done=M("{said}"), secret=True
)
def reveal_of_subscription(act: Act, command: RevealSubscriptionId) -> Result:
    """The whole ID numbers of a subscription's buyers, logged (2.18). Raises NotFound for another's, NotAllowed for
    whoever needs them for receipts only before there can be any, Refusal beyond the day's limit."""
    row = paper(act, command.subscription)
    if act.entitled <= MONEY and row["state"] in _BEFORE_RECEIPTS:
        raise NotAllowed(M("No money is received for {number} yet, so nobody needs it for a receipt.",
                           number=row["sub_no"]))  # fmt: skip
    buyers = subscription_query.buyers_of(act.read, row["id"])
    return _shown(act, row["customer_id"], row["sub_no"], buyers, command.reason)


@dataclass(frozen=True, slots=True)
class RevealContractId:
    """Whose papers are needed, and what for; the buyers as the contract names them."""

    contract: ContractRef
    reason: str = ""


@use_case(
    "contract.reveal_id", action="buyer.reveal_id", title=M("Show the ID numbers"), done=M("{said}"), secret=True
)
def reveal_of_contract(act: Act, command: RevealContractId) -> Result:
    """The same of a contract. Raises NotFound for another's, Refusal beyond the day's limit."""
    row = contract_facts.row_of(act, command.contract)
    if not act.acts_for_all and act.actor.id != row["consultant_id"]:
        raise nothing_there(contract_facts.NOUN, command.contract)
    buyers = [dict(each) for each in contracts.buyers_of(act.read, row["id"])]
    return _shown(act, row["customer_id"], row["contract_no"] or row["no"], buyers, command.reason)


def _shown(act: Act, customer_id: int, number: str, buyers: Iterable[Mapping[str, Any]], why: str) -> Result:
    """The numbers of those who have one, each counted and kept."""
    act.reason = reason = clean(why, "reason")
    found = []
    for each in buyers:
        if each["id_no"]:
            people.looked(act, people.REVEAL_ID, customer_id, reason, M("whole ID numbers"))
            found.append({"name": each["name"], "id_type": each["id_type"], "id_no": each["id_no"]})
    lines = [say(M("{name}: {paper} {number}", name=each["name"], paper=IdType(each["id_type"]),
                   number=each["id_no"])) for each in found]  # fmt: skip
    said = say(M("; ")).join(lines) or say(M("no ID number stands on the paper"))
    return {"number": number, "buyers": found, "said": said}
