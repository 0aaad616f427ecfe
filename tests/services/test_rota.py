"""The rota through its use cases, on a real file: the order, the door, the reasons, and what is kept (2.1, 2.19)."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from anchang.domain.customer import CustomerTaken
from anchang.domain.errors import AnchangError, BadInput, NotAllowed, Refusal, WrongState
from anchang.domain.rota import DayState, EntryState, Mode, TurnTaken
from anchang.domain.rota_desk import NobodyFree, decide, turn_of
from anchang.domain.rota_queue import Queue, apply
from anchang.i18n import say
from anchang.services import rota
from anchang.services.doctor import examine
from anchang.storage.base import table_of
from anchang.storage.reading import Read
from anchang.storage.rota import RotaEntry, Turn
from anchang.storage.rota_board import board, why_turn
from anchang.storage.rota_events import day_row, events, policy_of, queue_of, queue_on
from anchang.storage.visit import Visit
from tests.office import Desk
from tests.services.front_desk import comes, customer_of, open_rota, places, saves, see_board
from tests.services.stock import acts


def test_order_of_arrival_and_once_a_day(desk: Desk) -> None:
    open_rota(desk, "c02", "c01", "c03")
    assert places(desk) == {"A": "c02", "B": "c01", "C": "c03"}
    with pytest.raises(Refusal):
        desk.do("c01", "rota.sign_in")
    assert see_board(desk).state is DayState.CONFIRMED


def test_whoever_has_handed_in_the_day_gets_no_visitor_of_it(desk: Desk) -> None:
    desk.do("c01", "day.hand_in")
    for login in ("c01", "assistant"):
        with pytest.raises(Refusal, match="退回"):
            desk.do(login, "rota.sign_in", consultant="c01")
    desk.do("assistant", "day.send_back", consultant="c01", comment="今天在岗")
    assert desk.do("c01", "rota.sign_in")["place"] == 1


def test_who_may_do_what(desk: Desk) -> None:
    assert desk.do("assistant", "rota.sign_in", consultant="c02")["consultant"] == desk.people["c02"]
    with pytest.raises(NotAllowed):
        desk.do("c01", "rota.sign_in", consultant="c03")
    with pytest.raises(BadInput):
        desk.do("assistant", "rota.sign_in", consultant="cashier")
    with pytest.raises(NotAllowed):
        desk.do("c01", "rota.confirm")
    with pytest.raises(NotAllowed):
        desk.do("cashier", "rota.arrive", kind="first")
    desk.do("assistant", "rota.confirm")
    with pytest.raises(NotAllowed, match="签到"):
        comes(desk, "c01")  # 2.18 «next in line»: c01 is not at work
    with pytest.raises(NotAllowed):
        desk.do("c02", "rota.skip", consultant="c02", reason="x")
    with pytest.raises(NotAllowed):
        desk.do("c01", "rota.pause", consultant="c02", reason="lunch")


def test_nobody_is_received_before_the_order_stands(desk: Desk) -> None:
    with pytest.raises(Refusal):
        comes(desk)
    with pytest.raises(Refusal):
        desk.do("assistant", "rota.confirm")
    desk.do("c01", "rota.sign_in")
    with pytest.raises(Refusal):
        comes(desk)


def test_first_visit_goes_to_the_head_and_the_next_records_and_takes_the_post(desk: Desk) -> None:
    open_rota(desk)
    told = comes(desk, "c03", party_size=2)  # whoever presses the key does not get the record
    assert (told["receiver_name"], told["recorder_name"], told["fills_post"]) == ("张伟", "王芳", "王芳")
    assert (told["kind"], told["counted"], told["turn"]) == ("new", True, 1)
    assert places(desk) == {"A": "c02", "B": "c03"}
    busy = see_board(desk, "c01").lines[-1]
    assert (busy.status, busy.visit_no) == (EntryState.RECEIVING, "LF20261123-001")
    with pytest.raises(Refusal):
        desk.do("c01", "rota.end_turn")  # the visit is not in the log yet
    saves(desk, "c01", told["visit"], name="张三", phone="13800138000")
    desk.do("c01", "rota.end_turn")
    assert places(desk) == {"A": "c02", "B": "c03", "C": "c01"}
    turn = desk.see("manager", "turns")[0]
    assert (turn["receiver"], turn["recorder"], turn["party_size"], turn["name"]) == ("张伟", "王芳", 2, "张三")
    assert desk.see("c02", "turns")[0]["name"] == ""


def test_returning_customer_goes_to_the_owner_who_keeps_the_place(desk: Desk) -> None:
    customer_of(desk, "c02")
    open_rota(desk)
    told = comes(desk, "c01", kind="returning", phone="138-0013 8000")
    assert (told["receiver_name"], told["kind"], told["counted"], told["keeps_post"]) == (
        "王芳", "returning", False, True,
    )  # fmt: skip
    assert see_board(desk).post == desk.people["c01"]


def test_owner_busy_or_absent(desk: Desk) -> None:
    customer_of(desk, "c01")
    customer_of(desk, "c01", "13800138001", "李四")
    open_rota(desk)
    comes(desk)  # c01 receives
    told = comes(desk, kind="returning", phone="13800138000")
    assert (told["receiver_name"], told["kind"], told["tell_owner"]) == ("王芳", "assist", True)
    told = comes(desk, kind="returning", phone="13800138001", delegate="c03")
    assert (told["receiver_name"], told["owner_name"]) == ("单婷", "张伟")


def test_the_owner_is_told_in_the_inbox_for_the_rest_of_the_day(desk: Desk) -> None:
    """2.1-3 «notify owner»: the reason says that the owner is told, and this is where."""

    def told(login: str) -> list[tuple[str, str]]:
        return [(row["who"], row["consultant"]) for row in desk.see(login, "inbox") if row["what"] == "day.told"]

    customer_of(desk, "c03")
    customer_of(desk, "c01", "13800138001", "李四")
    open_rota(desk, "c01", "c02")
    comes(desk)
    comes(desk, kind="returning", phone="13800138001")
    assert (told("c01"), told("c02"), told("c03")) == ([("李四", "王芳")], [], [])
    saves(desk, "c01", desk.see("manager", "turns")[1]["visit_id"], name="王五", phone="13800138002")
    desk.do("c01", "rota.end_turn")
    comes(desk, kind="returning", phone="13800138000")  # 单婷 has not come to work
    assert told("c03") == [("张三", "张伟")]
    desk.clock.at(date(2026, 11, 24))
    assert told("c03") == []


def test_owner_absent_is_helped_out_and_pays_with_a_turn(desk: Desk) -> None:
    customer_of(desk, "c03")
    open_rota(desk, "c01", "c02")
    told = comes(desk, kind="returning", name="张三")
    assert (told["receiver_name"], told["kind"], told["owner_name"]) == ("张伟", "voluntary", "单婷")
    saved = saves(desk, "c01", told["visit"])  # name, number and notice are known from the customer
    assert saved["owner_name"] == "单婷"
    desk.do("c01", "rota.end_turn")
    line = next(each for each in see_board(desk).lines if each.consultant_id == desk.people["c01"])
    assert (line.credits, line.position) == (1, "A")


def test_a_first_visitor_who_was_here_before_is_named_and_a_caller_goes_to_whoever_answered(desk: Desk) -> None:
    customer_of(desk, "c02")
    open_rota(desk)
    with pytest.raises(CustomerTaken, match="王芳"):
        comes(desk, phone="13800138000")
    desk.do(
        "c03", "call.log", name="李女士", phone="13900139000", channel="outdoor", is_repeat="no", notice="yes"
    )  # fmt: skip
    told = comes(desk, phone="13900139000")
    assert told["receiver_name"] == "单婷"
    saved = saves(desk, "c03", told["visit"])
    assert desk.see("c03", "visits")[0]["from_call"] is True
    assert saved["owner_name"] == "单婷"


def test_a_name_that_means_two_customers_is_asked_about(desk: Desk) -> None:
    customer_of(desk, "c01", "13800138000", "王伟")
    customer_of(desk, "c02", "13800138001", "王伟")
    open_rota(desk)
    with pytest.raises(BadInput, match="2"):
        comes(desk, kind="returning", name="王伟")
    assert comes(desk, kind="returning", name="从没来过")["kind"] == "new"


def test_not_a_buyer_uses_up_no_turn(desk: Desk) -> None:
    open_rota(desk)
    told = comes(desk, kind="not_a_buyer", organisation="某某中介")
    assert (told["turn"], told["counted"]) == (None, False)
    assert places(desk) == {"A": "c01", "B": "c02", "C": "c03"}
    assert desk.see("manager", "visits")[0]["complete"] is True


def test_appointment_and_asking_by_name(desk: Desk) -> None:
    open_rota(desk)
    told = comes(desk, kind="appointment", asked_for="c03")
    assert (told["receiver_name"], told["kind"], told["why"]) == ("单婷", "new", "客户点名 单婷")  # none in the book
    told = comes(desk, asked_for="c02")
    assert (told["receiver_name"], told["counted"]) == ("王芳", False)


def test_an_appointment_that_nobody_made_takes_no_customer_away(desk: Desk) -> None:
    """2.1-2: it goes to whom it was made with; saying so at the door is not enough."""
    customer = customer_of(desk, "c01")["customer"]
    expected = customer_of(desk, "c03", "13800138003", "钱七")["customer"]
    desk.do("c03", "appointment.make", customer=expected, at="2026-11-23T14:30+08:00")
    open_rota(desk)
    told = comes(desk, "c02", kind="appointment", customer=customer, asked_for="c02")
    assert (told["receiver_name"], told["why"]) == ("张伟", "张伟 的客户")
    told = comes(desk, kind="appointment", asked_for="c03")  # no name at the door: whom c03 expects today
    assert (told["receiver_name"], told["kind"], told["why"]) == ("单婷", "returning", "预约 14:30 由 单婷 接待")


def line_of(desk: Desk, login: str) -> tuple[int, int, int, str]:
    """Turns that count, that do not, turns to make up for, and the place."""
    found = next(each for each in see_board(desk).lines if each.consultant_id == desk.people[login])
    return found.turns, found.uncounted, found.credits, found.position


def test_a_first_visitor_who_turns_out_to_be_a_colleagues_costs_no_turn(desk: Desk) -> None:
    customer_of(desk, "c03")
    open_rota(desk)
    told = comes(desk)
    with pytest.raises(CustomerTaken):
        saves(desk, "c01", told["visit"], name="张三", phone="13800138000")
    desk.do("c01", "visit.correct", visit=told["visit"], kind="returning", reason="单婷的客户")
    assert line_of(desk, "c01") == (1, 0, 0, "")
    saves(desk, "c01", told["visit"], name="张三", phone="13800138000")
    desk.do("c01", "rota.end_turn")
    assert line_of(desk, "c01") == (0, 1, 0, "A")  # the place was kept
    assert [(row["kind"], row["counted"]) for row in desk.see("manager", "turns")] == [("assist", False)]
    told = comes(desk)
    desk.do("c01", "customer.register", name="李四", phone="13900139000", notice="yes")
    saves(desk, "c01", told["visit"], name="李四", phone="13900139000")
    assert line_of(desk, "c01") == (1, 1, 0, "")  # whom one writes down oneself meanwhile is a new customer
    assert [each for each in examine(desk.office) if each.serious] == []


def test_a_researcher_taken_for_a_visitor_gives_the_turn_back_and_the_other_way_costs_one(desk: Desk) -> None:
    open_rota(desk)
    told = comes(desk)
    again = {"visit": told["visit"], "kind": "not_a_buyer", "reason": "市调"}
    assert "助理" in desk.do("c01", "visit.correct", **again)["warnings"][0]
    assert line_of(desk, "c01") == (1, 0, 0, "")  # nobody gives himself or herself a turn back
    desk.do("assistant", "visit.correct", **again)
    desk.do("c01", "visit.save", visit=told["visit"], organisation="某某咨询")
    desk.do("c01", "rota.end_turn")
    assert (line_of(desk, "c01"), places(desk)["A"]) == ((0, 1, 0, "A"), "c01")
    told = comes(desk, kind="not_a_buyer")
    desk.do("c01", "visit.correct", visit=told["visit"], kind="first", reason="其实是买房的")
    assert (line_of(desk, "c01"), places(desk)["A"]) == ((1, 1, 0, ""), "c02")
    saves(desk, "c01", told["visit"], name="张三", phone="13800138000")
    desk.do("c01", "rota.end_turn")
    assert places(desk)["C"] == "c01"
    assert [each for each in examine(desk.office) if each.serious] == []


def test_one_visitor_at_two_terminals_is_let_in_once(desk: Desk) -> None:
    open_rota(desk, "c01", "c02")
    told = comes(desk, name="钱七", phone="13800138007")
    with pytest.raises(Refusal, match="张伟"):
        comes(desk, "assistant", name="钱七", phone="138 0013 8007")
    assert places(desk) == {"A": "c02"}
    comes(desk)
    assert comes(desk, name="赵六", phone="13800138008")["waiting"] == 1
    with pytest.raises(Refusal, match="1"):
        comes(desk, "assistant", phone="13800138008")
    saves(desk, "c01", told["visit"], name="钱七", phone="13800138007")
    desk.do("c01", "rota.end_turn")
    assert comes(desk, kind="returning", phone="13800138007")["waiting"] == 2  # in the afternoon they come again


def test_whoever_asks_for_somebody_who_is_not_free_is_told_why_it_is_another(desk: Desk) -> None:
    open_rota(desk, "c01", "c02")
    desk.do("c02", "rota.pause", reason="lunch")
    gone = comes(desk, asked_for="c02")
    assert (gone["receiver_name"], gone["counted"]) == ("张伟", True)
    assert gone["why"] == "轮序首位；客户点名 王芳，其离岗（可补轮）"
    desk.do("c02", "rota.resume")
    assert comes(desk, asked_for="c03")["why"] == "轮序首位；客户点名 单婷，其未签到"


def test_a_visitor_for_whom_nobody_is_free_waits_and_is_given_to_the_next_one(desk: Desk) -> None:
    open_rota(desk, "c01", "c02")
    first = comes(desk)
    comes(desk)
    told = comes(desk, party_size=3)
    assert (told["waiting"], told["visit"], told["turn"]) == (1, None, None)
    comes(desk, asked_for="c02")
    comes(desk, kind="returning", name="老客户", forgotten="yes")
    assert [(each.no, each.kind, each.party_size) for each in see_board(desk).waiting] == [
        (1, "first", 3), (2, "first", 1), (3, "returning", 1),
    ]  # fmt: skip
    with pytest.raises(NotAllowed):
        desk.do("c01", "rota.visitor_left", no=1)
    assert desk.do("assistant", "rota.visitor_left", no=2) == {"no": 2, "since": "09:07"}
    with pytest.raises(Refusal):
        desk.do("assistant", "rota.visitor_left", no=2)
    saves(desk, "c01", first["visit"], name="张三", phone="13800138000")
    ended = desk.do("c01", "rota.end_turn")
    assert ended["warnings"] == ["张伟 接待 09:06 起等候的来客"]
    turn = desk.see("manager", "turns")[0]
    assert (turn["receiver"], turn["party_size"], turn["why"]) == ("张伟", 3, "09:06 起等候：轮序首位")
    visit = next(row for row in desk.see("manager", "visits") if row["visit_no"] == turn["visit_no"])
    assert visit["arrived_at"] < turn["started_at"]
    desk.do("c03", "rota.sign_in")  # whoever comes late is free
    assert desk.see("manager", "turns")[0]["receiver"] == "单婷"
    assert see_board(desk).waiting == ()
    queue, _, _ = desk.office.look(desk.session("manager"), stored_day, date(2026, 11, 23))
    assert len(queue.turns) == 4


def test_what_was_typed_at_the_door_is_not_asked_again_after_the_wait(desk: Desk) -> None:
    """And it stands nowhere beside the visit once nobody waits."""
    open_rota(desk, "c01", "c02")
    known = comes(desk, name="张三", phone="13800138000")
    saves(desk, "c01", known["visit"], name="张三", phone="13800138000")
    desk.do("c01", "rota.end_turn")
    comes(desk), comes(desk)
    back = comes(desk, kind="returning", phone="13800138000", note="带图纸", party="family")
    new = comes(desk, name="李四", phone="13900139000", note="不想等")
    assert (back["waiting"], new["waiting"]) == (1, 2)
    desk.do("c03", "rota.sign_in")
    desk.do("assistant", "rota.visitor_left", no=2)
    visit = desk.see("manager", "visits")[0]
    assert (visit["name"], visit["phone"], visit["kind"]) == ("张三", "138****8000", "returning")
    rows = desk.office.look(
        desk.session("manager"),
        lambda read: read.connection.exec_driver_sql("SELECT name, phone, customer_id, arrival FROM waiting").all(),
    )
    assert [tuple(row)[:3] for row in rows] == [("", "", None)] * 2
    assert not any(word in row[3] for row in rows for word in ("带图纸", "不想等"))
    with desk.office.store.read() as connection:
        greeted = connection.execute(select(table_of(Visit)).order_by(table_of(Visit).c.id.desc())).mappings().first()
    assert greeted is not None and (greeted["note"], greeted["party"]) == ("带图纸", "family")


def test_a_customer_handed_over_while_waiting_goes_to_the_new_consultant(desk: Desk) -> None:
    customer = customer_of(desk, "c02")["customer"]
    open_rota(desk, "c01")
    comes(desk)
    assert comes(desk, kind="returning", phone="13800138000")["waiting"] == 1
    desk.do("manager", "customer.reassign", customers=[customer], to="c03", reason="c02 休假")
    desk.do("c03", "rota.sign_in")
    turn = desk.see("manager", "turns")[0]
    assert (turn["receiver"], turn["kind"], turn["counted"]) == ("单婷", "returning", False)


def test_whoever_still_waits_when_the_rota_ends_went_away(desk: Desk) -> None:
    open_rota(desk, "c01")
    desk.do("c01", "rota.pause", reason="lunch")
    comes(desk)
    desk.do("c01", "rota.leave")
    with pytest.raises(NobodyFree):
        comes(desk, "assistant")  # everybody is off duty: nobody to wait for
    desk.do("assistant", "rota.close")
    assert see_board(desk).waiting == ()


def test_a_supplier_needs_nobody_who_is_free(desk: Desk) -> None:
    open_rota(desk, "c01")
    desk.do("c01", "rota.pause", reason="lunch")
    told = comes(desk, "assistant", kind="not_a_buyer", organisation="快递")
    assert (told["recorder_name"], told["turn"]) == ("周助理", None)
    assert see_board(desk).waiting == ()


def test_pause_resume_late_sign_in_skip_and_re_order(desk: Desk) -> None:
    open_rota(desk, "c01", "c02")
    desk.do("c01", "rota.pause", reason="lunch")
    assert places(desk) == {"A": "c02"}
    desk.do("c03", "rota.sign_in")
    assert places(desk) == {"A": "c02", "B": "c03"}
    desk.do("c01", "rota.resume")
    assert places(desk)["A"] == "c01"
    with pytest.raises(Refusal):
        desk.do("manager", "rota.re_order", order="c03,c02,c01", reason=" ")
    with pytest.raises(BadInput):
        desk.do("manager", "rota.re_order", order="c03,c03", reason="客户约见")
    desk.do("manager", "rota.re_order", order="c03,c02,c01", reason="客户约见")
    assert places(desk) == {"A": "c03", "B": "c02", "C": "c01"}
    desk.do("manager", "rota.skip", consultant="c03", reason="未询问首访")
    assert comes(desk)["receiver_name"] == "王芳"


def test_the_manager_writes_an_absence_down_and_only_he_says_that_he_sent_somebody(desk: Desk) -> None:
    """2.1-4: «other by manager» earns a turn, so nobody gives it to himself or herself."""
    open_rota(desk)
    with pytest.raises(Refusal, match="经理"):
        desk.do("c01", "rota.pause", reason="by_manager")
    desk.do("manager", "rota.pause", consultant="c01", reason="by_manager")
    desk.do("manager", "rota.pause", consultant="c02", reason="lunch")
    with pytest.raises(NotAllowed):
        desk.do("assistant", "rota.pause", consultant="c03", reason="lunch")
    assert comes(desk)["receiver_name"] == "单婷"
    lines = {line.name: line for line in see_board(desk).lines}
    assert [(lines[name].status, lines[name].credits) for name in ("张伟", "王芳")] == [("paused_ok", 1)] * 2


def test_why_is_answered_later_in_words(desk: Desk) -> None:
    open_rota(desk)
    comes(desk)
    desk.clock.move(days=300)
    turn_id = desk.see("manager", "turns")[0]["id"]
    found = desk.office.look(desk.session("c02"), why_turn, turn_id)
    assert found is not None
    assert say(found.why, "en") == "first in line"
    assert [row.position for row in found.before] == ["A", "B", "C"]


def test_close_waits_for_receptions_and_each_morning_begins_anew(desk: Desk) -> None:
    open_rota(desk)
    told = comes(desk)
    with pytest.raises(Refusal, match="张伟"):
        desk.do("assistant", "rota.close")
    desk.clock.at(date(2026, 11, 24))
    open_rota(desk, "c02")
    assert see_board(desk).unclosed == (date(2026, 11, 23),)
    saves(desk, "c01", told["visit"], name="张三", phone="13800138000")
    desk.do("c01", "rota.end_turn", day="2026-11-23")
    desk.do("assistant", "rota.close", day="2026-11-23")
    assert {row["status"] for row in desk.see("manager", "rota", until="2026-11-23")} == {"left"}


def test_nobody_leaves_with_a_visit_that_has_only_its_greeting(desk: Desk) -> None:
    open_rota(desk)
    comes(desk)
    with pytest.raises(Refusal):
        desk.do("c01", "rota.leave")
    desk.do("c02", "rota.leave")
    with pytest.raises(WrongState):
        desk.do("c02", "rota.resume")
    assert places(desk) == {"A": "c03"}


def test_the_rules_of_the_rota_change_overnight(desk: Desk) -> None:
    """2.1: a policy is chosen by whoever leads the floor and holds from the next day on, whenever it is chosen."""

    def choose(key: str, value: str, login: str = "manager") -> dict[str, Any]:
        chosen = {"key": key, "value": value, "reason": "例会决定"}
        return desk.office.run_named(desk.session(login), "setting.change", chosen)

    assert choose("referral_counts", "yes")["day"] == "2026-11-24"
    choose("rota_mode", "count_based")
    open_rota(desk)
    assert comes(desk, asked_for="c02")["counted"] is False
    assert [each["coming"] for each in desk.see("manager", "settings") if each["coming"]] == [
        "按新客数量 2026-11-24", "是 2026-11-24",
    ]  # fmt: skip
    desk.clock.at(date(2026, 11, 24), 8, 30)
    choose("referral_counts", "no", "director")
    open_rota(desk)
    assert comes(desk, asked_for="c02")["counted"] is True
    assert queue_on_today(desk).policy.mode is Mode.COUNT_BASED
    desk.clock.at(date(2026, 11, 25), 8, 30)
    open_rota(desk)
    assert comes(desk, asked_for="c02")["counted"] is False
    for login, key in (("manager", "ask_minutes"), ("c01", "rota_mode"), ("assistant", "rota_mode")):
        with pytest.raises(NotAllowed):
            choose(key, "circular" if key == "rota_mode" else "5", login)


def test_turns_to_make_up_for_are_there_the_next_day_where_the_office_keeps_them(desk: Desk) -> None:
    desk.office.run_named(desk.session("manager"), "setting.change", {"key": "credits_die", "value": "no"})
    desk.clock.at(date(2026, 11, 24))
    open_rota(desk)
    desk.do("c01", "rota.pause", reason="lunch")
    told = comes(desk, "c03")
    saves(desk, "c02", told["visit"], name="张三", phone="13800138000")
    desk.do("c02", "rota.end_turn")
    desk.do("assistant", "rota.close")
    desk.clock.at(date(2026, 11, 25))
    open_rota(desk, "c02", "c01")
    assert comes(desk)["why"] == "补轮"
    assert see_board(desk).lines[-1].name == "张伟"
    queue, entries, _ = desk.office.look(desk.session("manager"), stored_day, date(2026, 11, 25))
    assert entries[desk.people["c01"]][3] == len(queue.entry(desk.people["c01"]).credits) == 0


def queue_on_today(desk: Desk) -> Queue:
    """Today's queue, replayed."""
    found = desk.office.look(desk.session("manager"), lambda read: queue_on(read, read.today))
    assert found is not None
    return found


