"""Old visit and call books: whatever the office's habit, the same rows; what cannot be read is named by its cell."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anchang.domain.call import PriceReaction
from anchang.domain.customer import Grade
from anchang.domain.dictionary import BROUGHT, DictKind, Entry, Lists, entry_of
from anchang.domain.issue import IssueKind
from anchang.domain.register import LOGS, CallRow, Profile, RegisterKind, Rule, RulePart, VisitRow
from anchang.domain.register_fields import CHOICES, FIELDS
from anchang.domain.visit import AreaDemand, Budget, Channel, Gender, LayoutDemand, Purpose, VisitKind
from anchang.i18n import say
from anchang.importing import opening_heads, register_heads
from anchang.importing.register import Book, fitting, give_back, open_book, read_book
from anchang.importing.register_words import choice_of
from anchang.importing.sheets import UnreadableFile
from tests.importing.made import csv_file, xlsx

TODAY = date(2026, 11, 23)
HEAD = ["序号", "来访日期", "客户姓名", "联系电话", "认知途径", "置业顾问", "备注"]
MOMENT = datetime(2026, 1, 6, 14, 30)  # noqa: DTZ001 (what a spreadsheet holds has no zone)
GOOD = ["1", "2026-1-5", "张三", "13800138000", "抖音", "张伟", ""]


def visits(path: Path, profile: Profile | None = None) -> Book:
    return read_book(open_book(path, RegisterKind.VISITS), profile, TODAY)


def only(book: Book) -> VisitRow:
    assert [say(issue.reason) for issue in book.issues] == []
    (row,) = book.rows
    assert isinstance(row, VisitRow)
    return row


def faults(book: Book) -> list[tuple[str, str]]:
    return [(issue.place, say(issue.reason)) for issue in book.issues if issue.kind is IssueKind.ERROR]


def test_every_column_of_a_visit_book(tmp_path: Path) -> None:
    head = [
        "到访日期", "时间", "姓名", "性别", "手机号", "年龄", "媒体", "意向户型", "面积段", "价格", "级别",
        "居住区域", "置业目的", "来访人数", "是否首访", "业务员", "洽谈内容", "下次跟进日期",
    ]  # fmt: skip
    row = [
        "2026/1/5", "下午2:30", "李女士", "", "13900139000", "33", "抖音、老带新", "三室两厅", "100-105平", "150万",
        "B类", "南山", "刚需", "3人", "是", "王芳", "喜欢样板间", "2026.1.8",
    ]  # fmt: skip
    found = only(visits(csv_file(tmp_path / "a.csv", [head, row])))
    assert (found.on, found.minute, found.next_contact_on) == (date(2026, 1, 5), 870, date(2026, 1, 8))
    assert (found.name, found.gender, found.phone, found.who) == ("李女士", Gender.FEMALE, "13900139000", "王芳")
    assert found.channels == (Channel.SHORT_VIDEO, Channel.REFERRAL)
    assert (found.demand_layout, found.demand_area) == (LayoutDemand.THREE, AreaDemand.FROM_90)
    assert (found.budget, found.grade, found.purpose) == (Budget.FROM_150, Grade.B, Purpose.FIRST_HOME)
    assert (found.age_band, found.party_size, found.kind) == ("31_35", 3, VisitKind.FIRST)
    assert (found.living_area, found.content) == ("南山", "喜欢样板间")


def test_every_column_of_a_call_book(tmp_path: Path) -> None:
    head = [
        "来电日期", "时刻", "称呼", "来电号码", "渠道", "是否首次来电", "价格反应", "咨询内容",
        "接电人", "邀约到访时间",
    ]  # fmt: skip
    row = ["2026年1月5日", "9:05", "陈先生", "0755-88886666", "安居客", "否", "偏高", "学区、车位", "张伟", "1月6日"]
    path = csv_file(tmp_path / "2026来电.csv", [head, row], "gbk")
    book = read_book(open_book(path, RegisterKind.CALLS), None, TODAY)
    assert faults(book) == []
    (found,) = book.rows
    assert isinstance(found, CallRow)
    assert (found.on, found.minute, found.name, found.phone) == (date(2026, 1, 5), 545, "陈先生", "0755-88886666")
    assert (found.channels, found.is_repeat) == ((Channel.PARTNER_PLATFORM,), True)
    assert (found.price_reaction, found.questions, found.who) == (PriceReaction.HIGH, "学区、车位", "张伟")
    assert found.note == "邀约到访时间：1月6日"


def test_titles_two_row_heads_merged_days_and_totals(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        ("来访", [
            ["某某花园2026年来访客户登记表"],
            ["序号", "日期", "客户信息", None, "需求", None, "置业顾问"],
            [None, None, "姓名", "电话", "户型", "面积", None],
            [1, "1月5日", "张三", 13800138000, "三房", 89, "张伟"],
            [2, None, "李四", 13800138001, "两房", 75, "同上"],
            ["小计", None, 2],
            ["二〇二五年以前的登记另附"],
            [3, MOMENT, "王五", "138 0013 8002", "四房", 130, "王芳"],
            ["合计", None, 3],
        ]),
        merged=["A1:G1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3", "B4:B5"],
    )  # fmt: skip
    book = visits(path)
    assert faults(book) == []
    assert [(row.on, row.minute, row.name, row.phone, row.who) for row in book.rows] == [
        (date(2026, 1, 5), None, "张三", "13800138000", "张伟"),
        (date(2026, 1, 5), None, "李四", "13800138001", "张伟"),
        (date(2026, 1, 6), 870, "王五", "13800138002", "王芳"),
    ]
    assert [row.demand_layout for row in book.rows] == ["three", "two", "four"]
    assert (book.read, book.totals) == (3, 2)
    assert [issue.place for issue in book.issues] == ["来访!A7"]


def test_months_on_sheets_of_their_own_and_a_year_between_the_rows(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "来访.xlsx",
        ("2025年12月", [HEAD, ["1", "12月30日", *GOOD[2:]], ["2026年1月"], ["2", "1月2日", *GOOD[2:]]]),
        ("说明", [["填表要求", "请如实填写"], ["一", "二"]]),
        ("2026年2月", [HEAD, ["3", "2.14", *GOOD[2:]], ["4", "2月14日", *GOOD[2:]]]),
    )
    book = visits(path)
    assert [row.on for row in book.rows] == [date(2025, 12, 30), date(2026, 1, 2), date(2026, 2, 14)]
    assert faults(book) == [("2026年2月!B2 «来访日期»", "«2.14» is no day; write it like 2026-1-5")]
    assert [issue.place for issue in book.issues if issue.kind is IssueKind.SKIPPED] == ["说明"]


def test_a_book_of_one_day_has_its_day_in_the_title(tmp_path: Path) -> None:
    rows = [["来访登记 2026年3月8日"], ["姓名", "电话", "渠道", "接待人"], ["张三", "13800138000", "路过", "张伟"]]
    assert only(visits(csv_file(tmp_path / "a.csv", rows))).on == date(2026, 3, 8)


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        (1, "5-1-26", "«5-1-26» is no day; write it like 2026-1-5"),
        (1, "2026-2-30", "«2026-2-30» does not exist in the calendar"),
        (1, "1月5日", "«1月5日» has no year, and the title names none or several; write it like 2026-1-5"),
        (1, "", "the row has no day"),
        (3, "1380013800", "«1380013800» is no telephone number"),
        (3, "1.39E+10", "a spreadsheet has shortened the number to 1.39E+10; its digits are lost, write it again"),
        (
            4, "火星",
            "the word «火星» is not in the list «known channel»: add it there, or say in the profile what it means",
        ),
        (2, "张\x1b三", "this value: character 2 is a control character (U+001B); please leave it out."),
        (6, "坏\ufffd字", "A character here is damaged."),
    ],
)
def test_a_bad_cell_is_named_by_its_place_and_heading(tmp_path: Path, column: int, text: str, reason: str) -> None:
    bad = [*GOOD[:column], text, *GOOD[column + 1 :]]
    book = visits(csv_file(tmp_path / "a.csv", [HEAD, GOOD, bad]))
    assert faults(book) == [(f"row 3, column {column + 1} «{HEAD[column]}»", reason)]
    assert (len(book.rows), book.rejected) == (1, 1)


@pytest.mark.parametrize(
    ("text", "first", "others", "reason"),
    [
        ("13800138000.0", "13800138000", (), ""),
        ("1.3800138000E+10", "13800138000", (), ""),
        ("+86 138-0013-8000", "13800138000", (), ""),
        ("１３８００１３８０００", "13800138000", (), ""),
        ("0755-88886666转801", "0755-88886666-801", (), ""),
        ("13800138000/13900139000", "13800138000", ("13900139000",), ""),
        ("13800138000 0755-88886666", "13800138000", ("0755-88886666",), ""),
        ("拒留", "", (), "拒留"),
        ("无", "", (), ""),
    ],
)
def test_numbers_as_people_write_them(
    tmp_path: Path, text: str, first: str, others: tuple[str, ...], reason: str
) -> None:
    row = only(visits(csv_file(tmp_path / "a.csv", [HEAD, [*GOOD[:3], text, *GOOD[4:]]])))
    assert (row.phone, row.other_phones, row.no_phone_reason) == (first, others, reason)


def test_what_has_no_field_of_its_own_is_not_lost(tmp_path: Path) -> None:
    """A word that is no figure's goes into the note; a range wider than its band too; a strange column is named."""
    head = [*HEAD, "职业", "意向面积", "属相"]
    row = only(visits(csv_file(tmp_path / "a.csv", [head, [*GOOD[:6], "备注一", "网红", "90-130", "马"]])))
    assert row.note == "备注一；职业：网红；意向面积：90-130"
    book = visits(tmp_path / "a.csv")
    assert book.unknown_heads == ["属相"]
    assert dict(book.unknown_words) == {("occupation", "网红"): 1}


