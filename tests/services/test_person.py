"""One person's data (5.11): consents with their history, «do not contact», requests, the copy, erasing, retention."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from anchang.domain.errors import BadInput, KeyReused, NotAllowed, Refusal, WrongState
from anchang.domain.person import ConsentKind, DoNotContact, KeptByLaw
from anchang.i18n import say
from anchang.services import person, pool, task
from anchang.services.doctor import examine
from anchang.services.setting import ChangeSetting
from anchang.storage import correction as corrections
from anchang.storage import day_figures, person_query
from anchang.storage.base import ERASABLE, is_entry, table_of, tables
from anchang.storage.draft import DraftFile
from anchang.storage.person import BELONGING, OF_CASES, OF_VISITS, tables_with_customers, tables_with_visits
from tests.office import Desk
from tests.services.deals import active
from tests.services.front_desk import WHOLE, comes, open_rota
from tests.services.stock import customer as sold_to
from tests.services.stock import on_sale

CALL: dict[str, Any] = {"channel": "outdoor", "is_repeat": "no", "grade": "B", "next_contact_on": "2026-11-25"}
# Words that stand nowhere else: after the erasing none of them may stand anywhere.
NAME, PHONE = "欧阳无名", "13512349876"
SECRETS = {
    "visit": "访谈内容甲", "working": "工作地乙", "rivals": "竞品丙", "call": "来电问题丁", "note": "备注戊",
    "content": "跟进内容己", "objection": "异议庚", "reveal": "查看理由辛", "hand": "移交理由壬", "hold": "保留备注癸",
    "greeting": "迎宾备注子", "stop": "拒联理由丑", "request": "请求说明寅", "agent": "带客人卯",
    "let_go": "放弃理由辰", "correct": "更正理由巳", "invalid": "无效理由午", "consent": "同意方式未",
}  # fmt: skip


def knows(desk: Desk, customer: int) -> list[tuple[str, bool, str]]:
    found = desk.office.look(desk.session("manager"), person_query.consents, customer)
    return [(row["kind"], row["given"], row["why"]) for row in found]


def registered(desk: Desk, phone: str = "13800138000", **more: Any) -> int:
    return int(desk.do("c01", "customer.register", name="张三", phone=phone, notice="yes", **more)["id"])


def contact(desk: Desk, customer: int, next_on: str, login: str = "c01") -> None:
    fields = {"way": "phone", "effective": "yes", "content": "聊了", "next_contact_on": next_on}
    desk.do(login, "follow_up.log", customer=customer, **fields)


def sound(desk: Desk) -> list[str]:
    return [f"{each.kind} {each.where}" for each in examine(desk.office) if each.serious]


# -- notice and consent


def test_nobody_is_registered_without_the_notice(desk: Desk) -> None:
    """3.3, 5.11: by register, by visit, by call; whoever is known was told before, at that time."""
    with pytest.raises(BadInput):
        desk.do("c01", "customer.register", name="张三", phone="13800138000")
    with pytest.raises(BadInput) as visit:
        desk.do("c01", "visit.log", kind="first", name="张三", phone="13800138000")
    with pytest.raises(BadInput) as call:
        desk.do("c01", "call.log", name="张三", phone="13800138000", **CALL)
    assert all("privacy notice" in say(each.value.message, "en") for each in (visit, call))
    assert desk.see("manager", "customers") == []
    first = desk.do("c01", "call.log", name="张三", phone="13800138000", notice="yes", **CALL)["customer"]
    told = desk.see("c01", "customers")[0]["privacy_notice_at"]
    assert told == desk.clock().replace(microsecond=told.microsecond)
    desk.clock.move(hours=1)
    desk.do("c01", "call.log", **{**CALL, "is_repeat": "yes"}, name="张三", phone="138 0013 8000")
    desk.do("c01", "visit.log", kind="returning", name="张三", phone="13800138000")
    assert {row["privacy_notice_at"] for row in desk.see("c01", "customers")} == {told}
    assert knows(desk, first) == [("notice", True, "call")]


def test_a_caller_without_a_number_leaves_nothing_to_be_told_about(desk: Desk) -> None:
    fields = {"channel": "leaflet", "is_repeat": "no", "name": "匿名", "no_phone_reason": "不愿留"}
    assert desk.do("c01", "call.log", **fields)["call_no"] == "LD20261123-001"


def test_a_consent_is_taken_back_as_easily_as_given_and_its_history_stays(desk: Desk) -> None:
    made = registered(desk, consent_marketing="yes")
    desk.do("c01", "person.consent", customer=made, kind="marketing", given="no", reason="来电要求")
    assert desk.see("c01", "customers")[0]["consent_marketing"] is False
    with pytest.raises(Refusal):
        desk.do("c01", "person.consent", customer=made, kind="marketing", given="no")
    desk.do("c01", "visit.log", kind="returning", name="张三", phone="13800138000", consent_marketing="yes")
    desk.do("c01", "customer.update", customer=made, consent_marketing="no")
    desk.do("manager", "person.consent", customer=made, kind="third_party", given="yes", reason="贷款预审")
    assert knows(desk, made) == [
        ("third_party", True, "贷款预审"), ("marketing", False, "changed"), ("marketing", True, "visit"),
        ("marketing", False, "来电要求"), ("marketing", True, "registered"), ("notice", True, "registered"),
    ]  # fmt: skip
    assert desk.office.look(desk.session("c02"), person_query.consents, made) == []
    with desk.office.store.read() as connection:
        assert not person_query.holds(connection, made, ConsentKind.MARKETING)
        assert person_query.holds(connection, made, ConsentKind.THIRD_PARTY)


# -- do not contact


def test_nobody_reaches_out_to_whoever_does_not_want_it(desk: Desk) -> None:
    made = registered(desk, grade="B", next_contact_on="2026-11-25", consent_marketing="yes")
    reached: dict[str, Any] = {"customer": made, "effective": "yes", "content": "聊了"}
    with pytest.raises(BadInput):
        desk.do("c01", "person.stop_contact", customer=made, reason=" ")
    with pytest.raises(Refusal):
        desk.do("c02", "person.stop_contact", customer=made, reason="x")
    desk.do("c01", "person.stop_contact", customer=made, reason="不要再打电话")
    row = desk.see("c01", "customers")[0]
    assert (row["do_not_contact"], row["next_contact_on"]) == (True, None)
    for way in ("phone", "wechat", "message", "home_visit", "other"):
        with pytest.raises(DoNotContact, match="张三"):
            desk.do("c01", "follow_up.log", **reached, way=way)
    with pytest.raises(DoNotContact):
        desk.do("c01", "follow_up.log", **reached, way="visit", next_contact_on="2026-11-25")
    with pytest.raises(DoNotContact):
        desk.do("c01", "customer.update", customer=made, next_contact_on="2026-11-25")
    desk.do("c01", "follow_up.log", **reached, way="visit")  # the person came, or called: that is written down
    desk.do("c01", "follow_up.log", **reached, way="phone", stage="call")
    desk.do("c01", "call.log", name="张三", phone="13800138000", **{**CALL, "is_repeat": "yes"})
    assert desk.see("c01", "customers")[0]["next_contact_on"] is None
    assert desk.do("c02", "customer.check_phone", phone="13800138000")["do_not_contact"] is True
    desk.clock.at(date(2026, 11, 27))
    assert [row for row in desk.see("c01", "inbox") if row["thing"] == "customer"] == []
    assert desk.see("manager", "campaign") == []
    with pytest.raises(NotAllowed):
        desk.do("c01", "person.allow_contact", customer=made, reason="x")
    desk.do("manager", "person.allow_contact", customer=made, reason="本人来访要求")
    desk.do("c01", "follow_up.log", **reached, way="phone", next_contact_on="2026-11-28")
    assert [row["name"] for row in desk.see("manager", "campaign")] == ["张三"]


def test_whoever_wants_to_be_left_alone_is_no_reason_against_handing_in(desk: Desk) -> None:
    """5.11 against 2.2: no next contact may be planned, so none is asked for at the day's end."""
    made = registered(desk, grade="B", next_contact_on="2026-11-25")
    desk.do("c01", "follow_up.log", customer=made, way="phone", effective="yes", content="聊了",
            next_contact_on="2026-11-25")  # fmt: skip
    desk.do("c01", "person.stop_contact", customer=made, reason="不要再打电话")
    assert desk.do("c01", "day.hand_in")["visits"] == 0
    assert desk.see("c01", "inbox") == []


