"""The helper itself: somebody sits down, goes somewhere, acts, and is at the door of a locked terminal."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

from anchang.i18n import say
from anchang.tui.memory import AWAY
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
            assert say(form_of(pilot).form.title, "en") == "Hold a unit for a short while  1-1-401"
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


async def test_a_new_place_is_put_aside_unseen_and_looked_through_when_nobody_is_there(tmp_path: Path) -> None:
    """It takes a tenth of a second, for which no key waits."""
    with desk_at(tmp_path / "office") as desk, mock.patch("anchang.tui.memory.gc") as memory:
        memory.get_count.return_value = (0, 0, 0)
        async with console(desk, "c01", place="inventory") as pilot:
            app = app_of(pilot)
            await press(pilot, "down")
            await app._pulse()
            before = memory.freeze.call_count
            assert before
            await press(pilot, "down")
            await app._pulse()
            assert memory.freeze.call_count == before
            await app.action_go("customers")
            await press(pilot, "down")
            await app._pulse()
            assert memory.freeze.call_count == before + 1
            assert not memory.collect.called
            app.last_key -= AWAY + 1
            await app._pulse()
            await app._pulse()
            assert memory.collect.call_count == 1
