"""Naming somebody to receive one's own customers while one is away (domain 2.1-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anchang.domain.access import Role
from anchang.domain.errors import BadInput, Refusal
from anchang.domain.units import StaffRef
from anchang.i18n import M
from anchang.services.act import Act
from anchang.services.rota import someone
from anchang.services.use_case import Result, use_case
from anchang.storage import delegate as rows
from anchang.storage.delegate import Delegate

_MANAGER = frozenset({Role.MANAGER})


@dataclass(frozen=True, slots=True)
class NameDelegate:
    """Who stands in, and for which days (both included); for oneself where no consultant is said."""

    delegate: StaffRef
    to_day: date
    from_day: date | None = None
    consultant: StaffRef | None = None


@use_case(
    "delegate.name", action="rota.delegate", title=M("Name who stands in"),
    done=M("{delegate} stands in for {consultant} from {from_day} to {to_day}."),
)  # fmt: skip
def name(act: Act, command: NameDelegate) -> Result:
    """Name somebody for the days of an absence: on these days nobody whom one has named before.

    What was named before for some of these days holds on the others; where none are left it ends.

    Raises BadInput for days that are over or turned round, for oneself, and for somebody who is no consultant.
    """
    who = someone(act, command.consultant, for_others=_MANAGER)
    other = someone(act, command.delegate, for_others=frozenset(act.actor.roles))
    if other.id == who.id:
        raise BadInput(M("Nobody stands in for himself or herself."), "delegate")
    first = command.from_day or act.today
    if command.to_day < first or command.to_day < act.today:
        raise BadInput(M("The last day lies before the first, or is over."), "to_day")
    for row in rows.open_ones(act.read, who.id):
        if first <= max(row["from_day"], act.today) and row["to_day"] <= command.to_day:
            act.work.update(Delegate, row["id"], ended_at=act.now)
    made = act.work.insert(
        Delegate,
        project_id=act.project_id,
        consultant_id=who.id,
        delegate_id=other.id,
        from_day=first,
        to_day=command.to_day,
        named_by=act.actor.id or None,
        named_at=act.now,
    )
    days = {"from_day": first.isoformat(), "to_day": command.to_day.isoformat()}
    return {"id": made, "consultant": who.name, "delegate": other.name, **days}


@dataclass(frozen=True, slots=True)
class EndDelegate:
    """Nobody stands in any more: for oneself where no consultant is said."""

    consultant: StaffRef | None = None


@use_case(
    "delegate.end", action="rota.delegate", title=M("End standing in"), done=M("Nobody stands in for {consultant}."),
)  # fmt: skip
def end(act: Act, command: EndDelegate) -> Result:
    """End what one has named, also what lies ahead. Raises Refusal when there is nothing."""
    who = someone(act, command.consultant, for_others=_MANAGER)
    found = rows.open_ones(act.read, who.id)
    if not found:
        raise Refusal(M("Nobody stands in for {name}.", name=who.name))
    for row in found:
        act.work.update(Delegate, row["id"], ended_at=act.now)
    return {"consultant": who.name, "ended": len(found)}
