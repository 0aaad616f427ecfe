"""How each state of a unit is drawn. A file of its own: the login screen has colours but no units."""

from __future__ import annotations

from collections.abc import Sequence

from anchang.domain.unit import UnitState
from anchang.domain.unit_flag import UnitFlag
from anchang.domain.unit_wall import NO_BAND, OTHER, Band, Mark, View
from anchang.i18n import M
from anchang.tui.theme import STEPS, Look, Tone

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

# What stands behind the room: what goes on first, then what somebody outside has on the unit, then who waits for it.
SIGN_LOOKS: dict[str, Look] = {
    Mark.PENDING: Look(M("? (wall sign)"), Mark.PENDING.label, Tone.LATE),
    Mark.CANCELLING: Look(M("x (wall sign)"), Mark.CANCELLING.label, Tone.ASKED),
    Mark.SWAPPING: Look(M("s (wall sign)"), Mark.SWAPPING.label, Tone.ASKED),
    Mark.RENAMING: Look(M("n (wall sign)"), Mark.RENAMING.label, Tone.ASKED),
    Mark.REPLANNING: Look(M("p (wall sign)"), Mark.REPLANNING.label, Tone.ASKED),
    Mark.DELAYING: Look(M("d (wall sign)"), Mark.DELAYING.label, Tone.ASKED),
    UnitFlag.SEIZED: Look(M("z (wall sign)"), UnitFlag.SEIZED.label, Tone.LATE),
    UnitFlag.FROZEN: Look(M("f (wall sign)"), UnitFlag.FROZEN.label, Tone.LATE),
    UnitFlag.MORTGAGED: Look(M("m (wall sign)"), UnitFlag.MORTGAGED.label, Tone.CLOSED),
    "waits": Look(M("w (wall sign)"), M("somebody waits for it"), Tone.QUIET),
}
_KINDS = (Tone.OPEN, Tone.ASKED, Tone.FIRM, Tone.DONE, Tone.SETTLED, Tone.CLOSED, Tone.TAKEN)


def band_looks(view: View, bands: Sequence[Band]) -> dict[str, Look]:
    """The look of each band of a view: a scale where the bands have an order, else colours that are told apart.

    The lowest band is the darkest and the highest the brightest, however many there are.
    """
    known = [band for band in bands if band.key not in (NO_BAND, OTHER)]
    found = {}
    for number, band in enumerate(known):
        at = number * (len(STEPS) - 1) // max(1, len(known) - 1)
        tone = _KINDS[number % len(_KINDS)] if view is View.LAYOUT else STEPS[at]
        found[band.key] = Look(band.key, band.words, tone)
    return found | {band.key: Look(band.key, band.words, Tone.QUIET) for band in bands if band not in known}
