"""The live claim: when it runs out, and what the second one is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.errors import UnitTaken
from anchang.domain.hold import (
    CLAIM_LABELS,
    TYPE_LABELS,
    Claim,
    ClaimKind,
    HoldType,
    expires_at,
    lapsed,
    seconds_left,
    taken,
    taken_words,
)
from anchang.i18n import say
from tests.domain.sale import NOW, SHORT_HOLD

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_labels_are_complete() -> None:
    assert set(TYPE_LABELS) == set(HoldType)
    assert set(CLAIM_LABELS) == set(ClaimKind)
    assert say(HoldType.TEMP.label) == "临定"


@given(st.integers(1, 100_000))
def test_a_hold_ends_at_its_minute(minutes: int) -> None:
    claim = replace(SHORT_HOLD, expires_at=expires_at(NOW, minutes))
    end = NOW + timedelta(minutes=minutes)
    assert not lapsed(claim, end - timedelta(microseconds=1))
    assert lapsed(claim, end)
    assert seconds_left(claim.expires_at, NOW) == minutes * 60
    assert seconds_left(claim.expires_at, end + timedelta(days=1)) == 0


def test_no_minutes_are_no_hold() -> None:
    with pytest.raises(ValueError, match="0"):
        expires_at(NOW, 0)


def test_a_reserve_never_lapses() -> None:
    reserve = Claim(ClaimKind.HOLD, "Wang", NOW, None, HoldType.RESERVE)
    assert not lapsed(reserve, NOW + timedelta(days=3650))
    assert seconds_left(reserve.expires_at, NOW) is None


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (SHORT_HOLD, "Unit 1-101 is held by Zhang Wei since 10:30, until 10:40."),
        (replace(SHORT_HOLD, expires_at=None), "Unit 1-101 is held by Zhang Wei since 10:30, without an end."),
        (replace(SHORT_HOLD, kind=ClaimKind.SUBSCRIPTION), "Unit 1-101 is subscribed through Zhang Wei since 10:30."),
        (replace(SHORT_HOLD, kind=ClaimKind.CONTRACT), "Unit 1-101 is under contract through Zhang Wei since 10:30."),
        (replace(SHORT_HOLD, kind=ClaimKind.IMPORTED), "Unit 1-101 was sold before this office was set up."),
    ],
)
def test_the_loser_is_told_who_has_it(claim: Claim, words: str) -> None:
    error = taken("1-101", claim, NOW, SHANGHAI)
    assert isinstance(error, UnitTaken)
    assert say(error.message, "en") == words


def test_the_words_of_the_specification() -> None:
    assert str(taken("1-101", SHORT_HOLD, NOW, SHANGHAI)) == "1-101 已被 Zhang Wei 于 10:30 锁定，至 10:40。"


def test_another_day_is_said() -> None:
    tomorrow = NOW + timedelta(days=1)
    words = say(taken_words("1-101", replace(SHORT_HOLD, expires_at=None), tomorrow, SHANGHAI), "en")
    assert "since 2026-03-09 10:30" in words