def test_rejected_rows_come_back_corrected(tmp_path: Path) -> None:
    """Under their own heads, the year of their title with them, where they stood and why; then they can be taken."""
    path = xlsx(
        tmp_path / "a.xlsx",
        ("来访", [
            ["2026年来访登记"],
            ["日期", "客户", None, "渠道", "顾问"],
            [None, "姓名", "电话", None, None],
            ["1月5日", "张三", "13800138000", "地推", "张伟"],
            [None, "李四", "138", "路过", "张伟"],
            ["1月6日", "=1+1", "13800138002", "路过", "王芳"],
        ]),
        merged=["A2:A3", "B2:C2", "D2:D3", "E2:E3", "A4:A5"],
    )  # fmt: skip
    book = visits(path)
    target = tmp_path / "rejected.csv"
    assert give_back(book, {}, target) == 3  # a formula that nobody worked out is no name
    text = target.read_text(encoding="utf-8-sig")
    assert "row no.,why" in text and "来访!D4 «渠道»" in text and "来访!C5 «电话»" in text and "来访!B6" in text
    for wrong, right in (("地推", "派单"), (",138,", ",13800138001,"), ("#=1+1", "王五")):
        assert wrong in text
        text = text.replace(wrong, right)
    target.write_text(text, encoding="utf-8")
    again = visits(target)
    assert faults(again) == []
    assert [(row.on, row.name, row.phone) for row in again.rows] == [
        (date(2026, 1, 5), "张三", "13800138000"),
        (date(2026, 1, 5), "李四", "13800138001"),
        (date(2026, 1, 6), "王五", "13800138002"),
    ]


