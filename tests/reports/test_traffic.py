"""客流核对: every difference explained to the last entry, the month's sheet equal to SQL, a day as it was signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.domain.traffic import Why
from anchang.reports.agreement import SheetsDisagree
from anchang.reports.daily_facts import gather
from anchang.reports.traffic import Facts as TrafficFacts
from anchang.reports.traffic import days_sheet
from anchang.storage import day_figures, traffic
from anchang.storage.traffic import TrafficPeriod
from tests.office import Desk, desk_at
from tests.reports.book_formulas import differences
from tests.reports.by_hand import Raw, wrong_in
from tests.reports.lived_office import begin, call, head, made, sql, texts, total, values, visit, without_stamp
from tests.services.front_desk import WHOLE

DAY, NEXT = date(2026, 11, 24), date(2026, 11, 25)
NEEDED: dict[str, Any] = {key: value for key, value in WHOLE.items() if key not in ("grade", "channels", "purpose")}


def office_day(desk: Desk) -> None:
    """Seven entries and four differences: an own customer, a visit without a turn, one moved, one who buys nothing."""
    begin(desk, DAY)
    visit(desk, "first", "甲先生", "13911110001", **NEEDED)
    visit(desk, "first", "乙女士", "13911110002", **NEEDED)
    visit(desk, "returning", "甲先生", "13911110001", **NEEDED)
    visit(desk, "not_a_buyer")
    moved = visit(desk, "first", "丙先生", "13911110003", **NEEDED)
    desk.do("c03", "visit.log", kind="first", name="丁女士", phone="13911110004", notice="yes",
            **{**WHOLE, "channels": "referral"})  # fmt: skip
    row = next(each for each in desk.see("manager", "visits") if each["visit_no"] == moved)
    other = next(login for login in ("c01", "c02", "c03") if desk.people[login] != row["consultant_id"])
    desk.do("assistant", "visit.correct", visit=row["id"], consultant=other, reason="实际由同事接待")
    call(desk, "c01", "戊先生", "13911110005")
    desk.do("assistant", "day.count_door", groups="4", hour="10")
    desk.do("assistant", "day.count_door", groups="8")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The day, not yet handed in. Read only."""
    with desk_at(tmp_path_factory.mktemp("traffic") / "office") as office:
        office_day(office)
        yield office


def period(desk: Desk, login: str = "manager") -> TrafficPeriod:
    return desk.office.look(desk.session(login), traffic.period, DAY, DAY)


def test_every_difference_is_explained_to_the_last_entry(desk: Desk) -> None:
    found = period(desk)
    assert sum(line.turns for line in found.lines) == sql(
        desk, "SELECT count(*) FROM turn WHERE counted AND business_date = '2026-11-24'"
    )
    assert sum(line.groups for line in found.lines) == sql(
        desk, "SELECT count(*) FROM visit WHERE kind <> 'not_a_buyer' AND business_date = '2026-11-24'"
    )
    for line in found.lines:
        assert found.unexplained([line]) == 0, line
    whys = sorted(each.why.value for each in found.entries)
    assert whys == ["from_colleague", "from_colleague", "no_turn", "not_counted"]
    assert {each.why: each.customer for each in found.entries}[Why.NO_TURN] == "丁女士"
    assert sum(each.effect for each in found.entries) == sum(line.difference for line in found.lines) == -2
    assert found.door == {DAY: 8}


def test_a_consultant_sees_the_own_lines_and_no_door(desk: Desk) -> None:
    found = period(desk, "c03")
    assert {line.consultant for line in found.lines} == {"单婷"}
    assert {each.consultant for each in found.entries} <= {"单婷"}
    assert found.door == {}
    assert found.unexplained(found.lines) == 0


def test_the_sheet_to_be_signed_says_what_sql_says(desk: Desk, tmp_path: Path) -> None:
    book = made(desk, "traffic", tmp_path, first=date(2026, 11, 1), last=DAY)
    assert list(book) == ["按日客流", "按顾问客流", "差异明细"]
    assert differences(book) == []
    asked = {
        "有效接待轮次": "SELECT count(*) FROM turn WHERE counted",
        "首访": "SELECT count(*) FROM visit WHERE kind = 'first' AND NOT from_call AND visit_count = 1",
        "复访": "SELECT count(*) FROM visit WHERE kind = 'returning'",
        "来访登记组数": "SELECT count(*) FROM visit WHERE kind <> 'not_a_buyer'",
        "非购房来访": "SELECT count(*) FROM visit WHERE kind = 'not_a_buyer'",
    }
    for sheet in ("按日客流", "按顾问客流"):
        for title, statement in asked.items():
            assert total(book[sheet], title) == sql(desk, statement), (sheet, title)
    assert total(book["按日客流"], "客流差异") == total(book["差异明细"], "影响差异") == -2
    door = "门口客流差异（减来访组数及非购房）"
    assert (total(book["按日客流"], "门口客流"), total(book["按日客流"], door)) == (8, 2)
    assert set(values(book["按顾问客流"], "置业顾问")) == {"张伟", "王芳", "单婷"}
    assert head(book["按顾问客流"], "签字")[1] and head(book["按日客流"], "签字日期")[1]
    assert "李经理" not in values(book["按顾问客流"], "置业顾问")


