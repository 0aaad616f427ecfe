"""Forfeiture and cancellation through the screens alone, each step by whoever may take it (2.8, issue 4)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from textual.pilot import Pilot

from anchang.tui.screens.paper_card import PaperCard
from tests.office import Desk, desk_at
from tests.services.changes import given_up, refund, serious, vouchers
from tests.services.deals import Deal, active
from tests.services.stock import on_sale, unit
from tests.tui.console import (
    SMALL,
    console,
    fill,
    go,
    has,
    press,
    said,
    save,
    shown,
    steps,
    take_step,
    until,
    write,
)
from tests.tui.test_sale import step, yes

CAUSE = {"reason_code": "loan", "reason": "银行未批贷款"}
ACCOUNT = {"account": "6222 0000 1111", "bank": "招商银行"}


@pytest.fixture
def deal(tmp_path: Path) -> Iterator[Deal]:
    """A subscription in force on an office of its own."""
    with desk_at(tmp_path / "office") as desk:
        on_sale(desk)
        yield active(desk, deposit=40_000_000)


def states(desk: Desk) -> tuple[str, str]:
    """Of the newest request and of its subscription."""
    row = desk.see("manager", "changes")[0]
    return row["state"], desk.see("manager", "subscriptions")[0]["state"]


async def to_requests(pilot: Pilot[int]) -> None:
    """From the subscriptions on to the requests; the card of one that was just written is closed first."""
    if isinstance(pilot.app.screen, PaperCard):
        await press(pilot, "escape")
    for _ in range(5):
        if "变更申请" in shown(pilot):
            return
        await go(pilot, "f6")
    has(pilot, "变更申请")


async def takes_papers_back(pilot: Pilot[int], count: int) -> None:
    """The first of the papers that are out, so many times."""
    for _ in range(count):
        await take_step(pilot, "paper_back")
        await save(pilot)


async def refunded(desk: Desk, fault: str, *words: str, director: bool = True) -> None:
    """A cancellation from the application to the file; `words` stand on the card before the manager decides."""
    async with console(desk, "c01", place="subscriptions") as pilot:
        await step(pilot, "refund_draft", fault=fault, **CAUSE, accounts=[ACCOUNT])
        assert states(desk) == ("draft", "active")
        await to_requests(pilot)
        await take_step(pilot, "submit")
        await yes(pilot)
    async with console(desk, "manager", place="inbox") as pilot:
        has(pilot, "审批变更申请", "BG2026-0001")
        await press(pilot, "enter")
        has(pilot, "变更前后对照", "银行未批贷款", *words)
        await take_step(pilot, "pass_on" if director else "approve")
        await yes(pilot)
    if director:
        async with console(desk, "director", place="inbox") as pilot:
            await press(pilot, "enter")
            has(pilot, "销售经理", "同意")
            await take_step(pilot, "approve")
            await yes(pilot)
    assert states(desk) == ("approved", "active")
    async with console(desk, "accountant", place="inbox") as pilot:
        has(pilot, "执行申请")
        await press(pilot, "enter")
        await press(pilot, "s")
        why = {option.step.name: str(option.why_not or "") for option in steps(pilot)}
        assert "SJ2026-000001" in why["execute"]
        await press(pilot, "escape")
        await takes_papers_back(pilot, 4)
        await take_step(pilot, "execute")
        await yes(pilot)
    assert states(desk) == ("executed", "cancelled_refund")


async def paid(desk: Desk) -> None:
    """The cashier pays what waits, with the money password; the assistant files."""
    async with console(desk, "cashier", place="inbox") as pilot:
        for row in reversed(desk.see("cashier", "vouchers", unpaid="yes")):
            has(pilot, "支付退款", row["no"])
            await press(pilot, "enter")
            await press(pilot, "s")
            await fill(pilot, bank_ref="HX-1")
            await save(pilot, "demo")
            has(pilot, "已付款", "HX-1")
            await press(pilot, "escape")
    assert states(desk)[0] == "refunded"
    async with console(desk, "assistant", place="subscriptions") as pilot:
        await to_requests(pilot)
        await take_step(pilot, "close")
        await yes(pilot)
    assert states(desk)[0] == "closed"


async def test_a_refund_with_nobody_at_fault(deal: Deal) -> None:
    desk = deal.desk
    await refunded(desk, "none", "退还刘洋", "400,000.00", "双方无责")
    await paid(desk)
    assert vouchers(deal) == [("refund", 40_000_000, "刘洋")]
    async with console(desk, "manager", place="inventory") as pilot:
        has(pilot, "退")
    desk.do("manager", "unit.release_return", unit=deal.unit, reason="重新推出")
    assert unit(desk, deal.unit)["state"] == "available" and serious(desk) == []


@pytest.mark.long
async def test_a_refund_with_the_buyer_at_fault(deal: Deal) -> None:
    await refunded(deal.desk, "buyer", "357,880.00", "42,120.00", "买方责任", director=False)
    await paid(deal.desk)
    assert vouchers(deal) == [("forfeiture", 35_788_000, ""), ("refund", 4_212_000, "刘洋")]
    assert serious(deal.desk) == []


@pytest.mark.long
async def test_a_refund_with_the_company_at_fault(deal: Deal) -> None:
    await refunded(deal.desk, "company", "另赔付刘洋", "357,880.00", "公司责任")
    await paid(deal.desk)
    assert vouchers(deal) == [("refund", 40_000_000, "刘洋"), ("compensation", 35_788_000, "刘洋")]
    assert serious(deal.desk) == []


async def test_a_forfeiture_by_notice(deal: Deal) -> None:
    desk = deal.desk
    desk.clock.move(days=8)
    async with console(desk, "assistant", place="inbox") as pilot:
        has(pilot, "逾期未签约：请立案处理", deal.sub_no)
        await press(pilot, "enter")
        await step(pilot, "forfeit_open", **CAUSE)
        assert states(desk) == ("draft", "active")
        await press(pilot, "escape", "escape")  # the request's card, the paper's
        has(pilot, "送达签约通知书")
        await press(pilot, "enter", "p")
        await until(pilot, lambda: any("signing_notice" in each for each in said(pilot)), "the notice as a file")
        await step(pilot, "serve_notice", way="mail")
        has(pilot, "已送达签约通知", "挂号邮寄送达")
        await press(pilot, "s")
        why = {option.step.name: str(option.why_not or "") for option in steps(pilot)}
        assert "2026-12-08" in why["terminate"]
    desk.clock.move(days=8)
    async with console(desk, "assistant", place="inbox") as pilot:
        has(pilot, "宽限期满")
        await press(pilot, "enter")
        await step(pilot, "terminate", way="in_person")
        await press(pilot, "p")
        await until(pilot, lambda: any("termination_notice" in each for each in said(pilot)), "the second notice")
    for login, name in (("manager", "pass_on"), ("director", "approve")):
        async with console(desk, login, place="inbox") as pilot:
            has(pilot, "审批变更申请")
            await press(pilot, "down")
            has(pilot, "BG2026-0001", "批准之后", "357,880.00", "42,120.00")
        async with console(desk, login, place="subscriptions") as pilot:
            await to_requests(pilot)
            await press(pilot, "enter")
            has(pilot, "357,880.00", "42,120.00")
            await take_step(pilot, name)
            await yes(pilot)
    async with console(desk, "manager", place="subscriptions") as pilot:
        await to_requests(pilot)
        await take_step(pilot, "execute")
        await yes(pilot)
        has(pilot, "已执行")
    assert states(desk) == ("executed", "forfeited")
    assert unit(desk, deal.unit)["state"] == "return_locked"
    assert vouchers(deal) == [("forfeiture", 35_788_000, ""), ("refund", 4_212_000, "刘洋")]
    exports = desk.office.place.exports
    text = _text(exports / "BG2026-0001_signing_notice.docx")
    assert "刘洋" in text and "2026年11月30日" in text and "7 日内" in text and "已逾期 1 天" in text
    assert "400,000.00" in _text(exports / "BG2026-0001_termination_notice.docx")
    assert serious(desk) == []


def _text(path: Path) -> str:
    paper = Document(str(path))
    return "\n".join(paragraph.text for paragraph in paper.paragraphs)


async def test_a_remedy_and_a_reactivation(deal: Deal) -> None:
    desk = deal.desk
    desk.clock.move(days=8)
    desk.do("assistant", "forfeit.open", subscription=deal.sub_no, reason="逾期未签")
    async with console(desk, "manager", place="subscriptions", size=SMALL) as pilot:
        await to_requests(pilot)
        await take_step(pilot, "remedy")
        await yes(pilot, "客户三日内签约")
        assert states(desk) == ("remedied", "active")
    no = given_up(deal, keep="357880")
    for login in ("manager", "director"):
        desk.do(login, "change.approve", request=no)
    desk.do("manager", "change.execute", request=no)
    async with console(desk, "c01", place="subscriptions", size=SMALL) as pilot:
        await to_requests(pilot)
        await take_step(pilot, "ask_back")
        await yes(pilot, "客户又要了")
    async with console(desk, "director", place="inbox", size=SMALL) as pilot:
        has(pilot, "审批挞定激活")
    async with console(desk, "director", place="subscriptions", size=SMALL) as pilot:
        await to_requests(pilot)
        await step(pilot, "reactivate", sign_due="2026-12-20")
        has(pilot, "已激活")
    assert states(desk) == ("reactivated", "active")
    assert unit(desk, deal.unit)["state"] == "subscribed" and serious(desk) == []


async def test_an_account_that_is_missing_is_asked_for_when_the_request_is_handed_in(deal: Deal) -> None:
    desk = deal.desk
    desk.do("c01", "refund.draft", subscription=deal.sub_no, fault="none", reason_code="loan", reason="贷款未批")
    async with console(desk, "c01", place="subscriptions", size=SMALL) as pilot:
        await run_from_palette(pilot, "认购变更申请")
        await take_step(pilot, "submit")
        has(pilot, "退款账户", "刘洋")
        await save(pilot)
        assert states(desk)[0] == "draft", "a number is needed"
        await fill(pilot, accounts=[{"account": "6222 0000 1111"}])
        await save(pilot)
    assert states(desk)[0] == "pending"


async def run_from_palette(pilot: Pilot[int], name: str) -> None:
    """A list by its name, from wherever one is."""
    await press(pilot, "ctrl+p")
    await write(pilot, name)
    await press(pilot, "enter")


async def test_lists_behind_a_key_are_one_name_away(deal: Deal) -> None:
    async with console(deal.desk, "manager", place="inbox", size=SMALL) as pilot:
        for name in ("认购变更申请", "凭证", "延迟签约"):
            await run_from_palette(pilot, name)
            assert shown(pilot).startswith(name), shown(pilot)
        await go(pilot, "f6")
        assert shown(pilot).startswith("特批优惠"), "the next one of the row follows"


async def test_what_is_not_possible_is_said(deal: Deal) -> None:
    no = refund(deal)
    async with console(deal.desk, "c01", place="subscriptions", size=SMALL) as pilot:
        await press(pilot, "s")
        why: dict[str, Any] = {option.step.name: str(option.why_not or "") for option in steps(pilot)}
        assert no in why["forfeit_open"] and no in why["refund_draft"]
        assert "reactivate" not in why and "cancel" not in why
        await press(pilot, "escape")
        await to_requests(pilot)
        await press(pilot, "s")
        why = {option.step.name: str(option.why_not or "") for option in steps(pilot)}
        assert why["withdraw"] == "" and "销售经理" in why["pass_on"]
