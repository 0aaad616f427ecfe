"""A day of the rota told in words: every event, and what followed from it for whom (domain 2.1; «why him?»).

Nothing here decides anything: the queue does, and each sentence is read off the queue before and after an event.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from anchang.domain import rota
from anchang.domain.rota import EntryState, Event
from anchang.domain.rota_policy import Policy
from anchang.domain.rota_queue import Entry, Queue, apply
from anchang.i18n import M, Msg


@dataclass(frozen=True, slots=True)
class Told:
    """One event: `no` counts the day's events from 1, `followed` is what it meant for others."""

    no: int
    at: datetime
    kind: str
    what: Msg
    followed: tuple[Msg, ...]


def chronicle(events: Iterable[Event], policy: Policy) -> list[Told]:
    """The whole day, first event first. Raises as `rota_queue.apply` does."""
    queue, told = Queue(policy), []
    for event in events:
        after = apply(queue, event)
        told.append(Told(after.version, event.at, type(event).__name__, _what(after, event), _followed(queue, after)))
        queue = after
    return told


def _name(queue: Queue, consultant: int) -> str:
    return queue.entry(consultant).name


def _names(queue: Queue) -> tuple[str, ...]:
    return tuple(_name(queue, one) for one in queue.order)


def _what(queue: Queue, event: Event) -> Msg:
    match event:
        case rota.SignedIn():
            entry = queue.entry(event.consultant)
            return M("{name} signs in, place {place}", name=entry.name, place=entry.seq)
        case rota.Confirmed():
            return M("the order is fixed: {names}", names=_names(queue))
        case rota.ReOrdered():
            moved = tuple(_name(queue, one) for one in event.order)
            return M("the order is changed to {names}: {reason}", names=moved, reason=event.reason)
        case rota.TurnTaken():
            return _taken(queue, event)
        case rota.TurnEnded():
            name = _name(queue, event.consultant)
            over = M("the reception of {name} is over", name=name)
            return M("the reception of {name} is over, with a deal", name=name) if event.deal else over
        case rota.CreditTakenBack():
            name = _name(queue, event.consultant)
            return M("the visitor whom {name} received for a colleague bought today: the deal is shared", name=name)
        case rota.TurnUncounted():
            turn = queue.turns[event.no - 1]
            return M(
                "turn {no} of {name} does not count any more: {kind}",
                no=event.no, name=_name(queue, turn.receiver), kind=event.kind,
            )  # fmt: skip
        case rota.Paused():
            return M("{name} goes away: {reason}", name=_name(queue, event.consultant), reason=event.reason)
        case rota.Resumed():
            return M("{name} comes back", name=_name(queue, event.consultant))
        case rota.Left():
            return M("{name} goes off duty", name=_name(queue, event.consultant))
        case rota.Skipped():
            name = _name(queue, event.consultant)
            return M("{name} loses {count} turns: {reason}", name=name, count=event.turns, reason=event.reason)
        case rota.ShiftOver():
            return M("the shift at the door is over")
        case rota.Closed():
            return M("the rota is closed")


def _taken(queue: Queue, event: rota.TurnTaken) -> Msg:
    turn = queue.turns[-1]
    receiver, recorder = _name(queue, turn.receiver), _name(queue, turn.recorder)
    words = M(
        "turn {no}: {name} receives, {kind}; {recorder} writes it down",
        no=turn.no, name=receiver, kind=event.kind, recorder=recorder,
    )  # fmt: skip
    return words if event.counted else M("{what}; not counted", what=words)


def _followed(before: Queue, after: Queue) -> tuple[Msg, ...]:
    old = {entry.consultant: entry for entry in before.entries}
    return tuple(each for entry in after.entries for each in _for_one(old.get(entry.consultant), entry))


def _for_one(old: Entry | None, new: Entry) -> list[Msg]:
    """What changed for one person beside the event itself."""
    found = []
    credits = len(new.credits) - (len(old.credits) if old else 0)
    if credits > 0:
        found.append(M("{name} has a turn to make up for", name=new.name))
    elif credits < 0 and new.status is EntryState.RECEIVING and (old is None or old.turn_no != new.turn_no):
        found.append(M("this makes up for a turn of {name}", name=new.name))
    elif credits < 0:
        found.append(M("turns of {name} to make up for end", name=new.name))
    if old and new.skips < old.skips:
        found.append(M("the turn taken away from {name} has passed", name=new.name))
    if new.status is EntryState.ON_POST and (old is None or old.status is not EntryState.ON_POST):
        found.append(M("{name} takes the post", name=new.name))
    return found
