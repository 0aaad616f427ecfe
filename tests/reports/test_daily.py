"""The daily report of an office that has lived some days: every total is what SQL says, and every sheet agrees."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from anchang.cli.run import run
from anchang.domain.errors import BadInput, NotAllowed
from anchang.i18n import say
from anchang.reports.agreement import SheetsDisagree
from anchang.reports.catalogue import Heading, Span, make
from anchang.reports.daily import build
from anchang.reports.daily_facts import Facts, gather, windows
from anchang.reports.daily_overview import notes, overview_sheet
from anchang.reports.readback import checks, read_back
from tests.office import Desk, desk_at
from tests.reports.book_formulas import differences
from tests.reports.lived_office import (
    FORMULA,
    HOSTILE,
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

SHEETS = [
    "日报总览", "来访明细", "来电明细", "渠道统计", "时段分布", "客户结构", "顾问日报", "轮班记录", "成交明细",
    "回款明细", "明日计划",
]  # fmt: skip
PERIODS = {
    "今日": (TUESDAY, TUESDAY),
    "本周累计": (MONDAY, TUESDAY),
    "本月累计": (date(2026, 11, 1), TUESDAY),
    "项目累计": (date(2000, 1, 1), TUESDAY),
    "上日": (MONDAY, MONDAY),
}
BUYER = "kind <> 'not_a_buyer'"
BY_HAND = {
    "来电组数": "SELECT count(*) FROM call WHERE business_date BETWEEN :a AND :b",
    "· 再次来电": "SELECT count(*) FROM call WHERE is_repeat AND business_date BETWEEN :a AND :b",
    "· 邀约到访": "SELECT count(*) FROM call WHERE invite_visit_at <> '' AND business_date BETWEEN :a AND :b",
    "来访组数": f"SELECT count(*) FROM visit WHERE {BUYER} AND business_date BETWEEN :a AND :b",
    "· 来电转访": "SELECT count(*) FROM visit WHERE from_call AND business_date BETWEEN :a AND :b",
    "来访人数": f"SELECT total(party_size) FROM visit WHERE {BUYER} AND business_date BETWEEN :a AND :b",
    "渠道带访组数": "SELECT count(*) FROM visit WHERE kind = 'agent_brought' AND business_date BETWEEN :a AND :b",
    "留电组数": f"SELECT count(*) FROM visit WHERE {BUYER} AND phone <> '' AND business_date BETWEEN :a AND :b",
    "非购房来访（不计组）": "SELECT count(*) FROM visit WHERE kind = 'not_a_buyer' AND business_date BETWEEN :a AND :b",
    "成交（认购）套数": "SELECT count(*) FROM subscription WHERE activated_on BETWEEN :a AND :b",
    "成交（认购）面积": "SELECT total(built_area) / 1e4 FROM subscription WHERE activated_on BETWEEN :a AND :b",
    "成交（认购）金额": "SELECT total(deal_total) / 100 FROM subscription WHERE activated_on BETWEEN :a AND :b",
    "签约套数": "SELECT count(*) FROM contract WHERE signed_on BETWEEN :a AND :b",
    "签约金额": "SELECT total(deal_total) / 100 FROM contract WHERE signed_on BETWEEN :a AND :b",
    "实收金额（回款）": (
        "SELECT (SELECT total(l.amount) FROM receipt r JOIN receipt_line l ON l.receipt_id = r.id"
        " WHERE r.confirmed_on BETWEEN :a AND :b)"
        " / 100 - (SELECT total(l.amount) FROM receipt_reversal v JOIN receipt_line l ON l.receipt_id = v.receipt_id"
        " WHERE v.business_date BETWEEN :a AND :b) / 100"
    ),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Read only: every test looks at the same office."""
    with lived(tmp_path_factory.mktemp("daily") / "office") as made_office:
        yield made_office


