"""The house keeps its rooms: sizes, clocks, transactions, and a top level that a stranger can read."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, TOP, docstrings, nodes, room, sources, tree

LINES = 450
FUNCTION_LINES = 60
TOP_LEVEL = {
    ".ci", ".github", ".gitattributes", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md",
    "README.zh-CN.md", "constraints.txt", "data", "docs", "exports", "hatch_build.py", "pyproject.toml", "src", "tests",
}  # fmt: skip
ROOMS = {
    "cli", "cli.py", "demo", "documents", "domain", "i18n", "importing", "reports", "services", "storage", "tui",
    "__init__.py", "__main__.py", "py.typed",
}  # fmt: skip


def tracked() -> list[str]:
    """What git holds; the test is about a checkout, not about a packed copy."""
    if not (TOP / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a git checkout")
    done = subprocess.run(["git", "ls-files"], cwd=TOP, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


PUBLISHED = "storage/migrations/versions/"  # printed from the models once, then a record: never edited, so never split


@pytest.mark.parametrize("path", [path for path in sources() if not room(path).startswith(PUBLISHED)], ids=room)
def test_one_subject_a_file(path: Path) -> None:
    """A file that outgrows its room is two subjects."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES


def test_functions_fit_on_a_page() -> None:
    """A function is read in one look."""
    long = []
    for kind in (ast.FunctionDef, ast.AsyncFunctionDef):
        for place, node in nodes(kind):
            assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            if size > FUNCTION_LINES and not place.startswith(PUBLISHED):
                long.append(f"{place} {node.name}: {size} lines")
    assert long == []


def test_no_broad_except() -> None:
    """What we did not foresee must be seen: a handler for everything may tidy up, then it lets the error go on."""
    broad = []
    for place, node in nodes(ast.ExceptHandler):
        assert isinstance(node, ast.ExceptHandler)
        caught = [] if node.type is None else [ast.unparse(part) for part in getattr(node.type, "elts", [node.type])]
        last = node.body[-1]
        goes_on = isinstance(last, ast.Raise) and last.exc is None
        if (not caught or {"Exception", "BaseException"} & set(caught)) and not goes_on:
            broad.append(place)
    assert broad == []


def test_clocks_are_passed_in() -> None:
    """Only the edges read the wall clock, so that every rule can be asked about any day."""
    readers = []
    for place, node in nodes(ast.Call):
        assert isinstance(node, ast.Call)
        called = node.func
        if (
            isinstance(called, ast.Attribute) and called.attr in {"now", "today", "utcnow"}
            and ast.unparse(called.value).rpartition(".")[2] in {"date", "datetime"}
            and not place.startswith(("cli", "services/office"))
        ):  # fmt: skip
            readers.append(place)
    assert readers == []


def test_transactions_open_in_one_place() -> None:
    """A use case is one transaction, and only the office opens it."""
    openers = []
    for place, node in nodes(ast.Call):
        assert isinstance(node, ast.Call)
        if (
            isinstance(node.func, ast.Attribute) and node.func.attr in {"commit", "rollback", "begin", "begin_nested"}
            and not place.startswith(("services/office.py", "storage/"))
        ):  # fmt: skip
            openers.append(place)
    assert openers == []


SQL = re.compile(
    r"\b(PRAGMA\s|SELECT\s.*\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|BEGIN\s+IMMEDIATE"
    r"|(CREATE|DROP|ALTER)\s+(TABLE|TRIGGER|INDEX|VIEW)\s|VACUUM\b|ATTACH\s+DATABASE)", re.IGNORECASE | re.DOTALL,
)  # fmt: skip
ONLY_STORAGE = frozenset({"raw", "is_file"})  # of a Store: its driver's connection, and which kind it is


def knows_the_database(path: Path) -> list[str]:
    """Where a file holds a statement of the database, or asks a store for what is only storage's to know."""
    module = tree(path)
    silent = docstrings(module)
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            if SQL.search(node.value):
                found.append(f"{room(path)}:{node.lineno} {node.value[:40]!r}")
        elif isinstance(node, ast.Attribute) and node.attr in ONLY_STORAGE and "store" in ast.unparse(node.value):
            found.append(f"{room(path)}:{node.lineno} {ast.unparse(node)}")
    return found


def test_nothing_above_storage_knows_the_database() -> None:
    """No statement, no driver's connection, no question of which kind it is: a Store says what it can do."""
    above = [path for path in sources() if not room(path).startswith("storage/")]
    assert [each for path in above for each in knows_the_database(path)] == []
    assert any(knows_the_database(path) for path in sources() if room(path) == "storage/engine.py")


@pytest.mark.parametrize("path", sources(), ids=room)
def test_nothing_left_to_do(path: Path) -> None:
    """A note to oneself is an issue or nothing."""
    assert not re.search(r"#\s*(TODO|FIXME|XXX|HACK)", path.read_text(encoding="utf-8"))


def test_top_level_holds_only_what_a_stranger_expects() -> None:
    """Also: nothing from an office is ever committed."""
    files = tracked()
    assert {name.split("/")[0] for name in files} <= TOP_LEVEL
    assert [name for name in files if name.startswith(("data/", "exports/"))] == ["data/.gitkeep", "exports/.gitkeep"]


def test_rooms_are_known() -> None:
    """A new room in the package is a decision, taken in docs/HOUSE.md first."""
    found = {path.name for path in PACKAGE.iterdir() if path.name != "__pycache__"}
    assert found <= ROOMS


def test_tests_are_packages() -> None:
    """The same noun has the same file name in every room, so the folders must tell the test modules apart."""
    folders = {path.parent for path in (TOP / "tests").rglob("test_*.py")}
    assert sorted(str(folder) for folder in folders if not (folder / "__init__.py").exists()) == []


def test_ci_runs_what_the_readme_says() -> None:
    """.ci/run installs and tests by the README's own line and by nothing else."""
    script = (TOP / ".ci" / "run").read_text(encoding="utf-8")
    halves = dict(re.findall(r"^readme_(install|test)='(.+)'$", script, flags=re.MULTILINE))
    command = f"{halves['install']} && {halves['test']}"
    for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md"):
        assert command in (TOP / name).read_text(encoding="utf-8").splitlines(), name
    installs = [line for line in script.splitlines() if re.search(r"\bpip\b|\buv\b|\bapt", line)]
    assert installs == [f"readme_install='{halves['install']}'"]


def test_constraints_are_names_and_versions_only() -> None:
    """No address, no option and not ourselves: it must serve on any machine with any index."""
    lines = (TOP / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+", line)] == []
    names = [re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines]
    assert names == sorted(set(names))
    assert "anchang" not in names
