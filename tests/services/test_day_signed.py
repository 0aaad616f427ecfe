"""A day returned as a whole, locked, corrected later: what was signed stays, each version is readable (2.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from anchang.domain.correction import Corrected
from anchang.domain.errors import BadInput, NotAllowed, Refusal, Stale, WrongState
from anchang.reports.daily_facts import as_signed, gather
from anchang.reports.daily_overview import overview_sheet
from anchang.services import correction_words
from anchang.storage import correction, day_numbers, day_signed, ownership_trace
from anchang.storage.day_waiting import comments
from tests.office import Desk
from tests.services.front_desk import WHOLE, comes, customer_of, goes_home, open_rota, saves

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
CALLER = {"name": "李女士", "phone": "13900139000", "channel": "agency", "is_repeat": "no", "grade": "B",
          "next_contact_on": "2026-11-26", "notice": "yes"}  # fmt: skip


def a_day(desk: Desk) -> dict[str, Any]:
    """Tuesday: a first visit of 张伟's, a call and a follow-up of 王芳's, everybody home, nothing consolidated."""
    customer_of(desk, "c02", "13500135000", "老客户")
    desk.clock.at(TUESDAY)
    open_rota(desk)
    made = comes(desk, "c01", party_size=3)
    saves(desk, "c01", made["visit"], name="张三", phone="13800138000", **WHOLE)
    desk.do("c01", "rota.end_turn")
    made["call"] = desk.do("c02", "call.log", **CALLER)["call"]
    made["follow_up"] = desk.do(
        "c02", "follow_up.log", customer="13500135000", way="phone", effective="yes", content="约周末再来",
        next_contact_on="2026-11-26",
    )["id"]  # fmt: skip
    goes_home(desk)
    return made


def locked_day(desk: Desk) -> dict[str, Any]:
    made = a_day(desk)
    desk.do("assistant", "day.consolidate")
    desk.do("assistant", "day.close")
    desk.clock.at(WEDNESDAY)
    assert desk.do("manager", "day.lock", day=str(TUESDAY)) == {"locked": str(TUESDAY), "count": 3}
    return made


def states(desk: Desk) -> set[str]:
    return {row["state"] for row in desk.see("manager", "day_sheets", since=str(TUESDAY))}


def versions(desk: Desk, noun: Corrected, row_id: int) -> list[correction.Version]:
    return desk.office.look(desk.session("manager"), correction.versions, noun, row_id)


def kept(desk: Desk) -> day_signed.Signed:
    found = desk.office.look(desk.session("manager"), day_signed.signed, TUESDAY)
    assert found is not None
    return found


def test_the_whole_day_goes_back_with_one_comment(desk: Desk) -> None:
    a_day(desk)
    desk.do("assistant", "day.consolidate", consultant="c01")
    desk.do("manager", "day.review", consultant="c01")
    with pytest.raises(Refusal):
        desk.do("manager", "day.send_day_back", comment="  ")
    assert desk.do("manager", "day.send_day_back", comment="渠道都没写清楚")["count"] == 2
    sheets = {row["consultant"]: row for row in desk.see("manager", "day_sheets", since=str(TUESDAY))}
    assert [sheets[name]["state"] for name in ("张伟", "王芳", "单婷")] == ["reviewed", "drafting", "drafting"]
    for name in ("王芳", "单婷"):
        said = desk.office.look(desk.session("c02"), comments, sheets[name]["id"])
        assert [each["comment"] for each in said] == ["渠道都没写清楚"]
    with pytest.raises(Refusal, match="没有可退回"):
        desk.do("manager", "day.send_day_back", comment="再看")
    with pytest.raises(NotAllowed):
        desk.do("c01", "day.send_day_back", comment="x")


def test_a_day_is_locked_only_over_sheets_that_are_read(desk: Desk) -> None:
    a_day(desk)
    with pytest.raises(WrongState):
        desk.do("manager", "day.lock")  # open
    desk.do("assistant", "day.consolidate")
    desk.do("assistant", "day.close")
    desk.do("manager", "day.send_back", consultant="c02", comment="补充")
    with pytest.raises(Refusal, match="王芳"):
        desk.do("manager", "day.lock")
    assert states(desk) == {"consolidated", "drafting"}  # nothing of a refused lock stays
    desk.do("c02", "day.hand_in")
    desk.do("assistant", "day.consolidate")
    with pytest.raises(NotAllowed):
        desk.do("assistant", "day.lock")
    desk.do("director", "day.lock")
    assert states(desk) == {"reviewed"}
    for name, fields in (("day.lock", {}), ("day.close", {}), ("day.send_day_back", {"comment": "x"})):
        with pytest.raises(Refusal):
            desk.do("manager", name, **fields)


def test_the_last_review_of_a_closed_day_signs_it(desk: Desk) -> None:
    a_day(desk)
    desk.do("assistant", "day.consolidate")
    desk.do("manager", "day.review", consultant="c01")
    desk.do("assistant", "day.close")
    for login in ("c02", "c03"):
        assert desk.office.look(desk.session("manager"), day_signed.signed, TUESDAY) is None
        desk.do("manager", "day.review", consultant=login)
    assert kept(desk).by == "李经理"


def test_nobody_signs_over_the_own_sheet(desk: Desk) -> None:
    desk.people["both"] = desk.do(
        "boss", "staff.add", login="both", name="郑经理", roles="consultant,sales_manager", password="demo"
    )["id"]
    customer_of(desk, "both")
    saves(desk, "both", desk.see("both", "visits")[0]["id"], **WHOLE)
    desk.do("both", "day.hand_in")
    desk.do("assistant", "day.consolidate")
    desk.do("assistant", "day.close")
    with pytest.raises(NotAllowed):
        desk.do("both", "day.lock")
    desk.do("manager", "day.lock")


def test_what_is_not_reviewed_is_sent_back_and_not_corrected(desk: Desk) -> None:
    made = a_day(desk)
    for name, fields in (
        ("correction.visit", {"visit": made["visit"], "grade": "C"}),
        ("correction.call", {"call": made["call"], "channel": "referral"}),
        ("correction.follow_up", {"follow_up": made["follow_up"], "content": "x"}),
    ):
        with pytest.raises(Refusal, match="退回"):
            desk.do("manager", name, **fields, reason="写错")


def test_a_visit_gets_a_version_and_the_old_one_stays_readable(desk: Desk) -> None:
    made = locked_day(desk)
    visit = made["visit"]
    for login in ("c01", "assistant"):
        with pytest.raises(NotAllowed):
            desk.do(login, "correction.visit", visit=visit, grade="C", reason="写错")
    for fields in ({"grade": "C", "reason": " "}, {"grade": "B", "reason": "写错"}, {"reason": "写错"},
                   {"phone": "13800138001", "reason": "写错"}, {"consent_marketing": "yes", "reason": "写错"},
                   {"name": " ", "reason": "写错"},
                   {"arrived_at": "2026-11-23T10:00+08:00", "reason": "写错"}):  # fmt: skip
        with pytest.raises(BadInput):
            desk.do("manager", "correction.visit", visit=visit, **fields)
    assert versions(desk, Corrected.VISIT, visit) == []
    desk.do("manager", "correction.visit", visit=visit, channels="referral", grade="A", reason="客户说是老业主介绍",
            next_contact_on="2026-11-25")  # fmt: skip
    desk.do("director", "correction.visit", visit=visit, consultant="c03", reason="接待人写错")
    first, second = versions(desk, Corrected.VISIT, visit)
    assert (first.no, first.who, first.reason, first.entry) == (2, "李经理", "客户说是老业主介绍", made["visit_no"])
    assert (first.before["grade"], first.after["grade"]) == ("B", "A")
    assert first.after["channel"] == "referral"
    assert (second.no, second.before) == (3, {"consultant_id": desk.people["c01"]})
    row = next(each for each in desk.see("manager", "visits") if each["id"] == visit)
    assert (row["grade"], row["consultant"], row["version"]) == ("A", "单婷", row["version"])
    with pytest.raises(Stale):
        desk.do("manager", "correction.visit", visit=visit, grade="B", reason="再改", version=row["version"] - 1)
    with desk.office.store.write() as connection, pytest.raises(IntegrityError):  # written once
        connection.exec_driver_sql("UPDATE correction SET reason = '别的'")


def test_calls_and_follow_ups_have_versions_too(desk: Desk) -> None:
    made = locked_day(desk)
    desk.do("manager", "correction.call", call=made["call"], is_repeat="yes", answered_by="c03", reason="代接")
    contact_id = made["follow_up"]
    desk.do("manager", "correction.follow_up", follow_up=contact_id, effective="no", way="wechat", reason="没接通")
    (call,) = versions(desk, Corrected.CALL, made["call"])
    assert (call.before["is_repeat"], call.after["is_repeat"]) == (False, True)
    (contact,) = versions(desk, Corrected.FOLLOW_UP, made["follow_up"])
    assert contact.before == {"effective": True, "way": "phone"}
    assert contact.after == {"effective": False, "way": "wechat"}
    assert contact.entry == "老客户"
    row = next(each for each in desk.see("manager", "follow_ups") if each["id"] == made["follow_up"])
    assert (row["way"], row["effective"]) == ("wechat", False)
    with pytest.raises(BadInput):
        desk.do("manager", "correction.follow_up", follow_up=made["follow_up"], content=" ", reason="x")


def test_the_figures_of_a_locked_day_stay_as_they_were_signed(desk: Desk) -> None:
    made = locked_day(desk)
    before = desk.office.look(desk.session("manager"), day_numbers.numbers, TUESDAY, TUESDAY)
    assert kept(desk).numbers == before
    desk.do("manager", "correction.visit", visit=made["visit"], kind="returning", channels="referral", reason="漏问")
    desk.do("manager", "correction.call", call=made["call"], answered_by="c03", reason="代接")
    after = desk.office.look(desk.session("manager"), day_numbers.numbers, TUESDAY, TUESDAY)
    now, then = after.figures["now"], before.figures["now"]
    assert (then.visits_first, then.visits_returning) == (1, 0)
    assert (now.visits_first, now.visits_returning) == (0, 1)
    assert kept(desk).numbers == before
    found = desk.office.look(desk.session("manager"), correction.of_days, TUESDAY, TUESDAY)
    assert [each.noun for each in found] == [Corrected.VISIT, Corrected.CALL]
    assert [each.noun for each in desk.office.look(desk.session("c02"), correction.of_days, TUESDAY, TUESDAY)] == [
        Corrected.CALL
    ]


def figures_of(desk: Desk) -> tuple[Any, ...]:
    found = desk.office.look(desk.session("manager"), day_numbers.numbers, TUESDAY, TUESDAY)
    now = found.figures["now"]
    people = {each.name: (each.first, each.returning, each.calls, each.follow_ups) for each in found.staff}
    return now.groups, now.people, now.calls, people, found.traffic


def voids(desk: Desk, made: dict[str, Any], login: str = "manager", reason: str = "重复登记") -> None:
    for noun, row_id in (("visit", made["visit"]), ("call", made["call"]), ("follow_up", made["follow_up"])):
        desk.do(login, f"correction.void_{noun}", **{noun: row_id, "reason": reason})


def test_a_void_entry_leaves_the_figures_and_stays_in_what_was_signed(desk: Desk) -> None:
    """A void goes the way of a correction: who, why, a version of its own; the day's figures follow (2.2, 2.18)."""
    made = locked_day(desk)
    groups, people, calls, staff, _ = figures_of(desk)
    assert (groups, people, calls) == (1, 3, 1)
    voids(desk, made)
    assert figures_of(desk)[:3] == (0, 0, 0)
    after, traffic = figures_of(desk)[3:]
    assert (staff["张伟"], staff["王芳"]) == ((1, 0, 0, 0), (0, 0, 1, 1))
    assert all(each == (0, 0, 0, 0) for each in after.values())
    assert (traffic.counted, traffic.no_visit, traffic.groups, traffic.unexplained) == (1, 1, 0, 0)
    signed = kept(desk).numbers.figures["now"]
    assert (signed.groups, signed.people, signed.calls) == (1, 3, 1)
    told = [(each.no, each.void, each.who, each.reason) for each in versions(desk, Corrected.VISIT, made["visit"])]
    assert told == [(2, True, "李经理", "重复登记")]
    session = desk.session("manager")
    then = desk.office.look(session, as_signed, TUESDAY)
    now = desk.office.look(session, gather, TUESDAY, TUESDAY)
    assert ([len(then.visits), len(then.calls)], [len(now.visits), len(now.calls)]) == ([1, 1], [0, 0])
    for facts in (then, now):
        overview_sheet(facts)  # raises where two sheets disagree
    words = [correction_words.changes(each, desk.office.zone) for each in now.corrections]
    assert words == ["记录作废"] * 3


