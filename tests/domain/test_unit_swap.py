"""Who may take another unit instead, on what ground, and who decides (2.8, Q-29, Q-33)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.authority import Level
from anchang.domain.discount import DiscountRule
from anchang.domain.money import Rounding
from anchang.domain.plan import PlanKind
from anchang.domain.unit_swap import (
    SwapFacts,
    SwapGround,
    SwapSide,
    grounds,
    heat,
    level,
    price_of_day,
    why_not_swap,
)
from anchang.i18n import say

G = SwapGround
OLD = SwapSide("1-1-101", 890_000, 120_000_000, 600_000)
EVERY = frozenset(SwapGround)


@pytest.mark.parametrize(
    ("change", "found", "by"),
    [
        ({"area": 900_000}, [G.LARGER], Level.MANAGER),
        ({"area": 880_000}, [], Level.MANAGER),
        ({"area": None}, [], Level.MANAGER),
        ({"total": 120_000_001}, [G.DEARER], Level.MANAGER),
        ({"total": 119_999_999}, [], Level.DIRECTOR),
        ({"heat": 599_999}, [G.SLOWER], Level.MANAGER),
        ({"heat": 600_001}, [], Level.DIRECTOR),
        ({"area": 900_000, "total": 110_000_000}, [G.LARGER], Level.DIRECTOR),
        ({"total": 130_000_000, "heat": 900_000}, [G.DEARER], Level.DIRECTOR),
        ({"area": 900_000, "total": 130_000_000, "heat": 0}, [G.LARGER, G.DEARER, G.SLOWER], Level.MANAGER),
    ],
)
def test_grounds_and_who_decides(change: dict[str, Any], found: list[SwapGround], by: Level) -> None:
    new = replace(OLD, unit="1-1-102", **change)
    assert list(grounds(OLD, new, EVERY, company_fault=False, relation=False)) == found
    assert level(OLD, new) is by


def test_the_office_may_forbid_a_ground_but_never_the_companys_fault() -> None:
    new = replace(OLD, area=900_000)
    assert grounds(OLD, new, (), company_fault=False, relation=True) == ()
    assert grounds(OLD, new, (), company_fault=True, relation=True) == (G.COMPANY_FAULT,)
    assert grounds(OLD, new, (G.RELATION,), company_fault=False, relation=True) == (G.RELATION,)


FINE = SwapFacts(grounds=(G.LARGER,), limit=1, same_unit=False)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"same_unit": True}, "the unit that the buyer has"),
        ({"special_discount": "YH2026-0001"}, "after a special discount (YH2026-0001)"),
        ({"swapped": 1}, "changed units 1 times already; the limit is 1"),
        ({"swapped": 1, "limit": 2}, None),
        ({"swapped": 5, "grounds": (G.COMPANY_FAULT,)}, None),
        ({"special_discount": "X", "grounds": (G.COMPANY_FAULT,)}, "after a special discount"),
        ({"grounds": ()}, "only for a larger"),
        ({"grounds": (G.RELATION,)}, "what the special relation is"),
        ({"grounds": (G.RELATION,), "relation_reason": "staff"}, None),
        ({"grounds": (G.LARGER, G.RELATION)}, None),
    ],
)
def test_why_not(change: dict[str, Any], reason: str | None) -> None:
    found = why_not_swap(replace(FINE, **change))
    assert (found is None) == (reason is None)
    assert reason is None or reason in say(found or "", "en")


def test_what_is_not_said_counts_against() -> None:
    assert why_not_swap(SwapFacts()) is not None
    assert why_not_swap(SwapFacts(same_unit=False)) is not None


def test_heat_is_the_share_that_is_taken() -> None:
    assert [heat(*pair) for pair in ((0, 0), (0, 5), (1, 3), (4, 4))] == [0, 0, 333_333, 1_000_000]


def test_the_price_is_that_of_the_day_with_what_is_published_then() -> None:
    spring, lump = date(2026, 1, 1), frozenset({PlanKind.LUMP_SUM})
    member = DiscountRule("MEMBER", "member", spring, rate=980_000)
    over = DiscountRule("OVER", "opening", spring, rate=990_000, valid_to=date(2026, 2, 1))
    once = DiscountRule("ONCE", "paid at once", spring, rate=970_000, plan_kinds=lump)
    rules, day = (member, over, once), date(2026, 3, 9)
    found = price_of_day(100_000_000, ["MEMBER", "OVER"], rules, PlanKind.LUMP_SUM, day, Rounding.HALF_UP_YUAN)
    assert [line.code for line in found.lines] == ["MEMBER", "ONCE"]
    assert found.deal_total == 95_060_000  # 1,000,000 x 98 % x 97 %
    assert price_of_day(100, [], rules, PlanKind.MORTGAGE, day, Rounding.HALF_UP_FEN).deal_total == 100


SIDES = st.builds(
    SwapSide,
    st.just("x"),
    st.none() | st.integers(1, 10**7),
    st.integers(1, 10**11),
    st.integers(0, 10**6),
)


@given(SIDES, SIDES)
def test_there_and_back_never_stand_on_the_same_measured_ground(one: SwapSide, other: SwapSide) -> None:
    there = set(grounds(one, other, EVERY, company_fault=False, relation=False))
    back = set(grounds(other, one, EVERY, company_fault=False, relation=False))
    assert not there & back
    if level(one, other) is Level.MANAGER and level(other, one) is Level.MANAGER:
        assert (one.total, one.heat) == (other.total, other.heat)
