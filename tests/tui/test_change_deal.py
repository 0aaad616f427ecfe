"""Plan, unit and buyers changed through the screens alone, each step by whoever may take it (2.8)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from anchang.tui.screens.paper_card import PaperCard
from tests.office import Desk, desk_at
from tests.services.deals import active
from tests.services.stock import PERMIT, block, customer, import_rows, price_row, unit
from tests.tui.console import console, fill, go, has, press, said, save, settled, shown, take_step
from tests.tui.test_sale import yes

WIFE = {"name": "陈静", "id_no": "440524188001010014", "phone": "13900000002", "address": "深圳市南山区一路1号"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office with a subscription in force and a larger unit on sale."""
    with desk_at(tmp_path / "office") as made:
        import_rows(made, (*block(), price_row("1栋", 5, "01", built_area=1_000_000)))
        made.do("manager", "unit.release", permit=PERMIT)
        active(made)
        yield made


async def asks(desk: Desk, kind: str, *shown: str, **values: Any) -> None:
    """The consultant's form from the subscription; what it shows before it is saved; then the request is handed in."""
    async with console(desk, "c01", place="subscriptions") as pilot:
        await take_step(pilot, kind)
        await fill(pilot, **values, reason="家庭原因")
        has(pilot, *shown)
        await save(pilot)
        await requests(pilot)
        await take_step(pilot, "submit")
        await yes(pilot)
    assert desk.see("manager", "changes")[0]["state"] == "pending"


async def requests(pilot: Pilot[int]) -> None:
    """F6 until the list of requests is there."""
    if isinstance(pilot.app.screen, PaperCard):
        await press(pilot, "escape")
    for _ in range(6):
        await go(pilot, "f6")
        if "BG2026-" in shown(pilot):
            return
    has(pilot, "BG2026-")


async def does(desk: Desk, login: str, *names: str, **values: Any) -> None:
    """That person takes these steps of the request one after the other."""
    async with console(desk, login, place="subscriptions") as pilot:
        await requests(pilot)
        for name in names:
            await take_step(pilot, name)
            if values:
                await fill(pilot, **values)
                await save(pilot)
            else:
                await yes(pilot)


def newest(desk: Desk, listing: str = "subscriptions") -> dict[str, Any]:
    return desk.see("manager", listing)[0]


async def test_another_plan(desk: Desk) -> None:
    await asks(desk, "change_plan", "一次性款 1,739,400.00", plan="lump_sum", plan_days="10")
    await does(desk, "manager", "approve")
    assert newest(desk)["plan_kind"] == "mortgage"
    async with console(desk, "accountant", place="inbox") as pilot:
        has(pilot, "BG2026-0001")
    await does(desk, "accountant", "execute")
    assert newest(desk)["plan_kind"] == "lump_sum"
    async with console(desk, "manager", place="subscriptions") as pilot:
        await requests(pilot)
        has(pilot, "变更付款")
        await press(pilot, "enter")
        has(pilot, "变更前后对照", "按揭付款", "一次性付款", "1,789,400.00")


@pytest.mark.long
async def test_a_wife_on_the_paper(desk: Desk) -> None:
    wife = {**WIFE, "relation": "spouse", "proof": "结婚证"}
    await asks(desk, "add_remove_buyer", add=[wife])
    await does(desk, "manager", "approve")
    await does(desk, "assistant", "paper_back", paper="receipt:1")
    await does(desk, "accountant", "check_money")
    await does(desk, "clerk", "execute")
    async with console(desk, "manager", place="subscriptions") as pilot:
        await press(pilot, "enter")
        has(pilot, "陈静", "SJ2026-000002")


@pytest.mark.long
async def test_another_unit(desk: Desk) -> None:
    await asks(desk, "swap_unit", "210,600.00", unit="1-1-501")
    assert unit(desk, "1-1-501")["state"] == "held"
    await does(desk, "manager", "approve")
    await does(desk, "assistant", "paper_back", paper="receipt:1")
    await does(desk, "cashier", "check_money")
    await does(desk, "clerk", "execute")
    assert (newest(desk)["unit"], newest(desk)["state"]) == ("1-1-501", "active")
    assert unit(desk, "1-1-101")["state"] == "return_locked"
    async with console(desk, "manager", place="subscriptions") as pilot:
        await requests(pilot)
        await take_step(pilot, "print_transfer")
        await settled(pilot)
        assert "exports/" in said(pilot)[-1]


@pytest.mark.long
async def test_another_person(desk: Desk) -> None:
    customer(desk, "c01", "周敏", "13900000002")
    await asks(desk, "rename", customer="周敏", buyers=[{**WIFE, "name": "周敏"}])
    await does(desk, "director", "approve")
    await does(desk, "assistant", "paper_back", paper="receipt:1")
    await does(desk, "accountant", "check_money")
    await does(desk, "clerk", "execute")
    assert newest(desk)["buyer"] == "周敏"
