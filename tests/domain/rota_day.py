"""A rota that tests tell what happens; it keeps its events, one a minute from 08:30 in Shanghai."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from anchang.domain import rota
from anchang.domain.rota import EntryState, Event, PauseReason
from anchang.domain.rota_desk import Arrival, Decision, decide, turn_of
from anchang.domain.rota_policy import Policy
from anchang.domain.rota_queue import Queue, apply, line
from anchang.domain.visit import VisitKind

START = datetime(2025, 3, 10, 0, 30, tzinfo=UTC)
NAMES = {1: "张伟", 2: "李娜", 3: "王强", 4: "赵敏", 5: "陈静"}
FIRST = Arrival(VisitKind.FIRST)
FREE = (EntryState.WAITING, EntryState.ON_POST)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


class Day:
    """A rota that is told what happens and keeps its events, one a minute."""

    def __init__(self, people: int = 3, policy: Policy | None = None) -> None:
        self.events: list[Event] = []
        self.policy = policy or Policy()
        self.queue = Queue(self.policy)
        for who in range(1, people + 1):
            self.tell(rota.SignedIn(self.now, who, f"S{who}", NAMES[who]))
        self.tell(rota.Confirmed(self.now, 90))

    @property
    def now(self) -> datetime:
        return at(len(self.events))

    def tell(self, event: Event) -> None:
        self.queue = apply(self.queue, event)
        self.events.append(event)

    def comes(self, arrival: Arrival = FIRST) -> Decision:
        decision = decide(self.queue, arrival)
        event = turn_of(decision, self.now)
        if event is not None:
            self.tell(event)
        return decision

    def ends(self, who: int, deal: bool = False) -> None:
        self.tell(rota.TurnEnded(self.now, who, deal))

    def away(self, who: int, reason: PauseReason = PauseReason.LUNCH) -> None:
        self.tell(rota.Paused(self.now, who, reason))

    def back(self, who: int) -> None:
        self.tell(rota.Resumed(self.now, who))

    def line(self) -> list[int]:
        return [post.consultant for post in line(self.queue)]

    def turns(self) -> list[int]:
        return [entry.turns for entry in sorted(self.queue.entries, key=lambda one: one.consultant)]
