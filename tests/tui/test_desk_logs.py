"""F3 and F4: the logs in turn on one key, the customers and the card of one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from anchang.tui.lists.screen import ListScreen
from anchang.tui.screens import customer_card
from anchang.tui.screens.customer_card import CustomerCard
from anchang.tui.screens.day_end import EverybodysDay, MyDay
from anchang.tui.screens.row_card import RowCard
from tests.office import Desk, desk_at
from tests.services.stock import on_sale
from tests.tui import desk_day
from tests.tui.console import app_of, console, fill, form_of, has, press, said, save, settled, shown, until, write


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A morning with two visits and a call."""
    with desk_at(tmp_path / "office") as made:
        desk_day.morning(made)
        yield made


def listing(pilot: Pilot[int]) -> str:
    """The name of the list on the screen."""
    screen = pilot.app.screen
    assert isinstance(screen, ListScreen), shown(pilot)
    return screen.spec.listing.name


def number(pilot: Pilot[int]) -> str:
    """What stands where a revealed number is shown."""
    card = pilot.app.screen
    assert isinstance(card, CustomerCard)
    box = card.query_one("#number", Static)
    return str(box.render()) if box.display else ""


async def test_f3_goes_through_the_six_lists(desk: Desk) -> None:
    async with console(desk, "assistant", place="logs") as pilot:
        seen = [listing(pilot)]
        for _ in range(6):
            await press(pilot, "f3")
            seen.append(listing(pilot))
    assert seen == ["visits", "calls", "follow_ups", "turns", "day_sheets", "rota", "visits"]


async def test_a_visit_opens_as_its_card_and_its_own_one_as_its_form(desk: Desk) -> None:
    async with console(desk, "assistant", place="logs") as pilot:
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, RowCard)
        has(pilot, "欧阳建国先生", "139****9002", "缺：")
        await press(pilot, "enter")
        assert form_of(pilot).form.key.startswith("visit.")
        await press(pilot, "escape")
    async with console(desk, "c02", place="logs") as pilot:
        await press(pilot, "enter")
        assert form_of(pilot).form.key.startswith("visit.")


async def test_a_visit_is_corrected_with_its_reason(desk: Desk) -> None:
    desk.do("assistant", "agent_report.record", company="安居中介", agent="小李", phone="13800138001")
    async with console(desk, "c01", place="logs") as pilot:
        await press(pilot, "k")
        await fill(pilot, kind="agent_brought", reason="客户由中介带来")
        await save(pilot)
        has(pilot, "渠道带访")
    assert desk.see("c01", "visits")[0]["kind"] == "agent_brought"


async def test_a_visit_outside_the_rota(desk: Desk) -> None:
    async with console(desk, "c01", place="logs") as pilot:
        await press(pilot, "n")
        await fill(pilot, kind="first", arrived="0905", name="早到先生", phone="13500135008", notice=True)
        await save(pilot)
        assert not pilot.app.screen.is_modal, shown(pilot)
        has(pilot, "早到先生", "09:05")
    assert len(desk.see("c01", "turns")) == 2  # no turn was used


async def test_a_turn_says_why(desk: Desk) -> None:
    async with console(desk, "c03", place="logs") as pilot:
        await press(pilot, "f3", "f3", "f3", "down", "enter")
        has(pilot, "为什么是张伟", "轮序首位", "王芳 负责登记", "A 张伟", "B 王芳")


async def test_the_rota_sheets_of_every_day_and_such_a_day_event_by_event(desk: Desk) -> None:
    """3.1: 带客轮班表 is the last list behind F3; Enter tells the day."""
    async with console(desk, "manager", place="logs") as pilot:
        await press(pilot, "f3", "f3", "f3", "f3", "f3")
        has(pilot, "轮班表", "签到", "张伟", "王芳", "单婷")
        await press(pilot, "enter")
        has(pilot, "张伟签到，第 1 位", "轮班表已确定", "2026-11-23")
        await press(pilot, "escape", "f3")
        has(pilot, "来访编号")


async def test_a_call_and_a_follow_up_are_entered_with_n(desk: Desk) -> None:
    async with console(desk, "c01", place="logs") as pilot:
        await press(pilot, "f3", "n")
        await fill(pilot, name="周女士", is_repeat=True, channel="other", no_phone_reason="不愿留")
        await save(pilot)
        has(pilot, "周女士")
        await press(pilot, "f3", "n")
        await fill(pilot, customer="刘女士", way="phone", effective=True, content="约周末再来", grade_after="A")
        has(pilot, "2026-11-25")
        await save(pilot)
        has(pilot, "约周末再来")
    assert desk.see("c01", "customers", text="刘女士")[0]["grade"] == "A"


