"""Every disputed rule of the rota is a choice with its default (domain 2.1)."""

from __future__ import annotations

from dataclasses import fields
from datetime import time, timedelta

import pytest

from anchang.domain import rota, settings
from anchang.domain.access import Role
from anchang.domain.errors import BadInput, Refusal
from anchang.domain.forgotten import FORGOTTEN, ForgottenFacts, ForgottenState
from anchang.domain.rota import EntryState, PauseReason, TurnKind
from anchang.domain.rota_desk import Arrival
from anchang.domain.rota_modes import shift_due
from anchang.domain.rota_policy import Helper, LateJoin, Penalty, Policy, Tie
from anchang.domain.rota_queue import Post, Queue, apply, on_post
from anchang.domain.visit import VisitKind
from tests.domain.rota_day import Day
from tests.expected import compare
from tests.expected import rota as expected

RETURNING = Arrival(VisitKind.RETURNING)
LATE_KEY = "late_joins"


def test_the_flow_is_the_table() -> None:
    assert compare(FORGOTTEN, expected.FORGOTTEN) == 5 * 5 * len(Role) * 2


@pytest.mark.parametrize(
    ("step", "state", "facts", "words"),
    [
        ("claim", "posted", ForgottenFacts(is_receiver=True, reason="x"), "您接待的"),
        ("claim", "posted", ForgottenFacts(is_over=True, reason="x"), "认领期已过"),
        ("claim", "posted", ForgottenFacts(), "依据"),
        ("grant", "claimed", ForgottenFacts(has_customer=False), "尚未填写来访登记"),
        ("refuse", "claimed", ForgottenFacts(), "未填写原因"),
        ("keep", "posted", ForgottenFacts(), "认领期未过"),
    ],
)
def test_guards_of_a_posted_visitor(step: str, state: str, facts: ForgottenFacts, words: str) -> None:
    roles = FORGOTTEN.step(step).roles
    with pytest.raises(Refusal, match=words):
        FORGOTTEN.take(step, ForgottenState(state), facts, roles)


def test_the_settings_are_the_policy() -> None:
    """A choice that the office cannot make, or one that the rota does not follow, would be a lie."""
    keys = {
        "rota_mode": "mode", "opening_time": "opening", "closing_time": "closing", "who_helps": "helper",
        "sign_in_tie": "tie",
    }  # fmt: skip
    chosen = {keys.get(each.key, each.key) for each in settings.TABLE if each.next_day} - {"forgotten_claim_days"}
    assert {field.name for field in fields(Policy)} == chosen
    assert all(each.source_id.startswith("2.1") for each in settings.TABLE if each.next_day)


def test_a_relative_goes_to_the_own_consultant_and_uses_up_no_turn() -> None:
    day = Day()
    decision = day.comes(Arrival(VisitKind.FIRST, relative_of=3))
    assert (decision.receiver, decision.turn_kind, decision.counted) == (3, TurnKind.NEW, False)
    day.ends(3)
    assert day.line() == [1, 2, 3]
    assert Day(3, Policy(relatives_count=True)).comes(Arrival(VisitKind.FIRST, relative_of=3)).counted


def test_a_relative_of_somebody_absent_is_received_for_that_person() -> None:
    day = Day()
    decision = day.comes(Arrival(VisitKind.FIRST, relative_of=9, delegate_id=2))
    assert (decision.receiver, decision.turn_kind) == (2, TurnKind.VOLUNTARY)


@pytest.mark.parametrize(("counts", "turns"), [(False, 0), (True, 1)])
def test_outside_opening_hours_no_turn_is_used_up(counts: bool, turns: int) -> None:
    day = Day(3, Policy(outside_hours_count=counts))
    decision = day.comes(Arrival(VisitKind.FIRST, outside_hours=True))
    assert (decision.receiver, decision.counted) == (1, counts)
    day.ends(1)
    assert day.turns()[0] == turns
    assert day.line() == ([2, 3, 1] if counts else [1, 2, 3])


