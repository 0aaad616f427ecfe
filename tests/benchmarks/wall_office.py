"""Offices with a wall of any size for measuring: units and deals put in behind the services."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from anchang.storage.change import ChangeRequest, PaperClaim
from anchang.storage.customer import Customer
from anchang.storage.delay import DelayRequest
from anchang.storage.subscription import Subscription
from anchang.storage.unit import Unit, UnitClaim, sort_key
from anchang.storage.unit_flag import UnitFlag
from anchang.storage.work import Work
from tests.faults.sales import PASSWORD
from tests.office import SHANGHAI, Desk, desk_at
from tests.services.stock import customer, permit

FLOORS, DOORS, ENTRANCES = 25, 4, 2  # a building has 200 units
TODAY = date(2026, 11, 23)
LAYOUTS = (("两房两厅", 789_000), ("三房两厅", 894_700), ("三房两厅两卫", 1_180_000), ("四房两厅", 1_437_500))
STATES = (
    ("unreleased", 12), ("available", 40), ("subscribed", 8), ("signed", 10), ("registered", 22), ("delivered", 5),
    ("return_locked", 3),
)  # fmt: skip
SOLD = ("subscribed", "signed", "registered", "delivered")
OPEN_EVERY = 20  # one in so many running deals has a request that is open
PHONE = "13800000001"


def made(root: Path, units: int) -> None:
    """An office with so many units of which about half are sold; the manager and c01 may sign in."""
    with desk_at(root) as desk:
        buildings = -(-units // (FLOORS * DOORS * ENTRANCES))
        names = [building(number) for number in range(1, buildings + 1)]
        permit(desk, no="深房许字（2026）100号", issued_on="2026-01-05", buildings=",".join(names))
        customer(desk, phone=PHONE)
        rows = list(_units(desk, units))
        with desk.office.store.write() as connection:
            work = Work(connection)
            ids = work.insert_many(Unit, rows)
            _deals(desk, work, [{**row, "id": unit_id} for row, unit_id in zip(rows, ids, strict=True)])
            work.insert_many(UnitFlag, list(_flags(desk, ids)))
        for login in ("manager", "c01"):
            desk.do(login, "staff.change_password", old="demo", new=PASSWORD)


def building(number: int) -> str:
    """A building's name; those of the practice office's own permit come first."""
    return f"{number}栋"


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), SHANGHAI)


def _units(desk: Desk, count: int) -> Iterator[dict[str, Any]]:
    chance = Random(5)
    names, weights = zip(*STATES, strict=True)
    for number in range(count):
        rest, door = divmod(number, DOORS)
        rest, floor = divmod(rest, FLOORS)
        house, entrance = divmod(rest, ENTRANCES)
        layout, area = LAYOUTS[door]
        state = chance.choices(names, weights)[0]
        if number // DOORS == FLOORS - 1:  # what another terminal is going to hold stands in the first picture
            state = "available"
        room = f"{floor + 1}{door + 1:02d}"
        price = area * (18_000 + house * 120 + floor * 40) // 100  # fen: area in 0.0001 ㎡ times yuan for one
        place = (building(house + 1), f"{entrance + 1}单元", (floor + 1) * 10, f"{door + 1:02d}")
        yield {
            "project_id": desk.project_id, "label": f"{house + 1}-{entrance + 1}-{room}", "building": place[0],
            "entrance": place[1], "floor_text": str(floor + 1), "floor_sort": place[2], "room_no": room,
            "door": place[3], "sort_key": sort_key(*place), "layout": layout, "built_area": area,
            "inside_area": area * 8 // 10, "unit_price_build": (18_000 + house * 120 + floor * 40) * 100,
            "list_total": price, "filed_total": price, "floor_total": price * 95 // 100, "permit_id": 1,
            "state": state, "state_since": _at(TODAY - timedelta(days=9)),
            "released_on": None if state == "unreleased" else TODAY - timedelta(days=chance.randrange(500)),
            "return_locked_on": TODAY if state == "return_locked" else None,
        }  # fmt: skip


def _deals(desk: Desk, work: Work, units: list[dict[str, Any]]) -> None:
    """A buyer, a paper and a claim for every unit that is sold, and a request for some that are not signed yet."""
    sold = [unit for unit in units if unit["state"] in SOLD]
    team = [desk.people[f"c{number:02d}"] for number in (1, 2, 3)]
    buyers = work.insert_many(Customer, [
        {
            "project_id": desk.project_id, "name": f"买家{number}", "phone": f"137{number:08d}",
            "phone_tail": f"{number:08d}"[-4:], "owner_id": team[number % 3], "state": "subscribed",
            "first_contact_at": _at(TODAY), "business_date": TODAY,
        }
        for number, _ in enumerate(sold)
    ])  # fmt: skip
    papers = work.insert_many(
        Subscription, [_paper(desk, number, unit, buyers[number], team) for number, unit in enumerate(sold)]
    )
    work.insert_many(UnitClaim, [
        {
            "project_id": desk.project_id, "unit_id": unit["id"], "customer_id": buyers[number],
            "kind": "subscription" if unit["state"] == "subscribed" else "contract", "staff_id": team[number % 3],
            "subscription_id": papers[number], "since": _at(TODAY - timedelta(days=9)),
        }
        for number, unit in enumerate(sold)
    ])  # fmt: skip
    running = [number for number, unit in enumerate(sold) if unit["state"] == "subscribed"]
    for turn, number in enumerate(running[::OPEN_EVERY]):
        made_for = (desk, papers[number], sold[number]["id"], buyers[number], team[number % 3])
        if turn % 2:
            _request(work, turn, *made_for)
        else:
            _delay(work, turn, desk, papers[number])


def _paper(desk: Desk, number: int, unit: dict[str, Any], buyer: int, team: list[int]) -> dict[str, Any]:
    return {
        "project_id": desk.project_id, "sub_no": f"RG{number:06d}", "year": 2026, "seq": number + 1,
        "state": "active" if unit["state"] == "subscribed" else "converted", "unit_id": unit["id"],
        "customer_id": buyer, "consultant_id": team[number % 3], "signed_on": TODAY - timedelta(days=9),
        "pricing_basis": "build", "rounding": "half_up_yuan", "list_total": unit["list_total"],
        "deal_total": unit["list_total"], "plan_kind": "lump_sum", "deposit_amount": 5_000_000,
        "sign_due_date": TODAY + timedelta(days=2), "slip_decision": "approved", "activated_on": TODAY,
        "business_date": TODAY,
    }  # fmt: skip


def _request(work: Work, turn: int, desk: Desk, paper: int, unit: int, buyer: int, staff: int) -> None:
    row = work.insert(
        ChangeRequest, project_id=desk.project_id, no=f"BG{turn:05d}", year=2026, seq=turn + 1,
        kind="swap_unit" if turn % 4 == 1 else "refund_deposit", state="pending" if turn % 3 else "approved",
        subscription_id=paper, unit_id=unit, customer_id=buyer, consultant_id=staff, applied_on=TODAY,
        trigger_code="customer_asks", reason_code="funds", fault="none", business_date=TODAY,
        waits_for="manager" if turn % 3 else "", final_level="manager",
    )  # fmt: skip
    work.insert(
        PaperClaim, project_id=desk.project_id, subscription_id=paper, unit_id=unit, noun="change_request",
        row_id=row, no=f"BG{turn:05d}", since=_at(TODAY),
    )  # fmt: skip


def _delay(work: Work, turn: int, desk: Desk, paper: int) -> None:
    work.insert(
        DelayRequest, project_id=desk.project_id, no=f"YQ{turn:05d}", year=2026, seq=turn + 1,
        state="pending" if turn % 4 else "executed", subscription_id=paper, applied_on=TODAY, amount_paid=5_000_000,
        original_due_on=TODAY, new_due_on=TODAY + timedelta(days=5), days=5, cumulative_days=5, reason="funds",
        business_date=TODAY,
    )  # fmt: skip


def _flags(desk: Desk, ids: list[int]) -> Iterator[dict[str, Any]]:
    """One unit in a hundred is mortgaged."""
    for unit_id in ids[50::100]:
        yield {
            "project_id": desk.project_id, "unit_id": unit_id, "kind": "mortgaged", "is_set": True,
            "reason": "在建工程抵押", "at": _at(TODAY), "business_date": TODAY,
        }  # fmt: skip
