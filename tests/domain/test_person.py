"""The rules of personal data (5.11): who may be contacted, how long people are kept, what is left of an area."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.errors import Refusal
from anchang.domain.follow_up import ContactWay, Stage
from anchang.domain.person import (
    PERSON_REQUEST,
    DoNotContact,
    RequestFacts,
    RequestState,
    check_contact,
    coarse_area,
    kept_until,
    reaches_out,
)
from tests.expected import compare
from tests.expected import person as expected


def test_every_cell_is_as_typed_from_the_domain() -> None:
    assert compare(PERSON_REQUEST, expected.PERSON_REQUEST) > 0


def test_an_answer_has_words() -> None:
    for step in ("answer", "refuse"):
        with pytest.raises(Refusal):
            PERSON_REQUEST.take(step, RequestState.OPEN, RequestFacts(" "), PERSON_REQUEST.step(step).roles)


@pytest.mark.parametrize(
    ("way", "stage", "out"),
    [
        (ContactWay.PHONE, None, True), (ContactWay.WECHAT, None, True), (ContactWay.MESSAGE, Stage.OTHER, True),
        (ContactWay.HOME_VISIT, Stage.APPOINTMENT, True), (ContactWay.OTHER, None, True), (None, None, True),
        (ContactWay.VISIT, None, False), (ContactWay.PHONE, Stage.CALL, False), (ContactWay.OTHER, Stage.VISIT, False),
    ],
)  # fmt: skip
def test_who_began_it(way: ContactWay | None, stage: Stage | None, out: bool) -> None:
    assert reaches_out(way, stage) is out
    check_contact(False, "张三", way, stage)
    if out:
        with pytest.raises(DoNotContact):
            check_contact(True, "张三", way, stage)
    else:
        check_contact(True, "张三", way, stage)


@pytest.mark.parametrize(
    ("today", "months", "until"),
    [
        (date(2028, 11, 23), 24, date(2026, 11, 23)), (date(2028, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
    ],
)  # fmt: skip
def test_how_long_people_are_kept(today: date, months: int, until: date) -> None:
    assert kept_until(today, months) == until


@pytest.mark.parametrize(
    ("area", "left"),
    [
        ("南山", "南山"), ("福田区 香蜜湖路12号3栋", "福田区 香蜜湖路"), ("88号", ""), ("", ""), ("own_12", "own_12"),
        ("一二三四五六七八九十东", "一二三四五六七八九十"),
    ],
)  # fmt: skip
def test_an_area_is_no_address(area: str, left: str) -> None:
    assert coarse_area(area) == left


@given(st.text(max_size=60))
def test_what_is_left_of_an_area_is_its_beginning_without_a_number(area: str) -> None:
    left = coarse_area(area)
    if area == left and area.startswith("own_"):
        return  # an entry of the office's own list
    assert area.startswith(left)
    assert len(left) <= 10
    assert not any(sign.isdigit() for sign in left)
    assert coarse_area(left) == left
