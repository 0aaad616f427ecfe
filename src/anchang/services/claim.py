"""The claim: the only writer of `unit_claim`, and of a unit's state beside it (2.16, 5.12, design 4).

A hold, a subscription and a contract are one row whose kind advances. Whoever takes a unit calls `take`, which first
ends a hold that ran out; the partial unique index of the database has the last word. Papers follow with:

    claim.take(act, unit_id, ClaimKind.HOLD, customer_id=…, staff_id=…)       direct booking: the unit becomes held
    claim.advance(act, unit_id, ClaimKind.SUBSCRIPTION, subscription_id=…)    the paper is submitted: no timer any more
    claim.follow(act, unit_id, "subscribe", subscription_active=True, claim_is_buyers=True)
    claim.end(act, unit_id, "…", paper_void=True, has_receipt=False)          the paper is void: available again
    claim.lock_return(act, unit_id, "…")                                      the deal ended: locked as returned
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anchang.domain import hold
from anchang.domain.errors import BadInput, Refusal, UnitTaken
from anchang.domain.hold import Claim, ClaimKind, HoldType
from anchang.domain.permit import PermitFacts, why_not_sell
from anchang.domain.unit import UNIT, UnitFacts, UnitState
from anchang.domain.unit_flag import UnitFlag
from anchang.domain.unit_rules import not_stopped
from anchang.i18n import M, Msg, say
from anchang.services import price_effect, wait_line
from anchang.services.act import Act
from anchang.storage import claim as rows
from anchang.storage import launch as launches
from anchang.storage import unit_flag, unit_link
from anchang.storage.permit import covering
from anchang.storage.reading import Read
from anchang.storage.unit import Unit, UnitClaim
from anchang.storage.work import Clash, Row

UNIT_NOUN = M("unit")
LAPSED = "lapsed"
_CONFIRMS = frozenset({"hold", "reserve"})  # a manager stands behind these
_ORDER = (ClaimKind.HOLD, ClaimKind.SUBSCRIPTION, ClaimKind.CONTRACT)


def live(act: Act, unit_id: int) -> Row | None:
    """The claim that nobody has ended (a lapsed hold too, see `end_lapsed`), with `holder` and `customer_name`."""
    return rows.live(act.read, unit_id)


def as_claim(row: Row) -> Claim:
    """The row as the rules want it."""
    return Claim(
        kind=ClaimKind(row["kind"]),
        holder=row["holder"] or row["customer_name"],
        since=row["since"],
        expires_at=row["expires_at"],
        hold_type=HoldType(row["hold_type"]) if row["hold_type"] else None,
    )


def has_lapsed(row: Row, now: datetime) -> bool:
    """Whether the claim is a hold whose time is over; papers do not lapse."""
    return row["kind"] == ClaimKind.HOLD and row["expires_at"] is not None and bool(now >= row["expires_at"])


def holder_words(read: Read, label: str, row: Row) -> Msg:
    """Who has the unit, since when and until when, in a sentence for somebody else."""
    return hold.taken_words(label, as_claim(row), read.now, read.zone)


def permit_of(read: Read, unit: Row, permits: Iterable[PermitFacts] | None = None) -> PermitFacts | None:
    """The permit under which the unit may be sold today: its own, else another that covers the building (5.9).

    Where none is valid, the one whose reason says most: the unit's own, else the newest that covers it.
    """
    found = list(covering(read, unit["building"], unit["permit_id"]) if permits is None else permits)
    for each in found:
        if why_not_sell(each, unit["building"], read.today) is None:
            return each
    return found[0] if found else None


def facts_of(
    read: Read,
    unit: Row,
    claim: Row | None,
    *,
    holder_id: int | None = None,
    customer_id: int | None = None,
    permits: Iterable[PermitFacts] | None = None,
    **said: Any,
) -> UnitFacts:
    """What the unit's guards look at. `said` is what only the caller knows (papers, receipts, the reason).

    Limits are counted for `holder_id` and `customer_id` where a holder is given. A list total counts as the filed price
    where no list ever gave one: `release` writes it down as such (5.10).
    """
    given: dict[str, Any] = {
        "building": unit["building"],
        "today": read.today,
        "now": read.now,
        "permit": permit_of(read, unit, permits),
        "list_total": unit["list_total"],
        "filed_total": unit["filed_total"],
        "price_filed": True,
        "customer_named": customer_id is not None,
        "has_receipt": claim is not None and claim["kind"] != ClaimKind.HOLD,
        "extension_limit": read.settings["hold_extensions"],
    }
    if permits is None:  # putting many on sale asks for neither
        given["flags"] = unit_flag.kinds_of(read, unit["id"])
        if claim is None or has_lapsed(claim, read.now):
            given["offered_away"] = wait_line.offered_away(read, unit["id"], customer_id)
    if claim is not None:
        given["claim"] = as_claim(claim)
        given["taken_by"] = holder_words(read, unit["label"], claim)
        given["actor_is_holder"] = claim["staff_id"] == read.staff_id
        given["confirmed"] = claim["confirmed_at"] is not None and claim["expires_at"] is not None
        given["extensions"] = claim["extensions"]
    if customer_id is not None and unit_link.main_customer(read, unit["id"]) == customer_id:
        said["limited"] = False  # the parking space of a unit that this customer has
    if holder_id is not None:  # only who asks is limited
        given["consultant_holds"], given["customer_holds"] = rows.held_now(
            read, holder_id, customer_id, besides=unit["id"]
        )
        given["consultant_limit"] = read.settings["holds_per_consultant"]
        given["customer_limit"] = read.settings["holds_per_customer"]
    return UnitFacts(**{**given, **said})


def unit_row(act: Act, unit_id: int) -> Row:
    """The unit of this project, at the prices that count now. Raises NotFound."""
    price_effect.apply_due(act)
    return act.must(Unit, unit_id, UNIT_NOUN)


def _move(
    act: Act, unit: Row, step: str, facts: UnitFacts, *, as_system: bool, expect: int | None = None, **values: Any
) -> UnitState:
    target = UNIT.step(step).target
    if target is not None and target != unit["state"]:
        values.setdefault("state_since", act.now)
    return UnitState(act.move(UNIT, step, Unit, unit, facts, expect=expect, as_system=as_system, **values))


def follow(
    act: Act, unit_id: int, step: str, *, as_system: bool = True, expect: int | None = None, **said: Any
) -> UnitState:
    """Let the unit follow its paper: `subscribe`, `sign`, `register` of the unit's flow. Raises what the guards say.

    The caller says what is so: `claim_is_buyers`, `subscription_active`, `contract_signed`, `contract_filed`.
    """
    unit = unit_row(act, unit_id)
    if step == "register" and unit["state"] in (UnitState.DELIVERED, UnitState.TITLED):
        return UnitState(unit["state"])  # handed over before the filing came back
    facts = facts_of(act.read, unit, live(act, unit_id), **said)
    return _move(act, unit, step, facts, as_system=as_system, expect=expect)


def end_lapsed(act: Act, unit_id: int) -> Row | None:
    """End the hold that ran out, as the program's own act in the journal. The claim that is live then, if there is one.

    Every act that takes a unit calls this first. A refusal later in the act takes it back with everything else.
    """
    row = live(act, unit_id)
    if row is None or not has_lapsed(row, act.now):
        return row
    with act.as_system("unit.expire_lapsed", LAPSED):
        expire(act, unit_id, row)
    return None


def expire(act: Act, unit_id: int, row: Row) -> None:
    """The hold ends and the unit is available; for acts of the program itself. Raises WrongState, Refusal.

    It ended when its time was over, also where that is written down later because no terminal was open.
    """
    unit = unit_row(act, unit_id)
    _move(act, unit, "expire", facts_of(act.read, unit, row), as_system=True, state_since=row["expires_at"])
    act.work.update(UnitClaim, row["id"], ended_at=row["expires_at"], end_reason=LAPSED)
    _papers_follow(act, row, LAPSED)
    wait_line.settle(act, unit_id)


def _papers_follow(act: Act, row: Row, reason: str) -> None:
    """A paper before its money ends with the hold on its unit (2.3); small-order money is to be given back (5.3)."""
    if row["subscription_id"] is not None:
        from anchang.services.subscription_facts import hold_lapsed

        hold_lapsed(act, row["unit_id"], reason)
    from anchang.services.sincerity import choice_ended, hold_ended

    if row["hold_type"] == HoldType.SMALL_ORDER:
        hold_ended(act, row["id"], reason)
    choice_ended(act, row["id"], reason)


@dataclass(frozen=True, slots=True)
class Taken:
    """A claim that has just been made."""

    id: int
    label: str


def take(
    act: Act,
    unit_id: int,
    kind: ClaimKind | str,
    hold_type: HoldType | str = "",
    customer_id: int | None = None,
    staff_id: int | None = None,
    expires_at: datetime | None = None,
    note: str = "",
    *,
    step: str = "book",
    expect: int | None = None,
    subscription_id: int | None = None,
    contract_id: int | None = None,
    in_launch: bool = False,
    **said: Any,
) -> Taken:
    """Claim a unit on sale; it becomes held. Returns the claim with the unit's label.

    `step` is the unit's own step: `book` (the default, by the program inside a direct booking), or `ask`, `hold`,
    `reserve` by the person. Raises UnitTaken that says who has the unit, or what the guards say (permit, limits).
    """
    before = end_lapsed(act, unit_id)
    wait_line.settle(act, unit_id)
    unit = unit_row(act, unit_id)
    if before is not None:
        raise UnitTaken(holder_words(act.read, unit["label"], before))
    if not in_launch:
        _not_in_a_launch(act, unit)
    holder_id = staff_id if step in ("ask", "book") else None
    limited = not in_launch and (step == "ask" or not act.acts_for_all)  # a launch has limits of its own
    facts = facts_of(act.read, unit, None, holder_id=holder_id, customer_id=customer_id, limited=limited, **said)
    _move(act, unit, step, facts, as_system=step == "book", expect=expect)
    try:
        claim_id = act.work.insert(
            UnitClaim,
            project_id=act.project_id,
            unit_id=unit_id,
            kind=ClaimKind(kind).value,
            hold_type=HoldType(hold_type).value if hold_type else "",
            customer_id=customer_id,
            staff_id=staff_id,
            subscription_id=subscription_id,
            contract_id=contract_id,
            since=act.now,
            expires_at=expires_at,
            note=note,
            confirmed_at=act.now if step in _CONFIRMS else None,
        )
    except Clash as error:
        refuse_taken(act, unit)
        raise UnitTaken(M("Unit {unit} has just been taken by somebody else.", unit=unit["label"])) from error
    wait_line.taken(act, unit_id, customer_id)
    return Taken(claim_id, unit["label"])


def _not_in_a_launch(act: Act, unit: Row) -> None:
    """While a launch is on, its units are taken by its line alone (认筹/排号): nobody gets past those who wait."""
    launch = launches.open_for(act.read, unit["id"])
    if launch is not None:
        raise Refusal(M("Unit {unit} is chosen in launch {launch} only.", unit=unit["label"], launch=launch["no"]))


def refuse_taken(act: Act, unit: Row) -> None:
    """Raise UnitTaken with the holder's name and times when the unit has a live claim."""
    row = live(act, unit["id"])
    if row is not None and not has_lapsed(row, act.now):
        raise UnitTaken(holder_words(act.read, unit["label"], row))