async def test_customers_are_found_by_number_name_and_initials(desk: Desk) -> None:
    async with console(desk, "c01", place="customers") as pilot:
        has(pilot, "刘女士", "陈先生")
        one, other = "刘女士", "陈先生"
        for typed, found, gone in (("8001", one, other), ("陈", other, one), ("lns", one, other)):
            await press(pilot, "slash")
            pilot.app.screen.query_one("#search").value = ""  # type: ignore[attr-defined]
            await write(pilot, typed)
            await settled(pilot, 0.4)
            has(pilot, found)
            assert gone not in shown(pilot), typed
            await press(pilot, "escape", "escape")


async def test_the_due_ones_are_worded_and_another_s_number_names_the_owner(desk: Desk) -> None:
    desk.clock.move(days=3)
    async with console(desk, "c01", place="customers") as pilot:
        has(pilot, "逾期")
        await press(pilot, "d")
        has(pilot, "陈先生")
        await press(pilot, "d", "k")
        await write(pilot, "13900139002")
        await press(pilot, "ctrl+s")
        assert any("可登记" in each or "无人" in each for each in said(pilot)), said(pilot)
    async with console(desk, "c03", place="customers") as pilot:
        has(pilot, "没有客户")
        await press(pilot, "k")
        await write(pilot, "13800138001")
        await press(pilot, "ctrl+s")
        assert any("张伟" in each for each in said(pilot)), said(pilot)


async def test_the_card_shows_what_happened_and_a_number_for_a_moment(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(customer_card, "SHOWN_FOR", 1.2)
    async with console(desk, "c01", place="customers") as pilot:
        await press(pilot, "down", "enter")
        has(pilot, "客户 刘女士", "138****8001", "LF20261123-001", "看了样板间", "归属")
        await press(pilot, "p")
        await write(pilot, "回访")
        await press(pilot, "enter")
        assert "13800138001" in number(pilot)
        await until(pilot, lambda: number(pilot) == "", "the number hidden again")
        await press(pilot, "u")
        await fill(pilot, way="wechat", effective=False, content="未接")
        has(pilot, "2026-11-26")  # grade B from the card
        await save(pilot)
        has(pilot, "微信", "未接")
        await press(pilot, "escape")
        assert listing(pilot) == "customers"


async def test_customer_is_registered_changed_and_handed_over(desk: Desk) -> None:
    async with console(desk, "manager", place="customers") as pilot:
        await press(pilot, "n")
        await fill(pilot, name="[@click=app.quit]周[/]", phone="13400134009", notice=True, grade="C")
        await save(pilot)
        has(pilot, "[@click=app.quit]周[/]"[:11])
        await press(pilot, "home", "enter", "c")
        await fill(pilot, living_area="罗湖区")
        await save(pilot)
        has(pilot, "罗湖区")
        await press(pilot, "m")
        await fill(pilot, to="单婷", reason="统一分配")
        await save(pilot)
        has(pilot, "统一分配", "归属 单婷")
    assert len(desk.see("c03", "customers")) == 1


async def test_a_unit_is_held_from_the_card(desk: Desk) -> None:
    on_sale(desk)
    async with console(desk, "c01", place="customers") as pilot:
        await press(pilot, "enter", "h")
        await fill(pilot, unit="1-1-301")
        await save(pilot)
        assert not pilot.app.screen.is_modal, shown(pilot)
    row = next(row for row in desk.see("manager", "units") if row["label"] == "1-1-301")
    assert row["state"] == "held"


async def test_the_palette_knows_the_actions(desk: Desk) -> None:
    async with console(desk, "c01", place="desk") as pilot:
        await press(pilot, "ctrl+p")
        await write(pilot, "来访登记")
        has(pilot, "来访登记")
        await press(pilot, "escape")
        app_of(pilot).spread()


async def test_the_inbox_leads_to_the_people_who_are_kept_for_too_long(desk: Desk) -> None:
    desk.clock.move(days=800)
    async with console(desk, "director", place="inbox") as pilot:
        waiting = [row["what"] for row in desk.see("director", "inbox")]
        await press(pilot, *["down"] * waiting.index("retention.due"), "enter")
        has(pilot, "到期待匿名")
        await press(pilot, "escape")
        has(pilot, "超过保存期限")


async def test_the_inbox_opens_what_it_names(desk: Desk) -> None:
    """A visit as its form, a customer as the card, one's sheet as the day: nobody is sent to look for it."""
    desk.clock.move(days=4)
    async with console(desk, "c01", place="inbox") as pilot:
        waiting = [row["what"] for row in desk.see("c01", "inbox")]
        contact = waiting.index("day.contact_late")
        await press(pilot, *["down"] * contact, "enter")
        assert isinstance(pilot.app.screen, CustomerCard)
        await press(pilot, "escape", *["up"] * contact, *["down"] * waiting.index("day.hand_in"), "enter")
        assert isinstance(pilot.app.screen, MyDay)
    async with console(desk, "assistant", place="inbox") as pilot:
        has(pilot, "未日结")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, EverybodysDay)
