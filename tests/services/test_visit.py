"""The visit log through its use cases: what it needs, whose customer it makes, what may change when (3.3, 5.11)."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text

from anchang.domain.customer import CustomerTaken
from anchang.domain.errors import AnchangError, BadInput, NotAllowed, NotFound, Refusal, Stale
from anchang.i18n import say
from anchang.services import lists
from anchang.services.listing import Ask
from anchang.storage import visit_query
from anchang.storage.base import table_of
from anchang.storage.reading import Read
from anchang.storage.visit import Visit
from tests.office import Desk
from tests.services.front_desk import WHOLE, comes, customer_of, open_rota, saves

HOSTILE = (
    "张三[/]", "[@click=app.quit]x[/]", '=HYPERLINK("http://x")', "𠮷野家", "阿卜杜拉·买买提·热合曼·阿不都·克里木",
    "{name}",
)  # fmt: skip
REFUSED = ("张\x1b[31m三", "张\u202e三", "张\u200b三", "张\x85三")


def test_what_a_visit_needs_is_named(desk: Desk) -> None:
    open_rota(desk)
    visit = comes(desk)["visit"]
    with pytest.raises(BadInput) as refused:
        desk.do("c01", "visit.save", visit=visit)
    words = say(refused.value.message, "en")
    assert all(each in words for each in ("name", "phone", "privacy notice"))
    saved = saves(desk, "c01", visit, name="张三", no_phone_reason="不愿透露")
    assert saved["complete"] is False
    assert len(saved["missing"]) == 9
    done = saves(desk, "c01", visit, **{**WHOLE, "budget": None, "declined": "budget"})
    assert done["complete"] is True
    row = desk.see("c01", "visits")[0]
    assert (row["budget"], row["grade"], row["channel"], row["visit_count"]) == ("declined", "B", "outdoor", 1)


def test_the_receiver_completes_and_nobody_else_does(desk: Desk) -> None:
    open_rota(desk)
    visit = comes(desk)["visit"]
    saves(desk, "c02", visit, name="张三", phone="13800138000")  # the recorder writes the greeting entry
    with pytest.raises(NotAllowed, match="张伟"):
        saves(desk, "c02", visit, grade="A")
    with pytest.raises(NotAllowed):
        saves(desk, "c03", visit, grade="A")
    with pytest.raises(NotAllowed):
        desk.do("director", "visit.save", visit=visit)
    saves(desk, "assistant", visit, **WHOLE)
    customer = desk.see("c01", "customers")[0]
    assert (customer["owner"], customer["state"], customer["grade"], customer["visits"]) == ("张伟", "visited", "B", 1)
    assert customer["next_contact_on"] == date(2026, 11, 26)


def test_returning_adds_to_the_customer(desk: Desk) -> None:
    customer_of(desk, "c01")
    open_rota(desk)
    visit = comes(desk, kind="returning", phone="13800138000")["visit"]
    assert saves(desk, "c01", visit, **WHOLE)["owner_name"] == "张伟"
    customer = desk.see("c01", "customers")[0]
    assert (customer["state"], customer["visits"], customer["living_area"]) == ("revisited", 2, "南山")
    assert desk.see("c01", "visits")[0]["visit_count"] == 2


def test_a_number_of_somebody_else_shows_the_owner(desk: Desk) -> None:
    customer_of(desk, "c01")
    open_rota(desk)
    visit = comes(desk, asked_for="c02")["visit"]
    with pytest.raises(CustomerTaken, match="张伟"):
        saves(desk, "c02", visit, name="张三", phone="138 0013 8000")
    assert desk.see("c02", "visits")[0]["saved_at"] is None  # nothing half done
    desk.do("c02", "visit.correct", visit=visit, kind="returning", reason="客户记错了")
    assert saves(desk, "c02", visit, name="张三", phone="+86 13800138000", **WHOLE)["owner_name"] == "张伟"
    owned = desk.see("c01", "customers")[0]
    assert (owned["owner"], owned["grade"]) == ("张伟", "")  # whoever helps out does not plan for the owner


def test_two_at_once_with_the_same_number(desk: Desk) -> None:
    open_rota(desk)
    visits = {who: comes(desk, asked_for=who)["visit"] for who in ("c01", "c02")}
    gate = threading.Barrier(2)
    outcome: dict[str, Any] = {}

    def save(who: str) -> None:
        gate.wait()
        try:
            fields = {"visit": visits[who], "name": "张三", "phone": "13800138000", "notice": "yes"}
            outcome[who] = desk.office.run_named(desk.session(who), "visit.save", fields)
        except AnchangError as error:
            outcome[who] = error

    threads = [threading.Thread(target=save, args=(who,)) for who in visits]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    lost = [who for who, found in outcome.items() if isinstance(found, CustomerTaken)]
    assert len(lost) == 1
    winner = {"c01": "王芳", "c02": "张伟"}[lost[0]]
    assert winner in say(outcome[lost[0]].message)
    assert [row["owner"] for row in desk.see("manager", "customers")] == [winner]


def test_numbers_are_masked_and_others_visits_unseen(desk: Desk) -> None:
    customer_of(desk, "c01")
    assert desk.see("manager", "visits")[0]["phone"] == "138****8000"
    assert desk.see("c02", "visits") == []
    visit_id = desk.see("c01", "visits")[0]["id"]
    assert desk.office.look(desk.session("c02"), visit_query.card, visit_id) is None
    card = desk.office.look(desk.session("c01"), visit_query.card, visit_id)
    assert card is not None
    assert card["phone"] == "138****8000"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_come_back_unchanged(desk: Desk, name: str) -> None:
    saved = desk.do(
        "c01", "visit.log", kind="first", name=name, phone="13800138000", notice="yes", content=name,
        competitors=name, living_area=name, organisation=name, agent_name=name,
    )  # fmt: skip
    row = desk.see("c01", "visits")[0]
    assert (row["name"], row["content"], row["living_area"], row["organisation"]) == (name,) * 4
    assert desk.see("c01", "customers", text=name)[0]["id"] == saved["customer"]


@pytest.mark.parametrize("name", REFUSED)
def test_names_that_fool_the_eye_are_refused(desk: Desk, name: str) -> None:
    with pytest.raises(BadInput):
        desk.do("c01", "visit.log", kind="first", name=name, phone="13800138000", notice="yes")
    assert desk.see("manager", "visits") == []


def test_only_today_is_entered_and_later_only_what_is_missing(desk: Desk) -> None:
    with pytest.raises(BadInput):
        desk.do(
            "c01", "visit.log", kind="first", name="张三", phone="13800138000", notice="yes",
            arrived_at="2026-11-22T10:00:00+08:00",
        )  # fmt: skip
    customer_of(desk, "c01")
    visit = desk.see("c01", "visits")[0]
    desk.clock.at(date(2026, 11, 24))
    with pytest.raises(Refusal):
        desk.do("c01", "visit.correct", visit=visit["id"], reason="x", kind="returning")
    with pytest.raises(Refusal):
        saves(desk, "c01", visit["id"], name="李四")
    assert saves(desk, "c01", visit["id"], **WHOLE)["complete"] is True


def test_wrong_times_grades_and_questions(desk: Desk) -> None:
    log = {"kind": "first", "name": "张三", "phone": "13800138000", "notice": "yes"}
    with pytest.raises(BadInput):
        desk.do("c01", "visit.log", **log, left_at="2026-11-23T23:00:00+08:00")
    with pytest.raises(BadInput):
        desk.do("c01", "visit.log", **log, grade="A", next_contact_on="2026-12-20")
    with pytest.raises(BadInput):
        desk.do("c01", "visit.log", **log, grade="A", declined="grade")
    with pytest.raises(BadInput):
        desk.do("c01", "visit.log", **log, party_size=0)
    with pytest.raises(NotFound):
        desk.do("c01", "visit.save", visit="LF20261123-009")
    assert desk.see("manager", "customers") == []


def test_between_buyers_and_others_an_entry_is_saved_anew(desk: Desk) -> None:
    customer_of(desk, "c02")
    open_rota(desk)
    greeted = comes(desk, kind="returning", phone="13800138000")["visit"]
    desk.do("c02", "visit.correct", visit=greeted, kind="not_a_buyer", reason="送货的")
    row = desk.see("c02", "visits", kind="not_a_buyer")[0]
    assert (row["customer_id"], row["name"], row["phone"], row["visit_count"]) == (None, "", "", 0)
    assert desk.do("c02", "visit.save", visit=greeted, organisation="快递")["complete"] is True
    desk.do("c02", "visit.correct", visit=greeted, kind="first", reason="其实想买房")
    assert desk.see("c02", "visits")[0]["complete"] is False
    saves(desk, "c02", greeted, name="李四", phone="13800138009")
    assert [(row["name"], row["visits"]) for row in desk.see("c02", "customers")] == [("李四", 1), ("张三", 1)]
    with pytest.raises(Refusal):
        desk.do("c02", "visit.correct", visit=greeted, kind="not_a_buyer", reason="又不买了")


def test_stale_and_same_key(desk: Desk) -> None:
    customer_of(desk, "c01")
    row = desk.see("c01", "visits")[0]
    saves(desk, "c01", row["id"], version=row["version"], grade="B")
    with pytest.raises(Stale):
        saves(desk, "c01", row["id"], version=row["version"], grade="C")
    fields = {"kind": "first", "name": "李四", "phone": "13800138001", "notice": "yes"}
    once = desk.do("c01", "visit.log", key="k1", **fields)
    assert desk.do("c01", "visit.log", key="k1", **fields) == once
    assert len(desk.see("c01", "visits")) == 2


def test_filters(desk: Desk) -> None:
    customer_of(desk, "c01", "13800138000", "单雄信")
    customer_of(desk, "c02", "13900139111", "张三")
    desk.clock.at(date(2026, 11, 24))
    desk.do(
        "c01", "visit.log", kind="first", name="王五", phone="075588886666", notice="yes", channels="agency,outdoor",
        grade="A",
    )  # fmt: skip

    def names(**filters: Any) -> list[str]:
        return [row["name"] for row in desk.see("manager", "visits", **filters)]

    assert names() == ["王五", "张三", "单雄信"]
    assert names(since="2026-11-24") == ["王五"]
    assert names(until="2026-11-23") == ["张三", "单雄信"]
    assert names(consultant="王芳") == names(consultant="c02") == ["张三"]
    assert names(consultant="nobody") == []
    assert names(channel="outdoor") == ["王五"]
    assert names(grade="A", kind="first") == ["王五"]
    assert names(text="139 111") == ["张三"]
    assert names(text="11") == []  # fewer than three digits are no piece of a number
    assert names(text="9111") == ["张三"]
    assert names(text="sxx") == names(text="DXX") == ["单雄信"]
    assert names(text="LF20261124") == ["王五"]
    assert names(complete="no") == ["王五", "张三", "单雄信"]
    with pytest.raises(BadInput):
        names(since="gestern")


def many(desk: Desk, number: int) -> None:
    """Rows put in behind the services, for the pages of a large office only."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [
        {
            "version": 1, "project_id": desk.project_id, "visit_no": f"B{n:07d}", "day_no": n,
            "business_date": date(2026, 1, 1), "arrived_at": start + timedelta(seconds=n), "kind": "first",
            "consultant_id": desk.people[f"c0{n % 3 + 1}"], "recorder_id": desk.people["c01"], "name": f"客户{n}",
            "phone": f"138{n:08d}", "complete": True, "visit_count": 1, "from_call": False, "party_size": 1,
            "channel": "outdoor", "channels": "outdoor", "next_contact_declined": False, "consent_marketing": False,
            "origin": "imported", **dict.fromkeys(_TEXTS, ""),
        }
        for n in range(number)
    ]  # fmt: skip
    with desk.office.store.write() as connection:
        connection.execute(insert(table_of(Visit)), rows)


