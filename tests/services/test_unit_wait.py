"""The waiting list of a unit: in order, one offer at a time, and nobody pushes past who has it (2.16, issue 4)."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anchang.domain.errors import AnchangError, NotAllowed, Refusal
from anchang.i18n import say
from anchang.services import unit as units
from anchang.services import unit_wait as waiting
from anchang.services.inbox import rows as inbox_rows
from anchang.services.opening import open_office
from anchang.services.unit import AskUnit
from anchang.storage.base import table_of
from anchang.storage.unit_wait import UnitWait
from tests.office import SHANGHAI, Desk
from tests.services.stock import acts, customer, on_sale, returned, unit, wrong_digests

ROOM = "1-1-101"


def line(desk: Desk, **filters: Any) -> list[tuple[str, str]]:
    """(customer, state) of the places on lists, the oldest first."""
    rows = desk.see("manager", "unit_waits", **filters)
    return [(row["customer"], row["state"]) for row in reversed(rows)]


def sweep(desk: Desk) -> None:
    """What every console does once in a while."""
    units.sweep(desk.office, desk.project_id)
    waiting.sweep(desk.office, desk.project_id)


def offered(desk: Desk, login: str) -> list[str]:
    """The units that somebody's inbox says are free for a waiting customer."""
    found = desk.office.look(desk.session(login), inbox_rows)
    return [row["unit"] for row in found if row["what"] == "unit.offered"]


def queue(desk: Desk) -> list[int]:
    """A held unit that two customers of two consultants wait for."""
    on_sale(desk)
    people = [
        customer(desk, "c01", "甲", "13800000001"),
        customer(desk, "c02", "乙", "13800000002"),
        customer(desk, "c03", "丙", "13800000003"),
    ]
    desk.do("c01", "unit.ask", unit=ROOM, customer=people[0])
    for login, person, place in (("c02", people[1], 1), ("c03", people[2], 2)):
        assert desk.do(login, "unit.wait", unit=ROOM, customer=person)["place"] == place
    return people


def test_the_next_is_told_and_then_the_one_after(desk: Desk) -> None:
    _, second, third = queue(desk)
    assert line(desk) == [("乙", "waiting"), ("丙", "waiting")]
    desk.do("c01", "unit.let_go", unit=ROOM)
    assert line(desk) == [("乙", "offered"), ("丙", "waiting")]
    assert (offered(desk, "c02"), offered(desk, "c03")) == ([ROOM], [])
    assert (offered(desk, "manager"), offered(desk, "cashier")) == ([ROOM], [])  # c02 may be off duty today
    with pytest.raises(Refusal, match="王芳"):
        desk.do("c03", "unit.ask", unit=ROOM, customer=third)
    with pytest.raises(Refusal):  # neither does the manager push past, nor the director's reserve
        desk.do("manager", "unit.hold", unit=ROOM, customer=third)
    with pytest.raises(Refusal):
        desk.do("director", "unit.hold", unit=ROOM, hold_type="reserve", note="工程抵款")
    desk.clock.move(minutes=30)  # the offer is over at its minute
    sweep(desk)
    assert line(desk) == [("丙", "offered")]
    assert (offered(desk, "c02"), offered(desk, "c03")) == ([], [ROOM])
    with pytest.raises(Refusal):
        desk.do("c02", "unit.ask", unit=ROOM, customer=second)
    desk.do("c03", "unit.ask", unit=ROOM, customer=third)
    assert line(desk, all="yes") == [("乙", "passed"), ("丙", "taken")]
    assert acts(desk).count(("unit.offer_next", "system")) >= 2
    assert wrong_digests(desk, "unit_wait", "unit", "unit_claim") == []


def test_the_list_goes_on_though_no_terminal_was_open(desk: Desk) -> None:
    """The hold ended at its minute; the offer begins when somebody can be told of it."""
    _, second, third = queue(desk)
    desk.clock.move(hours=23, minutes=30)
    with pytest.raises(Refusal):  # first in line, though nobody wrote the offer down yet
        desk.do("c03", "unit.ask", unit=ROOM, customer=third)
    sweep(desk)
    row = next(each for each in desk.see("manager", "unit_waits") if each["state"] == "offered")
    assert row["customer"] == "乙"
    assert row["offer_until"] == desk.clock() + timedelta(minutes=30)
    desk.do("c02", "unit.ask", unit=ROOM, customer=second)
    assert line(desk) == [("丙", "waiting")]


