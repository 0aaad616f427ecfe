"""The waiting list goes on: offers that are over, the next offer, and the wish that is fulfilled (2.16).

An offer begins when it is written down, not when the unit became free: while no terminal was open nobody could be told.
Its minutes are those in which the office is open: nobody is passed over in the night.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from anchang.domain.unit import UnitState
from anchang.domain.unit_wait import UNIT_WAIT, WaitFacts, WaitState, offer_ends
from anchang.i18n import M, Msg
from anchang.services.act import Act
from anchang.storage import claim as claims
from anchang.storage import unit_flag, unit_query
from anchang.storage import unit_wait as rows
from anchang.storage.reading import Read
from anchang.storage.unit_wait import UnitWait
from anchang.storage.work import Row

OFFER = "unit.offer_next"


def settle(act: Act, unit_id: int) -> bool:
    """End the offer that is over and offer a free unit to the next, as the program's own act; whether it did either."""
    line = rows.line(act.read, unit_id)
    if not line:
        return False
    with act.as_system(OFFER):
        return _pass_by(act, line) | _offer(act, unit_id, line)


def _pass_by(act: Act, line: list[Row]) -> bool:
    over = [row for row in line if row["state"] == WaitState.OFFERED and row["offer_until"] <= act.now]
    for row in over:
        facts = WaitFacts(now=act.now, offer_until=row["offer_until"])
        act.move(UNIT_WAIT, "pass_by", UnitWait, row, facts, as_system=True, ended_at=row["offer_until"])
    return bool(over)


def _offer(act: Act, unit_id: int, line: list[Row]) -> bool:
    if any(row["state"] == WaitState.OFFERED and row["offer_until"] > act.now for row in line):
        return False
    waiting = [row for row in line if row["state"] == WaitState.WAITING]
    if not waiting or not is_free(act.read, unit_id):
        return False
    opening, closing = (time.fromisoformat(str(act.settings[key])) for key in ("opening_time", "closing_time"))
    minutes = int(act.settings["wait_offer_minutes"])
    until = offer_ends(act.now.astimezone(act.zone), minutes, opening, closing).astimezone(UTC)
    facts = WaitFacts(now=act.now, unit_free=True)
    act.move(UNIT_WAIT, "offer", UnitWait, waiting[0], facts, as_system=True, offered_at=act.now, offer_until=until)
    return True


def is_free(read: Read, unit_id: int) -> bool:
    """Whether the unit can be had now: on sale, held by nobody, neither seized nor frozen."""
    unit = unit_query.row(read, unit_id)
    if unit is None or unit["state"] != UnitState.AVAILABLE or claims.live(read, unit_id) is not None:
        return False
    return not any(flag.stops_sale for flag in unit_flag.kinds_of(read, unit_id))


def taken(act: Act, unit_id: int, customer_id: int | None) -> None:
    """This customer got the unit: the wish for it is fulfilled."""
    if customer_id is None:
        return
    for row in rows.line(act.read, unit_id):
        if row["customer_id"] == customer_id:
            facts = WaitFacts(now=act.now, has_unit=True)
            act.move(UNIT_WAIT, "take", UnitWait, row, facts, as_system=True, ended_at=act.now)


def offered_away(read: Read, unit_id: int, customer_id: int | None) -> Msg | None:
    """The sentence for everybody but the customer whose turn it is, None where anybody may have the unit."""
    turn = rows.first(read, unit_id)
    if turn is None or turn["customer_id"] == customer_id:
        return None
    shown: dict[str, Any] = {"consultant": turn["consultant"]}
    if turn["state"] == WaitState.OFFERED:
        until = until_words(turn["offer_until"], read)
        return M("the unit is offered to a waiting customer of {consultant} until {until}", **shown, until=until)
    return M("a customer of {consultant} is first on the waiting list", **shown)


def until_words(until: datetime, read: Read) -> str:
    """The end of an offer or a hold on the office's clock, with its day when that is another one."""
    local = until.astimezone(read.zone)
    return local.strftime("%H:%M" if local.date() == read.today else "%m-%d %H:%M")
