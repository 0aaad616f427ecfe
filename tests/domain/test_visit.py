"""What a visit needs, when, and its choices."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain import visit as rules
from anchang.domain.customer import DECLINED, Declined, Grade
from anchang.domain.errors import BadInput
from anchang.domain.visit import Channel, Gender, Visit, VisitKind, answer, missing_to_hand_in, missing_to_save
from anchang.domain.worded import Worded
from anchang.i18n import say

DAY = date(2025, 3, 10)
NOW = datetime(2025, 3, 10, 2, 0, tzinfo=UTC)
SAVED = Visit(DAY, VisitKind.FIRST, 1, 2, "王芳", "13800138000", privacy_notice_at=NOW)
WHOLE = replace(
    SAVED,
    gender=Gender.FEMALE,
    living_area="滨湖",
    channels=(Channel.PASSING_BY,),
    purpose=rules.Purpose.FIRST_HOME,
    budget=rules.Budget.FROM_100,
    area=rules.AreaDemand.FROM_90,
    layout=rules.LayoutDemand.THREE,
    grade=Grade.B,
    next_contact_on=DAY,
)
HAND_IN = ["gender", "living_area", "channels", "purpose", "budget", "area", "layout", "grade", "next_contact_on"]
CHOICES = [one for one in vars(rules).values() if isinstance(one, type) and issubclass(one, Worded) and len(one)]


def words(visit: Visit) -> list[str]:
    return [say(one, "en") for one in missing_to_save(visit)]


def test_an_empty_form_names_every_field() -> None:
    assert words(Visit(DAY)) == [
        "visit kind", "consultant", "recorder", "name", "phone, or the reason why none was left", "privacy notice",
    ]  # fmt: skip


def test_no_phone_needs_a_reason() -> None:
    assert words(replace(SAVED, phone="")) == ["phone, or the reason why none was left"]
    assert words(replace(SAVED, phone="", no_phone_reason="不愿留")) == []


def test_no_buyer_leaves_an_organisation_only() -> None:
    visit = Visit(DAY, VisitKind.NOT_A_BUYER, 1, 2)
    assert words(visit) == ["organisation"]
    assert missing_to_hand_in(replace(visit, organisation="某某地产")) == []


def test_a_saved_visit_lacks_the_hand_in_fields() -> None:
    assert missing_to_save(SAVED) == []
    assert len(missing_to_hand_in(SAVED)) == len(HAND_IN)
    assert missing_to_hand_in(WHOLE) == []


@pytest.mark.parametrize("name", HAND_IN)
def test_each_hand_in_field_is_asked_and_may_be_declined(name: str) -> None:
    kinds = {field.name for field in fields(Visit)}
    assert name in kinds
    empty: object = () if name == "channels" else None
    declined: object = (DECLINED,) if name == "channels" else DECLINED
    assert len(missing_to_hand_in(replace(WHOLE, **{name: empty}))) == 1  # type: ignore[arg-type]
    assert missing_to_hand_in(replace(WHOLE, **{name: declined})) == []  # type: ignore[arg-type]


@given(st.integers(-400, 400))
def test_only_its_own_day(days: int) -> None:
    assert (rules.check_day(DAY + timedelta(days), DAY) is None) == (days == 0)


def test_times_are_possible() -> None:
    hour = timedelta(hours=1)
    assert rules.check_times(replace(SAVED, arrived_at=NOW - hour, left_at=NOW), NOW) is None
    assert str(rules.check_times(replace(SAVED, arrived_at=NOW + hour), NOW)) == "到访时间晚于当前时间"
    assert str(rules.check_times(replace(SAVED, left_at=NOW + hour), NOW)) == "离开时间晚于当前时间"
    late = replace(SAVED, arrived_at=NOW - hour, left_at=NOW - hour * 2)
    assert str(rules.check_times(late, NOW)) == "离开时间早于到访时间"


@pytest.mark.parametrize("choices", CHOICES, ids=lambda one: one.__name__)
def test_every_choice_has_words_in_both_languages(choices: type[Worded]) -> None:
    said = [say(one.label, "zh_CN") for one in choices]
    assert len(set(said)) == len(said)
    assert all(word and word != say(one.label, "en") for one, word in zip(choices, said, strict=True))


def test_answers_read_back() -> None:
    assert answer(Gender, "") is None
    assert answer(Gender, "declined") is Declined.DECLINED
    assert answer(Gender, "female") is Gender.FEMALE
    with pytest.raises(BadInput, match="robot"):
        answer(Gender, "robot")


def test_the_five_kinds() -> None:
    assert [str(kind) for kind in VisitKind] == [
        "first", "returning", "agent_brought", "appointment", "not_a_buyer",
    ]  # fmt: skip
