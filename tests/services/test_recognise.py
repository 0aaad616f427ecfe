"""Who comes in or is asked about: by number, name, family, papers and agents' reports (domain 2.1-3)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from anchang.domain.customer import CustomerTaken
from anchang.domain.errors import BadInput, Refusal
from anchang.services.recognise import MaybeKnown
from anchang.storage.base import table_of
from anchang.storage.customer import CustomerNumber
from anchang.storage.customer_list import card, search
from tests.office import Desk
from tests.services.deals import BUYER, active
from tests.services.front_desk import comes, customer_of, open_rota, saves
from tests.services.stock import customer, on_sale

NEW = "13911110000"
CO_BUYER = "13922220000"


def with_co_buyer(desk: Desk) -> Any:
    """A subscription in force that names a second buyer with a number of her own; c01's."""
    on_sale(desk)
    other = {**BUYER, "name": "周敏", "id_no": "110105194912310046", "phone": CO_BUYER}
    main = {**BUYER, "phone": "13800000007"}
    return active(desk, number=7, buyers=(main, other))


def test_a_returning_visitor_with_another_number_is_asked_about_by_name(desk: Desk) -> None:
    open_rota(desk)
    made = customer_of(desk, "c02", name="单雄信")["customer"]
    with pytest.raises(MaybeKnown, match="王芳"):
        comes(desk, kind="returning", phone=NEW, name="单雄信")
    chosen = comes(desk, kind="returning", phone=NEW, customer=made)
    assert (chosen["receiver_name"], chosen["counted"]) == ("王芳", 0)
    other = comes(desk, kind="returning", phone=NEW, name="单雄信", somebody_else="yes")
    assert other["customer"] is None and other["kind"] == "new"


def test_a_name_that_several_have_says_nothing_beside_a_new_number(desk: Desk) -> None:
    open_rota(desk)
    for phone in ("13800138000", "13800138001"):
        customer_of(desk, "c02", phone, "张三")
    assert comes(desk, kind="returning", phone=NEW, name="张三")["customer"] is None
    with pytest.raises(BadInput, match="2"):
        comes(desk, kind="returning", name="张三")


def test_a_name_alone_finds_and_says_that_it_is_a_name_alone(desk: Desk) -> None:
    open_rota(desk)
    made = customer_of(desk, "c02", name="单雄信")["customer"]
    told = comes(desk, kind="returning", name="单雄信")
    assert (told["customer"], told["receiver_name"]) == (made, "王芳")
    assert len(told["warnings"]) == 1


def test_a_first_visitor_of_a_known_name_is_received_with_a_question(desk: Desk) -> None:
    open_rota(desk)
    customer_of(desk, "c02", name="单雄信")
    told = comes(desk, phone=NEW, name="单雄信")
    assert told["kind"] == "new" and told["customer"] is None
    assert len(told["warnings"]) == 1 and "王芳" in told["warnings"][0]
    assert len(comes(desk, name="单雄信")["warnings"]) == 1  # no number was left yet
    assert comes(desk, phone="13911110001", name="单雄信", somebody_else="yes")["warnings"] == []


def test_a_first_visitor_whom_an_agent_reported_gets_a_word_but_not_by_whom(desk: Desk) -> None:
    open_rota(desk)
    desk.do("assistant", "agent_report.record", company="某中介", agent="小李", phone=NEW, name="来客")
    told = comes(desk, phone=NEW, name="来客")
    assert len(told["warnings"]) == 1 and "某中介" not in told["warnings"][0]
    saves(desk, "c01", told["visit"], name="来客", phone=NEW)
    desk.do("c01", "rota.end_turn")
    brought = comes(desk, kind="agent_brought", phone=NEW, name="来客", agent_company="某中介")
    assert brought["warnings"] == []


