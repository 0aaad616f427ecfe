"""Claims of units that came sold with the opening data (2.16)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.errors import UnitTaken
from anchang.domain.hold import ClaimKind
from anchang.domain.unit import UNIT, UnitFacts, UnitState
from anchang.i18n import M
from anchang.services.act import Act
from anchang.storage import claim as rows
from anchang.storage.unit import Unit, UnitClaim
from anchang.storage.work import Row


def take_imported(act: Act, arrivals: Mapping[int, tuple[UnitState, str]], labels: Mapping[int, str]) -> None:
    """Units that the opening list says are sold: unit id -> (registered or titled, the contract's number).

    Each is held by a claim of kind `imported`; those that have one already only move on. `labels` is for errors.
    """
    claimed = rows.kinds(act.read, arrivals) if len(arrivals) < 500 else rows.kinds(act.read)
    fresh = []
    for unit_id, (state, contract_no) in arrivals.items():
        if unit_id not in claimed:
            fresh.append(
                {
                    "project_id": act.project_id,
                    "unit_id": unit_id,
                    "kind": ClaimKind.IMPORTED.value,
                    "since": act.now,
                    "note": contract_no,
                }
            )
        elif claimed[unit_id] != ClaimKind.IMPORTED:
            raise UnitTaken(M("Unit {unit} has a deal of this office.", unit=labels[unit_id]))
        before = UnitState.REGISTERED if unit_id in claimed else UnitState.UNRELEASED
        step = "arrive_titled" if state is UnitState.TITLED else "arrive_registered"
        facts = UnitFacts(building="", today=act.today, now=act.now)
        unit = {"id": unit_id, "state": before.value}
        act.move(UNIT, step, Unit, unit, facts, as_system=True, state_since=act.now)
    act.work.insert_many(UnitClaim, fresh)


def take_over(act: Act, claim: Row | None, unit: Row, kind: ClaimKind, **whose: Any) -> int:
    """A deal that comes in has its unit from now on: it takes over the `imported` claim, or makes one of a free unit.

    `whose` are subscription_id, contract_id, customer_id, staff_id. The claim's row id. Raises UnitTaken.
    """
    if claim is None:
        values = {"project_id": act.project_id, "unit_id": unit["id"], "since": act.now}
        return act.work.insert(UnitClaim, **values, kind=kind.value, **whose)
    if claim["kind"] != ClaimKind.IMPORTED:
        raise UnitTaken(M("Unit {unit} has a deal of this office.", unit=unit["label"]))
    act.work.update(UnitClaim, claim["id"], kind=kind.value, **whose)
    return int(claim["id"])


def arrive(act: Act, unit: Row, state: UnitState, **values: Any) -> None:
    """The unit is where its deal has come to; what the list of the opening said already stays. Raises WrongState."""
    if unit["state"] == state:
        act.work.update_many(Unit, {unit["id"]: values} if values else {})
        return
    facts = UnitFacts(building=unit["building"], today=act.today, now=act.now)
    act.move(UNIT, f"arrive_{state.value}", Unit, unit, facts, as_system=True, state_since=act.now, **values)


def give_back(
    act: Act, unit_id: int, before: Mapping[str, Any], claim_id: int, claim: Mapping[str, Any] | None
) -> None:
    """An import is taken back: unit and claim are as they were; without one before, the claim ends."""
    act.put_back(UNIT, Unit, unit_id, before)
    if claim is not None:
        act.work.update(UnitClaim, claim_id, **claim)
    else:
        act.work.update(UnitClaim, claim_id, ended_at=act.now, end_reason="import")
