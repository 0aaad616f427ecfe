"""The side rooms: lists of the office, sales questions, competitors, meetings (2.18, K11, C03, C11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.i18n import say
from anchang.services import lists
from anchang.services.doctor import examine
from anchang.services.entries import AREAS, CHANNELS, LOST_REASONS, WHY_LOST
from tests.office import Desk, desk_at

CALL: dict[str, Any] = {
    "is_repeat": "no", "grade": "B", "next_contact_on": "2026-11-25", "notice": "yes", "name": "李女士",
}  # fmt: skip


NOTHING: dict[str, str] = {}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One office for the whole file; every test has names of its own."""
    with desk_at(tmp_path_factory.mktemp("side") / "office") as made:
        yield made


def labels(desk: Desk, kind: str, *, offered: bool = True) -> list[str]:
    return [row["label"] for row in desk.see("c01", "dictionary", kind=kind) if row["active"] or not offered]


def words(desk: Desk, listing: str, column: str, code: str) -> str:
    """How a list says a code."""
    choices = next(each for each in lists.find(listing).columns if each.key == column).choices
    assert choices is not None
    return say(choices[code])


# -- the office's own lists


def test_a_channel_is_added_used_renamed_and_retired(desk: Desk) -> None:
    for who in ("c01", "assistant", "boss"):
        with pytest.raises(NotAllowed):
            desk.do(who, "dictionary.add", kind="channel", label="抖音直播")
    code = desk.do("manager", "dictionary.add", kind="channel", label="抖音直播")["code"]
    assert labels(desk, "channel")[-1] == "抖音直播"
    with pytest.raises(BadInput):
        desk.do("manager", "dictionary.add", kind="channel", label="抖音直播")
    done = desk.do("c01", "call.log", **CALL, phone="13900139000", channel=code)
    visit = {"kind": "returning", "name": "李女士", "phone": "13900139000", "channels": f"{code},outdoor"}
    seen = desk.do("c01", "visit.log", **visit, focus="price")
    assert desk.see("c01", "calls")[0]["channel"] == code
    assert [row["channel"] for row in desk.see("c01", "visits", channel=code)] == [code]
    desk.do("director", "dictionary.rename", kind="channel", code=code, label="抖音")
    desk.see("c01", "calls")
    assert words(desk, "calls", "channel", code) == "抖音"
    desk.do("manager", "dictionary.retire", kind="channel", code=code)
    assert "抖音" not in labels(desk, "channel") and "抖音" in labels(desk, "channel", offered=False)
    assert code not in set(CHANNELS) and say(CHANNELS[code]) == "抖音"  # not offered, and still readable
    with pytest.raises(BadInput):
        desk.do("c02", "call.log", **CALL, phone="13900139001", channel=code)
    desk.do("c01", "call.save", call=done["call"], channel=code, note="仍是它")  # what stands may stay
    desk.do("c01", "visit.save", visit=seen["visit"], channels=f"{code},outdoor")
    with pytest.raises(Refusal):
        desk.do("manager", "dictionary.retire", kind="channel", code=code)
    desk.do("manager", "dictionary.restore", kind="channel", code=code)
    assert "抖音" in labels(desk, "channel")


def test_a_code_that_no_list_has_is_refused_everywhere(desk: Desk) -> None:
    with pytest.raises(BadInput, match="nothing"):
        desk.do("c01", "customer.register", name="甲", phone="13900139010", notice="yes", channel="nothing")
    with pytest.raises(BadInput, match="nothing"):
        desk.do("c01", "call.log", **CALL, phone="13900139010", channel="nothing")
    for name in ("channels", "focus", "resistance"):
        fields = {"kind": "first", "name": "甲", "phone": "13900139010", "notice": "yes", name: "nothing"}
        with pytest.raises(BadInput) as refused:
            desk.do("c01", "visit.log", **fields)
        assert refused.value.place == name


def test_the_order_is_the_managers(desk: Desk) -> None:
    before = [row["code"] for row in desk.see("manager", "dictionary", kind="focus")]
    desk.do("manager", "dictionary.order", kind="focus", codes="school,price")
    assert [row["code"] for row in desk.see("manager", "dictionary", kind="focus")] == [
        "school", "price", *(each for each in before if each not in ("school", "price")),
    ]  # fmt: skip
    with pytest.raises(BadInput):
        desk.do("manager", "dictionary.order", kind="focus", codes="school,school")


