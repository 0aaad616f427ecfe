"""Small orders and sincerity money: taken, given back, moved to a deposit (2.10, 3.14, 5.3, 5.9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from anchang.domain.errors import BadInput, NotAllowed, NotFound, Refusal, UnitTaken, WrongState
from anchang.reports.daily_facts import gather
from anchang.reports.daily_overview import checks
from anchang.services import launch as launches
from anchang.services.doctor import examine
from anchang.services.inbox import rows as inbox
from anchang.services.setting import ChangeSetting
from anchang.services.unit import sweep
from anchang.storage import receivable_period
from tests.office import Desk, desk_at
from tests.services.deals import ESCROW, active, reviewed
from tests.services.stock import block, customer, import_rows, on_sale, unit

MONDAY = date(2026, 11, 23)
CARD = {"way": "pos", "account": ESCROW}
WIRE = {"way": "transfer", "account": ESCROW}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sixteen units on sale; 刘洋 is a customer of c01 and has unit 1-1-101 on hold as a small order."""
    with desk_at(tmp_path / "office") as made:
        on_sale(made)
        small_order(made)
        yield made


def small_order(desk: Desk, label: str = "1-1-101") -> int:
    who = customer(desk, "c01", "刘洋", "13800000001")
    desk.do("manager", "unit.hold", unit=label, customer=who, hold_type="small_order", staff="c01")
    return who


def take(desk: Desk, login: str = "cashier", **more: Any) -> str:
    given = {"customer": "13800000001", "amount": "20000", **CARD, **more}
    if "launch" not in given:
        given.setdefault("unit", "1-1-101")
    return str(desk.do(login, "sincerity.take", **given)["no"])


def one(desk: Desk, number: str) -> dict[str, Any]:
    return next(row for row in desk.see("manager", "sincerity_money") if row["no"] == number)


def states(desk: Desk) -> list[str]:
    return [row["state"] for row in reversed(desk.see("manager", "sincerity_money"))]


def serious(desk: Desk) -> list[str]:
    """What the doctor finds, but for the customers that the tests put in behind the services."""
    return [each.where for each in examine(desk.office) if each.serious and not each.where.startswith("customer")]


def waits(desk: Desk, login: str) -> list[str]:
    found = desk.office.look(desk.session(login), inbox)
    return [row["what"] for row in found if row["noun"] == "sincerity"]


def launch(desk: Desk, name: str = "首开", buildings: tuple[str, ...] = ("2栋",)) -> None:
    desk.do("manager", "launch.prepare", name=name, held_on="2026-11-24", order="registered", buildings=buildings)


def collected(desk: Desk) -> int:
    facts = desk.office.look(desk.session("manager"), lambda read: gather(read, MONDAY, MONDAY))
    for each in checks(facts):
        assert each.here.value == each.there.value, each
    return facts.now.received


# -- a small order


def test_a_small_order_has_its_own_numbers_and_stands_in_the_days_collection(desk: Desk) -> None:
    assert (take(desk), take(desk, amount="500", **WIRE)) == ("CX2026-000001", "CX2026-000002")
    assert collected(desk) == 2_000_000  # the second one is still on its way
    assert waits(desk, "cashier") == ["sincerity.entered"]
    desk.do("cashier", "sincerity.confirm", sincerity="CX2026-000002")
    assert collected(desk) == 2_050_000
    assert states(desk) == ["held", "held"]
    assert desk.see("cashier", "receipts") == []
    assert desk.see("cashier", "instalments") == []  # nobody owes it
    mine = desk.office.look(desk.session("c01"), lambda read: gather(read, MONDAY, MONDAY))
    other = desk.office.look(desk.session("c02"), lambda read: gather(read, MONDAY, MONDAY))
    assert (mine.now.received, other.now.received, len(mine.money), len(other.money)) == (2_050_000, 0, 2, 0)
    assert serious(desk) == []


