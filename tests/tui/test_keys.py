"""The key table: what terminals cannot send is not in it, what an input method swallows has another form."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from anchang.i18n import Msg, say
from anchang.tui.keys import HELP, IMPOSSIBLE, KEYS, PLACES, SEARCH, Key, key_name

ROOMS = ("anchang.tui.widgets", "anchang.tui.forms", "anchang.tui.lists")
EVERY = (*KEYS, *(place.key for place in PLACES))


@pytest.mark.parametrize("key", EVERY, ids=lambda key: key.id)
def test_a_key_can_be_sent_and_found(key: Key) -> None:
    assert not IMPOSSIBLE & set(key.all_forms())
    letters = [form for form in key.forms if len(form) == 1]
    if letters:
        assert any(form.startswith(("ctrl+", "f")) and len(form) > 1 for form in key.forms)
    assert say(key.label) != key.label.id and say(key.tooltip) != key.tooltip.id


def test_ids_are_unique() -> None:
    assert len({key.id for key in EVERY}) == len(EVERY)


def test_full_width_signs_stand_for_narrow_ones() -> None:
    assert "ideographic_comma" in SEARCH.all_forms()
    assert "fullwidth_question_mark" in HELP.all_forms()


@pytest.mark.parametrize(
    ("form", "name"), [("ctrl+s", "Ctrl+S"), ("f5", "F5"), ("n", "n"), ("ideographic_comma", "、"), ("pageup", "PgUp")]
)
def test_names_of_keys(form: str, name: str) -> None:
    assert key_name(form) == name


def _nodes() -> Iterator[type[DOMNode]]:
    for room in ROOMS:
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            for one in vars(importlib.import_module(module.name)).values():
                if isinstance(one, type) and issubclass(one, DOMNode) and one.__module__ == module.name:
                    yield one


def test_every_binding_has_an_id_and_words_in_chinese() -> None:
    seen = 0
    for node in _nodes():
        for binding in node.__dict__.get("BINDINGS", ()):
            assert isinstance(binding, Binding)
            assert binding.id, f"{node.__name__}: {binding.key}"
            assert say(Msg(binding.description)) != binding.description, f"{node.__name__}: {binding.description}"
            assert not IMPOSSIBLE & set(binding.key.split(","))
            seen += 1
    assert seen > 30
