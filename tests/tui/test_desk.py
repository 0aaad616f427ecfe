"""F2 as people use it: sign in, fix the order, who takes the visitor and why, the visit in few keys, the day's end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from anchang.domain.rota import EntryState
from anchang.services import anchor
from anchang.tui.screens.board import EntryList, RotaBoard
from anchang.tui.screens.desk import FrontDesk
from tests.office import Desk, desk_at
from tests.tui import desk_day
from tests.tui.console import (
    app_of,
    console,
    fill,
    form_of,
    has,
    press,
    said,
    save,
    settled,
    shown,
    steps,
    until,
    write,
)
from tests.tui.stage import HOSTILE


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office on a Monday morning."""
    with desk_at(tmp_path / "office") as made:
        yield made


def front(pilot: Pilot[int]) -> FrontDesk:
    """The desk's screen."""
    return next(screen for screen in pilot.app.screen_stack if isinstance(screen, FrontDesk))


async def stand_on(pilot: Pilot[int], consultant_id: int) -> None:
    """The board's cursor on that person."""
    board = front(pilot).query_one(RotaBoard)
    board.highlighted = board.keys.index(consultant_id)
    await settled(pilot)


async def test_the_empty_board_says_what_to_do(desk: Desk) -> None:
    async with console(desk, "c01", place="desk") as pilot:
        has(pilot, "尚无人签到", "按 i")
        await press(pilot, "i")
        has(pilot, "张伟*", "签到中")
        await press(pilot, "i")
        assert any("已签到" in each for each in said(pilot)), said(pilot)


async def test_three_sign_in_and_the_assistant_fixes_the_order(desk: Desk) -> None:
    for login in ("c01", "c02"):
        async with console(desk, login, place="desk") as pilot:
            await press(pilot, "ctrl+g")
        desk.clock.move(minutes=1)
    async with console(desk, "assistant", place="desk") as pilot:
        await press(pilot, "i")
        await fill(pilot, consultant="单婷")
        await save(pilot)
        has(pilot, "按 o 确定轮班")
        await press(pilot, "o")
        has(pilot, "张伟、王芳、单婷")
        await press(pilot, "enter")
        has(pilot, "A 张伟", "B 王芳", "C 单婷", "已确定", "轮序首位")
        await press(pilot, "down")
        has(pilot, "王芳：下一位")


async def test_a_first_visit_goes_to_the_head_and_the_next_one_writes_it_down(desk: Desk) -> None:
    desk_day.signed_in(desk)
    async with console(desk, "assistant", place="desk") as pilot:
        await press(pilot, "a", "1", "enter")
        await write(pilot, "+86 138 0013 8001")
        await press(pilot, "ctrl+s")
        has(pilot, "张伟 接待（轮序首位）", "王芳 登记", "请 王芳 立即补位")
        board = front(pilot).query_one(RotaBoard)
        await stand_on(pilot, desk.people["c01"])
        line = board.line
        assert line is not None and line.status is EntryState.RECEIVING
        has(pilot, "A 王芳", "接待中", "仅有门口登记")


async def test_a_returning_visitor_goes_to_the_owner(desk: Desk) -> None:
    desk_day.signed_in(desk)
    desk.do("c03", "customer.register", name="吴先生", phone="13600136005", notice="yes")
    async with console(desk, "c02", place="desk") as pilot:
        await press(pilot, "a", "2", "enter")
        await write(pilot, "13600136005")
        await settled(pilot, 0.4)
        has(pilot, "已登记：归属 单婷")
        await press(pilot, "enter", "ctrl+s")
        has(pilot, "单婷 接待")
        has(pilot, "A 张伟")  # the post does not change
    async with console(desk, "c03", place="desk") as pilot:
        has(pilot, "您正在接待", "吴先生")


async def test_whoever_expects_a_visitor_is_named_while_one_types_and_receives(desk: Desk) -> None:
    desk_day.signed_in(desk)
    known = desk.do("c03", "customer.register", name="吴先生", phone="13600136005", notice="yes")
    desk.do("c03", "appointment.make", customer=known["id"], at="2026-11-23T14:30+08:00", consultant="c02")
    async with console(desk, "assistant", place="desk") as pilot:
        await press(pilot, "a", "2", "enter")
        await write(pilot, "13600136005")
        await settled(pilot, 0.4)
        has(pilot, "吴先生", "预约 14:30（王芳）")
        await press(pilot, "enter", "ctrl+s")
        has(pilot, "王芳 接待", "预约 14:30 由 王芳 接待")
    assert [each["state"] for each in desk.see("manager", "appointments")] == ["came"]


