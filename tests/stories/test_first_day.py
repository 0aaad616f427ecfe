"""The first real day in a real terminal: from an empty folder to the manager's Excel files, which equal SQL."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from anchang.reports.readback import checks, read_back
from anchang.services.office import Office as OpenOffice
from anchang.services.opening import Where, open_office
from anchang.storage.place import Place
from tests.reports.book_formulas import differences
from tests.stories.books import DAILY, RECEIVABLES, overview, totals, wrong
from tests.stories.driver import Office
from tests.stories.first_day import CHAPTERS, FIRST_DAY, LAST_DAY, UNIT
from tests.stories.people import PROJECT

SHEETS = {
    "daily": [
        "日报总览", "来访明细", "来电明细", "渠道统计", "时段分布", "客户结构", "顾问日报", "轮班记录", "成交明细",
        "回款明细", "明日计划",
    ],
    "money": ["应收汇总", "应收账款明细表", "账龄分析", "逾期明细", "本期回款", "余额勾稽"],
}


@pytest.mark.slow
def test_the_first_real_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wizard to exports by keys alone, none of them a letter: a Chinese input method would have kept those."""
    with Office(tmp_path / "office") as office:
        for chapter in CHAPTERS:
            with office.timed(chapter.__name__):
                chapter(office)
        letters = [letter for console in office.opened for letter in console.letters]
    for name, seconds in office.seconds.items():
        print(f"{seconds:6.1f} s  {name}")
    assert letters == []
    monkeypatch.setenv("ANCHANG_NOW", f"{LAST_DAY}T11:00:00+08:00")
    books_equal_sql(office.root)
    checked = office.run("doctor", now=f"{LAST_DAY}T11:30")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def books_equal_sql(root: Path) -> None:
    """Every total of the three files is what SQL says, every formula carries its value; the story is in the rows."""
    opened = open_office(Where(Place(root)))
    try:
        the_story_is_in_the_rows(opened)
        for day in (FIRST_DAY, LAST_DAY):
            book = _read(root, "daily_visit_summary", day, SHEETS["daily"])
            found = (*totals(book), *overview(book))
            assert wrong(iter(found), DAILY, _periods(day), lambda *asked: _ask(opened, *asked)) == []
            assert len(found) > 100
        book = _read(root, "receivables", LAST_DAY, SHEETS["money"])
        month = {"": (str(LAST_DAY.replace(day=1)), str(LAST_DAY))}
        owed = list(totals(book))
        assert wrong(iter(owed), RECEIVABLES, month, lambda *asked: _ask(opened, *asked)) == []
        assert len(owed) > 50
    finally:
        opened.close()


def the_story_is_in_the_rows(opened: OpenOffice) -> None:
    """What the screens said stands in the tables: who received, who wrote, what was filed, what is late."""
    visits = _rows(
        opened,
        "SELECT v.kind, c.name, r.name FROM visit v JOIN staff c ON c.id = v.consultant_id"
        " JOIN staff r ON r.id = v.recorder_id ORDER BY v.id",
    )
    assert visits == [("first", "张伟", "王芳"), ("returning", "张伟", "王芳")]
    assert _rows(opened, "SELECT label, state FROM unit WHERE state NOT IN ('available', 'unreleased')") == [
        (UNIT, "registered")
    ]
    assert _rows(opened, "SELECT state FROM contract") == [("filed",)]
    assert _rows(opened, "SELECT count(*) FROM business_day WHERE closed_at IS NOT NULL") == [(1,)]
    assert _rows(opened, "SELECT practice FROM office_record") == [(True,)]


def _read(root: Path, stem: str, day: date, sheets: list[str]) -> dict[str, Any]:
    path = root / "exports" / f"{stem}_{PROJECT}_{day}.xlsx"
    book = read_back(path)
    assert list(book) == sheets
    assert differences(book) == []
    assert all(live in (None, kept) for kept, live in checks(path).values())
    return book


def _periods(day: date) -> dict[str, tuple[str, str]]:
    """First and last day of what stands over a column or a block; "" is the day itself."""
    monday = day - timedelta(days=day.weekday())
    before = str(day - timedelta(days=1))
    return {
        "": (str(day), str(day)),
        "今日": (str(day), str(day)),
        "本周累计": (str(monday), str(day)),
        "本月累计": (str(day.replace(day=1)), str(day)),
        "项目累计": ("2000-01-01", str(day)),
        "上日": (before, before),
    }


def _rows(opened: OpenOffice, statement: str, **values: str) -> list[tuple[Any, ...]]:
    with opened.store.read() as connection:
        return [tuple(row) for row in connection.execute(text(statement), values)]


def _ask(opened: OpenOffice, statement: str, first: str, last: str) -> Any:
    named = {name: value for name, value in (("a", first), ("b", last)) if f":{name}" in statement}
    return _rows(opened, statement, **named)[0][0]
