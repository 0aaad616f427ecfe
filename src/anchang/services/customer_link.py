"""Tying customers together: family, co-buyers, the same person twice (domain 2.1)."""

from __future__ import annotations

from dataclasses import dataclass

from anchang.domain.customer_link import Link, id_tail
from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.domain.text import clean
from anchang.domain.units import CustomerLinkRef, CustomerRef, Phone
from anchang.i18n import M
from anchang.services import customer as customers
from anchang.services import ownership, people
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import customer_link as rows
from anchang.storage.customer import Customer
from anchang.storage.customer_link import CustomerLink
from anchang.storage.work import Clash

LINK = M("tie between customers")


@dataclass(frozen=True, slots=True)
class LinkCustomers:
    """`other` (or whose complete number `phone` is) is the `link` of `customer`: the spouse, the parent.

    `proof` names the paper that was seen (household book, marriage certificate); without one the tie is not proved.
    """

    customer: CustomerRef
    link: Link
    other: CustomerRef | None = None
    phone: Phone = ""
    proof: str = ""
    id_tail: str = ""


@use_case("customer.link", title=M("Tie two customers together"), done=M("{name}: {link} is written down."))
def link_customers(act: Act, command: LinkCustomers) -> Result:
    """Write a tie down; open cases about either are judged again. One's own customer on this end; the other may be
    anybody's, by the complete number. Raises CustomerTaken, BadInput, Refusal.
    """
    row = people.own(act, command.customer)
    other_id = _other(act, command)
    if command.link is Link.SELF or other_id == row["id"]:
        raise BadInput(M("A customer is not tied to the same customer."), "other")
    tail = id_tail(command.id_tail)
    if command.link is Link.ID_TAIL and not tail:
        raise BadInput(M("Give the last four to six signs of the ID number."), "id_tail")
    if rows.between(act.read, row["id"], other_id) is not None:
        raise Refusal(M("These two customers are tied already; end that tie first."))
    proof = clean(command.proof, "proof")
    try:
        made = act.work.insert(
            CustomerLink,
            project_id=act.project_id,
            customer_id=row["id"],
            other_id=other_id,
            link=command.link.value,
            proved=bool(proof) or command.link is Link.ID_TAIL,
            proof=proof,
            id_tail=tail,
            made_by=act.actor.id or None,
            made_at=act.now,
            business_date=act.today,
        )
    except Clash as error:
        raise Refusal(M("These two customers are tied already; end that tie first.")) from error
    ownership.judge_again(act, (row["id"], other_id))
    return {"id": made, "name": row["name"], "link": str(command.link.label)}


def _other(act: Act, command: LinkCustomers) -> int:
    if command.other is not None:
        return int(people.own(act, command.other)["id"])
    found = customers.asked(act, command.phone)
    if found is None or found.on_paper:
        raise BadInput(M("Nobody is registered under this number."), "phone")
    return int(found.row["id"])


@dataclass(frozen=True, slots=True)
class EndLink:
    """A tie that was wrong, and why."""

    link: CustomerLinkRef
    reason: str
    version: int | None = None


@use_case(
    "customer.unlink", action="customer.link", title=M("End a tie between customers"), done=M("The tie is ended.")
)
def end_link(act: Act, command: EndLink) -> Result:
    """End a tie; it stays in the cases that were decided with it. Raises NotAllowed, BadInput, Refusal, Stale."""
    row = act.must(CustomerLink, command.link, LINK)
    reason = clean(command.reason, "reason")
    if not reason:
        raise BadInput(M("Say why."), "reason")
    ends = (row["customer_id"], row["other_id"])
    if not any(people.may_see(act, act.must(Customer, each, people.CUSTOMER)) for each in ends):
        raise NotAllowed(M("Only who has one of the two customers ends their tie."))
    if row["ended_at"] is not None:
        raise Refusal(M("This tie has ended already."))
    act.reason = reason
    act.work.update(CustomerLink, row["id"], expect=command.version, ended_at=act.now, ended_reason=reason)
    ownership.judge_again(act, ends)
    return {"id": row["id"]}
