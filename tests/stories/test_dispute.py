"""A dispute settled (判客), by the keyboard alone: asked, stated, decided otherwise with shared credit (domain 2.1).

Zhang Wei registered the customer on Monday and called on Tuesday. On Wednesday the same number rang Wang Fang, who had
shown the person around the Saturday before without asking for the number. By the rules the customer stays with the
first; the manager, who has heard both, decides otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from anchang.services.opening import Where, open_office
from anchang.storage.base import table_of
from anchang.storage.customer_list import card as customer_card
from anchang.storage.journal import ActWords, Journal
from anchang.storage.ownership_query import card as case_card
from anchang.storage.place import Place
from tests.office import Desk, MovedClock, desk_at
from tests.services.front_desk import customer_of
from tests.stories.driver import Console, Office

PHONE, MASKED, NAME = "13800138000", "138****8000", "欧阳建国"
THURSDAY = "2026-11-26T10:00"
CASE = "PK20261126-001"
LOGINS = ("c01", "c02", "manager")
QUESTION = "上周六由我接待，当时没有留电话"
ANSWER = "首次登记时客户说没有来过"
WHY = "双方协商，前期接待有影像可证"


def own(login: str) -> str:
    """The password that the person has chosen."""
    return f"{login}-only-me"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The office as it stands on Thursday; closed, for the terminals to open. Whoever owns the customer has another."""
    with desk_at(tmp_path / "office") as made:
        for login in LOGINS:
            made.do(login, "staff.change_password", old="demo", new=own(login))
        customer = customer_of(made, "c01", PHONE, NAME)["customer"]
        customer_of(made, "c01", "13900139001", "钱女士")
        made.clock.at(date(2026, 11, 24), 15)
        made.do("c01", "follow_up.log", customer=customer, way="phone", effective="yes", content="约周末复访",
                next_contact_on="2026-11-28")  # fmt: skip
        made.clock.at(date(2026, 11, 25), 11)
        made.do("c02", "call.log", phone=PHONE, name=NAME, is_repeat="yes", notice="yes", channel="outdoor",
                questions="问三房")  # fmt: skip
    yield made


@pytest.fixture
def office(desk: Desk) -> Iterator[Office]:
    """Its terminals."""
    with Office(desk.office.place.root) as made:
        yield made


@contextmanager
def afterwards(desk: Desk) -> Iterator[Desk]:
    """The same office and people, read once more."""
    clock = MovedClock()
    clock.at(date(2026, 11, 26), 11)
    again = open_office(Where(Place(desk.office.place.root)), clock=clock)
    try:
        yield Desk(again, clock, desk.project_id, desk.people)
    finally:
        again.close()


def sits_down(console: Console, login: str, sees: str) -> Console:
    """The next person at the terminal."""
    return console.change_person(login, own(login)).see(sees)


def asks_and_opens_a_case(console: Console) -> None:
    """Whose number it is, without seeing the customer; then the case by the whole number. A party decides nothing."""
    console.press("ctrl+k").form("号码查重").fill({"电话": PHONE}).save("该客户已有归属：张伟")
    assert NAME not in console.screen
    console.palette("判客与渠道报备").see("没有判客单").press("ctrl+n")
    form = console.form("提出判客").fill({"电话": PHONE, "争议内容": QUESTION})
    form.save("已建立。归张伟")
    console.see_line("> ", CASE, "待判", "王芳 / 张伟").press("enter")
    console.see("判客单", MASKED, "他人客户", QUESTION)
    assert NAME not in console.screen
    assert "销售经理" in console.steps().why_not("按规则判定")
    console.turn("escape").turn("escape")


def states_the_other_side(console: Console) -> None:
    """The one who has the customer finds the case among the own ones, and says something in it."""
    console.palette("判客与渠道报备").see_line("> ", CASE, NAME).press("enter")
    console.see(QUESTION, "规则判定").press("ctrl+a")
    console.form("补充陈述").fill({"陈述": ANSWER}).save("已记入判客单")
    console.see_line(ANSWER).turn("escape")


