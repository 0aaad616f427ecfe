"""Which day and period a report is about, and which reports there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from anchang.domain.access import Role
from anchang.domain.errors import BadInput
from anchang.reports.catalogue import MODULES, Span, find, make, span
from anchang.reports.readback import read_back
from anchang.services.staff import AddStaff
from tests.office import Desk, desk_at
from tests.services.stock import on_sale

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


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """An office whose consultants export too; two of them have the same name."""
    with desk_at(tmp_path_factory.mktemp("scope") / "office") as made:
        on_sale(made)
        namesake = AddStaff("张伟", "c09", (Role.CONSULTANT,), "secret-12")
        made.people["c09"] = made.office.run(made.session("boss"), namesake)["id"]
        yield made


# A day is signed as a whole, so there is no part of it to give out (test_traffic.py holds the refusal).
@pytest.mark.parametrize("name", sorted(set(MODULES) - {"daily_signed"}))
def test_a_part_of_the_office_says_so_and_never_takes_the_place_of_the_whole(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    """Row visibility of 2.18: a consultant's workbook holds the own customers, on every sheet and in its name."""
    whole = make(desk.office, desk.session("manager"), name, day=DAY, folder=tmp_path)
    kept = whole.read_bytes()
    parts = {login: make(desk.office, desk.session(login), name, day=DAY, folder=tmp_path) for login in ("c01", "c09")}
    assert len({whole, *parts.values()}) == 3 and whole.read_bytes() == kept
    assert parts["c01"].name == f"{find(name).stem}_c01_张伟_利德悦府_2026-11-20.xlsx"
    for path, partly in ((whole, False), *((path, True) for path in parts.values())):
        for sheet, cells in read_back(path).items():
            head = [str(cells[f"A{row}"].value) for row in range(1, 6)]
            assert any("仅含张伟本人客户" in line for line in head) is partly, (path.name, sheet, head)
