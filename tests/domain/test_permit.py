"""The permission to sell: its days, its buildings, its words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from anchang.domain.permit import KIND_LABELS, PermitFacts, PermitKind, covers, valid_on, why_not_sell
from anchang.i18n import say
from tests.domain.sale import PERMIT, TODAY


def test_labels_are_complete() -> None:
    assert set(KIND_LABELS) == set(PermitKind)
    assert say(PermitKind.PRE_SALE.label) == "预售许可证"


@pytest.mark.parametrize(
    ("day", "valid"),
    [
        (date(2026, 1, 4), False), (date(2026, 1, 5), True), (TODAY, True),
        (date(2027, 1, 4), True), (date(2027, 1, 5), False),
    ],
)  # fmt: skip
def test_both_ends_belong_to_the_permit(day: date, valid: bool) -> None:
    assert valid_on(PERMIT, day) is valid
    assert (why_not_sell(PERMIT, "1", day) is None) is valid


def test_a_permit_without_an_end_does_not_lapse() -> None:
    assert valid_on(replace(PERMIT, valid_to=None), date(2050, 1, 1))


def test_only_the_buildings_on_it() -> None:
    assert covers(PERMIT, "2")
    assert not covers(PERMIT, "12")
    assert not covers(PERMIT, "")


@pytest.mark.parametrize(
    ("permit", "building", "day", "words"),
    [
        (None, "1", TODAY, "no permit is recorded for building 1; record the permit first"),
        (PERMIT, "1", date(2025, 12, 31), "permit P-2026-001 is valid only from 2026-01-05"),
        (PERMIT, "1", date(2028, 1, 1), "permit P-2026-001 lapsed after 2027-01-04"),
        (PERMIT, "3", TODAY, "permit P-2026-001 does not cover building 3"),
    ],
)
def test_why_not(permit: PermitFacts | None, building: str, day: date, words: str) -> None:
    assert say(why_not_sell(permit, building, day) or "", "en") == words