# -- the events are the truth ------------------------------------------------------------------------------------------

KEYS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("assistant", "rota.arrive", {"kind": "first"}),
    ("assistant", "rota.arrive", {"kind": "first"}),
    ("assistant", "rota.arrive", {"kind": "returning", "phone": "13800138000"}),
    ("assistant", "rota.arrive", {"kind": "returning", "phone": "13800138001", "delegate": "c03"}),
    ("assistant", "rota.arrive", {"kind": "appointment", "asked_for": "c02"}),
    ("assistant", "rota.arrive", {"kind": "agent_brought", "report_no": "B-1"}),
    *((who, "rota.end_turn", {}) for who in ("c01", "c02", "c03")),
    *((who, "rota.pause", {"reason": "lunch"}) for who in ("c01", "c02", "c03")),
    ("c02", "rota.pause", {"reason": "private"}),
    *((who, "rota.resume", {}) for who in ("c01", "c02", "c03")),
    ("manager", "rota.skip", {"consultant": "c01", "reason": "x"}),
    ("c03", "rota.leave", {}),
)


def stored_day(read: Read, on: date) -> tuple[Queue, dict[int, tuple[Any, ...]], list[tuple[Any, ...]]]:
    """The replayed queue, the projected entries and the projected turns; and no decision differs on replay."""
    day = day_row(read, on)
    assert day is not None
    queue = Queue(policy_of(day["policy"]))
    for stored in events(read, day["id"]):
        if isinstance(stored.event, TurnTaken):
            assert stored.arrival is not None
            decision = decide(queue, stored.arrival)
            assert turn_of(decision, stored.event.at) == stored.event
            assert stored.why is not None
            assert say(stored.why, "en") == say(decision.why, "en")
        queue = apply(queue, stored.event)
    assert queue == queue_of(read, day)
    entry, turn = table_of(RotaEntry), table_of(Turn)
    entries = {
        row.consultant_id: (row.status, row.turns, row.uncounted, row.credits, row.skips, row.turn_no, row.since)
        for row in read.connection.execute(select(entry).where(entry.c.rota_day_id == day["id"]))
    }
    turns = [
        (row.no, row.receiver_id, row.recorder_id, row.kind, row.counted, row.on_credit, row.started_at, row.ended_at)
        for row in read.connection.execute(select(turn).where(turn.c.rota_day_id == day["id"]).order_by(turn.c.no))
    ]
    return queue, entries, turns


