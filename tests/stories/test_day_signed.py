"""A day handed in, returned, completed, signed and corrected: in real terminals, by keys that no input method keeps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from anchang.reports.readback import read_back
from tests.office import desk_at
from tests.reports.lived_office import head
from tests.services.front_desk import comes, open_rota, saves
from tests.stories.driver import Console, Office

MONDAY = date(2026, 11, 23)
EVENING, MORNING = f"{MONDAY}T18:05", f"{MONDAY + timedelta(days=1)}T09:10"
LOGINS = ("c01", "c02", "assistant", "manager")
REST = {
    "性别": "@女", "居住区域": "南山", "认知途径": "@户外广告", "用途": "@改善", "意向面积": "@90–110㎡",
    "意向户型": "@三居", "预算": "@200–300万", "等级": "@B 意向较强",
}  # fmt: skip


def own(login: str) -> str:
    """The password that the person has chosen."""
    return f"{login}-only-me"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A Monday on which one visitor came, of whom only the name and the number stand there yet."""
    with desk_at(tmp_path / "office") as desk:
        for login in LOGINS:
            desk.do(login, "staff.change_password", old="demo", new=own(login))
        open_rota(desk, "c01", "c02")
        visit = comes(desk, "c01", party_size=2)["visit"]
        saves(desk, "c01", visit, name="黄女士", phone="13800138001")
    with Office(tmp_path / "office") as made:
        yield made


def sits_down(console: Console, login: str) -> Console:
    """The next person at the terminal."""
    return console.change_person(login, own(login))


def hands_in(console: Console) -> None:
    """The running reception and the visit are lines that Enter opens; with nothing missing Ctrl+S hands in."""
    console.press("ctrl+u").see("我的日单", "仍在接待中", "来访登记不完整")
    console.press("enter").form("结束接待").save("张伟回到候位")
    console.see("我的日单").gone("回车结束接待").press("enter")
    console.form("来访 LF20261123-001：首访").fill(REST).save("已保存")
    console.see("按 Ctrl+S 交单").press("ctrl+s").see("已上交").gone("我的日单")


def the_evening(office: Office) -> None:
    """Handed in, consolidated, the door counted, closed."""
    console = office.start(EVENING)
    console.door.enter("c01", own("c01"))
    console.see("已签到 2 人")
    hands_in(console)
    sits_down(console, "c02").see("已签到").press("ctrl+u").see("我的日单").press("ctrl+s").see("已上交")
    sits_down(console, "assistant").see("已签到").press("f12").see("日结").press("ctrl+k").see("的2份日报已汇总")
    console.press("ctrl+t").see("客流核对 2026-11-23", "门口客流未录入").press("ctrl+n")
    console.form("录入门口客流").fill({"组数": "3"}).save("门口客流：3 组")
    console.see("门口客流 3 组，登记（含非购房）1 组，差 2 组").turn("escape")
    console.see("按 Ctrl+S 日结").press("ctrl+s").see("已日结")
    console.leave()


def the_day_comes_back(console: Console) -> None:
    """The manager reads it and wants more; the consultant reads why, adds it, and hands in again."""
    console.see("待审阅").press("enter").see("2026-11-23 日结", "未审阅：张伟、王芳")
    console.press("ctrl+a").form("整日退回").fill({"意见": "洽谈内容请补齐"}).save("2 份日报已退回")
    sits_down(console, "c01").see("已签到").press("ctrl+u")
    console.see("我的日单 2026-11-23", "李经理 退回：洽谈内容请补齐", "LF20261123-001"[-4:]).press("enter")
    console.form("来访 LF20261123-001：首访").fill({"洽谈内容": "看了三房样板间"}).save("已保存")
    console.see("按 Ctrl+S 交单").press("ctrl+s").see("已上交")
    sits_down(console, "c02").see("已签到").press("ctrl+u").see("洽谈内容请补齐").press("ctrl+s").see("已上交")
    sits_down(console, "assistant").go("f9", "待汇总").press("enter").see("2026-11-23 日结").press("ctrl+k")
    console.see("的2份日报已汇总").press("escape")


def the_day_is_signed_and_corrected(console: Console) -> None:
    """One key signs; after that the manager's correction is a version beside the one that was signed."""
    sits_down(console, "manager").see("待审阅").press("enter").see("2026-11-23 日结", "日报未审阅").press("ctrl+d")
    console.yes("签认并锁定 2026-11-23").see("已签认锁定", "当日已锁定").press("escape")
    console.go("f3", "来访").see("黄女士").press("enter").see("来访 LF20261123-001", "更正").press("ctrl+k")
    form = console.form("更正已审阅来访 LF20261123-001").fill({"原因": "是老客户，漏问首访", "来访类型": "@复访"})
    form.save("第 2 版").press("enter")
    console.see("审阅后更正：第 2 版", "李经理", "来访类型：首访 →", "漏问首访").press("escape")


@pytest.mark.slow
def test_a_day_handed_in_returned_corrected_and_locked(office: Office) -> None:
    the_evening(office)
    console = office.start(MORNING)
    console.door.enter("manager", own("manager"))
    the_day_comes_back(console)
    the_day_is_signed_and_corrected(console)
    exports = office.root / "exports"
    signed, corrected = (exports / f"{stem}_利德悦府_{MONDAY}.xlsx"
                         for stem in ("daily_visit_summary_signed", "daily_visit_summary"))  # fmt: skip
    console.go("f10", "经理看板").press("left").see("经理看板 2026-11-23").press("ctrl+d").written(signed)
    console.press("ctrl+e").written(corrected)
    console.press("ctrl+t").written(exports / f"traffic_confirmation_利德悦府_{MONDAY}.xlsx")
    console.leave()
    assert (first_and_returning(signed), first_and_returning(corrected)) == ((1, 0), (0, 1))
    assert "锁定后更正" in read_back(corrected) and "锁定后更正" not in read_back(signed)
    assert [letter for each in office.opened for letter in each.letters] == []
    checked = office.run("doctor", now=MORNING)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def first_and_returning(path: Path) -> tuple[int, int]:
    """The day's first and returning visits as the overview shows them."""
    sheet = read_back(path)["日报总览"]
    column = head(sheet, "今日")[0]
    first, returning = (str(sheet[f"{column}{head(sheet, title)[1]}"].value) for title in ("· 首访", "· 复访"))
    return int(first), int(returning)