def test_a_campaign_reaches_only_who_agreed_and_left_a_number(desk: Desk) -> None:
    registered(desk, "13800138001", consent_marketing="yes")
    registered(desk, "13800138002")
    desk.do("c01", "customer.register", name="无号", no_phone_reason="不留", notice="yes", consent_marketing="yes")
    assert [row["phone"] for row in desk.see("manager", "campaign")] == ["138****8001"]
    assert desk.see("c02", "campaign") == []


# -- who looked


def test_every_look_is_in_a_list_that_the_leaders_read(desk: Desk) -> None:
    made = registered(desk)
    for login, name, fields in (
        ("c01", "customer.reveal", {"customer": made, "reason": "回访"}),
        ("c02", "customer.check_phone", {"phone": "13800138000"}),
        ("manager", "person.export", {"customer": made, "reason": "本人要求"}),
        ("manager", "export.record", {"report": "list customers", "unmasked": "yes", "reason": "客户回访"}),
    ):
        desk.clock.move(minutes=1)
        desk.do(login, name, **fields)
    found = [(row["kind"], row["who"], row["name"], row["why"]) for row in desk.see("manager", "looks")]
    assert found == [
        ("unmasked", "李经理", "", "list customers  unmasked 客户回访"), ("export", "李经理", "张三", "本人要求"),
        ("check", "王芳", "张三", ""), ("reveal", "张伟", "张三", "回访"),
    ]  # fmt: skip
    assert [row["kind"] for row in desk.see("c01", "looks")] == ["reveal"]
    assert [row["who"] for row in desk.see("manager", "looks", kind="check")] == ["王芳"]