def test_a_sheet_whose_parts_disagree_is_not_written(desk: Desk) -> None:
    def facts(read: Any) -> TrafficFacts:
        return TrafficFacts(traffic.period(read, DAY, DAY), day_figures.figures(read, DAY, DAY))

    whole = desk.office.look(desk.session("manager"), facts)
    days_sheet(whole)
    lost = TrafficPeriod(whole.found.lines[1:], whole.found.entries, whole.found.door)
    with pytest.raises(SheetsDisagree):
        days_sheet(TrafficFacts(lost, whole.figures))


def test_a_day_nobody_counted_at_the_door_shows_no_difference(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        begin(desk, DAY)
        visit(desk, "first", "甲先生", "13911110001")
        book = made(desk, "traffic", tmp_path, first=DAY, last=DAY)
        assert values(book["按日客流"], "门口客流") == [None]
        assert values(book["按日客流"], "门口客流差异（减来访组数及非购房）") == [""]
        assert differences(book) == []


def signed_and_corrected(desk: Desk) -> int:
    """The day is handed in, consolidated, closed and signed; then one visit turns out to be somebody's second."""
    office_day(desk)
    for login in ("c01", "c02", "c03"):
        for row in desk.see(login, "visits"):
            if not row["complete"]:
                desk.do(login, "visit.save", visit=row["id"], **WHOLE)
        desk.do(login, "day.hand_in")
    desk.do("assistant", "day.consolidate")
    desk.do("assistant", "day.close")
    desk.clock.at(NEXT)
    desk.do("manager", "day.lock", day=str(DAY))
    row = next(each for each in desk.see("manager", "visits") if each["name"] == "乙女士")
    return int(row["id"])


def test_a_locked_day_as_it_was_signed_and_as_it_was_corrected(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        visit_id = signed_and_corrected(desk)
        raw = Raw.of(desk)
        with pytest.raises(Refusal):
            made(desk, "daily_signed", tmp_path, day=NEXT)
        before = made(desk, "daily", tmp_path, day=DAY)
        signed = made(desk, "daily_signed", tmp_path, day=DAY)
        assert wrong_in(signed, raw, DAY) == []
        assert not any("处）" in text for text in texts(before))

        desk.do("manager", "correction.visit", visit=visit_id, kind="returning", consultant="c03", channels="referral",
                party_size="5", arrived_at="2026-11-24T08:30+08:00", reason="老客户，漏问首访")  # fmt: skip
        called = desk.see("manager", "calls")[0]["id"]
        desk.do("director", "correction.call", call=called, answered_by="c03", channel="referral", reason="代接")

        again = made(desk, "daily_signed", tmp_path, day=DAY)
        assert without_stamp(again) == without_stamp(signed)
        assert wrong_in(again, raw, DAY) == [] and differences(again) == []
        corrected = made(desk, "daily", tmp_path, day=DAY)
        assert wrong_in(corrected, Raw.of(desk), DAY) == [] and differences(corrected) == []
        sheet = corrected["锁定后更正"]
        assert any("锁定后更正 2 处" in text for text in texts(corrected))
        wanted = dict(zip(values_of(sheet, "指标"), values_of(sheet, "差额"), strict=True))
        assert {key: value for key, value in wanted.items() if value} == {
            "· 首访": -1, "· 复访": 1, "来访人数": Decimal(4),
        }  # fmt: skip
        said = texts({"": sheet})
        assert any("首访 → 复访" in text and "老带新" in text for text in said), said
        assert {"老客户，漏问首访", "代接", "李经理"} <= set(said)
        with pytest.raises(NotAllowed):
            made(desk, "daily_signed", tmp_path, "c01", day=DAY)
        with pytest.raises(BadInput):
            made(desk, "daily_signed", tmp_path, first=DAY, last=NEXT)
        facts = desk.office.look(desk.session("c03"), gather, DAY, DAY)
        assert facts.signed is None and len(facts.corrections) == 0  # the corrections were on colleagues' sheets


def values_of(sheet: dict[str, Any], title: str) -> list[Any]:
    """The cells under a head of a table without a total."""
    letters, row = head(sheet, title)
    found = []
    while f"{letters}{row + 1}" in sheet:
        row += 1
        found.append(sheet[f"{letters}{row}"].value)
    return found
