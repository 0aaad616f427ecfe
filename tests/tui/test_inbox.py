"""The inbox by keys alone: what one needs beside the row, deciding there, many at once, delegation (F9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from anchang.services.listing import Ask, Page
from anchang.tui.forms.screen import FormScreen
from anchang.tui.screens.delay_card import DelayCard
from anchang.tui.screens.inbox import InboxScreen, MarkedSource
from anchang.tui.widgets.dialogs import Confirm, Notice
from anchang.tui.widgets.step_menu import StepMenu
from tests.office import Desk, desk_at
from tests.services.changes import refund
from tests.services.deals import active
from tests.services.stock import customer, on_sale
from tests.tui.console import (
    SIZE,
    SMALL,
    app_of,
    console,
    fill,
    go,
    has,
    press,
    said,
    save,
    settled,
    shown,
    until,
    write,
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Three deals of c01; two delays for the manager, one for the director, a cancellation; slips are signed."""
    with desk_at(tmp_path / "office") as made:
        on_sale(made)
        for number, label in enumerate(("1-1-101", "1-1-102", "1-1-201", "1-1-202"), start=1):
            deal = active(made, label, number=number)
            made.do("manager", "subscription.decide_slip", subscription=deal.sub_no)
            if number < 4:
                days = "10" if number == 3 else "5"
                made.do("c01", "delay.apply", subscription=deal.sub_no, days=days, reason="funds")
            else:
                refund(deal)
        yield made


def inbox(pilot: Pilot[int]) -> InboxScreen:
    """The screen."""
    screen = app_of(pilot).screen
    assert isinstance(screen, InboxScreen)
    return screen


def subject(pilot: Pilot[int]) -> str:
    """The paper under the cursor."""
    row = inbox(pilot).row
    return "" if row is None else str(row["subject"])


async def on(pilot: Pilot[int], number: str) -> None:
    """The cursor stands on that paper, and its words are beside it."""
    await until(pilot, lambda: isinstance(app_of(pilot).screen, InboxScreen) and subject(pilot) == number, number)
    await until(pilot, lambda: number in shown(pilot), f"{number} beside the row")
    await settled(pilot)


def states(desk: Desk) -> dict[str, str]:
    """The state of every delay."""
    return {row["no"]: row["state"] for row in desk.see("director", "delays")}


@pytest.mark.parametrize("size", [SMALL, SIZE], ids=["80x24", "120x40"])
async def test_deciding_beside_the_row(desk: Desk, size: tuple[int, int]) -> None:
    async with console(desk, "manager", place="inbox", size=size) as pilot:
        await on(pilot, "YQ2026-0001")
        has(pilot, "审批延签申请", "张伟，2026-11-23", "变更前后对照", "2026-11-30", "2026-12-05，顺延 5 天")
        has(pilot, "销售经理", "1,789,400.00")
        for _ in range(5):
            await press(pilot, "ctrl+down")
        has(pilot, "房源与历史", "89.47")
        await press(pilot, "b")
        assert "批准、不批准" in said(pilot)[-1]  # a delay is not given back
        await press(pilot, "a")
        await until(pilot, lambda: isinstance(app_of(pilot).screen, Confirm), "the question")
        await press(pilot, "enter")
        await until(pilot, lambda: states(desk)["YQ2026-0001"] == "approved", "approved")
        await on(pilot, "YQ2026-0002")  # the next one stands under the cursor
        await press(pilot, "ctrl+x")
        await until(pilot, lambda: isinstance(app_of(pilot).screen, Confirm), "the question")
        await press(pilot, "enter")
        assert isinstance(app_of(pilot).screen, Confirm)  # a no has a reason
        await write(pilot, "已过期")
        await press(pilot, "enter")
        await until(pilot, lambda: states(desk)["YQ2026-0002"] == "rejected", "rejected")
        await on(pilot, "BG2026-0001")
        has(pilot, "变更前后对照", "批准之后", "50,000.00")
        await press(pilot, "b")
        await until(pilot, lambda: isinstance(app_of(pilot).screen, Confirm), "the question")
        await write(pilot, "补附件")
        await press(pilot, "enter")
        await until(pilot, lambda: desk.see("manager", "changes")[0]["state"] == "draft", "given back")