def advance(
    act: Act,
    unit_id: int,
    kind: ClaimKind | str,
    *,
    subscription_id: int | None = None,
    contract_id: int | None = None,
    expires_at: datetime | None = None,
    clear_expiry: bool = False,
    customer_id: int | None = None,
    hold_type: HoldType | str | None = None,
    note: str | None = None,
) -> None:
    """The live claim becomes `kind`, or is extended as what it is. What is not given stays.

    A paper has no timer: beyond a hold the expiry goes unless one is given. Raises Refusal when nobody has the unit
    any more, ValueError for a step backwards (a defect of the caller).
    """
    row = live(act, unit_id)
    if row is None or has_lapsed(row, act.now):
        raise Refusal(M("Nobody has unit {unit} any more; take it first.", unit=unit_row(act, unit_id)["label"]))
    before, after = ClaimKind(row["kind"]), ClaimKind(kind)
    if before is not after and (before not in _ORDER or _ORDER.index(after) < _ORDER.index(before)):
        raise ValueError(f"a {before} claim cannot become {after}")
    values: dict[str, Any] = {"kind": after.value}
    if clear_expiry or expires_at is not None or (after is not before and after is not ClaimKind.HOLD):
        values["expires_at"] = expires_at
    for name, given in (
        ("subscription_id", subscription_id),
        ("contract_id", contract_id),
        ("customer_id", customer_id),
        ("note", note),
    ):
        if given is not None:
            values[name] = given
    if hold_type is not None:
        values["hold_type"] = HoldType(hold_type).value
    act.work.update(UnitClaim, row["id"], **values)
    wait_line.taken(act, unit_id, customer_id)


