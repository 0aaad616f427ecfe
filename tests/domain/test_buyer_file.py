"""The buyer's file: sensitive words only with the buyer's consent, days to the deal (domain 3.8, 5.11)."""

from __future__ import annotations

from datetime import date

import pytest

from anchang.domain.buyer_file import SENSITIVE, days_to_deal, sensitive_given, why_not_keep
from anchang.i18n import say

TODAY = date(2026, 3, 9)


@pytest.mark.parametrize("name", SENSITIVE)
def test_each_sensitive_field_needs_the_consent(name: str) -> None:
    values = {name: 2 if name == "homes" else "x", "note": "y"}
    assert sensitive_given(values) == (name,)
    assert "agree to these fields first" in say(why_not_keep(values, None, TODAY) or "", "en")
    assert why_not_keep(values, TODAY, TODAY) is None


def test_the_rest_needs_none() -> None:
    assert why_not_keep({"occupation": "soe", "why_bought": "price", "hukou": "", "homes": None}, None, TODAY) is None
    assert "future" in say(why_not_keep({}, date(2026, 3, 10), TODAY) or "", "en")


def test_days_from_the_first_visit_to_the_deal() -> None:
    assert days_to_deal(date(2026, 3, 1), TODAY) == 8
    assert days_to_deal(TODAY, TODAY) == 0
    assert days_to_deal(date(2026, 3, 10), TODAY) == 0  # the paper was signed before the first visit was written down
    assert days_to_deal(None, TODAY) is None and days_to_deal(TODAY, None) is None
