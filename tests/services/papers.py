"""Subscriptions for tests: a paper brought to any state on the small inventory of `stock`."""

from __future__ import annotations

from typing import Any

import pytest

from anchang.domain.errors import AnchangError
from anchang.domain.plan import MoneyType
from anchang.domain.receipt import PayWay
from anchang.i18n import say
from anchang.services.receipt import EnterReceipt, MoneyLine
from anchang.storage import subscription_query as query
from anchang.storage import subscription_waiting
from anchang.storage import subscription_warnings as warned
from anchang.storage.plan import InstalmentView, current_lines
from tests.office import Desk
from tests.services.stock import customer, on_sale

ROOM = "1-1-101"
LIST_TOTAL = 178_940_000
BUYER: dict[str, Any] = {
    "name": "刘洋",
    "id_no": "11010519491231002X",
    "phone": "13800000001",
    "address": "深圳市南山区一路1号",
}
OTHER: dict[str, Any] = {
    "name": "陈静",
    "id_no": "440524188001010014",
    "phone": "13900000002",
    "address": "深圳市南山区一路1号",
}


def stocked(desk: Desk) -> int:
    """Sixteen units on sale and one customer of c01; returns the customer's id."""
    on_sale(desk)
    return customer(desk)


def write(desk: Desk, customer_id: int, login: str = "c01", **fields: Any) -> dict[str, Any]:
    """A complete draft for room 1-1-101 at the list total with a deposit of 50,000.00."""
    given: dict[str, Any] = {
        "unit": ROOM,
        "customer": customer_id,
        "buyers": [BUYER],
        "deposit": "50000",
        "handover_due": "2028-06-30",
    }
    key = fields.pop("key", None)
    return desk.do(login, "subscription.draft", key=key, **given | fields)


def pay(desk: Desk, number: str, fen: int = 5_000_000, way: PayWay = PayWay.POS) -> dict[str, Any]:
    """The cashier writes a receipt for a deposit."""
    row = next(each for each in desk.see("cashier", "subscriptions") if each["sub_no"] == number)
    line = MoneyLine(amount=fen, money_type=MoneyType.DEPOSIT, way=way)
    command = EnterReceipt(row["id"], "刘洋", (line,), explanation="刷卡机次日转入监管账户")
    return desk.office.run(desk.session("cashier"), command)


def brought_to(desk: Desk, state: str, customer_id: int | None = None, **fields: Any) -> str:
    """A paper in that state, on the inventory of `stocked` where no customer is given; returns its number."""
    number = str(write(desk, stocked(desk) if customer_id is None else customer_id, **fields)["sub_no"])
    if state == "draft":
        return number
    desk.do("c01", "subscription.submit", subscription=number)
    if state == "pending_review":
        return number
    desk.do("manager", "subscription.approve", subscription=number)
    if state == "deposit_due":
        return number
    pay(desk, number)
    if state == "deposit_paid":
        return number
    desk.do("clerk", "subscription.stamp", subscription=number)
    return number


def term(desk: Desk, code: str, text: str, **fields: Any) -> str:
    """A special term of the library: the manager words it, the director approves it; its code."""
    desk.do("manager", "term.propose", **{"code": code, "title": code, "text": text, **fields})
    desk.do("director", "term.approve", term=code)
    return code


def beside(desk: Desk, number: str, login: str = "manager") -> dict[str, Any]:
    """What that person's card shows beside the paper."""
    return desk.office.look(desk.session(login), warned.beside, listed(desk, number)["id"])


def listed(desk: Desk, number: str, login: str = "manager") -> dict[str, Any]:
    """The paper's row of the list."""
    return next(each for each in desk.see(login, "subscriptions") if each["sub_no"] == number)


def english(error: pytest.ExceptionInfo[AnchangError]) -> str:
    """What was refused, in English."""
    return say(error.value.message, "en")


def card(desk: Desk, number: str, login: str = "manager") -> dict[str, Any]:
    """The whole paper as that person sees it."""
    found = desk.office.look(desk.session(login), query.card, listed(desk, number)["id"])
    assert found is not None
    return found


def lines(desk: Desk, number: str) -> tuple[InstalmentView, ...]:
    """The instalments of the plan that holds."""
    with desk.office.store.read() as connection:
        return current_lines(connection, listed(desk, number)["id"])


def waits(desk: Desk, login: str) -> list[str]:
    """What waits for that person."""
    return [row["waiting"] for row in desk.office.look(desk.session(login), subscription_waiting.waiting)]
