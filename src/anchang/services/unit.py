"""Units on sale: releasing and withdrawing them, short holds, the manager's holds (2.16, 2.18, 5.9, 5.10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from anchang.domain.errors import BadInput, NotAllowed, Refusal, UnitTaken, nothing_there
from anchang.domain.flow import Option
from anchang.domain.hold import ClaimKind, HoldType
from anchang.domain.permit import PermitFacts, covered
from anchang.domain.text import clean
from anchang.domain.unit import UNIT, UnitFacts, UnitState
from anchang.domain.units import CustomerRef, Note, PermitRef, StaffRef, UnitRef
from anchang.i18n import M, Msg, say
from anchang.services import claim, lead
from anchang.services.act import Act
from anchang.services.office import Office, Session
from anchang.services.use_case import Result, use_case
from anchang.storage import claim as claims
from anchang.storage import permit as permits
from anchang.storage import unit_query
from anchang.storage.reading import Read
from anchang.storage.unit import Unit
from anchang.storage.work import Row

MOST_MINUTES = 43_200  # thirty days, the most that the setting takes
NAMED = 5  # refused units that an error names; the result lists them all


@dataclass(frozen=True, slots=True)
class ReleaseUnits:
    """Units to put on sale under a permit: named ones, a building, an entrance, or all that the permit covers."""

    permit: PermitRef
    building: str = ""
    entrance: str = ""
    units: tuple[UnitRef, ...] = ()
    only_if_all: bool = False


@use_case(
    "unit.release",
    step=(UNIT, "release"),
    title=M("Release units for sale"),
    done=M("{released} units released, {refused_count} refused."),
)
def release(act: Act, command: ReleaseUnits) -> Result:
    """Release many units at once; each is judged by itself, and the result lists the refused with their reasons.

    Where no list gave a filed price, the list total of the day of release is written down as the filed one (5.10).
    Raises Refusal when none could be released, or with `only_if_all` when one could not.
    """
    permit = _permit(act, command.permit)
    released: list[str] = []
    refused: list[dict[str, str]] = []
    first: Refusal | None = None
    for unit in _wanted(act, command, permit):
        facts = claim.facts_of(act.read, unit, None, permits=(permit,))
        values: dict[str, Any] = {"permit_id": command.permit, "released_on": act.today, "state_since": act.now}
        if unit["filed_total"] is None:
            values["filed_total"] = unit["list_total"]
        try:
            act.move(UNIT, "release", Unit, unit, facts, **values)
        except NotAllowed:
            raise
        except Refusal as error:
            first = first or error
            refused.append({"unit": unit["label"], "reason": say(error.message)})
        else:
            released.append(unit["label"])
    if first is not None and (command.only_if_all or not released):
        raise Refusal(
            M(
                "Nothing was released; {count} units cannot be: {units}. {reason}",
                count=len(refused),
                units=tuple(each["unit"] for each in refused[:NAMED]),
                reason=first.message,
            )
        )
    return {"released": len(released), "units": released, "refused": refused, "refused_count": len(refused)}


def _permit(act: Act, permit_id: int) -> PermitFacts:
    found = permits.one(act.read, permit_id)
    if found is None:
        raise nothing_there(M("permit"), permit_id)
    return replace(found.facts, buildings=covered(found.facts.buildings, permits.all_buildings(act.read)))


def _wanted(act: Act, command: ReleaseUnits, permit: PermitFacts) -> Sequence[Row]:
    if command.units:
        return [claim.unit_row(act, unit_id) for unit_id in dict.fromkeys(command.units)]
    buildings = [clean(command.building, "building", limit=60)] if command.building else sorted(permit.buildings)
    found = unit_query.unreleased(act.read, buildings, clean(command.entrance, "entrance", limit=40))
    if not found:
        raise Refusal(M("There is no unit to release there."))
    return found


@dataclass(frozen=True, slots=True)
class WithdrawUnits:
    """Units to take off sale, with the reason."""

    units: tuple[UnitRef, ...]
    reason: str
    version: int | None = None


@use_case(
    "unit.withdraw",
    step=(UNIT, "withdraw"),
    title=M("Take units off sale"),
    done=M("{withdrawn} units taken off sale."),
)
def withdraw(act: Act, command: WithdrawUnits) -> Result:
    """Take units off sale, all of them or none. Raises UnitTaken, WrongState, Refusal without a reason."""
    act.reason = clean(command.reason, "reason")
    if not command.units:
        raise BadInput(M("Name the units."), "units")
    for unit_id in command.units:
        claim.end_lapsed(act, unit_id)
        unit = claim.unit_row(act, unit_id)
        claim.refuse_taken(act, unit)
        claim.follow(
            act,
            unit_id,
            "withdraw",
            as_system=False,
            reason=act.reason,
            expect=command.version if len(command.units) == 1 else None,
        )
    return {"withdrawn": len(command.units)}


@dataclass(frozen=True, slots=True)
class AskUnit:
    """A consultant's short hold of a unit for a customer."""

    unit: UnitRef
    customer: CustomerRef
    note: Note = ""