_DAYS = itertools.count(1)


@given(pressed=st.lists(st.sampled_from(KEYS), max_size=14))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_replay_equals_the_live_queue_after_any_day(desk: Desk, pressed: list[Any]) -> None:
    """Each example is a day of its own in one office; refused acts leave nothing behind."""
    today = date(2026, 11, 23) + timedelta(days=next(_DAYS))
    desk.clock.at(today)
    if not desk.see("manager", "customers"):
        customer_of(desk, "c01", "13800138000", "甲")
        customer_of(desk, "c02", "13800138001", "乙")
    open_rota(desk)
    for who, name, fields in pressed:
        desk.clock.move(minutes=1)
        try:
            done = desk.do(who, name, **fields)
        except AnchangError:
            continue
        if name == "rota.arrive" and done["visit"] is not None:
            # Saved at once, so that the reception can end.
            desk.do("assistant", "visit.save", visit=done["visit"], name="访客", no_phone_reason="未留", notice="yes")
    queue, entries, turns = desk.office.look(desk.session("manager"), stored_day, today)
    assert entries == {
        each.consultant: (
            each.status, each.turns, each.uncounted, len(each.credits), each.skips, each.turn_no, each.since,
        )
        for each in queue.entries
    }  # fmt: skip
    assert turns == [
        (
            each.no, each.receiver, each.recorder, each.kind, each.counted, each.on_credit, each.started_at,
            each.ended_at,
        )
        for each in queue.turns
    ]  # fmt: skip