async def test_a_returning_visitor_with_a_new_number_is_asked_for_the_name(desk: Desk) -> None:
    """2.1-3: whoever has been here may have left another number; the desk answers, nobody decides silently."""
    desk_day.signed_in(desk)
    desk.do("c03", "customer.register", name="吴先生", phone="13600136005", notice="yes")
    async with console(desk, "assistant", place="desk") as pilot:
        await press(pilot, "a", "2", "enter")
        await write(pilot, "13611112222")
        await settled(pilot, 0.4)
        await press(pilot, "enter")
        await write(pilot, "吴先生")
        await press(pilot, "ctrl+s")
        has(pilot, "单婷", "吴先生", "同名")
        assert form_of(pilot).dirty
        await fill(pilot, somebody_else=True)
        await press(pilot, "ctrl+s")
        await settled(pilot)
    (visit,) = desk.see("manager", "visits")
    assert (visit["name"], visit["customer_id"]) == ("吴先生", None)


async def test_a_piece_of_a_number_is_nobodys_name(desk: Desk) -> None:
    desk_day.signed_in(desk)
    async with console(desk, "c02", place="desk") as pilot:
        await press(pilot, "a", "2", "enter")
        await write(pilot, "4155")
        await settled(pilot, 0.4)
        has(pilot, "没有找到")
        await press(pilot, "ctrl+s")
        assert form_of(pilot).dirty
    assert desk.see("c02", "visits") == []


async def test_a_first_visitor_who_is_known_is_named_at_once_and_refused(desk: Desk) -> None:
    desk_day.signed_in(desk)
    made = desk_day.first_visit(desk)
    desk.do("c01", "visit.save", visit=made["visit_no"], **desk_day.FULL)
    async with console(desk, "c02", place="desk") as pilot:
        await press(pilot, "a", "1", "enter")
        await write(pilot, "13800138001")
        has(pilot, "已登记：归属 张伟")
        await press(pilot, "ctrl+s")
        has(pilot, "归属", "张伟")
        assert form_of(pilot).dirty
    assert len(desk.see("c01", "turns")) == 1


async def test_the_name_of_a_first_visitor_that_somebody_has_is_said_while_one_types(desk: Desk) -> None:
    desk_day.signed_in(desk)
    desk.do("c03", "customer.register", name="吴先生", phone="13600136005", notice="yes")
    async with console(desk, "c02", place="desk") as pilot:
        await press(pilot, "a", "1", "enter")
        await write(pilot, "13611112222")
        await press(pilot, "enter")
        await write(pilot, "吴先生")
        await settled(pilot, 0.4)
        has(pilot, "单婷有同名客户")


async def test_nobody_free_is_said_in_words(desk: Desk) -> None:
    desk.do("c01", "rota.sign_in")
    async with console(desk, "c01", place="desk") as pilot:
        has(pilot, "请等销售助理确定轮班")
        await press(pilot, "a", "1", "ctrl+s")
        has(pilot, "轮班")
        assert form_of(pilot).dirty
        assert desk.see("c01", "visits") == []


async def test_a_reception_shows_its_minutes_and_they_go_on_without_reading(desk: Desk) -> None:
    desk_day.signed_in(desk)
    desk_day.first_visit(desk)
    desk.clock.move(minutes=7, seconds=30)
    async with console(desk, "c02", place="desk") as pilot:
        has(pilot, "接待中 7分")
        before = front(pilot).view
        desk.clock.move(minutes=4)
        front(pilot).tick()
        await settled(pilot)
        has(pilot, "接待中 11分")
        assert front(pilot).view is before


