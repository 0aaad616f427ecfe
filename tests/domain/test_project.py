"""A project is kept with its code, its name and its developer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from anchang.domain.money import Rounding
from anchang.domain.price_list import PricingBasis
from anchang.domain.project import ProjectFacts, why_not_project
from anchang.i18n import say

PROJECT = ProjectFacts("P1", "Four Seasons", "A Developer")


def test_the_defaults_of_the_specification() -> None:
    assert why_not_project(PROJECT) is None
    assert (PROJECT.pricing_basis, PROJECT.rounding) == (PricingBasis.BUILD, Rounding.HALF_UP_YUAN)


@pytest.mark.parametrize(
    ("project", "words"),
    [
        (replace(PROJECT, code=""), "1 to 20 Latin letters"),
        (replace(PROJECT, code="../x"), "1 to 20 Latin letters"),
        (replace(PROJECT, code="x" * 21), "1 to 20 Latin letters"),
        (replace(PROJECT, name=" "), "needs a name"),
        (replace(PROJECT, developer=""), "needs its developer"),
    ],
)
def test_what_is_missing_is_said(project: ProjectFacts, words: str) -> None:
    assert words in say(why_not_project(project) or "", "en")
