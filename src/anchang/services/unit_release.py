"""Units put on sale and taken off it (2.16, 2.18, 5.9, 5.10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from anchang.domain.errors import BadInput, NotAllowed, Refusal, nothing_there
from anchang.domain.permit import PermitFacts, covered
from anchang.domain.text import clean
from anchang.domain.unit import UNIT
from anchang.domain.units import PermitRef, UnitRef
from anchang.i18n import M, say
from anchang.services import claim
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import permit as permits
from anchang.storage import unit_query
from anchang.storage.unit import Unit
from anchang.storage.work import Row

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
    permit = permit_facts(act, command.permit)
    return put_on_sale(act, command.permit, _wanted(act, command, permit), only_if_all=command.only_if_all)


def put_on_sale(act: Act, permit_id: int, units: Iterable[Row], *, only_if_all: bool) -> Result:
    """Release these units under the permit, each judged by itself; shared by single releases and batches.

    Raises Refusal when none could be released, or with `only_if_all` when one could not.
    """
    permit = permit_facts(act, permit_id)
    released: list[str] = []
    refused: list[dict[str, str]] = []
    first: Refusal | None = None
    for unit in units:
        facts = claim.facts_of(act.read, unit, None, permits=(permit,))
        values: dict[str, Any] = {"permit_id": permit_id, "released_on": act.today, "state_since": act.now}
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
    if first is not None and (only_if_all or not released):
        raise Refusal(
            M(
                "Nothing was released; {count} units cannot be: {units}. {reason}",
                count=len(refused),
                units=tuple(each["unit"] for each in refused[:NAMED]),
                reason=first.message,
            )
        )
    return {"released": len(released), "units": released, "refused": refused, "refused_count": len(refused)}


def permit_facts(act: Act, permit_id: int) -> PermitFacts:
    """The permit with the buildings as the office spells them. Raises NotFound."""
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
