"""Delegation with dates (issue 4 F9, 2.18): somebody on leave lends one kind of decision to a named person.

    delegation.give -> (the days pass) | delegation.withdraw

The delegate decides through the papers' own use cases; `services.standing_in` gives the authority to the act.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from anchang.domain.delegation import DecisionKind, DelegationFacts, Standing, standing, why_not_delegate
from anchang.domain.errors import BadInput, NotAllowed, Refusal, WrongState, nothing_there
from anchang.domain.text import clean
from anchang.domain.units import DelegationRef, Note, StaffRef
from anchang.i18n import M
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import delegation as rows
from anchang.storage import staff as people
from anchang.storage.delegation import Delegation
from anchang.storage.numbering import next_seq

PREFIX = "SQ"
DELEGATION = M("delegation")


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveDelegation:
    """Which kinds of decision, to whom, for which days (both included; from today where no first day is said), why."""

    delegate: StaffRef
    kinds: tuple[DecisionKind, ...]
    to_day: date
    from_day: date | None = None
    reason: Note


@use_case(
    "delegation.give", title=M("Delegate decisions"),
    done=M("{delegate} decides for you from {from_day} to {to_day}: {numbers}."),
)  # fmt: skip
def give(act: Act, command: GiveDelegation) -> Result:
    """Lend one's own authority for some kinds of decision, each a row of its own; all of them or none.

    Raises BadInput without a kind or for somebody who does not work here, Refusal that says what is against it.
    """
    if not command.kinds:
        raise BadInput(M("Say which decisions."), "kinds")
    other = people.by_id(act.work.connection, command.delegate)
    if other is None or not other.active_on(act.today):
        raise nothing_there(M("member of staff"), command.delegate, "delegate")
    reason = clean(command.reason, "reason", limit=400, multiline=True)
    first = command.from_day or act.today
    act.reason = reason
    numbers = []
    for kind in dict.fromkeys(command.kinds):
        against = why_not_delegate(
            DelegationFacts(
                today=act.today,
                from_day=first,
                to_day=command.to_day,
                max_days=int(act.settings["delegation_max_days"]),
                kind=kind,
                reason=reason,
                is_self=other.id == act.actor.id,
                giver=act.actor.roles,
                delegate=other.roles,
                delegate_name=other.name,
                delegate_until=other.active_to,
                taken_by=rows.taken(act.read, act.actor.id, kind, first, command.to_day),
            )
        )
        if against is not None:
            raise Refusal(M("{kind}: {reason}", kind=kind.label, reason=against))
        numbers.append(_write(act, kind, other.id, first, command.to_day, reason))
    days = {"from_day": first.isoformat(), "to_day": command.to_day.isoformat()}
    return {"delegate": other.name, "numbers": ", ".join(numbers), **days}


def _write(act: Act, kind: DecisionKind, delegate_id: int, first: date, last: date, reason: str) -> str:
    seq = next_seq(act.read, Delegation, act.today.year)
    number = f"{PREFIX}{act.today.year}-{seq:04d}"
    act.work.insert(
        Delegation,
        project_id=act.project_id,
        no=number,
        year=act.today.year,
        seq=seq,
        kind=kind.value,
        giver_id=act.actor.id,
        delegate_id=delegate_id,
        from_day=first,
        to_day=last,
        reason=reason,
        given_at=act.now,
        business_date=act.today,
    )
    return number


@dataclass(frozen=True, slots=True)
class WithdrawDelegation:
    """A delegation that ends before its last day, and why."""

    delegation: DelegationRef
    reason: Note = ""
    version: int | None = None


@use_case("delegation.withdraw", title=M("Withdraw a delegation"), done=M("Delegation {no} is withdrawn."))
def withdraw(act: Act, command: WithdrawDelegation) -> Result:
    """End it now: whoever gave it, whoever has it, or whoever stands above the giver.

    Raises NotAllowed for anybody else, WrongState when it is over, Refusal without a reason.
    """
    row = act.must(Delegation, command.delegation, DELEGATION)
    giver = people.by_id(act.work.connection, row["giver_id"])
    if not rows.may_withdraw(row, act.actor.id, act.actor.roles, giver.roles if giver is not None else frozenset()):
        raise NotAllowed(M("Only who gave it, who has it, or a higher leader withdraws a delegation."))
    now = standing(row["from_day"], row["to_day"], row["ended_at"] is not None, act.today)
    if now in (Standing.OVER, Standing.WITHDRAWN):
        raise WrongState(M("Delegation {no} is «{state}».", no=row["no"], state=now))
    act.reason = clean(command.reason, "reason", limit=400, multiline=True)
    if not act.reason:
        raise Refusal(M("{kind}: {reason}", kind=DecisionKind(row["kind"]).label, reason=M("give a reason")))
    values: dict[str, Any] = {"ended_at": act.now, "ended_by": act.actor.id, "end_reason": act.reason}
    act.work.update(Delegation, row["id"], expect=command.version, **values)
    return {"id": row["id"], "no": row["no"]}
