"""What a leader kept back without an end stands in the daily report of every day on which it stood (2.16)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.office import Desk, desk_at
from tests.reports.lived_office import made, values
from tests.services.stock import on_sale

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
SHEET = "预留（无期限）清单"


def kept_back(desk: Desk, folder: Path, day: date, login: str = "manager") -> list[object]:
    book = made(desk, "daily", folder, login=login, day=day)
    return values(book[SHEET], "原因") if SHEET in book else []


def test_a_reserve_stands_in_the_report_of_each_of_its_days(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        on_sale(desk)
        desk.clock.at(TUESDAY, 23, 59)
        desk.do("director", "unit.hold", unit="1-1-101", hold_type="reserve", note="抵工程款")
        desk.do("director", "unit.hold", unit="1-1-102", hold_type="reserve", note="集团留用")
        desk.clock.at(WEDNESDAY)
        desk.do("director", "unit.let_go", unit="1-1-102", reason="不再留用")
        assert kept_back(desk, tmp_path, MONDAY) == []
        assert kept_back(desk, tmp_path, TUESDAY) == ["抵工程款", "集团留用"]
        assert kept_back(desk, tmp_path, WEDNESDAY) == ["抵工程款"]
        assert kept_back(desk, tmp_path, WEDNESDAY, "c01") == []  # why is not for the floor
