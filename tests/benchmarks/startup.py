"""From Enter to a painted login screen, beside an empty Textual app, in a real terminal.

    python -m tests.benchmarks.startup [--rounds 7]

The two are started in turn; printed are both medians and their ratio (wanted: at most 1.3).
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from statistics import median

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


def painted(words: list[str], env: dict[str, str], signs: tuple[str, ...]) -> float:
    """Seconds from the start of the process until one of the signs stands on the screen."""
    with Terminal(words, env) as terminal:
        terminal.wait_until(lambda screen: any(sign in screen for sign in signs), f"one of {signs}", 30)
        return terminal.painted - terminal.started


def main() -> None:
    """Measure both in turn and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root, script = Path(folder) / "office", Path(folder) / "empty.py"
        script.write_text(EMPTY, "utf-8")
        with selling(root, 400, 50):
            pass
        empty, ours = [], []
        for _ in range(given.rounds):
            empty.append(painted([str(word) for word in python(script)], {}, ("empty is here",)))
            ours.append(painted(command_line(root), surroundings(), LOGIN))
    print(f"empty Textual app   {median(empty) * 1000:>6.0f} ms")
    print(f"login screen        {median(ours) * 1000:>6.0f} ms")
    print(f"ratio               {median(ours) / median(empty):>6.2f}   (wanted: at most 1.30)")


if __name__ == "__main__":
    main()