@pytest.fixture(scope="module")
def book(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Tuesday's report."""
    return made(desk, "daily", tmp_path_factory.mktemp("out"), day=TUESDAY)


def by_measure(book: dict[str, Any], title: str) -> dict[str, Any]:
    sheet = book["日报总览"]
    letters, row = head(sheet, title)
    measures = {ref: seen for ref, seen in sheet.items() if ref[0] == "A" and int(ref[1:]) > row}
    return {str(seen.value): sheet[f"{letters}{ref[1:]}"].value for ref, seen in measures.items()
            if f"{letters}{ref[1:]}" in sheet and int(ref[1:]) <= row + 29}  # fmt: skip


def test_the_sheets_and_the_file_name(desk: Desk, tmp_path: Path) -> None:
    path = make(desk.office, desk.session("manager"), "daily", day=TUESDAY, folder=tmp_path)
    assert path.name == "daily_visit_summary_利德悦府_2026-11-24.xlsx"
    assert list(read_back(path)) == SHEETS
    assert all(live in (None, kept) for kept, live in checks(path).values())
    assert [at for name in ("来访明细", "来电明细", "回款明细") for at in read_back(path)[name] if at == "A5"]


@pytest.mark.parametrize("span", [(MONDAY, None), (TUESDAY, None), (WEDNESDAY, None), (None, (MONDAY, WEDNESDAY))])
def test_every_formula_carries_its_value(desk: Desk, tmp_path: Path, span: Any) -> None:
    day, period = span
    first, last = period or (None, None)
    assert differences(made(desk, "daily", tmp_path, day=day, first=first, last=last)) == []


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("measure", BY_HAND)
def test_every_measure_is_what_sql_says(desk: Desk, book: dict[str, Any], period: str, measure: str) -> None:
    first, last = PERIODS[period]
    wanted = sql(desk, BY_HAND[measure], a=str(first), b=str(last))
    assert by_measure(book, period)[measure] == Decimal(str(wanted))


def test_rates_and_the_change_on_the_day_before(book: dict[str, Any]) -> None:
    """Tuesday: 3 groups, 2 with a number; Monday had 3 with 3. Three deals on two new visitors; one on three before."""
    today, before, change = (by_measure(book, each) for each in ("今日", "上日", "环比"))
    assert round(today["留电率"], 4) == Decimal("0.6667")
    assert before["留电率"] == 1
    assert today["转化率（认购/首访，含来电转访）"] == Decimal("1.5")
    assert round(today["转化率（签约/认购）"], 4) == Decimal("0.6667")
    assert (change["来访组数"], change["来电组数"], change["成交（认购）套数"]) == (0, Decimal("-0.5"), 2)
    assert change["· 复访"] == ""  # nobody on Monday to compare with
    assert "留电率" not in change


def test_the_visits_are_listed_by_consultant(desk: Desk, book: dict[str, Any]) -> None:
    sheet = book["来访明细"]
    assert values(sheet, "首/复访") == ["来电转访", "复访", "首访"]
    assert values(sheet, "置业顾问") == ["张伟", "王芳", "王芳"]
    assert values(sheet, "访次") == [1, 2, 1]
    assert values(sheet, "认知途径") == ["短视频、老带新", "短视频、老带新", "路过"]
    assert values(sheet, "电话") == ["139****0001", "139****0001", "不愿留"]
    subs = [seen.value for seen in sheet.values() if str(seen.value).startswith("小计 ")]
    assert subs == ["小计 张伟", "小计 王芳"]
    assert total(sheet, "组数") == 3
    assert total(sheet, "人数") == sql(desk, "SELECT sum(party_size) FROM visit WHERE business_date = '2026-11-24'")


def test_no_subscription_was_ended_and_the_report_says_so(desk: Desk, tmp_path: Path) -> None:
    """An empty column is no claim that nobody ever gave a unit back: it says what it counts from."""
    told = "退挞定按终止已生效认购的业务记录统计，目前尚无此类记录。"
    assert told in texts(made(desk, "daily", tmp_path, day=TUESDAY))
    facts = desk.office.look(desk.session("manager"), gather, TUESDAY, TUESDAY)
    some = {name: dataclasses.replace(each, backs=1) for name, each in facts.figures.items()}
    assert told not in [say(each) for each in notes(dataclasses.replace(facts, figures=some))]


def test_somebody_who_does_not_buy_is_listed_and_is_no_group(desk: Desk, tmp_path: Path) -> None:
    book = made(desk, "daily", tmp_path, day=MONDAY)
    sheet = book["来访明细"]
    assert sorted(map(str, values(sheet, "首/复访"))) == ["非购房者", "首访", "首访", "首访"]
    assert "某某市调公司" in values(sheet, "客户")
    assert (total(sheet, "组数"), total(sheet, "人数")) == (3, 6)


def test_names_are_words_and_never_formulas(desk: Desk, tmp_path: Path) -> None:
    for day in (MONDAY, TUESDAY):
        book = made(desk, "daily", tmp_path, day=day)
        names = [seen for name in ("来访明细", "来电明细") for seen in column(book[name], "客户") if seen is not None]
        assert all(seen.formula is None for seen in names)
        assert {seen.value for seen in names} & set(HOSTILE)
        formulas = [seen.formula for sheet in book.values() for seen in sheet.values() if seen.formula]
        assert not any("HYPERLINK" in each for each in formulas)
    assert FORMULA in texts(book)


def test_the_channels_make_a_hundred_percent(desk: Desk, book: dict[str, Any]) -> None:
    sheet = book["渠道统计"]
    for nth, (first, last) in enumerate(PERIODS[each] for each in ("今日", "本月累计", "项目累计")):
        for share, of in (("来电占比", "来电"), ("来访占比", "来访组数"), ("认购占比", "认购")):
            parts = [value for value in values(sheet, share, nth) if value is not None]
            assert abs(sum(parts) - 1) < Decimal("1e-12")
            assert total(sheet, share, nth) == 1
            assert total(sheet, of, nth) > 0
        groups = sql(desk, BY_HAND["来访组数"], a=str(first), b=str(last))
        assert total(sheet, "来访组数", nth) == groups
        named = dict(zip(values(sheet, "认知途径", nth), values(sheet, "首访", nth), strict=True))
        video = sql(
            desk,
            "SELECT count(*) FROM visit WHERE channel = 'short_video' AND visit_count = 1 AND NOT from_call"
            " AND business_date BETWEEN :a AND :b",
            a=str(first),
            b=str(last),
        )
        assert named["短视频"] == video


def test_each_consultant_has_what_sql_counts(desk: Desk, book: dict[str, Any]) -> None:
    sheet = book["顾问日报"]
    names = values(sheet, "置业顾问")
    assert names == ["王芳", "张伟", "单婷"]  # as they signed in
    assert values(sheet, "轮班序") == [1, 2, 3]
    by = {"有效接待轮次": "SELECT count(*) FROM turn WHERE counted AND receiver_id = :who AND business_date = :d",
          "来电": "SELECT count(*) FROM call WHERE answered_by = :who AND business_date = :d",
          "复访": "SELECT count(*) FROM visit WHERE visit_count > 1 AND consultant_id = :who AND business_date = :d",
          "认购": "SELECT count(*) FROM subscription WHERE consultant_id = :who AND activated_on = :d",
          "签约": "SELECT count(*) FROM contract WHERE consultant_id = :who AND signed_on = :d"}  # fmt: skip
    for title, statement in by.items():
        wanted = [sql(desk, statement, who=desk.people[who], d=str(TUESDAY)) for who in ("c02", "c01", "c03")]
        assert values(sheet, title) == wanted, title
    assert values(sheet, "轮空") == [0, 0, 1]
    received = sql(desk, BY_HAND["实收金额（回款）"], a=str(TUESDAY), b=str(TUESDAY))
    assert total(sheet, "实收金额（回款）") == Decimal(str(received))


def test_the_rota_and_the_log_come_to_each_other(desk: Desk, book: dict[str, Any]) -> None:
    """Tuesday: one turn counts, two own customers do not, three groups: two less, explained to the last one."""
    sheet = book["顾问日报"]
    letters, row = head(sheet, "数值")
    lines = [sheet[f"{letters}{row + step}"].value for step in range(1, 9)]
    assert lines == [1, 2, 0, 0, 3, 3, 0, -2]
    assert total(sheet, "客流差异") == -2
    turns = book["轮班记录"]
    assert total(turns, "计轮") == 1
    assert len(values(turns, "轮次号")) == sql(desk, "SELECT count(*) FROM turn WHERE business_date = '2026-11-24'")


def test_overdue_follow_ups_stand_only_in_todays_report(desk: Desk, tmp_path: Path) -> None:
    today = made(desk, "daily", tmp_path)["顾问日报"]
    assert sum(values(today, "逾期跟进")) == sql(
        desk, "SELECT (SELECT count(*) FROM customer WHERE next_contact_on < '2027-01-31' AND owner_id IS NOT NULL"
        " AND state NOT IN ('subscribed', 'signed', 'invalid', 'public_pool', 'lost') AND NOT do_not_contact)"
        " + (SELECT count(*) FROM task t JOIN customer c ON c.id = t.customer_id WHERE t.ended_at IS NULL"
        " AND t.due_at <= :now AND c.owner_id IS NOT NULL AND NOT c.do_not_contact)",
        now=f"{desk.clock():%Y-%m-%dT%H:%M:%S.%fZ}",
    )  # fmt: skip
    board = {line["consultant"]: line["late"] for line in desk.see("manager", "task_counts") if line["late"]}
    people = zip(values(today, "置业顾问"), values(today, "逾期跟进"), strict=False)
    assert board and {name: late for name, late in people if late} == board
    assert not any(seen.value == "逾期跟进" for seen in made(desk, "daily", tmp_path, day=MONDAY)["顾问日报"].values())


def test_deals_and_money_are_what_sql_says(desk: Desk, book: dict[str, Any], tmp_path: Path) -> None:
    deals = book["成交明细"]
    assert (total(deals, "成交总价", 0), total(deals, "成交总价", 1)) == (Decimal("5368200"), Decimal("3578800"))
    assert values(deals, "合同编号") == ["YS-2026-003", "HT2026-000001"]
    assert set(values(deals, "付款方式", 0)) == {"按揭付款", "分期付款"}
    money = made(desk, "daily", tmp_path, day=WEDNESDAY)["回款明细"]
    wanted = sql(desk, BY_HAND["实收金额（回款）"], a=str(WEDNESDAY), b=str(WEDNESDAY))
    assert total(money, "金额") == Decimal(str(wanted)) == Decimal("112345.67")
    assert sorted(values(money, "金额")) == [Decimal(each) for each in ("-77.77", "77.77", "12345.67", "100000")]
    assert values(money, "冲销").count("冲销") == 1


def test_yesterdays_report_stands_whatever_happens_today(tmp_path: Path) -> None:
    with lived(tmp_path / "office") as desk:
        before = {day: made(desk, "daily", tmp_path, day=day) for day in (TUESDAY, WEDNESDAY)}
        late = numbered(desk, "1-1-201")
        receipt = sql(desk, "SELECT max(no) FROM receipt WHERE subscription_id = :id", id=late.id)
        desk.do("accountant", "receipt.reverse", receipt=receipt, reason="退回")
        for day, book in before.items():
            assert without_stamp(made(desk, "daily", tmp_path, day=day)) == without_stamp(book)
        assert total(made(desk, "daily", tmp_path)["回款明细"], "金额") == Decimal("-12345.67")


def test_numbers_are_masked_unless_there_is_a_reason(desk: Desk, tmp_path: Path) -> None:
    whole = ("13911110001", "13922220001", "13800000001")
    masked = texts(made(desk, "daily", tmp_path, first=MONDAY, last=WEDNESDAY))
    assert not any(number in text for number in whole for text in masked)
    assert any("练习数据" in text and "脱敏" in text for text in masked)
    shown = texts(made(desk, "daily", tmp_path, first=MONDAY, last=WEDNESDAY, unmasked=True, reason="客户回访"))
    assert all(number in shown for number in whole)
    logged = "SELECT count(*) FROM journal WHERE action = 'export.record' AND reason LIKE '%unmasked 客户回访%'"
    assert sql(desk, logged) == 1
    with pytest.raises(BadInput):
        made(desk, "daily", tmp_path, unmasked=True)
    with pytest.raises(NotAllowed):
        made(desk, "daily", tmp_path, "c01", unmasked=True, reason="x")


@pytest.mark.parametrize("name", ["daily", "receivables"])
def test_an_office_of_one_person_says_so_on_every_report(tmp_path: Path, name: str) -> None:
    with desk_at(tmp_path / "alone") as desk:
        said = "一人案场"
        assert not any(said in text for text in texts(made(desk, name, tmp_path)))
        setting = {"key": "one_person_office", "value": "yes"}
        desk.office.run_named(desk.session("boss"), "setting.change", setting)
        assert any(said in text for text in texts(made(desk, name, tmp_path)))


def test_a_consultant_gets_the_own_part_and_its_sheets_agree(desk: Desk, tmp_path: Path) -> None:
    book = made(desk, "daily", tmp_path, "c02", day=TUESDAY)
    assert differences(book) == []
    assert set(values(book["来访明细"], "置业顾问")) == {"王芳"}
    assert by_measure(book, "今日")["来访组数"] == 2
    assert by_measure(book, "今日")["实收金额（回款）"] == 0
    assert values(book["顾问日报"], "置业顾问") == ["王芳"]


def test_an_empty_office_has_a_report_too(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        book = made(desk, "daily", tmp_path)
        assert list(book) == SHEETS
        assert differences(book) == []
        for name in SHEETS[1:]:
            if name == "时段分布":  # its hours stand there, each with 0
                assert set(values(book[name], "来访组数")) == {0}
            else:
                assert any(seen.value == "无数据" for seen in book[name].values()), name


def test_a_report_whose_sheets_disagree_is_not_written(desk: Desk) -> None:
    facts = desk.office.look(desk.session("manager"), gather, TUESDAY, TUESDAY)
    overview_sheet(facts)
    lost: tuple[Facts, ...] = (
        dataclasses.replace(facts, money=facts.money[1:]),
        dataclasses.replace(facts, visits=facts.visits[1:]),
        dataclasses.replace(facts, calls=[]),
        dataclasses.replace(facts, contracts=facts.contracts[1:]),
        dataclasses.replace(facts, staff=facts.staff[1:]),
        dataclasses.replace(facts, channels={**facts.channels, "now": facts.channels["now"][1:]}),
    )
    for each in lost:
        with pytest.raises(SheetsDisagree, match="不一致"):
            overview_sheet(each)


def test_the_periods_begin_on_monday_and_on_the_first() -> None:
    """By hand: Wednesday the 1st of July 2026, and two days across a month's end."""
    found = windows(date(2026, 7, 1), date(2026, 7, 1))
    assert found["week"] == (date(2026, 6, 29), date(2026, 7, 1))
    assert found["month"] == (date(2026, 7, 1), date(2026, 7, 1))
    assert found["before"] == (date(2026, 6, 30), date(2026, 6, 30))
    two = windows(date(2026, 6, 30), date(2026, 7, 1))
    assert two["before"] == (date(2026, 6, 28), date(2026, 6, 29))
    assert two["month"] == (date(2026, 7, 1), date(2026, 7, 1))


def test_a_book_of_several_days_names_them(desk: Desk) -> None:
    span = Span(TUESDAY, MONDAY, TUESDAY)
    book = desk.office.look(desk.session("manager"), build, span, Heading("利德悦府", "李经理", True))
    assert book.period == "2026-11-23 – 2026-11-24"
    assert book.generated_at.utcoffset() == timedelta(hours=8)


def test_the_command_line_writes_it(desk: Desk, tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    desk.do("manager", "staff.change_password", old="demo", new="secret-77")
    monkeypatch.setenv("ANCHANG_PASSWORD", "secret-77")
    monkeypatch.setenv("ANCHANG_NOW", "2026-11-26T09:00:00+08:00")
    given = ["--office", str(desk.office.place.root), "--as", "manager", "--out", str(tmp_path)]
    for name, option in (("daily", "--date"), ("receivables", "--as-of")):
        assert run(["export", name, option, str(TUESDAY), *given]) == 0, capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "daily_visit_summary_利德悦府_2026-11-24.xlsx", "receivables_利德悦府_2026-11-24.xlsx",
    ]  # fmt: skip
