"""What is owed on any day adds up: lines, deals, buildings, bands, periods, and the next day's rows (2.10, 4.4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from anchang.domain.errors import BadInput
from anchang.domain.plan import MoneyType
from anchang.domain.receivable import Bucket, bucket, overdue_days
from anchang.storage import receivable, receivable_list, receivable_period
from anchang.storage.receivable_period import Reconciliation
from tests.office import Desk, desk_at
from tests.services.deals import THIRDS, drafted, first_payment, reviewed, signed
from tests.services.stock import on_sale

START = date(2026, 11, 23)
DAYS = st.integers(-10, 800).map(lambda n: START + timedelta(days=n))


def look(desk: Desk, wanted: Any, *args: Any, login: str = "manager", **more: Any) -> Any:
    return desk.office.look(desk.session(login), wanted, *args, **more)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """An office with deals of every kind over two months: paid, late, reversed, in surplus, void, on their way."""
    folder: Path = tmp_path_factory.mktemp("busy")
    with desk_at(folder / "office") as desk:
        _two_months(desk)
        yield desk


def _two_months(desk: Desk) -> None:
    on_sale(desk)
    signed(desk, "1-1-101", number=1)  # the loan will be late
    thirds, _ = signed(desk, "1-1-102", number=2, **THIRDS)
    reviewed(desk, "1-1-201", number=3)  # its deposit never comes: never receivable
    desk.clock.at(date(2026, 11, 25))
    half, _ = drafted(desk, "1-1-202", number=4)
    part = half.pay(4_000_000, "down_payment")
    gone = reviewed(desk, "1-1-301", number=5)
    came = gone.pay(1_000_000)
    desk.clock.at(date(2026, 11, 26))
    desk.do("accountant", "receipt.reverse", receipt=came["no"], reason="退回")
    desk.do("manager", "subscription.void", subscription=gone.sub_no, reason="放弃")
    desk.clock.at(date(2026, 12, 2))
    desk.do("accountant", "receipt.reverse", receipt=part["no"], reason="退票")
    half.pay(first_payment(half) + 2_000_000, "down_payment", way="transfer")
    desk.clock.at(date(2026, 12, 30))
    desk.do("cashier", "receipt.confirm", receipt="SJ2026-000008", arrived_on="2026-12-03")
    thirds.pay(20_000_000, "instalment")
    thirds.pay(500_000, "deed_tax")
    desk.clock.at(date(2027, 1, 20))
    lump, _ = signed(desk, "2-1-101", number=6, plan="lump_sum")
    lump.pay(lump.total, "lump_sum")
    desk.clock.at(date(2027, 2, 1))


@settings(max_examples=60)
@given(DAYS)
def test_every_way_of_adding_up_gives_the_same_balance(busy: Desk, as_of: date) -> None:
    lines = look(busy, receivable_list.lines, as_of)
    whole = sum(line["unpaid"] for line in lines)
    bands = look(busy, receivable.ageing, as_of)
    assert set(bands) == set(Bucket)
    assert sum(bands.values()) == whole == look(busy, receivable.total_unpaid, as_of)
    deals = look(busy, receivable.by_deal, as_of)
    assert {band: sum(deal.buckets[band] for deal in deals) for band in Bucket} == bands
    for deal in deals:
        assert sum(deal.buckets.values()) == deal.unpaid
        assert look(busy, receivable.ageing, as_of, subscription_id=deal.subscription_id) == deal.buckets
    for by in receivable.GROUPS:
        groups = look(busy, receivable.summary, as_of, by=by)
        assert sum(group.unpaid for group in groups) == whole
        assert sum(group.overdue for group in groups) == whole - bands[Bucket.NOT_DUE]
        for group in groups:
            assert group.unpaid == group.not_due + group.overdue == group.amount - sum(group.received.values())
    for line in lines:
        assert 0 <= line["paid"] <= line["amount"]


@settings(max_examples=60)
@given(DAYS, DAYS)
@example(date(2026, 11, 26), date(2026, 11, 26))
def test_every_period_ties(busy: Desk, one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    found: Reconciliation = look(busy, receivable_period.reconcile, first, last)
    assert found.ties
    parts = [look(busy, receivable_period.reconcile, first, last, building=each) for each in ("1栋", "2栋")]
    assert all(part.ties for part in parts)
    assert sum(part.closing for part in parts) == found.closing
    groups = look(busy, receivable.summary, last, first=first)
    # The money of the deal that is void since the 26th went back on that day; the summary does not know the deal.
    gone = 1_000_000 if first == date(2026, 11, 26) else 0
    assert sum(group.received_in_period for group in groups) == found.received + gone
    assert found.surplus_after == sum(look(busy, receivable_period.surplus, last).values())


def test_one_period_by_hand(busy: Desk) -> None:
    total = 178_940_000
    found = look(busy, receivable_period.reconcile, START, date(2026, 11, 30))
    # Four deals began, one was void the next day; two down payments of 30 % less the deposit, three deposits.
    assert (found.opening, found.new, found.adjusted) == (0, 4 * total, -total)
    down = 178_940_000 - 125_000_000 - 5_000_000
    share = 178_940_000 * 3 // 10 - 5_000_000
    assert found.received == 3 * 5_000_000 + down + share + 4_000_000
    assert found.closing == 3 * total - found.received
    later = look(busy, receivable_period.reconcile, date(2026, 12, 1), date(2026, 12, 31))
    assert later.opening == found.closing
    assert (later.outside_price, later.surplus_after) == (500_000, 2_000_000)
    assert later.receipts - later.outside_price - later.surplus_after == later.received


def test_bands_begin_where_the_rule_says() -> None:
    assert [band for band, _ in receivable.edges()] == list(Bucket)
    for band, first in receivable.edges():
        assert bucket(first) is band


def test_late_and_due_on_their_days(busy: Desk) -> None:
    """The loan of the first deal is due 30 days after signing: 2026-12-23; late from the day after (7-28)."""
    due = date(2026, 12, 23)
    states = []
    for as_of in (due - timedelta(days=1), due, due + timedelta(days=1), due + timedelta(days=31)):
        rows = look(busy, receivable_list.lines, as_of, {"money_type": "loan", "text": "1-1-101"})
        states.append((rows[0]["state"], rows[0]["overdue_days"], rows[0]["bucket"]))
    assert states == [
        ("planned", 0, "not_due"), ("due", 0, "not_due"), ("overdue", 1, "d1_30"), ("overdue", 31, "d31_60")
    ]  # fmt: skip
    assert overdue_days(due, due + timedelta(days=31)) == 31


def test_lists_page_filter_and_look_back(busy: Desk) -> None:
    rows = busy.see("manager", "instalments")
    assert [row["unit"] for row in rows] == sorted(row["unit"] for row in rows)
    for state in ("paid", "overdue", "part_paid", "planned", "due"):
        assert busy.see("manager", "instalments", state=state) == [row for row in rows if row["state"] == state]
    late = busy.see("manager", "instalments", overdue="yes")
    assert late == [row for row in rows if row["overdue_days"] > 0]
    assert busy.see("manager", "instalments", open="yes") == [row for row in rows if row["unpaid"] > 0]
    assert busy.see("manager", "instalments", as_of="2026-11-22") == []
    assert {row["unit"] for row in busy.see("manager", "receivables", as_of="2026-11-23")} == {"1-1-101", "1-1-102"}
    assert {row["unit"] for row in busy.see("manager", "receivables", overdue="yes")} == {row["unit"] for row in late}
    assert all("*" in row["phone"] for row in rows)
    assert busy.see("c02", "instalments") == []
    assert len(busy.see("c01", "instalments")) == len(rows)
    with pytest.raises(BadInput, match="as_of"):
        busy.see("manager", "instalments", as_of="gestern")


def test_what_came_in_by_day_kind_and_way(busy: Desk) -> None:
    found = look(busy, receivable_period.received, date(2026, 11, 25), date(2026, 11, 26))
    assert [(each.day.day, each.money_type, each.amount, each.lines) for each in found] == [
        (25, MoneyType.DEPOSIT, 6_000_000, 2),
        (25, MoneyType.DOWN_PAYMENT, 4_000_000, 1),
        (26, MoneyType.DEPOSIT, -1_000_000, 1),
    ]


def test_the_next_days_acts_do_not_change_the_days_before(desk: Desk) -> None:
    on_sale(desk)
    deal, _ = signed(desk, **THIRDS)
    monday = desk.office.today()
    before = [look(desk, receivable_list.lines, monday), look(desk, receivable_period.reconcile, monday, monday)]
    for day, act in enumerate((deal.total // 4, deal.total // 5, deal.total // 50), start=1):
        desk.clock.at(monday + timedelta(days=day))
        made = deal.pay(act, "instalment")
        if day == 2:
            desk.clock.move(hours=1)
            desk.do("accountant", "receipt.reverse", receipt=made["no"], reason="退票")
    assert before == [
        look(desk, receivable_list.lines, monday),
        look(desk, receivable_period.reconcile, monday, monday),
    ]
