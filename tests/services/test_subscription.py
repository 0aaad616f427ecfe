"""Subscriptions from the form to the stamp on a real office: maker and checker, every refusal, the unit's claim."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from anchang.domain.errors import (
    BadInput,
    NotAllowed,
    NotFound,
    Refusal,
    UnitTaken,
    WrongState,
)
from anchang.domain.plan import MoneyType
from anchang.domain.receipt import PayWay
from anchang.i18n import say
from anchang.services import subscription_facts
from anchang.services import unit as units
from anchang.services.subscription import SweepSubscriptions
from anchang.storage import subscription_query as query
from tests.office import Desk
from tests.services.papers import (
    BUYER,
    LIST_TOTAL,
    OTHER,
    ROOM,
    brought_to,
    card,
    english,
    lines,
    listed,
    pay,
    stocked,
    waits,
    write,
)
from tests.services.stock import PERMIT, acts, customer, unit, wrong_digests

KEPT = (
    "subscription", "subscription_buyer", "subscription_discount", "subscription_share", "subscription_copy",
    "plan_version", "instalment", "instalment_due", "approval", "unit", "unit_claim",
)  # fmt: skip


def sweep(desk: Desk) -> list[str]:
    found: list[str] = desk.office.run(desk.session("system"), SweepSubscriptions())["ended"]
    return found


# -- the whole way


def test_the_whole_way_to_the_stamp(desk: Desk) -> None:
    buyer = stocked(desk)
    desk.do("c01", "unit.ask", unit=ROOM, customer=buyer)
    made = write(desk, buyer, buyers=[BUYER | {"share": "60%"}, OTHER | {"share": "40%"}])
    number = made["sub_no"]
    assert (number, made["state"], made["warnings"]) == ("RG2026-0001", "draft", [])
    assert (made["list_total_fen"], made["deal_total_fen"]) == (LIST_TOTAL, LIST_TOTAL)
    assert waits(desk, "c01") == ["draft"]
    assert unit(desk, ROOM)["state"] == "held"

    desk.do("c01", "subscription.submit", subscription=number)
    assert (waits(desk, "manager"), waits(desk, "cashier")) == (["review"], [])
    answer = desk.do("manager", "subscription.approve", subscription=number)
    assert answer["deposit_due_on"] == "2026-11-23"
    assert waits(desk, "cashier") == ["deposit"]
    plan = lines(desk, number)
    assert [(each.line.money_type, each.line.amount, each.due_on) for each in plan] == [
        (MoneyType.DEPOSIT, 5_000_000, date(2026, 11, 23)),
        (MoneyType.LUMP_SUM, LIST_TOTAL - 5_000_000, None),
    ]
    (held,) = desk.see("manager", "holds")
    assert held["until"].astimezone(desk.office.zone).isoformat() == "2026-11-24T00:00:00+08:00"

    pay(desk, number)
    assert listed(desk, number)["state"] == "deposit_paid"
    assert listed(desk, number)["received"] == 5_000_000
    assert (waits(desk, "clerk"), waits(desk, "manager"), desk.see("manager", "holds")) == (["stamp"], ["slip"], [])
    assert unit(desk, ROOM)["state"] == "held"

    desk.do("clerk", "subscription.stamp", subscription=number)
    row = listed(desk, number)
    assert (row["state"], row["activated_on"], row["sign_due_date"]) == (
        "active",
        date(2026, 11, 23),
        date(2026, 11, 30),
    )
    assert unit(desk, ROOM)["state"] == "subscribed"
    desk.do("manager", "subscription.decide_slip", subscription=number, comment="同意")
    assert waits(desk, "manager") == []
    shown = card(desk, number)
    assert [(each["copy_no"], each["holder"]) for each in shown["copies"]] == [
        (1, "customer"),
        (2, "sales_assistant"),
        (3, "developer"),
    ]
    assert [(each.level, each.decision, each.approver) for each in shown["decisions"]] == [
        ("review", "approved", "李经理"),
        ("slip", "approved", "李经理"),
    ]
    assert [each["paid"] for each in shown["plan"]] == [5_000_000, 0]
    assert wrong_digests(desk, *KEPT) == []


def test_a_direct_booking_takes_the_unit_itself(desk: Desk) -> None:
    buyer = stocked(desk)
    write(desk, buyer)
    (held,) = desk.see("manager", "holds")
    assert (held["unit"], held["holder"], held["minutes_left"]) == (ROOM, "张伟", 10)


def test_the_signing_comes_near_and_is_late(desk: Desk) -> None:
    number = brought_to(desk, "active")
    assert waits(desk, "c01") == []
    desk.clock.at(date(2026, 11, 27))
    assert waits(desk, "c01") == ["signing"]
    desk.clock.at(date(2026, 11, 30))
    assert (waits(desk, "c01"), listed(desk, number)["days_late"]) == (["signing"], 0)
    desk.clock.at(date(2026, 12, 2))
    assert (waits(desk, "c01"), listed(desk, number)["days_late"]) == (["signing_late"], 2)
    assert [row["sub_no"] for row in desk.see("c01", "subscriptions", late="yes")] == [number]


# -- maker and checker, roles, scope


def test_nobody_approves_what_is_his_own(desk: Desk) -> None:
    buyer = stocked(desk)
    number = write(desk, buyer, login="manager")["sub_no"]
    desk.do("c01", "subscription.submit", subscription=number)
    with pytest.raises(NotAllowed) as refused:
        desk.do("manager", "subscription.approve", subscription=number)
    assert "somebody else has to check it" in english(refused)
    desk.do("director", "subscription.approve", subscription=number)
    pay(desk, number)
    with pytest.raises(NotAllowed):
        desk.do("manager", "subscription.decide_slip", subscription=number)
    desk.do("director", "subscription.decide_slip", subscription=number)


def test_whoever_hands_it_in_does_not_approve_it(desk: Desk) -> None:
    number = brought_to(desk, "draft")
    desk.do("manager", "subscription.submit", subscription=number)
    assert (waits(desk, "manager"), waits(desk, "director")) == ([], ["review"])
    with pytest.raises(NotAllowed):
        desk.do("manager", "subscription.approve", subscription=number)


def test_a_direct_booking_counts_as_a_hold_of_whoever_books(desk: Desk) -> None:
    """2.16: a booking holds the unit, so the consultant's limit of two is no way around it; a manager may book on."""
    people = [stocked(desk), *(customer(desk, phone=f"1380000010{n}") for n in range(3))]
    for room, who in zip(("1-1-101", "1-1-102"), people, strict=False):
        write(desk, who, unit=room)
    with pytest.raises(Refusal, match="2"):
        write(desk, people[2], unit="1-1-201")
    assert write(desk, people[2], "manager", unit="1-1-201")["sub_no"]


