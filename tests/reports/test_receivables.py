"""The receivables report of an office with arrears: as of any day every sheet comes to the balance that SQL says."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from anchang.domain.receivable import Bucket
from anchang.reports.agreement import SheetsDisagree
from anchang.reports.catalogue import Heading, Span, make
from anchang.reports.readback import read_back
from anchang.reports.receivables import build
from anchang.reports.receivables_balance import balance_sheet
from anchang.reports.receivables_facts import gather
from tests.office import Desk, desk_at
from tests.reports.book_formulas import differences
from tests.reports.lived_office import (
    FORMULA,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    column,
    head,
    lived,
    made,
    numbered,
    sql,
    texts,
    total,
    values,
    without_stamp,
)
from tests.services import deals
from tests.services.papers import brought_to
from tests.services.stock import customer, on_sale

SHEETS = ["应收汇总", "应收账款明细表", "账龄分析", "逾期明细", "本期回款", "余额勾稽"]
BANDS = ("未到期", "1–30 天", "31–60 天", "61–90 天", "91–180 天", "181–365 天", "365 天以上")
JANUARY = date(2027, 1, 31)

# No plan of the lived office has a second version and no paper is void, so the balance needs neither.
OWED = (
    "SELECT (SELECT total(i.amount) FROM instalment i WHERE i.subscription_id IN"
    " (SELECT a.subscription_id FROM allocation a WHERE a.business_date <= :d))"
    " - (SELECT total(amount) FROM allocation WHERE business_date <= :d)"
)
LATE = (
    "SELECT total(i.amount - (SELECT total(a.amount) FROM allocation a"
    " WHERE a.instalment_id = i.id AND a.business_date <= :d)) FROM instalment i"
    " JOIN instalment_due u ON u.instalment_id = i.id WHERE u.due_on < :d AND u.from_day <= :d AND i.subscription_id IN"
    " (SELECT a.subscription_id FROM allocation a WHERE a.business_date <= :d)"
)


def fen(desk: Desk, statement: str, day: date) -> int:
    return int(sql(desk, statement, d=str(day)))


def yuan(fen_: int) -> Decimal:
    return Decimal(fen_) / 100


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Read only: every test looks at the same office."""
    with lived(tmp_path_factory.mktemp("owed") / "office") as made_office:
        yield made_office


