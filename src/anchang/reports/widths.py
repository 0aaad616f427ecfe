"""How wide words are in cells, where a Chinese character takes two; names that every system takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from anchang.i18n import Msg, say

NARROWEST = 6
WIDEST = 46
"""Columns are not measured wider than this; longer text wraps."""

NARROW = 12
"""The same where a sheet has many columns."""

_SHEET_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff\ud800-\udfff]")
_FILE_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)")
_FILE_BYTES = 180


@lru_cache(maxsize=8192)
def _one(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def cells(text: str) -> int:
    """The width of one line of text in cells; ambiguous characters count two, as Chinese fonts draw them."""
    return len(text) if text.isascii() else sum(map(_one, text))


def widest_line(text: str) -> int:
    """The width of the widest line of a text."""
    return max(map(cells, text.split("\n"))) if "\n" in text else cells(text)


def fold(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most `width` cells, broken at a blank where there is one."""
    for line in text.split("\n"):
        rest = line
        while cells(rest) > width:
            cut = _cut(rest, width)
            blank = rest.rfind(" ", 1, cut + 1)
            cut = blank if blank > cut // 2 else cut
            yield rest[:cut].rstrip()
            rest = rest[cut:].lstrip()
        yield rest


def _cut(text: str, width: int) -> int:
    taken = 0
    for place, character in enumerate(text):
        taken += _one(character)
        if taken > width:
            return max(place, 1)
    return len(text)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def sheet_names(names: Iterable[Msg | str]) -> list[str]:
    """Names that Excel takes: at most 31 UTF-16 units, none of `[]:*?/\\`, no quote at an end, each one once."""
    taken: set[str] = {"history"}
    found = []
    for words in names:
        base = _SHEET_FORBIDDEN.sub("", say(words)).strip().strip("'").strip() or "Sheet"
        number, name = 1, _within(base, 31)
        while name.casefold() in taken:
            number += 1
            tail = f" ({number})"
            name = _within(base, 31 - len(tail)) + tail
        taken.add(name.casefold())
        found.append(name)
    return found


def _within(text: str, units: int) -> str:
    while _units(text) > units:
        text = text[:-1]
    return text.rstrip(" '")


def file_stem(report: Msg | str, project: str, day: date, whose: str = "") -> str:
    """`<report>_<project>_<date>`, without what a file system forbids (domain 4).

    `whose` stands behind the report where the file holds one person's part; a long project is shortened, it is not.
    """
    return safe_stem("_".join((say(report), *((whose,) if whose else ()), project, day.isoformat())))


def safe_stem(stem: str) -> str:
    """A file name without ending that Windows, too, takes: at most 180 bytes, no forbidden or reserved name."""
    name = _FILE_FORBIDDEN.sub("_", stem).strip(" .")
    while len(name.encode()) > _FILE_BYTES:
        # The date stands at the end and tells the files apart: shorten in front of it.
        middle = max(len(name) - 12, 1)
        name = name[: middle - 1] + name[middle:]
    name = name.strip(" .") or "report"
    return _RESERVED.sub(r"_\1", name)
