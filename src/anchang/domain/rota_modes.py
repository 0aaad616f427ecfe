"""Who comes next in each mode of the rota (domain 2.1): the line that goes round, or the fewest new customers so far.

In mode `count_based` nobody changes places: the next one is whoever is free and has had the fewest, the line (sign-in
order, or the manager's) decides between equals. What would else favour or cost somebody is written into `handicap`:
who joins late or comes back from private affairs begins level with those at work, a turn taken away counts as had, and
one that makes up for another does not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from anchang.domain.rota import AVAILABLE, EntryState, Mode

if TYPE_CHECKING:
    from anchang.domain.rota_queue import Entry, Queue

_AT_WORK = (*AVAILABLE, EntryState.RECEIVING)


def had(entry: Entry) -> int:
    """New customers that decide the order in mode `count_based`."""
    return entry.turns + entry.handicap


def by_count(queue: Queue) -> bool:
    """Whether the fewest new customers decide."""
    return queue.policy.mode is Mode.COUNT_BASED


def first(queue: Queue, free: Sequence[Entry]) -> Entry | None:
    """Who of those who are free comes next; `free` stands in the order of the line."""
    if not free:
        return None
    return min(free, key=had) if by_count(queue) else free[0]


def levelled(queue: Queue, entry: Entry) -> Entry:
    """The entry of somebody who was not at work, level with whoever of the others has had the fewest."""
    if not by_count(queue):
        return entry
    others = [had(each) for each in queue.entries if each.consultant != entry.consultant and each.status in _AT_WORK]
    behind = min(others, default=0) - had(entry)
    return replace(entry, handicap=entry.handicap + behind) if behind > 0 else entry


def rounds(queue: Queue) -> int:
    """How many times everybody at work has been reached by count; a credit is used once in each."""
    return min((had(each) for each in queue.entries if each.status in _AT_WORK), default=queue.cycle)