@pytest.mark.parametrize("size", [SMALL, SIZE], ids=["80x24", "120x40"])
async def test_whole_columns_and_the_keys_of_the_row(desk: Desk, size: tuple[int, int]) -> None:
    """The paper's number and the time left stand beside the pane, whole; only keys that do something are shown."""
    async with console(desk, "manager", place="inbox", size=size) as pilot:
        await on(pilot, "YQ2026-0001")
        has(pilot, "时限", "剩7天", "1-1-101", "BG2026-0001")
        keys = shown(pilot).splitlines()[-1]
        assert keys.index("a 批准") < keys.index("x 不批准") < keys.index("Enter 打开")
        assert "退回" not in keys  # a delay is not given back
        await press(pilot, "down", "down")
        await on(pilot, "BG2026-0001")
        assert "b 退回" in shown(pilot).splitlines()[-1]
    async with console(desk, "assistant", place="inbox", size=size) as pilot:
        desk.do("manager", "delay.approve", delay="YQ2026-0001")
        await press(pilot, "r")
        await on(pilot, "YQ2026-0001")  # hers to execute: nothing to decide
        keys = shown(pilot).splitlines()[-1]
        assert "批准" not in keys and "退回" not in keys
        has(pilot, "Enter 打开", "s 步骤")


async def test_a_dispute_and_an_answer_are_decided_beside_the_row(desk: Desk) -> None:
    desk.do("c01", "faq.propose", question="车位怎么卖？", answer="认购后选")
    customer(desk, "c01", "冯女士", "13712345678")
    case = desk.do("c02", "ownership.open", phone="13712345678", question="客户上周由我接待")["no"]
    async with console(desk, "manager", place="inbox", size=SIZE) as pilot:
        await press(pilot, "end")
        await on(pilot, case)
        has(pilot, "变更前后对照", "规则判定", "张伟")
        await press(pilot, "a")
        await until(pilot, lambda: isinstance(app_of(pilot).screen, FormScreen), "the rules' verdict")
        await settled(pilot)
        await save(pilot)
        await until(pilot, lambda: desk.see("manager", "ownership_cases")[0]["state"] == "decided", "decided")
        await on(pilot, "车位怎么卖？")
        has(pilot, "认购后选", "全员统一口径")
        await press(pilot, "a")
        await until(pilot, lambda: isinstance(app_of(pilot).screen, Confirm), "the question")
        await press(pilot, "enter")
        await until(pilot, lambda: desk.see("manager", "faqs")[0]["state"] == "approved", "approved")


async def test_enter_opens_the_paper_and_s_its_steps(desk: Desk) -> None:
    async with console(desk, "manager", place="inbox", size=SMALL) as pilot:
        await on(pilot, "YQ2026-0001")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app_of(pilot).screen, DelayCard), "the card")
        await press(pilot, "f9")  # the key of the place leads back to its list, and only then on to the next one
        await on(pilot, "YQ2026-0001")
        await press(pilot, "s")
        await until(pilot, lambda: isinstance(app_of(pilot).screen, StepMenu), "the steps")
        await press(pilot, "escape")
        await on(pilot, "YQ2026-0001")
        await press(pilot, "slash")
        await write(pilot, "1-1-202")
        await press(pilot, "enter")
        await on(pilot, "BG2026-0001")


