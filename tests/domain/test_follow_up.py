"""What a follow-up needs, and when it keeps the customer with the consultant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from anchang.domain.customer import LeadState
from anchang.domain.follow_up import ContactWay, FollowUp, Stage, missing_to_save, protects
from anchang.i18n import say

DAY = date(2025, 3, 10)
DONE = FollowUp(DAY, LeadState.VISITED, ContactWay.PHONE, True, "约周末复访", next_contact_on=DAY)


def words(follow_up: FollowUp) -> list[str]:
    return [say(one, "en") for one in missing_to_save(follow_up)]


def test_an_empty_form_names_every_field() -> None:
    assert words(FollowUp(DAY, LeadState.NEW)) == [
        "way of contact", "whether the person was reached", "content", "next contact",
    ]  # fmt: skip
    assert words(DONE) == []


@pytest.mark.parametrize("state", list(LeadState))
def test_the_next_contact_is_needed_unless_the_lead_is_closed(state: LeadState) -> None:
    closed = state in (LeadState.SUBSCRIBED, LeadState.SIGNED, LeadState.LOST, LeadState.INVALID)
    follow_up = replace(DONE, lead_state=state, next_contact_on=None)
    assert words(follow_up) == ([] if closed else ["next contact"])


def test_only_a_person_who_was_reached_counts() -> None:
    assert protects(DONE)
    assert not protects(replace(DONE, effective=False))
    assert not protects(replace(DONE, effective=None))


def test_words() -> None:
    assert [say(way.label) for way in ContactWay] == ["电话", "微信", "短信", "到访", "上门", "其他"]
    assert [say(stage.label) for stage in Stage] == ["预约", "来电", "来访", "其他"]
