"""What a call needs to be saved and handed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from anchang.domain.call import Call, PriceReaction, leads_nowhere, missing_to_hand_in, missing_to_save
from anchang.domain.customer import Grade
from anchang.domain.visit import Channel
from anchang.i18n import say

DAY = date(2025, 3, 10)
CALL = Call(
    DAY, 1, "李先生", "13800138000", channel=Channel.SHORT_VIDEO, is_repeat=False,
    privacy_notice_at=datetime(2025, 3, 10, 2, tzinfo=UTC),
)  # fmt: skip


def words(call: Call) -> list[str]:
    return [say(one, "en") for one in missing_to_save(call)]


def test_an_empty_form_names_every_field() -> None:
    assert words(Call(DAY)) == [
        "answered by", "name", "phone, or the reason why none was left", "known channel",
        "whether the caller called before",
    ]  # fmt: skip
    assert words(CALL) == []


def test_whoever_leaves_a_number_was_told_what_is_kept() -> None:
    untold = replace(CALL, privacy_notice_at=None)
    assert words(untold) == ["privacy notice"]
    assert words(replace(untold, phone="", no_phone_reason="不愿留")) == []


def test_a_call_without_phone_needs_a_reason_and_leads_nowhere() -> None:
    silent = replace(CALL, phone=" ")
    assert words(silent) == ["phone, or the reason why none was left"]
    explained = replace(silent, no_phone_reason="不愿留")
    assert words(explained) == []
    assert leads_nowhere(explained)
    assert missing_to_hand_in(explained) == []


@pytest.mark.parametrize(("grade", "needed"), [("A", True), ("B", True), ("C", True), ("D", False)])
def test_grades_a_to_c_need_a_next_contact(grade: str, needed: bool) -> None:
    call = replace(CALL, grade=Grade(grade))
    assert words(call) == (["next contact"] if needed else [])
    assert words(replace(call, next_contact_on=DAY)) == []


def test_a_grade_is_needed_at_hand_in() -> None:
    assert [say(one, "en") for one in missing_to_hand_in(CALL)] == ["grade"]
    assert missing_to_hand_in(replace(CALL, grade=Grade.D)) == []


def test_price_reactions() -> None:
    assert [say(one.label) for one in PriceReaction] == ["较低", "尚可接受", "较贵", "很贵不能接受"]