def test_a_co_buyer_is_no_new_visitor_and_the_number_not_free(desk: Desk) -> None:
    deal = with_co_buyer(desk)
    open_rota(desk)
    asked = desk.do("c02", "customer.check_phone", phone=CO_BUYER)
    assert (asked["free"], asked["owner"], asked["on_paper"], asked["customer"]) == (False, "张伟", True, None)
    with pytest.raises(CustomerTaken, match="张伟"):
        comes(desk, phone=CO_BUYER, name="周敏")
    told = comes(desk, kind="returning", phone=CO_BUYER)
    assert (told["receiver_name"], told["customer"]) == ("张伟", deal.row()["customer_id"])
    (visit,) = [row for row in desk.see("manager", "visits") if row["visit_no"] == told["visit_no"]]
    assert visit["name"] == "刘洋"
    mine = customer(desk, "c02", phone="13800138009")
    with pytest.raises(BadInput):  # a tie needs a customer of that number, not a buyer on somebody's paper
        desk.do("c02", "customer.link", customer=mine, link="friend", phone=CO_BUYER)


def test_a_draft_recognises_nobody(desk: Desk) -> None:
    on_sale(desk)
    who = customer(desk, "c01", "刘洋", "13800000008")
    other = {**BUYER, "name": "周敏", "id_no": "110105194912310046", "phone": CO_BUYER}
    terms: dict[str, Any] = {"plan": "mortgage", "down_rate": "30%", "loan_days": 30}
    desk.do("c01", "subscription.draft", unit="1-1-101", customer=who, handover_due="2028-12-31", deposit="50000",
            buyers=({**BUYER, "phone": "13800000008"}, other), **terms)  # fmt: skip
    assert desk.do("c02", "customer.check_phone", phone=CO_BUYER)["free"] is True


def test_somebody_whom_nobody_has_goes_to_the_familys_consultant(desk: Desk) -> None:
    open_rota(desk)
    first = customer_of(desk, "c02", "13800138000", "父亲")["customer"]
    nobodys = customer_of(desk, "assistant", "13800138001", "女儿")["customer"]
    assert {row["id"]: row["owner"] for row in desk.see("manager", "customers")}[nobodys] == ""
    desk.do("assistant", "customer.link", customer=first, link="sibling", other=nobodys, proof="户口簿")
    told = comes(desk, kind="returning", customer=nobodys)
    assert (told["owner_name"], told["receiver_name"]) == ("王芳", "王芳")


def test_the_name_beside_a_free_number_is_asked_about_too(desk: Desk) -> None:
    customer_of(desk, "c02", name="单雄信")
    asked = desk.do("c01", "customer.check_phone", phone=NEW, name="单雄信")
    assert (asked["free"], asked["namesake"]) == (True, "王芳")
    assert desk.do("c01", "customer.check_phone", phone=NEW)["namesake"] == ""


def test_name_and_number_are_fixed_from_the_paper_handed_in_until_it_is_void(desk: Desk) -> None:
    on_sale(desk)
    who = customer(desk, "c01", "刘洋", "13800000008")
    terms: dict[str, Any] = {"plan": "mortgage", "down_rate": "30%", "loan_days": 30}
    no = desk.do("c01", "subscription.draft", unit="1-1-101", customer=who, handover_due="2028-12-31", deposit="50000",
                 inside_area="70.00", buyers=({**BUYER, "phone": "13800000008"},), **terms)["sub_no"]  # fmt: skip
    desk.do("c01", "customer.update", customer=who, name="刘阳")
    desk.do("c01", "subscription.submit", subscription=no)
    for step in ("submit", "approve"):
        if step == "approve":
            desk.do("manager", "subscription.approve", subscription=no)
        for change in ({"name": "刘洋"}, {"phone": NEW}):
            with pytest.raises(Refusal, match="申请单"):
                desk.do("c01", "customer.update", customer=who, **change)
    desk.do("manager", "subscription.void", subscription=no, reason="不买了")
    desk.do("c01", "customer.update", customer=who, name="刘洋", phone=NEW)


