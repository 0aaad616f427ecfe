"""The daily report's figures by brute force: from every raw row in plain Python, with none of the program's queries.

`figures` follows the words of the specification alone: a visit of somebody who does not buy is no group; of the others
`from_call` is a visit after a call, `returning` any later one, `first` the rest. `wrong_in` compares a whole book.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from anchang.reports.readback import Seen
from tests.office import Desk
from tests.reports.lived_office import head, place, total, values

Row = dict[str, Any]
Cells = dict[str, Seen]
CHINA = timezone(timedelta(hours=8))
EMPTY = ("", None)
NOTHING = "无数据"  # stands in the first cell of a table without rows


@dataclass(frozen=True)
class Raw:
    """Every row that the report is about, as it stands in the database."""

    visits: list[Row]
    calls: list[Row]
    turns: list[Row]
    follow_ups: list[Row]
    subscriptions: list[Row]
    contracts: list[Row]
    ends: list[Row]
    money: list[Row]
    staff: dict[int, str]

    @classmethod
    def of(cls, desk: Desk) -> Raw:
        with desk.office.store.read() as connection:

            def rows(statement: str) -> list[Row]:
                return [dict(row) for row in connection.execute(text(statement)).mappings()]

            return cls(
                rows("SELECT * FROM visit"), rows("SELECT * FROM call"), rows("SELECT * FROM turn"),
                rows("SELECT * FROM follow_up"), rows("SELECT * FROM subscription"), rows("SELECT * FROM contract"),
                rows(
                    "SELECT s.built_area, s.deal_total, q.ended_on, q.revived_on FROM change_request q"
                    " JOIN subscription s ON s.id = q.subscription_id WHERE q.ended_on IS NOT NULL"
                ),
                rows(
                    "SELECT r.confirmed_on AS day, l.amount, s.consultant_id FROM receipt_line l"
                    " JOIN receipt r ON r.id = l.receipt_id JOIN subscription s ON s.id = r.subscription_id"
                    " WHERE r.confirmed_on IS NOT NULL UNION ALL"
                    " SELECT v.business_date, -l.amount, s.consultant_id FROM receipt_line l"
                    " JOIN receipt r ON r.id = l.receipt_id JOIN subscription s ON s.id = r.subscription_id"
                    " JOIN receipt_reversal v ON v.receipt_id = r.id WHERE r.confirmed_on IS NOT NULL"
                ),
                {row["id"]: row["name"] for row in rows("SELECT id, name FROM staff")},
            )  # fmt: skip


def within(rows: Iterable[Row], column: str, first: date, last: date) -> list[Row]:
    return [row for row in rows if row[column] and str(first) <= row[column] <= str(last)]


def kind(visit: Row) -> str:
    if visit["kind"] == "not_a_buyer":
        return "non_buyer"
    if visit["from_call"]:
        return "from_call"
    return "returning" if visit["kind"] == "returning" or visit["visit_count"] > 1 else "first"


def groups(raw: Raw, first: date, last: date) -> list[Row]:
    return [row for row in within(raw.visits, "business_date", first, last) if kind(row) != "non_buyer"]


def figures(raw: Raw, first: date, last: date) -> dict[str, Decimal | str]:
    """日报总览 of one period by its titles; rates are «» where there is nothing to divide by."""
    visits = within(raw.visits, "business_date", first, last)
    came = Counter(map(kind, visits))
    buyers = groups(raw, first, last)
    calls = within(raw.calls, "business_date", first, last)
    deals = within(raw.subscriptions, "activated_on", first, last)
    ended = within(raw.ends, "ended_on", first, last)
    backs = [row for row in ended if not row["revived_on"] or row["revived_on"] > str(last)]
    signed = within(raw.contracts, "signed_entered_on", first, last)

    def sums(rows: list[Row], column: str, units: int) -> Decimal:
        return Decimal(sum(row[column] or 0 for row in rows)) / units

    def rate(over: int, under: int) -> Decimal | str:
        return Decimal(over) / under if under else ""

    phones = sum(1 for row in buyers if row["phone"])
    found: dict[str, Any] = {
        "来电组数": len(calls),
        "· 首次来电": sum(1 for row in calls if not row["is_repeat"]),
        "· 再次来电": sum(1 for row in calls if row["is_repeat"]),
        "· 邀约到访": sum(1 for row in calls if row["invite_visit_at"]),
        "来访组数": len(buyers),
        "· 首访": came["first"],
        "· 复访": came["returning"],
        "· 来电转访": came["from_call"],
        "来访人数": sum(row["party_size"] for row in buyers),
        "渠道带访组数": sum(1 for row in visits if row["kind"] == "agent_brought"),
        "留电组数": phones,
        "留电率": rate(phones, len(buyers)),
        "非购房来访（不计组）": came["non_buyer"],
        "成交（认购）套数": len(deals),
        "成交（认购）面积": sums(deals, "built_area", 10_000),
        "成交（认购）金额": sums(deals, "deal_total", 100),
        "退挞定套数": len(backs),
        "退挞定面积": sums(backs, "built_area", 10_000),
        "退挞定金额": sums(backs, "deal_total", 100),
        "净认购套数": len(deals) - len(backs),
        "净认购面积": sums(deals, "built_area", 10_000) - sums(backs, "built_area", 10_000),
        "净认购金额": sums(deals, "deal_total", 100) - sums(backs, "deal_total", 100),
        "签约套数": len(signed),
        "签约面积": sums(signed, "built_area", 10_000),
        "签约金额": sums(signed, "deal_total", 100),
        "实收金额（回款）": sums(within(raw.money, "day", first, last), "amount", 100),
        "转化率（认购/首访，含来电转访）": rate(len(deals), came["first"] + came["from_call"]),
        "转化率（签约/认购）": rate(len(signed), len(deals)),
    }
    return {title: value if value == "" else Decimal(value) for title, value in found.items()}


def periods(day: date) -> dict[str, tuple[date, date]]:
    return {
        "今日": (day, day),
        "本周累计": (day - timedelta(days=day.weekday()), day),
        "本月累计": (day.replace(day=1), day),
        "项目累计": (date(2000, 1, 1), day),
        "上日": (day - timedelta(days=1), day - timedelta(days=1)),
    }


def change(now: Decimal | str, before: Decimal | str) -> Decimal | str:
    """环比: a rate, and «» where the day before had nothing (rule of the note under the table)."""
    return Decimal(now) / Decimal(before) - 1 if before else ""


def same(shown: Any, wanted: Any) -> bool:
    if shown in EMPTY or wanted in EMPTY:
        return shown in EMPTY and wanted in EMPTY
    return abs(Decimal(shown) - Decimal(wanted)) < Decimal("1e-9")


def wrong_in(book: dict[str, Cells], raw: Raw, day: date) -> list[str]:
    """Every place of the book that says something else than the raw rows, in words; empty when all is right."""
    return [
        *_overview(book["日报总览"], raw, day),
        *_channels(book["渠道统计"], raw, day),
        *_hours(book["时段分布"], raw, day),
        *_profile(book["客户结构"], raw, day),
        *_people(book["顾问日报"], raw, day),
        *_details(book, raw, day),
    ]


def _overview(sheet: Cells, raw: Raw, day: date) -> list[str]:
    by_period = {period: figures(raw, *span) for period, span in periods(day).items()}
    letters, row = head(sheet, "指标")
    below = [(place(ref), seen) for ref, seen in sheet.items() if place(ref)[0] == letters and place(ref)[1] > row]
    titles: dict[str, int] = {}
    for (_letters, line), seen in sorted(below, key=lambda each: each[0][1]):
        titles.setdefault(str(seen.value), line)  # the proof under the table names them again
    found = []
    asked = {(period, title): value for period, wanted in by_period.items() for title, value in wanted.items()}
    for title, value in by_period["今日"].items():
        asked["环比", title] = "" if "率" in title else change(value, by_period["上日"][title])
    for (period, title), value in asked.items():
        shown = sheet.get(f"{head(sheet, period)[0]}{titles[title]}")
        if not same(None if shown is None else shown.value, value):
            found.append(f"总览 {period} {title}: {shown} != {value}")
    return found


def _table(
    sheet: Cells, label: str, titles: dict[str, Counter[Any]], keys: Iterable[Any], nth: int
) -> list[str]:
    """Compare a table: its total and the sum of its rows with the count of every key."""
    found = []
    known = list(keys)
    for title, wanted in titles.items():
        cells = [value or 0 for value in values(sheet, title, nth)]
        asked = sorted(Decimal(wanted[key]) for key in known)
        shown = sorted(Decimal(value) for value in cells)
        if [each for each in shown if each] != [each for each in asked if each]:
            found.append(f"{label} {title}: {shown} != {asked}")
        if not same(total(sheet, title, nth), sum(asked)):
            found.append(f"{label} {title} 合计: {total(sheet, title, nth)} != {sum(asked)}")
    return found


def _channels(sheet: Cells, raw: Raw, day: date) -> list[str]:
    found = []
    for nth, period in enumerate(("今日", "本月累计", "项目累计")):
        span = periods(day)[period]
        visits, calls = groups(raw, *span), within(raw.calls, "business_date", *span)
        by = {name: Counter(row["channel"] for row in visits if kind(row) == name)
              for name in ("first", "returning", "from_call")}  # fmt: skip
        called = Counter(row["channel"] for row in calls)
        keys = {*called, *(row["channel"] for row in visits)}
        titles = {
            "来电": called,
            "首访": by["first"],
            "复访": by["returning"],
            "来电转访": by["from_call"],
            "来访组数": Counter(row["channel"] for row in visits),
        }
        found += _table(sheet, f"渠道 {period}", titles, keys, nth)
    return found


def hour(row: Row, column: str) -> int:
    return datetime.fromisoformat(row[column]).astimezone(CHINA).hour


def _hours(sheet: Cells, raw: Raw, day: date) -> list[str]:
    now, month = periods(day)["今日"], periods(day)["本月累计"]
    counted = {
        "来访组数": Counter(hour(row, "arrived_at") for row in groups(raw, *now)),
        "来电": Counter(hour(row, "called_at") for row in within(raw.calls, "business_date", *now)),
        "来访组数（本月）": Counter(hour(row, "arrived_at") for row in groups(raw, *month)),
        "来电（本月）": Counter(hour(row, "called_at") for row in within(raw.calls, "business_date", *month)),
    }
    found = []
    bands = values(sheet, "时段")
    for title, wanted in counted.items():
        shown = {int(str(band).split(":")[0]): value for band, value in zip(bands, values(sheet, title), strict=True)}
        if {key: value for key, value in shown.items() if value} != dict(wanted):
            found.append(f"时段 {title}: {shown} != {dict(wanted)}")
    return found


def _profile(sheet: Cells, raw: Raw, day: date) -> list[str]:
    found = []
    now, month = groups(raw, day, day), groups(raw, *periods(day)["本月累计"])
    for nth, column in enumerate(("living_area", "age_band", "occupation", "purpose", "demand_area", "budget")):
        by_now, by_month = Counter(row[column] for row in now), Counter(row[column] for row in month)
        titles = {"组数": by_now, "组数（本月）": by_month}
        if month:
            found += _table(sheet, f"客户结构 {column}", titles, {*by_now, *by_month}, nth)
    return found


def _people(sheet: Cells, raw: Raw, day: date) -> list[str]:
    visits, calls = groups(raw, day, day), within(raw.calls, "business_date", day, day)
    turns = within(raw.turns, "business_date", day, day)
    wanted: dict[str, Callable[[int], Any]] = {
        "有效接待轮次": lambda who: sum(1 for row in turns if row["receiver_id"] == who and row["counted"]),
        "补轮": lambda who: sum(1 for row in turns if row["receiver_id"] == who and row["on_credit"]),
        "来电": lambda who: sum(1 for row in calls if row["answered_by"] == who),
        "首访": lambda who: sum(1 for row in visits if row["consultant_id"] == who and kind(row) == "first"),
        "复访": lambda who: sum(1 for row in visits if row["consultant_id"] == who and kind(row) == "returning"),
        "来电转访": lambda who: sum(1 for row in visits if row["consultant_id"] == who and kind(row) == "from_call"),
        "跟进数": lambda who: sum(
            1 for row in within(raw.follow_ups, "business_date", day, day) if row["by_id"] == who
        ),
        "认购": lambda who: sum(
            1 for row in within(raw.subscriptions, "activated_on", day, day) if row["consultant_id"] == who
        ),
        "签约": lambda who: sum(
            1 for row in within(raw.contracts, "signed_entered_on", day, day) if row["consultant_id"] == who
        ),
        "实收金额（回款）": lambda who: Decimal(
            sum(row["amount"] for row in within(raw.money, "day", day, day) if row["consultant_id"] == who)
        ) / 100,
    }  # fmt: skip
    ids = {name: key for key, name in raw.staff.items()}
    names = [str(name) for name in values(sheet, "置业顾问")]
    found = []
    for title, count in wanted.items():
        shown = values(sheet, title)
        for name, value in zip(names, shown, strict=True):
            if name == NOTHING:
                continue
            if not same(value or 0, count(ids[name])):
                found.append(f"顾问 {name} {title}: {value} != {count(ids[name])}")
        everybody = sum(Decimal(count(who)) for who in raw.staff)
        if names and not same(total(sheet, title), everybody):
            found.append(f"顾问 {title} 合计: {total(sheet, title)} != {everybody}")
    return found


def _details(book: dict[str, Cells], raw: Raw, day: date) -> list[str]:
    """Cross-sheet: the rows of each list are the figures of the overview."""
    wanted = figures(raw, day, day)
    visits = within(raw.visits, "business_date", day, day)
    listed = [each for each in values(book["来访明细"], "序号") if each not in (None, NOTHING)]
    pairs = (
        ("来访明细 组数", total(book["来访明细"], "组数"), wanted["来访组数"]),
        ("来访明细 人数", total(book["来访明细"], "人数"), wanted["来访人数"]),
        ("来访明细 行", len(listed), len(visits)),
        ("来电明细 行", total(book["来电明细"], "序号"), wanted["来电组数"]),
        ("轮班记录 计轮", total(book["轮班记录"], "计轮"),
         sum(row["counted"] for row in within(raw.turns, "business_date", day, day))),
        ("成交明细 认购", total(book["成交明细"], "成交总价", 0), wanted["成交（认购）金额"]),
        ("成交明细 签约", total(book["成交明细"], "成交总价", 1), wanted["签约金额"]),
        ("回款明细 金额", total(book["回款明细"], "金额"), wanted["实收金额（回款）"]),
    )  # fmt: skip
    return [f"{what}: {shown} != {asked}" for what, shown, asked in pairs if not same(shown or 0, asked)]