@pytest.fixture(scope="module")
def book(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The report as of the end of January."""
    return made(desk, "receivables", tmp_path_factory.mktemp("out"), day=JANUARY)


@pytest.mark.parametrize("as_of", [MONDAY, TUESDAY, WEDNESDAY, JANUARY, date(2028, 12, 31)])
def test_every_sheet_comes_to_the_balance_of_sql(desk: Desk, tmp_path: Path, as_of: date) -> None:
    book = made(desk, "receivables", tmp_path, day=as_of)
    assert list(book) == SHEETS
    assert differences(book) == []
    owed, late = yuan(fen(desk, OWED, as_of)), yuan(fen(desk, LATE, as_of))
    assert owed > 0
    assert total(book["应收账款明细表"], "未收金额") == owed
    assert total(book["账龄分析"], "未收金额", 0) == total(book["账龄分析"], "未收金额", 1) == owed
    assert total(book["余额勾稽"], "＝ 期末未收") == total(book["余额勾稽"], "明细表未收") == owed
    for nth in range(3):
        assert total(book["应收汇总"], "未收金额", nth) == owed
        assert total(book["应收汇总"], "其中逾期", nth) == late
        assert total(book["应收汇总"], "其中未到期", nth) == owed - late
    assert total(book["逾期明细"], "逾期金额") == late
    bands = [total(book["账龄分析"], band) for band in BANDS]
    assert (sum(bands), bands[0]) == (owed, owed - late)
    assert total(book["账龄分析"], "占比", 0) == total(book["账龄分析"], "占比", 1) == 1


def test_the_details_have_every_instalment_as_sql_has_it(desk: Desk, book: dict[str, Any]) -> None:
    sheet = book["应收账款明细表"]
    assert len(values(sheet, "期次")) == sql(desk, "SELECT count(*) FROM instalment")
    assert total(sheet, "应收金额") == yuan(sql(desk, "SELECT sum(deal_total) FROM subscription"))
    assert total(sheet, "已收金额") == yuan(sql(desk, "SELECT sum(amount) FROM allocation"))
    rows = zip(values(sheet, "应收金额"), values(sheet, "已收金额"), values(sheet, "未收金额"), strict=True)
    assert all(amount - paid == unpaid for amount, paid, unpaid in rows)
    subs = [str(seen.value) for seen in sheet.values() if str(seen.value).startswith("小计 ")]
    assert subs == [
        "小计 RG2026-0001", "小计 YS-2026-003", "小计 RG2026-0004", "小计 1栋", "小计 HT2026-000001", "小计 2栋",
    ]  # fmt: skip
    late = [days for days in values(sheet, "逾期天数") if days is not None]
    assert late == [38, 38]  # due on the 24th of December, to the 31st of January
    assert values(sheet, "状态").count("已缴清") == 6


def test_who_answers_for_a_line_and_what_was_written_about_it(tmp_path: Path) -> None:
    """责任人, 未收原因 and 备注 of 4.4: from the customer's owner, the reversal, the exception and the receipts."""
    with desk_at(tmp_path / "office") as desk:
        on_sale(desk)
        paid = deals.active(desk, "1-1-101", number=1, deposit=5_000_000)
        _, number = deals.drafted(desk, "1-1-102", number=2)
        desk.do("manager", "contract.except_payment", contract=number, reason="首付分两次付清，总监已批")
        for step, login in (("submit_review", "clerk"), ("contract_check", "clerk"), ("finance_check", "accountant"),
                            ("sign", "clerk")):  # fmt: skip
            desk.do(login, f"contract.{step}", contract=number)
        late = deals.reviewed(desk, "1-1-201", number=3)
        came = late.pay(100_000, note=FORMULA)
        desk.clock.move(days=1)
        desk.do("accountant", "receipt.reverse", receipt=came["no"], reason="支票退票")
        desk.do("manager", "customer.reassign", customers="13800000001", to="c02", reason="离职交接")
        book = made(desk, "receivables", tmp_path)
        sheet = book["应收账款明细表"]
        told = {
            (paper, kind): (who, why, note)
            for paper, kind, who, why, note in zip(
                values(sheet, "合同/认购书编号"), values(sheet, "款项"), values(sheet, "责任人"),
                values(sheet, "未收原因"), values(sheet, "备注"), strict=True,
            )
        }  # fmt: skip
        assert told[paid.sub_no, "定金"] == ("王芳", None, None)
        assert told[number, "首付款"] == ("张伟", "首付分两次付清，总监已批", None)
        assert {why for (paper, kind), (_, why, _) in told.items() if kind == "按揭款"} == {None}
        assert differences(book) == []
        late.pay(100_000, note="第二次")
        sheet = made(desk, "receivables", tmp_path)["应收账款明细表"]
        written = zip(values(sheet, "未收原因"), values(sheet, "备注"), strict=True)
        assert {(why, note) for why, note in written if note} == {("支票退票", f"{FORMULA}\n第二次")}
        assert all(cell.formula is None for cell in column(sheet, "备注") if cell)


def test_the_heads_of_long_lists_stay_in_sight(desk: Desk, tmp_path: Path) -> None:
    """Also on sheets of several tables, where the first is the one that scrolls."""
    path = make(desk.office, desk.session("manager"), "receivables", day=JANUARY, folder=tmp_path)
    workbook = load_workbook(path)
    for name, column_after in (("应收账款明细表", "D"), ("账龄分析", "D"), ("逾期明细", "D"), ("应收汇总", "A")):
        sheet = workbook[name]
        head = next(row for row in range(5, 12) if any(cell.font.b for cell in sheet[row] if cell.value is not None)
                    and sum(cell.value is not None for cell in sheet[row]) > 3)  # fmt: skip
        assert sheet.freeze_panes == f"{column_after}{head + 1}", name
        assert sheet.print_title_rows == f"${head}:${head}"


def test_what_is_not_signed_yet_shows_no_contract(desk: Desk, tmp_path: Path) -> None:
    """As of Monday nobody had signed; the contracts of Tuesday do not show."""
    sheet = made(desk, "receivables", tmp_path, day=MONDAY)["应收账款明细表"]
    assert set(values(sheet, "合同/认购书编号")) == {"RG2026-0001"}
    assert set(values(sheet, "签约日期")) == {None}


def test_the_late_fee_is_the_one_of_the_contract(desk: Desk, book: dict[str, Any], tmp_path: Path) -> None:
    """1,237,654.33 unpaid for 38 days at 2 per 10,000 a day; only one contract has a rate."""
    by_hand = Decimal("1237654.33") * 38 * 2 / 10_000
    assert total(book["逾期明细"], "滞纳金（试算）") == total(book["应收账款明细表"], "滞纳金（试算）")
    assert total(book["逾期明细"], "滞纳金（试算）") == round(by_hand, 2) == Decimal("9406.17")
    before = made(desk, "receivables", tmp_path, day=MONDAY)
    assert not any("滞纳金" in text for text in texts(before))


def test_the_worst_stands_first(book: dict[str, Any]) -> None:
    sheet = book["逾期明细"]
    owed, days = values(sheet, "逾期金额"), values(sheet, "逾期天数")
    weights = [amount * each for amount, each in zip(owed, days, strict=True)]
    assert weights == sorted(weights, reverse=True)
    assert values(sheet, "房源") == ["1-1-201", "2-1-101"]


def test_november_leads_from_nothing_to_its_balance(desk: Desk, tmp_path: Path) -> None:
    book = made(desk, "receivables", tmp_path, day=WEDNESDAY)
    sheet = book["余额勾稽"]
    assert total(sheet, "期初未收") == 0
    assert total(sheet, "＋ 本期新增应收") == yuan(sql(desk, "SELECT sum(deal_total) FROM subscription"))
    assert total(sheet, "－ 本期实收") == yuan(sql(desk, "SELECT sum(amount) FROM allocation"))
    assert total(sheet, "± 计划变更、交易终止、优惠抵减、期初更正") == 0
    gaps = [seen for nth in (0, 3) for seen in column_of_differences(sheet, nth)]
    assert len(gaps) > 15
    assert set(gaps) == {Decimal(0)}
    assert total(book["应收汇总"], "本期实收") == total(sheet, "－ 本期实收")


def column_of_differences(sheet: dict[str, Any], nth: int) -> list[Any]:
    letters, row = head(sheet, "差额", nth)
    found = (sheet.get(f"{letters}{each}") for each in range(row + 1, row + 60))
    return [seen.value for seen in found if seen is not None and seen.formula]


def test_what_came_in_is_what_sql_counts(desk: Desk, tmp_path: Path) -> None:
    sheet = made(desk, "receivables", tmp_path, day=WEDNESDAY)["本期回款"]
    came = sql(desk, "SELECT sum(amount) FROM receipt_line")
    back = sql(desk, "SELECT sum(amount) FROM receipt_line l JOIN receipt_reversal v ON v.receipt_id = l.receipt_id")
    assert total(sheet, "金额") == yuan(came - back)
    assert total(sheet, "本期核销") == yuan(sql(desk, "SELECT sum(amount) FROM allocation"))
    assert set(values(sheet, "收款方式")) == {"POS", "转账"}


def test_yesterday_stands_after_todays_reversal(tmp_path: Path) -> None:
    with lived(tmp_path / "office") as desk:
        before = {day: made(desk, "receivables", tmp_path, day=day) for day in (WEDNESDAY, JANUARY - timedelta(days=1))}
        deal = numbered(desk, "1-1-201")
        receipt = sql(desk, "SELECT max(no) FROM receipt WHERE subscription_id = :id", id=deal.id)
        owed = fen(desk, OWED, JANUARY)
        desk.do("accountant", "receipt.reverse", receipt=receipt, reason="退回")
        for day, then in before.items():
            assert without_stamp(made(desk, "receivables", tmp_path, day=day)) == without_stamp(then)
        today = made(desk, "receivables", tmp_path, day=JANUARY)
        assert total(today["余额勾稽"], "＝ 期末未收") == yuan(owed + 1_234_567)
        assert total(today["余额勾稽"], "－ 本期实收") == Decimal("-12345.67")
        assert total(today["本期回款"], "金额") == Decimal("-12345.67")
        assert differences(today) == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(as_of=st.dates(date(2026, 11, 20), date(2028, 6, 30)), length=st.integers(0, 400))
def test_on_any_day_the_bands_are_the_balance(desk: Desk, as_of: date, length: int) -> None:
    """Building the book compares all sheets; the balance itself is counted by SQL of the test's own."""
    first = as_of - timedelta(days=length)
    facts = desk.office.look(desk.session("manager"), gather, first, as_of)
    assert sum(facts.ageing.values()) == fen(desk, OWED, as_of)
    assert sum(value for band, value in facts.ageing.items() if band is not Bucket.NOT_DUE) == fen(desk, LATE, as_of)
    book = desk.office.look(
        desk.session("manager"), build, Span(as_of, first, as_of), Heading("利德悦府", "李经理", True)
    )
    assert [str(sheet.name) for sheet in book.sheets] == SHEETS


def test_names_are_words_and_numbers_masked(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        on_sale(desk)
        brought_to(desk, "active", customer(desk, "c01", FORMULA, "13800000001"))
        desk.clock.at(date(2027, 3, 1))
        book = made(desk, "receivables", tmp_path)
        seen = [cell for name in ("应收账款明细表", "账龄分析") for cell in column(book[name], "客户")]
        assert {cell.value for cell in seen if cell is not None} == {FORMULA}
        assert all(cell is not None and cell.formula is None for cell in seen)
        assert differences(book) == []
        assert not any("13800000001" in text for text in texts(book))
        shown = made(desk, "receivables", tmp_path, unmasked=True, reason="催款")
        assert "13800000001" in texts(shown)
        assert texts(made(desk, "receivables", tmp_path, "c02")).count(FORMULA) == 0


def test_an_empty_office_has_a_report_too(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        book = made(desk, "receivables", tmp_path)
        assert list(book) == SHEETS
        assert differences(book) == []
        for name in SHEETS:
            assert any(seen.value == "无数据" for seen in book[name].values()), name


def test_a_report_whose_sheets_disagree_is_not_written(desk: Desk, tmp_path: Path) -> None:
    facts = desk.office.look(desk.session("manager"), gather, MONDAY, JANUARY)
    balance_sheet(facts)
    for wrong in (
        dataclasses.replace(facts, lines=facts.lines[:-1]),
        dataclasses.replace(facts, deals=facts.deals[1:]),
        dataclasses.replace(facts, ageing={**facts.ageing, Bucket.D1_30: 1}),
        dataclasses.replace(facts, received=facts.received[1:]),
        dataclasses.replace(facts, paid_by_type={}),
        dataclasses.replace(facts, summaries={**facts.summaries, "plan": facts.summaries["plan"][1:]}),
        dataclasses.replace(facts, whole=dataclasses.replace(facts.whole, closing=facts.whole.closing + 1)),
    ):
        with pytest.raises(SheetsDisagree, match="不一致"):
            balance_sheet(wrong)
    assert not list(tmp_path.iterdir())


def test_the_file_has_its_name(desk: Desk, tmp_path: Path) -> None:
    made(desk, "receivables", tmp_path, day=JANUARY)
    (path,) = tmp_path.iterdir()
    assert path.name == "receivables_利德悦府_2027-01-31.xlsx"
    assert "截至 2027-01-31" in str(read_back(path)["应收汇总"]["A3"].value)


def test_void_papers_surplus_and_money_outside_the_price_tie_too(tmp_path: Path) -> None:
    """A part of a deposit taken back and its paper void, more than is owed, and a deed tax: still one balance."""
    with desk_at(tmp_path / "office") as desk:
        on_sale(desk)
        gone = deals.reviewed(desk, "1-1-101", number=1)
        part = gone.pay(1_000_000)
        other = deals.signed(desk, "2-1-101", number=2)[0]
        desk.clock.at(TUESDAY)
        desk.do("accountant", "receipt.reverse", receipt=part["no"], reason="不买了")
        desk.do("manager", "subscription.void", subscription=gone.sub_no, reason="不买了")
        other.pay(other.total, "loan")
        other.pay(300_000, "deed_tax")
        for day in (MONDAY, TUESDAY, WEDNESDAY):
            for first in (MONDAY, day):
                book = made(desk, "receivables", tmp_path, first=first, last=day)
                assert differences(book) == []
                gaps = [gap for nth in (0, 2) for gap in column_of_differences(book["余额勾稽"], nth)]
                assert set(gaps) == {Decimal(0)}
            assert differences(made(desk, "daily", tmp_path, day=day)) == []
        sheet = made(desk, "receivables", tmp_path, first=TUESDAY, last=TUESDAY)
        assert total(sheet["余额勾稽"], "± 计划变更、交易终止、优惠抵减、期初更正") == -yuan(gone.total)
        assert total(sheet["余额勾稽"], "＝ 期末未收") == 0
        assert total(sheet["本期回款"], "金额") == yuan(other.total + 300_000 - 1_000_000)
        assert total(sheet["应收汇总"], "成交套数") == 1
