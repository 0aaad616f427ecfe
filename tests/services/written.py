"""Logs full of texts, for tests of finding: put in behind the front desk, which takes one at a time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from anchang.services.act import Act
from anchang.services.initials import initials
from anchang.storage.call import Call
from anchang.storage.customer import Customer
from anchang.storage.follow_up import FollowUp
from anchang.storage.visit import Visit
from tests.office import SHANGHAI, Desk

FAMILY = "张王李赵刘陈单曾解仇查覃区欧"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀兰霞平"
SAID = (
    "看了样板间", "关注学区和地铁", "嫌总价高", "回去商量", "要朝南", "问 12#楼", "100%满意", "a_b", "VIP 客户",
    "ÉCOLE", "[/]",
)  # fmt: skip
DAYS = 40


def written(desk: Desk, count: int, seed: int = 1) -> list[dict[str, Any]]:
    """So many customers, each with visits, calls and follow-ups of the last weeks; what was made, by customer."""
    chance = Random(seed)
    made = []
    with desk.office.store.write() as connection:
        act: Act = desk.office._act(connection, desk.session("c01"), _case())
        for number in range(count):
            made.append(_one(act, desk, chance, number))
    return made


def _case() -> Any:
    from anchang.services.use_case import find

    return find("visit.log")


def _one(act: Act, desk: Desk, chance: Random, number: int) -> dict[str, Any]:
    owner = desk.people[chance.choice(("c01", "c02", "c03"))]
    name = chance.choice(FAMILY) + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2))))
    mobile = chance.random() < 0.8
    phone = f"13{chance.randrange(10**9):09d}" if mobile else f"0755-{chance.randrange(2, 9)}{number:07d}"
    channel = chance.choice(("passing_by", "outdoor", "referral"))
    at = _when(act.today, chance)
    customer = act.work.insert(
        Customer, project_id=act.project_id, name=name, phone=phone, initials=" ".join(sorted(initials(name))),
        owner_id=owner, channel=channel, grade=chance.choice("ABCD"), first_contact_at=at, business_date=at.date(),
    )  # fmt: skip
    common = {"project_id": act.project_id, "customer_id": customer}
    rows = [
        {
            **common, "visit_no": f"LF{number:08d}-{each}", "day_no": number * 3 + each, "business_date": at.date(),
            "arrived_at": _when(act.today, chance), "kind": chance.choice(("first", "returning")), "name": name,
            "phone": phone, "consultant_id": owner, "recorder_id": owner, "channel": channel,
            "channels": f"{channel} short_video" if chance.random() < 0.3 else channel, "grade": chance.choice("ABCD"),
            "content": chance.choice(SAID) + chance.choice(SAID), "note": chance.choice(("", "", "带父母")),
            "complete": chance.random() < 0.7,
        }
        for each in range(chance.choice((1, 1, 2)))
    ]  # fmt: skip
    act.work.insert_many(Visit, rows)
    act.work.insert(
        Call, **common, call_no=f"LD{number:08d}-1", day_no=number, business_date=at.date(),
        called_at=_when(act.today, chance), answered_by=owner, name=name, phone=phone, channel=channel,
        questions=chance.choice(SAID), grade=chance.choice("ABCD"), is_repeat=chance.random() < 0.5,
    )  # fmt: skip
    act.work.insert(
        FollowUp, **common, by_id=owner, at=_when(act.today, chance), business_date=at.date(),
        way=chance.choice(("phone", "wechat")), effective=chance.random() < 0.5, content=chance.choice(SAID),
        grade_after=chance.choice("ABCD"),
    )  # fmt: skip
    return {"id": customer, "name": name, "phone": phone, "owner": owner}


def _when(today: date, chance: Random) -> datetime:
    """An hour of one of the last days; many fall on the same minute, and on both sides of midnight elsewhere."""
    day = today - timedelta(days=chance.randrange(DAYS))
    return datetime.combine(day, time(chance.choice((0, 1, 7, 8, 9, 15, 23)), chance.choice((0, 30))), SHANGHAI)