async def test_who_has_to_wait_stands_over_the_board_until_served_or_gone(desk: Desk) -> None:
    desk_day.signed_in(desk)
    for login in ("c01", "c02", "c03"):
        desk.do(login, "rota.pause", reason="lunch")
    async with console(desk, "assistant", place="desk") as pilot:
        await press(pilot, "a", "1", "ctrl+s")
        has(pilot, "列为等候第1批", "等候空闲顾问：09:06 首访 1人")
        await press(pilot, "a", "1", "ctrl+s")
        await press(pilot, "g")
        await fill(pilot, no="2")
        await save(pilot)
        await press(pilot, "g")
        has(pilot, "等候的来客已离开：09:06 首访 1人")
        await press(pilot, "escape")
    async with console(desk, "c02", place="desk") as pilot:
        await press(pilot, "p")
        has(pilot, "您正在接待")
        assert any("王芳 接待 09:06 起等候的来客" in each for each in said(pilot)), said(pilot)
        assert "等候空闲顾问" not in shown(pilot)


async def test_an_arrival_is_saved_and_complete_in_25_keys(desk: Desk) -> None:
    """What design 1 promises: at most 25 keys besides the characters of name, phone and free text."""
    desk_day.signed_in(desk)
    keys = 0
    async with console(desk, "c01", place="desk") as pilot:

        async def key(*names: str) -> None:
            nonlocal keys
            keys += len(names)
            await press(pilot, *names)

        await key("a", "1", "enter")
        await write(pilot, "13800138001")
        await key("ctrl+s")
        await key("v")
        await write(pilot, "刘女士")
        await key("enter", "enter", "1", "enter", "2", "enter")
        await write(pilot, "南山区")
        await key("enter", "4", "enter", "1", "enter", "2", "enter", "3", "enter", "4", "enter", "2")
        has(pilot, "2026-11-26")  # grade B: three days, proposed
        await key("ctrl+s")
        assert keys <= 25, keys
        assert not pilot.app.screen.is_modal, shown(pilot)
    row = desk.see("c01", "visits")[0]
    assert row["complete"] is True and row["grade"] == "B" and row["name"] == "刘女士"
    assert row["next_contact_on"].isoformat() == "2026-11-26"
    assert desk.see("c01", "customers")[0]["phone"] == "138****8001"


async def test_the_visit_needs_its_notice_and_takes_declined_answers(desk: Desk) -> None:
    desk_day.signed_in(desk)
    desk_day.first_visit(desk, phone="", name="")
    async with console(desk, "c01", place="desk") as pilot:
        await press(pilot, "v")
        has(pilot, "* 保存必填，+ 交单必填", "姓名 *", "性别 +")
        await fill(pilot, name="赵女士", no_phone_reason="不愿留", notice=False)
        await save(pilot)
        has(pilot, "隐私告知")
        await fill(pilot, notice=True, gender="declined", channels=["declined"], purpose="declined", budget="declined",
                   demand_area="declined", demand_layout="declined", grade="declined",
                   not_said=["living_area", "next_contact_on"])
        await save(pilot)
        assert not pilot.app.screen.is_modal, shown(pilot)
    assert desk.see("c01", "visits")[0]["complete"] is True


async def test_a_draft_of_the_visit_survives_the_terminal(desk: Desk) -> None:
    desk_day.signed_in(desk)
    desk_day.first_visit(desk)
    async with console(desk, "c01", place="desk") as pilot:
        await press(pilot, "v")
        await fill(pilot, living_area="福田")
        app_of(pilot)._keep_drafts()
    async with console(desk, "c01", place="desk") as pilot:
        await press(pilot, "v")
        has(pilot, "福田")


async def test_pause_end_of_reception_and_a_call(desk: Desk) -> None:
    desk_day.signed_in(desk)
    made = desk_day.first_visit(desk)
    async with console(desk, "c01", place="desk") as pilot:
        await press(pilot, "d")
        await press(pilot, "ctrl+s")
        has(pilot, "尚未填写来访登记")  # refused in the form
        await press(pilot, "escape")
        desk.do("c01", "visit.save", visit=made["visit_no"], **desk_day.FULL)
        await press(pilot, "r", "d", "ctrl+s")
        has(pilot, "C 张伟*")
        await press(pilot, "p")
        await fill(pilot, reason="lunch")
        await save(pilot)
        has(pilot, "- 张伟*", "用餐")
        await press(pilot, "p")
        has(pilot, "张伟*", "候位")
        await press(pilot, "c")
        call = {"name": "陈先生", "phone": "13700137003", "is_repeat": False, "channel": "outdoor", "grade": "C"}
        await fill(pilot, **call, notice=True)
        has(pilot, "新号码", "2026-11-30")
        await save(pilot)
        has(pilot, "来访 1，来电 1", "LD-001")
    assert desk.see("c01", "calls")[0]["complete"] is True


