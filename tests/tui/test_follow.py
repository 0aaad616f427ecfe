"""F4 behind the customers: what is due, appointments, the pool, the tracking sheets, a leaver's customers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from anchang.tui.lists.screen import ListScreen
from anchang.tui.screens.customer_card import CustomerCard
from tests.office import Desk, desk_at
from tests.services.sweeps import meets, row, sweep, tasks
from tests.tui.console import SMALL, app_of, console, fill, has, press, said, save, settled, shown

START = date(2026, 11, 23)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A customer of c01 who waits for an answer, one of c02, and two in the pool."""
    with desk_at(tmp_path / "office") as made:
        for phone, name in (("13800138000", "欧阳建国"), ("13800138001", "司马晓月")):
            meets(made, "c03", phone, name, grade="B")
        made.clock.at(START + timedelta(days=31))
        sweep(made)
        meets(made, "c01", "13900139000", "刘女士", grade="A", next_contact_on="2026-12-26")
        meets(made, "c02", "13900139001", "陈先生", grade="C")
        made.clock.at(START + timedelta(days=33), 9, 30)
        yield made


def listing(pilot: Pilot[int]) -> str:
    """The name of the list on the screen."""
    screen = pilot.app.screen
    assert isinstance(screen, ListScreen), shown(pilot)
    return screen.spec.listing.name


def customer(desk: Desk, phone: str) -> dict[str, Any]:
    """The customer's row as the manager sees it."""
    return desk.see("manager", "customers", text=phone)[0]


async def test_f4_goes_through_the_lists(desk: Desk) -> None:
    async with console(desk, "c01", place="customers") as pilot:
        seen = [listing(pilot)]
        for _ in range(8):
            await press(pilot, "f4")
            seen.append(listing(pilot))
    assert seen == ["customers", "tasks", "appointments", "pool", "intending", "visitors",
                    "ownership_cases", "agent_reports", "customers"]


async def test_a_contact_is_written_down_from_the_line_that_is_late(desk: Desk) -> None:
    mine = customer(desk, "13900139000")["id"]
    async with console(desk, "c01", place="customers", size=SMALL) as pilot:
        await press(pilot, "f4")
        has(pilot, "首次响应", "刘女士", "计划跟进")
        assert "陈先生" not in shown(pilot)
        await press(pilot, "d")
        has(pilot, "首次响应")
        await press(pilot, "u")
        await fill(pilot, way="phone", effective=True, content="约周六看房", assessed=True)
        await save(pilot)
        assert tasks(desk, mine) == {"first_response": "done_late", "needs": "done", "weekly": "open"}
        await settled(pilot)
        assert "刘女士" not in shown(pilot)  # nothing of hers is late any more
        await press(pilot, "d", "d", "enter")
        assert isinstance(pilot.app.screen, CustomerCard)


async def test_an_appointment_is_made_seen_at_the_desk_and_missed(desk: Desk) -> None:
    async with console(desk, "c01", place="customers") as pilot:
        await press(pilot, "enter", "v")
        await fill(pilot, day=(START + timedelta(days=34)).isoformat(), at="1000")
        await save(pilot)
        assert isinstance(pilot.app.screen, CustomerCard), shown(pilot)
        has(pilot, "已预约")
    desk.clock.at(START + timedelta(days=34), 11)
    async with console(desk, "c01", place="desk") as pilot:
        await press(pilot, "e")
        has(pilot, "刘女士", "待到访", "10:00")
        await press(pilot, "w")
        await fill(pilot, note="说堵车")
        await save(pilot)
        has(pilot, "爽约")
    assert customer(desk, "13900139000")["state"] == "no_show"