def back_to_hold(act: Act, unit_id: int, expires_at: datetime) -> None:
    """The one step backwards: the only money behind the claim was taken back, so it is a hold with a timer again."""
    row = live(act, unit_id)
    if row is not None and row["kind"] == ClaimKind.SUBSCRIPTION:
        act.work.update(UnitClaim, row["id"], kind=ClaimKind.HOLD.value, expires_at=expires_at)


def end(
    act: Act,
    unit_id: int,
    reason: str,
    *,
    step: str = "let_go",
    as_system: bool = True,
    expect: int | None = None,
    row: Row | None = None,
    **said: Any,
) -> str:
    """End the live claim (`row` where it is known) and put the unit back on sale; returns the unit's label.

    Raises Refusal when nobody has it, or what the guards say.

    For a paper's claim the caller says `paper_void=True` and whether money came in (`has_receipt`).
    """
    row = row or live(act, unit_id)
    unit = unit_row(act, unit_id)
    if row is None:
        raise Refusal(M("Nobody has unit {unit} any more.", unit=unit["label"]))
    _move(act, unit, step, facts_of(act.read, unit, row, reason=reason, **said), as_system=as_system, expect=expect)
    act.work.update(UnitClaim, row["id"], ended_at=act.now, end_reason=reason or step)
    _papers_follow(act, row, reason or step)
    wait_line.settle(act, unit_id)
    return str(unit["label"])