def test_the_hours_are_those_of_the_wall() -> None:
    policy = Policy(opening=time(9), closing=time(18))
    assert [policy.is_open(each) for each in (time(8, 59), time(9), time(17, 59), time(18))] == [
        False, True, True, False,
    ]  # fmt: skip


def test_a_visitor_who_forgot_goes_to_the_head_in_order() -> None:
    day = Day()
    decision = day.comes(Arrival(VisitKind.RETURNING, forgotten=True))
    assert (decision.receiver, decision.recorder, decision.counted) == (1, 2, True)
    assert "公示" in str(decision.why)


@pytest.mark.parametrize("mode", rota.Mode)
def test_somebody_late_may_lose_a_turn(mode: rota.Mode) -> None:
    for late, first in ((LateJoin.END, 3), (LateJoin.END_AND_SKIP, 1)):
        day = Day(2, Policy(mode=mode, late_joins=late))
        for _ in range(2):
            day.comes()
        day.tell(rota.SignedIn(day.now, 3, "S3", "王强"))
        for who in (1, 2):
            day.ends(who)
        if mode is rota.Mode.CIRCULAR:
            assert day.comes().receiver == first, late
        else:
            assert (day.queue.entry(3).handicap > 0) is (late is LateJoin.END_AND_SKIP) or first == 3


def test_a_voluntary_reception_may_earn_nothing() -> None:
    for earns in (True, False):
        day = Day(3, Policy(voluntary_credit=earns))
        day.comes(Arrival(VisitKind.RETURNING, owner_id=9))
        day.ends(1)
        assert bool(day.queue.entry(1).credits) is earns


def test_the_office_says_which_absence_loses_the_turn() -> None:
    for lost in ((), (PauseReason.LUNCH,)):
        day = Day(2, Policy(lost_pauses=lost))
        day.away(1, PauseReason.LUNCH)
        assert day.queue.status(1) is (EntryState.PAUSED_NO if lost else EntryState.PAUSED_OK)
        day.comes()
        assert bool(day.queue.entry(1).credits) is (not lost)
    assert Policy().pause_step(PauseReason.DAY_OFF) == "pause_no"


def test_a_penalty_may_cost_several_turns() -> None:
    policy = Policy(poached_turns=2)
    assert [policy.turns_lost(each) for each in Penalty] == [1, 2, 1]
    day = Day(2, policy)
    day.tell(rota.Skipped(day.now, 1, 90, "x", policy.turns_lost(Penalty.POACHED)))
    received = []
    for _ in range(4):
        received.append(day.comes().receiver)
        day.ends(received[-1])
    assert received == [2, 2, 1, 2]


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("opening_time", "8:05", "08:05"),
        ("closing_time", "２１：３０", "21:30"),
        ("lost_pauses", "private、leave", "leave,private"),
        ("lost_pauses", "-", "-"),
        (LATE_KEY, "end_and_skip", "end_and_skip"),
    ],
)
def test_hours_and_lists_are_typed_as_people_type_them(key: str, text: str, value: str) -> None:
    assert settings.parse(key, text) == value
    assert settings.parse(key, settings.show(key, value)) == value


@pytest.mark.parametrize(("key", "text"), [("opening_time", "25:00"), ("opening_time", "8"), ("lost_pauses", "nap")])
def test_anything_else_is_refused_with_what_is_wanted(key: str, text: str) -> None:
    with pytest.raises(BadInput):
        settings.parse(key, text)


