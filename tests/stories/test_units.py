"""Units by the keyboard alone: a waiting customer, a launch, plans for a customer, a batch, later prices (2.16)."""

from __future__ import annotations

import re

import pytest

from tests.services.front_desk import customer_of
from tests.services.stock import import_rows, price_row, unit
from tests.stories.before_contract import UNIT, Story
from tests.stories.driver import Console


def on_the_wall(console: Console, label: str = UNIT) -> Console:
    """F5, the cursor on that unit."""
    console.go("f5", "销控").turn("ctrl+f")
    console.write(label).see(label)
    console.press("enter").terminal.wait_until(
        lambda screen: re.search(rf"{label} +(售 待售|留)", screen) is not None, f"the card of {label}"
    )
    return console


@pytest.mark.long
def test_a_hold_ends_while_nobody_is_there_and_the_next_one_takes_the_unit(story: Story) -> None:
    customer_of(story.desk, "c01", "13800000001", "刘洋")
    customer_of(story.desk, "c02", "13800000002", "陈静")
    console = on_the_wall(story.sits("c01", "2026-11-23T10:00")).press("ctrl+o")
    console.form("申请临定").fill({"客户": "?刘洋"}).save(f"{UNIT} 已临定")
    console = on_the_wall(story.sits("c02", "2026-11-23T10:03")).press("ctrl+w")
    console.form("候补房源").fill({"客户": "?陈静", "备注": "只要这一套"}).save("位")
    story.leaves()  # at 10:10 no terminal is open
    console = story.sits("c02", "2026-11-23T10:14").go("f9", "候补客户轮到该房源").stand_on("候补客户", UNIT)
    console.turn("enter").steps_open().take("临定")
    console.form("申请临定").fill({"客户": "?陈静"}).save(f"{UNIT} 已临定")
    story.ends()
    with story.afterwards() as desk:
        assert [(row["unit"], row["customer"]) for row in desk.see("manager", "holds")] == [(UNIT, "陈静")]
        assert desk.see("manager", "unit_waits") == []
        ended = [row for row in desk.see("manager", "unit_claims") if row["ended_at"] is not None]
        assert [(row["customer"], f"{row['ended_at']:%H:%M}") for row in ended] == [("刘洋", "02:10")]


@pytest.mark.long
def test_a_launch_day(story: Story) -> None:
    for number, name in enumerate(("刘洋", "陈静", "周敏"), start=1):
        customer_of(story.desk, "c01", f"1390000000{number}", name)
    console = story.sits("manager", "2026-11-23T10:00").palette("开盘：排号").see("排号表").press("ctrl+w")
    console.see("还没有开盘").press("ctrl+n")
    console.form("筹备开盘").fill({"开盘名称": "首开", "顺序": "@按号顺序", "楼栋": "@1栋"}).save("首开")
    console = story.sits("c01").palette("开盘：排号").see("排号表")
    for name in ("刘洋", "陈静", "周敏"):
        console.press("ctrl+n")
        form = console.form("登记排号").fill({"客户": f"?{name}"})
        form.save().see_line(name, "已排号")
    console = story.sits("manager").palette("开盘：排号").see("周敏").press("ctrl+w").see("> ", "首开")
    console.turn("ctrl+o").form("确定开盘顺序").save("顺序已定")
    console.turn("ctrl+u").yes("开始开盘").see("开盘中")
    console.press("ctrl+w").see("周敏", "待叫号").press("ctrl+b").see_line("刘洋", "已叫号")
    console.stand_on("刘洋").press("ctrl+o").see_line("刘洋", "选房中").press("ctrl+u")
    console.form("开盘选房").fill({"房源": f"?{UNIT}"}).save().see_line("刘洋", UNIT)
    console.press("ctrl+y").see("余 7 套 / 共 8 套", "请准备").gone("刘洋")
    console.press("esc").see_line("刘洋", UNIT).press("ctrl+d").see_line("刘洋", "已选定")
    console.press("ctrl+b").see_line("陈静", "已叫号")
    story.ends()
    with story.afterwards() as desk:
        assert [(row["unit"], row["customer"]) for row in desk.see("manager", "holds")] == [(UNIT, "刘洋")]
        found = {row["customer"]: row["state"] for row in desk.see("manager", "launch_tickets")}
        assert found == {"刘洋": "chose", "陈静": "called", "周敏": "in_line"}


@pytest.mark.long
def test_two_ways_of_paying_are_compared_and_printed(story: Story) -> None:
    console = on_the_wall(story.sits("c01", "2026-11-23T10:00")).press("ctrl+b")
    console.see(f"{UNIT} 置业计划", "一次性付款", "按揭付款").press("ctrl+n")
    form = console.form(f"{UNIT} 付款方案").fill({"首付比例": "", "贷款类型": "@组合贷款"})
    form.fill({"首付比例": "40%", "其中公积金贷款": "500000", "年限": "20"}).save()
    console.see("公积金贷款", "500,000.00").press("left", "left", "delete").gone("一次性付款")
    console.press("ctrl+o")
    console.form(f"打印 {UNIT} 置业计划表").fill({"客户": "王女士"}).save("单据已生成")
    story.ends()
    sheet = story.paper(f"{UNIT}_purchase_plan.docx")
    assert "王女士" in sheet and "按揭付款" in sheet and "一次性付款" not in sheet and "500,000.00" in sheet


@pytest.mark.long
def test_a_batch_goes_on_sale_whole(story: Story) -> None:
    import_rows(story.desk, tuple(price_row("1栋", floor, door) for floor in (5, 6) for door in ("01", "02")))
    console = story.sits("manager", "2026-11-23T10:00").palette("批次、候补").see("推盘批次").press("ctrl+n")
    console.form("计划推盘批次").fill({"批次名称": "二批", "楼栋": "1栋", "计划日期": "2026-11-28"}).save("已计划")
    console = story.sits("manager", "2026-11-28T09:00").palette("批次、候补").see_line("二批", "已计划").turn("ctrl+y")
    console.form("推出批次").save("已推出")
    console.go("f5", "待售 20")
    story.ends()
    with story.afterwards() as desk:
        (row,) = desk.see("manager", "batches")
        assert (row["state"], row["units"], row["on_sale"]) == ("released", 4, 4)
        assert unit(desk, "1-1-602")["state"] == "available"


@pytest.mark.long
def test_prices_of_a_later_instant(story: Story) -> None:
    file = story.office.root.parent / "调价.csv"
    head = "楼栋,单元,楼层,房号,建筑面积,单价,总价"
    file.write_text(f"{head}\n1栋,1单元,1,101,89.47,21000,1878870\n", encoding="utf-8")
    console = story.sits("manager", "2026-11-23T15:00").palette("价目表").see("价目表").press("ctrl+n")
    console.form("导入价目表").fill({"文件": str(file)})
    console.press("ctrl+s").see("预览", "1 变更")
    console.press("ctrl+s").see("调价.csv")
    console = story.sits("director").palette("价目表").see("> PL-002").turn("ctrl+w")
    form = console.form("批准价目表并定时生效").fill({"日期": "2026-11-24"}).to("时间").clear()
    form.write("08:00").save("2026-11-24 08:00")
    on_the_wall(console).see("1,789,400.00")
    story.leaves()  # at eight nobody is there
    console = on_the_wall(story.sits("c01", "2026-11-24T09:00")).see("1,878,870.00")
    story.ends()
    with story.afterwards() as desk:
        assert unit(desk, UNIT)["list_total"] == 187_887_000
        assert [row["state"] for row in desk.see("director", "price_lists")][:1] == ["approved"]

