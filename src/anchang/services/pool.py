"""The public pool: customers fall back into it, consultants ask for one, the manager decides (domain 2.2, 2.19)."""

from __future__ import annotations

from dataclasses import dataclass

from anchang.domain.customer import LeadState
from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.domain.pool import POOL_ASK, AskFacts
from anchang.domain.text import clean
from anchang.domain.units import CustomerRef, StaffRef
from anchang.i18n import M
from anchang.services import lead, people
from anchang.services.act import Act
from anchang.services.office import Office, Session
from anchang.services.use_case import Result, use_case
from anchang.storage import lead_query, pool_query
from anchang.storage.customer import Customer
from anchang.storage.pool import PoolAsk
from anchang.storage.reading import Read
from anchang.storage.work import Row


@dataclass(frozen=True, slots=True)
class SweepPool:
    """Customers whose protection is over, and those who were in the pool too long."""


@use_case("pool.sweep", title=M("Return customers to the public pool"))
def sweep_pool(act: Act, command: SweepPool) -> Result:
    """Return whom nobody has followed up, lose whom nobody took; nobody gets a customer by it."""
    del command
    act.reason = lead.POOL
    returned = lead_query.silent(act.read)
    for customer_id in returned:
        lead.into_pool(act, act.must(Customer, customer_id, people.CUSTOMER))
    lost = lead_query.long_in_pool(act.read)
    for customer_id in lost:
        row = act.must(Customer, customer_id, people.CUSTOMER)
        facts = lead.sleeping_facts(act, row)
        lead.aside(act, row, "lose_overdue", facts, as_system=True, next_contact_on=None)
    return {"returned": len(returned), "lost": len(lost)}


def work_waits(read: Read) -> bool:
    """Whether somebody has to be returned or lost."""
    return bool(lead_query.silent(read, 1) or lead_query.long_in_pool(read, 1))


def sweep(office: Office, project_id: int) -> int:
    """Return customers whose time is over, if there are any; how many. No act and no journal row without any."""
    session, many = Session(0, project_id), 0
    while office.look(session, work_waits):
        many += int(office.run(session, SweepPool())["returned"])
    return many


@dataclass(frozen=True, slots=True)
class AskForCustomer:
    """Which customer of the pool a consultant would like to have, and why."""

    customer: CustomerRef
    why: str


@use_case("pool.ask", title=M("Ask for a customer of the pool"), done=M("The manager decides about {name}."))
def ask(act: Act, command: AskForCustomer) -> Result:
    """Ask the manager for a customer of the public pool. Raises Refusal, NotAllowed where it is not allowed."""
    if not act.settings["pool_asking"]:
        raise NotAllowed(M("In this office the manager alone gives out the customers of the public pool."))
    row = _pooled(act, command.customer)
    act.reason = clean(command.why, "why")
    if not act.reason:
        raise BadInput(M("Say why."), "why")
    if any(each["by_id"] == act.actor.id for each in pool_query.asked_for(act.read, row["id"])):
        raise Refusal(M("You have asked for {name} already.", name=shown_name(row)))
    made = act.work.insert(
        PoolAsk,
        project_id=act.project_id,
        customer_id=row["id"],
        by_id=act.actor.id,
        state=act.born(POOL_ASK),
        why=act.reason,
        at=act.now,
        business_date=act.today,
    )
    return {"id": made, "customer": row["id"], "name": shown_name(row)}


def shown_name(row: Row) -> str:
    """What a consultant sees of somebody in the pool: the first sign of the name."""
    return pool_query.veiled(row["name"])


def _pooled(act: Act, customer_id: int) -> Row:
    row = act.must(Customer, customer_id, people.CUSTOMER)
    if row["state"] != LeadState.PUBLIC_POOL:
        raise Refusal(M("This customer is not in the public pool any more."))
    return row


def _wish(act: Act, customer_id: int, by: int) -> Row:
    for row in pool_query.asked_for(act.read, customer_id):
        if row["by_id"] == by:
            return row
    raise Refusal(M("{name} has not asked for this customer.", name=people.owner_name(act, by)))


@dataclass(frozen=True, slots=True)
class GrantCustomer:
    """Whose wish for which customer is granted."""

    customer: CustomerRef
    to: StaffRef
    comment: str = ""


@use_case(
    "pool.grant", step=(POOL_ASK, "grant"), title=M("Grant a customer"), done=M("{name} now belongs to {owner_name}.")
)
def grant(act: Act, command: GrantCustomer) -> Result:
    """Give the customer to the consultant who asked; other wishes for the customer end. Raises Refusal, NotAllowed."""
    row = _pooled(act, command.customer)
    wish = _wish(act, row["id"], command.to)
    to = people.consultant(act, command.to, "to")
    act.reason = clean(command.comment, "comment") or wish["why"]
    act.move(
        POOL_ASK, "grant", PoolAsk, wish, AskFacts(act.reason), makers=(wish["by_id"],), decided_at=act.now,
        decided_by=act.actor.id, reason=act.reason,
    )  # fmt: skip
    lead.take_up(act, row, to, act.reason)
    return {"customer": row["id"], "name": row["name"], "owner": to.id, "owner_name": to.name}


@dataclass(frozen=True, slots=True)
class RefuseCustomer:
    """Whose wish for which customer is refused, and why."""

    customer: CustomerRef
    to: StaffRef
    reason: str


@use_case(
    "pool.refuse", step=(POOL_ASK, "refuse"), title=M("Refuse a wish"), done=M("{name} does not get the customer.")
)
def refuse(act: Act, command: RefuseCustomer) -> Result:
    """Refuse a wish, with the reason; the customer stays in the pool. Raises Refusal."""
    row = act.must(Customer, command.customer, people.CUSTOMER)
    wish = _wish(act, row["id"], command.to)
    act.reason = clean(command.reason, "reason")
    _refuse(act, wish, act.reason)
    return {"customer": row["id"], "name": people.owner_name(act, command.to)}


def _refuse(act: Act, wish: Row, reason: str) -> None:
    act.move(
        POOL_ASK, "refuse", PoolAsk, wish, AskFacts(reason), decided_at=act.now, decided_by=act.actor.id or None,
        reason=reason,
    )  # fmt: skip
