"""An office that runs already brings its deals in, and works on with them (2.16, 4.4; issue 4, demand 11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.domain.opening_balance import DealRow, OldBuyer, PlanRow, ReceiptRow
from anchang.domain.plan import MoneyType, PlanKind
from anchang.domain.price_list import SaleStatus
from anchang.domain.register import Leavers
from anchang.i18n import say
from anchang.reports.catalogue import make
from anchang.services import lists
from anchang.services.doctor import examine
from anchang.services.listing import Ask
from anchang.services.opening_balance_more import ImportPlans, ImportReceipts
from anchang.services.opening_balance_plan import OpeningChoices, preview
from anchang.services.register_import import InTheWay
from anchang.storage import receivable, receivable_period
from anchang.storage.plan import current_lines
from tests.office import Desk
from tests.services.opening import CUT_OVER, TOTAL, brings, instalments, old_deal, place, sold_units, unsigned
from tests.services.stock import PERMIT, block, import_rows, unit

TODAY = date(2026, 11, 23)
OPEN = TOTAL - 38_940_000


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A practice office whose first building is on sale, with two units that the first price list says are sold."""
    import_rows(desk, block("1栋"))
    desk.do("manager", "unit.release", permit=PERMIT)
    sold_units(desk, "2-1-101")
    sold_units(desk, "2-1-102", status=SaleStatus.TITLED)
    return desk


def sound(desk: Desk) -> list[str]:
    return [f"{each.kind} {each.where}: {say(each.words, 'en')}" for each in examine(desk.office) if each.serious]


def unpaid(desk: Desk, on: date = CUT_OVER) -> int:
    return desk.office.look(desk.session("manager"), receivable.total_unpaid, on)


def balance(desk: Desk, first: date, last: date) -> receivable_period.Reconciliation:
    found = desk.office.look(desk.session("manager"), receivable_period.reconcile, first, last)
    assert found.ties
    return found


def told(desk: Desk, *rows: DealRow, **more: Any) -> list[str]:
    choices = OpeningChoices(cut_over=CUT_OVER, **more)
    laid = desk.office.look(desk.session("assistant"), preview, rows, choices)
    return [say(each.reason, "en") for issues in laid.issues.values() for each in issues]


def row_of(desk: Desk, listing: str, **wanted: Any) -> dict[str, Any]:
    found = [row for row in desk.see("manager", listing) if all(row[name] == value for name, value in wanted.items())]
    assert len(found) == 1
    return found[0]


def the_papers(desk: Desk) -> tuple[DealRow, ...]:
    """One deal of each kind."""
    return (
        old_deal(),
        unsigned(),
        old_deal("1-1-201", 3, filed_on=date(2026, 6, 1), kind=PlanKind.LUMP_SUM, loan=None, received=TOTAL),
        old_deal("2-1-101", 4, contract_no="", net_sign_no=""),
        old_deal("2-1-102", 5, received=TOTAL, collected_on=date(2026, 9, 1), archive_place="A-3"),
    )


def test_each_deal_becomes_a_real_one_in_its_state(office: Desk) -> None:
    made = brings(office, *the_papers(office))
    assert (made["added"], made["total_fen"]) == (5, 5 * TOTAL)
    assert made["open_fen"] == unpaid(office) == 2 * OPEN + (TOTAL - 5_000_000)
    assert sound(office) == []
    labels = ("1-1-101", "1-1-102", "1-1-201", "2-1-101", "2-1-102")
    assert {label: unit(office, label)["state"] for label in labels} == {
        "1-1-101": "signed", "1-1-102": "subscribed", "1-1-201": "registered", "2-1-101": "registered",
        "2-1-102": "titled",
    }  # fmt: skip
    papers = {row["unit"]: row for row in office.see("manager", "subscriptions")}
    assert {label: row["state"] for label, row in papers.items()} == {
        "1-1-101": "converted", "1-1-102": "active", "1-1-201": "converted", "2-1-101": "converted",
        "2-1-102": "converted",
    }  # fmt: skip
    assert papers["1-1-101"]["sub_no"] == "QC-00001"
    contracts = {row["unit"]: row for row in office.see("manager", "contracts")}
    assert (contracts["1-1-101"]["state"], contracts["1-1-101"]["contract_no"]) == ("signed", "旧合001")
    assert (contracts["2-1-101"]["state"], contracts["2-1-101"]["contract_no"]) == ("filed", "网签2-1-101")
    assert (contracts["2-1-102"]["state"], contracts["2-1-102"]["net_sign_no"]) == ("archived", "网签2-1-102")
    customers = {row["name"]: row["state"] for row in office.see("manager", "customers")}
    assert (customers["买主1"], customers["买主2"]) == ("signed", "subscribed")


