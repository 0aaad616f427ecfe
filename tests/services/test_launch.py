"""Launch day: numbers, an order that can be checked, calling, choosing, time, and no way past the line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from anchang.domain.errors import NotAllowed, NotFound, Refusal, UnitTaken, WrongState
from anchang.domain.launch import TicketState
from anchang.services.doctor import examine
from anchang.services.launch import sweep
from anchang.storage import launch as rows
from anchang.storage import launch_units
from tests.office import Desk, desk_at
from tests.services.stock import PERMIT, block, customer, import_rows, on_sale, permit

SEED = "2026-11-24 福彩3D 3 1 7"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sixteen units on sale, a launch of building 1."""
    with desk_at(tmp_path / "office") as made:
        on_sale(made)
        made.do("manager", "launch.prepare", name="首开", held_on="2026-11-24", buildings=("1栋",))
        yield made


def numbers(desk: Desk, count: int, login: str = "c01") -> None:
    for number in range(1, count + 1):
        who = customer(desk, login, f"客户{number}", f"139{number:08d}")
        made = desk.do(login, "launch.register", launch="首开", customer=who)
        assert made["number"] == number


def opened(desk: Desk, count: int = 6) -> list[int]:
    """The launch is on; the order of its numbers."""
    numbers(desk, count)
    order: list[int] = desk.do("manager", "launch.lay_down", launch="首开", seed=SEED)["order"]
    desk.do("manager", "launch.open", launch="首开")
    return order


def state(desk: Desk, number: int) -> str:
    found = desk.office.look(desk.session("manager"), rows.ticket_by_no, 1, number)
    assert found is not None
    return str(found["state"])


def seats(desk: Desk, count: int) -> list[int]:
    """So many are called and have come."""
    found = []
    for _ in range(count):
        number = desk.do("assistant", "launch.call", launch="首开")["number"]
        desk.do("assistant", "launch.come", launch="首开", number=number)
        found.append(number)
    return found


def test_the_lot_can_be_worked_out_by_anybody(desk: Desk) -> None:
    order = opened(desk)
    assert order == sorted(range(1, 7), key=lambda no: hashlib.sha256(f"{SEED}|{no}".encode()).hexdigest())
    assert seats(desk, 3) == order[:3]
    with pytest.raises(Refusal, match="不再"):
        desk.do("c01", "launch.register", launch="首开", customer="13900000001")


def test_a_lot_without_public_figures_is_refused(desk: Desk) -> None:
    numbers(desk, 2)
    with pytest.raises(Refusal):
        desk.do("manager", "launch.lay_down", launch="首开")
    assert state(desk, 1) == "registered"


def test_a_customer_has_one_number_and_a_colleagues_customer_none_from_me(desk: Desk) -> None:
    numbers(desk, 1)
    with pytest.raises(Refusal, match="已有"):
        desk.do("c01", "launch.register", launch="首开", customer="13900000001")
    with pytest.raises(NotAllowed):
        desk.do("c02", "launch.register", launch="首开", customer="13900000001")
    desk.do("c01", "launch.withdraw", launch="首开", number=1, reason="不买了")
    again = desk.do("c01", "launch.register", launch="首开", customer="13900000001")
    assert again["number"] == 2


def test_choosing_is_a_hold_and_nobody_gets_past_the_line(desk: Desk) -> None:
    opened(desk)
    first, second = seats(desk, 2)
    with pytest.raises(Refusal, match="KP2026"):
        desk.do("c01", "unit.ask", unit="1-1-101", customer="13900000001")
    desk.do("c01", "unit.ask", unit="2-1-101", customer="13900000001")  # building 2 is not in the launch
    made = desk.do("c01", "launch.choose", launch="首开", number=first, unit="1-1-101")
    assert made["unit"] == "1-1-101"
    with pytest.raises(UnitTaken, match="张伟"):
        desk.do("c01", "launch.choose", launch="首开", number=second, unit="1-1-101")
    with pytest.raises(Refusal, match="1"):
        desk.do("c01", "launch.choose", launch="首开", number=first, unit="1-1-102")  # one unit each
    with pytest.raises(Refusal, match="不属于"):
        desk.do("c01", "launch.choose", launch="首开", number=second, unit="2-1-102")
    desk.do("c01", "launch.give_back", launch="首开", number=first, unit="1-1-101")
    desk.do("c01", "launch.choose", launch="首开", number=second, unit="1-1-101")
    assert desk.do("c01", "launch.finish", launch="首开", number=first)["chosen"] == 0
    assert desk.do("c01", "launch.finish", launch="首开", number=second)["chosen"] == 1
    assert (state(desk, first), state(desk, second)) == ("left", "chose")
    wrong = [each.where for each in examine(desk.office) if each.serious]
    assert [where for where in wrong if not where.startswith("customer")] == []  # those were put in behind the services


