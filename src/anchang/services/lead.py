"""Leads follow what happens around them, fall asleep, are lost and are taken up again (domain 2.2, 2.19; R05)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

from anchang.domain.access import CONSULTANT, CONTRACT_CLERK
from anchang.domain.customer import (
    LEAD,
    OPEN_LEADS,
    Happening,
    LeadFacts,
    LeadState,
    ProgramReason,
    next_step,
)
from anchang.domain.dictionary import DictKind, entry_of
from anchang.domain.pool import POOL_ASK, AskFacts
from anchang.domain.text import clean
from anchang.domain.units import Code, CustomerRef, Note, StaffRef
from anchang.i18n import M, say
from anchang.services import appointment_log, consent, dictionary, people, task_log
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import lead_query, pool_query, staff
from anchang.storage.customer import Customer, LeadEvent
from anchang.storage.pool import PoolAsk
from anchang.storage.work import Row

Sale = Literal["subscribed", "signed"]

_SALES: Final[dict[str, Happening]] = {
    "subscribed": Happening.SUBSCRIPTION,
    "signed": Happening.CONTRACT,
}
# Owner changes that the program made by itself are kept under these words.
POOL, CAME_BACK = "public_pool", "came_back"


def sold(act: Act, customer_id: int, what: Sale) -> str:
    """Let the customer's lead follow a subscription in force or a contract signed.

    For the acts of those papers. A lead that is further already stays; returns its state. Raises NotFound, and
    NotAllowed when the person may not take that step (domain 2.2).
    """
    return happened(act, customer_id, _SALES[what])


def held(act: Act, customer: Row) -> None:
    """Whoever has a unit held is an intention; `customer` gives id and state, which are known where a hold is made."""
    if next_step(LeadState(customer["state"]), Happening.HOLD) is not None:
        happened(act, customer["id"], Happening.HOLD)


def happened(act: Act, customer_id: int, happening: Happening, reason: str = "", **values: Any) -> str:
    """Let the lead follow a happening and store `values` with it; returns the lead's state afterwards.

    A customer who is in the pool or lost and comes or calls is taken up again first. A follow-up is passed in only when
    it reached the person.
    """
    row = act.must(Customer, customer_id, people.CUSTOMER)
    if next_step(LeadState(row["state"]), happening) == "come_back":
        aside(act, row, "come_back", LeadFacts(), as_system=True, owner_id=row["owner_id"])
        task_log.met(act, customer_id, needs=False)
        row = act.must(Customer, customer_id, people.CUSTOMER)
    before = LeadState(row["state"])
    # An imported customer may have been here without a visit of ours.
    visits = row["visits"] or int(before in (LeadState.VISITED, LeadState.REVISITED))
    step = next_step(before, happening, visits)
    state = row["state"]
    if step is not None:
        state = act.move(LEAD, step, Customer, row, LeadFacts(reason, visits), **values)
    elif values:
        act.work.update(Customer, customer_id, **values)
    if before in OPEN_LEADS and LeadState(state) not in OPEN_LEADS:
        ended(act, customer_id)
    return str(state)


def _steps(state: LeadState, happening: Happening, times: int, before: int = 0) -> list[tuple[str, LeadFacts]]:
    """The steps that so many happenings take, each with its facts; `before` are the visits until then."""
    found: list[tuple[str, LeadFacts]] = []
    for number in range(times):
        visits = before + number if happening is Happening.VISIT else before
        step = next_step(state, happening, visits)
        if step is None or step == "come_back" or (found and found[-1][0] == step):
            break  # once more the same changes nothing; who sleeps is not woken by an old book
        found.append((step, LeadFacts(visits=visits)))
        state = LEAD.step(step).target or state
    return found


def came(act: Act, happening: Happening, times: int) -> str:
    """The state of a lead that an old register brings, after so many happenings; its consultants took the steps."""
    return act.came(LEAD, _steps(LeadState.NEW, happening, times), CONSULTANT)


def came_invalid(act: Act, reason: str) -> str:
    """The state of a lead that an old register brings and nobody can follow (3.2)."""
    return act.came(LEAD, (("mark_invalid", LeadFacts(reason)),), CONSULTANT)


def happened_before(act: Act, row: Row, happening: Happening, times: int, values: Mapping[str, Any]) -> None:
    """Let a known lead follow what an old register tells of it, and store `values` with it."""
    steps = _steps(LeadState(row["state"]), happening, times, row["visits"])
    for index, (step, facts) in enumerate(steps):
        given = values if index == len(steps) - 1 else {}
        state = act.move(LEAD, step, Customer, row, facts, by=CONSULTANT, **given)
        row = {**row, "state": state}
    if not steps and values:
        act.work.update(Customer, row["id"], **values)


def _bought(state: LeadState, signed: bool) -> list[tuple[str, LeadFacts]]:
    """The steps of a lead whose deal was made elsewhere: subscribed, and signed."""
    found: list[tuple[str, LeadFacts]] = []
    for what in (Happening.SUBSCRIPTION, Happening.CONTRACT)[: 2 if signed else 1]:
        step = next_step(state, what, 0)
        if step is not None:
            found.append((step, LeadFacts()))
            state = LEAD.step(step).target or state
    return found


def bought(act: Act, signed: bool) -> str:
    """The state of a lead that comes in with a running deal (4.4): the contract clerk took its steps then."""
    return act.came(LEAD, _bought(LeadState.NEW, signed), CONTRACT_CLERK)


def bought_before(act: Act, row: Row, signed: bool) -> None:
    """Let a known lead follow a deal that the opening balance brings in; who sleeps is awake by it."""
    if LeadState(row["state"]) in LEAD.step("come_back").sources:
        aside(act, row, "come_back", LeadFacts(), as_system=True, owner_id=row["owner_id"])
        row = act.must(Customer, row["id"], people.CUSTOMER)
    before = LeadState(row["state"])
    for step, facts in _bought(before, signed):
        state = act.move(LEAD, step, Customer, row, facts, by=CONTRACT_CLERK)
        row = {**row, "state": state}
    if before in OPEN_LEADS and LeadState(row["state"]) not in OPEN_LEADS:
        ended(act, row["id"])


def ended(act: Act, customer_id: int) -> None:
    """The lead is not pursued any more: its tasks and its appointment go with it."""
    state = act.must(Customer, customer_id, people.CUSTOMER)["state"]
    task_log.end(act, customer_id, state)
    appointment_log.fall_away(act, customer_id, state)


def aside(
    act: Act,
    row: Row,
    step: str,
    facts: LeadFacts,
    *,
    as_system: bool = False,
    expect: int | None = None,
    **values: Any,
) -> str:
    """Take a step off the lead's way and keep that it was taken. Raises the flow's refusal, Stale."""
    target = LEAD.step(step).target
    columns: dict[str, Any] = {
        "pooled_at": act.now if target is LeadState.PUBLIC_POOL else None,
        "lost_reason": str(facts.lost_reason) if target is LeadState.LOST else "",
    }
    changed = {**columns, **values}
    state = act.move(LEAD, step, Customer, row, facts, expect=expect, as_system=as_system, **changed)
    act.work.insert(
        LeadEvent,
        project_id=act.project_id,
        customer_id=row["id"],
        step=step,
        from_state=row["state"],
        to_state=state,
        lost_reason=columns["lost_reason"],
        reason=facts.reason,
        by_id=None if as_system else act.actor.id or None,
        at=act.now,
        business_date=act.today,
    )
    if LeadState(state) not in OPEN_LEADS:
        ended(act, row["id"])
    if row["state"] == LeadState.PUBLIC_POOL:
        _no_more_wishes(act, row["id"], state)
    return state


def nameless(act: Act, row: Row) -> None:
    """The person has no name any more: whatever was still to be done for the lead ends with it (5.11)."""
    ended(act, row["id"])
    if LeadState(row["state"]) in LEAD.step("end_nameless").sources:
        state = act.move(LEAD, "end_nameless", Customer, row, LeadFacts(), as_system=True, pooled_at=None)
        _no_more_wishes(act, row["id"], state)


def _no_more_wishes(act: Act, customer_id: int, state: str) -> None:
    """Nobody decides any more about a customer who is not in the pool."""
    for wish in pool_query.asked_for(act.read, customer_id):
        act.move(POOL_ASK, "end", PoolAsk, wish, AskFacts(), as_system=True, decided_at=act.now, reason=state)


def fell_through(act: Act, customer_id: int, why: ProgramReason, reason: str) -> str:
    """A deal of the customer ended (2.2, 2.8): the lead is lost with its history, unless another deal of it lives.

    For the act that carries the request out. Returns the lead's state. `why` is forfeited or cancelled.
    """
    row = act.must(Customer, customer_id, people.CUSTOMER)
    if next_sold(row["state"]) or lead_query.is_held(act.read, customer_id):
        return str(row["state"])
    facts = LeadFacts(reason=reason, lost_reason=why.value)
    return aside(act, row, "fall_through", facts, as_system=True, next_contact_on=None)


def next_sold(state: str) -> bool:
    """Whether the lead is no deal's any more: somebody has moved it on since."""
    return LeadState(state) not in LEAD.step("fall_through").sources