@use_case(
    "unit.ask",
    step=(UNIT, "ask"),
    title=M("Hold a unit for a short while"),
    done=M("{unit} is held for {minutes} minutes, until {until}."),
)
def ask(act: Act, command: AskUnit) -> Result:
    """Hold a unit on sale for a customer for `ask_minutes`. Raises UnitTaken that names the holder, Refusal."""
    customer = _own_customer(act, command.customer)
    minutes = int(act.settings["ask_minutes"])
    until = act.now + timedelta(minutes=minutes)
    taken = claim.take(
        act,
        command.unit,
        ClaimKind.HOLD,
        HoldType.TEMP,
        command.customer,
        act.actor.id,
        until,
        clean(command.note, "note", multiline=True),
        step="ask",
    )
    lead.held(act, customer)
    return _held(act, command.unit, taken, until, minutes)


def _held(act: Act, unit_id: int, taken: claim.Taken, until: datetime | None, minutes: int | None) -> Result:
    shown = "–" if until is None else until.astimezone(act.zone).strftime("%H:%M")
    instant = None if until is None else until.isoformat()
    return {
        "id": unit_id, "claim": taken.id, "unit": taken.label, "minutes": minutes, "until": shown, "expires_at": instant
    }  # fmt: skip


def _own_customer(act: Act, customer_id: int) -> Row:
    """The customer; a consultant names only the own ones and those that nobody has. Raises NotFound, NotAllowed."""
    found = claims.customer_owner(act.read, customer_id)
    if found is None:
        raise nothing_there(M("customer"), customer_id)
    if found["owner_id"] not in (None, act.actor.id) and not act.acts_for_all:
        raise NotAllowed(M("This is the customer of {owner}.", owner=found["owner"]))
    return found


@dataclass(frozen=True, slots=True)
class HoldUnit:
    """A manager's hold: of a unit on sale, or confirming and extending a consultant's. A reserve has no end."""

    unit: UnitRef
    customer: CustomerRef | None = None
    hold_type: HoldType = HoldType.TEMP
    minutes: int | None = None
    staff: StaffRef | None = None
    note: Note = ""
    version: int | None = None


@use_case(
    "unit.hold", step=(UNIT, ("hold", "reserve")), title=M("Hold a unit"), done=M("{unit} is on hold until {until}.")
)
def hold_unit(act: Act, command: HoldUnit) -> Result:
    """Hold a unit for `hold_minutes` or the minutes given; a reserve is the director's and needs its reason in `note`.

    A unit that is on hold keeps its customer and consultant; for another customer it is taken. Raises UnitTaken,
    Refusal, BadInput.
    """
    if command.hold_type is HoldType.SWAP:
        raise BadInput(M("A unit is kept for a swap only by the request to swap."), "hold_type")
    before = claim.end_lapsed(act, command.unit)
    note = clean(command.note, "note", multiline=True)
    step, minutes = "reserve", None
    until = None
    if command.hold_type is not HoldType.RESERVE:
        step, minutes = "hold", int(act.settings["hold_minutes"]) if command.minutes is None else command.minutes
        if not 1 <= minutes <= MOST_MINUTES:
            raise BadInput(M("A hold lasts 1 to {most} minutes.", most=MOST_MINUTES), "minutes")
        until = act.now + timedelta(minutes=minutes)
    customer = command.customer
    known = None if customer is None else _own_customer(act, customer)
    owner = None if known is None else known["owner_id"]
    act.reason = note
    if before is None or before["kind"] != ClaimKind.HOLD:
        staff = command.staff or owner or act.actor.id
        taken = claim.take(
            act,
            command.unit,
            ClaimKind.HOLD,
            command.hold_type,
            customer,
            staff,
            until,
            note,
            step=step,
            expect=command.version,
            reason=note,
        )
        if known is not None:
            lead.held(act, known)
        return _held(act, command.unit, taken, until, minutes)
    if customer is not None and before["customer_id"] not in (None, customer):
        raise UnitTaken(claim.holder_words(act.read, claim.unit_row(act, command.unit)["label"], before))
    if known is not None:
        lead.held(act, known)
    customer = customer or before["customer_id"]
    claim.hold_again(act, command.unit, step, expect=command.version, customer_id=customer, reason=note)
    claim.advance(
        act,
        command.unit,
        ClaimKind.HOLD,
        expires_at=until,
        clear_expiry=until is None,
        customer_id=customer,
        hold_type=command.hold_type,
        note=note or None,
    )
    label = claim.unit_row(act, command.unit)["label"]
    return _held(act, command.unit, claim.Taken(before["id"], label), until, minutes)


