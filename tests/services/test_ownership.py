"""Whose customer, through the use cases: the case file, the verdict, the manager's decision (2.1, 2.2, 2.18)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from anchang.domain.customer import CustomerTaken
from anchang.domain.errors import BadInput, NotAllowed, Refusal, Stale, WrongState
from anchang.domain.ownership import Rule, judge
from anchang.i18n import say
from anchang.services import pool
from anchang.services.agent_report import at_the_door
from anchang.services.doctor import examine
from anchang.services.office import Session
from anchang.services.ownership_facts import thawed
from anchang.services.use_case import find
from anchang.storage import customer_link, day_lists, ownership_query
from anchang.storage.base import table_of
from anchang.storage.credit import credit_of, credit_words
from anchang.storage.customer_list import card as customer_card
from anchang.storage.customer_query import id_by_phone
from anchang.storage.journal import ActWords, Journal
from anchang.storage.reading import Read
from anchang.storage.task import Task
from tests.office import Desk
from tests.services.deals import active
from tests.services.front_desk import comes, customer_of, open_rota, saves
from tests.services.stock import on_sale

PHONE, OTHER = "13800138000", "13900139000"
MONDAY = date(2026, 11, 23)


def case_of(desk: Desk, login: str, case: int) -> dict[str, Any] | None:
    return desk.office.look(desk.session(login), ownership_query.card, case)


def the(desk: Desk, case: int) -> dict[str, Any]:
    found = case_of(desk, "manager", case)
    assert found is not None
    return found


def owner(desk: Desk, phone: str = PHONE) -> str:
    """The login of whose customer the number is now."""
    number = desk.office.look(desk.session("manager"), id_by_phone, phone)
    (row,) = [row for row in desk.see("manager", "customers") if row["id"] == number]
    names = {"张伟": "c01", "王芳": "c02", "单婷": "c03", "": ""}
    return names[row["owner"]]


def opens(desk: Desk, login: str = "c02", phone: str = PHONE, **more: Any) -> dict[str, Any]:
    return desk.do(login, "ownership.open", phone=phone, question="客户上周由我接待", **more)


def after(desk: Desk, days: int) -> None:
    desk.clock.at(MONDAY + timedelta(days=days))


def test_a_case_is_opened_and_the_rules_have_their_say(desk: Desk) -> None:
    customer_of(desk, "c01")
    made = opens(desk)
    assert made["no"] == "PK20261123-001"
    assert made["rule"] == "first_registration" and "张伟" in made["words"]
    found = the(desk, made["id"])
    assert (found["state"], found["owner_before"], found["owner"]) == ("open", "张伟", "张伟")
    assert found["claimants"] == "王芳 / 张伟"
    assert [(each["ground"], each["who"], each["standing"]) for each in found["evidence"]] == [
        ("registration", "张伟", "counts"), ("visit", "张伟", "counts"),
    ]  # fmt: skip
    with pytest.raises(Refusal, match="未结"):
        opens(desk, "assistant")
    assert owner(desk) == "c01"


def test_what_stood_is_kept_and_gives_the_same_verdict(desk: Desk) -> None:
    customer_of(desk, "c01")
    case = opens(desk)["id"]
    desk.office.run_named(desk.session("boss"), "setting.change", {"key": "ownership_days", "value": "1"})
    after(desk, 5)
    facts, terms = thawed(the(desk, case)["facts"])
    assert terms.ownership_days == 30
    assert facts.on == MONDAY
    assert judge(facts, terms).rule is Rule.FIRST_REGISTRATION
    assert desk.do("manager", "ownership.decide", case=case)["owner"] == desk.people["c01"]


def test_the_manager_decides_owner_history_and_journal_in_one(desk: Desk) -> None:
    made = customer_of(desk, "c01")["customer"]
    after(desk, 31)
    desk.do("assistant", "visit.log", kind="returning", consultant="c02", name="张三", phone=PHONE, notice="yes")
    case = opens(desk)["id"]
    assert the(desk, case)["rule"] == "lapsed"
    done = desk.do("manager", "ownership.decide", case=case, points=2, penalty_staff="c01", penalty_note="超期未跟进")
    assert done["owner"] == desk.people["c02"] and "王芳" in done["words"]
    assert owner(desk) == "c02"
    events = desk.office.look(desk.session("c02"), customer_card, made)
    assert events is not None
    handed = next(each for each in events.events if each.kind == "owner")
    assert (handed.who, handed.detail) == ("王芳", "张伟") and "PK20261224-001" in handed.text
    (decision,) = the(desk, case)["decisions"]
    assert (decision["step"], decision["points"], decision["penalty_name"]) == ("decide", 2, "张伟")
    assert decision["shares"] == [{"staff_id": desk.people["c02"], "rate": 1_000_000, "name": "王芳"}]
    with desk.office.store.read() as connection:
        journal, words = table_of(Journal), table_of(ActWords)
        reason = connection.execute(
            select(words.c.reason)
            .join(journal, journal.c.seq == words.c.seq)
            .where(journal.c.action == "ownership.decide")
        ).scalar()
    assert reason is not None and "王芳" in reason
    with pytest.raises(WrongState):
        desk.do("manager", "ownership.decide", case=case)


def test_the_manager_decides_otherwise_with_a_reason(desk: Desk) -> None:
    customer_of(desk, "c01")
    case = opens(desk)["id"]
    with pytest.raises(Refusal, match="原因"):
        desk.do("manager", "ownership.override", case=case, owner="c02", reason=" ")
    with pytest.raises(BadInput):
        desk.do("manager", "ownership.override", case=case, reason="两不靠")
    half = [{"staff": "c01", "rate": "50%"}, {"staff": "c02", "rate": "40%"}]
    with pytest.raises(BadInput, match="100%"):
        desk.do("manager", "ownership.override", case=case, owner="c02", reason="协商", shares=half)
    with pytest.raises(BadInput):
        desk.do("manager", "ownership.override", case=case, owner="c02", reason="协商", points=3)
    assert owner(desk) == "c01"
    half[1]["rate"] = "50%"
    done = desk.do("manager", "ownership.override", case=case, owner="c02", reason="双方协商各半", shares=half)
    assert "张伟 50%" in done["words"] and "王芳 50%" in done["words"]
    assert owner(desk) == "c02"
    found = the(desk, case)
    assert (found["state"], found["rule"], found["reason"]) == ("overridden", "manager", "双方协商各半")
    with pytest.raises(WrongState):
        desk.do("manager", "ownership.override", case=case, owner="c01", reason="反悔")


def test_a_decision_of_the_rules_may_still_be_changed(desk: Desk) -> None:
    customer_of(desk, "c01")
    case = opens(desk)["id"]
    desk.do("manager", "ownership.decide", case=case)
    desk.do("director", "ownership.override", case=case, nobody="yes", reason="放入公海")
    assert owner(desk) == ""
    assert [each["step"] for each in the(desk, case)["decisions"]] == ["decide", "override"]


def test_a_verdict_that_it_is_nobodys_puts_an_open_lead_into_the_pool(desk: Desk) -> None:
    made = customer_of(desk, "c01")["customer"]
    desk.do("manager", "ownership.override", case=opens(desk)["id"], nobody="yes", reason="放入公海")
    seen = desk.office.look(desk.session("manager"), customer_card, made)
    assert seen is not None
    assert (seen.customer["state"], seen.customer["owner"], seen.customer["next_contact_on"]) == (
        "public_pool", "", MONDAY + timedelta(days=30)
    )  # fmt: skip
    assert [(each.detail, each.who) for each in seen.events if each.kind == "lead"] == [("set_free", "李经理")]
    assert next((each.who, each.detail) for each in seen.events if each.kind == "owner") == ("", "张伟")
    with desk.office.store.read() as connection:
        states = connection.execute(select(table_of(Task).c.state)).scalars()
        assert set(states) == {"waived"}  # nobody owes the first response any more
    desk.do("c03", "pool.ask", customer=made, why="熟人")  # where everybody finds nobody's leads


def test_nobodys_is_no_verdict_while_a_unit_is_held(desk: Desk) -> None:
    on_sale(desk)
    made = customer_of(desk, "c01")["customer"]
    desk.do("manager", "unit.hold", unit="1-1-101", customer=made)
    case = opens(desk)["id"]
    with pytest.raises(Refusal, match="房源"):
        desk.do("manager", "ownership.override", case=case, nobody="yes", reason="放入公海")
    assert owner(desk) == "c01" and the(desk, case)["state"] == "open"


def test_who_may_decide(desk: Desk) -> None:
    customer_of(desk, "c01")
    case = opens(desk)["id"]
    for login in ("c01", "c02", "assistant", "boss", "cashier"):
        with pytest.raises(NotAllowed):
            desk.do(login, "ownership.decide", case=case)
        with pytest.raises(NotAllowed):
            desk.do(login, "ownership.override", case=case, owner="c02", reason="x")
    with pytest.raises(Stale):
        desk.do("manager", "ownership.decide", case=case, version=1)


def test_nobody_decides_a_case_of_his_own(desk: Desk) -> None:
    desk.do("boss", "staff.change", staff="manager", roles=["sales_manager", "consultant"])
    customer_of(desk, "manager")
    case = opens(desk, "c01")["id"]
    for name, fields in (("decide", {}), ("override", {"owner": "manager", "reason": "我的"})):
        with pytest.raises(NotAllowed, match="本人"):
            desk.do("manager", f"ownership.{name}", case=case, **fields)
    assert [row["what"] for row in desk.see("manager", "inbox", noun="ownership_case")] == []
    assert [row["subject"] for row in desk.see("director", "inbox", noun="ownership_case")] == ["PK20261123-001"]
    desk.do("director", "ownership.decide", case=case)


def test_who_opened_a_case_does_not_decide_it(desk: Desk) -> None:
    customer_of(desk, "c01")
    case = opens(desk, "manager", claimant="c02")["id"]
    with pytest.raises(NotAllowed):
        desk.do("manager", "ownership.decide", case=case)


def test_a_consultant_sees_the_own_cases_and_nothing_of_the_customer(desk: Desk) -> None:
    customer_of(desk, "c01", name="欧阳建国")
    case = opens(desk)["id"]
    assert case_of(desk, "c03", case) is None
    assert desk.see("c03", "ownership_cases") == []
    (row,) = desk.see("c02", "ownership_cases")
    assert (row["customer"], row["phone"]) == ("", "138****8000")
    assert "欧阳" not in str(case_of(desk, "c02", case))
    assert desk.see("c02", "ownership_cases", text="欧阳") == []
    assert desk.see("c01", "ownership_cases", text="欧阳")[0]["customer"] == "欧阳建国"
    assert desk.see("manager", "ownership_cases", state="decided") == []
    assert len(desk.see("manager", "ownership_cases", consultant="c01", rule="first_registration")) == 1


def test_statements_stand_in_the_file_and_count_for_nothing(desk: Desk) -> None:
    customer_of(desk, "c01")
    case = opens(desk)["id"]
    with pytest.raises(NotAllowed):
        desk.do("c03", "ownership.note", case=case, text="我也接待过")
    desk.do("c02", "ownership.note", case=case, text="客户十月来过，没有登记")
    found = the(desk, case)
    assert [(each["text"], each["standing"]) for each in found["evidence"] if each["ground"] == "note"] == [
        ("客户十月来过，没有登记", "unrecorded")
    ]
    assert (found["edition"], found["rule"]) == (2, "never_registered")
    desk.do("manager", "ownership.decide", case=case)
    with pytest.raises(Refusal):
        desk.do("c02", "ownership.note", case=case, text="补充")


def test_a_case_is_taken_back_by_whoever_opened_it(desk: Desk) -> None:
    customer_of(desk, "c01")
    case = opens(desk)["id"]
    with pytest.raises(Refusal):
        desk.do("c01", "ownership.withdraw", case=case)
    desk.do("c02", "ownership.withdraw", case=case, reason="已协商")
    assert the(desk, case)["state"] == "withdrawn"
    opens(desk)


def test_unreachable_calls_protect_nothing_and_reached_ones_do(desk: Desk) -> None:
    made = customer_of(desk, "c01")["customer"]
    follow = {"customer": made, "way": "phone", "content": "x"}
    after(desk, 20)
    desk.do("c01", "follow_up.log", **follow, effective="no", next_contact_on="2026-12-14")
    after(desk, 35)
    assert opens(desk, "assistant", claimant="c02")["rule"] == "public"
    with pytest.raises(Refusal, match="公海"):  # too late for the old consultant as well
        desk.do("c01", "follow_up.log", **follow, effective="yes", next_contact_on="2026-12-29")


def test_a_contact_that_reached_the_person_protects(desk: Desk) -> None:
    made = customer_of(desk, "c01")["customer"]
    after(desk, 20)
    desk.do(
        "c01", "follow_up.log", customer=made, way="phone", content="x", effective="yes", next_contact_on="2026-12-14"
    )  # fmt: skip
    after(desk, 35)
    assert opens(desk, "assistant", claimant="c02")["rule"] == "protected"


def test_family_counts_as_one_customer_once_it_is_written_down(desk: Desk) -> None:
    wife = customer_of(desk, "c01", OTHER, "刘女士")["customer"]
    after(desk, 3)
    husband = customer_of(desk, "c02")["customer"]
    case = opens(desk, "c01")["id"]
    assert the(desk, case)["rule"] == "first_registration" and the(desk, case)["owner"] == "王芳"
    with pytest.raises(CustomerTaken):
        desk.do("c01", "customer.link", customer=husband, link="spouse", other=wife)
    with pytest.raises(BadInput):
        desk.do("c01", "customer.link", customer=wife, link="spouse", phone="13700137000")
    tied = desk.do("c01", "customer.link", customer=wife, link="spouse", phone=PHONE, proof="结婚证")
    found = the(desk, case)
    assert (found["rule"], found["owner"], found["edition"]) == ("family", "张伟", 2)
    assert {each["link"] for each in found["evidence"]} == {"spouse", "self"}
    with pytest.raises(Refusal):
        desk.do("c02", "customer.link", customer=husband, link="co_buyer", phone=OTHER)
    seen = desk.office.look(desk.session("c02"), customer_link.shown, husband)
    assert [(each["link"].value, each["name"], each["proved"]) for each in seen] == [("spouse", "", True)]
    desk.do("c02", "customer.unlink", link=f"{PHONE}/{OTHER}", reason="登记错误")
    assert the(desk, case)["rule"] == "first_registration"
    with pytest.raises(NotAllowed):
        desk.do("c03", "customer.unlink", link=tied["id"], reason="x")
    assert owner(desk) == "c02"


def test_the_same_person_by_the_end_of_the_id_number(desk: Desk) -> None:
    """Four digits that one side states prove nothing: both sides have to state them, or a card or a paper."""
    first = customer_of(desk, "c01", OTHER, "张三")["customer"]
    after(desk, 3)
    second = customer_of(desk, "c02")["customer"]
    with pytest.raises(BadInput):
        desk.do("c01", "customer.link", customer=first, link="id_tail", phone=PHONE)
    desk.do("c01", "customer.link", customer=first, link="id_tail", phone=PHONE, id_tail="002x", proof="见过")
    case = opens(desk, "c01")
    assert (case["rule"], the(desk, case["id"])["owner"]) == ("same_name_unproved", "王芳")
    with pytest.raises(Refusal):  # once more from the same side
        desk.do("c01", "customer.link", customer=first, link="id_tail", phone=PHONE, id_tail="002x")
    with pytest.raises(Refusal):
        desk.do("c02", "customer.link", customer=second, link="id_tail", phone=OTHER, id_tail="1234")
    desk.do("c02", "customer.link", customer=second, link="id_tail", phone=OTHER, id_tail="002X")
    assert (the(desk, case["id"])["rule"], the(desk, case["id"])["owner"]) == ("id_tail", "张伟")


def test_the_end_of_the_id_number_is_proved_by_the_card_that_the_assistant_saw(desk: Desk) -> None:
    first = customer_of(desk, "c01", OTHER, "张三")["customer"]
    after(desk, 3)
    customer_of(desk, "c02")
    made = desk.do("assistant", "customer.link", customer=first, link="id_tail", phone=PHONE, id_tail="002x")["id"]
    assert opens(desk, "c01")["rule"] == "same_name_unproved"
    desk.do("assistant", "customer.unlink", link=made, reason="见证件")
    desk.do("assistant", "customer.link", customer=first, link="id_tail", phone=PHONE, id_tail="002x", proof="身份证")
    assert next(row["rule"] for row in desk.see("manager", "ownership_cases")) == "id_tail"


def test_the_end_of_the_id_number_is_proved_by_a_paper_of_the_other_customer(desk: Desk) -> None:
    on_sale(desk)
    active(desk, number=5)  # c01's buyer with …002X
    mine = customer_of(desk, "c02", OTHER, "刘洋")["customer"]

    def proved(tail: str) -> bool:
        made = desk.do("c02", "customer.link", customer=mine, link="id_tail", phone="13800000005", id_tail=tail)["id"]
        (tie,) = desk.office.look(desk.session("c02"), customer_link.live, mine)
        desk.do("c02", "customer.unlink", link=made, reason="x")
        return bool(tie["proved"])

    assert [proved("1234"), proved("002x"), proved("31002X")] == [False, True, True]


def test_the_same_name_under_another_number(desk: Desk) -> None:
    first = customer_of(desk, "c01", OTHER, "张三")["customer"]
    after(desk, 3)
    customer_of(desk, "c02")
    tied = desk.do("c01", "customer.link", customer=first, link="same_name", phone=PHONE)
    case = opens(desk, "c01")
    assert case["rule"] == "same_name_unproved" and "王芳" in case["words"]
    desk.do("c01", "customer.unlink", link=tied["id"], reason="补证明")
    desk.do("c01", "customer.link", customer=first, link="same_name", phone=PHONE, proof="身份证及旧号码账单")
    assert (the(desk, case["id"])["rule"], the(desk, case["id"])["owner"]) == ("same_person", "张伟")


def report(desk: Desk, phone: str = PHONE, **more: Any) -> dict[str, Any]:
    return desk.do("assistant", "agent_report.record", company="某中介", agent="小李", phone=phone, **more)


def test_an_agents_report(desk: Desk) -> None:
    with pytest.raises(BadInput):
        report(desk, "138****8000")
    with pytest.raises(BadInput):
        report(desk, "12345")
    made = report(desk, "138****8000", name="张先生", given_no="B-7")
    assert (made["no"], made["until"]) == ("BB20261123-001", "2026-11-30")
    assert report(desk, OTHER, valid_days=0)["until"] == "2026-11-23"
    rows = desk.see("manager", "agent_reports")
    assert [(row["phone"], row["name"]) for row in rows] == [("139****9000", ""), ("138****8000", "张先生")]
    assert [row["no"] for row in desk.see("manager", "agent_reports", valid="yes", text="8000")] == [made["no"]]
    after(desk, 2)
    desk.do("assistant", "visit.log", kind="agent_brought", consultant="c02", name="张三", phone=PHONE, notice="yes")
    case = opens(desk, "c01")
    assert case["rule"] == "agent_report" and "王芳" in case["words"]
    found = the(desk, case["id"])
    assert found["report_id"] == made["id"]
    assert [(each["text"], each["standing"]) for each in found["evidence"] if each["ground"] == "report"] == [
        ("某中介", "counts")
    ]


def test_an_agent_who_reports_too_late_or_not_at_all(desk: Desk) -> None:
    customer_of(desk, "c01")
    after(desk, 1)
    report(desk)
    desk.do("assistant", "visit.log", kind="returning", consultant="c01", name="张三", phone=PHONE, notice="yes")
    case = opens(desk, "assistant")
    assert case["rule"] == "first_registration"
    (line,) = [each for each in the(desk, case["id"])["evidence"] if each["ground"] == "report"]
    assert line["standing"] == "taken_already"


def door(desk: Desk, ask: Callable[[Any], Any]) -> Any:
    """Ask as a use case of the assistant would."""
    session: Session = desk.session("assistant")
    with desk.office.store.write() as connection:
        return ask(desk.office._act(connection, session, find("rota.arrive")))


def test_the_door_asks_for_the_report(desk: Desk) -> None:
    def asks(**more: Any) -> Any:
        given = {"phone": PHONE, "name": "张三", "company": "某中介", **more}
        return door(desk, lambda act: at_the_door(act, **given))

    with pytest.raises(BadInput, match="报备"):
        asks()
    made = report(desk, given_no="B-7")
    found, said = asks()
    assert (found.company, said) == ("某中介", ())
    for number in ("B-7", made["no"]):
        assert asks(report_no=number, phone="")[0].no == made["no"]
    for wrong in ({"company": "别家中介"}, {"report_no": "B-8"}, {"report_no": "B-7", "phone": OTHER}):
        with pytest.raises(BadInput):
            asks(**wrong)
    after(desk, 8)
    found, said = asks(required=False)
    assert found is None and "报备" in say(said[0])


def test_helped_out_and_sold_the_same_day_is_shared(desk: Desk) -> None:
    on_sale(desk)
    open_rota(desk)
    deal = active(desk, number=5)
    phone = "13800000005"
    desk.do("c01", "rota.leave")
    came = comes(desk, "c02", kind="returning", phone=phone)
    assert came["kind"] == "voluntary"
    helper = next(login for login, number in desk.people.items() if number == came["receiver"])
    case = opens(desk, "assistant", phone)
    assert case["rule"] == "helped_split"
    desk.do("manager", "ownership.decide", case=case["id"])
    assert owner(desk, phone) == "c01"
    credit = desk.office.look(desk.session("manager"), credit_of, [deal.id])
    assert {staff: rate for staff, _, rate in credit[deal.id]} == {
        desk.people["c01"]: 500_000, desk.people[helper]: 500_000,
    }  # fmt: skip
    today = desk.office.today()
    (sold,) = desk.office.look(desk.session("manager"), day_lists.deals, today, today)
    assert sold["consultant"] == credit_words(credit[deal.id])
    assert sold["consultant"].startswith("张伟 50% / ")


def test_a_deal_is_disputed_for_seven_days(desk: Desk) -> None:
    on_sale(desk)
    active(desk, number=5)
    after(desk, 7)
    assert opens(desk, "c02", "13800000005")["rule"] == "first_registration"
    desk.do("c02", "ownership.withdraw", case=1)
    after(desk, 8)
    assert opens(desk, "c02", "13800000005")["rule"] == "too_late"


def test_a_visitor_who_cannot_recall_waits_for_the_claims(desk: Desk) -> None:
    open_rota(desk)
    came = comes(desk, "c01", kind="returning", forgotten="yes")
    receiver = next(login for login, number in desk.people.items() if number == came["receiver"])
    saves(desk, receiver, came["visit"], name="马女士", phone=PHONE)
    case = opens(desk, "assistant")
    assert case["rule"] == "posted"
    with pytest.raises(Refusal, match="认领"):
        desk.do("manager", "ownership.decide", case=case["id"])
    claimant = next(each for each in ("c02", "c03") if each != receiver)
    desk.do(claimant, "forgotten.claim", visit=came["visit"], evidence="登记簿第3页")
    desk.do("assistant", "ownership.note", case=case["id"], text="已认领")
    assert the(desk, case["id"])["rule"] == "claimed"
    desk.do("manager", "forgotten.grant", visit=came["visit"])
    desk.do("assistant", "ownership.note", case=case["id"], text="经理已确认")
    assert the(desk, case["id"])["rule"] == "handed_over"
    assert owner(desk) == claimant


def test_a_posted_visitor_whom_nobody_claims(desk: Desk) -> None:
    open_rota(desk)
    came = comes(desk, "c01", kind="returning", forgotten="yes")
    receiver = next(login for login, number in desk.people.items() if number == came["receiver"])
    saves(desk, receiver, came["visit"], name="马女士", phone=PHONE)
    after(desk, 3)
    case = opens(desk, "assistant")["id"]
    assert (the(desk, case)["rule"], owner(desk)) == ("unclaimed", receiver)


def test_the_managers_hand_over_is_not_undone(desk: Desk) -> None:
    made = customer_of(desk, "c01")["customer"]
    desk.clock.move(hours=1)
    desk.do("manager", "customer.reassign", customers=[made], to="c02", reason="调岗")
    after(desk, 5)
    desk.do("assistant", "visit.log", kind="returning", consultant="c01", name="张三", phone=PHONE, notice="yes")
    assert opens(desk, "c01")["rule"] == "handed_over"
    assert "王芳" in desk.do("manager", "ownership.decide", case=1)["words"]


def test_a_hand_over_after_the_case_was_opened_is_not_undone_silently(desk: Desk) -> None:
    made = customer_of(desk, "c01")["customer"]
    case = opens(desk)["id"]
    after(desk, 1)
    desk.do("manager", "customer.reassign", customers=[made], to="c03", reason="调岗")
    with pytest.raises(Refusal, match="单婷"):
        desk.do("manager", "ownership.decide", case=case)
    assert owner(desk) == "c03"
    desk.do("assistant", "ownership.note", case=case, text="经理已移交单婷")
    assert the(desk, case)["rule"] == "handed_over"
    assert desk.do("manager", "ownership.decide", case=case)["owner"] == desk.people["c03"]


def test_whoever_left_gets_nobody(desk: Desk) -> None:
    customer_of(desk, "c01")
    case = opens(desk)["id"]
    desk.do("boss", "staff.disable", staff="c01", reason="离职")
    with pytest.raises(BadInput):
        desk.do("manager", "ownership.override", case=case, owner="c01", reason="x")
    desk.do("c02", "ownership.note", case=case, text="张伟已离职")
    assert the(desk, case)["rule"] == "owner_left"
    desk.do("manager", "ownership.override", case=case, owner="c02", reason="离职交接")
    assert owner(desk) == "c02"


def test_a_verdict_takes_a_customer_out_of_the_pool_again(desk: Desk) -> None:
    customer_of(desk, "c01")
    after(desk, 90)
    case = opens(desk)["id"]
    assert pool.sweep(desk.office, desk.project_id) == 1
    assert owner(desk) == ""
    desk.do("c02", "ownership.note", case=case, text="客户约我明天来")
    decided = desk.do("manager", "ownership.override", case=case, owner="c02", reason="客户指定")
    assert decided["owner"] == desk.people["c02"]
    (row,) = desk.see("manager", "customers")
    assert (row["owner"], row["state"]) == ("王芳", "reactivated")
    assert pool.sweep(desk.office, desk.project_id) == 0  # a first response is owed, no more


# -- is this number free? ----------------------------------------------------------------------------------------------


def test_whose_number(desk: Desk) -> None:
    made = customer_of(desk, "c01", name="欧阳建国")["customer"]

    def asks(login: str, phone: str = PHONE) -> dict[str, Any]:
        return desk.do(login, "customer.check_phone", phone=phone)

    assert asks("c01")["whose"] == "yours" and asks("c01")["customer"] == made
    taken = asks("c02")
    assert (taken["whose"], taken["owner"], taken["customer"]) == ("taken", "张伟", None)
    assert asks("c02", OTHER)["whose"] == "free"
    report(desk, OTHER)
    reported = asks("c02", OTHER)
    assert reported["free"] and "2026-11-30" in reported["answer"] and "某中介" not in str(reported)
    desk.do("manager", "ownership.override", case=opens(desk)["id"], nobody="yes", reason="公海")
    public = asks("c02")
    assert (public["whose"], public["free"], public["customer"]) == ("public", False, None)
    assert "欧阳" not in str((taken, public))


def test_questions_and_cases_count_against_the_day(desk: Desk) -> None:
    customer_of(desk, "c01")
    desk.office.run_named(desk.session("boss"), "setting.change", {"key": "checks_per_day", "value": "2"})
    desk.do("c02", "customer.check_phone", phone=OTHER)
    opens(desk)
    with pytest.raises(Refusal, match="用完"):
        desk.do("c02", "customer.check_phone", phone=OTHER)
    with pytest.raises(Refusal, match="用完"):
        opens(desk)


def test_a_case_of_somebody_elses_customer_needs_the_number(desk: Desk) -> None:
    made = customer_of(desk, "c01")["customer"]
    with pytest.raises(CustomerTaken):
        desk.do("c02", "ownership.open", customer=made, question="?")
    with pytest.raises(BadInput):
        desk.do("c02", "ownership.open", question="?")
    with pytest.raises(BadInput):
        opens(desk, "c02", OTHER)
    with pytest.raises(NotAllowed):
        opens(desk, "c02", claimant="c03")


def test_the_doctor_holds_owner_and_history_together(desk: Desk) -> None:
    customer_of(desk, "c01")
    customer_of(desk, "c02", OTHER)
    case = opens(desk)["id"]
    shares = [{"staff": "c01", "rate": "30%"}, {"staff": "c02", "rate": "70%"}]
    desk.do("manager", "ownership.override", case=case, owner="c02", reason="协商", shares=shares)
    assert [each.kind for each in examine(desk.office) if each.serious] == []
    with desk.office.store.write() as connection:
        connection.exec_driver_sql("UPDATE customer SET owner_id = NULL WHERE id = 1")
        connection.exec_driver_sql("DROP TRIGGER keep_ownership_share_update")
        connection.exec_driver_sql("UPDATE ownership_share SET rate = 400000 WHERE rate = 300000")
    assert {"owner_history", "credit_sum"} <= {each.kind for each in examine(desk.office)}


def test_figures_read_from_one_snapshot(desk: Desk) -> None:
    """The credit of papers without a case is their consultant's alone, so it is not in the answer."""
    on_sale(desk)
    deal = active(desk)

    def both(read: Read) -> dict[int, Any]:
        return credit_of(read, [deal.id])

    assert desk.office.look(desk.session("manager"), both) == {}
