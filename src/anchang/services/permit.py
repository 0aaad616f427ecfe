"""Recording permits (5.9): nothing is held, signed or paid for without one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anchang.domain.errors import BadInput
from anchang.domain.permit import PermitKind
from anchang.domain.text import clean
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
    buildings = [clean(each, "buildings", limit=40) for each in command.buildings]
    if not any(buildings):
        raise BadInput(M("Name the buildings that the permit covers."), "buildings")
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
            buildings="\n".join(sorted({each for each in buildings if each})),
        )
    except Clash as error:
        raise BadInput(M("Permit {no} is recorded already.", no=number), "no") from error


@use_case("permit.record", title=M("Record a permit"), done=M("Permit {no} is recorded."))
def record(act: Act, command: RecordPermit) -> Result:
    """Record a pre-sale permit or a completed-sale registration."""
    permit_id = write(act, act.project_id, command)
    return {"id": permit_id, "no": command.no}
