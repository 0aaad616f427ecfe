"""Tying customers together: family, co-buyers, the same person twice (domain 2.1)."""

from __future__ import annotations

from dataclasses import dataclass

from anchang.domain.customer_link import Link, id_tail, proves
from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.domain.text import clean
from anchang.domain.units import CustomerLinkRef, CustomerRef, Phone
from anchang.i18n import M
from anchang.services import customer as customers
from anchang.services import ownership, people
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import customer_link as rows
from anchang.storage import recognise as papers
from anchang.storage.customer import Customer
from anchang.storage.customer_link import CustomerLink
from anchang.storage.work import Clash, Row

LINK = M("tie between customers")


@dataclass(frozen=True, slots=True)
class LinkCustomers:
    """`other` (or whose complete number `phone` is) is the `link` of `customer`: the spouse, the parent.

    `proof` names the paper that was seen (household book, marriage certificate); without one the tie is not proved. The
    same `id_tail` is proved for each customer by the ID number on a paper of ours or by the own consultant, who says it
    too; or by the assistant or the manager, who saw the cards (`proof`).
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
    anybody's, by the complete number. A tie by the ID number that the other side has stated is proved by stating the
    same. Raises CustomerTaken, BadInput, Refusal.
    """
    row = people.own(act, command.customer)
    other_id = _other(act, command)
    if command.link is Link.SELF or other_id == row["id"]:
        raise BadInput(M("A customer is not tied to the same customer."), "other")
    tail = id_tail(command.id_tail)
    if command.link is Link.ID_TAIL and not tail:
        raise BadInput(M("Give the last four to six signs of the ID number."), "id_tail")
    proof = clean(command.proof, "proof")
    standing = rows.between(act.read, row["id"], other_id)
    if standing is not None:
        return _stated_too(act, act.must(CustomerLink, standing, LINK), row, command.link, tail)
    try:
        made = act.work.insert(
            CustomerLink,
            project_id=act.project_id,
            customer_id=row["id"],
            other_id=other_id,
            link=command.link.value,
            proved=_proved(act, command.link, proof, tail, (row["id"], other_id)),
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


def _proved(act: Act, link: Link, proof: str, tail: str, ends: tuple[int, int]) -> bool:
    """Whether the tie is proved as it is written down."""
    if link is not Link.ID_TAIL or (proof and act.acts_for_all):
        return bool(proof)
    mine, other = (act.must(Customer, each, people.CUSTOMER) for each in ends)
    kept = [proves(tail, papers.id_numbers(act.read, each["id"], each["phone"])) for each in (mine, other)]
    # Whoever makes the tie states the end for the own customer; the colleague's customer needs more than that.
    return kept[1] and (kept[0] or mine["owner_id"] == act.actor.id)


def _stated_too(act: Act, tie: Row, row: Row, link: Link, tail: str) -> Result:
    """The consultant of the other end states the same end of the ID number: now both sides say it."""
    made_by, other = tie["made_by"], tie["other_id"] == row["id"]
    if not (link is Link.ID_TAIL and tie["link"] == link and not tie["proved"] and other and made_by != act.actor.id):
        raise Refusal(M("These two customers are tied already; end that tie first."))
    if tail != tie["id_tail"]:
        raise Refusal(M("The other side has stated another end of the ID number."))
    act.work.update(CustomerLink, tie["id"], proved=True)
    ownership.judge_again(act, (tie["customer_id"], tie["other_id"]))
    return {"id": tie["id"], "name": row["name"], "link": str(link.label)}


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
