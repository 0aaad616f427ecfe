"""The call log through its use cases (3.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from anchang.domain.customer import CustomerTaken
from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.i18n import say
from tests.office import Desk
from tests.services.front_desk import customer_of

CALL: dict[str, Any] = {
    "name": "李女士", "phone": "13900139000", "channel": "outdoor", "is_repeat": "no", "grade": "B",
    "next_contact_on": "2026-11-25", "notice": "yes",
}  # fmt: skip


def test_a_call_makes_a_lead(desk: Desk) -> None:
    done = desk.do("c02", "call.log", **CALL, questions="学区\n贷款")
    assert (done["call_no"], done["owner_name"], done["complete"]) == ("LD20261123-001", "王芳", True)
    customer = desk.see("c02", "customers")[0]
    assert (customer["state"], customer["grade"], customer["channel"]) == ("contacted", "B", "outdoor")
    assert customer["next_contact_on"] == date(2026, 11, 25)
    row = desk.see("c02", "calls")[0]
    assert (row["phone"], row["questions"], row["customer_id"]) == ("139****9000", "学区\n贷款", done["customer"])
    assert desk.see("c01", "calls") == []


def test_what_a_call_needs(desk: Desk) -> None:
    with pytest.raises(BadInput) as refused:
        desk.do("c01", "call.log", is_repeat="no", grade="A")
    words = say(refused.value.message, "en")
    assert all(each in words for each in ("name", "phone", "known channel", "next contact"))
    with pytest.raises(BadInput):
        desk.do("c01", "call.log", **{**CALL, "phone": "123"})
    with pytest.raises(BadInput):
        desk.do("c01", "call.log", **CALL, called_at="2026-11-23T23:00:00+08:00")
    assert desk.see("manager", "calls") == []


def test_nobody_to_call_back_is_invalid_from_the_start(desk: Desk) -> None:
    desk.do("c01", "call.log", name="匿名", no_phone_reason="不愿留", channel="leaflet", is_repeat="no")
    customer = desk.see("c01", "customers")[0]
    assert (customer["state"], customer["phone"]) == ("invalid", "")


def test_anothers_number_is_shown_and_a_known_caller_stays_with_the_owner(desk: Desk) -> None:
    customer_of(desk, "c01", "13900139000")
    with pytest.raises(CustomerTaken, match="张伟"):
        desk.do("c02", "call.log", **CALL)
    done = desk.do("c02", "call.log", **{**CALL, "is_repeat": "yes"})
    assert done["owner_name"] == "张伟"
    customer = desk.see("c01", "customers")[0]
    assert (customer["state"], customer["grade"]) == ("visited", "")


def test_an_assistant_owns_nobody_and_enters_for_others(desk: Desk) -> None:
    done = desk.do("assistant", "call.log", **CALL)
    assert done["owner"] is None
    assert desk.do("c03", "call.log", **{**CALL, "is_repeat": "yes"})["owner_name"] == "单婷"
    with pytest.raises(NotAllowed):
        desk.do("c01", "call.log", **{**CALL, "phone": "13900139001"}, answered_by="c02")
    other = desk.do("assistant", "call.log", **{**CALL, "phone": "13900139001"}, answered_by="c02")
    assert other["owner_name"] == "王芳"


def test_completing_and_correcting(desk: Desk) -> None:
    done = desk.do("c01", "call.log", **{**CALL, "grade": None, "next_contact_on": None})
    assert done["complete"] is False
    with pytest.raises(NotAllowed, match="张伟"):
        desk.do("c02", "call.save", call=done["call"], grade="C")
    assert desk.do("c01", "call.save", call=done["call"], phone="13900139009")["complete"] is False
    assert [row["phone"] for row in desk.see("c01", "customers")] == ["139****9009"]
    desk.clock.at(date(2026, 11, 24))
    with pytest.raises(Refusal):
        desk.do("c01", "call.save", call=done["call_no"], name="王女士")
    assert desk.do("c01", "call.save", call=done["call_no"], grade="D")["complete"] is True


def test_filters(desk: Desk) -> None:
    desk.do("c01", "call.log", **CALL)
    desk.do("c02", "call.log", **{**CALL, "phone": "13700137000", "name": "赵先生", "channel": "agency"})

    def names(**filters: Any) -> list[str]:
        return [row["name"] for row in desk.see("manager", "calls", **filters)]

    assert names() == ["赵先生", "李女士"]
    assert names(consultant="c01") == names(text="LNS") == names(text="9000") == ["李女士"]
    assert names(channel="agency") == ["赵先生"]
    assert names(since="2026-11-24") == []
