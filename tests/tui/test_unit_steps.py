"""The steps around a unit through the real keys: waiting, flags, batches, more time, parking (issue 4)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from anchang.domain.price_list import Usage
from anchang.services import unit as units
from anchang.services import unit_wait
from anchang.tui.lists.cycle import PlaceList
from tests.office import Desk, desk_at
from tests.services.stock import PERMIT, block, customer, import_rows, on_sale, price_row, returned
from tests.tui.console import console, fill, go, has, press, said, settled, shown, take_step, until


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sixteen units on sale."""
    with desk_at(tmp_path / "office") as made:
        on_sale(made)
        yield made


async def test_a_waiting_customer_is_told_and_gets_the_unit(desk: Desk) -> None:
    """Story «hold expired with a waiting customer», through the screens."""
    first, _second = customer(desk, "c01", "刘洋"), customer(desk, "c02", "陈静", "13800000002")
    desk.do("c01", "unit.ask", unit="1-1-101", customer=first)
    async with console(desk, "c02", place="inventory") as pilot:
        await press(pilot, "slash")
        pilot.app.screen.query_one("#search").value = "1-1-101"  # type: ignore[attr-defined]
        await press(pilot, "enter", "w")
        await fill(pilot, customer="陈静")
        await press(pilot, "ctrl+s")
        assert [(row["unit"], row["place"]) for row in desk.see("c02", "unit_waits")] == [("1-1-101", 1)]
        await until(pilot, lambda: "1 位客户" in shown(pilot), "the list on the card")
        desk.clock.move(minutes=11)
        units.sweep(desk.office, desk.project_id)
        unit_wait.sweep(desk.office, desk.project_id)
        await go(pilot, "f9")
        has(pilot, "1-1-101", "候补客户轮到该房源")
        await press(pilot, "enter")
        await settled(pilot)
        has(pilot, "1-1-101", "临定")
        await press(pilot, "enter")
        await fill(pilot, customer="陈静")
        await press(pilot, "ctrl+s")
    assert [(row["unit"], row["customer"]) for row in desk.see("manager", "holds")] == [("1-1-101", "陈静")]
    assert desk.see("manager", "unit_waits") == []


async def test_the_manager_flags_extends_and_reads_the_history(desk: Desk) -> None:
    desk.do("c01", "unit.ask", unit="1-1-101", customer=customer(desk))
    async with console(desk, "manager", place="inventory", size=(120, 40)) as pilot:
        await press(pilot, "slash")
        pilot.app.screen.query_one("#search").value = "1-1-101"  # type: ignore[attr-defined]
        await press(pilot, "enter", "h")
        await press(pilot, "ctrl+s")
        assert desk.see("manager", "holds")[0]["minutes_left"] == 60
        await press(pilot, "h")  # confirmed already: the same key asks for more time
        has(pilot, "延长保留")
        await fill(pilot, reason="等贷款资料")
        await press(pilot, "ctrl+s")
        assert desk.see("manager", "holds")[0]["minutes_left"] == 120
        desk.do("manager", "unit.flag", unit="1-1-101", flag="frozen", reason="内部核查")
        await press(pilot, "r")
        await until(pilot, lambda: "内部核查" in shown(pilot), "the flag on the card")
        await press(pilot, "s")
        has(pilot, "解除标记", "房源大事记", "无人候补该房源")
        await press(pilot, "escape")
        await take_step(pilot, "history")
        await settled(pilot)
        assert isinstance(pilot.app.screen, PlaceList)
        has(pilot, "延长保留", "等贷款资料", "设置房源标记")


async def test_a_batch_goes_on_sale_by_its_keys(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        import_rows(desk, block("1栋"))
        async with console(desk, "manager", place="inventory") as pilot:
            await press(pilot, "b", "n")
            await fill(pilot, name="首开", building="1栋")
            await press(pilot, "ctrl+s")
            has(pilot, "B-001", "首开", "已计划")
            await press(pilot, "p")
            await settled(pilot)
            await press(pilot, "ctrl+s")
            has(pilot, "已推出")
            assert {row["state"] for row in desk.see("manager", "units")} == {"available"}
            await press(pilot, "p")
            assert any("不在计划中" in each for each in said(pilot))
            await press(pilot, "w")
            has(pilot, "候补")


async def test_parking_is_offered_in_the_form_of_its_unit(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        side = price_row("1栋", floor=-1, door="C1", usage=Usage.PARKING, list_total=20_000_000)
        import_rows(desk, (*block("1栋"), side))
        desk.do("manager", "unit.release", permit=PERMIT)
        parking = next(row["label"] for row in desk.see("manager", "units") if row["usage"] == "parking")
        desk.do("manager", "unit.link", unit="1-1-101", linked=parking)
        customer(desk)
        async with console(desk, "c01", place="inventory") as pilot:
            await press(pilot, "slash")
            pilot.app.screen.query_one("#search").value = "1-1-101"  # type: ignore[attr-defined]
            await press(pilot, "enter", "h")
            has(pilot, "连同车位储藏", parking)
            await fill(pilot, customer="刘洋")
            await press(pilot, "ctrl+s")
        assert sorted(row["unit"] for row in desk.see("manager", "holds")) == sorted(["1-1-101", parking])


async def test_who_may_hold_for_an_hour_is_not_given_ten_minutes(tmp_path: Path) -> None:
    """The key says «hold»: for the manager it is the manager's hold, for the consultant the short one."""
    with desk_at(tmp_path / "office") as desk:
        on_sale(desk)
        customer(desk)
        for login, words in (("manager", "小订"), ("c01", "申请临定")):
            async with console(desk, login, place="inventory") as pilot:
                await press(pilot, "h")
                has(pilot, words)
                await press(pilot, "escape")


async def test_a_returned_unit_waits_in_the_managers_inbox(desk: Desk) -> None:
    from tests.services.deals import active

    active(desk, "1-1-101")
    returned(desk, "1-1-101")
    async with console(desk, "manager", place="inbox") as pilot:
        has(pilot, "退房待放，请处理")
        await press(pilot, "down", "enter")
        await settled(pilot)
        has(pilot, "退房放回待售")
        await press(pilot, "enter")
        await fill(pilot, reason="重新推出")
        await press(pilot, "ctrl+s")
    assert [row["state"] for row in desk.see("manager", "units", text="1-1-101")] == ["available"]
