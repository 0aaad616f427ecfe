"""Batches: units planned under a name and put on sale together (2.16, 5.10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anchang.domain.batch import BATCH, BatchFacts
from anchang.domain.errors import BadInput, Refusal
from anchang.domain.text import clean
from anchang.domain.unit import UnitState
from anchang.domain.units import BatchRef, Name, Note, PermitRef, UnitRef
from anchang.i18n import M
from anchang.services import claim
from anchang.services.act import Act
from anchang.services.unit_release import put_on_sale
from anchang.services.use_case import Result, use_case
from anchang.storage import batch as rows
from anchang.storage import unit_query
from anchang.storage.batch import Batch, BatchUnit

NOUN = M("batch")
NAMED = 5


@dataclass(frozen=True, slots=True)
class PlanBatch:
    """A batch: its name and its units, named ones or the unreleased of a building and entrance."""

    name: Name
    building: str = ""
    entrance: str = ""
    units: tuple[UnitRef, ...] = ()
    planned_on: date | None = None
    note: Note = ""


@use_case("batch.plan", action="batch.plan", title=M("Plan a batch"), done=M("Batch {no} «{name}» has {units} units."))
def plan(act: Act, command: PlanBatch) -> Result:
    """Name the units of a batch. Raises BadInput without any, Refusal for a unit that is on sale or in another."""
    name = clean(command.name, "name", limit=60)
    if not name:
        raise BadInput(M("Give the batch a name."), "name")
    if command.units:
        units = [claim.unit_row(act, unit_id) for unit_id in dict.fromkeys(command.units)]
    else:
        building = clean(command.building, "building", limit=60)
        if not building:
            raise BadInput(M("Name the units."), "units")
        units = list(unit_query.unreleased(act.read, [building], clean(command.entrance, "entrance", limit=40)))
    if not units:
        raise Refusal(M("There is no unit to release there."))
    sold = tuple(unit["label"] for unit in units if unit["state"] != UnitState.UNRELEASED)
    if sold:
        raise Refusal(M("{count} of the units are on sale or sold already: {units}.", count=len(sold),
                        units=sold[:NAMED]))  # fmt: skip
    elsewhere = rows.planned_elsewhere(act.read, [unit["id"] for unit in units])
    if elsewhere:
        label, other = next(iter(elsewhere.items()))
        raise Refusal(M("{unit} is in batch {no} already.", unit=label, no=other))
    number = rows.next_no(act.read)
    batch_id = act.work.insert(
        Batch,
        project_id=act.project_id,
        no=number,
        name=name,
        state=act.born(BATCH),
        planned_on=command.planned_on,
        made_by=act.actor.id or None,
        made_at=act.now,
        note=clean(command.note, "note", multiline=True),
    )
    act.work.insert_many(
        BatchUnit, [{"project_id": act.project_id, "batch_id": batch_id, "unit_id": unit["id"]} for unit in units]
    )
    return {"id": batch_id, "no": number, "name": name, "units": len(units)}


@dataclass(frozen=True, slots=True)
class ReleaseBatch:
    """A planned batch that goes on sale under a permit."""

    batch: BatchRef
    permit: PermitRef
    version: int | None = None


@use_case("batch.release", step=(BATCH, "release"), title=M("Put a batch on sale"),
          done=M("Batch {no}: {released} units released."))  # fmt: skip
def release(act: Act, command: ReleaseBatch) -> Result:
    """Put all units of a batch on sale, every one or none (5.10). Raises Refusal that names who cannot be."""
    batch = act.must(Batch, command.batch, NOUN)
    ids = rows.unit_ids(act.read, command.batch)
    act.move(
        BATCH, "release", Batch, batch, BatchFacts(has_units=bool(ids)), expect=command.version,
        permit_id=command.permit, released_on=act.today, decided_by=act.actor.id or None, decided_at=act.now,
    )  # fmt: skip
    done = put_on_sale(act, command.permit, [claim.unit_row(act, unit_id) for unit_id in ids], only_if_all=True)
    return {"id": command.batch, "no": batch["no"], "released": done["released"]}


@dataclass(frozen=True, slots=True)
class DropBatch:
    """A planned batch that is not put on sale, with the reason."""

    batch: BatchRef
    reason: str
    version: int | None = None


@use_case("batch.drop", step=(BATCH, "drop"), title=M("Drop a batch"), done=M("Batch {no} is dropped."))
def drop(act: Act, command: DropBatch) -> Result:
    """Give a plan up; its units may be planned again. Raises Refusal without a reason."""
    batch = act.must(Batch, command.batch, NOUN)
    act.reason = clean(command.reason, "reason")
    act.move(
        BATCH, "drop", Batch, batch, BatchFacts(has_units=True, reason=act.reason), expect=command.version,
        decided_by=act.actor.id or None, decided_at=act.now, reason=act.reason,
    )  # fmt: skip
    return {"id": command.batch, "no": batch["no"]}
