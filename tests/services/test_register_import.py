"""A whole old register taken back: nothing of it is left anywhere, unless something rests on it (issue 3, 8)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from anchang.domain.customer import Grade
from anchang.domain.errors import BadInput, NotAllowed, NotFound, Refusal, Stale
from anchang.domain.register import CallRow, Owners, RegisterKind, RegisterRow, VisitRow
from anchang.i18n import say
from anchang.services import lists
from anchang.services.doctor import examine
from anchang.services.listing import Ask
from anchang.services.register import command
from anchang.services.register_import import InTheWay, TakeBackRegister
from anchang.services.register_plan import Choices
from anchang.storage.day_numbers import numbers
from tests.office import Desk
from tests.services.front_desk import WHOLE, customer_of, goes_home, saves
from tests.services.test_register import PHONE, call, stored, takes, visit

OTHER, MINE = "13900139000", "13600136000"
ROWS: tuple[RegisterRow, ...] = (
    visit(content="看样板间甲", note="备注乙", grade=Grade.B),
    visit(on=date(2025, 4, 1), who="王芳", phone=OTHER, name="李四", living_area="南山"),
    visit(on=date(2025, 4, 2), phone=MINE, name="老张", grade=Grade.A, living_area="福田"),
    visit(on=date(2025, 4, 3), phone="", name="王五", no_phone_reason="不愿留"),
)


def everything(desk: Desk) -> dict[str, Any]:
    """All that the manager can read: every list, and the figures of every period."""
    session = desk.session("manager")
    read: dict[str, Any] = {}
    for listing in lists.all_listings().values():
        if listing.name not in ("register_imports",):
            rows = desk.office.look(session, listing.page, Ask({}, limit=200)).rows
            read[listing.name] = [{**row, "version": None} for row in rows]  # it only grows
            read[f"{listing.name} count"] = desk.office.look(session, listing.count, {})
    for first in (date(2025, 1, 1), date(2025, 4, 2), date(2026, 11, 23)):
        read[f"figures {first}"] = asdict(desk.office.look(session, numbers, first, date(2026, 11, 24)))
    return read


def takes_back(desk: Desk, made: dict[str, Any], by: str = "manager", reason: str = "导错了文件") -> dict[str, Any]:
    return desk.do(by, "register_import.take_back", register=made["import"], reason=reason)


def known(desk: Desk) -> dict[str, Any]:
    """A customer whom the office knows already; the next day."""
    mine = customer_of(desk, "c02", MINE, "老张")
    saves(desk, "c02", 1, **{**WHOLE, "grade": "C"})
    desk.clock.move(days=1)
    return mine


def sound(desk: Desk) -> list[str]:
    return [f"{each.kind} {each.where}" for each in examine(desk.office) if each.serious]


def in_the_way(desk: Desk, made: dict[str, Any]) -> str:
    before = stored(desk, "SELECT * FROM visit") + stored(desk, "SELECT * FROM customer")
    with pytest.raises(InTheWay) as refused:
        takes_back(desk, made)
    assert stored(desk, "SELECT * FROM visit") + stored(desk, "SELECT * FROM customer") == before
    return say(refused.value.message, "en")


def test_taken_back_every_list_and_figure_is_as_before(desk: Desk) -> None:
    known(desk)
    before = everything(desk)
    made = takes(desk, *ROWS, file_name="旧来访.xlsx")
    assert everything(desk) != before
    done = takes_back(desk, made)
    assert (done["file"], done["entries"], done["customers"], done["restored"]) == ("旧来访.xlsx", 4, 3, 1)
    after = everything(desk)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    assert sound(desk) == []


def test_calls_go_back_too_and_the_file_can_be_taken_in_again(desk: Desk) -> None:
    known(desk)
    rows: tuple[CallRow, ...] = (call(minute=540), call(phone="", name="李先生"), call(phone=MINE, name="老张"))
    made = takes(desk, *rows)
    numbers_then = [row["call_no"] for row in desk.see("manager", "calls")]
    before = everything(desk)
    takes_back(desk, made)
    assert desk.see("manager", "calls") == []
    again = takes(desk, *rows)
    assert (again["added"], again["customers_made"], again["customers_found"]) == (3, 2, 1)
    assert [row["call_no"] for row in desk.see("manager", "calls")] == numbers_then
    assert everything(desk)["figures 2025-01-01"] == before["figures 2025-01-01"]
    assert sound(desk) == []


def test_it_is_one_act_with_its_reason_and_nobody_is_left_in_the_rows(desk: Desk) -> None:
    """Rows are never deleted: they belong to no project, and who somebody was is not in them any more (5.11)."""
    made = takes(desk, *ROWS)
    takes_back(desk, made, reason="导错了文件")
    (act,) = stored(desk,
        "SELECT journal.actor_name, act_words.reason FROM journal JOIN act_words ON act_words.seq = journal.seq "
        "WHERE action = 'register_import.take_back'",
    )  # fmt: skip
    assert act == {"actor_name": "李经理", "reason": "导错了文件"}
    rows = stored(desk, "SELECT * FROM visit")
    assert {(row["project_id"], row["origin"], row["customer_id"]) for row in rows} == {(None, "taken_back", None)}
    kept = str(rows) + str(stored(desk, "SELECT * FROM customer"))
    for word in (PHONE, OTHER, "张三", "李四", "王五", "看样板间甲", "备注乙", "南山", "8000"):
        assert word not in kept, word
    (listed,) = desk.see("manager", "register_imports")
    assert (listed["entries"], listed["customers"], listed["back_by"], listed["why"]) == (4, 4, "李经理", "导错了文件")
    with pytest.raises(Refusal) as refused:
        takes_back(desk, made)
    assert refused.value.message.id == "This register was taken back already."


def test_the_list_names_each_import_and_the_reason_only_of_taking_back(desk: Desk) -> None:
    takes(desk, visit(), file_name="a.csv", by="assistant")
    takes(desk, call(), file_name="b.csv")
    rows = desk.see("manager", "register_imports")
    assert [(row["kind"], row["file_name"], row["maker"], row["why"]) for row in rows] == [
        ("calls", "b.csv", "李经理", ""), ("visits", "a.csv", "周助理", ""),
    ]  # fmt: skip
    assert [row["file_name"] for row in desk.see("manager", "register_imports", kind="visits")] == ["a.csv"]


@pytest.mark.parametrize("login", ["assistant", "boss", "c01", "reporter"])
def test_who_may_not_take_back(desk: Desk, login: str) -> None:
    made = takes(desk, visit())
    with pytest.raises(NotAllowed):
        takes_back(desk, made, by=login)


def test_not_without_a_reason_nor_after_somebody_elses_change(desk: Desk) -> None:
    made = takes(desk, visit())
    with pytest.raises(BadInput):
        takes_back(desk, made, reason=" ")
    with pytest.raises(NotFound):
        desk.do("manager", "register_import.take_back", register="#99", reason="x")
    with pytest.raises(Stale):
        desk.do("manager", "register_import.take_back", register=made["import"], reason="x", version=1)


# -- what rests on it ---------------------------------------------------------------------------------------------


def visits_again(desk: Desk) -> None:
    desk.do("c01", "visit.log", kind="returning", name="张三", phone=PHONE, notice="yes")


def calls_again(desk: Desk) -> None:
    desk.do("c01", "call.log", is_repeat="yes", name="张三", phone=PHONE, channel="outdoor", notice="yes")


def is_followed(desk: Desk) -> None:
    desk.do("c01", "follow_up.log", customer=PHONE, way="phone", effective="yes", content="聊了",
            next_contact_on="2026-11-25")  # fmt: skip


def changes_hands(desk: Desk) -> None:
    desk.do("manager", "customer.reassign", customers=[PHONE], to="c02", reason="调岗")


def is_corrected(desk: Desk) -> None:
    desk.do("c01", "customer.update", customer=PHONE, name="张三丰")


def is_tied(desk: Desk) -> None:
    desk.do("c01", "customer.register", name="张妻", phone="13700137000", notice="yes")
    desk.do("c01", "customer.link", customer="13700137000", link="spouse", phone=PHONE)


def agrees(desk: Desk) -> None:
    desk.do("c01", "person.consent", customer=PHONE, kind="third_party", given="yes")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (visits_again, "on 张三 by 张伟 at 2026-11-23 09:00"),
        (calls_again, "on 张三 by 张伟"),
        (is_followed, "on 张三 by 张伟"),
        (changes_hands, "on 张三 by 李经理"),
        (is_corrected, "on 张三丰 by 张伟"),
        (is_tied, "on 张三 by 张伟"),
        (agrees, "«Consent given or taken back» on 张三 by 张伟"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_what_somebody_did_since_stands_in_the_way(desk: Desk, act: Any, said: str) -> None:
    made = takes(desk, *ROWS[:2])
    act(desk)
    assert said in in_the_way(desk, made)


def test_a_later_import_goes_first(desk: Desk) -> None:
    """Two registers of the same people are taken back in turn, and both leave nothing."""
    known(desk)
    before = everything(desk)
    first = takes(desk, *ROWS)
    between = everything(desk)
    second = takes(desk, call(on=date(2025, 5, 1)), call(on=date(2025, 5, 2), phone=MINE, name="老张"))
    assert "«Take in an old call register» on 张三 by 李经理" in in_the_way(desk, first)
    takes_back(desk, second)
    assert everything(desk) == between
    takes_back(desk, first)
    assert everything(desk) == before
    assert sound(desk) == []


def test_a_look_at_a_number_stands_in_nobodys_way(desk: Desk) -> None:
    made = takes(desk, visit())
    desk.do("c01", "customer.reveal", customer=PHONE, reason="回访")
    assert takes_back(desk, made)["entries"] == 1


def test_what_the_program_does_by_itself_goes_with_the_customers(desk: Desk) -> None:
    """Some weeks later the people of an old book are in the public pool: nobody did that."""
    made = takes(desk, visit(), owners=Owners.FIRST)
    desk.clock.move(days=60)
    desk.do("system", "pool.sweep")
    assert stored(desk, "SELECT state FROM customer") == [{"state": "public_pool"}]
    assert takes_back(desk, made)["customers"] == 1
    for name in ("customers", "pool"):
        assert desk.see("manager", name) == []
    assert sound(desk) == []


def test_a_day_that_was_locked_since_keeps_its_figures(desk: Desk) -> None:
    made = takes(desk, visit())
    customer_of(desk, "c02", MINE)
    saves(desk, "c02", stored(desk, "SELECT max(id) AS id FROM visit")[0]["id"], **WHOLE)
    goes_home(desk, "c02")
    for login, step in (("assistant", "day.consolidate"), ("assistant", "day.close"), ("manager", "day.lock")):
        desk.do(login, step)
    assert "2026-11-23 is kept or locked by this office, with its figures" in in_the_way(desk, made)


def test_whoever_was_made_nameless_since_stands_in_the_way(desk: Desk) -> None:
    mine = known(desk)
    made = takes(desk, visit(phone=MINE, name="老张"))
    desk.do("manager", "person.erase", customer=mine["customer"], reason="本人要求")
    assert "made nameless since" in in_the_way(desk, made)


def test_fifty_of_two_hundred_rows_are_told_of_as_five(desk: Desk) -> None:
    rows = tuple(visit(phone=f"138{index:08d}") for index in range(200))
    order = command(RegisterKind.VISITS, rows, Choices())
    made = desk.office.run(desk.session("manager"), order)
    assert isinstance(rows[0], VisitRow)
    for index in range(50):
        desk.do("c01", "follow_up.log", customer=f"138{index:08d}", way="phone", effective="yes", content="聊了",
            next_contact_on="2026-11-25")  # fmt: skip
    told: list[tuple[int, int]] = []
    assert in_the_way(desk, made).count("«") <= 5
    other = takes(desk, *(visit(phone=f"137{index:08d}") for index in range(200)))
    desk.office.run(
        desk.session("manager"), TakeBackRegister(other["import"], "导错"),
        progress=lambda done, whole: told.append((done, whole)),
    )  # fmt: skip
    assert told[-1] == (400, 400)