def numbers(desk: Desk, made: int) -> list[str]:
    with desk.office.store.read() as connection:
        table = table_of(CustomerNumber)
        return list(connection.execute(select(table.c.phone).where(table.c.customer_id == made)).scalars())


def test_a_changed_number_still_finds_the_customer_everywhere(desk: Desk) -> None:
    open_rota(desk)
    made = customer_of(desk, "c02", "13800138000", "单雄信")["customer"]
    desk.do("c02", "customer.update", customer=made, phone=NEW)
    assert numbers(desk, made) == ["13800138000"]
    asked = desk.do("c01", "customer.check_phone", phone="13800138000")
    assert (asked["free"], asked["owner"]) == (False, "王芳")
    with pytest.raises(CustomerTaken, match="王芳"):
        desk.do("c01", "customer.register", name="单雄信", phone="13800138000", notice="yes")
    with pytest.raises(CustomerTaken, match="王芳"):
        comes(desk, phone="13800138000", name="单雄信")
    assert comes(desk, kind="returning", phone="13800138000")["customer"] == made
    hits = desk.office.look(desk.session("c02"), search, "13800138000")
    assert [each.id for each in hits] == [made]
    assert [row["id"] for row in desk.see("c02", "customers", text="13800138000")] == [made]
    follow = {"way": "phone", "effective": "yes", "content": "聊了", "next_contact_on": "2026-11-25"}
    desk.do("c02", "follow_up.log", customer="13800138000", **follow)
    seen = desk.office.look(desk.session("c02"), card, made)
    assert seen is not None and seen.customer["numbers_before"] == ["138****8000"]


def test_a_number_that_somebody_else_has_now_is_registered_by_the_assistant(desk: Desk) -> None:
    made = customer_of(desk, "c02", "13800138000", "单雄信")["customer"]
    desk.do("c02", "customer.update", customer=made, phone=NEW)
    other = desk.do("assistant", "customer.register", name="程咬金", phone="13800138000", notice="yes", owner="c01")
    assert desk.do("c01", "customer.check_phone", phone="13800138000")["customer"] == other["id"]


def test_the_numbers_go_with_the_person(desk: Desk) -> None:
    made = customer_of(desk, "c02", "13800138000", "单雄信")["customer"]
    desk.do("c02", "customer.update", customer=made, phone=NEW)
    desk.do("manager", "person.erase", customer=made, reason="本人要求")
    assert numbers(desk, made) == [""]
    assert desk.do("c01", "customer.check_phone", phone="13800138000")["free"] is True


def test_registering_says_who_has_a_customer_of_the_same_name(desk: Desk) -> None:
    customer_of(desk, "c02", name="单雄信")
    told = desk.do("c01", "customer.register", name="单雄信", phone=NEW, notice="yes")
    assert len(told["warnings"]) == 1 and "王芳" in told["warnings"][0]
    visit = customer_of(desk, "c03", "13933330000", "单雄信")
    assert len(visit["warnings"]) == 1
    assert desk.do("c01", "customer.register", name="秦琼", phone="13944440000", notice="yes")["warnings"] == []


def test_the_list_of_namesakes_leaves_out_who_is_tied_or_nameless(desk: Desk) -> None:
    first = customer_of(desk, "c02", name="单雄信")["customer"]
    second = customer_of(desk, "c01", NEW, "单雄信")["customer"]
    customer_of(desk, "c01", "13944440000", "秦琼")
    assert [row["id"] for row in desk.see("assistant", "namesakes")] == [first, second]
    assert [row["owner"] for row in desk.see("manager", "namesakes", name="单雄信")] == ["王芳", "张伟"]
    assert [row["id"] for row in desk.see("c01", "namesakes")] == [second]
    tied = desk.do("assistant", "customer.link", customer=first, link="same_name", other=second)["id"]
    assert desk.see("manager", "namesakes") == []
    desk.do("assistant", "customer.unlink", link=f"#{tied}", reason="登记错误")
    desk.do("manager", "person.erase", customer=second, reason="本人要求")
    assert desk.see("manager", "namesakes") == []
