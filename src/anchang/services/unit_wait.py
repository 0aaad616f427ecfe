"""The waiting list of a unit: put on it, taken off it, and the next one told (2.16)."""

from __future__ import annotations

from dataclasses import dataclass

from anchang.domain.errors import NotAllowed, Refusal, nothing_there
from anchang.domain.text import clean
from anchang.domain.unit import UnitState
from anchang.domain.unit_wait import UNIT_WAIT, WaitFacts, why_not_wait
from anchang.domain.units import CustomerRef, Note, UnitRef
from anchang.i18n import M
from anchang.services import claim, wait_line
from anchang.services.act import Act
from anchang.services.office import Office, Session
from anchang.services.unit import own_customer
from anchang.services.use_case import Result, use_case
from anchang.storage import claim as claims
from anchang.storage import unit_wait as rows
from anchang.storage.unit_wait import UnitWait


@dataclass(frozen=True, slots=True)
class WaitForUnit:
    """A customer who wants the unit when it is free again."""

    unit: UnitRef
    customer: CustomerRef
    note: Note = ""


@use_case("unit.wait", action="unit.wait", title=M("Wait for a unit"),
          done=M("{customer} is number {place} on the list of {unit}."))  # fmt: skip
def wait(act: Act, command: WaitForUnit) -> Result:
    """Put a customer at the end of the unit's list. Raises NotAllowed for somebody else's customer, Refusal."""
    customer = own_customer(act, command.customer)
    found = claim.end_lapsed(act, command.unit)
    wait_line.settle(act, command.unit)
    unit = claim.unit_row(act, command.unit)
    line = rows.line(act.read, command.unit)
    if any(row["customer_id"] == command.customer for row in line):
        raise Refusal(M("{customer} waits for {unit} already.", customer=customer["name"], unit=unit["label"]))
    reason = why_not_wait(
        UnitState(unit["state"]),
        is_free=wait_line.is_free(act.read, command.unit) and not line,
        has_it=found is not None and found["customer_id"] == command.customer,
    )
    if reason is not None:
        raise Refusal(M("{unit}: {reason}", unit=unit["label"], reason=reason))
    made = act.work.insert(
        UnitWait,
        project_id=act.project_id,
        unit_id=command.unit,
        customer_id=command.customer,
        staff_id=customer["owner_id"] or act.actor.id,
        state=act.born(UNIT_WAIT),
        since=act.now,
        business_date=act.today,
        note=clean(command.note, "note", multiline=True),
    )
    return {
        "id": command.unit, "wait": made, "unit": unit["label"], "customer": customer["name"], "place": len(line) + 1
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class StopWaiting:
    """A customer who does not want the unit any more."""

    unit: UnitRef
    customer: CustomerRef
    reason: str


@use_case("unit.stop_waiting", step=(UNIT_WAIT, "stop"), title=M("Stop waiting for a unit"),
          done=M("{customer} waits no more for {unit}."))  # fmt: skip
def stop_waiting(act: Act, command: StopWaiting) -> Result:
    """Take a customer off the list; a standing offer goes to the next. Raises NotFound, Refusal, NotAllowed."""
    act.reason = clean(command.reason, "reason")
    customer = claims.customer_owner(act.read, command.customer)
    unit = claim.unit_row(act, command.unit)
    row = next((each for each in rows.line(act.read, command.unit) if each["customer_id"] == command.customer), None)
    if row is None or customer is None:
        raise nothing_there(M("place on a waiting list"), unit["label"])
    own = act.acts_for_all or act.actor.id in (row["staff_id"], customer["owner_id"])
    if not own:
        raise NotAllowed(M("This is the customer of {owner}.", owner=customer["owner"]))
    facts = WaitFacts(now=act.now, may_stop=own, reason=act.reason)
    act.move(UNIT_WAIT, "stop", UnitWait, row, facts, ended_at=act.now, reason=act.reason)
    wait_line.settle(act, command.unit)
    return {"id": command.unit, "unit": unit["label"], "customer": customer["name"]}


@dataclass(frozen=True, slots=True)
class OfferNext:
    """Every free unit that somebody waits for, and every offer that is over."""


@use_case(wait_line.OFFER, action="unit.offer", title=M("Offer free units to the next on their lists"))
def offer_next(act: Act, command: OfferNext) -> Result:
    """Let the waiting lists go on; the program's own act."""
    del command
    moved = [unit_id for unit_id in rows.due_units(act.read) if wait_line.settle(act, unit_id)]
    return {"units": moved}


def sweep(office: Office, project_id: int) -> int:
    """Let the waiting lists go on where time has come; how many units. No act where there is nothing to do."""
    session = Session(0, project_id)
    if not office.look(session, rows.due_units):
        return 0
    return len(office.run(session, OfferNext())["units"])