async def test_many_alike_in_one_go(desk: Desk) -> None:
    async with console(desk, "manager", place="inbox", size=SMALL) as pilot:
        await on(pilot, "YQ2026-0001")
        await press(pilot, "space", "space", "space")  # two delays and the cancellation
        await press(pilot, "a")
        await until(pilot, lambda: any("同类" in each for each in said(pilot)), "not alike")
        await press(pilot, "space")  # the last one is marked no more
        desk.do("c01", "delay.withdraw", delay="YQ2026-0002", reason="不用了")
        await press(pilot, "a")
        await until(pilot, lambda: isinstance(app_of(pilot).screen, Confirm), "the question")
        has(pilot, "批准 2 件“审批延签申请”？", "YQ2026-0001", "YQ2026-0002")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app_of(pilot).screen, Notice), "the summary")
        has(pilot, "1 件已办，1 件未通过", "延签已撤回")
        await press(pilot, "enter")
        await on(pilot, "BG2026-0001")
    found = states(desk)
    assert (found["YQ2026-0001"], found["YQ2026-0002"], found["YQ2026-0003"]) == ("approved", "withdrawn", "pending")


async def test_a_mark_is_of_the_paper_as_it_was_seen() -> None:
    """What somebody changes after it was marked is decided only after another look."""
    versions = {"a": 1, "b": 1}

    class Source:
        async def page(self, ask: Ask) -> Page:
            rows = ({"id": key, "version": version, "behalf": "", "who": "", "noun": "term", "subject": key}
                    for key, version in versions.items())  # fmt: skip
            return Page(tuple(rows), None, None)

        async def count(self, filters: Mapping[str, Any]) -> int:
            return len(versions)

    marked = MarkedSource(Source())
    marked.marks = {row["id"]: row for row in (await marked.page(Ask({}))).rows}
    versions["a"] = 2
    assert [row["mark"] for row in (await marked.page(Ask({}))).rows] == ["", "*"]


async def test_a_delegation_from_the_third_page(desk: Desk) -> None:
    async with console(desk, "director", place="inbox", size=SMALL) as pilot:
        await go(pilot, "f9")
        await go(pilot, "f9")
        has(pilot, "没有审批委托")
        await press(pilot, "n")
        await until(pilot, lambda: isinstance(app_of(pilot).screen, FormScreen), "the form")
        await settled(pilot)
        await fill(pilot, delegate="李经理", kinds=["delay"], to_day="2026-11-30", reason="出差")
        await save(pilot)
        has(pilot, "赵总监", "李经理", "2026-11-30")
        for _ in range(3):
            await press(pilot, "right")
        has(pilot, "延迟签约", "出差")  # the first column stays
    async with console(desk, "manager", place="inbox", size=SMALL) as pilot:
        await until(pilot, lambda: "YQ2026-0003" in _subjects(pilot), "the director's")
        await press(pilot, "down", "down")
        await on(pilot, "YQ2026-0003")
        has(pilot, "您代", "赵总监")
        await press(pilot, "a")
        await until(pilot, lambda: isinstance(app_of(pilot).screen, Confirm), "the question")
        await press(pilot, "enter")
        await until(pilot, lambda: states(desk)["YQ2026-0003"] == "approved", "approved")
        await until(pilot, lambda: "YQ2026-0003" not in _subjects(pilot), "gone")
        await press(pilot, "end")
        await until(pilot, lambda: subject(pilot).startswith("SQ2026-0001"), "the delegation")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app_of(pilot).screen, Confirm), "withdraw?")
        has(pilot, "撤回审批委托", "赵总监")
        await write(pilot, "交还")
        await press(pilot, "enter")
        await until(pilot, lambda: desk.see("director", "delegations")[0]["standing"] == "withdrawn", "withdrawn")
    async with console(desk, "c01", place="inbox", size=SMALL) as pilot:
        await go(pilot, "f9")
        has(pilot, "我的申请", "销售助理：周助理")
        await press(pilot, "end")
        for _ in range(8):
            await press(pilot, "right")
        has(pilot, "李经理（代赵总监）")


def _subjects(pilot: Pilot[int]) -> list[Any]:
    return [row["subject"] for _, row in inbox(pilot)._list.window.rows()]
