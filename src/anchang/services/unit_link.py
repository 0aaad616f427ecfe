"""Parking spaces and storage rooms that belong to a unit (2.16, 3.5): linked by hand, offered together, sold apart."""

from __future__ import annotations

from dataclasses import dataclass

from anchang.domain.errors import BadInput, Refusal
from anchang.domain.price_list import Usage
from anchang.domain.text import clean
from anchang.domain.units import UnitRef
from anchang.i18n import M
from anchang.services import claim
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import unit_link as links

SIDE = frozenset({Usage.PARKING.value, Usage.STORAGE.value})


@dataclass(frozen=True, slots=True)
class LinkUnit:
    """A parking space or storage room that belongs to a unit from now on."""

    unit: UnitRef
    linked: UnitRef


@use_case("unit.link", action="unit.link", title=M("Link a parking space or storage room"),
          done=M("{linked} belongs to {unit}."))  # fmt: skip
def link(act: Act, command: LinkUnit) -> Result:
    """Link one. Raises BadInput for a unit that is neither, Refusal when it belongs to a unit already."""
    unit, side = claim.unit_row(act, command.unit), claim.unit_row(act, command.linked)
    if side["usage"] not in SIDE:
        raise BadInput(M("{unit} is neither a parking space nor a storage room.", unit=side["label"]), "linked")
    if unit["usage"] in SIDE:
        raise BadInput(M("{unit} is itself a parking space or storage room.", unit=unit["label"]), "unit")
    if links.live(act.read, command.linked) is not None:
        main = links.main_of(act.read, command.linked)
        raise Refusal(M("{unit} belongs to {main} already.", unit=side["label"], main=main))
    act.work.insert(
        links.UnitLink,
        project_id=act.project_id,
        unit_id=command.unit,
        linked_id=command.linked,
        at=act.now,
        by_id=act.actor.id or None,
    )
    return {"id": command.unit, "unit": unit["label"], "linked": side["label"]}


@dataclass(frozen=True, slots=True)
class UnlinkUnit:
    """A parking space or storage room that belongs to no unit any more."""

    linked: UnitRef
    reason: str


@use_case("unit.unlink", action="unit.link", title=M("Unlink a parking space or storage room"),
          done=M("{linked} belongs to no unit."))  # fmt: skip
def unlink(act: Act, command: UnlinkUnit) -> Result:
    """End a link, with the reason; both units stay as they are. Raises BadInput, Refusal."""
    act.reason = clean(command.reason, "reason")
    if not act.reason:
        raise BadInput(M("Say why."), "reason")
    side = claim.unit_row(act, command.linked)
    row = links.live(act.read, command.linked)
    if row is None:
        raise Refusal(M("{unit} belongs to no unit.", unit=side["label"]))
    act.work.update(
        links.UnitLink, row["id"], ended_at=act.now, ended_by=act.actor.id or None, reason=act.reason
    )
    return {"id": command.linked, "linked": side["label"]}
