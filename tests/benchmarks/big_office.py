"""Offices of any size for measuring: visits and customers put in behind the front desk, which takes one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from anchang.services.initials import initials
from anchang.storage.customer import Customer
from anchang.storage.visit import Visit
from anchang.storage.work import Work
from tests.faults.sales import PASSWORD
from tests.office import SHANGHAI, Desk, desk_at

VISITS_EACH = 10  # of one customer
A_DAY = 500
AT_ONCE = 20_000  # rows in one transaction
TEAM = 12
FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任姚卢单查仇"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀兰霞平刚桂英华玉红建国志海龙云飞雪梅春燕子涵欣怡浩宇轩梓晨思雨佳琪俊博文嘉豪"
SAID = (
    "看了样板间", "关注学区", "问地铁口距离", "嫌总价高", "回去和家人商量", "要朝南", "喜欢三房", "比较隔壁楼盘",
    "首付有压力", "问公积金贷款", "周末带父母再来", "对户型满意", "担心交房时间", "要高楼层", "问车位价格", "想要折扣",
)  # fmt: skip
CHANNELS = (
    "official_site", "social_media", "short_video", "outdoor", "passing_by", "referral", "agency", "other",
)  # fmt: skip
KINDS = ("first", "returning", "returning", "appointment")
NOON = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Person:
    """A customer of the made office."""

    number: int
    name: str
    phone: str


def person(number: int) -> Person:
    """The customer with this number, the same in every office."""
    chance = Random(number)
    name = chance.choice(FAMILY) + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2))))
    return Person(number, name, f"1{3 + number % 7}{chance.randrange(10**4):04d}{number:05d}")


def made(root: Path, visits: int, *, encrypted: bool = False) -> None:
    """An office with so many visits of a tenth as many customers, the newest yesterday; the manager may sign in."""
    with desk_at(root, encrypted=encrypted) as desk:
        for number in range(4, TEAM + 1):
            login = f"c{number:02d}"
            fields = {"login": login, "name": f"顾问{number}", "roles": "consultant", "password": "demo"}
            desk.people[login] = desk.do("boss", "staff.add", **fields)["id"]
        team = [desk.people[f"c{number:02d}"] for number in range(1, TEAM + 1)]
        customers = max(1, visits // VISITS_EACH)
        for model, rows in (
            (Customer, _customers(desk, customers, team)), (Visit, _visits(desk, visits, customers, team)),
        ):  # fmt: skip
            waiting: list[dict[str, Any]] = []
            for row in rows:
                waiting.append(row)
                if len(waiting) == AT_ONCE:
                    _put(desk, model, waiting)
                    waiting = []
            _put(desk, model, waiting)
        desk.do("manager", "staff.change_password", old="demo", new=PASSWORD)


def _put(desk: Desk, model: Any, rows: list[dict[str, Any]]) -> None:
    with desk.office.store.write() as connection:
        Work(connection).insert_many(model, rows)


def _at(number: int, of: int) -> datetime:
    """When the visit with this number arrived: the last of them yesterday evening."""
    back, turn = divmod(of - number, A_DAY)
    day = NOON - timedelta(days=1 + back)
    return datetime.combine(day, time(20), SHANGHAI) - timedelta(minutes=turn)


def _customers(desk: Desk, count: int, team: list[int]) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        each = person(number)
        at = _at(number * VISITS_EACH, count * VISITS_EACH)
        yield {
            "project_id": desk.project_id, "name": each.name, "phone": each.phone, "phone_tail": each.phone[-4:],
            "initials": " ".join(sorted(initials(each.name))), "owner_id": team[number % TEAM], "state": "visited",
            "grade": "ABCD"[number % 4], "channel": CHANNELS[number % 8], "first_contact_at": at,
            "last_contact_at": at, "business_date": at.date(),
        }  # fmt: skip


def _visits(desk: Desk, count: int, customers: int, team: list[int]) -> Iterator[dict[str, Any]]:
    chance = Random(7)
    for number in range(1, count + 1):
        each, at = person_of(number, customers), _at(number, count)
        yield {
            "project_id": desk.project_id, "visit_no": visit_no(number), "day_no": number % A_DAY + 1,
            "business_date": at.date(), "arrived_at": at, "saved_at": at, "complete": number % 20 != 0,
            "kind": chance.choice(KINDS), "visit_count": 1, "consultant_id": team[each.number % TEAM],
            "recorder_id": team[0], "customer_id": each.number, "name": each.name, "phone": each.phone,
            "channel": CHANNELS[each.number % 8], "channels": CHANNELS[each.number % 8], "grade": chance.choice("ABCD"),
            "purpose": chance.choice(("first_home", "better_home")), "budget": chance.choice(("100_150", "200_300")),
            "content": "，".join(chance.sample(SAID, 3)),
        }  # fmt: skip


def person_of(number: int, customers: int) -> Person:
    """Who came on the visit with this number."""
    return person(number * 7919 % customers + 1)


def visit_no(number: int) -> str:
    """The visit's number as the log shows it."""
    return f"LF{number:08d}"
