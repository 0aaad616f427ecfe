"""Prints are logged and counted, stay within one's scope, and offer only what can be done."""

from __future__ import annotations

from typing import Any

import pytest

from anchang.documents.printing import print_agreement, print_receipt
from anchang.domain.errors import NotAllowed, NotFound
from anchang.domain.plan import MoneyType
from anchang.services.contract_menu import menu as contract_menu
from anchang.services.receipt_preview import deal as deal_of
from anchang.services.subscription_menu import menu
from tests.documents.reading import text
from tests.office import Desk
from tests.services.deals import active, filed, first_payment, reviewed
from tests.services.stock import acts, on_sale


def whys(desk: Desk, login: str, look: Any, row_id: int) -> dict[str, str]:
    """Step -> why not, "" where it is possible."""
    found = desk.office.look(desk.session(login), look, row_id)
    return {one.step.name: str(one.why_not or "") for one in found}


def test_a_print_is_logged_counted_and_complete(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    first = print_agreement(desk.office, desk.session("c01"), deal.id)
    second = print_agreement(desk.office, desk.session("manager"), deal.id)
    assert (first.print_no, second.print_no) == (1, 2)
    assert first.path != second.path
    assert "11010519491231002X" in text(first.path)
    assert acts(desk)[-2:] == [("document.print", "张伟"), ("document.print", "李经理")]
    receipt = desk.see("cashier", "receipts")[0]["id"]
    assert "50,000.00" in text(print_receipt(desk.office, desk.session("cashier"), receipt).path)


def test_nobody_prints_what_is_not_his(desk: Desk) -> None:
    on_sale(desk)
    deal = reviewed(desk)
    before = len(acts(desk))
    with pytest.raises(NotFound):
        print_agreement(desk.office, desk.session("c02"), deal.id)
    with pytest.raises(NotAllowed):
        print_agreement(desk.office, desk.session("reporter"), deal.id)
    assert len(acts(desk)) == before
    assert list(desk.office.place.exports.glob("*.docx")) == []


def test_the_menu_agrees_with_the_acts(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    assert whys(desk, "c01", menu, deal.id)["appoint"] == ""
    assert whys(desk, "manager", menu, deal.id)["decide_slip"] == ""
    desk.do("c01", "contract.appoint", subscription=deal.sub_no, at="2026-11-25T10:00+08:00", papers="身份证")
    desk.do("manager", "subscription.decide_slip", subscription=deal.sub_no)
    assert "HT2026-000001" in whys(desk, "c01", menu, deal.id)["appoint"]
    assert whys(desk, "manager", menu, deal.id)["decide_slip"]
    assert {"lapse", "convert"}.isdisjoint(whys(desk, "manager", menu, deal.id))


def test_copies_are_handed_over_once_they_are_numbered(desk: Desk) -> None:
    on_sale(desk)
    filed(desk)
    contract = desk.see("clerk", "contracts")[0]["id"]
    found = whys(desk, "clerk", contract_menu, contract)
    assert found["hand_over"] == ""
    assert list(found)[-1] == "void"


def test_the_preview_is_what_the_receipt_does(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    desk.do("c01", "contract.appoint", subscription=deal.sub_no, at="2026-11-25T10:00+08:00", papers="身份证")
    desk.do("clerk", "contract.draft", contract=deal.sub_no)
    due = first_payment(deal)
    known = desk.office.look(desk.session("cashier"), deal_of, deal.id)
    uses, surplus = known.pays([(MoneyType.DOWN_PAYMENT, due + 100, None)])
    assert [(one.no, fen) for one, fen in uses] == [(2, due)]
    assert surplus == 100
    deal.pay(due + 100, "down_payment")
    after = desk.office.look(desk.session("cashier"), deal_of, deal.id)
    assert sum(rest.amount for rest in after.rests) == 100
    assert [one.no for one in after.owed] == [3]
