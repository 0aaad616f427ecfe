"""Another way to pay before the contract, through the use cases: price, payments, money and receivables (2.8, 5.4)."""

from __future__ import annotations

from typing import Any

import pytest

from anchang.domain.errors import BadInput, NotAllowed, Refusal, Stale, WrongState
from anchang.domain.plan import MoneyType
from anchang.i18n import say
from anchang.services.doctor import examine
from anchang.storage import day_lists, receivable, receivable_period
from anchang.storage.plan import current_lines
from anchang.storage.receipt import paid_lines
from tests.office import Desk
from tests.services import test_discount_request as granted
from tests.services.deals import Deal, active
from tests.services.stock import customer, on_sale

LUMP: dict[str, Any] = {"plan": "lump_sum", "plan_days": 10, "down_rate": None, "loan_days": None}


def asked(deal: Deal, login: str = "c01", **fields: Any) -> str:
    """An application for another plan, handed in."""
    given: dict[str, Any] = {"plan": "mortgage", "down_rate": "40%", "reason": "贷款成数变化", **fields}
    made = deal.desk.do(login, "change_plan.ask", subscription=deal.sub_no, **given)
    deal.desk.do(login, "change.submit", request=made["no"])
    return str(made["no"])


def lines(deal: Deal) -> list[tuple[str, int, int]]:
    """(what, fen, paid fen) of the payments that hold."""
    read = deal.desk.office.look
    with deal.desk.office.store.read() as connection:
        found = current_lines(connection, deal.id)
    paid = read(deal.desk.session("manager"), paid_lines, deal.id)
    return [(each.line.money_type.value, each.line.amount, paid.get(each.id, 0)) for each in found]


def owed(deal: Deal, **when: Any) -> int:
    """What is receivable in all on a day."""

    def look(read: Any) -> int:
        return receivable.total_unpaid(read, when.get("on", read.today))

    return deal.desk.office.look(deal.desk.session("manager"), look)


