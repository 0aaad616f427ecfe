"""Who comes next in each mode of the rota (domain 2.1): the line that goes round, or who has had the least so far.

In the modes `count_based` and `door_shift` nobody changes places: the next one is whoever is free and has had the
fewest new customers, or the fewest seconds at the door; the line (sign-in order, or the manager's) decides between
equals. What would else favour or cost somebody is written into `handicap`: who joins late or comes back from private
affairs begins level with those at work, those whom the manager orders anew begin level with one another, a turn taken
away counts as had, and one that makes up for another does not count. At the door one stays until the shift is over, a
visitor comes, or somebody is free again who has stood there less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from anchang.domain.rota import AVAILABLE, DayState, EntryState, Mode, ReOrdered, ShiftOver

if TYPE_CHECKING:
    from anchang.domain.rota_queue import Entry, Queue

_AT_WORK = (*AVAILABLE, EntryState.RECEIVING)


def by_count(queue: Queue) -> bool:
    """Whether the fewest new customers decide."""
    return queue.policy.mode is Mode.COUNT_BASED


def by_door(queue: Queue) -> bool:
    """Whether the time at the door decides."""
    return queue.policy.mode is Mode.DOOR_SHIFT


def goes_round(queue: Queue) -> bool:
    """Whether the line itself decides, and goes round."""
    return queue.policy.mode is Mode.CIRCULAR


def had(queue: Queue, entry: Entry) -> int:
    """What decides between people: new customers, or seconds at the door."""
    return (entry.door if by_door(queue) else entry.turns) + entry.handicap


def behind(queue: Queue, entry: Entry) -> int:
    """What puts one before another who stands in the same line: nothing where the line itself decides."""
    return 0 if goes_round(queue) else had(queue, entry)


def turn(queue: Queue) -> int:
    """What one turn is worth in `had`."""
    return queue.policy.door_minutes * 60 if by_door(queue) else 1


def first(queue: Queue, free: Sequence[Entry]) -> Entry | None:
    """Who of those who are free comes next; `free` stands in the order of the line."""
    if not free or goes_round(queue):
        return next(iter(free), None)
    # Whoever stands at the door stays, unless somebody comes back who has had less.
    return min(free, key=lambda each: (had(queue, each), by_door(queue) and each.status is not EntryState.ON_POST))


def levelled(queue: Queue, entry: Entry) -> Entry:
    """The entry of somebody who was not at work, level with whoever of the others has had the least."""
    if goes_round(queue):
        return entry
    others = [
        had(queue, each)
        for each in queue.entries
        if each.consultant != entry.consultant and each.status in _AT_WORK
    ]
    behind = min(others, default=0) - had(queue, entry)
    return replace(entry, handicap=entry.handicap + behind) if behind > 0 else entry


def in_the_order_of(queue: Queue, event: ReOrdered) -> Queue:
    """The queue in which those whom the manager named come in that order, where the line alone does not decide.

    All of them begin level with the first of them to come, so the line decides between them and each comes once before
    anybody comes again. Whoever stands at the door and is not the first gives the post up.
    """
    if goes_round(queue):
        return queue
    named = {one: queue.entry(one) for one in event.order}
    level = min(had(queue, each) for each in named.values())
    entries = tuple(
        _level_at(queue, each, level, event) if each.consultant in named else each for each in queue.entries
    )
    return replace(queue, entries=entries)


def _level_at(queue: Queue, entry: Entry, level: int, event: ReOrdered) -> Entry:
    to_come = 0
    if by_door(queue) and entry.status is EntryState.ON_POST and entry.consultant != event.order[0]:
        to_come = max(0, int((event.at - entry.since).total_seconds()))  # counted when the post is given up
        entry = replace(entry, status=EntryState.WAITING, since=event.at)
    return replace(entry, handicap=entry.handicap + level - had(queue, entry) - to_come)


def rounds(queue: Queue) -> int:
    """How many times everybody at work has been reached; a credit is used once in each."""
    least = min((had(queue, each) for each in queue.entries if each.status in _AT_WORK), default=None)
    return queue.cycle if least is None else least // turn(queue)


def shift_due(queue: Queue, now: datetime) -> ShiftOver | None:
    """The end of the shift at the door that has come by now, on the day of the shift; None while it runs."""
    if not by_door(queue) or queue.day is not DayState.CONFIRMED:
        return None
    for entry in queue.entries:
        if entry.status is EntryState.ON_POST and (over := entry.since + _length(queue, entry)) <= now:
            return ShiftOver(over)
    return None


def _length(queue: Queue, entry: Entry) -> timedelta:
    """A shift, or less, so that nobody gets a whole shift ahead of somebody who is receiving.

    Where all who are free would be that far ahead, they share what cannot be helped a quarter of a shift at a time.
    """
    whole = turn(queue)
    others = [each for each in queue.entries if each.status in AVAILABLE and each.consultant != entry.consultant]
    left = min(had(queue, each) for each in queue.entries if each.status in _AT_WORK) + whole - had(queue, entry)
    if not others or left >= whole:
        return timedelta(seconds=whole)
    return timedelta(seconds=left if left > 0 else whole // 4)