def test_only_who_is_called_chooses_and_nobody_calls_out_of_turn(desk: Desk) -> None:
    order = opened(desk)
    with pytest.raises(WrongState):
        desk.do("c01", "launch.choose", launch="首开", number=order[0], unit="1-1-101")
    with pytest.raises(NotAllowed):
        desk.do("c01", "launch.call", launch="首开")
    with pytest.raises(NotFound):
        desk.do("c02", "launch.come", launch="首开", number=order[0])  # a colleague's customer


def test_who_does_not_come_is_passed_over_and_called_again_at_the_end(desk: Desk) -> None:
    order = opened(desk, 3)
    desk.do("assistant", "launch.call", launch="首开")
    desk.clock.move(minutes=5)
    with pytest.raises(Refusal, match="时限"):
        desk.do("assistant", "launch.come", launch="首开", number=order[0])
    assert sweep(desk.office, 1) == 1
    assert sweep(desk.office, 1) == 0
    assert state(desk, order[0]) == "passed"
    desk.do("assistant", "launch.call_again", launch="首开", number=order[0])
    assert seats(desk, 3) == [order[1], order[2], order[0]]
    with pytest.raises(Refusal, match="没有"):
        desk.do("assistant", "launch.call", launch="首开")


def test_a_number_is_called_again_only_so_often(desk: Desk) -> None:
    order = opened(desk, 1)
    for again in (True, False):
        desk.do("assistant", "launch.call", launch="首开")
        desk.clock.move(minutes=6)
        sweep(desk.office, 1)
        if again:
            desk.do("assistant", "launch.call_again", launch="首开", number=order[0])
    with pytest.raises(Refusal, match="2"):
        desk.do("assistant", "launch.call_again", launch="首开", number=order[0])


def test_time_to_choose_ends_and_what_was_chosen_stays(desk: Desk) -> None:
    opened(desk)
    first, second = seats(desk, 2)
    desk.do("c01", "launch.choose", launch="首开", number=first, unit="1-1-101")
    desk.clock.move(minutes=10)
    with pytest.raises(Refusal, match="时限"):
        desk.do("c01", "launch.choose", launch="首开", number=second, unit="1-1-102")
    desk.do("assistant", "launch.call", launch="首开")  # sweeps first
    assert (state(desk, first), state(desk, second)) == ("chose", "left")
    (held,) = [row for row in desk.see("manager", "holds") if row["unit"] == "1-1-101"]
    assert held["minutes_left"] == 50
    desk.clock.move(minutes=50)
    assert [row["unit"] for row in desk.see("manager", "holds")] == []


def test_no_more_are_called_than_there_are_tables(desk: Desk) -> None:
    desk.office.run_named(desk.session("boss"), "setting.change", {"key": "launch_places", "value": "2"})
    opened(desk)
    seats(desk, 2)
    with pytest.raises(Refusal, match="选房席"):
        desk.do("assistant", "launch.call", launch="首开")


def test_closing_waits_for_whoever_is_at_the_table(desk: Desk) -> None:
    opened(desk)
    (number,) = seats(desk, 1)
    with pytest.raises(Refusal, match="1"):
        desk.do("manager", "launch.close", launch="首开")
    desk.do("c01", "launch.finish", launch="首开", number=number)
    desk.do("manager", "launch.close", launch="首开")
    desk.do("c01", "unit.ask", unit="1-1-101", customer="13900000001")  # sold as ever again


