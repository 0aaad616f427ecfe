"""What a reception costs: a place in the line, a turn, or nothing; also when that is known only afterwards (2.1-3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from anchang.domain import rota_modes
from anchang.domain.errors import WrongState
from anchang.domain.rota import EntryState, TurnKind, TurnTaken, TurnUncounted
from anchang.i18n import M

if TYPE_CHECKING:
    from anchang.domain.rota_queue import Entry, Queue

_KEEP_PLACE: Final = (TurnKind.RETURNING, TurnKind.ASSIST, TurnKind.NEW)


def keeps_place(queue: Queue, kind: TurnKind, counted: bool, on_credit: bool) -> bool:
    """Whether the receiver comes back to the same place in the line."""
    if counted:
        return on_credit
    if kind is TurnKind.RETURNING:
        return queue.policy.own_returning_compensated
    return kind in _KEEP_PLACE  # a voluntary reception goes to the end and earns a credit instead


def costs(queue: Queue, entry: Entry, event: TurnTaken, *, keeps: bool) -> Entry:
    """What the reception costs beside its own count: less when it makes up for another, more when it costs a place."""
    if event.on_credit and rota_modes.by_count(queue):
        return replace(entry, handicap=entry.handicap - 1)
    costs = not keeps and not event.counted and event.kind is TurnKind.RETURNING
    return replace(entry, handicap=entry.handicap + rota_modes.turn(queue)) if costs else entry


def uncounted(queue: Queue, event: TurnUncounted) -> Queue:
    """The turn counted and should not have: the place is kept while it runs, and made up for when it is over."""
    turn = queue.turns[event.no - 1] if 0 < event.no <= len(queue.turns) else None
    if turn is None or not turn.counted:
        raise WrongState(M("There is no turn {no} that counts.", no=event.no))
    place = turn.no - 1
    plain = replace(turn, kind=event.kind, counted=False, on_credit=False)
    changed = replace(queue, turns=(*queue.turns[:place], plain, *queue.turns[place + 1 :]))
    entry = queue.entry(turn.receiver)
    entry = replace(entry, turns=entry.turns - 1, uncounted=entry.uncounted + 1)
    runs = entry.turn_no == turn.no
    keeps = event.kind is TurnKind.NONE or keeps_place(queue, event.kind, False, False)
    earns = event.kind is TurnKind.VOLUNTARY and queue.policy.voluntary_credit and not runs
    if turn.on_credit:  # the place was kept, and the turn to make up for is still owed
        back = 1 if rota_modes.by_count(queue) else 0
        entry = replace(entry, credit_cycle=-1, handicap=entry.handicap + back)
        earns = True
    elif rota_modes.goes_round(queue):
        if runs and keeps:
            changed = replace(changed, order=(turn.receiver, *(one for one in changed.order if one != turn.receiver)))
        earns = earns or (keeps and not runs)
    elif not keeps and event.kind is TurnKind.RETURNING:
        entry = replace(entry, handicap=entry.handicap + rota_modes.turn(queue))
    if earns and entry.status is not EntryState.LEFT:
        entry = replace(entry, credits=(*entry.credits, queue.version + 1))
    entries = tuple(entry if old.consultant == entry.consultant else old for old in changed.entries)
    return replace(changed, entries=entries)
