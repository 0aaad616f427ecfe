"""A wall with something of everything: states, layouts, prices, flags, waiting lists, requests in every stage."""

from __future__ import annotations

from typing import Any

from tests.office import Desk
from tests.services.changes import refund
from tests.services.deals import BUYER, MORTGAGE, active
from tests.services.stock import PERMIT, customer, import_rows, price_row

LAYOUTS = {"01": ("三房两厅", 894_700), "02": ("两房两厅", 760_000)}


def walled(desk: Desk) -> None:
    """Two buildings of eight units:

    1-1-101 is being cancelled, 1-1-102 has a delay in force, 1-1-201 one that waits, 1-1-202 a paper to be checked,
    1-1-301 a discount to be decided, 1-1-302 is held by c01 and waited for, 2-1-101 mortgaged, 2-1-102
    frozen; the top floor of the second building is not on sale.
    """
    boss = {"login": "boss2", "name": "林总", "roles": "executive", "password": "demo"}
    desk.people["boss2"] = desk.do("boss", "staff.add", **boss)["id"]
    import_rows(desk, tuple(
        price_row(building, floor, door, layout=layout, built_area=area, unit_price_build=2_000_000 + floor * 50_000)
        for building in ("1栋", "2栋")
        for floor in range(1, 5)
        for door, (layout, area) in LAYOUTS.items()
    ))  # fmt: skip
    desk.do("manager", "unit.release", permit=PERMIT, building="1栋")
    second = [f"2-1-{floor}0{door}" for floor in (1, 2, 3) for door in (1, 2)]
    desk.do("manager", "unit.release", permit=PERMIT, units=second)
    for number, label in enumerate(("1-1-101", "1-1-102", "1-1-201"), 1):
        deal = active(desk, label, number=number)
        desk.do("manager", "subscription.decide_slip", subscription=deal.sub_no)
        if number == 1:
            refund(deal)
        else:
            _delay(desk, deal.sub_no, granted=number == 2)
    _handed_in(desk, "1-1-202")
    who = customer(desk, "c01", "王先生", "13900000001")
    desk.do(
        "c01", "discount_request.apply", unit="1-1-301", customer=who, kind="leader", reason="老客户介绍",
        amount="10000", granted_by="boss2", proof="签字单 1",
    )  # fmt: skip
    desk.do("c01", "unit.ask", unit="1-1-302", customer=who)
    waiting = customer(desk, "c02", "赵女士", "13900000002")
    desk.do("c02", "unit.wait", unit="1-1-302", customer=waiting)
    desk.do("manager", "unit.flag", unit="2-1-101", flag="mortgaged", reason="抵押给建行")
    desk.do("manager", "unit.flag", unit="2-1-102", flag="frozen", reason="内部核查")


def _delay(desk: Desk, sub_no: str, *, granted: bool) -> None:
    made: dict[str, Any] = desk.do("c01", "delay.apply", subscription=sub_no, reason="funds", days=5)
    if granted:
        desk.do("manager", "delay.approve", delay=made["no"], comment="同意")


def _handed_in(desk: Desk, label: str) -> None:
    phone = "13800000004"
    made = desk.do(
        "c01", "subscription.draft", unit=label, customer=customer(desk, "c01", "刘洋", phone), inside_area="70.00",
        buyers=({**BUYER, "phone": phone},), deposit="50000.00", handover_due="2028-12-31", **MORTGAGE,
    )  # fmt: skip
    desk.do("c01", "subscription.submit", subscription=made["sub_no"])
