"""Every word that the program says is in the catalogues, and nothing else is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from anchang.storage.audit import Fault
from tests.architecture.source import PACKAGE, docstrings, room, sources, tree

MARKERS = {"M", "_", "N_"}
# Characters; full-width keys and punctuation are signs, not words.
CJK = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
CHINESE = PACKAGE / "i18n" / "zh_CN"


def marked() -> Iterator[tuple[str, ast.Call]]:
    """Every call of a marker in the package, with its place."""
    for path in sources():
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in MARKERS or (name == "Binding" and len(node.args) > 2):
                yield f"{room(path)}:{node.lineno}", node


def literal(call: ast.Call) -> str | None:
    """The words of the call, or None when they are not a literal.

    The third word of a `Binding` is its description: English there, and put into words by whoever shows the key.
    """
    place = 2 if ast.unparse(call.func) == "Binding" else 0
    first = call.args[place] if call.args else None
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


# What `doctor` fills into the words of a fault: the fields of storage.audit.Fault beside its kind.
FAULT = {each.name for each in fields(Fault)} - {"kind"}


def words_of_faults() -> set[int]:
    """The identities of the calls that stand as values in a table `WORDS: dict[str, Msg]` of a module of faults."""
    importing = re.compile(r"^from anchang\.storage\.audit import .*\bFault\b", re.MULTILINE)
    rooms = [path for path in sources() if importing.search(path.read_text(encoding="utf-8"))]
    tables = [
        node.value for path in rooms for node in tree(path).body
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "WORDS"
    ]  # fmt: skip
    return {id(value) for table in tables if isinstance(table, ast.Dict) for value in table.values}


def test_braces_are_filled() -> None:
    """Each name in the braces is given by the call, else `say` would fail in front of somebody.

    The `done` words of a use case are filled by its result, those of a table of faults by the fault that is found.
    """
    later = {
        id(keyword.value) for path in sources() for keyword in ast.walk(tree(path))
        if isinstance(keyword, ast.keyword) and keyword.arg == "done"
    }  # fmt: skip
    faults = words_of_faults()
    wrong = []
    for place, call in marked():
        if id(call) in later:
            continue
        given = {keyword.arg for keyword in call.keywords} | (FAULT if id(call) in faults else set())
        text = literal(call)
        if text and None not in given and not braces(text) <= given:
            wrong.append(f"{place} {text!r} is not given {sorted(braces(text) - given)}")
    assert wrong == []


ENGLISH_ONLY = [path for path in sources() if not room(path).startswith(("i18n/", "importing/"))]


@pytest.mark.parametrize("path", ENGLISH_ONLY, ids=room)
def test_no_chinese_in_the_code(path: Path) -> None:
    """Chinese stands in the catalogues, in the header synonyms of `importing` and in data files only.

    Escaped it is still Chinese, and harder to read: in a text, in a pattern that unescapes for itself, as a number for
    `chr`, or as bytes.
    """
    module = tree(path)
    silent = docstrings(module)
    found = [
        f"{room(path)}:{getattr(node, 'lineno', 0)} {words[:20]!r}"
        for node in ast.walk(module)
        if id(node) not in silent and CJK.search(words := unescaped(node))
    ]
    assert found == []


def unescaped(node: ast.AST) -> str:
    """The text that a constant holds or spells with escapes; "" for anything else."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "chr" and isinstance(node.args[0], ast.Constant):
        return chr(int(node.args[0].value)) if isinstance(node.args[0].value, int) else ""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, (str, bytes)):
        return ""
    text = node.value if isinstance(node.value, str) else node.value.decode("utf-8", "replace")
    return ESCAPED.sub(lambda found: _sign(found[1] or found[2]), text)


def _sign(code: str) -> str:
    return chr(int(code, 16)) if int(code, 16) < 0x110000 else ""


@pytest.mark.parametrize("code", [
    "x = '\u5e62'",
    "x = '\\u5e62'", "x = r'[\\u4e00-\\u9fff]'", "x = '\\N{CJK UNIFIED IDEOGRAPH-5E62}'", "x = chr(0x5e62)",
    "x = b'\\xe5\\xb9\\xa2'", "x = '\\U00020bb7'", "x = '\\u3007'",
])  # fmt: skip
def test_escaped_chinese_is_found(code: str) -> None:
    """The rule above sees through every way to hide a character."""
    assert any(CJK.search(unescaped(node)) for node in ast.walk(ast.parse(code)))


def test_the_tree_says_something() -> None:
    """The walk above really finds the words of this package."""
    assert len({text for _, call in marked() if (text := literal(call))}) > 10