def test_no_more_numbers_in_a_day_than_the_setting_says(desk: Desk) -> None:
    made = registered(desk)
    desk.office.run(desk.session("boss"), ChangeSetting("reveals_per_day", "2"))
    for _ in range(2):
        desk.do("c01", "customer.reveal", customer=made)
    with pytest.raises(Refusal, match="2"):
        desk.do("c01", "customer.reveal", customer=made)
    desk.clock.move(days=1)
    assert desk.do("c01", "customer.reveal", customer=made)["phone"] == "13800138000"


# -- requests


def test_a_request_waits_in_the_leaders_inbox_until_it_is_answered(desk: Desk) -> None:
    made = registered(desk)
    asked = desk.do("c01", "person.request", customer=made, kind="copy", note="要一份副本")
    assert asked["due_on"] == "2026-12-08"
    (line,) = [row for row in desk.see("manager", "inbox") if row["noun"] == "person_request"]
    assert (line["who"], line["due"], line["late"]) == ("张三", date(2026, 12, 8), False)
    assert [row for row in desk.see("c01", "inbox") if row["noun"] == "person_request"] == []
    desk.clock.at(date(2026, 12, 9))
    assert [row["late"] for row in desk.see("manager", "inbox") if row["noun"] == "person_request"] == [True]
    with pytest.raises(NotAllowed):
        desk.do("c01", "person.answer", request=asked["id"], answer="已给")
    with pytest.raises(Refusal):
        desk.do("manager", "person.answer", request=asked["id"], answer=" ")
    desk.do("manager", "person.answer", request=asked["id"], answer="已面交副本")
    with pytest.raises(Refusal):
        desk.do("manager", "person.refuse", request=asked["id"], answer="x")
    assert [(row["state"], row["decider"]) for row in desk.see("manager", "person_requests")] == [("done", "李经理")]
    assert [row for row in desk.see("manager", "inbox") if row["noun"] == "person_request"] == []


# -- the copy


