"""What is asked for before the contract, by the keyboard alone: a delay kept, a delay expired, a leader's discount.

Each story begins with a deal that others have brought so far; what it is about goes through real terminals.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from anchang.services.opening import Where, open_office
from anchang.storage.place import Place
from tests.office import Desk, MovedClock, desk_at
from tests.services.deals import active, drafted, first_payment
from tests.services.stock import customer, on_sale
from tests.stories.driver import Console, Office

UNIT, DEAL, DELAY, DISCOUNT = "1-1-101", "RG2026-0001", "YQ2026-0001", "YH2026-0001"
CASE = "BG2026-0001"
LOGINS = ("c01", "manager", "director", "assistant", "cashier", "clerk")
BUYER = {"name": "刘洋", "id_no": "11010519491231002X", "phone": "13800000001", "address": "深圳市南山区一路1号"}


def own(login: str) -> str:
    """The password that the person has chosen."""
    return f"{login}-only-me"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Units on sale; whoever sits down has a password of the own."""
    with desk_at(tmp_path / "office") as made:
        for login in LOGINS:
            made.do(login, "staff.change_password", old="demo", new=own(login))
        on_sale(made)
        yield made


@pytest.fixture
def office(desk: Desk) -> Iterator[Office]:
    """Its terminals."""
    with Office(desk.office.place.root) as made:
        yield made


@contextmanager
def afterwards(desk: Desk, day: date) -> Iterator[Desk]:
    """The same office and people, read once more."""
    clock = MovedClock()
    clock.at(day, 18)
    again = open_office(Where(Place(desk.office.place.root)), clock=clock)
    try:
        yield Desk(again, clock, desk.project_id, desk.people)
    finally:
        again.close()


def sits_down(console: Console, login: str, sees: str) -> Console:
    """The next person at the terminal."""
    return console.change_person(login, own(login)).see(sees)


def asks(console: Console, days: str, new_day: str) -> None:
    """The consultant's few keys on the subscription."""
    console.go("f6", f"> {DEAL}").press("ctrl+y")
    form = console.form(f"{UNIT} 延迟签约申请").fill({"天数": days})
    console.see(new_day)
    form.fill({"原因": "@首付款未到位"})
    form.save("待销售经理审批")


def decides_and_executes(console: Console) -> None:
    """The manager from the inbox, the assistant after that."""
    sits_down(console, "manager", "审批延签申请").press("end").see_line("> ", "审批延签申请").see(DELAY).turn("enter")
    console.see(f"{DELAY} {UNIT}", "变更前后", "首付款未到位").press("ctrl+a")
    console.yes(f"批准 {DELAY}", reason="同意").see("延签已批准")
    sits_down(console, "assistant", "前台").go("f9", "执行延签").see_line("> ", "执行延签").see(DELAY).turn("enter")
    console.see(f"{DELAY} {UNIT}").press("ctrl+e")
    console.yes(f"执行 {DELAY}").see("延签已执行")


@pytest.mark.long
def test_a_delay_is_approved_and_kept(desk: Desk, office: Office) -> None:
    deal, contract = drafted(desk)
    deal.pay(first_payment(deal), "down_payment")
    for login, step in (("clerk", "submit_review"), ("clerk", "contract_check"), ("accountant", "finance_check")):
        desk.do(login, f"contract.{step}", contract=contract)
    console = office.start("2026-11-27T10:00")
    console.door.enter("c01", own("c01"))
    asks(console, "7", "2026-12-07")
    decides_and_executes(console)
    console.leave()
    console = office.start("2026-12-04T15:00")
    console.door.enter("clerk", own("clerk"))
    console.go("f7", f"> {UNIT}").steps().take("签约")
    console.form("签约").save("已签约")
    sits_down(console, "c01", "前台").go("f6", f"> {DEAL}").press("f6").see_line(DELAY, "延期内已签约")
    console.leave()
    assert [letter for each in office.opened for letter in each.letters] == []
    with afterwards(desk, date(2026, 12, 4)) as again:
        (row,) = again.see("manager", "delays")
        assert (row["state"], row["decider"], row["executor"]) == (
            "closed", "李经理", "周助理"
        )  # fmt: skip
        (paper,) = again.see("manager", "subscriptions")
        assert (paper["state"], paper["sign_due_date"], paper["delay_days"]) == ("converted", date(2026, 12, 7), 7)
    checked = office.run("doctor", now="2026-12-04T18:00")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.long
