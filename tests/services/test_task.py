"""Tasks: begun by a contact, kept by a contact, overdue on time even when nobody looks, told to the manager (2.2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.services.listing import Ask
from anchang.storage import task_board, task_query
from anchang.storage.base import table_of
from anchang.storage.task import Task
from anchang.storage.work import Work
from tests.office import Desk
from tests.services.front_desk import WHOLE
from tests.services.sweeps import head, meets, reaches, row, sweep, tasks

START = date(2026, 11, 23)


def board(desk: Desk, login: str, **filters: Any) -> list[tuple[str, str]]:
    """(what, state) on the board, the latest first."""
    return [(each["what"], each["state"]) for each in desk.see(login, "tasks", **filters)]


def test_a_lead_owes_a_response_its_needs_and_a_week(desk: Desk) -> None:
    customer = meets(desk, "c01", "13800138000", next_contact_on="2026-11-25")
    assert [each["what"] for each in desk.see("c01", "tasks")] == ["first_response", "contact", "needs", "weekly"]
    assert board(desk, "c02") == []
    assert board(desk, "c01", when="late") == []
    desk.clock.at(START + timedelta(days=1), 8, 59)
    assert board(desk, "c01", when="late") == []
    desk.clock.at(START + timedelta(days=1), 9, 0)  # 24 clock hours; nobody has swept
    assert board(desk, "c01", when="late") == [("first_response", "overdue")]
    reaches(desk, "c01", customer, "2026-11-26", assessed="yes")
    assert tasks(desk, customer) == {"first_response": "done_late", "needs": "done", "weekly": "open"}
    assert board(desk, "c01") == [("contact", "open"), ("weekly", "open")]


def test_an_attempt_keeps_nothing(desk: Desk) -> None:
    customer = meets(desk, "c01", "13800138000")
    desk.clock.move(minutes=5)
    said: dict[str, Any] = {"way": "phone", "effective": "no", "content": "未接", "next_contact_on": "2026-11-25"}
    said["customer"] = customer
    desk.do("c01", "follow_up.log", **said)
    assert tasks(desk, customer)["first_response"] == "open"
    with pytest.raises(BadInput):
        desk.do("c01", "follow_up.log", **said, assessed="yes")
    reaches(desk, "c01", customer, "2026-11-25")
    assert tasks(desk, customer)["first_response"] == "done"
    assert row(desk, customer)["last_effective_at"] is not None


def test_completing_an_entry_is_no_contact(desk: Desk) -> None:
    """Who adds to an old visit neither keeps a task nor renews the claim to the customer."""
    made = desk.do("c01", "visit.log", kind="first", name="张三", phone="13800138000", notice="yes")
    before = row(desk, made["customer"])["last_effective_at"]
    assert tasks(desk, made["customer"])["needs"] == "open"
    desk.clock.at(START + timedelta(days=1), 10)
    desk.do("c01", "visit.save", visit=made["visit"], **{**WHOLE, "next_contact_on": "2026-11-25"})
    assert row(desk, made["customer"])["last_effective_at"] == before
    assert tasks(desk, made["customer"]) == {"first_response": "open", "needs": "done", "weekly": "open"}


def test_a_week_follows_a_week(desk: Desk) -> None:
    customer = meets(desk, "c01", "13800138000")
    for day, late in ((7, False), (14, False), (22, True)):
        desk.clock.at(START + timedelta(days=day), 12)
        sweep(desk)
        reaches(desk, "c01", customer, (START + timedelta(days=day + 2)).isoformat())
        found = desk.office.look(desk.session("manager"), task_query.history, customer)
        weeks = [each["state"] for each in found if each["kind"] == "weekly"]
        assert weeks[-2:] == ["done_late" if late else "done", "open"]


def test_the_manager_hears_of_it_after_a_day_and_it_is_journalled(desk: Desk) -> None:
    customer = meets(desk, "c01", "13800138000")
    meets(desk, "c02", "13800138001")

    def told() -> list[tuple[str, str]]:
        lines = [each for each in desk.see("manager", "inbox") if each["noun"] == "task"]
        return sorted((each["consultant"], each["subject"]) for each in lines)

    desk.clock.at(START + timedelta(days=1), 20)
    reaches(desk, "c02", meets(desk, "c02", "13800138002"), "2026-11-26")
    assert told() == []
    desk.clock.at(START + timedelta(days=2), 9, 1)  # 24 h after it was due; no terminal was open
    assert told() == [("张伟", ""), ("王芳", "")]
    assert [each["escalated"] for each in desk.see("c01", "tasks", when="late")] == [True]
    sweep(desk)
    found = desk.office.look(desk.session("manager"), task_query.history, customer)[0]
    assert (found["kind"], found["state"]) == ("first_response", "overdue")
    assert found["escalated_at"] == desk.clock()
    before = head(desk)
    sweep(desk)
    assert head(desk) == before
    assert [each["what"] for each in desk.see("c01", "inbox") if each["noun"] == "task"] == ["task.first_response"]
    counts = {each["consultant"]: (each["late"], each["escalated"]) for each in desk.see("manager", "task_counts")}
    assert counts == {"张伟": (1, 1), "王芳": (1, 1)}
    assert [each["consultant"] for each in desk.see("c01", "task_counts")] == ["张伟"]


def test_the_manager_waives_with_a_reason(desk: Desk) -> None:
    customer = meets(desk, "c01", "13800138000")
    with pytest.raises(NotAllowed):
        desk.do("c01", "task.waive", customer=customer, kind="needs", reason="忙")
    with pytest.raises(Refusal):
        desk.do("manager", "task.waive", customer=customer, kind="needs", reason=" ")
    with pytest.raises(Refusal):
        desk.do("manager", "task.waive", customer=customer, kind="campaign", reason="出国")
    desk.clock.at(START + timedelta(days=9))
    desk.do("manager", "task.waive", customer=customer, kind="weekly", reason="客户出国一周")
    found = desk.office.look(desk.session("manager"), task_query.history, customer)
    assert [(each["state"], each["reason"]) for each in found if each["kind"] == "weekly"] == [
        ("waived", "客户出国一周"), ("open", "")
    ]  # fmt: skip
    assert ("weekly", "waived") in board(desk, "manager", state="waived")


def test_a_campaign_list_is_to_be_called_in_two_weeks(desk: Desk) -> None:
    one, two = meets(desk, "c01", "13800138000"), meets(desk, "c02", "13800138001")
    gone = meets(desk, "c02", "13800138002")
    silent, never = meets(desk, "c01", "13800138003"), meets(desk, "c01", "13800138004")
    for each in (one, two, gone, silent):
        desk.do("manager", "person.consent", customer=each, kind="marketing", given="yes")
    desk.do("c02", "lead.lose", customer=gone, why="price")
    desk.do("c01", "person.stop_contact", customer=silent, reason="不要再打")
    with pytest.raises(NotAllowed):
        desk.do("c01", "task.campaign", name="国庆加推", customers=[one])
    with pytest.raises(Refusal, match="营销"):  # 5.11: nobody who has not agreed to advertising
        desk.do("manager", "task.campaign", name="国庆加推", customers=[silent, never])
    told = desk.do("manager", "task.campaign", name="国庆加推", customers=[one, two, gone, silent, never])
    assert told["count"] == 2 and "3" in told["warnings"][0]
    listed = {row["id"] for row in desk.see("manager", "campaign")}
    assert listed == {one, two, gone}  # the list and the campaign go by the same rule; a closed lead may be addressed
    with pytest.raises(Refusal):
        desk.do("manager", "task.campaign", name="再来", customers=[one, two])
    reaches(desk, "c01", one, "2026-11-25")
    assert (tasks(desk, one)["campaign"], tasks(desk, two)["campaign"]) == ("done", "open")
    assert [each["about"] for each in desk.see("c02", "tasks", what="campaign")] == ["国庆加推"]


def test_whom_nobody_may_call_nobody_is_told_to_call(desk: Desk) -> None:
    meets(desk, "c01", "13800138000", next_contact_on="2026-11-23")
    desk.do("c01", "person.stop_contact", customer="13800138000", reason="来电要求")
    desk.clock.at(START + timedelta(days=9))
    assert board(desk, "c01") == []
    assert [each for each in desk.see("c01", "inbox") if each["noun"] == "task"] == []


def test_a_customer_without_a_week_gets_one(desk: Desk) -> None:
    """Customers out of a file, or from before there were tasks: the sweep finds them, due as if it had always been."""
    customer = meets(desk, "c01", "13800138000")
    with desk.office.store.write() as connection:
        table = table_of(Task)
        for each in connection.execute(table.select()).mappings().all():
            Work(connection).update(
                Task, each["id"], state="waived", ended_at=desk.clock(), reason="test"
            )  # fmt: skip
    desk.clock.at(START + timedelta(days=5))
    sweep(desk)
    (found,) = desk.office.look(desk.session("manager"), task_query.open_of, customer)
    assert (found["kind"], found["state"]) == ("weekly", "open")
    assert found["due_at"].astimezone(desk.office.zone).date() == START + timedelta(days=8)  # its first instant


def test_the_next_contact_is_never_farther_than_a_week(desk: Desk) -> None:
    with pytest.raises(BadInput):
        meets(desk, "c01", "13800138000", next_contact_on="2026-12-01")
    customer = meets(desk, "c01", "13800138000", next_contact_on="2026-11-30")
    with pytest.raises(BadInput):
        reaches(desk, "c01", customer, "2026-12-01")


def test_the_board_pages_as_it_counts(desk: Desk) -> None:
    """Tasks and planned contacts come from two indexes; whatever the page's size, each line comes once, in its order,
    forwards and backwards."""
    for number in range(7):
        desk.clock.move(minutes=50)
        meets(desk, "c01", f"138001380{number:02d}", next_contact_on=f"2026-11-{24 + number % 5}")
    desk.clock.at(START + timedelta(days=3), 12)
    session = desk.session("manager")
    everything = desk.see("manager", "tasks")
    assert len(everything) == 28 == desk.office.look(session, task_board.how_many, {})
    keys = [each["key"] for each in everything]
    assert keys == sorted(set(keys))
    for limit in (1, 3, 5, 28):
        forwards: list[Any] = []
        after = None
        while True:
            rows, _before, after = desk.office.look(session, task_board.page, Ask({}, after=after, limit=limit), {})
            forwards += [each["key"] for each in rows]
            if after is None:
                break
        assert forwards == keys, limit
        backwards: list[Any] = []
        rows, before, _after = desk.office.look(session, task_board.page, Ask({}, last=True, limit=limit), {})
        backwards = [each["key"] for each in rows]
        while before is not None:
            rows, before, _after = desk.office.look(session, task_board.page, Ask({}, before=before, limit=limit), {})
            backwards = [each["key"] for each in rows] + backwards
        assert backwards == keys, limit
    for when in ("late", "today", "coming"):
        found = desk.see("manager", "tasks", when=when)
        assert len(found) == desk.office.look(session, task_board.how_many, {"when": when})
    sums = desk.see("manager", "task_counts")[0]
    assert [sums[name] for name in ("late", "today", "coming")] == [
        len(desk.see("manager", "tasks", when=when)) for when in ("late", "today", "coming")
    ]
    assert sums["escalated"] == sum(each["escalated"] for each in everything) > 0
