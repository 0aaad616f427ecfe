"""A special discount executed on collection: the price stays, the credit comes with the payment in time (2.6, 2.19)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from anchang.domain.errors import BadInput, Refusal
from anchang.services import discount_request
from anchang.services.doctor import examine
from anchang.services.receipt_preview import deal as preview
from anchang.storage import receivable_period
from tests.office import Desk, desk_at
from tests.services.changes import refund, request
from tests.services.deals import Deal, first_payment, reviewed
from tests.services.stock import customer
from tests.services.test_discount_request import PRICE, asks, leader, one, step

OFF = 1_000_000
BY = "2026-11-30"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Units on sale, somebody who leads, the customer 刘洋."""
    with desk_at(tmp_path / "office") as made:
        leader(made)
        customer(made)
        yield made


def granted(desk: Desk, **more: Any) -> str:
    """A discount of 10,000.00 on collection, granted by the director."""
    made = asks(desk, 1, mode="on_collection", **{"collect_by": BY, **more})
    assert step(desk, "manager", "approve", made)["waits_for"] == "director"  # the mode itself is the director's
    step(desk, "director", "approve", made)
    return str(made["no"])


def sold(desk: Desk, number: str, **terms: Any) -> Deal:
    """The customer's contract with that discount is drawn up, its deposit in."""
    deal = reviewed(desk, number=9, customer="13800000001", special=number, **terms)
    deal.pay(deal.deposit)
    desk.do("clerk", "subscription.stamp", subscription=deal.sub_no)
    made = desk.do("c01", "contract.appoint", subscription=deal.sub_no, at="2026-11-25T10:00+08:00", papers="身份证")
    desk.do("clerk", "contract.draft", contract=made["no"])
    return deal


def state(desk: Desk, number: str) -> str:
    return str(one(desk, {"no": number})["state"])


def waits_for(desk: Desk, login: str) -> list[tuple[str, date | None]]:
    found = desk.see(login, "inbox", noun="discount_request")
    return [(row["what"].partition(".")[2], row["due"]) for row in found]


def serious(desk: Desk) -> list[str]:
    return [each.where for each in examine(desk.office) if each.serious and not each.where.startswith("customer")]


def ties(desk: Desk) -> None:
    day = desk.office.today()
    first = date(2026, 11, 1)
    assert desk.office.look(desk.session("manager"), lambda read: receivable_period.reconcile(read, first, day)).ties


def test_the_last_own_payment_in_time_brings_the_credit(desk: Desk) -> None:
    number = granted(desk)
    deal = sold(desk, number)
    assert deal.total == PRICE  # the price on the paper stays
    waits = [waits_for(desk, login) for login in ("cashier", "c01", "manager", "c02")]
    assert waits == [[("collect", date(2026, 11, 30))], [("collect", date(2026, 11, 30))], [], []]
    down = first_payment(deal)
    owed = desk.office.look(desk.session("cashier"), preview, deal.id).owed
    assert owed[0].unpaid == down - OFF  # what the cashier is to collect
    deal.pay(down - OFF - 1, "down_payment")
    assert state(desk, number) == "approved"
    said = deal.pay(1, "down_payment")["notes"]
    row = one(desk, {"no": number})
    assert (row["state"], row["credit_no"]) == ("executed", "PZ2026-000001")
    assert number in said[0] and "10,000.00" in said[0]
    voucher = desk.see("cashier", "vouchers")[0]
    assert (voucher["kind"], voucher["amount"]) == ("credit", OFF)
    assert deal.row()["deal_total"] == PRICE
    paid = {row["no"]: row["unpaid"] for row in desk.see("cashier", "instalments")}
    assert paid[2] == 0
    ties(desk)
    last = desk.see("cashier", "receipts")[0]["no"]
    with pytest.raises(Refusal, match=number):
        desk.do("accountant", "receipt.reverse", receipt=last, reason="错")
    step(desk, "manager", "archive", number, archive="A柜")
    assert serious(desk) == []


def test_whoever_pays_all_has_the_rest_on_account(desk: Desk) -> None:
    number = granted(desk)
    deal = sold(desk, number)
    assert deal.pay(first_payment(deal), "down_payment")["surplus_fen"] == OFF
    assert state(desk, number) == "executed"
    ties(desk)
    assert serious(desk) == []


def test_a_missed_day_ends_it_and_the_price_is_owed_whole(desk: Desk) -> None:
    number = granted(desk)
    deal = sold(desk, number)
    down = first_payment(deal)
    assert deal.pay(down, "down_payment", way="transfer")["confirmed"] is False
    desk.clock.at(date(2026, 12, 1))
    assert discount_request.sweep(desk.office, desk.project_id) == 0  # money is on its way
    coming = desk.see("cashier", "receipts")[0]["no"]
    desk.do("cashier", "receipt.confirm", receipt=coming)  # it came today: too late
    assert state(desk, number) == "approved"
    assert discount_request.sweep(desk.office, desk.project_id) == 1
    assert state(desk, number) == "expired"
    unpaid = {row["no"]: row["unpaid"] for row in desk.see("cashier", "instalments")}
    assert unpaid[2] == 0  # what was kept free for the credit is paid by the money on account
    assert desk.see("cashier", "vouchers") == []
    ties(desk)
    assert serious(desk) == []