def test_it_is_taken_for_the_customers_own_small_order_only(desk: Desk) -> None:
    customer(desk, "c02", "陈静", "13800000002")
    with pytest.raises(UnitTaken, match="张伟"):
        take(desk, customer="13800000002")
    with pytest.raises(Refusal, match="未保留"):
        take(desk, unit="1-1-102")
    desk.do("c02", "unit.ask", unit="1-1-102", customer="13800000002")
    with pytest.raises(Refusal, match="不是小订"):
        take(desk, unit="1-1-102", customer="13800000002")
    launch(desk)
    with pytest.raises(BadInput, match="二选一"):
        take(desk, unit="1-1-101", launch="首开")
    with pytest.raises(BadInput, match="二选一"):
        desk.do("cashier", "sincerity.take", customer="13800000001", amount="1", **CARD)
    with pytest.raises(NotAllowed):
        take(desk, "manager")
    with pytest.raises(Refusal, match="监管"):
        take(desk, account="", way="pos")
    with pytest.raises(Refusal, match="大于"):
        take(desk, amount="0")
    with pytest.raises(Refusal):
        take(desk, way="voucher")
    assert desk.see("cashier", "sincerity_money") == []


def test_no_money_before_the_permit(desk: Desk) -> None:
    """5.9: of a unit, and of every unit of a launch; nor of a day before the permit was valid."""
    import_rows(desk, block("9栋"))
    launch(desk, "二开", ("2栋", "9栋"))
    with pytest.raises(Refusal, match="许可"):
        take(desk, launch="二开")
    with pytest.raises(Refusal, match=r"许可|有效"):
        take(desk, received_on="2020-01-01")
    launch(desk, "首开", ("1栋",))
    assert take(desk, launch="首开") == "CX2026-000001"


def test_no_money_for_a_unit_that_was_seized_after_it_was_held(desk: Desk) -> None:
    """2.16: the hold stands, and goes no further."""
    desk.do("manager", "unit.flag", unit="1-1-101", flag="seized", reason="法院查封", paper_no="(2026)执1号")
    with pytest.raises(Refusal, match="查封"):
        take(desk)
    desk.do("manager", "unit.clear_flag", unit="1-1-101", flag="seized", reason="解封")
    assert take(desk) == "CX2026-000001"


def test_it_becomes_the_deposit_in_one_act(desk: Desk) -> None:
    number = take(desk, amount="30000")
    deal = reviewed(desk, deposit=5_000_000, number=9, customer="13800000001")
    made = desk.do("cashier", "sincerity.move", sincerity=number, subscription=deal.sub_no)
    assert (made["amount_fen"], made["surplus_fen"]) == (3_000_000, 0)
    assert deal.row()["state"] == "deposit_due"
    row = one(desk, number)
    assert (row["state"], row["goes_to"], row["receipt"]) == ("moved", deal.sub_no, made["receipt"])
    deal.pay(2_000_000)
    assert deal.row()["state"] == "deposit_paid"
    assert collected(desk) == 5_000_000  # the moved money came in once
    paid = desk.office.look(desk.session("manager"), lambda read: receivable_period.received(read, MONDAY, MONDAY))
    assert sum(each.amount for each in paid) == 5_000_000  # and is a payment of the deal once
    with pytest.raises(Refusal, match=number):
        desk.do("accountant", "receipt.reverse", receipt=made["receipt"], reason="错")
    for step in ("sincerity.ask_back", "sincerity.reverse"):
        with pytest.raises(WrongState):
            desk.do("c01" if step.endswith("back") else "accountant", step, sincerity=number, reason="再来")
    desk.do("clerk", "subscription.stamp", subscription=deal.sub_no)
    assert serious(desk) == []


def test_what_is_beyond_the_deposit_stays_on_the_account(desk: Desk) -> None:
    number = take(desk, amount="60000")
    deal = reviewed(desk, deposit=5_000_000, number=9, customer="13800000001")
    made = desk.do("cashier", "sincerity.move", sincerity=number, subscription=deal.sub_no)
    assert made["surplus_fen"] == 1_000_000
    assert deal.row()["state"] == "deposit_paid"
    assert serious(desk) == []