def test_opening_money_is_money_of_no_day(office: Desk) -> None:
    brings(office, *the_papers(office))
    session = office.session("manager")
    for first, last in ((date(2026, 11, 1), TODAY), (CUT_OVER, CUT_OVER), (TODAY, TODAY)):
        assert office.office.look(session, receivable_period.received, first, last) == []
    with_it = balance(office, date(2026, 11, 1), TODAY)
    assert (with_it.opening, with_it.brought, with_it.new, with_it.received) == (0, unpaid(office), 0, 0)
    after = balance(office, TODAY, TODAY)
    assert (after.opening, after.brought, after.closing) == (unpaid(office), 0, unpaid(office))
    receipts = office.see("manager", "receipts")
    assert {row["no"] for row in receipts} == {f"QCSJ-0000{number}" for number in range(1, 6)}
    assert {row["origin"] for row in receipts} == {"import"}
    with pytest.raises(Refusal) as problem:
        office.do("accountant", "receipt.reverse", receipt="QCSJ-00001", reason="错了")
    assert "part of the opening balance" in say(problem.value.message, "en")


def test_the_second_import_changes_nothing_and_another_deal_is_no_second_sale(office: Desk) -> None:
    rows = the_papers(office)
    brings(office, *rows)
    before = everything(office)
    again = brings(office, *rows)
    assert (again["added"], again["here"], again["import"]) == (0, 5, None)
    other = replace(rows[0], buyers=(OldBuyer(name="别人"),))
    assert told(office, other) == ["1-1-101 came in already: buyer there 买主1, in the file 别人"]
    dearer = replace(rows[0], total=TOTAL + 1, loan=100_000_001)
    assert told(office, dearer) == [
        "1-1-101 came in already: price there 1,789,400.00, in the file 1,789,400.01"
    ]
    assert everything(office) == before


def test_what_cannot_be_taken_is_given_back_with_its_reason(office: Desk) -> None:
    good = old_deal("1-1-301", 9)
    assert told(office, replace(good, **place("1-1-901"))) == ["there is no unit 1栋-1单元-901 in this office"]
    assert told(office, replace(good, received=TOTAL + 1)) == [
        "1,789,400.01 has been received, the price is 1,789,400.00; write at most the price as received and the "
        "rest in the note"
    ]
    assert told(office, replace(good, who="老赵")) == [
        "«老赵» is no member of staff; say in the profile who it is, or keep the rows of leavers"
    ]
    assert told(office, replace(good, contract_on=date(2026, 11, 23))) == [
        "2026-11-23 is after the cut-over of 2026-11-22; what came later is entered here"
    ]
    assert told(office, replace(good, contract_on=date(2026, 4, 1))) == [
        "2026-04-01 is before the step that comes first, on 2026-05-01"
    ]
    assert told(office, unsigned("2-1-101", 9)) == [
        "the price list says that the contract of 2-1-101 is registered (网签2-1-101); here it is not signed"
    ]
    assert told(office, good, replace(good, note="不同"), good) == [
        "the same unit stands in #1, with other figures; leave in which of them runs",
        "the same unit stands in #2, with other figures; leave in which of them runs",
    ]
    assert told(office, good, old_deal("1-1-302", 10, contract_no=good.contract_no)) == [
        "contract 旧合009 is that of #1 too"
    ]
    assert told(office, replace(good, total=17_894, received=0, loan=None, kind=PlanKind.LUMP_SUM)) == [
        "the price is 178.94, that of the list 1,789,400.00; are these ten-thousands?"
    ]
    held = office.do("c01", "customer.register", name="他人", phone="13700137000", notice=True)
    office.do("c01", "unit.ask", unit="1-1-301", customer=held["id"])
    assert told(office, good) == ["unit 1-1-301 has a deal of this office"]
    assert told(office, good)  # and nothing was kept
    assert office.see("manager", "subscriptions") == []


