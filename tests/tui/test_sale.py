"""The sale through the screens alone: from the unit to the filed contract, each step by whoever may take it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from anchang.storage import subscription_query
from anchang.tui.forms.screen import FormScreen
from anchang.tui.screens import paper_card
from anchang.tui.widgets.dialogs import Confirm
from anchang.tui.widgets.step_menu import StepMenu
from tests.office import Desk, desk_at
from tests.services.deals import active, filed, reviewed, yuan
from tests.services.stock import customer, on_sale, unit
from tests.tui.console import (
    console,
    field,
    fill,
    form_of,
    go,
    has,
    press,
    said,
    save,
    settled,
    steps,
    take_step,
    until,
    write,
)
from tests.tui.stage import HOSTILE

BUYER = {"name": "刘洋", "id_no": "11010519491231002X", "phone": "13800000001", "address": "深圳市南山区一路1号"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office with sixteen units on sale and one customer of c01."""
    with desk_at(tmp_path / "office") as made:
        on_sale(made)
        customer(made, phone="13800000099")
        yield made


async def yes(pilot: Pilot[int], reason: str = "") -> None:
    """The question's yes, with a reason where one is asked for."""
    await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "a question")
    if reason:
        await write(pilot, reason)
        await press(pilot, "enter")
    elif pilot.app.screen.query("#reason"):
        await press(pilot, "enter")
    else:
        pilot.app.screen.query_one("#yes").focus()
        await press(pilot, "enter")


async def step(pilot: Pilot[int], name: str, **values: Any) -> None:
    """`s`, a step that a form belongs to, its fields, Ctrl+S."""
    await take_step(pilot, name)
    await fill(pilot, **values)
    await save(pilot)


def state(desk: Desk, listing: str = "subscriptions") -> str:
    """The state of the newest row of a list."""
    return str(desk.see("manager", listing)[0]["state"])


async def write_draft(pilot: Pilot[int], room: str = "1-1-101", **more: Any) -> None:
    """n, the unit, the form."""
    await press(pilot, "n")
    await fill(pilot, unit=room)
    await save(pilot)
    values = {"customer": "刘洋", "buyers": [BUYER], "plan": "mortgage", "down_rate": "30%", "deposit": "50000"}
    await fill(pilot, **{**values, "handover_due": "2028-12-31", "inside_area": "70", **more})
    await save(pilot)


async def test_from_the_unit_to_the_stamp(desk: Desk) -> None:
    desk.do("manager", "discount.publish", code="D98", name="按揭九八折", rate="98%")
    async with console(desk, "c01", place="subscriptions") as pilot:
        has(pilot, "还没有认购书")
        await write_draft(pilot, discounts=["D98"])
        assert "RG2026-0001" in said(pilot)[-1]
        assert state(desk) == "draft"
        has(pilot, "RG2026-0001", "1-1-101", "1,753,612.00")
        await take_step(pilot, "submit")
        await yes(pilot)
        assert state(desk) == "pending_review"
    async with console(desk, "manager", place="subscriptions") as pilot:
        await take_step(pilot, "send_back")
        await yes(pilot, "请核对地址")
        assert state(desk) == "draft"
    async with console(desk, "c01", place="subscriptions") as pilot:
        await step(pilot, "edit", opinion="地址已核对")
        await take_step(pilot, "submit")
        await yes(pilot)
    async with console(desk, "manager", place="subscriptions") as pilot:
        await take_step(pilot, "approve")
        await yes(pilot)
        assert state(desk) == "deposit_due"
    async with console(desk, "cashier", place="subscriptions") as pilot:
        await take_step(pilot, "receipt")
        has(pilot, "第1期 定金 50,000.00")
        await fill(pilot, lines=[{"amount": "50000"}])
        has(pilot, "将冲抵", "第1期 定金 50,000.00")
        await save(pilot, "demo")
        assert "SJ2026-000001" in said(pilot)[-1]
        assert state(desk) == "deposit_paid"
    async with console(desk, "clerk", place="subscriptions") as pilot:
        await step(pilot, "stamp", paper_no="LD-0001")
        assert state(desk) == "active"
    async with console(desk, "manager", place="subscriptions") as pilot:
        await step(pilot, "decide_slip")
        await press(pilot, "enter")
        has(pilot, "认购生效", "LD-0001", "按揭九八折", "同意")
    assert unit(desk, "1-1-101")["state"] == "subscribed"