def test_the_manager_and_finance_say_yes_and_the_new_version_holds(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    before = lines(deal)
    no = asked(deal)
    desk.do("manager", "change.approve", request=no)
    assert lines(deal) == before  # finance has not said yes
    done = desk.do("accountant", "change.execute", request=no)
    after = lines(deal)
    assert sum(amount for _, amount, _ in after) == deal.row()["deal_total"] == done["after_fen"]
    assert after[0] == (MoneyType.DEPOSIT.value, 5_000_000, 5_000_000)
    assert [what for what, _, _ in after] == ["deposit", "down_payment", "loan"]
    assert after != before
    assert owed(deal) == sum(amount - paid for _, amount, paid in after)
    assert [each for each in examine(desk.office) if each.serious] == []


def test_the_discount_for_paying_at_once_goes_and_no_day_before_changes(desk: Desk) -> None:
    on_sale(desk)
    desk.do("manager", "discount.publish", code="ONCE", name="一次性付款", rate="98%", plan_kinds=["lump_sum"])
    desk.do("manager", "discount.publish", code="LOAN", name="按揭", rate="99%", plan_kinds=["mortgage"])
    desk.do("manager", "discount.publish", code="MEMBER", name="会员", rate="99%")
    deal = active(desk, **LUMP, discounts=["ONCE", "MEMBER"])
    desk.do("manager", "discount.end", code="MEMBER")
    first = desk.clock.now.date()
    desk.clock.move(days=1)  # the member's has ended since; it was granted
    # 1,789,400 x 98 % x 99 % = 1,736,075.88, and 1,789,400 x 99 % x 99 % = 1,753,790.94
    assert deal.row()["deal_total"] == 173_607_600
    no = asked(deal)
    desk.do("manager", "change.approve", request=no)
    desk.do("cashier", "change.execute", request=no)
    assert deal.row()["deal_total"] == 175_379_100
    assert owed(deal, on=first) == 173_607_600 - 5_000_000
    assert owed(deal) == 175_379_100 - 5_000_000

    def books(read: Any) -> tuple[Any, ...]:
        day = receivable_period.reconcile(read, read.today, read.today)
        whole = receivable_period.reconcile(read, first, read.today)
        kinds = [{group.key for group in receivable.summary(read, on, by="plan")} for on in (first, read.today)]
        return day.ties, day.adjusted, day.received, whole.ties, kinds, day_lists.deals(read, first, first)

    ties, adjusted, received, both, kinds, rows = desk.office.look(desk.session("manager"), books)
    assert ties and both
    assert (adjusted, received) == (175_379_100 - 173_607_600, 0)  # nothing came in that day
    assert kinds == [{"lump_sum"}, {"mortgage"}]
    assert [(row["deal_total"], row["plan_kind"]) for row in rows] == [(173_607_600, "lump_sum")]
    assert [each for each in examine(desk.office) if each.serious] == []


def test_who_says_no_and_why(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    with pytest.raises(Refusal):  # nothing would change
        desk.do("c01", "change_plan.ask", subscription=deal.sub_no, plan="mortgage", down_rate="30%", reason="x")
    with pytest.raises(BadInput):
        desk.do("c01", "change_plan.ask", subscription=deal.sub_no, plan="mortgage", down_rate="5%", reason="x")
    no = asked(deal, "manager")
    with pytest.raises(Refusal):  # one request at a time
        desk.do("c01", "change_plan.ask", subscription=deal.sub_no, plan="lump_sum", reason="x")
    with pytest.raises(NotAllowed):
        desk.do("manager", "change.approve", request=no)  # who asked does not decide
    desk.do("director", "change.send_back", request=no, comment="首付比例写错")
    desk.do("c01", "change_plan.edit", request=no, plan="lump_sum", plan_days=10)
    with pytest.raises(Stale):
        desk.do("c01", "change_plan.edit", request=no, plan="lump_sum", plan_days=12, version=1)
    desk.do("c01", "change.submit", request=no)
    with pytest.raises(WrongState):
        desk.do("c01", "change_plan.edit", request=no, plan="lump_sum", plan_days=12)
    desk.do("director", "change.approve", request=no)
    before = lines(deal)
    desk.do("accountant", "change_money.refuse", request=no, comment="客户已申请按揭")
    assert lines(deal) == before
    again = asked(deal, plan="lump_sum", down_rate=None)  # the paper is free again
    desk.do("manager", "change.approve", request=again)
    desk.do("accountant", "change.execute", request=again)
    assert [what for what, _, _ in lines(deal)] == ["deposit", "lump_sum"]


def test_a_receipt_is_reversed_after_the_change_as_before(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    no = asked(deal)
    desk.do("manager", "change.approve", request=no)
    desk.do("accountant", "change.execute", request=no)
    deal.pay(5_000_000, "deposit")
    desk.do("accountant", "receipt.reverse", receipt="SJ2026-000001", reason="写错付款人")
    assert lines(deal)[0] == ("deposit", 5_000_000, 5_000_000)
    assert [each for each in examine(desk.office) if each.serious] == []


def test_a_special_discount_stays_and_forbids_another_unit(desk: Desk) -> None:
    granted.leader(desk)
    who = customer(desk)
    special = granted.asks(desk, who)
    granted.step(desk, "manager", "approve", special)
    loan = {"plan": "mortgage", "down_rate": "30%", "loan_days": "30", "inside_area": "70.00"}
    made = granted.paper(desk, who, "13800000001", special=special["no"], **loan)
    deal = Deal(desk, made["id"], made["sub_no"], "1-1-101", made["deal_total_fen"], 5_000_000)
    desk.do("c01", "subscription.submit", subscription=deal.sub_no)
    desk.do("manager", "subscription.approve", subscription=deal.sub_no)
    deal.pay(5_000_000)
    desk.do("clerk", "subscription.stamp", subscription=deal.sub_no)
    assert deal.row()["deal_total"] == 177_940_000
    no = asked(deal, plan="lump_sum", down_rate=None)
    desk.do("manager", "change.approve", request=no)
    desk.do("accountant", "change.execute", request=no)
    assert deal.row()["deal_total"] == 177_940_000  # granted by the leader, not by the way of paying
    assert sum(amount for _, amount, _ in lines(deal)) == 177_940_000
    with pytest.raises(Refusal) as refused:
        desk.do("c01", "swap_unit.ask", subscription=deal.sub_no, unit="1-1-102", fault="company", reason="x")
    assert f"after a special discount ({special['no']})" in say(refused.value.message, "en")
    assert [each for each in examine(desk.office) if each.serious] == []
