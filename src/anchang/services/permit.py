"""Recording permits (5.9): nothing is held, signed or paid for without one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from anchang.domain.errors import BadInput
from anchang.domain.permit import PermitKind
from anchang.domain.text import clean
from anchang.domain.units import PermitRef
from anchang.i18n import M
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage.permit import Permit
from anchang.storage.work import Clash


@dataclass(frozen=True, slots=True)
class RecordPermit:
    """A permit with its date of issue, its last day where it has one, and the buildings printed on it."""

    no: str
    issued_on: date
    buildings: tuple[str, ...]
    kind: PermitKind = PermitKind.PRE_SALE
    valid_to: date | None = None
    authority: str = ""


def write(act: Act, project_id: int, command: RecordPermit) -> int:
    """Insert a permit; shared with the first set-up. Raises BadInput."""
    number = clean(command.no, "no", limit=60)
    if not number:
        raise BadInput(M("The permit needs its number."), "no")
    buildings = _listed(command.buildings)
    if command.valid_to is not None and command.valid_to < command.issued_on:
        raise BadInput(M("The permit ends before it begins."), "valid_to")
    try:
        return act.work.insert(
            Permit,
            project_id=project_id,
            no=number,
            kind=command.kind.value,
            issued_on=command.issued_on,
            valid_to=command.valid_to,
            authority=clean(command.authority, "authority"),
            buildings=buildings,
        )
    except Clash as error:
        raise BadInput(M("Permit {no} is recorded already.", no=number), "no") from error


def _listed(names: tuple[str, ...]) -> str:
    cleaned = {clean(each, "buildings", limit=40) for each in names}
    if not any(cleaned):
        raise BadInput(M("Name the buildings that the permit covers."), "buildings")
    return "\n".join(sorted(each for each in cleaned if each))


@use_case("permit.record", title=M("Record a permit"), done=M("Permit {no} is recorded."))
def record(act: Act, command: RecordPermit) -> Result:
    """Record a pre-sale permit or a completed-sale registration."""
    permit_id = write(act, act.project_id, command)
    return {"id": permit_id, "no": command.no}


@dataclass(frozen=True, slots=True)
class ChangePermit:
    """What an authority changes on a permit: its buildings, its last day; what is not given stays."""

    permit: PermitRef
    reason: str
    buildings: tuple[str, ...] = ()
    valid_to: date | None = None
    without_end: bool = False
    authority: str | None = None
    version: int | None = None


@use_case("permit.change", action="permit.record", title=M("Change a permit"), done=M("Permit {no} is changed."))
def change(act: Act, command: ChangePermit) -> Result:
    """Change a permit, with the reason. Units sold under it stay sold. Raises NotFound, BadInput, Stale."""
    row = act.must(Permit, command.permit, M("permit"))
    act.reason = clean(command.reason, "reason")
    if not act.reason:
        raise BadInput(M("Say why."), "reason")
    values: dict[str, Any] = {}
    if command.buildings:
        values["buildings"] = _listed(command.buildings)
    if command.without_end:
        values["valid_to"] = None
    elif command.valid_to is not None:
        if command.valid_to < row["issued_on"]:
            raise BadInput(M("The permit ends before it begins."), "valid_to")
        values["valid_to"] = command.valid_to
    if command.authority is not None:
        values["authority"] = clean(command.authority, "authority")
    act.work.update(Permit, command.permit, expect=command.version, **values)
    return {"id": command.permit, "no": row["no"]}
