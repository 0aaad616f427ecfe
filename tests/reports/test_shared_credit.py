"""A deal whose credit a case has shared: every sheet of the daily report has both parts, and the sheets agree (4.1)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from anchang.storage.day_staff import StaffFigures, consultants
from tests.office import Desk, desk_at
from tests.reports.book_formulas import differences
from tests.reports.lived_office import Cells, made, total, values
from tests.services import deals
from tests.services.stock import on_sale

SHARES = ({"staff": "c01", "rate": "60%"}, {"staff": "c02", "rate": "40%"})


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office that sells."""
    with desk_at(tmp_path / "office") as opened:
        on_sale(opened)
        yield opened


def shared(desk: Desk, phone: str, shares: Any = SHARES, owner: str = "c01") -> None:
    """The manager decides a case about the customer otherwise than the rules."""
    case = desk.do("assistant", "ownership.open", phone=phone, claimant="c02", question="带看有功")["id"]
    desk.do("manager", "ownership.override", case=case, owner=owner, reason="按协议分成", shares=shares)


def sold(desk: Desk) -> deals.Deal:
    """A signed contract of c01 whose credit c02 has 40 % of, an odd receipt more and one that is taken back."""
    deal, _ = deals.signed(desk, number=3)
    shared(desk, "13800000003")
    deal.pay(1_234_567, "loan")
    wrong = deal.pay(7_777, "loan")
    desk.clock.move(minutes=1)
    desk.do("accountant", "receipt.reverse", receipt=wrong["no"], reason="金额录错")
    return deal


def people(desk: Desk, login: str = "manager") -> dict[str, StaffFigures]:
    today = desk.office.today()
    found = desk.office.look(desk.session(login), consultants, today, today)
    return {each.name: each for each in found}


def by_name(book: dict[str, Cells], title: str) -> dict[str, Any]:
    sheet = book["顾问日报"]
    names, shown = values(sheet, "置业顾问"), values(sheet, title)
    return {name: shown[place] for place, name in enumerate(names) if isinstance(name, str) and name}


def test_the_parts_stand_in_the_figures_to_the_fen(desk: Desk) -> None:
    deal = sold(desk)
    found = people(desk)
    zhang, wang = found["张伟"], found["王芳"]
    assert (zhang.deals, wang.deals) == (zhang.contracts, wang.contracts) == (600_000, 400_000)
    assert zhang.deal_amount + wang.deal_amount == zhang.contract_amount + wang.contract_amount == deal.total
    assert abs(5 * zhang.deal_amount - 3 * deal.total) < 5
    came = deal.deposit + deals.first_payment(deal) + 1_234_567
    assert zhang.received + wang.received == came
    assert abs(5 * wang.received - 2 * came) <= 15  # each of the three receipts is rounded by itself


@pytest.mark.parametrize("login", ["manager", "c01", "c02"])
def test_the_sheets_agree_for_whoever_reads_them(desk: Desk, tmp_path: Path, login: str) -> None:
    """Who has a part of the credit has the deal in the own report; who has none does not."""
    sold(desk)
    book = made(desk, "daily", tmp_path, login)
    assert differences(book) == []
    assert by_name(book, "认购") == {"张伟": Decimal("0.6"), "王芳": Decimal("0.4")}
    for title in ("认购", "签约"):
        assert total(book["顾问日报"], title) == 1
    assert total(book["顾问日报"], "认购金额") == total(book["成交明细"], "成交总价", 0)
    assert total(book["顾问日报"], "签约金额") == total(book["成交明细"], "成交总价", 1)
    assert total(book["顾问日报"], "实收金额（回款）") == total(book["回款明细"], "金额")
    assert set(values(book["回款明细"], "置业顾问")) >= {"张伟 60% / 王芳 40%"}


def test_who_has_no_part_sees_nothing_of_it(desk: Desk) -> None:
    sold(desk)
    assert people(desk, "c03") == {}


def test_the_newest_decision_counts_and_a_deal_without_one_is_its_consultants(desk: Desk) -> None:
    sold(desk)
    shared(desk, "13800000003", owner="c02", shares=({"staff": "c02", "rate": "100%"},))
    deals.active(desk, "1-1-102", number=4)
    found = people(desk)
    assert (found["张伟"].deals, found["王芳"].deals) == (1_000_000, 1_000_000)


def test_credit_shared_before_there_was_a_deal_is_the_deals(desk: Desk) -> None:
    """2.1: the split of a deal that the customer was still to make."""
    known = desk.do("c01", "customer.register", name="刘洋", phone="13800000005", notice="yes")
    shared(desk, "13800000005")
    desk.clock.move(days=1)
    deals.active(desk, number=6, customer=known["id"])
    found = people(desk)
    assert (found["张伟"].deals, found["王芳"].deals) == (600_000, 400_000)


def test_whoever_was_given_the_customer_since_shares_with_nobody(desk: Desk) -> None:
    known = desk.do("c01", "customer.register", name="刘洋", phone="13800000005", notice="yes")
    shared(desk, "13800000005", owner="c02")
    desk.clock.move(minutes=5)
    desk.do("manager", "customer.reassign", customers=(known["id"],), to="c01", reason="王芳调岗")
    deals.active(desk, number=6, customer=known["id"])
    assert {name: each.deals for name, each in people(desk).items() if each.deals} == {"张伟": 1_000_000}


def test_a_paper_that_names_who_shares_is_shared_and_a_case_decides_otherwise(desk: Desk, tmp_path: Path) -> None:
    """3.6 «consultant(s) with share %»: one rule for what the paper says and for what a case has decided."""
    deals.active(desk, number=3, consultants=SHARES)
    found = people(desk)
    assert (found["张伟"].deals, found["王芳"].deals) == (600_000, 400_000)
    assert people(desk, "c02")["王芳"].deals == 400_000
    book = made(desk, "daily", tmp_path, "c02")
    assert differences(book) == []
    assert by_name(book, "认购") == {"张伟": Decimal("0.6"), "王芳": Decimal("0.4")}
    shared(desk, "13800000003", shares=({"staff": "c01", "rate": "100%"},))
    assert {name: each.deals for name, each in people(desk).items() if each.deals} == {"张伟": 1_000_000}
