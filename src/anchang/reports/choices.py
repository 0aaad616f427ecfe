"""Stored values of enums and dictionaries as the words that stand in cells."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from anchang.domain.customer import DECLINED
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg, say


def choices(kind: type[Worded]) -> dict[str, Msg]:
    """The words of a dictionary, «declined» with them."""
    return {**{each.value: each.label for each in kind}, DECLINED.value: DECLINED.label}


def values_of(labels: Mapping[Any, Msg]) -> dict[str, Msg]:
    """The words of an enum's table by stored value."""
    return {str(each.value): words for each, words in labels.items() if isinstance(each, StrEnum)}


def several(stored: str, words: Mapping[str, Msg]) -> str:
    """A stored list of values in words."""
    return say(M(", ")).join(say(words.get(each, each)) for each in stored.split())
