"""Delayed signing by the keys: five of them ask for it, one approves, one executes; days and day say each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from anchang.services import delay
from anchang.tui.forms.screen import FormScreen
from anchang.tui.screens.delay_card import DelayCard
from tests.documents.reading import text, value
from tests.office import Desk, desk_at
from tests.services.deals import active
from tests.services.stock import on_sale
from tests.tui.console import SMALL, console, field, go, has, press, said, settled, steps, take_step, until, write

DUE = date(2026, 11, 30)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office with one deal in force."""
    with desk_at(tmp_path / "office") as made:
        on_sale(made)
        active(made)
        yield made


def request(desk: Desk) -> dict[str, Any]:
    """The newest request."""
    return desk.see("manager", "delays")[0]


async def into(pilot: Pilot[int], name: str) -> None:
    """The caret goes into that field."""
    field(pilot, name).focus_editor()
    await settled(pilot)


async def test_five_keys_ask_for_it(desk: Desk) -> None:
    async with console(desk, "c01", place="subscriptions", size=SMALL) as pilot:
        await press(pilot, "enter")
        has(pilot, "签约期限", "2026-11-30")
        await press(pilot, "d")  # 1
        await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen), "the form")
        await settled(pilot)
        await press(pilot, "7")  # 2
        has(pilot, "2026-12-07", "累计7天，由销售经理审批")  # it follows while one types
        await press(pilot, "tab", "1", "ctrl+s")  # 5
        await until(pilot, lambda: not isinstance(pilot.app.screen, FormScreen), "saved")
        assert "待销售经理审批" in said(pilot)[-1]
        has(pilot, "认购生效，延签中")
        await press(pilot, "d")
        assert "已有未办结的申请：YQ2026-0001" in said(pilot)[-1]
    row = request(desk)
    assert (row["state"], row["days"], row["reason"], row["new_due_on"]) == ("pending", 7, "funds", date(2026, 12, 7))
    async with console(desk, "manager", place="inbox") as pilot:
        has(pilot, "审批延签申请", "刘洋", "YQ2026-0001")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DelayCard), "the card")
        await settled(pilot)
        has(pilot, "首付款未到位", "2026-11-30 改为 2026-12-07", "7，首次延签", "签约后应付的2期随之顺延", "50,000.00")
        await press(pilot, "e")
        assert "销售助理" in said(pilot)[-1]
        await press(pilot, "a", "enter")
        await until(pilot, lambda: request(desk)["state"] == "approved", "approved")
    async with console(desk, "assistant", place="subscriptions") as pilot:
        await go(pilot, "f6")
        has(pilot, "延签已批准", "YQ2026-0001")
        await take_step(pilot, "execute")
        await press(pilot, "enter")
        await until(pilot, lambda: request(desk)["state"] == "executed", "executed")
        for _ in range(4):
            await go(pilot, "f6")
        has(pilot, "2026-12-07")
    assert desk.see("c01", "subscriptions")[0]["sign_due_date"] == date(2026, 12, 7)


async def test_the_new_day_says_the_days_and_a_no_is_told(desk: Desk) -> None:
    async with console(desk, "c01", place="subscriptions") as pilot:
        await press(pilot, "d")
        await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen), "the form")
        await settled(pilot)
        await into(pilot, "new_due_on")
        await write(pilot, "2026-12-08")
        assert field(pilot, "days").raw == "8"
        has(pilot, "累计8天，由销售总监审批")
        await into(pilot, "days")
        await press(pilot, "backspace", "3")
        await settled(pilot)
        assert field(pilot, "new_due_on").raw == "2026-12-03"
        await into(pilot, "reason")
        await press(pilot, "7", "ctrl+s")  # another reason wants words
        has(pilot, "原因说明")
        assert isinstance(pilot.app.screen, FormScreen)
        await into(pilot, "reason_text")
        await write(pilot, "等亲属回国")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: not isinstance(pilot.app.screen, FormScreen), "saved")
        await go(pilot, "f6")
        await press(pilot, "s")
        why = {option.step.name: str(option.why_not or "") for option in steps(pilot)}
        assert why["withdraw"] == "" and why["print"] == "" and why["approve"] and why["reply"]
        assert set(why) == {"submit", "approve", "reject", "reply", "execute", "print", "withdraw"}
        assert list(why)[:2] == ["print", "withdraw"]  # what can be done stands first
        await press(pilot, "escape", "p")
        await until(pilot, lambda: len(said(pilot)) > 2, "the name of the file")
        assert "YQ2026-0001_delay_request.docx" in said(pilot)[-1]
    made = desk.office.place.exports / "YQ2026-0001_delay_request.docx"
    assert value(made, "房号") == "1-1-101"
    assert (value(made, "本次延期天数"), value(made, "累计延期天数")) == ("3 天", "3 天")
    assert "2026年11月30日" in text(made) and "2026年12月3日" in text(made) and "等亲属回国" in text(made)
    async with console(desk, "manager", place="subscriptions") as pilot:
        await go(pilot, "f6")
        await take_step(pilot, "reject")
        await write(pilot, "房源紧张")
        await press(pilot, "enter")
        await until(pilot, lambda: request(desk)["state"] == "rejected", "refused")
    async with console(desk, "c01", place="inbox") as pilot:
        has(pilot, "答复客户：不同意延签")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DelayCard), "the card")
        await settled(pilot)
        has(pilot, "房源紧张")
        await take_step(pilot, "reply")
        await write(pilot, "已告知按期签约")
        await press(pilot, "enter")
        await until(pilot, lambda: request(desk)["replied_on"] == date(2026, 11, 23), "told")
    assert delay.sweep(desk.office, desk.project_id) == 0
    assert desk.see("c01", "inbox", noun="delay_request") == []