def test_a_profile_says_what_the_office_means_and_is_found_by_its_headings(tmp_path: Path) -> None:
    head = ["何时", "何人", "联络", "从哪来", "谁接", "热度"]
    path = csv_file(tmp_path / "a.csv", [head, ["2026-1-5", "张三", "13800138000", "地推", "张伟", "火"]])
    opened = open_book(path, RegisterKind.VISITS)
    assert opened.heads() == ()
    fields = ("on", "name", "phone", "channels", "who", "grade")
    rules = [Rule(RulePart.COLUMN, said, means) for said, means in zip(head, fields, strict=True)]
    rules.append(Rule(RulePart.WORD, "地推", "leaflet", "channels"))
    rules.append(Rule(RulePart.WORD, "火", "A", "grade"))
    profile = Profile("旧表", RegisterKind.VISITS, tuple(head), tuple(rules))
    other = Profile("别的", RegisterKind.VISITS, ("日期", "姓名"))
    assert fitting(opened, [other, profile]) is profile
    row = only(read_book(opened, profile, TODAY))
    assert (row.name, row.channels, row.grade) == ("张三", (Channel.LEAFLET,), Grade.A)


OWN: Lists = {
    **BROUGHT,
    DictKind.CHANNEL: (
        *(each for each in BROUGHT[DictKind.CHANNEL] if each.code not in ("outdoor", "exhibition")),
        replace(entry_of(BROUGHT[DictKind.CHANNEL], "outdoor"), zh="城市展厅"),
        replace(entry_of(BROUGHT[DictKind.CHANNEL], "exhibition"), active=False),
        Entry("own_1", "抖音直播间", "Douyin studio"),
        Entry("own_2", "抖音"),
        Entry("own_3", "夜市地推", active=False),
    ),
    DictKind.FOCUS: (*BROUGHT[DictKind.FOCUS], Entry("own_1", "阳光房")),
}


