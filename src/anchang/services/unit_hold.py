"""A hold goes on: extended with a reason, so many times (2.16, 2.18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from anchang.domain.errors import BadInput
from anchang.domain.text import clean
from anchang.domain.unit import UNIT
from anchang.domain.units import UnitRef
from anchang.i18n import M
from anchang.services import claim, unit_along
from anchang.services.act import Act
from anchang.services.unit import MOST_MINUTES
from anchang.services.use_case import Result, use_case


@dataclass(frozen=True, slots=True)
class ExtendHold:
    """More time for a hold: minutes behind its present end, `hold_minutes` where none are said."""

    unit: UnitRef
    reason: str
    minutes: int | None = None
    version: int | None = None


@use_case("unit.extend", step=(UNIT, "extend"), title=M("Extend a hold"), done=M("{unit} is on hold until {until}."))
def extend(act: Act, command: ExtendHold) -> Result:
    """Extend a hold that has an end, at most `hold_extensions` times; its parking goes along.

    Raises Refusal, WrongState, BadInput.
    """
    act.reason = clean(command.reason, "reason")
    minutes = int(act.settings["hold_minutes"]) if command.minutes is None else command.minutes
    if not 1 <= minutes <= MOST_MINUTES:
        raise BadInput(M("A hold lasts 1 to {most} minutes.", most=MOST_MINUTES), "minutes")
    row = claim.end_lapsed(act, command.unit)
    start = row["expires_at"] if row is not None and row["expires_at"] is not None else act.now
    until = start + timedelta(minutes=minutes)
    unit = claim.extend(act, command.unit, until, act.reason, expect=command.version)
    along = unit_along.extend(act, command.unit, None if row is None else row["customer_id"], until, act.reason)
    shown = until.astimezone(act.zone).strftime("%m-%d %H:%M")
    return {"id": command.unit, "unit": unit["label"], "until": shown, "expires_at": until.isoformat(), "along": along}