def test_a_unit_with_its_deposit_in_is_no_hold_any_more(desk: Desk) -> None:
    people = [stocked(desk), *(customer(desk, phone=f"1380000010{n}") for n in range(2))]
    brought_to(desk, "deposit_paid", people[0], unit="1-1-101")
    write(desk, people[1], unit="1-1-102")
    assert write(desk, people[2], unit="1-1-201")["sub_no"]


def test_an_office_of_one_person_checks_itself(desk: Desk) -> None:
    number = brought_to(desk, "draft")
    desk.office.run_named(desk.session("boss"), "setting.change", {"key": "one_person_office", "value": "yes"})
    desk.do("manager", "subscription.submit", subscription=number)
    assert desk.do("manager", "subscription.approve", subscription=number)["state"] == "deposit_due"


def test_each_step_has_its_people(desk: Desk) -> None:
    number = brought_to(desk, "pending_review")
    for login, step in (
        ("c01", "approve"),
        ("cashier", "approve"),
        ("c01", "stamp"),
        ("clerk", "send_back"),
        ("cashier", "void"),
    ):
        with pytest.raises(NotAllowed):
            desk.do(login, f"subscription.{step}", subscription=number)
    for login, name in (("c01", "decide_slip"), ("clerk", "decide_slip"), ("cashier", "edit")):
        with pytest.raises(NotAllowed):
            desk.do(login, f"subscription.{name}", subscription=number)


def test_consultants_reach_only_their_own(desk: Desk) -> None:
    number = brought_to(desk, "draft")
    assert desk.see("c02", "subscriptions") == []
    assert desk.office.look(desk.session("c02"), query.card, listed(desk, number)["id"]) is None
    for name, fields in (("submit", {}), ("edit", {"opinion": "x"}), ("void", {"reason": "x"})):
        with pytest.raises(NotFound):
            desk.do("c02", f"subscription.{name}", subscription=f"#{listed(desk, number)['id']}", **fields)
    with pytest.raises(NotAllowed, match="张伟"):
        write(desk, customer(desk, "c01", "周游", "13800000009"), "c02", unit="1-1-102")
    with pytest.raises(NotAllowed):
        write(desk, customer(desk, "c02", "周全", "13800000010"), "c02", unit="1-1-102", consultant="c03")


def test_numbers_of_buyers_are_masked_on_the_card(desk: Desk) -> None:
    number = brought_to(desk, "draft")
    facts = card(desk, number)["buyers"][0].facts
    assert (facts.id_no, facts.phone) == ("110***********002X", "138****0001")


# -- who has the unit


