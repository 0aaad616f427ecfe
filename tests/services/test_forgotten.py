"""Visitors who forgot their consultant, and colleagues who stand in (domain 2.1-3)."""

from __future__ import annotations

from datetime import date

import pytest

from anchang.domain.approval import Decision
from anchang.domain.errors import BadInput, NotAllowed, NotFound, Refusal, Stale
from anchang.services import forgotten
from anchang.services.inbox.deciding import command_of
from anchang.storage import visit_query
from anchang.storage.day_staff import consultants
from anchang.storage.delegate import standing_in
from tests.office import Desk
from tests.services.front_desk import comes, customer_of, open_rota, saves


def posted(desk: Desk, login: str = "manager") -> list[tuple[str, str]]:
    return [(row["receiver"], row["state"]) for row in desk.see(login, "forgotten")]


def owner_of(desk: Desk, phone: str) -> str:
    return str(next(row["owner"] for row in desk.see("manager", "customers", text=phone)))


def waits(desk: Desk, login: str) -> list[str]:
    return [row["what"] for row in desk.see(login, "inbox") if row["noun"] == "forgotten"]


def test_a_claim_that_the_manager_believes_moves_the_customer(desk: Desk) -> None:
    open_rota(desk)
    told = comes(desk, kind="returning", forgotten="yes", name="马女士")
    assert (told["receiver_name"], told["counted"], told["tell_owner"]) == ("张伟", True, False)
    visit = told["visit_no"]
    with pytest.raises(Refusal, match="尚未填写来访登记"):
        desk.do("c02", "forgotten.claim", visit=visit, evidence="上周六看过2栋样板间")
        desk.do("manager", "forgotten.grant", visit=visit)
    saves(desk, "c01", told["visit"], name="马女士", phone="13900001111")
    assert waits(desk, "manager") == ["forgotten.decide"]
    with pytest.raises(NotAllowed):
        desk.do("c02", "forgotten.grant", visit=visit)
    (row,) = (row for row in desk.see("manager", "inbox") if row["noun"] == "forgotten")
    desk.office.run(desk.session("manager"), command_of(row, Decision.APPROVED, "聊天记录为证"))  # from the inbox
    assert posted(desk) == [("张伟", "granted")]
    assert [(each["noun"], each["running"]) for each in desk.see("c02", "asked")] == [("forgotten", False)]
    assert owner_of(desk, "13900001111") == "王芳"
    history = desk.see("manager", "customers", text="13900001111")[0]
    assert history["name"] == "马女士"


def test_a_refused_claim_leaves_the_visitor_posted(desk: Desk) -> None:
    open_rota(desk)
    visit = comes(desk, kind="returning", forgotten="yes")["visit_no"]
    assert (waits(desk, "c01"), waits(desk, "c02")) == ([], ["forgotten.look"])
    with pytest.raises(Refusal, match="您接待的"):
        desk.do("c01", "forgotten.claim", visit=visit, evidence="x")
    desk.do("c02", "forgotten.claim", visit=visit, evidence="x")
    with pytest.raises(Refusal):
        desk.do("manager", "forgotten.refuse", visit=visit, reason=" ")
    version = desk.see("manager", "forgotten")[0]["version"]
    (row,) = (row for row in desk.see("manager", "inbox") if row["noun"] == "forgotten")
    desk.office.run(desk.session("manager"), command_of(row, Decision.REJECTED, "登记簿上没有"))
    with pytest.raises(Stale):
        desk.do("c03", "forgotten.claim", visit=visit, evidence="y", version=version)
    desk.do("c03", "forgotten.claim", visit=visit, evidence="y")
    assert posted(desk) == [("张伟", "claimed")]


def test_unclaimed_the_receiver_keeps_the_visitor_after_two_days(desk: Desk) -> None:
    open_rota(desk)
    told = comes(desk, kind="returning", forgotten="yes")
    saves(desk, "c01", told["visit"], name="马女士", phone="13900001111")
    for day, state in ((24, "posted"), (25, "posted"), (26, "kept")):
        desk.clock.at(date(2026, 11, day))
        mark = desk.office.change_mark()
        forgotten.sweep(desk.office, desk.project_id)
        assert posted(desk) == [("张伟", state)]
        assert (desk.office.change_mark() > mark) is (state == "kept")
    with pytest.raises(Refusal):
        desk.do("c02", "forgotten.claim", visit=told["visit_no"], evidence="x")
    assert owner_of(desk, "13900001111") == "张伟"


