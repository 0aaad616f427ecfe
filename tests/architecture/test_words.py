"""Every word that the program says is in the catalogues, and nothing else is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from tests.architecture.source import PACKAGE, docstrings, room, sources, tree

MARKERS = {"M", "_", "N_"}
CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")  # characters; full-width keys and punctuation are signs, not words
CHINESE = PACKAGE / "i18n" / "zh_CN"


def marked() -> Iterator[tuple[str, ast.Call]]:
    """Every call of a marker in the package, with its place."""
    for path in sources():
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in MARKERS:
                yield f"{room(path)}:{node.lineno}", node


def literal(call: ast.Call) -> str | None:
    """The words of the call, or None when they are not a literal."""
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def braces(text: str) -> set[str]:
    """The names in the braces of a text."""
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in Formatter().parse(text) if name is not None}


def chinese() -> dict[str, tuple[str, str]]:
    """msgid -> (file, words) over all the Chinese files."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted(CHINESE.glob("*.po")):
        with path.open("rb") as handle:
            for message in read_po(handle, locale="zh_CN", abort_invalid=True):
                if message.id:
                    found[str(message.id)] = (path.name, said(message))
    return found


def said(message: Message) -> str:
    """The translation, empty when nobody has looked at it."""
    return "" if message.fuzzy else str(message.string or "")


def test_words_are_literals() -> None:
    """A catalogue cannot hold what is put together while the program runs."""
    assert [place for place, call in marked() if literal(call) is None] == []


def test_every_word_has_chinese() -> None:
    """zh_CN is the default language: one missing line is an English word in front of a consultant."""
    words = chinese()
    missing = sorted(
        f"{place} {text!r}" for place, call in marked() if (text := literal(call)) and not words.get(text, ("", ""))[1]
    )
    assert missing == []


def test_no_word_is_stale() -> None:
    """A line that nobody says any more misleads whoever searches for it."""
    used = {text for _, call in marked() if (text := literal(call))}
    assert sorted(f"{where} {text!r}" for text, (where, _) in chinese().items() if text not in used) == []


def test_braces_agree() -> None:
    """The translation fills the same braces as the English."""
    wrong = [
        f"{where} {text!r}: {sorted(braces(text))} but {sorted(braces(words))}"
        for text, (where, words) in chinese().items()
        if words and braces(text) != braces(words)
    ]
    assert wrong == []


def test_braces_are_filled() -> None:
    """Each name in the braces is given by the call, else `say` would fail in front of somebody.

    The `done` words of a use case are filled by its result.
    """
    later = {
        id(keyword.value) for path in sources() for keyword in ast.walk(tree(path))
        if isinstance(keyword, ast.keyword) and keyword.arg == "done"
    }  # fmt: skip
    wrong = []
    for place, call in marked():
        if id(call) in later:
            continue
        given = {keyword.arg for keyword in call.keywords}
        text = literal(call)
        if text and None not in given and not braces(text) <= given:
            wrong.append(f"{place} {text!r} is not given {sorted(braces(text) - given)}")
    assert wrong == []


ENGLISH_ONLY = [path for path in sources() if not room(path).startswith(("i18n/", "importing/"))]


@pytest.mark.parametrize("path", ENGLISH_ONLY, ids=room)
def test_no_chinese_in_the_code(path: Path) -> None:
    """Chinese stands in the catalogues, in the header synonyms of `importing` and in data files only."""
    module = tree(path)
    silent = docstrings(module)
    found = [
        f"{room(path)}:{node.lineno} {node.value[:20]!r}"
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent
        and CJK.search(node.value)
    ]
    assert found == []


def test_the_tree_says_something() -> None:
    """The walk above really finds the words of this package."""
    assert len({text for _, call in marked() if (text := literal(call))}) > 10