def test_a_hold_of_another_customer_is_refused(desk: Desk) -> None:
    buyer = stocked(desk)
    other = customer(desk, "c02", "周全", "13800000010")
    desk.do("c02", "unit.ask", unit=ROOM, customer=other)
    with pytest.raises(UnitTaken, match="王芳"):
        write(desk, buyer)
    assert desk.see("manager", "subscriptions") == []


def test_one_open_paper_a_unit(desk: Desk) -> None:
    number = brought_to(desk, "draft")
    with pytest.raises(Refusal, match=number):
        write(desk, listed(desk, number)["customer_id"])


def test_a_paper_lapses_with_its_hold(desk: Desk) -> None:
    number = brought_to(desk, "draft")
    assert sweep(desk) == []
    desk.clock.move(minutes=11)
    with pytest.raises(Refusal) as refused:
        desk.do("c01", "subscription.submit", subscription=number)
    assert "not held for this customer" in english(refused)
    assert sweep(desk) == [number]
    assert (listed(desk, number)["state"], unit(desk, ROOM)["state"]) == ("void", "available")
    assert sweep(desk) == []
    assert wrong_digests(desk, *KEPT) == []


def test_the_next_paper_ends_the_one_that_lapsed(desk: Desk) -> None:
    number = brought_to(desk, "pending_review")
    desk.clock.move(minutes=11)
    other = customer(desk, "c02", "周全", "13800000010")
    made = write(desk, other, "c02", buyers=[OTHER])
    assert made["sub_no"] == "RG2026-0002"
    assert listed(desk, number)["state"] == "void"
    assert ("subscription.lapse", "system") in acts(desk)


def test_a_paper_whose_unit_was_let_go_ends_too(desk: Desk) -> None:
    number = brought_to(desk, "pending_review")
    desk.do("manager", "unit.let_go", unit=ROOM, reason="客户放弃")
    assert listed(desk, number)["state"] == "void"
    assert acts(desk)[-2:] == [("subscription.lapse", "system"), ("unit.let_go", "李经理")]
    assert wrong_digests(desk, *KEPT) == []


def test_the_end_of_a_hold_is_the_end_of_its_paper(desk: Desk) -> None:
    number = brought_to(desk, "pending_review")
    desk.clock.move(minutes=11)
    assert units.sweep(desk.office, desk.project_id) == 1
    assert (listed(desk, number)["state"], unit(desk, ROOM)["state"]) == ("void", "available")
    assert sweep(desk) == []


def test_an_approved_paper_lapses_after_the_day_of_its_deposit(desk: Desk) -> None:
    number = brought_to(desk, "deposit_due")
    desk.clock.at(date(2026, 11, 23), 23, 59)
    assert sweep(desk) == []
    desk.clock.at(date(2026, 11, 24), 0, 0)
    assert sweep(desk) == [number]


def test_what_is_paid_never_lapses(desk: Desk) -> None:
    number = brought_to(desk, "deposit_paid")
    desk.clock.at(date(2026, 12, 24))
    assert sweep(desk) == []
    assert (listed(desk, number)["state"], unit(desk, ROOM)["state"]) == ("deposit_paid", "held")
    with pytest.raises(Refusal):
        desk.do("manager", "unit.let_go", unit=ROOM, reason="x")


def test_a_void_paper_frees_the_unit_and_keeps_its_number(desk: Desk) -> None:
    number = brought_to(desk, "pending_review")
    with pytest.raises(Refusal) as refused:
        desk.do("c01", "subscription.void", subscription=number)
    assert "give a reason" in english(refused)
    desk.do("c01", "subscription.void", subscription=number, reason="客户放弃")
    assert (listed(desk, number)["state"], unit(desk, ROOM)["state"]) == ("void", "available")
    assert write(desk, listed(desk, number)["customer_id"])["sub_no"] == "RG2026-0002"
    with pytest.raises(WrongState):
        desk.do("c01", "subscription.void", subscription=number, reason="再次")


def test_no_void_once_money_came(desk: Desk) -> None:
    number = brought_to(desk, "deposit_due")
    pay(desk, number, 1_000_000)
    with pytest.raises(Refusal) as refused:
        desk.do("manager", "subscription.void", subscription=number, reason="客户放弃")
    assert "money has been received" in english(refused)


def test_a_permit_that_lapsed_stops_the_paper(desk: Desk) -> None:
    buyer = stocked(desk)
    desk.do("manager", "unit.hold", unit=ROOM, customer=buyer, minutes=60 * 24 * 3)
    number = write(desk, buyer)["sub_no"]
    desk.do("manager", "permit.change", permit=PERMIT, valid_to="2026-11-23", reason="主管部门缩短有效期")
    desk.do("director", "permit.approve", permit_draft=PERMIT)
    desk.clock.move(days=1)
    with pytest.raises(Refusal) as refused:
        desk.do("c01", "subscription.submit", subscription=number)
    assert PERMIT in english(refused) and "lapsed" in english(refused)
    desk.do("manager", "unit.let_go", unit=ROOM, reason="x")
    with pytest.raises(Refusal):
        write(desk, buyer, unit="1-1-102")


