"""A sheet that is handed in after the hour of the day is marked in 顾问日报 (4: «daily by 20:00» is a setting)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.office import Desk, desk_at
from tests.reports.lived_office import made, values
from tests.services.front_desk import open_rota

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def handed_in(desk: Desk, folder: Path) -> list[tuple[str, str | None]]:
    sheet = made(desk, "daily", folder, day=MONDAY)["顾问日报"]
    return list(zip(values(sheet, "置业顾问"), values(sheet, "迟交"), strict=False))[:3]


@pytest.mark.parametrize(("hour", "late"), [(None, [None, None, "是"]), ("17:30", [None, "是", "是"])])
def test_who_hands_in_after_the_hour_is_marked(tmp_path: Path, hour: str | None, late: list[str | None]) -> None:
    with desk_at(tmp_path / "office") as desk:
        if hour is not None:
            desk.office.run_named(desk.session("boss"), "setting.change", {"key": "report_by", "value": hour})
        open_rota(desk)
        for login, at in (("c01", (17, 30)), ("c02", (20, 0))):
            desk.clock.at(MONDAY, *at)
            desk.do(login, "day.hand_in")
        assert handed_in(desk, tmp_path) == list(zip(("张伟", "王芳", "单婷"), [*late[:2], None], strict=True))
        desk.clock.at(TUESDAY)
        desk.do("c03", "day.hand_in", day=str(MONDAY))  # forgotten, the next morning
        assert handed_in(desk, tmp_path) == list(zip(("张伟", "王芳", "单婷"), late, strict=True))
