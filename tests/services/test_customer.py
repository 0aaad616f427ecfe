"""Customers through their use cases: unique numbers, owners, the logged look, the lead (2.2, 5.11)."""

from __future__ import annotations

from typing import Any

import pytest

from anchang.domain.customer import CustomerTaken
from anchang.domain.errors import BadInput, NotAllowed, NotFound, Refusal, Stale
from anchang.i18n import M
from anchang.services import lead
from anchang.services.office import Session
from anchang.storage import customer_query
from anchang.storage.customer import Customer
from anchang.storage.customer_list import Found, card, search
from tests.office import Desk
from tests.services.front_desk import customer_of


def register(desk: Desk, login: str, name: str = "张三", phone: str = "13800138000", **more: Any) -> int:
    return int(desk.do(login, "customer.register", name=name, phone=phone, notice="yes", **more)["id"])


def found(desk: Desk, login: str, typed: str) -> list[Found]:
    return desk.office.look(desk.session(login), search, typed)


def test_registering(desk: Desk) -> None:
    made = register(desk, "c01")
    with pytest.raises(CustomerTaken, match="张伟"):
        register(desk, "c02", "李四", "+86 138 0013 8000")
    with pytest.raises(BadInput):
        desk.do("c01", "customer.register", name="李四", notice="yes")
    with pytest.raises(BadInput):
        desk.do("c01", "customer.register", name="李四", phone="13800138001")
    with pytest.raises(NotAllowed):
        register(desk, "c01", "李四", "13800138001", owner="c02")
    assert register(desk, "assistant", "李四", "13800138001", owner="c02") == made + 1
    assert [row["owner"] for row in desk.see("manager", "customers")] == ["王芳", "张伟"]


def test_no_number_is_no_clash(desk: Desk) -> None:
    for name in ("甲", "乙"):
        desk.do("c01", "customer.register", name=name, no_phone_reason="不留", notice="yes")
    assert len(desk.see("c01", "customers")) == 2


def test_search_keeps_to_ones_own(desk: Desk) -> None:
    customer_of(desk, "c01", "13800138000", "单雄信")
    customer_of(desk, "c02", "13900138000", "张三丰")
    assert [each.name for each in found(desk, "c01", "138")] == ["单雄信"]
    assert found(desk, "c01", "13") == []
    assert [each.name for each in found(desk, "manager", "8000")] == ["张三丰", "单雄信"]
    assert [each.name for each in found(desk, "c01", "sxx")] == ["单雄信"]
    assert [each.name for each in found(desk, "c01", "dx")] == ["单雄信"]
    assert found(desk, "c01", "张") == []
    assert found(desk, "c01", "139 0013 8000") == [Found(None, "", "", "王芳", "", "", None)]
    whole = found(desk, "c02", "+8613900138000")[0]
    assert (whole.name, whole.phone, whole.owner) == ("张三丰", "139****8000", "王芳")
    assert found(desk, "c01", "%") == []


def test_the_card_is_the_owners(desk: Desk) -> None:
    made = customer_of(desk, "c01")["customer"]
    assert desk.office.look(desk.session("c02"), card, made) is None
    seen = desk.office.look(desk.session("c01"), card, made)
    assert seen is not None
    assert seen.customer["phone"] == "138****8000"
    assert {each.kind for each in seen.events} == {"visit", "owner", "consent"}


def test_reveal_is_logged_and_ones_own_only(desk: Desk) -> None:
    made = register(desk, "c01")
    assert desk.do("c01", "customer.reveal", customer=made, reason="回访")["phone"] == "13800138000"
    assert desk.do("manager", "customer.reveal", customer=made)["phone"] == "13800138000"
    with pytest.raises(CustomerTaken):
        desk.do("c02", "customer.reveal", customer=made)
    with pytest.raises(NotAllowed):
        desk.do("reporter", "customer.reveal", customer=made)
    session = desk.session("c01")
    today = desk.office.today()
    assert desk.office.look(session, customer_query.looks, session.staff_id, today, "reveal") == 1


