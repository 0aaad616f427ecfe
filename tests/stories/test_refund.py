"""退定 by the keyboard alone: whose fault it is decides what goes back (2.8, 5.3)."""

from __future__ import annotations

import pytest

from tests.services.changes import vouchers
from tests.services.deals import active
from tests.services.stock import unit
from tests.stories.before_contract import (
    REQUEST,
    UNIT,
    Story,
    approves,
    begins,
    carries_out,
    hands_in,
    opens_request,
    own,
    takes_papers_back,
)

DAY = "2026-11-25T10:00"


def asked_and_granted(story: Story, fault: str, *shown: str, director: bool = True) -> None:
    """The consultant writes and hands in, those who decide look at `shown`, the accountant carries it out."""
    console = story.sits("c01", DAY)
    form = begins(console, "填写退定申请", "填写退定申请").fill({
        "责任方": f"@{fault}", "原因类别": "@贷款未获批", "原因": "银行未批贷款",
    })  # fmt: skip
    form.fill({"本人账号": "6222 0000 1111", "开户行": "招商银行"})
    form.save(REQUEST)
    assert "银行未批贷款" in story.prints(f"{REQUEST}_refund_application.docx")
    hands_in(console)
    approves(story.sits("manager"), "银行未批贷款", *shown, passes_on=director)
    if director:
        approves(story.sits("director"), *shown)
    console = opens_request(story.sits("accountant"))
    assert "SJ2026-000001" in console.steps().why_not("执行申请")
    console.press("esc")
    takes_papers_back(console, "SJ2026-000001", *(f"RG2026-0001 #{copy}" for copy in (1, 2, 3)))
    carries_out(console)


def paid_and_filed(story: Story, count: int) -> None:
    """The cashier pays every voucher with the password, the assistant files."""
    console = opens_request(story.sits("cashier"))
    for number in range(1, count + 1):
        console.steps().take("支付凭证款项")
        console.form("支付凭证款项").fill({"银行流水号": f"HX-{number}"}).save("已付刘洋", password=own("cashier"))
    console.see("已退款")
    console = opens_request(story.sits("assistant"))
    console.steps().take("归档").yes(f"归档申请 {REQUEST}").see("已归档")


def ended(story: Story, *expected: tuple[str, int, str]) -> None:
    """The rows: what was kept and paid, the paper's end, the unit that waits for the manager."""
    story.ends()
    with story.afterwards() as desk:
        assert [row["state"] for row in desk.see("manager", "changes")] == ["closed"]
        assert [row["state"] for row in desk.see("manager", "subscriptions")] == ["cancelled_refund"]
        assert unit(desk, UNIT)["state"] == "return_locked"
        rows = reversed(desk.see("manager", "vouchers"))
        assert [(row["kind"], row["amount"], row["payee"]) for row in rows] == list(expected)
        assert all(row["paid_on"] for row in desk.see("manager", "vouchers") if row["payee"])


@pytest.mark.long
def test_nobody_at_fault_gets_everything_back(story: Story) -> None:
    active(story.desk, deposit=40_000_000)
    asked_and_granted(story, "双方无责", "400,000.00")
    paid_and_filed(story, 1)
    ended(story, ("refund", 40_000_000, "刘洋"))


@pytest.mark.long
def test_the_buyer_at_fault_loses_a_fifth_of_the_price_at_most(story: Story) -> None:
    active(story.desk, deposit=40_000_000)
    asked_and_granted(story, "买方责任", "357,880.00", "42,120.00", director=False)
    paid_and_filed(story, 1)
    ended(story, ("forfeiture", 35_788_000, ""), ("refund", 4_212_000, "刘洋"))


@pytest.mark.long
def test_the_company_at_fault_pays_the_deposit_twice(story: Story) -> None:
    deal = active(story.desk, deposit=40_000_000)
    asked_and_granted(story, "公司责任", "357,880.00")
    paid_and_filed(story, 2)
    ended(story, ("refund", 40_000_000, "刘洋"), ("compensation", 35_788_000, "刘洋"))
    assert len(vouchers(deal)) == 2
