"""The helper itself: somebody sits down, goes somewhere, acts, and is at the door of a locked terminal."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

from tests.office import desk_at
from tests.services.stock import customer, on_sale
from tests.tui.console import app_of, console, door_console, fill, form_of, go, has, press, said, write


async def test_a_person_is_seated_and_holds_a_unit(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        on_sale(desk)
        customer(desk)
        async with console(desk, "c01", place="inventory") as pilot:
            has(pilot, "销控", "1-1-401")
            await press(pilot, "h")
            assert form_of(pilot).form.title.id == "Hold a unit for a short while"
            await fill(pilot, note="看房")
            await press(pilot, "escape")
            has(pilot, "放弃")
            await press(pilot, "enter")
            await go(pilot, "f5")
            has(pilot, "1-1-401")


async def test_the_door_takes_login_and_password(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        async with door_console(desk) as pilot:
            await write(pilot, "boss")
            await press(pilot, "enter")
            await write(pilot, "wrong")
            await press(pilot, "enter")
            has(pilot, "密码")
            assert said(pilot) == []


async def test_memory_is_looked_through_between_keys_once_for_each_place(tmp_path: Path) -> None:
    """It takes a tenth of a second, for which no key waits."""
    with desk_at(tmp_path / "office") as desk, mock.patch("anchang.tui.app.gc") as memory:
        async with console(desk, "c01", place="inventory") as pilot:
            app = app_of(pilot)
            for place, before, after in (("inventory", 0, 1), ("inventory", 1, 1), ("customers", 1, 2)):
                if place != app.current_mode:
                    await app.action_go(place)
                await press(pilot, "down")
                await app._pulse()
                assert memory.collect.call_count == before
                app.last_key -= 2  # nobody types
                await app._pulse()
                assert memory.collect.call_count == after
