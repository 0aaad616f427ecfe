"""Special discounts on a real office: passed up by amount, used by the paper, checked with the deposit, filed (2.6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from anchang.domain.errors import BadInput, NotAllowed, NotFound, Refusal
from anchang.i18n import say
from anchang.services import discount_facts, discount_request
from anchang.storage import discount_request as rows
from tests.office import Desk, desk_at
from tests.services.deals import BUYER
from tests.services.papers import card as paper_card
from tests.services.papers import english, listed, pay
from tests.services.stock import block, customer, import_rows, on_sale, unit, wrong_digests

PRICE = 178_940_000  # 1,789,400.00


@pytest.fixture
def desk(tmp_path: Any) -> Iterator[Desk]:
    """Units on sale, somebody who leads."""
    with desk_at(tmp_path / "office") as made:
        leader(made)
        yield made


def leader(desk: Desk) -> None:
    """An executive, and units on sale."""
    fields = {"login": "boss2", "name": "林总", "roles": "executive", "password": "demo"}
    desk.people["boss2"] = desk.do("boss", "staff.add", **fields)["id"]
    on_sale(desk)


def asks(desk: Desk, who: int, room: str = "1-1-101", login: str = "c01", **more: Any) -> dict[str, Any]:
    """A customer asks the leader for 10,000.00."""
    given = {"unit": room, "customer": who, "kind": "leader", "reason": "老客户介绍", "amount": "10000",
             "granted_by": "boss2", "proof": "签字单 1", **more}  # fmt: skip
    return desk.do(login, "discount_request.apply", **{name: each for name, each in given.items() if each is not None})


def step(desk: Desk, login: str, name: str, made: Any, **more: Any) -> dict[str, Any]:
    """One step of the request."""
    number = made if isinstance(made, str) else made["no"]
    return desk.do(login, f"discount_request.{name}", discount_request=number, **more)


def one(desk: Desk, made: dict[str, Any], login: str = "manager") -> dict[str, Any]:
    """The request's row of the list."""
    return next(row for row in desk.see(login, "discount_requests") if row["no"] == made["no"])


def waits(desk: Desk, login: str, made: dict[str, Any]) -> list[str]:
    """What the request wants of that person."""
    found = desk.see(login, "inbox", noun="discount_request")
    return [row["what"].partition(".")[2] for row in found if row["subject"] == made["no"]]


def paper(desk: Desk, who: int, phone: str, room: str = "1-1-101", **more: Any) -> dict[str, Any]:
    """A draft of the customer on the room."""
    return desk.do(
        "c01", "subscription.draft", unit=room, customer=who, buyers=[{**BUYER, "phone": phone}], deposit="50000",
        handover_due="2028-06-30", **more,
    )  # fmt: skip


