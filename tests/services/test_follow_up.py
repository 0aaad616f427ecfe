"""Follow-ups through their use case (3.4)."""

from __future__ import annotations

from datetime import date

import pytest

from anchang.domain.customer import CustomerTaken
from anchang.domain.errors import BadInput
from anchang.storage.customer_list import card
from anchang.storage.day_waiting import waiting
from tests.office import Desk
from tests.services.front_desk import customer_of


def test_a_follow_up_moves_the_next_contact_and_the_lead(desk: Desk) -> None:
    made = desk.do("c01", "customer.register", name="张三", phone="13800138000", notice="yes")["id"]
    desk.clock.move(minutes=1)
    desk.do(
        "c01", "follow_up.log", customer="13800138000", way="phone", effective="no", content="未接",
        next_contact_on="2026-11-24",
    )  # fmt: skip
    assert desk.see("c01", "customers")[0]["state"] == "new"
    assert desk.see("c01", "customers")[0]["last_effective_at"] is None
    desk.clock.at(date(2026, 11, 24))
    desk.do(
        "c01", "follow_up.log", customer=made, way="wechat", effective="yes", content="约周六看房", grade_after="A",
        next_contact_on="2026-11-26", stage="appointment",
    )  # fmt: skip
    customer = desk.see("c01", "customers")[0]
    assert (customer["state"], customer["grade"]) == ("contacted", "A")
    assert customer["next_contact_on"] == date(2026, 11, 26)
    assert [row["content"] for row in desk.see("c01", "follow_ups")] == ["约周六看房", "未接"]
    assert [row["name"] for row in desk.see("manager", "follow_ups", effective="yes", text="张")] == ["张三"]
    found = desk.office.look(desk.session("c01"), card, made)
    assert found is not None
    assert [each.kind for each in found.events] == ["follow_up", "follow_up", "owner", "consent"]


def test_what_a_follow_up_needs(desk: Desk) -> None:
    customer_of(desk, "c01")
    said = {"customer": "13800138000", "way": "phone", "effective": "yes", "content": "聊了价格"}
    with pytest.raises(BadInput):
        desk.do("c01", "follow_up.log", **said)
    with pytest.raises(BadInput):
        desk.do("c01", "follow_up.log", **said, grade_after="A", next_contact_on="2026-12-23")
    with pytest.raises(CustomerTaken, match="张伟"):
        desk.do("c02", "follow_up.log", **said, next_contact_on="2026-11-24")
    assert desk.see("manager", "follow_ups") == []


def test_contacts_come_up_in_the_inbox_when_they_are_due(desk: Desk) -> None:
    desk.do("c01", "customer.register", name="张三", phone="13800138000", notice="yes", next_contact_on="2026-11-24")

    def due() -> list[str]:
        return [row["waiting"] for row in desk.office.look(desk.session("c01"), waiting)]

    assert due() == []
    desk.clock.at(date(2026, 11, 24))
    assert due() == ["contact"]
    desk.clock.at(date(2026, 11, 25))
    assert due() == ["contact_late"]
    assert desk.see("c01", "customers", due="yes")[0]["days_late"] == 1
    desk.do("c01", "person.stop_contact", customer="13800138000", reason="不要再打电话")
    assert due() == []