def test_what_was_chosen_goes_on_to_the_papers(desk: Desk) -> None:
    opened(desk)
    (number,) = seats(desk, 1)
    desk.do("c01", "launch.choose", launch="首开", number=number, unit="1-1-101")
    desk.do("c01", "launch.finish", launch="首开", number=number)
    phone = f"139{number:08d}"
    buyer: dict[str, Any] = {"name": "刘洋", "id_no": "11010519491231002X", "phone": phone, "address": "一路1号"}
    paper = desk.do(
        "c01", "subscription.draft", unit="1-1-101", customer=phone, buyers=[buyer], deposit="50000",
        handover_due="2028-06-30",
    )  # fmt: skip
    desk.do("c01", "subscription.submit", subscription=paper["sub_no"])
    found = desk.office.look(desk.session("manager"), rows.chosen, 1)
    assert state(desk, number) == TicketState.CHOSE
    assert found is not None


def test_a_unit_is_in_one_launch_at_a_time(desk: Desk) -> None:
    with pytest.raises(Refusal, match="另一"):
        desk.do("manager", "launch.prepare", name="加推", held_on="2026-11-25", units=("1-1-101",))
    desk.do("manager", "launch.call_off", launch="首开", reason="许可证延期")
    desk.do("manager", "launch.prepare", name="加推", held_on="2026-11-25", units=("1-1-101",))


def test_the_board_counts_what_can_be_chosen_now(desk: Desk) -> None:
    """A unit that is frozen or taken off sale is not promised to the hall."""

    def left() -> tuple[int, int]:
        return desk.office.look(desk.session("manager"), rows.units_left, 1)

    opened(desk, 1)
    assert left() == (8, 8)
    desk.do("manager", "unit.flag", unit="1-1-101", flag="frozen", reason="样板房")
    desk.do("manager", "unit.flag", unit="1-1-201", flag="mortgaged", reason="在建工程抵押")  # is sold all the same
    desk.do("manager", "unit.withdraw", units="1-1-102", reason="样板房")
    assert left() == (6, 8)
    number = seats(desk, 1)[0]
    desk.do("assistant", "launch.choose", launch="首开", number=number, unit="1-1-202")
    assert left() == (5, 8)
    desk.clock.move(minutes=61)
    assert left() == (6, 8)


def test_no_doors_open_on_units_that_nobody_may_choose(desk: Desk) -> None:
    """A launch is prepared before its units are on sale; on its day they have to be, and the answer says how many."""
    import_rows(desk, block("9栋"))
    desk.do("manager", "launch.prepare", name="二开", held_on="2026-11-24", buildings=("9栋",), order="registered")
    who = customer(desk, "c01", "客户", "13900000001")
    desk.do("c01", "launch.register", launch="二开", customer=who)
    desk.do("manager", "launch.lay_down", launch="二开")
    with pytest.raises(Refusal, match="推出"):
        desk.do("manager", "launch.open", launch="二开")
    permit(desk, "permit.change", permit=PERMIT, buildings="1栋,2栋,9栋", reason="九栋也已取得")
    desk.do("manager", "unit.release", permit=PERMIT, units=("9-1-101", "9-1-102"))
    made = desk.do("manager", "launch.open", launch="二开")
    assert (made["free"], made["units"]) == (2, 8)
    desk.do("assistant", "launch.call", launch="二开")
    desk.do("c01", "launch.come", launch="二开", number=1)
    with pytest.raises(Refusal, match="另选"):
        desk.do("c01", "launch.choose", launch="二开", number=1, unit="9-1-201")
    desk.do("c01", "launch.choose", launch="二开", number=1, unit="9-1-101")


def test_at_the_table_only_the_units_of_the_launch_are_looked_through(desk: Desk) -> None:
    def found(text: str) -> list[tuple[str, str]]:
        rows_ = desk.office.look(desk.session("c01"), launch_units.like, 1, text)
        return [(row["label"], row["state"]) for row in rows_]

    opened(desk, 1)
    assert found("101") == [("1-1-101", "available")]
    desk.do("assistant", "launch.choose", launch="首开", number=seats(desk, 1)[0], unit="1-1-101")
    assert found("101") == [("1-1-101", "held")]
    assert found("01")[-1] == ("1-1-101", "held")  # what is free stands on top
    assert found("01")[0] == ("1-1-201", "available")
    assert found("2-1-101") == []
    desk.clock.move(hours=1)
    assert found("101") == [("1-1-101", "available")]  # it ran out
