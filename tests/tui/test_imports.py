"""What a terminal does not need yet is not imported: the first screen stands before the heavy rooms come (design 8)."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("sqlmodel", "sqlalchemy", "alembic", "openpyxl", "pypinyin", "docxtpl", "argon2", "python_calamine")


def imported(code: str) -> set[str]:
    """The heavy packages that a fresh Python has after running the code."""
    ask = f"{code}\nimport sys\nprint('HEAVY', *[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, encoding="utf-8", check=True)
    return set(done.stdout.split("HEAVY")[-1].split())


@pytest.mark.parametrize(
    "code",
    [
        "from anchang.cli import main; assert main(['--version']) == 0",
        "import anchang.tui, anchang.tui.app, anchang.tui.screens.door",
    ],
)
def test_nothing_heavy_is_imported_before_it_is_needed(code: str) -> None:
    assert imported(code) == set()


def test_the_login_comes_without_units_forms_and_boxes() -> None:
    late = ("anchang.domain.unit", "anchang.tui.forms", "anchang.tui.widgets.dialogs", "textual.widgets._text_area")
    ask = f"import anchang.tui.app, sys; assert not set({late!r}) & set(sys.modules), sys.modules.keys()"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def test_the_console_and_textual_stay_out_of_the_command_line() -> None:
    ask = "from anchang.cli import main; main(['--version']); import sys; assert 'textual' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", ask], capture_output=True, check=False).returncode == 0
