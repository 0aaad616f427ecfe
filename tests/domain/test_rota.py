"""The rota by example and by property: who receives, who records, who is next, and why."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from anchang.domain import rota
from anchang.domain.access import Role
from anchang.domain.errors import BadInput, Refusal, WrongState
from anchang.domain.rota import ROTA_DAY, ROTA_ENTRY, DayFacts, EntryFacts, EntryState, PauseReason, TurnKind
from anchang.domain.rota_desk import Arrival, NobodyFree, board, decide
from anchang.domain.rota_policy import Policy
from anchang.domain.rota_queue import line, on_post, replay
from anchang.domain.visit import VisitKind
from anchang.i18n import say
from tests.domain.rota_day import FIRST, Day, at
from tests.expected import compare
from tests.expected import rota as expected


def test_the_flows_are_the_tables() -> None:
    assert compare(ROTA_DAY, expected.ROTA_DAY) == 3 * 3 * len(Role) * 2
    assert compare(ROTA_ENTRY, expected.ROTA_ENTRY) == 11 * 7 * len(Role) * 2


@pytest.mark.parametrize(
    ("step", "state", "facts", "role", "words"),
    [
        ("sign_in", "off", EntryFacts(signed_in=True), Role.CONSULTANT, "今日已签到"),
        ("sign_in", "off", EntryFacts(rota.DayState.CLOSED), Role.CONSULTANT, "当日轮班为«已收班»"),
        ("take_turn", "on_post", EntryFacts(rota.DayState.OPEN), Role.CONSULTANT, "当日轮班为«签到中»"),
        ("end_turn", "receiving", EntryFacts(), Role.CONSULTANT, "尚未填写来访登记"),
        ("pause_ok", "waiting", EntryFacts(), Role.CONSULTANT, "未填写原因"),
        ("pause_no", "on_post", EntryFacts(reason=" "), Role.MANAGER, "未填写原因"),
        ("skip", "receiving", EntryFacts(), Role.MANAGER, "未填写原因"),
        ("leave", "waiting", EntryFacts(open_logs=2), Role.CONSULTANT, "还有 2 条来访登记未完成"),
        ("use_credit", "waiting", EntryFacts(), Role.SYSTEM, "没有可补的轮次"),
    ],
)
def test_guards_of_an_entry(step: str, state: str, facts: EntryFacts, role: Role, words: str) -> None:
    with pytest.raises(Refusal) as caught:
        ROTA_ENTRY.take(step, EntryState(state), facts, {role})
    assert str(caught.value).endswith(words)
    good = EntryFacts(visit_logged=True, reason="如厕", credits=1)
    assert ROTA_ENTRY.why_not(step, EntryState(state), good, {role}) is None


def test_guards_of_the_day() -> None:
    with pytest.raises(Refusal, match="尚无人签到"):
        ROTA_DAY.take("confirm", rota.DayState.OPEN, DayFacts(), {Role.ASSISTANT})
    with pytest.raises(Refusal, match="未填写原因"):
        ROTA_DAY.take("re_order", rota.DayState.CONFIRMED, DayFacts(), {Role.MANAGER})
    with pytest.raises(Refusal, match="仍在接待：张伟"):
        ROTA_DAY.take("close", rota.DayState.CONFIRMED, DayFacts(receiving=("张伟",)), {Role.ASSISTANT})


def test_the_order_is_the_sign_in_then_the_staff_number() -> None:
    queue = replay([
        rota.SignedIn(at(1), 1, "S9", "张伟"),
        rota.SignedIn(at(1), 2, "S2", "李娜"),
        rota.SignedIn(at(0), 3, "S5", "王强"),
        rota.Confirmed(at(2), 90),
        rota.SignedIn(at(3), 4, "S1", "赵敏"),
    ])  # fmt: skip
    assert queue.order == (3, 2, 1, 4)
    assert [entry.seq for entry in queue.entries] == [1, 2, 3, 4]
    assert on_post(queue) is not None
    assert queue.status(3) is EntryState.ON_POST


def test_a_first_visit_goes_to_a_and_b_records_and_takes_the_post() -> None:
    day = Day()
    decision = day.comes()
    assert (decision.receiver, decision.recorder, decision.fills_post) == (1, 2, 2)
    assert (decision.turn_kind, decision.counted, decision.keeps_post) == (TurnKind.NEW, True, False)
    assert [day.queue.status(who) for who in (1, 2, 3)] == ["receiving", "on_post", "waiting"]
    day.ends(1)
    assert day.line() == [2, 3, 1]
    assert day.queue.turns[0].ended_at == at(5)


def test_alone_one_records_for_oneself() -> None:
    decision = Day(1).comes()
    assert (decision.receiver, decision.recorder, decision.fills_post) == (1, 1, None)


def test_when_all_others_are_busy_the_next_to_come_free_records() -> None:
    day = Day(2)
    day.comes()
    decision = day.comes()
    assert (decision.receiver, decision.recorder) == (2, 1)


def test_a_returning_customer_goes_to_the_owner_and_a_keeps_the_post() -> None:
    day = Day()
    decision = day.comes(Arrival(VisitKind.RETURNING, owner_id=3))
    assert (decision.receiver, decision.recorder, decision.keeps_post) == (3, 1, True)
    assert (decision.turn_kind, decision.counted) == (TurnKind.RETURNING, False)
    day.ends(3)
    assert (day.line(), day.turns()) == ([1, 2, 3], [0, 0, 0])


def test_an_owner_on_the_post_hands_it_on_and_gets_it_back() -> None:
    day = Day()
    decision = day.comes(Arrival(VisitKind.RETURNING, owner_id=1))
    assert (decision.receiver, decision.recorder, decision.fills_post) == (1, 2, 2)
    day.ends(1)
    assert day.line() == [1, 2, 3]


def test_an_owner_passed_over_while_receiving_the_own_customer_gets_a_credit() -> None:
    day = Day()
    day.comes(Arrival(VisitKind.RETURNING, owner_id=1))
    day.comes()
    day.ends(1)
    assert day.queue.entry(1).credits != ()
    assert day.line()[0] == 1


def test_without_compensation_the_owner_goes_to_the_end() -> None:
    day = Day(3, Policy(own_returning_compensated=False))
    day.comes(Arrival(VisitKind.RETURNING, owner_id=1))
    day.ends(1)
    assert (day.line(), day.queue.entry(1).credits) == ([2, 3, 1], ())


def test_a_helps_out_while_the_owner_is_receiving() -> None:
    day = Day()
    day.comes()
    decision = day.comes(Arrival(VisitKind.RETURNING, owner_id=1))
    assert (decision.receiver, decision.turn_kind, decision.counted) == (2, TurnKind.ASSIST, False)
    assert "张伟" in str(decision.why)
    day.ends(2)
    assert day.line() == [2, 3]


def test_a_delegate_goes_before_a() -> None:
    day = Day()
    decision = day.comes(Arrival(VisitKind.RETURNING, owner_id=9, delegate_id=3))
    assert (decision.receiver, decision.turn_kind, decision.keeps_post) == (3, TurnKind.VOLUNTARY, True)


@pytest.mark.parametrize(("deal", "order"), [(False, [1, 2, 3]), (True, [2, 3, 1])])
def test_a_voluntary_reception_earns_a_turn_unless_there_is_a_deal(deal: bool, order: list[int]) -> None:
    day = Day()
    decision = day.comes(Arrival(VisitKind.RETURNING, owner_id=9))
    assert (decision.receiver, decision.turn_kind, decision.counted) == (1, TurnKind.VOLUNTARY, False)
    day.ends(1, deal)
    assert day.line() == order


@pytest.mark.parametrize("kind", [VisitKind.FIRST, VisitKind.RETURNING, VisitKind.APPOINTMENT, VisitKind.AGENT_BROUGHT])
def test_a_visitor_whom_nobody_knows_is_received_in_order(kind: VisitKind) -> None:
    decision = decide(Day().queue, Arrival(kind))
    assert (decision.receiver, decision.turn_kind, decision.counted) == (1, TurnKind.NEW, True)


def test_agents_and_referrals_count_by_policy() -> None:
    assert not decide(Day(3, Policy(agent_counts=False)).queue, Arrival(VisitKind.AGENT_BROUGHT)).counted
    asked = Arrival(VisitKind.FIRST, asked_for=2)
    assert (decide(Day().queue, asked).receiver, decide(Day().queue, asked).counted) == (2, False)
    assert decide(Day(3, Policy(referral_counts=True)).queue, asked).counted


def test_an_appointment_goes_to_the_person_it_was_made_with() -> None:
    decision = decide(Day().queue, Arrival(VisitKind.APPOINTMENT, owner_id=2))
    assert (decision.receiver, decision.keeps_post) == (2, True)
    decision = decide(Day().queue, Arrival(VisitKind.RETURNING, owner_id=2, appointed_at="14:30"))
    assert (decision.receiver, say(decision.why)) == (2, "预约 14:30 由 李娜 接待")


def test_nobody_is_called_for_a_customer_whose_protection_ran_out() -> None:
    decision = decide(Day().queue, Arrival(VisitKind.RETURNING, lapsed=True))
    assert (decision.receiver, decision.turn_kind, decision.counted) == (1, TurnKind.NEW, True)
    assert say(decision.why) == "按序接待：原顾问保护期内无有效跟进，已过保护期"
    forgot = Arrival(VisitKind.RETURNING, forgotten=True, lapsed=True)
    assert "公示待认领" in say(decide(Day().queue, forgot).why)  # what happens next goes before what was


def test_no_buyer_uses_no_turn() -> None:
    day = Day()
    before = day.queue
    decision = day.comes(Arrival(VisitKind.NOT_A_BUYER))
    assert (decision.receiver, decision.turn_kind, decision.keeps_post) == (1, TurnKind.NONE, True)
    assert day.queue is before


def test_nobody_free_says_who_is_where() -> None:
    day = Day(2)
    day.comes()
    day.away(2)
    with pytest.raises(NobodyFree) as caught:
        decide(day.queue, FIRST)
    assert str(caught.value) == "暂无人可接待。张伟：接待中、李娜：离岗（可补轮）。"


def test_no_visitor_before_the_order_is_fixed_or_after_the_close() -> None:
    with pytest.raises(Refusal, match="轮序尚未确定"):
        decide(replay([rota.SignedIn(at(0), 1, "S1", "张伟")]), FIRST)
    day = Day(1)
    day.tell(rota.Closed(day.now, 90))
    with pytest.raises(Refusal, match="当日已收班"):
        decide(day.queue, FIRST)


def test_a_turn_passed_over_on_business_is_made_up_for_before_the_head() -> None:
    day = Day(4)
    day.away(1, PauseReason.TOILET)
    day.comes()
    assert len(day.queue.entry(1).credits) == 1
    day.back(1)
    assert [post.on_credit for post in line(day.queue)] == [True, False, False]
    decision = day.comes()
    assert (decision.receiver, decision.on_credit, decision.recorder) == (1, True, 3)
    assert day.queue.entry(1).credits == ()
    day.ends(2)
    day.ends(1)
    assert day.line() == [3, 4, 1, 2]
    assert day.turns() == [1, 1, 0, 0]


def test_a_pause_that_no_visitor_met_costs_nothing() -> None:
    day = Day()
    day.away(1)
    day.back(1)
    assert (day.line(), day.queue.entry(1).credits) == ([1, 2, 3], ())


def test_a_turn_passed_over_in_private_is_lost() -> None:
    day = Day()
    day.away(1, PauseReason.PRIVATE)
    day.comes()
    day.back(1)
    assert (day.line(), day.queue.entry(1).credits) == ([3, 1], ())


def test_one_credit_a_cycle_oldest_first() -> None:
    day = Day(3)
    day.away(1)
    day.away(2)
    for _ in range(2):  # 3 alone: each visitor passes over both
        day.comes()
        day.ends(3)
    assert [len(day.queue.entry(who).credits) for who in (1, 2)] == [2, 2]
    day.back(2)
    day.back(1)
    assert [(post.consultant, post.on_credit) for post in line(day.queue)][:2] == [(1, True), (2, True)]
    for who in (1, 2):
        assert day.comes().receiver == who
        day.ends(who)
    assert [len(day.queue.entry(who).credits) for who in (1, 2)] == [1, 1]
    post = on_post(day.queue)
    assert post is not None
    assert not post.on_credit


def test_a_turn_taken_away_is_lost_once() -> None:
    day = Day()
    day.tell(rota.Skipped(day.now, 1, 91, "未询问首访"))
    assert on_post(day.queue) is not None
    assert [day.comes().receiver for _ in range(2)] == [2, 3]
    assert day.queue.entry(1).skips == 0
    assert day.line() == [1]


def test_alone_the_post_is_not_left_empty_for_a_turn_taken_away() -> None:
    day = Day(1)
    day.tell(rota.Skipped(day.now, 1, 91, "抢接"))
    assert day.comes().receiver == 1
    assert day.queue.entry(1).skips == 1


def test_the_manager_changes_the_order_with_a_reason() -> None:
    day = Day()
    day.tell(rota.ReOrdered(day.now, 91, (3, 1, 2), "特殊情况"))
    assert day.line() == [3, 1, 2]
    assert day.queue.status(1) is EntryState.WAITING
    for wrong in ((), (3, 3), (3, 9)):
        with pytest.raises(BadInput):
            day.tell(rota.ReOrdered(day.now, 91, wrong, "特殊情况"))
    with pytest.raises(Refusal, match="调整轮序须填写原因"):
        day.tell(rota.ReOrdered(day.now, 91, (1, 2, 3), " "))


def test_the_manager_moves_some_and_the_others_keep_their_places() -> None:
    day = Day(5)
    day.away(2)
    day.tell(rota.ReOrdered(day.now, 91, (5, 1, 4), "特殊情况"))
    assert day.queue.order == (5, 2, 3, 1, 4)
    assert day.line() == [5, 3, 1, 4]
    day.comes()
    assert day.queue.entry(2).credits == ()  # 5 stands before 2 now
    day.comes()
    assert len(day.queue.entry(2).credits) == 1


def test_what_cannot_happen_is_refused_and_changes_nothing() -> None:
    day = Day(2)
    before = day.queue
    for event in (
        rota.SignedIn(day.now, 1, "S1", "张伟"),
        rota.Confirmed(day.now, 90),
        rota.TurnEnded(day.now, 1),
        rota.Resumed(day.now, 1),
        rota.Left(day.now, 7),
        rota.TurnTaken(day.now, 1, 2, TurnKind.NEW, True, on_credit=True),
    ):
        with pytest.raises(WrongState):
            day.tell(event)
    assert day.queue == before


def test_closing_waits_for_receptions_and_ends_credits() -> None:
    day = Day(2)
    day.away(1)
    day.comes()
    with pytest.raises(WrongState):
        day.tell(rota.Closed(day.now, 90))
    day.ends(2)
    day.tell(rota.Closed(day.now, 90))
    assert [(entry.status, entry.credits) for entry in day.queue.entries] == [("left", ())] * 2
    assert day.turns() == [0, 1]


def test_the_board_says_who_and_why() -> None:
    day = Day(5)
    day.comes()
    day.away(4)
    day.tell(rota.Left(day.now, 5))
    rows = board(day.queue, ZoneInfo("Asia/Shanghai"))
    assert [(row.position, row.name, str(row.status.label), row.turns, str(row.why)) for row in rows] == [
        ("A", "李娜", "迎宾岗", 0, "轮序首位，08:36 起在迎宾岗"),
        ("B", "王强", "候位", 0, "下一位：为 李娜 登记并补位"),
        ("", "张伟", "接待中", 1, "08:36 起接待：新客户"),
        ("", "赵敏", "离岗（可补轮）", 0, "用餐，08:37 起"),
        ("", "陈静", "下班", 0, "08:38 下班"),
    ]


def test_the_board_before_the_order_is_fixed() -> None:
    rows = board(replay([rota.SignedIn(at(0), 1, "S1", "张伟")]), ZoneInfo("Asia/Shanghai"))
    assert [(row.position, str(row.why)) for row in rows] == [("", "08:30 签到，轮序待确定")]


# -- a turn that counted and should not have ---------------------------------------------------------------------------


def test_a_turn_that_was_none_keeps_the_place_while_it_runs_and_is_made_up_for_afterwards() -> None:
    day = Day()
    day.comes()
    day.tell(rota.TurnUncounted(day.now, 1, TurnKind.NONE))
    assert (day.turns(), day.line()) == ([0, 0, 0], [2, 3])
    day.ends(1)
    assert day.line() == [1, 2, 3]
    day.comes()
    day.ends(1)
    assert day.line() == [2, 3, 1]
    day.tell(rota.TurnUncounted(day.now, 2, TurnKind.ASSIST))  # found out when it was over: 补轮
    assert (day.turns(), day.line()[0], len(day.queue.entry(1).credits)) == ([0, 0, 0], 1, 1)
    with pytest.raises(WrongState):
        day.tell(rota.TurnUncounted(day.now, 2, TurnKind.ASSIST))
    with pytest.raises(WrongState):
        day.tell(rota.TurnUncounted(day.now, 9, TurnKind.NONE))


def test_a_turn_on_a_credit_that_was_none_gives_the_credit_back() -> None:
    for mode in (rota.Mode.CIRCULAR, rota.Mode.COUNT_BASED):
        day = Day(policy=Policy(mode=mode))
        day.comes(Arrival(VisitKind.RETURNING, owner_id=9, delegate_id=1))
        day.ends(1)
        before = day.line()
        assert day.comes().on_credit
        day.tell(rota.TurnUncounted(day.now, 2, TurnKind.NONE))
        day.ends(1)
        assert (day.line(), len(day.queue.entry(1).credits), day.turns()) == (before, 1, [0, 0, 0])


def test_by_count_a_turn_that_was_none_is_not_counted_and_a_voluntary_one_earns_its_credit() -> None:
    day = Day(policy=Policy(mode=rota.Mode.COUNT_BASED))
    day.comes()
    day.tell(rota.TurnUncounted(day.now, 1, TurnKind.VOLUNTARY))
    day.ends(1)
    assert (day.turns(), len(day.queue.entry(1).credits), day.line()[0]) == ([0, 0, 0], 1, 1)
