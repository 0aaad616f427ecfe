"""退挞定 of the daily report: what ended in force, on its own day, in every sheet the same (4.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from anchang.reports.daily_facts import Facts, gather
from anchang.reports.daily_lists import deals_sheet
from anchang.reports.daily_overview import checks
from tests.office import Desk, desk_at
from tests.services.changes import agreed, executed, given_up, refund
from tests.services.deals import active, reviewed
from tests.services.stock import on_sale

MONDAY = date(2026, 11, 23)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sixteen units on sale."""
    with desk_at(tmp_path / "office") as made:
        on_sale(made)
        yield made


def facts(desk: Desk, first: date, last: date | None = None, login: str = "manager") -> Facts:
    """The report's facts, whose sheets agree."""
    found = desk.office.look(desk.session(login), lambda read: gather(read, first, last or first))
    for each in checks(found):
        assert each.here.value == each.there.value, each
    deals_sheet(found)
    return found


def test_forfeited_and_refunded_count_on_the_day_of_their_end(desk: Desk) -> None:
    gone, back = active(desk), active(desk, "1-1-102", number=2)
    active(desk, "1-1-201", number=3)
    paid = reviewed(desk, "1-1-202", number=4)
    paid.pay(paid.deposit)
    desk.do("director", "subscription.void_refund", subscription=paid.sub_no, reason="不买了")  # was never in force
    forfeit, cancelled = agreed(gone, given_up(gone)), refund(back)
    desk.do("manager", "change.approve", request=cancelled)
    assert (facts(desk, MONDAY).now.deals, facts(desk, MONDAY).now.backs) == (3, 0)
    desk.clock.at(TUESDAY)
    desk.do("manager", "change.execute", request=forfeit)
    executed(back, cancelled)
    now = facts(desk, TUESDAY)
    assert (now.now.backs, now.now.net_deals) == (2, -2)
    assert now.now.back_amount == gone.total + back.total
    assert [(row["sub_no"], row["ended_by"], row["why"], row["day"]) for row in now.backs] == [
        (gone.sub_no, "forfeit", "不买了", TUESDAY), (back.sub_no, "refund_deposit", "贷款未批", TUESDAY),
    ]  # fmt: skip
    assert facts(desk, MONDAY).now.backs == 0  # yesterday's report stays
    assert facts(desk, TUESDAY, login="c02").now.backs == 0
    assert facts(desk, TUESDAY, login="c01").now.backs == 2
    assert facts(desk, MONDAY, TUESDAY).now.net_deals == 1


def test_whoever_is_revived_was_ended_on_that_day_and_not_in_the_long_run(desk: Desk) -> None:
    deal = active(desk)
    no = agreed(deal, given_up(deal))
    desk.clock.at(TUESDAY)
    desk.do("manager", "change.execute", request=no)
    desk.clock.at(WEDNESDAY)
    desk.do("c01", "forfeit.ask_back", request=no, comment="又要了")
    desk.do("director", "forfeit.reactivate", request=no, sign_due="2026-12-10")
    assert [facts(desk, day).now.backs for day in (MONDAY, TUESDAY, WEDNESDAY)] == [0, 1, 0]
    assert facts(desk, MONDAY, WEDNESDAY).now.backs == 0
    again = agreed(deal, given_up(deal))
    desk.do("manager", "change.execute", request=again)
    assert facts(desk, WEDNESDAY).now.backs == 1
    assert facts(desk, MONDAY, WEDNESDAY).now.backs == 1


def test_a_swap_is_one_deal_in_the_end(desk: Desk) -> None:
    deal = active(desk)
    desk.clock.at(TUESDAY)
    wanted = {"subscription": deal.sub_no, "unit": "1-1-202", "fault": "company", "reason": "样板房问题"}
    made = desk.do("c01", "swap_unit.ask", **wanted)
    desk.do("c01", "change.submit", request=made["no"])
    desk.do("manager", "change.approve", request=made["no"])
    receipt = desk.see("cashier", "receipts")[0]["no"]
    desk.do("assistant", "change.paper_back", request=made["no"], receipt=receipt)
    desk.do("accountant", "change_money.check", request=made["no"])
    desk.do("clerk", "change.execute", request=made["no"])
    now = facts(desk, TUESDAY)
    assert (now.now.deals, now.now.backs, now.now.net_deals) == (1, 1, 0)
    assert [row["ended_by"] for row in now.backs] == ["swap_unit"]
    assert facts(desk, MONDAY, TUESDAY).now.net_deals == 1
