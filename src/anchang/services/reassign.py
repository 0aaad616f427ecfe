"""Customers change hands: some by name, or all of a leaver shared out evenly, always with the reason (2.2, 2.18)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from anchang.domain.access import Role
from anchang.domain.customer import LeadState
from anchang.domain.errors import BadInput, Refusal, Stale
from anchang.domain.pool import Shared, spread
from anchang.domain.text import clean
from anchang.domain.units import CustomerRef, StaffRef
from anchang.i18n import M, say
from anchang.services import lead, people
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import lead_query, staff
from anchang.storage.customer import Customer
from anchang.storage.reading import Read


@dataclass(frozen=True, slots=True)
class ReassignCustomers:
    """Named customers go to one consultant, and why. `version` is that of the only customer that was looked at."""

    to: StaffRef
    reason: str
    customers: tuple[CustomerRef, ...]
    version: int | None = None


@use_case("customer.reassign", title=M("Hand customers over"), done=M("{count} customers now belong to {name}."))
def reassign(act: Act, command: ReassignCustomers) -> Result:
    """Give customers to another consultant, with the reason; the history stays. Raises BadInput, NotFound, Stale."""
    act.reason = _why(command.reason)
    to = people.consultant(act, command.to, "to")
    moved = 0
    for customer_id in sorted(set(command.customers)):
        row = act.must(Customer, customer_id, people.CUSTOMER)
        moved += lead.give(act, row, to.id, act.reason, expect=command.version)
    if not moved:
        raise BadInput(M("There is no customer to hand over."), "customers")
    return {"count": moved, "to": to.id, "name": to.name}


def _why(reason: str) -> str:
    said = clean(reason, "reason")
    if not said:
        raise BadInput(M("Say why."), "reason")
    return said


@dataclass(frozen=True, slots=True)
class ReassignAll:
    """All customers of one consultant are shared out; to everybody else who works here where nobody is named.

    `count` is how many the preview has shown.
    """

    of: StaffRef
    reason: str
    to: tuple[StaffRef, ...] = ()
    count: int | None = None


@use_case(
    "customer.reassign_all", action="customer.reassign", title=M("Share all customers out"),
    done=M("{count} customers are shared out: {shares}."),
)  # fmt: skip
def reassign_all(act: Act, command: ReassignAll) -> Result:
    """Share all customers of a consultant out evenly, with the reason. Raises BadInput, NotFound, Stale, Refusal.

    Nobody becomes the owner by doing it: only consultants who were chosen get customers.
    """
    act.reason = _why(command.reason)
    if staff.by_id(act.work.connection, command.of) is None:
        raise BadInput(M("There is no {what} {which}.", what=M("member of staff"), which=command.of), "of")
    receivers = [people.consultant(act, each, "to") for each in dict.fromkeys(command.to)]
    if any(each.id == command.of for each in receivers):
        raise BadInput(M("Somebody who gives customers away does not get any of them."), "to")
    plan = sharing(act.read, command.of, tuple(each.id for each in receivers))
    if not plan:
        raise BadInput(M("There is no customer to hand over."), "of")
    if command.count is not None and command.count != len(plan):
        words = M("There are {now} customers by now, not {before}. Look again.", now=len(plan), before=command.count)
        raise Stale(words)
    for customer_id, to_id in plan.items():
        lead.give(act, act.must(Customer, customer_id, people.CUSTOMER), to_id, act.reason)
    shares = shares_of(act.read, plan)
    return {
        "count": len(plan),
        "of": command.of,
        "shares": say(M(", ")).join(f"{each['name']} {each['count']}" for each in shares),
        "each": shares,
    }


def sharing(read: Read, of: int, to: tuple[int, ...] = ()) -> dict[int, int]:
    """Customer -> consultant, as `customer.reassign_all` would do it now. Raises Refusal when nobody is left."""
    receivers = to or tuple(
        each.id
        for each in staff.everybody(read.connection)
        if each.id != of and Role.CONSULTANT in each.roles and each.active_on(read.today)
    )
    if not receivers:
        raise Refusal(M("No other consultant works here."))
    customers = [
        Shared(row["id"], LeadState(row["state"]), row["grade"]) for row in lead_query.of_owner(read, of)
    ]  # fmt: skip
    return spread(customers, receivers, lead_query.loads(read, receivers))


def shares_of(read: Read, plan: dict[int, int]) -> list[dict[str, Any]]:
    """How many customers each consultant gets, by staff number."""
    return [
        {"staff": each.id, "name": each.name, "count": list(plan.values()).count(each.id)}
        for each in staff.everybody(read.connection)
        if each.id in plan.values()
    ]
