"""How each state of a unit is drawn. A file of its own: the login screen has colours but no units."""

from __future__ import annotations

from anchang.domain.unit import UnitState
from anchang.i18n import M
from anchang.tui.theme import Look, Tone

UNIT_LOOKS: dict[str, Look] = {
    state.value: Look(sign, state.label, tone)
    for state, sign, tone in (
        (UnitState.UNRELEASED, M("U (unit mark)"), Tone.QUIET),
        (UnitState.AVAILABLE, M("A (unit mark)"), Tone.OPEN),
        (UnitState.HELD, M("H (unit mark)"), Tone.ASKED),
        (UnitState.SUBSCRIBED, M("S (unit mark)"), Tone.TAKEN),
        (UnitState.SIGNED, M("C (unit mark)"), Tone.FIRM),
        (UnitState.REGISTERED, M("R (unit mark)"), Tone.DONE),
        (UnitState.DELIVERED, M("D (unit mark)"), Tone.SETTLED),
        (UnitState.TITLED, M("T (unit mark)"), Tone.SETTLED),
        (UnitState.RETURN_LOCKED, M("L (unit mark)"), Tone.CLOSED),
    )
}