def test_nobody_gets_a_whole_shift_ahead_of_somebody_who_is_receiving() -> None:
    """Mode door_shift: the shift ends early when a third one has stood there less."""
    day = Day(3, Policy(mode=rota.Mode.DOOR_SHIFT))
    start = day.now
    day.tell(rota.ShiftOver(start + timedelta(minutes=20)))  # 1 has stood 21 minutes
    day.tell(rota.ShiftOver(start + timedelta(minutes=30)))  # 2 has stood 10
    day.tell(rota.TurnTaken(start + timedelta(minutes=32), 3, 1, TurnKind.NEW, True))  # 3 has stood 2
    assert day.queue.status(2) is EntryState.ON_POST
    due = shift_due(day.queue, start + timedelta(minutes=60))
    assert due == rota.ShiftOver(start + timedelta(minutes=44))  # 22 minutes, a shift more than 3; 1 has stood less
    day.tell(rota.Paused(start + timedelta(minutes=33), 2, PauseReason.LUNCH))
    assert day.queue.status(1) is EntryState.ON_POST
    day.tell(rota.Resumed(start + timedelta(minutes=34), 2))
    assert day.queue.status(2) is EntryState.ON_POST
    assert day.queue.entry(1).door == 22 * 60


def test_what_cannot_be_helped_is_shared_by_all_who_are_free() -> None:
    """Mode door_shift: everybody who is free is a whole shift ahead of one who receives on; they stand by quarters."""
    day = Day(3, Policy(mode=rota.Mode.DOOR_SHIFT))
    start = day.now
    day.tell(rota.TurnTaken(start + timedelta(minutes=1), 1, 2, TurnKind.NEW, True))  # 1 goes with nearly nothing
    begun = day.queue.entry(1).door
    stood: list[int] = []
    now = start
    while now < start + timedelta(minutes=100):
        due = shift_due(day.queue, now + timedelta(minutes=60))
        assert due is not None
        stood.append(int((due.at - now).total_seconds()) // 60)
        now = due.at
        day.tell(due)
    two, three = (day.queue.entry(one).door // 60 for one in (2, 3))
    assert min(two, three) > begun // 60 + 20  # it could not be helped, with 1 away for so long
    assert abs(two - three) <= 5
    assert set(stood[4:-1]) == {5}


def test_who_helps_out_is_the_offices_choice_and_the_reason_says_so() -> None:
    """Default: whoever has done so longest ago; where the office says so, always who is on the post."""
    for helper, who, words in (
        (Helper.LEAST_RECENT, [1, 2, 3], "轮到代接待"),
        (Helper.ON_POST, [1, 1, 1], "在岗代接"),
    ):
        day = Day(4, Policy(helper=helper))
        day.tell(rota.TurnTaken(day.now, 4, 1, TurnKind.RETURNING, False))  # the owner is receiving
        helped = []
        for _ in range(3):
            decision = day.comes(Arrival(VisitKind.RETURNING, owner_id=4))
            assert str(decision.why).startswith(words)
            helped.append(decision.receiver)
            day.ends(decision.receiver)
        assert helped == who


@pytest.mark.parametrize(("tie", "order"), [(Tie.STAFF_NUMBER, (1, 2, 3)), (Tie.ENTERED, (1, 3, 2))])
def test_who_signs_in_at_the_same_instant(tie: Tie, order: tuple[int, ...]) -> None:
    queue = Queue(Policy(tie=tie))
    start = Day(1).now
    for minute, who in ((0, 1), (1, 3), (1, 2)):
        queue = apply(queue, rota.SignedIn(start + timedelta(minutes=minute), who, f"S{who}", f"#{who}"))
    assert queue.order == order


def test_turns_to_make_up_for_end_with_the_day_or_come_back_with_the_next_sign_in() -> None:
    for dies, left in ((True, 0), (False, 1)):
        day = Day(2, Policy(credits_die=dies))
        day.away(1)
        day.comes()
        day.ends(2)
        day.tell(rota.Left(day.now, 1))
        assert len(day.queue.entry(1).credits) == left
        day.tell(rota.Closed(day.now, 90))
        assert len(day.queue.entry(1).credits) == left
    tomorrow = Queue(Policy(credits_die=False))
    for who, owed in ((2, 0), (1, 1)):
        tomorrow = apply(tomorrow, rota.SignedIn(day.now, who, f"S{9 - who}", f"#{who}", owed))
    tomorrow = apply(tomorrow, rota.Confirmed(day.now, 90))
    assert on_post(tomorrow) == Post(1, True)
