"""What goes along with a unit that is held: its parking spaces and storage rooms (2.16, 3.5).

They are sold apart and may be let go apart. But whoever holds them together with the flat has them as long as the flat:
the manager confirms and extends the hold of the flat, and theirs does not run out under it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from anchang.domain.hold import ClaimKind, HoldType
from anchang.services import claim, wait_line
from anchang.services.act import Act
from anchang.storage import launch, unit_flag, unit_link
from anchang.storage.reading import Read
from anchang.storage.work import Row


def free(read: Read, unit_id: int, customer_id: int | None) -> list[int]:
    """The parking spaces and storage rooms of the unit that this customer can have now.

    Not those that are seized or frozen, offered to somebody who waits, or chosen from in a launch.
    """
    return [
        side["id"]
        for side in unit_link.linked(read, unit_id)
        if wait_line.is_free(read, side["id"])
        and wait_line.offered_away(read, side["id"], customer_id) is None
        and launch.open_for(read, side["id"]) is None
    ]


def _held_with(act: Act, unit_id: int, customer_id: int | None) -> Iterator[Row]:
    """The short holds of the same customer on what belongs to the unit, as rows of claims."""
    if customer_id is None:
        return
    for side in unit_link.linked(act.read, unit_id):
        row = claim.live(act, side["id"])
        if row is None or claim.has_lapsed(row, act.now) or row["customer_id"] != customer_id:
            continue
        is_short = row["kind"] == ClaimKind.HOLD and row["hold_type"] == HoldType.TEMP
        if is_short and not any(flag.stops_sale for flag in unit_flag.kinds_of(act.read, side["id"])):
            yield row


def confirm(act: Act, unit_id: int, customer_id: int | None, until: datetime) -> list[str]:
    """The manager confirms the flat: what the customer asked for with it is confirmed as long; their labels."""
    found = []
    for row in list(_held_with(act, unit_id, customer_id)):
        if row["confirmed_at"] is None:
            claim.hold_again(act, row["unit_id"], "hold", customer_id=customer_id)
            claim.advance(act, row["unit_id"], ClaimKind.HOLD, expires_at=until)
            found.append(str(claim.unit_row(act, row["unit_id"])["label"]))
    return found


def extend(act: Act, unit_id: int, customer_id: int | None, until: datetime, reason: str) -> list[str]:
    """The hold of the flat is extended, and with it theirs that would end before it; their labels."""
    found = []
    for row in list(_held_with(act, unit_id, customer_id)):
        ends_before = row["expires_at"] is not None and row["expires_at"] < until
        if ends_before and row["confirmed_at"] is not None and row["extensions"] < act.settings["hold_extensions"]:
            found.append(str(claim.extend(act, row["unit_id"], until, reason)["label"]))
    return found