def test_it_moves_to_no_other_paper(desk: Desk) -> None:
    number = take(desk)
    other = active(desk, "1-1-202", number=2)
    with pytest.raises(Refusal, match="其他客户"):
        desk.do("cashier", "sincerity.move", sincerity=number, subscription=other.sub_no)
    with pytest.raises(NotAllowed):
        desk.do("c01", "sincerity.move", sincerity=number, subscription=other.sub_no)
    assert one(desk, number)["state"] == "held"


def test_it_goes_back_for_the_asking_and_the_unit_is_free_again(desk: Desk) -> None:
    number = take(desk)
    with pytest.raises(Refusal, match="已收"):
        desk.do("manager", "unit.let_go", unit="1-1-101", reason="不要了")  # 2.16: «no receipt»
    with pytest.raises(NotFound):
        desk.do("c02", "sincerity.ask_back", sincerity=number, reason="不要了")
    with pytest.raises(Refusal, match="原因"):
        desk.do("c01", "sincerity.ask_back", sincerity=number, reason=" ")
    desk.do("c01", "sincerity.ask_back", sincerity=number, reason="不要了")
    assert unit(desk, "1-1-101")["state"] == "available"
    assert (waits(desk, "cashier"), waits(desk, "c01")) == (["sincerity.refund_due"], [])
    back = {"sincerity": number, "account": "6222 0000"}
    with pytest.raises(Refusal, match="刘洋"):
        desk.do("cashier", "sincerity.pay_back", **{**back, "account": ""})
    with pytest.raises(BadInput, match="刘洋"):
        desk.do("cashier", "sincerity.pay_back", **back, holder="王五")
    with pytest.raises(Refusal, match="刘洋"):
        desk.do("cashier", "sincerity.pay_back", **back, way="cash")
    desk.do("cashier", "sincerity.pay_back", **back, holder="刘洋")
    assert one(desk, number)["state"] == "refunded"
    with pytest.raises(WrongState):
        desk.do("cashier", "sincerity.pay_back", **back)
    assert collected(desk) == 2_000_000  # what goes out is no collection below zero
    assert serious(desk) == []


def test_a_hold_with_money_does_not_run_out(desk: Desk) -> None:
    """2.16 «held to available: no receipt»: the unit stays until the money is asked back or taken back."""
    number, coming = take(desk), take(desk, **WIRE)
    assert [row["until"] for row in desk.see("manager", "holds")] == [None]
    desk.clock.move(minutes=4_321)
    assert sweep(desk.office, desk.project_id) == 0
    assert (unit(desk, "1-1-101")["state"], one(desk, number)["state"]) == ("held", "held")
    with pytest.raises(Refusal, match="1-1-101"):
        desk.do("manager", "unit.hold", unit="1-1-101", hold_type="temp")
    desk.do("c01", "sincerity.ask_back", sincerity=number, reason="不要了")
    assert unit(desk, "1-1-101")["state"] == "held"  # by the other money, which is still on its way
    desk.do("cashier", "sincerity.confirm", sincerity=coming)
    desk.do("c01", "sincerity.ask_back", sincerity=coming, reason="不要了")
    assert unit(desk, "1-1-101")["state"] == "available"
    assert serious(desk) == []


def test_a_paper_on_the_hold_has_its_time_again_when_the_money_goes(desk: Desk) -> None:
    number = take(desk, amount="50000")
    reviewed(desk, deposit=5_000_000, number=9, customer="13800000001")  # approved: its deposit has a day
    assert [row["until"] for row in desk.see("manager", "holds")] == [None]
    desk.do("c01", "sincerity.ask_back", sincerity=number, reason="不要了")
    assert [row["until"] is None for row in desk.see("manager", "holds")] == [False]
    assert serious(desk) == []


