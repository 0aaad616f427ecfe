"""Who works in the office of the story, and what comes in from outside: a price list, buyers, visitors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

PROJECT = "云栖花园"
PERMIT = "深房许字（2026）龙岗018号"
ESCROW = "4000 0321 0099"
FIRST = "huanying-1"  # the password that the administrator tells everybody


@dataclass(frozen=True)
class Person:
    """Somebody who works here. `roles` are the words on the screen."""

    login: str
    name: str
    roles: str

    @property
    def password(self) -> str:
        """The one that the person chose at the first sign-in."""
        return f"{self.login}-only-me"


BOSS = Person("chen", "陈主任", "管理员")
MANAGER = Person("li", "李经理", "销售经理")
ASSISTANT = Person("zhou", "周助理", "销售助理")
CASHIER = Person("qian", "钱出纳", "出纳")
ACCOUNTANT = Person("sun", "孙会计", "销售会计")
CLERK = Person("wu", "吴专员", "合同专员")
ZHANG = Person("zhang", "张伟", "置业顾问")
WANG = Person("wang", "王芳", "置业顾问")
SHAN = Person("shan", "单婷", "置业顾问")
STAFF = (MANAGER, ASSISTANT, CASHIER, ACCOUNTANT, CLERK, ZHANG, WANG, SHAN)



@dataclass(frozen=True)
class Buyer:
    """Somebody who comes, comes back and buys."""

    name: str
    phone: str
    id_no: str
    address: str


BUYER = Buyer("刘洋", "13800138001", "11010519491231002X", "深圳市龙岗区布吉一路8号")

BUILDINGS = ("1栋", "2栋", "3栋")  # the permit covers the first two
FLOORS, ROOMS = 8, 4
UNITS = len(BUILDINGS) * FLOORS * ROOMS
AREAS = ("89.47", "101.20", "117.03", "125.66")
INSIDE = ("70.11", "79.80", "92.45", "99.02")


def price_list(path: Path) -> Path:
    """A flat list as developers hand it over: a title over the heads, prices per square metre and in all."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "价目表"
    sheet.append([f"{PROJECT}一期价目表"])
    sheet.append(["楼栋", "单元", "楼层", "房号", "户型", "建筑面积(㎡)", "套内面积(㎡)", "单价(元/㎡)", "总价(元)"])
    for number, building in enumerate(BUILDINGS):
        for floor in range(1, FLOORS + 1):
            for room in range(1, ROOMS + 1):
                price = 21_000 + number * 500 + floor * 60 + room * 25
                cents = round(price * int(AREAS[room - 1].replace(".", "")))  # of a yuan, area in 0.01 ㎡
                sheet.append([
                    building, "1单元", floor, f"{floor}0{room}", f"{room + 1}房", float(AREAS[room - 1]),
                    float(INSIDE[room - 1]), price, cents / 100,
                ])  # fmt: skip
    book.save(path)
    return path
