"""Old sales ledgers, plans and receipt registers recognised by their headings; one whole as the opening balance."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

from anchang.domain.opening_balance import DealRow, OldBuyer, PlanRow, ReceiptRow
from anchang.domain.plan import MoneyType, PlanKind
from anchang.domain.receipt import PayWay
from anchang.domain.register import BookRow, Leavers, Profile, RegisterKind, Rule, RulePart
from anchang.i18n import say
from anchang.importing.opening_heads import heads_of, is_ignored
from anchang.importing.opening_preview import summary
from anchang.importing.price_list import read_price_list
from anchang.importing.register import Book, fitting, give_back, open_book, read_book
from anchang.importing.register_preview import left_out
from anchang.importing.sheets import UnreadableFile
from anchang.importing.words import why_broken
from anchang.importing.workbook_child import sheets_of
from anchang.services.doctor import examine
from anchang.services.opening_balance_acts import command, preview
from anchang.services.opening_balance_plan import OpeningChoices
from anchang.services.price_list import DraftPriceList
from anchang.storage import receivable, receivable_period
from tests.importing.made import REAL, csv_file, xlsx
from tests.office import Desk, desk_at
from tests.old_ledger import HEADS, Ledger, Sold, ledger, write

TODAY, CUT_OVER = date(2026, 11, 23), date(2026, 11, 22)


def read(path: Path, kind: RegisterKind = RegisterKind.DEALS, profile: Profile | None = None) -> Book:
    return read_book(open_book(path, kind), profile, TODAY)


def one(path: Path, heads: list[str], cells: list[Any], kind: RegisterKind = RegisterKind.DEALS) -> BookRow:
    book = read(xlsx(path / "表.xlsx", ("表", [["某项目台账"], heads, cells])), kind)
    assert book.issues == []
    row: BookRow = book.rows[0]
    return row


def reasons(book: Book) -> list[str]:
    return [say(issue.reason, "en") for issues in book.faulty.values() for issue in issues]


BASIC = ["楼栋", "单元", "房号", "客户姓名", "合同总价"]
CELLS = ["1栋", "2单元", "301", "张三", "1000000"]


def test_the_sixty_odd_usual_columns_are_known() -> None:
    heads = heads_of(RegisterKind.DEALS, {})
    found = heads.columns_of(HEADS)
    left = [head for index, head in enumerate(HEADS) if index not in found and not is_ignored(head)]
    assert len(HEADS) == 61
    assert left == []
    assert len(set(found.values())) == len(found.values()) - list(found.values()).count("note") + 1


@pytest.mark.parametrize(("head", "field"), [
    ("合同总价(元)", "total"), ("成交总价（万元）", "total"), ("买受人", "name"),
    ("产权共有人", "co_buyers"),
    ("第2期应收金额", "amount_2"), ("第二期应收日期", "due_2"), ("首付三期", "amount_3"), ("累计回款", "received"),
    ("公积金到账", "received_loan"), ("不动产证日期", "titled_on"), ("认购书编号", "paper_no"), ("欠款余额", "unpaid"),
])  # fmt: skip
def test_other_names_of_the_same(head: str, field: str) -> None:
    assert heads_of(RegisterKind.DEALS, {}).head_of(head) == field


def test_a_row_is_taken_apart(tmp_path: Path) -> None:
    heads = [
        *BASIC, "身份证号", "联系电话", "签约日期", "付款方式", "首付款", "按揭金额", "累计已收", "按揭银行", "备注",
    ]  # fmt: skip
    cells = [*CELLS, "11010519491231002X、A1234567", 13800000001, 46_000, "银行按揭", "30万", 700_000, "300,000.00",
             "工行", "老客户"]  # fmt: skip
    cells[3] = "张三、李四"
    row = one(tmp_path, heads, cells)
    assert isinstance(row, DealRow)
    assert row.buyers == (
        OldBuyer(name="张三", id_no="11010519491231002X", phone="13800000001"), OldBuyer(name="李四", id_no="A1234567"),
    )
    assert (row.building, row.entrance, row.floor_text, row.door) == ("1栋", "2单元", "3", "01")
    assert (row.contract_on, row.kind) == (date(2025, 12, 9), PlanKind.MORTGAGE)
    assert (row.total, row.down, row.loan, row.received) == (100_000_000, 30_000_000, 70_000_000, 30_000_000)
    assert row.note == "按揭银行：工行；老客户"


def test_ten_thousands_where_the_head_or_the_title_says_so(tmp_path: Path) -> None:
    heads = ["房号", "客户", "合同总价(万元)", "已收(元)", "单价"]
    row = one(tmp_path, heads, ["1-2-301", "张三", 123.4567, 500_000, 30_000])
    assert isinstance(row, DealRow)
    assert (row.total, row.received, row.unit_price) == (123_456_700, 50_000_000, 3_000_000)
    rows: list[list[object]] = [["成交台账", "单位：万元"], ["房号", "客户", "合同总价"], ["1-2-301", "张三", 120]]
    found = read(xlsx(tmp_path / "万.xlsx", ("表", rows))).rows[0]
    assert isinstance(found, DealRow) and found.total == 120_000_000


def test_heads_in_two_lines_and_what_the_parts_of_the_money_make(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "二.xlsx", ("表", [
        ["房号", "客户", "合同总价", "已收", "", "第一期", ""],
        ["", "", "", "首付", "按揭", "应收金额", "应收日期"],
        ["1-2-301", "张三", 1_000_000, 300_000, 100_000, 600_000, "2027-01-15"],
        ["合计", "", 1_000_000, 300_000, 100_000, 600_000, ""],
    ]), merged=["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1"])  # fmt: skip
    book = read(path)
    assert (book.read, book.totals) == (1, 1)
    row = book.rows[0]
    assert isinstance(row, DealRow)
    assert (row.received, row.received_loan) == (40_000_000, 10_000_000)
    assert [(each.amount, each.due_on) for each in row.lines] == [(60_000_000, date(2027, 1, 15))]


@pytest.mark.parametrize(("head", "cell", "reason"), [
    ("付款方式", "先付后付", "the word «先付后付» is not known here; say in the profile what it means"),
    ("签约日期", "5月8日左右", "«5月8日左右» is no day; write it like 2026-1-5"),
    ("身份证号", "1.10105E+17", "a spreadsheet has shortened the number to 1.10105E+17"),
    ("身份证号", "110105194912310021，220105194912310021", "2 ID numbers for 1 buyers"),
    ("累计已收", "三十万", "«三十万» is no amount; write it like 1,200,000.00"),
    ("累计已收", "-50000", "«-50000» is below zero; write what stands after all that was paid back"),
    ("产权份额", "50%、60%", "2 shares for 1 buyers"),
    ("第1期应收日期", "2027-01-15", "instalment 1 has a day and no amount"),
])  # fmt: skip
def test_what_is_not_understood_is_given_back(tmp_path: Path, head: str, cell: str, reason: str) -> None:
    rows = [[*BASIC, head], [*CELLS, cell], [*CELLS[:2], "302", *CELLS[3:], ""]]
    book = read(xlsx(tmp_path / "错.xlsx", ("表", rows)))
    assert len(book.rows) == 1
    assert reason in reasons(book)[0]
    back = tmp_path / "退回.csv"
    assert give_back(book, {}, back) == 1
    assert head in back.read_text("utf-8-sig").splitlines()[0]


@pytest.mark.parametrize(("head", "cell"), [("累计已收", "=1/0"), ("合同总价", "#N/A")])
def test_a_cell_that_a_spreadsheet_could_not_work_out_is_not_nothing(tmp_path: Path, head: str, cell: str) -> None:
    """The library gives such a cell as empty: what was received would be nothing, and the receivable too high."""
    rows = [[*BASIC, "累计已收"], [*CELLS, "5000"]]
    rows[1][rows[0].index(head)] = cell
    path = xlsx(tmp_path / "错.xlsx", ("封面", [["说明"]]), ("台账 & 表", rows))
    sheet = cast(list[dict[str, Any]], sheets_of(path.read_bytes(), 100, 100)["sheets"])[1]
    assert why_broken(sheet["rows"][1][rows[0].index(head)]) is not None
    copied = csv_file(tmp_path / "错.csv", [[str(each) for each in row] for row in sheet["rows"]])
    assert read(copied).rows == []


def test_ended_deals_are_passed_over_and_doubts_are_told(tmp_path: Path) -> None:
    rows = [[*BASIC, "签约状态", "签约日期", "备注"], [*CELLS, "已退房", "不详日", ""],
            [*CELLS[:2], "302", *CELLS[3:], "", "未签", "2026.3 退房"]]  # fmt: skip
    book = read(xlsx(tmp_path / "台账.xlsx", ("表", rows)))
    assert (book.ended, book.rejected, len(book.rows)) == (1, 0, 1)
    assert [(say(each.reason, "en"), each.place) for each in book.issues] == [
        ("this deal has ended; only running deals come in", "表!F2 «签约状态»"),
        ("it says «退房» here; is this deal still running?", "表!H3 «备注»"),
    ]


@pytest.mark.parametrize(("names", "ids", "shares", "buyers"), [
    ("张三  李四", "11010519491231002X  440301196001010010", "",
     [("张三", "11010519491231002X", None), ("李四", "440301196001010010", None)]),
    ("张三（夫）、李四（妻）", "身份证：11010519491231002X", "共同共有",
     [("张三", "11010519491231002X", None), ("李四", "", None)]),
    ("张三(30%)李四(70%)", "", "", [("张三", "", 300_000), ("李四", "", 700_000)]),
    ("张三+李四", "", "50%、50%", [("张三", "", 500_000), ("李四", "", 500_000)]),
    ("深圳（中国）有限公司", "", "100%", [("深圳（中国）有限公司", "", None)]),
])  # fmt: skip
def test_buyers_beside_one_another(
    tmp_path: Path, names: str, ids: str, shares: str, buyers: list[tuple[str, str, int | None]]
) -> None:
    cells: list[Any] = [*CELLS, ids, shares]
    cells[3] = names
    row = one(tmp_path, [*BASIC, "身份证号", "产权份额"], cells)
    assert isinstance(row, DealRow)
    assert [(each.name, each.id_no, each.share) for each in row.buyers] == buyers


@pytest.mark.parametrize(("cell", "fen"), [
    ("100W", 100_000_000), ("人民币100万元整", 100_000_000), ("1 000 000", 100_000_000),
    ("￥1,000,000.00元", 100_000_000), ("100万（含车位）", 100_000_000),
])  # fmt: skip
def test_amounts_as_they_are_written(cell: str, fen: int, tmp_path: Path) -> None:
    row = one(tmp_path, BASIC, [*CELLS[:4], cell])
    assert isinstance(row, DealRow)
    assert row.total == fen


def test_a_profile_explains_columns_and_words(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "旧.xlsx", ("表", [[*BASIC, "付法", "打款"], [*CELLS, "银行", "100"]]))
    rules = (
        Rule(RulePart.COLUMN, "付法", "plan"), Rule(RulePart.COLUMN, "打款", "received"),
        Rule(RulePart.WORD, "银行", "mortgage", "plan"),
    )  # fmt: skip
    profile = Profile("旧表", RegisterKind.DEALS, (*BASIC, "付法", "打款"), rules)
    assert read(path).unknown_heads == ["付法", "打款"]
    opened = open_book(path, RegisterKind.DEALS)
    assert fitting(opened, [profile]) == profile
    row = read(path, profile=profile).rows[0]
    assert isinstance(row, DealRow)
    assert (row.kind, row.received) == (PlanKind.MORTGAGE, 10_000)


def test_plans_and_receipts_have_heads_of_their_own(tmp_path: Path) -> None:
    plan = one(tmp_path, ["房号", "期次", "款项类型", "应收金额", "应收日期"],
               ["1-2-301", 2, "按揭款", "70万元", "2027年1月15日"], RegisterKind.PLANS)  # fmt: skip
    assert isinstance(plan, PlanRow)
    assert (plan.amount, plan.due_on, plan.money_type) == (70_000_000, date(2027, 1, 15), MoneyType.LOAN)
    receipt = one(tmp_path, ["合同编号", "收款日期", "收据号", "款项名称", "金额", "收款方式", "付款人"],
                  ["HT-1", "2026/5/1", "0001", "定金", "50,000", "刷卡", "张三"], RegisterKind.RECEIPTS)  # fmt: skip
    assert isinstance(receipt, ReceiptRow)
    assert (receipt.paper, receipt.on, receipt.no, receipt.amount) == ("HT-1", date(2026, 5, 1), "0001", 5_000_000)
    assert (receipt.money_type, receipt.way, receipt.payer) == (MoneyType.DEPOSIT, PayWay.POS, "张三")
    with pytest.raises(UnreadableFile):
        read(xlsx(tmp_path / "无.xlsx", ("表", [["甲", "乙"], ["1", "2"]])), RegisterKind.PLANS)


# -- a whole ledger -----------------------------------------------------------------------------------------------


def comes_in(desk: Desk, path: Path, made: Ledger) -> None:
    """The ledger comes in: receivables tie to it to the fen, twice is once, `doctor` is clean."""
    book = read(path)
    assert (book.read, len(book.rows), book.issues, book.unknown_heads) == (len(made.rows), len(made.rows), [], [])
    choices = OpeningChoices(cut_over=CUT_OVER, leavers=Leavers.KEEP, file_name=path.name)
    assistant, manager = desk.session("assistant"), desk.session("manager")
    plan = desk.office.look(assistant, preview, book.kind, book.rows, choices)
    assert left_out(book, plan) == 0
    assert f"{plan.leavers['老赵']} deals keep the name" in say(summary(book, plan, None)[-1], "en")
    act = command(book.kind, book.rows, choices)
    done = desk.office.run(assistant, act)
    assert (done["added"], done["total_fen"], done["received_fen"]) == (len(made.rows), made.total, made.received)
    assert desk.office.look(manager, receivable.total_unpaid, CUT_OVER) == made.total - made.received
    for building, fen in made.open.items():
        owed = partial(receivable.total_unpaid, as_of=TODAY, building=building)
        assert desk.office.look(manager, owed) == fen
    month = desk.office.look(manager, receivable_period.reconcile, date(2026, 11, 1), TODAY)
    assert (month.ties, month.brought, month.receipts) == (True, made.total - made.received, 0)
    day = desk.office.look(manager, receivable_period.reconcile, TODAY, TODAY)
    assert (day.ties, day.opening, day.closing) == (True, made.total - made.received, made.total - made.received)
    acts = _journal(desk)
    again = desk.office.look(assistant, preview, book.kind, book.rows, choices)
    assert (len(again.entries), again.here, again.rejected) == (0, len(made.rows), 0)
    twice = desk.office.run(assistant, act)
    assert (twice["added"], twice["here"], twice["import"]) == (0, len(made.rows), None)
    assert _journal(desk) == acts + 1  # the act itself, which touched no row
    assert [each for each in examine(desk.office) if each.serious] == []


def _journal(desk: Desk) -> int:
    with desk.office.store.read() as connection:
        return int(connection.exec_driver_sql("SELECT COUNT(*) FROM journal").scalar_one())


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")
def test_458_running_deals_come_in(tmp_path: Path) -> None:
    listed = read_price_list(REAL / "price_lists" / "sz_kv_龙岗-利德悦府.csv")
    units = [
        Sold(row.building, row.entrance, row.floor_text, row.room_no, row.built_area or 0, row.inside_area or 0,
             row.contract_no)
        for row in listed.rows if row.contract_no
    ]  # fmt: skip
    assert (len(listed.rows), len(units)) == (501, 458)
    made = ledger(units)
    path = write(tmp_path / "利德悦府台账.xlsx", made)
    with desk_at(tmp_path / "office") as desk:
        draft = desk.office.run(desk.session("manager"), DraftPriceList(listed.rows, digest=listed.digest))
        desk.do("director", "price_list.approve", price_list=draft["no"])
        comes_in(desk, path, made)


def test_a_smaller_ledger_does_the_same(tmp_path: Path) -> None:
    from tests.services.stock import import_rows, price_row

    rooms = [(building, floor, door) for building in ("1栋", "2栋") for floor in range(1, 6) for door in ("01", "02")]
    units = [Sold(b, "1单元", str(floor), f"{floor}{door}", 894_700, 700_000) for b, floor, door in rooms]
    made = ledger(units)
    path = write(tmp_path / "台账.xlsx", made)
    with desk_at(tmp_path / "office") as desk:
        import_rows(desk, tuple(price_row(*each) for each in rooms))
        comes_in(desk, path, made)