@dataclass(frozen=True, slots=True)
class LetGoUnit:
    """A hold that is given back before its time."""

    unit: UnitRef
    reason: str = ""
    version: int | None = None


@use_case(
    "unit.let_go", step=(UNIT, ("let_go", "give_back")), title=M("Let a unit go"), done=M("{unit} is available again.")
)
def let_go(act: Act, command: LetGoUnit) -> Result:
    """End a hold: any by the manager, the own short one by the consultant. Raises Refusal, WrongState."""
    act.reason = clean(command.reason, "reason")
    step = "let_go" if UNIT.step("let_go").roles & act.actor.roles else "give_back"
    row = claim.end_lapsed(act, command.unit)
    label = claim.end(act, command.unit, act.reason, step=step, as_system=False, expect=command.version, row=row)
    return {"id": command.unit, "unit": label}


@dataclass(frozen=True, slots=True)
class RefuseUnit:
    """A consultant's short hold that the manager does not confirm."""

    unit: UnitRef
    reason: str
    version: int | None = None


@use_case(
    "unit.refuse", step=(UNIT, "let_go"), title=M("Refuse a short hold"), done=M("{unit} is available again.")
)
def refuse(act: Act, command: RefuseUnit) -> Result:
    """End a consultant's short hold, with the reason. Raises BadInput without one, Refusal for any other claim."""
    act.reason = clean(command.reason, "reason")
    if not act.reason:
        raise BadInput(M("Say why."), "reason")
    before = claim.end_lapsed(act, command.unit)
    if before is not None and before["hold_type"] != HoldType.TEMP:
        raise Refusal(M("This is not a short hold; let the unit go instead."))
    label = claim.end(act, command.unit, act.reason, as_system=False, expect=command.version, row=before)
    return {"id": command.unit, "unit": label}


@dataclass(frozen=True, slots=True)
class ExpireLapsed:
    """Every hold of the project whose time is over."""


@use_case("unit.expire_lapsed", step=(UNIT, "expire"), title=M("End the holds that ran out"))
def expire_lapsed(act: Act, command: ExpireLapsed) -> Result:
    """End all holds that ran out; the program's own act."""
    del command
    act.reason = claim.LAPSED
    ended = []
    for unit_id in claims.lapsed_units(act.read):
        row = claim.live(act, unit_id)
        if row is not None:
            claim.expire(act, unit_id, row)
            ended.append(unit_id)
    return {"expired": len(ended), "units": ended}


def sweep(office: Office, project_id: int) -> int:
    """End the holds that ran out, if there are any; how many. No act and no journal row when there are none."""
    session = Session(0, project_id)
    if not office.look(session, claims.lapsed_units):
        return 0
    return int(office.run(session, ExpireLapsed())["expired"])


def options(read: Read, unit_id: int, customer_id: int | None = None) -> list[Option[UnitState, UnitFacts]]:
    """Every step of the unit for the person who looks, with its «why not»; a hold that ran out counts as ended."""
    unit = unit_query.row(read, unit_id)
    if unit is None:
        raise nothing_there(claim.UNIT_NOUN, unit_id)
    found = claims.live(read, unit_id)
    state = UnitState(unit["state"])
    if found is not None and claim.has_lapsed(found, read.now):
        found, state = None, UnitState.AVAILABLE
    customer = customer_id or (found["customer_id"] if found is not None else None)
    said: dict[str, Any] = {} if customer else {"customer_named": True}  # the form asks for the customer
    facts = claim.facts_of(
        read, unit, found, holder_id=read.staff_id, customer_id=customer, reason=_ANY_REASON, **said
    )
    return UNIT.options(state, facts, read.roles)


_ANY_REASON = "-"  # the form asks for it; its absence is no reason to grey a key


def why_not(read: Read, unit_id: int, step: str, customer_id: int | None = None) -> Msg | None:
    """Why this person cannot take the unit's step now, or None."""
    return next(each.why_not for each in options(read, unit_id, customer_id) if each.step.name == step)