def test_the_copy_holds_everything_and_is_not_for_everybody(desk: Desk) -> None:
    made = whole_life(desk)
    with pytest.raises(NotAllowed):
        desk.do("c01", "person.export", customer=made, reason="x")
    with pytest.raises(BadInput):
        desk.do("manager", "person.export", customer=made, reason="")
    held = desk.do("manager", "person.export", customer=made, reason="本人要求")["held"]
    told = json.dumps(held, ensure_ascii=False)
    assert PHONE in told
    gone = {"correct", "let_go"}  # why the staff corrected or ended something; the act keeps it, not the person's rows
    assert [word for key, word in SECRETS.items() if word not in told and key not in gone] == []
    journal = everywhere(desk)
    assert not any(PHONE in each for name, each in journal if name.startswith("journal."))


def in_every_table(desk: Desk) -> int:
    """A person whose number was changed, with a report, a case, a posted visit that was recognised, and a tie."""
    made = whole_life(desk)
    desk.do("assistant", "agent_report.record", company="某中介", agent="小李", phone=PHONE, name=NAME, note="报备备注")
    case = desk.do("c02", "ownership.open", phone=PHONE, question="争议问题")["id"]
    desk.do("assistant", "ownership.note", case=case, text="陈述甲乙")
    desk.do("manager", "ownership.decide", case=case, note="裁定丙丁")
    other = registered(desk, "13800138077")
    desk.do("c01", "customer.link", customer=other, link="sibling", phone=PHONE, proof="户口簿证明")
    desk.do("c01", "appointment.make", customer=made, at="2026-11-24T10:00+08:00", note="预约备注",
            asked="本人来电要求")
    desk.do("c01", "customer.update", customer=made, phone="13512340000")
    forgot = comes(desk, kind="returning", forgotten="yes")
    desk.do("assistant", "visit.save", visit=forgot["visit"], name=NAME, phone="13512340000", notice="yes")
    return made


def test_the_copy_and_the_erasing_walk_the_same_rows(desk: Desk) -> None:
    """5.11: nothing is kept of which the person is not told; what is told is made nameless."""
    made = in_every_table(desk)
    held = desk.do("manager", "person.export", customer=made, reason="本人要求")["held"]
    told = json.dumps(held, ensure_ascii=False)
    for word in ("报备备注", "争议问题", "陈述甲乙", "裁定丙丁", "户口簿证明", PHONE, "13512340000"):
        assert word in told
    copied = {(name, row["id"]) for name, part in held.items() for row in part}
    assert {"agent_report", "ownership_note", "ownership_evidence", "ownership_decision", "customer_link", "turn",
            "customer_number"} <= {name for name, _ in copied}  # fmt: skip
    desk.do("manager", "person.erase", customer=made, reason="本人要求")
    with desk.office.store.read() as connection:
        touched = connection.execute(
            text("SELECT table_name, row_id FROM journal_row WHERE seq = (SELECT max(seq) FROM journal)")
        )
        erased = {(name, row_id) for name, row_id in touched if name != "act_words"}
        program = text("SELECT id FROM customer_owner WHERE reason IN ('visit', 'call', 'registered')")
        words = {("customer_owner", row_id) for row_id in connection.execute(program).scalars()}  # they name nobody
    assert copied - words == erased - words
    assert [name for name, value in everywhere(desk) if any(word in value for word in (PHONE, "13512340000"))] == []
    assert sound(desk) == []


# -- erasing


