"""From the start to a painted login beside an empty Textual app, and from the password to a front desk with its rows.

    python -m tests.benchmarks.startup [--rounds 7] [--office DEMO] [--typing 2.5]

Everything goes through a real terminal. The two programs are started in turn; printed are both medians and their ratio
(wanted: at most 1.3). Then a consultant of a demo office signs in: from the Enter behind the password until the rows of
the day stand on the screen, less the check of the password, which is timed beside it (wanted: at most 300 ms). A person
types for `--typing` seconds; what the desk needs is imported in that time, and is cut short when it is less.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

from anchang.services.office import Session
from anchang.services.opening import Where, open_office
from anchang.services.staff import SignIn
from anchang.storage.place import Place
from tests.faults.sales import command_line, selling, surroundings
from tests.terminal import Terminal, python

EMPTY = """
from textual.app import App
from textual.widgets import Static

class Empty(App):
    def compose(self):
        yield Static("empty is here")

Empty().run()
"""
LOGIN = ("用户名", "工号", "密码")  # any of these words is the login form
DESK = "今日："  # the head of the entries: drawn with the rows, never before
WHO, PASSWORD = "c01", "demo"
CHINESE = {"ANCHANG_LANG": "zh_CN"}


def painted(words: list[str], env: dict[str, str], signs: tuple[str, ...]) -> float:
    """Seconds from the start of the process until one of the signs stands on the screen."""
    with Terminal(words, env) as terminal:
        terminal.wait_until(lambda screen: any(sign in screen for sign in signs), f"one of {signs}", 30)
        return terminal.painted - terminal.started


def to_the_desk(office: Path, typing: float) -> float:
    """Seconds from the Enter behind the password until the day's rows stand on the screen."""
    with Terminal(command_line(office), CHINESE) as terminal:
        terminal.wait_for(LOGIN[-1], 30)
        for sign in (*WHO, "enter", *PASSWORD):
            time.sleep(typing / (len(WHO) + 1 + len(PASSWORD)))
            terminal.press(sign)
        terminal.settle()
        start = time.perf_counter()
        terminal.press("enter")
        terminal.wait_for(DESK, 30)
        return terminal.painted - start


def password_check(office: Path, times: int) -> float:
    """Seconds that the check of the password itself takes, slow as it is meant to be."""
    opened = open_office(Where(Place(office)))
    took = []
    for _ in range(times):
        start = time.perf_counter()
        opened.run(Session(0, opened.project().id), SignIn(WHO, PASSWORD))
        took.append(time.perf_counter() - start)
    opened.close()
    return median(took)


def made_demo(folder: Path, given: Path | None) -> Path:
    """The demo office to sign in at: the one given, else a month of history made now."""
    if given is not None:
        return given
    root = folder / "demo"
    subprocess.run(
        command_line(root, "demo", "--no-open", "--days", "30"),
        env={**os.environ, **CHINESE}, check=True, stdout=subprocess.DEVNULL,
    )
    return root


def main() -> None:
    """Measure both in turn and print the ratio, then the way to the desk."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--typing", type=float, default=2.5, help="seconds to type login and password")
    parser.add_argument("--office", type=Path, help="a demo office; made when not given")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root, script = folder / "office", folder / "empty.py"
        script.write_text(EMPTY, "utf-8")
        with selling(root, 400, 50):
            pass
        demo = made_demo(folder, given.office)
        empty, ours, desk = [], [], []
        for _ in range(given.rounds):
            empty.append(painted([str(word) for word in python(script)], {}, ("empty is here",)))
            ours.append(painted(command_line(root), surroundings(), LOGIN))
        for _ in range(given.rounds):
            desk.append(to_the_desk(demo, given.typing))
        check = password_check(demo, given.rounds)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"empty Textual app       {median(empty) * 1000:>6.0f} ms   fastest {min(empty) * 1000:>6.0f}")
    print(f"login screen            {median(ours) * 1000:>6.0f} ms   fastest {min(ours) * 1000:>6.0f}")
    print(f"ratio                   {median(ours) / median(empty):>6.2f}      (wanted: at most 1.30)")
    print(f"Enter to desk with rows {median(desk) * 1000:>6.0f} ms   fastest {min(desk) * 1000:>6.0f}")
    print(f"  of it the password    {check * 1000:>6.0f} ms")
    print(f"desk after the check    {(median(desk) - check) * 1000:>6.0f} ms   (wanted: at most 300)")


if __name__ == "__main__":
    main()
