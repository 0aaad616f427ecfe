"""The consultant's sheet and the office's day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from anchang.domain.access import Role
from anchang.domain.day import (
    BUSINESS_DAY,
    DAY_SHEET,
    BusinessDayFacts,
    BusinessDayState,
    SheetFacts,
    SheetState,
    reasons_against_closing,
    reasons_against_hand_in,
)
from anchang.domain.errors import NotAllowed, Refusal
from tests.expected import compare
from tests.expected import day as expected

DONE = SheetFacts()


def test_the_flows_are_the_tables() -> None:
    assert compare(DAY_SHEET, expected.DAY_SHEET) == 4 * 4 * len(Role) * 2
    assert compare(BUSINESS_DAY, expected.BUSINESS_DAY) == 3 * 2 * len(Role) * 2


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (replace(DONE, is_own=False), "这是他人的日报，须填写原因"),
        (replace(DONE, is_receiving=True), "仍在接待中"),
        (replace(DONE, incomplete_visits=("V7", "V9")), "来访登记不完整：V7、V9"),
        (replace(DONE, incomplete_calls=("C3",)), "来电登记不完整：C3"),
        (replace(DONE, leads_without_next=("王芳",)), "未填下次跟进日期：王芳"),
    ],
)
def test_hand_in_names_what_is_missing(facts: SheetFacts, words: str) -> None:
    assert [str(one) for one in reasons_against_hand_in(facts)] == [words]
    with pytest.raises(Refusal) as caught:
        DAY_SHEET.take("hand_in", SheetState.DRAFTING, facts, {Role.CONSULTANT})
    assert str(caught.value).endswith(words)


def test_all_reasons_at_once() -> None:
    facts = SheetFacts(False, True, ("V1",), ("C1",), ("王芳",))
    assert len(reasons_against_hand_in(facts)) == 5


def test_a_whole_sheet_goes_all_the_way() -> None:
    state = DAY_SHEET.take("hand_in", SheetState.DRAFTING, DONE, {Role.CONSULTANT})
    state = DAY_SHEET.take("consolidate", state, DONE, {Role.ASSISTANT})
    with pytest.raises(NotAllowed):
        DAY_SHEET.take("review", state, DONE, {Role.MANAGER}, is_maker=True)
    assert DAY_SHEET.take("review", state, DONE, {Role.MANAGER}) is SheetState.REVIEWED


def test_going_back_needs_a_comment() -> None:
    with pytest.raises(Refusal, match="未填写意见"):
        DAY_SHEET.take("send_back", SheetState.CONSOLIDATED, DONE, {Role.MANAGER})
    back = DAY_SHEET.take("send_back", SheetState.CONSOLIDATED, replace(DONE, comment="补电话"), {Role.MANAGER})
    assert back is SheetState.DRAFTING


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (BusinessDayFacts(receiving=("张伟",)), "仍在接待：张伟"),
        (BusinessDayFacts(not_handed_in=("张伟", "李娜")), "尚未上交：张伟、李娜"),
        (BusinessDayFacts(not_consolidated=("李娜",)), "尚未汇总：李娜"),
        (BusinessDayFacts(without_slip=("RG-1",)), "缺认购审批单：RG-1"),
        (BusinessDayFacts(of_others=("LD-1 周助理",)), "来访、来电登记本中待补全：LD-1 周助理"),
    ],
)
def test_closing_names_what_is_missing(facts: BusinessDayFacts, words: str) -> None:
    assert [str(one) for one in reasons_against_closing(facts)] == [words]
    with pytest.raises(Refusal) as caught:
        BUSINESS_DAY.take("close", BusinessDayState.OPEN, facts, {Role.ASSISTANT})
    assert str(caught.value).endswith(words)


def test_a_finished_day_closes() -> None:
    closed = BUSINESS_DAY.take("close", BusinessDayState.OPEN, BusinessDayFacts(), {Role.ASSISTANT})
    assert closed is BusinessDayState.CLOSED
    assert [str(state.label) for state in BusinessDayState] == ["营业中", "已日结", "已签认锁定"]
    assert [str(state.label) for state in SheetState] == ["填写中", "已上交", "已汇总", "已审阅"]
