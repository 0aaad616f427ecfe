"""变更付款方式 by the keyboard alone: the price and the instalments follow (2.8, 5.4)."""

from __future__ import annotations

import pytest

from tests.services.deals import active
from tests.services.papers import lines
from tests.stories.before_contract import DEAL, REQUEST, Story, approves, begins, hands_in, opens_request


@pytest.mark.long
def test_the_loan_is_given_up_and_the_price_follows(story: Story) -> None:
    desk = story.desk
    desk.do("manager", "discount.publish", code="YCX98", name="一次性付款", rate="98%", plan_kinds="lump_sum")
    active(desk)
    console = story.sits("c01", "2026-11-25T10:00")
    form = begins(console, "申请变更付款方式", "变更付款方式申请").fill({"付款方式": "@一次性付款", "付清期限": "15"})
    console.see("1,753,612.00")
    form.fill({"原因": "自有资金到位，不贷款"}).save(REQUEST)
    assert "一次性付款" in story.prints(f"{REQUEST}_change_application.docx")
    hands_in(console)
    approves(story.sits("manager"), "按揭付款", "一次性付款", "1,753,612.00")
    console = opens_request(story.sits("accountant"))
    console.steps().take("执行申请").yes(f"执行申请 {REQUEST}", grave=True)
    console.see("已执行")
    console.press("esc").palette("分期明细").see("一次性款", "1,703,612.00")
    story.ends()
    with story.afterwards() as again:
        now = lines(again, DEAL)
        assert [each.line.amount for each in now] == [5_000_000, 170_361_200]
        owed = {row["no"]: (row["paid"], row["unpaid"]) for row in again.see("manager", "instalments")}
        assert owed == {1: (5_000_000, 0), 2: (0, 170_361_200)}
        (row,) = again.see("manager", "subscriptions")
        assert (row["plan_kind"], row["received"], row["deal_total"]) == ("lump_sum", 5_000_000, 175_361_200)