def back_again(act: Act, customer_id: int, reason: str) -> str:
    """A deal that had ended is in force again: the lead follows it. Returns the lead's state."""
    row = act.must(Customer, customer_id, people.CUSTOMER)
    if LeadState(row["state"]) not in LEAD.step("restore").sources:
        return str(row["state"])
    return aside(act, row, "restore", LeadFacts(reason=reason), as_system=True)


def sleeping_facts(act: Act, row: Row) -> LeadFacts:
    """What decides whether the lead falls asleep, or is lost for want of follow-up."""
    starts = [row["last_effective_at"] or row["first_contact_at"], lead_query.owned_since(act.read, row["id"])]
    since = max(each for each in starts if each is not None)
    return LeadFacts(
        held=lead_query.is_held(act.read, row["id"]),
        silent_days=_days(act, since),
        ownership_days=int(act.settings["ownership_days"]),
        pool_days=0 if row["pooled_at"] is None else _days(act, row["pooled_at"]),
        pool_lost_days=int(act.settings["pool_lost_days"]),
        lost_reason=ProgramReason.OVERDUE,
    )


def _days(act: Act, since: datetime) -> int:
    return (act.today - since.astimezone(act.zone).date()).days


def into_pool(act: Act, row: Row) -> None:
    """The lead goes back to the public pool: nobody's from now on, with a contact due in a month (2.2)."""
    aside(
        act, row, "go_silent", sleeping_facts(act, row), as_system=True, owner_id=None,
        next_contact_on=_pool_contact(act, row),
    )  # fmt: skip
    if row["owner_id"] is not None:
        people.hand_over(act, row["id"], row["owner_id"], None, POOL, as_system=True)