def test_doubts_name_both_figures_and_the_deal_comes_in(office: Desk) -> None:
    row = old_deal(unit_price=1_900_000, built_area=900_000, deposit=50_000_000, received=30_000_000,
                   buyers=(OldBuyer(name="甲", id_no="110105194912310021"), OldBuyer(name="乙")))  # fmt: skip
    assert told(office, row) == [
        "of the deposit of 500,000.00 only 300,000.00 came in; that is the deposit then",
        "«110105194912310021» of 甲 is no valid ID number; it is kept as it stands",
        "no ID number of 乙",
        "19,000.00 x 90.00 ㎡ makes 1,710,000.00, the price is 1,789,400.00",
        "built area: 90.00 in the file, 89.47 in the price list",
    ]
    assert brings(office, row)["added"] == 1
    assert sound(office) == []
    cheap = old_deal("1-1-102", 2, total=100_000_000, received=500, kind=PlanKind.LUMP_SUM, loan=None, deposit=None)
    assert told(office, cheap) == [
        "the price is 1,000,000.00, that of the list 1,789,400.00",
        "only 5.00 received; are these ten-thousands?",
    ]


def test_who_has_left_is_still_named(office: Desk) -> None:
    made = brings(office, old_deal(who="老赵"), leavers=Leavers.KEEP, keeper=office.people["c02"])
    assert made["added"] == 1
    for listing in ("subscriptions", "contracts", "instalments"):
        assert {row["consultant"] for row in office.see("manager", listing)} == {"老赵"}
    assert [row["unit"] for row in office.see("c02", "subscriptions")] == ["1-1-101"]  # who follows it now
    assert office.see("c01", "subscriptions") == []


def test_the_day_and_the_right_are_asked_for(office: Desk) -> None:
    with pytest.raises(BadInput):
        brings(office, old_deal(), cut_over=TODAY)
    for login in ("c01", "cashier", "clerk"):
        with pytest.raises(NotAllowed):
            brings(office, old_deal(), login=login)
    with pytest.raises(Refusal):
        brings(office, old_deal("1-1-901"))
    assert office.see("manager", "register_imports") == []


def test_the_receivables_workbook_begins_with_the_opening(office: Desk, tmp_path: Path) -> None:
    brings(office, *the_papers(office))
    pays(office, "QC-00001", "100000", "down_payment")
    path = make(office.office, office.session("manager"), "receivables", day=TODAY, first=date(2026, 11, 1),
                last=TODAY, folder=tmp_path)  # fmt: skip
    sheet = load_workbook(path)["余额勾稽"]
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    head = next(row for row in rows if "期初未收" in row)
    first = next(row for row in rows if row[:1] == ["1栋"])
    assert head[:5] == ["楼栋", "期初未收", "＋ 期初导入未收", "＋ 本期新增应收", "－ 本期实收"]
    assert first[1:5] == [0, (OPEN + TOTAL - 5_000_000) / 100, 0, 100_000]


# -- work goes on -------------------------------------------------------------------------------------------------


def pays(desk: Desk, sub_no: str, yuan: str, money_type: str, **more: Any) -> dict[str, Any]:
    line = {"amount": yuan, "money_type": money_type, "way": "pos", "account": "4000 0001 0002", **more}
    return desk.do("cashier", "receipt.enter", subscription=sub_no, payer="买主1", lines=(line,))


def test_the_next_instalment_is_paid_on_a_deal_that_came_in(office: Desk) -> None:
    brings(office, old_deal())
    paid = pays(office, "QC-00001", "100000", "down_payment")
    assert (paid["no"], paid["confirmed"], paid["surplus_fen"]) == ("SJ2026-000001", True, 0)
    assert unpaid(office, TODAY) == OPEN - 10_000_000
    assert unpaid(office) == OPEN  # the cut-over stands
    today = balance(office, TODAY, TODAY)
    assert (today.opening, today.received, today.closing) == (OPEN, 10_000_000, OPEN - 10_000_000)
    assert sound(office) == []


def test_a_contract_goes_on_to_its_filing(office: Desk) -> None:
    brings(office, old_deal())
    office.do("clerk", "contract.seal", contract="旧合001")
    office.do("clerk", "contract.send_for_filing", contract="旧合001")
    office.do("clerk", "contract.file", contract="旧合001", filing_no="备1")
    assert row_of(office, "contracts", unit="1-1-101")["state"] == "filed"
    assert unit(office, "1-1-101")["state"] == "registered"
    assert sound(office) == []


