"""Arrows point down only, and a fast start stays fast."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, TOP

HEAVY = ("sqlmodel", "sqlalchemy", "alembic", "textual", "openpyxl", "pypinyin", "docxtpl", "docx", "argon2")

# The contracts name every layer and refuse to be checked while one is missing.
ROOMS = ("cli", "tui", "demo", "reports", "documents", "importing", "services", "storage")
UNBUILT = [room for room in ROOMS if not any((PACKAGE / room).glob("*.py"))]
needs_all = pytest.mark.skipif(bool(UNBUILT), reason=f"not built yet: {', '.join(UNBUILT)}")
needs_cli = pytest.mark.skipif("cli" in UNBUILT, reason="anchang.cli is not built yet")


def python(code: str) -> subprocess.CompletedProcess[str]:
    """Run the code in an interpreter of its own, so that no other test's imports are seen."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, cwd=TOP, timeout=120, check=False)


@needs_all
def test_import_contracts() -> None:
    """What pyproject.toml says about who may import whom."""
    lint = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = python(lint)
    assert done.returncode == 0, done.stdout + done.stderr


@needs_cli
def test_version_imports_nothing_heavy() -> None:
    """`anchang --version` answers before a database, a screen or a spreadsheet is loaded (design 8)."""
    done = python(
        "import sys\n"
        "sys.argv = ['anchang', '--version']\n"
        "from anchang.cli import main\n"
        "try:\n    code = main()\nexcept SystemExit as gone:\n    code = gone.code\n"
        "assert not code, code\n"
        f"print('heavy:', *(name for name in {HEAVY!r} if name in sys.modules))"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].strip() == "heavy:"


@pytest.mark.parametrize("module", ["anchang", "anchang.i18n", "anchang.domain.flow", "anchang.documents.paper"])
def test_light_modules_are_light(module: str) -> None:
    """Rules, words and the door to papers load none of the libraries behind them."""
    if not any((PACKAGE.parent / Path(*module.split("."))).with_suffix(end).exists() for end in ("", ".py")):
        pytest.skip(f"{module} is not built yet")
    done = python(f"import sys, {module}; print(*(name for name in {HEAVY!r} if name in sys.modules))")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""