def _pool_contact(act: Act, row: Row) -> date | None:
    if row["do_not_contact"]:
        return None
    return act.today + timedelta(days=int(act.settings["pool_contact_days"]))


def _set_free(act: Act, row: Row, reason: str, expect: int | None) -> bool:
    """An open lead is nobody's by decision: that is the public pool, where somebody may ask for it."""
    facts = LeadFacts(reason=reason, held=lead_query.is_held(act.read, row["id"]))
    aside(act, row, "set_free", facts, expect=expect, owner_id=None, next_contact_on=_pool_contact(act, row))
    if row["owner_id"] is not None:
        people.hand_over(act, row["id"], row["owner_id"], None, reason)
    return True


@dataclass(frozen=True, slots=True)
class LoseLead:
    """Who is lost, why (of the office's list), and what was said about it."""

    customer: CustomerRef
    why: Code
    note: Note = ""
    version: int | None = None


@use_case("lead.lose", step=(LEAD, "lose"), title=M("Mark a customer as lost"), done=M("{name} is lost: {why}."))
def lose(act: Act, command: LoseLead) -> Result:
    """Mark a customer as lost, with the reason (人工流失). Raises CustomerTaken, WrongState, Refusal, Stale, and
    BadInput for a reason that the list does not offer."""
    row = people.own(act, command.customer)
    act.reason = clean(command.note, "note", limit=4000, multiline=True)
    dictionary.check(act, DictKind.LOST_REASON, [command.why], "why")
    facts = LeadFacts(
        reason=act.reason, lost_reason=command.why, held=lead_query.is_held(act.read, row["id"])
    )  # fmt: skip
    aside(act, row, "lose", facts, expect=command.version, next_contact_on=None)
    entry = entry_of(dictionary.entries(act, DictKind.LOST_REASON), command.why)
    return {"id": row["id"], "name": row["name"], "why": say(entry.label)}