async def test_from_the_appointment_to_the_filing(desk: Desk) -> None:
    deal = active(desk)
    async with console(desk, "c01", place="subscriptions") as pilot:
        await step(pilot, "appoint", day="2026-11-25")
        assert state(desk, "contracts") == "appointed"
    async with console(desk, "clerk", place="contracts") as pilot:
        await step(pilot, "draft", contract_no="深LD2026-001")
        has(pilot, "提交流转审核")
        await take_step(pilot, "submit_review")
        await yes(pilot)
        await take_step(pilot, "contract_check")
        await yes(pilot, "无误")
    async with console(desk, "cashier", place="money") as pilot:
        await press(pilot, "n")
        await fill(pilot, subscription=deal.sub_no, payer="刘洋")
        down = next(one["amount"] for one in desk.see("cashier", "instalments") if one["no"] == 2)
        await fill(pilot, lines=[{"amount": yuan(down), "money_type": "down_payment"}])
        await save(pilot, "demo")
        has(pilot, "SJ2026-000002")
    async with console(desk, "accountant", place="contracts") as pilot:
        await take_step(pilot, "finance_check")
        await yes(pilot)
    async with console(desk, "clerk", place="contracts") as pilot:
        await step(pilot, "sign", net_sign_no="W1")
        assert unit(desk, "1-1-101")["state"] == "signed"
        await step(pilot, "seal")
        await step(pilot, "send_for_filing")
        await step(pilot, "hand_over", copy_no="2", taker="法务", purpose="登记")
        await step(pilot, "file", filing_no="备2026-1")
        assert state(desk, "contracts") == "filed"
        await press(pilot, "enter")
        has(pilot, "深LD2026-001", "备2026-1", "吴专员", "法务", "无误")
        await press(pilot, "escape")
        await go(pilot, "f7")
        has(pilot, "合同流转台账", "法务")
    assert unit(desk, "1-1-101")["state"] == "registered"


async def test_what_is_not_possible_is_said(desk: Desk) -> None:
    reviewed(desk)
    async with console(desk, "c01", place="subscriptions") as pilot:
        await press(pilot, "s")
        why = {option.step.name: str(option.why_not or "") for option in steps(pilot)}
        assert why["receipt"] and why["approve"] and why["appoint"]
        assert why["print_agreement"] == ""
        assert "lapse" not in why and "convert" not in why
        pilot.app.screen.query_one(OptionList).highlighted = list(why).index("submit")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, StepMenu)
        has(pilot, why["submit"])
        await press(pilot, "escape")
        for _ in range(3):
            await go(pilot, "f6")
        await press(pilot, "n")
        assert said(pilot)[-1] == "优惠由经理和领导公布。"


async def test_a_refused_form_stays_with_its_reason(desk: Desk) -> None:
    deal = reviewed(desk)
    async with console(desk, "cashier", place="money") as pilot:
        await press(pilot, "n")
        early = [{"amount": "50000", "money_type": "down_payment"}]
        await fill(pilot, subscription=deal.sub_no, payer="刘洋", lines=early)
        await save(pilot, "demo")
        assert isinstance(pilot.app.screen, FormScreen)
        has(pilot, "合同拟定前只能收定金")
        await fill(pilot, lines=[{"amount": "50000", "money_type": "deposit"}])
        await save(pilot, "wrong")
        has(pilot, "密码不正确")
        assert desk.see("cashier", "receipts") == []


async def test_one_does_not_reverse_the_own_receipt(desk: Desk) -> None:
    deal = reviewed(desk)
    deal.pay(1_000_000)
    async with console(desk, "cashier", place="money") as pilot:
        await press(pilot, "s")
        why = {option.step.name: str(option.why_not or "") for option in steps(pilot)}
        assert why["reverse"]
    async with console(desk, "accountant", place="money") as pilot:
        await take_step(pilot, "reverse")
        await fill(pilot, reason="金额录错")
        await save(pilot, "demo")
        has(pilot, "已冲销")
        await press(pilot, "enter")
        has(pilot, "金额录错")
    assert state(desk, "receipts") == "reversed"


async def test_prints_are_files_and_counted(desk: Desk) -> None:
    deal = active(desk)
    exports = desk.office.place.exports
    async with console(desk, "c01", place="subscriptions") as pilot:
        await press(pilot, "p")
        await until(pilot, lambda: len(said(pilot)) > 1, "the name of the file")
        assert f"exports/{deal.sub_no}_subscription_agreement.docx" in said(pilot)[-1]
        await take_step(pilot, "print_slip")
        await until(pilot, lambda: len(said(pilot)) > 3, "the name of the file")
        await go(pilot, "f8")
        await press(pilot, "p")
        await until(pilot, lambda: len(said(pilot)) > 5, "the name of the file")
        await press(pilot, "p")
        await until(pilot, lambda: len(said(pilot)) > 7, "the name of the file")
        assert "第 2 次打印" in said(pilot)[-1]
    assert sorted(path.name for path in exports.glob("*.docx")) == [
        "RG2026-0001_approval_slip.docx",
        "RG2026-0001_subscription_agreement.docx",
        "SJ2026-000001_receipt.docx",
        "SJ2026-000001_receipt_2.docx",
    ]