_TEXTS = tuple(
    name for name, found in Visit.model_fields.items()
    if found.default == "" and name not in ("channel", "channels", "name", "phone")
)  # fmt: skip


def test_pages_by_key_and_by_index(desk: Desk) -> None:
    many(desk, 450)
    listing = lists.find("visits")
    first = desk.office.look(desk.session("manager"), listing.page, Ask({}))
    second = desk.office.look(desk.session("manager"), listing.page, Ask({}, after=first.after))
    last = desk.office.look(desk.session("manager"), listing.page, Ask({}, after=second.after))
    assert [len(each.rows) for each in (first, second, last)] == [200, 200, 50]
    assert last.after is None
    back = desk.office.look(desk.session("manager"), listing.page, Ask({}, before=last.before))
    assert back.rows == second.rows
    assert desk.office.look(desk.session("c01"), listing.count, {}) == 150
    for login, index in (("manager", "ix_visit_newest"), ("c01", "ix_visit_consultant")):
        plan = " ".join(_plan(desk, login))
        assert index in plan
        assert "TEMP B-TREE" not in plan


def _plan(desk: Desk, login: str) -> list[str]:
    def explain(read: Read) -> list[str]:
        statement = visit_query._listed(visit_query._narrowed(read, {})).order_by(
            table_of(Visit).c.arrived_at.desc(), table_of(Visit).c.id.desc()
        )
        made = statement.compile(read.connection.engine, compile_kwargs={"literal_binds": True})
        return [str(row[-1]) for row in read.connection.execute(text(f"EXPLAIN QUERY PLAN {made}"))]

    return desk.office.look(desk.session(login), explain)
