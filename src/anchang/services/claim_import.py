"""Claims of units that came sold with the opening data (2.16)."""

from __future__ import annotations

from collections.abc import Mapping

from anchang.domain.errors import UnitTaken
from anchang.domain.hold import ClaimKind
from anchang.domain.unit import UNIT, UnitFacts, UnitState
from anchang.i18n import M
from anchang.services.act import Act
from anchang.storage import claim as rows
from anchang.storage.unit import Unit, UnitClaim


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
