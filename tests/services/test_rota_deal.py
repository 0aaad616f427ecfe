"""A voluntary reception earns a turn unless the visitor buys that day: known from the papers, not asked (2.1-3)."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from anchang.storage import rota_events
from tests.office import Desk
from tests.services import deals
from tests.services.front_desk import comes, open_rota, saves, see_board
from tests.services.stock import on_sale

BUYER = "13800000001"


def credits(desk: Desk) -> dict[str, int]:
    """login -> turns to be made up for, of those who have signed in."""
    logins = {number: login for login, number in desk.people.items()}
    return {logins[line.consultant_id]: line.credits for line in see_board(desk, "c02").lines}


def received(desk: Desk) -> str:
    """The absent 张伟's customer comes and is received by a colleague; who that is."""
    told = comes(desk, "c02", kind="returning", phone=BUYER)
    assert (told["kind"], told["owner_name"]) == ("voluntary", "张伟")
    who = next(login for login, number in desk.people.items() if number == told["receiver"])
    saves(desk, who, told["visit"])
    desk.clock.move(minutes=20)
    return who


def paid(desk: Desk) -> deals.Deal:
    """Everything but the stamp."""
    on_sale(desk)
    deal = deals.reviewed(desk)
    deal.pay(deal.deposit)
    open_rota(desk, "c02", "c03")
    return deal


def said(desk: Desk) -> list[str]:
    """The day event by event, in words."""
    return [row["what"] for row in desk.see("manager", "rota_events")]


def is_replayed(desk: Desk) -> None:
    """What the rows say is what the events give."""
    queue = desk.office.look(desk.session("manager"), rota_events.queue_on, desk.office.today())
    assert queue is not None
    rows = {row["consultant_id"]: row["credits"] for row in desk.see("manager", "rota")}
    assert {entry.consultant: len(entry.credits) for entry in queue.entries} == rows


def acts(desk: Desk) -> set[str]:
    """Every kind of act in the journal."""
    with desk.office.store.read() as connection:
        return set(connection.execute(text("SELECT action FROM journal")).scalars())


def test_a_deal_later_that_day_takes_the_turn_back(desk: Desk) -> None:
    deal = paid(desk)
    who = received(desk)
    desk.do(who, "rota.end_turn")
    assert credits(desk)[who] == 1
    desk.clock.move(minutes=30)
    desk.do("clerk", "subscription.stamp", subscription=deal.sub_no)
    assert credits(desk) == {"c02": 0, "c03": 0}
    name = {"c02": "王芳", "c03": "单婷"}[who]
    assert said(desk)[-1] == f"{name}义务接待的客户当日成交，业绩分成，不再补轮"
    last = desk.see("manager", "rota_events")[-1]
    assert (last["by"], last["followed"]) == ("系统", f"{name}未补的轮次作废；单婷上岗")
    is_replayed(desk)


def test_a_deal_before_the_reception_is_over_earns_no_turn(desk: Desk) -> None:
    deal = paid(desk)
    who = received(desk)
    desk.do("clerk", "subscription.stamp", subscription=deal.sub_no)
    desk.do(who, "rota.end_turn")
    assert credits(desk) == {"c02": 0, "c03": 0}
    assert "成交" in said(desk)[-1]
    assert "rota.credit_taken_back" not in acts(desk)
    is_replayed(desk)


def test_a_turn_that_was_made_up_for_stays_so_and_another_customers_deal_takes_nothing(desk: Desk) -> None:
    deal = paid(desk)
    who = received(desk)
    desk.do(who, "rota.end_turn")
    other = deals.reviewed(desk, "1-1-102", number=2)
    other.pay(other.deposit)
    desk.do("clerk", "subscription.stamp", subscription=other.sub_no)
    assert credits(desk)[who] == 1
    told = comes(desk, who)  # the credit is served first
    assert told["receiver"] == desk.people[who] and credits(desk)[who] == 0
    desk.do("clerk", "subscription.stamp", subscription=deal.sub_no)
    assert credits(desk)[who] == 0
    is_replayed(desk)


@pytest.mark.parametrize("runs", [False, True])
def test_a_deal_on_another_day_takes_nothing(desk: Desk, runs: bool) -> None:
    deal = paid(desk)
    who = received(desk)
    desk.do(who, "rota.end_turn")
    desk.clock.move(minutes=24 * 60)
    if runs:
        open_rota(desk, "c02", "c03")
    desk.do("clerk", "subscription.stamp", subscription=deal.sub_no)
    assert "rota.credit_taken_back" not in acts(desk)