def test_money_that_the_bank_had_in_time_counts_though_it_is_confirmed_later(desk: Desk) -> None:
    number = granted(desk)
    deal = sold(desk, number)
    deal.pay(first_payment(deal) - OFF, "down_payment", way="transfer")
    desk.clock.at(date(2026, 12, 1))
    coming = desk.see("cashier", "receipts")[0]["no"]
    desk.do("cashier", "receipt.confirm", receipt=coming, arrived_on=BY)
    assert state(desk, number) == "executed"
    assert serious(desk) == []


def test_it_hangs_on_the_payment_that_was_stated(desk: Desk) -> None:
    number = granted(desk, collect_no="1")
    deal = sold(desk, number)  # with the deposit, payment no. 1, it is given
    assert state(desk, number) == "executed"
    deal.pay(first_payment(deal) - OFF, "down_payment")
    unpaid = {row["no"]: row["unpaid"] for row in desk.see("cashier", "instalments")}
    assert unpaid[2] == 0
    ties(desk)
    assert serious(desk) == []


def test_without_a_stated_day_the_payments_own_day_counts(desk: Desk) -> None:
    number = granted(desk, collect_by=None)
    deal = sold(desk, number)
    desk.clock.at(date(2027, 3, 1))
    assert [row["due_on"] for row in desk.see("cashier", "instalments") if row["no"] == 2] == [None]
    assert discount_request.sweep(desk.office, desk.project_id) == 0  # due with the signature, which is not there yet
    deal.pay(first_payment(deal) - OFF, "down_payment")
    assert state(desk, number) == "executed"


def test_the_condition_has_to_fit_the_plan(desk: Desk) -> None:
    with pytest.raises(BadInput) as bad:
        asks(desk, 1, collect_no="2")
    assert bad.value.place == "mode"
    with pytest.raises(BadInput) as bad:
        asks(desk, 1, mode="on_collection", collect_by="2026-11-22")
    assert bad.value.place == "collect_by"
    with pytest.raises(BadInput) as bad:
        asks(desk, 1, mode="on_collection", collect_no="0")
    assert bad.value.place == "collect_no"
    number = granted(desk, collect_no="7")
    with pytest.raises(Refusal, match="7"):
        reviewed(desk, number=9, customer="13800000001", special=number)


def test_with_it_no_unit_is_swapped(desk: Desk) -> None:
    number = granted(desk)
    deal = reviewed(desk, number=9, customer="13800000001", special=number)
    deal.pay(deal.deposit)
    desk.do("clerk", "subscription.stamp", subscription=deal.sub_no)
    with pytest.raises(Refusal, match=number):
        made = desk.do("c01", "swap_unit.ask", subscription=deal.sub_no, unit="1-1-202", reason="想换", relation="员工")
        desk.do("c01", "change.submit", request=made["no"])


def test_no_other_plan_leaves_less_than_the_discount_to_come_off(desk: Desk) -> None:
    """A last payment below the credit would ask for less than nothing; before the collection it could never come."""
    number = granted(desk)
    deal = sold(desk, number)
    contract = desk.see("manager", "contracts")[0]["no"]
    desk.do("manager", "contract.void", contract=contract, reason="改付款方式")
    shares = ({"rate": "99.9%", "days": 0}, {"rate": "0.1%", "days": 30})
    small: dict[str, Any] = {"subscription": deal.sub_no, "reason": "x", "plan": "instalments", "shares": shares}
    with pytest.raises(Refusal) as early:
        desk.do("c01", "change_plan.ask", **small)
    assert "10,000.00" in str(early.value)
    made = desk.do("c01", "contract.appoint", subscription=deal.sub_no, at="2026-11-26T10:00+08:00", papers="身份证")
    desk.do("clerk", "contract.draft", contract=made["no"])
    deal.pay(first_payment(deal) - OFF, "down_payment")
    assert state(desk, number) == "executed"
    desk.do("manager", "contract.void", contract=made["no"], reason="改付款方式")
    with pytest.raises(Refusal):
        desk.do("c01", "change_plan.ask", **small)
    wide = {**small, "shares": ({"rate": "50%", "days": 0}, {"rate": "50%", "days": 30})}
    no = desk.do("c01", "change_plan.ask", **wide)["no"]
    desk.do("c01", "change.submit", request=no)
    desk.do("manager", "change.approve", request=no)
    desk.do("accountant", "change.execute", request=no)
    ties(desk)
    assert serious(desk) == []


def test_a_cancellation_after_it_is_approved_anew_by_who_granted_it(desk: Desk) -> None:
    """2.6, Q-29: after a special discount no cancellation unless re-approved; the company's own fault asks nobody."""
    deal = reviewed(desk, number=9, customer="13800000001", special=granted(desk))
    deal.pay(deal.deposit)
    desk.do("clerk", "subscription.stamp", subscription=deal.sub_no)
    for fault, waits in (("none", "director"), ("company", "manager")):
        no = refund(deal, fault)
        answer = desk.do("manager", "change.approve", request=no)
        assert (answer["state"], request(desk, no)["waits_for"]) == (
            ("pending", waits) if waits == "director" else ("approved", "")
        )
        desk.do("c01", "change.withdraw", request=no, comment="留下了")