def test_a_number_that_is_found_settles_it(desk: Desk) -> None:
    customer_of(desk, "c03", "13900002222", "孙先生")
    open_rota(desk)
    told = comes(desk, kind="returning", forgotten="yes")
    saves(desk, "c01", told["visit"], name="孙先生", phone="139 0000 2222")
    assert posted(desk) == [("张伟", "recognised")]
    assert owner_of(desk, "13900002222") == "单婷"


def test_only_a_visitor_whom_nobody_knows_is_posted(desk: Desk) -> None:
    customer_of(desk, "c03", "13900002222", "孙先生")
    open_rota(desk)
    comes(desk, kind="returning", phone="13900002222", forgotten="yes")
    comes(desk, kind="first", forgotten="yes")
    assert posted(desk) == []
    with pytest.raises(NotFound):
        desk.do("c02", "forgotten.claim", visit=desk.see("manager", "visits")[0]["visit_no"], evidence="x")


# -- standing in -------------------------------------------------------------------------------------------------------


def test_an_absent_owner_has_somebody_standing_in(desk: Desk) -> None:
    customer_of(desk, "c03", "13900002222", "孙先生")
    customer_of(desk, "c03", "13900002223", "周先生")
    desk.do("c03", "delegate.name", delegate="c02", to_day="2026-11-24")
    open_rota(desk, "c01", "c02")
    told = comes(desk, kind="returning", phone="13900002222")
    assert (told["receiver_name"], told["kind"], told["owner_name"]) == ("王芳", "voluntary", "单婷")
    assert comes(desk, kind="returning", phone="13900002223")["receiver_name"] == "张伟"  # who stands in is busy
    desk.do("c03", "delegate.end")
    assert desk.see("c03", "delegates", now="yes") == []


def test_standing_in_ends_with_its_days_and_with_the_leaver(desk: Desk) -> None:
    """One backup never absorbs all of a leaver's visitors: they go to the line in order."""
    customer_of(desk, "c03", "13900002222", "孙先生")
    desk.do("manager", "delegate.name", consultant="c03", delegate="c02", to_day="2026-12-31")
    desk.do("boss", "staff.disable", staff="c03", reason="离职")
    desk.clock.at(date(2026, 11, 24))
    open_rota(desk, "c01", "c02")
    received = []
    for _ in range(4):
        told = comes(desk, kind="returning", phone="13900002222")
        received.append(told["receiver_name"])
        login = {"张伟": "c01", "王芳": "c02"}[told["receiver_name"]]
        saves(desk, login, told["visit"], name="孙先生", phone="13900002222")
        desk.do(login, "rota.end_turn")
    assert sorted(received) == ["张伟", "张伟", "王芳", "王芳"]


def test_the_newest_naming_holds_and_days_are_checked(desk: Desk) -> None:
    desk.do("c03", "delegate.name", delegate="c02", to_day="2026-11-30")
    desk.do("c03", "delegate.name", delegate="c01", from_day="2026-11-25", to_day="2026-11-26")
    shown = [(each["consultant"], each["delegate"]) for each in desk.see("manager", "delegates", now="yes")]
    assert shown == [("单婷", "张伟"), ("单婷", "王芳")]
    standing = {}
    for on in (24, 25, 26, 27, 30):
        desk.clock.at(date(2026, 11, on))
        standing[on] = desk.office.look(desk.session("c03"), standing_in, desk.people["c03"])
    one, two = desk.people["c01"], desk.people["c02"]
    assert standing == {24: two, 25: one, 26: one, 27: two, 30: two}  # the days around an exception are not lost
    desk.clock.at(date(2026, 11, 23))
    desk.do("c03", "delegate.name", delegate="c01", to_day="2026-11-30")
    assert len(desk.see("manager", "delegates", now="yes")) == 1
    for fields in ({"delegate": "c03"}, {"delegate": "c01", "from_day": "2026-11-27"}, {"delegate": "assistant"}):
        with pytest.raises(BadInput):
            desk.do("c03", "delegate.name", to_day="2026-11-26", **fields)
    with pytest.raises(NotAllowed):
        desk.do("c01", "delegate.name", consultant="c03", delegate="c02", to_day="2026-11-30")


