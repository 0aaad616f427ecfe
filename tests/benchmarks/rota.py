"""A hundred days of the rota with everything that disturbs it: lateness, leave, meals, returning customers, penalties.

    python -m tests.benchmarks.rota [--days 100] [--people 12] [--seed 1]

Each mode lives through the same days. Printed are, for people who were there the whole day without a pause and without
a penalty: the widest difference between a person's counted turns of a day and the fair share of that group (in the
mode of shifts: between two people's time at the door, in shifts), and what signing in first brought over all days. Then
turns that went to somebody absent, and days whose replay differed. The times are in the program's own minutes; nothing
is measured by a clock, so every run of a seed prints the same.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from statistics import mean

from anchang.domain import rota
from anchang.domain.errors import Refusal
from anchang.domain.rota import AVAILABLE, EntryState, Event, Mode, PauseReason, TurnKind
from anchang.domain.rota_desk import Arrival, decide, turn_of
from anchang.domain.rota_modes import by_door, shift_due
from anchang.domain.rota_policy import Policy
from anchang.domain.rota_queue import Queue, apply, replay
from anchang.domain.visit import VisitKind

MORNING = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
OPEN, NOON, SHUT = 30, 180, 540  # minutes after the first sign-in
PEOPLE_AWAY = (PauseReason.LUNCH, PauseReason.TOILET, PauseReason.ERRAND, PauseReason.PRIVATE)


@dataclass
class Findings:
    """What the days of one mode came to."""

    widest: float = 0.0
    spread: float = 0.0
    first: list[float] = field(default_factory=list)
    totals: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    absent: int = 0
    turns: int = 0
    refused: int = 0
    differing: int = 0


class SimulatedDay:
    """One day: what happens comes from the dice, who receives comes from the rota."""

    def __init__(self, dice: random.Random, policy: Policy, people: int, number: int) -> None:
        self.dice, self.people = dice, people
        self.start = MORNING + timedelta(days=number)
        self.queue, self.events = Queue(policy), list[Event]()
        self.agenda: list[tuple[float, int, str, int]] = []
        self.disturbed: set[int] = set()
        self.refused = self.absent = 0
        self.shut = False

    def at(self, minute: float) -> datetime:
        return self.start + timedelta(minutes=minute)

    def plan(self, minute: float, what: str, who: int = 0) -> None:
        heappush(self.agenda, (minute, len(self.agenda) + len(self.events), what, who))

    def tell(self, event: Event) -> None:
        try:
            self.queue = apply(self.queue, event)
        except Refusal:
            self.refused += 1
        else:
            self.events.append(event)

    def live(self) -> None:
        """From the first sign-in to the close."""
        self._plan_people()
        self.plan(OPEN, "confirm")
        for _ in range(self.dice.randint(25, 60)):
            self.plan(self.dice.uniform(OPEN + 5, SHUT - 5), "arrival")
        self.plan(SHUT, "end")
        while self.agenda:
            minute, _, what, who = heappop(self.agenda)
            self._change_shifts(min(minute, SHUT))
            if minute >= SHUT and not self.shut:
                self._shut()
            getattr(self, f"_{what}")(minute, who)
        self.tell(rota.Closed(self.at(SHUT + 100), 90))

    def _change_shifts(self, minute: float) -> None:
        while (due := shift_due(self.queue, self.at(minute))) is not None:
            self.tell(due)

    def _shut(self) -> None:
        """Whoever is not receiving goes home; nobody stands at a door that is shut."""
        self.shut = True
        for entry in self.queue.entries:
            if entry.status not in (EntryState.RECEIVING, EntryState.LEFT):
                self.tell(rota.Left(self.at(SHUT), entry.consultant))

    def _plan_people(self) -> None:
        for who in range(1, self.people + 1):
            if self.dice.random() < 0.08:
                self.disturbed.add(who)  # on leave
                continue
            late = self.dice.random() < 0.1
            self.plan(self.dice.uniform(OPEN + 20, NOON) if late else self.dice.uniform(0, OPEN - 1), "sign_in", who)
            if late:
                self.disturbed.add(who)
            if self.dice.random() < 0.35:
                self.plan(self.dice.uniform(NOON, NOON + 90), "pause", who)
            if self.dice.random() < 0.03:
                self.plan(self.dice.uniform(OPEN + 60, SHUT), "skip", who)
            if self.dice.random() < 0.05:
                self.plan(self.dice.uniform(NOON, SHUT), "leave", who)

    def _sign_in(self, minute: float, who: int) -> None:
        self.tell(rota.SignedIn(self.at(minute), who, f"S{who:02d}", f"#{who}"))

    def _confirm(self, minute: float, who: int) -> None:
        self.tell(rota.Confirmed(self.at(minute), 90))

    def _pause(self, minute: float, who: int) -> None:
        if self.queue.status(who) in AVAILABLE:
            self.disturbed.add(who)
            self.tell(rota.Paused(self.at(minute), who, self.dice.choice(PEOPLE_AWAY)))
            self.plan(minute + self.dice.uniform(10, 60), "resume", who)

    def _resume(self, minute: float, who: int) -> None:
        self.tell(rota.Resumed(self.at(minute), who))

    def _skip(self, minute: float, who: int) -> None:
        self.disturbed.add(who)
        self.tell(rota.Skipped(self.at(minute), who, 91, "poached"))

    def _leave(self, minute: float, who: int) -> None:
        self.disturbed.add(who)
        self.tell(rota.Left(self.at(minute), who))

    def _end(self, minute: float, who: int) -> None:
        if self.queue.status(who) is EntryState.RECEIVING:
            self.tell(rota.TurnEnded(self.at(minute), who))
            if self.shut:
                self.tell(rota.Left(self.at(minute), who))

    def _arrival(self, minute: float, who: int) -> None:
        drawn = self.dice.random()
        arrival = Arrival(VisitKind.FIRST)
        if drawn < 0.06:
            arrival = Arrival(VisitKind.NOT_A_BUYER)
        elif drawn < 0.3:
            arrival = Arrival(VisitKind.RETURNING, owner_id=self.dice.randint(1, self.people))
        try:
            decision = decide(self.queue, arrival)
        except Refusal:
            self.refused += 1  # nobody is free: the visitor waits outside of this simulation
            return
        event = turn_of(decision, self.at(minute))
        if event is None:
            return
        self.absent += self.queue.status(decision.receiver) not in AVAILABLE
        if decision.turn_kind is not TurnKind.NEW:
            self.disturbed.add(decision.receiver)
        self.tell(event)
        self.plan(minute + self.dice.uniform(15, 60), "end", decision.receiver)


def lived(mode: Mode, days: int, people: int, seed: int) -> Findings:
    """All days in that mode; the dice are the same for each mode."""
    found = Findings()
    for number in range(days):
        day = SimulatedDay(random.Random(seed * 10_000 + number), Policy(mode=mode), people, number)
        day.live()
        _measure(day, found)
        found.differing += replay(day.events, day.queue.policy) != day.queue
    return found


def _measure(day: SimulatedDay, found: Findings) -> None:
    counted: dict[int, float] = {entry.consultant: entry.turns for entry in day.queue.entries}
    if by_door(day.queue):  # minutes at the door instead of turns, in shifts
        shift = day.queue.policy.door_minutes * 60
        counted = {entry.consultant: entry.door / shift for entry in day.queue.entries}
    equal = {who: had for who, had in counted.items() if who not in day.disturbed}
    found.turns += sum(entry.turns for entry in day.queue.entries)
    found.absent += day.absent
    found.refused += day.refused
    if len(equal) < 2:
        return
    share = mean(equal.values())
    found.widest = max(found.widest, *(abs(had - share) for had in equal.values()))
    found.spread = max(found.spread, max(equal.values()) - min(equal.values()))
    first = min((entry for entry in day.queue.entries if entry.consultant in equal), key=lambda one: one.seq)
    found.first.append(equal[first.consultant] - share)
    for who, had in equal.items():
        found.totals[who].append(had - share)


def main() -> None:
    """Live through the days in each mode and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=100)
    parser.add_argument("--people", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(f"{given.days} days, {given.people} people, seed {given.seed}")
    for mode in Mode:
        found = lived(mode, given.days, given.people, given.seed)
        lasting = max(abs(mean(each)) for each in found.totals.values())
        print(f"{mode.value:<12} counted turns {found.turns}, visitors whom nobody could receive {found.refused}")
        if mode is Mode.DOOR_SHIFT:
            print(f"  widest difference at the door, shifts  {found.spread:5.2f}   (wanted: at most 1)")
        else:
            print(f"  widest |turns - fair share| of a day   {found.widest:5.2f}   (wanted: at most 1)")
        print(f"  first to sign in, mean surplus a day   {mean(found.first):+5.2f}")
        print(f"  a person's mean surplus over all days  {lasting:5.2f}   at most")
        print(f"  turns to somebody absent {found.absent}, days whose replay differs {found.differing} of {given.days}")


if __name__ == "__main__":
    main()
    sys.exit(0)