def test_is_this_number_free(desk: Desk) -> None:
    made = register(desk, "c01")
    answer = desk.do("c02", "customer.check_phone", phone="13800138000")
    assert (answer["free"], answer["owner"], answer["customer"]) == (False, "张伟", None)
    assert "张三" not in str(answer)
    assert desk.do("c01", "customer.check_phone", phone="13800138000")["customer"] == made
    assert desk.do("c02", "customer.check_phone", phone="13800138009")["free"] is True
    with pytest.raises(BadInput):
        desk.do("c02", "customer.check_phone", phone="8000")
    session = desk.session("c02")
    assert desk.office.look(session, customer_query.looks, session.staff_id, desk.office.today(), "check") == 2


def test_update(desk: Desk) -> None:
    made = register(desk, "c01")
    register(desk, "c02", "李四", "13800138001")
    with pytest.raises(CustomerTaken, match="张伟"):
        desk.do("c02", "customer.update", customer=made, note="x")
    with pytest.raises(CustomerTaken, match="王芳"):
        desk.do("c01", "customer.update", customer=made, phone="13800138001")
    desk.do("c01", "customer.update", customer=made, name="张叁", phone="13800138002", grade="C", version=1)
    with pytest.raises(Stale):
        desk.do("c01", "customer.update", customer=made, note="x", version=1)
    row = desk.see("c01", "customers", text="8002")[0]
    assert (row["name"], row["grade"], row["initials"]) == ("张叁", "C", "ZS")
    desk.do("c01", "customer.update", customer=made, invalid_reason="同行市调")
    assert desk.see("c01", "customers")[0]["state"] == "invalid"


def test_reassign_one_and_all(desk: Desk) -> None:
    one = register(desk, "c01")
    two = register(desk, "c01", "李四", "13800138001")
    with pytest.raises(NotAllowed):
        desk.do("c02", "customer.reassign", customers=[one], to="c02", reason="x")
    with pytest.raises(BadInput):
        desk.do("manager", "customer.reassign", customers=[one], to="c02", reason=" ")
    with pytest.raises(BadInput):
        desk.do("manager", "customer.reassign", customers=[one], to="cashier", reason="离职")
    assert desk.do("manager", "customer.reassign", customers=[one], to="c02", reason="判客")["count"] == 1
    assert desk.do("manager", "customer.reassign_all", of="c01", to="c03", reason="离职")["count"] == 1
    assert desk.see("c02", "customers")[0]["id"] == one
    assert desk.see("c03", "customers")[0]["id"] == two
    seen = desk.office.look(desk.session("c02"), card, one)
    assert seen is not None
    handed = seen.events[0]
    assert (handed.kind, handed.detail, handed.who, handed.text) == ("owner", "张伟", "王芳", "判客")


def test_papers_carry_the_lead_on_and_lock_the_name(desk: Desk) -> None:
    made = customer_of(desk, "c01")["customer"]

    def sold(login: str, what: lead.Sale) -> str:
        """The lead's part of a paper's act, alone."""
        session: Session = desk.session(login)
        with desk.office.store.write() as connection:
            act = desk.office._act(connection, session, _case(desk))
            return lead.sold(act, made, what)

    def held() -> str:
        """The same of a unit held."""
        with desk.office.store.write() as connection:
            act = desk.office._act(connection, desk.session("c01"), _case(desk))
            lead.held(act, act.must(Customer, made, M("customer")))
            return str(act.must(Customer, made, M("customer"))["state"])

    assert held() == "intending"
    assert sold("clerk", "subscribed") == "subscribed"
    assert held() == "subscribed"  # never back
    with pytest.raises(Refusal):
        desk.do("c01", "customer.update", customer=made, name="李四")
    assert sold("clerk", "signed") == "signed"
    with pytest.raises(NotFound), desk.office.store.write() as connection:
        lead.sold(desk.office._act(connection, desk.session("clerk"), _case(desk)), 999, "signed")


def _case(desk: Desk) -> Any:
    from anchang.services.use_case import find

    return find("customer.update")