def test_nobody_is_passed_over_in_the_night(desk: Desk) -> None:
    """A console that was left open writes the offer down at once; its minutes are those of the opening hours."""
    _, second, third = queue(desk)
    evening = desk.clock.now.date()
    desk.clock.at(evening, 21, 40)
    sweep(desk)
    row = next(each for each in desk.see("manager", "unit_waits") if each["state"] == "offered")
    assert row["offer_until"].astimezone(SHANGHAI) == datetime(2026, 11, 24, 8, 10, tzinfo=SHANGHAI)
    for day, hour, minute in ((evening, 23, 0), (evening + timedelta(days=1), 8, 9)):
        desk.clock.at(day, hour, minute)
        sweep(desk)
        assert line(desk) == [("乙", "offered"), ("丙", "waiting")]
        with pytest.raises(Refusal, match="08:10"):
            desk.do("c03", "unit.ask", unit=ROOM, customer=third)
    desk.do("c02", "unit.ask", unit=ROOM, customer=second)


def test_who_is_first_needs_no_sweep(desk: Desk) -> None:
    _, second, _ = queue(desk)
    desk.clock.move(minutes=10)
    desk.do("c02", "unit.ask", unit=ROOM, customer=second)
    assert line(desk) == [("丙", "waiting")]


def test_who_waits_no_more_makes_room(desk: Desk) -> None:
    _, second, third = queue(desk)
    desk.do("c01", "unit.let_go", unit=ROOM)
    with pytest.raises(NotAllowed):
        desk.do("c03", "unit.stop_waiting", unit=ROOM, customer=second, reason="x")
    with pytest.raises(Refusal):
        desk.do("c02", "unit.stop_waiting", unit=ROOM, customer=second, reason=" ")
    desk.do("c02", "unit.stop_waiting", unit=ROOM, customer=second, reason="买了别处")
    assert line(desk) == [("丙", "offered")]
    with pytest.raises(Refusal):
        desk.do("manager", "unit.withdraw", units=ROOM, reason="样板房")  # the offer stands
    desk.do("manager", "unit.stop_waiting", unit=ROOM, customer=third, reason="改样板房")
    desk.do("manager", "unit.withdraw", units=ROOM, reason="样板房")


def test_who_cannot_wait(desk: Desk) -> None:
    first, second, _ = queue(desk)
    for login, person, room, why in (
        ("c01", first, ROOM, "has the unit"),
        ("c02", second, ROOM, "already"),
        ("c02", second, "1-1-102", "is free"),
    ):
        with pytest.raises(Refusal) as refused:
            desk.do(login, "unit.wait", unit=room, customer=person)
        assert why in say(refused.value.message, "en")
    with pytest.raises(NotAllowed):
        desk.do("c01", "unit.wait", unit=ROOM, customer=second)
    assert [row["customer"] for row in desk.see("c02", "unit_waits")] == ["", "乙"]  # the others' names are theirs


def test_who_waits_is_taken_off_the_list_before_being_erased(desk: Desk) -> None:
    _, second, _ = queue(desk)
    with pytest.raises(Refusal, match="候补"):
        desk.do("manager", "person.erase", customer=second, reason="本人要求")
    desk.do("c02", "unit.stop_waiting", unit=ROOM, customer=second, reason="乙买了别处")
    desk.do("manager", "person.erase", customer=second, reason="本人要求")
    row = next(row for row in desk.see("manager", "unit_waits", all="yes") if row["customer_id"] == second)
    assert "乙" not in row["reason"]


def test_a_returned_unit_goes_to_who_waits_for_it(desk: Desk) -> None:
    from tests.services.deals import active

    on_sale(desk)
    active(desk, ROOM)
    waits = customer(desk, "c02", "乙", "13800000092")
    desk.do("c02", "unit.wait", unit=ROOM, customer=waits)
    returned(desk, ROOM)
    assert line(desk) == [("乙", "waiting")]
    found = desk.office.look(desk.session("manager"), inbox_rows)
    assert [row["unit"] for row in found if row["what"] == "unit.return_locked"] == [ROOM]
    desk.do("manager", "unit.release_return", unit=ROOM, reason="重新推出")
    assert offered(desk, "c02") == [ROOM]


def test_a_frozen_unit_is_offered_when_it_thaws(desk: Desk) -> None:
    queue(desk)
    desk.do("manager", "unit.flag", unit=ROOM, flag="frozen", reason="核查")
    desk.do("c01", "unit.let_go", unit=ROOM)
    sweep(desk)
    assert line(desk) == [("乙", "waiting"), ("丙", "waiting")]
    desk.do("manager", "unit.clear_flag", unit=ROOM, flag="frozen", reason="核查完毕")
    assert line(desk) == [("乙", "offered"), ("丙", "waiting")]