def test_a_delay_expires_into_a_case(desk: Desk, office: Office) -> None:
    active(desk)
    console = office.start("2026-11-27T10:00")
    console.door.enter("c01", own("c01"))
    asks(console, "3", "2026-12-03")
    decides_and_executes(console)
    console.leave()
    console = office.start("2026-12-04T09:00")  # the day after; the first terminal finds it
    console.door.enter("manager", own("manager"))
    console.see("延期到期已立案").stand_on("延期到期").see(CASE).turn("enter")
    console.see(f"{CASE} {UNIT}", f"延期 {DELAY} 已于 2026-12-03").turn("escape")
    sits_down(console, "c01", "前台").go("f9", "延期到期已立案")
    console.leave()
    assert [letter for each in office.opened for letter in each.letters] == []
    with afterwards(desk, date(2026, 12, 4)) as again:
        assert [row["state"] for row in again.see("manager", "delays")] == ["expired"]
        (paper,) = again.see("manager", "subscriptions", late="yes")
        assert (paper["state"], paper["days_late"], paper["delaying"]) == ("active", 1, False)
        (case,) = again.see("manager", "changes")
        assert (case["no"], case["kind"], case["state"]) == (CASE, "forfeit", "draft")


@pytest.mark.long
def test_a_leaders_discount_is_asked_granted_used_and_filed(desk: Desk, office: Office) -> None:
    customer(desk)
    console = office.start("2026-11-23T10:00")
    console.door.enter("c01", own("c01"))
    console.palette("特批优惠").see("没有优惠申请").press("ctrl+n")
    console.form("申请哪套房源的优惠").fill({"房源": f"?{UNIT}"})
    console.press("ctrl+s")
    form = console.form(f"{UNIT} 购房优惠申请").fill({"客户": "?刘洋", "特批金额": "20000"})
    form.fill({"种类": "@领导特批", "原因": "老业主介绍", "同意领导": "@赵总监"})
    form.save("待销售经理审批")
    sits_down(console, "manager", "审批优惠申请").press("enter").see("老业主介绍", "1,769,400.00", "销售总监")
    console.press("ctrl+a").form("审批特批优惠").fill({"意见": "转呈"}).save("待销售总监审批")
    sits_down(console, "director", "审批优惠申请").press("enter").see("老业主介绍").press("ctrl+a")
    console.form("审批特批优惠").fill({"签批凭证": "签字单 7"}).save("有效期至2026-11-30")
    sits_down(console, "c01", "前台").go("f6", "没有认购").press("ctrl+n")
    console.form("认购哪一套").fill({"房源": f"?{UNIT}"})
    console.press("ctrl+s")
    form = console.form(f"认购 {UNIT}").fill({
        "客户": "?刘洋", "姓名": BUYER["name"], "证件号码": BUYER["id_no"], "电话": BUYER["phone"],
        "地址": BUYER["address"], "特批优惠": f"@{DISCOUNT} 刘洋 -20,000.00", "定金": "50000",
        "交付日期": "2028-12-31",
    })  # fmt: skip
    form.save(f"{UNIT} 的认购书")
    console.see_line(DEAL, "1,769,400.00").steps().take("提交审核").yes("买受人和顾问均已签字")
    sits_down(console, "manager", "审核认购书").see_line("> ", "审核认购书").see(DEAL).turn("enter")
    console.see(f"领导特批 {DISCOUNT}", "-20,000.00").steps().take("审核通过").yes(f"审核通过 {UNIT} 的认购书")
    sits_down(console, "cashier", DEAL).turn("enter").steps().take("收款开据")
    console.form("开具收据").fill({"金额": "50000"}).save("已开具", password=own("cashier"))
    sits_down(console, "manager", "归档优惠签批凭证").stand_on("归档优惠签批凭证").see(DISCOUNT).turn("enter")
    console.steps().take("归档签批凭证")
    console.form("归档签批凭证").fill({"归档位置": "A柜"}).save("已归档")
    console.leave()
    assert [letter for each in office.opened for letter in each.letters] == []
    with afterwards(desk, date(2026, 11, 23)) as again:
        (row,) = again.see("manager", "discount_requests")
        assert (row["state"], row["decider"], row["proof"], row["archive"], row["sub_no"]) == (
            "archived", "赵总监", "签字单 7", "A柜", DEAL
        )  # fmt: skip
        (paper,) = again.see("manager", "subscriptions")
        assert (paper["deal_total"], paper["state"]) == (176_940_000, "deposit_paid")
    checked = office.run("doctor", now="2026-11-23T18:00")
    assert checked.returncode == 0, checked.stdout + checked.stderr