async def test_what_was_owed_on_another_day(desk: Desk) -> None:
    filed(desk)
    desk.clock.move(days=45)
    async with console(desk, "accountant", place="money") as pilot:
        await go(pilot, "f8")
        has(pilot, "分期明细", "1,250,000.00")
        await press(pilot, "l")
        has(pilot, "共 1 行")
        await press(pilot, "l")
        await press(pilot, "d")
        await fill(pilot, as_of="2026-11-30")
        await save(pilot)
        has(pilot, "2026-11-30", "共 3 行")
        await go(pilot, "f8")
        has(pilot, "应收账款", "1,250,000.00")
        await go(pilot, "f8")
        has(pilot, "凭证", "暂无凭证")
        await go(pilot, "f8")
        has(pilot, "小订与诚意金")
        await go(pilot, "f8")
        has(pilot, "SJ2026-000002")


async def test_late_contracts_alone(desk: Desk) -> None:
    filed(desk)
    deal = active(desk, "1-1-102", number=2)
    desk.do("c01", "contract.appoint", subscription=deal.sub_no, at="2026-11-25T10:00+08:00", papers="身份证")
    desk.clock.move(days=10)
    async with console(desk, "clerk", place="contracts") as pilot:
        has(pilot, "共 2 行")
        await press(pilot, "l")
        has(pilot, "共 1 行", "1-1-102")
        await press(pilot, "enter")
        has(pilot, "逾期 3 天")


async def test_the_price_follows_while_typing(desk: Desk) -> None:
    desk.do("manager", "discount.publish", code="Q1", name="全款减二万", amount="20000", plan_kinds="lump_sum")
    async with console(desk, "c01", place="subscriptions") as pilot:
        await press(pilot, "n")
        await fill(pilot, unit="1-1-101")
        await save(pilot)
        await fill(pilot, discounts=["Q1"], deposit="50000")
        assert field(pilot, "price").derived_value == 176_940_000
        assert field(pilot, "price_words").derived_value == "壹佰柒拾陆万玖仟肆佰元整"
        assert "1,719,400.00" in str(field(pilot, "plan_lines").derived_value)
        await fill(pilot, plan="mortgage")  # the discount does not hold for it
        await settled(pilot)
        assert field(pilot, "price").derived_value == 178_940_000
        await fill(pilot, down_rate="30%", deposit="400000")
        has(pilot, "357,880.00")  # 20 % of the price is the most that has the effect of a deposit
        await fill(pilot, buyers=[{**BUYER, "id_no": "110105194912310021"}])
        await save(pilot)
        assert isinstance(pilot.app.screen, FormScreen)
        assert desk.see("manager", "subscriptions") == []


async def test_hostile_names_in_every_field(desk: Desk) -> None:
    every = "\n".join(HOSTILE)
    async with console(desk, "c01", place="subscriptions") as pilot:
        await press(pilot, "n")
        await fill(pilot, unit="1-1-101")
        await save(pilot)
        form = form_of(pilot)
        for text in HOSTILE:
            bad = {"name": text, "address": text, "agent": text, "id_no": text, "phone": text, "share": text}
            await fill(pilot, buyers=[bad], opinion=text, paper_no=text, deposit=text)
            await save(pilot)
            assert form_of(pilot) is form
        named = [{**BUYER, "name": text, "address": text, "agent": text, "share": ""} for text in HOSTILE[:8]]
        await fill(pilot, customer="刘洋", buyers=named, paper_no="[/]", deposit="50000", opinion=every)
        await save(pilot)
        has(pilot, "RG2026-0001", "张三[/]")
        await press(pilot, "enter")
        has(pilot, "张三[/]", "[@click=app.quit]x[/]", "买买提·吐尔逊", "𠮷野家")
        await press(pilot, "p")
        await press(pilot, "s", "escape")
        has(pilot, "张三[/]")
    row = desk.see("manager", "subscriptions")[0]
    card = desk.office.look(desk.session("c01"), subscription_query.card, row["id"])
    assert card is not None
    assert "\x1b" not in card["opinion"] and "\u202e" not in card["opinion"]
    assert [each.facts.name for each in card["buyers"]][:2] == ["张三[/]", "[@click=app.quit]x[/]"]


async def test_the_id_numbers_are_shown_for_a_moment_and_the_look_is_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """2.18 «ID for receipts»: the cashier, from the receipt; the card itself stays masked."""
    monkeypatch.setattr(paper_card, "SHOWN_FOR", 1.2)
    reviewed(desk).pay(5_000_000)
    async with console(desk, "cashier", place="money") as pilot:
        await press(pilot, "enter", "v")
        await yes(pilot, "开收据")
        await until(pilot, lambda: "11010519491231002X" in numbers(pilot), "the whole number")
        await until(pilot, lambda: numbers(pilot) == "", "the number hidden again")
    assert [(row["kind"], row["who"]) for row in desk.see("manager", "looks")] == [("reveal_id", "钱出纳")]


def numbers(pilot: Pilot[int]) -> str:
    """What stands where revealed numbers are shown."""
    card = pilot.app.screen
    if not isinstance(card, paper_card.PaperCard):
        return "another screen"
    box = card.query_one("#number", Static)
    return str(box.render()) if box.display else ""
