"""换房 by the keyboard alone: the price of the day, the money moved by transfer, the old unit free again (2.8, T06)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.services.deals import active
from tests.services.stock import PERMIT, import_rows, price_row, unit
from tests.stories.before_contract import (
    DEAL,
    REQUEST,
    UNIT,
    Story,
    approves,
    begins,
    carries_out,
    hands_in,
    opens_request,
    takes_papers_back,
)

OTHER = "1-1-501"


@pytest.mark.long
def test_a_larger_unit_at_the_price_of_the_day(story: Story) -> None:
    desk = story.desk
    larger = price_row("1栋", 5, "01", built_area=1_000_000, unit_price_build=2_100_000)
    import_rows(desk, (larger,))
    desk.do("manager", "unit.release", permit=PERMIT)
    active(desk)
    desk.clock.at(date(2026, 11, 25))
    import_rows(desk, (price_row("1栋", 5, "01", built_area=1_000_000, unit_price_build=2_050_000),))
    console = story.sits("c01", "2026-11-25T14:00")
    begins(console, "申请换房", "换房申请").fill({"原因": "家里添了孩子", "换入房号": f"?{OTHER}"})
    console.see("总价 2,050,000.00", "260,600.00").press("ctrl+s").see(REQUEST, "填写中")
    assert OTHER in story.prints(f"{REQUEST}_change_application.docx")
    hands_in(console)
    approves(story.sits("manager"), "2,050,000.00", "260,600.00", "家里添了孩子")
    opens_request(story.sits("cashier")).steps().take("核对款项").yes("收据与款项是否已核对")
    console.see("已核对")
    takes_papers_back(opens_request(story.sits("assistant")), "SJ2026-000001")
    console = opens_request(story.sits("clerk"))
    carries_out(console)
    assert "50,000.00" in story.prints(f"{REQUEST}_transfer_slip.docx", "打印转账单")
    console = story.sits("manager").see("退房待放").stand_on("退房待放").turn("enter")
    console.steps_open().take("退房放回待售")
    console.form("退房放回待售").fill({"原因": "换房退出"}).save("已恢复待售")
    story.ends()
    with story.afterwards() as again:
        new, old = again.see("manager", "subscriptions")
        assert (new["unit"], new["state"], new["deal_total"]) == (OTHER, "active", 205_000_000)
        assert (old["sub_no"], old["state"]) == (DEAL, "replaced")
        assert (unit(again, UNIT)["state"], unit(again, OTHER)["state"]) == ("available", "subscribed")
        assert [(row["kind"], row["amount"]) for row in again.see("manager", "vouchers")] == [("transfer", 5_000_000)]
