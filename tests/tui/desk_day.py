"""A morning at the front desk, for tests and pictures: three people signed in, visitors, a call, with Chinese data."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.office import Desk

FULL: dict[str, Any] = {
    "notice": "yes", "gender": "female", "living_area": "南山区", "channels": "short_video", "purpose": "first_home",
    "budget": "100_150", "demand_area": "70_90", "demand_layout": "two", "grade": "B", "next_contact_on": "2026-11-25",
    "content": "看了样板间，关注学区",
}  # fmt: skip


def signed_in(desk: Desk) -> None:
    """Three consultants in the order of their numbers, the order fixed."""
    for login in ("c01", "c02", "c03"):
        desk.do(login, "rota.sign_in")
        desk.clock.move(minutes=2)
    desk.do("assistant", "rota.confirm")


def first_visit(desk: Desk, phone: str = "13800138001", name: str = "刘女士") -> dict[str, Any]:
    """Somebody comes for the first time."""
    desk.clock.move(minutes=5)
    return desk.do("assistant", "rota.arrive", kind="first", phone=phone, name=name)


def full(desk: Desk) -> dict[str, Any]:
    """Everything of a visit, the next contact the day after tomorrow."""
    return {**FULL, "next_contact_on": (desk.office.today() + timedelta(days=2)).isoformat()}


def morning(desk: Desk) -> dict[str, Any]:
    """The board with every state: one receives, one is away, one is on the post; a visit missing much, a whole call."""
    signed_in(desk)
    made = first_visit(desk)
    desk.do("c01", "visit.save", visit=made["visit_no"], **full(desk))
    desk.do("c01", "rota.end_turn")
    second = first_visit(desk, "13900139002", "欧阳建国先生")
    desk.clock.move(minutes=3)
    desk.do("c03", "rota.pause", reason="lunch")
    desk.do(
        "c01", "call.log", name="陈先生", phone="13700137003", is_repeat="no", channel="outdoor", grade="C",
        next_contact_on=desk.office.today().isoformat(), questions="问价格和地铁", notice="yes",
    )  # fmt: skip
    desk.clock.move(minutes=4)
    return second
