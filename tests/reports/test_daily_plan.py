"""明日计划: appointments and tasks of the next day as they stand now, each customer once with the reasons (4.1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Desk, desk_at
from tests.reports.lived_office import made, values

CALL = {"channel": "outdoor", "is_repeat": "no", "grade": "B", "notice": "yes"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office on a Monday morning."""
    with desk_at(tmp_path / "office") as made_office:
        yield made_office


def test_who_is_seen_to_tomorrow(desk: Desk, tmp_path: Path) -> None:
    """Monday: a caller comes tomorrow at ten and is contacted then, one called off, one moved to the day after."""
    tomorrow, after = "2026-11-24T10:00+08:00", "2026-11-25T10:00+08:00"
    for number, name in ((1, "准时"), (2, "取消"), (3, "改期")):
        desk.do(
            "c01", "call.log", **CALL, name=name, phone=f"1390013900{number}", invite_visit_at=tomorrow,
            next_contact_on="2026-11-24" if number == 1 else "2026-11-25",
        )  # fmt: skip
    made_for = {row["name"]: row["id"] for row in desk.see("c01", "appointments")}
    by_name = {row["name"]: row["id"] for row in desk.see("c01", "customers")}
    desk.do("c01", "appointment.cancel", appointment=made_for["取消"], reason="不来了")
    desk.do("c01", "appointment.move", appointment=made_for["改期"], at=after)
    desk.do("c02", "customer.register", name="新客", phone="13900139009", notice="yes")  # owed a first answer in 24 h
    left = desk.do("c03", "customer.register", name="勿扰", phone="13900139008", notice="yes")["id"]
    desk.do("c03", "person.stop_contact", customer=left, reason="不要再打电话")
    sheet = made(desk, "daily", tmp_path)["明日计划"]
    found = dict(zip(values(sheet, "客户"), values(sheet, "事项"), strict=True))
    assert found == {
        "准时": "跟进客户、接待预约到访、首次响应", "取消": "首次响应", "改期": "首次响应", "新客": "首次响应",
    }  # fmt: skip
    assert values(sheet, "置业顾问") == ["张伟"] * 3 + ["王芳"]
    desk.clock.move(minutes=5)
    reached = {"way": "phone", "effective": "yes", "content": "聊了", "next_contact_on": "2026-11-25"}
    for name in ("取消", "改期"):
        desk.do("c01", "follow_up.log", customer=by_name[name], **reached)
    sheet = made(desk, "daily", tmp_path)["明日计划"]
    assert values(sheet, "客户") == ["准时", "新客"]
