"""The opening balance through the console alone: the ledger, its cut-over, what it would do, the yes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from anchang.domain.opening_balance import OldBuyer
from anchang.storage import receivable
from anchang.tui.screens.take_in_register import RegisterPreview
from anchang.tui.widgets.dialogs import Confirm
from tests.importing.made import xlsx
from tests.office import Desk, desk_at
from tests.services.opening import ID, brings, unsigned
from tests.services.stock import block, import_rows
from tests.tui.console import PASSWORD, SMALL, console, fill, has, press, said, save, settled, take_step, until

HEAD = [
    "房号", "客户姓名", "联系电话", "置业顾问", "认购日期", "签约日期", "合同编号", "合同总价(万元)", "付款方式",
    "首付款(万元)", "累计已收(元)",
]  # fmt: skip
ROWS = [
    ["1-1-101", "张三、李四", "13800138000", "张伟", "2026-5-1", "2026-5-8", "旧001", 178.94, "按揭", 78.94, 389_400],
    ["1-1-102", "王五", "", "王芳", "2026-11-20", "", "", 178.94, "一次性", "", 50_000],
    ["1-1-999", "赵六", "", "王芳", "2026-11-20", "", "", 178.94, "一次性", "", 50_000],
    ["合计", "", "", "", "", "", "", 536.82, "", 78.94, 489_400],
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path / "office") as made:
        import_rows(made, block("1栋"))
        yield made


async def preview(pilot: Pilot[int]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, RegisterPreview), "the preview")
    await settled(pilot)


async def test_from_the_ledger_to_the_receivables(desk: Desk, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "台账.xlsx", ("销售台账", [["销售台账"], HEAD, *ROWS]))
    async with console(desk, "manager", place="logs") as pilot:
        await press(pilot, "i")
        await fill(pilot, kind="deals")
        await settled(pilot)
        await fill(pilot, path=str(path))
        await save(pilot)
        await preview(pilot)
        has(pilot, "3 读取行数", "2 可新增", "1 不合格行", "总价 3,578,800.00，已收 439,400.00，未收 3,139,400.00")
        has(pilot, "本案场没有房源")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, Confirm)
        has(pilot, "导入 台账.xlsx 的 2 笔：总价 3,578,800.00", "3,139,400.00？")
        assert desk.see("manager", "subscriptions") == []
        pilot.app.screen.query_one("#yes").focus()
        await press(pilot, "enter")
        await until(pilot, lambda: any("已导入 2 笔" in words for words in said(pilot)), "the result")
    owed = desk.office.look(desk.session("manager"), receivable.total_unpaid, date(2026, 11, 22))
    assert owed == 313_940_000
    assert {row["unit"]: row["state"] for row in desk.see("manager", "subscriptions")} == {
        "1-1-101": "converted", "1-1-102": "active",
    }  # fmt: skip


async def test_what_the_ledger_lacked_and_had_wrong_is_put_right_on_the_card(desk: Desk) -> None:
    """The clerk completes the buyer's data, finance corrects the sum: both from the step menu, at 80x24."""
    brings(desk, unsigned("1-1-101", buyers=(OldBuyer(name="买主"),), handover_due=None))
    async with console(desk, "clerk", place="subscriptions", size=SMALL) as pilot:
        await take_step(pilot, "complete")
        has(pilot, "1 买主 (缺证件号码、电话、地址)")
        await fill(pilot, id_no=ID, phone="13900000002", address="深圳市南山区一路1号", handover_due="2028-12-31")
        await save(pilot)
        await until(pilot, lambda: any("已补齐" in words for words in said(pilot)), "the result")
    async with console(desk, "cashier", place="subscriptions", size=SMALL) as pilot:
        await take_step(pilot, "correct_opening")
        await fill(pilot, received="60000", reason="旧账漏记")
        await save(pilot, PASSWORD)
        await until(pilot, lambda: any("60,000.00" in words for words in said(pilot)), "the result")
    with desk.office.store.read() as connection:
        sql = "SELECT id_no, phone, address FROM subscription_buyer ORDER BY edition DESC"
        assert tuple(connection.exec_driver_sql(sql).first() or ()) == (ID, "13900000002", "深圳市南山区一路1号")
    assert desk.see("manager", "subscriptions")[0]["received"] == 6_000_000