def test_a_subscription_is_delayed_and_signed(office: Desk) -> None:
    brings(office, unsigned())
    due = row_of(office, "subscriptions", unit="1-1-102")["sign_due_date"]
    asked = office.do("c01", "delay.apply", subscription="QC-00001", days="5", reason="loan")
    office.do("manager", "delay.approve", delay=asked["no"])
    office.do("assistant", "delay.execute", delay=asked["no"])
    assert row_of(office, "subscriptions", unit="1-1-102")["sign_due_date"] == due + timedelta(days=5)
    made = office.do("c01", "contract.appoint", subscription="QC-00001", at="2026-11-25T10:00+08:00")
    office.do("clerk", "contract.draft", contract=made["no"])
    pays(office, "QC-00001", "739400", "down_payment")
    office.do("clerk", "contract.submit_review", contract=made["no"])
    office.do("clerk", "contract.contract_check", contract=made["no"])
    office.do("accountant", "contract.finance_check", contract=made["no"])
    office.do("clerk", "contract.sign", contract=made["no"])
    assert row_of(office, "subscriptions", unit="1-1-102")["state"] == "converted"
    assert unit(office, "1-1-102")["state"] == "signed"
    assert unpaid(office, TODAY) == 100_000_000
    assert balance(office, TODAY, TODAY).received == 73_940_000
    assert sound(office) == []


def test_a_subscription_goes_on_to_another_unit(office: Desk) -> None:
    """Its opening money goes over with a voucher, and the balance ties before and after."""
    brings(office, unsigned(address="深圳市南山区一路1号"))
    before = unpaid(office, TODAY)
    given = {"unit": "1-1-202", "reason": "楼层有误", "fault": "company", "plan": "lump_sum"}
    no = office.do("c01", "swap_unit.ask", subscription="QC-00001", **given)["no"]
    office.do("c01", "change.submit", request=no)
    office.do("manager", "change.approve", request=no)
    office.do("assistant", "change.paper_back", request=no, receipt="QCSJ-00001")
    office.do("accountant", "change_money.check", request=no)
    office.do("clerk", "change.execute", request=no)
    assert unit(office, "1-1-102")["state"] == "return_locked"
    assert unit(office, "1-1-202")["state"] == "subscribed"
    assert unpaid(office, TODAY) == before
    assert balance(office, TODAY, TODAY).received == 0
    assert sound(office) == []


def test_what_the_old_ledger_did_not_know_stops_a_swap_when_it_is_asked_for(office: Desk) -> None:
    """Not at the clerk's stamp, after the manager and finance have said yes."""
    brings(office, unsigned())
    with pytest.raises(Refusal) as refused:
        office.do("c01", "swap_unit.ask", subscription="QC-00001", unit="1-1-202", reason="x", fault="company",
                  plan="lump_sum")  # fmt: skip
    assert "address" in say(refused.value.message, "en")


def test_a_subscription_is_cancelled_and_its_opening_money_paid_back(office: Desk) -> None:
    brings(office, unsigned())
    account = {"payer": "买主2", "account": "6222 0000 1111", "bank": "招商银行"}
    given: dict[str, Any] = {"reason_code": "loan", "reason": "贷款未批", "accounts": [account]}
    no = office.do("c01", "refund.draft", subscription="QC-00001", fault="none", **given)["no"]
    office.do("c01", "change.submit", request=no)
    office.do("manager", "change.approve", request=no, comment="同意")
    office.do("assistant", "change.paper_back", request=no, receipt="QCSJ-00001")
    office.do("accountant", "change.execute", request=no)
    (voucher,) = office.see("manager", "vouchers", unpaid="yes")
    office.do("cashier", "voucher.pay", voucher=voucher["no"], account="6222 0000 1111")
    assert voucher["amount"] == 5_000_000
    assert unit(office, "1-1-102")["state"] == "return_locked"
    assert unpaid(office, TODAY) == 0
    assert sound(office) == []


def test_nobody_sells_its_unit_again(office: Desk) -> None:
    brings(office, old_deal(), unsigned())
    made = office.do("c02", "customer.register", name="他人", phone="13700137000", notice=True)
    for label in ("1-1-101", "1-1-102"):
        with pytest.raises(Refusal):
            office.do("c02", "unit.ask", unit=label, customer=made["id"])