def own(path: Path, *said: str, profile: Profile | None = None) -> Book:
    """A book with these channels, read in an office that has changed its lists."""
    head = [*HEAD, "关注点"]
    rows = [[*GOOD[:4], word, *GOOD[5:], "阳光房、地段、风水"] for word in said]
    path = csv_file(path / "a.csv", [head, *rows])
    return read_book(open_book(path, RegisterKind.VISITS), profile, TODAY, lists=OWN)


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("抖音直播间", ("own_1",)),
        ("Douyin Studio", ("own_1",)),
        ("抖音", ("own_2",)),  # the office's own words come before what the program knows
        ("快手", ("short_video",)),
        ("城市展厅", ("outdoor",)),  # renamed
        ("围挡", ("outdoor",)),
        ("抖音直播间、路过", ("own_1", "passing_by")),
    ],
)
def test_the_words_of_the_offices_own_lists_are_understood(tmp_path: Path, said: str, codes: tuple[str, ...]) -> None:
    row = only(own(tmp_path, said))
    assert (row.channels, row.focus) == (codes, ("own_1", "location"))
    assert row.note == "关注点：风水"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("夜市地推", "not in the list «known channel»: add it there, or say in the profile"),
        ("房展会", "«房展会» means «exhibition», which is retired in the list «known channel»: bring it back, or say"),
    ],
)
def test_a_word_that_no_list_offers_is_named_with_its_cell_and_what_to_do(
    tmp_path: Path, said: str, told: str
) -> None:
    book = own(tmp_path, "路过", said)
    assert len(book.rows) == 1
    ((place, reason),) = faults(book)
    assert place == "row 3, column 5 «认知途径»"
    assert told in reason
    assert book.unknown_words["channels", said] == 1
    rule = Rule(RulePart.WORD, said, "own_1", "channels")
    mapped = own(tmp_path, said, profile=Profile("旧表", RegisterKind.VISITS, (), (rule,)))
    assert only(mapped).channels == ("own_1",)


def test_other_files_are_refused_by_name(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [["楼栋", "房号", "总价"], ["1栋", "101", "100"]])
    with pytest.raises(UnreadableFile, match=r"a\.csv holds no visit register"):
        visits(path)


def test_the_fields_of_the_heads_are_those_that_a_profile_may_name() -> None:
    for kind in LOGS:
        assert set(register_heads.FIELDS[kind]) == set(FIELDS[kind])
    for kind in set(RegisterKind) - set(LOGS):
        numbered = {name for name in FIELDS[kind] if name.startswith(("amount_", "due_")) and name[-1].isdigit()}
        assert set(opening_heads.NAMES[kind].values()) == set(FIELDS[kind]) - numbered


@pytest.mark.parametrize("field", sorted(CHOICES))
def test_the_program_reads_its_own_words(field: str) -> None:
    """What an export of ours says in either language means the same when it comes back."""
    for choice in CHOICES[field]:
        assert choice_of(field, say(choice.label, "zh_CN")) is choice
        assert choice_of(field, choice.value) is choice


# -- whatever the habit, the same rows ----------------------------------------------------------------------------