def test_granted_used_checked_and_filed(desk: Desk) -> None:
    desk.do("manager", "discount.publish", code="D1", name="按时签约", rate="99%")
    who = customer(desk)
    made = asks(desk, who, discounts="D1")
    on_site = PRICE * 99 // 100
    row = one(desk, made)
    assert (made["no"], row["on_site_price"], row["special_amount"], row["final_total"], row["special_rate"]) == (
        "YH2026-0001", on_site, 1_000_000, on_site - 1_000_000, 5_645
    )  # fmt: skip
    assert [waits(desk, login, made) for login in ("manager", "director", "c01")] == [["decide"], ["decide"], []]
    with pytest.raises(Refusal) as refused:
        paper(desk, who, "13800000001", discounts="D1", special=made["no"])
    assert "not granted" in english(refused)
    assert step(desk, "manager", "approve", made, comment="在权限内")["state"] == "approved"
    assert (one(desk, made)["valid_until"], waits(desk, "c01", made)) == (date(2026, 11, 30), ["use"])

    with pytest.raises(Refusal) as refused:
        paper(desk, who, "13800000001", special=made["no"])  # without the published one it was not granted
    assert "granted on a price of 1,771,506.00" in english(refused)
    other = customer(desk, name="别人", phone="13800000002")
    with pytest.raises(Refusal) as refused:
        paper(desk, other, "13800000002", discounts="D1", special=made["no"])
    assert "another unit or customer" in english(refused)
    with pytest.raises(Refusal):  # beyond the grant nothing goes
        paper(desk, who, "13800000001", discounts="D1", special=made["no"], deal_total="1700000")
    written = paper(desk, who, "13800000001", discounts="D1", special=made["no"])
    number = written["sub_no"]
    assert written["deal_total_fen"] == on_site - 1_000_000
    desk.do("c01", "subscription.edit", subscription=number, opinion="老客户")  # it stays with the draft
    assert listed(desk, number)["deal_total"] == on_site - 1_000_000
    desk.do("c01", "subscription.edit", subscription=number, no_special="yes")
    assert (listed(desk, number)["deal_total"], one(desk, made)["sub_no"]) == (on_site, "")
    desk.do("c01", "subscription.edit", subscription=number, special=made["no"])
    desk.do("c01", "subscription.submit", subscription=number)
    with pytest.raises(Refusal):  # a price that is handed in is not taken back
        step(desk, "c01", "withdraw", made, reason="不要了")
    desk.do("manager", "subscription.approve", subscription=number)
    desk.clock.at(date(2026, 12, 5))
    assert discount_request.sweep(desk.office, desk.project_id) == 0  # booked in time: it does not expire
    desk.clock.at(date(2026, 11, 23), 12)
    assert one(desk, made)["state"] == "approved"
    pay(desk, number)
    assert (one(desk, made)["state"], one(desk, made)["sub_no"]) == ("executed", number)
    shown = paper_card(desk, number)
    assert [(line.code, line.amount) for line in shown["discounts"]] == [
        ("D1", PRICE - on_site), ("YH2026-0001", 1_000_000)
    ]  # fmt: skip
    special = desk.office.look(desk.session("manager"), rows.special_discount_of, written["id"])
    assert special is not None and special["no"] == made["no"]
    assert (waits(desk, "manager", made), waits(desk, "c01", made)) == (["archive"], [])
    step(desk, "manager", "archive", made, archive="A柜 3 格")
    assert (one(desk, made)["state"], one(desk, made)["archive"]) == ("archived", "A柜 3 格")
    assert wrong_digests(desk, "discount_request", "subscription", "approval") == []


def test_passed_up_by_per_cent_amount_and_month(desk: Desk) -> None:
    made = asks(desk, customer(desk), amount=None, rate="2.5%")
    assert one(desk, made)["special_amount"] == PRICE * 25 // 1000
    assert step(desk, "manager", "approve", made, comment="转呈")["waits_for"] == "director"
    with pytest.raises(Refusal) as refused:
        step(desk, "manager", "approve", made)
    assert "waits for the sales director" in english(refused)
    assert step(desk, "director", "approve", made)["waits_for"] == "executive"
    assert (waits(desk, "director", made), waits(desk, "boss2", made)) == ([], ["decide"])
    assert step(desk, "boss2", "approve", made)["state"] == "approved"
    card = desk.office.look(desk.session("manager"), rows.card, one(desk, made)["id"])
    assert card is not None
    assert [(each.level, each.approver) for each in card["decisions"]] == [
        ("manager", "李经理"), ("director", "赵总监"), ("executive", "林总")
    ]  # fmt: skip
    second = asks(desk, customer(desk, phone="13800000002"), "1-1-102", amount="20000")
    assert step(desk, "manager", "approve", second)["waits_for"] == "director"  # above 1 % of this price
    desk.office.run_named(desk.session("boss"), "setting.change", {"key": "discount_manager_month", "value": "15000"})
    third = asks(desk, customer(desk, phone="13800000003"), "1-1-201")
    assert step(desk, "manager", "approve", third)["state"] == "approved"
    fourth = asks(desk, customer(desk, phone="13800000004"), "1-1-202")
    assert step(desk, "manager", "approve", fourth)["waits_for"] == "director"  # the month is full
    desk.clock.at(date(2026, 12, 1))
    assert discount_request.sweep(desk.office, desk.project_id) == 2
    fifth = asks(desk, customer(desk, phone="13800000005"), "1-1-301")
    assert step(desk, "manager", "approve", fifth)["state"] == "approved"  # another month