def whole_life(desk: Desk) -> int:
    """A person with every kind of row there is but a paper, each of them with words of its own."""
    on_sale(desk)
    open_rota(desk)
    came = comes(desk, name=NAME, phone=PHONE, note=SECRETS["greeting"], agent_name=SECRETS["agent"])["visit"]
    whole = {**WHOLE, "content": SECRETS["visit"], "working_area": SECRETS["working"], "competitors": SECRETS["rivals"]}
    desk.do("c01", "visit.correct", visit=came, kind="first", reason=SECRETS["correct"], key="k-correct")
    done = desk.do("c01", "visit.save", visit=came, notice="yes", name=NAME, phone=PHONE, key="k-save", **whole)
    made = int(done["customer"])
    desk.do("c01", "call.log", name=NAME, phone=PHONE, questions=SECRETS["call"], note=SECRETS["note"],
            key="k-call", **{**CALL, "is_repeat": "yes"})  # fmt: skip
    desk.do("c01", "follow_up.log", customer=made, way="phone", effective="yes", content=SECRETS["content"],
            objection=SECRETS["objection"], next_contact_on="2026-11-25", key="k-follow")  # fmt: skip
    desk.do("c01", "unit.ask", unit="1-1-101", customer=made, note=SECRETS["hold"], key="k-ask")
    desk.do("manager", "unit.let_go", unit="1-1-101", reason=SECRETS["let_go"], key="k-go")
    desk.do("c01", "customer.reveal", customer=made, reason=SECRETS["reveal"])
    desk.do("c01", "person.consent", customer=made, kind="marketing", given="yes", reason=SECRETS["consent"])
    desk.do("c01", "person.stop_contact", customer=made, reason=SECRETS["stop"], key="k-stop")
    desk.do("c01", "person.request", customer=made, kind="erase", note=SECRETS["request"], key="k-request")
    desk.do("c01", "customer.update", customer=made, note=SECRETS["invalid"], key="k-update")
    desk.do("manager", "customer.reassign", customers=[made], to="c02", reason=SECRETS["hand"], key="k-hand")
    desk.do("manager", "customer.reassign", customers=[made], to="c01", reason=SECRETS["hand"])
    return made


def everywhere(desk: Desk) -> Iterator[tuple[str, str]]:
    """Every text that stands in any column of any table: (table.column, text)."""
    with desk.office.store.read() as connection:
        for table in tables():
            for row in connection.execute(text(f"SELECT * FROM {table.name}")).mappings():
                for name, value in row.items():
                    if isinstance(value, str):
                        yield f"{table.name}.{name}", value


def left(desk: Desk, *more: str) -> list[tuple[str, str]]:
    wanted = (NAME, PHONE, "OYWM", *SECRETS.values(), *more)
    found = [(name, value) for name, value in everywhere(desk) if any(each in value for each in wanted)]
    return found + [(name, value) for name, value in everywhere(desk) if value == PHONE[-4:]]  # a digest may hold it


def answer_open(desk: Desk) -> None:
    for row in desk.see("manager", "person_requests", state="open"):
        desk.do("manager", "person.answer", request=row["id"], answer="按要求删除")


def figures(desk: Desk, on: date) -> Any:
    """All the measures of the daily summary of that day."""
    session = desk.session("manager")
    found: list[Any] = [desk.office.look(session, each, on, on) for each in (day_figures.figures, day_figures.channels)]
    asked = ("living_area", "age_band", "purpose", "demand_area", "demand_layout", "budget", "grade", "consultant_id")
    with desk.office.store.read() as connection:
        for name in asked:
            counted = text(f"SELECT {name}, count(*) FROM visit WHERE business_date = :on GROUP BY {name} ORDER BY 1")
            found.append([tuple(row) for row in connection.execute(counted, {"on": on.isoformat()})])
    return found


def test_after_erasing_nothing_of_the_person_stands_in_any_column(desk: Desk) -> None:
    made = whole_life(desk)
    drafts = DraftFile(desk.office.place)
    drafts.save(1, f"follow_up.{made}", "k1", {"content": "半句"})
    drafts.save(1, "visit.log", "k2", {"phone": "135 1234 9876", "name": ""})
    drafts.save(2, "call.log", "k3", {"rows": [{"name": NAME}]})
    drafts.save(2, "visit.log", "k4", {"name": "别人"})
    assert {name for name, _ in left(desk)} >= {"customer.name", "act_words.result", "act_words.reason", "consent.why"}
    assert [name for name, _ in left(desk) if name.startswith("journal.")] == []
    with pytest.raises(NotAllowed):
        desk.do("c01", "person.erase", customer=made, reason="x")
    for named in (f"{NAME}要求删除", f"{PHONE} 要求删除"):
        with pytest.raises(BadInput):
            desk.do("manager", "person.erase", customer=made, reason=named)
    day = desk.office.today()
    before = figures(desk, day)
    desk.do("manager", "person.erase", customer=made, reason="本人要求", key="k-erase")
    assert left(desk, "要一份") == []
    assert sound(desk) == []
    assert figures(desk, day) == before
    assert before[0].phones == 1
    assert [drafts.load(*each) for each in ((1, f"follow_up.{made}"), (1, "visit.log"), (2, "call.log"))] == [None] * 3
    assert drafts.load(2, "visit.log") is not None
    row = desk.see("manager", "customers")[0]
    assert (row["name"], row["phone"], row["visits"], row["channel"]) == (f"#{made}", "", 1, "outdoor")
    assert desk.do("c02", "customer.check_phone", phone=PHONE)["free"] is True
    for name, fields in {
        "follow_up.log": {"customer": made, "way": "visit", "effective": "yes", "content": "x"},
        "customer.update": {"customer": made, "note": "x"},
        "visit.save": {"visit": desk.see("manager", "visits")[0]["id"], "note": "x"},
        "call.save": {"call": desk.see("manager", "calls")[0]["id"], "note": "x"},
        "person.erase": {"customer": made, "reason": "x"},
    }.items():
        with pytest.raises(Refusal):
            desk.do("manager", name, **fields)