def test_a_hold_whose_money_is_reversed_has_its_timer_again(desk: Desk) -> None:
    number = take(desk)
    desk.do("accountant", "sincerity.reverse", sincerity=number, reason="录错")
    assert [row["until"] is None for row in desk.see("manager", "holds")] == [False]
    desk.clock.move(minutes=4_321)
    assert sweep(desk.office, desk.project_id) == 1
    assert unit(desk, "1-1-101")["state"] == "available"
    assert serious(desk) == []


def test_money_that_was_asked_back_may_still_be_moved(desk: Desk) -> None:
    number = take(desk, amount="50000")
    deal = reviewed(desk, deposit=5_000_000, number=9, customer="13800000001")
    desk.do("c01", "sincerity.ask_back", sincerity=number, reason="不要了")
    assert unit(desk, "1-1-101")["state"] == "held"  # a paper stands on the hold
    desk.do("cashier", "sincerity.move", sincerity=number, subscription=deal.sub_no)
    assert deal.row()["state"] == "deposit_paid"
    assert serious(desk) == []


def test_a_second_person_reverses_what_was_written_wrongly(desk: Desk) -> None:
    number = take(desk)
    with pytest.raises(NotAllowed):
        desk.do("cashier", "sincerity.reverse", sincerity=number, reason="金额错")
    desk.do("accountant", "sincerity.reverse", sincerity=number, reason="金额错")
    assert (one(desk, number)["state"], collected(desk)) == ("reversed", 0)
    assert unit(desk, "1-1-101")["state"] == "held"
    assert serious(desk) == []


# -- a launch


def test_no_number_without_its_money_where_the_setting_asks_for_it(desk: Desk) -> None:
    launch(desk)
    desk.office.run(desk.session("boss"), ChangeSetting("launch_needs_money", "yes"))
    with pytest.raises(Refusal, match="诚意金"):
        desk.do("c01", "launch.register", launch="首开", customer="13800000001")
    number = take(desk, launch="首开", **WIRE)
    with pytest.raises(Refusal, match="诚意金"):  # it has to be in
        desk.do("c01", "launch.register", launch="首开", customer="13800000001")
    desk.do("cashier", "sincerity.confirm", sincerity=number)
    desk.do("c01", "launch.register", launch="首开", customer="13800000001")
    ticket = desk.see("manager", "launch_tickets")[0]
    assert (ticket["money"], ticket["money_ref"]) == (2_000_000, number)
    for login, step in (("c01", "ask_back"), ("accountant", "reverse")):
        with pytest.raises(Refusal, match="退号"):
            desk.do(login, f"sincerity.{step}", sincerity=number, reason="错")
    again = take(desk, launch="首开", amount="10000")  # the right one first, then the wrong one goes
    desk.do("accountant", "sincerity.reverse", sincerity=number, reason="金额错")
    ticket = desk.see("manager", "launch_tickets")[0]
    assert (ticket["money"], ticket["money_ref"]) == (1_000_000, again)
    desk.do("c01", "launch.withdraw", launch="首开", number=1, reason="不来了")
    assert states(desk) == ["reversed", "refund_due"]
    assert serious(desk) == []


