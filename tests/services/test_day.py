"""One whole day at the front desk, from the first sign-in to the close, and what a closed day refuses (2.2, 7)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from anchang.domain.errors import BadInput, NotAllowed, NotFound, Refusal, WrongState
from anchang.domain.rota import DayState
from anchang.domain.rota_desk import NobodyFree
from anchang.i18n import say
from anchang.services.doctor import examine
from anchang.storage.day_waiting import comments, waiting
from tests.office import Desk
from tests.services.front_desk import WHOLE, comes, customer_of, goes_home, open_rota, places, saves, see_board

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def inbox(desk: Desk, login: str) -> list[tuple[str, str]]:
    return [(row["waiting"], row["consultant"]) for row in desk.office.look(desk.session(login), waiting)]


def close_day(desk: Desk) -> None:
    goes_home(desk)
    desk.do("assistant", "day.consolidate")
    desk.do("assistant", "day.close")


def test_a_whole_day(desk: Desk) -> None:
    """Issue 2, point 4: three consultants, one first visit, one returning, one call, hand-in, close."""
    customer_of(desk, "c03", "13500135000", "老客户")
    desk.clock.at(TUESDAY)
    for login in ("c01", "c02", "c03"):
        desk.do(login, "rota.sign_in")
        desk.clock.move(minutes=3)
    assert inbox(desk, "assistant")[:2] == [("unclosed", ""), ("confirm", "")]
    desk.do("assistant", "rota.confirm")
    first = comes(desk, "c01", party_size=3)
    assert (first["receiver_name"], first["recorder_name"], first["fills_post"]) == ("张伟", "王芳", "王芳")
    returning = comes(desk, "c02", kind="returning", phone="13500135000")
    assert (returning["receiver_name"], returning["keeps_post"]) == ("单婷", True)
    desk.do(
        "c02", "call.log", name="李女士", phone="13900139000", channel="agency", is_repeat="no", grade="B",
        next_contact_on="2026-11-26", notice="yes",
    )  # fmt: skip
    saves(desk, "c01", first["visit"], name="张三", phone="13800138000")
    saves(desk, "c03", returning["visit"])
    with pytest.raises(Refusal) as refused:
        desk.do("c01", "day.hand_in")
    assert say(refused.value.message, "en").startswith("hand in: a reception is still running, visits not complete")
    for login in ("c01", "c03"):
        desk.do(login, "rota.end_turn")
    assert places(desk) == {"A": "c02", "B": "c03", "C": "c01"}
    with pytest.raises(Refusal, match=first["visit_no"]):
        desk.do("c01", "day.hand_in")
    assert ("visit", "") in inbox(desk, "c01")
    saves(desk, "c01", first["visit"], **WHOLE)
    saves(desk, "c03", returning["visit"], **WHOLE)
    with pytest.raises(Refusal) as refused:
        desk.do("assistant", "day.close")
    assert all(name in say(refused.value.message, "en") for name in ("张伟", "王芳", "单婷"))
    goes_home(desk)
    assert places(desk) == {}
    assert inbox(desk, "assistant")[1:] == [("consolidate", name) for name in ("张伟", "王芳", "单婷")]
    assert desk.do("assistant", "day.consolidate")["count"] == 3
    assert inbox(desk, "manager")[1:] == [("review", name) for name in ("张伟", "王芳", "单婷")]
    desk.do("manager", "day.review", consultant="c01", comment="很好")
    assert desk.do("assistant", "day.close") == {"closed": "2026-11-24"}
    assert {row["status"] for row in desk.see("manager", "rota")} == {"left"}
    sheets = {row["consultant"]: row for row in desk.see("manager", "day_sheets", since="2026-11-24")}
    assert [sheets[name]["state"] for name in ("张伟", "王芳", "单婷")] == ["reviewed", "consolidated", "consolidated"]
    assert (sheets["张伟"]["visits"], sheets["张伟"]["turns"], sheets["王芳"]["calls"]) == (1, 1, 1)
    assert [row["consultant"] for row in desk.see("c01", "day_sheets")] == ["张伟"]
    said = desk.office.look(desk.session("manager"), comments, sheets["张伟"]["id"])
    assert [(each["step"], each["comment"], each["who"]) for each in said] == [("review", "很好", "李经理")]


def test_the_manager_closes_a_day_whose_rota_still_runs(desk: Desk) -> None:
    open_rota(desk)
    goes_home(desk)
    desk.do("manager", "day.consolidate")
    assert see_board(desk).state is DayState.CONFIRMED
    assert desk.do("manager", "day.close") == {"closed": MONDAY.isoformat()}
    assert see_board(desk).state is DayState.CLOSED


def test_turns_handed_to_inactive_people(desk: Desk) -> None:
    """Issue 3, the failure of other systems: who is gone gets no turn, ends nothing, and does not keep the day open."""
    open_rota(desk, "c03", "c01", "c02")
    visit = comes(desk, "assistant")["visit"]  # 单婷 receives
    desk.do("boss", "staff.disable", staff="c03", reason="离职")
    line = next(each for each in see_board(desk).lines if each.name == "单婷")
    assert (line.status, line.turn_no) == ("left", None)
    desk.do("boss", "staff.change", staff="c01", roles="cashier")
    assert places(desk) == {"A": "c02"}
    comes(desk, "c02")
    with pytest.raises(NobodyFree):
        comes(desk, "assistant", asked_for="c03", wait="no")
    saves(desk, "c02", desk.see("manager", "turns")[0]["visit_id"], name="李四", phone="13800138001", **WHOLE)
    desk.do("c02", "rota.end_turn")
    for asked in ({"asked_for": "c03"}, {"kind": "appointment", "asked_for": "c03"}, {"relative_of": "c01"}):
        told = comes(desk, "assistant", **asked)
        assert told["receiver_name"] == "王芳"  # by name, by appointment, as a relative: nobody who is gone
        saves(desk, "c02", told["visit"], name="王五", no_phone_reason="未留", **WHOLE)
        desk.do("c02", "rota.end_turn")
    goes_home(desk, "c02")
    with pytest.raises(Refusal, match="单婷"):
        desk.do("assistant", "day.close")
    hand_in: dict[str, Any] = {"consultant": "c03", "reason": "离职，由助理代交"}
    with pytest.raises(Refusal, match="LF20261123-001"):
        desk.do("assistant", "day.hand_in", **hand_in)
    saves(desk, "assistant", visit, name="张三", phone="13800138000", **WHOLE)
    with pytest.raises(Refusal, match="原因"):
        desk.do("assistant", "day.hand_in", consultant="c03")
    with pytest.raises(NotAllowed):
        desk.do("c02", "day.hand_in", **hand_in)
    desk.do("assistant", "day.hand_in", **hand_in)
    desk.do("manager", "day.consolidate")
    desk.do("manager", "day.close")
    sheet = next(row for row in desk.see("manager", "day_sheets") if row["consultant"] == "单婷")
    said = desk.office.look(desk.session("manager"), comments, sheet["id"])
    assert [(each["step"], each["comment"], each["who"]) for each in said] == [
        ("hand_in", "离职，由助理代交", "周助理")
    ]  # fmt: skip
    assert not [each for each in examine(desk.office) if each.serious]


def test_an_ill_consultant_is_handed_in_for_and_off_duty_with_it(desk: Desk) -> None:
    open_rota(desk)
    visit = comes(desk)["visit"]
    saves(desk, "assistant", visit, name="张三", phone="13800138000", **WHOLE)
    desk.do("assistant", "rota.end_turn", consultant="c01")
    desk.do("manager", "rota.pause", consultant="c01", reason="private")
    desk.do("manager", "day.hand_in", consultant="c01", reason="生病回家")
    assert {line.name: line.status for line in see_board(desk).lines}["张伟"] == "left"
    desk.do("assistant", "day.consolidate", consultant="c01")
    with pytest.raises(NotAllowed):
        desk.do("manager", "day.review", consultant="c01")  # nobody reviews what he or she handed in
    desk.do("director", "day.review", consultant="c01")


def test_a_closed_day_refuses_everything(desk: Desk) -> None:
    open_rota(desk)
    visit = comes(desk)["visit"]
    saves(desk, "c01", visit, name="张三", phone="13800138000", **WHOLE)
    desk.do("c01", "rota.end_turn")
    close_day(desk)
    before = (desk.see("manager", "visits"), desk.see("manager", "customers"), desk.see("manager", "turns"))
    refused: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("c01", "rota.arrive", {"kind": "first"}),
        ("c01", "visit.save", {"visit": visit, "grade": "C"}),
        ("assistant", "visit.save", {"visit": visit, "grade": "C"}),
        ("assistant", "visit.correct", {"visit": visit, "kind": "returning", "reason": "x"}),
        ("manager", "visit.log", {"kind": "first", "name": "x", "phone": "13800138001", "notice": "yes"}),
        ("assistant", "call.log", {
            "name": "x", "phone": "13800138001", "channel": "other", "is_repeat": "no", "notice": "yes",
        }),
        ("manager", "rota.re_order", {"order": "c01,c02,c03", "reason": "x"}),
        ("manager", "rota.sign_in", {"consultant": "c01"}),
        ("manager", "follow_up.log", {
            "customer": "13800138000", "way": "phone", "effective": "yes", "content": "x",
            "next_contact_on": "2026-11-24",
        }),
        ("assistant", "day.close", {}),
    )  # fmt: skip
    for login, name, fields in refused:
        with pytest.raises(Refusal):
            desk.do(login, name, **fields)
    assert before == (desk.see("manager", "visits"), desk.see("manager", "customers"), desk.see("manager", "turns"))


def test_sent_back_completed_and_reviewed_the_next_morning(desk: Desk) -> None:
    customer_of(desk, "c01")
    visit = desk.see("c01", "visits")[0]["id"]
    saves(desk, "c01", visit, **WHOLE)
    desk.do("c01", "day.hand_in")
    with pytest.raises(Refusal, match="张伟"):
        saves(desk, "c01", visit, content="更多")
    desk.do("assistant", "day.consolidate", consultant="c01")
    desk.do("assistant", "day.close")
    desk.clock.at(TUESDAY)
    with pytest.raises(Refusal):
        desk.do("manager", "day.send_back", consultant="c01", day="2026-11-23", comment=" ")
    with pytest.raises(NotAllowed):
        desk.do("c01", "day.send_back", consultant="c01", day="2026-11-23", comment="x")
    desk.do("manager", "day.send_back", consultant="c01", day="2026-11-23", comment="补充洽谈内容")
    assert ("returned", "") in inbox(desk, "c01")
    saves(desk, "c01", visit, content="看了样板间")  # added the next morning: nothing stood there
    with pytest.raises(Refusal):
        saves(desk, "c01", visit, grade="A")
    desk.do("c01", "day.hand_in", day="2026-11-23")
    with pytest.raises(WrongState):
        desk.do("manager", "day.review", consultant="c01", day="2026-11-23")
    desk.do("assistant", "day.consolidate", day="2026-11-23")
    desk.do("director", "day.review", consultant="c01", day="2026-11-23")
    with pytest.raises(WrongState):
        desk.do("manager", "day.send_back", consultant="c01", day="2026-11-23", comment="再补")
    assert ("returned", "") not in inbox(desk, "c01")


def test_what_the_assistant_or_the_manager_left_unfinished_keeps_the_day_open(desk: Desk) -> None:
    """They hand in no sheet, so their entries are asked for when the day is closed."""
    customer_of(desk, "c01")
    saves(desk, "c01", desk.see("c01", "visits")[0]["id"], **WHOLE)
    called = desk.do("assistant", "call.log", name="李女士", phone="13900139000", channel="agency", is_repeat="no",
                     notice="yes")  # fmt: skip
    came = desk.do("manager", "visit.log", kind="first", consultant="manager", name="王先生", phone="13700137000",
                   notice="yes")  # fmt: skip
    desk.do("c01", "day.hand_in")
    desk.do("assistant", "day.consolidate")
    missing = f"来访、来电登记本中待补全：{came['visit_no']} 李经理、{called['call_no']} 周助理"
    with pytest.raises(Refusal, match=missing):
        desk.do("assistant", "day.close")
    desk.do("assistant", "call.save", call=called["call"], grade="B", next_contact_on="2026-11-25")
    saves(desk, "manager", came["visit"], **WHOLE)
    assert desk.do("assistant", "day.close") == {"closed": "2026-11-23"}


def test_nobody_reviews_a_sheet_of_his_or_her_own(desk: Desk) -> None:
    desk.people["both"] = desk.do(
        "boss", "staff.add", login="both", name="郑经理", roles="consultant,sales_manager", password="demo"
    )["id"]
    customer_of(desk, "both")
    saves(desk, "both", desk.see("both", "visits")[0]["id"], **WHOLE)
    desk.do("both", "day.hand_in")
    desk.do("assistant", "day.consolidate")
    with pytest.raises(NotAllowed):
        desk.do("both", "day.review", consultant="both")
    assert inbox(desk, "both") == []
    desk.office.run_named(desk.session("boss"), "setting.change", {"key": "one_person_office", "value": "yes"})
    desk.do("both", "day.review", consultant="both")


def test_an_open_day_does_not_block_the_next_morning(desk: Desk) -> None:
    open_rota(desk)
    desk.clock.at(TUESDAY)
    assert inbox(desk, "c01")[0] == ("hand_in", "")
    open_rota(desk)
    assert comes(desk)["receiver_name"] == "张伟"
    for login in ("c01", "c02", "c03"):
        desk.do(login, "day.hand_in", day="2026-11-23")
    desk.do("assistant", "day.consolidate", day="2026-11-23")
    desk.do("assistant", "day.close", day="2026-11-23")
    assert ("unclosed", "") not in inbox(desk, "assistant")
    assert places(desk)["A"] == "c02"  # today's rota goes on


def test_days_that_are_none(desk: Desk) -> None:
    with pytest.raises(BadInput):
        desk.do("assistant", "day.close", day="2026-11-24")
    with pytest.raises(NotFound):
        desk.do("assistant", "day.close", day="2026-11-20")
    with pytest.raises(NotFound):
        desk.do("manager", "day.review", consultant="c01")
    with pytest.raises(Refusal):
        desk.do("assistant", "day.consolidate")
    with pytest.raises(NotAllowed):
        desk.do("c01", "day.close")
    with pytest.raises(NotAllowed):
        desk.do("assistant", "day.hand_in")