def test_nobody_is_sent_after_a_person_who_was_made_nameless(desk: Desk) -> None:
    """No task for the consultant, no customer of the pool, nobody to take up again."""
    customers = [registered(desk), registered(desk, "13800138001"), registered(desk, "13800138002")]
    desk.do("manager", "lead.lose", customer=customers[1], why="price")
    for customer in customers[:2]:
        desk.do("manager", "person.erase", customer=customer, reason="本人要求")
    states = {row["id"]: row["state"] for row in desk.see("manager", "customers")}
    assert [states[each] for each in customers] == ["invalid", "lost", "new"]
    for days in (9, 30):
        desk.clock.move(days=days)
        task.sweep(desk.office, desk.project_id)
        pool.sweep(desk.office, desk.project_id)
        assert {row["customer_id"] for row in desk.see("c01", "tasks")} <= {customers[2]}
    assert [row["id"] for row in desk.see("manager", "pool")] == [customers[2]]
    with pytest.raises(Refusal, match="匿名化"):
        desk.do("manager", "lead.reactivate", customer=customers[1], to="c02", reason="x")
    assert sound(desk) == []


def test_the_same_act_twice_after_erasing_has_no_answer_any_more(desk: Desk) -> None:
    registered(desk)
    fields = {"name": "李四", "phone": "13800138009", "notice": "yes"}
    made = desk.do("c01", "customer.register", key="k1", **fields)
    assert desk.do("c01", "customer.register", key="k1", **fields) == made
    desk.do("manager", "person.erase", customer=made["id"], reason="本人要求")
    with pytest.raises(KeyReused):
        desk.do("c01", "customer.register", key="k1", **fields)


def test_who_has_a_paper_is_kept_by_law(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk, "1-1-101", number=55)
    buyer = desk.see("manager", "customers")[0]["id"]
    with pytest.raises(KeptByLaw, match=deal.sub_no):
        desk.do("manager", "person.erase", customer=buyer, reason="本人要求")
    desk.clock.at(date(2031, 1, 6))
    assert desk.see("manager", "retention") == []
    assert person.retain(desk.office, desk.session("manager")) == 0
    assert desk.see("manager", "customers")[0]["name"] != f"#{buyer}"


def test_who_has_a_unit_on_hold_is_not_erased(desk: Desk) -> None:
    on_sale(desk)
    made = sold_to(desk, phone="13800138001")
    desk.do("c01", "unit.ask", unit="1-1-101", customer=made)
    with pytest.raises(Refusal):
        desk.do("manager", "person.erase", customer=made, reason="本人要求")


# -- retention