# -- the other visitors ------------------------------------------------------------------------------------------------


def test_an_agent_comes_with_a_report(desk: Desk) -> None:
    open_rota(desk)
    with pytest.raises(BadInput, match="报备"):
        comes(desk, kind="agent_brought", agent_company="某中介")
    with pytest.raises(BadInput, match="报备"):
        comes(desk, kind="agent_brought", agent_company="某中介", report_no="B-1")  # nobody has reported that
    reported(desk, "13900003333")
    told = comes(desk, kind="agent_brought", agent_company="某中介", phone="139 0000 3333", name="来客")
    assert told["counted"] and told["warnings"] == []
    kept = desk.office.look(desk.session("manager"), visit_query.card, told["visit"])
    assert kept is not None
    assert kept["report_no"] == desk.see("manager", "agent_reports")[0]["no"]


def test_no_agent_comes_past_the_report_by_the_log_or_a_correction(desk: Desk) -> None:
    open_rota(desk)
    logged = {"kind": "agent_brought", "name": "来客", "notice": "yes", "agent_company": "某中介"}
    with pytest.raises(BadInput, match="报备"):
        desk.do("c01", "visit.log", phone="13900003333", **logged)
    told = comes(desk)
    with pytest.raises(BadInput, match="报备"):
        desk.do("c01", "visit.correct", visit=told["visit"], kind="agent_brought", reason="中介后到")
    reported(desk, "13900003333")
    made = desk.do("c01", "visit.log", phone="13900003333", **logged)
    kept = desk.office.look(desk.session("manager"), visit_query.card, made["visit"])
    assert kept is not None and kept["report_no"] == desk.see("manager", "agent_reports")[0]["no"]


def test_without_the_rule_an_agent_is_told_that_nothing_was_reported(desk: Desk) -> None:
    chosen = {"key": "agent_report_required", "value": "no"}
    desk.office.run_named(desk.session("manager"), "setting.change", chosen)
    desk.clock.at(date(2026, 11, 24))
    open_rota(desk)
    told = comes(desk, kind="agent_brought", agent_company="某中介", phone="13900003333", name="来客")
    assert len(told["warnings"]) == 1


def reported(desk: Desk, phone: str) -> None:
    """An agent's report, made the day before the visit."""
    desk.do("assistant", "agent_report.record", company="某中介", agent="小李", phone=phone, name="来客")


def test_outside_opening_hours_and_relatives(desk: Desk) -> None:
    for key, value in (("opening_time", "09:30"), ("closing_time", "18:00")):
        chosen = {"key": key, "value": value}
        desk.office.run_named(desk.session("manager"), "setting.change", chosen)
    with pytest.raises(BadInput, match="关门"):
        chosen = {"key": "closing_time", "value": "09:00"}
        desk.office.run_named(desk.session("manager"), "setting.change", chosen)
    desk.clock.at(date(2026, 11, 24))
    open_rota(desk)
    early = comes(desk)
    assert (early["counted"], early["receiver_name"]) == (False, "张伟")
    desk.clock.at(date(2026, 11, 24), 9, 30)
    cousin = comes(desk, relative_of="c03")
    assert (cousin["counted"], cousin["receiver_name"]) == (False, "单婷")
    assert comes(desk)["counted"]


def test_a_penalty_costs_what_the_office_says(desk: Desk) -> None:
    for key, value in (("poached_turns", "2"), ("not_asked_turns", "0")):
        desk.office.run_named(desk.session("manager"), "setting.change", {"key": key, "value": value})
    desk.clock.at(date(2026, 11, 24))
    open_rota(desk)
    assert desk.do("manager", "rota.skip", consultant="c02", penalty="poached", reason="抢接")["skips"] == 2
    with pytest.raises(Refusal, match="不轮空"):
        desk.do("manager", "rota.skip", consultant="c02", penalty="not_asked", reason="没问")
    desk.do("manager", "rota.skip", consultant="c02", reason="其他")
    figures = desk.office.look(desk.session("manager"), lambda read: consultants(read, read.today, read.today))
    assert [(each.name, each.skipped) for each in figures if each.skipped] == [("王芳", 3)]  # turns, not acts
