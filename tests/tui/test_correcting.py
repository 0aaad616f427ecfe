"""An entry of a locked day at the screen: it is made void with a reason, and its card says so (domain 2.2, 2.18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from anchang.tui.screens.row_card import RowCard
from tests.office import Desk, desk_at
from tests.services.front_desk import WHOLE, comes, goes_home, open_rota, saves
from tests.tui.console import console, has, press, said, write

TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A Wednesday morning; Tuesday, with one visit, is locked."""
    with desk_at(tmp_path / "office") as made:
        made.clock.at(TUESDAY)
        open_rota(made)
        visit = comes(made, "c01")["visit"]
        saves(made, "c01", visit, name="张三", phone="13800138000", **WHOLE)
        made.do("c01", "rota.end_turn")
        goes_home(made)
        made.do("assistant", "day.consolidate")
        made.do("assistant", "day.close")
        made.clock.at(WEDNESDAY)
        made.do("manager", "day.lock", day=str(TUESDAY))
        yield made


async def test_the_manager_makes_a_visit_void_and_its_card_says_so(desk: Desk) -> None:
    async with console(desk, "manager", place="logs") as pilot:
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, RowCard)
        await press(pilot, "x")
        has(pilot, "确认作废这条记录")
        await write(pilot, "与前一条重复")
        await press(pilot, "enter")
        assert any("LF20261124-001 已作废" in each for each in said(pilot)), said(pilot)
        await press(pilot, "enter")
        has(pilot, "记录作废", "与前一条重复")
        await press(pilot, "x", "k")  # nothing more can be done to it
        assert isinstance(pilot.app.screen, RowCard)
    assert [row["void"] for row in desk.see("manager", "visits")] == [True]


async def test_a_consultant_has_no_key_for_it(desk: Desk) -> None:
    async with console(desk, "c01", place="logs") as pilot:
        await press(pilot, "enter", "x")
        assert isinstance(pilot.app.screen, RowCard)
        await press(pilot, "escape")
    assert [row["void"] for row in desk.see("manager", "visits")] == [False]
