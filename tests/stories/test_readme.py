"""The README's first command, as a stranger types it: from an empty home to the console's first screen.

What it installs is what these tests run on; here runs what comes behind the `&&`, in a real terminal.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.architecture.source import TOP
from tests.terminal import Terminal

SMALL = ("--days", "3", "--units", "20")  # the size alone is not the README's: a whole history takes half a minute
LONGEST = 60.0  # seconds that the making may take at the most (design 8)


def first_command(readme: str) -> list[str]:
    """The words behind the `&&` of the first command line in a README."""
    (install, *program) = next(
        line.split(" && ")
        for block in re.findall(r"^```\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
        for line in block.splitlines()
        if " && " in line
    )
    assert install == "python -m pip install -c constraints.txt ."
    assert len(program) == 1
    return str(program[0]).split()


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_both_readmes_begin_with_the_same_command(name: str) -> None:
    assert first_command((TOP / name).read_text("utf-8")) == ["anchang", "demo"]


@pytest.mark.slow
def test_the_first_command_opens_the_console_on_a_believable_office(tmp_path: Path) -> None:
    home = tmp_path / "家 of a stranger"
    home.mkdir()
    program, *words = first_command((TOP / "README.md").read_text("utf-8"))
    installed = shutil.which(program, path=str(Path(sys.executable).parent))
    assert installed is not None, "the installed package has the command that the README names"
    kept = {key: value for key, value in os.environ.items() if key in {"PATH", "PYTHONPATH", "LANG", "TMPDIR"}}
    fresh = {"HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": str(home)}
    around = {**kept, **fresh, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    alone = ["/usr/bin/env", "-i", *(f"{key}={value}" for key, value in around.items())]
    with Terminal([*alone, installed, *words, *SMALL], cwd=home) as terminal:
        terminal.wait_for("登录名或工号", LONGEST)
        terminal.wait_for("演示", LONGEST)
        terminal.send("assistant")
        terminal.press("enter")
        terminal.send("demo")
        terminal.press("enter")
        terminal.wait_for("前台", LONGEST)
        terminal.press("ctrl+q")
    made = list(home.rglob("anchang.db"))
    assert len(made) == 1 and "demo" in made[0].parts, "the office lies in the stranger's own folder"
