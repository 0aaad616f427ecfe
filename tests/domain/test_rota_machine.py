"""Any day of the rota, step by step, against the small model, with every invariant after every step (domain 2.1)."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from anchang.domain import rota
from anchang.domain.rota import EntryState, Event, PauseReason, TurnKind
from anchang.domain.rota_desk import Arrival, decide, turn_of
from anchang.domain.rota_policy import LOST
from anchang.domain.rota_queue import Queue, apply, line, on_post, replay
from anchang.domain.visit import VisitKind
from tests.domain.rota_day import START
from tests.domain.rota_model import Model

PEOPLE = range(1, 6)
WHO = st.integers(0, 59)
FREE = (EntryState.WAITING, EntryState.ON_POST)
AWAY = (EntryState.PAUSED_OK, EntryState.PAUSED_NO)


class RotaMachine(RuleBasedStateMachine):
    """Five consultants; every rule happens to the queue and to the model."""

    def __init__(self) -> None:
        super().__init__()
        self.queue, self.model, self.events = Queue(), Model(), list[Event]()

    def tell(self, event: Event) -> None:
        self.model.age += 1
        self.queue = apply(self.queue, event)
        self.events.append(event)

    @initialize(people=st.integers(2, 5))
    def morning(self, people: int) -> None:
        for who in range(1, people + 1):
            self.tell(rota.SignedIn(START + timedelta(minutes=who), who, f"S{who}", f"#{who}"))
            self.model.joins(who)
        self.tell(rota.Confirmed(START + timedelta(minutes=9), 90))

    def status(self, who: int) -> EntryState:
        return self.queue.status(who)

    def one(self, draw: int, *states: EntryState) -> int | None:
        """Somebody in one of these states, so that most steps do something."""
        found = [who for who in PEOPLE if self.status(who) in states]
        return found[draw % len(found)] if found else None

    @precondition(lambda self: self.model.free())
    @rule()
    def a_new_customer_comes(self) -> None:
        self.comes(Arrival(VisitKind.FIRST))
        got = self.events[-1]
        assert isinstance(got, rota.TurnTaken)
        assert got.receiver == self.model.new_customer()

    @precondition(lambda self: self.model.free())
    @rule()
    def another_new_customer_comes(self) -> None:
        self.a_new_customer_comes()

    @rule(owner=WHO)
    def a_customer_comes_back(self, owner: int) -> None:
        owner = 1 + owner % 6  # the sixth never comes to work
        if not self.model.free():
            return
        busy, free = self.status(owner) is EntryState.RECEIVING, self.status(owner) in FREE
        helper = self.model.helper()
        self.comes(Arrival(VisitKind.RETURNING, owner_id=owner))
        got = self.events[-1]
        assert isinstance(got, rota.TurnTaken)
        if free:
            assert (got.receiver, got.kind) == (owner, TurnKind.RETURNING)
            self.model.own_customer(owner)
        else:
            assert (got.receiver, got.kind) == (helper, TurnKind.ASSIST if busy else TurnKind.VOLUNTARY)
            self.model.helps(got.receiver, absent=not busy)

    def comes(self, arrival: Arrival) -> None:
        decision = decide(self.queue, arrival)
        assert self.status(decision.receiver) in FREE  # nobody who is absent gets a turn
        here = [each.consultant for each in self.queue.entries if each.status is not EntryState.LEFT]
        assert decision.recorder in here
        assert decision.recorder != decision.receiver or not self._others_to_record(decision.receiver)
        event = turn_of(decision, self.later())
        assert event is not None
        self.tell(event)
        assert decision.fills_post is None or on_post(self.queue) is not None

    def _others_to_record(self, receiver: int) -> list[int]:
        at_hand = (*FREE, EntryState.RECEIVING, EntryState.PAUSED_OK)
        others = [each for each in self.queue.entries if each.consultant != receiver]
        return [each.consultant for each in others if each.status in at_hand]

    @rule(who=WHO)
    def a_reception_ends(self, who: int) -> None:
        one = self.one(who, EntryState.RECEIVING)
        if one is not None:
            self.ended(one)

    def ended(self, one: int) -> None:
        self.tell(rota.TurnEnded(self.later(), one))
        self.model.ends(one)

    @rule(who=WHO, reason=st.sampled_from(PauseReason))
    def somebody_goes_away(self, who: int, reason: PauseReason) -> None:
        one = self.one(who, *FREE)
        if one is not None:
            self.tell(rota.Paused(self.later(), one, reason))
            self.model.away[one] = reason not in LOST

    @rule(who=WHO)
    def somebody_comes_back(self, who: int) -> None:
        one = self.one(who, *AWAY)
        if one is not None:
            self.tell(rota.Resumed(self.later(), one))
            del self.model.away[one]

    @precondition(lambda self: len(self.model.free()) > 1)
    @rule(who=WHO, visitors=st.integers(1, 7), then=st.lists(st.booleans(), min_size=2, max_size=6))
    def somebody_is_away_for_long(self, who: int, visitors: int, then: list[bool]) -> None:
        """Passed over more than once, so with several turns to make up for; then who comes meets them one a cycle.

        Chance alone hardly ever gets there: `then` says after which visitor the oldest reception ends.
        """
        one = self.one(who, *FREE)
        assert one is not None
        self.tell(rota.Paused(self.later(), one, PauseReason.LUNCH))
        self.model.away[one] = True
        for _ in range(visitors):
            self.a_new_customer_comes()
            self.ended(self.queue.turns[-1].receiver)
        self.tell(rota.Resumed(self.later(), one))
        del self.model.away[one]
        for ends in then:
            if self.model.free():
                self.a_new_customer_comes()
                self.the_line_is_the_models()
            if ends and (busy := [turn.receiver for turn in self.queue.turns if turn.ended_at is None]):
                self.ended(busy[0])
                self.the_line_is_the_models()

    @rule(who=WHO)
    def a_turn_is_taken_away(self, who: int) -> None:
        one = self.one(who, *FREE, *AWAY, EntryState.RECEIVING)
        if one is not None:
            self.tell(rota.Skipped(self.later(), one, 91, "x"))
            self.model.skips[one] += 1

    @rule(who=WHO)
    def somebody_comes_late(self, who: int) -> None:
        one = self.one(who, EntryState.OFF)
        if one is not None:
            self.tell(rota.SignedIn(self.later(), one, f"S{one}", f"#{one}"))
            self.model.joins(one)

    @precondition(lambda self: len(self.model.line) > 2)
    @rule(who=WHO)
    def somebody_goes_home(self, who: int) -> None:
        one = self.one(who, *FREE, *AWAY, EntryState.RECEIVING)
        if one is not None:
            self.tell(rota.Left(self.later(), one))
            self.model.leaves(one)

    @precondition(lambda self: self.model.line)
    @rule(data=st.data())
    def the_manager_changes_the_order(self, data: st.DataObject) -> None:
        named = data.draw(st.lists(st.sampled_from(self.model.line), unique=True, min_size=1))
        self.tell(rota.ReOrdered(self.later(), 91, tuple(named), "x"))
        self.model.moves(named)

    def later(self) -> datetime:
        return START + timedelta(minutes=10 + len(self.events))

    # -- what holds always

    @invariant()
    def the_line_is_the_models(self) -> None:
        assert list(self.queue.order) == self.model.line
        entries = {each.consultant: each for each in self.queue.entries}
        assert {who: len(each.credits) for who, each in entries.items()} == {
            who: len(owed) for who, owed in self.model.credits.items()
        }
        assert {who: each.skips for who, each in entries.items()} == self.model.skips
        assert {who: each.turns for who, each in entries.items()} == self.model.turns

    @invariant()
    def the_post_is_never_empty_while_somebody_is_free(self) -> None:
        standing = [each.consultant for each in self.queue.entries if each.status is EntryState.ON_POST]
        wanted = self.model.post() if self.queue.entries else None
        assert standing == ([] if wanted is None else [wanted])

    @invariant()
    def whoever_is_free_stands_in_line_once(self) -> None:
        assert sorted(post.consultant for post in line(self.queue)) == sorted(self.model.free())

    @invariant()
    def turns_and_receptions_agree(self) -> None:
        running = {turn.receiver for turn in self.queue.turns if turn.ended_at is None}
        assert running == set(self.model.busy)
        assert sum(each.turns for each in self.queue.entries) == sum(turn.counted for turn in self.queue.turns)
        assert [turn.no for turn in self.queue.turns] == list(range(1, len(self.queue.turns) + 1))

    @invariant()
    def replaying_gives_the_same(self) -> None:
        assert replay(self.events) == self.queue


TestRota = RotaMachine.TestCase
TestRota.settings = settings(max_examples=250, stateful_step_count=40, deadline=None)