# -- the deposit and the slip


def test_a_lower_deposit_waits_for_the_manager(desk: Desk) -> None:
    number = brought_to(desk, "deposit_due")
    with pytest.raises(Refusal):
        desk.do("manager", "subscription.accept_deposit", subscription=number)
    pay(desk, number, 3_000_000)
    assert listed(desk, number)["state"] == "deposit_due"
    assert waits(desk, "manager") == ["lower_deposit"]
    with pytest.raises(Refusal) as refused:
        desk.do("cashier", "subscription.receive_deposit", subscription=number)
    assert "30,000.00 of the deposit of 50,000.00" in english(refused)
    answer = desk.do("manager", "subscription.accept_deposit", subscription=number, comment="先收三万")
    assert answer["received_fen"] == 3_000_000
    assert lines(desk, number)[0].due_on == date(2026, 11, 30)  # the rest is asked for with the contract
    desk.do("cashier", "subscription.receive_deposit", subscription=number)
    desk.do("clerk", "subscription.stamp", subscription=number)
    assert unit(desk, ROOM)["state"] == "subscribed"


def test_money_on_its_way_keeps_the_paper(desk: Desk) -> None:
    number = brought_to(desk, "deposit_due")
    pay(desk, number, way=PayWay.TRANSFER)
    assert listed(desk, number)["state"] == "deposit_due"
    desk.clock.move(days=2)
    assert sweep(desk) == []
    assert listed(desk, number)["state"] == "deposit_due"


def test_no_stamp_before_the_deposit_and_no_slip_either(desk: Desk) -> None:
    number = brought_to(desk, "deposit_due")
    with pytest.raises(WrongState):
        desk.do("clerk", "subscription.stamp", subscription=number)
    with pytest.raises(WrongState):
        desk.do("manager", "subscription.decide_slip", subscription=number)


def test_a_slip_is_refused_with_a_reason_and_signed_once(desk: Desk) -> None:
    number = brought_to(desk, "deposit_paid")
    with pytest.raises(BadInput):
        desk.do("manager", "subscription.decide_slip", subscription=number, decision="rejected")
    with pytest.raises(BadInput):
        desk.do("manager", "subscription.decide_slip", subscription=number, decision="sent_back", comment="x")
    desk.do("manager", "subscription.decide_slip", subscription=number, decision="rejected", comment="缺附件")
    desk.do("manager", "subscription.decide_slip", subscription=number)
    with pytest.raises(Refusal):
        desk.do("director", "subscription.decide_slip", subscription=number)
    assert listed(desk, number)["slip_decision"] == "approved"


def test_the_step_menu_says_why_not(desk: Desk) -> None:
    number = brought_to(desk, "draft", handover_due=None)
    found = desk.office.look(desk.session("c01"), subscription_facts.options, listed(desk, number)["id"])
    said = {each.step.name: None if each.why_not is None else say(each.why_not, "en") for each in found}
    assert said["void"] is None
    assert "handover" in str(said["submit"])
    assert "only" in str(said["approve"])
    desk.do("c01", "subscription.edit", subscription=number, handover_due="2028-06-30")
    found = desk.office.look(desk.session("c01"), subscription_facts.options, listed(desk, number)["id"])
    assert [each.step.name for each in found if each.why_not is None] == ["submit", "void"]


def test_the_list_is_narrowed(desk: Desk) -> None:
    number = brought_to(desk, "draft")
    good: tuple[dict[str, Any], ...] = (
        {"text": "刘"},
        {"text": "1-1-101"},
        {"text": "RG2026"},
        {"state": "draft"},
        {"consultant": "张伟"},
        {"since": "2026-11-23", "until": date(2026, 11, 23)},
    )
    for filters in good:
        assert [row["sub_no"] for row in desk.see("manager", "subscriptions", **filters)] == [number], filters
    empty: tuple[dict[str, Any], ...] = (
        {"text": "%"}, {"state": "void"}, {"consultant": "c02"}, {"until": "2026-11-22"}, {"late": True},
    )  # fmt: skip
    for filters in empty:
        assert desk.see("manager", "subscriptions", **filters) == [], filters
    with pytest.raises(BadInput):
        desk.see("manager", "subscriptions", since="gestern")


def test_a_hold_that_ran_out_under_money_on_its_way_is_not_ended(desk: Desk) -> None:
    number = brought_to(desk, "deposit_due")
    pay(desk, number, way=PayWay.TRANSFER)
    desk.clock.move(days=2)
    units.sweep(desk.office, desk.project_id)
    assert unit(desk, ROOM)["state"] == "held"
