"""A loan of a bank, of the provident fund or of both, and a down payment in parts, through the use cases (5.4)."""

from __future__ import annotations

from typing import Any

import pytest

from anchang.domain.errors import BadInput, Refusal
from anchang.domain.plan import LoanKind
from anchang.domain.plan_choice import PlanChoice
from anchang.i18n import say
from anchang.storage import subscription_paper, subscription_query
from tests.office import Desk
from tests.services.changes import papers_back, serious
from tests.services.deals import BUYER, MORTGAGE, Deal, active, signed
from tests.services.stock import customer, on_sale
from tests.services.test_change_plan import asked, lines

FUND = 50_000_000
BOTH: dict[str, Any] = {"loan": "combination", "fund": "500000"}
PARTS: dict[str, Any] = {"shares": ({"rate": "60%", "days": 0}, {"rate": "40%", "days": 90})}


def choice(deal: Deal) -> PlanChoice:
    """The way of paying of the newest edition."""
    return deal.desk.office.look(deal.desk.session("manager"), subscription_query.choice, deal.row())


def kinds(deal: Deal) -> list[str]:
    """What each payment is for."""
    return [what for what, _, _ in lines(deal)]


def test_each_lender_pays_its_own_part(desk: Desk) -> None:
    """The fund's money comes first: the bank's part, which stands before it, stays open."""
    on_sale(desk)
    deal, _contract = signed(desk, **BOTH, **PARTS)
    whole = lines(deal)
    assert [what for what, _, _ in whole] == [
        "deposit", "down_payment_instalment", "down_payment_instalment", "loan", "provident_fund",
    ]  # fmt: skip
    assert sum(amount for _, amount, _ in whole) == deal.total
    bank, fund = whole[3][1], whole[4][1]
    assert fund == FUND
    assert deal.desk.do("cashier", "receipt.enter", subscription=deal.sub_no, payer="公积金中心", lines=(
        {"amount": "500000", "money_type": "provident_fund", "way": "bank_loan", "account": "4000 0001 0002"},))
    desk.do("accountant", "receipt.confirm", receipt="SJ2026-000003")
    assert [paid for _, _, paid in lines(deal)][3:] == [0, fund]
    desk.do("cashier", "receipt.enter", subscription=deal.sub_no, payer="工商银行", lines=(
        {"amount": str(bank // 100), "money_type": "loan", "way": "bank_loan", "account": "4000 0001 0002"},))
    desk.do("accountant", "receipt.confirm", receipt="SJ2026-000004")
    assert [paid for _, _, paid in lines(deal)][3:] == [bank, fund]
    assert serious(desk) == []


def test_the_paper_says_who_lends(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk, **BOTH)
    paper = desk.office.look(desk.session("manager"), subscription_paper.paper, deal.id)
    assert paper is not None and say(paper.payment_plan, "zh_CN") == "按揭付款（组合贷款）"
    assert (choice(deal).loan, choice(deal).fund) == (LoanKind.COMBINATION, FUND)


@pytest.mark.parametrize(("wrong", "error"), [
    ({"fund": "500000"}, BadInput), ({"loan": "combination"}, BadInput), ({"loan": "fund", "fund": "1"}, BadInput),
    ({"loan": "combination", "fund": "500000.01"}, Refusal), ({"loan": "combination", "fund": "99990000"}, Refusal),
    ({"plan": "lump_sum", "loan": "fund"}, BadInput),
])  # fmt: skip
def test_what_no_paper_takes(desk: Desk, wrong: dict[str, Any], error: type[Exception]) -> None:
    on_sale(desk)
    with pytest.raises(error):
        active(desk, **wrong)
    assert desk.see("manager", "subscriptions") == []


def test_a_draft_keeps_its_lender_until_it_is_changed(desk: Desk) -> None:
    on_sale(desk)
    who = customer(desk, "c01", "刘洋", "13800000001")
    number = desk.do("c01", "subscription.draft", unit="1-1-101", customer=who, buyers=(BUYER,), deposit="50000",
                     inside_area="70.00", **MORTGAGE, **BOTH)["sub_no"]  # fmt: skip
    for change, now in (
        ({"in_parts": "yes", **PARTS}, ("mortgage", "combination", FUND, 2)),
        ({"down_rate": "40%"}, ("mortgage", "combination", FUND, 2)),
        ({"in_parts": "no"}, ("mortgage", "combination", FUND, 0)),
        ({"loan": "fund"}, ("mortgage", "fund", 0, 0)),
        ({"plan": "lump_sum"}, ("lump_sum", "commercial", 0, 0)),
    ):  # fmt: skip
        desk.do("c01", "subscription.edit", subscription=number, **change)
        row = desk.office.look(desk.session("manager"), subscription_query.one, 1)
        assert row is not None
        found = desk.office.look(desk.session("manager"), subscription_query.choice, row)
        assert (found.kind, found.loan, found.fund, len(found.shares)) == now


def test_the_lender_changes_with_the_plan(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    assert kinds(deal) == ["deposit", "down_payment", "loan"]
    for given, now in (
        ({**BOTH}, ["deposit", "down_payment", "loan", "provident_fund"]),
        ({"loan": "fund"}, ["deposit", "down_payment", "provident_fund"]),
        ({**PARTS}, ["deposit", "down_payment_instalment", "down_payment_instalment", "loan"]),
    ):
        no = asked(deal, down_rate="30%", **given)
        desk.do("manager", "change.approve", request=no)
        desk.do("accountant", "change.execute", request=no)
        assert kinds(deal) == now
    assert serious(desk) == []


def test_a_swap_without_a_plan_keeps_the_lender(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk, **BOTH)
    no = desk.do("c01", "swap_unit.ask", subscription=deal.sub_no, unit="1-1-202", reason="楼层", fault="company")["no"]
    desk.do("c01", "change.submit", request=no)
    desk.do("manager", "change.approve", request=no)
    papers_back(desk, no)
    desk.do("accountant", "change_money.check", request=no)
    desk.do("clerk", "change.execute", request=no)
    new = desk.office.look(desk.session("manager"), subscription_query.one, deal.id + 1)
    assert new is not None and (new["loan_kind"], new["loan_fund"]) == ("combination", FUND)
    assert serious(desk) == []