def test_closing_the_launch_gives_back_to_everybody_whom_it_did_not_serve(desk: Desk) -> None:
    launch(desk)
    names = {"13800000001": "刘洋", "13800000002": "陈静", "13800000003": "何平"}
    for phone, name in list(names.items())[1:]:
        customer(desk, "c01", name, phone)
    taken = {phone: take(desk, launch="首开", customer=phone) for phone in names}
    for phone in ("13800000001", "13800000002"):  # the third never took a number
        desk.do("c01", "launch.register", launch="首开", customer=phone)
    for step in ("lay_down", "open"):
        desk.do("manager", f"launch.{step}", launch="首开")
    with pytest.raises(Refusal, match=r"首开|KP"):
        take(desk, launch="首开")  # no more numbers are given out
    for number in (1, 2):
        desk.do("assistant", "launch.call", launch="首开")
        desk.do("c01", "launch.come", launch="首开", number=number)
    desk.do("c01", "launch.choose", launch="首开", number=1, unit="2-1-101")
    for number in (1, 2):
        desk.do("c01", "launch.finish", launch="首开", number=number)
    assert states(desk) == ["held", "held", "held"]
    assert desk.do("manager", "launch.close", launch="首开")["refundable"] == 2
    assert states(desk) == ["held", "refund_due", "refund_due"]
    assert waits(desk, "cashier") == ["sincerity.refund_due"] * 2
    served = reviewed(desk, "2-1-101", deposit=2_000_000, number=9, customer="13800000001")
    desk.do("cashier", "sincerity.move", sincerity=taken["13800000001"], subscription=served.sub_no)
    assert served.row()["state"] == "deposit_paid"
    assert serious(desk) == []


def test_a_launch_that_is_called_off_gives_everything_back(desk: Desk) -> None:
    launch(desk)
    take(desk, launch="首开")
    assert desk.do("manager", "launch.call_off", launch="首开", reason="延期")["refundable"] == 1
    assert states(desk) == ["refund_due"]
    assert launches.sweep(desk.office, desk.project_id) == 0


def test_the_doctor_sees_money_that_does_not_tie(desk: Desk) -> None:
    from sqlalchemy import text

    take(desk)
    with desk.office.store.write() as connection:
        connection.execute(text("UPDATE sincerity SET state = 'refunded'"))
    found = {each.where for each in examine(desk.office) if each.serious}
    assert any("CX2026-000001" in each for each in found)


def chosen_in_a_launch(desk: Desk, label: str = "2-1-101") -> str:
    """The number of 陈静's sincerity money; she chose that unit in the launch."""
    launch(desk)
    customer(desk, "c02", "陈静", "13800000002")
    number = take(desk, launch="首开", customer="13800000002")
    desk.do("c02", "launch.register", launch="首开", customer="13800000002")
    desk.do("manager", "launch.lay_down", launch="首开")
    desk.do("manager", "launch.open", launch="首开")
    desk.do("assistant", "launch.call", launch="首开")
    desk.do("c02", "launch.come", launch="首开", number=1)
    desk.do("c02", "launch.choose", launch="首开", number=1, unit=label)
    return number


def test_a_chosen_unit_with_small_order_money_is_still_the_numbers_choice(desk: Desk) -> None:
    """Its hold has no end while the money stands; it counts against the limit, and the number has chosen."""
    number = chosen_in_a_launch(desk)
    desk.do("manager", "unit.hold", unit="2-1-101", customer="13800000002", hold_type="small_order")
    take(desk, unit="2-1-101", customer="13800000002")
    with pytest.raises(Refusal, match="上限"):
        desk.do("c02", "launch.choose", launch="首开", number=1, unit="2-1-102")
    with pytest.raises(Refusal, match="收"):
        desk.do("c02", "launch.give_back", launch="首开", number=1, unit="2-1-101")
    assert desk.do("c02", "launch.finish", launch="首开", number=1)["chosen"] == 1
    assert desk.do("manager", "launch.close", launch="首开")["refundable"] == 0
    assert one(desk, number)["state"] == "held"
    assert serious(desk) == []


def test_what_was_chosen_and_ran_out_after_the_launch_gives_its_money_back(desk: Desk) -> None:
    """5.3: nobody has to think of the money of a customer who chose and then came to no paper."""
    number = chosen_in_a_launch(desk)
    desk.do("c02", "launch.finish", launch="首开", number=1)
    assert desk.do("manager", "launch.close", launch="首开")["refundable"] == 0
    desk.clock.move(hours=2)
    sweep(desk.office, desk.project_id)
    assert unit(desk, "2-1-101")["state"] == "available"
    assert one(desk, number)["state"] == "refund_due"
    assert "sincerity.refund_due" in waits(desk, "cashier")
    assert serious(desk) == []
