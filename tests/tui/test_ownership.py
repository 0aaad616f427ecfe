"""F4 again: the disputes, the case on one screen, agents' reports; from the card of a customer too (2.1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from anchang.tui.screens.ownership_card import OwnershipCard
from tests.office import Desk, desk_at
from tests.services.front_desk import customer_of
from tests.tui.console import (
    SIZE,
    SMALL,
    SeatedConsole,
    app_of,
    console,
    fill,
    has,
    press,
    said,
    save,
    settled,
    shown,
    terminal_at,
)

PHONE = "13800138000"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A customer of one consultant whom another claims, a week later."""
    with desk_at(tmp_path / "office") as made:
        customer_of(made, "c01", PHONE, "欧阳建国")
        made.clock.move(hours=2)
        made.do("c02", "ownership.open", phone=PHONE, question="上周六由我接待，当时没有留电话")
        yield made


def decided(desk: Desk) -> dict[str, Any]:
    return desk.see("manager", "ownership_cases")[0]


async def test_the_manager_goes_from_the_inbox_to_the_case_and_decides(desk: Desk) -> None:
    async with console(desk, "manager", place="inbox") as pilot:
        has(pilot, "判客", "PK20261123-001")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, OwnershipCard)
        has(pilot, "欧阳建国", "138****8000", "上周六由我接待", "归张伟：第一接待人原则", "2.1, Q-17", "时间线", "有效")
        await press(pilot, "d")
        has(pilot, "规则判定", "第一接待人原则")
        await save(pilot)
        has(pilot, "已按规则判定")
        await press(pilot, "d")
        assert isinstance(pilot.app.screen, OwnershipCard)
        assert "按规则判定" in said(pilot)[-1]
    assert (decided(desk)["state"], decided(desk)["owner"]) == ("decided", "张伟")
    assert desk.see("manager", "inbox", noun="ownership_case") == []


async def test_otherwise_with_a_reason_and_shares_at_80_columns(desk: Desk) -> None:
    async with console(desk, "manager", place="disputes", size=SMALL) as pilot:
        has(pilot, "待判", "欧阳建国")
        await press(pilot, "enter", "o")
        await fill(pilot, owner="王芳", reason="双方协商，各一半")
        both = [{"value": desk.people[login], "label": login} for login in ("c01", "c02")]
        await fill(pilot, shares=[{"staff": each, "rate": "50%"} for each in both])
        await save(pilot)
        has(pilot, "经理改判", "王芳 50%")
    row = decided(desk)
    assert (row["state"], row["owner"], row["reason"]) == ("overridden", "王芳", "双方协商，各一半")


async def test_the_step_menu_says_why_not_to_a_party(desk: Desk) -> None:
    async with console(desk, "c02", place="disputes") as pilot:
        await press(pilot, "s")
        has(pilot, "按规则判定", "销售经理", "补充陈述", "撤回判客单")
        await press(pilot, "escape", "enter")
        assert "欧阳" not in shown(pilot)
        has(pilot, "他人客户", "138****8000")
        await press(pilot, "a")
        await fill(pilot, text="客户微信可证")
        await save(pilot)
        has(pilot, "客户微信可证", "当时未登记")


async def test_a_case_and_a_tie_from_the_card(desk: Desk) -> None:
    desk.do("c02", "ownership.withdraw", case=1)
    customer_of(desk, "c02", "13900139000", "欧阳太太")
    async with console(desk, "c01", place="customers") as pilot:
        await press(pilot, "enter", "l")
        await fill(pilot, link="spouse", phone="13900139000", proof="结婚证")
        await save(pilot)
        has(pilot, "配偶", "他人客户")
        await press(pilot, "t")
        await fill(pilot, reason="登记错误")
        await save(pilot)
        assert "他人客户" not in shown(pilot)
        await press(pilot, "t")
        assert "没有关联" in said(pilot)[-1]
        await press(pilot, "l")
        await fill(pilot, link="spouse", phone="13900139000", proof="结婚证")
        await save(pilot)
        await press(pilot, "o")
        await fill(pilot, question="太太后来找了别的顾问")
        await save(pilot)
    assert decided(desk)["rule"] == "family"


async def test_agents_reports(desk: Desk) -> None:
    async with console(desk, "assistant", place="disputes") as pilot:
        await app_of(pilot).action_go("disputes")
        await settled(pilot)
        has(pilot, "没有渠道报备")
        await press(pilot, "n")
        await fill(pilot, company="某中介", agent="小李", phone="138****8001", name="赵先生")
        await save(pilot)
        has(pilot, "某中介", "138****8001", "2026-11-30")
        await press(pilot, "f4")
        has(pilot, "欧阳建国")


async def test_is_a_number_free(desk: Desk) -> None:
    async with console(desk, "c02", place="customers") as pilot:
        await press(pilot, "k")
        await fill(pilot, phone=PHONE)
        await save(pilot)
        assert said(pilot)[-1] == "该客户已有归属：张伟。"
        assert "欧阳" not in shown(pilot)


@pytest.mark.parametrize("size", [SIZE, SMALL], ids=["120x40", "80x24"])
def test_the_case_as_a_picture(desk: Desk, snap_compare: Any, size: tuple[int, int]) -> None:
    customer_of(desk, "c03", "13900139000", "欧阳太太")
    desk.do("c03", "customer.link", customer="13900139000", link="spouse", phone=PHONE, proof="结婚证")
    desk.do("c02", "ownership.note", case=1, text="有微信记录可证")
    shares = [{"staff": "c01", "rate": "60%"}, {"staff": "c02", "rate": "40%"}]
    desk.do("manager", "ownership.override", case=1, owner="c01", reason="双方协商", shares=shares, points=2,
            penalty_staff="c02", penalty_note="未登记")  # fmt: skip
    terminal = terminal_at(desk, "manager")
    app = SeatedConsole(terminal)
    app.start = "customers"

    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await press(pilot, "f4", "enter")

    try:
        assert snap_compare(app, terminal_size=size, run_before=before)
    finally:
        terminal.close()