@dataclass(frozen=True, slots=True)
class ReactivateLead:
    """Who is taken up again, by which consultant, and why; `next_contact_on` is today where nothing is said."""

    customer: CustomerRef
    to: StaffRef
    reason: str
    next_contact_on: date | None = None
    version: int | None = None


@use_case(
    "lead.reactivate", step=(LEAD, "reactivate"), title=M("Take a customer up again"),
    done=M("{name} is taken up again by {owner_name}."),
)  # fmt: skip
def reactivate(act: Act, command: ReactivateLead) -> Result:
    """Give a customer of the pool, or a lost one, to a consultant. Raises BadInput, WrongState, Refusal, Stale."""
    act.reason = clean(command.reason, "reason")
    row = act.must(Customer, command.customer, people.CUSTOMER)
    to = people.consultant(act, command.to, "to")
    take_up(act, row, to, act.reason, command.next_contact_on, expect=command.version)
    return {"id": row["id"], "name": row["name"], "owner": to.id, "owner_name": to.name}


def take_up(
    act: Act,
    row: Row,
    to: staff.StaffView,
    reason: str,
    next_on: date | None = None,
    *,
    expect: int | None = None,
) -> None:
    """The consultant has the customer from now on, with a first response owed. Raises what the flow refuses with, and
    Refusal for whoever was made nameless."""
    consent.still_known(row)
    next_on = next_on or act.today
    people.check_next(act, row["grade"], act.today, next_on)
    facts = LeadFacts(reason=reason, owner_named=True)
    aside(act, row, "reactivate", facts, expect=expect, owner_id=to.id, next_contact_on=next_on)
    people.hand_over(act, row["id"], row["owner_id"], to.id, reason)
    task_log.met(act, row["id"], needs=False)


def give(act: Act, row: Row, to_id: int | None, reason: str, *, expect: int | None = None) -> bool:
    """The customer is this consultant's from now on, or nobody's; False where that is so already.

    The only place where an owner changes hands: the history is kept, and appointment and tasks go with the customer.
    Somebody in the pool is taken up again by it, an open lead that becomes nobody's goes there. Raises NotFound,
    BadInput for whoever does not work here, Refusal while a unit is held for nobody's customer, Stale.
    """
    if to_id is None and row["state"] in OPEN_LEADS:
        return _set_free(act, row, reason, expect)
    if row["owner_id"] == to_id:
        return False
    to = None if to_id is None else people.consultant(act, to_id, "to")  # whoever has left since gets nobody
    if to is not None and row["state"] == LeadState.PUBLIC_POOL:
        take_up(act, row, to, reason, expect=expect)
        return True
    act.work.update(Customer, row["id"], expect=expect, owner_id=to_id)
    people.hand_over(act, row["id"], row["owner_id"], to_id, reason)
    return True
