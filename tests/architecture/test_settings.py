"""A setting that nothing reads is a promise on a screen: every key of the table is read somewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from anchang.domain.settings import SETTINGS
from tests.architecture.source import room, sources, tree

# Keys that nothing reads yet, each with its reason.
UNREAD: dict[str, str] = {}

TABLE = ("domain/settings.py", "domain/setting_table.py", "domain/setting_kind.py")


def reads(node: ast.AST) -> Iterator[str]:
    """The keys, as patterns, that one piece of syntax reads.

    `….settings["key"]`, `settings.get("key")`, `setting("key")`, a name for later (`day_setting="key"`), whatever a
    function spells that names the settings anew (`said = act.settings`), and keys that are put together:
    `f"grade_{…}_days"`, where enough of it is spelled to tell it from any other text.
    """
    if isinstance(node, ast.Subscript) and _is_settings(node.value):
        yield from _texts(node.slice)
    elif isinstance(node, ast.Call) and _is_settings(node.func) and node.args:
        yield from _texts(node.args[0])
    elif isinstance(node, ast.keyword) and (node.arg or "").endswith("setting"):
        yield from _texts(node.value)
    elif isinstance(node, ast.FunctionDef) and (node.name.endswith("setting") or _holds_settings(node)):
        for inner in ast.walk(node):
            yield from _texts(inner)


def _holds_settings(function: ast.FunctionDef) -> bool:
    """Whether the settings get a shorter name in it: `said = act.settings`."""
    return any(isinstance(node, ast.Assign) and ast.unparse(node.value).endswith(".settings")
               for node in ast.walk(function))  # fmt: skip


def _is_settings(node: ast.AST) -> bool:
    words = ast.unparse(node).lower()
    return re.search(r"settings?(\.get)?$", words) is not None


def _texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        parts = [re.escape(str(each.value)) if isinstance(each, ast.Constant) else "[a-z]+" for each in node.values]
        if sum(len(part) for part in parts if part != "[a-z]+") >= 5:
            yield "".join(parts)


@cache
def read_by_anybody() -> frozenset[str]:
    """The keys that the package reads outside the table itself."""
    readers = (path for path in sources() if room(path) not in TABLE)
    patterns = {pattern for path in readers for node in ast.walk(tree(path)) for pattern in reads(node)}
    return frozenset(key for key in SETTINGS if any(re.fullmatch(pattern, key) for pattern in patterns))


@pytest.mark.parametrize("key", sorted(SETTINGS))
def test_every_setting_does_something(key: str) -> None:
    assert (key in read_by_anybody()) == (key not in UNREAD), UNREAD.get(key, "nothing reads it")


@pytest.mark.parametrize("code", [
    "words['language']", "x = 'hold_minutes'", "settings[key]", "f'{kind}'", "settings.show('hold_minutes', 1)",
])  # fmt: skip
def test_what_only_names_a_key_does_not_count(code: str) -> None:
    """A word of another table, a text that happens to be equal, a look at every setting."""
    assert {pattern for node in ast.walk(ast.parse(code)) for pattern in reads(node)} == set()