def decides_otherwise(console: Console) -> None:
    """From the inbox into the file: who did what and what became of it, the verdict; then 60 to 40, and points off."""
    console.press("end").see_line("> ", "判客").see(CASE).press("enter")
    console.see(f"{CASE} {NAME}", "待判", "时间线", ANSWER)
    for words in (("登记", "张伟", "有效"), ("26-11-24", "跟进", "张伟", "有效"),
                  ("26-11-25", "来电", "王芳", "晚于现归属人"), ("26-11-26", "陈述", "张伟")):  # fmt: skip
        console.see_line(*words)
    console.see("归张伟：第一接待人原则", "2.1, Q-17", "2026-12-24").press("ctrl+o")
    form = console.form("改判").fill({"判归": "?王芳", "原因": WHY})
    console.turn("tab")
    form.another_row("置业顾问").fill({"置业顾问": "?王芳", "占比": "60%"})
    form.another_row("置业顾问").fill({"置业顾问": "?张伟", "占比": "40%"})
    form.fill({"扣分": "2", "扣分对象": "?王芳", "扣分原因": "接待未登记"})
    form.save("王芳 60%、张伟 40%：销售经理裁定")
    console.see("经理改判", "李经理 2026-11-26", WHY, "王芳：2 分 接待未登记").turn("escape")
    console.gone(CASE)


def finds_the_customer(console: Console) -> None:
    """The new owner has the customer, and sees from whom and why."""
    console.go("f4", NAME).press("enter").see(f"客户 {NAME}", MASKED)
    console.see_line("归属", "王芳", "原归属 张伟").see_line(CASE, "销售经理裁定").turn("escape")


def has_lost_the_customer(console: Console) -> None:
    """The one before does not see the customer any more: only whose it is, and the case without a name."""
    console.go("f4", "钱女士").gone(NAME)
    console.press("ctrl+k").form("号码查重").fill({"电话": PHONE}).save("该客户已有归属：王芳")
    console.palette("判客与渠道报备").see_line("> ", CASE, "经理改判", "王芳")
    assert NAME not in console.screen


@pytest.mark.slow
def test_a_dispute_is_asked_stated_and_settled(desk: Desk, office: Office) -> None:
    console = office.start(THURSDAY)
    console.door.enter("c02", own("c02"))
    asks_and_opens_a_case(console)
    states_the_other_side(sits_down(console, "c01", "前台"))
    decides_otherwise(sits_down(console, "manager", "待办"))
    finds_the_customer(sits_down(console, "c02", "前台"))
    has_lost_the_customer(sits_down(console, "c01", "前台"))
    console.leave()
    assert [letter for each in office.opened for letter in each.letters] == []
    with afterwards(desk) as again:
        the_office_says_the_same(again)
    checked = office.run("doctor", now=THURSDAY)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def the_office_says_the_same(desk: Desk) -> None:
    """Owner, history, decision, credit and journal, as they stand in the file."""
    (case,) = desk.see("manager", "ownership_cases")
    assert (case["state"], case["owner_before"], case["owner"], case["rule"]) == (
        "overridden", "张伟", "王芳", "manager"
    )  # fmt: skip
    assert (case["question"], case["reason"], case["decider"]) == (QUESTION, WHY, "李经理")
    file = desk.office.look(desk.session("manager"), case_card, case["id"])
    assert file is not None
    (decision,) = file["decisions"]
    assert [(each["name"], each["rate"]) for each in decision["shares"]] == [("王芳", 600_000), ("张伟", 400_000)]
    assert (decision["step"], decision["points"], decision["penalty_name"]) == ("override", 2, "王芳")
    assert [each["text"] for each in file["evidence"] if each["ground"] == "note"] == [ANSWER]
    assert [row["name"] for row in desk.see("c02", "customers")] == [NAME]
    assert [row["name"] for row in desk.see("c01", "customers")] == ["钱女士"]
    assert desk.office.look(desk.session("c01"), customer_card, case["customer_id"]) is None
    kept = desk.office.look(desk.session("c02"), customer_card, case["customer_id"])
    assert kept is not None
    owners = [(each.who, each.detail) for each in kept.events if each.kind == "owner"]
    assert owners == [("王芳", "张伟"), ("张伟", "")]
    assert journal_of(desk, "ownership.open", "ownership.note", "ownership.override") == [
        ("ownership.open", "王芳", QUESTION), ("ownership.note", "张伟", ""), ("ownership.override", "李经理", WHY),
    ]  # fmt: skip
    assert desk.see("manager", "inbox", noun="ownership_case") == []


def journal_of(desk: Desk, *actions: str) -> list[tuple[str, str, str]]:
    """Those acts in their order: what, by whom, why."""
    journal, words = table_of(Journal), table_of(ActWords)
    statement = (
        select(journal.c.action, journal.c.actor_name, words.c.reason)
        .outerjoin(words, words.c.seq == journal.c.seq)
        .where(journal.c.action.in_(actions))
        .order_by(journal.c.seq)
    )
    with desk.office.store.read() as connection:
        return [(row.action, row.actor_name, row.reason or "") for row in connection.execute(statement)]
