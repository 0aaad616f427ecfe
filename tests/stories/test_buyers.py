"""更名 and 增减名 by the keyboard alone: the paper to another person, a co-buyer on it and off it again (2.8)."""

from __future__ import annotations

import pytest

from tests.services.deals import active
from tests.services.front_desk import customer_of
from tests.stories.before_contract import (
    DEAL,
    REQUEST,
    Story,
    approves,
    begins,
    carries_out,
    hands_in,
    opens_request,
    own,
    takes_papers_back,
)
from tests.stories.driver import Form

DAY = "2026-11-25T10:00"
WIFE = {"姓名": "陈静", "证件号码": "440524188001010014", "电话": "13900000002", "地址": "深圳市南山区一路1号"}


def stamped_anew(story: Story, receipt: str) -> None:
    """Finance looks at the money, the customer brings the receipt, the clerk stamps the new edition."""
    console = opens_request(story.sits("accountant"))
    console.steps().take("核对款项").yes("收据与款项是否已核对").see("已核对")
    takes_papers_back(opens_request(story.sits("assistant")), receipt)
    carries_out(opens_request(story.sits("clerk")))


@pytest.mark.long
def test_the_paper_goes_to_another_person_for_a_fee(story: Story) -> None:
    desk = story.desk
    active(desk)
    customer_of(desk, "c01", "13900000002", "周敏")
    console = story.sits("c01", DAY)
    form = begins(console, "申请更名", "更名申请").fill({"客户": "?周敏", **WIFE, "姓名": "周敏"})
    form.fill({"手续费": "500", "原因": "由妹妹购买"}).save(REQUEST)
    hands_in(console)
    approves(story.sits("director"), "周敏", "500.00")
    console = opens_request(story.sits("accountant"))
    console.steps().take("核对款项").yes("收据与款项是否已核对").see("已核对")
    takes_papers_back(opens_request(story.sits("assistant")), "SJ2026-000001")
    console = opens_request(story.sits("clerk"))
    assert "500.00" in console.steps().why_not("执行申请")
    console.press("esc")
    console = story.sits("cashier").go("f6", f"> {DEAL}")
    console.steps().take("收款开据")
    console.form("开具收据").fill({"金额": "500", "款项类型": "@手续费"}).save("已开具", password=own("cashier"))
    console = opens_request(story.sits("clerk"))
    carries_out(console)
    console.press("esc").go("f6", f"> {DEAL}").turn("enter").see("周敏")
    assert "周敏" in story.prints(f"{DEAL}_subscription_agreement.docx")
    story.ends()
    with story.afterwards() as again:
        assert [row["buyer"] for row in again.see("manager", "subscriptions")] == ["周敏"]
        issued = {row["no"]: (row["payer"], row["amount"]) for row in again.see("manager", "receipts")}
        assert issued["SJ2026-000003"] == ("周敏", 5_000_000), "the deposit's receipt is issued anew"


@pytest.mark.long
def test_a_wife_comes_onto_the_paper_and_leaves_it_again(story: Story) -> None:
    active(story.desk)
    console = story.sits("c01", DAY)
    console.go("f6", f"> {DEAL}").steps().take("申请增减名")
    console.see("增减名申请", "现有买受人")
    form = Form(console, "增减名申请").another_row("姓名").fill({**WIFE, "关系": "@配偶", "证明": "结婚证 J440-1"})
    form.fill({"原因类别": "@贷款未获批", "原因": "夫妻共同贷款"}).save(REQUEST)
    hands_in(console)
    approves(story.sits("manager"), "陈静", "夫妻共同贷款")
    stamped_anew(story, "SJ2026-000001")
    with story.afterwards() as again:
        assert next(row["payer"] for row in again.see("manager", "receipts")) == "刘洋"
    second(story)
    story.ends()
    with story.afterwards() as again:
        assert [row["buyer"] for row in again.see("manager", "subscriptions")] == ["刘洋"]
        states = [row["state"] for row in again.see("manager", "changes")]
        assert states == ["executed", "executed"]


def second(story: Story) -> None:
    """She goes off the paper two days later."""
    console = story.sits("c01", "2026-11-27T10:00")
    console.go("f6", f"> {DEAL}").steps().take("申请增减名")
    console.see("增减名申请", "2 陈静").turn("tab")
    form = Form(console, "增减名申请").another_row("买受人")
    form.fill({"买受人": "@2 陈静", "关系": "@配偶", "证明": "结婚证 J440-1", "原因": "征信不合格，退出"})
    request = "BG2026-0002"
    form.save(request)
    console.see(request).steps().take("提交申请").yes(f"的申请 {request}？")
    console.see("待审批")
    for login, step, told in (("manager", "审批同意", "已批准"), ("accountant", "核对款项", "已核对")):
        console = story.sits(login).palette("认购变更申请").see(f"> {request}").turn("enter").see("变更前后对照")
        console.steps().take(step)
        console.yes(f"的申请 {request}？" if login == "manager" else "是否已核对")
        console.see(told)
    console = story.sits("assistant").palette("认购变更申请").see(f"> {request}").turn("enter").see("变更前后对照")
    takes_papers_back(console, "SJ2026-000002")
    console = story.sits("clerk").palette("认购变更申请").see(f"> {request}").turn("enter").see("变更前后对照")
    console.steps().take("执行申请").yes(f"执行申请 {request}", grave=True)
    console.see("已执行")
