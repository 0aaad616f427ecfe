"""The rota by property: whatever happens, it holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain import rota
from anchang.domain.errors import Refusal
from anchang.domain.rota import EntryState, PauseReason
from anchang.domain.rota_desk import Arrival, decide, turn_of
from anchang.domain.rota_modes import shift_due
from anchang.domain.rota_policy import Policy
from anchang.domain.rota_queue import Queue, apply, line, on_post, replay
from anchang.domain.visit import VisitKind
from tests.domain.rota_day import FIRST, FREE, NAMES, Day

QUEUES = st.builds(
    Policy,
    mode=st.sampled_from((rota.Mode.CIRCULAR, rota.Mode.COUNT_BASED)),
    own_returning_compensated=st.booleans(),
)
POLICIES = st.builds(Policy, mode=st.sampled_from(rota.Mode), own_returning_compensated=st.booleans())
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
    elif act == 9 and more > 5:
        day.tell(rota.TurnUncounted(day.now, who, list(rota.TurnKind)[1 + more % 4]))
    elif act == 9:
        day.back(who)
    elif act == 10 and more > 4 and day.queue.policy.mode is rota.Mode.DOOR_SHIFT:
        day.tell(rota.ShiftOver(day.now))
    elif act == 10:
        day.tell(rota.Skipped(day.now, who, 91, "未询问首访"))
    elif more == 8:
        day.tell(rota.Left(day.now, who))
    elif who not in {entry.consultant for entry in day.queue.entries}:
        day.tell(rota.SignedIn(day.now, who, f"S{who}", NAMES[who]))


def days(
    acts: list[tuple[int, int, int]], people: int, policy: Policy
) -> Iterator[tuple[Queue, Day]]:
    """The queue before each thing that happened, and the day after it."""
    day = Day(people, policy)
    for act, who, more in acts:
        before = day.queue
        try:
            happens(day, act, who, more)
        except Refusal:
            assert day.queue is before
        yield before, day


@given(ACTS, st.integers(1, 5), POLICIES)
def test_whatever_happens_the_rota_holds(
    acts: list[tuple[int, int, int]], people: int, policy: Policy
) -> None:
    for before, day in days(acts, people, policy):
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


@given(ACTS, st.integers(1, 5), POLICIES)
def test_the_same_events_give_the_same_decisions(
    acts: list[tuple[int, int, int]], people: int, policy: Policy
) -> None:
    day = Day(people, policy)
    for _, after in days(acts, people, policy):
        day = after
    again = replay(day.events, day.policy)
    assert again == day.queue
    assert line(again) == line(day.queue)
    if line(again):
        assert decide(again, FIRST) == decide(day.queue, FIRST)


@given(ACTS, st.integers(2, 5), POLICIES)
def test_the_recorder_of_a_first_visit_takes_the_post(
    acts: list[tuple[int, int, int]], people: int, policy: Policy
) -> None:
    for _, day in days(acts, people, policy):
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


@given(st.integers(1, 5), st.lists(st.booleans(), max_size=60), QUEUES)
def test_turns_are_even_when_nobody_is_away(people: int, comes: list[bool], policy: Policy) -> None:
    """First visits only, receptions that end in the order in which they began: counts never differ by more than one."""
    day = Day(people, policy)
    busy: list[int] = []
    for one in comes:
        if one and len(busy) < people:
            busy.append(day.comes().receiver)
        elif busy:
            day.ends(busy.pop(0))
        assert max(day.turns()) - min(day.turns()) <= 1


@given(st.integers(2, 5), st.integers(1, 5), st.integers(0, 4), st.integers(0, 12), QUEUES)
def test_an_absence_on_business_costs_no_turn(
    people: int, who: int, start: int, length: int, policy: Policy
) -> None:
    """Away for some visitors, back, and once the credits are used nobody has more than one turn more than another."""
    who = min(who, people)
    day = Day(people, policy)
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


BY_COUNT = Policy(mode=rota.Mode.COUNT_BASED)


@given(st.integers(2, 5), st.integers(0, 20), st.integers(1, 20))
def test_by_count_nobody_who_joins_late_gets_the_others_turns(people: int, before: int, after: int) -> None:
    """Whoever signs in late, or comes back from private affairs, begins level: never two turns ahead of anybody."""
    day = Day(people, BY_COUNT)
    day.away(1, PauseReason.PRIVATE)
    for _ in range(before):
        day.ends(day.comes().receiver)
    day.back(1)
    day.tell(rota.SignedIn(day.now, 9, "S9", "迟到"))
    level = dict.fromkeys((1, 9), 0)
    others = {who: day.queue.entry(who).turns for who in range(2, people + 1)}
    for _ in range(after):
        receiver = day.comes().receiver
        day.ends(receiver)
        if receiver in level:
            level[receiver] += 1
    gained = [day.queue.entry(who).turns - had for who, had in others.items()]
    assert all(mine <= min(gained) + 1 + (max(others.values()) - min(others.values())) for mine in level.values())


def test_by_count_a_turn_taken_away_counts_as_had() -> None:
    day = Day(3, BY_COUNT)
    day.tell(rota.Skipped(day.now, 1, 91, "未询问首访"))
    assert day.line() == [2, 3, 1]
    assert [day.comes().receiver for _ in range(3)] == [2, 3, 1]
    for who in (2, 3, 1):
        day.ends(who)
    assert day.turns() == [1, 1, 1] and day.line() == [2, 3, 1]


def test_by_count_the_line_decides_between_equals_and_the_manager_orders_the_line() -> None:
    day = Day(3, BY_COUNT)
    day.tell(rota.ReOrdered(day.now, 91, (3, 1, 2), "重点客户"))
    assert day.line() == [3, 1, 2]
    assert str(day.comes().why) == "当前空闲人员中新客最少：0"


@given(
    ACTS, st.integers(2, 5), st.sampled_from((rota.Mode.COUNT_BASED, rota.Mode.DOOR_SHIFT)), st.data(), st.booleans()
)
def test_the_managers_order_holds_for_the_next_visitors(
    acts: list[tuple[int, int, int]], people: int, mode: rota.Mode, data: st.DataObject, ends: bool
) -> None:
    """By count and at the door too: everybody named comes once in that order, also when receptions end at once."""
    day = Day(people, Policy(mode=mode))
    for _, after in days(acts, people, Policy(mode=mode)):
        day = after
    free = [one for one in day.line() if not day.queue.entry(one).credits]
    if len(free) < len(day.line()) or not free:
        return  # a turn to make up for is served before any order (2.1-4)
    wanted = data.draw(st.permutations(free))
    day.tell(rota.ReOrdered(day.now, 91, tuple(wanted), "重点客户"))
    assert day.line() == wanted
    for who in wanted:
        assert day.comes().receiver == who
        if ends:
            day.ends(who)
    assert replay(day.events, day.policy) == day.queue


@pytest.mark.parametrize("mode", [rota.Mode.COUNT_BASED, rota.Mode.DOOR_SHIFT])
def test_whom_the_manager_does_not_name_keeps_the_place(mode: rota.Mode) -> None:
    """1 has had a visitor and then the door; of the others the second comes first now, and 1 comes last as before."""
    day = Day(3, Policy(mode=mode))
    day.comes()
    day.ends(1)
    day.tell(rota.ReOrdered(day.now, 91, (3, 2), "重点客户"))
    assert day.line() == [3, 2, 1]


def test_by_count_a_visitor_for_a_colleague_who_is_away_earns_a_turn_of_its_own() -> None:
    day = Day(3, BY_COUNT)
    day.away(3, PauseReason.DAY_OFF)
    helped = day.comes(Arrival(VisitKind.RETURNING, owner_id=3))
    day.ends(helped.receiver)
    assert day.line() == [1, 2]  # a credit before the line
    assert day.comes().on_credit
    day.ends(1)
    assert [day.queue.entry(who).turns + day.queue.entry(who).handicap for who in (1, 2)] == [0, 0]


BY_DOOR = Policy(mode=rota.Mode.DOOR_SHIFT)


def at_the_door(day: Day) -> int:
    post = on_post(day.queue)
    assert post is not None
    return post.consultant


def test_by_door_the_post_changes_every_twenty_minutes_without_a_visitor() -> None:
    day = Day(3, BY_DOOR)
    stood = []
    now = day.queue.entry(1).since
    for _ in range(6):
        stood.append(at_the_door(day))
        assert shift_due(day.queue, now + timedelta(minutes=19)) is None
        now += timedelta(minutes=20)
        due = shift_due(day.queue, now)
        assert due == rota.ShiftOver(now)
        day.tell(due)
    assert stood == [1, 2, 3, 1, 2, 3]
    assert [day.queue.entry(who).door for who in (1, 2, 3)] == [2400, 2400, 2400]


def test_by_door_whoever_stands_there_stays_and_takes_the_visitor() -> None:
    day = Day(3, BY_DOOR)
    assert at_the_door(day) == 1
    day.away(2)
    day.back(2)  # less time at the door than the first one, who stays all the same
    assert at_the_door(day) == 1
    taken = day.comes()
    assert (taken.receiver, taken.fills_post) == (1, 2)
    assert str(taken.why) == "客户到访时在迎宾岗"
    day.ends(1)
    assert at_the_door(day) == 2


@given(st.integers(2, 5), st.lists(st.integers(1, 45), min_size=1, max_size=60))
def test_by_door_minutes_differ_by_at_most_one_shift_when_everybody_is_there(people: int, waits: list[int]) -> None:
    """Shifts end on time, visitors come at any minute and are received at once: nobody stands there longer."""
    day = Day(people, BY_DOOR)
    now = max(entry.since for entry in day.queue.entries)
    for wait in waits:
        now += timedelta(minutes=wait)
        while (due := shift_due(day.queue, now)) is not None:
            day.tell(due)
        decision = decide(day.queue, FIRST)
        taken = turn_of(decision, now)
        assert taken is not None
        day.tell(taken)
        day.tell(rota.TurnEnded(now, decision.receiver))
        door = [entry.door for entry in day.queue.entries]
        assert max(door) - min(door) <= 20 * 60
