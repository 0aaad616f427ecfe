"""What every total of the two workbooks must be, in SQL of the story's own, and the walk that leaves no total out.

A total is a number in a row that says 合计, or a figure of the first sheet's table. It is looked up by the words over
its column; words that nothing here knows are a failure, so that a new column cannot slip through unchecked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from anchang.reports.readback import Seen

Book = dict[str, dict[str, Seen]]
Ask = Callable[[str, str, str], Any]  # SQL with :a and :b, the first and last day -> the number

IN = "BETWEEN :a AND :b"
BUYERS = f"FROM visit WHERE kind <> 'not_a_buyer' AND business_date {IN}"
BUYERS_OF_MONTH = (
    "FROM visit WHERE kind <> 'not_a_buyer' AND business_date BETWEEN date(:b, 'start of month') AND :b"
)
CALLS = f"SELECT count(*) FROM call WHERE business_date {IN}"
GROUPS = f"SELECT count(*) {BUYERS}"
FIRST = f"SELECT count(*) {BUYERS} AND kind = 'first' AND NOT from_call"
RETURNS = f"SELECT count(*) {BUYERS} AND kind = 'returning'"
FROM_CALL = f"SELECT count(*) {BUYERS} AND from_call"
PEOPLE = f"SELECT total(party_size) {BUYERS}"
COUNTED = f"SELECT total(counted) FROM turn WHERE business_date {IN}"
DEALS = f"FROM subscription WHERE activated_on {IN}"
SIGNED = f"FROM contract WHERE signed_entered_on {IN}"
SIGNED_LIST = (
    "SELECT total(s.list_total) / 100 FROM contract c JOIN subscription s ON s.id = c.subscription_id"
    f" WHERE c.signed_entered_on {IN}"
)
RECEIVED = (
    "SELECT total(l.amount) / 100 FROM receipt r JOIN receipt_line l ON l.receipt_id = r.id"
    f" WHERE r.confirmed_on {IN} AND r.id NOT IN (SELECT receipt_id FROM receipt_reversal)"
)
NONE = "SELECT 0"

DAILY: dict[str, str] = {
    "来电": CALLS,
    "来电组数": CALLS,
    "· 首次来电": f"{CALLS} AND NOT is_repeat",
    "· 再次来电": f"{CALLS} AND is_repeat",
    "· 邀约到访": f"{CALLS} AND invite_visit_at <> ''",
    "组数": GROUPS,
    "来访组数": GROUPS,
    "首访": FIRST,
    "· 首访": FIRST,
    "复访": RETURNS,
    "· 复访": RETURNS,
    "来电转访": FROM_CALL,
    "· 来电转访": FROM_CALL,
    "人数": PEOPLE,
    "来访人数": PEOPLE,
    "渠道带访组数": f"SELECT count(*) {BUYERS} AND kind = 'agent_brought'",
    "留电组数": f"SELECT count(*) {BUYERS} AND phone <> ''",
    "非购房来访（不计组）": f"SELECT count(*) FROM visit WHERE kind = 'not_a_buyer' AND business_date {IN}",
    "认购": f"SELECT count(*) {DEALS}",
    "成交（认购）套数": f"SELECT count(*) {DEALS}",
    "成交（认购）面积": f"SELECT total(built_area) / 1e4 {DEALS}",
    "认购金额": f"SELECT total(deal_total) / 100 {DEALS}",
    "成交（认购）金额": f"SELECT total(deal_total) / 100 {DEALS}",
    "签约": f"SELECT count(*) {SIGNED}",
    "签约套数": f"SELECT count(*) {SIGNED}",
    "签约面积": f"SELECT total(built_area) / 1e4 {SIGNED}",
    "签约金额": f"SELECT total(deal_total) / 100 {SIGNED}",
    "实收金额（回款）": RECEIVED,
    "金额": RECEIVED,
    "有效接待轮次": COUNTED,
    "计轮": COUNTED,
    "补轮": f"SELECT total(on_credit) FROM turn WHERE business_date {IN}",
    "轮空": NONE,  # nobody lost a turn in the story
    "客流差异": f"SELECT ({COUNTED}) - ({GROUPS})",
    "跟进数": f"SELECT count(*) FROM follow_up WHERE business_date {IN}",
    "逾期跟进": "SELECT (SELECT count(*) FROM customer WHERE next_contact_on < :b AND owner_id IS NOT NULL"
    " AND state IN ('new', 'contacted', 'visited', 'revisited', 'intending'))"
    " + (SELECT count(*) FROM task WHERE ended_at IS NULL AND due_at < :b)",  # none falls due on the day itself
    "认购/序号": f"SELECT count(*) {DEALS}",
    "认购/建筑面积": f"SELECT total(built_area) / 1e4 {DEALS}",
    "认购/表价总价": f"SELECT total(list_total) / 100 {DEALS}",
    "认购/成交总价": f"SELECT total(deal_total) / 100 {DEALS}",
    "认购/优惠金额": f"SELECT total(list_total - deal_total) / 100 {DEALS}",
    "签约/序号": f"SELECT count(*) {SIGNED}",
    "签约/建筑面积": f"SELECT total(built_area) / 1e4 {SIGNED}",
    "签约/表价总价": SIGNED_LIST,
    "签约/成交总价": f"SELECT total(deal_total) / 100 {SIGNED}",
    "签约/优惠金额": f"SELECT ({SIGNED_LIST}) - (SELECT total(deal_total) / 100 {SIGNED})",
    "来电明细/序号": CALLS,
    "认筹组数": NONE,  # nobody held a unit against a small order, and nobody gave one back
    "退挞定套数": NONE,
    "退挞定面积": NONE,
    "退挞定金额": NONE,
    "净认购套数": f"SELECT count(*) {DEALS}",
    "净认购面积": f"SELECT total(built_area) / 1e4 {DEALS}",
    "净认购金额": f"SELECT total(deal_total) / 100 {DEALS}",
    **{f"退定、挞定/{words}": NONE for words in ("序号", "建筑面积", "表价总价", "成交总价", "优惠金额")},
    "来访组数（本月）": f"SELECT count(*) {BUYERS_OF_MONTH}",
    "组数（本月）": f"SELECT count(*) {BUYERS_OF_MONTH}",
    "来电（本月）": "SELECT count(*) FROM call WHERE business_date BETWEEN date(:b, 'start of month') AND :b",
    "明日计划/序号": "SELECT count(*) FROM (SELECT id, owner_id FROM customer WHERE NOT do_not_contact"
    " AND owner_id IS NOT NULL"
    " AND state IN ('new', 'contacted', 'appointed', 'no_show', 'visited', 'revisited', 'intending', 'reactivated')"
    " AND (next_contact_on = date(:b, '+1 day') OR id IN (SELECT customer_id FROM task WHERE ended_at IS NULL"
    " AND date(due_at, '+8 hours', '-1 second') = date(:b, '+1 day')))"
    " UNION SELECT customer_id, with_id FROM appointment WHERE state = 'open' AND on_day = date(:b, '+1 day'))"
    " WHERE :b >= (SELECT max(business_date) FROM journal)",  # the file of a past day plans nothing any more
}

# What is owed on day :b, and what moved from :a to :b. A line is due on the newest day known for it by then.
DUE = (
    "(SELECT d.due_on FROM instalment_due d WHERE d.instalment_id = i.id AND d.from_day <= {on}"
    " ORDER BY d.from_day DESC, d.id DESC LIMIT 1)"
)
PAID = "(SELECT total(amount) FROM allocation WHERE instalment_id = i.id AND business_date <= {on})"
LINES = "FROM instalment i JOIN plan_version p ON p.id = i.plan_version_id"
BEGIN = "date(:a, '-1 day')"


def owed(more: str = "1", on: str = ":b") -> str:
    """Yuan not yet paid on that day, of lines for which `more` holds."""
    where = more.format(due=DUE.format(on=on))
    return f"SELECT total(i.amount - {PAID.format(on=on)}) / 100 {LINES} WHERE {where}"


def late(least: int, most: int) -> str:
    """The same for lines that many days overdue."""
    return owed(f"julianday(:b) - julianday({{due}}) BETWEEN {least} AND {most}")


def paid(money_type: str = "") -> str:
    """Yuan allocated by the day."""
    only = f" AND i.money_type = '{money_type}'" if money_type else ""
    return (
        "SELECT total(a.amount) / 100 FROM allocation a JOIN instalment i ON i.id = a.instalment_id"
        f" WHERE a.business_date <= :b{only}"
    )


MOVED = f"SELECT total(amount) / 100 FROM allocation WHERE business_date {IN}"
# To be paid in the period: what was unpaid when it began, of lines due by its end.
SHOULD = f"SELECT total(i.amount - {PAID.format(on=BEGIN)}) / 100 {LINES} WHERE {DUE.format(on=':b')} <= :b"
NOT_DUE = owed("({due} IS NULL OR {due} >= :b)")
OVERDUE = owed("{due} < :b")
ADDED = f"SELECT total(amount) / 100 {LINES} WHERE p.made_on {IN}"

RECEIVABLES: dict[str, str] = {
    "成交套数": "SELECT count(*) FROM subscription WHERE deposit_paid_on <= :b",
    "成交总价": "SELECT total(deal_total) / 100 FROM subscription WHERE deposit_paid_on <= :b",
    "已收·定金": paid("deposit"),
    "已收·分期款": paid("instalment"),
    "已收金额": paid(),
    "未收金额": owed(),
    "其中未到期": NOT_DUE,
    "其中逾期": OVERDUE,
    "本期应收": SHOULD,
    "本期实收": MOVED,
    "应收金额": "SELECT total(amount) / 100 FROM instalment",
    "未到期": NOT_DUE,
    "1–30 天": late(1, 30),
    "31–60 天": late(31, 60),
    "61–90 天": late(61, 90),
    "91–180 天": late(91, 180),
    "181–365 天": late(181, 365),
    "365 天以上": late(366, 99_999),
    "逾期明细/应收金额": f"SELECT total(i.amount) / 100 {LINES} WHERE {DUE.format(on=':b')} < :b"
    f" AND i.amount > {PAID.format(on=':b')}",
    "逾期明细/已收金额": f"SELECT total({PAID.format(on=':b')}) / 100 {LINES} WHERE {DUE.format(on=':b')} < :b"
    f" AND i.amount > {PAID.format(on=':b')}",
    "逾期金额": OVERDUE,
    "本期核销": MOVED,
    "差额（应收－核销）": f"SELECT ({SHOULD}) - ({MOVED})",
    "笔数": f"SELECT count(*) FROM receipt WHERE confirmed_on {IN}",
    "金额": RECEIVED,
    "期初未收": owed(f"p.made_on <= {BEGIN}", BEGIN),
    "＋ 本期新增应收": ADDED,
    "－ 本期实收": MOVED,
    "± 计划变更、交易终止、优惠抵减、期初更正": NONE,  # nothing was changed or made void in the story
    "＝ 期末未收": owed(),
    "明细表未收": owed(),
    "差额": NONE,
}
# Quotients of other cells: their formulas are computed by `differences`, and no SQL says more than that.
RATES = re.compile(r"占比|率|折扣|环比")


@dataclass(frozen=True, slots=True)
class Total:
    """One number that must equal SQL: where it stands, the words over it, the heading of its block."""

    sheet: str
    ref: str
    words: str
    block: str
    value: Decimal


def _rows(cells: dict[str, Seen]) -> dict[int, dict[str, Seen]]:
    rows: dict[int, dict[str, Seen]] = {}
    for ref, seen in cells.items():
        found = re.fullmatch(r"([A-Z]+)(\d+)", ref)
        assert found is not None
        rows.setdefault(int(found[2]), {})[found[1]] = seen
    return dict(sorted(rows.items()))


def totals(book: Book) -> Iterator[Total]:
    """Every number of every row that says 合计."""
    for sheet, cells in book.items():
        heads: dict[str, str] = {}
        block = ""
        for number, row in _rows(cells).items():
            words = {column: str(seen.value) for column, seen in row.items() if isinstance(seen.value, str)}
            if list(row) == ["A"] and "A" in words:
                block = words["A"]
            elif len(words) == len(row) and "合计" not in words.values() and len(row) > 1:
                heads = words
            if "合计" in words.values():
                for column, seen in row.items():
                    if isinstance(seen.value, Decimal) and not RATES.search(heads.get(column, "")):
                        yield Total(sheet, f"{column}{number}", heads.get(column, ""), block, seen.value)


def overview(book: Book) -> Iterator[Total]:
    """Every figure of the first sheet's table: the measure stands at its left, the period over it (as the block)."""
    rows = _rows(book["日报总览"])
    top = next(number for number, row in rows.items() if row["A"].value == "指标")
    for number, row in rows.items():
        if number <= top:
            continue
        if number > top and number - 1 not in rows:
            return
        for column, seen in row.items():
            period = rows[top].get(column)
            words, over = str(row["A"].value), "" if period is None else str(period.value)
            if isinstance(seen.value, Decimal) and over and not RATES.search(words) and not RATES.search(over):
                yield Total("日报总览", f"{column}{number}", words, over, seen.value)


def wrong(found: Iterator[Total], expected: dict[str, str], spans: dict[str, tuple[str, str]], ask: Ask) -> list[str]:
    """Totals that are not what SQL says, and those that nothing is known about; `spans` by the block's heading."""
    problems: list[str] = []
    checked = 0
    for each in found:
        keys = (f"{each.sheet}/{each.words}", f"{each.block}/{each.words}", each.words)
        known = next((key for key in keys if key in expected), None)
        if known is None:
            problems.append(f"{each.sheet}!{each.ref}: nothing is known about «{each.words}» under «{each.block}»")
            continue
        first, last = spans.get(each.block, spans[""])
        says = Decimal(str(ask(expected[known], first, last))).quantize(Decimal("0.0001"))
        checked += 1
        if says != each.value:
            problems.append(f"{each.sheet}!{each.ref} {each.words}: {each.value} in the file, {says} by SQL")
    if not checked:
        problems.append("no total was found")
    return problems