# -- plans and receipts -------------------------------------------------------------------------------------------


def plan_rows(label: str, *parts: tuple[int, date], money_type: MoneyType | None = None) -> tuple[PlanRow, ...]:
    return tuple(PlanRow(**place(label), amount=fen, due_on=day, money_type=money_type) for fen, day in parts)


def brings_plans(desk: Desk, *rows: PlanRow, login: str = "assistant") -> dict[str, Any]:
    return desk.office.run(desk.session(login), ImportPlans(rows=rows, cut_over=CUT_OVER, file_name="计划.xlsx"))


def brings_receipts(desk: Desk, *rows: ReceiptRow, login: str = "cashier") -> dict[str, Any]:
    return desk.office.run(desk.session(login), ImportReceipts(rows=rows, cut_over=CUT_OVER, file_name="收款.xlsx"))


def shape(desk: Desk, label: str = "1-1-101") -> list[tuple[str, int, date | None]]:
    deal = row_of(desk, "subscriptions", unit=label)
    with desk.office.store.read() as connection:
        return [(each.line.money_type.value, each.line.amount, each.due_on) for each in
                current_lines(connection, deal["id"])]  # fmt: skip


JANUARY, JUNE = date(2027, 1, 15), date(2027, 6, 15)


def test_a_plan_that_comes_in_later_takes_the_place_of_the_first(office: Desk) -> None:
    brings(office, old_deal())
    rows = plan_rows("1-1-101", (20_000_000, JANUARY), (20_000_000, JUNE))
    made = brings_plans(office, *rows)
    assert made["added"] == 1
    assert [each[:2] for each in shape(office)] == [
        ("deposit", 5_000_000), ("down_payment", 33_940_000), ("down_payment", 20_000_000),
        ("down_payment", 20_000_000), ("loan", 100_000_000),
    ]  # fmt: skip
    assert [each[2] for each in shape(office)][2:] == [JANUARY, JUNE, None]
    assert unpaid(office) == OPEN
    assert balance(office, date(2026, 11, 1), TODAY).brought == OPEN
    assert sound(office) == []
    assert brings_plans(office, *rows)["here"] == 2
    with pytest.raises(Refusal):
        brings_plans(office, *plan_rows("1-1-101", (1, JANUARY)))
    with pytest.raises(NotAllowed):
        brings_plans(office, *rows, login="clerk")


def old_receipts(label: str = "1-1-101") -> tuple[ReceiptRow, ...]:
    return (
        ReceiptRow(**place(label), on=date(2026, 5, 1), no="0001", amount=5_000_000, money_type=MoneyType.DEPOSIT),
        ReceiptRow(**place(label), on=date(2026, 5, 8), no="0002", amount=20_000_000),
        ReceiptRow(paper="旧合001", on=date(2026, 8, 8), no="0003", amount=13_940_000, payer="老爸"),
    )


def test_old_receipts_take_the_place_of_the_opening_sum(office: Desk) -> None:
    brings(office, old_deal())
    made = brings_receipts(office, *old_receipts())
    assert (made["added"], made["received_fen"]) == (1, 38_940_000)
    seen = office.see("manager", "receipts")
    assert sorted((row["received_on"], row["amount"]) for row in seen) == [
        (date(2026, 5, 1), 5_000_000), (date(2026, 5, 8), 20_000_000), (date(2026, 8, 8), 13_940_000),
    ]  # fmt: skip
    assert office.office.look(office.session("manager"), receivable_period.received, date(2026, 1, 1), TODAY) == []
    assert unpaid(office) == OPEN
    assert balance(office, date(2026, 11, 1), TODAY).brought == OPEN
    assert sound(office) == []
    assert brings_receipts(office, *old_receipts())["here"] == 3
    with pytest.raises(NotAllowed):
        brings_receipts(office, *old_receipts(), login="assistant")


