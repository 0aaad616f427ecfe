"""By keys: the sales questions beside a form, the office's own lists, surveys, meetings, and a person's data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from anchang.tui.forms.screen import FormScreen
from anchang.tui.lists.screen import ListScreen
from anchang.tui.screens.customer_card import CustomerCard
from tests.office import Desk, desk_at
from tests.tui.console import console, fill, form_of, has, press, said, save, settled, shown, write


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """One customer, one approved answer."""
    with desk_at(tmp_path / "office") as made:
        made.do("c01", "customer.register", name="刘女士", phone="13800138001", notice="yes", grade="B",
                next_contact_on="2026-11-25")  # fmt: skip
        asked = made.do("c01", "faq.propose", question="学区怎么划分？", answer="以当年公告为准", tags="学校")
        made.do("manager", "faq.approve", faq=asked["id"])
        yield made


async def by_palette(pilot: Pilot[int], words: str) -> None:
    await press(pilot, "ctrl+p")
    await write(pilot, words)
    await press(pilot, "enter")
    await settled(pilot)


async def test_the_questions_are_looked_up_beside_a_form_that_stays_as_it_is(desk: Desk) -> None:
    async with console(desk, "c02", place="logs", size=(80, 24)) as pilot:
        await press(pilot, "n")
        await fill(pilot, name="何先生")
        has(pilot, "F11 销售百问")
        await press(pilot, "f11", "slash")
        await write(pilot, "xqzm")
        await settled(pilot, 0.3)
        has(pilot, "学区怎么划分？", "以当年公告为准")
        await press(pilot, "enter", "enter")
        has(pilot, "以当年公告为准")
        await press(pilot, "escape", "escape", "escape")
        assert isinstance(pilot.app.screen, FormScreen), shown(pilot)
        assert form_of(pilot).values["name"] == "何先生"


async def test_a_channel_of_the_managers_is_offered_where_it_is_asked(desk: Desk) -> None:
    async with console(desk, "manager", place="customers") as pilot:
        await by_palette(pilot, "字典")
        has(pilot, "字典维护", "户外广告", "流失原因")
        await press(pilot, "n")
        await fill(pilot, kind="channel", label="抖音直播")
        await save(pilot)
        assert any("抖音直播" in each for each in said(pilot))
        await press(pilot, "f4", "n")
        has(pilot, "抖音直播")
    async with console(desk, "c01", place="dictionary") as pilot:
        await press(pilot, "n")  # who may not, hears so before the first field
        assert isinstance(pilot.app.screen, ListScreen)
        assert any("销售经理" in each for each in said(pilot))


async def test_entries_are_retired_and_moved_by_keys(desk: Desk) -> None:
    async with console(desk, "manager", place="dictionary") as pilot:
        await press(pilot, "plus")
        assert [row["code"] for row in desk.see("manager", "dictionary", kind="channel")][:2] == [
            "social_media", "official_site",
        ]  # fmt: skip
        await press(pilot, "home", "x", "enter")
        has(pilot, "停用")
        await press(pilot, "left", "enter")
    assert desk.see("manager", "dictionary", kind="channel")[0]["active"] is False


async def test_a_survey_and_a_meeting_are_written_down(desk: Desk) -> None:
    async with console(desk, "manager", place="competitors") as pilot:
        await press(pilot, "n")
        await fill(pilot, name="海悦湾")
        await save(pilot)
        has(pilot, "海悦湾", "2026-11-24")
        await press(pilot, "k")
        await fill(pilot, unit_price="23500", sold="3")
        await save(pilot)
        has(pilot, "2026-12-23", "23,500.00")
        await press(pilot, "w")
        has(pilot, "市调记录", "李经理")
        await by_palette(pilot, "晨会")
        await press(pilot, "n")
        await fill(pilot, kind="morning", points="今日来访20组")
        await save(pilot)
        has(pilot, "晨会", "今日来访20组")
    assert len(desk.see("c01", "meetings")) == 1


async def test_whoever_does_not_want_it_is_red_and_not_contacted(desk: Desk) -> None:
    async with console(desk, "c01", place="customers") as pilot:
        await press(pilot, "enter", "x")
        await fill(pilot, reason="不要再打电话")
        await save(pilot)
        has(pilot, "勿扰！不得主动联系", "不要再打电话")
        await press(pilot, "a")
        await fill(pilot, kind="marketing", given=True)
        await save(pilot)
        has(pilot, "营销推广")
        await press(pilot, "w")
        await fill(pilot, kind="copy")
        await save(pilot)
        await press(pilot, "u")
        await fill(pilot, way="phone", effective=True, content="聊了")
        await save(pilot)
        has(pilot, "不得主动联系。只能登记")  # refused in the form
    assert desk.see("manager", "person_requests")[0]["kind"] == "copy"
    assert desk.see("manager", "follow_ups") == []


async def test_a_person_is_copied_and_made_nameless_from_the_card(desk: Desk) -> None:
    async with console(desk, "manager", place="customers") as pilot:
        await press(pilot, "enter", "y")
        await write(pilot, "本人要求")
        await press(pilot, "enter")
        has(pilot, "导出资料", "exports/person_1")
        await press(pilot, "escape", "delete")
        await write(pilot, "刘女士要求")
        await press(pilot, "enter")
        assert any("请勿写入" in each for each in said(pilot)), said(pilot)
        await press(pilot, "delete")
        await write(pilot, "本人要求")
        await press(pilot, "enter")
        has(pilot, "客户 #1")
    assert (desk.office.place.exports / "person_1_2026-11-23.json").exists()
    assert desk.see("manager", "customers")[0]["name"] == "#1"


async def test_a_request_is_answered_by_the_correction_and_a_campaign_begun_from_its_list(desk: Desk) -> None:
    desk.do("manager", "person.request", customer=1, kind="correct", note="名字写错")
    desk.do("manager", "person.consent", customer=1, kind="marketing", given="yes")
    async with console(desk, "manager", place="personal") as pilot:
        await press(pilot, "w", "c")
        await fill(pilot, name="柳女士", reason="本人要求")
        await save(pilot)
        has(pilot, "柳女士", "已答复")
        await press(pilot, "w")
        has(pilot, "可营销名单", "柳女士")
        await press(pilot, "n")
        await fill(pilot, name="开盘通知")
        await save(pilot)
    assert [row["state"] for row in desk.see("manager", "person_requests")] == ["done"]
    assert [row["about"] for row in desk.see("manager", "tasks", what="campaign")] == ["开盘通知"]


async def test_whose_time_is_over_is_ended_from_the_list(desk: Desk) -> None:
    desk.clock.at(date(2029, 1, 8))
    async with console(desk, "manager", place="personal") as pilot:
        for words in ("号码查看记录", "个人信息请求", "可营销名单", "到期待匿名"):
            has(pilot, words)
            if words != "到期待匿名":
                await press(pilot, "w")
        has(pilot, "刘女士")
        await press(pilot, "x")
        has(pilot, "永久匿名化")
        await press(pilot, "left", "enter")
        has(pilot, "没有到期的客户")
        await press(pilot, "f4", "enter")
        assert isinstance(pilot.app.screen, CustomerCard)
        has(pilot, "客户 #1")