async def test_hand_in_names_what_is_missing_then_it_is_done(desk: Desk) -> None:
    desk_day.signed_in(desk)
    made = desk_day.first_visit(desk)
    little = {"notice": "yes", "gender": "female"}
    desk.do("c01", "visit.save", visit=made["visit_no"], **little)
    desk.do("c01", "rota.end_turn")
    async with console(desk, "c01", place="desk") as pilot:
        await press(pilot, "h")
        has(pilot, "来访登记不完整", made["visit_no"], "居住区域")
        await press(pilot, "ctrl+s")
        has(pilot, "来访登记不完整")
        assert desk.see("c01", "day_sheets") == []
        await press(pilot, "enter")
        await fill(pilot, living_area="南山区", channels=["outdoor"], purpose="investment", budget="100_150",
                   demand_area="70_90", demand_layout="two", grade="A")
        await save(pilot)
        has(pilot, "没有缺项")
        await press(pilot, "ctrl+s")
        has(pilot, "下班")
    assert desk.see("c01", "day_sheets")[0]["state"] == "submitted"


async def test_the_assistant_closes_the_day_and_a_copy_is_made(desk: Desk) -> None:
    desk_day.signed_in(desk)
    async with console(desk, "assistant", place="desk") as pilot:
        await press(pilot, "z")
        has(pilot, "尚未上交：张伟、王芳、单婷")
        await press(pilot, "ctrl+s")
        has(pilot, "尚未上交")
        for login in ("c01", "c02", "c03"):
            desk.do(login, "day.hand_in")
        await press(pilot, "k")
        has(pilot, "没有障碍")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: any(each.why == "backup" for each in anchor.all_anchors(desk.office)), "the copy")
        await settled(pilot)
        has(pilot, "已校验")
    whys = [each.why for each in anchor.all_anchors(desk.office)]
    assert "day close" in whys and "backup" in whys
    assert len(list(desk.office.place.backups.glob("anchang-*.db"))) == 1


async def test_the_manager_sends_a_sheet_back_and_reviews_another(desk: Desk) -> None:
    desk_day.signed_in(desk)
    for login in ("c01", "c02"):
        desk.do(login, "day.hand_in")
    desk.do("assistant", "day.consolidate")
    async with console(desk, "manager", place="desk") as pilot:
        await press(pilot, "z")
        await press(pilot, "b")
        await fill(pilot, comment="请补充谈话内容")
        await save(pilot)
        has(pilot, "填写中", "（已退回）")
        await press(pilot, "down", "w", "ctrl+s")
        has(pilot, "已审阅")
    states = {row["consultant"]: row["state"] for row in desk.see("manager", "day_sheets")}
    assert states == {"张伟": "drafting", "王芳": "reviewed"}


async def test_the_manager_changes_the_order_with_a_reason(desk: Desk) -> None:
    desk_day.signed_in(desk)
    async with console(desk, "manager", place="desk") as pilot:
        await press(pilot, "m", "down", "ctrl+up", "ctrl+s")
        has(pilot, "王芳、张伟、单婷")
        await write(pilot, "接待重要客户")
        await press(pilot, "enter")
        has(pilot, "A 王芳", "B 张伟")



async def test_the_order_is_changed_while_somebody_is_away(desk: Desk) -> None:
    desk_day.signed_in(desk)
    desk.do("c02", "rota.pause", reason="lunch")
    async with console(desk, "manager", place="desk") as pilot:
        await press(pilot, "m", "down", "ctrl+up", "ctrl+s")
        await write(pilot, "客户约见")
        await press(pilot, "enter")
        has(pilot, "A 单婷", "B 张伟")
    desk.do("c02", "rota.resume")
    async with console(desk, "manager", place="desk") as pilot:
        has(pilot, "A 单婷", "B 王芳", "C 张伟")  # back where he or she stood

