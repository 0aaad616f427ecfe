"""Money that tries to slip through: a stale yes to a lower deposit, price taken as deposit, terms without an end."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from anchang.domain.errors import BadInput, Refusal
from anchang.services.doctor import examine
from anchang.storage import receipt as rows
from anchang.storage import subscription_query
from anchang.storage.plan import current_lines
from anchang.storage.unit_query import id_by_label
from tests.office import Desk
from tests.services.deals import BUYER, MORTGAGE, active, drafted, reviewed, signed
from tests.services.stock import block, customer, import_rows, on_sale, unit


@pytest.fixture
def sale(desk: Desk) -> Desk:
    """Sixteen units on sale."""
    on_sale(desk)
    return desk


def test_a_yes_to_a_lower_deposit_is_gone_with_the_money_it_was_said_of(sale: Desk) -> None:
    deal = reviewed(sale)
    paid = deal.pay(4_000_000)
    sale.do("manager", "subscription.accept_deposit", subscription=deal.sub_no, comment="行")
    sale.do("accountant", "receipt.reverse", receipt=paid["no"], reason="退票")
    deal.pay(100)  # one yuan is not what the manager said yes to
    assert deal.row()["state"] == "deposit_due"
    with sale.office.store.read() as connection:
        assert current_lines(connection, deal.id)[0].due_on == deal.row()["deposit_due_on"]
    deal.pay(deal.deposit - 100)
    assert deal.row()["state"] == "deposit_paid"


def test_a_yes_to_a_lower_deposit_stays_when_other_money_is_taken_back(sale: Desk) -> None:
    deal = reviewed(sale)
    deal.pay(4_000_000)
    wrong = deal.pay(100, way="transfer")  # not confirmed, so it never was part of the deposit
    sale.do("manager", "subscription.accept_deposit", subscription=deal.sub_no, comment="行")
    sale.do("accountant", "receipt.reverse", receipt=wrong["no"], reason="写错")
    sale.do("cashier", "subscription.receive_deposit", subscription=deal.sub_no)
    assert deal.row()["state"] == "deposit_paid"


def test_no_price_line_is_paid_before_the_contract_by_calling_it_deposit(sale: Desk) -> None:
    deal = reviewed(sale)
    with pytest.raises(Refusal, match="定金"):
        deal.pay(deal.deposit, instalment_no=2)
    deal.pay(deal.deposit, instalment_no=1)
    sale.do("clerk", "subscription.stamp", subscription=deal.sub_no)
    with pytest.raises(Refusal, match="定金"):
        deal.pay(1_000_000, instalment_no=2)


def test_once_the_contract_is_drawn_up_a_line_may_be_named(sale: Desk) -> None:
    deal, _number = drafted(sale)
    paid = deal.pay(1_000_000, "down_payment", instalment_no=2)
    with sale.office.store.read() as connection:
        second = current_lines(connection, deal.id)[1].id
    read = sale.office.look(sale.session("manager"), rows.uses_of, paid["id"])
    assert [(instalment, fen) for _line, instalment, fen in read] == [(second, 1_000_000)]


@pytest.mark.parametrize(
    "terms",
    [
        {"plan": "lump_sum", "plan_days": 10**7},
        {"plan": "lump_sum", "plan_days": -1},
        {**MORTGAGE, "loan_days": 10**12},
        {**MORTGAGE, "plan_days": 2**62},
        {"plan": "instalments", "shares": ({"rate": "30%"}, {"rate": "70%", "days": 10**9})},
    ],
)
def test_a_term_without_an_end_is_refused_when_it_is_written(sale: Desk, terms: dict[str, Any]) -> None:
    who = customer(sale)
    with pytest.raises((Refusal, BadInput)):
        sale.do("c01", "subscription.draft", customer=who, unit="1-1-101", buyers=(BUYER,), deposit="50000", **terms)


def test_a_paper_priced_by_a_list_that_is_gone_is_not_approved(sale: Desk) -> None:
    who = customer(sale)
    paper = sale.do(
        "c01", "subscription.draft", **MORTGAGE, customer=who, unit="1-1-101", buyers=(BUYER,), deposit="50000",
        handover_due="2028-12-31", inside_area="70.00",
    )["sub_no"]  # fmt: skip
    sale.do("c01", "subscription.submit", subscription=paper)
    import_rows(sale, block("1栋", unit_price_build=2_500_000), filed=True)
    with pytest.raises(Refusal, match="1-1-101"):
        sale.do("manager", "subscription.approve", subscription=paper)
    sale.do("manager", "subscription.send_back", subscription=paper, comment="新价目")
    sale.do("c01", "subscription.edit", subscription=paper, down_rate="30%")
    sale.do("c01", "subscription.submit", subscription=paper)
    sale.do("manager", "subscription.approve", subscription=paper)
    unit_id = sale.office.look(sale.session("manager"), id_by_label, "1-1-101")
    found = subscription_query.open_papers
    (row,) = sale.office.look(sale.session("manager"), found, unit_id or 0)
    assert row["list_total"] == unit(sale, "1-1-101")["list_total"]


def test_a_paper_is_not_dated_before_the_permit(sale: Desk) -> None:
    """5.9: without the permit no order in any form, so none that claims to be older than it."""
    who = customer(sale)
    paper = sale.do(
        "c01", "subscription.draft", **MORTGAGE, customer=who, unit="1-1-101", buyers=(BUYER,), deposit="50000",
        handover_due="2028-12-31", inside_area="70.00", signed_on=date(2026, 1, 4).isoformat(),
    )["sub_no"]  # fmt: skip
    with pytest.raises(Refusal):
        sale.do("c01", "subscription.submit", subscription=paper)


def test_a_reversed_deposit_gives_the_unit_its_timer_back(sale: Desk) -> None:
    """2.3: before money the paper lapses with its hold; a receipt that was taken back is no money."""
    deal = reviewed(sale)
    paid = deal.pay(deal.deposit - 100)
    sale.do("accountant", "receipt.reverse", receipt=paid["no"], reason="退票")
    assert unit(sale, deal.unit)["state"] == "held"
    sale.clock.move(days=2)
    other = customer(sale, "c02", "王五", "13900000001")
    sale.do("c02", "unit.ask", unit=deal.unit, customer=other)
    assert deal.row()["state"] == "void"
    found = {each.kind for each in examine(sale.office) if each.serious}
    assert found <= {"row_unknown"}  # the customers were put in by the test


def test_signed_money_stays_right_when_the_first_of_two_receipts_is_replaced(sale: Desk) -> None:
    deal, _number = signed(sale)
    right = deal.pay(deal.deposit)
    wrong = sale.see("cashier", "receipts", subscription=deal.id)[-1]["no"]
    sale.do("accountant", "receipt.reverse", receipt=wrong, reason="付款人写错")
    read = sale.office.look(sale.session("manager"), rows.uses_of, right["id"])
    assert sum(fen for *_rest, fen in read) == deal.deposit
    with pytest.raises(Refusal):
        sale.do("accountant", "receipt.reverse", receipt=right["no"], reason="再退")


def test_an_active_paper_survives_a_plan_whose_deposit_is_its_first_line(sale: Desk) -> None:
    deal = active(sale, plan="instalments", shares=({"rate": "3%"}, {"rate": "97%", "days": 30}), deposit=5_368_200)
    with sale.office.store.read() as connection:
        assert sum(each.line.amount for each in current_lines(connection, deal.id)) == deal.total
