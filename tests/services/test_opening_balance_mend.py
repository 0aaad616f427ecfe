"""What an old ledger did not know, or had wrong, is put right on the deal that came in (2.8, 2.10, 4.4; demand 11)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from anchang.domain.errors import BadInput, NotAllowed, NotFound, Refusal
from anchang.domain.opening_balance import OldBuyer
from anchang.services import subscription_menu
from tests.office import Desk
from tests.reports.book_formulas import differences
from tests.reports.lived_office import made
from tests.reports.test_receivables import column_of_differences
from tests.services.opening import CUT_OVER, ID, TOTAL, brings, old_deal, unsigned
from tests.services.stock import unit
from tests.services.test_opening_balance import OPEN, TODAY, balance, office, pays, sound, unpaid

__all__ = ["office"]


def test_what_a_ledger_did_not_know_is_completed_and_the_deal_goes_on(office: Desk) -> None:
    """Without an ID number, a telephone and an address nobody could swap or sign (2.8, 2.4)."""
    buyers = (OldBuyer(name="买主2"), OldBuyer(name="配偶", id_no="110105194912310021", phone="13900000099"))
    brings(office, unsigned(buyers=buyers, handover_due=None))
    first = {"id_no": ID, "phone": "139 0000 0002", "address": "深圳市南山区一路1号", "handover_due": "2028-12-31"}
    with pytest.raises(NotFound):
        office.do("c02", "opening_balance.complete", subscription="QC-00001", **first)
    office.do("c01", "opening_balance.complete", subscription="QC-00001", **first)
    office.do("assistant", "opening_balance.complete", subscription="QC-00001", no="2", id_type="passport",
              id_no="E12345678", address="深圳市南山区一路1号", nationality="新加坡", gender="female",
              birth="1990-01-02")  # fmt: skip
    office.do("manager", "opening_balance.complete", subscription="QC-00001", no="2", guardian="母亲",
              guardian_relation="母女", guardian_id_no=ID)  # fmt: skip
    for wrong in ({"phone": "13900000003"}, {"address": "别处"},
                  {"handover_due": "2029-01-01"}, {"id_no": "440301196001010019"}):  # fmt: skip
        with pytest.raises(Refusal, match="变更申请"):
            office.do("c01", "opening_balance.complete", subscription="QC-00001", **wrong)
    with pytest.raises(BadInput):
        office.do("c01", "opening_balance.complete", subscription="QC-00001", **first | {"handover_due": ""})
    made = office.do("c01", "contract.appoint", subscription="QC-00001", at="2026-11-25T10:00+08:00")
    office.do("clerk", "contract.draft", contract=made["no"])
    pays(office, "QC-00001", "739400", "down_payment")
    for login, step in (("clerk", "submit_review"), ("clerk", "contract_check"), ("accountant", "finance_check"),
                        ("clerk", "sign")):  # fmt: skip
        office.do(login, f"contract.{step}", contract=made["no"])
    with pytest.raises(Refusal, match="合同"):
        office.do("c01", "opening_balance.complete", subscription="QC-00001", postcode="518000")
    assert sound(office) == []


def test_a_paper_of_this_office_is_not_completed_so(office: Desk) -> None:
    brings(office, old_deal())
    menu = {one.step.name: one.why_not for one in office.office.look(office.session("c01"), subscription_menu.menu, 1)}
    assert menu["complete"] is None
    with pytest.raises(NotAllowed):
        office.do("cashier", "opening_balance.complete", subscription="QC-00001", postcode="518000")


@pytest.mark.parametrize(("received", "loan", "paid_here"), [
    ("489400", None, "0"), ("189400", None, "0"), ("50000", None, "0"), ("1789400", "1000000", "0"),
    ("189400", None, "100000"), ("689400", None, "100000"),
])  # fmt: skip
def test_an_opening_sum_is_corrected_with_a_reason(
    office: Desk, tmp_path: Path, received: str, loan: str | None, paid_here: str
) -> None:
    """The past stays as it was told; today the open sum is adjusted, no money comes or goes (4.4 余额勾稽)."""
    brings(office, old_deal())
    if paid_here != "0":
        pays(office, "QC-00001", paid_here, "down_payment")
    given: dict[str, Any] = {"subscription": "QC-00001", "received": received, "reason": "旧账漏记"}
    if loan is not None:
        given["received_loan"] = loan
    done = office.do("accountant", "opening_balance.correct", **given)
    fen = int(received) * 100
    assert (done["no"], done["before"]) == ("QC-00001", "389,400.00")
    assert unpaid(office) == OPEN
    assert unpaid(office, TODAY) == TOTAL - fen - int(paid_here) * 100
    today = balance(office, TODAY, TODAY)
    assert (today.adjusted, today.receipts) == (38_940_000 - fen, int(paid_here) * 100)
    whole = balance(office, CUT_OVER, TODAY)
    assert whole.closing == unpaid(office, TODAY)
    assert sound(office) == []
    if paid_here != "0":  # every sheet of the book says the same
        book = made(office, "receivables", tmp_path, first=TODAY, last=TODAY)
        assert differences(book) == []
        assert {gap for nth in (0, 2, 3) for gap in column_of_differences(book["余额勾稽"], nth)} == {Decimal(0)}


def test_who_may_correct_an_opening_sum_and_what_stands_against_it(office: Desk) -> None:
    brings(office, old_deal(), unsigned())
    right = {"subscription": "QC-00001", "received": "489400", "reason": "漏记"}
    for login in ("assistant", "c01", "manager"):
        with pytest.raises(NotAllowed):
            office.do(login, "opening_balance.correct", **right)
    for wrong in ({"reason": " "}, {"received": "389400"}, {"received_loan": "489401"}):
        with pytest.raises(BadInput):
            office.do("accountant", "opening_balance.correct", **{**right, **wrong})
    with pytest.raises(Refusal, match="超过总价"):
        office.do("accountant", "opening_balance.correct", **{**right, "received": "1789400.01"})
    with pytest.raises(Refusal, match="没有对应的未付期款"):  # the bank's part has to be said
        office.do("accountant", "opening_balance.correct", **{**right, "received": "789400.01"})
    with pytest.raises(Refusal, match="定金"):
        office.do("accountant", "opening_balance.correct", **{**right, "received": "49999.99"})
    office.do("accountant", "opening_balance.correct", **right)
    with pytest.raises(Refusal, match="QC-00001"):  # it rests on the import now
        office.do("manager", "register_import.take_back", register="1", reason="撤回")
    assert brings(office, old_deal(), unsigned())["here"] == 2  # the same file again adds nothing
    row = office.see("manager", "receipts", subscription="1")
    assert [each["amount"] for each in row] == [48_940_000]
    office.do("cashier", "opening_balance.correct", **{**right, "received": "389400", "reason": "又核实"})
    assert unpaid(office, TODAY) == unpaid(office)
    assert balance(office, TODAY, TODAY).adjusted == 0


def test_a_request_that_is_open_keeps_the_receipts_it_asks_back(office: Desk) -> None:
    """A corrected sum is another receipt; who asked the first one back would wait for it for ever."""
    brings(office, unsigned())
    account = {"payer": "买主2", "account": "6222 0000 1111", "bank": "招商银行"}
    given: dict[str, Any] = {"fault": "none", "reason_code": "loan", "reason": "贷款未批", "accounts": [account]}
    no = office.do("c01", "refund.draft", subscription="QC-00001", **given)["no"]
    right = {"subscription": "QC-00001", "received": "60000", "reason": "漏记"}
    with pytest.raises(Refusal, match=no):
        office.do("accountant", "opening_balance.correct", **right)
    menu = office.office.look(office.session("accountant"), subscription_menu.menu, 1)
    assert next(one.why_not for one in menu if one.step.name == "correct_opening") is not None
    office.do("c01", "change.withdraw", request=no, comment="不退了")
    office.do("accountant", "opening_balance.correct", **right)
    assert sound(office) == []


def test_a_swap_goes_through_once_what_the_ledger_missed_is_completed(office: Desk) -> None:
    brings(office, unsigned(buyers=(OldBuyer(name="买主2"),), handover_due=None))
    given = {"unit": "1-1-202", "reason": "楼层有误", "fault": "company", "plan": "lump_sum"}
    with pytest.raises(Refusal, match="证件号码"):
        office.do("c01", "swap_unit.ask", subscription="QC-00001", **given)
    office.do("c01", "opening_balance.complete", subscription="QC-00001", id_no=ID, phone="13900000002",
              address="深圳市南山区一路1号", handover_due="2028-12-31")  # fmt: skip
    no = office.do("c01", "swap_unit.ask", subscription="QC-00001", **given)["no"]
    office.do("c01", "change.submit", request=no)
    office.do("manager", "change.approve", request=no)
    office.do("assistant", "change.paper_back", request=no, receipt="QCSJ-00001")
    office.do("accountant", "change_money.check", request=no)
    office.do("clerk", "change.execute", request=no)
    assert unit(office, "1-1-202")["state"] == "subscribed"
    assert sound(office) == []
