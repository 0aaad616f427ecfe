"""Which day and period a report is about, and which reports there are."""

from __future__ import annotations

from datetime import date

import pytest

from anchang.domain.errors import BadInput
from anchang.reports.catalogue import MODULES, Span, find, span

TODAY, DAY, FIRST = date(2026, 11, 23), date(2026, 11, 20), date(2026, 11, 2)


@pytest.mark.parametrize(
    ("name", "day", "first", "last", "wanted"),
    [
        ("daily", None, None, None, Span(TODAY, TODAY, TODAY)),
        ("daily", DAY, None, None, Span(DAY, DAY, DAY)),
        ("daily", None, FIRST, None, Span(TODAY, FIRST, TODAY)),
        ("daily", None, FIRST, DAY, Span(DAY, FIRST, DAY)),
        ("receivables", None, None, None, Span(TODAY, date(2026, 11, 1), TODAY)),
        ("receivables", DAY, None, None, Span(DAY, date(2026, 11, 1), DAY)),
        ("receivables", None, FIRST, DAY, Span(DAY, FIRST, DAY)),
    ],
)
def test_the_period_of_a_report(
    name: str, day: date | None, first: date | None, last: date | None, wanted: Span
) -> None:
    assert span(find(name), TODAY, day, first, last) == wanted


def test_a_period_that_ends_early_and_a_report_that_is_none() -> None:
    with pytest.raises(BadInput):
        span(find("daily"), TODAY, None, TODAY, DAY)
    with pytest.raises(BadInput, match="receivables"):
        find("weekly")


def test_every_report_is_what_the_catalogue_calls_it() -> None:
    assert {name: find(name).name for name in MODULES} == {name: name for name in MODULES}
