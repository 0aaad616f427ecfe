"""Flags beside a unit's state: mortgaged, seized, frozen, each with its reason (2.16, 3.5)."""

from __future__ import annotations

from dataclasses import dataclass

from anchang.domain.errors import BadInput, Refusal
from anchang.domain.text import clean
from anchang.domain.unit_flag import UnitFlag as Kind
from anchang.domain.units import UnitRef
from anchang.i18n import M, say
from anchang.services import claim, wait_line
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import unit_flag as flags


@dataclass(frozen=True, slots=True)
class FlagUnit:
    """A flag that stands on a unit from now on; `paper_no` is the court's or the bank's paper, where there is one."""

    unit: UnitRef
    flag: Kind
    reason: str
    paper_no: str = ""


@use_case("unit.flag", action="unit.flag", title=M("Set a flag on a unit"), done=M("{unit}: {flag}."))
def set_flag(act: Act, command: FlagUnit) -> Result:
    """Set a flag. A hold that stands is not ended by it, it only goes no further. Raises BadInput, Refusal."""
    if command.flag in flags.kinds_of(act.read, command.unit):
        label = claim.unit_row(act, command.unit)["label"]
        raise Refusal(M("{unit} is {flag} already.", unit=label, flag=command.flag.label))
    return _write(act, command.unit, command.flag, command.reason, command.paper_no, is_set=True)


@dataclass(frozen=True, slots=True)
class ClearFlag:
    """A flag that is taken off a unit."""

    unit: UnitRef
    flag: Kind
    reason: str
    paper_no: str = ""


@use_case("unit.clear_flag", action="unit.flag", title=M("Take a flag off a unit"), done=M("{unit}: no longer {flag}."))
def clear_flag(act: Act, command: ClearFlag) -> Result:
    """Take a flag off; whoever waits for the unit may have it now. Raises BadInput, Refusal."""
    if command.flag not in flags.kinds_of(act.read, command.unit):
        label = claim.unit_row(act, command.unit)["label"]
        raise Refusal(M("{unit} is not {flag}.", unit=label, flag=command.flag.label))
    result = _write(act, command.unit, command.flag, command.reason, command.paper_no, is_set=False)
    wait_line.settle(act, command.unit)
    return result


def _write(act: Act, unit_id: int, kind: Kind, reason: str, paper_no: str, *, is_set: bool) -> Result:
    act.reason = clean(reason, "reason")
    if not act.reason:
        raise BadInput(M("Say why."), "reason")
    unit = claim.unit_row(act, unit_id)
    act.work.insert(
        flags.UnitFlag,
        project_id=act.project_id,
        unit_id=unit_id,
        kind=kind.value,
        is_set=is_set,
        reason=act.reason,
        paper_no=clean(paper_no, "paper_no", limit=60),
        by_id=act.actor.id or None,
        at=act.now,
        business_date=act.today,
    )
    return {"id": unit_id, "unit": unit["label"], "flag": say(kind.label)}