async def test_a_customer_of_the_pool_is_asked_for_and_granted(desk: Desk) -> None:
    async with console(desk, "c02", place="customers") as pilot:
        await press(pilot, "f4", "f4", "f4")
        has(pilot, "司**", "欧**")
        assert "晓月" not in shown(pilot)
        await press(pilot, "m")  # only the manager gives out
        assert any("经理" in each for each in said(pilot)), said(pilot)
        await press(pilot, "a")
        await fill(pilot, why="以前接待过")
        await save(pilot)
    async with console(desk, "manager", place="inbox") as pilot:
        has(pilot, "公海客户申领", "王芳")
        wanted = [each["what"] for each in desk.see("manager", "inbox")].index("task.wish")
        await press(pilot, *["down"] * wanted, "enter")
        has(pilot, "以前接待过", "待经理审批")
        await press(pilot, "y", "enter")
        await settled(pilot)
        has(pilot, "没有人申领客户")
    assert [each["state"] for each in desk.see("c02", "customers")].count("reactivated") == 1


async def test_the_manager_gives_out_and_counts(desk: Desk) -> None:
    async with console(desk, "manager", place="inbox") as pilot:
        wanted = [(each["what"], each["consultant"]) for each in desk.see("manager", "inbox")]
        await press(pilot, *["down"] * wanted.index(("task.escalated", "张伟")), "enter")
        has(pilot, "首次响应", "刘女士")
        assert "陈先生" not in shown(pilot)
    async with console(desk, "manager", place="customers") as pilot:
        await press(pilot, "f4", "m")
        has(pilot, "张伟", "王芳", "逾期")
        await press(pilot, "enter")
        has(pilot, "首次响应", "顾问")
        await press(pilot, "escape", "escape", "f4", "f4", "m")
        await fill(pilot, to="王芳", reason="重新分配")
        await save(pilot)
        await settled(pilot)
    assert len(desk.see("manager", "pool")) == 1
    assert len(desk.see("c02", "customers")) == 2


async def test_a_leavers_customers_are_shared_out_after_a_preview(desk: Desk) -> None:
    for number in range(3):
        meets(desk, "c01", f"1360013600{number}", f"客{number}")
    async with console(desk, "boss", place="staff") as pilot:
        wanted = [each["login"] for each in desk.see("boss", "staff")].index("c01")
        await press(pilot, *["down"] * wanted, "d")
        await fill(pilot, reason="离职")
        await press(pilot, "ctrl+s")
        has(pilot, "名下还有 4 位客户")
        await press(pilot, "enter")
        await settled(pilot)
        assert any("4 位客户" in each for each in said(pilot)), said(pilot)
    async with console(desk, "manager", place="customers") as pilot:
        await press(pilot, "l")
        await fill(pilot, of="张伟", reason="离职移交")
        await press(pilot, "ctrl+s")
        has(pilot, "把 张伟 的 4 位客户分配出去", "王芳 分得 2 位", "单婷 分得 2 位")
        await press(pilot, "left", "enter")
        await settled(pilot)
        assert not app_of(pilot).screen.is_modal, shown(pilot)
    assert (len(desk.see("c02", "customers")), len(desk.see("c03", "customers"))) == (3, 2)


async def test_a_customer_is_lost_and_taken_up_again_from_the_card(desk: Desk) -> None:
    mine = customer(desk, "13900139000")["id"]
    async with console(desk, "c01", place="customers") as pilot:
        await press(pilot, "enter", "z")
        await fill(pilot, why="bought_elsewhere", note="买了隔壁")
        await save(pilot)
        has(pilot, "流失", "已购其他楼盘")
    async with console(desk, "manager", place="customers") as pilot:
        await press(pilot, "slash")
        await fill_search(pilot, "刘女士")
        await press(pilot, "enter", "m")
        await fill(pilot, to="单婷", reason="客户又来咨询")
        await save(pilot)
        has(pilot, "重新激活", "单婷", "人工流失", "买了隔壁")
    assert row(desk, mine)["owner_id"] == desk.people["c03"]


async def fill_search(pilot: Pilot[int], text: str) -> None:
    """Type into the search line and go to the rows."""
    from tests.tui.console import write

    await write(pilot, text)
    await press(pilot, "enter")
    await settled(pilot, 0.4)