def test_the_job_makes_nameless_whoever_is_due_and_figures_stay(desk: Desk) -> None:
    made = whole_life(desk)
    answer_open(desk)
    day = desk.office.today()
    young = registered(desk, "13800138001")
    before = figures(desk, day)
    desk.clock.at(date(2028, 11, 22))
    contact(desk, young, "2028-11-23", login="manager")  # the own consultant has lost the customer long ago
    assert desk.see("manager", "retention") == []  # 24 months from 2026-11-23 are not over
    desk.clock.move(days=2)
    assert [row["name"] for row in desk.see("manager", "retention")] == [NAME]
    assert desk.see("c02", "retention") == []
    with pytest.raises(NotAllowed):
        desk.do("manager", "person.pseudonymise", customers=[young])
    seen: list[tuple[int, int]] = []
    assert person.retain(desk.office, desk.session("manager"), lambda done, whole: seen.append((done, whole))) == 1
    assert seen == [(1, 1)]
    assert left(desk) == []
    assert sound(desk) == []
    assert figures(desk, day) == before
    assert {row["name"] for row in desk.see("manager", "customers")} == {f"#{made}", "张三"}
    assert person.retain(desk.office, desk.session("manager")) == 0
    with desk.office.store.read() as connection:
        last = connection.execute(
            text("SELECT actor_name, action FROM journal WHERE action = 'person.pseudonymise'")
        ).all()
    assert [tuple(row) for row in last] == [("system", "person.pseudonymise")]


def test_an_open_request_keeps_the_person_until_it_is_answered(desk: Desk) -> None:
    made = registered(desk)
    desk.do("c01", "person.request", customer=made, kind="copy")
    desk.clock.at(date(2029, 1, 2))
    assert desk.see("manager", "retention") == []
    answer_open(desk)
    assert [row["id"] for row in desk.see("manager", "retention")] == [made]


def test_months_are_the_offices_own(desk: Desk) -> None:
    registered(desk)
    desk.office.run(desk.session("boss"), ChangeSetting("retention_months", "1"))
    desk.clock.now += timedelta(days=29)
    assert desk.see("manager", "retention") == []
    desk.clock.now += timedelta(days=3)
    assert len(desk.see("manager", "retention")) == 1


def test_the_end_of_the_time_waits_in_the_inbox_of_whoever_ends_it(desk: Desk) -> None:
    registered(desk)
    registered(desk, "13800138009")

    def waiting(login: str) -> list[str]:
        return [row["subject"] for row in desk.see(login, "inbox") if row["what"] == "retention.due"]

    assert waiting("manager") == []
    desk.clock.now += timedelta(days=800)
    assert waiting("c01") == waiting("assistant") == []
    assert waiting("director") == waiting("manager") != []
    assert "2" in waiting("manager")[0]
    person.retain(desk.office, desk.session("manager"))
    assert waiting("manager") == []


# -- the tables themselves


def test_no_table_with_people_was_forgotten() -> None:
    """Each is emptied, or is a paper that the law wants kept."""
    papers = {"subscription", "contract", "change_request", "change_buyer", "sincerity"}
    assert {each.name for each in tables_with_customers()} - papers == {table_of(model).name for model, _ in BELONGING}
    for model, columns in BELONGING:
        table = table_of(model)
        assert (columns is None) is is_entry(table)
        assert columns is not None or set(ERASABLE[table.name]) <= set(table.c.keys())
    of_visits = {table_of(model).name for model, _ in OF_VISITS} | {table_of(model).name for model in OF_CASES}
    of_visits |= {table_of(model).name for model, _ in BELONGING}
    assert {each.name for each in tables_with_visits()} <= of_visits


@pytest.mark.parametrize("change", ["reason = '别的'", "to_id = 2", "reason = '', by_id = 2", "at = ''"])
def test_an_entry_may_be_emptied_and_never_rewritten(desk: Desk, change: str) -> None:
    registered(desk)
    with pytest.raises(Exception, match="written once"), desk.office.store.write() as connection:
        connection.execute(text(f"UPDATE customer_owner SET {change}"))
    assert sound(desk) == []


def test_an_exported_file_is_only_for_this_account(desk: Desk, tmp_path: Path) -> None:
    command = person.ExportPerson(registered(desk), "本人要求")
    path = person.write_copy(desk.office, desk.session("manager"), command, tmp_path / "out")
    assert path.stat().st_mode & 0o077 == 0
    assert json.loads(path.read_text("utf-8"))["held"]["customer"][0]["phone"] == "13800138000"


# -- correcting