def test_the_floor_is_the_executives_and_nobody_reads_it(desk: Desk) -> None:
    import_rows(desk, block("1栋", floor_total=PRICE - 500_000))
    made = asks(desk, customer(desk))
    for login, level in (("manager", "director"), ("director", "executive")):
        answer = step(desk, login, "approve", made)
        assert answer["waits_for"] == level
        assert "1,784,400" not in str(answer)
    step(desk, "boss2", "approve", made)
    seen = str(desk.see("c01", "discount_requests")) + str(desk.see("c01", "inbox"))
    assert str(PRICE - 500_000) not in seen
    written = paper(desk, desk.see("c01", "customers")[0]["id"], "13800000001", special=made["no"])
    desk.do("c01", "subscription.submit", subscription=written["sub_no"])  # the grant opens the price below the floor
    assert desk.do("manager", "subscription.approve", subscription=written["sub_no"])["state"] == "deposit_due"


def test_four_eyes_scope_and_what_is_missing(desk: Desk) -> None:
    who = customer(desk)
    draft = asks(desk, who, reason="", granted_by=None, hand_in="no")
    assert (draft["state"], waits(desk, "c01", draft)) == ("draft", ["complete"])
    with pytest.raises(Refusal) as refused:
        step(desk, "c01", "submit", draft)
    assert "reason, who granted it" in english(refused)
    with pytest.raises(Refusal) as refused:
        asks(desk, who)
    assert "open request for 1-1-101" in english(refused)
    with pytest.raises(BadInput) as bad:
        step(desk, "c01", "submit", draft, reason="老客户", granted_by="c02")
    assert bad.value.place == "granted_by"
    with pytest.raises(NotFound):
        step(desk, "c02", "submit", draft, reason="x", granted_by="boss2")
    with pytest.raises(NotAllowed):
        asks(desk, who, "1-1-102", login="c02")
    for login in ("manager", "cashier", "assistant", "boss"):
        with pytest.raises(NotAllowed):
            asks(desk, who, "1-1-102", login=login)
    step(desk, "c01", "submit", draft, reason="老客户", granted_by="boss2")
    assert desk.see("c02", "discount_requests") == []
    own = asks(desk, customer(desk, owner=None, phone="13800000002"), "1-1-102", login="director", proof="")
    with pytest.raises(NotAllowed):
        step(desk, "director", "approve", own, proof="签字")
    with pytest.raises(Refusal) as refused:
        step(desk, "manager", "approve", own)
    assert "signed proof" in english(refused)
    step(desk, "manager", "reject", own, comment="不符合条件")
    assert one(desk, own)["state"] == "rejected"
    found = desk.office.look(desk.session("c01"), discount_facts.options, one(desk, draft)["id"])
    why = {each.step.name: say(each.why_not or "", "en") for each in found}
    assert why["withdraw"] == "" and why["approve"].startswith("only ") and "expire" not in why
    step(desk, "c01", "withdraw", draft, reason="不买了")
    for amount, rate in (("0", None), ("1789400", None), (None, None), ("100", "50%")):
        with pytest.raises(BadInput):
            asks(desk, who, "1-1-201", amount=amount, rate=rate)


def test_unused_it_expires_and_a_void_paper_frees_it(desk: Desk) -> None:
    who = customer(desk)
    made = asks(desk, who)
    step(desk, "manager", "approve", made)
    first = paper(desk, who, "13800000001", special=made["no"])
    desk.do("c01", "subscription.void", subscription=first["sub_no"], reason="写错")
    again = paper(desk, who, "13800000001", special=made["no"])
    assert one(desk, made)["sub_no"] == again["sub_no"]
    desk.clock.at(date(2026, 12, 1))
    with pytest.raises(Refusal) as refused:  # the draft lost its price before a terminal noticed
        desk.do("c01", "subscription.submit", subscription=again["sub_no"])
    assert "not held" in english(refused) or "discount approval" in english(refused)
    assert discount_request.sweep(desk.office, desk.project_id) == 1
    assert one(desk, made)["state"] == "expired"
    assert unit(desk, "1-1-101")["list_total"] == PRICE
    assert asks(desk, who)["state"] == "pending"  # one may ask again