def test_a_void_entry_is_marked_in_its_list_and_is_final(desk: Desk) -> None:
    made = locked_day(desk)
    voids(desk, made)
    for name, row_id in (("visits", made["visit"]), ("calls", made["call"]), ("follow_ups", made["follow_up"])):
        marks = {row["id"]: row["void"] for row in desk.see("manager", name)}
        assert marks.pop(row_id) is True
        assert set(marks.values()) <= {False}
    with pytest.raises(Refusal, match="作废"):
        voids(desk, made)
    with pytest.raises(Refusal, match="作废"):
        desk.do("manager", "correction.visit", visit=made["visit"], reason="改", content="另说")


def test_who_may_void_and_when(desk: Desk) -> None:
    made = a_day(desk)
    with pytest.raises(Refusal, match="退回"):  # not reviewed: sent back, and the entry itself is changed
        voids(desk, made)
    desk.do("assistant", "day.consolidate")
    desk.do("assistant", "day.close")
    desk.clock.at(WEDNESDAY)
    desk.do("manager", "day.lock", day=str(TUESDAY))
    for login in ("c01", "assistant", "cashier", "boss"):
        with pytest.raises(NotAllowed):
            voids(desk, made, login)
    with pytest.raises(BadInput, match="作废原因"):
        voids(desk, made, reason=" ")
    with pytest.raises(Stale):
        desk.do("manager", "correction.void_visit", visit=made["visit"], reason="重复", version=99)
    voids(desk, made, "director")


