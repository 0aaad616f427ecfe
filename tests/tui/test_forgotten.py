"""Posted visitors, standing in, and the rules of the rota, by keys (domain 2.1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from anchang.domain.rota import Mode
from tests.office import Desk, desk_at
from tests.services.front_desk import comes, open_rota, saves
from tests.tui.console import console, fill, has, press, said, save, settled


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """An office with one posted visitor, received by c01."""
    root: Path = tmp_path_factory.mktemp("posted") / "office"
    with desk_at(root) as made:
        open_rota(made)
        told = comes(made, kind="returning", forgotten="yes", name="马女士")
        saves(made, "c01", told["visit"], name="马女士", phone="13900001111")
        yield made


async def test_a_posted_visitor_is_claimed_and_given_by_keys(desk: Desk) -> None:
    async with console(desk, "c01", place="forgotten") as pilot:
        has(pilot, "马女士", "139****1111", "公示中")
        await press(pilot, "c")
        assert any("您接待的" in each for each in said(pilot)), said(pilot)
    async with console(desk, "c02", place="inbox") as pilot:
        has(pilot, "公示客户：是您的吗？")
        await press(pilot, "enter")
        await fill(pilot, evidence="登记簿第12页")
        await save(pilot)
        await settled(pilot)
    async with console(desk, "manager", place="inbox") as pilot:
        has(pilot, "裁定公示客户归属")
        await press(pilot, "end", "enter")
        has(pilot, "把马女士判给王芳？", "登记簿第12页")
        await press(pilot, "enter")
        await settled(pilot)
    assert desk.see("manager", "forgotten")[0]["state"] == "granted"


async def test_somebody_is_named_to_stand_in_by_keys(desk: Desk) -> None:
    async with console(desk, "c03", place="forgotten") as pilot:
        await press(pilot, "w")
        has(pilot, "没有代接安排")
        await press(pilot, "n")
        await fill(pilot, delegate="王芳", to_day="2026-11-30")
        await save(pilot)
        await settled(pilot)
        has(pilot, "单婷", "王芳", "2026-11-30")


async def test_a_rule_of_the_rota_is_chosen_and_holds_from_tomorrow(desk: Desk) -> None:
    async with console(desk, "manager", place="settings", size=(120, 60)) as pilot:
        has(pilot, "依次轮流")
        await press(pilot, "end")
        for _ in range(120):
            if desk_key(pilot) == "rota_mode":
                break
            await press(pilot, "up")
        await press(pilot, "enter")
        await fill(pilot, value=Mode.COUNT_BASED.value)
        await press(pilot, "tab")
        has(pilot, "明天起生效")
        await save(pilot)
        await settled(pilot)
    row = next(each for each in desk.see("manager", "settings") if each["key"] == "rota_mode")
    assert row["coming"].endswith("2026-11-24")
    assert row["typed"] == "circular"


def desk_key(pilot: object) -> str:
    """The key of the setting under the cursor."""
    from anchang.tui.widgets.virtual_list import VirtualList

    rows = pilot.app.screen.query_one(VirtualList)  # type: ignore[attr-defined]
    return "" if rows.row is None else str(rows.row["key"])