def test_an_area_that_is_in_the_list_is_kept_as_its_entry(desk: Desk) -> None:
    code = desk.do("manager", "dictionary.add", kind="area", label="前海", label_en="Qianhai")["code"]
    for number, typed in ((20, "前海"), (21, "qianhai"), (22, "大鹏新区")):
        desk.do("c01", "customer.register", name="乙", phone=f"139001390{number}", notice="yes", living_area=typed)
    found = [row["living_area"] for row in desk.see("c01", "customers")[:3]]
    assert sorted(found) == sorted([code, code, "大鹏新区"])
    assert say(AREAS[code]) == "前海" and say(AREAS[code], "zh_CN") == "前海"
    assert words(desk, "customers", "living_area", code) == "前海"


def test_lost_reasons_are_a_list_of_the_offices(desk: Desk) -> None:
    assert "已购其他楼盘" in labels(desk, "lost_reason")
    own = desk.do("manager", "dictionary.add", kind="lost_reason", label="外地工作调动")["code"]
    assert labels(desk, "lost_reason")[-1] == "外地工作调动"
    who = [
        desk.do("c01", "customer.register", name="甲", phone=f"1390013901{number}", notice="yes")["id"]
        for number in range(3)
    ]
    assert desk.do("c01", "lead.lose", customer=who[0], why=own)["why"] == "外地工作调动"
    assert {row["id"]: row["lost_reason"] for row in desk.see("manager", "customers")}[who[0]] == own
    assert say(WHY_LOST[own]) == "外地工作调动" and say(WHY_LOST["overdue"]) and "overdue" not in tuple(LOST_REASONS)
    desk.do("manager", "dictionary.retire", kind="lost_reason", code=own)
    with pytest.raises(BadInput, match="流失"):
        desk.do("c01", "lead.lose", customer=who[1], why=own)
    for wrong in ("overdue", "forfeited", "太远", ""):
        with pytest.raises(BadInput):
            desk.do("c01", "lead.lose", customer=who[1], why=wrong)
    desk.do("manager", "dictionary.restore", kind="lost_reason", code=own)
    desk.do("c01", "lead.lose", customer=who[1], why=own)


def test_lists_of_two_projects_are_their_own(desk: Desk) -> None:
    other = desk.do("boss", "project.add", code="P2", name="二期")["id"]
    desk.do("manager", "dictionary.rename", kind="channel", code="leaflet", label="派单宣传")
    from anchang.services.listing import Ask
    from anchang.services.office import Session

    page = lists.find("dictionary").page
    there = desk.office.look(Session(desk.people["manager"], other), page, Ask({"kind": "channel"}))
    assert "派单宣传" not in [row["label"] for row in there.rows]
    assert "派单宣传" in labels(desk, "channel")


# -- sales questions


def test_only_an_approved_answer_is_given(desk: Desk) -> None:
    made = desk.do("c01", "faq.propose", question="学区怎么划分？", answer="以教育局公告为准", tags="学校 教育")["id"]
    assert [row["id"] for row in desk.see("c01", "faqs", text="学区")] == [made]  # one's own proposal
    assert desk.see("c02", "faqs", text="学区") == []
    (line,) = [row for row in desk.see("manager", "inbox") if row["noun"] == "faq"]
    assert (line["subject"], line["consultant"]) == ("学区怎么划分？", "张伟")
    with pytest.raises(NotAllowed):
        desk.do("c01", "faq.approve", faq=made)
    desk.do("manager", "faq.approve", faq=made, answer="以当年教育局公告为准")
    assert [row for row in desk.see("manager", "inbox") if row["noun"] == "faq"] == []
    for typed in ("学区", "教育", "公告", "XQ", "xqzmhf", "学校 公告"):
        assert [row["id"] for row in desk.see("c02", "faqs", text=typed)] == [made], typed
    assert desk.see("c02", "faqs", text="物业") == []
    assert desk.see("c02", "faqs", text="%") == []
    desk.do("manager", "faq.approve", faq=made, tags="学校")  # changed while it is in force
    desk.do("manager", "faq.retire", faq=made)
    assert desk.see("c02", "faqs", text="学区") == []
    desk.do("director", "faq.approve", faq=made)
    assert [row["state"] for row in desk.see("c02", "faqs", text="学区")] == ["approved"]


def test_a_question_without_an_answer_is_not_approved(desk: Desk) -> None:
    made = desk.do("c02", "faq.propose", question="地铁何时通车？")["id"]
    with pytest.raises(Refusal):
        desk.do("manager", "faq.approve", faq=made)
    with pytest.raises(BadInput):
        desk.do("c02", "faq.propose", question=" ")


# -- competitors


