"""挞定 by the keyboard alone: late with the signing, both notices, the grace, executed, the unit free again (2.8)."""

from __future__ import annotations

import pytest

from tests.services.changes import vouchers
from tests.services.deals import active
from tests.services.stock import unit
from tests.stories.before_contract import DEAL, REQUEST, UNIT, Story, approves, begins, carries_out, opens_request


@pytest.mark.long
def test_a_late_signing_is_forfeited_and_the_unit_is_on_sale_again(story: Story) -> None:
    deal = active(story.desk, deposit=40_000_000)
    console = story.sits("assistant", "2026-12-01T09:30")  # to be signed by the 30th
    begins(console, "挞定立案", "挞定立案").fill({"原因类别": "@资金不足", "原因": "电话三次未接"}).save("已对认购书")
    console.see(REQUEST, "填写中")
    notice = story.prints(f"{REQUEST}_signing_notice.docx")
    assert "刘洋" in notice and "2026年11月30日" in notice and "已逾期 1 天" in notice
    console.steps().take("送达签约通知书")
    console.form("送达签约通知书").fill({"送达方式": "@挂号邮寄送达"}).save("2026-12-08")
    assert "2026-12-08" in console.steps().why_not("送达终止协议通知书")
    console.press("esc").press("esc")
    console = story.sits("assistant", "2026-12-09T09:00")  # the grace is over
    console.go("f9", "宽限期满")
    opens_request(console).see("已送达签约通知").steps().take("送达终止协议通知书")
    console.form("送达终止协议通知书").fill({"送达方式": "@当面送达"}).save("终止协议通知书已送达")
    termination = story.prints(f"{REQUEST}_termination_notice.docx")
    assert "400,000.00" in termination and UNIT in termination
    approves(story.sits("manager"), "357,880.00", "42,120.00", passes_on=True)
    approves(story.sits("director"), "357,880.00")
    console = opens_request(story.sits("manager"))
    carries_out(console)
    console.press("esc").go("f5", "退房待放 1").turn("ctrl+f").write(UNIT).see(UNIT)
    console.press("enter").see(f"{UNIT} 退 退房待放").steps().take("退房放回待售")
    console.form("退房放回待售").fill({"原因": "重新推出"}).save("待售 16")
    story.ends()
    with story.afterwards() as desk:
        (request,) = desk.see("manager", "changes")
        assert (request["state"], request["sub_no"]) == ("executed", DEAL)
        assert [row["state"] for row in desk.see("manager", "subscriptions")] == ["forfeited"]
        assert unit(desk, UNIT)["state"] == "available"
    assert vouchers(deal) == [("forfeiture", 35_788_000, ""), ("refund", 4_212_000, "刘洋")]
