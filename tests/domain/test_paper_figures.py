"""Figures on paper that do not reconcile: each is pointed out with both figures, none is refused (3.5, 3.6, 5.2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.money import unit_price
from anchang.domain.paper_figures import Printed, Worked, figure_warnings
from anchang.domain.price_list import PricingBasis
from anchang.i18n import say
from anchang.i18n.capitals import in_words

WORKED = Worked(
    basis=PricingBasis.BUILD, built_area=1_000_000, inside_area=900_000, shared_area=100_000,
    deal_total=166_666_600, deposit=2_000_000, plan_total=166_666_600,
)  # fmt: skip
# The sample text of the subscription: 100 ㎡ built, 90 inside, 14,888.66 per ㎡, 1,666,666 in all, 20,000 deposit.
SAMPLE = Printed(
    unit_price=1_488_866, built_area=1_000_000, inside_area=900_000, total=166_666_600,
    total_words="壹佰陆拾陆万陆仟陆佰陆拾陆元整", deposit=2_000_000, deposit_words="贰  万元整",
)  # fmt: skip


def said(printed: Printed, worked: Worked = WORKED) -> list[str]:
    """The warnings in English."""
    return [say(each, "en") for each in figure_warnings(printed, worked)]


def test_the_real_sample_names_both_figures() -> None:
    assert said(SAMPLE) == ["14,888.66 per ㎡ by 100.00 ㎡ makes 1,488,866.00, the total is 1,666,666.00."]


def test_a_paper_that_says_nothing_differs_in_nothing() -> None:
    assert said(Printed()) == []
    assert not Printed().says_something
    assert SAMPLE.says_something


@pytest.mark.parametrize(
    ("change", "figures"),
    [
        ({"unit_price": 1_666_666}, ()),
        ({"built_area": 1_010_000}, ("101.00", "100.00")),
        ({"inside_area": 910_000}, ("91.00", "90.00")),
        ({"shared_area": 90_000}, ("9.00", "10.00")),
        ({"total": 166_666_700}, ("1,666,667.00", "1,666,666.00")),
        ({"total_words": "壹佰陆拾陆万陆仟陆佰陆拾陆元伍角整"}, ("1,666,666.50", "1,666,666.00")),
        ({"total_words": "一百六十六万"}, ("一百六十六万", "1,666,666.00")),
        ({"deposit": 3_000_000, "deposit_words": ""}, ("30,000.00", "20,000.00")),
        ({"deposit_words": "叁万元整"}, ("30,000.00", "20,000.00")),
        ({"plan_total": 166_666_599}, ("1,666,665.99", "1,666,666.00")),
    ],
)
def test_each_difference_names_both_figures(change: dict[str, Any], figures: tuple[str, ...]) -> None:
    found = said(replace(SAMPLE, **{"unit_price": None, **change}))
    assert bool(found) is bool(figures)
    assert all(any(figure in warning for warning in found) for figure in figures)
    assert any(all(figure in warning for figure in figures) for warning in found or [""])


def test_the_areas_hang_together() -> None:
    paper = Printed(built_area=1_000_000, inside_area=900_000, shared_area=110_000)
    nothing = replace(WORKED, built_area=None, inside_area=None, shared_area=None)
    assert said(paper, nothing) == [
        "Inside area 90.00 ㎡ and shared area 11.00 ㎡ make 101.00 ㎡, the built area is 100.00 ㎡."
    ]
    assert said(replace(paper, shared_area=100_100), nothing) == []  # a hundredth of a ㎡ is no difference
    larger = Printed(built_area=900_000, inside_area=1_000_000)
    assert "100.00 ㎡ is larger than the built area of 90.00" in said(larger, nothing)[0]


def test_a_price_by_inside_area_is_held_against_it() -> None:
    by_inside = replace(WORKED, basis=PricingBasis.INSIDE)
    assert said(Printed(unit_price=1_851_851), by_inside) == []  # 1,666,666 / 90
    assert "90.00 ㎡" in said(Printed(unit_price=1_666_666), by_inside)[0]


@given(st.integers(1_000, 10**12), st.integers(10_000, 10**8), st.sampled_from(PricingBasis))
def test_what_the_program_prints_itself_never_differs(total: int, area: int, basis: PricingBasis) -> None:
    """Unit price shown to the fen, words spelt by the program: a paper of our own is never pointed at."""
    worked = Worked(basis=basis, built_area=area, inside_area=area, shared_area=0, deal_total=total, deposit=100,
                    plan_total=total)  # fmt: skip
    own = Printed(unit_price=unit_price(total, area), built_area=area, inside_area=area, shared_area=0, total=total,
                  total_words=in_words(total), deposit=100, deposit_words=in_words(100), plan_total=total)  # fmt: skip
    assert figure_warnings(own, worked) == ()
