"""Role sets: somebody acts for all only by the role that allows the act, not by another role that merely sees all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from anchang.domain.errors import AnchangError, NotAllowed, NotFound
from tests.office import Desk
from tests.services.deals import BUYER, MORTGAGE, active, reviewed
from tests.services.stock import customer, on_sale

ONLOOKERS = ("reporter", "administrator", "cashier", "customer_service_manager")


def hire(desk: Desk, login: str, roles: str) -> None:
    """One person with several roles."""
    added = desk.do("boss", "staff.add", login=login, name="两岗", roles=roles, password="demo")
    desk.people[login] = added["id"]


@pytest.fixture
def floor(desk: Desk) -> Desk:
    """Units on sale, and for every role that sees all a consultant who has it too."""
    on_sale(desk)
    for role in ONLOOKERS:
        hire(desk, role + "2", f"consultant,{role}")
    return desk


@pytest.mark.parametrize("role", ONLOOKERS)
def test_a_consultant_who_also_looks_on_acts_for_the_own_customers_only(floor: Desk, role: str) -> None:
    who, login = customer(floor, "c01"), role + "2"
    acts: tuple[tuple[str, dict[str, Any]], ...] = (
        ("customer.reveal", {"customer": who, "reason": "想看"}),
        ("customer.update", {"customer": who, "name": "改名"}),
        ("follow_up.log", {"customer": who, "way": "phone", "effective": "yes", "content": "聊了"}),
        ("unit.ask", {"customer": who, "unit": "1-1-101"}),
        ("subscription.draft", {**MORTGAGE, "customer": who, "unit": "1-1-101", "buyers": (BUYER,), "deposit": "1"}),
    )
    for name, fields in acts:
        with pytest.raises(AnchangError, match="张伟"):
            floor.do(login, name, **fields)


@pytest.mark.parametrize("role", ONLOOKERS)
def test_a_consultant_who_also_looks_on_leaves_the_papers_of_others_alone(floor: Desk, role: str) -> None:
    who, login = customer(floor, "c01"), role + "2"
    paper = floor.do(
        "c01", "subscription.draft", **MORTGAGE, customer=who, unit="1-1-101", buyers=(BUYER,), deposit="50000",
        handover_due="2028-12-31", inside_area="70.00",
    )["sub_no"]  # fmt: skip
    for name, fields in (
        ("subscription.edit", {"opinion": "x"}),
        ("subscription.submit", {}),
        ("subscription.void", {"reason": "x"}),
    ):
        with pytest.raises(NotFound):
            floor.do(login, name, subscription=paper, **fields)


def test_a_consultant_who_also_reports_appoints_and_prints_the_own_papers_only(floor: Desk) -> None:
    deal = active(floor)
    at = (floor.clock() + timedelta(days=1)).isoformat()
    with pytest.raises(NotFound):
        floor.do("reporter2", "contract.appoint", subscription=deal.sub_no, at=at)
    with pytest.raises(NotFound):
        floor.do("reporter2", "document.print", subscription=deal.sub_no)
    receipt = floor.see("cashier", "receipts")[0]["no"]
    assert floor.do("cashier2", "document.print", kind="receipt", receipt=receipt)["print_no"] == 1  # as the cashier


def test_the_agreement_with_its_whole_numbers_is_not_printed_by_who_takes_the_money(floor: Desk) -> None:
    deal = active(floor)
    for login in ("cashier", "accountant"):
        with pytest.raises(NotAllowed):
            floor.do(login, "document.print", subscription=deal.sub_no)
    for login in ("c01", "manager", "clerk", "assistant"):
        floor.do(login, "document.print", subscription=deal.sub_no)


def test_a_consultant_who_is_cashier_too_still_takes_everybodys_money(floor: Desk) -> None:
    deal = reviewed(floor)
    assert deal.pay(deal.deposit, login="cashier2")["confirmed"]


def test_nobody_accepts_a_lower_deposit_on_the_own_paper(floor: Desk) -> None:
    hire(floor, "both", "consultant,sales_manager")
    who = customer(floor, "both")
    paper = floor.do(
        "both", "subscription.draft", **MORTGAGE, customer=who, unit="1-1-101", buyers=(BUYER,), deposit="50000",
        handover_due="2028-12-31", inside_area="70.00",
    )["sub_no"]  # fmt: skip
    floor.do("both", "subscription.submit", subscription=paper)
    floor.do("manager", "subscription.approve", subscription=paper)
    line = {"amount": "40000", "way": "pos", "account": "4000 0001 0002"}
    floor.do("cashier", "receipt.enter", subscription=paper, payer="刘洋", lines=(line,))
    with pytest.raises(NotAllowed, match="须由他人复核"):
        floor.do("both", "subscription.accept_deposit", subscription=paper, comment="行")
    floor.do("manager", "subscription.accept_deposit", subscription=paper, comment="行")


def test_nobody_excepts_the_own_contract_from_its_first_payment(floor: Desk) -> None:
    hire(floor, "both", "contract_clerk,sales_manager")
    deal = active(floor)
    at = (floor.clock() + timedelta(days=1)).isoformat()
    number = floor.do("both", "contract.appoint", subscription=deal.sub_no, at=at)["no"]
    floor.do("both", "contract.draft", contract=number)
    with pytest.raises(NotAllowed, match="须由他人复核"):
        floor.do("both", "contract.except_payment", contract=number, reason="老客户")
    floor.do("manager", "contract.except_payment", contract=number, reason="老客户")


def test_a_masked_number_is_not_spelt_out_by_searching_for_pieces_of_it(floor: Desk) -> None:
    customer(floor, "c01", "甲", "13812345678")
    for login in ("reporter", "boss", "cashier", "reporter2"):
        assert floor.see(login, "customers", text="138") and floor.see(login, "customers", text="5678")
        for piece in ("1234", "13812", "345678", "8123"):
            assert floor.see(login, "customers", text=piece) == []
    for login in ("c01", "assistant", "manager", "clerk"):
        assert floor.see(login, "customers", text="1234")  # who may reveal the number