def test_receipts_have_to_make_what_the_deal_came_in_with(office: Desk) -> None:
    brings(office, old_deal(), old_deal("1-1-201", 3, received=0, deposit=None))
    with pytest.raises(Refusal) as problem:
        brings_receipts(office, *old_receipts()[:2])
    assert all(figure in say(problem.value.message) for figure in ("250,000.00", "389,400.00"))
    row = ReceiptRow(**place("1-1-201"), on=date(2026, 5, 1), no="9", amount=30_000_000)
    assert brings_receipts(office, row)["added"] == 1  # of a deal whose ledger did not tell
    assert unpaid(office) == OPEN + TOTAL - 30_000_000
    assert balance(office, date(2026, 11, 1), TODAY).brought == unpaid(office)
    assert sound(office) == []


def test_once_something_was_done_here_the_opening_stands(office: Desk) -> None:
    made = brings(office, old_deal())
    pays(office, "QC-00001", "100", "down_payment")
    with pytest.raises(Refusal, match="1-1-101 导入后在本案场已有后续业务"):
        brings_plans(office, *plan_rows("1-1-101", (OPEN, JANUARY)))
    with pytest.raises(Refusal, match="1-1-101 导入后在本案场已有后续业务"):
        brings_receipts(office, *old_receipts())
    with pytest.raises(InTheWay):
        takes_back(office, made)


# -- taken back ---------------------------------------------------------------------------------------------------


def takes_back(desk: Desk, made: dict[str, Any]) -> dict[str, Any]:
    return desk.do("manager", "register_import.take_back", register=made["import"], reason="导错了")


def everything(desk: Desk) -> dict[str, Any]:
    """All that the manager sees in lists of deals, money, units and people."""
    names = ("units", "subscriptions", "contracts", "receipts", "instalments", "receivables", "customers", "inbox")
    session = desk.session("manager")
    return {
        name: [{**row, "version": None} for row in
               desk.office.look(session, lists.find(name).page, Ask({}, limit=200)).rows]
        for name in names
    }  # fmt: skip


def test_taken_back_it_is_as_if_it_had_not_been(office: Desk) -> None:
    before = everything(office)
    made = brings(office, *the_papers(office))
    assert everything(office) != before
    done = takes_back(office, made)
    assert (done["entries"], done["customers"]) == (5, 5)
    assert everything(office) == before
    assert unpaid(office, TODAY) == 0
    assert balance(office, date(2026, 11, 1), TODAY).brought == 0
    assert sound(office) == []
    again = brings(office, *the_papers(office))
    assert again["added"] == 5
    assert unpaid(office) == again["open_fen"]
    assert sound(office) == []


def test_plans_and_receipts_are_taken_back_in_their_order(office: Desk) -> None:
    deals = brings(office, old_deal())
    first = (shape(office), everything(office)["receipts"])
    planned = brings_plans(office, *plan_rows("1-1-101", (20_000_000, JANUARY), (20_000_000, JUNE)))
    second = shape(office)
    paid = brings_receipts(office, *old_receipts())
    for early in (deals, planned):
        with pytest.raises(InTheWay) as problem:
            takes_back(office, early)
        assert "rests on it" in say(problem.value.message, "en")
    takes_back(office, paid)
    assert shape(office) == second
    assert [row["amount"] for row in office.see("manager", "receipts")] == [38_940_000]
    takes_back(office, planned)
    assert shape(office) == first[0]
    assert unpaid(office) == OPEN
    assert sound(office) == []
    takes_back(office, deals)
    assert unpaid(office, TODAY) == 0
    assert sound(office) == []


def test_instalments_of_a_ledger_are_due_on_their_days(office: Desk) -> None:
    rest = OPEN - 100_000_000
    brings(office, old_deal(lines=instalments((rest // 2, JANUARY), (rest - rest // 2, JUNE))))
    assert shape(office)[2:] == [
        ("instalment", rest // 2, JANUARY), ("instalment", rest - rest // 2, JUNE), ("loan", 100_000_000, None),
    ]  # fmt: skip


def test_a_deal_that_came_in_without_money_is_owed_from_the_cut_over_whenever_it_is_paid_first(office: Desk) -> None:
    """Its first payment here began it anew: what had been owed at the cut-over was less afterwards."""
    brings(office, old_deal(received=0, deposit=None))
    assert unpaid(office) == TOTAL
    pays(office, "QC-00001", "100000", "down_payment")
    assert unpaid(office) == TOTAL
    today = balance(office, TODAY, TODAY)
    assert (today.opening, today.received, today.closing) == (TOTAL, 10_000_000, TOTAL - 10_000_000)
    assert sound(office) == []