DAYS: tuple[Callable[[date], str], ...] = (
    lambda d: d.isoformat(),
    lambda d: f"{d.year}-{d.month}-{d.day}",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}.{d.month:02d}.{d.day:02d}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.month}月{d.day}日",
    lambda d: f"{d:%Y%m%d}",
    lambda d: str((d - date(1899, 12, 30)).days),
    lambda d: f"{d.isoformat()} 00:00:00",
    lambda d: f"{d.year}/{d.month}/{d.day}(周一)",
)
PHONES: tuple[Callable[[str], str], ...] = (
    lambda n: n,
    lambda n: f"{n}.0",
    lambda n: f"+86{n}",
    lambda n: f"{n[:3]} {n[3:7]} {n[7:]}",
    lambda n: f"{n[:3]}-{n[3:7]}-{n[7:]}",
    lambda n: f" {n} ",
    lambda n: f"0{n}",
)
NAMED = {
    "on": ("日期", "来访日期", "时间", "到访时间", "登记日期"),
    "name": ("姓名", "客户姓名", "客户", "客户名称"),
    "phone": ("电话", "联系电话", "手机号", "联系方式"),
    "channels": ("渠道", "认知途径", "媒体", "获知途径"),
    "who": ("置业顾问", "接待人", "业务员", "销售"),
    "grade": ("级别", "客户级别", "等级", "意向级别"),
    "demand_layout": ("意向户型", "户型", "需求户型"),
}
CHANNELS = {
    "抖音": Channel.SHORT_VIDEO, "自然到访": Channel.PASSING_BY, "老带新": Channel.REFERRAL, "围挡": Channel.OUTDOOR,
}  # fmt: skip
LAYOUTS = {"三房": LayoutDemand.THREE, "两居": LayoutDemand.TWO, "四室": LayoutDemand.FOUR, "": None}
ENTRY = st.tuples(
    st.dates(date(2025, 1, 1), date(2025, 12, 31)),
    st.sampled_from(("张三", "李女士", "欧阳先生", "Ms. O'Neil")),
    st.integers(13_000_000_000, 19_999_999_999).map(str),
    st.sampled_from(sorted(CHANNELS)),
    st.sampled_from(("张伟", "王芳")),
    st.sampled_from(("A", "B", "C", "D")),
    st.sampled_from(sorted(LAYOUTS)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ENTRY, min_size=1, max_size=8), st.data())
def test_any_habit_reads_back_the_same_rows(
    tmp_path_factory: pytest.TempPathFactory,
    entries: list[tuple[date, str, str, str, str, str, str]],
    data: st.DataObject,
) -> None:
    order = data.draw(st.permutations(tuple(NAMED)))
    heads = {field: data.draw(st.sampled_from(NAMED[field])) for field in order}
    day, number = data.draw(st.sampled_from(DAYS)), data.draw(st.sampled_from(PHONES))
    grade = data.draw(st.sampled_from(("{}", "{}级", "{}类")))
    lines = [["2025年度来访登记表"]] if day is DAYS[5] or data.draw(st.booleans()) else []
    group = data.draw(st.booleans())
    lines += [["客户信息", *[""] * (len(order) - 1)]] if group else []
    lines.append([heads[field] for field in order])
    for on, name, phone, channel, who, level, layout in entries:
        said = {"on": day(on), "name": name, "phone": number(phone), "channels": channel, "who": who,
                "grade": grade.format(level), "demand_layout": layout}  # fmt: skip
        lines.append([said[field] for field in order])
        if data.draw(st.booleans()):
            lines.append(["小计", *[""] * (len(order) - 2), "1"])
    encoding = data.draw(st.sampled_from(("utf-8", "utf-8-sig", "gbk")))
    path = csv_file(tmp_path_factory.mktemp("habit") / "来访.csv", lines, encoding)
    book = visits(path)
    assert faults(book) == []
    assert [(r.on, r.name, r.phone, r.channels, r.who, r.grade, r.demand_layout) for r in book.rows] == [
        (on, name, phone, (CHANNELS[channel],), who, Grade(level), LAYOUTS[layout])
        for on, name, phone, channel, who, level, layout in entries
    ]


@pytest.mark.parametrize("text", ["=HYPERLINK(\"x\")", "@SUM(1)", "-2+3", "[@click=app.quit]张[/]", "{name}", "%s"])
def test_what_looks_like_an_order_is_only_text_and_goes_back_harmless(tmp_path: Path, text: str) -> None:
    """Nothing in a cell is run, in the preview or in the file that is given back."""
    doubled = text.replace('"', '""')
    good = [*GOOD[:6], f'"{doubled}"']
    bad = [*GOOD[:3], "12", *GOOD[4:6], f'"{doubled}"']
    book = visits(csv_file(tmp_path / "a.csv", [HEAD, good, bad]))
    assert [row.note for row in book.rows] == [text]
    target = tmp_path / "back.csv"
    assert give_back(book, {}, target) == 1
    with target.open(encoding="utf-8-sig", newline="") as handle:
        cell = list(csv.reader(handle))[-1][6]
    assert cell == (f"'{text}" if text[0] in "=@-" else text)
    target.write_text(target.read_text(encoding="utf-8-sig").replace(",12,", ",13800138000,"), encoding="utf-8")
    assert [row.note for row in visits(target).rows] == [text]
