"""The door: first sign-in, the idle lock, the change of person, the way out (issue «People»)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from anchang.i18n import M
from anchang.services import anchor
from anchang.services.setting import ChangeSetting
from anchang.tui.screens.door import Door
from anchang.tui.screens.first_run import by_groups
from tests.office import Desk, desk_at
from tests.services.stock import customer, on_sale
from tests.tui.console import (
    app_of,
    console,
    door_console,
    fill,
    form_of,
    has,
    press,
    said,
    settled,
    shown,
    until,
    write,
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A practice office with everybody in it."""
    with desk_at(tmp_path / "office") as made:
        yield made


async def test_the_first_sign_in_forces_a_new_password(desk: Desk) -> None:
    async with door_console(desk) as pilot:
        await write(pilot, "c01")
        await press(pilot, "enter")
        await write(pilot, "demo")
        await press(pilot, "enter")
        assert form_of(pilot).form.name == "staff.change_password"
        await fill(pilot, old="demo", new="short", again="short")
        await press(pilot, "ctrl+s")
        has(pilot, "至少需要 8 个字符")
        await fill(pilot, new="long-enough-1", again="long-enough-1")
        await press(pilot, "ctrl+s")
        has(pilot, "前台")
    assert desk.do("system", "staff.sign_in", login="c01", password="long-enough-1")["must_change"] is False


async def test_who_gives_up_the_new_password_is_at_the_door_again(desk: Desk) -> None:
    async with door_console(desk) as pilot:
        await write(pilot, "c01")
        await press(pilot, "enter")
        await write(pilot, "demo")
        await press(pilot, "enter", "escape")
        assert isinstance(pilot.app.screen, Door)
        assert app_of(pilot).terminal.person is None


async def test_an_idle_terminal_locks_and_the_same_person_goes_on(desk: Desk) -> None:
    on_sale(desk)
    async with console(desk, "boss", place="staff") as pilot:
        app = app_of(pilot)
        app.terminal.idle_minutes = 15
        app.last_key = asyncio.get_running_loop().time() - 16 * 60
        app._lock_when_idle()
        await settled(pilot)
        assert isinstance(app.screen, Door)
        await press(pilot, "f5", "escape", "ctrl+p")
        assert isinstance(app.screen, Door), "nothing leads past a locked door"
        await write(pilot, "secret-12")
        await press(pilot, "enter")
        await until(pilot, lambda: not isinstance(app.screen, Door), "the way back to work")
        has(pilot, "员工")


async def test_the_first_who_comes_in_today_starts_the_daily_copy(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind the work, by the program itself, once a day (issue «People»)."""
    monkeypatch.setattr("anchang.tui.app.COPY_AFTER", 0.01)
    for login in ("c01", "c02"):
        desk.do(login, "staff.change_password", old="demo", new="long-enough-1")
    async with door_console(desk) as pilot:
        await write(pilot, "c01")
        await press(pilot, "enter")
        await write(pilot, "long-enough-1")
        await press(pilot, "enter")
        await until(pilot, lambda: any("今日备份已完成" in words for words in said(pilot)), "the word about the copy")
        made = list(desk.office.place.backups.glob("anchang-*.db"))
        assert len(made) == 1 and made[0].name in said(pilot)[-1]
        assert await app_of(pilot).terminal.daily_copy() is None, "once a day"
    assert [each.why for each in anchor.all_anchors(desk.office)] == ["backup"]


@pytest.mark.parametrize(("chosen", "words"), [(False, "Front desk"), (True, "前台")])
async def test_the_office_says_which_language_a_terminal_speaks(desk: Desk, chosen: bool, words: str) -> None:
    """From the sign-in on, unless somebody chose a language for this terminal."""
    desk.office.run(desk.session("boss"), ChangeSetting("language", "en"))
    desk.do("c01", "staff.change_password", old="demo", new="long-enough-1")
    async with door_console(desk) as pilot:
        app_of(pilot).terminal.language_chosen = chosen
        await write(pilot, "c01")
        await press(pilot, "enter")
        await write(pilot, "long-enough-1")
        await press(pilot, "enter")
        await until(pilot, lambda: words in shown(pilot), "the first screen")


async def test_another_person_takes_over_and_the_half_filled_form_is_kept(desk: Desk) -> None:
    on_sale(desk)
    customer(desk)
    for login in ("c01", "c02"):
        desk.do(login, "staff.change_password", old="demo", new=f"{login}-password")
    async with console(desk, "c01", place="inventory") as pilot:
        await press(pilot, "h")
        await fill(pilot, note="带家人来看")
        app_of(pilot).tell(M("Saved."))
        await press(pilot, "ctrl+l")
        assert isinstance(pilot.app.screen, Door)
        assert said(pilot) == [], "what was told to one is not shown to the next"
        await write(pilot, "c02")
        await press(pilot, "enter")
        await write(pilot, "c02-password")
        await press(pilot, "enter")
        await until(pilot, lambda: app_of(pilot).terminal.here.staff.login == "c02", "the next person")
        has(pilot, "前台")
        await press(pilot, "ctrl+l")
        await write(pilot, "c01")
        await press(pilot, "enter")
        await write(pilot, "c01-password")
        await press(pilot, "enter")
        await until(pilot, lambda: app_of(pilot).terminal.here.staff.login == "c01", "the first person again")
        await press(pilot, "f5", "h")
        has(pilot, "带家人来看")


async def test_leaving_with_a_half_filled_form_asks(desk: Desk) -> None:
    on_sale(desk)
    customer(desk)
    async with console(desk, "c01", place="inventory") as pilot:
        await press(pilot, "h")
        await fill(pilot, note="未完")
        await press(pilot, "ctrl+q")
        has(pilot, "草稿")
        await press(pilot, "escape")
        assert form_of(pilot)


def test_no_group_of_a_recovery_code_is_broken_in_two() -> None:
    code = "-".join(f"{n:04d}" for n in range(13))
    lines = by_groups(code).split("\n")
    assert "".join(lines) == code and len(lines) == 4
    assert all(len(line) <= 20 for line in lines)