def lock_return(act: Act, unit_id: int, reason: str, *, filing_withdrawn: bool = False) -> str:
    """The deal on a unit ends: its claim ends and the unit is locked as returned (2.16, 2.8); the unit's label.

    For the act that carries out a request (forfeit, refund, swap, later rescission): the caller moves the papers, this
    does not. From under a contract the filing has to be withdrawn first. Raises Refusal when nobody has the unit,
    WrongState when no deal does, BadInput without a reason.
    """
    if not reason.strip():
        raise BadInput(M("Say why."), "reason")
    row = live(act, unit_id)
    unit = unit_row(act, unit_id)
    if row is None:
        raise Refusal(M("Nobody has unit {unit} any more.", unit=unit["label"]))
    facts = facts_of(act.read, unit, row, request_executed=True, filing_withdrawn=filing_withdrawn, reason=reason)
    _move(act, unit, "lock_return", facts, as_system=True, return_locked_on=act.today, return_reason=reason)
    act.work.update(UnitClaim, row["id"], ended_at=act.now, end_reason=reason)
    return str(unit["label"])


def unlock_return(
    act: Act, unit_id: int, customer_id: int, staff_id: int, *, subscription_id: int
) -> str:
    """A reactivated deal has its unit again (2.8): a new claim of its subscription; the unit's label.

    For the act that reactivates. Raises WrongState once the unit was released, Refusal without a permit.
    """
    unit = unit_row(act, unit_id)
    facts = facts_of(act.read, unit, live(act, unit_id), request_executed=True)
    _move(act, unit, "unlock_return", facts, as_system=True, return_locked_on=None, return_reason="")
    act.work.insert(
        UnitClaim,
        project_id=act.project_id,
        unit_id=unit_id,
        kind=ClaimKind.SUBSCRIPTION.value,
        hold_type="",
        customer_id=customer_id,
        staff_id=staff_id,
        subscription_id=subscription_id,
        contract_id=None,
        since=act.now,
        expires_at=None,
        note="",
    )
    return str(unit["label"])


def hold_again(
    act: Act, unit_id: int, step: str, *, expect: int | None = None, customer_id: int | None = None, **said: Any
) -> None:
    """A manager's step on a unit that is on hold already (`hold`, `reserve`): the guards, without a new claim."""
    unit = unit_row(act, unit_id)
    row = live(act, unit_id)
    facts = facts_of(act.read, unit, row, customer_id=customer_id, **said)
    _move(act, unit, step, facts, as_system=False, expect=expect)
    if row is not None and step in _CONFIRMS:
        act.work.update(UnitClaim, row["id"], confirmed_at=act.now)


def extend(act: Act, unit_id: int, until: datetime, reason: str, *, expect: int | None = None) -> Row:
    """The manager's extension of a hold to a later end (2.16). Raises Refusal, WrongState."""
    unit = unit_row(act, unit_id)
    row = live(act, unit_id)
    facts = facts_of(act.read, unit, row, reason=reason)
    _move(act, unit, "extend", facts, as_system=False, expect=expect)
    assert row is not None  # the guard `runs_out` saw to it
    act.work.update(UnitClaim, row["id"], expires_at=until, extensions=row["extensions"] + 1, confirmed_at=act.now)
    return unit


def refuse_stopped(act: Act, unit: Row) -> None:
    """Raise Refusal when a court seized the unit or the office froze it: no paper is begun on it (2.16)."""
    reason = not_stopped(facts_of(act.read, unit, None))
    if reason is not None:
        raise Refusal(M("Unit {unit}: {reason}", unit=unit["label"], reason=reason))


def warnings(read: Read, unit_id: int) -> list[str]:
    """What whoever sells the unit has to tell the buyer: the works are mortgaged (5.9)."""
    return [
        say(M("{unit}: the works are mortgaged: {reason}", unit=row["label"], reason=row["reason"]))
        for row in unit_flag.standing(read, unit_id)
        if not UnitFlag(row["kind"]).stops_sale
    ]
