"""How long the hold of a small order lasts: as long as its money stands (2.16 «no receipt»), else by its timer."""

from __future__ import annotations

from anchang.domain import hold
from anchang.domain.hold import ClaimKind, HoldType
from anchang.services import claim
from anchang.services.act import Act
from anchang.services.sincerity_facts import in_the_way


def set_timer(act: Act, unit_id: int | None) -> None:
    """After whatever brought money to the unit's hold, took it away, or gave the hold another end: none while money
    stands on it, `small_order_minutes` from now when the last of it is gone."""
    held = None if unit_id is None else claim.live(act, unit_id)
    if unit_id is None or held is None or held["kind"] != ClaimKind.HOLD:
        return
    if in_the_way(act.read, held):
        if held["expires_at"] is not None:
            claim.advance(act, unit_id, ClaimKind.HOLD, clear_expiry=True)
    elif held["expires_at"] is None and held["hold_type"] == HoldType.SMALL_ORDER:
        until = hold.expires_at(act.now, int(act.settings["small_order_minutes"]))
        claim.advance(act, unit_id, ClaimKind.HOLD, expires_at=until)