def test_a_correction_reaches_the_customer_and_every_entry_that_says_the_same(desk: Desk) -> None:
    """PIPL 46: one act, with a version of each entry; the request is answered by it."""
    visit = desk.do("c01", "visit.log", kind="first", name="张叁", phone="13800138000", notice="yes", **WHOLE)
    made = visit["customer"]
    desk.do("c01", "call.log", name="张先生", phone="13800138000", **{**CALL, "is_repeat": "yes"})
    no = desk.do("c01", "person.request", customer=made, kind="correct", note="名字写错")["id"]
    with pytest.raises(NotAllowed):
        desk.do("c01", "person.correct", customer=made, reason="x", name="张三")
    with pytest.raises(BadInput):
        desk.do("manager", "person.correct", customer=made, reason="x", name="张叁")
    told = desk.do("manager", "person.correct", customer=made, reason="本人要求", name="张三", phone="13800138001",
                   request=no)  # fmt: skip
    assert told["count"] == 2  # the call's number too; its name was another one
    row = desk.see("manager", "customers")[0]
    assert (row["name"], row["phone"], row["initials"]) == ("张三", "138****8001", "ZS")
    assert desk.do("c02", "customer.check_phone", phone="13800138000")["free"] is False
    assert [(each["name"], each["phone"]) for each in desk.see("manager", "visits")] == [("张三", "138****8001")]
    assert [(each["name"], each["phone"]) for each in desk.see("manager", "calls")] == [("张先生", "138****8001")]
    day = desk.office.today()
    versions = desk.office.look(desk.session("manager"), corrections.of_days, day, day)
    assert [(each.noun.value, each.reason, dict(each.before)["phone"]) for each in versions] == [
        ("visit", "本人要求", "13800138000"), ("call", "本人要求", "13800138000"),
    ]  # fmt: skip
    (asked,) = desk.see("manager", "person_requests")
    assert asked["state"] == "done" and "电话" in asked["answer"]
    assert sound(desk) == []


def test_a_void_entry_is_corrected_with_the_person_too(desk: Desk) -> None:
    """It stays readable, so what is wrong in it is put right, and it does not stand in the way."""
    made = [desk.do("c01", "visit.log", kind="first", name="张叁", phone="13800138000", notice="yes", **WHOLE)]
    made += [desk.do("c01", "visit.log", kind="returning", name="张叁", phone="13800138000", **WHOLE)]
    desk.do("c01", "day.hand_in")
    desk.do("assistant", "day.consolidate")
    desk.do("manager", "day.review", consultant="c01")
    desk.do("manager", "correction.void_visit", visit=made[1]["visit"], reason="重复登记")
    told = desk.do("manager", "person.correct", customer=made[0]["customer"], reason="本人要求", name="张三")
    assert told["count"] == 2
    shown = [(row["name"], row["void"]) for row in desk.see("manager", "visits")]
    assert shown == [("张三", True), ("张三", False)]
    with pytest.raises(Refusal):
        desk.do("manager", "correction.visit", visit=made[1]["visit"], reason="x", content="y")
    assert sound(desk) == []


def test_a_correction_answers_only_the_persons_own_open_request(desk: Desk) -> None:
    made, other = registered(desk), registered(desk, "13800138009")
    no = desk.do("c01", "person.request", customer=other, kind="correct")["id"]
    with pytest.raises(Refusal):
        desk.do("manager", "person.correct", customer=made, reason="x", name="李四", request=no)
    copy = desk.do("c01", "person.request", customer=made, kind="copy")["id"]
    with pytest.raises(Refusal):
        desk.do("manager", "person.correct", customer=made, reason="x", name="李四", request=copy)
    assert desk.see("manager", "customers", text="李四") == []
    desk.do("manager", "person.refuse", request=no, answer="查无错误")
    with pytest.raises(WrongState):
        desk.do("manager", "person.correct", customer=other, reason="x", name="李四", request=no)


def test_name_and_number_of_a_buyer_are_not_corrected_here(desk: Desk) -> None:
    on_sale(desk)
    active(desk, number=3)
    with pytest.raises(Refusal, match="申请单"):
        desk.do("manager", "person.correct", customer="13800000003", reason="x", name="李四")
    desk.do("manager", "person.correct", customer="13800000003", reason="本人要求", working_area="福田")