# -- shifts at the door ------------------------------------------------------------------------------------------------


def test_the_shift_at_the_door_ends_without_anybody(desk: Desk) -> None:
    """Mode `door_shift`: every board shows the next one on time, the next act or the program itself writes it down."""
    chosen = {"key": "rota_mode", "value": "door_shift"}
    desk.office.run_named(desk.session("manager"), "setting.change", chosen)
    desk.clock.at(date(2026, 11, 24), 8, 30)
    open_rota(desk)
    manager = desk.session("manager")
    first = desk.office.look(manager, board)
    desk.clock.move(minutes=41)
    second = desk.office.look(manager, board)
    assert [line.position for line in first.lines] == [line.position for line in second.lines] == ["A", "B", "C"]
    assert first.lines[2].consultant_id == second.lines[0].consultant_id  # two shifts are over
    before = desk.office.change_mark()
    rota.sweep(desk.office, desk.project_id)
    rota.sweep(desk.office, desk.project_id)
    assert desk.office.change_mark() == before + 3  # the two shifts and the sweep, once
    assert [(what, who) for what, who in acts(desk)[-3:]] == [
        ("rota.shift_over", "system"), ("rota.shift_over", "system"), ("rota.write_shifts", "system"),
    ]  # fmt: skip
    assert comes(desk)["receiver"] == second.lines[0].consultant_id
    desk.clock.move(hours=14)
    assert desk.office.look(manager, board).lines  # nobody stands there through the night
    assert not [each for each in examine(desk.office) if each.serious]
