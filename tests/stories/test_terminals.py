"""Real terminals on one office: what one does shows on the other; none that closes loses or leaves anything."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from anchang.cli.run import run
from tests.office import desk_at
from tests.services.stock import customer, on_sale
from tests.stories.driver import Console, Form, Office

NOW = "2026-11-23T10:00"
AT_MOST = 1.5  # seconds until another terminal's hold shows; the goal is one second, two cores may be busy
LOGINS = ("c01", "c02", "manager")
UNIT = "1-1-301"


def own(login: str) -> str:
    """The password that the person has chosen."""
    return f"{login}-only-me"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Sixteen units on sale, a customer; everybody has a password of one's own."""
    with desk_at(tmp_path / "office") as desk:
        on_sale(desk)
        customer(desk)
        for login in LOGINS:
            desk.do(login, "staff.change_password", old="demo", new=own(login))
    with Office(tmp_path / "office") as made:
        yield made


def at_the_wall(office: Office, login: str) -> Console:
    """A terminal with that person at it, the cursor on the unit of these stories."""
    console = office.start(NOW)
    console.door.enter(login, own(login))
    console.go("f5", "销控").see("待售 16").turn("ctrl+f").write(UNIT).see(UNIT)
    return console.press("enter").see(f"{UNIT} 售 待售")


def half_filled(console: Console) -> Form:
    """The form of a short hold with a note in it, not saved."""
    console.press("ctrl+o")
    form = console.form("申请临定").fill({"备注": "客户下午带家人来"})
    console.terminal.settle(0.6)  # the draft is kept a moment after the last key
    return form


@pytest.mark.slow
def test_a_hold_shows_on_the_other_wall(office: Office) -> None:
    here, there = at_the_wall(office, "c01"), at_the_wall(office, "manager")
    here.press("ctrl+o").form("申请临定").fill({"客户": "?刘洋"})
    here.press("ctrl+s").see(f"{UNIT} 已临定")
    begun = time.perf_counter()
    there.see("待售 15", "留301")
    seconds = time.perf_counter() - begun
    print(f"a hold shows on the other terminal {seconds:.2f} s after its own says so")
    assert seconds <= AT_MOST
    there.see(f"{UNIT} 留")  # the card beside the wall as well
    for console in (here, there):
        console.leave()


@pytest.mark.slow
def test_the_next_person_leaves_a_half_filled_form_as_it_is(office: Office) -> None:
    console = at_the_wall(office, "c01")
    half_filled(console)
    console.change_person("c02", own("c02")).see("已签到 0 人")
    console.go("f5", "待售 16").gone("申请临定")
    console.change_person("c01", own("c01")).see("已签到 0 人")
    console.go("f5", "待售 16").press("ctrl+o").form("申请临定")
    console.see("客户下午带家人来")


@pytest.mark.slow
def test_the_door_stays_when_it_comes_while_something_is_saved(office: Office) -> None:
    console = at_the_wall(office, "c01")
    console.press("ctrl+o").form("申请临定").fill({"客户": "?刘洋"})
    console.press("ctrl+s", "ctrl+l").see("登录名或工号")
    console.terminal.settle(1.0)  # longer than any save
    console.see("登录名或工号")
    console.door.enter("c02", own("c02")).see("已签到 0 人")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
def test_a_terminal_that_is_closed_keeps_the_draft_and_is_left_clean(office: Office, name: str) -> None:
    console = at_the_wall(office, "c01")
    half_filled(console)
    os.kill(console.terminal.pid, getattr(signal, name))
    assert console.terminal.wait_end(10) == 0
    assert console.terminal.modes_left() == []
    again = at_the_wall(office, "c01")
    again.press("ctrl+o").form("申请临定")
    again.see("客户下午带家人来", "已恢复")


@pytest.mark.slow
def test_a_window_that_is_too_small_says_so(office: Office) -> None:
    console = office.start(NOW, size=(70, 20))
    console.see("80", "24")
    console.terminal.resize(80, 24)
    console.see("登录名或工号")


@pytest.mark.slow
def test_without_a_terminal_it_says_so_and_ends(office: Office) -> None:
    begun = time.perf_counter()
    ended = office.run(now=NOW)
    assert ended.returncode == 2
    assert "终端" in ended.stderr and "Traceback" not in ended.stderr
    print(f"ended after {time.perf_counter() - begun:.2f} s")


def test_the_console_is_not_opened_by_the_tests_own_process() -> None:
    """The same inside the process, where neither stream is a terminal."""
    assert run([]) == 2


@pytest.mark.slow
def test_an_office_that_was_refused_can_be_made_afterwards(tmp_path: Path) -> None:
    """A moved clock is for practice only; the refusal leaves nothing behind that stands in the way."""
    empty = Office(tmp_path / "office")
    words = ("init", "--project", "A", "--admin", "boss")
    refused = empty.run(*words, now=NOW, ANCHANG_PASSWORD="secret-12")
    assert refused.returncode == 1 and not empty.root.exists()
    made = empty.run(*words, "--practice", now=NOW, ANCHANG_PASSWORD="secret-12")
    assert made.returncode == 0, made.stderr
