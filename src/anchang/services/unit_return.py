"""The far end of a unit's life: handed over, titled, and what becomes of one that came back (2.16, 2.8, 2.11, 2.12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from anchang.domain.text import clean
from anchang.domain.unit import UNIT
from anchang.domain.units import UnitRef
from anchang.i18n import M
from anchang.services import claim, wait_line
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class ReleaseReturn:
    """A unit that came back and goes on sale again, with the reason."""

    unit: UnitRef
    reason: str
    version: int | None = None


@use_case(
    "unit.release_return",
    step=(UNIT, "release_return"),
    title=M("Put a returned unit back on sale"),
    done=M("{unit} is available again."),
)
def release_return(act: Act, command: ReleaseReturn) -> Result:
    """Put a returned unit back on sale at its price of today. Raises Refusal (permit, price, reason), WrongState."""
    return _after_return(act, command, "release_return", released_on=act.today)


@dataclass(frozen=True, slots=True)
class KeepBack:
    """A unit that came back and is not sold again for now, with the reason."""

    unit: UnitRef
    reason: str
    version: int | None = None


@use_case(
    "unit.keep_back",
    step=(UNIT, "keep_back"),
    title=M("Keep a returned unit off sale"),
    done=M("{unit} is not on sale."),
)
def keep_back(act: Act, command: KeepBack) -> Result:
    """Take a returned unit off sale. Raises Refusal without a reason, WrongState."""
    return _after_return(act, command, "keep_back", released_on=None)


def _after_return(act: Act, command: ReleaseReturn | KeepBack, step: str, **values: Any) -> Result:
    act.reason = clean(command.reason, "reason")
    unit = claim.unit_row(act, command.unit)
    facts = claim.facts_of(act.read, unit, None, reason=act.reason)
    values |= {"state_since": act.now, "return_locked_on": None, "return_reason": ""}
    act.move(UNIT, step, Unit, unit, facts, expect=command.version, **values)
    wait_line.settle(act, command.unit)
    return {"id": command.unit, "unit": unit["label"]}


def deliver(act: Act, unit_id: int, on: date) -> None:
    """The unit follows the handover sheet that was signed on that day. Raises WrongState."""
    _follow_paper(act, unit_id, "deliver", "handed_over", delivered_on=on)


def issue_title(act: Act, unit_id: int, on: date) -> None:
    """The unit follows the certificate that was issued on that day. Raises WrongState."""
    _follow_paper(act, unit_id, "issue_title", "title_issued", titled_on=on)


def _follow_paper(act: Act, unit_id: int, step: str, fact: str, **values: Any) -> None:
    unit = claim.unit_row(act, unit_id)
    said: dict[str, Any] = {fact: True}
    facts = claim.facts_of(act.read, unit, claim.live(act, unit_id), **said)
    act.move(UNIT, step, Unit, unit, facts, as_system=True, state_since=act.now, **values)
