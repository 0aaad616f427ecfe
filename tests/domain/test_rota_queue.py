"""The rota by property: whatever happens, it holds."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from anchang.domain import rota
from anchang.domain.errors import Refusal
from anchang.domain.rota import EntryState, PauseReason
from anchang.domain.rota_desk import Arrival, decide, turn_of
from anchang.domain.rota_queue import Queue, apply, line, on_post, replay
from anchang.domain.visit import VisitKind
from tests.domain.rota_day import FIRST, FREE, NAMES, Day

ACTS = st.lists(st.tuples(st.integers(0, 11), st.integers(1, 5), st.integers(0, 8)), max_size=60)


def happens(day: Day, act: int, who: int, more: int) -> None:
    """One thing that may happen; the rules refuse what cannot."""
    owners = (None, 1, 2, 3, 4, 5, 9, None, None)
    if act < 4:
        day.comes()
    elif act == 4:
        day.comes(Arrival(VisitKind.RETURNING, owner_id=owners[more]))
    elif act == 5:
        day.comes(Arrival(list(VisitKind)[more % 5], asked_for=who, owner_id=owners[more]))
    elif act in (6, 7):
        day.ends(who, deal=more == 0)
    elif act == 8:
        day.away(who, list(PauseReason)[more])
    elif act == 9:
        day.back(who)
    elif act == 10:
        day.tell(rota.Skipped(day.now, who, 91, "未询问首访"))
    elif more == 8:
        day.tell(rota.Left(day.now, who))
    elif who not in {entry.consultant for entry in day.queue.entries}:
        day.tell(rota.SignedIn(day.now, who, f"S{who}", NAMES[who]))


def days(acts: list[tuple[int, int, int]], people: int) -> Iterator[tuple[Queue, Day]]:
    """The queue before each thing that happened, and the day after it."""
    day = Day(people)
    for act, who, more in acts:
        before = day.queue
        try:
            happens(day, act, who, more)
        except Refusal:
            assert day.queue is before
        yield before, day


@given(ACTS, st.integers(1, 5))
def test_whatever_happens_the_rota_holds(acts: list[tuple[int, int, int]], people: int) -> None:
    for before, day in days(acts, people):
        queue = day.queue
        states = [entry.status for entry in queue.entries]
        free = [state for state in states if state in FREE]
        assert states.count(EntryState.ON_POST) == (1 if free else 0)  # A is one, and never empty
        assert sorted(day.line()) == sorted(entry.consultant for entry in queue.entries if entry.status in FREE)
        assert len(set(queue.order)) == len(queue.order)
        assert sum(day.turns()) == sum(turn.counted for turn in queue.turns)
        assert all(entry.skips >= 0 for entry in queue.entries)
        if len(queue.turns) > len(before.turns):
            turn = queue.turns[-1]
            assert before.status(turn.receiver) in FREE  # never somebody absent, paused or gone
            there = [one for one in before.entries if one.status not in (EntryState.LEFT, EntryState.PAUSED_NO)]
            assert (turn.recorder != turn.receiver) == (len(there) > 1)
            assert not turn.counted or turn.receiver == line(before)[0].consultant


@given(ACTS, st.integers(1, 5))
def test_the_same_events_give_the_same_decisions(acts: list[tuple[int, int, int]], people: int) -> None:
    day = Day(people)
    for _, after in days(acts, people):
        day = after
    again = replay(day.events, day.policy)
    assert again == day.queue
    assert line(again) == line(day.queue)
    if line(again):
        assert decide(again, FIRST) == decide(day.queue, FIRST)


@given(ACTS, st.integers(2, 5))
def test_the_recorder_of_a_first_visit_takes_the_post(acts: list[tuple[int, int, int]], people: int) -> None:
    for _, day in days(acts, people):
        if not line(day.queue):
            continue
        decision = decide(day.queue, FIRST)
        event = turn_of(decision, day.now)
        assert event is not None
        after = on_post(apply(day.queue, event))
        assert decision.fills_post == (after and after.consultant)
        if after is not None:
            assert decision.recorder == after.consultant
        assert [post.consultant for post in line(day.queue)][1:2] == ([after.consultant] if after else [])


@given(st.integers(1, 5), st.lists(st.booleans(), max_size=60))
def test_turns_are_even_when_nobody_is_away(people: int, comes: list[bool]) -> None:
    """First visits only, receptions that end in the order in which they began: counts never differ by more than one."""
    day = Day(people)
    busy: list[int] = []
    for one in comes:
        if one and len(busy) < people:
            busy.append(day.comes().receiver)
        elif busy:
            day.ends(busy.pop(0))
        assert max(day.turns()) - min(day.turns()) <= 1


@given(st.integers(2, 5), st.integers(1, 5), st.integers(0, 4), st.integers(0, 12))
def test_an_absence_on_business_costs_no_turn(people: int, who: int, start: int, length: int) -> None:
    """Away for some visitors, back, and once the credits are used nobody has more than one turn more than another."""
    who = min(who, people)
    day = Day(people)
    for _ in range(start):
        day.ends(day.comes().receiver)
    day.away(who)
    for _ in range(length):
        day.ends(day.comes().receiver)
    day.back(who)
    for _ in range((people + 1) * (length + 1)):
        day.ends(day.comes().receiver)
    assert day.queue.entry(who).credits == ()
    assert max(day.turns()) - min(day.turns()) <= 1