def test_the_offer_races_and_only_its_customer_wins(desk: Desk) -> None:
    """Four terminals at the moment of the offer: the first in line gets the unit, or nobody does yet."""
    people = queue(desk)
    desk.clock.move(minutes=10)
    unit_id = int(unit(desk, ROOM)["id"])
    start = threading.Barrier(4)
    told: dict[str, str] = {}

    def terminal(login: str, person: int) -> None:
        office = open_office(desk.where, clock=desk.clock)
        try:
            start.wait(timeout=20)
            for _ in range(5):
                try:
                    if login == "system":
                        waiting.sweep(office, desk.project_id)
                    else:
                        office.run(desk.session(login), AskUnit(unit_id, person))
                    told[login] = "won"
                except AnchangError as error:
                    told.setdefault(login, type(error).__name__)
        finally:
            office.close()

    who = [("c01", people[0]), ("c02", people[1]), ("c03", people[2]), ("system", 0)]
    threads = [threading.Thread(target=terminal, args=each) for each in who]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert told.pop("system") == "won"
    assert {login for login, answer in told.items() if answer == "won"} == {"c02"}
    assert [(row["unit"], row["holder"]) for row in desk.see("manager", "holds")] == [(ROOM, "王芳")]
    assert line(desk, all="yes") == [("乙", "taken"), ("丙", "waiting")]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("ask", "wait", "stop", "let_go", "hold", "sweep", "clock", "freeze", "thaw")),
        st.integers(0, 3),
        st.sampled_from((7, 31)),
    ),
    min_size=8,
    max_size=30,
)


def one_step(desk: Desk, name: str, person: int, login: str, minutes: int) -> None:
    """One act of the property below."""
    if name == "clock":
        desk.clock.move(minutes=minutes)
    elif name == "sweep":
        sweep(desk)
    elif name in ("freeze", "thaw"):
        verb = "unit.flag" if name == "freeze" else "unit.clear_flag"
        desk.do("manager", verb, unit=ROOM, flag="frozen", reason="核查")
    elif name == "let_go":
        desk.do("manager", "unit.let_go", unit=ROOM, reason="改主意")
    elif name == "stop":
        desk.do(login, "unit.stop_waiting", unit=ROOM, customer=person, reason="不要了")
    else:
        who = "manager" if name == "hold" else login
        desk.do(who, f"unit.{name}", unit=ROOM, customer=person)


def places(desk: Desk) -> list[dict[str, Any]]:
    """The stored places, in the order of asking."""
    with desk.office.store.read() as connection:
        table = table_of(UnitWait)
        return [dict(row) for row in connection.execute(table.select().order_by(table.c.id)).mappings()]


def test_whatever_happens_the_list_goes_by_its_order(desk: Desk) -> None:
    """At most one offer; only of a free unit when it is made; never past somebody who asked before and still waits."""
    on_sale(desk)
    logins = ("c01", "c01", "c02", "c03")
    people = [customer(desk, login, f"客{n}", f"1380000100{n}") for n, login in enumerate(logins)]

    @settings(max_examples=15)
    @given(STEPS)
    def holds(steps: list[tuple[str, int, int]]) -> None:
        for name, who, minutes in steps:
            before = places(desk)
            with suppress(AnchangError):
                one_step(desk, name, people[who], logins[who], minutes)
            check(before, places(desk), desk.clock())
        for name in ("thaw", "let_go"):  # the next example begins with a free unit and an empty list
            with suppress(AnchangError):
                one_step(desk, name, 0, "", 0)
        for row in places(desk):
            if row["state"] in ("waiting", "offered"):
                desk.do("manager", "unit.stop_waiting", unit=ROOM, customer=row["customer_id"], reason="完")

    holds()
    assert wrong_digests(desk, "unit_wait", "unit", "unit_claim", "unit_flag") == []


def check(before: list[dict[str, Any]], after: list[dict[str, Any]], now: datetime) -> None:
    """What one act may have done to the list."""
    states = {row["id"]: row["state"] for row in before}
    assert sum(row["state"] == "offered" for row in after) <= 1
    for row in after:
        fresh = row["state"] == "offered" and states.get(row["id"]) == "waiting"
        if fresh:
            assert row["offer_until"] > now
            earlier = [each for each in after if each["id"] < row["id"]]
            assert all(each["state"] != "waiting" for each in earlier)
        if row["state"] == "passed" and states.get(row["id"]) == "offered":
            assert row["offer_until"] <= now
            assert row["ended_at"] == row["offer_until"]