def test_a_new_competitor_is_surveyed_the_next_day_and_then_in_time(desk: Desk) -> None:
    desk.clock.at(date(2026, 11, 23))
    made = desk.do("manager", "competitor.add", name="海悦湾", developer="某地产")["id"]
    with pytest.raises(BadInput):
        desk.do("manager", "competitor.add", name="海悦湾")
    with pytest.raises(NotAllowed):
        desk.do("c01", "competitor.add", name="另一盘")
    assert desk.see("manager", "competitors")[0]["next_due"] == date(2026, 11, 24)
    assert [row for row in desk.see("manager", "inbox") if row["noun"] == "competitor"] == []
    desk.clock.at(date(2026, 11, 26))
    (line,) = [row for row in desk.see("manager", "inbox") if row["noun"] == "competitor"]
    assert (line["subject"], line["due"], line["late"]) == ("海悦湾", date(2026, 11, 24), True)
    assert desk.see("manager", "competitors")[0]["days_late"] == 2
    for wrong in (NOTHING, {"unit_price": "0"}, {"sold": "-1"}, {"notes": "x", "surveyed_on": "2026-11-27"}):
        with pytest.raises(BadInput):
            desk.do("c01", "competitor.survey", competitor=made, **wrong)
    desk.do("c01", "competitor.survey", competitor="海悦湾", unit_price="23500", sold="12", offers="98折")
    row = desk.see("manager", "competitors")[0]
    assert (row["next_due"], row["unit_price"], row["sold"], row["who"], row["days_late"]) == (
        date(2026, 12, 26), 2_350_000, 12, "张伟", 0,
    )  # fmt: skip
    desk.do("manager", "competitor.change", competitor=made, every_days="7")
    desk.do("c01", "competitor.survey", competitor=made, notes="补记", surveyed_on="2026-11-24")
    assert desk.see("manager", "competitors")[0]["next_due"] == date(2026, 12, 3)  # from the newest survey
    assert [row["surveyed_on"] for row in desk.see("c02", "surveys")] == [date(2026, 11, 26), date(2026, 11, 24)]
    desk.clock.at(date(2026, 12, 10))
    desk.do("manager", "competitor.change", competitor=made, active="no")
    assert [row for row in desk.see("manager", "inbox") if row["noun"] == "competitor"] == []


# -- meetings


def test_a_meetings_tasks_come_to_whose_they_are(desk: Desk) -> None:
    desk.clock.at(date(2026, 12, 14))
    tasks = [
        {"what": "回访A级客户", "person": "c01", "due_on": "2026-12-14"},
        {"what": "更新说辞", "person": "c02", "due_on": "2026-12-15"},
    ]
    notes: dict[str, Any] = {"kind": "morning", "points": "今日目标：来访20组", "attendees": "c01,c02", "tasks": tasks}
    with pytest.raises(NotAllowed):
        desk.do("c01", "meeting.write", **notes)
    desk.do("manager", "meeting.write", **notes)
    with pytest.raises(Refusal):
        desk.do("assistant", "meeting.write", **notes)
    (row,) = desk.see("c03", "meetings")
    assert (row["chair"], row["present"], row["tasks"], row["open"]) == ("李经理", "张伟 王芳", 2, 2)
    mine = [each for each in desk.see("c01", "inbox") if each["noun"] == "meeting_task"]
    assert [(each["subject"], each["late"]) for each in mine] == [("回访A级客户", False)]
    assert [each for each in desk.see("c02", "inbox") if each["noun"] == "meeting_task"] == []
    desk.clock.at(date(2026, 12, 16))
    assert [each["late"] for each in desk.see("c02", "inbox") if each["noun"] == "meeting_task"] == [True]
    with pytest.raises(NotAllowed):
        desk.do("c01", "meeting.done", task=desk.see("c02", "meeting_tasks", mine="yes")[0]["id"])
    desk.do("c01", "meeting.done", task=mine[0]["row_id"])
    with pytest.raises(Refusal):
        desk.do("c01", "meeting.done", task=mine[0]["row_id"])
    assert [each["open"] for each in desk.see("c03", "meetings")] == [1]
    assert [each["who"] for each in desk.see("manager", "meeting_tasks", open="yes")] == ["王芳"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"points": " "}, {"held_on": "2027-01-01"}, {"tasks": [{"what": " ", "person": "c01", "due_on": "2026-12-30"}]},
        {"tasks": [{"what": "x", "person": "c01", "due_on": "2026-01-01"}]}, {"attendees": [999]},
    ],
)  # fmt: skip
def test_notes_that_cannot_be_kept_leave_nothing(desk: Desk, wrong: dict[str, Any]) -> None:
    before = len(desk.see("manager", "meetings"))
    with pytest.raises(BadInput):
        desk.do("manager", "meeting.write", **{"kind": "evening", "points": "小结", **wrong})
    assert len(desk.see("manager", "meetings")) == before


def test_the_office_is_sound_after_all_of_it(desk: Desk) -> None:
    assert [each.kind for each in examine(desk.office) if each.serious] == []
