"""What tests of the front desk do again and again: open the rota, let somebody in, write a visit down."""

from __future__ import annotations

from typing import Any

from anchang.storage.rota_board import Board, board
from tests.office import Desk

TEAM = ("c01", "c02", "c03")
# Everything that a hand-in asks for; the next contact fits grade B on the test's Monday.
WHOLE: dict[str, Any] = {
    "gender": "male",
    "living_area": "南山",
    "channels": "outdoor,referral",
    "purpose": "first_home",
    "budget": "200_300",
    "demand_area": "90_110",
    "demand_layout": "three",
    "grade": "B",
    "next_contact_on": "2026-11-26",
}


def open_rota(desk: Desk, *who: str) -> None:
    """Sign in one a minute and fix the order."""
    for login in who or TEAM:
        desk.do(login, "rota.sign_in")
        desk.clock.move(minutes=1)
    desk.do("assistant", "rota.confirm")
    desk.clock.move(minutes=1)


def comes(desk: Desk, login: str = "c01", **fields: Any) -> dict[str, Any]:
    """A visitor comes in; somebody presses the arrival key."""
    desk.clock.move(minutes=1)
    return desk.do(login, "rota.arrive", **{"kind": "first", **fields})


def saves(desk: Desk, login: str, visit: int, **fields: Any) -> dict[str, Any]:
    """Save a visit with a name and the notice."""
    desk.clock.move(minutes=1)
    return desk.do(login, "visit.save", visit=visit, **{"notice": "yes", **fields})


def customer_of(desk: Desk, login: str, phone: str = "13800138000", name: str = "张三") -> dict[str, Any]:
    """A customer who has been here once and belongs to that consultant; the reception is over."""
    return desk.do("assistant", "visit.log", kind="first", consultant=login, name=name, phone=phone, notice="yes")


def see_board(desk: Desk, login: str = "c01") -> Board:
    """The board as that person sees it."""
    return desk.office.look(desk.session(login), board)


def places(desk: Desk) -> dict[str, str]:
    """position -> login, for those in line."""
    logins = {number: login for login, number in desk.people.items()}
    return {line.position: logins[line.consultant_id] for line in see_board(desk).lines if line.position}


def goes_home(desk: Desk, *who: str) -> None:
    """Hand in, one after the other."""
    for login in who or TEAM:
        desk.do(login, "day.hand_in")