async def test_a_refused_person_hears_why(desk: Desk) -> None:
    desk_day.signed_in(desk)
    async with console(desk, "c01", place="desk") as pilot:
        await press(pilot, "m", "ctrl+s")
        await write(pilot, "想先接")
        await press(pilot, "enter")
        assert any("销售经理" in each for each in said(pilot)), said(pilot)
        await press(pilot, "s")
        assert {"pause_ok", "leave", "confirm", "skip"} <= {each.step.name for each in steps(pilot)}
        has(pilot, "只有销售助理")
        await press(pilot, "escape", "d")
        assert any("没有在接待" in each for each in said(pilot))


async def test_another_terminal_is_seen_and_the_cursor_stays(desk: Desk) -> None:
    desk_day.signed_in(desk)
    async with console(desk, "c02", place="desk") as pilot:
        await stand_on(pilot, desk.people["c03"])
        desk_day.first_visit(desk)
        app_of(pilot).spread()
        await settled(pilot)
        board = front(pilot).query_one(RotaBoard)
        assert board.key == desk.people["c03"]
        has(pilot, "接待中")


async def test_a_visit_that_one_greets_for_a_colleague_is_there(desk: Desk) -> None:
    """c02 writes the greeting entry for c01, so c02 sees it until c01 has saved it."""
    desk_day.signed_in(desk)
    made = desk_day.first_visit(desk)
    async with console(desk, "c02", place="desk") as pilot:
        assert len(front(pilot).query_one(EntryList).keys) == 1
        await press(pilot, "v")
        assert form_of(pilot).form.key == f"visit.{made['visit']}"
    async with console(desk, "c03", place="desk") as pilot:
        has(pilot, "今天还没有来访和来电")
        await press(pilot, "v")
        assert any("没有待填写" in each for each in said(pilot))


async def test_hostile_names_are_shown_or_refused(desk: Desk) -> None:
    """In every field of the arrival and the visit; nothing of them ever runs, and the lists show what was kept."""
    desk_day.signed_in(desk)
    kept = 0
    async with console(desk, "c01", place="desk") as pilot:
        for number, name in enumerate(HOSTILE):
            await press(pilot, "a", "1")
            await fill(pilot, phone=f"1380013800{number}", name=name, note=name)
            await save(pilot)
            if pilot.app.screen.is_modal:  # no name that can be kept: said, nothing written
                await press(pilot, "escape", "left", "enter")
                continue
            kept += 1
            owner = desk.see("assistant", "turns")[0]["receiver_id"]
            login = next(key for key, value in desk.people.items() if value == owner)
            if login == "c01":
                await press(pilot, "v")
                await fill(pilot, notice=True, living_area=name, content=name, note=name)
                await save(pilot)
                assert not pilot.app.screen.is_modal, shown(pilot)
            else:
                desk.do(login, "visit.save", visit=desk.see("assistant", "visits")[0]["visit_no"], notice="yes")
            desk.do(login, "rota.end_turn")
            desk.clock.move(minutes=1)
            await press(pilot, "r")
            assert "\x1b" not in shown(pilot) and "\u202e" not in shown(pilot)
        await press(pilot, "f3", "enter", "escape", "f4", "enter")
        assert "\x1b" not in shown(pilot) and "\u202e" not in shown(pilot)
    assert kept >= 5
    assert pilot.app.return_code is None


async def test_every_letter_has_another_form(desk: Desk) -> None:
    """A Chinese input method sends no letters: each action has a control or function key too."""
    for binding in FrontDesk.BINDINGS:
        keys = str(getattr(binding, "key", "")).split(",")
        assert any(len(key) > 1 for key in keys), binding


async def test_the_assistant_hands_in_for_somebody_who_is_gone(desk: Desk) -> None:
    desk_day.signed_in(desk)
    desk.do("boss", "staff.disable", staff="c01", reason="离职")
    async with console(desk, "assistant", place="desk") as pilot:
        await press(pilot, "z", "h")
        await fill(pilot, reason="离职代交")
        await save(pilot)
        has(pilot, "张伟", "已交")
    assert [row["consultant"] for row in desk.see("manager", "day_sheets")] == ["张伟"]