def test_what_is_void_is_nobodys_ground_and_the_customers_next_visit_is_the_first(desk: Desk) -> None:
    made = locked_day(desk)
    session = desk.session("manager")
    customer = next(row["customer_id"] for row in desk.see("manager", "visits") if row["id"] == made["visit"])

    def grounds() -> list[str]:
        return [each.ground for each in desk.office.look(session, ownership_trace.happened, [customer], WEDNESDAY)]

    assert "visit" in grounds()
    voids(desk, made)
    assert "visit" not in grounds()
    again = desk.do("c01", "visit.log", kind="first", name="张三", phone="13800138000", notice="yes")
    assert next(row["visit_count"] for row in desk.see("manager", "visits") if row["id"] == again["visit"]) == 1


def test_the_door_count_of_a_day_and_of_its_hours(desk: Desk) -> None:
    a_day(desk)
    assert desk.do("assistant", "day.count_door", groups="4", hour="10")["groups"] == 4
    assert desk.do("assistant", "day.count_door", groups="3", hour="11")["groups"] == 7
    with pytest.raises(BadInput, match="7"):
        desk.do("assistant", "day.count_door", groups="6")
    assert desk.do("manager", "day.count_door", groups="9", note="含送水")["groups"] == 9
    with pytest.raises(BadInput):
        desk.do("assistant", "day.count_door", groups="7", hour="12")
    for wrong in ({"groups": "-1"}, {"groups": "1", "hour": "24"}, {"groups": "9000"}, {"groups": "1", "hour": "-2"}):
        with pytest.raises(BadInput):
            desk.do("assistant", "day.count_door", **wrong)
    with pytest.raises(NotAllowed):
        desk.do("c01", "day.count_door", groups="1")
    desk.do("assistant", "day.consolidate")
    desk.do("assistant", "day.close")
    desk.do("assistant", "day.count_door", groups="10")  # who counts late may, until the day is signed
    desk.do("manager", "day.lock")
    with pytest.raises(Refusal, match="锁定"):
        desk.do("assistant", "day.count_door", groups="11")
