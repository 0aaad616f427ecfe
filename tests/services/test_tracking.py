"""The tracking sheets and the calls that became visits, each figure against a count by hand (C13, 4.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from anchang.domain.customer import Grade
from anchang.domain.errors import BadInput, NotAllowed
from anchang.i18n import say
from anchang.reports.catalogue import make
from anchang.services import lists
from anchang.storage import tracking
from anchang.storage.base import table_of
from anchang.storage.visit import Visit
from anchang.tui.forms.desk_fields import choices
from tests.office import Desk, desk_at
from tests.services.sweeps import meets, reaches

START = date(2026, 11, 23)
TEAM = ("c01", "c02", "c03")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, list[dict[str, Any]]]]:
    """Two weeks of calls and visits thrown by dice, and what was done written down beside."""
    dice, done = Random(5), []
    with desk_at(tmp_path_factory.mktemp("tracking") / "office") as desk:
        for day in range(14):
            for hour in (9, 11, 14, 16):
                desk.clock.at(START + timedelta(days=day), hour, dice.randrange(60))
                done.append(_something(desk, dice))
        yield desk, done


def _something(desk: Desk, dice: Random) -> dict[str, Any]:
    who, number = dice.choice(TEAM), dice.randrange(12)
    phone = f"138001380{number:02d}" if number else ""
    entry = {"who": who, "phone": phone, "at": desk.clock(), "on": desk.office.today()}
    reason = {} if phone else {"no_phone_reason": "不留"}
    if dice.random() < 0.55:
        desk.do(
            who, "call.log", is_repeat="yes", name=f"客{number}", phone=phone, notice="yes", channel="outdoor", **reason
        )  # fmt: skip
        return {**entry, "what": "call"}
    desk.do(
        who, "visit.log", kind="returning", name=f"客{number}", phone=phone, notice="yes",
        grade=dice.choice("ABCD"), **reason,
    )  # fmt: skip
    return {**entry, "what": "visit"}


@pytest.mark.parametrize("within", [0, 1, 3, 30])
def test_calls_that_became_visits_by_brute_force(lived: tuple[Desk, list[dict[str, Any]]], within: int) -> None:
    desk, done = lived
    first, last = START + timedelta(days=2), START + timedelta(days=10)
    wanted: dict[str, list[int]] = {}
    for call in done:
        if call["what"] != "call" or not first <= call["on"] <= last:
            continue
        came = any(
            each["what"] == "visit" and each["phone"] == call["phone"] and each["at"] > call["at"]
            and (each["on"] - call["on"]).days <= within
            for each in done
        )
        line = wanted.setdefault(call["who"], [0, 0, 0])
        line[0] += 1
        line[1] += bool(call["phone"])
        line[2] += bool(call["phone"]) and came
    found = desk.office.look(desk.session("manager"), tracking.conversion, first, last, within)
    logins = {number: login for login, number in desk.people.items()}
    assert {logins[row["id"]]: [row["calls"], row["numbered"], row["visited"]] for row in found} == wanted
    assert within == 0 or sum(line[2] for line in wanted.values()) > 0
    own = desk.office.look(desk.session("c01"), tracking.conversion, first, last, within)
    assert [row["id"] for row in own] == [desk.people["c01"]]


def test_who_stands_on_which_sheet(lived: tuple[Desk, list[dict[str, Any]]]) -> None:
    desk, done = lived
    everybody = desk.see("manager", "customers")
    near = {row["id"] for row in everybody if row["grade"] in ("A", "B") and row["state"] not in ("lost", "invalid")}
    assert {row["id"] for row in desk.see("manager", "intending")} == near != set()
    came = {row["id"]: row for row in desk.see("manager", "visitors")}
    assert set(came) == {row["id"] for row in everybody if row["visits"]}
    numbers = {row["id"]: row["phone"][-4:] for row in everybody}
    for customer, row in came.items():
        visits = [each for each in done if each["what"] == "visit"]
        days = sorted(each["on"] for each in visits if each["phone"][-4:] == numbers[customer])
        if numbers[customer]:
            assert (row["first_visit"], row["last_visit"], row["visits"]) == (days[0], days[-1], len(days))
    assert {row["owner"] for row in desk.see("c01", "visitors")} <= {"张伟"}


def test_the_last_follow_up_stands_on_the_sheet(desk: Desk) -> None:
    customer = meets(desk, "c01", "13800138000", grade="B")
    reaches(desk, "c01", customer, "2026-11-25", content="先聊价格")
    reaches(desk, "c01", customer, "2026-11-26", content="约周六", objection="嫌贵")
    desk.clock.at(START + timedelta(days=5))
    (row,) = desk.see("c01", "intending")
    assert (row["follow_ups"], row["content"], row["objection"]) == (2, "约周六", "嫌贵")
    assert (row["days_late"], row["days_silent"]) == (2, 5)


def test_the_workbook(lived: tuple[Desk, list[dict[str, Any]]], tmp_path: Any) -> None:
    """Its totals are formulas with the values that the lists give."""
    from openpyxl import load_workbook

    desk, _done = lived
    path = make(desk.office, desk.session("manager"), "tracking", folder=tmp_path)
    values, formulas = load_workbook(path, data_only=True), load_workbook(path)
    assert values.sheetnames == ["意向客户跟踪表", "到店客户跟踪表", "来电转访"]
    for name, key in (("意向客户跟踪表", "intending"), ("到店客户跟踪表", "visitors")):
        head = next(row for row in values[name].iter_rows(max_row=12) if any(cell.value == "人数" for cell in row))
        column = next(cell.column for cell in head if cell.value == "人数")
        cells = [row[0] for row in values[name].iter_rows(min_col=column, max_col=column)]
        last = [cell for cell in cells if cell.value is not None][-1]
        assert last.value == len(desk.see("manager", key))
        assert str(formulas[name].cell(last.row, column).value).startswith("=SUBTOTAL")
    text = {str(cell.value) for row in values["到店客户跟踪表"].iter_rows() for cell in row}
    assert not any(each.startswith("138001380") for each in text)
    assert any(each.startswith("138****80") for each in text)
    with pytest.raises(NotAllowed):
        make(desk.office, desk.session("boss"), "tracking", folder=tmp_path)


@pytest.mark.parametrize(("days", "won"), [(0, True), (1, True), (5, True), (6, False), (40, False)])
@pytest.mark.parametrize("at_the_door", [True, False])
def test_the_flag_of_a_visit_and_the_sheet_have_one_rule(desk: Desk, days: int, won: bool, at_the_door: bool) -> None:
    """来电转访: the first visit at most so many days after the call; the setting says how many."""
    desk.office.run_named(desk.session("boss"), "setting.change", {"key": "conversion_days", "value": "5"})
    phone = "13800138000"
    desk.do("c01", "call.log", is_repeat="no", name="客", phone=phone, notice="yes", channel="outdoor")
    desk.clock.at(START + timedelta(days=days), 15)
    if at_the_door:
        desk.do("c01", "rota.sign_in")
        desk.do("assistant", "rota.confirm")
        desk.do("c01", "rota.arrive", kind="first", name="客", phone=phone)
        assert [row["from_call"] for row in visits(desk)] == [won]
        desk.do("c01", "visit.save", visit=desk.see("c01", "visits")[0]["id"], notice="yes")
    else:
        desk.do("c01", "visit.log", kind="first", name="客", phone=phone, notice="yes")
    assert [row["from_call"] for row in visits(desk)] == [won]
    (line,) = desk.office.look(desk.session("manager"), tracking.conversion, START, desk.office.today())
    assert (line["calls"], line["visited"]) == (1, int(won))
    desk.clock.move(minutes=5)
    desk.do("c01", "call.log", is_repeat="yes", name="客", phone=phone, notice="yes", channel="outdoor")
    assert [row["from_call"] for row in visits(desk)] == [won]  # a call after the visit is nobody's reason to come


def visits(desk: Desk) -> list[dict[str, Any]]:
    """Every visit as it is stored."""
    with desk.office.store.read() as connection:
        return [dict(row) for row in connection.execute(table_of(Visit).select()).mappings()]


def test_what_the_grades_mean_is_the_offices_choice(desk: Desk) -> None:
    """2.2: two conventions. By progress A has bought and D is invalid, so B and C are the ones who intend."""
    for number, grade in enumerate("ABCD"):
        meets(desk, "c01", f"1380013800{number}", f"客{grade}", grade=grade)
    column = next(each for each in lists.find("customers").columns if each.key == "grade")
    assert column.choices is not None

    def seen() -> tuple[list[str], set[str]]:
        near = {row["grade"] for row in desk.see("c01", "intending")}
        return [say(column.choices[each]) for each in "ABCD" if column.choices], near

    assert seen() == (["A 准客户", "B 意向较强", "C 一般", "D 观光"], {"A", "B"})
    desk.office.run_named(desk.session("boss"), "setting.change", {"key": "grade_convention", "value": "progress"})
    assert seen() == (["A 成交", "B 排号", "C 来人意向", "D 无效"], {"B", "C"})
    assert [say(words) for words in choices(Grade).values()] == ["A 成交", "B 排号", "C 来人意向", "D 无效"]
    with pytest.raises(BadInput):
        desk.office.run_named(desk.session("boss"), "setting.change", {"key": "grade_convention", "value": "x"})
    desk.office.run_named(desk.session("boss"), "setting.change", {"key": "grade_convention", "value": "intent"})
    assert seen()[1] == {"A", "B"}
