"""What CI runs beside something else is asked for all the same: whatever fails, fails the change."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.architecture.source import TOP

CHECKS = ("ruff", "mypy", "lint-imports", "pytest")
# Stands for every program: makes the environment, or tells its name and whether it is the one that fails.
STAND_IN = """#!/bin/bash
name=${0##*/}
[ "$1 $2" = "-m venv" ] && { mkdir -p "$3/bin"; cp "${0%/*}"/* "$3/bin/"; exit; }
[ "$1 $2" = "-m pytest" ] && name=pytest
echo "$name was here"
[ "$name" != "$FAILS" ] || exit 3
"""


@pytest.mark.parametrize("fails", [None, *CHECKS])
def test_whatever_fails_fails_the_change(tmp_path: Path, fails: str | None) -> None:
    programs, room = tmp_path / "programs", tmp_path / "room"
    programs.mkdir()
    room.mkdir()
    for name in ("python", "python3.11", *CHECKS):
        (programs / name).write_text(STAND_IN)
        (programs / name).chmod(0o755)
    env = {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "TMPDIR": str(room), "FAILS": fails or ""}
    done = subprocess.run(
        ["bash", TOP / ".ci" / "run"], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == (0 if fails is None else 3), done.stdout + done.stderr
    if fails in (None, "mypy", "pytest"):
        assert [name for name in CHECKS if f"{name} was here" not in done.stdout] == []
    assert (f"{fails} failed" in done.stdout) is (fails == "mypy")
    assert ("the tests failed" in done.stdout) is (fails == "pytest")
    assert list(room.iterdir()) == [], "nothing is left behind"
