"""Units on sale: releasing and withdrawing them, short holds, the manager's holds (2.16, 2.18, 5.9, 5.10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from anchang.domain.access import LEADERS, Role
from anchang.domain.errors import BadInput, NotAllowed, Refusal, UnitTaken, nothing_there
from anchang.domain.flow import Option
from anchang.domain.hold import ClaimKind, HoldType
from anchang.domain.text import clean
from anchang.domain.unit import UNIT, UnitFacts, UnitState
from anchang.domain.units import CustomerRef, Note, StaffRef, UnitRef
from anchang.i18n import M, Msg
from anchang.services import claim, lead, small_order, unit_along, wait_line
from anchang.services.act import Act
from anchang.services.office import Office, Session
from anchang.services.sincerity_facts import in_the_way
from anchang.services.use_case import Result, use_case
from anchang.storage import claim as claims
from anchang.storage import unit_query, unit_wait
from anchang.storage.reading import Read
from anchang.storage.work import Row

MOST_MINUTES = 43_200  # thirty days, the most that the setting takes


@dataclass(frozen=True, slots=True)
class AskUnit:
    """A consultant's short hold of a unit for a customer."""

    unit: UnitRef
    customer: CustomerRef
    note: Note = ""
    with_linked: bool = False


@use_case(
    "unit.ask",
    step=(UNIT, "ask"),
    title=M("Hold a unit for a short while"),
    done=M("{unit} is held for {minutes} minutes, until {until}."),
)
def ask(act: Act, command: AskUnit) -> Result:
    """Hold a unit on sale for a customer for `ask_minutes`, with its free parking and storage where that is wanted.

    Raises UnitTaken that names the holder, Refusal.
    """
    customer = own_customer(act, command.customer)
    minutes = int(act.settings["ask_minutes"])
    until = act.now + timedelta(minutes=minutes)
    note = clean(command.note, "note", multiline=True)
    holds = (ClaimKind.HOLD, HoldType.TEMP, command.customer, act.actor.id, until, note)
    taken = claim.take(act, command.unit, *holds, step="ask")
    along = [
        claim.take(act, unit_id, *holds, step="ask").label
        for unit_id in (unit_along.free(act.read, command.unit, command.customer) if command.with_linked else ())
    ]
    lead.held(act, customer)
    return _held(act, command.unit, taken, until, minutes, along)


def _held(
    act: Act, unit_id: int, taken: claim.Taken, until: datetime | None, minutes: int | None, along: Sequence[str] = ()
) -> Result:
    shown = "–" if until is None else wait_line.until_words(until, act.read)
    instant = None if until is None else until.isoformat()
    return {
        "id": unit_id, "claim": taken.id, "unit": taken.label, "minutes": minutes, "until": shown,
        "expires_at": instant, "along": list(along), "warnings": claim.warnings(act.read, unit_id),
    }  # fmt: skip


def own_customer(act: Act, customer_id: int) -> Row:
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
    with_linked: bool = False


@use_case(
    "unit.hold", step=(UNIT, ("hold", "reserve")), title=M("Hold a unit"), done=M("{unit} is on hold until {until}.")
)
def hold_unit(act: Act, command: HoldUnit) -> Result:
    """Hold a unit for `hold_minutes` or the minutes given; a reserve is the director's and needs its reason in `note`.

    A small order holds it for `small_order_minutes`. A unit that is on hold keeps its customer and consultant; for
    another customer it is taken. The parking that was asked for with it is confirmed with it. Raises UnitTaken,
    Refusal, BadInput.
    """
    if command.hold_type is HoldType.SWAP:
        raise BadInput(M("A unit is kept for a swap only by the request to swap."), "hold_type")
    before = claim.end_lapsed(act, command.unit)
    act.reason = note = clean(command.note, "note", multiline=True)
    step, minutes, until = "reserve", None, None
    if command.hold_type is not HoldType.RESERVE:
        step, minutes = "hold", _minutes(act, command)
        until = act.now + timedelta(minutes=minutes)
    known = None if command.customer is None else own_customer(act, command.customer)
    if before is not None and before["kind"] == ClaimKind.HOLD:
        taken = _held_already(act, command, before, step, until, note)
        along = []
        if command.hold_type is HoldType.TEMP and until is not None:
            along = unit_along.confirm(act, command.unit, command.customer or before["customer_id"], until)
    else:
        staff = command.staff or (None if known is None else known["owner_id"]) or act.actor.id
        holds = (ClaimKind.HOLD, command.hold_type, command.customer, staff, until, note)
        taken = claim.take(act, command.unit, *holds, step=step, expect=command.version, reason=note)
        along = [
            claim.take(act, unit_id, *holds, step=step, reason=note).label
            for unit_id in (unit_along.free(act.read, command.unit, command.customer) if command.with_linked else ())
        ]
    if known is not None:
        lead.held(act, known)
    return _held(act, command.unit, taken, until, minutes, along)


def _minutes(act: Act, command: HoldUnit) -> int:
    minutes = command.minutes
    if minutes is None:
        is_small_order = command.hold_type is HoldType.SMALL_ORDER
        minutes = int(act.settings["small_order_minutes"] if is_small_order else act.settings["hold_minutes"])
    if not 1 <= minutes <= MOST_MINUTES:
        raise BadInput(M("A hold lasts 1 to {most} minutes.", most=MOST_MINUTES), "minutes")
    return minutes


def _held_already(
    act: Act, command: HoldUnit, before: Row, step: str, until: datetime | None, note: str
) -> claim.Taken:
    """Confirm a hold that stands, or make it a small order or a reserve."""
    label = claim.unit_row(act, command.unit)["label"]
    if command.customer is not None and before["customer_id"] not in (None, command.customer):
        raise UnitTaken(claim.holder_words(act.read, label, before))
    if command.hold_type is not HoldType.SMALL_ORDER and in_the_way(act.read, before):
        raise Refusal(M("Money stands on the small order of {unit}; it has to be given back first.", unit=label))
    customer = command.customer or before["customer_id"]
    grows = (before["hold_type"], command.hold_type) == (HoldType.TEMP, HoldType.SMALL_ORDER)  # money comes: a new hold
    said: dict[str, Any] = {"confirmed": False} if grows else {}
    claim.hold_again(act, command.unit, step, expect=command.version, customer_id=customer, reason=note, **said)
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
    small_order.set_timer(act, command.unit)
    return claim.Taken(before["id"], label)


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
    said = {"has_receipt": True} if row is not None and in_the_way(act.read, row) else {}
    label = claim.end(
        act, command.unit, act.reason, step=step, as_system=False, expect=command.version, row=row, **said
    )
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
    turn = unit_wait.first(read, unit_id) if customer is None else None
    if turn is not None and (read.staff_id == turn["staff_id"] or Role.MANAGER in read.roles or LEADERS & read.roles):
        customer = turn["customer_id"]  # whoever may ask for the one whose turn it is
    said: dict[str, Any] = {} if customer else {"customer_named": True}  # the form asks for the customer
    facts = claim.facts_of(
        read, unit, found, holder_id=read.staff_id, customer_id=customer, reason=_ANY_REASON, **said
    )
    return UNIT.options(state, facts, read.roles)


_ANY_REASON = "-"  # the form asks for it; its absence is no reason to grey a key


def why_not(read: Read, unit_id: int, step: str, customer_id: int | None = None) -> Msg | None:
    """Why this person cannot take the unit's step now, or None."""
    return next(each.why_not for each in options(read, unit_id, customer_id) if each.step.name == step)
