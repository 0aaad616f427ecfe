"""Releasing units and holding them (2.16, 2.18, 5.9, 5.10, 5.12)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from anchang.domain.errors import BadInput, NotAllowed, NotFound, Refusal, Stale, UnitTaken, WrongState
from anchang.services import unit as units
from anchang.storage import unit_query
from anchang.storage.unit_query import Card
from tests.office import Desk
from tests.services.stock import (
    PERMIT,
    acts,
    block,
    customer,
    import_rows,
    on_sale,
    permit,
    price_row,
    unit,
    wrong_digests,
)

KEPT = ("unit", "unit_claim", "price_list", "price_list_line", "unit_price", "permit")


def set_to(desk: Desk, key: str, value: str) -> None:
    desk.office.run_named(desk.session("boss"), "setting.change", {"key": key, "value": value})


def card(desk: Desk, login: str, label: str) -> Card:
    found = desk.office.look(desk.session(login), unit_query.card, int(unit(desk, label)["id"]))
    assert found is not None
    return found


def shown_state(desk: Desk, label: str) -> str:
    cells = desk.office.look(desk.session("c01"), unit_query.grid)
    return next(cell.state for cell in cells if cell.label == label)


def holds(desk: Desk, login: str = "manager") -> list[tuple[str, str, str]]:
    return [(row["unit"], row["holder"], row["hold_type"]) for row in desk.see(login, "holds")]


# -- release and withdraw


def test_release_tells_who_was_refused_and_why(desk: Desk) -> None:
    blank = price_row("1栋", 9, "01", unit_price_build=None)
    import_rows(desk, (*block("1栋"), blank, *block("3栋")))
    names = "1-1-101,1-1-901,3-1-101"
    done = desk.do("manager", "unit.release", permit=PERMIT, units=names)
    assert (done["released"], done["units"]) == (1, ["1-1-101"])
    reasons = {each["unit"]: each["reason"] for each in done["refused"]}
    assert set(reasons) == {"1-1-901", "3-1-101"}
    assert reasons["1-1-901"] != reasons["3-1-101"]
    row = unit(desk, "1-1-101")
    assert (row["state"], row["released_on"], row["filed_total"]) == ("available", date(2026, 11, 23), 178_940_000)
    assert wrong_digests(desk, *KEPT) == []


def test_release_only_if_all_releases_none(desk: Desk) -> None:
    import_rows(desk, block("1栋", "3栋"))
    with pytest.raises(Refusal, match="3-1-101"):
        desk.do("manager", "unit.release", permit=PERMIT, units="1-1-101,3-1-101", only_if_all="yes")
    assert unit(desk, "1-1-101")["state"] == "unreleased"


def test_release_by_building_and_entrance_in_any_spelling(desk: Desk) -> None:
    import_rows(desk, block())
    done = desk.do("manager", "unit.release", permit=PERMIT, building="2幢", entrance="1")
    assert done["released"] == 8
    assert unit(desk, "1-1-101")["state"] == "unreleased"
    assert desk.do("manager", "unit.release", permit=PERMIT)["released"] == 8
    with pytest.raises(Refusal):
        desk.do("manager", "unit.release", permit=PERMIT)


def test_a_list_price_above_the_filed_one_is_not_released(desk: Desk) -> None:
    import_rows(desk, (price_row(list_total=100_000_001, filed_total=100_000_000),))
    with pytest.raises(Refusal, match=r"备案|filed"):
        desk.do("manager", "unit.release", permit=PERMIT)


def test_a_permit_that_ran_out_or_is_for_another_building_blocks(desk: Desk) -> None:
    on_sale(desk)
    lead = customer(desk)
    permit(desk, "permit.change", permit=PERMIT, reason="更正", buildings="2栋")
    with pytest.raises(Refusal, match="1栋"):
        desk.do("c01", "unit.ask", unit="1-1-101", customer=lead)
    permit(desk, "permit.change", permit=PERMIT, reason="到期", valid_to="2026-11-22")
    for login, name in (("c01", "unit.ask"), ("manager", "unit.hold")):
        with pytest.raises(Refusal, match="2026-11-22"):
            desk.do(login, name, unit="2-1-101", customer=lead)
    import_rows(desk, block("4栋"))
    permit(desk, no="002", issued_on="2027-01-01", buildings="4栋")
    with pytest.raises(Refusal, match="2027-01-01"):
        desk.do("manager", "unit.release", permit="002")
    assert desk.see("c01", "holds") == []


def test_a_second_permit_carries_on_where_the_first_ran_out(desk: Desk) -> None:
    on_sale(desk)
    permit(desk, "permit.change", permit=PERMIT, reason="到期", valid_to="2026-11-22")
    permit(desk, no="现售002", issued_on="2026-11-20", buildings="1幢", kind="completed_sale")
    assert desk.do("c01", "unit.ask", unit="1-1-101", customer=customer(desk))["unit"] == "1-1-101"


def test_withdraw_needs_a_reason_and_a_free_unit(desk: Desk) -> None:
    on_sale(desk)
    with pytest.raises(Refusal):
        desk.do("manager", "unit.withdraw", units="1-1-101", reason="")
    desk.do("c01", "unit.ask", unit="1-1-102", customer=customer(desk))
    with pytest.raises(UnitTaken, match="张伟"):
        desk.do("manager", "unit.withdraw", units="1-1-101,1-1-102", reason="样板房")
    assert unit(desk, "1-1-101")["state"] == "available"
    assert desk.do("manager", "unit.withdraw", units="1-1-101", reason="样板房") == {"withdrawn": 1}
    with pytest.raises(WrongState):
        desk.do("c01", "unit.ask", unit="1-1-101", customer=customer(desk, phone="13800000002"))


# -- the consultant's short hold


def test_the_second_is_told_who_has_it_and_until_when(desk: Desk) -> None:
    on_sale(desk)
    assert desk.do("c01", "unit.ask", unit="1栋1单元101", customer=customer(desk))["until"] == "09:10"
    other = customer(desk, "c02", "陈静", "13800000002")
    with pytest.raises(UnitTaken, match=r"张伟.*09:00.*09:10"):
        desk.do("c02", "unit.ask", unit="1-1-101", customer=other)
    assert holds(desk) == [("1-1-101", "张伟", "temp")]


def test_a_hold_lapses_and_the_program_ends_it_for_the_next(desk: Desk) -> None:
    on_sale(desk)
    desk.do("c01", "unit.ask", unit="1-1-101", customer=customer(desk))
    desk.clock.move(minutes=9, seconds=59)
    other = customer(desk, "c02", "陈静", "13800000002")
    with pytest.raises(UnitTaken):
        desk.do("c02", "unit.ask", unit="1-1-101", customer=other)
    assert shown_state(desk, "1-1-101") == "held"
    desk.clock.move(seconds=1)
    assert shown_state(desk, "1-1-101") == "available"
    assert unit(desk, "1-1-101")["state"] == "held"  # nobody has swept yet
    assert holds(desk) == []
    desk.do("c02", "unit.ask", unit="1-1-101", customer=other)
    assert acts(desk)[-2:] == [("unit.expire_lapsed", "system"), ("unit.ask", "王芳")]
    assert card(desk, "c02", "1-1-101").holder == "王芳"
    assert wrong_digests(desk, *KEPT) == []


def test_a_refused_act_does_not_end_the_lapsed_hold_either(desk: Desk) -> None:
    on_sale(desk)
    desk.do("c01", "unit.ask", unit="1-1-101", customer=customer(desk))
    desk.clock.move(minutes=11)
    mark = desk.office.change_mark()
    with pytest.raises(NotAllowed, match="张伟"):
        desk.do("c02", "unit.ask", unit="1-1-101", customer=1)
    assert desk.office.change_mark() == mark


def test_the_sweep_ends_what_ran_out_and_is_silent_otherwise(desk: Desk) -> None:
    on_sale(desk)
    desk.do("c01", "unit.ask", unit="1-1-101", customer=customer(desk))
    mark = desk.office.change_mark()
    assert units.sweep(desk.office, desk.project_id) == 0
    assert desk.office.change_mark() == mark
    desk.clock.move(minutes=10)
    assert units.sweep(desk.office, desk.project_id) == 1
    assert acts(desk)[-1] == ("unit.expire_lapsed", "system")
    assert unit(desk, "1-1-101")["state"] == "available"
    with pytest.raises(NotAllowed):
        desk.do("manager", "unit.expire_lapsed")


def test_limits_of_consultant_and_customer(desk: Desk) -> None:
    on_sale(desk)
    leads = [customer(desk, phone=f"1380000001{n}") for n in range(3)]
    desk.do("c01", "unit.ask", unit="1-1-101", customer=leads[0])
    with pytest.raises(Refusal):
        desk.do("c01", "unit.ask", unit="1-1-102", customer=leads[0])
    desk.do("c01", "unit.ask", unit="1-1-102", customer=leads[1])
    with pytest.raises(Refusal):
        desk.do("c01", "unit.ask", unit="1-1-201", customer=leads[2])
    set_to(desk, "holds_per_consultant", "3")
    set_to(desk, "ask_minutes", "25")
    assert desk.do("c01", "unit.ask", unit="1-1-201", customer=leads[2])["minutes"] == 25
    desk.clock.move(minutes=10)
    set_to(desk, "holds_per_consultant", "2")  # the two that ran out do not count any more
    desk.do("c01", "unit.ask", unit="1-1-202", customer=leads[0])


def test_a_consultant_asks_for_own_customers_only(desk: Desk) -> None:
    on_sale(desk)
    theirs = customer(desk, "c02")
    with pytest.raises(NotAllowed, match="王芳"):
        desk.do("c01", "unit.ask", unit="1-1-101", customer=theirs)
    with pytest.raises(NotFound):
        desk.do("c01", "unit.ask", unit="1-1-101", customer=999)
    nobody = customer(desk, None, phone="13800000009")
    desk.do("c01", "unit.ask", unit="1-1-101", customer=nobody)
    for login in ("assistant", "cashier", "clerk", "boss"):
        with pytest.raises(NotAllowed):
            desk.do(login, "unit.ask", unit="1-1-102", customer=nobody)


def test_a_unit_not_on_sale_is_not_held(desk: Desk) -> None:
    import_rows(desk, block())
    lead = customer(desk)
    for login, name in (("c01", "unit.ask"), ("manager", "unit.hold")):
        with pytest.raises(WrongState):
            desk.do(login, name, unit="1-1-101", customer=lead)


def test_giving_back_is_ones_own(desk: Desk) -> None:
    on_sale(desk)
    desk.do("c01", "unit.ask", unit="1-1-101", customer=customer(desk))
    with pytest.raises(Refusal):
        desk.do("c02", "unit.let_go", unit="1-1-101")
    desk.do("c01", "unit.let_go", unit="1-1-101")
    assert unit(desk, "1-1-101")["state"] == "available"
    with pytest.raises(Refusal):
        desk.do("c01", "unit.let_go", unit="1-1-101")


# -- the manager's hold


def test_the_manager_confirms_extends_and_lets_go(desk: Desk) -> None:
    on_sale(desk)
    lead = customer(desk)
    desk.do("c01", "unit.ask", unit="1-1-101", customer=lead)
    assert desk.do("manager", "unit.hold", unit="1-1-101")["until"] == "10:00"
    found = card(desk, "c01", "1-1-101")
    assert (found.holder, found.customer, found.hold_type) == ("张伟", "刘洋", "temp")
    desk.do("manager", "unit.hold", unit="1-1-101", hold_type="small_order", minutes=1440)
    assert holds(desk) == [("1-1-101", "张伟", "small_order")]
    with pytest.raises(Refusal):  # no short hold any more
        desk.do("c01", "unit.let_go", unit="1-1-101")
    other = customer(desk, "c02", "陈静", "13800000002")
    with pytest.raises(UnitTaken, match="张伟"):
        desk.do("manager", "unit.hold", unit="1-1-101", customer=other)
    desk.do("manager", "unit.let_go", unit="1-1-101", reason="客户放弃")
    assert holds(desk) == []
    assert wrong_digests(desk, *KEPT) == []


def test_a_direct_hold_is_the_customers_consultants(desk: Desk) -> None:
    on_sale(desk)
    with pytest.raises(Refusal):
        desk.do("manager", "unit.hold", unit="1-1-101")
    desk.do("manager", "unit.hold", unit="1-1-101", customer=customer(desk, "c02"))
    assert holds(desk) == [("1-1-101", "王芳", "temp")]
    with pytest.raises(BadInput):
        desk.do("manager", "unit.hold", unit="1-1-102", customer=1, minutes=0)
    long = desk.do("manager", "unit.hold", unit="1-1-101", hold_type="small_order", customer=1)
    assert long["until"] == "11-26 09:00"  # in three days: not 09:00 alone


def test_a_reserve_is_the_directors_and_has_no_end(desk: Desk) -> None:
    on_sale(desk)
    with pytest.raises(NotAllowed):
        desk.do("manager", "unit.hold", unit="1-1-101", hold_type="reserve", note="集团")
    with pytest.raises(Refusal):
        desk.do("director", "unit.hold", unit="1-1-101", hold_type="reserve")
    desk.do("director", "unit.hold", unit="1-1-101", hold_type="reserve", note="集团")
    desk.clock.move(days=400)
    assert shown_state(desk, "1-1-101") == "held"
    assert [row["minutes_left"] for row in desk.see("manager", "holds")] == [None]
    assert units.sweep(desk.office, desk.project_id) == 0


def test_a_refused_ask_has_a_reason(desk: Desk) -> None:
    on_sale(desk)
    desk.do("c01", "unit.ask", unit="1-1-101", customer=customer(desk))
    with pytest.raises(BadInput):
        desk.do("manager", "unit.refuse", unit="1-1-101", reason=" ")
    with pytest.raises(NotAllowed):
        desk.do("c02", "unit.refuse", unit="1-1-101", reason="不")
    desk.do("manager", "unit.refuse", unit="1-1-101", reason="该房留给老客户")
    assert unit(desk, "1-1-101")["state"] == "available"


def test_a_stale_screen_is_told_so(desk: Desk) -> None:
    on_sale(desk)
    seen = unit(desk, "1-1-101")["version"]
    desk.do("manager", "unit.hold", unit="1-1-101", customer=customer(desk), version=seen)
    with pytest.raises(Stale, match="李经理"):
        desk.do("director", "unit.let_go", unit="1-1-101", version=seen)


# -- what people see


def test_the_card_keeps_names_and_floor_prices_to_those_who_may(desk: Desk) -> None:
    import_rows(desk, tuple(price_row(floor=n, floor_total=150_000_000) for n in range(1, 4)))
    desk.do("manager", "unit.release", permit=PERMIT)
    desk.do("c01", "unit.ask", unit="1-1-101", customer=customer(desk))
    seen: dict[str, tuple[Any, ...]] = {}
    for login in ("c01", "c02", "manager", "cashier"):
        found = card(desk, login, "1-1-101")
        seen[login] = (found.customer, found.unit["floor_total"], found.prices[0].floor_total)
    assert seen["c01"] == ("刘洋", None, None)
    assert seen["c02"] == ("", None, None)
    assert seen["manager"] == ("刘洋", 150_000_000, 150_000_000)
    assert seen["cashier"] == ("刘洋", None, None)
    assert [row["customer"] for row in desk.see("c02", "holds")] == [""]
    assert all("floor_total" not in row for row in desk.see("manager", "units"))


def test_rooms_are_found_as_people_say_them(desk: Desk) -> None:
    buildings = ("四季名苑1栋", "四季名苑2栋", "四季名苑12栋")
    import_rows(desk, tuple(price_row(building, 3, "01") for building in buildings))

    def labels(text: str) -> list[str]:
        return [room.label for room in desk.office.look(desk.session("c01"), unit_query.find, text)]

    one = "四季名苑1-1-301"
    assert labels("四季名苑1栋1单元301") == [one]
    assert labels("1栋1单元301室") == [one]
    assert labels("1-1-301") == [one]
    assert labels("一栋一单元301") == [one]
    assert labels("１－１－３０１") == [one]
    assert one in labels("1-301")  # building 1, and entrance 1 of the others
    assert len(labels("301")) == 3
    assert len(labels("30")) == 3
    assert labels("2-2-301") == []
    assert labels("") == labels("[/]") == []
    with pytest.raises(NotFound):
        desk.do("manager", "unit.release", permit=PERMIT, units="301")  # three units have it


def test_grid_totals_and_changes(desk: Desk) -> None:
    on_sale(desk)
    cells = desk.office.look(desk.session("c01"), unit_query.grid, "2栋", "1单元")
    assert [cell.label for cell in cells][:3] == ["2-1-101", "2-1-102", "2-1-201"]
    mark, now = desk.office.change_mark(), desk.clock()
    assert desk.office.look(desk.session("c01"), unit_query.changes_since, mark, now) == ()
    desk.do("c01", "unit.ask", unit="2-1-101", customer=customer(desk))
    (cell,) = desk.office.look(desk.session("c01"), unit_query.changes_since, mark, now)
    assert (cell.label, cell.state, cell.holder) == ("2-1-101", "held", "张伟")
    assert desk.office.look(desk.session("c02"), unit_query.totals)["2栋"] == {"available": 7, "held": 1}
    mark, now = desk.office.change_mark(), desk.clock()
    desk.clock.move(minutes=10)
    (cell,) = desk.office.look(desk.session("c01"), unit_query.changes_since, mark, now)
    assert (cell.state, cell.holder) == ("available", "")
    assert desk.office.look(desk.session("c02"), unit_query.totals)["2栋"] == {"available": 8}
    listed = desk.see("c01", "units", building="1栋", state="available", text="102")
    assert [row["label"] for row in listed] == ["1-1-102"]


def test_the_step_menu_says_why_not(desk: Desk) -> None:
    on_sale(desk)
    free, other = int(unit(desk, "1-1-101")["id"]), int(unit(desk, "1-1-102")["id"])
    desk.do("c02", "unit.ask", unit="1-1-102", customer=customer(desk, "c02"))
    assert desk.office.look(desk.session("c01"), units.why_not, free, "ask") is None
    assert desk.office.look(desk.session("c01"), units.why_not, free, "hold") is not None
    assert desk.office.look(desk.session("c01"), units.why_not, other, "ask") is not None
    assert desk.office.look(desk.session("c02"), units.why_not, other, "give_back") is None
    assert desk.office.look(desk.session("manager"), units.why_not, other, "hold") is None
    desk.clock.move(minutes=10)
    assert desk.office.look(desk.session("c01"), units.why_not, other, "ask") is None
