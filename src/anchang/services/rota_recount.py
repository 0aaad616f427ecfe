"""What the door took somebody for and what the visit says afterwards: the turn follows (domain 2.1-3).

Whoever was let in as a new customer and is a colleague's, or buys nothing, used up a turn that was none; whoever was
let in as nobody who buys and is a customer after all has used up none.
"""

from __future__ import annotations

from anchang.domain.access import ASSISTANT, CONSULTANT, MANAGER
from anchang.domain.rota import (
    AVAILABLE,
    ROTA_ENTRY,
    DayState,
    EntryFacts,
    EntryState,
    TurnKind,
    TurnTaken,
    TurnUncounted,
)  # fmt: skip
from anchang.domain.rota_desk import Arrival, Decision
from anchang.domain.visit import VisitKind
from anchang.i18n import M, say
from anchang.services import rota_log
from anchang.services.act import Act
from anchang.storage import rota as rows
from anchang.storage.work import Row

_ABSENT = (EntryState.OFF, EntryState.LEFT, EntryState.PAUSED_OK, EntryState.PAUSED_NO)


def known(act: Act, visit: Row, owner_id: int) -> None:
    """The visit's number is that of somebody's customer: the turn was no new customer's. Nothing where none counted."""
    turn = _counted(act, visit)
    day = None if turn is None else rota_log.on(act, visit["business_date"])
    if turn is None or day is None or day["state"] != DayState.CONFIRMED:
        return
    queue = rota_log.queue(act, day)
    if owner_id == turn["receiver_id"]:
        kind = TurnKind.RETURNING
    else:
        kind = TurnKind.VOLUNTARY if queue.status(owner_id) in _ABSENT else TurnKind.ASSIST
    rota_log.tell(act, day, queue, TurnUncounted(act.now, turn["no"], kind), reason=act.reason)


def other_kind(act: Act, visit: Row, kind: VisitKind) -> list[str]:
    """The visit's kind is another one: the turn goes with it; what is to be said. `visit` is the row as it is now.

    That a party buys nothing gives a turn back, so the assistant or the manager says it; the other way costs one.
    """
    day = rota_log.on(act, visit["business_date"])
    if day is None or day["state"] != DayState.CONFIRMED:
        return []
    if kind is not VisitKind.NOT_A_BUYER:
        return _late(act, day, visit, kind)
    turn = _counted(act, visit)
    if turn is None:
        return []
    if not act.actor.roles & (ASSISTANT | MANAGER):
        words = M("Turn {no} still counts: the assistant or the manager corrects the kind too, then it does not.",
                  no=turn["no"])  # fmt: skip
        return [say(words)]
    queue = rota_log.queue(act, day)
    rota_log.tell(act, day, queue, TurnUncounted(act.now, turn["no"], TurnKind.NONE), reason=act.reason)
    return [say(M("Turn {no} does not count any more.", no=turn["no"]))]


def _counted(act: Act, visit: Row) -> Row | None:
    turn = rows.turn_of_visit(act.read, visit["id"])
    return turn if turn is not None and turn["counted"] else None


def _late(act: Act, day: Row, visit: Row, kind: VisitKind) -> list[str]:
    """Somebody let in as no buyer is one: the reception begins for the rota too, if the consultant stands in line."""
    turn = rows.turn_of_visit(act.read, visit["id"])
    if turn is not None and turn["kind"] == TurnKind.NONE:
        return [say(M("Turn {no} does not count: the manager takes a turn away where it should.", no=turn["no"]))]
    if visit["origin"] != "rota" or turn is not None:
        return []
    queue, who = rota_log.queue(act, day), visit["consultant_id"]
    if queue.status(who) not in AVAILABLE or visit["saved_at"] is not None:
        return []
    ROTA_ENTRY.take("take_turn", queue.status(who), EntryFacts(day=queue.day), CONSULTANT)
    counted = queue.policy.outside_hours_count or queue.policy.is_open(visit["arrived_at"].astimezone(act.zone).time())
    counted = counted and (queue.policy.agent_counts or kind is not VisitKind.AGENT_BROUGHT)
    why = M("taken for nobody who buys at the door, and a customer after all")
    decision = Decision(who, visit["recorder_id"], TurnKind.NEW, counted, False, why)
    recorder = visit["recorder_id"] if queue.status(visit["recorder_id"]) is not EntryState.OFF else who
    event = TurnTaken(act.now, who, recorder, TurnKind.NEW, counted)
    rota_log.tell(
        act, day, queue, event, arrival=Arrival(kind), decision=decision, visit_id=visit["id"],
        party_size=visit["party_size"],
    )  # fmt: skip
    return [say(M("A turn has begun with it: end the reception when it is over."))]
