"""Back doors of a day that is over, half past midnight in another zone, and the same key in other hands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from anchang.domain.errors import AnchangError, KeyReused, NotAllowed, Refusal, UnitTaken
from anchang.storage.base import table_of
from anchang.storage.call import Call
from anchang.storage.journal import Journal
from anchang.storage.unit import UnitClaim
from tests.office import Desk
from tests.services.deals import reviewed
from tests.services.front_desk import WHOLE, comes, open_rota, saves
from tests.services.stock import customer, on_sale


def test_whether_a_call_was_a_repeated_one_is_not_changed_on_a_later_day(desk: Desk) -> None:
    made = desk.do("c01", "call.log", is_repeat="no", name="赵六", phone="13900000008", notice="yes", channel="other")
    desk.do("c01", "call.save", call=made["call_no"], is_repeat="yes")
    desk.do("c01", "call.save", call=made["call_no"], is_repeat="no")
    desk.clock.move(days=1)
    with pytest.raises(Refusal):
        desk.do("c01", "call.save", call=made["call_no"], is_repeat="yes")
    desk.do("c01", "call.save", call=made["call_no"], living_area="南山")
    with desk.office.store.read() as connection:
        assert connection.execute(select(table_of(Call).c.is_repeat)).scalar() is False


def test_nothing_of_a_sheet_that_was_handed_in_moves(desk: Desk) -> None:
    open_rota(desk)
    visit = comes(desk, "c02")["visit"]
    saves(desk, "c01", visit, name="张三", phone="13800138000", **WHOLE)
    call = desk.do("c01", "call.log", is_repeat="no", name="赵六", phone="13900000008", notice="yes", **CALLED)["call"]
    desk.do("c01", "rota.end_turn")
    desk.do("c01", "day.hand_in")
    today = desk.office.today().isoformat()
    acts: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("c01", "visit.save", {"visit": visit, "note": "补"}),
        ("assistant", "visit.save", {"visit": visit, "note": "补"}),
        ("manager", "visit.correct", {"visit": visit, "kind": "returning", "reason": "错"}),
        ("manager", "visit.correct", {"visit": visit, "consultant": desk.people["c02"], "reason": "错"}),
        ("c01", "call.save", {"call": call, "note": "补"}),
        ("c01", "call.log", {"is_repeat": "no", "name": "甲", "phone": "13900000007", "notice": "yes"}),
        ("assistant", "visit.log", {"kind": "first", "consultant": desk.people["c01"], "name": "乙", "notice": "yes"}),
        ("c01", "rota.end_turn", {"day": today}),
        ("c01", "rota.sign_in", {}),
        ("c01", "rota.resume", {}),
        ("c01", "day.hand_in", {}),
    )
    for login, name, fields in acts:
        with pytest.raises(AnchangError):
            desk.do(login, name, **fields)


CALLED = {
    "gender": "male", "channel": "outdoor", "demand_area": "90_110", "demand_layout": "three", "grade": "B",
    "next_contact_on": "2026-11-26",
}  # fmt: skip


def test_half_past_midnight_belongs_to_the_offices_own_day(desk: Desk) -> None:
    desk.clock.at(date(2026, 11, 24), 0, 30)  # 16:30 of the 23rd in UTC
    made = desk.do("c01", "visit.log", kind="first", name="张三", phone="13800138000", notice="yes")
    assert made["visit_no"].startswith("LF20261124-")
    on_sale(desk)
    deal = reviewed(desk)
    assert deal.row()["business_date"] == deal.row()["signed_on"] == date(2026, 11, 24)
    with desk.office.store.read() as connection:
        claim = table_of(UnitClaim)
        until = connection.execute(select(claim.c.expires_at).where(claim.c.ended_at.is_(None))).scalar()
    assert until is not None
    assert until.astimezone(desk.office.zone).isoformat() == "2026-11-25T00:00:00+08:00"
    desk.clock.at(date(2026, 11, 24), 23, 59)
    deal.pay(100)
    desk.clock.at(date(2026, 11, 25), 0, 1)
    assert deal.row()["state"] == "deposit_due"


def test_a_key_belongs_to_its_person_its_project_and_its_content(desk: Desk) -> None:
    on_sale(desk)
    who = customer(desk, None)
    first = desk.do("c01", "unit.ask", unit="1-1-101", customer=who, key="k1")
    with pytest.raises(KeyReused):
        desk.do("c02", "unit.ask", unit="1-1-101", customer=who, key="k1")
    with pytest.raises(KeyReused):
        desk.do("c01", "unit.ask", unit="1-1-102", customer=who, key="k1")
    with pytest.raises(KeyReused):
        desk.do("c01", "unit.let_go", unit="1-1-101", key="k1")
    assert desk.do("c01", "unit.ask", unit="1-1-101", customer=who, key="k1") == first


def test_a_key_of_a_refused_act_is_free_again(desk: Desk) -> None:
    on_sale(desk)
    who = customer(desk, None)
    desk.do("c02", "unit.ask", unit="1-1-101", customer=who)
    with pytest.raises(UnitTaken):
        desk.do("c01", "unit.ask", unit="1-1-101", customer=who, key="k1")
    desk.clock.move(minutes=11)
    assert desk.do("c01", "unit.ask", unit="1-1-101", customer=who, key="k1")["unit"] == "1-1-101"


def test_a_key_gives_nothing_to_whoever_works_here_no_more(desk: Desk) -> None:
    desk.do("c01", "customer.register", name="刘洋", phone="13800000001", notice="yes", key="k1")
    desk.do("boss", "staff.disable", staff=desk.people["c01"], reason="离职")
    with pytest.raises(NotAllowed):
        desk.do("c01", "customer.register", name="刘洋", phone="13800000001", notice="yes", key="k1")


def test_the_same_key_with_another_password_is_not_taken_for_the_same_act(desk: Desk) -> None:
    fields = {"login": "neu", "name": "新人", "roles": "consultant"}
    desk.do("boss", "staff.add", password="first-word", key="k1", **fields)
    with pytest.raises(AnchangError):
        desk.do("boss", "staff.add", password="other-word", key="k1", **fields)
    session = desk.session("c01")
    desk.do("c01", "staff.change_password", old="demo", new="good-word-1", key="k2")
    with pytest.raises(AnchangError):
        desk.do("c01", "staff.change_password", old="good-word-1", new="good-word-2", key="k2")
    assert desk.office.person(session).must_change is False


def test_no_password_and_no_number_lies_in_the_journal(desk: Desk) -> None:
    desk.do("boss", "staff.add", password="first-word", key="k1", login="neu", name="新人", roles="consultant")
    made = desk.do("c01", "customer.register", name="刘洋", phone="13800000001", notice="yes", key="k2")
    desk.do("c01", "customer.check_phone", phone="13800000001", key="k3")
    desk.do("c01", "customer.reveal", customer=made["id"], reason="回访", key="k4")
    desk.do("c01", "call.log", is_repeat="no", name="赵六", phone="13900000008", notice="yes", key="k5", **CALLED)
    with desk.office.store.read() as connection:
        kept = "".join(str(tuple(row)) for row in connection.execute(select(table_of(Journal))))
    assert not [each for each in ("first-word", "13800000001", "13900000008") if each in kept]
